/* Random programs that can be run.
 *
 * A function is written as if it had variables that can be assigned to ("places"); each block has the places as inputs, some
 * of them twice, and its links hand on what each place holds.  So there are many block inputs that are needed by nobody, equal
 * to one another, or redundant around loops, as a real flow space has them; now and then a link hands on something else.
 * What a block does is chosen to matter to the reduction: reads and writes of frames before, around and after calls, in
 * callees and through types that the frame's type extends; items of arrays likewise; pure chains; copies; notations.
 */
#include "gen_eval.h"

#include <glib/gstdio.h>
#include <string.h>

#include "gen_parts.h"

static const char *const etype = "raw:object_vtable";
static const char *const evalue = "gc:object";

enum
{
  MAX_FUNCS = 7,
  MAX_PARAMS = 6,
  MAX_PLACES = 12,
  N_HOT = 3
};

typedef struct
{
  const char *owner, *name, *type;
  gboolean immutable;
} Field;

/* Names are used again where types are not related: a field is its type's own. */
static const Field fields[] = {
  { "gc:Base", "b0", "Signed", FALSE },    { "gc:Base", "b1", "Signed", FALSE },     { "gc:Base", "bi", "Signed", TRUE },
  { "gc:Frame", "f0", "Signed", FALSE },   { "gc:Frame", "f1", "Signed", FALSE },    { "gc:Frame", "f2", "Signed", FALSE },
  { "gc:Frame", "fo", "gc:Obj", FALSE },   { "gc:Frame", "fb", "gc:Frame", FALSE },  { "gc:Frame", "fi", "Signed", TRUE },
  { "gc:Frame", "fc", "gc:Obj", TRUE },    { "gc:Frame", "fa", "gc:Array", FALSE },  { "gc:Frame", "fs", "gc:SubArray", FALSE },  { "gc:SubFrame", "s0", "Signed", FALSE },
  { "gc:SubFrame", "si", "Signed", TRUE }, { "gc:Gen", "f0", "Signed", FALSE },      { "gc:Gen", "g1", "Signed", FALSE },
  { "gc:Gen", "fi", "Signed", FALSE },     { "gc:Gen", "gi", "gc:Obj", TRUE },       { "gc:Gen", "fb", "gc:Frame", FALSE },
  { "gc:Obj", "o0", "Signed", FALSE },     { "gc:Obj", "oi", "Signed", TRUE },       { "gc:Obj", "of", "gc:Frame", TRUE },
  { "gc:SubObj", "p0", "Signed", FALSE },
};

static const char *const supers[][2] = { { "gc:SubFrame", "gc:Frame" },
                                         { "gc:Frame", "gc:Base" },
                                         { "gc:Gen", "gc:Base" },
                                         { "gc:SubObj", "gc:Obj" },
                                         { "gc:SubArray", "gc:Array" } };

static const char *const place_types[] = { "Signed",   "gc:Frame", "Signed",  "gc:SubFrame", "gc:Gen",  "gc:Frame",
                                           "Signed",   "gc:Obj",   "gc:Base", "gc:Array",    "gc:SubObj", "Bool",
                                           "gc:Frame", "Signed",   "gc:SubArray" };
/* The arrays that a frame holds, and where. */
static const char *const arrays[][2] = { { "gc:Array", "fa" }, { "gc:SubArray", "fs" } };
static const char *const arithmetic[] = { "int_add", "int_sub", "int_mul", "int_and", "int_or", "int_xor", NULL };
static const char *const comparisons[] = { "int_lt", "int_le", "int_eq", "int_ne", "int_gt", "int_ge", NULL };
static const char *const classes[] = { "ValueError", "KeyError", "Exception", NULL };
static const char *const slots[] = { "slot0", "slot1", NULL };

/* A program, and what its calls must know. */
typedef struct
{
  Prog p; /* first: what the shared parts see */
  const char *params[MAX_FUNCS][MAX_PARAMS];
  guint nparams[MAX_FUNCS];
  guint hot[N_HOT];         /* fields that are looked at more often than others */
  gboolean stores;          /* some function writes objects without naming a field */
  gboolean writable[G_N_ELEMENTS (fields)]; /* some function may write it */
} EvalProg;

/* A function; the place 0 counts how often its loops were closed. */
typedef struct
{
  Func f;
  EvalProg *e; /* lent */
  guint number, nplaces;
  const char *type[MAX_PLACES];
  GArray *inputs; /* owned: for each block, by input, its place or -1: gint[16] */
} Body;

/* A block in the making: what it has, and what each place holds. */
typedef struct
{
  json_t *block;    /* lent */
  GPtrArray *scope; /* owned: variables, the newest at the end */
  const char *held[MAX_PLACES]; /* NULL: nothing yet */
} Spot;

