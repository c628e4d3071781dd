/* Writes: which fields of frames each operation, and all that it may call, can write.  Whole-program; linear time.
 *
 * A key is a field of a frame type or of a type that one extends; or all items of one type of array that some field of a frame
 * holds.  The types of one line of extension that access a field share one key: the field at the highest of these types.  Sets
 * of keys are bit sets of ss_writes_words() words.
 */
#ifndef SS_ANALYZER_WRITES_H
#define SS_ANALYZER_WRITES_H

#include "callgraph.h"

G_BEGIN_DECLS

typedef struct SsWrites SsWrites;

/* The bit of every set that says: other chains may run meanwhile.  Keys are the bits after it. */
#define SS_WRITES_OTHERS 0u

/* ignore: nothing that is called writes anything; unsound, for the tests of the tests. */
SsWrites *ss_writes_new (const SsTerms *terms, const SsCallGraph *g, gboolean ignore);
void ss_writes_free (SsWrites *w);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SsWrites, ss_writes_free)

guint32 ss_writes_words (const SsWrites *w);
/* The key of what a getfield, setfield, getarrayitem or setarrayitem accesses; SS_NONE: nothing that a frame holds, or one too many to
 * be followed. */
guint32 ss_writes_key (const SsWrites *w, guint32 o);
/* Whether what it accesses is such a one too many: nothing is said of who writes it, and the bound was hit where it is accessed. */
gboolean ss_writes_left_out (const SsWrites *w, guint32 o);
/* Adds to `set` what operation o may write, with all that it may call. */
void ss_writes_add (const SsWrites *w, guint32 o, guint64 *set);
/* Whether any function may write the key in an object that others may know already. */
gboolean ss_writes_anywhere (const SsWrites *w, guint32 key);

static inline gboolean
ss_writes_has (const guint64 *set, guint32 key)
{
  return (set[key / 64] >> (key % 64) & 1) != 0;
}

G_END_DECLS

#endif
