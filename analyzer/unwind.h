/* May-unwind: the least fixed point over the call graph, with the shortest way to an unwind source from everywhere.
 * Whole-program; one breadth-first search from the sources over reversed calls, linear time.
 */
#ifndef SS_ANALYZER_UNWIND_H
#define SS_ANALYZER_UNWIND_H

#include "callgraph.h"

G_BEGIN_DECLS

typedef struct SsUnwind SsUnwind;

SsUnwind *ss_unwind_new (const SsTerms *terms, const SsCallGraph *g);
void ss_unwind_free (SsUnwind *u);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SsUnwind, ss_unwind_free)

/* Whether the function, symbol, or call-graph node may unwind. */
gboolean ss_unwind_func (const SsUnwind *u, guint32 func);
gboolean ss_unwind_node (const SsUnwind *u, guint32 node);
/* Whether operation o is an unwind point: a source, or a call that may unwind. */
gboolean ss_unwind_point (const SsUnwind *u, guint32 o);

guint32 ss_unwind_nfuncs (const SsUnwind *u);               /* how many functions may unwind */
const guint32 *ss_unwind_points (const SsUnwind *u, guint32 *n); /* all points, by operation number; lent */
/* Calls whose targets are unknown and of which the policy has no entry, so that its `unknown_calls` decides; by operation
 * number; lent. */
const guint32 *ss_unwind_unknown_calls (const SsUnwind *u, guint32 *n);

/* One step of a chain: the call `op` of a function, and what it reached. */
typedef struct
{
  guint32 op;       /* SS_NONE: an external calls `sym` back */
  guint32 sym;      /* the target; SS_NONE: the operation is itself the source, or the target is unknown */
  guint32 ntargets; /* how many targets the call has; 0: unknown */
} SsStep;

/* A shortest chain from the unwind point o to an unwind source; SsStep, the caller frees.  A chain's length is its number of
 * steps: calls, callbacks, and at its end, where it is one, the operation that unwinds by itself.  Of several shortest ones,
 * the one that at each step, the first one first, goes to the symbol whose name is the smallest by bytes, where "no symbol"
 * (a source operation, an unknown target) comes before all names; of several calls of that symbol, the first by number.
 * Remembers what it finds in `u`, so not for several threads at once. */
GArray *ss_unwind_chain (const SsUnwind *u, guint32 o);
/* The same step by step, for those who ask of many points: its first step, and the one that follows when it has come to a symbol,
 * which is the same in all chains; FALSE: it ends there. */
SsStep ss_unwind_step (const SsUnwind *u, guint32 o);
gboolean ss_unwind_step_on (const SsUnwind *u, guint32 sym, SsStep *step);

G_END_DECLS

#endif
