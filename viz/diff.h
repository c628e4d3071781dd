/* The report of `diff`: what changed between two builds, in every form. */
#ifndef SS_VIZ_DIFF_H
#define SS_VIZ_DIFF_H

#include "analyzer/compat.h"
#include "analyzer/suppress.h"
#include "viz/doc.h"
#include "viz/out.h"

G_BEGIN_DECLS

typedef struct
{
  const SsComparison *comparison;     /* lent */
  const SsCompat *compat;             /* lent */
  const SsSuppressions *suppressions; /* lent; NULL: none were given */
  const char *reduced; /* lent: the word of --reduce */
  gboolean all;        /* every change, suppressed ones too, and how functions were matched */
  guint top;           /* changes to show; 0: all */
} SsDiff;

void ss_diff_text (const SsDiff *d, SsOut *out);
void ss_diff_markdown (const SsDiff *d, SsOut *out);
void ss_diff_json (const SsDiff *d, SsOut *out);
void ss_diff_csv (const SsDiff *d, SsOut *out);
void ss_diff_sarif (const SsDiff *d, SsOut *out);

/* What the forms share. */

/* What JSON says of both builds, of matching, of pickles and of how many changes there are; the caller unrefs. */
json_t *ss_diff_summary (const SsDiff *d);

typedef struct
{
  guint64 records[SS_N_KINDS], values[SS_N_KINDS];
} SsDiffTotals;

SsDiffTotals ss_diff_totals (const SsDiff *d, int side);

/* Whether a change is shown where not everything is: it is not suppressed, and it is no neutral one. */
gboolean ss_diff_shown (const SsDiff *d, guint32 i);

/* How many changes are suppressed, and how many entries let nothing through: "3 changes; entries: 4, unused 1, expired 0"; the caller frees. */
char *ss_diff_suppressed (const SsDiff *d);

/* The function, the record (FUNCTION@BLOCK.OP) and the name of the record of a change on one side, as they are; NULL: there is none.  Of what
 * was inlined or outlined, that is the record that it came from, or became.  The caller frees. */
char *ss_diff_function (const SsDiff *d, const SsChange *x, int side);
char *ss_diff_record (const SsDiff *d, const SsChange *x, int side);
char *ss_diff_name (const SsDiff *d, const SsChange *x, int side);
const SsRecord *ss_diff_of (const SsDiff *d, const SsChange *x, int side);
/* What becomes of that record in the other build; there must be one. */
SsFate ss_diff_fate (const SsDiff *d, const SsChange *x, int side);

/* Of two matched functions that a change is about how they were matched; NULL: it is about one that has no match, or none. */
const SsPair *ss_diff_match (const SsDiff *d, const SsChange *x);

/* The call that was inlined or outlined, as CALLER@BLOCK.OP; NULL: there is none.  The caller frees. */
char *ss_diff_call (const SsDiff *d, const SsChange *x);

/* The types that one side's record saves and the other's does not, each as often as that; char *, by storage and name; the caller
 * unrefs. */
GPtrArray *ss_diff_types (const SsDiff *d, const SsChange *x, int side);

/* The programs as they are called, "pypy2.7-v7.3.9, stage rtype"; the caller frees. */
char *ss_diff_build (const SsDiff *d, int side);

/* "new → old": what a direction of reading pickles is called: "new reads old", "old reads new". */
const char *ss_diff_direction (int side);

/* The chain by which a function or a call came to unwind, or ceased to, as words: "f@0.1 > g > C:stacklet_switch"; NULL: the change is about none.
 * The caller frees, visible text. */
char *ss_diff_chain (const SsDiff *d, const SsChange *x);

/* "+3", "-2", "0". */
char *ss_diff_number (guint64 old, guint64 new);

G_END_DECLS

#endif
