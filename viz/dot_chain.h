/* Chains and hops as pictures: records as a stack trace has them, outermost first, calls leading down. */
#ifndef SS_VIZ_DOT_CHAIN_H
#define SS_VIZ_DOT_CHAIN_H

#include "analyzer/hops.h"
#include "analyzer/through.h"

G_BEGIN_DECLS

/* The shortest chains between two symbols (to SS_NONE: to an unwind source).  One of them (ss_way_between()) is drawn in full,
 * of the others the records are drawn small, `max` in all.  NULL: there is none.
 *
 * Nodes are called after numbers: r7 is the record at operation 7, x7 the activation of external symbol 7, e7 the end at symbol
 * 7, o7 an end that is operation 7 itself; …_more says where else a record leads, `starts` where else
 * chains begin.  The caller unrefs. */
GBytes *ss_dot_chain (const SsActivation *a, guint32 from, guint32 to, guint32 max);

/* The ways through the hop that starts at a record: the cheapest in full, of the others the records, those on the cheapest ways
 * first, `max` in all.  The caller unrefs. */
GBytes *ss_dot_hop (const SsHops *h, const SsHop *hop, guint32 max);

G_END_DECLS

#endif
