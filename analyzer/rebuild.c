/* Solving one record (rebuild.h).
 *
 * Each value gets one way to be had, the first of these that there is:
 * 1. held by a value that is needed itself or near such ones (read from one, or made of them), or is a constant: an immutable field of
 *    it, a notation, a field, an item of an array that a frame holds, at an index that is such a value (first one that rests on
 *    nobody's word);
 * 2. carried out again, if its operation is pure and cannot raise;
 * 3. held, as in 1, by any value, if that and the index were defined before it;
 * 4. saved.
 * What 1 reads from is there anyway and costs nothing, so nothing is better.  A value held by one that was defined after it counts only
 * if that one can be had by saving it alone, or is near such ones; so no value is ever made, over whatever ways, of itself: all other
 * ways lead to definitions that come earlier on the line of dominators of the point.
 *
 * All definitions on that line are consistent with one another: when x dominates y and y the point, then y was defined after the
 * latest x (else a way from the start to x, then on to the point, would go round y).  So an operation carried out again on the
 * latest values of its operands gives the latest value of its result.
 *
 * Leaves that are needed must be saved; what can be made of these alone is there for nothing.  Where that does not give all that
 * is needed, the minimum cut of the rest is saved (cut.h).  Weights: bytes; then foreign values last, live ones before others, frames
 * before others.
 *
 * What is not live can be saved only where it is certainly still there: an earlier point of the same activation may have been
 * left and come back to, and then there is only what was live at it.
 *
 * What holds values and is defined after them, or is made of something itself, or is neither needed nor near what is, may serve none of
 * 1 to 4.  So each value that holds others and is not sure to be saved is tried as one that is, beside those that have proved worth
 * it: it is kept where what is saved weighs less then.
 *
 * A value is saved as one variable that has it: as one that is not foreign, if there is one; of these, as a frame, if one is.
 */
#include "rebuild.h"

#include <string.h>

/* Values looked at for one record; edges looked at for all records of one function. */
#define MAX_NODES 4096
#define MAX_WORK (1u << 24)
#define MAX_TRIES (1u << 22) /* of that kind of work, for what is tried as saved */

#define WEIGHT_VALUE (G_GUINT64_CONSTANT (8) << 40)
#define WEIGHT_FOREIGN (G_GUINT64_CONSTANT (1) << 26)
#define WEIGHT_DEAD (G_GUINT64_CONSTANT (1) << 13)
#define WEIGHT_NO_FRAME G_GUINT64_CONSTANT (1)
G_STATIC_ASSERT (MAX_NODES < 1 << 13);

/* What the values of a record are made of, and which of them are saved. */
typedef struct
{
  GArray *nodes; /* owned: SsNode */
  GArray *order; /* owned: nodes, operands first */
  GArray *args;  /* owned: numbers */
} Graph;

/* A value that is saved whatever it is made of. */
typedef struct
{
  guint32 number, shown; /* as in SsNode */
  guint64 weight;        /* of this alone */
} Pin;

struct SsSolver
{
  const SsTerms *terms; /* lent */
  const SsValues *v;    /* lent */
  const SsFunc *f;      /* lent */
  const GArray *facts;  /* lent: of the current record */
  const SsClasses *before; /* lent: records before reduction */
  const SsRecord *record;  /* lent: the current one of them */
  guint steps;
  guint64 work;     /* what is left for this function */
  guint64 tries_work; /* and for what is tried beyond the first solutions of its records */
  guint32 epoch;    /* of the current choice for the current record */
  guint32 *met;     /* owned, by variable: the epoch in which it has a node */
  guint32 *node_of; /* owned, by variable */
  Graph now, best;  /* of the current choice, and of the best one so far */
  GArray *pins;     /* owned: Pin: those that are saved whatever they are made of */
  GArray *tries;    /* owned: Pin: those that may be */
  GArray *stack;    /* owned: Visit */
  GArray *by_value; /* owned: facts (guint32) by the value that they say is held */
  guint32 *made;      /* owned, by number: the last variable of made_block that has it, of inputs used up to made_op, and what is made before that */
  guint32 *made_before; /* owned, by such a variable: the one before it of the same number; SS_NONE: none */
  guint32 made_block, made_op;
  guint32 *kept;      /* owned, by variable: the last record, from 1, that it was live at, of those that find_dead() has looked at */
  const SsRecord *looked; /* the record that it has looked at last; NULL: none */
  GArray *cut_nodes, *cut_args, *cut_of; /* owned: SsCutNode, guint32, guint32 */
  SsCut *cut;       /* owned */
};

