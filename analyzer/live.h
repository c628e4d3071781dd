/* Liveness.  Blocks are closed scopes, so what is live into a block is a subset of its inputs: a sparse worklist over
 * link arguments finds it.  Per function, linear in the function's size.
 */
#ifndef SS_ANALYZER_LIVE_H
#define SS_ANALYZER_LIVE_H

#include "ir/program.h"

G_BEGIN_DECLS

/* Liveness of one function at a time; the memory is used again for the next.  One for each thread. */
typedef struct SsLive SsLive;

SsLive *ss_live_new (const SsProgram *p);
void ss_live_free (SsLive *l);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SsLive, ss_live_free)

void ss_live_func (SsLive *l, guint32 func);

/* Whether the block input v of the current function is live. */
gboolean ss_live_input (const SsLive *l, guint32 v);

/* Appends to `vars` (guint32) the variables live just after operation o, ascending, without its own result, Void values
 * and bound exceptions.  Cost: the operations after o in its block, and its links. */
void ss_live_after (SsLive *l, guint32 o, GArray *vars);

G_END_DECLS

#endif
