/* Labels of a diagram: escaping, wrapping, cutting. */
#include "config.h"

#include "viz/label.h"
#include "viz/text.h"

#include <string.h>

/* Bytes kept free for the mark that ends a cut label. */
#define MARK_BYTES 64
/* Text of the input has none: ss_show() makes it visible. */
#define LEFT_TO_RIGHT_MARK 0x200e

struct SsLabel
{
  GString *text; /* owned: finished lines, each ended by \l */
  guint width;
  guint dropped; /* items that did not fit */
};

SsLabel *
ss_label_new (guint width)
{
  SsLabel *l = g_new0 (SsLabel, 1);
  l->text = g_string_sized_new (256);
  l->width = width;
  return l;
}

void
ss_label_free (SsLabel *l)
{
  g_string_free (l->text, TRUE);
  g_free (l);
}

static guint
columns (gunichar c)
{
  return g_unichar_iszerowidth (c) ? 0 : g_unichar_iswide (c) ? 2 : 1;
}

/* Whether a character is of a script that runs from right to left. */
static gboolean
runs_left (gunichar c)
{
  return (c >= 0x590 && c <= 0x8ff) || (c >= 0xfb1d && c <= 0xfdff) || (c >= 0xfe70 && c <= 0xfefe) || (c >= 0x10800 && c <= 0x10fff)
         || (c >= 0x1e800 && c <= 0x1efff);
}

/* The one place where text becomes part of a label.  What runs from right to left stands between left-to-right marks, or a line that begins
 * with it would be set from the right, and what follows it, up to the next letter, before it: `x = f(y, z)` is to be read in one order,
 * whatever x and y are. */
static void
escape (GString *to, const char *text, const char *end)
{
  gboolean left = FALSE;
  for (const char *s = text; s < end; s = g_utf8_next_char (s))
    {
      gunichar c = g_utf8_get_char (s);
      gboolean was = left;
      left = runs_left (c) || (left && g_unichar_iszerowidth (c));
      if (was != left)
        g_string_append_unichar (to, LEFT_TO_RIGHT_MARK);
      if (c == '\\')
        g_string_append (to, "\\\\");
      else if (c == '&')
        g_string_append (to, "&amp;");
      else if (c == 0xfffe || c == 0xffff) /* XML, and so SVG, has no such characters */
        g_string_append_printf (to, "\\\\u%04x", c);
      else
        g_string_append_unichar (to, c);
    }
  if (left)
    g_string_append_unichar (to, LEFT_TO_RIGHT_MARK);
}

/* Where `text` is to be cut so that `max` characters stay, or its end. */
static const char *
after_chars (const char *text, guint max)
{
  while (max-- > 0 && *text != '\0')
    text = g_utf8_next_char (text);
  return text;
}

/* Wraps text[0 … end) into `to`.  A line breaks after the last space or punctuation mark in its second half, so that
 * names stay whole where they can. */
static void
wrap (GString *to, guint width, const char *margin, const char *text, const char *end)
{
  guint indent = (guint) g_utf8_strlen (margin, -1);
  guint room = width > indent + 16 ? width - indent : 16;
  g_string_append (to, margin);
  for (gboolean first = TRUE; first || text < end; first = FALSE)
    {
      if (!first)
        g_string_append_printf (to, "%*s", (int) indent + 2, "");
      guint fit = first ? room : room - 2;
      guint col = 0;
      const char *s = text, *good = NULL;
      while (s < end)
        {
          gunichar c = g_utf8_get_char (s);
          if (col + columns (c) > fit)
            break;
          col += columns (c);
          s = g_utf8_next_char (s);
          if (col * 2 > fit && c < 0x80 && strchr (" ,.:;(/", (int) c) != NULL)
            good = s;
        }
      if (s < end && good != NULL)
        s = good;
      escape (to, text, s);
      g_string_append (to, "\\l");
      text = s;
    }
}

void
ss_label_add (SsLabel *l, const char *margin, const char *text)
{
  if (l->dropped > 0)
    {
      l->dropped++;
      return;
    }
  g_autofree char *shown = ss_show (text);
  const char *end = after_chars (shown, SS_LABEL_ITEM);
  gsize before = l->text->len;
  wrap (l->text, l->width, margin, shown, end);
  if (*end != '\0')
    g_string_append_printf (l->text, "%*s… %ld more characters\\l", (int) g_utf8_strlen (margin, -1) + 2, "",
                            g_utf8_strlen (end, -1));
  if (l->text->len > SS_LABEL_BYTES - MARK_BYTES)
    {
      g_string_truncate (l->text, before);
      l->dropped = 1;
    }
}

char *
ss_label_finish (SsLabel *l)
{
  if (l->dropped > 0)
    g_string_append_printf (l->text, "… %u more\\l", l->dropped);
  g_assert (l->text->len < SS_LABEL_BYTES);
  char *label = g_string_free (l->text, FALSE);
  g_free (l);
  return label;
}

char *
ss_label_short (const char *text, guint max)
{
  g_autofree char *shown = ss_show (text);
  const char *end = after_chars (shown, max);
  GString *to = g_string_sized_new (64);
  escape (to, shown, end);
  if (*end != '\0')
    g_string_append (to, "…");
  return g_string_free (to, FALSE);
}

void
ss_label_name (GString *to, const char *name)
{
  gsize n = strnlen (name, SS_LABEL_NAME + 1);
  if (n <= SS_LABEL_NAME)
    {
      g_string_append (to, name);
      return;
    }
  for (n = SS_LABEL_NAME; n > 0 && ((guchar) name[n] & 0xc0) == 0x80;)
    n--;
  g_string_append_len (to, name, (gssize) n);
  g_string_append (to, "…");
}
