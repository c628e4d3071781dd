/* Explanations (explain.h): what is found is the nearest, the first one in the order of the links.  The searches run backwards, once
 * for a function, from all that can be found; each record then follows its way, and tells only the ends of a long one.
 */
#include "explain.h"

#include <string.h>

#include "nearest.h"
#include "stack.h"
#include "ways.h"

#define BIT(reason) (1u << SS_REASON_##reason)

struct SsExplainer
{
  const SsTerms *terms; /* lent */
  const SsProgram *p;   /* lent */
  const SsClasses *c;   /* lent */
  /* the current function */
  guint32 func; /* SS_NONE: none yet */
  const SsFunc *f;   /* lent */
  SsWays *ways;      /* owned */
  SsOperand *source; /* owned, by variable: sources_find() */
  guint32 *origin;   /* owned, by variable: find_origin(); SS_NONE: not known yet */
  SsCsr readers;     /* owned: for each variable, the operations that read it */
  guint32 *ends;     /* owned: for each variable, the first link that passes it to the return or the raise, or SS_NONE */
  SsNearest *uses;   /* owned: from a variable, over the names it gets, to the first that is used */
  SsCsr places;      /* owned: places on the ways on, up to the first work */
  SsNearest *causes[SS_N_REASONS]; /* owned: from a place to what a reason speaks of; NULL: nobody asked yet */
  const SsRecord *r; /* lent: what is explained */
  /* the current search, over variables of the function */
  guint32 *round; /* owned: the search in which it was reached last */
  guint32 now;    /* number of the current search */
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
reach (SsExplainer *x, guint32 number)
{
  if (reached (x, number))
    return;
  x->round[number] = x->now;
  ss_push (&x->queue, number);
}

static SsPath
path_new (void)
{
  return (SsPath) { g_array_new (FALSE, FALSE, sizeof (guint32)), 0 };
}

static void
path_add (SsPath *path, guint32 b)
{
  g_array_append_val (path->blocks, b);
}

/* Adds a way that starts in node v, of which `block` tells the block, behind the point's own block. */
static void
path_follow (const SsExplainer *x, const SsNearest *near, guint32 v, guint32 (*block) (const SsExplainer *, guint32), SsPath *path)
{
  guint32 length = near->distance[v] + 2;

  for (guint32 i = 1; i < length; i++, v = near->next[v])
    {
      if (i == SS_PATH_HEAD && length > SS_PATH_HEAD + SS_PATH_TAIL)
        {
          path->left_out = length - (SS_PATH_HEAD + SS_PATH_TAIL);
          i += path->left_out;
          v = near->tail[v];
        }
      path_add (path, block (x, v));
    }
}

/* The first operation from o on that reads v, or SS_NONE. */
static guint32
first_reader (const SsExplainer *x, guint32 v, guint32 o)
{
  guint32 low = x->readers.start[v - x->f->var0], end = x->readers.start[v - x->f->var0 + 1], high = end;

  while (low < high)
    {
      guint32 middle = low + (high - low) / 2;
      if (x->readers.to[middle] < o)
        low = middle + 1;
      else
        high = middle;
    }
  return low < end ? x->readers.to[low] : SS_NONE;
}

/* Where v is used in its block b from operation o on: an operation, the switch, a link to the return or the raise. */
static gboolean
use_in_block (const SsExplainer *x, guint32 b, guint32 o, guint32 v, SsValueWhy *why)
{
  why->use = SS_AT_OP;
  why->use_at = first_reader (x, v, o);
  if (why->use_at == SS_NONE && x->p->blocks[b].sw == v)
    {
      why->use = SS_AT_SWITCH;
      why->use_at = b;
    }
  if (why->use_at == SS_NONE)
    {
      why->use = SS_AT_LINK;
      why->use_at = x->ends[v - x->f->var0];
    }
  return why->use_at != SS_NONE;
}

static guint32
block_of_input (const SsExplainer *x, guint32 v)
{
  return ss_var_def (x->p, v + x->f->var0);
}

/* What reads each variable, and which names it gets in the next blocks. */
static void
sweep_uses (SsExplainer *x)
{
  const SsProgram *p = x->p;
  const SsFunc *f = x->f;
  guint32 n;
  SsStack readers = { NULL, 0, 0 }, ops = readers, from = readers, to = readers;
  g_autofree guint8 *used = g_new0 (guint8, f->nvars + 1);

  memset (x->ends, 0xff, f->nvars * sizeof (guint32));
  for (guint32 b = f->block0; b < f->block0 + f->nblocks; b++)
    {
      const SsBlock *block = &p->blocks[b];
      for (guint32 o = block->op0; o < block->op0 + block->nops; o++)
        {
          const SsOperand *args = ss_op_args (p, o, &n);
          for (guint32 i = 0; i < n; i++)
            if (ss_is_var (args[i]))
              {
                ss_push (&readers, args[i] - f->var0);
                ss_push (&ops, o);
                used[args[i] - f->var0] = TRUE;
              }
        }
      if (block->sw != SS_NONE && ss_is_var (block->sw))
        used[block->sw - f->var0] = TRUE;
      for (guint32 k = block->link0; k < block->link0 + block->nexits + block->nhandlers; k++)
        {
          const SsOperand *args = ss_link_args (p, k, &n);
          for (guint32 i = 0; i < n; i++)
            if (!ss_is_var (args[i]))
              continue;
            else if (!is_end (f, p->links[k].to))
              {
                ss_push (&from, args[i] - f->var0);
                ss_push (&to, p->blocks[p->links[k].to].in0 + i - f->var0);
              }
            else
              {
                x->ends[args[i] - f->var0] = MIN (x->ends[args[i] - f->var0], k);
                used[args[i] - f->var0] = TRUE;
              }
        }
    }
  x->readers = ss_csr_build (f->nvars, (guint32) readers.n, readers.at, ops.at);
  SsCsr names = ss_csr_build (f->nvars, (guint32) from.n, from.at, to.at);
  x->uses = ss_nearest_new (&names, used);
  ss_csr_clear (&names);
  g_free (readers.at);
  g_free (ops.at);
  g_free (from.at);
  g_free (to.at);
}

/* Finds the nearest use of a saved value: the search goes over names, each of which is an input of one block. */
static void
find_use (SsExplainer *x, SsValueWhy *why)
{
  guint32 v = x->uses->next[why->var - x->f->var0];

  path_add (&why->path, x->r->block);
  if (use_in_block (x, x->r->block, x->r->op + 1, why->var, why) || v == SS_NONE)
    return;
  path_follow (x, x->uses, v, block_of_input, &why->path);
  for (v = x->uses->tail[v]; x->uses->distance[v]; v = x->uses->next[v])
    continue;
  why->name = v + x->f->var0;
  guint32 b = block_of_input (x, v);
  use_in_block (x, b, x->p->blocks[b].op0, why->name, why);
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
    reach (x, p->blocks[f->block0].in0 + i - f->var0);
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
              reach (x, in);
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
      reach (x, v);
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
 * more after a handler. */
static guint32
place (const SsExplainer *x, guint32 b, gboolean on_handler)
{
  return 2 * (b - x->f->block0) + (on_handler ? 1 : 0);
}

static guint32
block_of_place (const SsExplainer *x, guint32 at)
{
  return x->f->block0 + at / 2;
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

/* The ways on lead from a place through blocks without work. */
static void
sweep_places (SsExplainer *x)
{
  const SsProgram *p = x->p;
  const SsFunc *f = x->f;
  SsStack from = { NULL, 0, 0 }, to = from;

  for (guint32 b = f->block0; b < f->block0 + f->nblocks; b++)
    for (guint32 i = 0; ss_ways_last_work (x->ways, b) == SS_NONE && i < p->blocks[b].nexits + p->blocks[b].nhandlers; i++)
      for (int on_handler = 0; on_handler < 2; on_handler++)
        {
          guint32 k = p->blocks[b].link0 + i;
          ss_push (&from, place (x, b, on_handler));
          ss_push (&to, place (x, p->links[k].to, on_handler || is_handler (&p->blocks[b], k)));
        }
  x->places = ss_csr_build (2 * f->nblocks, (guint32) from.n, from.at, to.at);
  g_free (from.at);
  g_free (to.at);
}

static gboolean
is_about_work (SsReason reason)
{
  return reason == SS_REASON_WORK_AFTER || reason == SS_REASON_HANDLER_WORKS;
}

/* The places where what a reason speaks of stands. */
static void
mark_cause (const SsExplainer *x, SsReason reason, guint8 *goal)
{
  for (guint32 at = 0; at < x->places.n; at++)
    {
      SsCause cause;
      guint32 b = block_of_place (x, at);
      goal[at] = !is_end (x->f, b) && (is_about_work (reason) || ss_ways_last_work (x->ways, b) == SS_NONE)
                 && at_block (x, reason, b, x->p->blocks[b].op0, (at & 1) != 0, &cause);
    }
}

/* The places that a way without work can come back to. */
static void
mark_loops (const SsExplainer *x, guint8 *goal)
{
  const SsCsr *g = &x->places;
  g_autofree guint32 *component = g_new (guint32, MAX (g->n, 1));
  g_autofree guint32 *size = g_new0 (guint32, MAX (g->n, 1));

  ss_csr_components (g, component);
  for (guint32 at = 0; at < g->n; at++)
    size[component[at]]++;
  for (guint32 at = 0; at < g->n; at++)
    {
      goal[at] = size[component[at]] > 1;
      for (guint32 k = g->start[at]; k < g->start[at + 1]; k++)
        goal[at] = goal[at] || g->to[k] == at;
    }
}

static const SsNearest *
nearest_cause (SsExplainer *x, SsReason reason)
{
  if (!x->causes[reason])
    {
      g_autofree guint8 *goal = g_new0 (guint8, MAX (x->places.n, 1));
      if (reason == SS_REASON_LOOP_AFTER)
        mark_loops (x, goal);
      else
        mark_cause (x, reason, goal);
      x->causes[reason] = ss_nearest_new (&x->places, goal);
    }
  return x->causes[reason];
}

/* Looks for what a reason speaks of on the ways on, each of which is followed up to its first work.  Where work follows in the block
 * itself, that is the reason, and it is found there. */
static void
find_cause (SsExplainer *x, SsReason reason, SsCause *cause)
{
  const SsBlock *block = &x->p->blocks[x->r->block];
  guint32 at = SS_NONE;

  path_add (&cause->path, x->r->block);
  if (reason != SS_REASON_LOOP_AFTER && at_block (x, reason, x->r->block, x->r->op + 1, FALSE, cause))
    return;
  const SsNearest *near = nearest_cause (x, reason);
  for (guint32 k = block->link0; k < block->link0 + block->nexits + block->nhandlers; k++)
    {
      guint32 to = place (x, x->p->links[k].to, is_handler (block, k));
      if (near->distance[to] != SS_NONE && (at == SS_NONE || near->distance[to] < near->distance[at]))
        at = to;
    }
  if (at == SS_NONE)
    return;
  path_follow (x, near, at, block_of_place, &cause->path);
  for (at = near->tail[at]; near->distance[at]; at = near->next[at])
    continue;
  guint32 b = block_of_place (x, at);
  if (reason != SS_REASON_LOOP_AFTER)
    at_block (x, reason, b, x->p->blocks[b].op0, (at & 1) != 0, cause);
  else
    {
      cause->at = SS_AT_BLOCK;
      cause->number = b;
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
      g_array_append_vals (cause->path.blocks, why->path.blocks->data, why->path.blocks->len);
      cause->path.left_out = why->path.left_out;
      return;
    }
}

static void
value_clear (gpointer data)
{
  g_array_unref (((SsValueWhy *) data)->path.blocks);
}

static void
cause_clear (gpointer data)
{
  g_array_unref (((SsCause *) data)->path.blocks);
}

static void
explain_values (SsExplainer *x, GArray *values)
{
  for (guint32 i = 0; i < x->r->nsaved; i++)
    {
      SsValueWhy why = { .var = x->c->saved[x->r->saved0 + i], .use_at = SS_NONE, .path = path_new () };
      why.name = why.var;
      why.origin = find_origin (x, why.var);
      find_use (x, &why);
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
      if (1u << i & (BIT (SAVES_FOREIGN) | BIT (SAVES_FRAME) | BIT (SAVES_VALUE) | BIT (SAVES_NOTHING)))
        find_saved (x, cause.reason, values, &cause);
      else
        find_cause (x, cause.reason, &cause);
      g_array_append_val (causes, cause);
    }
}

SsExplainer *
ss_explainer_new (const SsTerms *terms, const SsClasses *c)
{
  const SsProgram *p = terms->program;
  SsExplainer *x = g_new0 (SsExplainer, 1);
  guint32 nvars = 0;

  for (guint32 f = 0; f < p->nfuncs; f++)
    nvars = MAX (nvars, p->funcs[f].nvars);
  x->terms = terms;
  x->p = p;
  x->c = c;
  x->func = SS_NONE;
  x->ways = ss_ways_new (terms);
  x->source = g_new (SsOperand, nvars + 1);
  x->origin = g_new (guint32, nvars + 1);
  x->ends = g_new (guint32, nvars + 1);
  x->round = g_new0 (guint32, nvars + 1);
  return x;
}

/* Forgets the current function. */
static void
forget (SsExplainer *x)
{
  ss_csr_clear (&x->readers);
  ss_csr_clear (&x->places);
  g_clear_pointer (&x->uses, ss_nearest_free);
  for (guint i = 0; i < SS_N_REASONS; i++)
    g_clear_pointer (&x->causes[i], ss_nearest_free);
}

void
ss_explainer_free (SsExplainer *x)
{
  if (!x)
    return;
  forget (x);
  ss_ways_free (x->ways);
  g_free (x->source);
  g_free (x->origin);
  g_free (x->ends);
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
      forget (x);
      x->func = r->func;
      x->f = &x->p->funcs[r->func];
      ss_ways_func (x->ways, r->func);
      find_sources (x);
      sweep_uses (x);
      sweep_places (x);
    }
  x->r = r;
  e->record = r;
  e->values = g_array_new (FALSE, FALSE, sizeof (SsValueWhy));
  g_array_set_clear_func (e->values, value_clear);
  e->causes = g_array_new (FALSE, FALSE, sizeof (SsCause));
  g_array_set_clear_func (e->causes, cause_clear);
  explain_values (x, e->values);
  explain_reasons (x, e->values, e->causes);
  return e;
}

void
ss_explanation_free (SsExplanation *e)
{
  if (!e)
    return;
  g_array_unref (e->values);
  g_array_unref (e->causes);
  g_free (e);
}
