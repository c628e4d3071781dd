/* Loading: the shape of the input is told by its first line; a stream is cut at line ends into pieces that are decoded in
 * parallel and merged in order, a document is read whole.
 *
 * Memory beside the program itself: at most threads + 2 pieces of about 1 MB (or one line, if that is longer) with what was
 * decoded from them.
 */
#include "config.h"

#include "ir/load.h"

#include <stdlib.h>
#include <string.h>

#include "ir/build.h"
#include "ir/grow.h"
#include "ir/input.h"
#include "ir/json.h"
#include "ir/pool.h"

#define PIECE (1 << 20)

typedef struct
{
  char *bytes; /* owned; whole lines, with SS_JSON_PADDING behind them */
  gsize n, cap;
  guint32 line; /* of the first one */
  SsBuild *build; /* owned */
  gboolean done;
} Piece;

/* The parsers of one thread. */
typedef struct
{
#ifdef HAVE_SIMDJSON
  SsSimdjson *simdjson; /* owned */
#endif
  SsTapeStore *store; /* owned */
} Parsers;

typedef struct
{
  const SsLoadOptions *o;
  SsInput *in;   /* owned */
  SsBuild *all;  /* owned */
  gboolean eof;
  guint64 nread;
  char *rest; /* owned: bytes of a line that the next piece begins with */
  gsize nrest, rest_cap;
  guint32 line; /* of the next piece */
  GMutex lock;
  GCond done;
  GPtrArray *idle; /* owned: Parsers that no thread uses; under lock */
} Loader;

static Parsers *
parsers_new (void)
{
  Parsers *q = g_new0 (Parsers, 1);

#ifdef HAVE_SIMDJSON
  q->simdjson = ss_simdjson_new ();
#endif
  q->store = ss_tape_store_new ();
  return q;
}

static void
parsers_free (Parsers *q)
{
#ifdef HAVE_SIMDJSON
  ss_simdjson_free (q->simdjson);
#endif
  ss_tape_store_free (q->store);
  g_free (q);
}

static void
piece_free (Piece *p)
{
  g_free (p->bytes);
  ss_build_free (p->build);
  g_free (p);
}

static Piece *
piece_new (const SsLoadOptions *o)
{
  Piece *p = g_new0 (Piece, 1);

  p->build = ss_build_new (o->max_errors);
  return p;
}

static void
loader_clear (Loader *l)
{
  if (l->in != NULL)
    ss_input_free (l->in);
  if (l->all != NULL)
    ss_build_free (l->all);
  if (l->idle != NULL)
    g_ptr_array_unref (l->idle);
  g_free (l->rest);
  g_mutex_clear (&l->lock);
  g_cond_clear (&l->done);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Loader, loader_clear)

/* What Jansson refused, as a fault of the line. */
static void
refuse (SsBuild *b, SsJsonVerdict verdict, char *take_message, guint32 line)
{
  SsRule rule = verdict == SS_JSON_DUPLICATE ? SS_RULE_DUPLICATE_KEY
                : verdict == SS_JSON_NUMBER  ? SS_RULE_NUMBER_RANGE
                                             : SS_RULE_JSON;

  ss_build_fault_take (b, line, rule, NULL, -1, -1, NULL, take_message);
}

/* One line by Jansson, whose word is final. */
static void
read_line_by_jansson (Parsers *q, SsBuild *b, const char *bytes, gsize n, guint32 line)
{
  json_t *value;
  char *message;
  int at;
  SsJsonVerdict verdict = ss_jansson_parse (bytes, n, &value, &message, &at);
  SsTape tape;

  if (verdict != SS_JSON_OK)
    {
      refuse (b, verdict, message, line);
      return;
    }
  ss_tape_store_fill (q->store, value, &tape);
  json_decref (value);
  ss_decode_record (b, &tape, 1, line, SS_RECORD_ANY);
}

static void
read_line (const Loader *l, Parsers *q, SsBuild *b, const char *bytes, gsize n, guint32 line)
{
#ifdef HAVE_SIMDJSON
  if (l->o->reader == SS_READER_AUTO)
    {
      SsTape tape;
      const char *message = ss_simdjson_parse (q->simdjson, bytes, n, &tape);

      if (message == NULL && ss_decode_record (b, &tape, 1, line, SS_RECORD_ANY))
        return;
    }
#endif
  if (n > l->o->max_document)
    ss_build_fault_take (b, line, SS_RULE_JSON, NULL, -1, -1, NULL,
                         g_strdup_printf ("not JSON, or too long to say more (%" G_GSIZE_FORMAT " bytes)", n));
  else
    read_line_by_jansson (q, b, bytes, n, line);
}

