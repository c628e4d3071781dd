/* What PyPy 1.5's own stackless transform did at each unwind point of two programs, against `pypy-stackless`.
 *
 * The transform saves a record wherever the analyzer says anything but `tail`, and at an unwind source even in tail position;
 * the values that it saves agree in number, by storage.  Their names do not: it renames variables where it cuts blocks.
 * Skipped where the files are not there.
 */
#include "config.h"

#include "analyzer/classify.h"
#include "ir/load.h"

#include <check.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

static const char *const names[] = { "patterns-plain", "patterns-inlined" };

static char *
dump_path (const char *name, const char *suffix)
{
  const char *dumps = g_getenv ("STACKSIEVE_DUMPS");
  g_autofree char *file = g_strconcat (name, suffix, NULL);

  return g_build_filename (dumps ? dumps : "../shared/corpus", file, NULL);
}

static void
check_record (const SsTerms *t, const SsClasses *c, const json_t *expected)
{
  const SsProgram *p = t->program;
  const char *name = json_string_value (json_object_get (expected, "record"));
  gboolean saves = !strcmp (json_string_value (json_object_get (expected, "decision")), "record");
  guint32 o = ss_find_record (p, name);

  ck_assert_msg (o != SS_NONE, "no operation %s", name);
  const SsRecord *r = ss_classes_find (c, o);
  ck_assert_msg (r != NULL, "%s is no unwind point", name);
  gboolean source = (ss_term_op (t, o) & SS_TERM_SOURCE) != 0;
  ck_assert_msg (saves == (r->kind != SS_KIND_TAIL || source), "%s is %s", name, ss_kind_name (r->kind));
  if (!saves)
    return;
  for (guint s = SS_STORE_REF; s < SS_N_STORES; s++)
    {
      json_int_t want = json_integer_value (json_object_get (json_object_get (expected, "saves"), ss_storage_name (s))), got = 0;
      for (guint32 i = 0; i < r->nsaved; i++)
        got += ss_var_storage (p, c->saved[r->saved0 + i]) == (SsStorage) s;
      ck_assert_msg (got == want, "%s saves %d %s, not %d", name, (int) got, ss_storage_name (s), (int) want);
    }
}

START_TEST (test_patterns)
{
  SsLoadOptions options = SS_LOAD_DEFAULTS;
  g_autoptr (GPtrArray) faults = g_ptr_array_new_with_free_func ((GDestroyNotify) ss_fault_free);
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *path = dump_path (names[_i], ".jsonl"), *answers = dump_path (names[_i], ".stackless.jsonl");
  g_autofree char *text = NULL;
  guint64 nfaults = 0;
  guint32 n = 0;

  g_autoptr (SsProgram) p = ss_load (path, &options, faults, &nfaults, NULL);
  ck_assert_ptr_nonnull (p);
  g_autoptr (SsPolicy) policy = ss_policy_load ("pypy-stackless", notes, NULL);
  g_autoptr (SsTerms) t = ss_policy_bind (policy, p, notes, NULL);
  g_autoptr (SsCallGraph) g = ss_callgraph_new (t);
  g_autoptr (SsUnwind) u = ss_unwind_new (t, g);
  g_autoptr (SsClasses) c = ss_classify (t, u, 1);

  ck_assert (g_file_get_contents (answers, &text, NULL, NULL));
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (char **line = lines; *line; line++)
    {
      if (!**line)
        continue;
      json_t *expected = json_loads (*line, 0, NULL);
      ck_assert_ptr_nonnull (expected);
      check_record (t, c, expected);
      json_decref (expected);
      n++;
    }
  ck_assert_uint_eq (n, c->nrecords);
}
END_TEST

int
main (void)
{
  g_autofree char *first = dump_path (names[0], ".jsonl");
  Suite *s = suite_create ("patterns");
  TCase *t = tcase_create ("stackless");

  if (!g_file_test (first, G_FILE_TEST_EXISTS))
    return 77;
  tcase_add_loop_test (t, test_patterns, 0, G_N_ELEMENTS (names));
  suite_add_tcase (s, t);
  SRunner *r = srunner_create (s);
  srunner_run_all (r, CK_ENV);
  int failed = srunner_ntests_failed (r);
  srunner_free (r);
  return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
