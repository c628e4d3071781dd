/* Reports of `chains`, `hops`, `chokes` and `tree`.  `top` is how many rows of a long table are shown (0: all); `reduced` names the
 * reduction that the records went through.  CSV always has all rows. */
#ifndef SS_VIZ_CHAINS_H
#define SS_VIZ_CHAINS_H

#include "analyzer/calltree.h"
#include "analyzer/chains.h"
#include "analyzer/chokes.h"
#include "analyzer/plan.h"
#include "analyzer/verify_chain.h"
#include "viz/out.h"

G_BEGIN_DECLS

void ss_chains_text (const SsChains *c, const char *reduced, guint top, SsOut *out);
void ss_chains_json (const SsChains *c, const char *reduced, guint top, SsOut *out);
void ss_chains_csv (const SsChains *c, SsOut *out);

void ss_chain_check_text (const SsChainCheck *c, const char *reduced, SsOut *out);
void ss_chain_check_json (const SsChainCheck *c, const char *reduced, SsOut *out);

/* `records`: every hop too, with its cheapest way.  `bytecode`: only this group's hops; NULL: all. */
void ss_hops_text (const SsHops *h, const char *reduced, gboolean records, const char *bytecode, SsOut *out);
void ss_hops_json (const SsHops *h, const char *reduced, const char *bytecode, SsOut *out);
void ss_hops_csv (const SsHops *h, const char *bytecode, SsOut *out);

void ss_plan_text (const SsHops *h, const SsPlan *p, const char *reduced, SsOut *out);
void ss_plan_json (const SsHops *h, const SsPlan *p, const char *reduced, SsOut *out);
void ss_plan_csv (const SsHops *h, const SsPlan *p, SsOut *out);
const char *ss_plan_action (const SsPlanStep *s); /* "name", "rewrite" */

void ss_chokes_text (const SsChokes *c, const char *reduced, guint top, SsOut *out);
void ss_chokes_json (const SsChokes *c, const char *reduced, guint top, SsOut *out);
void ss_chokes_csv (const SsChokes *c, SsOut *out);
/* A choke point's name, which the caller frees, and what it is: "site", "source", "external", "function". */
char *ss_choke_name (const SsChokes *c, const SsChoke *k);
const char *ss_choke_what (const SsChokes *c, const SsChoke *k);

/* What a change of the policy does: before and after. */
typedef struct
{
  const char *entry;               /* lent: the change, as typed */
  const char *reduced;             /* lent */
  const SsActivation *before, *after; /* lent */
} SsWhatIf;

void ss_what_if_text (const SsWhatIf *w, SsOut *out);
void ss_what_if_json (const SsWhatIf *w, SsOut *out);

void ss_calltree_text (const SsActivation *a, const SsCallTree *t, SsOut *out);
void ss_calltree_json (const SsActivation *a, const SsCallTree *t, SsOut *out);

/* Rows of a table of n that `top` lets through. */
static inline guint32
ss_chains_rows (guint32 n, guint top)
{
  return top == 0 || n < top ? n : top;
}

G_END_DECLS

#endif