static const char *
super_of (const char *type)
{
  for (guint i = 0; i < G_N_ELEMENTS (supers); i++)
    if (!strcmp (supers[i][0], type))
      return supers[i][1];
  return NULL;
}

static gboolean
extends (const char *type, const char *of)
{
  while (type && strcmp (type, of))
    type = super_of (type);
  return type != NULL;
}

static const char *
type_of (Body *b, const char *var)
{
  return g_hash_table_lookup (b->f.type_of, var);
}

/* A variable of the type, or of one that extends it when `loose`; mostly the newest; NULL: there is none. */
static const char *
find_var (Body *b, Spot *s, const char *type, gboolean loose)
{
  Gen *g = &b->e->p.g;
  guint n = s->scope->len, at = n && gen_chance (g, 60) ? gen_below (g, n) : 0;

  for (guint i = 0; i < n; i++)
  {
    const char *v = g_ptr_array_index (s->scope, n - 1 - (at + i) % n);
    if (loose ? extends (type_of (b, v), type) : !strcmp (type_of (b, v), type))
      return v;
  }
  return NULL;
}

static json_t *
number (Gen *g)
{
  return json_integer ((json_int_t) gen_below (g, 6) - 1);
}

static json_t *
name (const char *text)
{
  return json_pack ("{s:s}", "const", text);
}

/* A variable of the type, or a constant. */
static json_t *
operand (Body *b, Spot *s, const char *type)
{
  Gen *g = &b->e->p.g;
  const char *v = gen_chance (g, 90) ? find_var (b, s, type, FALSE) : NULL;

  if (v)
    return json_string (v);
  if (!strcmp (type, "Signed"))
    return number (g);
  if (!strcmp (type, "Bool"))
    return json_boolean (gen_chance (g, 50));
  if (!strcmp (type, etype))
    return json_pack ("{s:s, s:s}", "const", gen_pick (g, classes), "type", etype);
  if (gen_chance (g, 3))
    return json_null ();
  return json_pack ("{s:s, s:s}", "const", gen_chance (g, 50) ? "prebuilt" : "prebuilt2", "type", type);
}

/* Adds an operation; its result goes to a place of its type now and then. */
static const char *
emit (Body *b, Spot *s, json_t *op)
{
  Gen *g = &b->e->p.g;
  const char *r = json_string_value (json_array_get (op, 1));
  guint n = b->nplaces - 1, at = gen_below (g, n);

  json_array_append_new (block_list (s->block, "ops"), op);
  if (!r)
    return NULL;
  g_ptr_array_add (s->scope, (gpointer) r);
  for (guint i = 0; i < n && gen_chance (g, 85); i++)
  {
    guint k = 1 + (at + i) % n;
    if (!strcmp (b->type[k], type_of (b, r)) && (!s->held[k] || gen_chance (g, 60)))
    {
      s->held[k] = r;
      break;
    }
  }
  return r;
}

static json_t *
start (Body *b, const char *op, const char *type)
{
  return gen_op (&b->f, op, type);
}

static void
emit_setfield (Body *b, Spot *s, const char *base, const Field *f)
{
  json_t *op = start (b, "setfield", NULL);

  json_array_append_new (op, json_string (base));
  json_array_append_new (op, name (f->name));
  json_array_append_new (op, operand (b, s, f->type));
  emit (b, s, op);
}

static void emit_call (Body *b, Spot *s);

/* A new object; its immutable fields are set at once, others now and then. */
static void
emit_malloc (Body *b, Spot *s)
{
  static const char *const made[] = { "gc:Frame", "gc:SubFrame", "gc:Gen", "gc:Obj", "gc:SubObj", NULL };
  Gen *g = &b->e->p.g;
  const char *type = gen_pick (g, made);
  json_t *op = start (b, "malloc", type);

  json_array_append_new (op, name (type + 3));
  const char *r = emit (b, s, op);
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    if (extends (type, fields[i].owner) && (fields[i].immutable || gen_chance (g, 30)))
      emit_setfield (b, s, r, &fields[i]);
  if (gen_chance (g, 25)) /* a call later others may know it */
  {
    guint i = gen_below (g, G_N_ELEMENTS (fields));
    emit_call (b, s);
    if (extends (type, fields[i].owner) && !fields[i].immutable)
      emit_setfield (b, s, r, &fields[i]);
  }
}

/* A variable whose type has fields; a frame's mostly. */
static const char *
find_base (Body *b, Spot *s)
{
  static const char *const bases[] = { "gc:Frame", "gc:Frame", "gc:Base", "gc:Gen", "gc:Obj", NULL };

  return find_var (b, s, gen_pick (&b->e->p.g, bases), TRUE);
}

