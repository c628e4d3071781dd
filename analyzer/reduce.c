/* Reduction (reduce.h): function by function, each record solved with the steps asked for (rebuild.h), and once more for each
 * stage whose counts are wanted.
 *
 * The records are cut into ranges that end with a function.  A range is worked on by one thread, with scratch memory and
 * results of its own; the results are put together in the order of the ranges.
 */
#include "reduce.h"

#include <string.h>

#include "ir/pool.h"
#include "rebuild.h"

static const char *const hows[] = { [SS_HOW_ALIAS] = "alias", [SS_HOW_HELD] = "held", [SS_HOW_RECOMPUTED] = "recomputed" };

static const struct
{
  const char *word;
  guint steps;
} words[] = {
  { "none", SS_REDUCE_NONE },       { "alias", SS_REDUCE_ALIAS }, { "held", SS_REDUCE_HELD },
  { "recompute", SS_REDUCE_RECOMPUTE }, { "all", SS_REDUCE_ALL },
};

const char *
ss_how_name (SsHow how)
{
  return hows[how];
}

gboolean
ss_reduce_steps (const char *word, guint *steps)
{
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (strcmp (words[i].word, word) == 0)
      {
        *steps = words[i].steps;
        return TRUE;
      }
  return FALSE;
}

/* A saved value: what is shown, and the definition that it stands for. */
typedef struct
{
  guint32 var, number;
} Saved;

/* A range of records, and what came of them; places count within the range. */
typedef struct
{
  const SsTerms *terms;    /* lent */
  const SsUnwind *u;       /* lent */
  const SsClasses *before; /* lent */
  const SsWrites *writes;  /* lent; NULL: nothing is held */
  const SsReduceOptions *options; /* lent */
  const SsReduction *frame;       /* lent: the stages */
  guint32 first, n;
  GArray *records;  /* owned: SsRecord */
  GArray *saved;    /* owned: Saved */
  GArray *reduced;  /* owned: SsReduced */
  GArray *rebuilds; /* owned: SsRebuild */
  GArray *gone;     /* owned: SsGone */
  GArray *args;     /* owned: SsOperand */
  GArray *vars;     /* owned: scratch: the saved variables of one record */
} Range;

static int
by_var (gconstpointer a, gconstpointer b)
{
  const Saved *x = a, *y = b;

  return x->var < y->var ? -1 : x->var > y->var;
}

/* Appends the record's saved values, by variable. */
static void
add_saved (Range *range, SsSolver *s, const SsRecord *before, guint steps)
{
  const guint32 *live = range->before->saved + before->saved0;
  guint32 first = range->saved->len;

  for (guint32 i = 0; i < before->nsaved; i++)
    {
      const SsNode *n = ss_solver_live (s, live[i], steps);
      Saved saved = { live[i], n ? n->number : SS_NONE };
      if (n && n->saved && (!(steps & SS_REDUCE_ALIAS) || n->shown == live[i]))
        g_array_append_val (range->saved, saved);
    }
  const SsNode *n;
  for (guint32 i = 0; (n = ss_solver_node (s, i)) != NULL; i++)
    if (n->saved && !n->copies)
      {
        Saved saved = { n->shown, n->number };
        g_array_append_val (range->saved, saved);
      }
  if (range->saved->len > first + 1)
    qsort (&g_array_index (range->saved, Saved, first), range->saved->len - first, sizeof (Saved), by_var);
}

/* Decides the kind of a record by the saved values from `first` on. */
static void
decide (Range *range, guint32 first, SsRecord *r)
{
  r->nsaved = range->saved->len - first;
  if (ss_kind_reducible (r->kind))
    return;
  g_array_set_size (range->vars, 0);
  for (guint32 i = first; i < range->saved->len; i++)
    g_array_append_val (range->vars, g_array_index (range->saved, Saved, i).var);
  ss_record_decide (range->terms, r, (void *) range->vars->data);
}

