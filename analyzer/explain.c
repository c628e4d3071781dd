/* Explanations (explain.h): searches through one function, breadth first, so that what is found is the nearest.  Each search
 * takes the blocks' links in order, so the answer is one and the same.
 */
#include "explain.h"

#include <string.h>

#include "stack.h"
#include "ways.h"

#define BIT(reason) (1u << SS_REASON_##reason)

struct SsExplainer
{
  const SsTerms *terms; /* lent */
  const SsProgram *p;   /* lent */
  const SsUnwind *u;    /* lent */
  const SsClasses *c;   /* lent */
  /* the current function */
  guint32 func; /* SS_NONE: none yet */
  const SsFunc *f;   /* lent */
  SsWays *ways;      /* owned */
  SsOperand *source; /* owned, by variable: sources_find() */
  guint32 *origin;   /* owned, by variable: find_origin(); SS_NONE: not known yet */
  /* the current search, over blocks or variables of the function */
  const SsRecord *r; /* lent: what is explained */
  guint32 *from;     /* owned: who reached it */
  guint32 *round;    /* owned: the search in which it was reached last */
  guint32 now;       /* number of the current search */
  SsStack queue;
};

static gboolean
is_end (const SsFunc *f, guint32 b)
{
  return b == f->ret || b == f->exc;
}

static void
start (SsExplainer *x)
{
  x->now++;
  x->queue.n = 0;
}

static gboolean
reached (const SsExplainer *x, guint32 number)
{
  return x->round[number] == x->now;
}

static void
reach (SsExplainer *x, guint32 number, guint32 from)
{
  if (reached (x, number))
    return;
  x->round[number] = x->now;
  x->from[number] = from;
  ss_push (&x->queue, number);
}

static GArray *
path_new (void)
{
  return g_array_new (FALSE, FALSE, sizeof (guint32));
}

static void
reverse (GArray *path)
{
  guint32 *v = (guint32 *) path->data;

  for (guint i = 0, k = path->len; i + 1 < k; i++)
    {
      guint32 x = v[i];
      v[i] = v[--k];
      v[k] = x;
    }
}

/* The first operation in [o, end) that reads v, or SS_NONE. */
static guint32
first_reader (const SsProgram *p, guint32 o, guint32 end, guint32 v)
{
  guint32 n;

  for (; o < end; o++)
    {
      const SsOperand *args = ss_op_args (p, o, &n);
      for (guint32 i = 0; i < n; i++)
        if (args[i] == v)
          return o;
    }
  return SS_NONE;
}

/* Where v is used in block b from operation o on: an operation, the switch, a link to the return or the raise. */
static gboolean
use_in_block (const SsExplainer *x, guint32 b, guint32 o, guint32 v, SsValueWhy *why)
{
  const SsProgram *p = x->p;
  const SsBlock *block = &p->blocks[b];
  guint32 n;

  why->use = SS_AT_OP;
  why->use_at = first_reader (p, o, block->op0 + block->nops, v);
  if (why->use_at != SS_NONE)
    return TRUE;
  if (block->sw == v)
    {
      why->use = SS_AT_SWITCH;
      why->use_at = b;
      return TRUE;
    }
  for (guint32 k = block->link0; k < block->link0 + block->nexits + block->nhandlers; k++)
    {
      const SsOperand *args = ss_link_args (p, k, &n);
      for (guint32 i = 0; is_end (x->f, p->links[k].to) && i < n; i++)
        if (args[i] == v)
          {
            why->use = SS_AT_LINK;
            why->use_at = k;
            return TRUE;
          }
    }
  return FALSE;
}

/* The blocks that the value went through, under one name after the other, to the use of `last`: an input's number relative to
 * the function's first variable, or the number above all these for the value as it is just after the point. */
static void
value_path (const SsExplainer *x, guint32 last, GArray *path)
{
  for (guint32 v = last; x->from[v] != v; v = x->from[v])
    {
      guint32 b = ss_var_def (x->p, v + x->f->var0);
      g_array_append_val (path, b);
    }
  g_array_append_val (path, x->r->block);
  reverse (path);
}

