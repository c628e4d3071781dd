/* Reduction of values is sound: random programs are run twice.  The first run is a plain one.  In the second, wherever control
 * leaves all activations (an unwind source), each of them keeps what its reduced record saves and loses the rest; when control
 * comes back to it, what it needs is rebuilt as the reduction says.  In both, other chains write meanwhile whatever they may:
 * fields that some function of the program writes in an object that others know, but not in objects of types that the policy
 * calls owned, and no immutable fields.  Every value that was live must come back, nothing that was thrown away may be used, and
 * both runs must end alike, with the same effects in the same order.
 *
 * And no more is saved than the least: for records of few values, all sets of values that are there are tried, for the smallest that
 * gives back all that was live by any of the ways that there are; of several such, for what comes first in the order of choice.
 *
 * So it is where a bound on work is hit, which the report says.
 *
 * STACKSIEVE_PROGRAMS=N runs N programs, STACKSIEVE_SEED=N that one alone; a failure names its seed and shows a program that is
 * as small as leaving out parts makes it.
 */
#include "analyzer/held.h"
#include "ir/load.h"
#include "tests/eval.h"
#include "tests/gen.h"
#include "tests/gen_bounds.h"
#include "tests/gen_eval.h"
#include "viz/report.h"

#include <check.h>
#include <glib/gstdio.h>
#include <string.h>

enum
{
  DEFAULT_PROGRAMS = 10000,
  MUTANT_PROGRAMS = 400, /* at most so many until a mutant is found */
  RUNS = 3,              /* of each program */
  FUEL = 1500,
  BIG_FUEL = 100000 /* for a program beyond a bound */
};

/* What is made wrong, to see that the test sees it. */
typedef enum
{
  MUTANT_NONE,
  MUTANT_WRITES,    /* the write analysis is left out */
  MUTANT_OWNED,     /* other chains write owned frames */
  MUTANT_IMMUTABLE, /* other chains write immutable fields */
  MUTANT_ITEMS,     /* other chains write arrays, whatever the program and the policy say */
  MUTANT_SAVED,     /* the last saved value of each record is lost */
  N_MUTANTS
} Mutant;

/* What happened in all programs together: a test that never meets a way to rebuild proves nothing of it. */
typedef struct
{
  guint programs, runs, switches, points, live, saved, restored;
  guint alias, constant, recomputed, held, item, slot, immutable, owned;
  guint scribbles, handled;
  guint ends[EVAL_POISONED + 1];
} Totals;

static char *folder;                         /* owned */
static SsPolicy *policies[GEN_EVAL_POLICIES]; /* owned */

/* A field that some function writes in objects that others may know; SS_NONE: any type's, any field. */
typedef struct
{
  guint32 type, field;
} Written;

/* Everything made of one program. */
typedef struct
{
  SsProgram *p;      /* owned, as all that follows */
  SsTerms *terms;
  SsCallGraph *g;
  SsUnwind *u;
  SsClasses *classes;
  SsReduction *r;
  GArray *written; /* Written */
  char *fault;     /* of the format; then there is nothing else */
} Subject;

/* What an activation had when control left it. */
typedef struct
{
  guint32 serial, record; /* number of its record */
  guint kept, live;       /* where its saved values start, and those that were live */
} Away;

/* One run. */
typedef struct
{
  const Subject *s; /* lent */
  Mutant mutant;
  gboolean reduced; /* values are thrown away */
  guint percent;    /* of the switches count */
  guint fuel;
  Totals *totals;   /* lent; NULL: nothing is counted */
  GArray *away;     /* owned: Away */
  GArray *values;   /* owned: EvalValue */
  GArray *given;    /* owned: EvalValue, by variable of the function: rebuilt so far */
  char *failure;    /* owned; NULL: none */
} Run;

static void
subject_clear (Subject *s)
{
  ss_reduction_free (s->r);
  ss_classes_free (s->classes);
  ss_unwind_free (s->u);
  ss_callgraph_free (s->g);
  ss_terms_free (s->terms);
  ss_program_free (s->p);
  g_array_unref (s->written);
}

/* Whether operation o writes an object that its own block has just made and nobody else knows. */
static gboolean
is_private (const Subject *s, guint32 o)
{
  guint32 n, base = ss_op_args (s->p, o, &n)[0], from = s->p->blocks[ss_op_block (s->p, o)].op0;

  if (!ss_is_var (base))
    return FALSE;
  for (guint32 k = o; k > from; k--)
  {
    const SsOp *op = &s->p->ops[k - 1];
    if (ss_is_call (op) || ss_term_op (s->terms, k - 1) & SS_TERM_SOURCE)
      return FALSE;
    if (op->result != base)
      continue;
    if (op->name == SS_OP_malloc || op->name == SS_OP_malloc_varsize)
      return TRUE;
    if (!(ss_term_op (s->terms, k - 1) & SS_OPF_COPY))
      return FALSE;
    base = ss_op_args (s->p, k - 1, &n)[0];
  }
  return FALSE;
}

static void
find_written (Subject *s)
{
  s->written = g_array_new (FALSE, FALSE, sizeof (Written));
  for (guint32 o = 0; o < s->p->nops; o++)
  {
    guint32 n, name = s->p->ops[o].name;
    const SsOperand *args = ss_op_args (s->p, o, &n);
    Written w = { SS_NONE, SS_NONE };
    if (name == SS_OP_setfield || name == SS_OP_gc_store || name == SS_OP_setarrayitem)
      w.type = ss_is_var (args[0]) ? s->p->var_type[args[0]] : ss_const (s->p, args[0])->type;
    if (name == SS_OP_setfield)
      w.field = (guint32) ss_const (s->p, args[1])->u.str;
    if (name >= SS_OP_KNOWN || (w.type != SS_NONE && (name == SS_OP_gc_store || !is_private (s, o))))
      g_array_append_val (s->written, w);
  }
}

