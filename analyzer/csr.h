/* Graphs in compressed rows, and the two classics that the whole-program analyses need of them: reversal and strongly
 * connected components.
 */
#ifndef SS_ANALYZER_CSR_H
#define SS_ANALYZER_CSR_H

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  guint32 n;      /* nodes */
  guint32 *start; /* owned: n + 1 */
  guint32 *to;    /* owned: the edges of node i go to to[start[i]] … to[start[i + 1] - 1] */
} SsCsr;

void ss_csr_clear (SsCsr *g);

/* The graph with every edge turned round; a node's edges are in the order of the nodes that they come from. */
SsCsr ss_csr_reverse (const SsCsr *g);

/* The graph of `n` nodes whose edges are from[i] → to[i], i < m; a node's edges stay in the order given. */
SsCsr ss_csr_build (guint32 n, guint32 m, const guint32 *from, const guint32 *to);

/* Strongly connected components by Tarjan's algorithm (1972), without recursion.  component[] gets a number for every node, so
 * that edges between components lead from higher numbers to lower ones.  Returns how many there are. */
guint32 ss_csr_components (const SsCsr *g, guint32 *component);

/* Adds to count[v], for every node v below `ncount`, how many of the starts reach it (a start reaches itself; all starts differ).
 * O(nstarts/64 · size): in rounds of 64 starts, a bit for each, along the components. */
void ss_csr_reach (const SsCsr *g, const guint32 *starts, guint32 nstarts, guint32 *count, guint32 ncount);

G_END_DECLS

#endif
