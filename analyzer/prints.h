/* Fingerprints of functions: what a function is, told without numbers of blocks and variables, specialisation numbers and
 * addresses, so that functions of two programs can be held against each other.
 *
 * body      its graph: blocks in the order of order.h, operations, constants, types, links; without what its calls call
 * around    at depth 0: body, its plain name and those of what it calls; at depth k + 1: depth k of itself, of what it calls, in order, and
 *           of what calls it, and where (colour refinement, Weisfeiler and Leman 1968)
 *
 * Hashes are the same on every machine.  Whole-program; linear time.
 */
#ifndef SS_ANALYZER_PRINTS_H
#define SS_ANALYZER_PRINTS_H

#include "lcs.h"
#include "policy.h"

G_BEGIN_DECLS

#define SS_PRINTS_DEPTH 6

typedef struct
{
  const SsTerms *terms; /* lent */
  guint64 *name, *base; /* owned, by symbol: its plain names (SS_PLAIN_NAME, SS_PLAIN_BASE) */
  guint64 *opname;      /* owned, by operation name */
  guint64 *type;        /* owned, by type: its plain name (SS_PLAIN_NAME) */
  guint64 *constant;    /* owned, by constant: kind, value and type */
  guint64 *source;      /* owned, by function: file and line; 0: not said */
  guint64 *body;        /* owned, by function */
  guint64 *around[SS_PRINTS_DEPTH + 1]; /* owned, by function */
  /* The sites of function f: its calls and the operations that unwind by themselves or run code that the graphs do not name, in the
   * order of its blocks: sites[site0[f]] … sites[site0[f + 1] - 1]. */
  guint32 *site0; /* owned: nfuncs + 1 */
  guint32 *sites; /* owned: operations */
  SsItem *items;  /* owned, by site: hints: its operands by type and value, what stands before it, what comes after it; no key */
} SsPrints;

SsPrints *ss_prints_new (const SsTerms *terms);
void ss_prints_free (SsPrints *s);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SsPrints, ss_prints_free)

/* Whether an operation is a site. */
gboolean ss_prints_site (const SsTerms *terms, guint32 o);

G_END_DECLS

#endif