/* Makes everything of a program; FALSE: it breaks rules of the format. */
static gboolean
subject_init (Subject *s, const json_t *program, guint policy, guint steps, gboolean ignore_writes)
{
  SsLoadOptions options = SS_LOAD_DEFAULTS;
  SsReduceOptions reduce = { .steps = steps, .threads = 1, .ignore_writes = ignore_writes };
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) faults = g_ptr_array_new_with_free_func ((GDestroyNotify) ss_fault_free);
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (folder, "program.json", NULL);
  guint64 nfaults = 0;

  options.threads = 1;
  if (json_dump_file (program, path, JSON_COMPACT) < 0)
    ck_abort_msg ("cannot write %s", path);
  s->p = ss_load (path, &options, faults, &nfaults, &error);
  if (!s->p)
  {
    s->fault = faults->len ? ss_fault_text (g_ptr_array_index (faults, 0)) : g_strdup (error->message);
    return FALSE;
  }
  s->terms = ss_policy_bind (policies[policy], s->p, notes, &error);
  ck_assert_msg (s->terms != NULL, "%s", error ? error->message : "");
  s->g = ss_callgraph_new (s->terms);
  s->u = ss_unwind_new (s->terms, s->g);
  s->classes = ss_classify (s->terms, s->u, 1);
  s->r = ss_reduce (s->terms, s->g, s->u, s->classes, &reduce);
  find_written (s);
  return TRUE;
}

static void G_GNUC_PRINTF (4, 5)
wrong (Run *run, Eval *e, const EvalActivation *a, const char *format, ...)
{
  g_autofree char *record = ss_record_name (e->p, a->op), *text = NULL;
  va_list args;

  e->end = EVAL_FAULT;
  if (run->failure)
    return;
  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  run->failure = g_strdup_printf ("%s: %s", record, text);
}

/* Whether some function writes that field of an object of that type. */
static gboolean
is_written (const Subject *s, guint32 type, guint32 field)
{
  for (guint32 k = 0; k < s->written->len; k++)
  {
    const Written *w = &g_array_index (s->written, Written, k);
    if ((w->field == SS_NONE || w->field == field) && (w->type == SS_NONE || ss_type_extends (s->p, type, w->type)))
      return TRUE;
  }
  return FALSE;
}

/* Other chains write an array that some function writes. */
static void
scribble_items (Run *run, Eval *e, guint32 i)
{
  const EvalObject *object = &g_array_index (e->objects, EvalObject, i);

  for (guint32 k = 0; k < object->n && (run->mutant == MUTANT_ITEMS || is_written (run->s, object->type, SS_NONE)); k++)
  {
    EvalValue *at = eval_item (e, (EvalValue){ EVAL_REF, i }, (EvalValue){ EVAL_INT, k });
    if (at->kind == EVAL_INT)
      at->n = (gint64) (10 + eval_hash (e, (guint64) e->switches << 32 | i, k) % 90);
  }
}

/* Other chains write what they may. */
static void
scribble (Run *run, Eval *e)
{
  const Subject *s = run->s;

  for (guint32 i = 1; i < e->objects->len; i++)
  {
    guint32 type = g_array_index (e->objects, EvalObject, i).type;
    gboolean owned = (s->terms->type_flags[type] & SS_TYPE_OWNED) != 0;
    if (eval_is_array (e, type))
    {
      if (!owned || run->mutant == MUTANT_ITEMS)
        scribble_items (run, e, i);
      continue;
    }
    if (owned && run->mutant != MUTANT_OWNED)
      continue;
    for (guint32 k = 0; k < e->fields->len; k++)
    {
      guint32 field = g_array_index (e->fields, guint32, k);
      EvalValue object = { EVAL_REF, i }, *at = eval_field (e, object, field);
      gboolean immutable = eval_immutable (e, type, field);
      if (!at || (immutable ? run->mutant != MUTANT_IMMUTABLE : !is_written (s, type, field)))
        continue;
      guint64 h = eval_hash (e, (guint64) e->switches << 32 | i, k);
      if (at->kind == EVAL_INT)
        at->n = (gint64) (10 + h % 90);
      else if (at->n)
        *at = eval_some (e, g_array_index (e->objects, EvalObject, at->n).type, h);
      if (run->totals)
        run->totals->scribbles++;
    }
  }
}

/* The record of the point at which an activation is. */
static guint32
record_of (Run *run, Eval *e, const EvalActivation *a)
{
  const SsRecord *record = ss_classes_find (run->s->classes, a->op);

  if (!record)
  {
    wrong (run, e, a, "control leaves here, and there is no record");
    return SS_NONE;
  }
  return (guint32) (record - run->s->classes->records);
}

/* An activation keeps what its record saves and loses the rest. */
static void
throw_away (Run *run, Eval *e, EvalActivation *a)
{
  const SsReduction *r = run->s->r;
  Away away = { a->serial, record_of (run, e, a), run->values->len, 0 };

  if (away.record == SS_NONE)
    return;
  const SsRecord *less = &r->classes->records[away.record], *full = &run->s->classes->records[away.record];
  for (guint32 i = 0; i < less->nsaved; i++)
  {
    guint32 var = r->classes->saved[less->saved0 + i];
    EvalValue v = *eval_latest (e, a, r->numbers[less->saved0 + i]), there = *eval_var (e, a, var);
    if (v.kind == EVAL_POISON)
      wrong (run, e, a, "saves %s, which has no value yet", ss_var_name (e->p, var));
    if (there.kind == EVAL_POISON)
      wrong (run, e, a, "saves %s, which is not there any more since an earlier switch", ss_var_name (e->p, var));
    else if (!eval_same (there, v))
      wrong (run, e, a, "saves %s, which has another value", ss_var_name (e->p, var));
    if (run->mutant == MUTANT_SAVED && i + 1 == less->nsaved)
      v.kind = EVAL_POISON;
    g_array_append_val (run->values, v);
  }
  away.live = run->values->len;
  for (guint32 i = 0; i < full->nsaved; i++)
    g_array_append_val (run->values, *eval_var (e, a, run->s->classes->saved[full->saved0 + i]));
  g_array_append_val (run->away, away);
  memset (&g_array_index (e->vars, EvalValue, a->vars), 0, e->p->funcs[a->func].nvars * sizeof (EvalValue));
  a->away = TRUE;
  if (run->totals)
  {
    run->totals->points++;
    run->totals->live += full->nsaved;
    run->totals->saved += less->nsaved;
  }
}

