/* Which records to clear first, so that the most hops become free.
 *
 * A hop is free when it has a way without blockers.  Clearing a record (naming it, or rewriting its function) makes it no blocker.
 * Choosing the best set of a given size is a maximum coverage problem, so this is greedy: each step takes the record that sets the most
 * hops free at once; where none sets any free, the record that lies on the cheapest ways of the most hops among those that need
 * the fewest.  Ties go to the smallest by name.
 */
#ifndef SS_ANALYZER_PLAN_H
#define SS_ANALYZER_PLAN_H

#include "hops.h"

G_BEGIN_DECLS

typedef struct
{
  guint32 record;
  SsBar bar;      /* what is in its way: SS_BAR_NAME can be named, the others must be rewritten */
  guint32 gained; /* hops that this step sets free */
  guint32 total;  /* free hops after it */
  guint32 bound;  /* no set of as many records sets more hops free than this: those that are free from the start, those that need no
                   * more records than that and do not start at a blocker, and of those that do one for each record */
} SsPlanStep;

typedef struct
{
  guint32 hops, free_before;
  SsPlanStep *steps; /* owned */
  guint32 nsteps;    /* fewer than asked for when all hops are free */
} SsPlan;

/* The first n steps.  O(n · hops/64 · edges). */
SsPlan *ss_plan_new (const SsHops *h, guint32 n);
void ss_plan_free (SsPlan *p);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SsPlan, ss_plan_free)

G_END_DECLS

#endif
