/* Forced runs (runs.h). */
#include "runs.h"

#include "heap.h"

#include <string.h>

typedef struct
{
  const SsActivation *a; /* lent */
  const SsCsr *in;       /* lent */
  guint32 limit;
  guint32 *head;    /* by node: h(v) under the limit; SS_NONE: no way keeps to it */
  guint32 *run;     /* by record: the limit under which head was found first */
  guint8 *waiting;  /* by record: it is in `next` */
  GArray *next;     /* records that the next limit lets through */
  SsHeap heap;
} Search;

static void
improve (Search *s, guint32 node, guint32 head)
{
  if (head >= s->head[node])
    return;
  if (node < s->a->nactive && s->head[node] == SS_NONE)
    s->run[node] = s->limit;
  s->head[node] = head;
  ss_heap_push (&s->heap, head, node);
}

static void
offer (Search *s, guint32 node, guint32 head)
{
  if (node >= s->a->nactive)
    improve (s, node, head);
  else if (ss_kind_reducible (ss_activation_kind (s->a, node)))
    improve (s, node, 0);
  else if (head < s->limit)
    improve (s, node, head + 1);
  else if (s->head[node] == SS_NONE && !s->waiting[node])
    {
      s->waiting[node] = TRUE;
      g_array_append_val (s->next, node);
    }
}

static void
settle (Search *s)
{
  SsHeapItem at;

  while (ss_heap_pop (&s->heap, &at))
    if (at.key == s->head[at.node])
      for (guint32 i = s->in->start[at.node]; i < s->in->start[at.node + 1]; i++)
        offer (s, s->in->to[i], s->head[at.node]);
}

guint32 *
ss_runs_new (const SsActivation *a, const SsCsr *in)
{
  Search s = { .a = a, .in = in };
  gsize n = MAX (a->nactive, 1);
  GArray *now = g_array_new (FALSE, FALSE, sizeof (guint32));

  s.head = g_new (guint32, a->nnodes);
  memset (s.head, 0xff, a->nnodes * sizeof (guint32));
  s.run = g_new (guint32, n);
  memset (s.run, 0xff, n * sizeof (guint32));
  s.waiting = g_new0 (guint8, n);
  s.next = g_array_new (FALSE, FALSE, sizeof (guint32));
  ss_heap_init (&s.heap);
  improve (&s, a->end, 0);
  settle (&s);
  while (s.next->len)
    {
      GArray *swap = now;
      now = s.next;
      s.next = swap;
      s.limit++;
      for (guint i = 0; i < now->len; i++)
        {
          guint32 v = g_array_index (now, guint32, i);
          s.waiting[v] = FALSE;
          improve (&s, v, s.limit);
        }
      g_array_set_size (now, 0);
      settle (&s);
    }
  ss_heap_clear (&s.heap);
  g_array_unref (s.next);
  g_array_unref (now);
  g_free (s.waiting);
  g_free (s.head);
  return s.run;
}
