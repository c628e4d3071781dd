/* The blocks of a function in two builds: which block of NEW is which block of OLD, and which operations of matched blocks are the same.
 *
 * Blocks are matched by their aligned sites (align.h), then by what leads to them, then by their operations; those of matched blocks are held
 * against each other as sequences (lcs.h), by their names and what they call, by the match of functions.
 */
#ifndef SS_ANALYZER_BLOCKS_H
#define SS_ANALYZER_BLOCKS_H

#include "compare.h"

G_BEGIN_DECLS

typedef struct SsBlocksWork SsBlocksWork;

/* Of one function at a time; the memory is used again for the next. */
typedef struct
{
  guint32 *other[SS_N_SIDES]; /* owned, by block within the function: the block of the other side, or SS_NONE */
  SsBlocksWork *work;         /* owned */
} SsBlocks;

/* The comparison must outlive it. */
SsBlocks *ss_blocks_new (const SsComparison *c);
void ss_blocks_free (SsBlocks *b);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SsBlocks, ss_blocks_free)

/* Matches the blocks of two matched functions; one of func may be SS_NONE: no block has a match. */
void ss_blocks_match (SsBlocks *b, const guint32 func[SS_N_SIDES]);

/* By operation of OLD's block: the place of the operation in NEW's block that is the same one, or SS_NONE.  The blocks are those of the last two functions, by number within
 * them; of SS_NONE nothing is the same. */
void ss_blocks_ops (SsBlocks *b, guint32 old, guint32 new, guint32 *to);

G_END_DECLS

#endif