/* The steps that rebuild what is needed and not saved, in their order. */
static void
add_rebuilds (Range *range, SsSolver *s)
{
  static const SsRebuildKind kinds[] = { [SS_HAVE_OP] = SS_REBUILD_OP, [SS_HAVE_READ] = SS_REBUILD_READ,
                                          [SS_HAVE_ITEM] = SS_REBUILD_ITEM, [SS_HAVE_SLOT] = SS_REBUILD_SLOT };
  SsNode *n;

  for (guint32 i = 0; (n = ss_solver_node (s, i)) != NULL; i++)
    {
      if (!n->used || n->saved)
        continue;
      SsRebuild r = { .number = n->number, .kind = kinds[n->have], .flags = n->flags, .op = n->op, .field = n->field,
                      .arg0 = range->args->len, .nargs = n->nargs };
      for (guint32 k = 0; k < n->nargs; k++)
        {
          SsOperand a = ss_solver_arg (s, n, k);
          const SsNode *arg = ss_solver_find (s, a);
          if (arg && !arg->saved)
            r.flags |= arg->flags & SS_REBUILD_RESTS;
          g_array_append_val (range->args, a);
        }
      if (r.flags & SS_REBUILD_OWNED)
        r.flags |= SS_REBUILD_RESTS;
      n->flags = r.flags;
      n->index = range->rebuilds->len;
      g_array_append_val (range->rebuilds, r);
    }
}

/* The live values that are not saved, and why. */
static void
add_gone (Range *range, SsSolver *s, const SsRecord *before, guint steps)
{
  const guint32 *live = range->before->saved + before->saved0;

  for (guint32 i = 0; i < before->nsaved; i++)
    {
      const SsNode *n = ss_solver_live (s, live[i], steps);
      SsGone gone = { .var = live[i], .how = SS_HOW_ALIAS, .other = SS_NONE, .step = SS_NONE };
      if (n && n->saved && (n->shown == live[i] || !(steps & SS_REDUCE_ALIAS)))
        continue;
      if (!n || n->saved)
        gone.other = n ? n->shown : ss_solver_number (s, live[i]);
      else
        {
          gone.how = n->have == SS_HAVE_OP ? SS_HOW_RECOMPUTED : SS_HOW_HELD;
          gone.step = n->index;
        }
      g_array_append_val (range->gone, gone);
    }
}

/* Solves with fewer and fewer steps until the bound on work allows it. */
static guint
solve (Range *range, SsSolver *s, const SsRecord *before, const GArray *facts, guint steps, gboolean *bounded)
{
  static const guint less[] = { SS_REDUCE_ALL, SS_REDUCE_ALIAS | SS_REDUCE_HELD, SS_REDUCE_ALIAS };

  for (guint i = 0; i < G_N_ELEMENTS (less); i++)
    if (ss_solver_record (s, range->before, before, facts, steps & less[i], bounded))
      return steps & less[i];
  g_assert_not_reached (); /* without derivations there is nothing to bound */
}

/* Solves with the steps, and puts the record and its saved values at the end of `saved`; returns the steps that it came to. */
static guint
solve_record (Range *range, SsSolver *s, const SsRecord *before, const GArray *facts, guint steps, gboolean *bounded, SsRecord *r)
{
  guint done = solve (range, s, before, facts, steps, bounded);

  *r = *before;
  r->saved0 = range->saved->len;
  add_saved (range, s, before, done);
  decide (range, r->saved0, r);
  return done;
}

/* The counts of a stage before the last. */
static void
count_stage (Range *range, SsSolver *s, const SsRecord *before, const GArray *facts, guint stage, SsReduced *to)
{
  guint steps = range->frame->stages[stage];
  SsRecord r = *before;
  gboolean bounded = FALSE;

  if (steps)
    {
      solve_record (range, s, before, facts, steps, &bounded, &r);
      g_array_set_size (range->saved, r.saved0);
    }
  to->values[stage] = r.nsaved;
  to->kind[stage] = (guint8) r.kind;
}

