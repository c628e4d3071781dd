/* JSON of reports: strings that are exact, writing through SsOut. */
#include "config.h"

#include "viz/doc.h"

#include <stdlib.h>
#include <string.h>

json_t *
ss_doc_string_or_null (const char *text)
{
  return text == NULL ? json_null () : ss_json_string (text);
}

void
ss_doc_take (json_t *object, const char *key, json_t *value)
{
  int failed = json_object_set_new (object, key, value);
  g_assert (!failed);
}

void
ss_doc_push (json_t *array, json_t *value)
{
  int failed = json_array_append_new (array, value);
  g_assert (!failed);
}

/* Jansson takes U+007F, which no terminal shows, for ASCII like any other. */
#define DELETE '\x7f'
#define DELETE_ESCAPED "\\u007f"

static int
put_chunk (const char *bytes, size_t n, void *out)
{
  for (const char *end = bytes + n, *stop; bytes < end; bytes = stop + 1)
    {
      stop = memchr (bytes, DELETE, (gsize) (end - bytes));
      stop = stop ? stop : end;
      ss_out_write (out, bytes, (gsize) (stop - bytes));
      if (stop < end)
        ss_out_puts (out, DELETE_ESCAPED);
    }
  return ss_out_failed (out) ? -1 : 0;
}

void
ss_doc_write (const json_t *document, SsOut *out)
{
  /* What can fail is the output, which remembers that it did. */
  json_dump_callback (document, put_chunk, out, JSON_INDENT (1) | JSON_ENSURE_ASCII);
  ss_out_puts (out, "\n");
}

char *
ss_doc_line (const json_t *value)
{
  char *text = json_dumps (value, JSON_COMPACT | JSON_ENSURE_ASCII);
  GString *s = g_string_new (text);
  free (text);
  g_string_replace (s, (const char[]) { DELETE, '\0' }, DELETE_ESCAPED, 0);
  return g_string_free (s, FALSE);
}
