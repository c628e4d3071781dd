/* Write analysis (writes.h): what each function writes itself, then unions over the call graph's strongly connected components
 * (Tarjan 1972, iterative), callees first; a component has one set.
 *
 * What is assumed, beside the format's promises:
 * - An object's field is accessed through types that extend one another.  A write to a base whose type is not known may be to
 *   any field of that name, or to an item of any array.
 * - Writes through addresses reach objects of those types alone whose address is taken somewhere (and of the types that
 *   these extend or that extend these), and objects of the operands' own types.  A cast to GCREF, or to a type that is no
 *   relative, takes the address, too.  A write under a type of references into objects, or to which there is such a cast, is one through an address.
 * - Allocation, thread-local storage, the collector's and the debugger's own state are no fields.  A write to an object that the
 *   same block made, with no call since, is to an object that nobody else knows.
 * - An external calls back what its record says, whatever the policy says of unwinding, and writes through what it is given, as
 *   through an address.  If it has effects, other chains may run meanwhile; so they may at an unwind source.
 * - A call with unknown targets, and an operation of which nothing is known, may write everything.
 * - Where the policy gives a call `only` some targets, it has these.
 */
#include "writes.h"

#include <string.h>

/* Sets of all nodes together take no more words than this, if need be by following fewer keys. */
#define MAX_WORDS (1u << 23)
#define MAX_SET_WORDS 16

/* In place of a field: the items of an array. */
#define ITEMS (SS_NONE - 1)

typedef struct
{
  guint32 type, field; /* field: string, or ITEMS */
  guint32 key;
} Access;

struct SsWrites
{
  const SsTerms *terms;  /* lent */
  const SsCallGraph *g;  /* lent */
  gboolean ignore;
  guint8 *related;       /* owned, by type: a frame type, or one that a frame type extends */
  guint8 *items;         /* owned, by type: an array of the collector's that a field of a frame holds */
  guint8 *taken;         /* owned, by type: the address of such an object is taken somewhere */
  gboolean any_taken;    /* … of an object of no known type */
  guint8 *externals;     /* owned, by set of targets: one of them is no function of the program */
  guint8 *views;         /* owned, by type: such a reference may lead into an object of another type, or be to one */
  guint64 *by_address;   /* owned: one set: what a write through an address may reach */
  GArray *accesses;      /* owned: Access, sorted */
  GArray *keys;          /* owned: Access of each key at its highest type, by key - 1 */
  guint32 gcref[2];      /* the types that any object may be cast to; SS_NONE: the program has it not */
  guint32 words, nnodes;
  guint32 *component;    /* owned, by node: symbols, then target sets */
  guint64 *sets;         /* owned, by component */
  guint64 *anywhere;     /* owned: one set */
};

/* What an operation does to fields, by itself. */
typedef enum
{
  DOES_NOTHING,
  DOES_FIELD,   /* writes the field that its second operand names */
  DOES_ITEM,    /* writes an item of its first operand */
  DOES_ADDRESS, /* writes through its operands, wherever in them */
  DOES_CALL,
  DOES_OTHERS,  /* lets other chains run */
  DOES_ALL
} Does;

static Does
does (const SsTerms *t, guint32 o)
{
  guint flags = ss_term_op (t, o);

  switch (t->program->ops[o].name)
    {
    case SS_OP_direct_call:
    case SS_OP_indirect_call:
      return DOES_CALL;
    case SS_OP_setfield:
    case SS_OP_bare_setfield:
    case SS_OP_oosetfield:
    case SS_OP_setinteriorfield:
    case SS_OP_bare_setinteriorfield:
      return DOES_FIELD;
    case SS_OP_setarrayitem:
    case SS_OP_bare_setarrayitem:
      return DOES_ITEM;
    case SS_OP_raw_store:
    case SS_OP_bare_raw_store:
    case SS_OP_gc_store:
    case SS_OP_gc_store_indexed:
    case SS_OP_raw_memclear:
    case SS_OP_raw_memset:
    case SS_OP_raw_memcopy:
    case SS_OP_raw_memmove:
    case SS_OP_zero_gc_pointers_inside:
    case SS_OP_shrink_array:
      return DOES_ADDRESS;
    default:
      break;
    }
  if (flags & SS_TERM_SOURCE)
    return DOES_OTHERS;
  if (flags & (SS_OPF_PURE | SS_OPF_COPY | SS_OPF_HOUSE))
    return DOES_NOTHING;
  if (flags & SS_OPF_CALL || (flags & (SS_OPF_READ | SS_OPF_WRITE | SS_OPF_RAISE)) == 0)
    return DOES_ALL;
  /* what writes, of the table's other operations, writes no field: allocation, collector, threads, debugger */
  return DOES_NOTHING;
}

