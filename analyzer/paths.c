/* Cheapest ways: Dijkstra's search from the ends, backwards.  A key is the cost in the upper half and the length in the lower one, so
 * one number orders ways; symbols and sets add nothing to it.
 */
#include "paths.h"

#include "heap.h"

#include <string.h>

#define FAR G_MAXUINT64

struct SsPaths
{
  const SsActivation *a; /* lent */
  guint ends;
  const guint8 *weight; /* lent; NULL: all 0 */
  guint64 *key;         /* owned, by node; FAR: there is no way */
  guint32 *next;        /* owned, by node; SS_NONE: it is an end, or there is no way */
  GArray *settled;      /* owned: records, those with lesser keys first */
};

static gboolean
runs_frame (const SsActivation *a, guint32 node)
{
  guint32 sym = node - a->call0;

  return node >= a->call0 && sym < a->terms->program->nsyms && (a->terms->sym_flags[sym] & SS_SYM_RUNS_FRAME);
}

static guint64
own_key (const SsPaths *s, guint32 node)
{
  if (node >= s->a->nactive)
    return 0;
  return ((guint64) (s->weight ? s->weight[node] : 0) << 32) + 1;
}

static void
reach (SsPaths *s, SsHeap *heap, guint32 node, guint64 key)
{
  if (key >= s->key[node])
    return;
  s->key[node] = key;
  ss_heap_push (heap, key, node);
}

/* `to`: an end besides the others, or SS_NONE. */
static void
search (SsPaths *s, guint32 to)
{
  const SsActivation *a = s->a;
  SsHeap heap;
  SsHeapItem at;

  ss_heap_init (&heap);
  if (to != SS_NONE)
    reach (s, &heap, to, 0);
  if (s->ends & SS_ENDS_SOURCE)
    reach (s, &heap, a->end, 0);
  for (guint32 v = a->call0; s->ends & SS_ENDS_FRAME && v < a->call0 + a->terms->program->nsyms; v++)
    if (runs_frame (a, v) && ss_unwind_node (a->unwind, v - a->call0))
      reach (s, &heap, v, 0);
  while (ss_heap_pop (&heap, &at))
    {
      if (at.key != s->key[at.node])
        continue;
      if (at.node < a->nactive)
        g_array_append_val (s->settled, at.node);
      for (guint32 i = a->in.start[at.node]; i < a->in.start[at.node + 1]; i++)
        {
          guint32 from = a->in.to[i];
          if (!(s->ends & SS_STOPS_FRAME && runs_frame (a, from)))
            reach (s, &heap, from, at.key + own_key (s, from));
        }
    }
  ss_heap_clear (&heap);
}

/* Whether a step to x is smaller by name than one to y, both from one node. */
static gboolean
before (const SsActivation *a, guint32 x, guint32 y)
{
  if (x < a->nactive || y < a->nactive)
    return x < y;
  if (x == a->end || y == a->end)
    return x == a->end && y != a->end;
  return a->sym_rank[x - a->call0] < a->sym_rank[y - a->call0];
}

static guint32
best_step (const SsPaths *s, guint32 node)
{
  const SsActivation *a = s->a;
  guint32 best = SS_NONE;

  for (guint32 i = a->out.start[node]; i < a->out.start[node + 1]; i++)
    {
      guint32 to = a->out.to[i];
      if (s->key[to] != FAR && s->key[to] + own_key (s, node) == s->key[node] && (best == SS_NONE || before (a, to, best)))
        best = to;
    }
  return best;
}

/* The steps: of sets first, for records take theirs. */
static void
find_steps (SsPaths *s)
{
  const SsActivation *a = s->a;
  guint32 set0 = a->call0 + a->terms->program->nsyms;

  memset (s->next, 0xff, a->nnodes * sizeof (guint32));
  for (guint32 v = set0; v < a->end; v++)
    if (s->key[v] != FAR)
      s->next[v] = best_step (s, v);
  for (guint32 v = 0; v < set0; v++)
    {
      if (s->key[v] == FAR)
        continue;
      guint32 to = best_step (s, v);
      s->next[v] = to != SS_NONE && to >= set0 && to < a->end ? s->next[to] : to;
    }
}

static SsPaths *
paths_new (const SsActivation *a, guint ends, const guint8 *weight, guint32 to)
{
  SsPaths *s = g_new0 (SsPaths, 1);

  s->a = a;
  s->ends = ends;
  s->weight = weight;
  s->key = g_new (guint64, a->nnodes);
  memset (s->key, 0xff, a->nnodes * sizeof (guint64));
  s->next = g_new (guint32, a->nnodes);
  s->settled = g_array_new (FALSE, FALSE, sizeof (guint32));
  search (s, to);
  find_steps (s);
  return s;
}

SsPaths *
ss_paths_new (const SsActivation *a, guint ends, const guint8 *weight)
{
  return paths_new (a, ends, weight, SS_NONE);
}

void
ss_paths_free (SsPaths *s)
{
  if (!s)
    return;
  g_free (s->key);
  g_free (s->next);
  g_array_unref (s->settled);
  g_free (s);
}

guint32
ss_paths_cost (const SsPaths *s, guint32 node)
{
  return s->key[node] == FAR ? SS_NONE : (guint32) (s->key[node] >> 32);
}

guint32
ss_paths_next (const SsPaths *s, guint32 node)
{
  return s->next[node];
}

void
ss_way_free (SsWay *w)
{
  if (!w)
    return;
  g_array_unref (w->records);
  g_free (w);
}

SsWay *
ss_paths_way (const SsPaths *s, guint32 node)
{
  const SsActivation *a = s->a;
  guint32 nsyms = a->terms->program->nsyms;

  if (s->key[node] == FAR)
    return NULL;
  SsWay *w = g_new (SsWay, 1);
  *w = (SsWay) { g_array_new (FALSE, FALSE, sizeof (guint32)), SS_NONE };
  for (; node != SS_NONE && node != a->end; node = s->next[node])
    {
      if (node < a->nactive)
        g_array_append_val (w->records, node);
      w->end = node >= a->call0 && node < a->call0 + nsyms ? node - a->call0 : SS_NONE;
    }
  return w;
}

SsWay *
ss_way_between (const SsActivation *a, guint32 from, guint32 to)
{
  guint32 entry = ss_activation_entry (a, from), target = to == SS_NONE ? a->end : ss_activation_entry (a, to);

  if (!ss_unwind_node (a->unwind, from) || (to != SS_NONE && !ss_unwind_node (a->unwind, to)))
    return NULL;
  g_autoptr (SsPaths) s = paths_new (a, 0, NULL, target);
  if (entry != target)
    return ss_paths_way (s, entry);
  guint32 best = SS_NONE;
  for (guint32 i = a->out.start[entry]; i < a->out.start[entry + 1]; i++)
    {
      guint32 v = a->out.to[i];
      if (v < a->nactive && s->key[v] != FAR && (best == SS_NONE || s->key[v] < s->key[best]))
        best = v;
    }
  return best == SS_NONE ? NULL : ss_paths_way (s, best);
}

void
ss_paths_count (const SsPaths *s, const guint32 *starts, guint32 nstarts, guint32 *count)
{
  const SsActivation *a = s->a;

  for (guint32 i = 0; i < nstarts; i++)
    if (s->key[starts[i]] != FAR)
      count[starts[i]]++;
  for (guint i = s->settled->len; i-- > 0;)
    {
      guint32 v = g_array_index (s->settled, guint32, i), w = s->next[v];
      if (count[v] && w != a->end)
        w = s->next[w];
      if (count[v] && w != SS_NONE && w != a->end)
        count[w] += count[v];
    }
}
