/* Where a record is, told without block numbers: its function, its callee, and which of the calls of that callee it is (registry.h). */
#include "registry.h"

#include "order.h"

#include <stdlib.h>
#include <string.h>

/* An operation that has an occurrence: it calls, or is an unwind source. */
typedef struct
{
  const char *label; /* lent */
  guint32 seq;       /* its place in the walk through the function */
  guint32 op;
} Spot;

typedef struct
{
  const SsTerms *terms;
  GPtrArray *texts; /* those of the places */
  GArray *spots;    /* of the function at hand */
  SsOrder *order;
} Walk;

/* The field that a function pointer was read from, or NULL. */
static const char *
field_of (const SsProgram *p, guint32 op)
{
  guint32 n, nread;
  const SsOperand *args = ss_op_args (p, op, &n);

  if (n == 0 || !ss_is_var (args[0]) || ss_var_def_kind (p, args[0]) != SS_DEF_RESULT)
    return NULL;
  guint32 def = ss_var_def (p, args[0]);
  const SsOperand *read = ss_op_args (p, def, &nread);
  if (p->ops[def].name != SS_OP_getfield || nread < 2 || !ss_is_const (read[1])
      || ss_const (p, read[1])->kind != SS_CONST_TEXT)
    return NULL;
  return ss_str (p, (guint32) ss_const (p, read[1])->u.str);
}

static const char *
label_of (Walk *w, guint32 op)
{
  const SsProgram *p = w->terms->program;
  const SsOp *o = &p->ops[op];

  if (o->name == SS_OP_direct_call && o->callee != SS_NONE)
    return ss_sym_name (p, o->callee);
  if (o->name != SS_OP_indirect_call)
    return ss_op_name (p, op);
  const char *field = field_of (p, op);
  if (field)
    {
      char *label = g_strconcat ("*.", field, NULL);
      g_ptr_array_add (w->texts, label);
      return label;
    }
  return "*";
}

static void
add_block (Walk *w, guint32 b)
{
  const SsProgram *p = w->terms->program;

  for (guint32 o = p->blocks[b].op0; o < p->blocks[b].op0 + p->blocks[b].nops; o++)
    if (ss_is_call (&p->ops[o]) || ss_term_op (w->terms, o) & SS_TERM_SOURCE)
      {
        Spot s = { label_of (w, o), w->spots->len, o };
        g_array_append_val (w->spots, s);
      }
}

static int
by_label (gconstpointer a, gconstpointer b)
{
  const Spot *s = a, *t = b;
  int c = s->label == t->label ? 0 : strcmp (s->label, t->label);

  return c ? c : s->seq < t->seq ? -1 : s->seq > t->seq;
}

static void
do_function (Walk *w, guint32 func, const SsClasses *c, SsPlaces *places)
{
  const SsFunc *f = &w->terms->program->funcs[func];

  g_array_set_size (w->spots, 0);
  const guint32 *blocks = ss_order_func (w->order, func);
  for (guint32 i = 0; i < f->nblocks; i++)
    add_block (w, blocks[i]);
  g_array_sort (w->spots, by_label);
  guint32 occurrence = 0;
  for (guint i = 0; i < w->spots->len; i++)
    {
      const Spot *s = &g_array_index (w->spots, Spot, i);
      occurrence = i && strcmp (s[-1].label, s->label) == 0 ? occurrence + 1 : 1;
      const SsRecord *r = ss_classes_find (c, s->op);
      if (r)
        places->places[r - c->records] = (SsPlace) { s->label, occurrence };
    }
}

SsPlaces *
ss_places_new (const SsTerms *terms, const SsClasses *c)
{
  const SsProgram *p = terms->program;
  SsPlaces *places = g_new (SsPlaces, 1);
  Walk w = { .terms = terms };

  *places = (SsPlaces) { g_new0 (SsPlace, MAX (c->nrecords, 1)), g_ptr_array_new_with_free_func (g_free) };
  w.texts = places->texts;
  w.spots = g_array_new (FALSE, FALSE, sizeof (Spot));
  w.order = ss_order_new (p);
  for (guint32 i = 0; i < c->nrecords; i++)
    if (i == 0 || c->records[i].func != c->records[i - 1].func)
      do_function (&w, c->records[i].func, c, places);
  g_array_unref (w.spots);
  ss_order_free (w.order);
  return places;
}

void
ss_places_free (SsPlaces *p)
{
  if (!p)
    return;
  g_ptr_array_unref (p->texts);
  g_free (p->places);
  g_free (p);
}
