/* Chains: from where a stack begins to where an unwind starts.
 *
 * A chain is a walk in the graph of activations (activation.h) from the entry of a root to END, one record a call; a function may
 * be on it several times.  It can be pickled when none of its records is a blocker.
 *
 * Roots are the policy's (`roots`), as far as the program has them.  Where it has none of them, every function that may unwind and
 * that nothing calls (no call, no target set, no callback) is a root, and `assumed` is set.
 */
#ifndef SS_ANALYZER_CHAINS_H
#define SS_ANALYZER_CHAINS_H

#include "hops.h"

G_BEGIN_DECLS

typedef enum
{
  SS_CHAINS_EVERY,  /* every chain can be pickled: no blocker can be reached */
  SS_CHAINS_SOME,   /* some chain can be, some cannot */
  SS_CHAINS_NO,     /* no chain can be: each has a blocker */
  SS_CHAINS_ABSENT, /* there is no chain: the root cannot unwind */
  SS_N_VERDICTS
} SsVerdict;

const char *ss_verdict_name (SsVerdict v); /* "every", "some", "none", "no chain" */

/* Steps through the graph that are spent on counting what can be reached from each root by itself. */
#define SS_CHAINS_WORK 200000000

typedef struct
{
  guint32 sym;
  SsVerdict verdict;
  guint32 fewest;              /* blockers on the chain that has the fewest; 0 where there is no chain */
  guint32 records;             /* records that lie on some chain from here (those of externals too).  SS_NONE: not counted, as are the
                                * next two: there are so many roots that only the first SS_CHAINS_WORK steps were spent on it */
  guint32 blockers;            /* blockers among them */
  guint32 kinds[SS_N_KINDS];   /* of these records; an external's counts as foreign */
} SsRoot;

/* A blocker that lies on some chain from a root, or on some way of a hop. */
typedef struct
{
  guint32 record;                /* node of the activation graph */
  gboolean rooted;               /* whether it lies on a chain from a root */
  guint32 every, some, cheapest; /* how many hops have it on every way, on some way, on the cheapest way (hops.h) */
} SsBlocker;

typedef struct
{
  const SsActivation *activation; /* lent */
  const SsHops *hops;             /* lent */
  SsRoot *roots; /* owned; by name, bytewise */
  guint32 nroots;
  gboolean assumed; /* the program has none of the policy's roots */
  SsRoot all;       /* all roots together, each record counted once; the verdict over all chains; sym is SS_NONE */
  SsBlocker *blockers; /* owned; by every, then some, then cheapest, most first, then by name */
  guint32 nblockers;
  guint8 *rooted;      /* owned, by node of the activation graph: whether it lies on a chain from a root */

  SsPaths *cheap, *shortest; /* owned: to END by blockers, to END by length alone */
  SsPaths *hop_shortest;     /* owned: shortest ways of hops */
  guint32 *parent;           /* owned, by node: a record's is the entry of its function, an entry's is the record before it on a
                              * shortest way from a root; SS_NONE: it is a root, or not reached */
  guint32 *hop_parent;       /* owned, by node: the same from the starts of hops */
} SsChains;

SsChains *ss_chains_new (const SsActivation *a, const SsHops *h);
void ss_chains_free (SsChains *c);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SsChains, ss_chains_free)

/* What `rooted` of SsChains would be, alone; the caller frees. */
guint8 *ss_chains_rooted (const SsActivation *a);

/* The cheapest chain from the entry of a root (any symbol): fewest blockers, then fewest records, then smallest by name; NULL:
 * there is none. */
SsWay *ss_chains_way (const SsChains *c, guint32 sym);

/* A shortest chain that has the record on it: from a root to END; for a record that no chain from a root has, a shortest way of a hop
 * that has it; NULL: neither.  Of several the smallest by name, read from the record onwards to the end, and from the record
 * backwards to the beginning. */
SsWay *ss_chains_through (const SsChains *c, guint32 record);

G_END_DECLS

#endif