typedef struct
{
  guint32 node, arg; /* the next operand to go to */
} Visit;

static void
graph_init (Graph *g)
{
  g->nodes = g_array_new (FALSE, FALSE, sizeof (SsNode));
  g->order = g_array_new (FALSE, FALSE, sizeof (guint32));
  g->args = g_array_new (FALSE, FALSE, sizeof (SsOperand));
}

static void
graph_clear (Graph *g)
{
  g_array_unref (g->nodes);
  g_array_unref (g->order);
  g_array_unref (g->args);
}

SsSolver *
ss_solver_new (const SsTerms *terms)
{
  SsSolver *s = g_new0 (SsSolver, 1);
  guint32 most = 1;

  for (guint32 f = 0; f < terms->program->nfuncs; f++)
    most = MAX (most, terms->program->funcs[f].nvars);
  s->terms = terms;
  s->met = g_new0 (guint32, most);
  s->node_of = g_new (guint32, most);
  s->made = g_new (guint32, most);
  memset (s->made, 0xff, most * sizeof (guint32));
  s->made_before = g_new (guint32, most);
  s->kept = g_new0 (guint32, most);
  graph_init (&s->now);
  graph_init (&s->best);
  s->pins = g_array_new (FALSE, FALSE, sizeof (Pin));
  s->tries = g_array_new (FALSE, FALSE, sizeof (Pin));
  s->stack = g_array_new (FALSE, FALSE, sizeof (Visit));
  s->by_value = g_array_new (FALSE, FALSE, sizeof (guint32));
  s->cut_nodes = g_array_new (FALSE, FALSE, sizeof (SsCutNode));
  s->cut_args = g_array_new (FALSE, FALSE, sizeof (guint32));
  s->cut_of = g_array_new (FALSE, FALSE, sizeof (guint32));
  s->cut = ss_cut_new ();
  return s;
}

void
ss_solver_free (SsSolver *s)
{
  if (!s)
    return;
  g_free (s->met);
  g_free (s->node_of);
  g_free (s->made);
  g_free (s->made_before);
  g_free (s->kept);
  graph_clear (&s->now);
  graph_clear (&s->best);
  g_array_unref (s->pins);
  g_array_unref (s->tries);
  g_array_unref (s->stack);
  g_array_unref (s->by_value);
  g_array_unref (s->cut_nodes);
  g_array_unref (s->cut_args);
  g_array_unref (s->cut_of);
  ss_cut_free (s->cut);
  g_free (s);
}

void
ss_solver_func (SsSolver *s, guint32 func, const SsValues *v)
{
  s->v = v;
  s->f = &s->terms->program->funcs[func];
  s->made_block = SS_NONE;
  s->looked = NULL;
  s->work = MAX_WORK;
  s->tries_work = MAX_TRIES;
}

static SsNode *
node (const SsSolver *s, guint32 i)
{
  return &g_array_index (s->now.nodes, SsNode, i);
}

SsNode *
ss_solver_find (const SsSolver *s, SsOperand number)
{
  guint32 at = number - s->f->var0;

  return ss_is_var (number) && s->met[at] == s->epoch ? node (s, s->node_of[at]) : NULL;
}

static guint32
node_for (SsSolver *s, guint32 number)
{
  guint32 at = number - s->f->var0;

  if (s->met[at] != s->epoch)
    {
      SsNode n = { .number = number, .shown = SS_NONE, .op = SS_NONE, .field = SS_NONE };
      s->met[at] = s->epoch;
      s->node_of[at] = s->now.nodes->len;
      g_array_append_val (s->now.nodes, n);
    }
  return s->node_of[at];
}

/* What a live variable is under; SS_NONE: a constant that need not be saved. */
static guint32
live_number (const SsSolver *s, guint32 var, guint steps)
{
  SsOperand number = ss_values_number (s->v, var);

  if (ss_is_var (number))
    return number;
  return number != SS_NONE && steps & SS_REDUCE_ALIAS ? SS_NONE : var;
}

static gboolean
is_frame (const SsSolver *s, guint32 var)
{
  return (ss_term_var_type (s->terms, var) & SS_TYPE_FRAME) != 0;
}