/* Whether a record of so many values and of this kind would be better than another. */
static gboolean
is_better (guint32 nvalues, SsKind kind, guint32 nothers, SsKind other)
{
  if (nvalues != nothers)
    return nvalues < nothers;
  /* of equal size, either both are stateless or none is */
  return kind != other && (kind == SS_KIND_FRAME || other == SS_KIND_FOREIGN);
}

static void
reduce_record (Range *range, SsSolver *s, const SsRecord *before, const GArray *facts, gboolean bounded)
{
  guint last = range->frame->nstages - 1, steps = range->frame->stages[last];
  SsReduced to = { .gone0 = range->gone->len, .rebuild0 = range->rebuilds->len, .bounded = bounded };
  SsRecord r;

  for (guint stage = 0; stage < last; stage++)
    count_stage (range, s, before, facts, stage, &to);
  steps = solve_record (range, s, before, facts, steps, &to.bounded, &r);
  /* an operation that was chosen before the cut can drag in more than it spares */
  if (last > 0 && steps & SS_REDUCE_RECOMPUTE && is_better (to.values[last - 1], to.kind[last - 1], r.nsaved, r.kind))
    {
      g_array_set_size (range->saved, r.saved0);
      steps = solve_record (range, s, before, facts, range->frame->stages[last - 1], &to.bounded, &r);
    }
  add_rebuilds (range, s);
  add_gone (range, s, before, steps);
  to.ngone = range->gone->len - to.gone0;
  to.nrebuild = range->rebuilds->len - to.rebuild0;
  to.values[last] = r.nsaved;
  to.kind[last] = (guint8) r.kind;
  g_array_append_val (range->records, r);
  g_array_append_val (range->reduced, to);
}

/* A record that is left as it is: its block cannot be reached. */
static void
keep_record (Range *range, const SsRecord *before)
{
  SsRecord r = *before;
  SsReduced to = { .gone0 = range->gone->len, .rebuild0 = range->rebuilds->len };

  r.saved0 = range->saved->len;
  for (guint32 i = 0; i < r.nsaved; i++)
    {
      guint32 var = range->before->saved[before->saved0 + i];
      Saved saved = { var, var };
      g_array_append_val (range->saved, saved);
    }
  for (guint stage = 0; stage < range->frame->nstages; stage++)
    {
      to.values[stage] = r.nsaved;
      to.kind[stage] = (guint8) r.kind;
    }
  g_array_append_val (range->records, r);
  g_array_append_val (range->reduced, to);
}

static void
reduce_range (gpointer data, G_GNUC_UNUSED gpointer unused)
{
  Range *range = data;
  const SsReduceOptions *options = range->options;
  const SsProgram *p = range->terms->program;
  g_autoptr (SsValues) values = ss_values_new (range->terms);
  g_autoptr (SsSolver) solver = ss_solver_new (range->terms);
  g_autoptr (SsHeld) held
    = range->writes ? ss_held_new (range->terms, range->u, range->writes, options->notations, options->nnotations) : NULL;
  g_autoptr (GArray) facts = g_array_new (FALSE, FALSE, sizeof (SsFact));
  guint32 func = SS_NONE, block = SS_NONE, o = 0;

  for (guint32 i = range->first; i < range->first + range->n; i++)
    {
      const SsRecord *before = &range->before->records[i];
      if (before->func != func)
        {
          func = before->func;
          ss_values_func (values, func);
          ss_solver_func (solver, func, values);
          if (held)
            ss_held_func (held, func, values);
        }
      if (ss_values_rank (values, before->block) == SS_NONE)
        {
          keep_record (range, before);
          continue;
        }
      g_array_set_size (facts, 0);
      if (held)
        {
          if (before->block != block)
            {
              block = before->block;
              o = p->blocks[block].op0;
              ss_held_start (held, block);
            }
          for (; o < before->op; o++)
            ss_held_down (held, o);
          if (before->nsaved)
            ss_held_point (held, o, facts);
        }
      reduce_record (range, solver, before, facts, ss_values_bounded (values) || (held && ss_held_bounded (held)));
    }
}

