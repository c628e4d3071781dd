/* The report of `classify` as SARIF: the selected records that must be saved; those that are hardest to pickle first. */
#include "config.h"

#include "viz/report.h"

#include "analyzer/fingers.h"
#include "viz/sarif.h"

#include <stdlib.h>

/* How much a kind matters: those that no name clears first. */
static guint
weight_of (SsKind kind)
{
  static const guint8 weights[SS_N_KINDS] = { [SS_KIND_FOREIGN] = 4, [SS_KIND_SPECIAL] = 3, [SS_KIND_STATELESS] = 2, [SS_KIND_FRAME] = 1 };
  return weights[kind];
}

static int
by_weight (const void *a, const void *b)
{
  const SsRecord *r = *(const SsRecord *const *) a, *s = *(const SsRecord *const *) b;
  if (weight_of (r->kind) != weight_of (s->kind))
    return weight_of (r->kind) > weight_of (s->kind) ? -1 : 1;
  if (r->nsaved != s->nsaved)
    return r->nsaved > s->nsaved ? -1 : 1;
  return r->op < s->op ? -1 : r->op > s->op;
}

void
ss_report_sarif (const SsReport *r, SsOut *out)
{
  g_autoptr (SsPlaces) places = ss_places_new (r->terms, r->classes);
  g_autofree guint64 *fingers = ss_fingers_new (r->terms, r->classes, places, NULL);
  const SsSarifBuild build = { r->terms, r->unwind, r->classes, places, fingers, NULL };
  g_autofree const SsRecord **records = g_new (const SsRecord *, (gsize) r->nrecords + 1);
  SsSarif *s = ss_sarif_new ();
  guint32 n = 0;
  for (guint32 i = 0; i < r->nrecords; i++)
    if (!ss_kind_reducible (r->records[i]->kind))
      records[n++] = r->records[i];
  qsort (records, n, sizeof *records, by_weight);
  for (guint32 i = 0; i < n; i++)
    {
      g_autofree char *text = g_strdup_printf ("is %s: %s", ss_kind_name (records[i]->kind), ss_kind_text (records[i]->kind));
      ss_sarif_add (s, &build, records[i], text, SS_BASELINE_NONE, NULL);
    }
  ss_sarif_write (s, out);
}