/* A field of the type; NULL: it has none like this. */
static const Field *
find_field (Body *b, const char *type, gboolean writable)
{
  Gen *g = &b->e->p.g;
  guint n = G_N_ELEMENTS (fields), at = gen_chance (g, 60) ? b->e->hot[gen_below (g, N_HOT)] : gen_below (g, n);
  gboolean immutable = !writable && gen_chance (g, 25);

  for (guint i = 0; i < n; i++)
  {
    const Field *f = &fields[(at + i) % n];
    if (extends (type, f->owner) && (writable ? !f->immutable && b->e->writable[(at + i) % n] : f->immutable || !immutable))
      return f;
  }
  return NULL;
}

static void
emit_field (Body *b, Spot *s, gboolean write)
{
  const char *base = find_base (b, s);
  const Field *f = base ? find_field (b, type_of (b, base), write) : NULL;

  if (!f)
    return;
  if (write)
  {
    emit_setfield (b, s, base, f);
    return;
  }
  json_t *op = start (b, "getfield", f->type);
  json_array_append_new (op, json_string (base));
  json_array_append_new (op, name (f->name));
  emit (b, s, op);
}

static const char *
emit_pure (Body *b, Spot *s)
{
  Gen *g = &b->e->p.g;
  guint what = gen_below (g, 100);
  const char *v;
  json_t *op;

  if (what < 15 && (v = find_base (b, s)))
  {
    op = start (b, gen_chance (g, 50) ? "ptr_eq" : "ptr_nonzero", "Bool");
    json_array_append_new (op, json_string (v));
    if (!strcmp (json_string_value (json_array_get (op, 0)), "ptr_eq"))
      json_array_append_new (op, operand (b, s, type_of (b, v)));
    return emit (b, s, op);
  }
  if (what < 22 && (v = find_var (b, s, "gc:Array", TRUE)))
  {
    op = start (b, "getarraysize", "Signed");
    json_array_append_new (op, json_string (v));
    return emit (b, s, op);
  }
  if (what < 30)
  {
    op = start (b, gen_chance (g, 50) ? "int_neg" : "int_invert", "Signed");
    json_array_append_new (op, operand (b, s, "Signed"));
    return emit (b, s, op);
  }
  op = what < 45 ? start (b, gen_pick (g, comparisons), "Bool") : start (b, gen_pick (g, arithmetic), "Signed");
  json_array_append_new (op, operand (b, s, "Signed"));
  json_array_append_new (op, gen_chance (g, 40) ? number (g) : operand (b, s, "Signed"));
  return emit (b, s, op);
}

/* A copy: the same type, a type that it extends, and from there back. */
static void
emit_copy (Body *b, Spot *s)
{
  Gen *g = &b->e->p.g;
  const char *v = gen_chance (g, 75) ? find_base (b, s) : NULL, *type;
  json_t *op;

  if (!v)
    v = find_var (b, s, "Signed", FALSE);
  if (!v)
    return;
  type = type_of (b, v);
  const char *up = super_of (type);
  if (!up || gen_chance (g, 35))
  {
    op = start (b, up && gen_chance (g, 50) ? "cast_pointer" : "same_as", type);
    json_array_append_new (op, json_string (v));
    emit (b, s, op);
    return;
  }
  op = start (b, "cast_pointer", up);
  json_array_append_new (op, json_string (v));
  const char *above = emit (b, s, op);
  if (gen_chance (g, 40))
  {
    op = start (b, "cast_pointer", type);
    json_array_append_new (op, json_string (above));
    emit (b, s, op);
  }
}

static void
emit_item (Body *b, Spot *s, const char *array, gboolean write)
{
  json_t *op = write ? start (b, "setarrayitem", NULL) : start (b, "getarrayitem", "Signed");

  json_array_append_new (op, json_string (array));
  json_array_append_new (op, json_integer (gen_below (&b->e->p.g, 4)));
  if (write)
    json_array_append_new (op, operand (b, s, "Signed"));
  emit (b, s, op);
}

static void
emit_array (Body *b, Spot *s)
{
  Gen *g = &b->e->p.g;
  const char *array = find_var (b, s, "gc:Array", TRUE), *frame = find_var (b, s, "gc:Frame", TRUE);
  const char *const *of = arrays[gen_below (g, G_N_ELEMENTS (arrays))];
  json_t *op;

  if (array && gen_chance (g, 75))
  {
    emit_item (b, s, array, gen_chance (g, 50));
    return;
  }
  op = start (b, "malloc_varsize", of[0]);
  json_array_append_new (op, name (of[0] + 3));
  json_array_append_new (op, json_integer (4 + gen_below (g, 3)));
  array = emit (b, s, op);
  if (frame && gen_chance (g, 60))
  {
    op = start (b, "setfield", NULL);
    json_array_append_new (op, json_string (frame));
    json_array_append_new (op, name (of[1]));
    json_array_append_new (op, json_string (array));
    emit (b, s, op);
  }
}

