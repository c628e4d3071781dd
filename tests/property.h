/* For tests: what must hold of any random program (gen.h). */
#ifndef SS_TESTS_PROPERTY_H
#define SS_TESTS_PROPERTY_H

#include "analyzer/classify.h"
#include "tests/naive.h"

/* What happened in all programs together: tests that never meet a kind prove nothing of it. */
typedef struct
{
  guint functions, unwinding, records, saved, longest_chain;
  guint kinds[SS_N_KINDS], reasons[SS_N_REASONS];
} PropertyTotals;

/* Fails (Check) where the analyzer says of the seed's program what the definitions do not, or classifies it otherwise by 2 … max_threads
 * threads than by one; adds to the totals. */
void property_analysis (guint64 seed, guint max_threads, PropertyTotals *totals);

/* The same where the two readers read two programs, or what was written is not the same again. */
void property_readers (guint64 seed);

/* A function's record in a program; lent. */
const json_t *property_function (const json_t *program, const char *name);

#endif
