/* Pictures of two builds: a function in both, and the calls between the functions that changed. */
#ifndef SS_VIZ_DOT_DIFF_H
#define SS_VIZ_DOT_DIFF_H

#include "analyzer/compare.h"
#include "viz/dot.h"

G_BEGIN_DECLS

/* The graphs of a function of each build, in one picture; func[side] SS_NONE: that build has none.  Blocks are matched by their aligned
 * sites, then by what leads to them, then by their operations; those of matched blocks are held against each other as sequences (lcs.h).
 * Nodes: o3 is block 3 of OLD alone, n3 of NEW, b3 of both by its number in NEW; …_x2 stands for the target of a link.
 * What is shown is as for one build (dot.h): of the boxes those that fewest links of either build lead to from the start; blocks that are the
 * same in both and play no part in any record are folded where that is asked for, as b3_run; of a block's operations those near a difference or
 * an unwind point are shown and, where these are more than max_ops, the first and the last of them and all points.  The caller unrefs. */
GBytes *ss_dot_diff (const SsComparison *c, const guint32 func[SS_N_SIDES], const SsDotAsk *ask);

/* Functions of which anything changed, `max` at most, the most consequential first, and the calls between them that may unwind.  Nodes are
 * called after places in that order.  Where nothing changed the title says so.  The caller unrefs. */
GBytes *ss_dot_diff_calls (const SsComparison *c, guint32 max);

G_END_DECLS

#endif