/* What a variable weighs by its type; of those that have one value, the lightest is saved. */
static guint64
type_weight (const SsSolver *s, guint32 var)
{
  guint flags = ss_term_var_type (s->terms, var);

  return (flags & SS_TYPE_FRAME ? 0 : WEIGHT_NO_FRAME) + (flags & SS_TYPE_FOREIGN ? WEIGHT_FOREIGN : 0);
}

static gboolean
is_lighter (const SsSolver *s, guint32 var, guint32 than)
{
  return than == SS_NONE || type_weight (s, var) < type_weight (s, than);
}

static void
need (SsSolver *s)
{
  const guint32 *live = s->before->saved + s->record->saved0;

  for (guint32 i = 0; i < s->record->nsaved; i++)
    {
      guint32 number = live_number (s, live[i], s->steps);
      if (number == SS_NONE)
        continue;
      SsNode *of = node (s, node_for (s, number));
      of->needed = TRUE;
      of->copies++;
      if (is_lighter (s, live[i], of->shown))
        of->shown = live[i];
    }
  for (guint i = 0; i < s->pins->len; i++)
    {
      const Pin *pin = &g_array_index (s->pins, Pin, i);
      SsNode *of = node (s, node_for (s, pin->number));
      of->needed = of->pinned = TRUE;
      of->shown = pin->shown;
    }
}

static int
by_value (gconstpointer a, gconstpointer b, gpointer facts)
{
  guint32 i = *(const guint32 *) a, j = *(const guint32 *) b;
  guint32 x = g_array_index ((GArray *) facts, SsFact, i).value, y = g_array_index ((GArray *) facts, SsFact, j).value;

  return x != y ? (x < y ? -1 : 1) : i < j ? -1 : i > j;
}

/* Takes the facts, but those that say no more than that a value is held by itself, which is no way to have it. */
static void
take_facts (SsSolver *s, const GArray *facts)
{
  s->facts = facts;
  g_array_set_size (s->by_value, 0);
  for (guint32 i = 0; s->steps & SS_REDUCE_HELD && i < facts->len; i++)
    {
      const SsFact *f = &g_array_index (facts, SsFact, i);
      if (f->value != f->base && f->value != f->index)
        g_array_append_val (s->by_value, i);
    }
  g_array_sort_with_data (s->by_value, by_value, (gpointer) facts);
}

static const SsFact *
fact (const SsSolver *s, guint32 i)
{
  return &g_array_index (s->facts, SsFact, g_array_index (s->by_value, guint32, i));
}

/* The first fact about that value, or where it would be. */
static guint32
first_fact (const SsSolver *s, guint32 value)
{
  guint32 lo = 0, hi = s->by_value->len;

  while (lo < hi)
    {
      guint32 mid = lo + (hi - lo) / 2;
      if (fact (s, mid)->value < value)
        lo = mid + 1;
      else
        hi = mid;
    }
  return lo;
}

/* The operation that defines a number; SS_NONE: none does. */
static guint32
maker (const SsSolver *s, guint32 number)
{
  const SsProgram *p = s->terms->program;

  if (ss_var_def_kind (p, number) != SS_DEF_RESULT || ss_values_number (s->v, number) != number)
    return SS_NONE;
  return ss_var_def (p, number);
}

static gboolean
is_pure (const SsSolver *s, guint32 o)
{
  guint flags = ss_term_op (s->terms, o);

  return s->steps & SS_REDUCE_RECOMPUTE && flags & SS_OPF_PURE
         && !(flags & (SS_OPF_RAISE | SS_OPF_READ | SS_OPF_WRITE | SS_OPF_CALL | SS_TERM_SOURCE));
}

/* The immutable field that operation o reads; SS_NONE: it reads none. */
static guint32
immutable_field (const SsSolver *s, guint32 o)
{
  const SsProgram *p = s->terms->program;
  guint32 n;
  const SsOperand *args = ss_op_args (p, o, &n);

  if (!(s->steps & SS_REDUCE_HELD) || p->ops[o].name != SS_OP_getfield || n < 2 || !ss_is_const (args[1])
      || ss_const (p, args[1])->kind != SS_CONST_TEXT)
    return SS_NONE;
  guint32 field = (guint32) ss_const (p, args[1])->u.str;
  guint32 t = ss_is_var (args[0]) ? p->var_type[args[0]] : ss_const (p, args[0])->kind == SS_CONST_TEXT ? ss_const (p, args[0])->type : SS_NONE;
  for (; t != SS_NONE; t = p->types[t].super)
    for (guint32 i = 0; i < p->types[t].nimm; i++)
      if (p->fields[p->types[t].imm0 + i] == field)
        return field;
  return SS_NONE;
}

