/* Kinds: what must be saved at every unwind point, and of which kind its record is.
 * Per function once may-unwind is known, so functions are worked on in parallel; the result is the same for any number
 * of threads.  Source: design note "What is computed", after Tismer's note on thread pickling (2006).
 */
#ifndef SS_ANALYZER_CLASSIFY_H
#define SS_ANALYZER_CLASSIFY_H

#include "unwind.h"

G_BEGIN_DECLS

typedef enum
{
#define SS_KIND(id, name, reducible, text) SS_KIND_##id,
#include "kinds.def"
#undef SS_KIND
  SS_N_KINDS
} SsKind;

const char *ss_kind_name (SsKind k);
const char *ss_kind_text (SsKind k); /* one sentence */
gboolean ss_kind_reducible (SsKind k);
/* The kind of that name, or SS_N_KINDS. */
SsKind ss_kind_find (const char *name);

/* Why a record is of its kind: a closed list (reasons.def), documented in doc/classification.md. */
typedef enum
{
#define SS_REASON(id, code, text) SS_REASON_##id,
#include "reasons.def"
#undef SS_REASON
  SS_N_REASONS
} SsReason;

const char *ss_reason_code (SsReason r); /* as written in text, JSON and CSV: "work-after" */
const char *ss_reason_text (SsReason r);

typedef struct
{
  guint32 op;              /* the unwind point */
  guint32 func, block;
  SsKind kind;
  guint32 reasons;         /* bit set of SsReason */
  guint32 saved0, nsaved;  /* in SsClasses.saved */
} SsRecord;

typedef struct
{
  SsRecord *records; /* owned; by operation number */
  guint32 nrecords;
  guint32 *saved; /* owned: variables, ascending within a record */
  guint32 nsaved;
} SsClasses;

/* Bytes of a record that saves n values: 24 (back link, resume label, depth) and 8 each. */
#define SS_RECORD_BYTES(n) (24 + 8 * (guint64) (n))

/* Decides the kind of an irreducible record by its r->nsaved saved values, and its reasons about what it saves. */
void ss_record_decide (const SsTerms *terms, SsRecord *r, const guint32 *saved);

/* threads: 0 = one a core. */
SsClasses *ss_classify (const SsTerms *terms, const SsUnwind *u, guint threads);
void ss_classes_free (SsClasses *c);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SsClasses, ss_classes_free)

/* The record at operation o, or NULL; lent. */
const SsRecord *ss_classes_find (const SsClasses *c, guint32 o);
/* The records at operations op0 … op0+nops-1: the first one, and how many; lent. */
const SsRecord *ss_classes_range (const SsClasses *c, guint32 op0, guint32 nops, guint32 *n);

G_END_DECLS

#endif
