/* The small programs of corpus/: each names its policy in its header and has, in NAME.expected, a line for each of its
 * records, worked out by hand from the definitions:
 *   RECORD <tab> KIND <tab> SAVED,… <tab> REASON,…     ("-": none; in any order)
 * without reduction of values, and, where that changes any, in NAME.reduced the lines of these records with it.
 * And all files of the source tree that are programs, and the dumps where they are: both readers read the same program,
 * and a program that is written and read again stays the same.  Of the large dumps, which are packed, it is the smallest one, or with
 * --full each (make check-corpus-full); with sanitizers none.
 */
#include "config.h"

#include <check.h>
#include <glib/gstdio.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analyzer/reduce.h"
#include "ir/write.h"
#include "tests/outcome.h"

static GPtrArray *corpus, *programs, *dumps; /* owned: paths */

static int
compare_strings (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

/* The words of a list, sorted, with a comma between them; "-" for none. */
static char *
sorted_list (const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, ",", -1);

  qsort (words, g_strv_length (words), sizeof *words, compare_strings);
  return g_strjoinv (",", words);
}

/* The header's word for the policy: a built-in one, or a file beside the program. */
static char *
policy_of (const SsProgram *p, const char *file)
{
  for (guint32 i = 0; i < p->nheader; i++)
    if (strcmp (ss_str (p, p->header[i].key), "policy") == 0)
      {
        json_t *name = json_loads (ss_str (p, p->header[i].value), JSON_DECODE_ANY, NULL);
        g_autofree char *folder = g_path_get_dirname (file);
        char *policy;

        ck_assert (json_is_string (name));
        policy = strchr (json_string_value (name), '/') != NULL ? g_build_filename (folder, json_string_value (name), NULL)
                                                                : g_strdup (json_string_value (name));
        json_decref (name);
        return policy;
      }
  ck_abort_msg ("%s names no policy", file);
  return NULL;
}

static char *
record_text (const SsProgram *p, const SsClasses *c, const SsRecord *r)
{
  g_autoptr (GString) saved = g_string_new (NULL), reasons = g_string_new (NULL);
  g_autofree char *name = ss_record_name (p, r->op), *sorted = NULL, *why = NULL;

  for (guint32 i = 0; i < r->nsaved; i++)
    g_string_append_printf (saved, "%s%s", i > 0 ? "," : "", ss_var_name (p, c->saved[r->saved0 + i]));
  for (guint k = 0; k < SS_N_REASONS; k++)
    if (r->reasons & 1u << k)
      g_string_append_printf (reasons, "%s%s", reasons->len > 0 ? "," : "", ss_reason_code (k));
  sorted = sorted_list (saved->len > 0 ? saved->str : "-");
  why = sorted_list (reasons->len > 0 ? reasons->str : "-");
  return g_strdup_printf ("%s\t%s\t%s\t%s", name, ss_kind_name (r->kind), sorted, why);
}

/* A line of the expectation, its lists sorted. */
static char *
expected_text (const char *line)
{
  g_auto (GStrv) column = g_strsplit (line, "\t", -1);
  g_autofree char *saved = NULL, *reasons = NULL;

  ck_assert_msg (g_strv_length (column) == 4, "\"%s\" has not 4 columns", line);
  saved = sorted_list (column[2]);
  reasons = sorted_list (column[3]);
  return g_strdup_printf ("%s\t%s\t%s\t%s", column[0], column[1], saved, reasons);
}

/* Appends what is in one sorted list of lines and not in the other. */
static void
append_missing (GString *text, const char *mark, const GPtrArray *a, const GPtrArray *b)
{
  for (guint i = 0; i < a->len; i++)
    if (!g_ptr_array_find_with_equal_func ((GPtrArray *) b, a->pdata[i], g_str_equal, NULL))
      g_string_append_printf (text, "%s%s\n", mark, (char *) a->pdata[i]);
}