static SsOperand
base_of (const SsSolver *s, guint32 o)
{
  return ss_values_number (s->v, s->terms->program->args[s->terms->program->ops[o].arg0]);
}

/* Whether a value can be had by saving it alone. */
static gboolean
is_plain (const SsSolver *s, guint32 number)
{
  guint32 o = maker (s, number), i = first_fact (s, number);
  const SsNode *of = ss_solver_find (s, number);

  return (of && of->pinned)
         || (!(i < s->by_value->len && fact (s, i)->value == number) && (o == SS_NONE || (!is_pure (s, o) && immutable_field (s, o) == SS_NONE)));
}

static void
set_read (SsSolver *s, SsNode *n, SsOperand base, guint32 op, guint32 field, SsHave have, guint flags)
{
  n->have = have;
  n->op = op;
  n->field = field;
  n->flags = flags;
  n->arg0 = s->now.args->len;
  n->nargs = 1;
  g_array_append_val (s->now.args, base);
}

static gboolean
is_needed (const SsSolver *s, SsOperand number)
{
  const SsNode *of = ss_solver_find (s, number);

  return of && of->needed;
}

/* The base of which an immutable field is the value; SS_NONE: of none. */
static SsOperand
immutable_base (const SsSolver *s, guint32 number)
{
  guint32 o = maker (s, number);

  return o != SS_NONE && immutable_field (s, o) != SS_NONE ? base_of (s, o) : SS_NONE;
}

/* Whether a frame holds the array, so that it can be read from there. */
static gboolean
is_held_array (const SsSolver *s, guint32 array)
{
  SsOperand base = immutable_base (s, array);

  if (base != SS_NONE && ss_is_var (base) && is_frame (s, base))
    return TRUE;
  for (guint32 i = first_fact (s, array); i < s->by_value->len && fact (s, i)->value == array; i++)
    if (fact (s, i)->index == SS_NONE)
      return TRUE;
  return FALSE;
}

/* Whether a value is needed and can be had by saving it alone. */
static gboolean
is_sure (const SsSolver *s, SsOperand number)
{
  return is_needed (s, number) && is_plain (s, number);
}

/* Whether a value is read from such as are sure, whichever read it is had by. */
static gboolean
is_read (const SsSolver *s, SsOperand number)
{
  if (!ss_is_var (number))
    return FALSE;
  guint32 first = first_fact (s, number), i;
  SsOperand base = immutable_base (s, number);

  if (base != SS_NONE && !is_sure (s, base))
    return FALSE;
  for (i = first; i < s->by_value->len && fact (s, i)->value == number; i++)
    if (fact (s, i)->index != SS_NONE || !is_sure (s, fact (s, i)->base))
      return FALSE;
  return base != SS_NONE || i > first;
}

/* Whether a value is had from such as are sure, whichever way it is had: read from one, or made of constants, of them, and of what is read. */
static gboolean
is_near (const SsSolver *s, guint32 number)
{
  guint32 o = maker (s, number), first = first_fact (s, number), nargs;

  if (immutable_base (s, number) != SS_NONE || (first < s->by_value->len && fact (s, first)->value == number))
    return is_read (s, number);
  if (o == SS_NONE || !is_pure (s, o))
    return FALSE;
  const SsOperand *args = ss_op_args (s->terms->program, o, &nargs);
  for (guint32 k = 0; k < nargs; k++)
    {
      SsOperand a = ss_values_number (s->v, args[k]);
      if (!ss_is_const (a) && !is_sure (s, a) && !is_read (s, a))
        return FALSE;
    }
  return TRUE;
}

/* Whether a value is there for nothing once all that is needed is. */
static gboolean
is_free (const SsSolver *s, SsOperand number)
{
  return ss_is_const (number) || is_needed (s, number) || is_near (s, number);
}

/* Whether n can be made of that value, without any way for that value to be made of n. */
static gboolean
comes_first (const SsSolver *s, SsOperand number, const SsNode *n)
{
  if (ss_is_const (number))
    return TRUE;
  return number != n->number
         && (ss_values_order (s->v, number) < ss_values_order (s->v, n->number) || is_sure (s, number) || is_near (s, number));
}

