/* Sentences of `explain` that text and JSON share. */
#include "config.h"

#include "viz/explain.h"

#include "viz/code.h"
#include "viz/text.h"

static void
put_record_name (GString *to, const SsProgram *p, guint32 o)
{
  g_autofree char *name = ss_record_name (p, o);
  ss_show_to (to, name);
}

/* Why an operation is no unwind point. */
static void
put_no_point (GString *to, const SsQuestion *q)
{
  const SsProgram *p = q->terms->program;
  const SsOp *op = p->ops + q->op;
  SsSite site = ss_term_site (q->terms, q->op);
  g_autofree char *code = ss_code_op (p, q->op);
  put_record_name (to, p, q->op);
  g_string_append_printf (to, " is not an unwind point: %s ", code);
  if (site.says == SS_SITE_NEVER)
    g_string_append (to, "never unwinds, by the word of the policy");
  else if (site.says == SS_SITE_ONLY)
    g_string_append (to, "calls only targets that may not unwind, by the word of the policy");
  else if (op->name == SS_OP_direct_call)
    g_string_append (to, op->callee == SS_NONE ? "calls a null pointer" : "calls what may not unwind");
  else if (op->name == SS_OP_indirect_call && op->callee == SS_NONE)
    g_string_append (to, "has unknown targets, which do not unwind under this policy");
  else if (op->name == SS_OP_indirect_call)
    {
      g_autofree char *targets = ss_show_count (p->tsets[op->callee].n);
      g_string_append_printf (to, "has %s targets, none of which may unwind", targets);
    }
  else if (ss_term_op (q->terms, q->op) & SS_OPF_CALL)
    g_string_append (to, "runs code that the graphs do not name, which counts as not unwinding");
  else
    g_string_append (to, "is neither a call nor an unwind source");
}

static guint32
count_calls (const SsProgram *p, guint32 func)
{
  guint32 calls = 0;
  for (guint32 i = 0; i < p->funcs[func].nops; i++)
    calls += ss_is_call (p->ops + p->funcs[func].op0 + i);
  return calls;
}

static void
put_function (GString *to, const SsQuestion *q)
{
  const SsProgram *p = q->terms->program;
  const SsSym *sym = p->syms + q->sym;
  gboolean source = (q->terms->sym_flags[q->sym] & SS_SYM_SOURCE) != 0;
  gboolean may = ss_unwind_node (q->unwind, q->sym);
  ss_show_to (to, ss_str (p, sym->name));
  if (sym->func == SS_NONE)
    {
      g_string_append (to, " is an external function, so it has no records of its own. ");
      if (source)
        g_string_append (to, "It is an unwind source.");
      else if (may)
        g_string_append (to, "It may unwind, because it may call back a function that does.");
      else if (sym->ext == SS_NONE || p->exts[sym->ext].ncb == 0)
        g_string_append (to, "It may not unwind: it calls nothing back.");
      else
        g_string_append (to, q->terms->callbacks ? "It may not unwind: nothing that it calls back does."
                                                 : "It may not unwind: the policy does not follow callbacks.");
      return;
    }
  g_autofree char *points = ss_show_count (q->nrecords);
  if (q->nrecords > 0)
    {
      g_string_append_printf (to, " may unwind: it has %s unwind point%s.", points, q->nrecords == 1 ? "" : "s");
      return;
    }
  if (source)
    {
      g_string_append (to, " is an unwind source, and has no unwind points of its own.");
      return;
    }
  g_autofree char *calls = ss_show_count (count_calls (p, sym->func));
  g_string_append (to, " has no unwind points, so it may not unwind: ");
  if (count_calls (p, sym->func) == 0)
    g_string_append (to, "it is no unwind source, and calls nothing.");
  else
    g_string_append_printf (to, "it is no unwind source, and none of its calls (%s) reaches one.", calls);
}

char *
ss_explain_answer (const SsQuestion *q)
{
  GString *text = g_string_new (NULL);
  if (q->sym != SS_NONE)
    put_function (text, q);
  else if (q->nrecords == 0)
    put_no_point (text, q);
  return g_string_free (text, text->len == 0);
}

