/* Facts about frames: which field of which frame holds which value, at each point of a function; and which item of which array.
 *
 * A fact says that field `key` of the frame `base` holds `value`, in numbers of values; or that item `index` of the array `base`
 * does, which may be any array of a type that frames hold.  It must hold on all ways to a place.
 * Facts come from getfield, setfield, getarrayitem, setarrayitem and held_by, and end with what may write the field, or define base or value anew.
 * Per function, after its values are numbered.
 */
#ifndef SS_ANALYZER_HELD_H
#define SS_ANALYZER_HELD_H

#include "reduce.h"
#include "values.h"
#include "writes.h"

G_BEGIN_DECLS

typedef struct
{
  guint32 base, value; /* definitions */
  guint32 key;         /* of writes.h; of a notation, a number of its own */
  guint32 op;          /* the first operation that establishes it; SS_NONE: a notation that the program does not have */
  guint32 field;       /* string; SS_NONE as above, and of an item */
  SsOperand index;     /* of an item: a number or an integer constant; SS_NONE: a field or notation */
  gboolean notation;   /* held_by */
  gboolean owned;      /* other chains change nothing in base */
} SsFact;

/* The facts of one function at a time; the memory is used again for the next.  One for each thread. */
typedef struct SsHeld SsHeld;

/* notations: more of them than the program has (SsReduceOptions); lent. */
SsHeld *ss_held_new (const SsTerms *terms, const SsUnwind *u, const SsWrites *w, const SsNotation *notations, guint n);
void ss_held_free (SsHeld *h);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SsHeld, ss_held_free)

void ss_held_func (SsHeld *h, guint32 func, const SsValues *v);

/* What the policy says (SsTypeFlags) of a variable of the current function of `v`, as it is typed and as what it equals is: what holds
 * values, by notation or by its fields, is an SS_TYPE_FRAME. */
guint ss_held_base_type (const SsTerms *terms, const SsValues *v, guint32 var);

/* A walk down through a block: ss_held_start() goes to its start; ss_held_point() gives the facts that hold just before
 * operation o and still when what o calls comes back (SsFact, appended to `facts`); ss_held_down() goes below o. */
void ss_held_start (SsHeld *h, guint32 block);
void ss_held_point (SsHeld *h, guint32 o, GArray *facts);
void ss_held_down (SsHeld *h, guint32 o);

/* Whether the current function had too many facts to follow, or the program too many fields for those of this function to be followed. */
gboolean ss_held_bounded (const SsHeld *h);

G_END_DECLS

#endif
