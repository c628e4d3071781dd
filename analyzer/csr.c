/* Graphs in compressed rows: placing edges by counting, Tarjan's components with a stack of our own. */
#include "csr.h"

#include <string.h>

void
ss_csr_clear (SsCsr *g)
{
  g_clear_pointer (&g->start, g_free);
  g_clear_pointer (&g->to, g_free);
}

SsCsr
ss_csr_build (guint32 n, guint32 m, const guint32 *from, const guint32 *to)
{
  SsCsr g = { n, g_new0 (guint32, (gsize) n + 1), g_new (guint32, MAX (m, 1)) };
  g_autofree guint32 *next = g_new (guint32, (gsize) n + 1);

  for (guint32 i = 0; i < m; i++)
    g.start[from[i] + 1]++;
  for (guint32 i = 0; i < n; i++)
    g.start[i + 1] += g.start[i];
  memcpy (next, g.start, ((gsize) n + 1) * sizeof (guint32));
  for (guint32 i = 0; i < m; i++)
    g.to[next[from[i]]++] = to[i];
  return g;
}

SsCsr
ss_csr_reverse (const SsCsr *g)
{
  guint32 m = g->start[g->n];
  SsCsr r = { g->n, g_new0 (guint32, (gsize) g->n + 1), g_new (guint32, MAX (m, 1)) };
  g_autofree guint32 *next = g_new (guint32, (gsize) g->n + 1);

  for (guint32 i = 0; i < m; i++)
    r.start[g->to[i] + 1]++;
  for (guint32 i = 0; i < g->n; i++)
    r.start[i + 1] += r.start[i];
  memcpy (next, r.start, ((gsize) g->n + 1) * sizeof (guint32));
  for (guint32 v = 0; v < g->n; v++)
    for (guint32 i = g->start[v]; i < g->start[v + 1]; i++)
      r.to[next[g->to[i]]++] = v;
  return r;
}

guint32
ss_csr_components (const SsCsr *g, guint32 *component)
{
  g_autofree guint32 *order = g_new0 (guint32, MAX (g->n, 1)); /* when a node was found, from 1; 0: not yet */
  g_autofree guint32 *low = g_new (guint32, MAX (g->n, 1));
  g_autofree guint32 *next = g_new (guint32, MAX (g->n, 1));   /* the next edge to follow */
  g_autofree guint32 *path = g_new (guint32, MAX (g->n, 1));
  g_autofree guint32 *open = g_new (guint32, MAX (g->n, 1));   /* found, and in no component yet */
  guint32 found = 0, npath = 0, nopen = 0, ncomponents = 0;

  memset (component, 0xff, g->n * sizeof (guint32));
  for (guint32 s = 0; s < g->n; s++)
    {
      if (order[s])
        continue;
      path[npath++] = s;
      while (npath)
        {
          guint32 v = path[npath - 1];
          if (!order[v])
            {
              order[v] = low[v] = ++found;
              next[v] = g->start[v];
              open[nopen++] = v;
            }
          if (next[v] < g->start[v + 1])
            {
              guint32 w = g->to[next[v]++];
              if (!order[w])
                path[npath++] = w;
              else if (component[w] == G_MAXUINT32)
                low[v] = MIN (low[v], order[w]);
              continue;
            }
          npath--;
          if (npath)
            low[path[npath - 1]] = MIN (low[path[npath - 1]], low[v]);
          if (low[v] != order[v])
            continue;
          guint32 w;
          do
            {
              w = open[--nopen];
              component[w] = ncomponents;
            }
          while (w != v);
          ncomponents++;
        }
    }
  return ncomponents;
}

#define WORD 64

void
ss_csr_reach (const SsCsr *g, const guint32 *starts, guint32 nstarts, guint32 *count, guint32 ncount)
{
  g_autofree guint32 *component = g_new (guint32, MAX (g->n, 1));
  guint32 n = ss_csr_components (g, component);
  g_autofree guint32 *place = g_new0 (guint32, (gsize) n + 1), *order = g_new (guint32, MAX (g->n, 1));
  g_autofree guint64 *bits = g_new (guint64, MAX (n, 1));

  /* nodes by component, those first that no other component leads back to */
  for (guint32 v = 0; v < g->n; v++)
    place[n - component[v]]++;
  for (guint32 i = 0; i < n; i++)
    place[i + 1] += place[i];
  for (guint32 v = 0; v < g->n; v++)
    order[place[n - component[v] - 1]++] = v;
  for (guint32 first = 0; first < nstarts; first += WORD)
    {
      memset (bits, 0, n * sizeof (guint64));
      for (guint32 i = first; i < nstarts && i < first + WORD; i++)
        bits[component[starts[i]]] |= G_GUINT64_CONSTANT (1) << (i - first);
      for (guint32 i = 0; i < g->n; i++)
        {
          guint32 v = order[i];
          guint64 here = bits[component[v]];
          if (!here)
            continue;
          if (v < ncount)
            count[v] += (guint32) __builtin_popcountll (here);
          for (guint32 k = g->start[v]; k < g->start[v + 1]; k++)
            bits[component[g->to[k]]] |= here;
        }
    }
}
