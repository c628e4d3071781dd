#include "config.h"

#include "ir/intern.h"

#include <string.h>

#include "ir/grow.h"

#define MIN_BITS 10

guint64 ss_strings_seed;

void
ss_strings_init (SsStrings *s)
{
  static gsize seeded;

  if (g_once_init_enter (&seeded))
    {
      ss_strings_seed = (guint64) g_random_int () << 32 | g_random_int ();
      g_once_init_leave (&seeded, 1);
    }
  memset (s, 0, sizeof *s);
  s->bits = MIN_BITS;
  s->slots = g_new0 (guint32, 1u << s->bits);
}

void
ss_strings_clear (SsStrings *s)
{
  g_free (s->chars);
  g_free (s->off);
  g_free (s->hash);
  g_free (s->slots);
}

void
ss_strings_reset (SsStrings *s)
{
  s->n = 0;
  s->nchars = 0;
  memset (s->slots, 0, sizeof *s->slots << s->bits);
}

static void
rehash (SsStrings *s)
{
  guint32 mask;

  s->bits++;
  mask = (1u << s->bits) - 1;
  g_free (s->slots);
  s->slots = g_new0 (guint32, (gsize) mask + 1);
  for (guint32 i = 0; i < s->n; i++)
    {
      guint32 k = s->hash[i] & mask;

      while (s->slots[k] != 0)
        k = (k + 1) & mask;
      s->slots[k] = i + 1;
    }
}

/* The slot that holds the string, or the free one where it belongs. */
static guint32
slot (const SsStrings *s, const char *bytes, gsize len, guint64 hash)
{
  guint32 mask = (1u << s->bits) - 1, k = hash & mask;

  for (; s->slots[k] != 0; k = (k + 1) & mask)
    {
      guint32 i = s->slots[k] - 1;
      const char *c = s->chars + s->off[i];

      if (s->hash[i] == hash && s->off[i] + len < s->nchars && memcmp (c, bytes, len) == 0 && c[len] == '\0')
        break;
    }
  return k;
}

guint32
ss_strings_add (SsStrings *s, const char *bytes, gsize len, guint64 hash)
{
  guint32 k = slot (s, bytes, len, hash);
  gsize cap;

  if (s->slots[k] != 0)
    return s->slots[k] - 1;
  if (s->n >= (3u << s->bits) / 4)
    {
      rehash (s);
      k = slot (s, bytes, len, hash);
    }
  cap = s->cap;
  SS_GROW (s->off, s->n, cap, 1);
  SS_GROW (s->hash, s->n, s->cap, 1);
  SS_GROW (s->chars, s->nchars, s->chars_cap, len + 1);
  s->off[s->n] = (guint32) s->nchars;
  s->hash[s->n] = hash;
  memcpy (s->chars + s->nchars, bytes, len);
  s->chars[s->nchars + len] = '\0';
  s->nchars += len + 1;
  s->slots[k] = s->n + 1;
  return s->n++;
}

guint32
ss_strings_find (const SsStrings *s, const char *bytes, gsize len, guint64 hash)
{
  return s->slots[slot (s, bytes, len, hash)] - 1;
}

const char *
ss_strings_plain (const char *bytes, gsize *len, GString *scratch)
{
  if (memchr (bytes, 0, *len) == NULL)
    return bytes;
  g_string_truncate (scratch, 0);
  for (gsize i = 0; i < *len; i++)
    if (bytes[i] == '\0')
      g_string_append (scratch, "\xc0\x80");
    else
      g_string_append_c (scratch, bytes[i]);
  *len = scratch->len;
  return scratch->str;
}