/* The type of an operand; SS_NONE: not known. */
static guint32
operand_type (const SsProgram *p, SsOperand a)
{
  return ss_is_var (a) ? p->var_type[a] : ss_const (p, a)->kind == SS_CONST_TEXT ? ss_const (p, a)->type : SS_NONE;
}

/* Whether operand a is there for an object or address, and nothing more is known of it. */
static gboolean
is_unknown (const SsProgram *p, SsOperand a)
{
  return operand_type (p, a) == SS_NONE && (ss_is_var (a) || ss_const (p, a)->kind == SS_CONST_TEXT);
}

static gboolean
are_related (const SsProgram *p, guint32 s, guint32 t)
{
  return ss_type_extends (p, s, t) || ss_type_extends (p, t, s);
}

/* Whether any object may be cast to the type. */
static gboolean
is_gcref (const SsWrites *w, guint32 type)
{
  return type != SS_NONE && (type == w->gcref[0] || type == w->gcref[1]);
}

/* The field that operation o names; SS_NONE: it names none. */
static guint32
field_of (const SsProgram *p, guint32 o)
{
  guint32 n;
  const SsOperand *args = ss_op_args (p, o, &n);

  if (n < 2 || !ss_is_const (args[1]) || ss_const (p, args[1])->kind != SS_CONST_TEXT)
    return SS_NONE;
  return (guint32) ss_const (p, args[1])->u.str;
}

/* What operation o accesses in its first operand: a field, or ITEMS; SS_NONE: neither. */
static guint32
accessed (const SsProgram *p, guint32 o)
{
  switch (p->ops[o].name)
    {
    case SS_OP_getarrayitem:
    case SS_OP_setarrayitem:
    case SS_OP_bare_setarrayitem:
      return ITEMS;
    default:
      return field_of (p, o);
    }
}

static gboolean
is_followed (const SsWrites *w, guint32 type, guint32 field)
{
  if (w->views[type])
    return FALSE;
  return field == ITEMS ? w->items[type] : field != SS_NONE && w->related[type];
}

static int
by_access (gconstpointer a, gconstpointer b)
{
  const Access *x = a, *y = b;

  if (x->type != y->type)
    return x->type < y->type ? -1 : 1;
  return x->field < y->field ? -1 : x->field > y->field;
}

static Access *
find_access (const SsWrites *w, guint32 type, guint32 field)
{
  Access key = { type, field, SS_NONE };

  return w->accesses->len ? bsearch (&key, w->accesses->data, w->accesses->len, sizeof (Access), by_access) : NULL;
}

static void
mark_related (SsWrites *w)
{
  const SsProgram *p = w->terms->program;

  for (guint32 t = 0; t < p->ntypes; t++)
    if (w->terms->type_flags[t] & SS_TYPE_FRAME)
      for (guint32 s = t; s != SS_NONE && !w->related[s]; s = p->types[s].super)
        w->related[s] = TRUE;
}

