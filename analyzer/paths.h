/* Cheapest ways through the graph of activations, all at once: one search backwards from the ends (Dijkstra 1959 on pairs of
 * cost and length), O(edges · log nodes).
 *
 * A *way* from a node is a walk to an end.  Its cost is the sum of the weights (0 or 1) of its records, its length the number of its
 * records.  The cheapest way has the least cost; of these the least length; of these the one that is the smallest by name, read
 * from its beginning: at each step the callee whose name is the smallest by bytes (an end that is no function, such as an unwind
 * operation, comes before all names), and in each function the first record by block and operation.  So it is the same way
 * whatever else was asked.
 */
#ifndef SS_ANALYZER_PATHS_H
#define SS_ANALYZER_PATHS_H

#include "activation.h"

G_BEGIN_DECLS

/* Where ways end, and what they may not enter. */
typedef enum
{
  SS_ENDS_SOURCE = 1 << 0, /* at END */
  SS_ENDS_FRAME = 1 << 1,  /* at the entry of a function that runs frames */
  SS_STOPS_FRAME = 1 << 2  /* they never go past the entry of such a function, whether it is an end or not */
} SsEnds;

typedef struct SsPaths SsPaths;

/* weight: by record, 0 or 1; lent until the paths are freed. */
SsPaths *ss_paths_new (const SsActivation *a, guint ends, const guint8 *weight);
void ss_paths_free (SsPaths *s);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SsPaths, ss_paths_free)

/* Cost of the cheapest way from a node, a record's own weight included; SS_NONE: there is no way. */
guint32 ss_paths_cost (const SsPaths *s, guint32 node);

/* The step of the cheapest way from a node: the next node.  A record's is the entry of the symbol that it calls, or END; of a
 * set it is a member. */
guint32 ss_paths_next (const SsPaths *s, guint32 node);

/* A way: the records on it, outermost first, and how it ends. */
typedef struct
{
  GArray *records; /* owned: guint32, record nodes */
  guint32 end;     /* the symbol at whose entry it ends: an unwind source or a function that runs frames; SS_NONE: the last record
                    * unwinds by itself, or calls unknown targets */
} SsWay;

void ss_way_free (SsWay *w);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SsWay, ss_way_free)

/* The cheapest way from a node, or NULL where there is none. */
SsWay *ss_paths_way (const SsPaths *s, guint32 node);

/* The shortest chain from the entry of symbol `from` to the entry of symbol `to` (SS_NONE: to END), whatever its records are: a way
 * by length alone, ties by name as above; NULL: there is none.  from == to: at least one call.  O(edges). */
SsWay *ss_way_between (const SsActivation *a, guint32 from, guint32 to);

/* How many of `starts` (record nodes) have each record on their cheapest way, themselves included: count[nactive], zeroed by the
 * caller.  Linear. */
void ss_paths_count (const SsPaths *s, const guint32 *starts, guint32 nstarts, guint32 *count);

G_END_DECLS

#endif
