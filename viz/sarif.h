/* Findings as SARIF 2.1.0: what code-scanning services take.
 *
 * A finding is a record that must be saved.  There is a rule and a taxon for each reason code.  A finding's rule is the first of its reasons
 * that keeps it from being left out, and its taxa are all of its reasons: a result for each would show one record as several alerts, which are
 * all closed by one change.  Findings survive renumbering by their fingerprints (fingers.h), of which no two in a run are the same.  Services show 5,000 findings and take 25,000;
 * at most SS_SARIF_MAX are written, and how many were not is said in a notification.
 */
#ifndef SS_VIZ_SARIF_H
#define SS_VIZ_SARIF_H

#include "analyzer/registry.h"
#include "analyzer/unwind.h"
#include "viz/doc.h"

G_BEGIN_DECLS

#define SS_SARIF_MAX 2500

/* One build, and what tells its records; all lent. */
typedef struct
{
  const SsTerms *terms;
  const SsUnwind *unwind;
  const SsClasses *classes;
  const SsPlaces *places;
  const guint64 *fingers; /* by record: fingers.h */
  const char **official;  /* by record: its name in the registry, or NULL (registry.h); NULL: no record has one */
} SsSarifBuild;

/* What a finding is against the old build: the format's baselineState. */
typedef enum
{
  SS_BASELINE_NONE, /* there is no old build */
  SS_BASELINE_NEW,
  SS_BASELINE_UPDATED,
  SS_BASELINE_ABSENT,
  SS_N_BASELINES
} SsBaseline;

typedef struct SsSarif SsSarif;

SsSarif *ss_sarif_new (void);

/* Adds a finding; `suppressed` (why it is) may be NULL, `message` is what follows its name.  FALSE: there are enough already, and this one was counted
 * alone. */
gboolean ss_sarif_add (SsSarif *s, const SsSarifBuild *b, const SsRecord *r, const char *message, SsBaseline baseline,
                       const char *suppressed);

/* Adds what is to be said of the run: a notification. */
void ss_sarif_note (SsSarif *s, const char *text);

/* Takes `s` and writes it. */
void ss_sarif_write (SsSarif *s, SsOut *out);

G_END_DECLS

#endif