/* Marks also all types that a marked one extends or that extend it. */
static void
mark_line (const SsProgram *p, guint8 *marks)
{
  enum { UNKNOWN, MARKED, UNMARKED };
  g_autofree guint8 *state = g_memdup2 (marks, p->ntypes);

  for (guint32 t = 0; t < p->ntypes; t++)
    {
      guint32 s = t;
      while (s != SS_NONE && state[s] == UNKNOWN)
        s = p->types[s].super;
      guint8 found = s == SS_NONE ? UNMARKED : state[s];
      for (s = t; s != SS_NONE && state[s] == UNKNOWN; s = p->types[s].super)
        state[s] = found;
    }
  for (guint32 t = 0; t < p->ntypes; t++)
    for (guint32 s = marks[t] ? p->types[t].super : SS_NONE; s != SS_NONE && !marks[s]; s = p->types[s].super)
      marks[s] = TRUE;
  for (guint32 t = 0; t < p->ntypes; t++)
    marks[t] |= state[t] == MARKED;
}

/* Marks the types of arrays that stand in a field of a frame and whose items are read or written, with all their line: a write
 * through any of these may be to the same array. */
static void
mark_items (SsWrites *w)
{
  const SsProgram *p = w->terms->program;
  g_autofree guint8 *held = g_new0 (guint8, MAX (p->ntypes, 1));

  for (guint pass = 0; pass < 2; pass++)
    for (guint32 o = 0; o < p->nops; o++)
      {
        guint32 n, name = p->ops[o].name;
        const SsOperand *args = ss_op_args (p, o, &n);
        guint32 base = n ? operand_type (p, args[0]) : SS_NONE, value = SS_NONE;
        if (base == SS_NONE)
          continue;
        if (accessed (p, o) == ITEMS)
          w->items[base] |= held[base];
        else if (name == SS_OP_getfield && p->ops[o].result != SS_NONE)
          value = p->var_type[p->ops[o].result];
        else if ((name == SS_OP_setfield || name == SS_OP_bare_setfield) && n >= 3)
          value = operand_type (p, args[2]);
        if (value != SS_NONE && w->related[base] && p->types[value].storage == SS_STORE_REF && !is_gcref (w, value))
          held[value] = TRUE;
      }
  mark_line (p, w->items);
}

/* Whether objects of type t, under type `to`, would be such as are never made of them. */
static gboolean
is_other_object (const SsWrites *w, guint32 t, guint32 to)
{
  const SsProgram *p = w->terms->program;

  return t != SS_NONE && !is_gcref (w, t) && p->types[t].storage == SS_STORE_REF && !are_related (p, t, to);
}

/* Notes that the address of what is in operand a is taken, for a reference of type `as` where it is to be one. */
static void
take (SsWrites *w, SsOperand a, guint32 as)
{
  const SsProgram *p = w->terms->program;
  guint32 t = operand_type (p, a);

  if (t == SS_NONE || is_gcref (w, t))
    w->any_taken |= is_gcref (w, t) || is_unknown (p, a);
  else
    w->taken[t] = TRUE;
  if (as != SS_NONE && !is_gcref (w, as) && (t == SS_NONE || !are_related (p, t, as)))
    w->views[as] = TRUE;
}

/* Notes types whose objects' addresses are taken, and those of references into them. */
static void
find_taken (SsWrites *w)
{
  const SsProgram *p = w->terms->program;

  for (guint32 o = 0; o < p->nops; o++)
    {
      guint32 n, to = p->ops[o].result == SS_NONE ? SS_NONE : p->var_type[p->ops[o].result];
      const SsOperand *args = ss_op_args (p, o, &n);
      if (n == 0)
        continue;
      guint32 t = operand_type (p, args[0]);
      switch (p->ops[o].name)
        {
        case SS_OP_cast_ptr_to_adr:
        case SS_OP_cast_ptr_to_int:
          take (w, args[0], SS_NONE);
          break;
        case SS_OP_direct_fieldptr:
        case SS_OP_getsubstruct:
        case SS_OP_getarraysubstruct:
        case SS_OP_direct_arrayitems:
        case SS_OP_direct_ptradd:
          take (w, args[0], to);
          break;
        case SS_OP_cast_pointer:
        case SS_OP_cast_opaque_ptr:
          if (to != SS_NONE && (is_gcref (w, to) || is_other_object (w, t, to)))
            take (w, args[0], to);
          break;
        default:
          break;
        }
    }
  mark_line (p, w->views);
}

