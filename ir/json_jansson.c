/* Jansson: parse a text, turn the value into a tape, find the line of a value in a text. */
#include "config.h"

#include "ir/json.h"

#include <stdlib.h>

SsJsonVerdict
ss_jansson_parse (const char *bytes, gsize len, json_t **value, char **message, int *line)
{
  json_error_t e;
  const char *nul = memchr (bytes, 0, len);

  *value = NULL;
  *line = 1;
  if (nul != NULL)
    {
      for (const char *c = bytes; c < nul; c++)
        *line += *c == '\n';
      *message = g_strdup ("a NUL byte, which JSON does not allow");
      return SS_JSON_BROKEN;
    }
  *value = json_loadb (bytes, len, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL | JSON_DECODE_ANY, &e);
  if (*value != NULL)
    return SS_JSON_OK;
  *line = MAX (e.line, 1);
  *message = g_strdup (json_error_code (&e) == json_error_null_byte_in_key ? "a key has U+0000, which values alone may have" : e.text);
  switch (json_error_code (&e))
    {
    case json_error_premature_end_of_input:
      return SS_JSON_CUT;
    case json_error_duplicate_key:
      return SS_JSON_DUPLICATE;
    case json_error_numeric_overflow:
      return SS_JSON_NUMBER;
    default:
      return SS_JSON_BROKEN;
    }
}

SsTapeStore *
ss_tape_store_new (void)
{
  SsTapeStore *s = g_new (SsTapeStore, 1);

  s->words = g_array_new (FALSE, FALSE, sizeof (guint64));
  s->text = g_byte_array_new ();
  return s;
}

void
ss_tape_store_free (SsTapeStore *s)
{
  g_array_unref (s->words);
  g_byte_array_unref (s->text);
  g_free (s);
}

static void
put (SsTapeStore *s, char tag, guint64 payload)
{
  guint64 w = (guint64) (guchar) tag << 56 | payload;

  g_array_append_val (s->words, w);
}

static void
put_string (SsTapeStore *s, const char *bytes, gsize n)
{
  guint32 len = (guint32) n;

  put (s, '"', s->text->len);
  g_byte_array_append (s->text, (const guint8 *) &len, 4);
  g_byte_array_append (s->text, (const guint8 *) bytes, len);
  g_byte_array_append (s->text, (const guint8 *) "", 1);
}

/* An object or array that is being put on the tape. */
typedef struct
{
  const json_t *value;
  void *iter;     /* object: the next member */
  gsize index;    /* array: the next element */
  guint start;    /* index of its word */
} Open;

/* Puts one value; an object or array that has members is opened instead. */
static void
put_value (SsTapeStore *s, const json_t *v, GArray *open)
{
  switch (json_typeof (v))
    {
    case JSON_OBJECT:
    case JSON_ARRAY:
      {
        Open o = { v, json_is_object (v) ? json_object_iter ((json_t *) v) : NULL, 0, s->words->len };

        put (s, json_is_object (v) ? '{' : '[', 0);
        g_array_append_val (open, o);
        break;
      }
    case JSON_STRING:
      put_string (s, json_string_value (v), json_string_length (v));
      break;
    case JSON_INTEGER:
      {
        gint64 i = json_integer_value (v);

        put (s, 'l', 0);
        g_array_append_val (s->words, i);
        break;
      }
    case JSON_REAL:
      {
        double d = json_real_value (v);

        put (s, 'd', 0);
        g_array_append_val (s->words, d);
        break;
      }
    case JSON_TRUE:
      put (s, 't', 0);
      break;
    case JSON_FALSE:
      put (s, 'f', 0);
      break;
    case JSON_NULL:
      put (s, 'n', 0);
      break;
    }
}

