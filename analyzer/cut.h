/* The cheapest values to save: a minimum vertex cut of a graph of values.
 *
 * A value without operands is a leaf: it can only be had by saving it.  One with operands can be made once all of them are there.
 * The cut is a set of values of the least weight from which all needed ones can be had.
 */
#ifndef SS_ANALYZER_CUT_H
#define SS_ANALYZER_CUT_H

#include <glib.h>

G_BEGIN_DECLS

/* The weight of a value that cannot be saved.  Needed ones can, so that there always is a cut. */
#define SS_CUT_NEVER G_MAXUINT64

typedef struct
{
  guint64 weight; /* of saving it; the sum of all others must fit */
  guint32 arg0, nargs; /* its operands: numbers of values before it */
  gboolean needed;
  gboolean cut; /* result: it is saved */
} SsCutNode;

/* Scratch memory, used again from graph to graph.  One for each thread. */
typedef struct SsCut SsCut;

SsCut *ss_cut_new (void);
void ss_cut_free (SsCut *c);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SsCut, ss_cut_free)

/* Sets `cut` of each of the n nodes.  Of several cuts of the least weight, it is the one nearest to the needed values.
 * *work counts down by the edges looked at; FALSE: it came to nothing first, and `cut` says nothing. */
gboolean ss_cut_find (SsCut *c, SsCutNode *nodes, guint32 n, const guint32 *args, guint64 *work);

G_END_DECLS

#endif
