/* The call graph under a policy: who calls whom, where.
 *
 * Nodes are dense: the symbols of the program (number = symbol), then its target sets, then one set for each call site
 * that the policy gives `only` some targets, then one node that stands for all unknown targets.  A target set is one node,
 * however many calls share it, so the graph is as large as the input.  Whole-program; linear time.
 */
#ifndef SS_ANALYZER_CALLGRAPH_H
#define SS_ANALYZER_CALLGRAPH_H

#include "policy.h"

G_BEGIN_DECLS

typedef struct
{
  guint32 node; /* the other end */
  guint32 op;   /* the call, or SS_NONE: from a set to its members, from an external to its callbacks */
} SsEdge;

typedef struct SsCallGraph SsCallGraph;

SsCallGraph *ss_callgraph_new (const SsTerms *terms);
void ss_callgraph_free (SsCallGraph *g);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SsCallGraph, ss_callgraph_free)

guint32 ss_callgraph_nnodes (const SsCallGraph *g);
/* The operations that call or are unwind sources, ascending; lent. */
const guint32 *ss_callgraph_sites (const SsCallGraph *g, guint32 *n);
guint32 ss_callgraph_unknown (const SsCallGraph *g); /* the node of all unknown targets */
/* Edges out of a node in the order of its operations or targets, and into it; lent. */
const SsEdge *ss_callgraph_out (const SsCallGraph *g, guint32 node, guint32 *n);
const SsEdge *ss_callgraph_in (const SsCallGraph *g, guint32 node, guint32 *n);
/* The node that a call leads to: a symbol, a set, the unknown node; SS_NONE where it leads nowhere (a null callee,
 * a site that `never` unwinds). */
guint32 ss_callgraph_callee (const SsCallGraph *g, guint32 op);
/* The members of a set node; for a symbol's node, that symbol alone.  Lent. */
const guint32 *ss_callgraph_members (const SsCallGraph *g, guint32 node, guint32 *n);

G_END_DECLS

#endif
