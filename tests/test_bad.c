/* Input that breaks the rules: tests/bad has at least one file a rule, with the faults expected of it, one a line:
 *   LINE <tab> FUNCTION <tab> BLOCK <tab> OP <tab> RULE     ("-": none, "*": any)
 * tests/bad-json has texts by name: works-*, refused-* (JSON that is no program) and unreadable-*.  Both readers must say
 * the same about each, word for word.
 */
#include "config.h"

#include <archive.h>
#include <archive_entry.h>
#include <check.h>
#include <errno.h>
#include <string.h>

#include "ir/input.h"
#include "tests/outcome.h"

static GPtrArray *bad, *texts; /* owned: paths */

static gboolean
matches (const char *wanted, const char *got)
{
  return strcmp (wanted, "*") == 0 || strcmp (wanted, got) == 0;
}

static char *
number_or_dash (gint64 n)
{
  return n < 0 ? g_strdup ("-") : g_strdup_printf ("%" G_GINT64_FORMAT, n);
}

static gboolean
is_expected (const SsFault *f, const char *line)
{
  g_auto (GStrv) want = g_strsplit (line, "\t", -1);
  g_autofree char *at = number_or_dash (f->line), *block = number_or_dash (f->block), *op = number_or_dash (f->op);

  g_assert_cmpuint (g_strv_length (want), ==, 5);
  return matches (want[0], at) && matches (want[1], f->function == NULL ? "-" : f->function) && matches (want[2], block)
         && matches (want[3], op) && matches (want[4], ss_rule_name (f->rule));
}

/* The lines of FILE.expected, beside FILE.json or FILE.jsonl. */
static GStrv
expectation (const char *file)
{
  g_autofree char *stem = g_strndup (file, (gsize) (strrchr (file, '.') - file));
  g_autofree char *name = g_strconcat (stem, ".expected", NULL), *text = NULL;

  ck_assert_msg (g_file_get_contents (name, &text, NULL, NULL), "%s is not there", name);
  return g_strsplit (g_strchomp (text), "\n", -1);
}

START_TEST (bad_input)
{
  const char *file = bad->pdata[_i];
  g_auto (GStrv) want = expectation (file);
  g_autoptr (Outcome) o = NULL;
  g_autofree char *difference = outcome_readers_differ (file, &o);
  guint n = g_strv_length (want);

  ck_assert_msg (difference == NULL, "%s: the readers differ: %s", file, difference);
  ck_assert_msg (o->error != NULL && o->error->code == SS_LOAD_ERROR_FORMAT, "%s: %s", file,
                 o->error == NULL ? "no error" : o->error->message);
  for (guint i = 0; i < MIN (n, o->faults->len); i++)
    {
      g_autofree char *got = ss_fault_text (o->faults->pdata[i]);

      ck_assert_msg (is_expected (o->faults->pdata[i], want[i]), "%s: wanted %s, got %s", file, want[i], got);
    }
  ck_assert_msg (o->nfaults == n, "%s: %u faults wanted, not %" G_GUINT64_FORMAT, file, n, o->nfaults);
  ck_assert_uint_eq (o->faults->len, MIN (n, 20));
}
END_TEST

/* The rule that the file's name begins with: the longest that fits. */
static SsRule
rule_of (const char *file)
{
  g_autofree char *name = g_path_get_basename (file);
  SsRule best = SS_N_RULES;

  for (guint r = 0; r < SS_N_RULES; r++)
    if (g_str_has_prefix (name, ss_rule_name (r)) && strchr ("-.", name[strlen (ss_rule_name (r))]) != NULL
        && (best == SS_N_RULES || strlen (ss_rule_name (r)) > strlen (ss_rule_name (best))))
      best = r;
  return best;
}

START_TEST (every_rule_has_an_input_that_breaks_it_alone)
{
  gboolean seen[SS_N_RULES] = { FALSE };

  for (guint i = 0; i < bad->len; i++)
    {
      g_auto (GStrv) want = expectation (bad->pdata[i]);
      SsRule rule = rule_of (bad->pdata[i]);

      if (rule == SS_N_RULES)
        continue;
      seen[rule] = TRUE;
      for (guint k = 0; want[k] != NULL; k++)
        ck_assert_msg (strcmp (strrchr (want[k], '\t') + 1, ss_rule_name (rule)) == 0, "%s", (char *) bad->pdata[i]);
    }
  seen[SS_RULE_JSON] = TRUE; /* tests/bad-json */
  for (guint r = 0; r < SS_N_RULES; r++)
    ck_assert_msg (seen[r], "no input breaks \"%s\"", ss_rule_name (r));
}
END_TEST