static void
left (Eval *e, gboolean unwinds, gpointer data)
{
  Run *run = data;
  guint first = 0;

  if (eval_hash (e, 0x1ef7, e->switches) % 100 >= run->percent)
    return;
  for (guint i = e->stack->len; i > 0 && !run->s->terms->callbacks; i--)
    if (g_array_index (e->stack, EvalActivation, i - 1).func == SS_NONE && i < e->stack->len)
    {
      first = i; /* an external that called back, which the policy says cannot be unwound */
      break;
    }
  for (guint i = first; run->reduced && unwinds && i < e->stack->len; i++)
  {
    EvalActivation *a = &g_array_index (e->stack, EvalActivation, i);
    if (a->func != SS_NONE && !a->away)
      throw_away (run, e, a);
  }
  scribble (run, e);
}

/* The value of a number, when it is there again. */
static EvalValue
given (const Run *run, const Eval *e, const EvalActivation *a, SsOperand number)
{
  if (!ss_is_var (number))
    return eval_operand (e, a, number);
  return g_array_index (run->given, EvalValue, number - e->p->funcs[a->func].var0);
}

static gboolean
rebuild (Run *run, Eval *e, EvalActivation *a, const SsRebuild *step, EvalValue *v)
{
  EvalValue args[16], *at = NULL;

  g_assert (step->nargs && step->nargs <= G_N_ELEMENTS (args));
  for (guint32 i = 0; i < step->nargs; i++)
  {
    args[i] = given (run, e, a, run->s->r->args[step->arg0 + i]);
    if (args[i].kind == EVAL_POISON)
      return FALSE;
  }
  switch (step->kind)
  {
  case SS_REBUILD_OP:
    return eval_pure (e, step->op, args, step->nargs, v);
  case SS_REBUILD_READ:
    at = eval_field (e, args[0], step->field);
    break;
  case SS_REBUILD_ITEM:
    at = eval_item (e, args[0], args[1]);
    break;
  case SS_REBUILD_SLOT:
    at = eval_slot (e, a, args[0], step->field);
    break;
  }
  if (at)
    *v = *at;
  return at != NULL;
}

static void
count_gone (Totals *t, const SsReduction *r, const SsGone *gone)
{
  const SsRebuild *step = gone->step == SS_NONE ? NULL : &r->rebuilds[gone->step];

  if (gone->how == SS_HOW_ALIAS && ss_is_const (gone->other))
    t->constant++;
  else if (gone->how == SS_HOW_ALIAS)
    t->alias++;
  else if (gone->how == SS_HOW_RECOMPUTED)
    t->recomputed++;
  else if (step->kind == SS_REBUILD_SLOT)
    t->slot++;
  else if (step->kind == SS_REBUILD_ITEM)
    t->item++;
  else if (step->flags & SS_REBUILD_IMMUTABLE)
    t->immutable++;
  else if (step->flags & SS_REBUILD_OWNED)
    t->owned++;
  else
    t->held++;
}

/* Control is back: everything that was live is rebuilt, and must be what it was. */
static void
back (Eval *e, EvalActivation *a, gpointer data)
{
  Run *run = data;
  const SsReduction *r = run->s->r;
  const SsFunc *f = &e->p->funcs[a->func];

  if (!a->away || run->failure)
    return;
  const Away away = g_array_index (run->away, Away, run->away->len - 1);
  const SsReduced *reduced = &r->reduced[away.record];
  const SsRecord *less = &r->classes->records[away.record], *full = &run->s->classes->records[away.record];
  g_assert (away.serial == a->serial);
  g_array_set_size (run->given, 0);
  g_array_set_size (run->given, f->nvars);
  for (guint32 i = 0; i < less->nsaved; i++)
    g_array_index (run->given, EvalValue, r->numbers[less->saved0 + i] - f->var0)
        = g_array_index (run->values, EvalValue, away.kept + i);
  for (guint32 i = 0; i < reduced->nrebuild && !run->failure; i++)
  {
    const SsRebuild *step = &r->rebuilds[reduced->rebuild0 + i];
    EvalValue v = { EVAL_POISON, 0 };
    if (!rebuild (run, e, a, step, &v))
      wrong (run, e, a, "step %u, for %s, cannot be carried out", i, ss_var_name (e->p, step->number));
    g_array_index (run->given, EvalValue, step->number - f->var0) = v;
  }
  for (guint32 i = 0; i < full->nsaved && !run->failure; i++)
  {
    guint32 var = run->s->classes->saved[full->saved0 + i];
    EvalValue was = g_array_index (run->values, EvalValue, away.live + i);
    SsOperand number = ss_reduction_number (r, away.record, var);
    EvalValue v = given (run, e, a, number);
    if (was.kind != EVAL_POISON && !eval_same (v, was))
    {
      g_autofree char *is_text = eval_text (e, v), *was_text = eval_text (e, was);
      wrong (run, e, a, "%s was %s and is rebuilt as %s", ss_var_name (e->p, var), was_text, is_text);
    }
    *eval_var (e, a, var) = v;
    if (ss_is_var (number)) /* a later record may save it under its number, when the variable itself is no longer live */
      *eval_var (e, a, number) = v;
  }
  for (guint32 i = 0; run->totals && i < reduced->ngone; i++)
    count_gone (run->totals, r, &r->gone[reduced->gone0 + i]);
  if (run->totals)
  {
    run->totals->restored++;
    run->totals->handled += e->raised;
  }
  a->away = FALSE;
  g_array_set_size (run->values, away.kept);
  g_array_set_size (run->away, run->away->len - 1);
}

