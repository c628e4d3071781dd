/* Things with a 64-bit key, and their sorting: linear, and stable.
 *
 * Source: the radix sort from the lowest digit up (Knuth, The Art of Computer Programming, volume 3, 5.2.5).
 */
#ifndef SS_ANALYZER_KEYED_H
#define SS_ANALYZER_KEYED_H

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  guint64 key;
  guint32 what, more; /* the user's own */
} SsKeyed;

/* Sorts by key; what has the same key stays in its order. */
void ss_keyed_sort (SsKeyed *keyed, gsize n);

G_END_DECLS

#endif