static gboolean
is_blank (const char *bytes, gsize n)
{
  while (n > 0 && strchr (" \t\r\n", *bytes) != NULL && *bytes != '\0')
    bytes++, n--;
  return n == 0;
}

/* Counts a line that was read, but for the closing line. */
static void
count_line (SsBuild *b, guint32 line)
{
  if (line == b->end_line || line == b->after_line)
    return;
  b->nrecords++;
  if (b->first_line == 0)
    b->first_line = line;
  b->last_line = line;
  if (b->end_line != 0 && b->after_line == 0)
    b->after_line = line;
}

static void
read_piece (const Loader *l, Parsers *q, Piece *p)
{
  const char *at = p->bytes, *end = p->bytes + p->n;

  p->build->closes = l->all->closes;
  for (guint32 line = p->line; at < end; line++)
    {
      const char *nl = memchr (at, '\n', (gsize) (end - at));
      gsize n = (gsize) ((nl == NULL ? end : nl) - at);

      if (!is_blank (at, n))
        {
          read_line (l, q, p->build, at, n, line);
          count_line (p->build, line);
        }
      at += n + 1;
    }
}

/* Work of the pool: decodes one piece. */
static void
run_piece (gpointer data, gpointer loader)
{
  Loader *l = loader;
  Piece *p = data;
  Parsers *q;

  g_mutex_lock (&l->lock);
  q = l->idle->len > 0 ? g_ptr_array_steal_index_fast (l->idle, l->idle->len - 1) : parsers_new ();
  g_mutex_unlock (&l->lock);
  read_piece (l, q, p);
  g_mutex_lock (&l->lock);
  g_ptr_array_add (l->idle, q);
  p->done = TRUE;
  g_cond_signal (&l->done);
  g_mutex_unlock (&l->lock);
}

static guint32
count_lines (const char *bytes, gsize n)
{
  guint32 lines = 0;

  for (const char *at = bytes, *end = bytes + n; (at = memchr (at, '\n', (gsize) (end - at))) != NULL; at++)
    lines++;
  return lines;
}

static gboolean
refuse_line (const Loader *l, guint32 line, GError **error)
{
  g_set_error (error, SS_LOAD_ERROR, SS_LOAD_ERROR_READ, "line %u is longer than %" G_GUINT64_FORMAT " bytes (--max-line allows more)",
               line, l->o->max_line);
  return FALSE;
}

/* Whether the lines of a piece are as short as they must be. */
static gboolean
lines_fit (const Loader *l, const Piece *p, GError **error)
{
  const char *at = p->bytes, *end = p->bytes + p->n;

  for (guint32 line = p->line; (gsize) (end - at) > l->o->max_line; line++)
    {
      const char *nl = memchr (at, '\n', (gsize) (end - at));
      if ((gsize) ((nl == NULL ? end : nl) - at) > l->o->max_line)
        return refuse_line (l, line, error);
      at = nl + 1;
    }
  return TRUE;
}

/* Fills a piece with whole lines, PIECE bytes or one line, whichever is longer; n = 0 at the end of the input. */
static gboolean
next_piece (Loader *l, Piece *p, GError **error)
{
  gsize whole = 0, want = PIECE;

  p->n = 0;
  p->line = l->line;
  SS_GROW (p->bytes, 0, p->cap, l->nrest + PIECE + SS_JSON_PADDING);
  if (l->nrest > 0)
    memcpy (p->bytes, l->rest, l->nrest);
  p->n = l->nrest;
  l->nrest = 0;
  while (!l->eof && (p->n < want || whole == 0))
    {
      gssize got;

      SS_GROW (p->bytes, p->n, p->cap, PIECE / 2 + SS_JSON_PADDING);
      got = ss_input_read (l->in, p->bytes + p->n, p->cap - p->n - SS_JSON_PADDING, error);
      if (got < 0)
        return FALSE;
      l->eof = got == 0;
      for (gsize k = p->n + (gsize) got; k > p->n && whole <= p->n; k--)
        if (p->bytes[k - 1] == '\n')
          whole = k;
      p->n += (gsize) got;
      l->nread += (guint64) got;
      if (p->n - whole > l->o->max_line)
        return refuse_line (l, p->line + count_lines (p->bytes, whole), error);
    }
  if (!l->eof)
    {
      l->nrest = p->n - whole;
      SS_GROW (l->rest, 0, l->rest_cap, l->nrest);
      if (l->nrest > 0)
        memcpy (l->rest, p->bytes + whole, l->nrest);
      p->n = whole;
    }
  memset (p->bytes + p->n, 0, SS_JSON_PADDING);
  l->line += count_lines (p->bytes, p->n);
  if (l->o->progress != NULL)
    l->o->progress (l->nread, l->o->progress_data);
  return TRUE;
}

