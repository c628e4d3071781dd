/* The ways through a part of the graph of activations, the best ones first, as many as a picture can show.
 *
 * A way begins at one of some records and ends at the first end that it comes to (paths.h).  A record's rank is the best way that has it
 * on it, by cost and then length; records are chosen in this order, each with the whole of its best way, so that everything chosen
 * lies on a way of which nothing is missing.  Source: one search from each side (Dijkstra 1959); O(edges · log nodes).
 */
#ifndef SS_ANALYZER_THROUGH_H
#define SS_ANALYZER_THROUGH_H

#include "paths.h"

G_BEGIN_DECLS

typedef struct
{
  const guint32 *starts; /* lent: records */
  guint32 nstarts;
  guint ends;            /* SsEnds; ways never go past an end */
  guint32 to;            /* a symbol whose entry is an end besides, or SS_NONE */
  const guint8 *weight;  /* lent: by record, 0 or 1; NULL: all 0 */
  gboolean best;         /* the cheapest and shortest ways alone */
  const SsWay *way;      /* lent: one of the ways, whose records are chosen before all others */
  guint32 max;           /* records to choose; the way's are chosen even where they are more */
} SsThroughAsk;

/* A step from a chosen record to another one, or to an end. */
typedef struct
{
  guint32 from, to; /* records; `to` SS_NONE: an end */
  guint32 end;      /* the symbol at whose entry it ends; SS_NONE: to a record, or the operation itself ends the way */
} SsThroughStep;

typedef struct
{
  guint32 record;
  guint32 left; /* records that it can go on to, and that are not chosen */
} SsThroughRecord;

typedef struct
{
  SsThroughRecord *records; /* owned: chosen, in the order of being chosen: those of the given way in its order */
  guint32 nrecords;
  SsThroughStep *steps; /* owned: all steps among them and to ends, by place of `from` in records */
  guint32 nsteps;
  guint32 total;       /* records on any of the ways */
  guint32 starts_left; /* records that a way can begin at, and that are not chosen */
} SsThrough;

SsThrough *ss_through_new (const SsActivation *a, const SsThroughAsk *ask);
void ss_through_free (SsThrough *t);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SsThrough, ss_through_free)

G_END_DECLS

#endif