/* The lines of STEM.ENDING; an absent file has none.  The caller unrefs. */
static GPtrArray *
expected_lines (const char *stem, const char *ending)
{
  GPtrArray *want = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *name = g_strconcat (stem, ending, NULL), *text = NULL;

  if (!g_file_get_contents (name, &text, NULL, NULL))
    return want;
  g_auto (GStrv) lines = g_strsplit (g_strchomp (text), "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    g_ptr_array_add (want, expected_text (lines[i]));
  return want;
}

/* Puts the line of a record in the place of the one that is there. */
static void
replace_line (GPtrArray *lines, const char *line)
{
  gsize record = strcspn (line, "\t") + 1;

  for (guint i = 0; i < lines->len; i++)
    if (strncmp (lines->pdata[i], line, record) == 0)
      {
        g_free (lines->pdata[i]);
        lines->pdata[i] = g_strdup (line);
        return;
      }
  ck_abort_msg ("\"%s\" is of no record", line);
}

static void
check_lines (const char *file, const SsProgram *p, const SsClasses *classes, const GPtrArray *want)
{
  g_autoptr (GPtrArray) got = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) difference = g_string_new (NULL);

  for (guint32 i = 0; i < classes->nrecords; i++)
    g_ptr_array_add (got, record_text (p, classes, &classes->records[i]));
  append_missing (difference, "-", want, got);
  append_missing (difference, "+", got, want);
  ck_assert_msg (difference->len == 0 && want->len == got->len, "%s (- expected, + found):\n%s", file, difference->str);
}

START_TEST (classification)
{
  const char *file = corpus->pdata[_i];
  g_autoptr (Outcome) o = outcome_of (file, SS_READER_AUTO);
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *stem = g_strndup (file, strlen (file) - strlen (".json")), *policy_name = NULL;
  g_autoptr (GError) error = NULL;
  SsReduceOptions options = { .steps = SS_REDUCE_ALL, .threads = 1 };

  ck_assert_msg (o->program != NULL, "%s: %s", file, o->error == NULL ? "" : o->error->message);
  policy_name = policy_of (o->program, file);
  g_autoptr (SsPolicy) policy = ss_policy_load (policy_name, notes, &error);
  ck_assert_msg (policy != NULL, "%s: %s", file, error == NULL ? "" : error->message);
  g_autoptr (SsTerms) terms = ss_policy_bind (policy, o->program, notes, &error);
  ck_assert_msg (terms != NULL, "%s: %s", file, error == NULL ? "" : error->message);
  ck_assert_msg (notes->len == 0, "%s: %s", file, notes->len == 0 ? "" : (char *) notes->pdata[0]);
  g_autoptr (SsCallGraph) graph = ss_callgraph_new (terms);
  g_autoptr (SsUnwind) unwind = ss_unwind_new (terms, graph);
  g_autoptr (SsClasses) classes = ss_classify (terms, unwind, 1);
  g_autoptr (GPtrArray) want = expected_lines (stem, ".expected"), reduced = expected_lines (stem, ".reduced");

  check_lines (file, o->program, classes, want);
  g_autoptr (SsReduction) reduction = ss_reduce (terms, graph, unwind, classes, &options);
  for (guint i = 0; i < reduced->len; i++)
    replace_line (want, reduced->pdata[i]);
  check_lines (file, o->program, reduction->classes, want);
  options.steps = SS_REDUCE_NONE;
  g_autoptr (SsReduction) none = ss_reduce (terms, graph, unwind, classes, &options);
  g_autoptr (GPtrArray) again = expected_lines (stem, ".expected");
  check_lines (file, o->program, none->classes, again);
}
END_TEST

static gboolean
put_bytes (const char *bytes, gsize n, gpointer data, GError **error G_GNUC_UNUSED)
{
  g_byte_array_append (data, (const guint8 *) bytes, (guint) n);
  return TRUE;
}

static GByteArray *
write_whole (const SsProgram *p, SsShape shape)
{
  g_autoptr (GError) error = NULL;
  GByteArray *bytes = g_byte_array_new ();

  ss_write_program (p, NULL, shape, put_bytes, bytes, &error);
  g_assert_no_error (error);
  return bytes;
}

/* Whether writing the program and reading it again, as a stream and also as a document if asked for, gives another program:
 * NULL, or how it differs; the caller frees. */
static char *
written_differs (const SsProgram *p, gboolean document)
{
  for (SsShape shape = SS_SHAPE_STREAM; shape <= (document ? SS_SHAPE_DOCUMENT : SS_SHAPE_STREAM); shape++)
    {
      g_autoptr (GByteArray) bytes = write_whole (p, shape), again = NULL;
      g_autoptr (Outcome) o = outcome_of_bytes (bytes->data, bytes->len, SS_READER_AUTO);
      g_autofree char *difference = NULL;
      const char *name = shape == SS_SHAPE_STREAM ? "stream" : "document";

      if (o->program == NULL)
        {
          const char *why = o->faults->len == 0 ? o->error->message : ((SsFault *) o->faults->pdata[0])->text;

          return g_strdup_printf ("what was written as a %s is not read: %s", name, why);
        }
      if (!ss_program_equal (p, o->program, &difference))
        return g_strdup_printf ("written as a %s: %s", name, difference);
      again = write_whole (o->program, shape);
      if (again->len != bytes->len || memcmp (again->data, bytes->data, bytes->len) != 0)
        return g_strdup_printf ("written twice as a %s, the bytes differ", name);
    }
  return NULL;
}

