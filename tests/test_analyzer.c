/* The analyzer's parts on small programs: policies and their errors, call graph, chains, liveness, ways on, explanations. */
#include "config.h"

#include "analyzer/classify.h"
#include "analyzer/explain.h"
#include "analyzer/live.h"
#include "ir/load.h"

#include <check.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char *folder; /* owned: an empty folder for each test */

static void
set_up (void)
{
  folder = g_dir_make_tmp ("test-analyzer-XXXXXX", NULL);
  ck_assert_ptr_nonnull (folder);
}

static void
tear_down (void)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_unlink (path);
    }
  ck_assert_int_eq (g_rmdir (folder), 0);
  g_free (folder);
}

static char *
write_file (const char *name, const char *text)
{
  char *path = g_build_filename (folder, name, NULL);

  ck_assert (g_file_set_contents (path, text, -1, NULL));
  return path;
}

/* A program and everything computed of it. */
typedef struct
{
  SsProgram *p;
  SsPolicy *policy;
  SsTerms *t;
  SsCallGraph *g;
  SsUnwind *u;
  SsClasses *c;
  GPtrArray *notes;
} Case;

static SsProgram *
load (const char *records)
{
  SsLoadOptions options = SS_LOAD_DEFAULTS;
  g_autoptr (GPtrArray) faults = g_ptr_array_new_with_free_func ((GDestroyNotify) ss_fault_free);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = g_strdup_printf ("{\"format\": \"stacksieve-graphs\", \"version\": 1, %s}", records);
  g_autofree char *path = write_file ("program.json", text);
  guint64 nfaults = 0;
  SsProgram *p = ss_load (path, &options, faults, &nfaults, &error);

  if (!p)
    {
      g_autofree char *first = faults->len ? ss_fault_text (faults->pdata[0]) : NULL;
      ck_abort_msg ("%s; %s", error->message, first ? first : "");
    }
  return p;
}

static void
case_init (Case *c, const char *records, const char *policy)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = write_file ("policy.json", policy);

  c->notes = g_ptr_array_new_with_free_func (g_free);
  c->p = load (records);
  c->policy = ss_policy_load (path, c->notes, &error);
  ck_assert_msg (c->policy != NULL, "%s", error ? error->message : "");
  c->t = ss_policy_bind (c->policy, c->p, c->notes, &error);
  ck_assert_msg (c->t != NULL, "%s", error ? error->message : "");
  c->g = ss_callgraph_new (c->t);
  c->u = ss_unwind_new (c->t, c->g);
  c->c = ss_classify (c->t, c->u, 1);
}

static void
case_clear (Case *c)
{
  ss_classes_free (c->c);
  ss_unwind_free (c->u);
  ss_callgraph_free (c->g);
  ss_terms_free (c->t);
  ss_policy_free (c->policy);
  ss_program_free (c->p);
  g_ptr_array_unref (c->notes);
}

#define UNWIND_POLICY "{\"extends\": \"generic\", \"unwind_operations\": [\"stack_unwind\"], \"frames\": [\"gc:Frame\"]}"

/* The operation that loading or binding a policy to a program ends with: an error that has `wanted` in it. */
static void
assert_load_error (const char *policy, const char *wanted)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *path = write_file ("policy.json", policy);

  ck_assert_ptr_null (ss_policy_load (path, notes, &error));
  ck_assert (error->domain == SS_POLICY_ERROR);
  ck_assert_msg (strstr (error->message, wanted) != NULL, "\"%s\" is not in: %s", wanted, error->message);
}

START_TEST (test_builtin_policies)
{
  const char *const *names = ss_policy_builtin_names ();

  ck_assert_str_eq (names[0], "generic");
  for (; *names; names++)
    {
      g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
      g_autoptr (SsPolicy) policy = ss_policy_load (*names, notes, NULL);
      g_autoptr (SsProgram) p = load ("\"functions\": []");
      ck_assert_ptr_nonnull (policy);
      ck_assert_str_eq (ss_policy_name (policy), *names);
      g_autoptr (SsTerms) t = ss_policy_bind (policy, p, notes, NULL);
      ck_assert_ptr_nonnull (t);
      ck_assert_uint_eq (notes->len, 0);
    }
}
END_TEST

