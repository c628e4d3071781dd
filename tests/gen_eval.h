/* Random programs that can be run (eval.h), full of what the reduction of values looks at. */
#ifndef SS_TESTS_GEN_EVAL_H
#define SS_TESTS_GEN_EVAL_H

#include "analyzer/policy.h"
#include "gen.h"

G_BEGIN_DECLS

/* A random program as one document; the caller owns it. */
json_t *gen_eval_program (guint64 seed);

/* One of the policies that such programs are read under, read by way of a file in that folder; the caller frees it. */
enum
{
  GEN_EVAL_POLICIES = 12
};
SsPolicy *gen_eval_policy (guint number, const char *folder);

G_END_DECLS

#endif
