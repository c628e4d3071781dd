/* The report of `diff` as SARIF: records that must be saved and are new, changed or gone, the most consequential first. */
#include "config.h"

#include "viz/diff.h"

#include "analyzer/fingers.h"
#include "viz/sarif.h"

static SsBaseline
baseline_of (const SsChange *x, gboolean was, gboolean is)
{
  if (x->code == SS_CHANGE_BECAME_IRREDUCIBLE || !was)
    return SS_BASELINE_NEW;
  return is ? SS_BASELINE_UPDATED : SS_BASELINE_ABSENT;
}

/* What was inlined is a record of its own here, as its place makes its fingerprint. */
static const SsRecord *
record_of (const SsDiff *d, const SsChange *x, int side)
{
  return x->record[side] == SS_NONE ? NULL : ss_diff_of (d, x, side);
}

static gboolean
is_saved (const SsDiff *d, const SsChange *x, int side)
{
  const SsRecord *r = record_of (d, x, side);
  return r && !ss_kind_reducible (r->kind);
}

static void
add_change (const SsDiff *d, guint32 i, const SsSarifBuild *builds, SsSarif *s)
{
  const SsChange *x = &d->comparison->changes[i];
  const SsSuppression *by = ss_suppressed (d->suppressions, i);
  gboolean was = is_saved (d, x, SS_OLD), is = is_saved (d, x, SS_NEW);
  int side = is ? SS_NEW : SS_OLD;
  if (!was && !is)
    return;
  const SsRecord *old = record_of (d, x, SS_OLD), *new = record_of (d, x, SS_NEW);
  g_autoptr (GString) text = g_string_new (NULL);
  g_string_append_printf (text, "is %s: %s", ss_kind_name (record_of (d, x, side)->kind), ss_change_text (x->code));
  if (old && new && old->kind != new->kind)
    g_string_append_printf (text, "; it was %s", ss_kind_name (old->kind));
  if (old && new && old->nsaved != new->nsaved)
    g_string_append_printf (text, "; it saved %u value%s and saves %u", old->nsaved, old->nsaved == 1 ? "" : "s", new->nsaved);
  if (x->why != SS_WHY_NONE)
    g_string_append_printf (text, "; %s", ss_why_text (x->why));
  ss_sarif_add (s, &builds[side], record_of (d, x, side), text->str, baseline_of (x, was, is), by ? by->reason : NULL);
}

void
ss_diff_sarif (const SsDiff *d, SsOut *out)
{
  guint64 *fingers[SS_N_SIDES];
  SsSarifBuild builds[SS_N_SIDES];
  SsSarif *s = ss_sarif_new ();
  for (int side = 0; side < SS_N_SIDES; side++)
    {
      const SsActivation *a = d->comparison->build[side].activation;
      const SsPlaces *places = d->comparison->identity[side].places;
      fingers[side] = ss_fingers_new (a->terms, a->classes, places, d->comparison->build[side].prints);
      builds[side] = (SsSarifBuild) { a->terms, a->unwind, a->classes, places, fingers[side],
                                       d->comparison->identity[side].official };
    }
  for (guint32 i = 0; i < d->comparison->nchanges; i++)
    add_change (d, i, builds, s);
  if (d->suppressions)
    {
      g_autofree char *suppressed = ss_diff_suppressed (d), *text = g_strconcat ("suppressed: ", suppressed, NULL);
      ss_sarif_note (s, text);
    }
  ss_sarif_write (s, out);
  g_free (fingers[SS_OLD]);
  g_free (fingers[SS_NEW]);
}