/* Whether n can be read as fact f says, from what is (not) there for nothing. */
static gboolean
can_read (const SsSolver *s, const SsNode *n, const SsFact *f, gboolean free)
{
  if (!comes_first (s, f->base, n))
    return FALSE;
  if (f->index == SS_NONE)
    return is_free (s, f->base) == free;
  return (is_free (s, f->base) && is_free (s, f->index)) == free && is_held_array (s, f->base) && comes_first (s, f->index, n);
}

/* Lets n be read from what holds it, if anything does that is (not) there for nothing. */
static gboolean
read_held (SsSolver *s, SsNode *n, gboolean free)
{
  guint32 o = maker (s, n->number);
  const SsFact *best = NULL;

  if (o != SS_NONE && immutable_field (s, o) != SS_NONE)
    {
      SsOperand base = base_of (s, o);
      if (is_free (s, base) == free)
        {
          set_read (s, n, base, o, immutable_field (s, o), SS_HAVE_READ, SS_REBUILD_IMMUTABLE);
          return TRUE;
        }
    }
  for (guint32 i = first_fact (s, n->number); i < s->by_value->len && fact (s, i)->value == n->number; i++)
    {
      const SsFact *f = fact (s, i);
      if (!can_read (s, n, f, free))
        continue;
      if (!best || (!best->notation && f->notation) || (best->notation == f->notation && best->owned && !f->owned))
        best = f;
    }
  if (!best)
    return FALSE;
  set_read (s, n, best->base, best->op, best->field,
            best->notation ? SS_HAVE_SLOT : best->index != SS_NONE ? SS_HAVE_ITEM : SS_HAVE_READ,
            best->owned && !best->notation ? SS_REBUILD_OWNED : 0);
  if (best->index != SS_NONE)
    {
      n->nargs++;
      g_array_append_val (s->now.args, best->index);
    }
  return TRUE;
}

/* Decides how node i can be had. */
static void
derive (SsSolver *s, guint32 i)
{
  const SsProgram *p = s->terms->program;
  SsNode *n = node (s, i);
  guint32 nargs, o;

  if (n->pinned || ss_values_number (s->v, n->number) != n->number || read_held (s, n, TRUE))
    return;
  o = maker (s, n->number);
  if (o == SS_NONE || !is_pure (s, o))
    {
      read_held (s, n, FALSE);
      return;
    }
  const SsOperand *args = ss_op_args (p, o, &nargs);
  n->have = SS_HAVE_OP;
  n->op = o;
  n->arg0 = s->now.args->len;
  n->nargs = nargs;
  for (guint32 k = 0; k < nargs; k++)
    {
      SsOperand number = ss_values_number (s->v, args[k]);
      g_array_append_val (s->now.args, number);
    }
}

/* The node of operand k of node i; SS_NONE: it is a constant, or Void. */
static guint32
operand (SsSolver *s, guint32 i, guint32 k)
{
  SsOperand a = g_array_index (s->now.args, SsOperand, node (s, i)->arg0 + k);

  return ss_is_var (a) && ss_var_storage (s->terms->program, a) != SS_STORE_VOID ? node_for (s, a) : SS_NONE;
}

/* Meets everything that the needed nodes are made of.  `index` is 1 from when a node is met, 2 when its operands are done. */
static gboolean
expand (SsSolver *s)
{
  guint32 nneeded = s->now.nodes->len;

  for (guint32 root = 0; root < nneeded; root++)
    {
      if (node (s, root)->index)
        continue;
      Visit first = { root, 0 };
      node (s, root)->index = 1;
      derive (s, root);
      g_array_append_val (s->stack, first);
      while (s->stack->len)
        {
          Visit *top = &g_array_index (s->stack, Visit, s->stack->len - 1);
          if (top->arg == node (s, top->node)->nargs)
            {
              node (s, top->node)->index = 2;
              g_array_append_val (s->now.order, top->node);
              g_array_set_size (s->stack, s->stack->len - 1);
              continue;
            }
          Visit next = { operand (s, top->node, top->arg++), 0 };
          if (next.node == SS_NONE)
            continue;
          g_assert (node (s, next.node)->index != 1); /* nothing is made of itself */
          if (node (s, next.node)->index)
            continue;
          if (s->now.nodes->len > nneeded + MAX_NODES || s->work == 0)
            return FALSE;
          s->work--;
          node (s, next.node)->index = 1;
          derive (s, next.node);
          g_array_append_val (s->stack, next);
        }
    }
  return TRUE;
}