static void
emit_held (Body *b, Spot *s)
{
  Gen *g = &b->e->p.g;
  const char *frame = find_var (b, s, gen_chance (g, 80) ? "gc:Frame" : "gc:Gen", TRUE);

  if (!frame || !s->scope->len)
    return;
  json_t *op = start (b, gen_chance (g, 85) ? "held_by" : "keepalive", NULL);
  json_array_append_new (op, json_string (g_ptr_array_index (s->scope, gen_below (g, s->scope->len))));
  json_array_append_new (op, json_string (frame));
  json_array_append_new (op, name (gen_pick (g, slots)));
  emit (b, s, op);
}

/* A call of any kind, or an operation that unwinds. */
static void
emit_call (Body *b, Spot *s)
{
  Gen *g = &b->e->p.g;
  GPtrArray *symbols = b->e->p.symbols;
  guint what = gen_below (g, 100), n = b->e->p.nfuncs, f = gen_below (g, n);
  /* mostly a later function: with nothing but recursion, every run ends by going too deep */
  if (b->number + 1 < n && gen_chance (g, 80))
    f = b->number + 1 + gen_below (g, n - b->number - 1);
  const char *type = gen_chance (g, 60) ? place_types[gen_below (g, G_N_ELEMENTS (place_types))] : NULL;
  json_t *op;

  if (what < 14)
  {
    op = start (b, gen_pick (g, gen_source_ops), type);
    json_array_append_new (op, operand (b, s, "Signed"));
  }
  else if (what < 34)
  {
    op = start (b, "direct_call", type);
    json_array_append_new (op, json_string (g_ptr_array_index (symbols, gen_below (g, symbols->len))));
    for (guint k = gen_below (g, 3); k > 0; k--)
      json_array_append_new (op, operand (b, s, place_types[gen_below (g, G_N_ELEMENTS (place_types))]));
  }
  else
  {
    gboolean direct = what < 80;
    op = start (b, direct ? "direct_call" : "indirect_call", b->e->p.ret[f]);
    if (direct)
      json_array_append_new (op, json_string (g_ptr_array_index (symbols, f)));
    else if (gen_chance (g, 35))
      json_array_append_new (op, json_null ());
    else
    {
      guint other = gen_below (g, symbols->len);
      json_array_append_new (op, json_pack ("[s]", (char *) g_ptr_array_index (symbols, f)));
      if (other != f && gen_chance (g, 60))
        json_array_append_new (json_array_get (op, 2), json_string (g_ptr_array_index (symbols, other)));
    }
    if (!direct)
      json_array_append_new (op, json_pack ("{s:s, s:s}", "const", g_ptr_array_index (symbols, gen_below (g, symbols->len)),
                                            "type", "func:F"));
    for (guint i = 0; i < b->e->nparams[f]; i++)
      json_array_append_new (op, operand (b, s, b->e->params[f][i]));
  }
  emit (b, s, op);
}

/* Uses what places hold, so that it is live from wherever it comes. */
static void
emit_sum (Body *b, Spot *s)
{
  Gen *g = &b->e->p.g;
  const char *sum = NULL;

  for (guint i = 0, at = gen_below (g, b->nplaces); i < b->nplaces; i++)
  {
    const char *v = s->held[(at + i) % b->nplaces];
    if (!v || strcmp (type_of (b, v), "Signed") || gen_chance (g, 25))
      continue;
    json_t *op = start (b, gen_pick (g, arithmetic), "Signed");
    json_array_append_new (op, json_string (v));
    json_array_append_new (op, sum ? json_string (sum) : number (g));
    sum = emit (b, s, op);
  }
}

/* An item of an array that a frame holds, read or written, perhaps written otherwise too; a call; a use of frame and item. */
static void
emit_item_around (Body *b, Spot *s)
{
  Gen *g = &b->e->p.g;
  const char *base = find_var (b, s, "gc:Frame", TRUE), *index = gen_chance (g, 40) ? find_var (b, s, "Signed", FALSE) : NULL;
  const char *v = gen_chance (g, 50) ? find_var (b, s, "Signed", FALSE) : NULL;
  const char *const *of = arrays[gen_below (g, G_N_ELEMENTS (arrays))];
  guint at = gen_below (g, 4);
  json_t *op;

  if (!base)
    return;
  if (index) /* within the array */
  {
    op = start (b, "int_and", "Signed");
    json_array_append_new (op, json_string (index));
    json_array_append_new (op, json_integer (3));
    index = emit (b, s, op);
  }
  op = start (b, "getfield", of[0]);
  json_array_append_new (op, json_string (base));
  json_array_append_new (op, name (of[1]));
  const char *array = emit (b, s, op);
  if (super_of (of[0]) && gen_chance (g, 40)) /* the same array, by the type that it extends */
  {
    op = start (b, "cast_pointer", super_of (of[0]));
    json_array_append_new (op, json_string (array));
    array = emit (b, s, op);
  }
  op = v ? start (b, "setarrayitem", NULL) : start (b, "getarrayitem", "Signed");
  json_array_append_new (op, json_string (array));
  json_array_append_new (op, index ? json_string (index) : json_integer (at));
  if (v)
    json_array_append_new (op, json_string (v));
  const char *read = emit (b, s, op);
  v = v ? v : read;
  if (gen_chance (g, 25))
    emit_array (b, s);
  emit_call (b, s);
  op = start (b, gen_pick (g, arithmetic), "Signed");
  json_array_append_new (op, json_string (v));
  json_array_append_new (op, index && gen_chance (g, 50) ? json_string (index) : number (g));
  emit (b, s, op);
  op = start (b, "ptr_nonzero", "Bool");
  json_array_append_new (op, json_string (gen_chance (g, 80) ? base : array));
  emit (b, s, op);
}

