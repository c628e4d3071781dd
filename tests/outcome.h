/* For tests: what comes of loading a file, whole, so that two readings can be held against each other. */
#ifndef SS_TESTS_OUTCOME_H
#define SS_TESTS_OUTCOME_H

#include "ir/load.h"

G_BEGIN_DECLS

typedef struct
{
  SsProgram *program; /* owned; NULL: there was an error */
  GPtrArray *faults;  /* owned: SsFault */
  guint64 nfaults;
  GError *error; /* owned */
} Outcome;

Outcome *outcome_with (const char *file, const SsLoadOptions *options);
/* The same with the default options and that reader. */
Outcome *outcome_of (const char *file, SsReader reader);
/* The outcome of loading bytes, by way of a file in memory. */
Outcome *outcome_of_bytes (gconstpointer bytes, gsize n, SsReader reader);
void outcome_free (Outcome *o);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Outcome, outcome_free)

/* NULL where program, error and all messages are the same, or how they differ; the caller frees. */
char *outcome_difference (const Outcome *a, const Outcome *b);

/* The same for the same bytes read by all readers there are; the outcome of the first is lent in *first if asked for. */
char *outcome_readers_differ (const char *file, Outcome **first);

/* Paths of the files in a folder of the source tree whose names begin and end so, sorted; the caller unrefs. */
GPtrArray *outcome_files (const char *folder, const char *prefix, const char *suffix);

G_END_DECLS

#endif