/* Finds what is there for nothing when all needed leaves are saved; TRUE: all that is needed. */
static gboolean
find_there (SsSolver *s)
{
  gboolean all = TRUE;

  for (guint32 i = 0; i < s->now.order->len; i++)
    {
      guint32 at = g_array_index (s->now.order, guint32, i);
      gboolean there = TRUE;
      for (guint32 k = 0; k < node (s, at)->nargs; k++)
        {
          guint32 arg = operand (s, at, k);
          there = there && (arg == SS_NONE || node (s, arg)->there);
        }
      SsNode *n = node (s, at);
      n->there = n->have == SS_HAVE_SAVED ? n->needed : there;
      n->saved = n->have == SS_HAVE_SAVED && n->needed;
      all = all && (n->there || !n->needed);
    }
  return all;
}

/* Whether a variable that is defined before operation `since` of the block was live at each point that the block passed from there on: at
 * the last of them, then. */
static gboolean
is_kept (SsSolver *s, guint32 var, guint32 since)
{
  const SsRecord *r = s->record - 1;
  guint32 index = (guint32) (s->record - s->before->records);

  if (index == 0 || r->op < since)
    return TRUE;
  if (s->looked != r)
    {
      s->work -= MIN (s->work, r->nsaved);
      for (guint32 i = r->saved0; i < r->saved0 + r->nsaved; i++)
        s->kept[s->before->saved[i] - s->f->var0] = index;
      s->looked = r;
    }
  return s->kept[var - s->f->var0] == index;
}

/* Where `made` has the number of a variable; NULL: that is a constant. */
static guint32 *
made_at (SsSolver *s, guint32 var)
{
  SsOperand number = ss_values_number (s->v, var);

  return ss_is_var (number) ? &s->made[number - s->f->var0] : NULL;
}

static void
note_made (SsSolver *s, guint32 var)
{
  guint32 *at = made_at (s, var);

  if (!at)
    return;
  s->made_before[var - s->f->var0] = *at;
  *at = var;
}

/* A variable is before itself as long as it is not noted. */
static void
forget_made (SsSolver *s, guint32 var)
{
  guint32 *at = made_at (s, var);

  if (at)
    *at = SS_NONE;
  s->made_before[var - s->f->var0] = var;
}

/* Notes the inputs of the block that operation o uses: one that nothing uses was not live where the block was entered from, and may have been
 * lost there. */
static void
note_used (SsSolver *s, const SsBlock *b, guint32 o)
{
  guint32 n;
  const SsOperand *args = ss_op_args (s->terms->program, o, &n);

  for (guint32 k = 0; k < n; k++)
    if (args[k] - b->in0 < b->nin && s->made_before[args[k] - s->f->var0] == args[k])
      note_made (s, args[k]);
}

/* Brings `made` to the record's block and operation. */
static void
follow_made (SsSolver *s)
{
  const SsProgram *p = s->terms->program;
  const SsBlock *b = &p->blocks[s->record->block];

  if (s->made_block != s->record->block || s->made_op > s->record->op)
    {
      s->made_block = s->record->block;
      s->made_op = b->op0;
      for (guint32 v = b->in0; v < b->in0 + b->nin; v++)
        forget_made (s, v);
      for (guint32 o = b->op0; o < b->op0 + b->nops; o++)
        if (p->ops[o].result != SS_NONE)
          forget_made (s, p->ops[o].result);
      note_used (s, b, b->op0);
    }
  while (s->made_op < s->record->op)
    {
      if (p->ops[s->made_op].result != SS_NONE)
        note_made (s, p->ops[s->made_op].result);
      note_used (s, b, ++s->made_op);
    }
}

/* The operation of the record's block from which on a variable has its value; SS_NONE: it is not of that block. */
static guint32
made_since (const SsSolver *s, guint32 var)
{
  const SsProgram *p = s->terms->program;
  const SsBlock *b = &p->blocks[s->record->block];

  if (var - b->in0 < b->nin)
    return b->op0;
  if (ss_var_def_kind (p, var) != SS_DEF_RESULT || ss_var_def (p, var) < b->op0 || ss_var_def (p, var) >= b->op0 + b->nops)
    return SS_NONE;
  return ss_var_def (p, var) + 1;
}