/* Runs the program once; the outcome is in the evaluator, the failure in the run. */
static void
run_once (Run *run, Eval *e, guint64 seed, gboolean reduced)
{
  run->reduced = reduced;
  g_array_set_size (run->away, 0);
  g_array_set_size (run->values, 0);
  eval_reset (e, seed);
  e->left = left;
  e->back = back;
  e->data = run;
  eval_run (e, (guint32) (eval_hash (e, 0xf0, seed) % MIN (2, run->s->p->nfuncs)), run->fuel);
}

/* How the two runs differ, or fail; NULL: they do not.  The caller frees. */
static char *
check_runs (const Subject *s, guint64 seed, guint percent, guint fuel, Mutant mutant, Totals *totals)
{
  Run run = { .s = s, .mutant = mutant, .percent = percent, .fuel = fuel };
  g_autoptr (Eval) plain = eval_new (s->terms, s->u);
  g_autoptr (Eval) reduced = eval_new (s->terms, s->u);
  char *failure = NULL;

  run.away = g_array_new (FALSE, FALSE, sizeof (Away));
  run.values = g_array_new (FALSE, FALSE, sizeof (EvalValue));
  run.given = g_array_new (FALSE, TRUE, sizeof (EvalValue));
  run_once (&run, plain, seed, FALSE);
  run.totals = totals;
  run_once (&run, reduced, seed, TRUE);
  if (run.failure)
    failure = g_steal_pointer (&run.failure);
  else if (plain->end == EVAL_POISONED)
    failure = g_strdup ("the plain run uses what has no value: the program or the evaluator is wrong");
  else if (plain->end != reduced->end || plain->at != reduced->at)
  {
    g_autofree char *at = reduced->at == SS_NONE || reduced->at >= s->p->nops ? g_strdup ("the end")
                                                                                : ss_record_name (s->p, reduced->at);
    failure = g_strdup_printf ("the plain run: %s; the reduced one: %s at %s", eval_end_name (plain->end),
                               eval_end_name (reduced->end), at);
  }
  else if (plain->trace != reduced->trace)
    failure = g_strdup ("the runs have other effects");
  else if (!eval_same (plain->value, reduced->value) || !eval_same (plain->etype, reduced->etype))
    failure = g_strdup ("the runs have other results");
  if (totals)
  {
    totals->runs++;
    totals->switches += reduced->switches;
    totals->ends[reduced->end]++;
  }
  g_array_unref (run.away);
  g_array_unref (run.values);
  g_array_unref (run.given);
  return failure;
}

/* The steps that a seed is tried with: mostly all of them. */
static guint
steps_of (guint64 seed)
{
  static const guint some[] = { SS_REDUCE_ALIAS, SS_REDUCE_HELD, SS_REDUCE_RECOMPUTE, SS_REDUCE_ALIAS | SS_REDUCE_HELD };

  return seed % 16 < G_N_ELEMENTS (some) ? some[seed % 16] : SS_REDUCE_ALL;
}

/* What goes wrong with a program; NULL: nothing.  The caller frees.  *bad: it breaks a rule of the format, this one. */
static char *
check_program (const json_t *program, guint64 seed, Mutant mutant, Totals *totals, gboolean *bad)
{
  Subject s = { NULL };
  char *failure = NULL;

  *bad = !subject_init (&s, program, (guint) (seed / 16 % GEN_EVAL_POLICIES), steps_of (seed), mutant == MUTANT_WRITES);
  if (*bad)
    return s.fault;
  for (guint i = 0; i < RUNS && !failure; i++)
    failure = check_runs (&s, seed * RUNS + i, i % 2 ? 50 : 100, FUEL, mutant, totals);
  if (totals)
    totals->programs++;
  subject_clear (&s);
  return failure;
}

static gboolean
still_fails (const json_t *program, guint64 seed)
{
  gboolean bad;
  g_autofree char *failure = check_program (program, seed, MUTANT_NONE, NULL, &bad);

  return failure && !bad;
}

/* Takes the variables that an operation or block defines off the function's list. */
static void
unlist (json_t *function, const json_t *name)
{
  const char *type;
  json_t *list, *v;
  size_t i;

  json_object_foreach (json_object_get (function, "vars"), type, list)
    json_array_foreach (list, i, v)
      if (json_equal (v, name))
      {
        json_array_remove (list, i);
        return;
      }
}

/* Leaves out what can be left out of a list of a function while the program still fails. */
static gboolean
shrink_list (json_t **program, guint64 seed, size_t function, size_t block, const char *key)
{
  gboolean smaller = FALSE;
  json_t *f = json_array_get (json_object_get (*program, "functions"), function);
  size_t n = json_array_size (json_object_get (json_array_get (json_object_get (f, "blocks"), block), key));

  for (size_t i = n; i > 0; i--)
  {
    json_t *copy = json_deep_copy (*program);
    f = json_array_get (json_object_get (copy, "functions"), function);
    json_t *list = json_object_get (json_array_get (json_object_get (f, "blocks"), block), key);
    json_t *part = json_array_get (list, i - 1), *bind = json_object_get (part, "bind");
    unlist (f, json_array_get (part, 1));
    unlist (f, json_array_get (bind, 0));
    unlist (f, json_array_get (bind, 1));
    json_array_remove (list, i - 1);
    if (!json_array_size (list) && !strcmp (key, "handlers"))
      json_object_del (json_array_get (json_object_get (f, "blocks"), block), key);
    gboolean good = still_fails (copy, seed);
    if (good)
    {
      json_decref (*program);
      *program = copy;
      smaller = TRUE;
    }
    else
      json_decref (copy);
  }
  return smaller;
}

