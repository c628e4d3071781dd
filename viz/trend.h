/* The report of `trend`: builds side by side, one row each, in every form. */
#ifndef SS_VIZ_TREND_H
#define SS_VIZ_TREND_H

#include "analyzer/hops.h"
#include "analyzer/reduce.h"
#include "viz/out.h"

G_BEGIN_DECLS

/* Before and after the reduction. */
enum
{
  SS_TREND_BEFORE,
  SS_TREND_AFTER,
  SS_N_TREND_SIDES
};

/* What is counted of a build. */
typedef struct
{
  char *file;              /* owned, visible text: as it was given */
  char *program, *stage;   /* owned, as they are; NULL: the dump does not say */
  char *policy;            /* owned, as it is: its name */
  guint64 functions, may_unwind;
  guint64 records[SS_N_KINDS]; /* after the reduction */
  guint64 values[SS_N_TREND_SIDES], bytes[SS_N_TREND_SIDES]; /* of the records that must be saved */
  guint64 hops[SS_N_STRATEGIES];
} SsTrendRow;

typedef struct
{
  GArray *rows;        /* owned: SsTrendRow, in the order in which they were added */
  const char *reduced; /* lent: the word of --reduce */
} SsTrend;

SsTrend *ss_trend_new (const char *reduced);
void ss_trend_free (SsTrend *t);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SsTrend, ss_trend_free)

/* Counts a build and adds its row, which needs nothing of it any more.  `all` are the records before `reduction` (NULL: there was
 * none). */
void ss_trend_add (SsTrend *t, const char *file, const SsUnwind *unwind, const SsClasses *all, const SsReduction *reduction,
                   const SsHops *hops);

void ss_trend_text (const SsTrend *t, SsOut *out);
void ss_trend_csv (const SsTrend *t, SsOut *out);
void ss_trend_json (const SsTrend *t, SsOut *out);
/* Line charts, a panel for each group of numbers; written through libxml2. */
void ss_trend_svg (const SsTrend *t, SsOut *out);

/* What the forms share. */

/* The numbers of a row, in groups; all forms show them in this order. */
typedef enum
{
  SS_TREND_FUNCTIONS,
  SS_TREND_RECORDS,
  SS_TREND_VALUES,
  SS_TREND_BYTES,
  SS_TREND_HOPS,
  SS_N_TREND_GROUPS
} SsTrendGroup;

const char *ss_trend_title (SsTrendGroup g);
const char *ss_trend_key (SsTrendGroup g);  /* in JSON, and in CSV before the series: "saved_bytes" */
guint ss_trend_nseries (SsTrendGroup g);
const char *ss_trend_series (SsTrendGroup g, guint i); /* "may-unwind" */
guint64 ss_trend_value (const SsTrendRow *r, SsTrendGroup g, guint i);

/* "pypy2.7-v7.3.9, stage rtype": what a build is called, visible text; the caller frees. */
char *ss_trend_build (const SsTrendRow *r);

G_END_DECLS

#endif
