/* What tests of diagrams share: see drawn.h. */
#include "tests/drawn.h"

#include "tests/gen.h"

#include <glib/gstdio.h>

static const char *const files[] = { "program.json", "policy.json" };
static char *folder; /* owned */

static void
make_folder (void)
{
  folder = g_dir_make_tmp ("stacksieve-XXXXXX", NULL);
  ck_assert_ptr_nonnull (folder);
}

static void
remove_folder (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = g_build_filename (folder, files[i], NULL);
      g_unlink (path);
    }
  g_rmdir (folder);
  g_free (folder);
}

int
drawn_run (const char *suite, TCase *take)
{
  Suite *s = suite_create (suite);
  tcase_add_checked_fixture (take, make_folder, remove_folder);
  suite_add_tcase (s, take);
  SRunner *r = srunner_create (s);
  srunner_run_all (r, CK_ENV);
  int failed = srunner_ntests_failed (r);
  srunner_free (r);
  return failed > 0;
}

static char *
write_json (const char *name, json_t *take)
{
  char *path = g_build_filename (folder, name, NULL);
  ck_assert_int_eq (json_dump_file (take, path, 0), 0);
  json_decref (take);
  return path;
}

void
case_load (Case *c, guint64 seed, json_t *take_program, json_t *take_policy)
{
  SsLoadOptions options = SS_LOAD_DEFAULTS;
  g_autoptr (GPtrArray) faults = g_ptr_array_new_with_free_func ((GDestroyNotify) ss_fault_free);
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *program = write_json (files[0], take_program), *policy = write_json (files[1], take_policy);
  g_autofree char *fault = NULL;
  guint64 nfaults;
  *c = (Case) { .seed = seed };
  options.threads = 1;
  c->program = ss_load (program, &options, faults, &nfaults, NULL);
  c->policy = ss_policy_load (policy, notes, NULL);
  fault = faults->len > 0 ? ss_fault_text (faults->pdata[0]) : NULL;
  ck_case (c, c->program && c->policy, "no program or policy: %s", fault ? fault : "unknown");
  c->terms = ss_policy_bind (c->policy, c->program, notes, NULL);
  if (!c->terms)
    return;
  c->graph = ss_callgraph_new (c->terms);
  c->unwind = ss_unwind_new (c->terms, c->graph);
  c->classes = ss_classify (c->terms, c->unwind, 1);
  c->a = ss_activation_new (c->terms, c->graph, c->unwind, c->classes, NULL);
  c->hops = ss_hops_new (c->a);
}

void
case_random (Case *c, guint64 seed)
{
  json_t *program = gen_small_program (seed), *more = gen_chain_policy (program, seed);
  case_load (c, seed, program, gen_policy_file (more));
  json_decref (more);
}

void
case_clear (Case *c)
{
  if (c->terms)
    {
      ss_hops_free (c->hops);
      ss_activation_free (c->a);
      ss_classes_free (c->classes);
      ss_unwind_free (c->unwind);
      ss_callgraph_free (c->graph);
      ss_terms_free (c->terms);
    }
  ss_policy_free (c->policy);
  ss_program_free (c->program);
}

guint64
drawn_number (const char *variable, guint64 value)
{
  const char *text = g_getenv (variable);
  return text ? g_ascii_strtoull (text, NULL, 10) : value;
}

Agraph_t *
drawn_read (GBytes *dot)
{
  g_autofree char *text = g_strndup (g_bytes_get_data (dot, NULL), g_bytes_get_size (dot));
  Agraph_t *g = agmemread (text);
  ck_assert_ptr_nonnull (g);
  return g;
}
