/* The sections of data of the page (page_data.h). */
#include "config.h"

#include "viz/page_data.h"

#include "ir/intern.h"
#include "viz/doc.h"
#include "viz/text.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

/* zlib's fastest: the next ones take twice the time for a twentieth of the size. */
#define LEVEL 1

void
ss_page_number (GString *to, guint64 n)
{
  for (; n >= 0x80; n >>= 7)
    g_string_append_c (to, (char) (n | 0x80));
  g_string_append_c (to, (char) n);
}

guint64
ss_page_signed (gint64 n)
{
  return n < 0 ? 2 * (guint64) -(n + 1) + 1 : 2 * (guint64) n;
}

void
ss_page_strings_init (SsPageStrings *s, const SsProgram *p)
{
  *s = (SsPageStrings) { .p = p, .number = g_new (guint32, MAX (p->nstr, 1)), .text = g_string_new (NULL) };
  s->numbers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  memset (s->number, 0xff, p->nstr * sizeof (guint32));
}

void
ss_page_strings_clear (SsPageStrings *s)
{
  g_free (s->number);
  g_hash_table_unref (s->numbers);
  g_string_free (s->text, TRUE);
}

guint32
ss_page_string (SsPageStrings *s, guint32 string)
{
  if (s->number[string] == SS_NONE)
    {
      s->number[string] = s->n++;
      ss_show_to (s->text, ss_str (s->p, string));
      g_string_append_c (s->text, '\0');
    }
  return s->number[string];
}

guint32
ss_page_text (SsPageStrings *s, const char *text)
{
  gpointer number;
  if (g_hash_table_lookup_extended (s->numbers, text, NULL, &number))
    return GPOINTER_TO_UINT (number);
  g_hash_table_insert (s->numbers, g_strdup (text), GUINT_TO_POINTER (s->n));
  g_string_append (s->text, text);
  g_string_append_c (s->text, '\0');
  return s->n++;
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
ss_page_take_section (SsOut *out, const char *name, GString *take)
{
  ss_page_section (out, name, take->str, take->len);
  g_string_free (take, TRUE);
}

GString *
ss_page_deflate (const GString *bytes)
{
  uLongf n = compressBound (bytes->len);
  GString *packed = g_string_sized_new (n);
  int done = compress2 ((Bytef *) packed->str, &n, (const Bytef *) bytes->str, bytes->len, LEVEL);
  g_assert (done == Z_OK);
  return g_string_set_size (packed, n);
}

GString **
ss_page_columns_new (guint n)
{
  GString **columns = g_new (GString *, n);
  for (guint i = 0; i < n; i++)
    columns[i] = g_string_new (NULL);
  return columns;
}

GString *
ss_page_columns (GString **take, guint n)
{
  g_autoptr (GString) all = g_string_new (NULL);
  for (guint i = 0; i < n; i++)
    {
      g_string_append_len (all, take[i]->str, (gssize) take[i]->len);
      g_string_free (take[i], TRUE);
    }
  g_free (take);
  return ss_page_deflate (all);
}

/* A copy in which all strings are visible text. */
static json_t * /* NOLINTNEXTLINE(misc-no-recursion): the page's documents are a few levels deep */
show_json (json_t *value)
{
  const char *key;
  json_t *item, *copy;
  size_t i;
  switch (json_typeof (value))
    {
    case JSON_OBJECT:
      copy = json_object ();
      json_object_foreach (value, key, item)
        ss_doc_take (copy, key, show_json (item));
      return copy;
    case JSON_ARRAY:
      copy = json_array ();
      json_array_foreach (value, i, item)
        ss_doc_push (copy, show_json (item));
      return copy;
    case JSON_STRING:
      {
        g_autoptr (GString) scratch = g_string_new (NULL);
        gsize n = json_string_length (value);
        g_autofree char *text = ss_show (ss_strings_plain (json_string_value (value), &n, scratch));
        return ss_json_string (text);
      }
    default:
      return json_incref (value);
    }
}

void
ss_page_json (SsOut *out, const char *name, json_t *document)
{
  json_auto_t *shown = show_json (document);
  char *text = json_dumps (shown, JSON_COMPACT | JSON_ENSURE_ASCII);
  ss_page_section (out, name, text, strlen (text));
  free (text);
}
