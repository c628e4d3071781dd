/* Operations and operands as text. */
#include "config.h"

#include "viz/code.h"

#include "viz/text.h"

/* Of an operation with more operands than this, the first ones are told: each value that it reads quotes the whole of it. */
#define MAX_OPERANDS 32

void
ss_code_operand (GString *to, const SsProgram *p, SsOperand a)
{
  if (ss_is_var (a))
    {
      ss_show_to (to, ss_var_name (p, a));
      return;
    }
  g_autofree char *text = a == SS_NONE ? g_strdup ("null") : ss_const_text (p, a);
  ss_show_to (to, text);
}

char *
ss_code_op (const SsProgram *p, guint32 o)
{
  const SsOp *op = p->ops + o;
  guint32 n;
  const SsOperand *args = ss_op_args (p, o, &n);
  GString *text = g_string_new (NULL);
  if (op->result != SS_NONE)
    {
      ss_show_to (text, ss_var_name (p, op->result));
      g_string_append (text, " = ");
    }
  ss_show_to (text, ss_op_name (p, o));
  g_string_append_c (text, '(');
  const char *between = "";
  if (op->name == SS_OP_direct_call)
    {
      ss_show_to (text, op->callee == SS_NONE ? "null" : ss_sym_name (p, op->callee));
      between = ", ";
    }
  for (guint32 i = 0; i < n && i < MAX_OPERANDS; i++)
    {
      g_string_append (text, between);
      ss_code_operand (text, p, args[i]);
      between = ", ";
    }
  if (n > MAX_OPERANDS)
    {
      g_autofree char *count = ss_show_count (n - MAX_OPERANDS);
      g_string_append_printf (text, ", … %s more", count);
    }
  g_string_append_c (text, ')');
  return g_string_free (text, FALSE);
}

guint32
ss_code_block (const SsProgram *p, guint32 b)
{
  return b - p->funcs[ss_block_func (p, b)].block0;
}

void
ss_code_place (GString *to, const SsProgram *p, guint32 o)
{
  guint32 b = ss_op_block (p, o);
  g_string_append_printf (to, "%u.%u", ss_code_block (p, b), o - p->blocks[b].op0);
  if (ss_op_line (p, o) != SS_NONE)
    g_string_append_printf (to, ", line %u", ss_op_line (p, o));
}