START_TEST (text)
{
  const char *file = texts->pdata[_i];
  g_autofree char *name = g_path_get_basename (file);
  g_autoptr (Outcome) o = NULL;
  g_autofree char *difference = outcome_readers_differ (file, &o);

  ck_assert_msg (difference == NULL, "%s: the readers differ: %s", file, difference);
  if (g_str_has_prefix (name, "works-"))
    ck_assert_msg (o->error == NULL, "%s: %s", file, o->error == NULL ? "" : o->error->message);
  else
    {
      gboolean refused = g_str_has_prefix (name, "refused-");

      ck_assert_msg (o->error != NULL, "%s: was read", file);
      ck_assert_msg ((o->error->code == SS_LOAD_ERROR_FORMAT) == refused, "%s: code %d: %s", file, o->error->code,
                     o->error->message);
    }
}
END_TEST

/* A stream whose second line nests arrays so deep in a key that nobody reads. */
static GString *
nested (guint depth, gboolean document)
{
  GString *s = g_string_new ("{\"format\": \"stacksieve-graphs\", \"version\": 1");

  g_string_append (s, document ? ", \"functions\": [\n" : "}\n");
  g_string_append (s, "{\"function\": \"f\", \"vars\": {}, \"blocks\": [{\"in\": []}], \"x\": ");
  for (guint i = 0; i < depth; i++)
    g_string_append_c (s, '[');
  for (guint i = 0; i < depth; i++)
    g_string_append_c (s, ']');
  g_string_append (s, document ? "}]}\n" : "}\n");
  return s;
}

START_TEST (nesting)
{
  static const guint depths[] = { 1, 500, 1000, 1020, 1021, 1022, 1023, 1024, 1025, 1026, 2040, 2046, 2047, 2048, 2049, 100000 };

  for (guint i = 0; i < G_N_ELEMENTS (depths); i++)
    for (gboolean document = FALSE; document <= TRUE; document++)
      {
        g_autoptr (GString) s = nested (depths[i], document);
        g_autoptr (Outcome) a = outcome_of_bytes (s->str, s->len, SS_READER_AUTO);
        g_autoptr (Outcome) b = outcome_of_bytes (s->str, s->len, SS_READER_JANSSON);
        g_autofree char *difference = outcome_difference (a, b);

        ck_assert_msg (difference == NULL, "depth %u: the readers differ: %s", depths[i], difference);
        ck_assert_msg (depths[i] > 1000 || a->program != NULL, "depth %u is refused", depths[i]);
        ck_assert_msg (depths[i] < 100000 || (a->error != NULL && a->error->code == SS_LOAD_ERROR_PARSE),
                       "depth %u is read", depths[i]);
      }
}
END_TEST

static const struct
{
  const char *name;
  int (*add) (struct archive *);
} filters[] = {
  { "gzip", archive_write_add_filter_gzip },
  { "bzip2", archive_write_add_filter_bzip2 },
  { "xz", archive_write_add_filter_xz },
  { "zstd", archive_write_add_filter_zstd },
};

/* Bytes packed as one member. */
static GByteArray *
pack (const char *bytes, gsize n, guint filter)
{
  struct archive *a = archive_write_new ();
  struct archive_entry *entry = archive_entry_new ();
  gsize cap = 2 * n + 4096, used = 0;
  GByteArray *packed = g_byte_array_sized_new ((guint) cap);

  g_byte_array_set_size (packed, (guint) cap);
  g_assert_cmpint (filters[filter].add (a), ==, ARCHIVE_OK);
  g_assert_cmpint (archive_write_set_format_raw (a), ==, ARCHIVE_OK);
  g_assert_cmpint (archive_write_set_bytes_per_block (a, 0), ==, ARCHIVE_OK);
  g_assert_cmpint (archive_write_open_memory (a, packed->data, cap, &used), ==, ARCHIVE_OK);
  archive_entry_set_pathname (entry, "data");
  archive_entry_set_filetype (entry, AE_IFREG);
  g_assert_cmpint (archive_write_header (a, entry), ==, ARCHIVE_OK);
  g_assert_cmpint (archive_write_data (a, bytes, n), ==, (int) n);
  archive_entry_free (entry);
  g_assert_cmpint (archive_write_close (a), ==, ARCHIVE_OK);
  archive_write_free (a);
  g_byte_array_set_size (packed, (guint) used);
  return packed;
}

