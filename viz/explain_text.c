/* `explain` as text, in the manner of a compiler's message: first what, then where and why. */
#include "config.h"

#include "viz/explain.h"

#include "viz/code.h"
#include "viz/derive.h"
#include "viz/text.h"

/* A path is wrapped to about this many columns. */
#define WIDTH 100

static void
put_shown (SsOut *out, const char *before, const char *name)
{
  g_autofree char *shown = ss_show (name);
  ss_out_printf (out, "%s%s", before, shown);
}

/* The way through blocks: "3 -> 4 -> 5"; nothing where it does not leave the block of the call. */
static void
put_path (const SsProgram *p, const SsPath *path, SsOut *out)
{
  const GArray *blocks = path->blocks;
  if (blocks->len < 2)
    return;
  g_autoptr (GString) line = g_string_new ("      path   blocks ");
  gsize indent = line->len;
  for (guint i = 0; i < blocks->len; i++)
    {
      if (i > 0)
        g_string_append (line, " -> ");
      if (line->len > WIDTH)
        {
          g_string_truncate (line, line->len - 1);
          ss_out_printf (out, "%s\n", line->str);
          g_string_printf (line, "%*s", (int) indent, "");
        }
      g_string_append_printf (line, "%u", ss_code_block (p, g_array_index (blocks, guint32, i)));
      if (i + 1 == SS_PATH_HEAD && path->left_out > 0)
        {
          g_autofree char *count = ss_show_count (path->left_out);
          g_string_append_printf (line, " -> … %s more …", count);
        }
    }
  ss_out_printf (out, "%s\n", line->str);
}

static guint32
last_block (const SsPath *path, const SsRecord *r)
{
  return path->blocks->len > 0 ? g_array_index (path->blocks, guint32, path->blocks->len - 1) : r->block;
}

static void
put_call (const SsQuestion *q, const SsRecord *r, SsOut *out)
{
  const SsProgram *p = q->terms->program;
  const SsFunc *f = p->funcs + r->func;
  const SsOp *op = p->ops + r->op;
  g_autofree char *code = ss_code_op (p, r->op);
  ss_out_puts (out, "\n  The call\n");
  put_shown (out, "    ", ss_func_name (p, r->func));
  if (f->file != SS_NONE)
    {
      put_shown (out, " (", ss_str (p, f->file));
      if (f->line >= 0)
        ss_out_printf (out, ":%d", f->line);
      ss_out_puts (out, ")");
    }
  if (ss_op_line (p, r->op) != SS_NONE)
    ss_out_printf (out, ", line %u", ss_op_line (p, r->op));
  ss_out_printf (out, ", block %u, operation %u\n    %s\n", r->block - f->block0, r->op - p->blocks[r->block].op0, code);
  if (op->name == SS_OP_indirect_call && op->callee != SS_NONE)
    {
      g_autofree char *targets = ss_show_count (p->tsets[op->callee].n);
      ss_out_printf (out, "    its targets: %s\n", targets);
    }
}

static void
put_values (const SsQuestion *q, const SsExplanation *e, SsOut *out)
{
  const SsProgram *p = q->terms->program;
  g_autofree char *bytes = ss_show_count (SS_RECORD_BYTES (e->record->nsaved));
  if (e->values->len == 0)
    {
      ss_out_puts (out, "\n  Saved: nothing\n");
      return;
    }
  g_autofree char *count = ss_show_count (e->values->len);
  ss_out_printf (out, "\n  Saved: %s value%s (a record of %s bytes)\n", count, e->values->len == 1 ? "" : "s", bytes);
  for (guint i = 0; i < e->values->len; i++)
    {
      const SsValueWhy *v = &g_array_index (e->values, SsValueWhy, i);
      g_autofree char *origin = ss_explain_origin (p, v->origin);
      put_shown (out, "    ", ss_var_name (p, v->var));
      put_shown (out, ", ", ss_type_name (p, p->var_type[v->var]));
      ss_out_printf (out, " (%s)\n      from   %s", ss_storage_name (ss_var_storage (p, v->var)), origin);
      if (v->origin != v->var)
        put_shown (out, ", there called ", ss_var_name (p, v->origin));
      ss_out_puts (out, "\n");
      if (v->use_at == SS_NONE)
        continue;
      g_autofree char *place = ss_explain_place (p, v->use, v->use_at, last_block (&v->path, e->record));
      ss_out_printf (out, "      used   %s", place);
      if (v->name != v->var)
        put_shown (out, ", there called ", ss_var_name (p, v->name));
      ss_out_puts (out, "\n");
      put_path (p, &v->path, out);
    }
}

