/* Random programs that can be run (eval.h), full of what the reduction of values looks at. */
#ifndef SS_TESTS_GEN_EVAL_H
#define SS_TESTS_GEN_EVAL_H

#include "analyzer/policy.h"
#include "gen.h"

G_BEGIN_DECLS

/* A random program as one document; the caller owns it. */
json_t *gen_eval_program (guint64 seed);

/* The policies that such programs are read under. */
enum
{
  GEN_EVAL_POLICIES = 12
};

/* Reads these policies, by way of a file in a new temporary folder; returns the folder (NULL: it could not be made), which with the policies is
 * the caller's until gen_eval_end. */
char *gen_eval_begin (SsPolicy *policies[GEN_EVAL_POLICIES]);

/* Removes the folder, and program.json in it, if there is one; frees the policies.  NULL: does nothing. */
void gen_eval_end (char *folder, SsPolicy *policies[GEN_EVAL_POLICIES]);

G_END_DECLS

#endif