START_TEST (test_policy_errors)
{
  static const struct
  {
    const char *policy, *wanted;
  } cases[] = {
    { "[]", "an object is wanted, not an array" },
    { "{", "line 1" },
    { "", "line 1" },
    { "{\"frames\": [], \"frames\": []}", "duplicate" },
    { "{\"frames\": \"x\"}", "frames: an array of names is wanted, not a string" },
    { "{\"pure\": [\"a\", null]}", "pure[1]: a string is wanted, not null" },
    { "{\"callbacks\": 1}", "callbacks: a boolean is wanted, not a number" },
    { "{\"unknown_calls\": \"maybe\"}", "\"unwind\" or \"never\" is wanted, not \"maybe\"" },
    { "{\"unknown_calls\": true}", "unknown_calls: a string is wanted, not a boolean" },
    { "{\"name\": {}}", "name: a string is wanted, not an object" },
    { "{\"extends\": 3}", "extends: a string is wanted, not a number" },
    { "{\"extends\": \"nothing\"}", "there is no policy called \"nothing\"" },
    { "{\"extends\": \"nothing.json\"}", "No such file" },
    { "{\"extends\": \"policy.json\"}", "extends itself" },
    { "{\"calls\": {}}", "calls: an array is wanted, not an object" },
    { "{\"calls\": [1]}", "calls[0]: an object is wanted" },
    { "{\"calls\": [{\"never\": true}]}", "calls[0]: \"site\" is missing" },
    { "{\"calls\": [{\"site\": \"f@0.0\"}]}", "calls[0]: says nothing" },
    { "{\"calls\": [{\"site\": 1, \"never\": true}]}", "calls[0].site: a string is wanted" },
    { "{\"calls\": [{\"site\": \"f@0.0\", \"never\": false}]}", "calls[0].never: true is wanted" },
    { "{\"calls\": [{\"site\": \"f@0.0\", \"only\": []}]}", "calls[0].only: names no target" },
    { "{\"calls\": [{\"site\": \"f@0.0\", \"only\": [4]}]}", "calls[0].only[0]: a string is wanted" },
    { "{\"calls\": [{\"site\": \"f@0.0\", \"only\": \"f\"}]}", "calls[0].only: an array of symbols is wanted, not a string" },
    { "{\"bytecodes\": []}", "bytecodes: an object is wanted, not an array" },
    { "{\"bytecodes\": {\"do*\": 1}}", "bytecodes.do*: a string is wanted, not a number" },
    { "{\"registry\": 1}", "registry: a string is wanted, not a number" },
    { "{\"calls\": [{\"site\": \"f@0.0\", \"never\": true, \"unwinds\": true}]}", "calls[0]: contradicts itself" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_load_error (cases[i].policy, cases[i].wanted);

  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  ck_assert_ptr_null (ss_policy_load ("unheard-of", notes, &error));
  ck_assert_msg (strstr (error->message, "generic, pypy-stackless, pypy-stacklet") != NULL, "%s", error->message);
  g_clear_error (&error);
  g_autofree char *dir = g_strconcat (folder, "/", NULL);
  ck_assert_ptr_null (ss_policy_load (dir, notes, &error));
  ck_assert_msg (strstr (error->message, "directory") != NULL, "%s", error->message);
  g_clear_error (&error);
  g_autofree char *large = write_file ("large.json", "{}");
  ck_assert_int_eq (truncate (large, (16 << 20) + 1), 0);
  ck_assert_ptr_null (ss_policy_load (large, notes, &error));
  ck_assert_msg (strstr (error->message, "longer than a policy may be (16 MB)") != NULL, "%s", error->message);
}
END_TEST

/* A cycle is one through several files, and through another name of the same file. */
START_TEST (test_policy_cycle)
{
  g_autofree char *a = write_file ("a.json", "{\"extends\": \"b.json\"}");
  g_autofree char *b = write_file ("b.json", "{\"extends\": \"c.json\"}");
  g_autofree char *c = g_build_filename (folder, "c.json", NULL);
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;

  ck_assert_int_eq (symlink ("a.json", c), 0);
  ck_assert_ptr_null (ss_policy_load (a, notes, &error));
  ck_assert_msg (strstr (error->message, "extends itself") != NULL, "%s", error->message);
  ck_assert_msg (strstr (error->message, "b.json: extends") != NULL, "%s", error->message);
}
END_TEST

#define FUNCTION(name, vars, rest) "{\"function\": \"" name "\", \"vars\": {" vars "}, " rest "}"
#define LEAF(name) \
  FUNCTION (name, "\"Void\": [\"r\"]", \
            "\"return\": 1, \"blocks\": [{\"in\": [], \"ops\": [[\"stack_unwind\", null]], \"exits\": [{\"to\": 1, \"args\": [null]}]}," \
            "{\"in\": [\"r\"]}]")
#define QUIET(name) \
  FUNCTION (name, "\"Void\": [\"r\"]", "\"return\": 1, \"blocks\": [{\"in\": [], \"exits\": [{\"to\": 1, \"args\": [null]}]}, {\"in\": [\"r\"]}]")
/* one indirect call, then some work */
#define CALLS(name, targets) \
  FUNCTION (name, "\"Void\": [\"r\"], \"func:F\": [\"f\"]", \
            "\"return\": 1, \"blocks\": [{\"in\": [\"f\"], \"ops\": [[\"indirect_call\", null, " targets ", \"f\"]," \
            "[\"gc__collect\", null]], \"exits\": [{\"to\": 1, \"args\": [null]}]}, {\"in\": [\"r\"]}]")

static const char sites_program[] = "\"functions\": [" LEAF ("leaf") "," QUIET ("quiet") "," CALLS ("both", "[\"quiet\", \"leaf\"]") ","
  CALLS ("both2", "[\"quiet\", \"leaf\"]") "," CALLS ("any", "null") "]";

START_TEST (test_policy_names)
{
  Case c;

  case_init (&c, sites_program,
             "{\"extends\": \"generic\", \"colour\": 1, \"unwind_operations\": [\"stack_*\", \"-stack_unwind\", \"-nothing_else\"],"
             " \"housekeeping\": [\"gc__collect\"], \"foreign\": [\"-func:*\"], \"roots\": [\"bo?h\"], \"frames\": [\"gc:None\"],"
             " \"calls\": [{\"site\": \"any@0.0\", \"never\": true, \"when\": \"now\"}]}");
  ck_assert_uint_eq (c.notes->len, 4);
  ck_assert_msg (g_str_has_suffix (c.notes->pdata[0], "unknown key \"colour\""), "%s", (char *) c.notes->pdata[0]);
  ck_assert_msg (g_str_has_suffix (c.notes->pdata[1], "unknown key \"calls[0].when\""), "%s", (char *) c.notes->pdata[1]);
  ck_assert_msg (g_str_has_suffix (c.notes->pdata[2], "unwind_operations: \"nothing_else\" matches no operation of the program"),
                 "%s", (char *) c.notes->pdata[2]);
  ck_assert_msg (g_str_has_suffix (c.notes->pdata[3], "frames: \"gc:None\" matches no type of the program"), "%s",
                 (char *) c.notes->pdata[3]);
  /* taken away again, so nothing unwinds */
  ck_assert_uint_eq (ss_unwind_nfuncs (c.u), 0);
  ck_assert_uint_eq (c.t->op_flags[SS_OP_stack_switch] & SS_TERM_SOURCE, SS_TERM_SOURCE);
  ck_assert_uint_eq (c.t->op_flags[SS_OP_gc__collect] & SS_OPF_HOUSE, SS_OPF_HOUSE);
  ck_assert_uint_eq (c.t->type_flags[ss_find_type (c.p, "func:F")], 0);
  ck_assert_uint_eq (c.t->sym_flags[ss_find_sym (c.p, "both")], SS_SYM_ROOT);
  ck_assert_uint_eq (c.t->sym_flags[ss_find_sym (c.p, "both2")], 0);
  case_clear (&c);
}
END_TEST

START_TEST (test_policy_subtypes)
{
  Case c;

  case_init (&c,
             "\"types\": [{\"type\": \"gc:A\"}, {\"type\": \"gc:C\", \"super\": \"gc:B\"}, {\"type\": \"gc:B\", \"super\": \"gc:A\"}],"
             "\"functions\": []",
             "{\"frames\": [\"gc:A\", \"-gc:B\"], \"owned\": [\"gc:B\"], \"picklable\": [\"gc:A\", \"-gc:C\"], \"foreign\": [\"gc:A\"]}");
  ck_assert_uint_eq (c.t->type_flags[ss_find_type (c.p, "gc:A")], SS_TYPE_FRAME | SS_TYPE_PICKLABLE | SS_TYPE_FOREIGN);
  ck_assert_uint_eq (c.t->type_flags[ss_find_type (c.p, "gc:B")], SS_TYPE_OWNED | SS_TYPE_PICKLABLE);
  ck_assert_uint_eq (c.t->type_flags[ss_find_type (c.p, "gc:C")], SS_TYPE_OWNED);
  case_clear (&c);
}
END_TEST

/* Calls and sources stay work, whatever a policy calls them. */
START_TEST (test_policy_calls_are_work)
{
  Case c;

  case_init (&c, sites_program,
             "{\"pure\": [\"*\"], \"housekeeping\": [\"*\"], \"unwind_operations\": [\"stack_unwind\"], \"unknown_calls\": \"never\"}");
  ck_assert_uint_eq (c.t->op_flags[SS_OP_direct_call] & (SS_OPF_PURE | SS_OPF_HOUSE), 0);
  ck_assert_uint_eq (c.t->op_flags[SS_OP_stack_unwind] & (SS_OPF_PURE | SS_OPF_HOUSE), 0);
  ck_assert_uint_eq (c.c->nrecords, 3);
  ck_assert_int_eq (c.c->records[1].kind, SS_KIND_PASSTHROUGH);
  case_clear (&c);
}
END_TEST

static const SsRecord *
record (const Case *c, const char *name)
{
  guint32 o = ss_find_record (c->p, name);

  ck_assert_msg (o != SS_NONE, "no operation %s", name);
  return ss_classes_find (c->c, o);
}

START_TEST (test_sites)
{
  Case c;
  guint32 n;

  case_init (&c, sites_program, UNWIND_POLICY);
  ck_assert_uint_eq (ss_unwind_nfuncs (c.u), 4);
  ck_assert_ptr_nonnull (record (&c, "both@0.0"));
  ck_assert_ptr_nonnull (record (&c, "any@0.0"));
  ck_assert_ptr_null (record (&c, "any@0.1"));
  ss_unwind_unknown_calls (c.u, &n);
  ck_assert_uint_eq (n, 1);
  case_clear (&c);

  case_init (&c, sites_program,
             "{\"extends\": \"generic\", \"unwind_operations\": [\"stack_unwind\"], \"calls\": ["
             "{\"site\": \"both@0.0\", \"only\": [\"quiet\"]}, {\"site\": \"both2@0.0\", \"only\": [\"leaf\", \"leaf\"]},"
             "{\"site\": \"any@0.0\", \"never\": true}, {\"site\": \"any@0.0\", \"never\": true}]}");
  ck_assert_uint_eq (ss_unwind_nfuncs (c.u), 2);
  ck_assert_ptr_null (record (&c, "both@0.0"));
  ck_assert_ptr_nonnull (record (&c, "both2@0.0"));
  ck_assert_ptr_null (record (&c, "any@0.0"));
  ss_unwind_unknown_calls (c.u, &n);
  ck_assert_uint_eq (n, 0);
  case_clear (&c);

  case_init (&c, sites_program, "{\"extends\": \"generic\", \"calls\": [{\"site\": \"both@0.0\", \"unwinds\": true}],"
                                "\"unknown_calls\": \"never\"}");
  ck_assert_uint_eq (ss_unwind_nfuncs (c.u), 1);
  ck_assert_uint_eq (c.c->nrecords, 1);
  g_autoptr (GArray) chain = ss_unwind_chain (c.u, c.c->records[0].op);
  ck_assert_uint_eq (chain->len, 1);
  ck_assert_uint_eq (g_array_index (chain, SsStep, 0).sym, SS_NONE);
  case_clear (&c);
}
END_TEST

START_TEST (test_site_errors)
{
  static const struct
  {
    const char *calls, *wanted;
  } cases[] = {
    { "{\"site\": \"gone@0.0\", \"never\": true}", "calls[0]: call site \"gone@0.0\": the program has no such operation" },
    { "{\"site\": \"both@0.7\", \"never\": true}", "the program has no such operation" },
    { "{\"site\": \"both\", \"never\": true}", "the program has no such operation" },
    { "{\"site\": \"both@0.1\", \"never\": true}", "is not a call but \"gc__collect\"" },
    { "{\"site\": \"both@0.0\", \"only\": [\"gone\"]}", "there is no \"gone\" in the program" },
    { "{\"site\": \"both@0.0\", \"only\": [\"leaf\", \"any\"]}", "\"any\" is not among the call's possible targets" },
    { "{\"site\": \"any@0.0\", \"never\": true}, {\"site\": \"any@0.0\", \"unwinds\": true}", "calls[1]: call site \"any@0.0\": contradicts " },
    { "{\"site\": \"any@0.0\", \"only\": [\"leaf\"]}, {\"site\": \"any@0.0\", \"only\": [\"quiet\"]}", "calls[0]" },
  };
  g_autoptr (SsProgram) p = load (sites_program);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
      g_autoptr (GError) error = NULL;
      g_autofree char *text = g_strdup_printf ("{\"calls\": [%s]}", cases[i].calls);
      g_autofree char *path = write_file ("policy.json", text);
      g_autoptr (SsPolicy) policy = ss_policy_load (path, notes, &error);
      ck_assert_ptr_nonnull (policy);
      ck_assert_ptr_null (ss_policy_bind (policy, p, notes, &error));
      ck_assert (g_error_matches (error, SS_POLICY_ERROR, SS_POLICY_ERROR_ENTRY));
      ck_assert_msg (strstr (error->message, cases[i].wanted) != NULL, "\"%s\" is not in: %s", cases[i].wanted, error->message);
    }
}
END_TEST

/* Calls with the same targets share a node, and its edges are there once. */
START_TEST (test_callgraph)
{
  Case c;
  guint32 n, set;

  case_init (&c, sites_program, UNWIND_POLICY);
  set = ss_callgraph_callee (c.g, ss_find_record (c.p, "both@0.0"));
  ck_assert_uint_eq (set, ss_callgraph_callee (c.g, ss_find_record (c.p, "both2@0.0")));
  ck_assert_uint_eq (ss_callgraph_callee (c.g, ss_find_record (c.p, "any@0.0")), ss_callgraph_unknown (c.g));
  const SsEdge *out = ss_callgraph_out (c.g, set, &n);
  ck_assert_uint_eq (n, 2);
  ck_assert_str_eq (ss_sym_name (c.p, out[0].node), "quiet");
  ck_assert_str_eq (ss_sym_name (c.p, out[1].node), "leaf");
  ss_callgraph_in (c.g, set, &n);
  ck_assert_uint_eq (n, 2);
  ss_callgraph_members (c.g, set, &n);
  ck_assert_uint_eq (n, 2);
  ss_callgraph_members (c.g, ss_callgraph_unknown (c.g), &n);
  ck_assert_uint_eq (n, 0);
  case_clear (&c);
}
END_TEST

#define CALL2(name, a, b) \
  FUNCTION (name, "\"Void\": [\"r\"]", \
            "\"return\": 1, \"blocks\": [{\"in\": [], \"ops\": [[\"direct_call\", null, \"" a "\"], [\"direct_call\", null, \"" b "\"]]," \
            "\"exits\": [{\"to\": 1, \"args\": [null]}]}, {\"in\": [\"r\"]}]")

/* The chain of a record as symbols and "!" for what has none, with the number of targets. */
static char *
chain_text (const Case *c, const char *name)
{
  g_autoptr (GArray) chain = ss_unwind_chain (c->u, ss_find_record (c->p, name));
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < chain->len; i++)
    {
      const SsStep *s = &g_array_index (chain, SsStep, i);
      g_autofree char *at = s->op == SS_NONE ? g_strdup ("callback") : ss_record_name (c->p, s->op);
      g_string_append_printf (text, "%s%s>%s/%u", i ? " " : "", at, s->sym == SS_NONE ? "!" : ss_sym_name (c->p, s->sym), s->ntargets);
    }
  return g_string_free (text, FALSE);
}