char *
ss_explain_origin (const SsProgram *p, guint32 var)
{
  GString *text = g_string_new (NULL);
  guint32 def = ss_var_def (p, var);
  switch (ss_var_def_kind (p, var))
    {
    case SS_DEF_INPUT:
      if (p->blocks[def].in0 <= var && ss_code_block (p, def) == 0)
        g_string_append_printf (text, "parameter %u of the function", var - p->blocks[def].in0 + 1);
      else
        g_string_append_printf (text, "input of block %u, where different values meet", ss_code_block (p, def));
      break;
    case SS_DEF_RESULT:
      {
        g_autofree char *code = ss_code_op (p, def);
        ss_code_place (text, p, def);
        g_string_append_printf (text, ": %s", code);
      }
      break;
    case SS_DEF_BIND:
      g_string_append_printf (text, "the %s of a caught exception",
                              p->links[def].bind[0] == var ? "type" : "value");
      break;
    }
  return g_string_free (text, FALSE);
}

/* The link as one of its block's: "the way to block 7". */
static void
put_link (GString *to, const SsProgram *p, guint32 number, guint32 last)
{
  const SsLink *link = p->links + number;
  const SsFunc *f = p->funcs + ss_block_func (p, link->to);
  const char *what = link->to == f->ret   ? "returned"
                     : link->to == f->exc ? "raised"
                                          : "passed on";
  g_string_append_printf (to, "%s, on the way from block %u to block %u", what, ss_code_block (p, last),
                          ss_code_block (p, link->to));
}

char *
ss_explain_place (const SsProgram *p, SsAtKind at, guint32 number, guint32 last)
{
  GString *text = g_string_new (NULL);
  switch (at)
    {
    case SS_AT_OP:
      {
        g_autofree char *code = ss_code_op (p, number);
        ss_code_place (text, p, number);
        g_string_append_printf (text, ": %s", code);
      }
      break;
    case SS_AT_SWITCH:
      g_string_append_printf (text, "the switch of block %u, on ", ss_code_block (p, number));
      ss_code_operand (text, p, p->blocks[number].sw);
      break;
    case SS_AT_LINK:
      put_link (text, p, number, last);
      break;
    case SS_AT_BLOCK:
      g_string_append_printf (text, "block %u", ss_code_block (p, number));
      break;
    }
  return g_string_free (text, FALSE);
}

/* How a chain ends: in an unwind source, or by the policy's word. */
static void
put_end (GString *to, const SsQuestion *q, const SsStep *s)
{
  if (s->sym != SS_NONE)
    g_string_append (to, ", an unwind source");
  else if (ss_term_site (q->terms, s->op).says == SS_SITE_UNWINDS)
    g_string_append (to, "unwinds, by the word of the policy");
  else if (ss_term_op (q->terms, s->op) & SS_TERM_SOURCE)
    {
      ss_show_to (to, ss_op_name (q->terms->program, s->op));
      g_string_append (to, " is an unwind source");
    }
  else
    g_string_append (to, "calls unknown targets, which may unwind under this policy");
}

const char *
ss_explain_verb (const SsStep *s)
{
  return s->sym == SS_NONE ? ": " : s->op == SS_NONE ? " calls back " : " calls ";
}

char *
ss_explain_rest (const SsQuestion *q, const SsStep *s, gboolean last)
{
  const SsProgram *p = q->terms->program;
  GString *text = g_string_new (NULL);
  if (s->sym != SS_NONE)
    {
      if (s->op == SS_NONE || p->ops[s->op].name == SS_OP_indirect_call || s->ntargets > 1)
        {
          g_autofree char *targets = ss_show_count (s->ntargets);
          if (s->ntargets == 1)
            g_string_append (text, s->op == SS_NONE ? ", its only callback" : ", the only target");
          else
            g_string_append_printf (text, ", one of %s %s", targets, s->op == SS_NONE ? "callbacks" : "targets");
        }
      if (s->op != SS_NONE && ss_term_site (q->terms, s->op).says == SS_SITE_ONLY)
        g_string_append (text, " by the word of the policy");
    }
  if (last)
    put_end (text, q, s);
  return g_string_free (text, FALSE);
}

char *
ss_explain_step (const SsQuestion *q, const GArray *chain, guint i)
{
  const SsProgram *p = q->terms->program;
  const SsStep *s = &g_array_index (chain, SsStep, i);
  g_autofree char *rest = ss_explain_rest (q, s, i + 1 == chain->len);
  GString *text = g_string_new (NULL);
  if (s->op != SS_NONE)
    put_record_name (text, p, s->op);
  else
    ss_show_to (text, ss_sym_name (p, g_array_index (chain, SsStep, i - 1).sym));
  g_string_append (text, ss_explain_verb (s));
  if (s->sym != SS_NONE)
    ss_show_to (text, ss_sym_name (p, s->sym));
  g_string_append (text, rest);
  return g_string_free (text, FALSE);
}
