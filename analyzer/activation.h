/* The graph of activations: what chains, hops, choke points and pictures of calls are all computed on.
 *
 * A chain is a walk through it: from the entry of a function to one of the function's records, from there through the call to the
 * entry of a callee, to one of its records, and so on, to END.  Recursion is allowed: a walk may pass a record any number of times,
 * as a stack may hold a function several times.
 *
 * Nodes, dense:
 *   0 … nrecords-1         the records of unwind points; node i is classes->records[i]
 *   … nactive-1            the activations of externals that call back and may unwind: one `foreign` record each, called "C:name".
 *                          Those below nactive are the *records* of the graph: they alone have a weight
 *   call0 … end-1          the nodes of the call graph, shifted by call0: symbols, target sets, unknown targets
 *   end                    END: an unwind has started
 *
 * Edges, only between nodes that may unwind, so that END can be reached from every node that has edges:
 *   symbol   → END          when it is an unwind source: a chain ends at the first source, even where that has records of its own
 *            → its records  else: of its function in the order of operations, or of the external
 *   set      → its members, in the order of the call graph
 *   record   → END          when its operation unwinds by itself (a source operation, a site that `unwinds` by the policy) or its
 *                          targets are unknown, and the policy lets these unwind
 *            → the call-graph node that it calls (a symbol, or a set) else
 *   external's record → the functions that it may call back
 *
 * Whole-program; linear in the call graph.
 */
#ifndef SS_ANALYZER_ACTIVATION_H
#define SS_ANALYZER_ACTIVATION_H

#include "classify.h"
#include "csr.h"

G_BEGIN_DECLS

/* What keeps a record from going into a pickle.  A type is picklable here when the policy calls it so, or a frame.  SS_BAR_NONE: nothing does; all others make it a *blocker*. */
typedef enum
{
  SS_BAR_NONE,   /* reducible, `frame`, or named, with picklable types alone */
  SS_BAR_NAME,   /* `stateless`, or `special` with picklable types alone: it lacks a name, and a name would clear it */
  SS_BAR_TYPE,   /* `special`, named or not, and it saves a type that the policy does not call picklable */
  SS_BAR_FOREIGN /* `foreign`, the activations of externals included: no name clears it */
} SsBar;

const char *ss_bar_name (SsBar bar); /* "none", "name", "type", "foreign" */
const char *ss_bar_text (SsBar bar); /* a phrase: "it lacks a name" */

typedef struct
{
  const SsTerms *terms;     /* lent */
  const SsCallGraph *graph; /* lent */
  const SsUnwind *unwind;   /* lent */
  const SsClasses *classes; /* lent */
  guint32 nrecords, nactive, call0, end, nnodes;
  guint32 *externals; /* owned: symbol of node nrecords + i, ascending */
  SsCsr out, in;      /* owned: `in` is `out` reversed */
  guint8 *bar;        /* owned, by record: SsBar */
  guint8 *named;      /* owned, by record: whether the registry has a name for it */
  guint32 *sym_rank;  /* owned, by symbol: place in the order of names by bytes, among those that may unwind; else SS_NONE */
} SsActivation;

/* named: by record of classes->records, whether it has a name; NULL: none has (ss_registry_named() makes one).  All other
 * arguments are lent and must outlive the graph. */
SsActivation *ss_activation_new (const SsTerms *terms, const SsCallGraph *graph, const SsUnwind *u, const SsClasses *c,
                                 const guint8 *named);
void ss_activation_free (SsActivation *a);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SsActivation, ss_activation_free)

/* The node of a symbol's entry. */
static inline guint32
ss_activation_entry (const SsActivation *a, guint32 sym)
{
  return a->call0 + sym;
}

static inline gboolean
ss_activation_is_external (const SsActivation *a, guint32 record)
{
  return record >= a->nrecords;
}

/* The symbol whose activation a record is: of its function, or of the external. */
guint32 ss_activation_sym (const SsActivation *a, guint32 record);
/* Its kind (SS_KIND_FOREIGN for an external's), how many values it saves, whether it counts as irreducible. */
SsKind ss_activation_kind (const SsActivation *a, guint32 record);
guint32 ss_activation_nsaved (const SsActivation *a, guint32 record);
/* Its name: FUNCTION@BLOCK.OP, or the external's; the caller frees. */
char *ss_activation_name (const SsActivation *a, guint32 record);
/* The record of that name, the record of the operation, or SS_NONE. */
guint32 ss_activation_find (const SsActivation *a, const char *name);
guint32 ss_activation_of_op (const SsActivation *a, guint32 op);
/* The order of records in which "smallest by name" is meant: by their function's name by bytes, then by block and operation. */
int ss_activation_compare (const SsActivation *a, guint32 x, guint32 y);
/* Whether a record is a blocker. */
static inline gboolean
ss_activation_blocks (const SsActivation *a, guint32 record)
{
  return a->bar[record] != SS_BAR_NONE;
}

G_END_DECLS

#endif
