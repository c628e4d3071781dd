/* Random programs: the analyzer against the definitions (naive.h), the two readers against each other, the writer against the readers,
 * one thread against several. */
#include "tests/property.h"

#include "ir/load.h"
#include "ir/write.h"
#include "tests/gen.h"
#include "tests/memory.h"

#include <check.h>
#include <string.h>

const json_t *
property_function (const json_t *program, const char *name)
{
  const json_t *f;
  size_t i;

  json_array_foreach (json_object_get (program, "functions"), i, f)
    if (!strcmp (json_string_value (json_object_get (f, "function")), name))
      return f;
  return NULL;
}

/* One program and everything made of it. */
typedef struct
{
  guint64 seed;
  json_t *json, *policy; /* owned */
  char *stream; /* owned */
} Case;

static void
case_init (Case *c, guint64 seed)
{
  c->seed = seed;
  c->json = gen_program (seed);
  c->policy = gen_policy (c->json, seed);
  c->stream = gen_stream (c->json, seed % 4 ? seed : 0);
}

static void
case_clear (Case *c)
{
  json_decref (c->json);
  json_decref (c->policy);
  g_free (c->stream);
}

static SsProgram *
load (const Case *c, const char *text, SsReader reader, guint threads)
{
  SsLoadOptions options = SS_LOAD_DEFAULTS;
  g_autoptr (GPtrArray) faults = g_ptr_array_new_with_free_func ((GDestroyNotify) ss_fault_free);
  g_autoptr (GError) error = NULL;
  guint64 nfaults = 0;
  SsProgram *p;

  options.threads = threads;
  options.reader = reader;
  p = ss_load (memory_file (text, strlen (text)), &options, faults, &nfaults, &error);
  if (!p)
  {
    g_autofree char *first = faults->len ? ss_fault_text (g_ptr_array_index (faults, 0)) : NULL;
    ck_abort_msg ("seed %" G_GUINT64_FORMAT ": %s; %s", c->seed, error->message, first ? first : "");
  }
  return p;
}

static void
ck_equal (const Case *c, const SsProgram *a, const SsProgram *b, const char *what)
{
  g_autofree char *difference = NULL;

  if (!ss_program_equal (a, b, &difference))
    ck_abort_msg ("seed %" G_GUINT64_FORMAT ": %s: %s", c->seed, what, difference);
}

static gboolean
put (const char *bytes, gsize n, gpointer data, GError **error)
{
  (void) error;
  g_string_append_len (data, bytes, (gssize) n);
  return TRUE;
}

static GString *
written (const SsProgram *p, SsShape shape)
{
  GString *text = g_string_new (NULL);

  ck_assert (ss_write_program (p, NULL, shape, put, text, NULL));
  return text;
}

static void
check_readers (const Case *c)
{
  g_autoptr (SsProgram) a = load (c, c->stream, SS_READER_AUTO, 1);
  g_autoptr (SsProgram) threads = load (c, c->stream, SS_READER_AUTO, 3);
  g_autoptr (SsProgram) jansson = load (c, c->stream, SS_READER_JANSSON, 1);

  ck_equal (c, a, threads, "one thread and three");
  ck_equal (c, a, jansson, "the two readers");
  if (c->seed % 4 == 0) /* the stream has the document's order */
  {
    g_autofree char *text = gen_document (c->json);
    g_autoptr (SsProgram) document = load (c, text, SS_READER_AUTO, 1);
    ck_equal (c, a, document, "stream and document");
  }
  for (int shape = SS_SHAPE_STREAM; shape <= SS_SHAPE_DOCUMENT; shape++)
  {
    g_autoptr (GString) once = written (a, shape);
    g_autoptr (SsProgram) b = load (c, once->str, SS_READER_AUTO, 2);
    ck_equal (c, a, b, shape == SS_SHAPE_STREAM ? "written as a stream" : "written as a document");
    g_autoptr (GString) twice = written (b, shape);
    ck_assert_msg (g_string_equal (once, twice), "seed %" G_GUINT64_FORMAT ": written twice, two texts", c->seed);
  }
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* The saved variables' names in ascending order, separated by blanks, as naive_saved_text() has them. */
static char *
saved_text (const SsProgram *p, const SsClasses *classes, const SsRecord *r)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  GString *text = g_string_new (NULL);

  for (guint32 i = 0; i < r->nsaved; i++)
    g_ptr_array_add (names, (gpointer) ss_var_name (p, classes->saved[r->saved0 + i]));
  g_ptr_array_sort (names, compare_names);
  for (guint i = 0; i < names->len; i++)
    g_string_append_printf (text, "%s%s", i ? " " : "", (const char *) names->pdata[i]);
  return g_string_free (text, FALSE);
}

