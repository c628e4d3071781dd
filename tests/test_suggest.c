/* What `classify --suggest` counts is what its notations change: each suggestion for a random program is taken up, by notations that have a
 * frame of each record hold those values that it names, and all records are reduced again.  Each record that saves a frame and nothing but
 * such values becomes `frame`, or saves as few values otherwise, and as many are counted, with as many values; records of other functions
 * stay what they are.  Of the first suggestions for a large dump, where there is one, all records that are counted become `frame`, and
 * no others.
 *
 * What a suggestion names is found once more here, from the definition: by trying all operations, records and names.
 */
#include "analyzer/held.h"
#include "analyzer/suggest.h"
#include "analyzer/values.h"
#include "ir/load.h"
#include "tests/gen.h"
#include "tests/gen_eval.h"

#include <check.h>
#include <string.h>

enum
{
  DEFAULT_PROGRAMS = 2000,
  DUMP_SUGGESTIONS = 10
};

static char *folder;                         /* owned */
static char *dump;                            /* owned; NULL: not there, or not to be looked at */
static SsPolicy *policies[GEN_EVAL_POLICIES]; /* owned */

/* Everything made of one program. */
typedef struct
{
  SsProgram *p; /* owned, as all that follows */
  SsTerms *terms;
  SsCallGraph *g;
  SsUnwind *u;
  SsClasses *classes;
  SsReduction *r;
  SsValues *v;
} Subject;

static void
subject_clear (Subject *s)
{
  ss_values_free (s->v);
  ss_reduction_free (s->r);
  ss_classes_free (s->classes);
  ss_unwind_free (s->u);
  ss_callgraph_free (s->g);
  ss_terms_free (s->terms);
  ss_program_free (s->p);
}

static SsReduction *
reduce (const Subject *s, const GArray *notations)
{
  SsReduceOptions options = { .steps = SS_REDUCE_ALL, .threads = 1 };

  if (notations)
    {
      options.notations = (const SsNotation *) notations->data;
      options.nnotations = notations->len;
    }
  return ss_reduce (s->terms, s->g, s->u, s->classes, &options);
}

static void
subject_init (Subject *s, const char *path, const SsPolicy *policy)
{
  SsLoadOptions options = SS_LOAD_DEFAULTS;
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) faults = g_ptr_array_new_with_free_func ((GDestroyNotify) ss_fault_free);
  g_autoptr (GError) error = NULL;
  guint64 nfaults = 0;

  s->p = ss_load (path, &options, faults, &nfaults, &error);
  ck_assert_msg (s->p != NULL, "%s", error ? error->message : path);
  s->terms = ss_policy_bind (policy, s->p, notes, &error);
  ck_assert_msg (s->terms != NULL, "%s", error ? error->message : path);
  s->g = ss_callgraph_new (s->terms);
  s->u = ss_unwind_new (s->terms, s->g);
  s->classes = ss_classify (s->terms, s->u, 1);
  s->r = reduce (s, NULL);
  s->v = ss_values_new (s->terms);
}

static gboolean
is_frame (const Subject *s, guint32 var)
{
  return (ss_term_var_type (s->terms, var) & SS_TYPE_FRAME) != 0;
}

/* The field of a saved frame of the record that a saved value is read from or stored in anywhere in the function; NULL: none.  Of several, the
 * first frame's, and the smallest name. */
static const char *
field_of (const Subject *s, const SsRecord *r, guint32 var)
{
  const SsProgram *p = s->p;
  const SsFunc *f = &p->funcs[r->func];
  const SsBlock *last = &p->blocks[f->block0 + f->nblocks - 1];
  const char *best = NULL;

  for (guint32 k = r->saved0; k < r->saved0 + r->nsaved && !best; k++)
    for (guint32 o = p->blocks[f->block0].op0; is_frame (s, s->r->classes->saved[k]) && o < last->op0 + last->nops; o++)
      {
        guint32 n;
        const SsOperand *args = ss_op_args (p, o, &n);
        gboolean get = p->ops[o].name == SS_OP_getfield, set = p->ops[o].name == SS_OP_setfield;
        if ((!get && !set) || !ss_is_var (args[0]) || !(ss_held_base_type (s->terms, s->v, args[0]) & SS_TYPE_FRAME)
            || ss_values_number (s->v, args[0]) != ss_values_number (s->v, s->r->classes->saved[k])
            || ss_values_number (s->v, get ? p->ops[o].result : args[2]) != ss_values_number (s->v, var))
          continue;
        const char *field = ss_str (p, (guint32) ss_const (p, args[1])->u.str);
        if (!best || strcmp (field, best) < 0)
          best = field;
      }
  return best;
}

/* What a saved value is called: by the field, or else by the variable without its number: the block's input that it is, if any.  The caller
 * frees. */