/* Notes accesses of fields and items. */
static void
scan (SsWrites *w)
{
  const SsProgram *p = w->terms->program;

  for (guint32 o = 0; o < p->nops; o++)
    {
      guint32 n, name = p->ops[o].name;
      const SsOperand *args = ss_op_args (p, o, &n);
      if (n == 0)
        continue;
      switch (name)
        {
        case SS_OP_getfield:
        case SS_OP_oogetfield:
        case SS_OP_getarrayitem:
          break;
        default:
          {
            Does d = does (w->terms, o);
            if (d != DOES_FIELD && d != DOES_ITEM)
              continue;
          }
        }
      guint32 t = operand_type (p, args[0]), field = accessed (p, o);
      if (t == SS_NONE || !is_followed (w, t, field))
        continue;
      Access a = { t, field, SS_NONE };
      g_array_append_val (w->accesses, a);
    }
}

static void
number_keys (SsWrites *w)
{
  const SsProgram *p = w->terms->program;
  guint32 n = 0, most;

  g_array_sort (w->accesses, by_access);
  Access *a = (Access *) w->accesses->data;
  for (guint32 i = 0; i < w->accesses->len; i++)
    if (n == 0 || by_access (&a[i], &a[n - 1]) != 0)
      a[n++] = a[i];
  g_array_set_size (w->accesses, n);
  most = CLAMP (MAX_WORDS / (w->nnodes + 1), 1, MAX_SET_WORDS) * 64 - 1;
  for (guint32 i = 0; i < n; i++)
    {
      Access *top = &a[i];
      for (guint32 s = a[i].type; s != SS_NONE; s = p->types[s].super)
        {
          Access *up = find_access (w, s, a[i].field);
          top = up ? up : top;
        }
      if (top->key == SS_NONE && w->keys->len < most)
        {
          g_array_append_val (w->keys, *top);
          top->key = w->keys->len;
        }
      a[i].key = top->key;
    }
  w->words = w->keys->len / 64 + 1;
}

guint32
ss_writes_words (const SsWrites *w)
{
  return w->words;
}

/* What operation o accesses, if frames hold that; NULL: they do not. */
static const Access *
access_of (const SsWrites *w, guint32 o)
{
  const SsProgram *p = w->terms->program;
  guint32 n;
  const SsOperand *args = ss_op_args (p, o, &n);
  guint32 t = n ? operand_type (p, args[0]) : SS_NONE;

  return t == SS_NONE || !is_followed (w, t, accessed (p, o)) ? NULL : find_access (w, t, accessed (p, o));
}

guint32
ss_writes_key (const SsWrites *w, guint32 o)
{
  const Access *a = access_of (w, o);

  return a ? a->key : SS_NONE;
}

gboolean
ss_writes_left_out (const SsWrites *w, guint32 o)
{
  const Access *a = access_of (w, o);

  return a && a->key == SS_NONE;
}

static void
add_bit (guint64 *set, guint32 bit)
{
  set[bit / 64] |= G_GUINT64_CONSTANT (1) << (bit % 64);
}

static void
add_set (const SsWrites *w, guint64 *set, const guint64 *more)
{
  for (guint32 i = 0; i < w->words; i++)
    set[i] |= more[i];
}

/* All fields or items of objects of type t, and of the types that it extends or that extend it. */
static void
add_type (const SsWrites *w, guint32 t, guint64 *set)
{
  for (guint32 k = 0; k < w->keys->len; k++)
    if (are_related (w->terms->program, g_array_index (w->keys, Access, k).type, t))
      add_bit (set, k + 1);
}

static void
find_by_address (SsWrites *w)
{
  for (guint32 k = 0; w->any_taken && k < w->keys->len; k++)
    add_bit (w->by_address, k + 1);
  for (guint32 t = 0; t < w->terms->program->ntypes; t++)
    if (w->taken[t])
      add_type (w, t, w->by_address);
}

/* All fields of objects that operand a may lead to, when an operation writes anywhere in it. */
static void
add_through (const SsWrites *w, SsOperand a, guint64 *set)
{
  const SsProgram *p = w->terms->program;
  guint32 t = operand_type (p, a);

  if (t == SS_NONE ? is_unknown (p, a) : p->types[t].storage == SS_STORE_ADDR || is_gcref (w, t) || w->views[t])
    add_set (w, set, w->by_address);
  if (t != SS_NONE && (w->related[t] || w->items[t]))
    add_type (w, t, set);
}