static gboolean
names_record_list (const char *key)
{
  return strcmp (key, "types") == 0 || strcmp (key, "externals") == 0 || strcmp (key, "functions") == 0;
}

static void
fault_no_list (SsBuild *b, guint32 line, const char *key)
{
  ss_build_fault_take (b, line, SS_RULE_VALUE_TYPE, NULL, -1, -1, g_strdup (key), g_strdup ("an array of records is wanted here"));
}

/* Whether a key of the header is about the text alone, and not about the build. */
static gboolean
is_of_text (const char *key)
{
  return strcmp (key, "format") == 0 || strcmp (key, "version") == 0 || strcmp (key, "end") == 0;
}

/* The format's version and the keys about the build, from the header object. */
static void
read_header (SsBuild *b, const json_t *header, guint32 line)
{
  SsProgram *p = &b->p;
  const json_t *format = json_object_get (header, "format"), *version = json_object_get (header, "version");
  void *it = json_object_iter ((json_t *) header);

  if (!json_is_string (format) || strcmp (json_string_value (format), "stacksieve-graphs") != 0)
    ss_build_fault_take (b, line, SS_RULE_HEADER, NULL, -1, -1, g_strdup ("format"),
                         g_strdup ("\"format\" is not \"stacksieve-graphs\""));
  if (!json_is_integer (version) || json_integer_value (version) != 1)
    ss_build_fault_take (b, line, SS_RULE_HEADER, NULL, -1, -1, g_strdup ("version"),
                         g_strdup ("\"version\" is not 1"));
  p->header = g_new (SsHeaderKey, json_object_size (header) + 1);
  for (; it != NULL; it = json_object_iter_next ((json_t *) header, it))
    {
      g_autoptr (GString) scratch = g_string_new (NULL);
      const char *key = json_object_iter_key (it);
      gsize len = json_object_iter_key_len (it);
      json_t *value = json_object_iter_value (it);
      char *text;
      guint32 name, *to;

      if (is_of_text (key) || names_record_list (key))
        continue;
      key = ss_strings_plain (key, &len, scratch);
      name = ss_build_string (b, key, len);
      text = json_dumps (value, JSON_COMPACT | JSON_ENCODE_ANY | JSON_REAL_PRECISION (17));
      p->header[p->nheader++] = (SsHeaderKey){ name, ss_build_string (b, text, strlen (text)) };
      free (text);
      to = strcmp (key, "program") == 0 ? &p->program : strcmp (key, "stage") == 0 ? &p->stage : NULL;
      if (to != NULL && json_is_string (value))
        {
          len = json_string_length (value);
          key = ss_strings_plain (json_string_value (value), &len, scratch);
          *to = ss_build_string (b, key, len);
        }
      else if (to != NULL)
        ss_build_fault_take (b, line, SS_RULE_VALUE_TYPE, NULL, -1, -1, g_strdup (key), g_strdup ("a string is wanted here"));
    }
}

static GError *
format_error (SsBuild *b)
{
  if (b->unparsable)
    return g_error_new (SS_LOAD_ERROR, SS_LOAD_ERROR_PARSE, "the input is not JSON in %s",
                        b->nfaults == 1 ? "one place" : "some places");
  return g_error_new (SS_LOAD_ERROR, SS_LOAD_ERROR_FORMAT, "%" G_GUINT64_FORMAT " fault%s of the format", b->nfaults,
                      b->nfaults == 1 ? "" : "s");
}

/* The records of one array of a document. */
static void
read_records (SsBuild *b, Parsers *q, const json_t *document, const char *key, SsRecordKind kind, const char *bytes, gsize n)
{
  const json_t *list = json_object_get (document, key);
  g_autoptr (GArray) lines = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autofree char *path = NULL;

  if (list == NULL)
    return;
  if (!json_is_array (list))
    {
      fault_no_list (b, ss_json_locate (bytes, n, key), key);
      return;
    }
  ss_json_element_lines (bytes, n, key, lines);
  for (gsize i = 0; i < json_array_size (list); i++)
    {
      guint nfaults = b->faults->len;
      SsTape tape;

      ss_tape_store_fill (q->store, json_array_get (list, i), &tape);
      ss_decode_record (b, &tape, 1, g_array_index (lines, guint32, i), kind);
      for (guint k = nfaults; k < b->faults->len; k++)
        {
          SsFault *f = g_ptr_array_index (b->faults, k);

          path = g_strdup_printf ("%s[%" G_GSIZE_FORMAT "]%s%s", key, i, f->path != NULL ? "." : "",
                                  f->path != NULL ? f->path : "");
          f->line = ss_json_locate (bytes, n, path);
          g_clear_pointer (&path, g_free);
        }
    }
}

