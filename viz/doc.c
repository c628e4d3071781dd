/* JSON of reports: strings that are exact, writing through SsOut. */
#include "config.h"

#include "viz/doc.h"

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

static int
put_chunk (const char *bytes, size_t n, void *out)
{
  ss_out_write (out, bytes, n);
  return ss_out_failed (out) ? -1 : 0;
}

void
ss_doc_write (const json_t *document, SsOut *out)
{
  /* What can fail is the output, which remembers that it did. */
  json_dump_callback (document, put_chunk, out, JSON_INDENT (1) | JSON_ENSURE_ASCII);
  ss_out_puts (out, "\n");
}
