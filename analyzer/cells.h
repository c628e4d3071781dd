/* The blocks of a function as a picture shows them: each by itself, or several as one cell; all of them, or those nearest the start.
 *
 * A cell of several blocks is entered through its first one alone, so that every way which seems to lead through it does: what blocks
 * reach each other stays the same.  Source: the intervals of Allen and Cocke (1976).  Per function, linear in its size.
 */
#ifndef SS_ANALYZER_CELLS_H
#define SS_ANALYZER_CELLS_H

#include "parts.h"

G_BEGIN_DECLS

typedef struct
{
  guint32 block0, nblocks; /* in SsCells.blocks; the first one is where it is entered */
  guint32 nops;
  gboolean folded; /* its blocks play no part in any record */
  gboolean loops;  /* folded: a way leads back to its first block within it */
  gboolean shown;
  guint32 left;    /* shown: blocks of the cells that its links lead to and that are not shown; return and raise do not count */
} SsCell;

typedef struct
{
  SsCell *cells;   /* owned, by their first blocks in reverse postorder */
  guint32 ncells;
  guint32 *blocks; /* owned: the blocks of all cells */
  guint32 *cell;   /* owned, by block within the function: its cell */
  guint32 *order;  /* owned: the cells that are shown, nearest the start first */
  guint32 nshown;
} SsCells;

/* Blocks, numbered from 0, the start; all lent. */
typedef struct
{
  guint32 n;
  const guint32 *link0, *links; /* block b leads to links[link0[b]] … links[link0[b + 1] - 1] */
  const guint32 *nops;          /* by block */
  const guint32 *order;         /* all of them; a block should stand after what leads to it, so that more can be folded */
  const guint8 *kept;           /* by block: it is not folded; NULL: none is */
  const guint8 *final;          /* by block: it is not counted in what is left out beside a cell */
} SsCellGraph;

/* The cells of any blocks, such as those of a function in two builds; at most `max` are shown, as below. */
SsCells *ss_cells_of (const SsCellGraph *g, guint32 max);

/* parts: the blocks that play none are folded, but for the start, the return and the raise block; NULL: each block is a cell.  `max`
 * cells are shown at most, those that fewest links lead to from the start; what cannot be reached comes last. */
SsCells *ss_cells_new (const SsProgram *p, guint32 func, const SsParts *parts, guint32 max);
void ss_cells_free (SsCells *c);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SsCells, ss_cells_free)

G_END_DECLS

#endif
