/* Random programs: the analyzer against the definitions (naive.h), the two readers against each other, the writer against
 * the readers, one thread against several.
 *
 * STACKSIEVE_PROGRAMS=N runs N programs (every other one through readers and writer, which take longer), STACKSIEVE_SEED=N
 * that one alone; a failure names its seed.
 */
#include "tests/gen.h"
#include "tests/property.h"

#include <check.h>
#include <string.h>

enum
{
  DEFAULT_PROGRAMS = 4000
};

static void
run_case (guint64 seed, gboolean readers, PropertyTotals *totals)
{
  if (readers)
    property_readers (seed);
  else
    property_analysis (seed, 3, totals);
}

/* Runs all seeds, or the one that the user names. */
static void
run_cases (gboolean readers, PropertyTotals *totals)
{
  const char *one = g_getenv ("STACKSIEVE_SEED");
  guint64 n = gen_programs (DEFAULT_PROGRAMS);

  if (one)
    run_case (g_ascii_strtoull (one, NULL, 10), readers, totals);
  else
    for (guint64 seed = 0; seed < n; seed += readers ? 2 : 1)
      run_case (seed, readers, totals);
}

static const char *const unwinding_of_pypy1[]
    = { "yield_current_frame_to_caller", "stack_frames_depth",    "stack_switch",          "stack_unwind",
        "stack_capture",                 "get_stack_depth_limit", "set_stack_depth_limit", "resume_point",
        "resume_state_create",           "resume_state_invoke",   NULL };
static const char *const nothing[] = { NULL };

/* A stream as one array of its records; NULL: there is no such file. */
static json_t *
read_lines (const char *name)
{
  const char *dumps = g_getenv ("STACKSIEVE_DUMPS");
  g_autofree char *path = g_build_filename (dumps ? dumps : "", name, NULL), *text = NULL;
  json_t *records;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return NULL;
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  records = json_array ();
  for (guint i = 0; lines[i]; i++)
    if (lines[i][0])
      json_array_append_new (records, json_loads (lines[i], 0, NULL));
  return records;
}

/* The storage class that PyPy 1.x's transform gives to a type. */
static const char *
storage (const char *type)
{
  if (g_str_has_prefix (type, "gc:") || !strcmp (type, "GCREF"))
    return "ref";
  if (strchr (type, ':') || !strcmp (type, "Address"))
    return "addr";
  return strstr (type, "Float") ? "float" : strstr (type, "LongLong") ? "longlong" : "long";
}

static const char *
find_type (const json_t *function, const char *var)
{
  const char *type;
  json_t *list, *v;
  size_t i;

  json_object_foreach (json_object_get (function, "vars"), type, list)
    json_array_foreach (list, i, v)
      if (!strcmp (json_string_value (v), var))
        return type;
  return NULL;
}

/* How many values of each storage class a record saves. */
static json_t *
count_saves (const json_t *program, const NaiveRecord *r)
{
  g_autofree char *name = g_strndup (r->record, (gsize) (strrchr (r->record, '@') - r->record));
  const json_t *function = property_function (program, name);
  json_t *saves = json_object ();
  GHashTableIter iter;
  gpointer var;

  g_hash_table_iter_init (&iter, r->saved);
  while (g_hash_table_iter_next (&iter, &var, NULL))
  {
    const char *s = storage (find_type (function, var));
    json_object_set_new (saves, s, json_integer (json_integer_value (json_object_get (saves, s)) + 1));
  }
  return saves;
}

/* The definitions themselves, against what PyPy 1.5's stackless transform decided. */
START_TEST (definitions_meet_the_transform)
{
  static const char *const names[][2] = { { "patterns-plain.jsonl", "patterns-plain.stackless.jsonl" },
                                          { "patterns-inlined.jsonl", "patterns-inlined.stackless.jsonl" } };
  json_t *records = read_lines (names[_i][0]), *decided = read_lines (names[_i][1]), *program, *d;
  NaivePolicy words = { nothing, nothing, nothing, unwinding_of_pypy1, nothing, nothing, nothing, TRUE, FALSE, NULL };
  size_t k;

  if (!records || !decided) /* the dumps are not there */
    return;
  program = json_pack ("{s:o}", "functions", json_array ());
  json_array_foreach (records, k, d)
    if (json_object_get (d, "function"))
      json_array_append (json_object_get (program, "functions"), d);
  g_autoptr (Naive) naive = naive_new (program, &words);
  ck_assert_uint_eq (naive->records->len, json_array_size (decided));
  json_array_foreach (decided, k, d)
  {
    const char *record = json_string_value (json_object_get (d, "record"));
    const NaiveRecord *r = NULL;
    for (guint i = 0; i < naive->records->len && (!r || strcmp (r->record, record)); i++)
      r = g_ptr_array_index (naive->records, i);
    ck_assert_str_eq (r->record, record);
    gboolean none = !strcmp (json_string_value (json_object_get (d, "decision")), "none");
    /* The transform saves a record at a source even in tail position, with nothing in it. */
    gboolean tail = !strcmp (r->kind, "tail") && (none || r->chain > 1);
    json_t *saves = count_saves (program, r);
    ck_assert_msg (tail == none, "%s: the transform saves %s", record, none ? "no record" : "a record");
    ck_assert_msg (none || json_equal (saves, json_object_get (d, "saves")), "%s: saves other values than the transform", record);
    json_decref (saves);
  }
  json_decref (program);
  json_decref (records);
  json_decref (decided);
}
END_TEST

START_TEST (analyzer_meets_the_definitions)
{
  PropertyTotals t = { 0 };

  run_cases (FALSE, &t);
  g_print ("%u functions, %u may unwind, %u records, %u saved values, longest chain %u\n", t.functions, t.unwinding, t.records,
           t.saved, t.longest_chain);
  for (int k = 0; k < SS_N_KINDS; k++)
    g_print ("  kind %-16s %u\n", ss_kind_name ((SsKind) k), t.kinds[k]);
  for (int r = 0; r < SS_N_REASONS; r++)
    g_print ("  reason %-20s %u\n", ss_reason_code ((SsReason) r), t.reasons[r]);
  if (g_getenv ("STACKSIEVE_SEED") || t.functions < 2000)
    return;
  for (int k = 0; k < SS_N_KINDS; k++)
    ck_assert_msg (t.kinds[k] > t.records / 100, "kind %s hardly occurs", ss_kind_name ((SsKind) k));
  for (int r = 0; r < SS_N_REASONS; r++)
    ck_assert_msg (t.reasons[r] > 0, "reason %s never occurs", ss_reason_code ((SsReason) r));
}
END_TEST

START_TEST (readers_and_writer_agree)
{
  run_cases (TRUE, NULL);
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("property");
  TCase *tcase = tcase_create ("random programs");

  tcase_set_timeout (tcase, 300);
  tcase_add_loop_test (tcase, definitions_meet_the_transform, 0, 2);
  tcase_add_test (tcase, analyzer_meets_the_definitions);
  tcase_add_test (tcase, readers_and_writer_agree);
  suite_add_tcase (suite, tcase);
  SRunner *runner = srunner_create (suite);
  srunner_run_all (runner, CK_ENV);
  int failed = srunner_ntests_failed (runner);
  srunner_free (runner);
  return failed != 0;
}