/* All items of arrays that the first operand of operation o may be. */
static void
add_item (const SsWrites *w, guint32 o, guint64 *set)
{
  const SsProgram *p = w->terms->program;
  guint32 n;
  SsOperand base = ss_op_args (p, o, &n)[0];

  add_through (w, base, set);
  for (guint32 k = 0; is_unknown (p, base) && k < w->keys->len; k++)
    if (g_array_index (w->keys, Access, k).field == ITEMS)
      add_bit (set, k + 1);
}

/* All fields of objects that operands of operation o may lead to, when it writes anywhere in them. */
static void
add_anywhere (const SsWrites *w, guint32 o, guint64 *set)
{
  const SsProgram *p = w->terms->program;
  guint32 n, name = p->ops[o].name, nbases = name == SS_OP_raw_memcopy || name == SS_OP_raw_memmove ? 2 : 1;
  const SsOperand *args = ss_op_args (p, o, &n);

  /* what nothing is known of may be a size or an offset, behind the operands that are written to */
  for (guint32 i = 0; i < n; i++)
    if (i < nbases || ss_is_var (args[i]) || !is_unknown (p, args[i]))
      add_through (w, args[i], set);
}

/* Whether one of the targets is no function of the program. */
static gboolean
has_external (const SsProgram *p, const guint32 *targets, guint32 n)
{
  for (guint32 i = 0; i < n; i++)
    if (p->syms[targets[i]].func == SS_NONE)
      return TRUE;
  return FALSE;
}

/* Whether the call at operation o may be of what is no function of the program. */
static gboolean
calls_external (const SsWrites *w, guint32 o)
{
  const SsProgram *p = w->terms->program;
  SsSite site = ss_term_site (w->terms, o);

  if (site.says == SS_SITE_ONLY)
    return has_external (p, site.targets, site.ntargets);
  if (p->ops[o].callee == SS_NONE)
    return FALSE;
  return p->ops[o].name == SS_OP_direct_call ? has_external (p, &p->ops[o].callee, 1) : w->externals[p->ops[o].callee];
}

/* All fields of objects that a call's operands may lead to: C code writes through what it is given, wherever in it. */
static void
add_given (const SsWrites *w, guint32 o, guint64 *set)
{
  guint32 n;
  const SsOperand *args = ss_op_args (w->terms->program, o, &n);

  for (guint32 i = w->terms->program->ops[o].name == SS_OP_indirect_call; i < n; i++)
    add_through (w, args[i], set);
}

static void
add_field (const SsWrites *w, guint32 o, guint64 *set)
{
  const SsProgram *p = w->terms->program;
  guint32 n, field = field_of (p, o);
  const SsOperand *args = ss_op_args (p, o, &n);
  const Access *a = access_of (w, o);

  if (a)
    {
      /* without a key, it is a field of which nothing is said to be held */
      if (a->key != SS_NONE)
        add_bit (set, a->key);
      return;
    }
  guint32 t = n ? operand_type (p, args[0]) : SS_NONE;
  if (t != SS_NONE && w->views[t])
    add_set (w, set, w->by_address);
  if (t != SS_NONE && !w->related[t])
    {
      if (w->items[t])
        add_type (w, t, set);
      return;
    }
  for (guint32 k = 0; k < w->keys->len; k++)
    if (field == SS_NONE || g_array_index (w->keys, Access, k).field == field)
      add_bit (set, k + 1);
}

static void
add_all (const SsWrites *w, guint64 *set)
{
  for (guint32 k = 0; k <= w->keys->len; k++)
    add_bit (set, k);
}

