/* Nearest goals (nearest.h): breadth first from all goals at once along the reversed edges, which gives the distances; then each
 * node takes its first neighbour of the least distance.
 */
#include "nearest.h"

#include <string.h>

static guint32 *
by_node (guint32 n)
{
  guint32 *numbers = g_new (guint32, MAX (n, 1));
  memset (numbers, 0xff, n * sizeof (guint32));
  return numbers;
}

SsNearest *
ss_nearest_new (const SsCsr *g, const guint8 *goal)
{
  SsNearest *near = g_new (SsNearest, 1);
  SsCsr back = ss_csr_reverse (g);
  g_autofree guint32 *queue = g_new (guint32, MAX (g->n, 1));
  guint32 nqueue = 0;

  *near = (SsNearest) { by_node (g->n), by_node (g->n), by_node (g->n) };
  for (guint32 v = 0; v < g->n; v++)
    if (goal[v])
      {
        near->distance[v] = 0;
        queue[nqueue++] = v;
      }
  for (guint32 i = 0; i < nqueue; i++)
    for (guint32 k = back.start[queue[i]]; k < back.start[queue[i] + 1]; k++)
      if (near->distance[back.to[k]] == G_MAXUINT32)
        {
          near->distance[back.to[k]] = near->distance[queue[i]] + 1;
          queue[nqueue++] = back.to[k];
        }
  for (guint32 v = 0; v < g->n; v++)
    for (guint32 k = g->start[v]; k < g->start[v + 1]; k++)
      {
        guint32 to = g->to[k];
        if (near->distance[to] != G_MAXUINT32
            && (near->next[v] == G_MAXUINT32 || near->distance[to] < near->distance[near->next[v]]))
          near->next[v] = to;
      }
  /* the queue holds the nodes by distance, so that the next one on a way has been given its tail before */
  for (guint32 i = 0; i < nqueue; i++)
    near->tail[queue[i]] = near->distance[queue[i]] < SS_PATH_TAIL ? queue[i] : near->tail[near->next[queue[i]]];
  ss_csr_clear (&back);
  return near;
}

void
ss_nearest_free (SsNearest *near)
{
  if (!near)
    return;
  g_free (near->distance);
  g_free (near->next);
  g_free (near->tail);
  g_free (near);
}
