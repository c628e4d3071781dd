/* Minimum vertex cut (cut.h) by maximum flow: each value is split into an edge from its "in" to its "out" with its weight as
 * capacity; edges of unlimited capacity lead from the source to leaves, from a value to those made of it, and from needed
 * values to the sink.  Whatever a value is made of must be there, so every way from a leaf to a needed value must be cut, and
 * no more: that is a vertex cut, by Menger's theorem in its weighted form.  The flow is Dinic's (1970), all iterative.
 */
#include "cut.h"

#include <string.h>

#define UNLIMITED SS_CUT_NEVER
#define NONE G_MAXUINT32

typedef struct
{
  guint32 to, next; /* next edge out of the same vertex, or NONE */
  guint64 room;     /* the edge back is the number with the last bit flipped */
} Edge;

struct SsCut
{
  GArray *edges; /* owned: Edge, in pairs */
  GArray *first; /* owned, by vertex: an edge */
  GArray *level; /* owned, by vertex: distance from the source, NONE: none */
  GArray *at;    /* owned, by vertex: the edge that the search stands at */
  GArray *queue; /* owned: vertices, or the edges of a path */
};

SsCut *
ss_cut_new (void)
{
  SsCut *c = g_new0 (SsCut, 1);

  c->edges = g_array_new (FALSE, FALSE, sizeof (Edge));
  c->first = g_array_new (FALSE, FALSE, sizeof (guint32));
  c->level = g_array_new (FALSE, FALSE, sizeof (guint32));
  c->at = g_array_new (FALSE, FALSE, sizeof (guint32));
  c->queue = g_array_new (FALSE, FALSE, sizeof (guint32));
  return c;
}

void
ss_cut_free (SsCut *c)
{
  if (!c)
    return;
  g_array_unref (c->edges);
  g_array_unref (c->first);
  g_array_unref (c->level);
  g_array_unref (c->at);
  g_array_unref (c->queue);
  g_free (c);
}

static Edge *
edge (const SsCut *c, guint32 e)
{
  return &g_array_index (c->edges, Edge, e);
}

static guint32 *
word (GArray *words, guint32 i)
{
  return &g_array_index (words, guint32, i);
}

static void
add_edge (SsCut *c, guint32 from, guint32 to, guint64 room)
{
  Edge there = { to, *word (c->first, from), room }, back = { from, *word (c->first, to), 0 };

  *word (c->first, from) = c->edges->len;
  g_array_append_val (c->edges, there);
  *word (c->first, to) = c->edges->len;
  g_array_append_val (c->edges, back);
}

static void
build (SsCut *c, const SsCutNode *nodes, guint32 n, const guint32 *args)
{
  guint32 source = 2 * n, sink = source + 1;

  g_array_set_size (c->edges, 0);
  g_array_set_size (c->first, sink + 1);
  g_array_set_size (c->level, sink + 1);
  g_array_set_size (c->at, sink + 1);
  memset (c->first->data, 0xff, (sink + 1) * sizeof (guint32));
  for (guint32 i = 0; i < n; i++)
    {
      add_edge (c, 2 * i, 2 * i + 1, nodes[i].weight);
      if (nodes[i].nargs == 0)
        add_edge (c, source, 2 * i, UNLIMITED);
      for (guint32 k = 0; k < nodes[i].nargs; k++)
        add_edge (c, 2 * args[nodes[i].arg0 + k] + 1, 2 * i, UNLIMITED);
      if (nodes[i].needed)
        add_edge (c, 2 * i + 1, sink, UNLIMITED);
    }
}

static gboolean
spend (guint64 *work)
{
  if (*work == 0)
    return FALSE;
  --*work;
  return TRUE;
}

/* Levels from `start`, along edges with room, or against them (then: from where `start` can be reached). */
static gboolean
level (SsCut *c, guint32 start, gboolean against, guint64 *work)
{
  memset (c->level->data, 0xff, c->level->len * sizeof (guint32));
  g_array_set_size (c->queue, 0);
  *word (c->level, start) = 0;
  g_array_append_val (c->queue, start);
  for (guint32 i = 0; i < c->queue->len; i++)
    {
      guint32 v = *word (c->queue, i);
      for (guint32 e = *word (c->first, v); e != NONE; e = edge (c, e)->next)
        {
          if (!spend (work))
            return FALSE;
          guint32 to = edge (c, e)->to;
          if (edge (c, against ? e ^ 1 : e)->room == 0 || *word (c->level, to) != NONE)
            continue;
          *word (c->level, to) = *word (c->level, v) + 1;
          g_array_append_val (c->queue, to);
        }
    }
  return TRUE;
}

/* Sends what fits along the path in the queue; gives the first edge that is now full. */
static guint32
send (SsCut *c)
{
  guint64 room = UNLIMITED;
  guint32 full = 0;

  for (guint32 i = 0; i < c->queue->len; i++)
    room = MIN (room, edge (c, *word (c->queue, i))->room);
  for (guint32 i = c->queue->len; i-- > 0;)
    {
      guint32 e = *word (c->queue, i);
      if (edge (c, e)->room != UNLIMITED)
        edge (c, e)->room -= room;
      if (edge (c, e ^ 1)->room != UNLIMITED)
        edge (c, e ^ 1)->room += room;
      if (edge (c, e)->room == 0)
        full = i;
    }
  return full;
}

/* Sends flow along all paths that go down the levels. */
static gboolean
block_flow (SsCut *c, guint32 source, guint32 sink, guint64 *work)
{
  guint32 v = source;

  memcpy (c->at->data, c->first->data, c->first->len * sizeof (guint32));
  g_array_set_size (c->queue, 0);
  for (;;)
    {
      if (!spend (work))
        return FALSE;
      if (v == sink)
        {
          guint32 full = send (c);
          v = edge (c, *word (c->queue, full) ^ 1)->to;
          g_array_set_size (c->queue, full);
          continue;
        }
      guint32 e = *word (c->at, v);
      if (e == NONE)
        {
          if (v == source)
            return TRUE;
          guint32 last = *word (c->queue, c->queue->len - 1);
          g_array_set_size (c->queue, c->queue->len - 1);
          v = edge (c, last ^ 1)->to;
          *word (c->at, v) = edge (c, last)->next;
          continue;
        }
      guint32 to = edge (c, e)->to;
      if (edge (c, e)->room && *word (c->level, to) == *word (c->level, v) + 1)
        {
          g_array_append_val (c->queue, e);
          v = to;
        }
      else
        *word (c->at, v) = edge (c, e)->next;
    }
}

gboolean
ss_cut_find (SsCut *c, SsCutNode *nodes, guint32 n, const guint32 *args, guint64 *work)
{
  guint32 source = 2 * n, sink = source + 1;

  build (c, nodes, n, args);
  for (;;)
    {
      if (!level (c, source, FALSE, work))
        return FALSE;
      if (*word (c->level, sink) == NONE)
        break;
      if (!block_flow (c, source, sink, work))
        return FALSE;
    }
  if (!level (c, sink, TRUE, work))
    return FALSE;
  for (guint32 i = 0; i < n; i++)
    nodes[i].cut = *word (c->level, 2 * i) == NONE && *word (c->level, 2 * i + 1) != NONE;
  return TRUE;
}