/* What operation o writes by itself; of a call, what it does if its targets are unknown, and what externals do to what they are given. */
static void
add_own (const SsWrites *w, guint32 o, Does d, guint64 *set)
{
  const SsProgram *p = w->terms->program;

  switch (d)
    {
    case DOES_NOTHING:
      break;
    case DOES_FIELD:
      add_field (w, o, set);
      break;
    case DOES_ITEM:
      add_item (w, o, set);
      break;
    case DOES_ADDRESS:
      add_anywhere (w, o, set);
      break;
    case DOES_CALL:
      if (p->ops[o].name == SS_OP_indirect_call && p->ops[o].callee == SS_NONE
          && ss_term_site (w->terms, o).says != SS_SITE_ONLY)
        add_all (w, set);
      else if (calls_external (w, o))
        add_given (w, o, set);
      if (w->terms->op_flags[p->ops[o].name] & SS_TERM_SOURCE)
        add_bit (set, SS_WRITES_OTHERS);
      break;
    case DOES_OTHERS:
      add_bit (set, SS_WRITES_OTHERS);
      break;
    case DOES_ALL:
      add_all (w, set);
      break;
    }
}

/* The targets of the call at operation o, as nodes; lent, or *one. */
static const guint32 *
targets (const SsWrites *w, guint32 o, guint32 *one, guint32 *n)
{
  const SsProgram *p = w->terms->program;
  SsSite site = ss_term_site (w->terms, o);

  *n = 0;
  if (site.says == SS_SITE_ONLY)
    {
      *n = site.ntargets;
      return site.targets;
    }
  if (p->ops[o].callee == SS_NONE)
    return NULL;
  *n = 1;
  *one = p->ops[o].name == SS_OP_direct_call ? p->ops[o].callee : p->nsyms + p->ops[o].callee;
  return one;
}

void
ss_writes_add (const SsWrites *w, guint32 o, guint64 *set)
{
  guint32 n, one;
  Does d = does (w->terms, o);

  if (w->ignore && d != DOES_FIELD && d != DOES_ITEM)
    return;
  add_own (w, o, d, set);
  if (d != DOES_CALL || !w->keys->len)
    return;
  const guint32 *nodes = targets (w, o, &one, &n);
  for (guint32 i = 0; i < n; i++)
    add_set (w, set, w->sets + (gsize) w->component[nodes[i]] * w->words);
}

gboolean
ss_writes_anywhere (const SsWrites *w, guint32 key)
{
  return !w->ignore && ss_writes_has (w->anywhere, key);
}

/* Whether the base of the write at operation o was made since operation `since` of its block. */
static gboolean
is_fresh (const SsWrites *w, guint32 o, guint32 since)
{
  const SsProgram *p = w->terms->program;
  guint32 n;
  const SsOperand *args = ss_op_args (p, o, &n);

  while (n && ss_is_var (args[0]) && ss_var_def_kind (p, args[0]) == SS_DEF_RESULT)
    {
      o = ss_var_def (p, args[0]);
      if (o < since)
        return FALSE;
      if (p->ops[o].name == SS_OP_malloc || p->ops[o].name == SS_OP_malloc_varsize)
        return TRUE;
      if (!(ss_term_op (w->terms, o) & SS_OPF_COPY))
        return FALSE;
      args = ss_op_args (p, o, &n);
    }
  return FALSE;
}

/* What function f writes by itself. */
static void
add_function (const SsWrites *w, guint32 f, guint64 *set)
{
  const SsProgram *p = w->terms->program;

  for (guint32 b = p->funcs[f].block0; b < p->funcs[f].block0 + p->funcs[f].nblocks; b++)
    for (guint32 o = p->blocks[b].op0, since = o; o < p->blocks[b].op0 + p->blocks[b].nops; o++)
      {
        Does d = does (w->terms, o);
        if (d >= DOES_CALL)
          since = o + 1;
        if ((d != DOES_FIELD && d != DOES_ITEM) || !is_fresh (w, o, since))
          add_own (w, o, d, set);
      }
}

/* What a symbol does by itself. */
static void
add_symbol (const SsWrites *w, guint32 sym, guint64 *set)
{
  const SsProgram *p = w->terms->program;

  if (p->syms[sym].func != SS_NONE)
    add_function (w, p->syms[sym].func, set);
  else if (p->syms[sym].ext != SS_NONE && p->exts[p->syms[sym].ext].effects)
    add_bit (set, SS_WRITES_OTHERS);
  if (w->terms->sym_flags[sym] & SS_SYM_SOURCE)
    add_bit (set, SS_WRITES_OTHERS);
}

