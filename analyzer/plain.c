/* Plain names (plain.h). */
#include "plain.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <string.h>

#define ADDRESS_DIGITS 6

static gsize
count_digits (const char *s)
{
  gsize n = 0;

  while (g_ascii_isdigit (s[n]))
    n++;
  return n;
}

/* How many bytes at s are digits that mean nothing; `start` is where the name starts, `part` where that of its module ends. */
static gsize
meaningless (const char *s, const char *start, const char *part, SsPlain how)
{
  gsize n = 0;

  if (s - start >= 2 && s[-1] == 'x' && s[-2] == '0')
    {
      while (g_ascii_isxdigit (s[n]))
        n++;
      if (n >= ADDRESS_DIGITS)
        return n;
    }
  if (how == SS_PLAIN_TEXT || s == start || !(n = count_digits (s)))
    return 0;
  if (s - start >= 3 && s[-1] == 'v' && s[-2] == '_' && s[-3] == '_' && s[n] == '_')
    return n;
  if (how == SS_PLAIN_BASE && s > part && s[-1] == '_' && (s[n] == '_' || !s[n] || s[n] == '#'))
    return n;
  return 0;
}

void
ss_plain (const char *name, SsPlain how, GString *to)
{
  const char *part = strchr (name, ':'), *end = name + strlen (name), *hash = strrchr (name, '#');

  g_string_truncate (to, 0);
  part = part ? part : name;
  if (how != SS_PLAIN_TEXT && hash && hash > name && hash[1] && hash + 1 + count_digits (hash + 1) == end)
    end = hash;
  const char *from = name; /* what is kept and not yet copied */
  for (const char *s = name + 1; s < end;)
    {
      /* what means nothing stands after one of these alone */
      gsize n = s[-1] == 'x' || s[-1] == 'v' || s[-1] == '_' ? meaningless (s, name, part, how) : 0;
      if (n == 0)
        {
          s++;
          continue;
        }
      g_string_append_len (to, from, s - from);
      s += n;
      from = s;
    }
  if (from < end)
    g_string_append_len (to, from, end - from);
}

guint64
ss_plain_hash (const char *name, SsPlain how, GString *scratch)
{
  ss_plain (name, how, scratch);
  return XXH3_64bits (scratch->str, scratch->len);
}
