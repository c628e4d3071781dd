/* The call graph of what may unwind, collapsed to its strongly connected components, and the part of it that was asked for.
 *
 * Functions, externals and unwind sources that may call each other, directly or not, are one component.  What is asked for:
 * everything, what a function calls (`from`), what calls a function (`to`), or what lies between the two, up to `depth` calls
 * away: from `from`, else from `to`, else from the unwind sources; between two, counted along the shortest walk.
 *
 * Functions outside recursion are alike when their worst kind is the same, they are as far away, and what they call is alike, or the
 * same; alike ones are one *box*.  So a box calls another one when each of its functions calls some function of the other.
 *
 * Whole-program; linear in the graph of activations, but for the calls of boxes: these are as many
 * times the targets of their calls.
 */
#ifndef SS_ANALYZER_COMPONENTS_H
#define SS_ANALYZER_COMPONENTS_H

#include "activation.h"

G_BEGIN_DECLS

typedef struct
{
  guint32 from, to; /* symbols that may unwind, or SS_NONE */
  guint32 depth;    /* SS_NONE: no limit */
  guint32 max;      /* boxes to choose */
} SsComponentsAsk;

typedef struct
{
  guint32 member0, nmembers;  /* in SsComponents.members: symbols: `from` and `to`, those with most records, then by name */
  guint32 ncomponents;        /* more than 1: components that are alike */
  guint32 kinds[SS_N_KINDS];  /* records of the members by kind */
  guint32 depth;              /* calls away */
  guint32 callers_left, callees_left; /* boxes that were asked for and that were left out, by depth or number */
  gboolean source;            /* its one member is an unwind source */
  gboolean unwinds, unknown;  /* a member has an operation that unwinds by itself; a call of unknown targets, which may unwind */
} SsBox;

typedef struct
{
  guint32 from, to; /* places in boxes: the one calls the other */
} SsBoxCall;

typedef struct
{
  SsBox *boxes; /* owned: chosen, nearest first, then those with most members, then by name */
  guint32 nboxes;
  guint32 *members; /* owned */
  guint32 nmembers; /* of the boxes chosen */
  SsBoxCall *calls; /* owned: by `from`, then `to`; once each */
  guint32 ncalls;
  guint32 all_boxes, all_members; /* asked for, within any depth */
} SsComponents;

SsComponents *ss_components_new (const SsActivation *a, const SsComponentsAsk *ask);
void ss_components_free (SsComponents *c);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SsComponents, ss_components_free)

/* The worst of the kinds that occur: foreign, special, stateless, frame, passthrough, tail; SS_N_KINDS: none occurs. */
SsKind ss_worst_kind (const guint32 kinds[SS_N_KINDS]);

G_END_DECLS

#endif