static char *
name_of (const Subject *s, const SsRecord *r, guint32 var)
{
  guint32 number = ss_values_number (s->v, var);
  const char *field = field_of (s, r, var);
  const char *name = ss_var_name (s->p, ss_var_def_kind (s->p, number) == SS_DEF_INPUT ? number : var), *end = name + strlen (name);

  while (end > name && g_ascii_isdigit (end[-1]))
    end--;
  return field ? g_strdup (field) : end - name > 1 && end[-1] == '_' ? g_strndup (name, (gsize) (end - name) - 1) : g_strdup (name);
}

/* How many values of a name the suggestion has held. */
static guint
count_holds (const SsSuggestion *g, const char *name)
{
  guint n = 0;

  for (guint32 i = 0; i < g->nholds; i++)
    n += strcmp (g->holds[i].name, name) == 0;
  return n;
}

static guint32
count_frames (const Subject *s, const SsRecord *r)
{
  guint32 frames = 0;

  for (guint32 k = 0; k < r->nsaved; k++)
    frames += is_frame (s, s->r->classes->saved[r->saved0 + k]);
  return frames;
}

/* Whether notations alone can make a record one of frames: it saves a frame, and other values. */
static gboolean
is_asking (const Subject *s, const SsRecord *r)
{
  guint32 frames = count_frames (s, r);

  return (r->kind == SS_KIND_SPECIAL || r->kind == SS_KIND_FOREIGN) && frames && frames < r->nsaved
         && ss_values_rank (s->v, r->block) != SS_NONE;
}

/* The names of the values that records of a function ask for, by number: as the first record calls each. */
static GHashTable *
find_names (const Subject *s, guint32 func)
{
  GHashTable *names = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  const SsClasses *c = s->r->classes;

  for (guint32 i = 0; i < c->nrecords; i++)
    for (guint32 k = c->records[i].saved0; c->records[i].func == func && is_asking (s, &c->records[i])
                                           && k < c->records[i].saved0 + c->records[i].nsaved; k++)
      if (!is_frame (s, c->saved[k]) && !g_hash_table_contains (names, GUINT_TO_POINTER (s->r->numbers[k])))
        g_hash_table_insert (names, GUINT_TO_POINTER (s->r->numbers[k]), name_of (s, &c->records[i], c->saved[k]));
  return names;
}

/* Whether a record saves a frame and nothing but values that the suggestion names, and no more of one name than it has held. */
static gboolean
is_counted (const Subject *s, const SsSuggestion *g, GHashTable *names, const SsRecord *r)
{
  const SsClasses *c = s->r->classes;

  for (guint32 k = r->saved0; k < r->saved0 + r->nsaved; k++)
    {
      const char *name = g_hash_table_lookup (names, GUINT_TO_POINTER (s->r->numbers[k]));
      guint of_name = 0;
      if (is_frame (s, c->saved[k]))
        continue;
      for (guint32 j = r->saved0; name && j < r->saved0 + r->nsaved; j++)
        of_name += !is_frame (s, c->saved[j]) && g_strcmp0 (g_hash_table_lookup (names, GUINT_TO_POINTER (s->r->numbers[j])), name) == 0;
      if (!name || of_name > count_holds (g, name))
        return FALSE;
    }
  return is_asking (s, r);
}

/* Notations by which the first frame that such a record saves holds all else that it saves. */
static void
take_up (const Subject *s, const SsRecord *r, GArray *notations)
{
  const guint32 *saved = s->r->classes->saved + r->saved0;
  guint32 frame = 0;

  while (!is_frame (s, saved[frame]))
    frame++;
  for (guint32 k = 0; k < r->nsaved; k++)
    if (!is_frame (s, saved[k]))
      {
        SsNotation n = { saved[k], saved[frame] };
        g_array_append_val (notations, n);
      }
}

/* What happened in all programs together. */
typedef struct
{
  guint suggestions, counted;
  guint otherwise; /* of those counted: they can save as few values otherwise, and do */
  guint others;    /* not counted: they are remade from what is held, or their frame is not live */
} Totals;

