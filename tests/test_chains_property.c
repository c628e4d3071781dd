/* Random programs: chains, hops, plans, names, choke points and chains from elsewhere, against the definitions (naive_chains.h).
 *
 * STACKSIEVE_PROGRAMS=N runs N programs, STACKSIEVE_SEED=N that one alone; a failure names its seed.
 */
#include "tests/chains_property.h"
#include "tests/gen.h"

#include <check.h>

enum
{
  DEFAULT_PROGRAMS = 6000
};

static void
print_totals (const ChainsTotals *t)
{
  g_print ("%u programs, %u left out; %u records, %u of externals; longest way %u\n", t->programs, t->left_out, t->records,
           t->externals, t->longest_way);
  for (guint i = 0; i <= SS_BAR_FOREIGN; i++)
    g_print ("  bar %-8s %u\n", ss_bar_name ((SsBar) i), t->bars[i]);
  g_print ("%u hops, %u under a bytecode; the cheapest way ends at a frame %u, a source %u, an operation or unknown targets %u; "
           "longest run %u, more than one in %u\n",
           t->hops, t->groups, t->frame_ends, t->source_ends, t->no_name_ends, t->longest_run, t->several_runs);
  for (guint i = 0; i < SS_N_STRATEGIES; i++)
    g_print ("  strategy %-8s %u\n", ss_strategy_name ((SsStrategy) i), t->strategies[i]);
  for (guint i = 0; i < SS_N_VERDICTS; i++)
    g_print ("  verdict %-8s %u, over all roots %u\n", ss_verdict_name ((SsVerdict) i), t->verdicts[i], t->all_verdicts[i]);
  g_print ("%u programs with assumed roots; %u chains through a record, %u of them ways of hops; %u chains between functions\n",
           t->assumed, t->through, t->through_hops, t->between);
  g_print ("%u plans, %u steps: %u gain, %u gain nothing yet; the bound is reached %u times, the plan is not the best %u times\n",
           t->plans, t->plan_steps, t->plan_gains, t->plan_blind, t->plan_at_bound, t->plan_below);
  g_print ("%u choke points, %u gain other functions; %u entries tried, %u contradict the policy, %u have none\n", t->chokes, t->gains,
           t->entries, t->contradictions, t->no_entries);
  g_print ("%u names; %u chains verified\n", t->names, t->checks);
  for (guint i = 0; i <= SS_LINE_AFTER_END; i++)
    g_print ("  a line %-50s %u\n", ss_line_text ((SsLineState) i), t->lines[i]);
}

/* Everything occurred, and often. */
static void
check_coverage (const ChainsTotals *t)
{
  const guint often[] = { t->externals, t->groups, t->frame_ends, t->source_ends, t->no_name_ends, t->several_runs, t->assumed,
                          t->through_hops, t->between, t->plan_gains, t->plan_blind, t->plan_at_bound, t->gains, t->entries,
                          t->no_entries, t->names };

  ck_assert_msg (t->left_out < t->programs / 20, "%u programs left out", t->left_out);
  ck_assert_msg (t->plan_below > 0, "greedy plans were always the best");
  for (guint i = 0; i < G_N_ELEMENTS (often); i++)
    ck_assert_msg (often[i] > 100, "coverage: figure %u is %u", i, often[i]);
  for (guint i = 0; i <= SS_BAR_FOREIGN; i++)
    ck_assert_msg (t->bars[i] > 100, "bar %s hardly occurs", ss_bar_name ((SsBar) i));
  for (guint i = 0; i < SS_N_STRATEGIES; i++)
    ck_assert_msg (t->strategies[i] > 100, "strategy %s hardly occurs", ss_strategy_name ((SsStrategy) i));
  for (guint i = 0; i < SS_N_VERDICTS; i++)
    ck_assert_msg (t->verdicts[i] > 100 && t->all_verdicts[i] > 50, "verdict %s hardly occurs", ss_verdict_name ((SsVerdict) i));
  for (guint i = 0; i <= SS_LINE_AFTER_END; i++)
    ck_assert_msg (t->lines[i] > 100, "a line hardly ever %s", ss_line_text ((SsLineState) i));
}

START_TEST (analyses_meet_the_definitions)
{
  const char *one = g_getenv ("STACKSIEVE_SEED");
  guint64 n = gen_programs (DEFAULT_PROGRAMS);
  ChainsTotals t = { 0 };

  if (one)
    chains_property (g_ascii_strtoull (one, NULL, 10), &t);
  else
    for (guint64 seed = 0; seed < n; seed++)
      chains_property (seed, &t);
  print_totals (&t);
  if (!one && n >= DEFAULT_PROGRAMS)
    check_coverage (&t);
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("chains");
  TCase *tcase = tcase_create ("random programs");

  tcase_set_timeout (tcase, 300);
  tcase_add_test (tcase, analyses_meet_the_definitions);
  suite_add_tcase (suite, tcase);
  SRunner *runner = srunner_create (suite);
  srunner_run_all (runner, CK_ENV);
  int failed = srunner_ntests_failed (runner);
  srunner_free (runner);
  return failed != 0;
}
