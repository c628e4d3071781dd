/* The order of a function's blocks by its structure alone: reverse postorder, exits in their order, then handlers.  Blocks that
 * cannot be reached come last, by number.  What is told by it stays true when blocks get other numbers.
 */
#ifndef SS_ANALYZER_ORDER_H
#define SS_ANALYZER_ORDER_H

#include "ir/program.h"

G_BEGIN_DECLS

/* The order of one function at a time; the memory is used again for the next.  One for each thread. */
typedef struct SsOrder SsOrder;

SsOrder *ss_order_new (const SsProgram *p);
void ss_order_free (SsOrder *o);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SsOrder, ss_order_free)

/* The blocks of a function in that order, as many as it has; lent until the next call. */
const guint32 *ss_order_func (SsOrder *o, guint32 func);
/* The place of a block of that function in it. */
guint32 ss_order_rank (const SsOrder *o, guint32 block);

G_END_DECLS

#endif
