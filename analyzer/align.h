/* Aligning the sites of matched functions: which call of NEW is which call of OLD.
 *
 * The sites of a function (prints.h) are a sequence; those of matched functions are held against each other as sequences (lcs.h).  The key
 * of a site is its operation and its callee by its match; of an indirect call the type of the function pointer.  So a call that was
 * inserted shifts nothing.  Sites of one key that are left on both sides stand elsewhere now, and are aligned in order.
 *
 * Splices: where a call of OLD has no counterpart, and sites of its callee reappear in their order in NEW at that place, it was *inlined*;
 * where a call of NEW has none, and sites of its callee stood in OLD at that place, it was *outlined*.  The callee is looked for as it is in
 * either program, as it may itself have changed: what was inlined is the callee of NEW, what was outlined from has the callee of OLD.  Calls in
 * callees are looked into in the same way, SS_ALIGN_DEPTH deep.  At least a third of the callee's sites must reappear, as what is never
 * reached goes when a call is inlined; calls of functions that have no sites do not count.  An indirect call may have become a direct one
 * of one of its targets.
 */
#ifndef SS_ANALYZER_ALIGN_H
#define SS_ANALYZER_ALIGN_H

#include "match.h"

G_BEGIN_DECLS

#define SS_ALIGN_DEPTH 6
/* Items that are held against each other in search of one call's callee, at most: what is found takes far fewer. */
#define SS_ALIGN_WORK 20000

typedef enum
{
  SS_SPLICE_NONE,
  SS_SPLICE_INLINED,
  SS_SPLICE_OUTLINED
} SsSplice;

/* A site of a pair of functions: of both, or of one alone. */
typedef struct
{
  guint32 op[SS_N_SIDES]; /* SS_NONE: there is none on this side */
  SsSplice splice;
  guint32 twin; /* splice, not the call itself: the operation in the callee, on the side that has none, that is this one; else SS_NONE */
  guint32 copy; /* the same in the callee of its own side: where there is a copy and no twin, the callee changed too */
  guint32 call; /* splice: the call that was inlined (of OLD) or outlined (of NEW); else SS_NONE */
} SsAligned;

typedef struct
{
  const SsMatch *match; /* lent */
  SsAligned *sites;     /* owned */
  guint32 nsites;
  guint32 *site0; /* owned, by pair: the sites of pair i are sites[site0[i]] … sites[site0[i + 1] - 1], in the order of the blocks */
  guint32 bounded; /* calls that were not looked into to the end, as that was too much */
} SsAlign;

/* Aligns the pairs for which wanted[i] is set (NULL: all); the others get no sites. */
SsAlign *ss_align_new (const SsMatch *m, const guint8 *wanted);
void ss_align_free (SsAlign *a);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SsAlign, ss_align_free)

G_END_DECLS

#endif
