/* What frees a result of an analysis takes NULL, as free() does: an owner need not ask what it holds. */
#include "config.h"

#include "analyzer/activation.h"
#include "analyzer/align.h"
#include "analyzer/blocks.h"
#include "analyzer/callgraph.h"
#include "analyzer/calltree.h"
#include "analyzer/cells.h"
#include "analyzer/chains.h"
#include "analyzer/chokes.h"
#include "analyzer/classify.h"
#include "analyzer/compare.h"
#include "analyzer/compat.h"
#include "analyzer/components.h"
#include "analyzer/cut.h"
#include "analyzer/explain.h"
#include "analyzer/held.h"
#include "analyzer/hops.h"
#include "analyzer/lcs.h"
#include "analyzer/live.h"
#include "analyzer/match.h"
#include "analyzer/nearest.h"
#include "analyzer/order.h"
#include "analyzer/parts.h"
#include "analyzer/paths.h"
#include "analyzer/plan.h"
#include "analyzer/policy.h"
#include "analyzer/prints.h"
#include "analyzer/rebuild.h"
#include "analyzer/reduce.h"
#include "analyzer/registry.h"
#include "analyzer/suppress.h"
#include "analyzer/through.h"
#include "analyzer/unwind.h"
#include "analyzer/values.h"
#include "analyzer/verify_chain.h"
#include "analyzer/ways.h"
#include "analyzer/writes.h"
#include "viz/report.h"
#include "viz/table.h"
#include "viz/trend.h"

#include <check.h>
#include <stdlib.h>

START_TEST (frees_nothing)
{
  ss_activation_free (NULL);
  ss_align_free (NULL);
  ss_blocks_free (NULL);
  ss_callgraph_free (NULL);
  ss_calltree_free (NULL);
  ss_cells_free (NULL);
  ss_chains_free (NULL);
  ss_chokes_free (NULL);
  ss_classes_free (NULL);
  ss_comparison_free (NULL);
  ss_compat_free (NULL);
  ss_components_free (NULL);
  ss_cut_free (NULL);
  ss_explainer_free (NULL);
  ss_explanation_free (NULL);
  ss_held_free (NULL);
  ss_hops_free (NULL);
  ss_lcs_free (NULL);
  ss_live_free (NULL);
  ss_match_free (NULL);
  ss_nearest_free (NULL);
  ss_order_free (NULL);
  ss_parts_free (NULL);
  ss_paths_free (NULL);
  ss_way_free (NULL);
  ss_plan_free (NULL);
  ss_policy_free (NULL);
  ss_terms_free (NULL);
  ss_prints_free (NULL);
  ss_solver_free (NULL);
  ss_reduction_free (NULL);
  ss_registry_free (NULL);
  ss_places_free (NULL);
  ss_suppressions_free (NULL);
  ss_through_free (NULL);
  ss_unwind_free (NULL);
  ss_values_free (NULL);
  ss_chain_check_free (NULL);
  ss_ways_free (NULL);
  ss_writes_free (NULL);
  ss_report_free (NULL);
  ss_table_free (NULL);
  ss_trend_free (NULL);
}
END_TEST

static Suite *
suite (void)
{
  Suite *s = suite_create ("free");
  TCase *t = tcase_create ("nothing");

  tcase_add_test (t, frees_nothing);
  suite_add_tcase (s, t);
  return s;
}

int
main (void)
{
  SRunner *r = srunner_create (suite ());
  int failed;

  srunner_run_all (r, CK_ENV);
  failed = srunner_ntests_failed (r);
  srunner_free (r);
  return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