/* What the policy says of a call site. */
static const json_t *
site_entry (const Case *c, const char *record)
{
  const json_t *entry;
  size_t i;

  json_array_foreach (json_object_get (c->policy, "calls"), i, entry)
    if (!strcmp (json_string_value (json_object_get (entry, "at")), record))
      return entry;
  return NULL;
}

/* Whether a step of a chain is possible: its call is there, and may reach what it is said to reach.  *last: it ends at an
 * unwind source, or where nobody knows. */
static gboolean
step_holds (const Case *c, const SsTerms *terms, const SsStep *s, gboolean *last)
{
  const SsProgram *p = terms->program;
  const SsOp *op = p->ops + s->op;
  g_autofree char *record = ss_record_name (p, s->op);
  const json_t *entry = site_entry (c, record);
  const char *says = entry ? json_string_value (json_object_get (entry, "says")) : "";

  *last = s->sym == SS_NONE || (terms->sym_flags[s->sym] & SS_SYM_SOURCE);
  if (terms->op_flags[op->name] & SS_TERM_SOURCE)
    return s->sym == SS_NONE;
  if (!ss_is_call (op) || !strcmp (says, "never"))
    return FALSE;
  if (!strcmp (says, "unwinds"))
    return s->sym == SS_NONE;
  if (!strcmp (says, "only"))
  {
    const json_t *t;
    size_t i;
    json_array_foreach (json_object_get (entry, "targets"), i, t)
      if (s->sym != SS_NONE && !strcmp (json_string_value (t), ss_sym_name (p, s->sym)))
        return s->ntargets == json_array_size (json_object_get (entry, "targets"));
    return FALSE;
  }
  if (op->name == SS_OP_direct_call)
    return s->sym == op->callee && s->ntargets == 1;
  if (op->callee == SS_NONE)
    return s->sym == SS_NONE && s->ntargets == 0 && terms->unknown_unwinds;
  for (guint32 i = 0; i < p->tsets[op->callee].n; i++)
    if (p->targets[p->tsets[op->callee].t0 + i] == s->sym)
      return s->ntargets == p->tsets[op->callee].n;
  return FALSE;
}

/* Whether an external calls a symbol back. */
static gboolean
calls_back (const SsProgram *p, guint32 external, guint32 sym)
{
  const SsExt *e = p->exts + p->syms[external].ext;

  if (p->syms[external].ext == SS_NONE)
    return FALSE;
  for (guint32 i = 0; i < e->ncb; i++)
    if (p->callbacks[e->cb0 + i] == sym)
      return TRUE;
  return FALSE;
}

static void
check_chain (const Case *c, const SsTerms *terms, const SsUnwind *u, guint32 o, const NaiveRecord *expected)
{
  const SsProgram *p = terms->program;
  g_autoptr (GArray) chain = ss_unwind_chain (u, o);
  guint32 reached = SS_NONE;
  gboolean last = FALSE;

  ck_assert_msg (chain->len == expected->chain, "seed %" G_GUINT64_FORMAT ": %s: a chain of %u steps, the shortest has %u", c->seed,
                 expected->record, chain->len, expected->chain);
  for (guint i = 0; i < chain->len; i++)
  {
    const SsStep *s = &g_array_index (chain, SsStep, i);
    gboolean good = !last;
    if (s->op == SS_NONE)
    {
      good = good && i && terms->callbacks && s->sym != SS_NONE && calls_back (p, reached, s->sym);
      last = good && (terms->sym_flags[s->sym] & SS_SYM_SOURCE);
    }
    else
    {
      guint32 func = ss_block_func (p, ss_op_block (p, s->op));
      good = good && (i ? p->syms[reached].func == func : s->op == o) && step_holds (c, terms, s, &last);
    }
    ck_assert_msg (good, "seed %" G_GUINT64_FORMAT ": %s: step %u of its chain is not one", c->seed, expected->record, i);
    reached = s->sym;
  }
  ck_assert_msg (last, "seed %" G_GUINT64_FORMAT ": %s: its chain does not end at a source", c->seed, expected->record);
}

static void
check_record (const Case *c, const SsTerms *terms, const SsClasses *classes, const SsRecord *r, const NaiveRecord *expected)
{
  const SsProgram *p = terms->program;
  g_autofree char *saved = saved_text (p, classes, r), *wanted = naive_saved_text (expected);

  if (strcmp (saved, wanted) || strcmp (ss_kind_name (r->kind), expected->kind))
  {
    char *function = json_dumps (property_function (c->json, ss_func_name (p, r->func)), JSON_COMPACT);
    g_printerr ("%s\n", function); /* Check cuts messages short */
    ck_abort_msg ("seed %" G_GUINT64_FORMAT ": %s:\n  analyzer:    %s, saves {%s}\n  definitions: %s, saves {%s}", c->seed,
                  expected->record, ss_kind_name (r->kind), saved, expected->kind, wanted);
  }
  ck_assert_msg (r->reasons != 0, "seed %" G_GUINT64_FORMAT ": %s: no reason", c->seed, expected->record);
}