/* The whole input, which begins with the bytes of `first`, as one document. */
static gboolean
read_document (Loader *l, const Piece *first, GError **error)
{
  Parsers *q = parsers_new ();
  g_autoptr (GByteArray) text = g_byte_array_new ();
  SsBuild *b = l->all;
  json_t *value = NULL;
  char *message;
  int line;
  gssize got = 1;
  SsJsonVerdict verdict;

  g_ptr_array_add (l->idle, q);
  g_byte_array_append (text, (const guint8 *) first->bytes, (guint) first->n);
  if (l->nrest > 0)
    g_byte_array_append (text, (const guint8 *) l->rest, (guint) l->nrest);
  while (got > 0 && text->len <= l->o->max_document)
    {
      g_autofree char *more = g_malloc (PIECE);

      got = ss_input_read (l->in, more, PIECE, error);
      if (got < 0)
        return FALSE;
      g_byte_array_append (text, (const guint8 *) more, (guint) got);
    }
  if (text->len > l->o->max_document)
    {
      g_set_error (error, SS_LOAD_ERROR, SS_LOAD_ERROR_READ,
                   "a document of more than %" G_GUINT64_FORMAT " bytes (--max-document allows more; streams have no limit)",
                   l->o->max_document);
      return FALSE;
    }
  verdict = ss_jansson_parse ((const char *) text->data, text->len, &value, &message, &line);
  if (verdict != SS_JSON_OK)
    refuse (b, verdict, message, (guint32) line);
  else if (!json_is_object (value))
    ss_build_fault_take (b, 1, SS_RULE_HEADER, NULL, -1, -1, NULL, g_strdup ("a document is an object"));
  else
    {
      const char *bytes = (const char *) text->data;

      read_header (b, value, 1);
      read_records (b, q, value, "types", SS_RECORD_TYPE, bytes, text->len);
      read_records (b, q, value, "externals", SS_RECORD_EXTERNAL, bytes, text->len);
      read_records (b, q, value, "functions", SS_RECORD_FUNCTION, bytes, text->len);
    }
  json_decref (value);
  return TRUE;
}

/* Everything after the header line, piece by piece. */
static gboolean
read_stream (Loader *l, Piece *first, GError **error)
{
  guint threads = l->o->threads > 0 ? l->o->threads : g_get_num_processors ();
  GQueue busy = G_QUEUE_INIT, idle = G_QUEUE_INIT;
  GThreadPool *pool = ss_pool_new (run_piece, l, threads);
  Piece *p = first;
  gboolean ok = TRUE;

  while (p != NULL || busy.length > 0)
    {
      if (p != NULL)
        {
          g_queue_push_tail (&busy, p);
          if (pool != NULL)
            g_thread_pool_push (pool, p, NULL);
          else
            run_piece (p, l);
          p = NULL;
        }
      if (!ok || l->eof || busy.length >= threads + 2 || pool == NULL)
        {
          Piece *oldest = g_queue_pop_head (&busy);

          g_mutex_lock (&l->lock);
          while (!oldest->done)
            g_cond_wait (&l->done, &l->lock);
          g_mutex_unlock (&l->lock);
          if (ok && (ok = ss_build_fits (l->all, oldest->build, error)))
            ss_build_merge (l->all, oldest->build);
          oldest->done = FALSE;
          ss_build_reset (oldest->build);
          g_queue_push_tail (&idle, oldest);
        }
      if (ok && !l->eof)
        {
          p = g_queue_pop_head (&idle);
          if (p == NULL)
            p = piece_new (l->o);
          ok = next_piece (l, p, error) && lines_fit (l, p, error);
          if (!ok || p->n == 0)
            g_queue_push_tail (&idle, g_steal_pointer (&p));
        }
    }
  if (pool != NULL)
    g_thread_pool_free (pool, FALSE, TRUE);
  g_queue_clear_full (&idle, (GDestroyNotify) piece_free);
  return ok;
}