/* Edges from node to node in compressed rows. */
typedef struct
{
  guint32 *start; /* owned: nnodes + 1 */
  GArray *to;     /* owned: nodes */
} Edges;

static void
find_edges (const SsWrites *w, Edges *e)
{
  const SsProgram *p = w->terms->program;
  guint32 nsites, s = 0, one, n;
  const guint32 *sites = ss_callgraph_sites (w->g, &nsites);

  /* functions are numbered in another order than symbols: where the sites of each start */
  guint32 *first = g_new (guint32, p->nfuncs + 1);
  for (guint32 f = 0; f < p->nfuncs; f++)
    {
      first[f] = s;
      while (s < nsites && sites[s] < p->funcs[f].op0 + p->funcs[f].nops)
        s++;
    }
  first[p->nfuncs] = s;
  e->start = g_new (guint32, w->nnodes + 1);
  e->to = g_array_new (FALSE, FALSE, sizeof (guint32));
  for (guint32 node = 0; node < w->nnodes; node++)
    {
      e->start[node] = e->to->len;
      if (node >= p->nsyms)
        {
          const SsTargets *t = &p->tsets[node - p->nsyms];
          g_array_append_vals (e->to, p->targets + t->t0, t->n);
          continue;
        }
      guint32 f = p->syms[node].func, ext = p->syms[node].ext;
      for (guint32 i = f == SS_NONE ? 0 : first[f]; f != SS_NONE && i < first[f + 1]; i++)
        if (ss_is_call (&p->ops[sites[i]]))
          {
            const guint32 *nodes = targets (w, sites[i], &one, &n);
            g_array_append_vals (e->to, nodes, n);
          }
      if (f == SS_NONE && ext != SS_NONE)
        g_array_append_vals (e->to, p->callbacks + p->exts[ext].cb0, p->exts[ext].ncb);
    }
  e->start[w->nnodes] = e->to->len;
  g_free (first);
}

/* Tarjan's algorithm: a node, and the next of its edges to follow. */
typedef struct
{
  guint32 node, edge;
} Visit;

typedef struct
{
  SsWrites *w;   /* lent */
  Edges edges;   /* owned */
  guint32 *low;  /* owned, by node; SS_NONE: not met */
  GArray *stack; /* owned: nodes of components that are not closed */
  GArray *visits;
  GArray *sets;  /* owned: words of each closed component */
  guint32 next, ncomponents;
} Tarjan;

/* Closes the component of all nodes on the stack from `root` on. */
static void
close_component (Tarjan *t, guint32 root)
{
  SsWrites *w = t->w;
  guint32 node, at = t->sets->len;

  g_array_set_size (t->sets, at + w->words);
  guint64 *set = &g_array_index (t->sets, guint64, at);
  memset (set, 0, w->words * sizeof (guint64));
  do
    {
      node = g_array_index (t->stack, guint32, t->stack->len - 1);
      g_array_set_size (t->stack, t->stack->len - 1);
      w->component[node] = t->ncomponents;
      if (node < w->terms->program->nsyms)
        add_symbol (w, node, set);
      for (guint32 e = t->edges.start[node]; e < t->edges.start[node + 1]; e++)
        {
          guint32 to = w->component[g_array_index (t->edges.to, guint32, e)];
          if (to != SS_NONE && to != t->ncomponents)
            add_set (w, set, &g_array_index (t->sets, guint64, (gsize) to * w->words));
        }
    }
  while (node != root);
  t->ncomponents++;
  add_set (w, w->anywhere, set);
}

static void
meet (Tarjan *t, guint32 node)
{
  Visit v = { node, t->edges.start[node] };

  t->low[node] = t->next++;
  g_array_append_val (t->stack, node);
  g_array_append_val (t->visits, v);
}

