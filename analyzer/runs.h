/* Forced runs of irreducible records: for every record at once, the least L such that some way from it to END has no more than L
 * irreducible records in a row.
 *
 * For a limit L, h(v) is the shortest run that a way from v can begin with, none of its runs being longer than L.  h is found backwards
 * from END; a record whose run would be longer waits for the next limit, which starts from what the last one found.
 */
#ifndef SS_ANALYZER_RUNS_H
#define SS_ANALYZER_RUNS_H

#include "activation.h"

G_BEGIN_DECLS

/* By record of the activation graph; SS_NONE: no way leads to END.  `in` is the graph of the ways reversed, over the nodes of `a`.  The
 * caller frees. */
guint32 *ss_runs_new (const SsActivation *a, const SsCsr *in);

G_END_DECLS

#endif
