/* Dominators of a graph in compressed rows: the iterative algorithm of Cooper, Harvey and Kennedy ("A Simple, Fast Dominance
 * Algorithm", 2001) has quadratic worst cases; this is Lengauer and Tarjan's (1979) in its simple form, O(edges · log nodes), without
 * recursion.
 */
#ifndef SS_ANALYZER_DOMINATORS_H
#define SS_ANALYZER_DOMINATORS_H

#include "csr.h"

G_BEGIN_DECLS

typedef struct
{
  guint32 n;
  guint32 *idom;  /* owned: the nearest dominator; G_MAXUINT32: the root, or not reached from it */
  guint32 *order; /* owned: the nodes that are reached, each after its dominators, the root first */
  guint32 nreached;
} SsDominators;

/* `back` is `g` reversed.  The caller clears the result. */
SsDominators ss_dominators (const SsCsr *g, const SsCsr *back, guint32 root);
void ss_dominators_clear (SsDominators *d);

G_END_DECLS

#endif
