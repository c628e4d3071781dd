/* A parsed JSON text as a flat array: simdjson's tape, which both readers produce and one decoder walks.
 *
 * Each 64-bit word has a tag in its top byte and a payload below.  '{' and '[': the low 32 bits are the index of the word
 * after the matching end; 'l', 'u', 'd': the next word is the number; '"': offset of the string, whose bytes follow a
 * 32-bit length; 't' 'f' 'n': the literals.  Word 0 is the root.  Source: simdjson's doc/tape.md.
 */
#ifndef SS_IR_TAPE_H
#define SS_IR_TAPE_H

#include <glib.h>
#include <string.h>

G_BEGIN_DECLS

typedef struct
{
  const guint64 *words;
  const guint8 *strings;
} SsTape;

static inline char
ss_tape_tag (const SsTape *t, gsize i)
{
  return (char) (t->words[i] >> 56);
}

/* The index of the first element or key of the object or array at i, and the index just past its last. */
static inline gsize
ss_tape_first (gsize i)
{
  return i + 1;
}

static inline gsize
ss_tape_end (const SsTape *t, gsize i)
{
  return (guint32) t->words[i] - 1;
}

/* The index of the value after the one at i. */
static inline gsize
ss_tape_next (const SsTape *t, gsize i)
{
  switch (ss_tape_tag (t, i))
    {
    case '{':
    case '[':
      return (guint32) t->words[i];
    case 'l':
    case 'u':
    case 'd':
      return i + 2;
    default:
      return i + 1;
    }
}

/* The bytes of the string at i; lent by the tape. */
static inline const char *
ss_tape_string (const SsTape *t, gsize i, guint32 *len)
{
  const guint8 *s = t->strings + (t->words[i] & G_GUINT64_CONSTANT (0x00ffffffffffffff));

  memcpy (len, s, 4);
  return (const char *) s + 4;
}

static inline gint64
ss_tape_int (const SsTape *t, gsize i)
{
  return (gint64) t->words[i + 1];
}

static inline double
ss_tape_real (const SsTape *t, gsize i)
{
  double d;

  memcpy (&d, &t->words[i + 1], sizeof d);
  return d;
}

G_END_DECLS

#endif