/* The variable that has a value at the point although that is not live there: one that the point's block has made, or was given and has used,
 * and that was live at each point that the block passed since; SS_NONE: there is none. */
static guint32
find_dead (SsSolver *s, guint32 number)
{
  guint32 found = SS_NONE, var, since;

  follow_made (s);
  for (var = s->made[number - s->f->var0]; var != SS_NONE && s->work > 0; var = s->made_before[var - s->f->var0])
    {
      since = made_since (s, var); /* SS_NONE: no variable of the block has the number, and what `made` has is left from another block */
      if (since == SS_NONE)
        return SS_NONE;
      s->work--;
      if (is_lighter (s, var, found) && is_kept (s, var, since))
        found = var;
    }
  return found;
}

/* What it weighs to save a variable's value with so many live copies; 0: it is not live. */
static guint64
weight_of (const SsSolver *s, guint32 var, guint64 copies)
{
  return (copies ? copies * WEIGHT_VALUE : WEIGHT_VALUE + WEIGHT_DEAD) + type_weight (s, var);
}

/* What it weighs to save a node's value. */
static guint64
weight (const SsSolver *s, const SsNode *n)
{
  return weight_of (s, n->shown, s->steps & SS_REDUCE_ALIAS ? MIN (n->copies, 1) : n->copies);
}

/* Cuts what is not there for nothing. */
static gboolean
cut_rest (SsSolver *s)
{
  g_array_set_size (s->cut_nodes, 0);
  g_array_set_size (s->cut_args, 0);
  g_array_set_size (s->cut_of, 0);
  for (guint32 i = 0; i < s->now.order->len; i++)
    {
      guint32 at = g_array_index (s->now.order, guint32, i);
      SsNode *n = node (s, at);
      if (n->there)
        continue;
      if (!n->needed)
        n->shown = find_dead (s, n->number);
      SsCutNode c = { .weight = n->shown == SS_NONE ? SS_CUT_NEVER : weight (s, n), .arg0 = s->cut_args->len, .needed = n->needed };
      for (guint32 k = 0; k < n->nargs; k++)
        {
          guint32 arg = operand (s, at, k);
          if (arg != SS_NONE && !node (s, arg)->there)
            g_array_append_val (s->cut_args, node (s, arg)->index);
        }
      c.nargs = s->cut_args->len - c.arg0;
      n->index = s->cut_nodes->len;
      g_array_append_val (s->cut_nodes, c);
      g_array_append_val (s->cut_of, at);
    }
  SsCutNode *nodes = (void *) s->cut_nodes->data;
  if (!ss_cut_find (s->cut, nodes, s->cut_nodes->len, (void *) s->cut_args->data, &s->work))
    return FALSE;
  for (guint32 i = 0; i < s->cut_nodes->len; i++)
    node (s, g_array_index (s->cut_of, guint32, i))->saved = nodes[i].cut;
  return TRUE;
}

static void
mark_used (SsSolver *s)
{
  for (guint32 i = s->now.order->len; i-- > 0;)
    {
      guint32 at = g_array_index (s->now.order, guint32, i);
      SsNode *n = node (s, at);
      n->used |= n->copies > 0;
      n->saved &= n->used;
      g_assert (!n->used || n->saved || n->have != SS_HAVE_SAVED); /* all that is needed can be had */
      if (!n->used || n->saved)
        continue;
      for (guint32 k = 0; k < n->nargs; k++)
        {
          guint32 arg = operand (s, at, k);
          if (arg != SS_NONE)
            node (s, arg)->used = TRUE;
        }
    }
}

/* Solves the record with the pins there are. */
static gboolean
solve (SsSolver *s)
{
  s->epoch++;
  g_array_set_size (s->now.nodes, 0);
  g_array_set_size (s->now.order, 0);
  g_array_set_size (s->now.args, 0);
  g_array_set_size (s->stack, 0);
  need (s);
  if (!expand (s) || !(find_there (s) || cut_rest (s)))
    return FALSE;
  mark_used (s);
  return TRUE;
}

/* What it weighs to save what is saved. */
static guint64
weigh_saved (const SsSolver *s)
{
  guint64 sum = 0;

  for (guint32 i = 0; i < s->now.nodes->len; i++)
    if (node (s, i)->saved)
      sum += MIN (weight (s, node (s, i)), G_MAXUINT64 - sum);
  return sum;
}