/* Operations that write an object without naming a field: one of them, or any. */
static void
emit_store (Body *b, Spot *s)
{
  const char *base = find_base (b, s);
  json_t *op;

  if (gen_chance (&b->e->p.g, 10))
    emit (b, s, start (b, "frobnicate", NULL));
  if (!base || !b->e->stores)
    return;
  op = start (b, "gc_store", NULL);
  json_array_append_new (op, json_string (base));
  json_array_append_new (op, json_integer (8));
  json_array_append_new (op, operand (b, s, "Signed"));
  emit (b, s, op);
}

/* A frame's field, read or written, perhaps written through another variable too; a call; a use of value and frame. */
static void
emit_around (Body *b, Spot *s)
{
  Gen *g = &b->e->p.g;
  const char *base = find_var (b, s, gen_chance (g, 75) ? "gc:Frame" : "gc:Gen", TRUE), *other, *v;
  const Field *f = base ? find_field (b, type_of (b, base), gen_chance (g, 60)) : NULL;
  json_t *op;

  if (!f)
    return;
  if (gen_chance (g, 50) && !f->immutable && b->e->writable[f - fields])
  {
    v = find_var (b, s, f->type, FALSE);
    if (!v)
      return;
    op = start (b, "setfield", NULL);
    json_array_append_new (op, json_string (base));
    json_array_append_new (op, name (f->name));
    json_array_append_new (op, json_string (v));
    emit (b, s, op);
  }
  else
  {
    op = start (b, "getfield", f->type);
    json_array_append_new (op, json_string (base));
    json_array_append_new (op, name (f->name));
    v = emit (b, s, op);
  }
  if (gen_chance (g, 30) && !f->immutable && b->e->writable[f - fields] && (other = find_var (b, s, f->owner, TRUE)))
    emit_setfield (b, s, other, f);
  if (gen_chance (g, 30))
    emit_copy (b, s);
  emit_call (b, s);
  if (gen_chance (g, 50) && !strcmp (f->type, "Signed"))
  {
    op = start (b, gen_pick (g, arithmetic), "Signed");
    json_array_append_new (op, json_string (v));
    json_array_append_new (op, number (g));
    emit (b, s, op);
  }
  else
  {
    op = start (b, "keepalive", NULL);
    json_array_append_new (op, json_string (v));
    emit (b, s, op);
  }
  op = start (b, "ptr_nonzero", "Bool");
  json_array_append_new (op, json_string (base));
  emit (b, s, op);
}

static void
emit_any (Body *b, Spot *s)
{
  guint what = gen_below (&b->e->p.g, 100);

  if (what < 6)
    emit_around (b, s);
  else if (what < 11)
    emit_item_around (b, s);
  else if (what < 18)
    emit_call (b, s);
  else if (what < 37)
    emit_field (b, s, FALSE);
  else if (what < 53)
    emit_field (b, s, TRUE);
  else if (what < 74)
    emit_pure (b, s);
  else if (what < 83)
    emit_copy (b, s);
  else if (what < 88)
    emit_malloc (b, s);
  else if (what < 92)
    emit_array (b, s);
  else if (what < 95)
    emit_sum (b, s);
  else if (what < 96)
    emit_store (b, s);
  else
    emit_held (b, s);
}

/* Adds a block whose inputs belong to no place; returns its number. */
static int
add_block (Body *b, const char *const *in, guint n)
{
  gint places[16];

  for (guint i = 0; i < 16; i++)
    places[i] = -1;
  g_array_append_vals (b->inputs, places, 16);
  return func_block (&b->f, in, n);
}

