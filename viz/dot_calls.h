/* The call graph of what may unwind, collapsed to components, each in the colour of its worst kind. */
#ifndef SS_VIZ_DOT_CALLS_H
#define SS_VIZ_DOT_CALLS_H

#include "analyzer/components.h"

G_BEGIN_DECLS

/* The diagram in the DOT language.  Nodes are called after places in the result: c7 is box 7, c7_up and c7_down stand for
 * what was left out above and below it, c7_x2 for a call of box 2, which has many callers.  The caller unrefs. */
GBytes *ss_dot_calls (const SsActivation *a, const SsComponents *c, const SsComponentsAsk *ask);

G_END_DECLS

#endif
