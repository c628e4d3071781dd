/* The report as one HTML file: the page, which is embedded in the tool, and the data of one build (doc/report.md). */
#ifndef SS_VIZ_PAGE_H
#define SS_VIZ_PAGE_H

#include "analyzer/chains.h"
#include "analyzer/chokes.h"
#include "analyzer/plan.h"
#include "analyzer/reduce.h"
#include "viz/diff.h"

G_BEGIN_DECLS

/* All lent. */
typedef struct
{
  const SsActivation *activation;
  const SsReduction *reduction; /* NULL: --reduce none */
  const char *reduced;          /* the word of --reduce */
  const SsHops *hops;
  const SsPlan *plan;
  const SsChains *chains;
  const SsChokes *chokes;
  const SsDiff *diff;           /* with an older build; NULL: with none */
  guint threads;                /* 1: one after the other */
} SsPage;

void ss_page_write (const SsPage *page, SsOut *out);

G_END_DECLS

#endif