/* Adds a block that has the counter and most places as inputs, some twice; the first one, the parameters. */
static int
add_body_block (Body *b, gboolean start)
{
  Gen *g = &b->e->p.g;
  const char *in[16];
  gint places[16];
  guint n = 0;

  for (guint k = start ? 1 : 0; k < b->nplaces && n < 14; k++)
  {
    if (!start && k && gen_chance (g, 25))
      continue;
    for (guint twice = !start && gen_chance (g, 15) ? 2 : 1; twice > 0; twice--)
    {
      in[n] = b->type[k];
      places[n++] = (gint) k;
    }
  }
  int number = add_block (b, in, n);
  memcpy (&g_array_index (b->inputs, gint, number * 16), places, n * sizeof (gint));
  return number;
}

static json_t *
make_link (Body *b, Spot *s, int to)
{
  Gen *g = &b->e->p.g;
  json_t *link = json_object (), *args = json_array ();
  const char **in = g_ptr_array_index (b->f.ins, to);

  json_object_set_new (link, "to", json_integer (to));
  for (guint i = 0; in[i]; i++)
  {
    gint place = g_array_index (b->inputs, gint, to * 16 + i);
    const char *v = place >= 0 ? s->held[place] : NULL;
    if (v && (place == 0 || gen_chance (g, 94)))
      json_array_append_new (args, json_string (v));
    else
      json_array_append_new (args, place == 0 ? json_integer (0) : operand (b, s, in[i]));
  }
  json_object_set_new (link, "args", args);
  return link;
}

static int
pick_target (Body *b, int block, int nbody)
{
  Gen *g = &b->e->p.g;
  guint what = gen_below (g, 100);

  if (what < 2 && b->f.exc >= 0)
    return b->f.exc;
  if (block + 1 < nbody && what < 70)
    return block + 1 + (int) gen_below (g, (guint) (nbody - block - 1));
  return b->f.ret;
}

static void
make_handlers (Body *b, Spot *s, int block, int nbody)
{
  Gen *g = &b->e->p.g;

  for (guint n = 1 + gen_below (g, 2); n > 0; n--)
  {
    const char *t = func_var (&b->f, etype), *v = func_var (&b->f, evalue);
    int to = pick_target (b, block, nbody);
    json_t *link = make_link (b, s, to);
    if (to == b->f.exc)
      json_object_set_new (link, "args", json_pack ("[s, s]", t, v));
    json_object_set_new (link, "catch", json_string (gen_pick (g, classes)));
    json_object_set_new (link, "bind", json_pack ("[s, s]", t, v));
    json_array_append_new (block_list (s->block, "handlers"), link);
  }
}

/* Fills a block of the body; one that goes back counts, and goes on once it has counted far enough. */
static void
fill_block (Body *b, int number, int nbody)
{
  Gen *g = &b->e->p.g;
  const char **in = g_ptr_array_index (b->f.ins, number);
  Spot s = { json_array_get (b->f.blocks, number), g_ptr_array_new (), { NULL } };
  json_t *vars = json_object_get (s.block, "in");
  gboolean back = number > 0 && gen_chance (g, 30);

  for (guint i = 0; in[i]; i++)
  {
    const char *v = json_string_value (json_array_get (vars, i));
    gint place = g_array_index (b->inputs, gint, number * 16 + i);
    g_ptr_array_add (s.scope, (gpointer) v);
    if (place >= 0 && (!s.held[place] || gen_chance (g, 30)))
      s.held[place] = v;
  }
  for (guint i = 0; number == 0 && in[i]; i++) /* a caller may know the array, or hold it in a frame */
    if (extends (in[i], "gc:Array") && gen_chance (g, 60))
      emit_item (b, &s, json_string_value (json_array_get (vars, i)), TRUE);
  if (gen_chance (g, 50))
    emit_sum (b, &s);
  for (guint n = gen_below (g, number ? 9 : 13); n > 0; n--)
    emit_any (b, &s);
  if (back)
  {
    json_t *op = start (b, "int_add", "Signed");
    json_array_append_new (op, json_string (s.held[0]));
    json_array_append_new (op, json_integer (1));
    s.held[0] = emit (b, &s, op);
    op = start (b, "int_lt", "Bool");
    json_array_append_new (op, json_string (s.held[0]));
    json_array_append_new (op, json_integer (2 + gen_below (g, 3)));
    json_object_set_new (s.block, "switch", json_string (emit (b, &s, op)));
    json_array_append_new (block_list (s.block, "exits"), make_link (b, &s, pick_target (b, number, nbody)));
    int to = (int) gen_below (g, gen_chance (g, 10) ? 1 : (guint) number + 1);
    json_array_append_new (block_list (s.block, "exits"), make_link (b, &s, MAX (to, gen_chance (g, 10) ? 0 : 1)));
  }
  else if (gen_chance (g, 40))
  {
    const char *sw = find_var (b, &s, "Bool", FALSE);
    while (!sw)
      sw = find_var (b, &s, "Bool", emit_pure (b, &s) == NULL);
    json_object_set_new (s.block, "switch", json_string (sw));
    for (guint i = 0; i < 2; i++)
      json_array_append_new (block_list (s.block, "exits"), make_link (b, &s, pick_target (b, number, nbody)));
  }
  else
  {
    if (gen_chance (g, 55))
    {
      /* handlers start from what there was before the block's last operation */
      Spot before = s;
      before.scope = g_ptr_array_copy (s.scope, NULL, NULL);
      emit_call (b, &s);
      if (gen_chance (g, 65))
        make_handlers (b, &before, number, nbody);
      g_ptr_array_unref (before.scope);
    }
    json_array_append_new (block_list (s.block, "exits"), make_link (b, &s, pick_target (b, number, nbody)));
  }
  json_t *exits = json_object_get (s.block, "exits");
  if (json_array_size (exits) == 2)
    for (guint i = 0; i < 2; i++)
      json_object_set_new (json_array_get (exits, i), "case", json_boolean (i == 1));
  g_ptr_array_unref (s.scope);
}

