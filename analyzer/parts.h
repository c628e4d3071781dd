/* The part that each operation and block of a function plays in its records: where a record must be kept, where what it saves is
 * made, and where that is used next.  Pictures leave out what plays none.  Per function, linear in its size.
 */
#ifndef SS_ANALYZER_PARTS_H
#define SS_ANALYZER_PARTS_H

#include "classify.h"

G_BEGIN_DECLS

typedef enum
{
  SS_PART_POINT = 1 << 0, /* an unwind point */
  SS_PART_MAKES = 1 << 1, /* makes a value that a record saves, under this name or others that links give it later */
  SS_PART_USES = 1 << 2   /* the first on its way from an unwind point to read what is saved there */
} SsPart;

typedef struct
{
  guint8 *ops;    /* owned, by operation within the function: bit set of SsPart */
  guint8 *blocks; /* owned, by block within the function: all parts of its operations, its switch, its handlers' exceptions */
} SsParts;

/* The parts in the records that `c` has of the function: what reduction spares a record plays none. */
SsParts *ss_parts_new (const SsProgram *p, const SsClasses *c, guint32 func);
void ss_parts_free (SsParts *x);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SsParts, ss_parts_free)

G_END_DECLS

#endif