/* Finds the nearest use of a saved value: the search goes over names, each of which is an input of one block. */
static void
find_use (SsExplainer *x, guint32 var, SsValueWhy *why)
{
  const SsProgram *p = x->p;
  guint32 n;

  start (x);
  reach (x, x->f->nvars, x->f->nvars);
  for (gsize i = 0; i < x->queue.n; i++)
    {
      guint32 at = x->queue.at[i], v = i ? at + x->f->var0 : var;
      guint32 b = i ? ss_var_def (p, v) : x->r->block;
      if (use_in_block (x, b, i ? p->blocks[b].op0 : x->r->op + 1, v, why))
        {
          value_path (x, at, why->path);
          return;
        }
      for (guint32 k = p->blocks[b].link0; k < p->blocks[b].link0 + p->blocks[b].nexits + p->blocks[b].nhandlers; k++)
        {
          const SsOperand *args = ss_link_args (p, k, &n);
          for (guint32 j = 0; j < n; j++)
            if (args[j] == v && !is_end (x->f, p->links[k].to))
              reach (x, p->blocks[p->links[k].to].in0 + j - x->f->var0, at);
        }
    }
}

/* For each block input of the function, the one operand that all links pass it, beside the input itself; SS_NONE: several,
 * or none.  Parameters come from outside as well. */
static void
find_sources (SsExplainer *x)
{
  const SsProgram *p = x->p;
  const SsFunc *f = x->f;
  guint32 n;

  start (x); /* what is reached has several sources */
  memset (x->source, 0xff, f->nvars * sizeof (SsOperand));
  memset (x->origin, 0xff, f->nvars * sizeof (guint32));
  for (guint32 i = 0; i < p->blocks[f->block0].nin; i++)
    reach (x, p->blocks[f->block0].in0 + i - f->var0, 0);
  for (guint32 b = f->block0; b < f->block0 + f->nblocks; b++)
    for (guint32 k = p->blocks[b].link0; k < p->blocks[b].link0 + p->blocks[b].nexits + p->blocks[b].nhandlers; k++)
      {
        const SsOperand *args = ss_link_args (p, k, &n);
        for (guint32 i = 0; i < n; i++)
          {
            guint32 in = p->blocks[p->links[k].to].in0 + i - f->var0;
            if (args[i] == in + f->var0 || args[i] == x->source[in])
              continue;
            if (x->source[in] != SS_NONE)
              reach (x, in, 0);
            x->source[in] = args[i];
          }
      }
  for (gsize i = 0; i < x->queue.n; i++)
    x->source[x->queue.at[i]] = SS_NONE;
}

/* The variable that v was first.  Inputs of code that nothing reaches can pass each other round, with no first among them; then
 * it is the one with the smallest number.  Each variable is asked once: all those on the way get the same answer. */
static guint32
find_origin (SsExplainer *x, guint32 var)
{
  guint32 v = var - x->f->var0;

  start (x);
  while (x->origin[v] == SS_NONE && !reached (x, v))
    {
      reach (x, v, 0);
      if (x->source[v] == SS_NONE || !ss_is_var (x->source[v]))
        x->origin[v] = v;
      else
        v = x->source[v] - x->f->var0;
    }
  guint32 origin = x->origin[v];
  if (origin == SS_NONE)
    {
      origin = v;
      for (guint32 w = x->source[v] - x->f->var0; w != v; w = x->source[w] - x->f->var0)
        origin = MIN (origin, w);
    }
  for (gsize i = 0; i < x->queue.n; i++)
    x->origin[x->queue.at[i]] = origin;
  return origin + x->f->var0;
}

/* A place on the ways on: a block, and whether the way there went through a handler.  Its number is the block's, twice, and one
 * more after a handler; a number above all these is the point itself, from which the search starts. */
static guint32
place (const SsExplainer *x, guint32 b, gboolean on_handler)
{
  return 2 * (b - x->f->block0) + (on_handler ? 1 : 0);
}

static void
place_path (const SsExplainer *x, guint32 at, GArray *path)
{
  for (; x->from[at] != at; at = x->from[at])
    {
      guint32 b = x->f->block0 + at / 2;
      g_array_append_val (path, b);
    }
  g_array_append_val (path, x->r->block);
  reverse (path);
}

static gboolean
is_handler (const SsBlock *b, guint32 k)
{
  return k >= b->link0 + b->nexits;
}

/* Whether what a reason speaks of stands at link k of block b.  On a handler's way the raise is its proper end, on another the
 * return is. */
static gboolean
at_link (const SsExplainer *x, SsReason reason, guint32 b, guint32 k, gboolean on_handler, SsCause *cause)
{
  guint32 to = x->p->links[k].to, arg, n;

  on_handler = on_handler || is_handler (&x->p->blocks[b], k);
  switch (reason)
    {
    case SS_REASON_TAIL_CALL:
    case SS_REASON_RETURNS_RESULT:
    case SS_REASON_RETURNS_VOID:
      return !on_handler && to == x->f->ret;
    case SS_REASON_RAISES_AFTER:
      return !on_handler && to == x->f->exc;
    case SS_REASON_RE_RAISES:
      return on_handler && to == x->f->exc;
    case SS_REASON_HANDLER_GOES_ON:
      return on_handler && to == x->f->ret;
    case SS_REASON_RETURNS_OTHER:
    case SS_REASON_HANDLER_RAISES_OTHER:
      if (on_handler != (reason == SS_REASON_HANDLER_RAISES_OTHER)
          || !ss_ways_breaks (x->ways, b, k, b == x->r->block ? x->r->op : SS_NONE, &arg))
        return FALSE;
      const SsOperand *args = ss_link_args (x->p, k, &n);
      cause->var = ss_is_var (args[arg]) ? args[arg] : SS_NONE;
      return TRUE;
    default:
      return FALSE;
    }
}