static void
search (Tarjan *t, guint32 from, guint32 *order)
{
  meet (t, from);
  order[from] = t->low[from];
  while (t->visits->len)
    {
      Visit *v = &g_array_index (t->visits, Visit, t->visits->len - 1);
      guint32 node = v->node;
      if (v->edge < t->edges.start[node + 1])
        {
          guint32 to = g_array_index (t->edges.to, guint32, v->edge++);
          if (t->low[to] == SS_NONE)
            {
              meet (t, to);
              order[to] = t->low[to];
            }
          else if (t->w->component[to] == SS_NONE)
            t->low[node] = MIN (t->low[node], order[to]);
          continue;
        }
      g_array_set_size (t->visits, t->visits->len - 1);
      if (t->low[node] == order[node])
        close_component (t, node);
      if (t->visits->len)
        {
          guint32 up = g_array_index (t->visits, Visit, t->visits->len - 1).node;
          if (t->w->component[node] == SS_NONE)
            t->low[up] = MIN (t->low[up], t->low[node]);
        }
    }
}

static void
close_all (SsWrites *w)
{
  Tarjan t = { .w = w };
  guint32 *order = g_new (guint32, MAX (w->nnodes, 1));

  find_edges (w, &t.edges);
  t.low = g_new (guint32, MAX (w->nnodes, 1));
  memset (t.low, 0xff, w->nnodes * sizeof (guint32));
  t.stack = g_array_new (FALSE, FALSE, sizeof (guint32));
  t.visits = g_array_new (FALSE, FALSE, sizeof (Visit));
  t.sets = g_array_new (FALSE, FALSE, sizeof (guint64));
  for (guint32 node = 0; node < w->nnodes; node++)
    if (t.low[node] == SS_NONE)
      search (&t, node, order);
  w->sets = (guint64 *) g_array_free (t.sets, FALSE);
  g_array_unref (t.stack);
  g_array_unref (t.visits);
  g_array_unref (t.edges.to);
  g_free (t.edges.start);
  g_free (t.low);
  g_free (order);
}

SsWrites *
ss_writes_new (const SsTerms *terms, const SsCallGraph *g, gboolean ignore)
{
  const SsProgram *p = terms->program;
  SsWrites *w = g_new0 (SsWrites, 1);

  w->terms = terms;
  w->g = g;
  w->ignore = ignore;
  w->nnodes = p->nsyms + p->ntsets;
  w->gcref[0] = ss_find_type (p, "GCREF");
  w->gcref[1] = ss_find_type (p, "gc:GCREF");
  w->related = g_new0 (guint8, MAX (p->ntypes, 1));
  w->items = g_new0 (guint8, MAX (p->ntypes, 1));
  w->taken = g_new0 (guint8, MAX (p->ntypes, 1));
  w->views = g_new0 (guint8, MAX (p->ntypes, 1));
  w->externals = g_new0 (guint8, MAX (p->ntsets, 1));
  for (guint32 i = 0; i < p->ntsets; i++)
    w->externals[i] = has_external (p, p->targets + p->tsets[i].t0, p->tsets[i].n);
  w->accesses = g_array_new (FALSE, FALSE, sizeof (Access));
  w->keys = g_array_new (FALSE, FALSE, sizeof (Access));
  w->component = g_new (guint32, MAX (w->nnodes, 1));
  memset (w->component, 0xff, w->nnodes * sizeof (guint32));
  mark_related (w);
  mark_items (w);
  find_taken (w);
  scan (w);
  number_keys (w);
  w->anywhere = g_new0 (guint64, w->words);
  w->by_address = g_new0 (guint64, w->words);
  find_by_address (w);
  if (w->keys->len && !ignore)
    close_all (w);
  return w;
}

void
ss_writes_free (SsWrites *w)
{
  if (!w)
    return;
  g_free (w->related);
  g_free (w->items);
  g_free (w->taken);
  g_free (w->views);
  g_free (w->externals);
  g_array_unref (w->accesses);
  g_array_unref (w->keys);
  g_free (w->by_address);
  g_free (w->component);
  g_free (w->sets);
  g_free (w->anywhere);
  g_free (w);
}
