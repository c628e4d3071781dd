/* From every node of a graph, a shortest way to the nearest goal: one search backwards from all goals. */
#ifndef SS_ANALYZER_NEAREST_H
#define SS_ANALYZER_NEAREST_H

#include "csr.h"

G_BEGIN_DECLS

/* Of a long way, the first SS_PATH_HEAD blocks and the last SS_PATH_TAIL are told, and how many there are between. */
#define SS_PATH_HEAD 10
#define SS_PATH_TAIL 10

/* All arrays are owned, and by node; G_MAXUINT32: there is no way. */
typedef struct
{
  guint32 *distance; /* edges to the nearest goal; 0: it is one */
  guint32 *next;     /* the first of the neighbours that are nearest to a goal; of a goal too */
  guint32 *tail;     /* the node of the way that is SS_PATH_TAIL - 1 edges before its end; of a shorter way, where it starts */
} SsNearest;

/* goal[v] tells whether node v is a goal.  The ways are the first ones in the order of the edges.  Linear. */
SsNearest *ss_nearest_new (const SsCsr *g, const guint8 *goal);
void ss_nearest_free (SsNearest *n);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SsNearest, ss_nearest_free)

G_END_DECLS

#endif
