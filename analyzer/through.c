/* Ways through a part of the graph, best first: two searches, then a choice by rank. */
#include "through.h"

#include "heap.h"

#include <stdlib.h>
#include <string.h>

#define FAR G_MAXUINT64

typedef struct
{
  const SsActivation *a;
  const SsThroughAsk *ask;
  guint64 *before, *after;  /* owned, by node: cost and length of the best way up to it, and on from it, itself included */
  guint32 *parent, *next;   /* owned, by node: the step of that way */
  guint64 best;             /* of all ways */
  guint32 *place;           /* owned, by record: in `chosen`, or SS_NONE */
  GArray *chosen;           /* owned: SsThroughRecord */
  GArray *steps;            /* owned: SsThroughStep */
} Search;

static gboolean
is_end (const Search *s, guint32 node)
{
  const SsActivation *a = s->a;
  guint32 sym = node - a->call0;

  if (node < a->call0 || sym >= a->terms->program->nsyms)
    return node == a->end;
  return sym == s->ask->to || (s->ask->ends & SS_ENDS_FRAME && a->terms->sym_flags[sym] & SS_SYM_RUNS_FRAME);
}

static guint64
own_key (const Search *s, guint32 node)
{
  if (node >= s->a->nactive)
    return 0;
  return ((guint64) (s->ask->weight ? s->ask->weight[node] : 0) << 32) + 1;
}

static void
reach (guint64 *key, guint32 *from, SsHeap *heap, guint32 node, guint64 value, guint32 step)
{
  if (value >= key[node])
    return;
  key[node] = value;
  from[node] = step;
  ss_heap_push (heap, value, node);
}

static void
search_back (Search *s)
{
  const SsActivation *a = s->a;
  SsHeap heap;
  SsHeapItem at;

  ss_heap_init (&heap);
  for (guint32 v = a->call0; v < a->call0 + a->terms->program->nsyms; v++)
    if (is_end (s, v) && ss_unwind_node (a->unwind, v - a->call0))
      reach (s->after, s->next, &heap, v, 0, SS_NONE);
  if (s->ask->ends & SS_ENDS_SOURCE)
    reach (s->after, s->next, &heap, a->end, 0, SS_NONE);
  while (ss_heap_pop (&heap, &at))
    for (guint32 i = a->in.start[at.node]; at.key == s->after[at.node] && i < a->in.start[at.node + 1]; i++)
      if (!is_end (s, a->in.to[i]))
        reach (s->after, s->next, &heap, a->in.to[i], at.key + own_key (s, a->in.to[i]), at.node);
  ss_heap_clear (&heap);
}

static void
search_on (Search *s)
{
  const SsActivation *a = s->a;
  SsHeap heap;
  SsHeapItem at;

  ss_heap_init (&heap);
  for (guint32 i = 0; i < s->ask->nstarts; i++)
    reach (s->before, s->parent, &heap, s->ask->starts[i], own_key (s, s->ask->starts[i]), SS_NONE);
  while (ss_heap_pop (&heap, &at))
    for (guint32 i = a->out.start[at.node];
         at.key == s->before[at.node] && !is_end (s, at.node) && i < a->out.start[at.node + 1]; i++)
      if (s->after[a->out.to[i]] != FAR)
        reach (s->before, s->parent, &heap, a->out.to[i], at.key + own_key (s, a->out.to[i]), at.node);
  ss_heap_clear (&heap);
}

/* Cost and length of the best way that has a record on it. */
static guint64
rank (const Search *s, guint32 record)
{
  if (s->before[record] == FAR || s->after[record] == FAR)
    return FAR;
  return s->before[record] + s->after[record] - own_key (s, record);
}

static gboolean
is_asked (const Search *s, guint32 record)
{
  guint64 key = rank (s, record);

  return key != FAR && (!s->ask->best || key == s->best);
}

static void
choose (Search *s, guint32 record)
{
  SsThroughRecord r = { record, 0 };

  if (s->place[record] != SS_NONE)
    return;
  s->place[record] = s->chosen->len;
  g_array_append_val (s->chosen, r);
}

/* Chooses what of a record's best way is not chosen yet, or, not to `take` it, says how much that is. */
static guint32
walk (Search *s, guint32 record, gboolean take)
{
  const guint32 *steps[] = { s->parent, s->next };
  guint32 missing = s->place[record] == SS_NONE;

  if (take)
    choose (s, record);
  for (guint side = 0; side < G_N_ELEMENTS (steps); side++)
    for (guint32 v = steps[side][record]; v != SS_NONE; v = steps[side][v])
      if (v < s->a->nactive && s->place[v] == SS_NONE)
        {
          missing++;
          if (take)
            choose (s, v);
        }
  return missing;
}

typedef struct
{
  guint64 key;
  guint32 record;
} Ranked;

static int
by_rank (gconstpointer x, gconstpointer y)
{
  const Ranked *a = x, *b = y;

  if (a->key != b->key)
    return a->key < b->key ? -1 : 1;
  return a->record < b->record ? -1 : a->record > b->record;
}