START_TEST (test_chain)
{
  Case c;

  case_init (&c,
             "\"externals\": [{\"external\": \"C:qsort\", \"callbacks\": [\"quiet\", \"m2\", \"m1\"], \"effects\": true}], \"functions\": ["
             LEAF ("leaf2") "," LEAF ("leaf1") "," QUIET ("quiet") "," CALL2 ("m1", "leaf2", "leaf1") "," CALL2 ("m2", "quiet", "leaf2") ","
             CALL2 ("top", "m2", "m1") "," CALL2 ("sorts", "quiet", "C:qsort") "," CALLS ("picks", "[\"sorts\", \"m2\", \"m1\"]") ","
             CALL2 ("self", "self", "quiet") "," CALL2 ("loop", "loop", "top") "]",
             UNWIND_POLICY);
  static const char *const chains[][2] = {
    { "leaf1@0.0", "leaf1@0.0>!/0" },
    { "m1@0.0", "m1@0.0>leaf2/1 leaf2@0.0>!/0" },
    { "top@0.0", "top@0.0>m2/1 m2@0.1>leaf2/1 leaf2@0.0>!/0" },
    { "sorts@0.1", "sorts@0.1>C:qsort/1 callback>m1/3 m1@0.1>leaf1/1 leaf1@0.0>!/0" },
    { "picks@0.0", "picks@0.0>m1/3 m1@0.1>leaf1/1 leaf1@0.0>!/0" },
    { "loop@0.0", "loop@0.0>loop/1 loop@0.1>top/1 top@0.1>m1/1 m1@0.1>leaf1/1 leaf1@0.0>!/0" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (chains); i++)
    {
      g_autofree char *text = chain_text (&c, chains[i][0]);
      ck_assert_str_eq (text, chains[i][1]);
    }
  ck_assert (!ss_unwind_func (c.u, ss_find_func (c.p, "self")));
  case_clear (&c);
}
END_TEST

/* A loop that only carries a value round does not make it live; one that reads it does. */
START_TEST (test_live)
{
  Case c;
  g_autoptr (GArray) vars = g_array_new (FALSE, FALSE, sizeof (guint32));

  case_init (&c,
             "\"functions\": [" FUNCTION ("f", "\"Signed\": [\"a\", \"b\", \"a1\", \"b1\", \"x\", \"r\"], \"Bool\": [\"t\"], \"Void\": [\"v\"]",
             "\"return\": 2, \"blocks\": [{\"in\": [\"a\", \"b\"], \"exits\": [{\"to\": 1, \"args\": [\"a\", \"b\", null]}]},"
             "{\"in\": [\"a1\", \"b1\", \"v\"], \"ops\": [[\"stack_unwind\", \"x\"], [\"int_is_true\", \"t\", \"a1\"]], \"switch\": \"t\","
             "\"exits\": [{\"to\": 1, \"args\": [\"x\", \"b1\", \"v\"], \"case\": true}, {\"to\": 2, \"args\": [\"x\"], \"case\": false}]},"
             "{\"in\": [\"r\"]}]") "]",
             UNWIND_POLICY);
  g_autoptr (SsLive) live = ss_live_new (c.p);
  ss_live_func (live, 0);
  for (guint32 v = 0; v < c.p->nvars; v++)
    if (ss_var_def_kind (c.p, v) == SS_DEF_INPUT)
      ck_assert_int_eq (ss_live_input (live, v), strchr ("ar", ss_var_name (c.p, v)[0]) != NULL);
  ss_live_after (live, ss_find_record (c.p, "f@1.0"), vars);
  ck_assert_uint_eq (vars->len, 1);
  ck_assert_str_eq (ss_var_name (c.p, g_array_index (vars, guint32, 0)), "a1");
  ck_assert_uint_eq (c.c->saved[record (&c, "f@1.0")->saved0], g_array_index (vars, guint32, 0));
  case_clear (&c);
}
END_TEST

/* Each cause as CODE:PLACE:PATH, PLACE as opBLOCK.OP, linkK of the function, blockB. */
static char *
causes_text (const Case *c, const char *name)
{
  g_autoptr (SsExplainer) explainer = ss_explainer_new (c->t, c->c);
  g_autoptr (SsExplanation) e = ss_explain (explainer, record (c, name));
  const SsFunc *f = &c->p->funcs[e->record->func];
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < e->causes->len; i++)
    {
      const SsCause *cause = &g_array_index (e->causes, SsCause, i);
      g_string_append_printf (text, "%s%s", i ? " " : "", ss_reason_code (cause->reason));
      if (cause->number == SS_NONE)
        continue;
      if (cause->at == SS_AT_OP)
        {
          guint32 b = ss_op_block (c->p, cause->number);
          g_string_append_printf (text, ":op%u.%u:", b - f->block0, cause->number - c->p->blocks[b].op0);
        }
      else if (cause->at == SS_AT_LINK)
        g_string_append_printf (text, ":link%u:", cause->number - c->p->blocks[f->block0].link0);
      else
        g_string_append_printf (text, ":%s%u:", cause->at == SS_AT_SWITCH ? "switch" : "block", cause->number - f->block0);
      for (guint k = 0; k < cause->path.blocks->len; k++)
        g_string_append_printf (text, "%s%u", k ? "-" : "", g_array_index (cause->path.blocks, guint32, k) - f->block0);
    }
  return g_string_free (text, FALSE);
}

