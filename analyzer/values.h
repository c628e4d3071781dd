/* Numbers of values: variables of one function that always hold the same value have one number.
 *
 * A number is the variable that defines the value, or a constant (SsOperand).  A variable equals, as long as it is in scope, the
 * value that its number's definition has had most recently in this activation.  Per function.
 */
#ifndef SS_ANALYZER_VALUES_H
#define SS_ANALYZER_VALUES_H

#include "policy.h"

G_BEGIN_DECLS

/* The numbers of one function at a time; the memory is used again for the next.  One for each thread. */
typedef struct SsValues SsValues;

SsValues *ss_values_new (const SsTerms *terms);
void ss_values_free (SsValues *v);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SsValues, ss_values_free)

void ss_values_func (SsValues *v, guint32 func);
/* Whether it took too many sweeps, so that values that are equal may have different numbers. */
gboolean ss_values_bounded (const SsValues *v);

/* The number of an operand of the current function; SS_NONE: its block cannot be reached. */
SsOperand ss_values_number (const SsValues *v, SsOperand a);

/* Whether an operand, or a number, is a constant without identity: two of one text can be two objects. */
gboolean ss_value_nameless (const SsProgram *p, SsOperand a);

/* The blocks that can be reached, in reverse postorder; lent. */
const guint32 *ss_values_blocks (const SsValues *v, guint32 *n);
/* The place of a block in that order; SS_NONE: it cannot be reached. */
guint32 ss_values_rank (const SsValues *v, guint32 block);
/* The links that lead to a block from blocks that can be reached; lent. */
const guint32 *ss_values_preds (const SsValues *v, guint32 block, guint32 *n);
/* The block that link k of the current function starts from. */
guint32 ss_values_source (const SsValues *v, guint32 k);
/* Of two definitions that dominate one place, the one with the smaller order dominates the other. */
guint64 ss_values_order (const SsValues *v, guint32 var);

G_END_DECLS

#endif