static void
range_open (Range *r, guint32 first, guint32 n)
{
  r->first = first;
  r->n = n;
  r->records = g_array_sized_new (FALSE, FALSE, sizeof (SsRecord), n);
  r->saved = g_array_new (FALSE, FALSE, sizeof (Saved));
  r->reduced = g_array_sized_new (FALSE, FALSE, sizeof (SsReduced), n);
  r->rebuilds = g_array_new (FALSE, FALSE, sizeof (SsRebuild));
  r->gone = g_array_new (FALSE, FALSE, sizeof (SsGone));
  r->args = g_array_new (FALSE, FALSE, sizeof (SsOperand));
  r->vars = g_array_new (FALSE, FALSE, sizeof (guint32));
}

static void
range_close (Range *r)
{
  g_array_unref (r->records);
  g_array_unref (r->saved);
  g_array_unref (r->reduced);
  g_array_unref (r->rebuilds);
  g_array_unref (r->gone);
  g_array_unref (r->args);
  g_array_unref (r->vars);
}

/* Cuts the records into about `want` ranges. */
static GArray *
cut (const Range *like, guint32 want)
{
  GArray *ranges = g_array_new (FALSE, TRUE, sizeof (Range));
  const SsClasses *c = like->before;
  guint32 first = 0;

  for (guint32 i = 0; i < c->nrecords; i++)
    {
      if (i + 1 < c->nrecords && (c->records[i + 1].func == c->records[i].func || i + 1 - first < c->nrecords / want))
        continue;
      Range r = *like;
      range_open (&r, first, i + 1 - first);
      g_array_append_val (ranges, r);
      first = i + 1;
    }
  return ranges;
}

/* Puts what came of a range after what came of those before it. */
static void
append_range (SsReduction *to, const Range *range)
{
  SsClasses *c = to->classes;

  for (guint32 i = 0; i < range->records->len; i++)
    {
      SsReduced *reduced = &to->reduced[c->nrecords];
      c->records[c->nrecords] = g_array_index (range->records, SsRecord, i);
      c->records[c->nrecords++].saved0 += c->nsaved;
      *reduced = g_array_index (range->reduced, SsReduced, i);
      reduced->gone0 += to->ngone;
      reduced->rebuild0 += to->nrebuilds;
      to->nbounded += reduced->bounded;
    }
  for (guint32 i = 0; i < range->saved->len; i++)
    {
      to->numbers[c->nsaved] = g_array_index (range->saved, Saved, i).number;
      c->saved[c->nsaved++] = g_array_index (range->saved, Saved, i).var;
    }
  for (guint32 i = 0; i < range->gone->len; i++)
    {
      to->gone[to->ngone + i] = g_array_index (range->gone, SsGone, i);
      if (to->gone[to->ngone + i].step != SS_NONE)
        to->gone[to->ngone + i].step += to->nrebuilds;
    }
  for (guint32 i = 0; i < range->rebuilds->len; i++)
    {
      to->rebuilds[to->nrebuilds + i] = g_array_index (range->rebuilds, SsRebuild, i);
      to->rebuilds[to->nrebuilds + i].arg0 += to->nargs;
    }
  if (range->args->len)
    memcpy (to->args + to->nargs, range->args->data, range->args->len * sizeof (SsOperand));
  to->ngone += range->gone->len;
  to->nrebuilds += range->rebuilds->len;
  to->nargs += range->args->len;
}