/* Where the first line that is not blank begins in the piece, and how long it is; 0: there is none. */
static gsize
first_line (Piece *p, gsize *start)
{
  for (*start = 0; *start < p->n; p->line++)
    {
      const char *at = p->bytes + *start, *nl = memchr (at, '\n', p->n - *start);
      gsize n = nl == NULL ? p->n - *start : (gsize) (nl - at);

      if (!is_blank (at, n))
        return n;
      *start += n + 1;
    }
  return 0;
}

static gboolean
is_document (const json_t *header)
{
  void *it = json_object_iter ((json_t *) header);

  while (it != NULL && !(names_record_list (json_object_iter_key (it)) && json_is_array (json_object_iter_value (it))))
    it = json_object_iter_next ((json_t *) header, it);
  return it != NULL;
}

/* A stream's header has the name of none of a document's lists for something else: as a document, the program could not have it. */
static void
refuse_lists (SsBuild *b, const json_t *header, guint32 line)
{
  for (void *it = json_object_iter ((json_t *) header); it != NULL; it = json_object_iter_next ((json_t *) header, it))
    if (names_record_list (json_object_iter_key (it)))
      fault_no_list (b, line, json_object_iter_key (it));
}

/* Reads the input into l->all. */
static gboolean
read_all (Loader *l, GError **error)
{
  Piece *p = piece_new (l->o);
  gsize start, n;
  json_t *header = NULL;
  char *message = NULL;
  int line;
  SsJsonVerdict verdict;
  gboolean ok;

  if (!next_piece (l, p, error))
    {
      piece_free (p);
      return FALSE;
    }
  if (p->n >= 3 && memcmp (p->bytes, "\xef\xbb\xbf", 3) == 0)
    memset (p->bytes, ' ', 3); /* a byte order mark */
  while ((n = first_line (p, &start)) == 0 && !l->eof)
    if (!next_piece (l, p, error))
      {
        piece_free (p);
        return FALSE;
      }
  if (n == 0)
    {
      g_set_error (error, SS_LOAD_ERROR, SS_LOAD_ERROR_PARSE, "the input is empty");
      piece_free (p);
      return FALSE;
    }
  verdict = n > l->o->max_document ? SS_JSON_CUT : ss_jansson_parse (p->bytes + start, n, &header, &message, &line);
  if (verdict == SS_JSON_CUT || (verdict == SS_JSON_OK && is_document (header)))
    {
      g_free (message);
      ok = read_document (l, p, error);
      l->all->p.ends = TRUE;
      piece_free (p);
    }
  else
    {
      if (verdict != SS_JSON_OK)
        refuse (l->all, verdict, message, p->line);
      else if (json_is_object (header))
        {
          read_header (l->all, header, p->line);
          refuse_lists (l->all, header, p->line);
          l->all->closes = json_is_true (json_object_get (header, "end"));
          l->all->p.ends = l->all->closes || ss_input_packed (l->in);
          l->all->last_line = p->line;
        }
      else
        ss_build_fault_take (l->all, p->line, SS_RULE_HEADER, NULL, -1, -1, NULL, g_strdup ("the header is an object"));
      ok = n <= l->o->max_line || refuse_line (l, p->line, error);
      start = MIN (start + n + 1, p->n);
      p->n -= start;
      p->line++;
      memmove (p->bytes, p->bytes + start, p->n + SS_JSON_PADDING);
      ok = ok && lines_fit (l, p, error);
      if (!ok)
        piece_free (p);
      ok = ok && read_stream (l, p, error) && (l->all->unparsable || ss_build_closed (l->all, error));
    }
  json_decref (header);
  return ok;
}

SsProgram *
ss_load (const char *file, const SsLoadOptions *options, GPtrArray *faults, guint64 *nfaults, GError **error)
{
  g_auto (Loader) l = { .o = options, .line = 1 };
  SsProgram *p;
  gboolean ok;

  g_mutex_init (&l.lock);
  g_cond_init (&l.done);
  l.idle = g_ptr_array_new_with_free_func ((GDestroyNotify) parsers_free);
  l.all = ss_build_new (options->max_errors);
  *nfaults = 0;
  l.in = ss_input_open (file, options->max_unpacked, error);
  if (l.in == NULL)
    return NULL;
  ok = read_all (&l, error);
  p = ok ? ss_build_seal (l.all) : NULL;
  if (p != NULL)
    {
      l.all = NULL;
      return p;
    }
  *nfaults = l.all->nfaults;
  g_ptr_array_extend_and_steal (faults, g_steal_pointer (&l.all->faults));
  if (ok)
    g_propagate_error (error, format_error (l.all));
  l.all->faults = g_ptr_array_new ();
  return NULL;
}