static json_t *
make_function (EvalProg *e, guint number)
{
  Gen *g = &e->p.g;
  json_t *record = json_object ();
  Body b = { .f = { .p = &e->p, .blocks = json_array (), .vars = json_object (), .ret = -1, .exc = -1 } };
  const char *catches[] = { etype, evalue };
  int nbody = 1 + (int) gen_below (g, gen_chance (g, 70) ? 4 : 7);

  b.e = e;
  b.number = number;
  b.f.type_of = g_hash_table_new (g_str_hash, g_str_equal);
  b.f.ins = g_ptr_array_new_with_free_func (g_free);
  b.f.ret_type = e->p.ret[number];
  b.inputs = g_array_new (FALSE, FALSE, sizeof (gint));
  json_object_set_new (record, "function", json_string (g_ptr_array_index (e->p.symbols, number)));
  json_object_set_new (record, "vars", b.f.vars);
  json_object_set_new (record, "blocks", b.f.blocks);
  b.type[b.nplaces++] = "Signed";
  for (guint i = 0; i < e->nparams[number]; i++)
    b.type[b.nplaces++] = e->params[number][i];
  /* the first block has the parameters; places beyond them come to hold something on the way */
  add_body_block (&b, TRUE);
  json_t *first = json_array_get (b.f.blocks, 0);
  g_assert (json_array_size (json_object_get (first, "in")) >= e->nparams[number]);
  for (guint n = 1 + gen_below (g, 4); n > 0; n--)
    b.type[b.nplaces++] = place_types[gen_below (g, G_N_ELEMENTS (place_types))];
  for (int i = 1; i < nbody; i++)
    add_body_block (&b, FALSE);
  b.f.ret = add_block (&b, &b.f.ret_type, 1);
  if (gen_chance (g, 70))
    b.f.exc = add_block (&b, catches, 2);
  for (int i = 0; i < nbody; i++)
    fill_block (&b, i, nbody);
  json_object_set_new (record, "return", json_integer (b.f.ret));
  if (b.f.exc >= 0)
    json_object_set_new (record, "raise", json_integer (b.f.exc));
  g_array_unref (b.inputs);
  g_hash_table_unref (b.f.type_of);
  g_ptr_array_unref (b.f.ins);
  return record;
}

static json_t *
make_types (void)
{
  json_t *types = json_array ();

  for (guint i = 0; i < G_N_ELEMENTS (supers); i++)
    json_array_append_new (types, json_pack ("{s:s, s:s, s:[]}", "type", supers[i][0], "super", supers[i][1], "immutable"));
  json_array_append_new (types, json_pack ("{s:s, s:[]}", "type", "gc:Base", "immutable"));
  json_array_append_new (types, json_pack ("{s:s, s:[]}", "type", "gc:Obj", "immutable"));
  json_array_append_new (types, json_pack ("{s:s, s:[]}", "type", "gc:Array", "immutable"));
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
  {
    json_t *t;
    size_t k;
    json_array_foreach (types, k, t)
      if (fields[i].immutable && !strcmp (json_string_value (json_object_get (t, "type")), fields[i].owner))
        json_array_append_new (json_object_get (t, "immutable"), json_string (fields[i].name));
  }
  return types;
}