/* Whether what a reason speaks of stands in block b, from operation o on. */
static gboolean
at_block (const SsExplainer *x, SsReason reason, guint32 b, guint32 o, gboolean on_handler, SsCause *cause)
{
  const SsBlock *block = &x->p->blocks[b];

  if (reason == (on_handler ? SS_REASON_HANDLER_WORKS : SS_REASON_WORK_AFTER))
    for (; o < block->op0 + block->nops; o++)
      if (!(ss_term_op (x->terms, o) & (SS_OPF_PURE | SS_OPF_COPY | SS_OPF_HOUSE)))
        {
          cause->at = SS_AT_OP;
          cause->number = o;
          return TRUE;
        }
  if (reason == SS_REASON_NO_RETURN && !block->nexits)
    {
      cause->at = SS_AT_BLOCK;
      cause->number = b;
      return TRUE;
    }
  for (guint32 k = block->link0; k < block->link0 + block->nexits + block->nhandlers; k++)
    if (at_link (x, reason, b, k, on_handler, cause))
      {
        cause->at = SS_AT_LINK;
        cause->number = k;
        return TRUE;
      }
  return FALSE;
}

/* Looks for what a reason speaks of on the ways on, each of which is followed up to its first work. */
static void
find_cause (SsExplainer *x, SsReason reason, SsCause *cause)
{
  const SsProgram *p = x->p;
  guint32 point = 2 * x->f->nblocks;
  gboolean about_work = reason == SS_REASON_WORK_AFTER || reason == SS_REASON_HANDLER_WORKS;

  start (x);
  reach (x, point, point);
  for (gsize i = 0; i < x->queue.n; i++)
    {
      guint32 at = x->queue.at[i], b = i ? x->f->block0 + at / 2 : x->r->block;
      gboolean on_handler = at != point && at & 1;
      const SsBlock *block = &p->blocks[b];
      /* the point's block is idle if nothing after the point is work */
      gboolean idle = ss_ways_last_work (x->ways, b) == (i ? SS_NONE : x->r->op);

      if (is_end (x->f, b))
        continue;
      if ((idle || about_work) && at_block (x, reason, b, i ? block->op0 : x->r->op + 1, on_handler, cause))
        {
          place_path (x, at, cause->path);
          return;
        }
      for (guint32 k = block->link0; idle && k < block->link0 + block->nexits + block->nhandlers; k++)
        reach (x, place (x, p->links[k].to, on_handler || is_handler (block, k)), at);
    }
}

/* Looks for a loop of idle blocks, depth first: the first block that is met again on the way that comes from it.  For a reached
 * block, `from` is the link to look at next; SS_NONE when all are done. */
static void
find_loop (SsExplainer *x, SsCause *cause)
{
  const SsProgram *p = x->p;
  g_autoptr (GArray) way = path_new ();

  start (x);
  g_array_append_val (way, x->r->block);
  reach (x, x->r->block - x->f->block0, p->blocks[x->r->block].link0);
  while (way->len)
    {
      guint32 b = g_array_index (way, guint32, way->len - 1), k = x->from[b - x->f->block0]++;
      if (k == p->blocks[b].link0 + p->blocks[b].nexits + p->blocks[b].nhandlers)
        {
          x->from[b - x->f->block0] = SS_NONE;
          g_array_set_size (way, way->len - 1);
          continue;
        }
      guint32 to = p->links[k].to, at = to - x->f->block0;
      if (is_end (x->f, to) || ss_ways_last_work (x->ways, to) != SS_NONE || (reached (x, at) && x->from[at] == SS_NONE))
        continue;
      if (!reached (x, at))
        {
          reach (x, at, p->blocks[to].link0);
          g_array_append_val (way, to);
          continue;
        }
      cause->at = SS_AT_BLOCK;
      cause->number = to;
      while (g_array_index (way, guint32, way->len - 1) != to)
        g_array_set_size (way, way->len - 1);
      g_array_append_vals (cause->path, way->data, way->len);
      return;
    }
}