/* A stream of some length that does not pack to nothing. */
static GString *
some_stream (void)
{
  GString *s = g_string_new ("{\"format\": \"stacksieve-graphs\", \"version\": 1}\n");
  guint32 x = 1;

  for (guint i = 0; i < 500; i++)
    {
      x = x * 1664525 + 1013904223;
      g_string_append_printf (s, "{\"function\": \"f%u\", \"file\": \"%08x\", \"vars\": {}, \"blocks\": [{\"in\": []}]}\n", i, x);
    }
  return s;
}

START_TEST (archives)
{
  g_autoptr (GString) s = some_stream ();
  g_autoptr (GByteArray) whole = pack (s->str, s->len, _i);
  g_autoptr (Outcome) plain = outcome_of_bytes (s->str, s->len, SS_READER_AUTO);
  g_autoptr (Outcome) unpacked = outcome_of_bytes (whole->data, whole->len, SS_READER_AUTO);
  g_autofree char *difference = outcome_difference (plain, unpacked);
  g_autoptr (GByteArray) head = NULL, tail = NULL;

  ck_assert_msg (plain->program != NULL && difference == NULL, "%s: %s", filters[_i].name, difference);
  for (guint cut = 1; cut < whole->len; cut = cut * 3 / 2 + 1)
    {
      g_autoptr (Outcome) o = outcome_of_bytes (whole->data, whole->len - cut, SS_READER_AUTO);

      ck_assert_msg (o->error != NULL && o->error->code != SS_LOAD_ERROR_FORMAT, "%s without its last %u bytes: %s",
                     filters[_i].name, cut, o->error == NULL ? "was read" : o->error->message);
    }
  whole->data[whole->len / 2] ^= 0x55;
  {
    g_autoptr (Outcome) o = outcome_of_bytes (whole->data, whole->len, SS_READER_AUTO);

    ck_assert_msg (o->error != NULL, "%s: corrupt, but read", filters[_i].name);
  }
  head = pack (s->str, 1000, _i);
  tail = pack (s->str + 1000, s->len - 1000, _i);
  g_byte_array_append (head, tail->data, tail->len);
  {
    g_autoptr (Outcome) o = outcome_of_bytes (head->data, head->len, SS_READER_AUTO);
    g_autofree char *other = outcome_difference (plain, o);

    ck_assert_msg (other == NULL, "%s: two members are not one stream: %s", filters[_i].name, other);
  }
}
END_TEST

/* A stream of several pieces with its closing line, cut at the end of a line. */
START_TEST (cut_at_a_line_end)
{
  enum { N = 40000 };
  g_autoptr (GString) s = g_string_new ("{\"format\": \"stacksieve-graphs\", \"version\": 1, \"end\": true}\n");
  static const guint cuts[] = { 0, 1, 2, 100, N / 2, N - 1, N };
  g_autofree gsize *ends = g_new (gsize, N + 1);

  for (guint i = 0; i < N; i++)
    {
      ends[i] = s->len;
      g_string_append_printf (s, "{\"function\": \"f%u\", \"file\": \"%064x\", \"vars\": {}, \"blocks\": [{\"in\": []}]}\n", i, i);
    }
  ends[N] = s->len;
  g_string_append_printf (s, "{\"end\": %u}\n", N);
  for (SsReader reader = SS_READER_AUTO; reader <= SS_READER_JANSSON; reader++)
    {
      g_autoptr (Outcome) whole = outcome_of_bytes (s->str, s->len, reader);

      ck_assert_msg (whole->error == NULL, "%s", whole->error == NULL ? "" : whole->error->message);
      for (guint i = 0; i < G_N_ELEMENTS (cuts); i++)
        {
          g_autoptr (Outcome) o = outcome_of_bytes (s->str, ends[cuts[i]], reader);
          g_autofree char *line = g_strdup_printf ("line %u: the stream is truncated", cuts[i] + 1);

          ck_assert_msg (o->error != NULL && o->error->code == SS_LOAD_ERROR_PARSE && g_str_has_prefix (o->error->message, line),
                         "cut after %u records: %s", cuts[i], o->error == NULL ? "was read" : o->error->message);
        }
    }
  for (guint filter = 0; filter < G_N_ELEMENTS (filters); filter++)
    {
      g_autoptr (GByteArray) cut = pack (s->str, ends[N / 2], filter);
      g_autoptr (Outcome) o = outcome_of_bytes (cut->data, cut->len, SS_READER_AUTO);

      ck_assert_msg (o->error != NULL && o->error->code == SS_LOAD_ERROR_PARSE, "%s: cut, but read", filters[filter].name);
    }
}
END_TEST

