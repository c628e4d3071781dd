/* Suggestions (suggest.h), function by function: each record that would be a `frame` record but for some values asks for these to
 * be held; what one record asks for, together with all records that ask for no more, is a suggestion. */
#include "suggest.h"

#include "values.h"

#include <string.h>

/* More different wishes of one function than this are counted each for itself. */
#define MAX_COMPARED 512

static const char *const from_names[] = { [SS_HOLD_FIELD] = "field",
                                          [SS_HOLD_PARAMETER] = "parameter",
                                          [SS_HOLD_RESULT] = "operation",
                                          [SS_HOLD_JOIN] = "join",
                                          [SS_HOLD_EXCEPTION] = "exception" };

const char *
ss_hold_from_name (SsHoldFrom from)
{
  return from_names[from];
}

/* What a record asks for: by name, each value once. */
typedef struct
{
  guint32 op, values;
  guint32 first, n; /* in Asker.holds */
} Wish;

/* A field of a frame that a value is read from or stored in. */
typedef struct
{
  SsOperand value; /* value_of() */
  SsOperand frame; /* a number */
  const char *field; /* lent */
} Place;

typedef struct
{
  const SsTerms *terms;     /* lent */
  const SsClasses *classes; /* lent */
  guint32 func;      /* the current function */
  SsValues *values;  /* owned: of the current function */
  GArray *places;    /* owned: Place, of the current function, by value */
  GPtrArray *names;  /* owned: char *, of the current function */
  GHashTable *known; /* owned: what values of the current function are called: SsHold in `named`, from 1, by value_of() */
  GArray *named;     /* owned: SsHold, names lent by `names` */
  GArray *holds;     /* owned: SsHold, names lent by `names`: one wish after the other */
  GArray *wishes;    /* owned: Wish, of the current function */
  GArray *out;       /* owned: SsSuggestion */
} Asker;

static int
by_name (gconstpointer a, gconstpointer b)
{
  const SsHold *x = a, *y = b;
  int c = strcmp (x->name, y->name);

  return c ? c : x->number < y->number ? -1 : x->number > y->number;
}

static int
by_number (gconstpointer a, gconstpointer b)
{
  const SsHold *x = a, *y = b;

  return x->number != y->number ? (x->number < y->number ? -1 : 1) : strcmp (x->name, y->name);
}

static int
by_place (gconstpointer a, gconstpointer b)
{
  const Place *x = a, *y = b;

  if (x->value != y->value)
    return x->value < y->value ? -1 : 1;
  return x->frame != y->frame ? (x->frame < y->frame ? -1 : 1) : strcmp (x->field, y->field);
}

/* The value that a variable has: its number; the variable itself where that is a constant of which two can be two objects. */
static SsOperand
value_of (const Asker *a, guint32 var)
{
  SsOperand number = ss_values_number (a->values, var);

  return ss_value_nameless (a->terms->program, number) ? var : number;
}

/* Notes what operation o reads from, or stores in, a field of a frame. */
static void
note_place (Asker *a, guint32 o)
{
  const SsProgram *p = a->terms->program;
  guint32 n;
  const SsOperand *args = ss_op_args (p, o, &n);
  SsOperand value = SS_NONE;

  if (p->ops[o].name == SS_OP_getfield && n >= 2)
    value = p->ops[o].result;
  else if (p->ops[o].name == SS_OP_setfield && n >= 3)
    value = args[2];
  if (value == SS_NONE || !ss_is_var (value) || !ss_is_var (args[0]) || !ss_is_const (args[1]) || ss_const (p, args[1])->kind != SS_CONST_TEXT)
    return;
  Place place = { value_of (a, value), ss_values_number (a->values, args[0]),
                  ss_str (p, (guint32) ss_const (p, args[1])->u.str) };
  guint flags = ss_term_var_type (a->terms, args[0]);
  if (ss_is_var (place.frame))
    flags |= ss_term_var_type (a->terms, place.frame);
  if (flags & SS_TYPE_FRAME)
    g_array_append_val (a->places, place);
}

static void
start_function (Asker *a, guint32 func)
{
  const SsProgram *p = a->terms->program;
  guint32 n;

  a->func = func;
  ss_values_func (a->values, func);
  const guint32 *blocks = ss_values_blocks (a->values, &n);
  g_array_set_size (a->places, 0);
  for (guint32 i = 0; i < n; i++)
    for (guint32 o = p->blocks[blocks[i]].op0; o < p->blocks[blocks[i]].op0 + p->blocks[blocks[i]].nops; o++)
      note_place (a, o);
  g_array_sort (a->places, by_place);
}

/* The field of the frame that the value stands in, or stood in; NULL: none. */
static const char *
find_field (const Asker *a, SsOperand value, SsOperand frame)
{
  Place wanted = { value, frame, "" };
  guint32 lo = 0, hi = a->places->len;

  while (lo < hi)
    {
      guint32 mid = lo + (hi - lo) / 2;
      if (by_place (&g_array_index (a->places, Place, mid), &wanted) < 0)
        lo = mid + 1;
      else
        hi = mid;
    }
  const Place *found = lo < a->places->len ? &g_array_index (a->places, Place, lo) : NULL;
  return found && found->value == value && found->frame == frame ? found->field : NULL;
}