/* The first saved value of which a reason speaks. */
static void
find_saved (const SsExplainer *x, SsReason reason, const GArray *values, SsCause *cause)
{
  for (guint i = 0; i < values->len; i++)
    {
      const SsValueWhy *why = &g_array_index (values, SsValueWhy, i);
      guint flags = ss_term_var_type (x->terms, why->var);
      SsReason its = flags & SS_TYPE_FOREIGN ? SS_REASON_SAVES_FOREIGN
                     : flags & SS_TYPE_FRAME ? SS_REASON_SAVES_FRAME
                                             : SS_REASON_SAVES_VALUE;
      if (its != reason)
        continue;
      cause->var = why->var;
      cause->at = why->use;
      cause->number = why->use_at;
      if (why->path->len)
        g_array_append_vals (cause->path, why->path->data, why->path->len);
      return;
    }
}

static void
value_clear (gpointer data)
{
  g_array_unref (((SsValueWhy *) data)->path);
}

static void
cause_clear (gpointer data)
{
  g_array_unref (((SsCause *) data)->path);
}

static void
explain_values (SsExplainer *x, GArray *values)
{
  for (guint32 i = 0; i < x->r->nsaved; i++)
    {
      SsValueWhy why = { .var = x->c->saved[x->r->saved0 + i], .use_at = SS_NONE, .path = path_new () };
      why.origin = find_origin (x, why.var);
      find_use (x, why.var, &why);
      g_array_append_val (values, why);
    }
}

static void
explain_reasons (SsExplainer *x, const GArray *values, GArray *causes)
{
  for (guint i = 0; i < SS_N_REASONS; i++)
    {
      SsCause cause = { .reason = (SsReason) i, .number = SS_NONE, .var = SS_NONE };
      if (!(x->r->reasons & 1u << i))
        continue;
      cause.path = path_new ();
      if (i == SS_REASON_LOOP_AFTER)
        find_loop (x, &cause);
      else if (1u << i & (BIT (SAVES_FOREIGN) | BIT (SAVES_FRAME) | BIT (SAVES_VALUE) | BIT (SAVES_NOTHING)))
        find_saved (x, cause.reason, values, &cause);
      else
        find_cause (x, cause.reason, &cause);
      g_array_append_val (causes, cause);
    }
}

SsExplainer *
ss_explainer_new (const SsTerms *terms, const SsUnwind *u, const SsClasses *c)
{
  const SsProgram *p = terms->program;
  SsExplainer *x = g_new0 (SsExplainer, 1);
  guint32 nvars = 0, nblocks = 0;

  for (guint32 f = 0; f < p->nfuncs; f++)
    {
      nvars = MAX (nvars, p->funcs[f].nvars);
      nblocks = MAX (nblocks, p->funcs[f].nblocks);
    }
  x->terms = terms;
  x->p = p;
  x->u = u;
  x->c = c;
  x->func = SS_NONE;
  x->ways = ss_ways_new (terms);
  x->source = g_new (SsOperand, nvars + 1);
  x->origin = g_new (guint32, nvars + 1);
  /* searches go over variables, or over blocks in two states, and one number more for where they start */
  x->from = g_new (guint32, MAX (nvars, 2 * nblocks) + 1);
  x->round = g_new0 (guint32, MAX (nvars, 2 * nblocks) + 1);
  return x;
}

void
ss_explainer_free (SsExplainer *x)
{
  if (!x)
    return;
  ss_ways_free (x->ways);
  g_free (x->source);
  g_free (x->origin);
  g_free (x->from);
  g_free (x->round);
  g_free (x->queue.at);
  g_free (x);
}

SsExplanation *
ss_explain (SsExplainer *x, const SsRecord *r)
{
  SsExplanation *e = g_new0 (SsExplanation, 1);

  if (x->func != r->func)
    {
      x->func = r->func;
      x->f = &x->p->funcs[r->func];
      ss_ways_func (x->ways, r->func);
      find_sources (x);
    }
  x->r = r;
  e->record = r;
  e->values = g_array_new (FALSE, FALSE, sizeof (SsValueWhy));
  g_array_set_clear_func (e->values, value_clear);
  e->causes = g_array_new (FALSE, FALSE, sizeof (SsCause));
  g_array_set_clear_func (e->causes, cause_clear);
  explain_values (x, e->values);
  explain_reasons (x, e->values, e->causes);
  e->chain = ss_unwind_chain (x->u, r->op);
  return e;
}

void
ss_explanation_free (SsExplanation *e)
{
  if (!e)
    return;
  g_array_unref (e->values);
  g_array_unref (e->causes);
  g_array_unref (e->chain);
  g_free (e);
}
