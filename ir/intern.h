/* Interned strings: equal bytes, one number.  The hash is seeded at random, so that crafted names cannot flood a table;
 * numbers are given in the order of first appearance, so the seed shows nowhere.
 */
#ifndef SS_IR_INTERN_H
#define SS_IR_INTERN_H

#include <glib.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

G_BEGIN_DECLS

typedef struct
{
  char *chars;    /* owned: the strings, zero-terminated, one after the other */
  gsize nchars, chars_cap;
  guint32 *off;   /* owned: start of each */
  guint64 *hash;  /* owned */
  guint32 n, cap;
  guint32 *slots; /* owned: number + 1, or 0; 2 to the power of `bits` of them */
  guint bits;
} SsStrings;

void ss_strings_init (SsStrings *s);
void ss_strings_clear (SsStrings *s); /* frees what it holds */
void ss_strings_reset (SsStrings *s); /* empty again, memory kept */

/* Set by the first ss_strings_init(). */
extern guint64 ss_strings_seed;

static inline guint64
ss_strings_hash (const char *bytes, gsize len)
{
  return XXH3_64bits_withSeed (bytes, len, ss_strings_seed);
}

/* The number of the string, which is added if it is new.  The bytes hold no zero (ss_strings_plain()). */
guint32 ss_strings_add (SsStrings *s, const char *bytes, gsize len, guint64 hash);
/* The number of the string, or G_MAXUINT32. */
guint32 ss_strings_find (const SsStrings *s, const char *bytes, gsize len, guint64 hash);

/* Bytes of a JSON string as the program keeps them: zero-terminated, each U+0000 as the two bytes C0 80.  Returns `bytes`
 * itself where nothing is to be done; otherwise what it puts into `scratch`. */
const char *ss_strings_plain (const char *bytes, gsize *len, GString *scratch);

G_END_DECLS

#endif