START_TEST (test_explain)
{
  Case c;

  /* Block 0 unwinds and branches; 1 works; 2 is a loop of nothing; 3 ends the program; a handler re-raises through 4, another
   * raises something of its own through 5, a third goes on. */
  case_init (&c,
             "\"functions\": ["
             FUNCTION ("f", "\"Signed\": [\"n\", \"x\", \"y\", \"r1\", \"r\"], \"Bool\": [\"t\", \"t2\"],"
             "\"raw:vtable\": [\"e1\", \"e2\", \"e3\", \"e4\", \"et\"], \"gc:object\": [\"v1\", \"v2\", \"v3\", \"v4\", \"v5\", \"ev\"]",
             "\"return\": 6, \"raise\": 7, \"blocks\": ["
             "{\"in\": [\"n\", \"t\"], \"ops\": [[\"stack_unwind\", \"x\"]], \"switch\": \"n\", \"exits\": ["
             "{\"to\": 6, \"args\": [\"x\"], \"case\": 0}, {\"to\": 1, \"args\": [\"n\"], \"case\": 1},"
             "{\"to\": 2, \"args\": [\"t\"], \"case\": 2}, {\"to\": 3, \"args\": [], \"case\": 3},"
             "{\"to\": 6, \"args\": [5], \"case\": 4}, {\"to\": 7, \"args\": [null, null], \"case\": \"default\"}],"
             "\"handlers\": [{\"catch\": \"A\", \"bind\": [\"e1\", \"v1\"], \"to\": 4, \"args\": [\"e1\", \"v1\"]},"
             "{\"catch\": \"B\", \"bind\": [\"e2\", \"v2\"], \"to\": 5, \"args\": []},"
             "{\"catch\": \"C\", \"bind\": [\"e3\", \"v3\"], \"to\": 6, \"args\": [7]}]},"
             "{\"in\": [\"y\"], \"ops\": [[\"int_neg\", \"r1\", \"y\"], [\"setfield\", null, \"r1\", {\"const\": \"a\"}, 1]],"
             "\"exits\": [{\"to\": 6, \"args\": [\"y\"]}]},"
             "{\"in\": [\"t2\"], \"switch\": \"t2\", \"exits\": [{\"to\": 2, \"args\": [\"t2\"], \"case\": true},"
             "{\"to\": 6, \"args\": [0], \"case\": false}]},"
             "{\"in\": []},"
             "{\"in\": [\"e4\", \"v4\"], \"ops\": [[\"cast_pointer\", \"v5\", \"v4\"]], \"exits\": [{\"to\": 7, \"args\": [\"e4\", \"v5\"]}]},"
             "{\"in\": [], \"exits\": [{\"to\": 7, \"args\": [null, null]}]},"
             "{\"in\": [\"r\"]}, {\"in\": [\"et\", \"ev\"]}]") "]",
             UNWIND_POLICY);
  g_autofree char *text = causes_text (&c, "f@0.0");
  ck_assert_str_eq (text, "saves-value:switch0:0 work-after:op1.1:0-1 returns-other:link4:0 raises-after:link5:0 loop-after:block2:0-2 "
                          "no-return:block3:0-3 handler-goes-on:link8:0 handler-raises-other:link13:0-5");
  case_clear (&c);
}
END_TEST

