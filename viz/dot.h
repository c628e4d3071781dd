/* The diagram of a function: blocks, their operations, exits and handlers, unwind points by kind, and what each saves. */
#ifndef SS_VIZ_DOT_H
#define SS_VIZ_DOT_H

#include "analyzer/classify.h"

G_BEGIN_DECLS

/* The diagram in the DOT language: the same bytes for the same program and policy.  Input reaches labels alone; nodes are called
 * after block numbers: b7 is block 7, b7_special lists its points of that kind, b7_x2 stands for the target of its
 * third link.  Linear in the function's size; not thread-safe, as cgraph is not.  The caller unrefs. */
GBytes *ss_dot (const SsTerms *terms, const SsClasses *classes, guint32 func);

G_END_DECLS

#endif
