/* Explanations (explain.h): searches through one function, breadth first, so that what is found is the nearest.  Each search
 * takes the blocks' links in order, so the answer is one and the same.
 */
#include "explain.h"

#include <string.h>

#include "ways.h"

#define BIT(reason) (1u << SS_REASON_##reason)

typedef struct
{
  const SsTerms *terms;  /* lent */
  const SsProgram *p;    /* lent */
  const SsFunc *f;       /* lent */
  const SsRecord *r;     /* lent */
  SsWays *ways;          /* owned */
  guint32 *from;         /* owned, by block or variable of the function: who reached it; SS_NONE: nobody yet */
  GArray *queue;         /* owned: numbers of the same */
} Search;

static gboolean
is_end (const SsFunc *f, guint32 b)
{
  return b == f->ret || b == f->exc;
}

static void
start (Search *s, guint32 n)
{
  memset (s->from, 0xff, n * sizeof (guint32));
  g_array_set_size (s->queue, 0);
}

static gboolean
reach (Search *s, guint32 number, guint32 from)
{
  if (s->from[number] != SS_NONE)
    return FALSE;
  s->from[number] = from;
  g_array_append_val (s->queue, number);
  return TRUE;
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
use_in_block (const Search *s, guint32 b, guint32 o, guint32 v, SsValueWhy *why)
{
  const SsProgram *p = s->p;
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
      for (guint32 i = 0; is_end (s->f, p->links[k].to) && i < n; i++)
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
value_path (const Search *s, guint32 last, GArray *path)
{
  for (guint32 v = last; s->from[v] != v; v = s->from[v])
    {
      guint32 b = ss_var_def (s->p, v + s->f->var0);
      g_array_append_val (path, b);
    }
  g_array_append_val (path, s->r->block);
  reverse (path);
}

/* Finds the nearest use of a saved value: the search goes over names, each of which is an input of one block. */
static void
find_use (Search *s, guint32 var, SsValueWhy *why)
{
  const SsProgram *p = s->p;
  guint32 n;

  start (s, s->f->nvars + 1);
  reach (s, s->f->nvars, s->f->nvars);
  for (guint i = 0; i < s->queue->len; i++)
    {
      guint32 at = g_array_index (s->queue, guint32, i), v = i ? at + s->f->var0 : var;
      guint32 b = i ? ss_var_def (p, v) : s->r->block;
      if (use_in_block (s, b, i ? p->blocks[b].op0 : s->r->op + 1, v, why))
        {
          value_path (s, at, why->path);
          return;
        }
      for (guint32 k = p->blocks[b].link0; k < p->blocks[b].link0 + p->blocks[b].nexits + p->blocks[b].nhandlers; k++)
        {
          const SsOperand *args = ss_link_args (p, k, &n);
          for (guint32 j = 0; j < n; j++)
            if (args[j] == v && !is_end (s->f, p->links[k].to))
              reach (s, p->blocks[p->links[k].to].in0 + j - s->f->var0, at);
        }
    }
}

/* For each block input of the function, the one operand that all links pass it, beside the input itself; SS_NONE: several,
 * or none. */
static SsOperand *
sources_new (const SsProgram *p, const SsFunc *f)
{
  SsOperand *source = g_new (SsOperand, MAX (f->nvars, 1));
  guint8 *several = g_new0 (guint8, MAX (f->nvars, 1));
  guint32 n;

  memset (source, 0xff, f->nvars * sizeof (SsOperand));
  for (guint32 i = 0; i < p->blocks[f->block0].nin; i++)
    several[p->blocks[f->block0].in0 + i - f->var0] = TRUE; /* parameters come from outside as well */
  for (guint32 b = f->block0; b < f->block0 + f->nblocks; b++)
    for (guint32 k = p->blocks[b].link0; k < p->blocks[b].link0 + p->blocks[b].nexits + p->blocks[b].nhandlers; k++)
      {
        const SsOperand *args = ss_link_args (p, k, &n);
        for (guint32 i = 0; i < n; i++)
          {
            guint32 in = p->blocks[p->links[k].to].in0 + i;
            if (args[i] == in || args[i] == source[in - f->var0])
              continue;
            several[in - f->var0] |= source[in - f->var0] != SS_NONE;
            source[in - f->var0] = args[i];
          }
      }
  for (guint32 v = 0; v < f->nvars; v++)
    if (several[v])
      source[v] = SS_NONE;
  g_free (several);
  return source;
}

/* Inputs that only pass each other round have no first among them; then the walk ends after as many steps as there are
 * variables. */
static guint32
find_origin (const SsFunc *f, const SsOperand *source, guint32 v)
{
  for (guint32 steps = 0; steps < f->nvars; steps++)
    {
      SsOperand next = source[v - f->var0];
      if (next == SS_NONE || !ss_is_var (next))
        break;
      v = next;
    }
  return v;
}

/* A place on the ways on: a block, and whether the way there went through a handler.  Its number is the block's, twice, and one
 * more after a handler; a number above all these is the point itself, from which the search starts. */
static guint32
place (const Search *s, guint32 b, gboolean on_handler)
{
  return 2 * (b - s->f->block0) + (on_handler ? 1 : 0);
}

static void
place_path (const Search *s, guint32 at, GArray *path)
{
  for (; s->from[at] != at; at = s->from[at])
    {
      guint32 b = s->f->block0 + at / 2;
      g_array_append_val (path, b);
    }
  g_array_append_val (path, s->r->block);
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
at_link (const Search *s, SsReason reason, guint32 b, guint32 k, gboolean on_handler, SsCause *cause)
{
  guint32 to = s->p->links[k].to, arg, n;

  on_handler = on_handler || is_handler (&s->p->blocks[b], k);
  switch (reason)
    {
    case SS_REASON_TAIL_CALL:
    case SS_REASON_RETURNS_RESULT:
    case SS_REASON_RETURNS_VOID:
      return !on_handler && to == s->f->ret;
    case SS_REASON_RAISES_AFTER:
      return !on_handler && to == s->f->exc;
    case SS_REASON_RE_RAISES:
      return on_handler && to == s->f->exc;
    case SS_REASON_HANDLER_GOES_ON:
      return on_handler && to == s->f->ret;
    case SS_REASON_RETURNS_OTHER:
    case SS_REASON_HANDLER_RAISES_OTHER:
      if (on_handler != (reason == SS_REASON_HANDLER_RAISES_OTHER)
          || !ss_ways_breaks (s->ways, b, k, b == s->r->block ? s->r->op : SS_NONE, &arg))
        return FALSE;
      const SsOperand *args = ss_link_args (s->p, k, &n);
      cause->var = ss_is_var (args[arg]) ? args[arg] : SS_NONE;
      return TRUE;
    default:
      return FALSE;
    }
}

/* Whether what a reason speaks of stands in block b, from operation o on. */
static gboolean
at_block (const Search *s, SsReason reason, guint32 b, guint32 o, gboolean on_handler, SsCause *cause)
{
  const SsBlock *block = &s->p->blocks[b];

  if (reason == (on_handler ? SS_REASON_HANDLER_WORKS : SS_REASON_WORK_AFTER))
    for (; o < block->op0 + block->nops; o++)
      if (!(ss_term_op (s->terms, o) & (SS_OPF_PURE | SS_OPF_COPY | SS_OPF_HOUSE)))
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
    if (at_link (s, reason, b, k, on_handler, cause))
      {
        cause->at = SS_AT_LINK;
        cause->number = k;
        return TRUE;
      }
  return FALSE;
}

/* Looks for what a reason speaks of on the ways on, each of which is followed up to its first work. */
static void
find_cause (Search *s, SsReason reason, SsCause *cause)
{
  const SsProgram *p = s->p;
  guint32 point = 2 * s->f->nblocks;
  gboolean about_work = reason == SS_REASON_WORK_AFTER || reason == SS_REASON_HANDLER_WORKS;

  start (s, point + 1);
  reach (s, point, point);
  for (guint i = 0; i < s->queue->len; i++)
    {
      guint32 at = g_array_index (s->queue, guint32, i), b = i ? s->f->block0 + at / 2 : s->r->block;
      gboolean on_handler = at != point && at & 1;
      const SsBlock *block = &p->blocks[b];
      /* the point's block is idle if nothing after the point is work */
      gboolean idle = ss_ways_last_work (s->ways, b) == (i ? SS_NONE : s->r->op);

      if (is_end (s->f, b))
        continue;
      if ((idle || about_work) && at_block (s, reason, b, i ? block->op0 : s->r->op + 1, on_handler, cause))
        {
          place_path (s, at, cause->path);
          return;
        }
      for (guint32 k = block->link0; idle && k < block->link0 + block->nexits + block->nhandlers; k++)
        reach (s, place (s, p->links[k].to, on_handler || is_handler (block, k)), at);
    }
}

/* Looks for a loop of idle blocks, depth first: the first block that is met again on the way that comes from it. */
static void
find_loop (Search *s, SsCause *cause)
{
  const SsProgram *p = s->p;
  g_autofree guint32 *next = g_new (guint32, s->f->nblocks); /* link to look at next; SS_NONE: not reached yet */
  g_autofree guint8 *left = g_new0 (guint8, s->f->nblocks);  /* all of its links are done */
  g_autoptr (GArray) way = path_new ();

  memset (next, 0xff, s->f->nblocks * sizeof (guint32));
  g_array_append_val (way, s->r->block);
  next[s->r->block - s->f->block0] = p->blocks[s->r->block].link0;
  while (way->len)
    {
      guint32 b = g_array_index (way, guint32, way->len - 1), k = next[b - s->f->block0]++;
      if (k == p->blocks[b].link0 + p->blocks[b].nexits + p->blocks[b].nhandlers)
        {
          left[b - s->f->block0] = TRUE;
          g_array_set_size (way, way->len - 1);
          continue;
        }
      guint32 to = p->links[k].to;
      if (is_end (s->f, to) || ss_ways_last_work (s->ways, to) != SS_NONE || left[to - s->f->block0])
        continue;
      if (next[to - s->f->block0] == SS_NONE)
        {
          next[to - s->f->block0] = p->blocks[to].link0;
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
find_saved (const Search *s, SsReason reason, const GArray *values, SsCause *cause)
{
  for (guint i = 0; i < values->len; i++)
    {
      const SsValueWhy *why = &g_array_index (values, SsValueWhy, i);
      guint flags = ss_term_var_type (s->terms, why->var);
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
explain_values (Search *s, const SsClasses *c, GArray *values)
{
  g_autofree SsOperand *source = sources_new (s->p, s->f);

  for (guint32 i = 0; i < s->r->nsaved; i++)
    {
      SsValueWhy why = { .var = c->saved[s->r->saved0 + i], .use_at = SS_NONE, .path = path_new () };
      why.origin = find_origin (s->f, source, why.var);
      find_use (s, why.var, &why);
      g_array_append_val (values, why);
    }
}

static void
explain_reasons (Search *s, const GArray *values, GArray *causes)
{
  for (guint i = 0; i < SS_N_REASONS; i++)
    {
      SsCause cause = { .reason = (SsReason) i, .number = SS_NONE, .var = SS_NONE };
      if (!(s->r->reasons & 1u << i))
        continue;
      cause.path = path_new ();
      if (i == SS_REASON_LOOP_AFTER)
        find_loop (s, &cause);
      else if (1u << i & (BIT (SAVES_FOREIGN) | BIT (SAVES_FRAME) | BIT (SAVES_VALUE) | BIT (SAVES_NOTHING)))
        find_saved (s, cause.reason, values, &cause);
      else
        find_cause (s, cause.reason, &cause);
      g_array_append_val (causes, cause);
    }
}

SsExplanation *
ss_explain (const SsTerms *terms, const SsUnwind *u, const SsClasses *c, const SsRecord *r)
{
  SsExplanation *e = g_new0 (SsExplanation, 1);
  Search s = { .terms = terms, .p = terms->program, .f = &terms->program->funcs[r->func], .r = r };

  s.ways = ss_ways_new (terms);
  ss_ways_func (s.ways, r->func);
  s.from = g_new (guint32, MAX (s.f->nvars, 2 * s.f->nblocks) + 1);
  s.queue = path_new ();
  e->record = r;
  e->values = g_array_new (FALSE, FALSE, sizeof (SsValueWhy));
  g_array_set_clear_func (e->values, value_clear);
  e->causes = g_array_new (FALSE, FALSE, sizeof (SsCause));
  g_array_set_clear_func (e->causes, cause_clear);
  explain_values (&s, c, e->values);
  explain_reasons (&s, e->values, e->causes);
  e->chain = ss_unwind_chain (u, r->op);
  ss_ways_free (s.ways);
  g_free (s.from);
  g_array_unref (s.queue);
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
