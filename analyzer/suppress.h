/* Changes that are known: a JSON file (doc/suppressions.schema.json) of entries that let changes through.
 *
 * An entry passes a change when all that it names matches: "function" and "record" are globs with * and ?, "change" is a code of changes.def.
 * A function's glob is held against its symbol, a record's against its name and FUNCTION@BLOCK.OP; of either build.  "reason" is wanted;
 * after the day of "expires" (YYYY-MM-DD, UTC) an entry passes nothing.
 */
#ifndef SS_ANALYZER_SUPPRESS_H
#define SS_ANALYZER_SUPPRESS_H

#include "compare.h"

G_BEGIN_DECLS

#define SS_SUPPRESS_ERROR (ss_suppress_error_quark ())
GQuark ss_suppress_error_quark (void);
typedef enum
{
  SS_SUPPRESS_ERROR_READ, /* cannot be read or parsed */
  SS_SUPPRESS_ERROR_ENTRY /* an entry is not as it must be */
} SsSuppressError;

typedef struct
{
  char *function, *record; /* owned; NULL: any */
  SsChangeCode change;     /* SS_N_CHANGES: any */
  char *reason;            /* owned */
  char *expires;           /* owned; NULL: never */
  GPatternSpec *function_glob, *record_glob; /* owned */
  gboolean expired;
  guint32 used; /* changes that it let through */
} SsSuppression;

typedef struct
{
  SsSuppression *entries; /* owned */
  guint32 nentries;
  guint32 *by;            /* owned, by change: the first entry that lets it through, or SS_NONE */
  guint32 nchanges;       /* that are let through */
} SsSuppressions;

/* today: YYYY-MM-DD. */
SsSuppressions *ss_suppressions_load (const char *file, const char *today, GError **error);
void ss_suppressions_free (SsSuppressions *s);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SsSuppressions, ss_suppressions_free)

/* Finds out what is let through. */
void ss_suppressions_apply (SsSuppressions *s, const SsComparison *c);

/* The entry that lets change i through, or NULL; s may be NULL.  Lent. */
const SsSuppression *ss_suppressed (const SsSuppressions *s, guint32 i);

G_END_DECLS

#endif
