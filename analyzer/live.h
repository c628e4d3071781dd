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

/* A walk up through a block, for all that is live after each of its operations at the cost of one sweep: ss_live_end() goes
 * to the end of block b, ss_live_up() above operation o; they are called in that order, from the block's last operation on. */
void ss_live_end (SsLive *l, guint32 b);
void ss_live_up (SsLive *l, guint32 o);
/* Appends to `vars` (guint32) what is live where the walk stands, just after operation o, ascending: without o's own result,
 * Void values and bound exceptions. */
void ss_live_get (const SsLive *l, guint32 o, GArray *vars);

/* The same for one operation o alone.  Cost: the operations after o in its block, and its links. */
void ss_live_after (SsLive *l, guint32 o, GArray *vars);

G_END_DECLS

#endif
