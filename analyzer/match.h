/* Matching the functions of two programs, OLD and NEW.
 *
 * In this order; each step takes what the ones before left:
 *   symbol   the same symbol, where no other function of either program has the same plain name (plain.h); of several, those whose graph
 *            and surroundings (prints.h) tell them apart, or the sites of matched callers do, or which are most alike
 *   name     the same for another symbol of the same plain name: another specialisation number, another address
 *   source   the same file and line; of several, the same graph, or most alike
 *   graph    the same graph with the same callees, or called at the same sites of matched functions, or alike: a score from histograms of
 *            operations, callees and constants and from the shapes of the blocks; the best score first
 *
 * Candidates are found through what they share, never by holding all against all: time is linear but for sorting.
 */
#ifndef SS_ANALYZER_MATCH_H
#define SS_ANALYZER_MATCH_H

#include "prints.h"

G_BEGIN_DECLS

/* The two sides of everything that compares. */
enum
{
  SS_OLD,
  SS_NEW,
  SS_N_SIDES
};

typedef enum
{
  SS_MATCH_SYMBOL,
  SS_MATCH_NAME,
  SS_MATCH_SOURCE,
  SS_MATCH_GRAPH,
  SS_N_MATCHES
} SsMatchHow;

const char *ss_match_name (SsMatchHow how); /* "symbol", "name", "source", "graph" */
const char *ss_match_text (SsMatchHow how); /* a phrase: "by source file and line" */

/* Below this a score is no match. */
#define SS_MATCH_LEAST 60

typedef struct
{
  guint32 func[SS_N_SIDES];
  SsMatchHow how;
  guint8 sure;      /* percent: 100 for the same symbol that one function alone can have; doc/diff.md lists the others */
  guint8 same;      /* whether their graphs are the same, down to what they call */
} SsPair;

typedef struct
{
  const SsPrints *prints[SS_N_SIDES]; /* lent */
  SsPair *pairs;                      /* owned; by function of OLD */
  guint32 npairs;
  guint32 *pair[SS_N_SIDES];   /* owned, by function: in pairs, or SS_NONE */
  guint32 *class_of[SS_N_SIDES]; /* owned, by symbol: matched functions have one number, and so have externals of one plain name */
  guint32 nclasses;
  guint32 by[SS_N_MATCHES];    /* how many pairs were made how */
} SsMatch;

SsMatch *ss_match (const SsPrints *old, const SsPrints *new);
void ss_match_free (SsMatch *m);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SsMatch, ss_match_free)

/* The function of the other side that a function is matched with, or SS_NONE. */
static inline guint32
ss_match_other (const SsMatch *m, int side, guint32 func)
{
  guint32 i = m->pair[side][func];

  return i == SS_NONE ? SS_NONE : m->pairs[i].func[!side];
}

G_END_DECLS

#endif