/* The program with as much left out as still fails; the caller frees. */
static json_t *
shrunken (const json_t *program, guint64 seed)
{
  json_t *p = json_deep_copy (program);
  gboolean smaller = TRUE;

  while (smaller)
  {
    smaller = FALSE;
    for (size_t f = json_array_size (json_object_get (p, "functions")); f > 0; f--)
    {
      size_t nblocks = json_array_size (
          json_object_get (json_array_get (json_object_get (p, "functions"), f - 1), "blocks"));
      for (size_t b = 0; b < nblocks; b++)
      {
        smaller |= shrink_list (&p, seed, f - 1, b, "handlers");
        smaller |= shrink_list (&p, seed, f - 1, b, "ops");
      }
    }
  }
  return p;
}

static void
check_seed (guint64 seed, Totals *totals)
{
  json_t *program = gen_eval_program (seed);
  gboolean bad;
  g_autofree char *failure = check_program (program, seed, MUTANT_NONE, totals, &bad);

  if (failure)
  {
    json_t *small = bad ? json_incref (program) : shrunken (program, seed);
    g_autofree char *why = check_program (small, seed, MUTANT_NONE, NULL, &bad);
    char *text = json_dumps (small, JSON_COMPACT);
    g_printerr ("%s\n%s\n", text, why);
    free (text);
    json_decref (small);
    ck_abort_msg ("seed %" G_GUINT64_FORMAT ": %s", seed, failure);
  }
  json_decref (program);
}

START_TEST (everything_is_rebuilt)
{
  const char *one = g_getenv ("STACKSIEVE_SEED");
  guint64 n = gen_programs (DEFAULT_PROGRAMS);
  Totals t = { 0 };

  for (guint64 seed = one ? g_ascii_strtoull (one, NULL, 10) : 0; seed < n || one; seed++)
  {
    check_seed (seed, &t);
    if (one)
      break;
  }
  g_print ("%u programs, %u runs, %u switches, %u records left, %u come back to (%u raising), %u fields written by others\n",
           t.programs, t.runs, t.switches, t.points, t.restored, t.handled, t.scribbles);
  g_print ("%u live values, %u saved\n", t.live, t.saved);
  for (int i = EVAL_RETURNED; i <= EVAL_POISONED; i++)
    g_print ("  %-26s %u\n", eval_end_name ((EvalEnd) i), t.ends[i]);
  const struct
  {
    const char *way;
    guint n;
  } ways[] = { { "alias", t.alias },         { "constant", t.constant }, { "recomputed", t.recomputed }, { "held", t.held },
               { "held, item", t.item },  { "held, notation", t.slot }, { "held, owned", t.owned }, { "held, immutable", t.immutable } };
  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    g_print ("  %-26s %u\n", ways[i].way, ways[i].n);
  if (one || t.programs < 1000)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    ck_assert_msg (ways[i].n > t.programs / 10, "%s hardly occurs", ways[i].way);
  ck_assert_uint_gt (t.handled, t.programs / 10);
  ck_assert_uint_gt (t.scribbles, t.programs);
  ck_assert_uint_gt (t.ends[EVAL_RETURNED] + t.ends[EVAL_RAISED], t.runs / 2);
}
END_TEST

/* --- the least --- */

enum
{
  LEAST_PROGRAMS = 2000,
  MAX_CANDIDATES = 12,
  MAX_WAYS = 64
};

/* A way to have a candidate: all of some others. */
typedef struct
{
  guint result, needs; /* needs: a set of candidates */
} Way;

/* What one record must give back, and how it can. */
typedef struct
{
  const Subject *s;     /* lent */
  const SsValues *v;    /* lent */
  const GArray *facts;  /* lent: SsFact */
  guint32 numbers[MAX_CANDIDATES];
  guint weights[MAX_CANDIDATES]; /* what it weighs to save each */
  Way ways[MAX_WAYS];
  guint n, nways, nneeded; /* those that are needed come first */
  gboolean too_many;
} Choice;

/* The bit of a number; 0: it is a constant, or of no size. */
static guint
candidate (Choice *c, SsOperand number)
{
  guint i;

  if (!ss_is_var (number) || ss_var_storage (c->s->p, number) == SS_STORE_VOID)
    return 0;
  for (i = 0; i < c->n && c->numbers[i] != number; i++)
    ;
  if (i == MAX_CANDIDATES)
  {
    c->too_many = TRUE;
    return 0;
  }
  if (i == c->n)
    c->numbers[c->n++] = number;
  return 1u << i;
}

static void
add_way (Choice *c, guint result, const SsOperand *numbers, guint n)
{
  Way w = { result, 0 };

  for (guint i = 0; i < n; i++)
    w.needs |= candidate (c, numbers[i]);
  if (c->nways < MAX_WAYS)
    c->ways[c->nways++] = w;
  else
    c->too_many = TRUE;
}

/* The base of which a number is an immutable field; SS_NONE: of none. */
static SsOperand
immutable_base (const Choice *c, guint32 number)
{
  const SsProgram *p = c->s->p;
  const Eval e = { .p = p };
  guint32 n, o = ss_var_def (p, number);

  if (ss_var_def_kind (p, number) != SS_DEF_RESULT || p->ops[o].name != SS_OP_getfield)
    return SS_NONE;
  const SsOperand *args = ss_op_args (p, o, &n);
  guint32 type = ss_is_var (args[0]) ? p->var_type[args[0]] : ss_const (p, args[0])->kind == SS_CONST_TEXT ? ss_const (p, args[0])->type : SS_NONE;
  return eval_immutable (&e, type, (guint32) ss_const (p, args[1])->u.str) ? ss_values_number (c->v, args[0]) : SS_NONE;
}