static gboolean
same_classes (const SsClasses *a, const SsClasses *b)
{
  if (a->nrecords != b->nrecords || a->nsaved != b->nsaved)
    return FALSE;
  for (guint32 i = 0; i < a->nrecords; i++)
  {
    const SsRecord *x = a->records + i, *y = b->records + i;
    if (x->op != y->op || x->func != y->func || x->block != y->block || x->kind != y->kind || x->reasons != y->reasons
        || x->saved0 != y->saved0 || x->nsaved != y->nsaved)
      return FALSE;
  }
  return !a->nsaved || !memcmp (a->saved, b->saved, a->nsaved * sizeof *a->saved);
}

static void
check_analysis (const Case *c, guint max_threads, PropertyTotals *totals)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (SsProgram) p = load (c, c->stream, SS_READER_AUTO, 1);
  json_t *terms_file = gen_policy_file (c->policy);
  g_autoptr (SsPolicy) policy = ss_policy_load (memory_json (terms_file), notes, &error);
  json_decref (terms_file);
  ck_assert_msg (policy != NULL, "seed %" G_GUINT64_FORMAT ": %s", c->seed, error ? error->message : "");
  ck_assert_msg (!notes->len, "seed %" G_GUINT64_FORMAT ": %s", c->seed, notes->len ? (char *) notes->pdata[0] : "");
  g_autoptr (SsTerms) terms = ss_policy_bind (policy, p, notes, &error);
  ck_assert_msg (terms != NULL, "seed %" G_GUINT64_FORMAT ": %s", c->seed, error ? error->message : "");
  g_autoptr (SsCallGraph) graph = ss_callgraph_new (terms);
  g_autoptr (SsUnwind) u = ss_unwind_new (terms, graph);
  g_autoptr (SsClasses) classes = ss_classify (terms, u, 1);
  NaivePolicy words = { gen_pure_ops, gen_copy_ops, gen_house_ops, gen_source_ops, gen_source_symbols, gen_frame_types,
                        gen_foreign_types, json_is_true (json_object_get (c->policy, "unknown_unwinds")),
                        json_is_true (json_object_get (c->policy, "callbacks")), json_object_get (c->policy, "calls") };
  g_autoptr (Naive) naive = naive_new (c->json, &words);
  guint32 npoints;
  const guint32 *points = ss_unwind_points (u, &npoints);

  for (guint threads = 2; threads <= max_threads; threads++)
  {
    g_autoptr (SsClasses) other = ss_classify (terms, u, threads);
    ck_assert_msg (same_classes (classes, other), "seed %" G_GUINT64_FORMAT ": %u threads", c->seed, threads);
  }
  for (guint32 f = 0; f < p->nfuncs; f++)
    ck_assert_msg (ss_unwind_func (u, f) == g_hash_table_contains (naive->unwinds, ss_func_name (p, f)),
                   "seed %" G_GUINT64_FORMAT ": whether %s may unwind", c->seed, ss_func_name (p, f));
  ck_assert_uint_eq (ss_unwind_nfuncs (u), g_hash_table_size (naive->unwinds));
  for (guint i = 0; i < naive->records->len; i++)
  {
    const NaiveRecord *expected = g_ptr_array_index (naive->records, i);
    guint32 o = ss_find_record (p, expected->record);
    const SsRecord *r = o == SS_NONE ? NULL : ss_classes_find (classes, o);
    ck_assert_msg (r && ss_unwind_point (u, o), "seed %" G_GUINT64_FORMAT ": %s is no unwind point", c->seed, expected->record);
    check_record (c, terms, classes, r, expected);
    check_chain (c, terms, u, o, expected);
    totals->longest_chain = MAX (totals->longest_chain, expected->chain);
  }
  ck_assert_msg (classes->nrecords == naive->records->len && npoints == classes->nrecords,
                 "seed %" G_GUINT64_FORMAT ": %u records, the definitions have %u", c->seed, classes->nrecords, naive->records->len);
  for (guint32 i = 0; i < classes->nrecords; i++)
  {
    const SsRecord *r = classes->records + i;
    ck_assert_uint_eq (r->op, points[i]);
    totals->kinds[r->kind]++;
    for (guint k = 0; k < SS_N_REASONS; k++)
      totals->reasons[k] += r->reasons >> k & 1;
  }
  totals->functions += p->nfuncs;
  totals->unwinding += ss_unwind_nfuncs (u);
  totals->records += classes->nrecords;
  totals->saved += classes->nsaved;
}

void
property_readers (guint64 seed)
{
  Case c;

  case_init (&c, seed);
  check_readers (&c);
  case_clear (&c);
}

void
property_analysis (guint64 seed, guint max_threads, PropertyTotals *totals)
{
  Case c;

  case_init (&c, seed);
  check_analysis (&c, max_threads, totals);
  case_clear (&c);
}
