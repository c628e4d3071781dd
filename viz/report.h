/* The report of `classify`: which records were selected, and the tables over them, counted once for every format.
 *
 * Tables are sorted by their main number, largest first, then by name, so that every format shows the same order.
 */
#ifndef SS_VIZ_REPORT_H
#define SS_VIZ_REPORT_H

#include "analyzer/suggest.h"
#include "viz/out.h"

G_BEGIN_DECLS

/* Which records a report is about: those that pass all three tests.  A glob has * and ?; it matches a name as it is or as it
 * is shown, a type's name also without its storage class. */
typedef struct
{
  const char *const *functions; /* lent: the function matches one of these globs; NULL: any */
  const char *const *types;     /* lent: a saved value is of a type that matches one of these globs; NULL: any */
  guint32 kinds;                /* bit set of SsKind; 0: any */
} SsFilter;

typedef struct
{
  guint64 records, values, bytes;
} SsTally;

/* A record shape: a run of types, or of storage classes, in order of storage, then of name. */
typedef struct
{
  guint32 elem0, nelems; /* in SsShapes.elems */
  guint32 records, irreducible;
} SsShape;

typedef struct
{
  guint32 *elems; /* owned: types, or SsStorage */
  SsShape *shapes; /* owned */
  guint32 nshapes;
} SsShapes;

typedef struct
{
  guint32 type;
  guint32 values, records; /* saved values of that type, records that save one */
} SsTypeUse;

typedef struct
{
  guint32 func;
  guint32 records, irreducible;
  guint64 values, bytes; /* of the irreducible ones */
} SsFuncUse;

typedef struct
{
  guint32 opname;
  guint32 count;
} SsOpUse;

typedef struct
{
  const SsTerms *terms;     /* lent */
  const SsUnwind *unwind;   /* lent */
  const SsClasses *classes; /* lent: the records as they are shown */
  const SsReduction *reduction; /* lent: what made them so; NULL: nothing did */
  SsFilter filter;
  const GArray *suggestions; /* lent: SsSuggestion, of the whole program; NULL: none were asked for */
  guint nsuggestions;        /* how many of them are shown; 0: all */
  GPtrArray *notes; /* owned: char *, sentences about globs that match nothing in the program */

  /* of the whole program */
  guint32 npoints, not_analysed;
  guint32 unknown_points;    /* calls of unknown targets that are unwind points */
  SsOpUse *hidden;           /* owned: operations that call, but not by a symbol of the format */
  guint32 nhidden;           /* different ones */
  guint64 hidden_calls;      /* all of them */
  guint32 *callbacks;        /* owned: symbols of externals that call back and may unwind, by name */
  guint32 ncallbacks;
  guint32 callback_externals; /* externals that call back at all */
  guint32 *overruled;        /* owned: call sites of which the policy says something, by operation number */
  guint32 noverruled;

  /* of the selected records */
  const SsRecord **records; /* owned; the records lent; by operation number */
  guint32 nrecords;
  SsTally kinds[SS_N_KINDS], reducible, irreducible, all;
  SsTally stages[SS_N_STAGES][SS_N_KINDS], stage_irreducible[SS_N_STAGES]; /* with a reduction, after each of its stages */
  guint64 gone[SS_N_HOWS]; /* values no longer saved */
  guint64 resting;         /* … whose rebuilding rests on ownership */
  guint32 bounded;         /* records that hit the bound on work */
  SsShapes exact, storage;
  SsTypeUse *types; /* owned */
  guint32 ntypes;
  SsFuncUse *funcs; /* owned: functions with irreducible records, most of them first */
  guint32 nfuncs;
} SsReport;

/* Counts everything.  All arguments are lent and must outlive the report.  The records are those of `c`, or, where there is a
 * reduction of it, as they are reduced. */
SsReport *ss_report_new (const SsTerms *terms, const SsUnwind *u, const SsClasses *c, const SsReduction *reduction,
                         const SsFilter *filter);
void ss_report_free (SsReport *r);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SsReport, ss_report_free)

/* Whether the report leaves records out. */
gboolean ss_report_filtered (const SsReport *r);

/* Whether a key of the header is the build's name or stage, which are shown by themselves. */
static inline gboolean
ss_report_names_build (const char *key)
{
  return g_str_equal (key, "program") || g_str_equal (key, "stage");
}

/* Views.  `top` is how many rows of a long table are shown (0: all), `records` whether every record is. */
void ss_report_text (const SsReport *r, guint top, gboolean records, SsOut *out);
void ss_report_json (const SsReport *r, guint top, gboolean records, SsOut *out);
void ss_report_csv (const SsReport *r, SsOut *out);
void ss_report_sarif (const SsReport *r, SsOut *out);

/* The number of a record in the report's classes. */
static inline guint32
ss_report_index (const SsReport *r, const SsRecord *record)
{
  return (guint32) (record - r->classes->records);
}

/* Rows of a table of n that `top` lets through. */
static inline guint32
ss_report_rows (guint32 n, guint top)
{
  return top == 0 || n < top ? n : top;
}

G_END_DECLS

#endif