/* A variable's name without the number at its end. */
static char *
plain_name (const char *name)
{
  gsize end = strlen (name);

  while (end > 0 && g_ascii_isdigit (name[end - 1]))
    end--;
  return end > 1 && name[end - 1] == '_' ? g_strndup (name, end - 1) : g_strdup (name);
}

/* Where the value of a variable comes from, if from no field; it is called as the input of a block that it is, if it is one, else as the variable. */
static SsHold
origin (const Asker *a, guint32 func, guint32 var)
{
  const SsProgram *p = a->terms->program;
  SsHold hold = { .op = SS_NONE, .number = value_of (a, var) };
  guint32 number = ss_is_var (hold.number) ? hold.number : var;

  hold.name = plain_name (ss_var_name (p, ss_var_def_kind (p, number) == SS_DEF_INPUT ? number : var));
  switch (ss_var_def_kind (p, number))
    {
    case SS_DEF_INPUT:
      hold.from = ss_var_def (p, number) == p->funcs[func].block0 ? SS_HOLD_PARAMETER : SS_HOLD_JOIN;
      break;
    case SS_DEF_RESULT:
      hold.from = SS_HOLD_RESULT;
      hold.op = ss_var_def (p, number);
      break;
    default:
      hold.from = SS_HOLD_EXCEPTION;
    }
  return hold;
}

/* What to have the frame hold for a variable that record r is the first to save: the field of a saved frame that the value comes from, if any. */
static SsHold
new_hold (const Asker *a, const SsRecord *r, guint32 var)
{
  const guint32 *saved = a->classes->saved + r->saved0;
  SsOperand number = value_of (a, var);

  for (guint32 i = 0; i < r->nsaved; i++)
    {
      const char *field = NULL;
      if (ss_term_var_type (a->terms, saved[i]) & SS_TYPE_FRAME)
        field = find_field (a, number, ss_values_number (a->values, saved[i]));
      if (field)
        return (SsHold) { .name = g_strdup (field), .from = SS_HOLD_FIELD, .op = SS_NONE, .number = number };
    }
  return origin (a, r->func, var);
}

/* What to have the frame hold for a variable that record r saves: one value is called alike wherever it is saved. */
static SsHold
find_hold (Asker *a, const SsRecord *r, guint32 var)
{
  SsOperand number = value_of (a, var);
  guint at = GPOINTER_TO_UINT (g_hash_table_lookup (a->known, GUINT_TO_POINTER (number)));

  if (!at)
    {
      SsHold hold = new_hold (a, r, var);
      g_ptr_array_add (a->names, hold.name);
      g_array_append_val (a->named, hold);
      at = a->named->len;
      g_hash_table_insert (a->known, GUINT_TO_POINTER (number), GUINT_TO_POINTER (at));
    }
  return g_array_index (a->named, SsHold, at - 1);
}

/* Adds what a record asks for, if holding it would make it a `frame` record. */
static void
add_wish (Asker *a, const SsRecord *r)
{
  const guint32 *saved = a->classes->saved + r->saved0;
  Wish wish = { .op = r->op, .first = a->holds->len };
  guint32 frames = 0;

  if (r->kind != SS_KIND_SPECIAL && r->kind != SS_KIND_FOREIGN)
    return;
  for (guint32 i = 0; i < r->nsaved; i++)
    frames += (ss_term_var_type (a->terms, saved[i]) & SS_TYPE_FRAME) != 0;
  if (!frames || frames == r->nsaved)
    return;
  if (a->func != r->func)
    start_function (a, r->func);
  if (ss_values_rank (a->values, r->block) == SS_NONE)
    return; /* nothing is known of values there, and no notation changes that */
  for (guint32 i = 0; i < r->nsaved; i++)
    {
      if (ss_term_var_type (a->terms, saved[i]) & SS_TYPE_FRAME)
        continue;
      SsHold hold = find_hold (a, r, saved[i]);
      g_array_append_val (a->holds, hold);
      wish.values++;
    }
  SsHold *holds = &g_array_index (a->holds, SsHold, wish.first);
  qsort (holds, wish.values, sizeof *holds, by_number);
  for (guint32 i = 0; i < wish.values; i++)
    if (i == 0 || holds[i].number != holds[wish.n - 1].number)
      holds[wish.n++] = holds[i];
  qsort (holds, wish.n, sizeof *holds, by_name);
  g_array_set_size (a->holds, wish.first + wish.n);
  g_array_append_val (a->wishes, wish);
}

/* Whether x asks for nothing that y does not ask for. */
static gboolean
is_within (const Asker *a, const Wish *x, const Wish *y)
{
  const SsHold *s = &g_array_index (a->holds, SsHold, x->first), *t = &g_array_index (a->holds, SsHold, y->first);
  guint32 k = 0;

  for (guint32 i = 0; i < x->n; i++, k++)
    {
      while (k < y->n && strcmp (t[k].name, s[i].name) < 0)
        k++;
      if (k == y->n || strcmp (t[k].name, s[i].name) != 0)
        return FALSE;
    }
  return TRUE;
}