/* Whether a frame has the array: of others, nothing is read back. */
static gboolean
is_in_frame (const Choice *c, guint32 array)
{
  SsOperand base = immutable_base (c, array);
  gboolean found = base != SS_NONE && ss_is_var (base) && ss_term_var_type (c->s->terms, base) & SS_TYPE_FRAME;

  for (guint i = 0; i < c->facts->len; i++)
    found |= g_array_index (c->facts, SsFact, i).value == array && g_array_index (c->facts, SsFact, i).index == SS_NONE;
  return found;
}

/* Adds all ways to have candidate i. */
static void
add_ways (Choice *c, guint i)
{
  const SsProgram *p = c->s->p;
  guint32 number = c->numbers[i], n, o = ss_var_def (p, number);
  SsOperand base = immutable_base (c, number);

  if (base != SS_NONE)
    add_way (c, i, &base, 1);
  if (ss_var_def_kind (p, number) == SS_DEF_RESULT
      && (ss_term_op (c->s->terms, o) & (SS_OPF_PURE | SS_OPF_RAISE | SS_OPF_READ | SS_OPF_WRITE | SS_OPF_CALL | SS_TERM_SOURCE)) == SS_OPF_PURE)
  {
    SsOperand numbers[16];
    const SsOperand *args = ss_op_args (p, o, &n);
    for (guint32 k = 0; k < n; k++)
      numbers[k] = ss_values_number (c->v, args[k]);
    add_way (c, i, numbers, n);
  }
  for (guint k = 0; k < c->facts->len; k++)
  {
    const SsFact *f = &g_array_index (c->facts, SsFact, k);
    SsOperand numbers[] = { f->base, f->index };
    if (f->value == number && (f->index == SS_NONE || is_in_frame (c, f->base)))
      add_way (c, i, numbers, f->index == SS_NONE ? 1 : 2);
  }
}

/* All candidates that a set of them gives. */
static guint
closure (const Choice *c, guint set)
{
  for (guint before = ~set; before != set;)
  {
    before = set;
    for (guint i = 0; i < c->nways; i++)
      if ((c->ways[i].needs & ~set) == 0)
        set |= 1u << c->ways[i].result;
  }
  return set;
}

/* Whether a variable is live at record i. */
static gboolean
is_live (const Subject *s, guint32 i, guint32 var)
{
  const SsRecord *r = &s->classes->records[i];

  for (guint32 k = r->saved0; k < r->saved0 + r->nsaved; k++)
    if (s->classes->saved[k] == var)
      return TRUE;
  return FALSE;
}

/* Whether operations of a block up to one use a variable. */
static gboolean
is_used (const SsProgram *p, guint32 from, guint32 to, guint32 v)
{
  for (guint32 o = from; o <= to; o++)
  {
    guint32 n;
    const SsOperand *args = ss_op_args (p, o, &n);
    for (guint32 k = 0; k < n; k++)
      if (args[k] == v)
        return TRUE;
  }
  return FALSE;
}

/* Whether record i can save a variable: one that is live, or that its block has before it, as unwinding restores at each point between them what is
 * live there; an input that is not used was not live before. */
static gboolean
can_save (const Subject *s, guint32 i, guint32 v)
{
  const SsProgram *p = s->p;
  const SsRecord *records = s->classes->records;
  const SsBlock *b = &p->blocks[records[i].block];
  gboolean input = v - b->in0 < b->nin;
  guint32 def = ss_var_def (p, v);

  if (is_live (s, i, v))
    return TRUE;
  if (input && !is_used (p, b->op0, records[i].op, v))
    return FALSE;
  if (!input && (ss_var_def_kind (p, v) != SS_DEF_RESULT || def < b->op0 || def >= records[i].op))
    return FALSE;
  for (guint32 k = 0; k < i; k++)
    if (records[k].block == records[i].block && (input || records[k].op > def) && !is_live (s, k, v))
      return FALSE;
  return TRUE;
}

/* What is saved, by the order of choice: all values are of a size; foreign ones come last, live ones before others, then frames. */
enum
{
  NO_FRAME = 1,
  DEAD = 1 << 4,
  FOREIGN = 1 << 8,
  VALUE = 1 << 12
};

static guint
weight (const Subject *s, guint32 i, guint32 v)
{
  guint type = ss_term_var_type (s->terms, v);

  return VALUE + (type & SS_TYPE_FOREIGN ? FOREIGN : 0) + (is_live (s, i, v) ? 0 : DEAD) + (type & SS_TYPE_FRAME ? 0 : NO_FRAME);
}

/* The candidates that record i can save: what is live, and what is there all the same.  Finds what they weigh. */
static guint
savable (Choice *c, guint32 i)
{
  const SsFunc *f = &c->s->p->funcs[c->s->classes->records[i].func];
  guint set = 0;

  for (guint k = 0; k < c->n; k++)
    for (guint32 v = f->var0; v < f->var0 + f->nvars; v++)
      if (ss_values_number (c->v, v) == c->numbers[k] && can_save (c->s, i, v))
      {
        guint found = weight (c->s, i, v);
        c->weights[k] = set & 1u << k ? MIN (c->weights[k], found) : found;
        set |= 1u << k;
      }
  return set;
}

