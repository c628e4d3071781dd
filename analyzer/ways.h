/* The ways on from an operation to the end of its function: do they only return what it gave and raise again what it raised?
 * Per function, linear in its size, for all of its operations together.
 */
#ifndef SS_ANALYZER_WAYS_H
#define SS_ANALYZER_WAYS_H

#include "classify.h"

G_BEGIN_DECLS

/* The ways on in one function at a time; the memory is used again for the next.  One for each thread. */
typedef struct SsWays SsWays;

SsWays *ss_ways_new (const SsTerms *terms);
void ss_ways_free (SsWays *w);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SsWays, ss_ways_free)

void ss_ways_func (SsWays *w, guint32 func);

/* What keeps the record of operation o in block b of the current function from being reducible, as a bit set of SsReason: what is
 * met on any way on.  0: nothing does.  Cost: the links of its block. */
guint32 ss_ways_after (const SsWays *w, guint32 o, guint32 b);

/* Whether the current function has a result. */
gboolean ss_ways_result (const SsWays *w);

/* The last operation of block b that is work; SS_NONE: none is. */
guint32 ss_ways_last_work (const SsWays *w, guint32 b);

/* Whether link k passes on, where the result of operation o (SS_NONE: an input of the link's block) is wanted for the return, or
 * the exception that it binds for a raise, something else.  *arg is then which of its arguments. */
gboolean ss_ways_breaks (const SsWays *w, guint32 b, guint32 k, guint32 o, guint32 *arg);

G_END_DECLS

#endif
