/* Chains, hops, names and choke points by the definitions: chains are listed one by one, by recursion.  Works on the JSON of a
 * program and on the records of naive.h, shares no code with the analyzer, and serves to check it.
 *
 * All chains would be infinitely many, for a stack may hold a function several times.  Listed are those that enter no function twice,
 * and that is enough for what is asked: cutting out what lies between two entries of one function leaves a chain, which is shorter,
 * has no more blockers, and passes nothing that the longer one does not pass.  So least costs, least lengths, what every
 * chain passes, and whether some chain passes nothing of a kind are the same over both.  What lies on some chain is what a beginning of
 * a chain can reach, and the same cut makes a beginning simple; what is reached always goes on to an end.  The longest run alone
 * needs more, since what lies between may break a run: there a walk is cut only where it enters a function with as many irreducible
 * records right behind it as before.
 */
#ifndef SS_TESTS_NAIVE_CHAINS_H
#define SS_TESTS_NAIVE_CHAINS_H

#include "naive.h"

G_BEGIN_DECLS

/* More records or symbols than fit a set, or more work than this, and the program is left out. */
enum
{
  NAIVE_MOST = 64,
  NAIVE_WORK = 400000
};
#define NAIVE_NONE G_MAXUINT

typedef struct
{
  char *name;        /* owned */
  gboolean function; /* of the program */
  gboolean source, frame, unwinds;
  gboolean called;   /* something calls it, or might */
} NaiveSymbol;

/* A record of a function, or the activation of an external. */
typedef struct
{
  char *name; /* owned */
  guint symbol;
  const char *kind, *bar; /* static */
  gboolean external, ends; /* ends: it unwinds by itself, or calls unknown targets */
  guint64 targets;         /* symbols that it may call */
  guint nsaved;
} NaiveStep;

/* A way: steps, outermost first, and the symbol at whose entry it ends, or NAIVE_NONE. */
typedef struct
{
  guint n, steps[NAIVE_MOST];
  guint end;
  guint nkey, key[2 * NAIVE_MOST]; /* its choices, by which "smallest by name" is meant */
} NaiveWay;

typedef struct
{
  guint step;
  guint fewest, fewest_frame, fewest_source, fewest_unnamed, run;
  const char *strategy; /* static */
  char *group;          /* owned */
  guint64 every, some;  /* steps on every way, on some way */
  NaiveWay way;
} NaiveHop;

typedef struct
{
  guint symbol; /* NAIVE_NONE: all together */
  const char *verdict; /* static */
  guint fewest;
  guint64 steps; /* that lie on some chain from it */
  NaiveWay way;
} NaiveRoot;

typedef struct
{
  NaiveSymbol symbols[NAIVE_MOST]; /* by name */
  guint nsymbols;
  NaiveStep steps[NAIVE_MOST]; /* by symbol, block, operation; those that may unwind */
  guint nsteps;
  gboolean too_large;
  guint work;

  GPtrArray *hops;  /* owned: NaiveHop, by step */
  GPtrArray *roots; /* owned: NaiveRoot, by name; the last one is all of them together */
  gboolean assumed;
} NaiveChains;

/* words: as for naive_new(), the sources of `more` among them.  more: what gen_chain_policy() says besides. */
NaiveChains *naive_chains_new (const json_t *program, const NaivePolicy *words, const json_t *more);
void naive_chains_free (NaiveChains *c);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NaiveChains, naive_chains_free)

/* The symbol, the step of that name, or NAIVE_NONE. */
guint naive_symbol (const NaiveChains *c, const char *name);
guint naive_step (const NaiveChains *c, const char *name);
gboolean naive_blocks (const NaiveStep *s);
gboolean naive_irreducible (const NaiveStep *s);

/* A shortest chain from a root through the step, or a shortest way of a hop through it; FALSE: there is none. */
gboolean naive_through (NaiveChains *c, guint step, NaiveWay *way);

/* A shortest chain from the entry of a symbol to that of another, NAIVE_NONE: to an unwind source; FALSE: there is none. */
gboolean naive_between (NaiveChains *c, guint from, guint to, NaiveWay *way);

/* What would go if this symbol, or the steps of this set alone, could not unwind: the program without them, worked out anew. */
typedef struct
{
  guint functions, points, records;
} NaiveGain;
NaiveGain naive_gain (const NaiveChains *c, guint symbol, guint64 steps);

/* How many of the hops have a way on which all blockers are among the steps `cleared`. */
guint naive_free_hops (NaiveChains *c, guint64 cleared);

/* How many hops have the step on their cheapest way, when the steps `cleared` are no blockers, among those that need the fewest records
 * more, but some. */
guint naive_hops_over (NaiveChains *c, guint64 cleared, guint step);

/* Whether the operation of that name (NULL: any of `from`), or a callback of `from`, can reach a symbol, whether anything unwinds there or
 * not. */
gboolean naive_reaches (const json_t *program, const NaivePolicy *words, const char *from, const char *op, const char *to);

/* The callee's label (registry.h) of an operation; the caller frees. */
char *naive_callee (const json_t *function, gsize block, gsize op);
/* The place of an operation among those of the function that have its label: 1, 2, … */
guint naive_occurrence (const json_t *function, const char *const *source_ops, gsize block, gsize op);

G_END_DECLS

#endif