/* Takes a suggestion up, and looks at what became of each record of the program. */
static void
check_suggestion (const Subject *s, const SsSuggestion *g, Totals *t)
{
  g_autoptr (GArray) notations = g_array_new (FALSE, FALSE, sizeof (SsNotation));
  const SsClasses *c = s->r->classes;
  guint32 records = 0, values = 0, example = SS_NONE;

  ss_values_func (s->v, g->func);
  g_autoptr (GHashTable) names = find_names (s, g->func);
  for (guint32 i = 0; i < c->nrecords; i++)
    if (c->records[i].func == g->func && is_counted (s, g, names, &c->records[i]))
      take_up (s, &c->records[i], notations);
  g_autoptr (SsReduction) with = reduce (s, notations);
  for (guint32 i = 0; i < c->nrecords; i++)
    {
      const SsRecord *before = &c->records[i], *after = &with->classes->records[i];
      g_autofree char *record = ss_record_name (s->p, before->op);
      if (before->func == g->func && is_counted (s, g, names, before))
        {
          t->otherwise += after->kind != SS_KIND_FRAME;
          records++;
          ck_assert_msg (after->nsaved <= count_frames (s, before), "%s saves more than its frames", record);
          values += before->nsaved - count_frames (s, before);
          example = before->op == g->example ? g->example : example;
        }
      else if (before->kind != after->kind)
        {
          ck_assert_msg (before->func == g->func, "%s of another function becomes %s", record, ss_kind_name (after->kind));
          t->others += after->kind == SS_KIND_FRAME;
        }
    }
  ck_assert_msg (records == g->records && values == g->values, "%s: %u records with %u values become frame, counted are %u with %u",
                 ss_func_name (s->p, g->func), records, values, g->records, g->values);
  ck_assert_uint_eq (example, g->example);
  t->suggestions++;
  t->counted += records;
}

/* Takes up the first suggestions for a program, each by itself. */
static void
check_suggestions (const Subject *s, guint most, Totals *t)
{
  g_autoptr (GArray) suggestions = ss_suggest (s->terms, s->r->classes);

  for (guint i = 0; i < MIN (most, suggestions->len); i++)
    check_suggestion (s, &g_array_index (suggestions, SsSuggestion, i), t);
}

START_TEST (counted_is_changed)
{
  guint64 n = gen_programs (DEFAULT_PROGRAMS);
  Totals t = { 0 };

  for (guint64 seed = 0; seed < n; seed++)
    {
      g_autofree char *path = g_build_filename (folder, "program.json", NULL);
      json_t *program = gen_eval_program (seed);
      Subject s = { NULL };
      ck_assert_int_eq (json_dump_file (program, path, JSON_COMPACT), 0);
      json_decref (program);
      subject_init (&s, path, policies[seed % GEN_EVAL_POLICIES]);
      check_suggestions (&s, G_MAXUINT, &t);
      subject_clear (&s);
    }
  g_print ("%u suggestions: %u records counted, of which %u come to be otherwise; %u others become frame\n", t.suggestions, t.counted, t.otherwise, t.others);
  ck_assert_uint_lt (t.otherwise, t.counted / 200);
  ck_assert_uint_ge (t.suggestions, n / 2);
  ck_assert_uint_gt (t.counted, t.suggestions); /* some ask for less than the suggestion */
  ck_assert_uint_lt (t.others, t.counted / 10);
}
END_TEST

START_TEST (counted_is_changed_in_a_dump)
{
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (SsPolicy) policy = ss_policy_load ("pypy-stackless", notes, NULL);
  Subject s = { NULL };
  Totals t = { 0 };

  ck_assert_ptr_nonnull (policy);
  subject_init (&s, dump, policy);
  check_suggestions (&s, DUMP_SUGGESTIONS, &t);
  g_print ("PyPy 1.5: %u suggestions: %u records counted\n", t.suggestions, t.counted);
  ck_assert_uint_eq (t.suggestions, DUMP_SUGGESTIONS);
  ck_assert_uint_eq (t.otherwise + t.others, 0);
  subject_clear (&s);
}
END_TEST

static void
set_up (void)
{
  folder = gen_eval_begin (policies);
  ck_assert_ptr_nonnull (folder);
}

static void
tear_down (void)
{
  gen_eval_end (folder, policies);
}

int
main (void)
{
  Suite *suite = suite_create ("suggest");
  TCase *random = tcase_create ("random programs"), *large = tcase_create ("a large dump");

  if (g_getenv ("STACKSIEVE_DUMPS") && g_strcmp0 (g_getenv ("SANITIZED"), "yes") != 0)
    dump = g_build_filename (g_getenv ("STACKSIEVE_DUMPS"), "pypy-1.5-backendopt.jsonl.zst", NULL);
  if (dump && !g_file_test (dump, G_FILE_TEST_EXISTS))
    g_clear_pointer (&dump, g_free);
  tcase_add_unchecked_fixture (random, set_up, tear_down);
  tcase_set_timeout (random, 300);
  tcase_add_test (random, counted_is_changed);
  tcase_set_timeout (large, 300);
  if (dump)
    tcase_add_test (large, counted_is_changed_in_a_dump);
  suite_add_tcase (suite, random);
  suite_add_tcase (suite, large);
  SRunner *runner = srunner_create (suite);
  srunner_run_all (runner, CK_ENV);
  int failed = srunner_ntests_failed (runner);
  srunner_free (runner);
  if (!dump)
    g_print ("large dump left out, or not there\n0 passed, 0 failed, 1 skipped\n");
  g_free (dump);
  return failed != 0;
}
