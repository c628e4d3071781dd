/* Two sequences held against each other: which items of the one are items of the other, in order.
 *
 * Items match when their keys are equal.  As many as can be are matched; of the ways to do so, one in which most matched items have
 * equal hints.  Source: dynamic programming (Needleman and Wunsch 1970) between anchors, items that occur once in both (patience
 * diff, Cohen); above a bound on work the anchors alone are matched, so that the time stays linear.
 */
#ifndef SS_ANALYZER_LCS_H
#define SS_ANALYZER_LCS_H

#include <glib.h>

G_BEGIN_DECLS

#define SS_N_HINTS 3

typedef struct
{
  guint64 key;
  guint64 hint[SS_N_HINTS]; /* the first one counts most */
} SsItem;

typedef struct SsLcs SsLcs;

SsLcs *ss_lcs_new (void);
void ss_lcs_free (SsLcs *x);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SsLcs, ss_lcs_free)

/* to[i] becomes the place in b that a[i] is matched with, or G_MAXUINT32. */
void ss_lcs_align (SsLcs *x, const SsItem *a, guint32 na, const SsItem *b, guint32 nb, guint32 *to);

G_END_DECLS

#endif
