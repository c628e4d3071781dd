/* Dominators, after Lengauer and Tarjan: nodes are numbered in depth-first order, semidominators found from the last to the first,
 * with path compression over the forest of what was done, and then made exact in one pass forwards.
 */
#include "dominators.h"

#include <string.h>

#define NONE G_MAXUINT32

/* All by depth-first number. */
typedef struct
{
  guint32 *semi, *parent, *ancestor, *label, *bucket, *next, *idom;
  guint32 *path; /* scratch for compression */
} Forest;

/* The node with the smallest semidominator on the way from v to the root of its tree, which is left out. */
static guint32
smallest (Forest *f, guint32 v)
{
  guint32 n = 0;

  if (f->ancestor[v] == NONE)
    return f->label[v];
  for (guint32 x = v; f->ancestor[f->ancestor[x]] != NONE; x = f->ancestor[x])
    f->path[n++] = x;
  while (n > 0)
    {
      guint32 x = f->path[--n], above = f->ancestor[x];
      if (f->semi[f->label[above]] < f->semi[f->label[x]])
        f->label[x] = f->label[above];
      f->ancestor[x] = f->ancestor[above];
    }
  return f->label[v];
}

/* Numbers what the root reaches; number[] by node, node[] and parent[] by number.  Returns how many. */
static guint32
number_nodes (const SsCsr *g, guint32 root, guint32 *number, guint32 *node, guint32 *parent)
{
  g_autofree guint32 *next = g_new (guint32, MAX (g->n, 1));
  g_autofree guint32 *path = g_new (guint32, MAX (g->n, 1));
  guint32 found = 0, npath = 0;

  memset (number, 0xff, g->n * sizeof (guint32));
  number[root] = found;
  node[found] = root;
  parent[found++] = NONE;
  next[root] = g->start[root];
  path[npath++] = root;
  while (npath)
    {
      guint32 v = path[npath - 1];
      if (next[v] == g->start[v + 1])
        {
          npath--;
          continue;
        }
      guint32 w = g->to[next[v]++];
      if (number[w] != NONE)
        continue;
      parent[found] = number[v];
      node[found] = w;
      number[w] = found++;
      next[w] = g->start[w];
      path[npath++] = w;
    }
  return found;
}

SsDominators
ss_dominators (const SsCsr *g, const SsCsr *back, guint32 root)
{
  gsize n = MAX (g->n, 1);
  SsDominators d = { g->n, g_new (guint32, n), g_new (guint32, n), 0 };
  g_autofree guint32 *number = g_new (guint32, n), *memory = g_new (guint32, 8 * n);
  Forest f = { memory, memory + n, memory + 2 * n, memory + 3 * n, memory + 4 * n, memory + 5 * n, memory + 6 * n, memory + 7 * n };
  guint32 *node = d.order;

  guint32 m = d.nreached = number_nodes (g, root, number, node, f.parent);
  for (guint32 v = 0; v < m; v++)
    {
      f.semi[v] = f.label[v] = v;
      f.ancestor[v] = f.bucket[v] = f.idom[v] = NONE;
    }
  for (guint32 w = m; w-- > 1;)
    {
      for (guint32 i = back->start[node[w]]; i < back->start[node[w] + 1]; i++)
        {
          guint32 v = number[back->to[i]];
          if (v != NONE)
            f.semi[w] = MIN (f.semi[w], f.semi[smallest (&f, v)]);
        }
      f.next[w] = f.bucket[f.semi[w]];
      f.bucket[f.semi[w]] = w;
      guint32 p = f.parent[w];
      f.ancestor[w] = p;
      for (guint32 v = f.bucket[p]; v != NONE; v = f.next[v])
        {
          guint32 u = smallest (&f, v);
          f.idom[v] = f.semi[u] < f.semi[v] ? u : p;
        }
      f.bucket[p] = NONE;
    }
  memset (d.idom, 0xff, n * sizeof (guint32));
  for (guint32 w = 1; w < m; w++)
    {
      if (f.idom[w] != f.semi[w])
        f.idom[w] = f.idom[f.idom[w]];
      d.idom[node[w]] = node[f.idom[w]];
    }
  return d;
}

void
ss_dominators_clear (SsDominators *d)
{
  g_clear_pointer (&d->idom, g_free);
  g_clear_pointer (&d->order, g_free);
}