static int
by_names (gconstpointer x, gconstpointer y, gpointer data)
{
  const Asker *a = data;
  const Wish *s = x, *t = y;

  for (guint32 i = 0; i < MIN (s->n, t->n); i++)
    {
      int c = strcmp (g_array_index (a->holds, SsHold, s->first + i).name, g_array_index (a->holds, SsHold, t->first + i).name);
      if (c)
        return c;
    }
  return s->n != t->n ? (s->n < t->n ? -1 : 1) : s->op < t->op ? -1 : s->op > t->op;
}

/* Turns the wishes of a function into suggestions. */
static void
end_function (Asker *a, guint32 func)
{
  guint32 different = 0;
  gboolean bounded;
  GArray *firsts = g_array_new (FALSE, FALSE, sizeof (guint32));

  g_array_sort_with_data (a->wishes, by_names, a);
  for (guint32 i = 0; i < a->wishes->len; i++)
    {
      const Wish *w = &g_array_index (a->wishes, Wish, i);
      if (i == 0 || w->n != w[-1].n || !is_within (a, w, w - 1))
        {
          g_array_append_val (firsts, i);
          different++;
        }
    }
  bounded = different > MAX_COMPARED;
  for (guint32 i = 0; i < different; i++)
    {
      guint32 first = g_array_index (firsts, guint32, i);
      const Wish *w = &g_array_index (a->wishes, Wish, first);
      guint32 from = bounded ? first : 0;
      guint32 to = bounded && i + 1 < different ? g_array_index (firsts, guint32, i + 1) : a->wishes->len;
      SsSuggestion s = { .func = func, .nholds = w->n, .example = w->op, .bounded = bounded };
      for (guint32 k = from; k < to; k++)
        {
          const Wish *other = &g_array_index (a->wishes, Wish, k);
          if (!is_within (a, other, w))
            continue;
          s.records++;
          s.values += other->values;
        }
      s.holds = g_memdup2 (&g_array_index (a->holds, SsHold, w->first), w->n * sizeof (SsHold));
      for (guint32 k = 0; k < w->n; k++)
        s.holds[k].name = g_strdup (s.holds[k].name);
      g_array_append_val (a->out, s);
    }
  g_array_unref (firsts);
  g_array_set_size (a->wishes, 0);
  g_array_set_size (a->holds, 0);
  g_array_set_size (a->named, 0);
  g_hash_table_remove_all (a->known);
  g_ptr_array_set_size (a->names, 0);
}

static int
by_worth (gconstpointer x, gconstpointer y, gpointer data)
{
  const SsProgram *p = data;
  const SsSuggestion *s = x, *t = y;

  guint64 x_each = (guint64) s->records * t->nholds, y_each = (guint64) t->records * s->nholds;

  if (x_each != y_each)
    return x_each > y_each ? -1 : 1;
  if (s->nholds != t->nholds)
    return s->nholds < t->nholds ? -1 : 1;
  int c = strcmp (ss_func_name (p, s->func), ss_func_name (p, t->func));
  for (guint32 i = 0; c == 0 && i < s->nholds; i++)
    c = strcmp (s->holds[i].name, t->holds[i].name);
  return c;
}

static void
clear_suggestion (gpointer data)
{
  SsSuggestion *s = data;

  for (guint32 k = 0; k < s->nholds; k++)
    g_free (s->holds[k].name);
  g_free (s->holds);
}

GArray *
ss_suggest (const SsTerms *terms, const SsClasses *classes)
{
  Asker a = { .terms = terms, .classes = classes, .func = SS_NONE };

  a.names = g_ptr_array_new_with_free_func (g_free);
  a.known = g_hash_table_new (NULL, NULL);
  a.named = g_array_new (FALSE, FALSE, sizeof (SsHold));
  a.values = ss_values_new (terms);
  a.places = g_array_new (FALSE, FALSE, sizeof (Place));
  a.holds = g_array_new (FALSE, FALSE, sizeof (SsHold));
  a.wishes = g_array_new (FALSE, FALSE, sizeof (Wish));
  a.out = g_array_new (FALSE, FALSE, sizeof (SsSuggestion));
  g_array_set_clear_func (a.out, clear_suggestion);
  for (guint32 i = 0; i < classes->nrecords; i++)
    {
      add_wish (&a, &classes->records[i]);
      if (a.wishes->len && (i + 1 == classes->nrecords || classes->records[i + 1].func != classes->records[i].func))
        end_function (&a, classes->records[i].func);
    }
  g_array_sort_with_data (a.out, by_worth, (gpointer) terms->program);
  g_hash_table_unref (a.known);
  g_array_unref (a.named);
  g_ptr_array_unref (a.names);
  ss_values_free (a.values);
  g_array_unref (a.places);
  g_array_unref (a.holds);
  g_array_unref (a.wishes);
  return a.out;
}