/* What a loop brings back is found in the point's own block, above the point. */
START_TEST (test_explain_loop)
{
  Case c;

  case_init (&c,
             "\"functions\": [" FUNCTION ("f", "\"Signed\": [\"n\", \"m\", \"k\"]",
             "\"blocks\": [{\"in\": [\"n\"], \"exits\": [{\"to\": 1, \"args\": [\"n\"]}]}, {\"in\": [\"m\"], \"ops\": ["
             "[\"int_neg\", \"k\", \"m\"], [\"stack_unwind\", null]], \"exits\": [{\"to\": 1, \"args\": [\"m\"]}]}]") "]",
             UNWIND_POLICY);
  g_autofree char *text = causes_text (&c, "f@1.1");
  ck_assert_str_eq (text, "saves-value:op1.0:1-1 work-after:op1.1:1-1");
  g_autoptr (SsExplainer) explainer = ss_explainer_new (c.t, c.c);
  g_autoptr (SsExplanation) e = ss_explain (explainer, record (&c, "f@1.1"));
  const SsValueWhy *why = &g_array_index (e->values, SsValueWhy, 0);
  ck_assert_str_eq (ss_var_name (c.p, why->var), "m");
  ck_assert_str_eq (ss_var_name (c.p, why->origin), "n");
  case_clear (&c);
}
END_TEST

static Suite *
suite (void)
{
  Suite *s = suite_create ("analyzer");
  TCase *t = tcase_create ("parts");

  tcase_add_checked_fixture (t, set_up, tear_down);
  tcase_add_test (t, test_builtin_policies);
  tcase_add_test (t, test_policy_errors);
  tcase_add_test (t, test_policy_cycle);
  tcase_add_test (t, test_policy_names);
  tcase_add_test (t, test_policy_subtypes);
  tcase_add_test (t, test_policy_calls_are_work);
  tcase_add_test (t, test_sites);
  tcase_add_test (t, test_site_errors);
  tcase_add_test (t, test_callgraph);
  tcase_add_test (t, test_chain);
  tcase_add_test (t, test_live);
  tcase_add_test (t, test_explain);
  tcase_add_test (t, test_explain_loop);
  suite_add_tcase (s, t);
  return s;
}

int
main (void)
{
  SRunner *r = srunner_create (suite ());

  srunner_run_all (r, CK_ENV);
  int failed = srunner_ntests_failed (r);
  srunner_free (r);
  return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