static void
join (SsReduction *to, GArray *ranges)
{
  guint32 nrecords = 0, nsaved = 0, ngone = 0, nrebuilds = 0, nargs = 0;

  for (guint i = 0; i < ranges->len; i++)
    {
      const Range *r = &g_array_index (ranges, Range, i);
      nrecords += r->records->len;
      nsaved += r->saved->len;
      ngone += r->gone->len;
      nrebuilds += r->rebuilds->len;
      nargs += r->args->len;
    }
  to->classes = g_new0 (SsClasses, 1);
  to->classes->records = g_new (SsRecord, MAX (nrecords, 1));
  to->classes->saved = g_new (guint32, MAX (nsaved, 1));
  to->numbers = g_new (guint32, MAX (nsaved, 1));
  to->reduced = g_new (SsReduced, MAX (nrecords, 1));
  to->gone = g_new (SsGone, MAX (ngone, 1));
  to->rebuilds = g_new (SsRebuild, MAX (nrebuilds, 1));
  to->args = g_new (SsOperand, MAX (nargs, 1));
  for (guint i = 0; i < ranges->len; i++)
    {
      append_range (to, &g_array_index (ranges, Range, i));
      range_close (&g_array_index (ranges, Range, i));
    }
}

static void
set_stages (SsReduction *r, guint steps)
{
  guint sum = 0;

  r->steps = steps;
  r->stages[r->nstages++] = 0;
  for (guint step = SS_REDUCE_ALIAS; step <= SS_REDUCE_RECOMPUTE; step <<= 1)
    if (steps & step)
      r->stages[r->nstages++] = sum |= step;
}

SsReduction *
ss_reduce (const SsTerms *terms, const SsCallGraph *g, const SsUnwind *u, const SsClasses *classes, const SsReduceOptions *options)
{
  SsReduction *r = g_new0 (SsReduction, 1);
  guint threads = options->threads ? options->threads : g_get_num_processors ();

  set_stages (r, options->steps);
  g_autoptr (SsWrites) writes = options->steps & SS_REDUCE_HELD ? ss_writes_new (terms, g, options->ignore_writes) : NULL;
  Range like = { .terms = terms, .u = u, .before = classes, .writes = writes, .options = options, .frame = r };
  g_autoptr (GArray) ranges = cut (&like, threads == 1 ? 1 : threads * 4);
  GThreadPool *pool = ss_pool_new (reduce_range, NULL, threads);
  for (guint i = 0; i < ranges->len; i++)
    {
      Range *range = &g_array_index (ranges, Range, i);
      if (pool)
        g_thread_pool_push (pool, range, NULL);
      else
        reduce_range (range, NULL);
    }
  if (pool)
    g_thread_pool_free (pool, FALSE, TRUE);
  join (r, ranges);
  return r;
}

void
ss_reduction_free (SsReduction *r)
{
  if (!r)
    return;
  ss_classes_free (r->classes);
  g_free (r->numbers);
  g_free (r->reduced);
  g_free (r->rebuilds);
  g_free (r->gone);
  g_free (r->args);
  g_free (r);
}

/* The number of a saved variable of record i; SS_NONE: it is not saved. */
static SsOperand
saved_number (const SsReduction *r, guint32 i, guint32 var)
{
  const SsRecord *record = &r->classes->records[i];

  for (guint32 k = record->saved0; k < record->saved0 + record->nsaved; k++)
    if (r->classes->saved[k] == var)
      return r->numbers[k];
  return SS_NONE;
}

SsOperand
ss_reduction_number (const SsReduction *r, guint32 i, guint32 var)
{
  for (guint32 k = r->reduced[i].gone0; k < r->reduced[i].gone0 + r->reduced[i].ngone; k++)
    {
      const SsGone *gone = &r->gone[k];
      if (gone->var != var)
        continue;
      if (gone->how != SS_HOW_ALIAS)
        return r->rebuilds[gone->step].number;
      return ss_is_var (gone->other) ? saved_number (r, i, gone->other) : gone->other;
    }
  return saved_number (r, i, var);
}