static int
by_weight (gconstpointer a, gconstpointer b)
{
  const Pin *x = a, *y = b;

  return x->weight < y->weight ? -1 : x->weight > y->weight;
}

/* Lists what holds values and can be saved, but is not made use of as if it were, the lightest first; FALSE: the bound on work was hit before the
 * end. */
static gboolean
find_tries (SsSolver *s)
{
  g_array_set_size (s->tries, 0);
  for (guint32 i = 0; i < s->by_value->len; i++)
    {
      if (s->work == 0)
        return FALSE;
      Pin pin = { fact (s, i)->base, SS_NONE, 0 };
      const SsNode *n = ss_solver_find (s, pin.number);
      gboolean live = n && n->needed;
      guint k;
      s->work -= MIN (s->work, s->tries->len + 1);
      for (k = 0; k < s->tries->len && g_array_index (s->tries, Pin, k).number != pin.number; k++)
        ;
      if (k < s->tries->len || is_sure (s, pin.number))
        continue;
      pin.shown = live ? n->shown : find_dead (s, pin.number);
      if (pin.shown == SS_NONE)
        continue;
      pin.weight = weight_of (s, pin.shown, live ? 1 : 0);
      g_array_append_val (s->tries, pin);
    }
  g_array_sort (s->tries, by_weight); /* stable */
  return s->work > 0;
}

static void
swap_best (SsSolver *s)
{
  Graph best = s->best;

  s->best = s->now;
  s->now = best;
}

/* Tries each of the list for what weighs less than the `least` that a solution saves; FALSE: the bound on work was hit before all were tried. */
static gboolean
try_all (SsSolver *s, guint64 least)
{
  gboolean all = TRUE;

  swap_best (s);
  for (guint i = 0; i < s->tries->len && all; i++)
    {
      const Pin *pin = &g_array_index (s->tries, Pin, i);
      if (pin->weight >= least)
        continue;
      g_array_append_val (s->pins, *pin);
      all = s->work > 0 && solve (s);
      guint64 sum = all ? weigh_saved (s) : least;
      s->work -= MIN (s->work, (guint64) s->record->nsaved + s->now.nodes->len + s->now.args->len);
      if (sum < least)
        {
          least = sum;
          swap_best (s);
        }
      else
        g_array_set_size (s->pins, s->pins->len - 1);
    }
  swap_best (s);
  s->epoch++;
  for (guint32 i = 0; i < s->now.nodes->len; i++)
    {
      guint32 at = node (s, i)->number - s->f->var0;
      s->met[at] = s->epoch;
      s->node_of[at] = i;
    }
  return all;
}

/* Tries for what weighs less than what a solution saves, with work of its own, so that records that come later are solved all the same; FALSE: the
 * bound on it was hit before all was tried. */
static gboolean
improve (SsSolver *s)
{
  guint64 least = weigh_saved (s);
  guint64 work = s->work;

  if (least <= WEIGHT_VALUE) /* nothing, or one frame that is live */
    return TRUE;
  s->work = s->tries_work;
  gboolean all = find_tries (s);
  if (s->tries->len > 0)
    all = try_all (s, least) && all;
  s->tries_work = s->work;
  s->work = work;
  return all;
}

gboolean
ss_solver_record (SsSolver *s, const SsClasses *before, const SsRecord *r, const GArray *facts, guint steps, gboolean *bounded)
{
  s->before = before;
  s->record = r;
  s->steps = steps;
  g_array_set_size (s->pins, 0);
  take_facts (s, facts);
  gboolean solved = solve (s);
  if (!solved || !improve (s))
    *bounded = TRUE;
  return solved;
}

SsNode *
ss_solver_node (SsSolver *s, guint32 i)
{
  return i < s->now.order->len ? node (s, g_array_index (s->now.order, guint32, i)) : NULL;
}

SsNode *
ss_solver_live (SsSolver *s, guint32 var, guint steps)
{
  guint32 number = live_number (s, var, steps);

  return number == SS_NONE ? NULL : ss_solver_find (s, number);
}

SsOperand
ss_solver_number (const SsSolver *s, guint32 var)
{
  return ss_values_number (s->v, var);
}

SsOperand
ss_solver_arg (const SsSolver *s, const SsNode *n, guint32 k)
{
  return g_array_index (s->now.args, SsOperand, n->arg0 + k);
}
