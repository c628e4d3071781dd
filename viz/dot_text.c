/* Operands, operations and links as text. */
#include "config.h"

#include "viz/dot_text.h"
#include "viz/label.h"

/* Targets of an indirect call listed one by one. */
#define MAX_TARGETS 3

void
ss_dot_operand (GString *s, const SsProgram *p, SsOperand a)
{
  if (ss_is_var (a))
    {
      ss_label_name (s, ss_var_name (p, a));
      return;
    }
  g_autofree char *text = a == SS_NONE ? g_strdup ("null") : ss_const_text (p, a);
  ss_label_name (s, text);
}

static void
put_operands (GString *s, const SsProgram *p, const SsOperand *args, guint32 n, gboolean first)
{
  for (guint32 i = 0; i < n; i++)
    {
      if (!first || i > 0)
        g_string_append (s, ", ");
      if (i == SS_DOT_OPERANDS)
        {
          g_string_append_printf (s, "… %u more", n - i);
          return;
        }
      ss_dot_operand (s, p, args[i]);
    }
}

char *
ss_dot_op (const SsProgram *p, guint32 o)
{
  const SsOp *op = &p->ops[o];
  guint32 n;
  const SsOperand *args = ss_op_args (p, o, &n);
  GString *s = g_string_new (NULL);
  if (op->result != SS_NONE)
    {
      ss_label_name (s, ss_var_name (p, op->result));
      g_string_append (s, " = ");
    }
  ss_label_name (s, ss_op_name (p, o));
  g_string_append_c (s, '(');
  gboolean direct = op->name == SS_OP_direct_call;
  if (direct)
    ss_label_name (s, op->callee == SS_NONE ? "null" : ss_sym_name (p, op->callee));
  put_operands (s, p, args, n, !direct);
  g_string_append_c (s, ')');
  if (op->name == SS_OP_indirect_call)
    {
      if (op->callee == SS_NONE)
        g_string_append (s, " to unknown targets");
      else
        {
          const SsTargets *t = &p->tsets[op->callee];
          g_string_append (s, t->n == 0 ? " to no target" : " to ");
          for (guint32 i = 0; i < t->n && i < MAX_TARGETS; i++)
            {
              g_string_append (s, i > 0 ? ", " : "");
              ss_label_name (s, ss_sym_name (p, p->targets[t->t0 + i]));
            }
          if (t->n > MAX_TARGETS)
            g_string_append_printf (s, ", … %u more", t->n - MAX_TARGETS);
        }
    }
  return g_string_free (s, FALSE);
}

char *
ss_dot_case (const SsProgram *p, const SsLink *link, gboolean handler)
{
  if (link->label == SS_NONE)
    return NULL;
  GString *s = g_string_new (NULL);
  if (handler)
    ss_label_name (s, ss_str (p, link->label));
  else
    ss_dot_operand (s, p, link->label);
  return g_string_free (s, FALSE);
}

char *
ss_dot_link (const SsProgram *p, guint32 block0, guint32 l, gboolean handler)
{
  const SsLink *link = &p->links[l];
  guint32 n;
  const SsOperand *args = ss_link_args (p, l, &n);
  g_autofree char *picked = ss_dot_case (p, link, handler);
  GString *s = g_string_new (handler ? "except " : "");
  if (picked != NULL)
    g_string_append_printf (s, "%s ", picked);
  g_string_append_printf (s, "→ b%u (", link->to - block0);
  put_operands (s, p, args, n, TRUE);
  g_string_append_c (s, ')');
  return g_string_free (s, FALSE);
}
