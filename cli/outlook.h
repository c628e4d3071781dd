/* What the report tells of pickling besides the records: hops, the plan, chains, choke points. */
#ifndef SS_CLI_OUTLOOK_H
#define SS_CLI_OUTLOOK_H

#include "analyzer/chains.h"
#include "analyzer/chokes.h"
#include "analyzer/plan.h"

G_BEGIN_DECLS

/* All owned; the activation that they are of must outlive them. */
typedef struct
{
  SsHops *hops;
  SsPlan *plan;
  SsChains *chains;
  SsChokes *chokes;
} SsOutlook;

/* The plan has at most `steps`.  threads 1: one after the other; else choke points and chains each beside the rest. */
void ss_outlook_compute (SsOutlook *l, const SsActivation *a, guint32 steps, guint threads);
void ss_outlook_clear (SsOutlook *l);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SsOutlook, ss_outlook_clear)

G_END_DECLS

#endif
