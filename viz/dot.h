/* The diagram of a function: blocks, their operations, exits and handlers, unwind points by kind, and what each saves. */
#ifndef SS_VIZ_DOT_H
#define SS_VIZ_DOT_H

#include "analyzer/classify.h"

G_BEGIN_DECLS

/* What a diagram has of a function. */
typedef struct
{
  gboolean only_relevant; /* blocks that play no part in any record are folded (analyzer/cells.h) */
  guint32 max_nodes;      /* boxes, those nearest the start; SS_NONE: all */
  guint32 max_ops;        /* a block with more operations shows the first max_ops/2 of them, the last max_ops/4, and all that play a
                             part in a record (analyzer/parts.h) */
} SsDotAsk;

#define SS_DOT_WHOLE { FALSE, SS_NONE, 48 }

/* The diagram in the DOT language: the same bytes for the same program and policy.  Input reaches labels alone; nodes are called
 * after block numbers: b7 is block 7, b7_special lists its points of that kind, b7_x2 stands for the target of its
 * third link, b7_run for block 7 and those folded with it, b7_down for what was left out below it, more for all that was.  Linear in
 * the function's size; not thread-safe, as cgraph is not.  The caller unrefs. */
GBytes *ss_dot (const SsTerms *terms, const SsClasses *classes, guint32 func, const SsDotAsk *ask);

G_END_DECLS

#endif
