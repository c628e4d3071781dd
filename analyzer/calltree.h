/* The calls around a function that make it unwind, and that it makes unwind: a tree, cut where something was shown before.
 *
 * Children are functions, each once, in the order of their names; a child's records are the calls through which it is reached.  A function
 * that was opened before is not opened again.
 */
#ifndef SS_ANALYZER_CALLTREE_H
#define SS_ANALYZER_CALLTREE_H

#include "activation.h"

G_BEGIN_DECLS

typedef enum
{
  SS_TREE_OPEN,      /* its children follow, if it has any */
  SS_TREE_REPEAT,    /* its children stand above */
  SS_TREE_DEEP,      /* deeper than asked for, and it has children */
  SS_TREE_SOURCE,    /* an unwind source */
  SS_TREE_OPERATION, /* no function: an operation that starts an unwind */
  SS_TREE_UNKNOWN,   /* no function: a call of unknown targets, which may unwind under this policy */
  SS_TREE_TOP        /* callers: nothing calls it */
} SsTreeState;

typedef struct
{
  guint32 depth; /* 1: a child of the function that was asked for */
  guint32 sym;   /* SS_NONE: an operation, or unknown targets */
  SsTreeState state;
  guint32 record0, nrecords; /* in SsCallTree.records: the calls that reach it (callees), or its calls that reach (callers) */
} SsTreeRow;

typedef struct
{
  guint32 sym;
  GArray *callees, *callers; /* owned: SsTreeRow, in the order in which they are shown */
  GArray *records;           /* owned: guint32, record nodes */
} SsCallTree;

/* The tree of a symbol that may unwind, `depth` calls deep each way; 0: as deep as it is. */
SsCallTree *ss_calltree_new (const SsActivation *a, guint32 sym, guint32 depth);
void ss_calltree_free (SsCallTree *t);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SsCallTree, ss_calltree_free)

G_END_DECLS

#endif