/* The least weight of what gives back all of record i; G_MAXUINT: there are too many candidates to try. */
static guint
least (Choice *c, guint32 i)
{
  const SsClasses *classes = c->s->classes;
  const SsRecord *r = &classes->records[i];
  guint best = G_MAXUINT;

  for (guint32 k = r->saved0; k < r->saved0 + r->nsaved; k++)
    candidate (c, ss_reduction_number (c->s->r, i, classes->saved[k]));
  c->nneeded = c->n;
  for (guint k = 0; k < c->n && !c->too_many; k++)
    add_ways (c, k);
  guint needed = (1u << c->nneeded) - 1, able = c->too_many ? 0 : savable (c, i);
  for (guint set = 0; !c->too_many && set < 1u << c->n; set++)
  {
    guint sum = 0;
    for (guint k = 0; k < c->n; k++)
      sum += set & 1u << k ? c->weights[k] : 0;
    if ((set & ~able) == 0 && sum < best && (closure (c, set) & needed) == needed)
      best = sum;
  }
  return best;
}

/* What it weighs that record i saves what it does. */
static guint
weigh_record (const Subject *s, guint32 i)
{
  const SsRecord *r = &s->r->classes->records[i];
  guint sum = 0;

  for (guint32 k = r->saved0; k < r->saved0 + r->nsaved; k++)
    sum += weight (s, i, s->r->classes->saved[k]);
  return sum;
}

/* Counts of records. */
typedef struct
{
  guint tried;   /* with anything to choose */
  guint more;    /* that save more values than the least */
  guint heavier; /* that save others, as many, than the order of choice says */
  guint frames;  /* that do so and are `frame` by it: as the steps before leave them */
} Compared;

/* Compares all records of a program. */
static void
compare_least (const Subject *s, Compared *to)
{
  g_autoptr (SsWrites) writes = ss_writes_new (s->terms, s->g, FALSE);
  g_autoptr (SsValues) v = ss_values_new (s->terms);
  g_autoptr (SsHeld) held = ss_held_new (s->terms, s->u, writes, NULL, 0);
  g_autoptr (GArray) facts = g_array_new (FALSE, FALSE, sizeof (SsFact));

  for (guint32 i = 0; i < s->classes->nrecords; i++)
  {
    const SsRecord *r = &s->classes->records[i];
    const SsReduced *reduced = &s->r->reduced[i];
    guint last = s->r->nstages - 1;
    ck_assert_uint_eq (s->r->stages[last], SS_REDUCE_ALL);
    ck_assert_uint_eq (s->r->stages[last - 1], SS_REDUCE_ALIAS | SS_REDUCE_HELD);
    ck_assert_msg (reduced->values[last] <= reduced->values[last - 1], "recomputing drags in more than it spares");
    ck_assert (reduced->kind[last] == reduced->kind[last - 1] || reduced->values[last] < reduced->values[last - 1]
               || reduced->kind[last - 1] == SS_KIND_FOREIGN || reduced->kind[last] == SS_KIND_FRAME);
    if (i == 0 || r->func != r[-1].func)
    {
      ss_values_func (v, r->func);
      ss_held_func (held, r->func, v);
    }
    if (ss_values_rank (v, r->block) == SS_NONE || !r->nsaved)
      continue;
    g_array_set_size (facts, 0);
    ss_held_start (held, r->block);
    for (guint32 o = s->p->blocks[r->block].op0; o < r->op; o++)
      ss_held_down (held, o);
    ss_held_point (held, r->op, facts);
    Choice c = { .s = s, .v = v, .facts = facts };
    guint best = least (&c, i);
    if (best == G_MAXUINT || !c.nways)
      continue;
    guint got = weigh_record (s, i);
    to->tried++;
    to->more += got / VALUE > best / VALUE;
    if (got / VALUE == best / VALUE && got > best)
      ++*(reduced->kind[last] == SS_KIND_FRAME ? &to->frames : &to->heavier);
  }
}

START_TEST (least_is_saved)
{
  Compared c = { 0 };
  guint64 n = gen_at_most (LEAST_PROGRAMS);

  for (guint64 seed = 0; seed < n; seed++)
  {
    Subject s = { NULL };
    json_t *program = gen_eval_program (seed);
    ck_assert (subject_init (&s, program, (guint) (seed % GEN_EVAL_POLICIES), SS_REDUCE_ALL, FALSE));
    compare_least (&s, &c);
    subject_clear (&s);
    json_decref (program);
  }
  g_print ("%u records of up to %d candidates and with ways to have some of them: %u save more than the least, %u the least by a later choice, %u so as to "
           "be frame\n",
           c.tried, MAX_CANDIDATES, c.more, c.heavier, c.frames);
  ck_assert_uint_gt (c.tried, n);
  ck_assert_uint_eq (c.more, 0);
  ck_assert_uint_eq (c.heavier, 0);
  ck_assert_uint_le (c.frames, 2);
}
END_TEST

START_TEST (mutants_are_found)
{
  Mutant mutant = (Mutant) _i;

  for (guint64 seed = 0; seed < MUTANT_PROGRAMS; seed++)
  {
    json_t *program = gen_eval_program (seed);
    gboolean bad;
    g_autofree char *failure = check_program (program, seed, mutant, NULL, &bad);
    json_decref (program);
    if (failure)
    {
      g_print ("mutant %d: program %u: %s\n", mutant, (guint) seed, failure);
      return;
    }
  }
  ck_abort_msg ("mutant %d survives %d programs", mutant, MUTANT_PROGRAMS);
}
END_TEST

/* --- bounds --- */

enum
{
  OWNING_POLICY = 5 /* frames of both types are owned, and unknown calls never unwind */
};

/* What becomes of the last record of a function of a program beyond a bound. */
typedef struct
{
  GenBound bound;
  const char *function;
  guint before, after; /* saved values */
  gboolean bounded;
} Beyond;

