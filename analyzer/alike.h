/* How much functions of two programs are alike, and which may be: histograms of what they do.
 *
 * A function's histogram counts its operations by name, its callees (matched ones by their match, others by their plain name), the
 * constants that it names, and the shapes of its blocks (inputs, exits, handlers).  The score of two functions is 100 times what the
 * histograms have in common, by all that they have.  Candidates share something rare.
 */
#ifndef SS_ANALYZER_ALIKE_H
#define SS_ANALYZER_ALIKE_H

#include "match.h"

G_BEGIN_DECLS

/* What occurs in more functions of a side than this makes no candidates. */
#define SS_ALIKE_RARE 24

typedef struct
{
  guint32 func[SS_N_SIDES];
  guint32 score; /* percent */
  guint32 size;  /* how much there is in the larger histogram */
} SsAlikePair;

/* The pairs of `funcs` that share something rare and score at least SS_MATCH_LEAST, each once, in no order; SsAlikePair, the caller frees.  With
 * `group` (by side, by place in funcs) only functions of one group are candidates, and being in a small one is something rare. */
GArray *ss_alike_pairs (const SsPrints *const prints[SS_N_SIDES], guint32 *const class_of[SS_N_SIDES],
                        const guint32 *const funcs[SS_N_SIDES], const guint32 n[SS_N_SIDES],
                        const guint64 *const group[SS_N_SIDES]);

/* Scores of given pairs: fills in score and size. */
void ss_alike_score (const SsPrints *const prints[SS_N_SIDES], guint32 *const class_of[SS_N_SIDES], SsAlikePair *pairs, guint32 n);

G_END_DECLS

#endif