/* What is live across the call but not saved, and how it is had again. */
static void
put_gone (const SsQuestion *q, const SsRecord *r, SsOut *out)
{
  guint32 i = (guint32) (r - q->classes->records);
  guint32 lines = q->reduction == NULL ? 0 : ss_derive_nlines (q->reduction, i);
  if (q->reduction != NULL && q->reduction->reduced[i].bounded)
    ss_out_puts (out, "\n  The bound on work was hit: it may save more than it need\n");
  if (lines > 0)
    ss_out_printf (out, "\n  Live across it, but not saved (without reduction it would be %s)\n",
                   ss_kind_name ((SsKind) q->reduction->reduced[i].kind[0]));
  for (guint32 k = 0; k < lines; k++)
    {
      g_autofree char *line = ss_derive_line (q->terms->program, q->reduction, i, k);
      ss_out_printf (out, "    %s\n", line);
    }
}

/* What the record would be with the notations that were asked about. */
static void
put_what_if (const SsQuestion *q, const SsRecord *r, SsOut *out)
{
  const SsProgram *p = q->terms->program;
  if (q->what_if == NULL)
    return;
  guint32 i = (guint32) (r - q->classes->records);
  const SsRecord *then = &q->what_if->classes->records[i], *without = &q->without->classes->records[i];
  g_autofree char *bytes = ss_show_count (SS_RECORD_BYTES (then->nsaved));
  const char *bounded = q->what_if->reduced[i].bounded ? " (the bound on work was hit)" : "";
  if (then->kind == without->kind && then->nsaved == without->nsaved)
    {
      ss_out_printf (out, "\n  With the notation: nothing changes%s\n", bounded);
      return;
    }
  ss_out_printf (out, "\n  With the notation: it would be %s, a record of %s bytes%s\n", ss_kind_name (then->kind), bytes, bounded);
  if (without->kind != r->kind || without->nsaved != r->nsaved)
    {
      g_autofree char *less = ss_show_count (SS_RECORD_BYTES (without->nsaved));
      ss_out_printf (out, "    by the step held alone, without it: %s, a record of %s bytes\n", ss_kind_name (without->kind), less);
    }
  for (guint32 k = 0; k < then->nsaved; k++)
    {
      guint32 var = q->what_if->classes->saved[then->saved0 + k];
      put_shown (out, "    ", ss_var_name (p, var));
      put_shown (out, " ", ss_type_name (p, p->var_type[var]));
      ss_out_puts (out, " is saved\n");
    }
  guint32 lines = ss_derive_nlines (q->what_if, i);
  for (guint32 k = 0; k < lines; k++)
    {
      g_autofree char *line = ss_derive_line (p, q->what_if, i, k);
      ss_out_printf (out, "    %s\n", line);
    }
}

static void
put_causes (const SsQuestion *q, const SsExplanation *e, SsOut *out)
{
  const SsProgram *p = q->terms->program;
  ss_out_printf (out, "\n  Why it is %s\n", ss_kind_name (e->record->kind));
  for (guint i = 0; i < e->causes->len; i++)
    {
      const SsCause *c = &g_array_index (e->causes, SsCause, i);
      ss_out_printf (out, "    %s: %s\n", ss_reason_code (c->reason), ss_reason_text (c->reason));
      if (c->var != SS_NONE)
        {
          put_shown (out, "      value  ", ss_var_name (p, c->var));
          put_shown (out, ", ", ss_type_name (p, p->var_type[c->var]));
          ss_out_puts (out, "\n");
        }
      if (c->number == SS_NONE)
        continue;
      g_autofree char *place = ss_explain_place (p, c->at, c->number, last_block (&c->path, e->record));
      ss_out_printf (out, "      at     %s\n", place);
      put_path (p, &c->path, out);
    }
}

static void
put_chain (const SsQuestion *q, const SsRecord *r, SsOut *out)
{
  g_autoptr (GArray) chain = ss_unwind_chain (q->unwind, r->op);
  ss_out_printf (out, "\n  Why the call may unwind (a shortest way to an unwind source)\n");
  int width = g_snprintf (NULL, 0, "%u", chain->len);
  for (guint i = 0; i < chain->len; i++)
    {
      g_autofree char *step = ss_explain_step (q, chain, i);
      ss_out_printf (out, "    %*u. %s\n", width, i + 1, step);
    }
}

void
ss_explain_text (const SsQuestion *q, SsOut *out)
{
  g_autofree char *answer = ss_explain_answer (q);
  if (answer != NULL)
    ss_out_printf (out, "%s\n", answer);
  for (guint32 i = 0; i < q->nrecords && !ss_out_failed (out); i++)
    {
      const SsRecord *r = q->records[i];
      g_autoptr (SsExplanation) e = ss_explain (q->explainer, r);
      g_autofree char *name = ss_record_name (q->terms->program, r->op);
      put_shown (out, answer != NULL || i > 0 ? "\n" : "", name);
      ss_out_printf (out, " is %s (%s): %s\n", ss_kind_name (r->kind),
                     ss_kind_reducible (r->kind) ? "reducible" : "irreducible", ss_kind_text (r->kind));
      put_call (q, r, out);
      put_values (q, e, out);
      put_gone (q, r, out);
      put_causes (q, e, out);
      put_what_if (q, r, out);
      put_chain (q, r, out);
    }
}
