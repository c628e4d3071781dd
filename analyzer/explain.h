/* Why a record is of its kind: computed on demand, for one record at a time, after one sweep for each function. */
#ifndef SS_ANALYZER_EXPLAIN_H
#define SS_ANALYZER_EXPLAIN_H

#include "classify.h"
#include "nearest.h"

G_BEGIN_DECLS

/* Where a value is used, or where something irreducible stands. */
typedef enum
{
  SS_AT_OP,    /* number: an operation */
  SS_AT_SWITCH, /* number: a block, whose switch it picks */
  SS_AT_LINK,  /* number: a link; what it passes is returned or raised, at once or after more links */
  SS_AT_BLOCK  /* number: a block, which ends the program or which a loop comes back to */
} SsAtKind;

/* A way from the point's block to another.  Of a long one, the first SS_PATH_HEAD blocks and the last ones. */
typedef struct
{
  GArray *blocks;   /* owned: guint32 */
  guint32 left_out; /* blocks between the first SS_PATH_HEAD and the rest that are not in `blocks` */
} SsPath;

/* A saved value: where it was made, its first use after the call, and the way there. */
typedef struct
{
  guint32 var;
  guint32 origin; /* the variable it was first: followed back over links as long as there is one source; may equal var */
  SsAtKind use;
  guint32 use_at;
  guint32 name; /* the variable that it is there; may equal var */
  SsPath path;  /* to the use's block */
} SsValueWhy;

/* Something after the call that makes the record irreducible, or shows how it is reducible. */
typedef struct
{
  SsReason reason;
  SsAtKind at;
  guint32 number; /* SS_NONE: the point itself, and no path (saves-nothing) */
  guint32 var;    /* the value concerned, or SS_NONE */
  SsPath path;    /* to there */
} SsCause;

typedef struct
{
  const SsRecord *record; /* lent */
  GArray *values;         /* owned: SsValueWhy, in the order of the saved values */
  GArray *causes;         /* owned: SsCause, one for each reason of the record, in the order of reasons.def */
} SsExplanation;

/* Explains records.  What it finds out of a function is used again for the next record of the same one, so ask for records in
 * their order; not for several threads at once.  `terms` and `c` are lent. */
typedef struct SsExplainer SsExplainer;

SsExplainer *ss_explainer_new (const SsTerms *terms, const SsClasses *c);
void ss_explainer_free (SsExplainer *x);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SsExplainer, ss_explainer_free)

SsExplanation *ss_explain (SsExplainer *x, const SsRecord *r);
void ss_explanation_free (SsExplanation *e);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SsExplanation, ss_explanation_free)

G_END_DECLS

#endif
