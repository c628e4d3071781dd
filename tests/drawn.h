/* What tests of diagrams share: a program with a policy, and all that is computed of it. */
#ifndef SS_TESTS_DRAWN_H
#define SS_TESTS_DRAWN_H

#include "analyzer/hops.h"
#include "ir/load.h"

#include <check.h>
#include <graphviz/cgraph.h>
#include <jansson.h>

typedef struct
{
  guint64 seed;
  SsProgram *program;
  SsPolicy *policy;
  SsTerms *terms; /* NULL: the policy's entries about call sites contradict one another; nothing else is there then */
  SsCallGraph *graph;
  SsUnwind *unwind;
  SsClasses *classes;
  SsActivation *a;
  SsHops *hops;
} Case;

#define ck_case(c, condition, ...) \
  do \
    if (!(condition)) \
      { \
        g_autofree char *failure = g_strdup_printf (__VA_ARGS__); \
        ck_abort_msg ("seed %" G_GUINT64_FORMAT ": %s", (c)->seed, failure); \
      } \
  while (0)

/* Loads and computes; takes both.  The input must be sound. */
void case_load (Case *c, guint64 seed, json_t *take_program, json_t *take_policy);
/* A random program and its policy about chains. */
void case_random (Case *c, guint64 seed);
void case_clear (Case *c);

/* Runs a suite of one case, which it takes.  Returns what main() does. */
int drawn_run (const char *suite, TCase *take);

/* A number of the environment. */
guint64 drawn_number (const char *variable, guint64 value);

/* What a reader of the DOT finds; to be closed. */
Agraph_t *drawn_read (GBytes *dot);

#endif