json_t *
gen_eval_program (guint64 seed)
{
  EvalProg e = { .p = { .symbols = g_ptr_array_new_with_free_func (g_free) } };
  Gen *g = &e.p.g;
  json_t *program, *externals = json_array (), *functions = json_array ();

  gen_init (g, seed);
  e.p.nfuncs = 1 + gen_below (g, MAX_FUNCS);
  e.p.nexts = gen_below (g, 3);
  for (guint i = 0; i < N_HOT; i++)
    e.hot[i] = gen_below (g, G_N_ELEMENTS (fields));
  e.stores = gen_chance (g, 20);
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    e.writable[i] = gen_chance (g, 50);
  for (guint i = 0; i < e.p.nfuncs; i++)
  {
    g_ptr_array_add (e.p.symbols, g_strdup_printf ("m:f%u", i));
    e.p.ret[i] = gen_chance (g, 40) ? "gc:Frame" : "Signed";
    e.nparams[i] = 1 + gen_below (g, MAX_PARAMS - 1);
    for (guint k = 0; k < e.nparams[i]; k++)
      e.params[i][k] = place_types[gen_below (g, G_N_ELEMENTS (place_types))];
    if (gen_chance (g, 70))
      e.params[i][0] = gen_chance (g, 60) ? "gc:Frame" : "gc:SubFrame";
    if (e.nparams[i] > 1 && gen_chance (g, 30))
      e.params[i][1] = arrays[gen_below (g, G_N_ELEMENTS (arrays))][0];
  }
  for (guint i = 0; i < e.p.nexts; i++)
    g_ptr_array_add (e.p.symbols, g_strdup_printf ("C:ext%u", i));
  g_ptr_array_add (e.p.symbols, g_strdup ("C:unknown"));
  for (guint i = 0; gen_source_symbols[i]; i++)
    g_ptr_array_add (e.p.symbols, g_strdup (gen_source_symbols[i]));
  for (guint i = 0; i < e.p.nexts; i++)
  {
    json_t *ext = json_pack ("{s:s, s:b, s:[]}", "external", g_ptr_array_index (e.p.symbols, e.p.nfuncs + i), "effects",
                             gen_chance (g, 30), "callbacks");
    guint called = gen_below (g, gen_chance (g, 80) ? e.p.nfuncs : e.p.symbols->len);
    if (gen_chance (g, 80))
      json_array_append_new (json_object_get (ext, "callbacks"), json_string (g_ptr_array_index (e.p.symbols, called)));
    json_array_append_new (externals, ext);
  }
  program = json_pack ("{s:s, s:i, s:s, s:s, s:o, s:o, s:o}", "format", "stacksieve-graphs", "version", 1, "program", "random",
                       "stage", "none", "types", make_types (), "externals", externals, "functions", functions);
  for (guint i = 0; i < e.p.nfuncs; i++)
    json_array_append_new (functions, make_function (&e, i));
  g_ptr_array_unref (e.p.symbols);
  return program;
}

static json_t *
policy_document (guint number)
{
  static const char *const owned[][3]
      = { { NULL }, { "gc:Frame", NULL }, { "gc:Frame", "gc:Gen", NULL }, { "gc:SubFrame", NULL }, { "gc:Gen", NULL },
          { "gc:Frame", "gc:Array", NULL } };
  json_t *policy = json_pack ("{s:s, s:b, s:[s, s], s:[s, s, s], s:[], s:[], s:[]}", "unknown_calls",
                              number % 2 ? "never" : "unwind", "callbacks", number % 3 != 2, "frames", "gc:Frame", "gc:Gen", "foreign",
                              "raw:*", "func:*", "Address", "owned", "unwind_operations", "unwind_functions");

  for (guint i = 0; owned[number / 2][i]; i++)
    json_array_append_new (json_object_get (policy, "owned"), json_string (owned[number / 2][i]));
  for (guint i = 0; gen_source_ops[i]; i++)
    json_array_append_new (json_object_get (policy, "unwind_operations"), json_string (gen_source_ops[i]));
  for (guint i = 0; gen_source_symbols[i]; i++)
    json_array_append_new (json_object_get (policy, "unwind_functions"), json_string (gen_source_symbols[i]));
  return policy;
}

static SsPolicy *
read_policy (guint number, const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "policy.json", NULL);
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
  json_t *document = policy_document (number);
  int failed = json_dump_file (document, path, 0);

  g_assert (!failed);
  json_decref (document);
  SsPolicy *policy = ss_policy_load (path, notes, NULL);
  g_assert (policy && notes->len == 0);
  g_unlink (path);
  return policy;
}

char *
gen_eval_begin (SsPolicy *policies[GEN_EVAL_POLICIES])
{
  char *folder = g_dir_make_tmp ("stacksieve-eval-XXXXXX", NULL);

  for (guint i = 0; folder && i < GEN_EVAL_POLICIES; i++)
    policies[i] = read_policy (i, folder);
  return folder;
}

void
gen_eval_end (char *folder, SsPolicy *policies[GEN_EVAL_POLICIES])
{
  if (!folder)
    return;
  g_autofree char *path = g_build_filename (folder, "program.json", NULL);

  g_unlink (path);
  g_rmdir (folder);
  g_free (folder);
  for (guint i = 0; i < GEN_EVAL_POLICIES; i++)
    g_clear_pointer (&policies[i], ss_policy_free);
}
