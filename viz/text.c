/* Visible text: control, bidirectional and other invisible characters become escapes, everything else stays. */
#include "config.h"

#include "viz/text.h"

#include <string.h>

/* Characters that draw nothing, or change how their neighbours are drawn. */
static gboolean
is_hidden (gunichar c)
{
  if (c < 0x20 || (c >= 0x7f && c <= 0x9f))
    return TRUE;
  if (c == 0xad || c == 0x61c || c == 0x180e || c == 0xfeff)
    return TRUE;
  return (c >= 0x200b && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) ||
         (c >= 0xfff9 && c <= 0xfffb) || (c >= 0xe0000 && c <= 0xe007f);
}

/* Reads the character at `at`, of which `*width` bytes are used.  A byte that is not UTF-8 stands for itself: names of the
 * input have none, but names of files and what a user types may. */
static gunichar
next_char (const char *at, gsize *width, gboolean *broken)
{
  gunichar c = g_utf8_get_char_validated (at, -1);
  /* U+0000 is kept as C0 80, which no decoder of UTF-8 takes. */
  gboolean nul = (guchar) at[0] == 0xc0 && (guchar) at[1] == 0x80;
  *broken = !nul && (c == (gunichar) -1 || c == (gunichar) -2);
  *width = nul ? 2 : *broken ? 1 : (gsize) g_utf8_skip[(guchar) *at];
  return nul ? 0 : *broken ? (guchar) *at : c;
}

void
ss_show_to (GString *to, const char *name)
{
  const char *from = name;
  while (*name != '\0')
    {
      if (*name >= 0x20 && *name < 0x7f)
        {
          name++;
          continue;
        }
      gsize width;
      gboolean broken;
      gunichar c = next_char (name, &width, &broken);
      if (broken || is_hidden (c))
        {
          g_string_append_len (to, from, name - from);
          g_string_append_printf (to, c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x", c);
          from = name + width;
        }
      name += width;
    }
  g_string_append_len (to, from, name - from);
}

char *
ss_show (const char *name)
{
  GString *s = g_string_sized_new (strlen (name) + 1);
  ss_show_to (s, name);
  return g_string_free (s, FALSE);
}

guint
ss_show_width (const char *text)
{
  guint width = 0;
  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      gunichar c = g_utf8_get_char (text);
      if (!g_unichar_iszerowidth (c))
        width += g_unichar_iswide (c) ? 2 : 1;
    }
  return width;
}

char *
ss_show_count (guint64 n)
{
  char digits[24];
  int len = g_snprintf (digits, sizeof digits, "%" G_GUINT64_FORMAT, n);
  GString *s = g_string_sized_new (32);
  for (int i = 0; i < len; i++)
    {
      if (i > 0 && (len - i) % 3 == 0)
        g_string_append_c (s, ',');
      g_string_append_c (s, digits[i]);
    }
  return g_string_free (s, FALSE);
}

char *
ss_show_share (guint64 part, guint64 whole)
{
  if (whole == 0)
    return g_strdup ("-");
  guint64 tenths = (part * 2000 + whole) / (whole * 2);
  /* A few of many is not none, and nearly all is not all. */
  if (tenths == 0 && part > 0)
    return g_strdup ("<0.1%");
  if (tenths == 1000 && part < whole)
    return g_strdup (">99.9%");
  return g_strdup_printf ("%u.%u%%", (guint) (tenths / 10), (guint) (tenths % 10));
}
