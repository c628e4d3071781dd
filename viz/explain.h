/* What `explain` shows: why records are of their kinds, or why there is no record. */
#ifndef SS_VIZ_EXPLAIN_H
#define SS_VIZ_EXPLAIN_H

#include "analyzer/explain.h"
#include "analyzer/reduce.h"
#include "viz/out.h"

G_BEGIN_DECLS

/* What was asked for, and the records that answer it. */
typedef struct
{
  const SsTerms *terms;            /* lent */
  const SsUnwind *unwind;          /* lent */
  const SsClasses *classes;        /* lent: the records as they are shown */
  const SsReduction *reduction;    /* lent: what made them so; NULL: nothing did */
  const SsReduction *what_if;      /* lent: with the step held and more notations; NULL: that was not asked */
  const SsReduction *without;      /* lent: with the step held and without those notations; used if what_if is set */
  SsExplainer *explainer;          /* lent */
  guint32 sym;                     /* the function or external that was asked for; SS_NONE: an operation was */
  guint32 op;                      /* the operation that was asked for, or SS_NONE */
  const SsRecord *const *records;  /* lent */
  guint32 nrecords;
} SsQuestion;

/* Views.  One explanation is made at a time. */
void ss_explain_text (const SsQuestion *q, SsOut *out);
void ss_explain_json (const SsQuestion *q, SsOut *out);

/* Parts that both views show; the caller frees.  All are visible text but ss_explain_source(). */

/* What the answer is about, in a sentence: how many points a function has and whether it may unwind, or why there is no
 * point where one was looked for.  NULL: a record was asked for, and there it is. */
char *ss_explain_answer (const SsQuestion *q);
/* How a value came to be: "parameter 2 of the function", "made at 0.3: …". */
char *ss_explain_origin (const SsProgram *p, guint32 var);
/* A place after the call: "0.4: v3 = int_add(v1, v2)", "the switch of block 3, on v4".  `last` is the block in which the way there
 * ends. */
char *ss_explain_place (const SsProgram *p, SsAtKind at, guint32 number, guint32 last);
/* A step of a chain: "f@0.1 calls g, one of 32 targets".  `last`: it ends there. */
char *ss_explain_step (const SsQuestion *q, const GArray *chain, guint i);
/* What stands in it between the two names, which is lent, and what stands after the second one. */
const char *ss_explain_verb (const SsStep *s);
char *ss_explain_rest (const SsQuestion *q, const SsStep *s, gboolean last);

G_END_DECLS

#endif