static const Beyond beyond[] = {
  { GEN_BOUND_VALUES, "m:f", 61, 61, TRUE },
  { GEN_BOUND_FACTS, "m:f", 4, 3, TRUE }, /* what never changes is held all the same */
  { GEN_BOUND_SWEEPS, "m:f", 4, 3, TRUE }, /* the last one is carried out again */
  { GEN_BOUND_FIELDS, "m:f", 2, 2, TRUE },
  { GEN_BOUND_FIELDS, "m:h", 2, 1, FALSE }, /* what its callee writes is not this field */
  { GEN_BOUND_NODES, "m:f", 4, 3, TRUE },   /* what is held stays so */
  { GEN_BOUND_READS, "m:f", 4, 3, TRUE },   /* nor is that, but a copy is one */
  { GEN_BOUND_WORK, "m:f", 4, 4, TRUE },
};

enum
{
  WORKED_OFF = 3 /* saved by the records of GEN_BOUND_WORK that there is work left for */
};

/* The last record of a function; SS_NONE: it has none. */
static guint32
last_record (const Subject *s, const char *function)
{
  guint32 func = ss_find_func (s->p, function), last = SS_NONE;

  for (guint32 i = 0; i < s->classes->nrecords; i++)
    if (s->classes->records[i].func == func)
      last = i;
  return last;
}

/* What `classify` says of the program. */
static char *
report_text (const Subject *s, gboolean json)
{
  const SsFilter filter = { NULL };
  g_autoptr (SsReport) report = ss_report_new (s->terms, s->u, s->classes, s->r, &filter);
  g_autofree char *path = g_build_filename (folder, "report", NULL);
  SsOut *out = ss_out_open (path, NULL);
  char *text = NULL;

  ck_assert_ptr_nonnull (out);
  if (json)
    ss_report_json (report, 0, TRUE, out);
  else
    ss_report_text (report, 0, TRUE, out);
  ck_assert (ss_out_close (out, NULL) && g_file_get_contents (path, &text, NULL, NULL));
  g_unlink (path);
  return text;
}

/* How often the text has a part. */
static guint
count_of (const char *text, const char *part)
{
  guint n = 0;

  for (const char *at = text; (at = strstr (at, part)); at += strlen (part))
    n++;
  return n;
}

/* The report says at which records the bound was hit, and at how many. */
static void
check_said (const Subject *s)
{
  g_autofree char *text = report_text (s, FALSE), *json = report_text (s, TRUE);
  g_autofree char *all = g_strdup_printf ("the bound on work was hit at %u record", s->r->nbounded);
  g_autofree char *all_json = g_strdup_printf ("\"bounded\": %u", s->r->nbounded);

  ck_assert_uint_eq (count_of (text, all), 1);
  ck_assert_uint_eq (count_of (text, "the bound on work was hit: "), s->r->nbounded);
  ck_assert_uint_eq (count_of (json, all_json), 1);
  ck_assert_uint_eq (count_of (json, "\"bounded\": true"), s->r->nbounded);
}

START_TEST (bounds_are_sound_and_told)
{
  const Beyond *b = &beyond[_i];
  json_t *program = gen_bound_program (b->bound);
  Subject s = { NULL };
  Totals t = { 0 };

  gboolean good = subject_init (&s, program, OWNING_POLICY, SS_REDUCE_ALL, FALSE);
  ck_assert_msg (good, "%s", s.fault);
  guint32 record = last_record (&s, b->function), caller = last_record (&s, "m:g");
  ck_assert (record != SS_NONE && caller != SS_NONE);
  ck_assert_int_eq (s.r->reduced[record].bounded, b->bounded);
  ck_assert_uint_eq (s.classes->records[record].nsaved, b->before);
  ck_assert_uint_eq (s.r->classes->records[record].nsaved, b->after);
  ck_assert (!s.r->reduced[caller].bounded);
  ck_assert_uint_eq (s.classes->records[caller].nsaved, 2);
  ck_assert_uint_eq (s.r->classes->records[caller].nsaved, 1);
  for (guint32 i = 0; i < s.classes->nrecords; i++)
    for (guint stage = 1; stage < s.r->nstages; stage++)
      ck_assert_uint_le (s.r->reduced[i].values[stage], s.r->reduced[i].values[stage - 1]);
  ck_assert_uint_gt (s.r->nbounded, 0);
  if (b->bound == GEN_BOUND_WORK)
    ck_assert (!s.r->reduced[record - s.r->nbounded].bounded && s.r->classes->records[record - s.r->nbounded].nsaved == WORKED_OFF);
  check_said (&s);
  for (guint i = 0; i < RUNS; i++)
    {
      g_autofree char *failure = check_runs (&s, i, i % 2 ? 50 : 100, BIG_FUEL, MUTANT_NONE, &t);
      ck_assert_msg (!failure, "%s", failure);
    }
  ck_assert_uint_gt (t.restored, 0);
  for (int i = EVAL_RETURNED; i <= EVAL_POISONED; i++)
    ck_assert_msg (i == EVAL_RETURNED || t.ends[i] == 0, "%s", eval_end_name ((EvalEnd) i));
  subject_clear (&s);
  json_decref (program);
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
  Suite *suite = suite_create ("sound");
  TCase *tcase = tcase_create ("reduction"), *bounds = tcase_create ("bounds");

  tcase_add_unchecked_fixture (tcase, set_up, tear_down);
  tcase_set_timeout (tcase, 300);
  tcase_add_loop_test (tcase, mutants_are_found, MUTANT_WRITES, N_MUTANTS);
  tcase_add_test (tcase, least_is_saved);
  tcase_add_test (tcase, everything_is_rebuilt);
  tcase_add_unchecked_fixture (bounds, set_up, tear_down);
  tcase_set_timeout (bounds, 300);
  tcase_add_loop_test (bounds, bounds_are_sound_and_told, 0, G_N_ELEMENTS (beyond));
  suite_add_tcase (suite, bounds);
  suite_add_tcase (suite, tcase);
  SRunner *runner = srunner_create (suite);
  srunner_run_all (runner, CK_ENV);
  int failed = srunner_ntests_failed (runner);
  srunner_free (runner);
  return failed != 0;
}
