/* The parts of the page's data (page_data.h).  Bytes stand in the page as base64 alone, so that nothing in the input is ever markup. */
#include "config.h"

#include "viz/page_data.h"

#include "viz/text.h"

#include <stdlib.h>
#include <string.h>

struct SsPageStrings
{
  const SsProgram *p;  /* lent */
  guint32 *number;     /* owned, by string of the program: its number, SS_NONE: not used yet */
  GHashTable *by_text; /* owned, texts owned: number plus one */
  GString *text;       /* owned: visible text, zero-terminated */
};

SsPageStrings *
ss_page_strings_new (const SsProgram *p)
{
  SsPageStrings *s = g_new0 (SsPageStrings, 1);
  s->p = p;
  s->number = g_new (guint32, MAX (p->nstr, 1));
  memset (s->number, 0xff, p->nstr * sizeof (guint32));
  s->by_text = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  s->text = g_string_new (NULL);
  return s;
}

void
ss_page_strings_free (SsPageStrings *s)
{
  if (!s)
    return;
  g_free (s->number);
  g_hash_table_unref (s->by_text);
  g_string_free (s->text, TRUE);
  g_free (s);
}

guint32
ss_page_text (SsPageStrings *s, const char *text)
{
  guint32 known = GPOINTER_TO_UINT (g_hash_table_lookup (s->by_text, text));
  if (known)
    return known - 1;
  g_hash_table_insert (s->by_text, g_strdup (text), GUINT_TO_POINTER (g_hash_table_size (s->by_text) + 1));
  ss_show_to (s->text, text);
  g_string_append_c (s->text, '\0');
  return g_hash_table_size (s->by_text) - 1;
}

guint32
ss_page_string (SsPageStrings *s, guint32 string)
{
  if (s->number[string] == SS_NONE)
    s->number[string] = ss_page_text (s, ss_str (s->p, string));
  return s->number[string];
}

void
ss_page_number (GString *to, guint64 n)
{
  for (; n >= 0x80; n >>= 7)
    g_string_append_c (to, (char) (n | 0x80));
  g_string_append_c (to, (char) n);
}

void
ss_page_section (SsOut *out, const char *name, const char *bytes, gsize n)
{
  g_autofree char *text = g_base64_encode ((const guchar *) bytes, n);
  ss_out_printf (out, "<script type=\"application/octet-stream\" id=\"ss-%s\">", name);
  ss_out_puts (out, text);
  ss_out_puts (out, "</script>\n");
}

void
ss_page_json (SsOut *out, const char *name, const json_t *document)
{
  char *text = json_dumps (document, JSON_COMPACT | JSON_ENSURE_ASCII);
  ss_page_section (out, name, text, strlen (text));
  free (text);
}

void
ss_page_strings (SsOut *out, const SsPageStrings *s)
{
  ss_page_section (out, "strings", s->text->str, s->text->len);
}
