/* Hops: from one frame to the next.
 *
 * A hop starts at the record of an unwind point in a function that runs frames (policy: `frame_functions`; what was inlined into
 * it lies in it).  There is one hop for each such record.  A *way* of the hop is a walk of records from that one on, through the calls,
 * that ends at the first of
 *   - the entry of a function that runs frames (the next frame), or
 *   - an unwind source (it is the last hop of a chain: END of activation.h).
 * A function that is both counts as a frame.  The starting record itself is on every way and counts like any other; what lies after the end does not.  All numbers below are
 * over all ways of both ends unless they say which.
 */
#ifndef SS_ANALYZER_HOPS_H
#define SS_ANALYZER_HOPS_H

#include "paths.h"

G_BEGIN_DECLS

#define SS_HOPS_WORK G_GUINT64_CONSTANT (4000000000)

typedef enum
{
  SS_SOFT,    /* no way has a blocker */
  SS_MIXED,   /* some way has none, some way has one */
  SS_SPECIAL, /* each way has a blocker, but there is a way without a foreign record (SS_BAR_FOREIGN) */
  SS_HARD,    /* each way passes a foreign record */
  SS_N_STRATEGIES
} SsStrategy;

const char *ss_strategy_name (SsStrategy s);
const char *ss_strategy_text (SsStrategy s); /* one sentence */

typedef struct
{
  guint32 record;         /* where it starts: a record node of the activation graph */
  guint32 fewest;         /* blockers on the way that has the fewest */
  guint32 fewest_frame;   /* the same over ways that end at the next frame; SS_NONE: there is none */
  guint32 fewest_source;  /* the same over ways that end at an unwind source; SS_NONE: there is none */
  guint32 fewest_unnamed; /* on the way that has the fewest of them: blockers that no name clears (SS_BAR_TYPE, SS_BAR_FOREIGN) */
  guint32 run;            /* longest forced run of irreducible records: the least L such that a way exists on which no more than
                           * L irreducible records (`frame` included) follow one another without a reducible one in between */
  SsStrategy strategy;
  guint32 group;          /* in SsHops.groups */
} SsHop;

/* The hops that belong to one bytecode. */
typedef struct
{
  const char *name;                     /* owned by the hops: "CALL_FUNCTION"; ss_hops_loop_name() where names show none */
  guint32 hops;                         /* how many */
  guint32 strategies[SS_N_STRATEGIES];  /* how many of each */
  guint32 fewest_min, fewest_max;       /* of SsHop.fewest */
  guint32 run_min, run_max;             /* of SsHop.run */
} SsHopGroup;

typedef struct
{
  const SsActivation *activation; /* lent */
  SsHop *hops;                    /* owned; by group, then by function's name, block and operation */
  guint32 nhops;
  SsHopGroup *groups; /* owned; by name, bytewise; "(in the loop)" last */
  guint32 ngroups;
  guint32 nframe, nsource; /* hops that have a way to the next frame, to an unwind source */
  guint32 nfunctions;      /* functions that run frames and may unwind */

  /* by record node: how many hops have it on every way, on some way, on their cheapest way (see ss_hops_way()).  `some` is all 0 and
   * `some_counted` FALSE where counting would take more than SS_HOPS_WORK steps. */
  gboolean some_counted;
  guint32 *every, *some, *cheapest; /* owned: nactive each */

  SsPaths *paths;     /* owned: what ss_hops_way() reads */
  guint8 *weight;     /* owned, by record node: 1 for a blocker */
  guint32 *index;     /* owned, by record node: the hop that starts there, or SS_NONE */
  GPtrArray *strings; /* owned: the groups' names */
} SsHops;

/* Everything above.  Linear, but for `some`: O(hops/64 · edges), and `run`: O(longest run · edges) at worst. */
SsHops *ss_hops_new (const SsActivation *a);
void ss_hops_free (SsHops *h);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SsHops, ss_hops_free)

/* The cheapest way of the hop that starts at a record: fewest blockers, then fewest records, then smallest by name (paths.h). */
SsWay *ss_hops_way (const SsHops *h, guint32 record);

/* The hop that starts at a record, or NULL; lent. */
const SsHop *ss_hops_find (const SsHops *h, guint32 record);

/* The graph of activations with the edges into functions that run frames bent to END, and none out of these: its walks from a record
 * to END are the ways of a hop.  The caller clears it. */
SsCsr ss_hops_graph (const SsActivation *a);

const char *ss_hops_loop_name (void); /* "(in the loop)" */

/* The bytecode that the name of a function shows, or NULL: the longest run of upper-case words, three letters or more, in its last part,
 * before any "__" or '#' ("…PyFrame.int_BINARY_ADD__star_1" is BINARY_ADD).  What the policy says of the name (`bytecodes`) comes
 * before that.  The caller frees. */
char *ss_hops_bytecode (const char *function);

G_END_DECLS

#endif