/* Chooses; returns how many records there are to choose from. */
static guint32
choose_all (Search *s)
{
  const SsActivation *a = s->a;
  g_autofree Ranked *ranked = g_new (Ranked, MAX (a->nactive, 1));
  guint32 n = 0;

  s->best = FAR;
  for (guint32 r = 0; r < a->nactive; r++)
    s->best = MIN (s->best, rank (s, r));
  for (guint32 r = 0; r < a->nactive; r++)
    if (is_asked (s, r))
      ranked[n++] = (Ranked) { rank (s, r), r };
  qsort (ranked, n, sizeof (Ranked), by_rank);
  for (guint i = 0; s->ask->way && i < s->ask->way->records->len; i++)
    choose (s, g_array_index (s->ask->way->records, guint32, i));
  for (guint32 i = 0; i < n && s->chosen->len < s->ask->max; i++)
    if (s->place[ranked[i].record] == SS_NONE && s->chosen->len + walk (s, ranked[i].record, FALSE) <= s->ask->max)
      walk (s, ranked[i].record, TRUE);
  return n;
}

/* Whether the step from one record to another lies on a way that was asked for. */
static gboolean
is_step (const Search *s, guint32 from, guint32 to)
{
  return s->after[to] != FAR && (!s->ask->best || s->before[from] + s->after[to] == s->best);
}

static void
add_step (Search *s, guint32 from, guint32 to, guint32 end)
{
  SsThroughStep step = { from, to, end };

  g_array_append_val (s->steps, step);
}

static void
step_into (Search *s, SsThroughRecord *from, guint32 entry)
{
  const SsActivation *a = s->a;

  if (s->after[entry] == FAR || (s->ask->best && s->before[from->record] + s->after[entry] != s->best))
    return;
  gboolean source = a->out.start[entry] < a->out.start[entry + 1] && a->out.to[a->out.start[entry]] == a->end;
  if (is_end (s, entry) || source)
    {
      add_step (s, from->record, SS_NONE, entry == a->end ? SS_NONE : entry - a->call0);
      return;
    }
  for (guint32 i = a->out.start[entry]; i < a->out.start[entry + 1]; i++)
    {
      guint32 to = a->out.to[i];
      if (!is_step (s, from->record, to))
        continue;
      if (s->place[to] == SS_NONE)
        from->left++;
      else
        add_step (s, from->record, to, SS_NONE);
    }
}

static void
find_steps (Search *s)
{
  const SsActivation *a = s->a;
  guint32 set0 = a->call0 + a->terms->program->nsyms;

  for (guint i = 0; i < s->chosen->len; i++)
    {
      SsThroughRecord *r = &g_array_index (s->chosen, SsThroughRecord, i);
      for (guint32 k = a->out.start[r->record]; k < a->out.start[r->record + 1]; k++)
        {
          guint32 callee = a->out.to[k];
          if (callee < set0 || callee == a->end)
            {
              step_into (s, r, callee);
              continue;
            }
          for (guint32 m = a->out.start[callee]; m < a->out.start[callee + 1]; m++)
            step_into (s, r, a->out.to[m]);
        }
    }
}

static guint32
count_starts_left (const Search *s)
{
  guint32 left = 0;

  for (guint32 i = 0; i < s->ask->nstarts; i++)
    {
      guint32 r = s->ask->starts[i];
      left += is_asked (s, r) && (!s->ask->best || s->after[r] == s->best) && s->place[r] == SS_NONE;
    }
  return left;
}

SsThrough *
ss_through_new (const SsActivation *a, const SsThroughAsk *ask)
{
  Search s = { .a = a, .ask = ask };
  gsize n = a->nnodes;

  s.before = g_new (guint64, n);
  s.after = g_new (guint64, n);
  memset (s.before, 0xff, n * sizeof (guint64));
  memset (s.after, 0xff, n * sizeof (guint64));
  s.parent = g_new (guint32, n);
  s.next = g_new (guint32, n);
  s.place = g_new (guint32, n);
  memset (s.place, 0xff, n * sizeof (guint32));
  s.chosen = g_array_new (FALSE, FALSE, sizeof (SsThroughRecord));
  s.steps = g_array_new (FALSE, FALSE, sizeof (SsThroughStep));
  search_back (&s);
  search_on (&s);

  SsThrough *t = g_new0 (SsThrough, 1);
  t->total = choose_all (&s);
  find_steps (&s);
  t->starts_left = count_starts_left (&s);
  t->nrecords = s.chosen->len;
  t->records = (SsThroughRecord *) (gpointer) g_array_free (s.chosen, FALSE);
  t->nsteps = s.steps->len;
  t->steps = (SsThroughStep *) (gpointer) g_array_free (s.steps, FALSE);
  g_free (s.before);
  g_free (s.after);
  g_free (s.parent);
  g_free (s.next);
  g_free (s.place);
  return t;
}

void
ss_through_free (SsThrough *t)
{
  if (!t)
    return;
  g_free (t->records);
  g_free (t->steps);
  g_free (t);
}
