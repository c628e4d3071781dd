/* For tests: what must hold of the chains of any random program (gen.h). */
#ifndef SS_TESTS_CHAINS_PROPERTY_H
#define SS_TESTS_CHAINS_PROPERTY_H

#include "analyzer/chains.h"
#include "analyzer/verify_chain.h"

/* What happened in all programs together: tests that never meet a thing prove nothing of it. */
typedef struct
{
  guint programs, left_out, records, externals, hops, groups, assumed, frame_ends, source_ends, no_name_ends, through, through_hops;
  guint between, chokes, gains, entries, no_entries, contradictions, names, plans, plan_steps, plan_gains, plan_blind, plan_at_bound, plan_below, checks;
  guint longest_way, longest_run, several_runs;
  guint strategies[SS_N_STRATEGIES], verdicts[SS_N_VERDICTS], all_verdicts[SS_N_VERDICTS], bars[SS_BAR_FOREIGN + 1];
  guint lines[SS_LINE_AFTER_END + 1];
} ChainsTotals;

/* Fails (Check) where the analyses say of the seed's program what the definitions do not; adds to the totals. */
void chains_property (guint64 seed, ChainsTotals *t);

#endif