/* Readers and writer on one file. */
static void
check_program (const char *file, gboolean document)
{
  g_autoptr (Outcome) o = NULL;
  g_autofree char *difference = outcome_readers_differ (file, &o), *written = NULL;

  ck_assert_msg (difference == NULL, "%s: the readers differ: %s", file, difference);
  ck_assert_msg (o->program != NULL, "%s: %s", file, o->error == NULL ? "" : o->error->message);
  written = written_differs (o->program, document);
  ck_assert_msg (written == NULL, "%s: %s", file, written);
}

START_TEST (program)
{
  check_program (programs->pdata[_i], TRUE);
}
END_TEST

/* As documents the large ones would be larger than documents may be. */
START_TEST (dump)
{
  check_program (dumps->pdata[_i], g_str_has_suffix (dumps->pdata[_i], ".jsonl"));
}
END_TEST

/* Whether a file of the dumps' folder is a program: what PyPy did of itself is in the same folder. */
static gboolean
is_dump (const char *name)
{
  return (g_str_has_suffix (name, ".jsonl") || g_str_has_suffix (name, ".jsonl.zst")) && !strstr (name, ".stackless.");
}

static goffset
size_of (const char *file)
{
  GStatBuf info;

  return g_stat (file, &info) == 0 ? info.st_size : 0;
}

static int
compare_sizes (gconstpointer a, gconstpointer b)
{
  goffset x = size_of (*(char *const *) a), y = size_of (*(char *const *) b);

  return (x > y) - (x < y);
}

/* Finds the dumps, of which MOST may be large: how many of those are left out, or 1 where there are none. */
static guint
find_dumps (guint most)
{
  const char *folder = g_getenv ("STACKSIEVE_DUMPS");
  g_autoptr (GDir) dir = folder == NULL ? NULL : g_dir_open (folder, 0, NULL);
  g_autoptr (GPtrArray) large = g_ptr_array_new_with_free_func (g_free);
  guint found, omitted;

  dumps = g_ptr_array_new_with_free_func (g_free);
  for (const char *name; dir != NULL && (name = g_dir_read_name (dir)) != NULL;)
    if (is_dump (name))
      g_ptr_array_add (g_str_has_suffix (name, ".zst") ? large : dumps, g_build_filename (folder, name, NULL));
  g_ptr_array_sort (dumps, compare_strings);
  g_ptr_array_sort (large, compare_sizes);
  found = large->len;
  g_ptr_array_set_size (large, (gint) MIN (found, most));
  omitted = found == 0 ? 1 : found - large->len;
  g_ptr_array_extend_and_steal (dumps, g_steal_pointer (&large));
  return omitted;
}

static void
find_programs (void)
{
  static const char *const places[][3] = {
    { "corpus", "", ".json" }, { "corpus/programs", "", ".jsonl" }, { "tests/bad-json", "works-", "" },
  };

  programs = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    g_ptr_array_extend_and_steal (programs, outcome_files (places[i][0], places[i][1], places[i][2]));
}

int
main (int argc, char **argv)
{
  Suite *s = suite_create ("corpus");
  TCase *small = tcase_create ("small"), *large = tcase_create ("large");
  SRunner *r;
  gboolean full = argc > 1 && strcmp (argv[1], "--full") == 0;
  guint omitted;
  int failed;

  corpus = outcome_files ("corpus", "", ".json");
  find_programs ();
  omitted = find_dumps (full ? G_MAXUINT : g_strcmp0 (g_getenv ("SANITIZED"), "yes") == 0 ? 0 : 1);
  tcase_add_loop_test (small, classification, 0, (int) corpus->len);
  tcase_add_loop_test (small, program, 0, (int) programs->len);
  tcase_set_timeout (large, 60);
  tcase_add_loop_test (large, dump, 0, (int) dumps->len);
  suite_add_tcase (s, small);
  suite_add_tcase (s, large);
  r = srunner_create (s);
  srunner_run_all (r, CK_NORMAL);
  failed = srunner_ntests_failed (r);
  srunner_free (r);
  if (omitted > 0)
    printf ("large dumps left out, or not there: make check-corpus-full\n0 passed, 0 failed, %u skipped\n", omitted);
  g_ptr_array_unref (corpus);
  g_ptr_array_unref (programs);
  g_ptr_array_unref (dumps);
  return failed == 0 ? 0 : 1;
}
