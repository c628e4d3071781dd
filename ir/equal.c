/* Whether two programs are the same, by names and not by numbers. */
#include "config.h"

#include "ir/write.h"

#include <string.h>

typedef struct
{
  const SsProgram *p, *q;
  char *difference; /* owned: the first one found */
} Comparison;

static gboolean differ (Comparison *c, const char *format, ...) G_GNUC_PRINTF (2, 3);

static gboolean
differ (Comparison *c, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  c->difference = g_strdup_vprintf (format, args);
  va_end (args);
  return FALSE;
}

static gboolean
same_str (const Comparison *c, guint32 a, guint32 b)
{
  if (a == SS_NONE || b == SS_NONE)
    return a == b;
  return strcmp (ss_str (c->p, a), ss_str (c->q, b)) == 0;
}

static gboolean
same_type (const Comparison *c, guint32 a, guint32 b)
{
  if (a == SS_NONE || b == SS_NONE)
    return a == b;
  return same_str (c, c->p->types[a].name, c->q->types[b].name);
}

static gboolean
same_sym (const Comparison *c, guint32 a, guint32 b)
{
  if (a == SS_NONE || b == SS_NONE)
    return a == b;
  return same_str (c, c->p->syms[a].name, c->q->syms[b].name);
}

/* `first`: what is to be taken from a number of p's variables or blocks, and of q's, to have the function's own. */
static gboolean
same_number (guint32 a, guint32 first_a, guint32 b, guint32 first_b)
{
  return a == SS_NONE || b == SS_NONE ? a == b : a - first_a == b - first_b;
}

static gboolean
same_operand (const Comparison *c, const SsFunc *f, const SsFunc *g, SsOperand a, SsOperand b)
{
  const SsConst *x, *y;

  if (!ss_is_const (a) || !ss_is_const (b))
    return ss_is_const (a) == ss_is_const (b) && same_number (a, f->var0, b, g->var0);
  x = ss_const (c->p, a);
  y = ss_const (c->q, b);
  if (x->kind != y->kind)
    return FALSE;
  if (x->kind == SS_CONST_TEXT)
    return same_str (c, (guint32) x->u.str, (guint32) y->u.str) && same_type (c, x->type, y->type);
  return x->u.str == y->u.str;
}

static gboolean
same_operands (const Comparison *c, const SsFunc *f, const SsFunc *g, const SsOperand *a, guint32 n, const SsOperand *b,
               guint32 m)
{
  if (n != m)
    return FALSE;
  for (guint32 i = 0; i < n; i++)
    if (!same_operand (c, f, g, a[i], b[i]))
      return FALSE;
  return TRUE;
}

static gboolean
same_targets (const Comparison *c, guint32 a, guint32 b)
{
  const SsTargets *x, *y;

  if (a == SS_NONE || b == SS_NONE)
    return a == b;
  x = &c->p->tsets[a];
  y = &c->q->tsets[b];
  if (x->n != y->n)
    return FALSE;
  for (guint32 i = 0; i < x->n; i++)
    if (!same_sym (c, c->p->targets[x->t0 + i], c->q->targets[y->t0 + i]))
      return FALSE;
  return TRUE;
}

static gboolean
same_op (const Comparison *c, const SsFunc *f, const SsFunc *g, guint32 a, guint32 b)
{
  const SsOp *x = &c->p->ops[a], *y = &c->q->ops[b];
  guint32 n, m;
  const SsOperand *s = ss_op_args (c->p, a, &n), *t = ss_op_args (c->q, b, &m);

  return strcmp (ss_op_name (c->p, a), ss_op_name (c->q, b)) == 0 && ss_op_line (c->p, a) == ss_op_line (c->q, b)
         && same_number (x->result, f->var0, y->result, g->var0)
         && (x->name == SS_OP_indirect_call ? same_targets (c, x->callee, y->callee) : same_sym (c, x->callee, y->callee))
         && same_operands (c, f, g, s, n, t, m);
}

static gboolean
same_link (const Comparison *c, const SsFunc *f, const SsFunc *g, guint32 a, guint32 b, gboolean handler)
{
  const SsLink *x = &c->p->links[a], *y = &c->q->links[b];
  guint32 n, m;
  const SsOperand *s = ss_link_args (c->p, a, &n), *t = ss_link_args (c->q, b, &m);

  return x->to - f->block0 == y->to - g->block0
         && (handler ? same_str (c, x->label, y->label) : same_operand (c, f, g, x->label, y->label))
         && same_number (x->bind[0], f->var0, y->bind[0], g->var0)
         && same_number (x->bind[1], f->var0, y->bind[1], g->var0) && same_operands (c, f, g, s, n, t, m);
}