/* All that is in a file, whatever is asked for at once. */
START_TEST (read_in_small_parts)
{
  g_autoptr (GPtrArray) files = outcome_files ("corpus", "", ".json");
  char part[7];

  ck_assert_uint_gt (files->len, 0);
  for (guint i = 0; i < files->len; i++)
    {
      g_autoptr (SsInput) in = ss_input_open (files->pdata[i], G_MAXUINT64, NULL);
      g_autoptr (GString) read = g_string_new (NULL);
      g_autofree char *bytes = NULL;
      gsize n = 0;
      gssize got;

      ck_assert (in != NULL && g_file_get_contents (files->pdata[i], &bytes, &n, NULL));
      do
        {
          errno = EINTR; /* of a call before: no read of these is interrupted */
          got = ss_input_read (in, part, sizeof part, NULL);
          g_string_append_len (read, part, MAX (got, 0));
        }
      while (got > 0);
      ck_assert (got == 0 && read->len == n && memcmp (read->str, bytes, n) == 0);
    }
}
END_TEST

START_TEST (all_faults_are_counted)
{
  g_autoptr (GString) s = g_string_new ("{\"format\": \"stacksieve-graphs\", \"version\": 1}\n");
  SsLoadOptions options = SS_LOAD_DEFAULTS;

  for (guint i = 0; i < 50000; i++)
    g_string_append (s, "{\"function\": 1, \"vars\": {}, \"blocks\": [{\"in\": []}]}\n");
  for (SsReader reader = SS_READER_AUTO; reader <= SS_READER_JANSSON; reader++)
    {
      g_autoptr (Outcome) o = outcome_of_bytes (s->str, s->len, reader);

      ck_assert_uint_eq (o->faults->len, options.max_errors);
      ck_assert_uint_eq (o->nfaults, 50000);
      for (guint i = 0; i < o->faults->len; i++)
        ck_assert_uint_eq (((SsFault *) o->faults->pdata[i])->line, i + 2);
    }
}
END_TEST

int
main (void)
{
  Suite *s = suite_create ("bad input");
  TCase *c = tcase_create ("all");
  SRunner *r;
  int failed;

  bad = outcome_files ("tests/bad", "", ".jsonl");
  {
    g_autoptr (GPtrArray) documents = outcome_files ("tests/bad", "", ".json");

    g_ptr_array_extend_and_steal (bad, g_steal_pointer (&documents));
  }
  texts = outcome_files ("tests/bad-json", "", "");
  tcase_add_loop_test (c, bad_input, 0, (int) bad->len);
  tcase_add_test (c, every_rule_has_an_input_that_breaks_it_alone);
  tcase_add_loop_test (c, text, 0, (int) texts->len);
  tcase_add_test (c, nesting);
  tcase_add_loop_test (c, archives, 0, G_N_ELEMENTS (filters));
  tcase_add_test (c, cut_at_a_line_end);
  tcase_add_test (c, read_in_small_parts);
  tcase_add_test (c, all_faults_are_counted);
  suite_add_tcase (s, c);
  r = srunner_create (s);
  srunner_run_all (r, CK_NORMAL);
  failed = srunner_ntests_failed (r);
  srunner_free (r);
  g_ptr_array_unref (bad);
  g_ptr_array_unref (texts);
  return failed == 0 ? 0 : 1;
}