void
ss_tape_store_fill (SsTapeStore *s, const json_t *value, SsTape *tape)
{
  g_autoptr (GArray) open = g_array_new (FALSE, FALSE, sizeof (Open));

  g_array_set_size (s->words, 0);
  g_byte_array_set_size (s->text, 0);
  put (s, 'r', 0);
  put_value (s, value, open);
  while (open->len > 0)
    {
      Open *o = &g_array_index (open, Open, open->len - 1);

      if (o->iter != NULL)
        {
          const char *key = json_object_iter_key (o->iter);
          const json_t *v = json_object_iter_value (o->iter);

          put_string (s, key, json_object_iter_key_len (o->iter));
          o->iter = json_object_iter_next ((json_t *) o->value, o->iter);
          put_value (s, v, open);
        }
      else if (json_is_array (o->value) && o->index < json_array_size (o->value))
        put_value (s, json_array_get (o->value, o->index++), open);
      else
        {
          guint start = o->start;

          put (s, json_is_object (o->value) ? '}' : ']', start);
          g_array_index (s->words, guint64, start) |= s->words->len;
          g_array_set_size (open, open->len - 1);
        }
    }
  tape->words = (const guint64 *) (gpointer) s->words->data;
  tape->strings = s->text->data;
}

/* A place in a valid JSON text. */
typedef struct
{
  const char *at, *end;
  guint32 line;
} Scan;

static void
skip_space (Scan *s)
{
  for (; s->at < s->end && strchr (" \t\r\n,:", *s->at) != NULL; s->at++)
    s->line += *s->at == '\n';
}

static void
skip_string (Scan *s)
{
  for (s->at++; s->at < s->end && *s->at != '"'; s->at++)
    if (*s->at == '\\')
      s->at++;
  s->at++;
}

static void
skip_value (Scan *s)
{
  guint depth = 0;

  do
    {
      skip_space (s);
      if (s->at >= s->end)
        return;
      if (*s->at == '"')
        skip_string (s);
      else if (*s->at == '{' || *s->at == '[')
        {
          depth++;
          s->at++;
        }
      else if (*s->at == '}' || *s->at == ']')
        {
          depth--;
          s->at++;
        }
      else
        while (s->at < s->end && strchr (" \t\r\n,:]}", *s->at) == NULL)
          s->at++;
    }
  while (depth > 0);
}

/* Goes to the value at `path`; FALSE where the path cannot be followed to its end, and the scan stays at the last container
 * that could be reached. */
static gboolean
go_to (Scan *s, const char *path)
{
  skip_space (s);
  while (*path != '\0' && s->at < s->end)
    {
      Scan container = *s;
      gboolean found = FALSE;

      s->at++;
      skip_space (s);
      if (*path == '[' && *container.at == '[')
        {
          char *rest;
          guint64 n = g_ascii_strtoull (path + 1, &rest, 10);

          for (; n > 0 && s->at < s->end && *s->at != ']'; n--, skip_space (s))
            skip_value (s);
          found = s->at < s->end && *s->at != ']';
          path = *rest == ']' ? rest + 1 : rest;
        }
      else if (*path != '[' && *container.at == '{')
        {
          gsize k;

          path += *path == '.';
          k = strcspn (path, ".[");
          while (!found && s->at < s->end && *s->at == '"')
            {
              const char *key = s->at + 1;

              skip_string (s);
              found = (gsize) (s->at - key) == k + 1 && strncmp (key, path, k) == 0;
              if (!found)
                skip_value (s);
              skip_space (s);
            }
          path += k;
        }
      if (!found)
        {
          *s = container;
          return FALSE;
        }
    }
  return TRUE;
}

guint32
ss_json_locate (const char *bytes, gsize len, const char *path)
{
  Scan s = { bytes, bytes + len, 1 };

  go_to (&s, path);
  return s.line;
}

void
ss_json_element_lines (const char *bytes, gsize len, const char *key, GArray *lines)
{
  Scan s = { bytes, bytes + len, 1 };

  if (!go_to (&s, key) || *s.at != '[')
    return;
  s.at++;
  for (skip_space (&s); s.at < s.end && *s.at != ']'; skip_space (&s))
    {
      g_array_append_val (lines, s.line);
      skip_value (&s);
    }
}

json_t *
ss_json_string (const char *text)
{
  gsize n = strlen (text), len = 0;
  g_autofree char *exact = NULL;
  json_t *s;

  if (strchr (text, 0xc0) == NULL)
    return json_stringn_nocheck (text, n);
  exact = g_malloc (n);
  for (gsize i = 0; i < n; i++)
    {
      gboolean nul = (guchar) text[i] == 0xc0;

      exact[len++] = (char) (nul ? '\0' : text[i]);
      i += nul;
    }
  s = json_stringn_nocheck (exact, len);
  g_assert (s != NULL);
  return s;
}