static gboolean
same_block (Comparison *c, const SsFunc *f, const SsFunc *g, guint32 k, const char *name)
{
  const SsBlock *x = &c->p->blocks[f->block0 + k], *y = &c->q->blocks[g->block0 + k];

  if (x->nin != y->nin || x->nops != y->nops || x->nexits != y->nexits || x->nhandlers != y->nhandlers)
    return differ (c, "block %u of %s differs in size", k, name);
  if (!same_operand (c, f, g, x->sw, y->sw))
    return differ (c, "the switch of block %u of %s differs", k, name);
  for (guint32 i = 0; i < x->nops; i++)
    if (!same_op (c, f, g, x->op0 + i, y->op0 + i))
      return differ (c, "operation %s@%u.%u differs", name, k, i);
  for (guint32 i = 0; i < x->nexits + x->nhandlers; i++)
    if (!same_link (c, f, g, x->link0 + i, y->link0 + i, i >= x->nexits))
      return differ (c, "link %u of block %u of %s differs", i, k, name);
  return TRUE;
}

static gboolean
same_func (Comparison *c, guint32 i)
{
  const SsProgram *p = c->p, *q = c->q;
  const SsFunc *f = &p->funcs[i], *g = &q->funcs[i];
  const char *name = ss_func_name (p, i);

  if (strcmp (name, ss_func_name (q, i)) != 0)
    return differ (c, "function %u is %s in one, %s in the other", i, name, ss_func_name (q, i));
  if (!same_str (c, f->file, g->file) || f->line != g->line)
    return differ (c, "the source of %s differs", name);
  if (f->nblocks != g->nblocks || f->nvars != g->nvars || f->nops != g->nops
      || !same_number (f->ret, f->block0, g->ret, g->block0) || !same_number (f->exc, f->block0, g->exc, g->block0))
    return differ (c, "%s differs in size", name);
  for (guint32 v = 0; v < f->nvars; v++)
    if (strcmp (ss_var_name (p, f->var0 + v), ss_var_name (q, g->var0 + v)) != 0
        || !same_type (c, p->var_type[f->var0 + v], q->var_type[g->var0 + v]))
      return differ (c, "variable %s of %s differs", ss_var_name (p, f->var0 + v), name);
  for (guint32 k = 0; k < f->nblocks; k++)
    if (!same_block (c, f, g, k, name))
      return FALSE;
  return TRUE;
}

static gboolean
same_ext (Comparison *c, guint32 i)
{
  const SsExt *x = &c->p->exts[i], *y = &c->q->exts[i];
  gboolean same = same_sym (c, x->sym, y->sym) && x->ncb == y->ncb && x->effects == y->effects;

  for (guint32 k = 0; same && k < x->ncb; k++)
    same = same_sym (c, c->p->callbacks[x->cb0 + k], c->q->callbacks[y->cb0 + k]);
  return same || differ (c, "external %s differs", ss_sym_name (c->p, x->sym));
}

static gboolean
same_type_record (Comparison *c, guint32 i)
{
  const SsType *x = &c->p->types[i], *y;
  guint32 j = ss_find_type (c->q, ss_str (c->p, x->name));
  gboolean same;

  if (x->line == 0)
    return TRUE;
  if (j == SS_NONE || c->q->types[j].line == 0)
    return differ (c, "type %s has a record in one alone", ss_str (c->p, x->name));
  y = &c->q->types[j];
  same = same_type (c, x->super, y->super) && x->nimm == y->nimm;
  for (guint32 k = 0; same && k < x->nimm; k++)
    same = same_str (c, c->p->fields[x->imm0 + k], c->q->fields[y->imm0 + k]);
  return same || differ (c, "type %s differs", ss_str (c->p, x->name));
}

static guint32
count_type_records (const SsProgram *p)
{
  guint32 n = 0;

  for (guint32 t = 0; t < p->ntypes; t++)
    n += p->types[t].line != 0;
  return n;
}

static gboolean
same_program (Comparison *c)
{
  const SsProgram *p = c->p, *q = c->q;

  if (p->nheader != q->nheader)
    return differ (c, "%u header keys in one, %u in the other", p->nheader, q->nheader);
  for (guint32 i = 0; i < p->nheader; i++)
    if (!same_str (c, p->header[i].key, q->header[i].key) || !same_str (c, p->header[i].value, q->header[i].value))
      return differ (c, "header key %s differs", ss_str (p, p->header[i].key));
  if (p->nfuncs != q->nfuncs || p->nexts != q->nexts || count_type_records (p) != count_type_records (q))
    return differ (c, "they differ in the number of functions, externals or types");
  for (guint32 i = 0; i < p->nfuncs; i++)
    if (!same_func (c, i))
      return FALSE;
  for (guint32 i = 0; i < p->nexts; i++)
    if (!same_ext (c, i))
      return FALSE;
  for (guint32 i = 0; i < p->ntypes; i++)
    if (!same_type_record (c, i))
      return FALSE;
  return TRUE;
}

gboolean
ss_program_equal (const SsProgram *a, const SsProgram *b, char **difference)
{
  Comparison c = { a, b, NULL };
  gboolean same = same_program (&c);

  *difference = c.difference;
  return same;
}
