/* Random programs.
 *
 * A function is made in two steps: its blocks get their inputs first, so that every link knows what its target wants;
 * then each block is filled.  A block is of one of three shapes: any operations and links; a call in tail position; a
 * call whose result goes through blocks of copies, housekeeping and pure operations to the return block, now and then
 * spoiled by one operation or link.  Without the last two nearly every record would be of one kind.
 */
#include "gen_parts.h"

#include <string.h>

const char *const gen_pure_ops[] = { "int_add", "int_lt", "int_mul", "float_add", "ptr_eq", "int_is_true", "pure_by_policy", NULL };
const char *const gen_copy_ops[] = { "cast_pointer", "cast_opaque_ptr", "same_as", NULL };
const char *const gen_house_ops[] = { "held_by", "keepalive", "debug_assert", "debug_start", "debug_stop", NULL };
const char *const gen_other_ops[] = { "getfield", "setfield", "getarrayitem", "setarrayitem", "malloc", "raw_load",
                                      "raw_store", "int_xor", "frobnicate", "an op\nwith a \"name\"", "", NULL };
const char *const gen_impure_ops[] = { "int_xor", NULL };
const char *const gen_source_ops[] = { "stack_switch", "stack_unwind", NULL };
const char *const gen_source_symbols[] = { "C:stacklet_new", "C:stacklet_switch", NULL };
const char *const gen_frame_types[] = { "gc:Frame", NULL };
const char *const gen_foreign_types[] = { "raw:", "func:", "Address", NULL };

static const char *const etype = "raw:object_vtable";
static const char *const evalue = "gc:object";

/* Types of variables; the first ones are picked more often, so that links find a variable of the type they need. */
enum
{
  N_COMMON = 7
};
static const char *const types[]
    = { "Signed",  "gc:Frame",      "gc:SubFrame", "gc:Obj", "raw:Buf", "Bool", "Signed",   "gc:LeafFrame", "Float", "Void",
        "gc:Sub",  "func:Visit(x)", "Address",     "GCREF",  "UniChar", "Char", "Unsigned", "LongFloat",     "Void",  "SignedLongLong" };

void
gen_init (Gen *g, guint64 seed)
{
  g->state = (seed + 1) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  for (int i = 0; i < 4; i++)
    gen_below (g, 2);
}

guint64
gen_programs (guint64 by_itself)
{
  const char *many = g_getenv ("STACKSIEVE_PROGRAMS");

  return gen_at_most (many ? g_ascii_strtoull (many, NULL, 10) : by_itself);
}

guint64
gen_at_most (guint64 n)
{
  const char *most = g_getenv ("STACKSIEVE_PROGRAMS_AT_MOST");

  return most ? MIN (n, g_ascii_strtoull (most, NULL, 10)) : n;
}

static const guint8 *fed; /* lent */
static gsize nfed;

void
gen_feed (const guint8 *bytes, gsize n)
{
  fed = bytes;
  nfed = n;
}

guint
gen_below (Gen *g, guint n)
{
  guint64 x = g->state; /* xorshift64*, Vigna 2016 */

  if (nfed > 0)
  {
    nfed--;
    return *fed++ % n;
  }
  x ^= x >> 12;
  x ^= x << 25;
  x ^= x >> 27;
  g->state = x;
  return (guint) (((x * G_GUINT64_CONSTANT (0x2545f4914f6cdd1d)) >> 33) % n);
}

gboolean
gen_chance (Gen *g, guint percent)
{
  return gen_below (g, 100) < percent;
}

const char *
gen_pick (Gen *g, const char *const *names)
{
  return names[gen_below (g, g_strv_length ((char **) names))];
}

static const char *
gen_type (Gen *g)
{
  return types[gen_below (g, gen_chance (g, 75) ? N_COMMON : G_N_ELEMENTS (types))];
}

const char *
func_var (Func *f, const char *type)
{
  json_t *list = json_object_get (f->vars, type);
  char name[32];

  g_snprintf (name, sizeof name, gen_chance (&f->p->g, 5) ? "n_%u\xc3\xa9" : "v%u", f->nvars++);
  if (!list)
  {
    list = json_array ();
    json_object_set_new (f->vars, type, list);
  }
  json_array_append_new (list, json_string (name));
  const char *kept = json_string_value (json_array_get (list, json_array_size (list) - 1));
  g_hash_table_insert (f->type_of, (gpointer) kept, (gpointer) type);
  return kept;
}

/* Adds an empty block whose inputs have the given types (they are copied); returns its number. */
int
func_block (Func *f, const char *const *in, guint n)
{
  json_t *b = json_object (), *vars = json_array ();
  const char **kept = g_new0 (const char *, n + 1);

  for (guint i = 0; i < n; i++)
  {
    kept[i] = in[i];
    json_array_append_new (vars, json_string (func_var (f, in[i])));
  }
  json_object_set_new (b, "in", vars);
  json_array_append_new (f->blocks, b);
  g_ptr_array_add (f->ins, kept);
  return (int) json_array_size (f->blocks) - 1;
}

static json_t *
gen_constant (Gen *g, const char *type)
{
  static const char *const texts[] = { "_struct1", "a \"b\" \\N {x|y}", "", "\xe2\x82\xac", "9223372036854775808", "</script>" };

  if (!strcmp (type, "Void"))
    return gen_chance (g, 50) ? json_null () : json_pack ("{s:s, s:s}", "const", "field", "type", "Void");
  switch (gen_below (g, 8))
  {
  case 0:
    return json_true ();
  case 1:
    return json_false ();
  case 2:
    return json_null ();
  case 3:
    return json_integer (gen_chance (g, 20) ? G_MININT64 : gen_chance (g, 20) ? G_MAXINT64 : (json_int_t) gen_below (g, 9) - 4);
  case 4:
    return json_real (gen_chance (g, 50) ? 0.1 : -1.5e300);
  case 5:
    return json_pack ("{s:s}", "const", texts[gen_below (g, G_N_ELEMENTS (texts))]);
  default:
    return json_pack ("{s:s, s:s}", "const", texts[gen_below (g, G_N_ELEMENTS (texts))], "type", type);
  }
}

/* A variable of `scope` of that type, or NULL. */
static const char *
scope_find (Func *f, GPtrArray *scope, const char *type)
{
  guint n = scope->len, at = n ? gen_below (&f->p->g, n) : 0;

  for (guint i = 0; i < n; i++)
  {
    const char *v = g_ptr_array_index (scope, (at + i) % n);
    if (!strcmp (g_hash_table_lookup (f->type_of, v), type))
      return v;
  }
  return NULL;
}

/* An operand for a place that wants `type`: a variable of it, a constant, sometimes a variable of another type.  Void
 * goes into Void alone. */
static json_t *
gen_operand (Func *f, GPtrArray *scope, const char *type)
{
  Gen *g = &f->p->g;
  const char *v = NULL;

  if (gen_chance (g, 90))
    v = scope_find (f, scope, type);
  if (!v && scope->len && gen_chance (g, 40))
  {
    v = g_ptr_array_index (scope, gen_below (g, scope->len));
    if (strcmp (type, "Void") == 0 || strcmp (g_hash_table_lookup (f->type_of, v), "Void") == 0)
      v = NULL;
  }
  return v ? json_string (v) : gen_constant (g, type);
}

static json_t *
gen_any_operand (Func *f, GPtrArray *scope)
{
  return gen_operand (f, scope, gen_type (&f->p->g));
}

json_t *
block_list (json_t *block, const char *key)
{
  json_t *list = json_object_get (block, key);

  if (!list)
  {
    list = json_array ();
    json_object_set_new (block, key, list);
  }
  return list;
}

/* The variables that a block has so far. */
static GPtrArray *
block_scope (json_t *block)
{
  GPtrArray *scope = g_ptr_array_new ();
  json_t *v;
  size_t i;

  json_array_foreach (json_object_get (block, "in"), i, v)
    g_ptr_array_add (scope, (gpointer) json_string_value (v));
  json_array_foreach (json_object_get (block, "ops"), i, v)
  {
    const char *r = json_string_value (json_array_get (v, 1));
    if (r)
      g_ptr_array_add (scope, (gpointer) r);
  }
  return scope;
}

/* Starts an operation: its name and its result of that type, NULL for none. */
json_t *
gen_op (Func *f, const char *name, const char *type)
{
  json_t *op = json_array ();

  json_array_append_new (op, json_string (name));
  json_array_append_new (op, type ? json_string (func_var (f, type)) : json_null ());
  return op;
}

/* A result's type as an operation has it: Void is mostly no result at all. */
static const char *
gen_result_type (Gen *g, const char *type)
{
  return !strcmp (type, "Void") && gen_chance (g, 70) ? NULL : type;
}

/* A call, or an operation that unwinds.  `type` is that of its result; NULL lets it choose.  Not added to the block. */
static json_t *
gen_call (Func *f, GPtrArray *scope, const char *type)
{
  Gen *g = &f->p->g;
  GPtrArray *symbols = f->p->symbols;
  guint what = gen_below (g, 100);
  json_t *op;

  if (!type)
    type = gen_type (g);
  type = gen_result_type (g, type);
  if (what < 12)
    op = gen_op (f, gen_pick (g, gen_source_ops), type);
  else if (what < 70)
  {
    op = gen_op (f, "direct_call", type);
    json_array_append_new (op, gen_chance (g, 4) ? json_null ()
                                                 : json_string (g_ptr_array_index (symbols, gen_below (g, symbols->len))));
  }
  else
  {
    op = gen_op (f, "indirect_call", type);
    if (gen_chance (g, 30))
      json_array_append_new (op, json_null ());
    else
    {
      json_t *targets = json_array ();
      g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
      for (guint n = gen_below (g, 5); n > 0; n--)
      {
        const char *t = g_ptr_array_index (symbols, gen_below (g, symbols->len));
        if (g_hash_table_add (seen, (gpointer) t))
          json_array_append_new (targets, json_string (t));
      }
      json_array_append_new (op, targets);
    }
    json_array_append_new (op, gen_operand (f, scope, "func:Visit(x)"));
  }
  for (guint n = gen_below (g, 3); n > 0; n--)
    json_array_append_new (op, gen_any_operand (f, scope));
  return op;
}

/* Housekeeping; the notation for a held value where there is a frame that could hold one. */
static json_t *
gen_house (Func *f, GPtrArray *scope)
{
  Gen *g = &f->p->g;
  const char *frame = gen_chance (g, 40) ? scope_find (f, scope, "gc:Frame") : NULL;
  json_t *op;

  if (frame)
    return json_pack ("[s, n, s, s, {s:s}]", "held_by", g_ptr_array_index (scope, gen_below (g, scope->len)), frame, "const", "slot");
  op = gen_op (f, gen_pick (g, gen_house_ops + 1), NULL);
  for (guint n = gen_below (g, 3); n > 0; n--)
    json_array_append_new (op, gen_any_operand (f, scope));
  return op;
}

/* Any operation; what it reads is in scope. */
static json_t *
gen_any_op (Func *f, GPtrArray *scope)
{
  Gen *g = &f->p->g;
  guint what = gen_below (g, 100);
  const char *type = gen_result_type (g, gen_type (g));
  json_t *op;

  if (what < 25)
    return gen_call (f, scope, NULL);
  if (what < 41)
    return gen_house (f, scope);
  if (what < 66)
    op = gen_op (f, gen_pick (g, gen_pure_ops), type ? type : "Signed");
  else if (what < 78)
    op = gen_op (f, gen_pick (g, gen_copy_ops), type ? type : "gc:Frame");
  else
    op = gen_op (f, gen_pick (g, gen_other_ops), type);
  for (guint n = 1 + gen_below (g, 3); n > 0; n--)
    json_array_append_new (op, gen_any_operand (f, scope));
  return op;
}

static void
block_add_op (json_t *block, json_t *op, GPtrArray *scope)
{
  json_array_append_new (block_list (block, "ops"), op);
  const char *r = json_string_value (json_array_get (op, 1));
  if (r)
    g_ptr_array_add (scope, (gpointer) r);
}

/* Up to `max` operations of housekeeping and pure ones. */
static void
block_add_idle (Func *f, json_t *block, GPtrArray *scope, guint max)
{
  Gen *g = &f->p->g;

  for (guint n = gen_below (g, max + 1); n > 0; n--)
  {
    if (gen_chance (g, 50))
    {
      block_add_op (block, gen_house (f, scope), scope);
      continue;
    }
    json_t *op = gen_op (f, gen_pick (g, gen_pure_ops), gen_chance (g, 70) ? "Signed" : "Bool");
    if (gen_chance (g, 40))
      json_array_append_new (op, gen_any_operand (f, scope));
    block_add_op (block, op, scope);
  }
}

/* A link to block `to`, its arguments from scope; in a place that wants the type of `carry`, that variable. */
static json_t *
gen_link (Func *f, GPtrArray *scope, int to, const char *carry)
{
  json_t *link = json_object (), *args = json_array ();
  const char **in = g_ptr_array_index (f->ins, to);

  json_object_set_new (link, "to", json_integer (to));
  for (; *in; in++)
    if (carry && !strcmp (*in, g_hash_table_lookup (f->type_of, carry)))
      json_array_append_new (args, json_string (carry));
    else
      json_array_append_new (args, gen_operand (f, scope, *in));
  json_object_set_new (link, "args", args);
  return link;
}

static int
gen_target (Func *f)
{
  Gen *g = &f->p->g;

  if (f->ret >= 0 && gen_chance (g, 20))
    return f->ret;
  return (int) gen_below (g, (guint) f->ins->len);
}

/* Gives the block's exits their cases, and the block its switch. */
static void
block_set_cases (Func *f, json_t *block, GPtrArray *scope)
{
  Gen *g = &f->p->g;
  json_t *exits = json_object_get (block, "exits"), *e;
  guint style = gen_below (g, 3);
  size_t i, n = json_array_size (exits);

  if (n < 2 && gen_chance (g, 92))
    return;
  json_object_set_new (block, "switch", gen_operand (f, scope, style == 0 ? "Bool" : style == 1 ? "Signed" : "Char"));
  if (n < 2 && gen_chance (g, 50))
    return;
  json_array_foreach (exits, i, e)
  {
    char text[2] = { (char) ('a' + (int) i), 0 };
    json_t *c;
    if (i == 2 || (i == 1 && style != 0 && gen_chance (g, 40)))
      c = json_string ("default");
    else if (style == 0)
      c = json_boolean (i == 1);
    else if (style == 1)
      c = json_integer ((json_int_t) i * 5 - 1);
    else
      c = json_string (text);
    json_object_set_new (e, "case", c);
    if (i == 2)
      break;
  }
}

/* A handler.  `good`: it re-raises just what it caught, through a block now and then. */
static void
block_add_handler (Func *f, json_t *block, GPtrArray *scope, gboolean good)
{
  static const char *const classes[] = { "ValueError", "Exception", "KeyError", "a:b.C" };
  Gen *g = &f->p->g;
  json_t *h, *binds = json_array ();
  guint old = scope->len;
  const char *bind[2] = { NULL, NULL };

  for (int i = 0; i < 2; i++)
  {
    if (good || gen_chance (g, 75))
    {
      bind[i] = func_var (f, i ? evalue : etype);
      g_ptr_array_add (scope, (gpointer) bind[i]);
    }
    json_array_append_new (binds, bind[i] ? json_string (bind[i]) : json_null ());
  }
  if (good && f->exc >= 0)
  {
    int to = f->exc;
    if (gen_chance (g, 35))
    {
      const char *in[3] = { etype, evalue, gen_type (g) };
      to = func_block (f, in, gen_chance (g, 50) ? 2 : 3);
      json_t *mid = json_array_get (f->blocks, to);
      g_autoptr (GPtrArray) inner = block_scope (mid);
      const char *value = g_ptr_array_index (inner, 1);
      if (gen_chance (g, 50))
      {
        json_t *copy = gen_op (f, gen_pick (g, gen_copy_ops), evalue);
        json_array_append_new (copy, json_string (value));
        block_add_op (mid, copy, inner);
        value = g_ptr_array_index (inner, inner->len - 1);
      }
      block_add_idle (f, mid, inner, 2);
      if (gen_chance (g, 8)) /* a spoiler */
        block_add_op (mid, gen_any_op (f, inner), inner);
      json_t *last = gen_link (f, inner, f->exc, NULL);
      json_t *args = json_object_get (last, "args");
      json_array_set_new (args, 0, gen_chance (g, 8) ? gen_constant (g, etype) : json_string (g_ptr_array_index (inner, 0)));
      json_array_set_new (args, 1, gen_chance (g, 8) ? gen_constant (g, evalue) : json_string (value));
      json_array_append_new (block_list (mid, "exits"), last);
      if (gen_chance (g, 15)) /* another way on, good or not */
        json_array_append_new (block_list (mid, "exits"), gen_chance (g, 50) ? json_deep_copy (last)
                                                                             : gen_link (f, inner, gen_target (f), NULL));
      block_set_cases (f, mid, inner);
    }
    h = gen_link (f, scope, to, NULL);
    json_array_set_new (json_object_get (h, "args"), 0, json_string (bind[0]));
    json_array_set_new (json_object_get (h, "args"), 1, json_string (bind[1]));
  }
  else
    h = gen_link (f, scope, f->exc >= 0 && gen_chance (g, 40) ? f->exc : gen_target (f), NULL);
  json_object_set_new (h, "catch", json_string (classes[gen_below (g, G_N_ELEMENTS (classes))]));
  json_object_set_new (h, "bind", binds);
  json_array_append_new (block_list (block, "handlers"), h);
  g_ptr_array_set_size (scope, (gint) old);
}

/* Reads a function pointer from a field. */
static json_t *
gen_method (Func *f, GPtrArray *scope)
{
  static const char *const fields[] = { "visit", "run" };
  Gen *g = &f->p->g;
  json_t *op = gen_op (f, "getfield", "func:Visit(x)");

  json_array_append_new (op, gen_operand (f, scope, "gc:Obj"));
  json_array_append_new (op, json_pack ("{s:s, s:s}", "const", fields[gen_below (g, G_N_ELEMENTS (fields))], "type", "Void"));
  return op;
}

static void
fill_random (Func *f, json_t *block)
{
  Gen *g = &f->p->g;
  g_autoptr (GPtrArray) scope = block_scope (block);
  guint nexits;

  if (f->p->small && gen_chance (g, 25)) /* a pointer for an indirect call */
    block_add_op (block, gen_method (f, scope), scope);
  for (guint n = gen_below (g, 6); n > 0; n--)
    block_add_op (block, gen_any_op (f, scope), scope);
  nexits = gen_chance (g, 8) ? 0 : gen_chance (g, 60) ? 1 : 2 + gen_below (g, 2);
  if (nexits || gen_chance (g, 50))
    block_list (block, "exits");
  for (guint i = 0; i < nexits; i++)
    json_array_append_new (block_list (block, "exits"), gen_link (f, scope, gen_target (f), NULL));
  if (nexits == 2 && gen_chance (g, 15)) /* parallel links */
  {
    json_t *exits = json_object_get (block, "exits");
    json_array_set_new (exits, 1, json_deep_copy (json_array_get (exits, 0)));
  }
  block_set_cases (f, block, scope);
  if (json_array_size (json_object_get (block, "ops")) && gen_chance (g, 30))
    for (guint n = 1 + gen_below (g, 2); n > 0; n--)
      block_add_handler (f, block, scope, gen_chance (g, 40));
}

/* A call in tail position; the function has a return block. */
static void
fill_tail (Func *f, json_t *block)
{
  Gen *g = &f->p->g;
  g_autoptr (GPtrArray) scope = block_scope (block);

  for (guint n = gen_below (g, 3); n > 0; n--)
    block_add_op (block, gen_any_op (f, scope), scope);
  json_t *op = gen_call (f, scope, f->ret_type);
  block_add_op (block, op, scope);
  json_array_append_new (block_list (block, "exits"),
                         gen_link (f, scope, f->ret, json_string_value (json_array_get (op, 1))));
}

/* Goes on from `block`, where `result` holds the result of a call, to the return block with nothing else done. */
static void
fill_way (Func *f, json_t *block, GPtrArray *scope, const char *result, guint depth)
{
  Gen *g = &f->p->g;
  guint ways;

  block_add_idle (f, block, scope, 2);
  if (result && gen_chance (g, 30))
  {
    json_t *copy = gen_op (f, gen_pick (g, gen_copy_ops), f->ret_type);
    json_array_append_new (copy, json_string (result));
    block_add_op (block, copy, scope);
    result = g_ptr_array_index (scope, scope->len - 1);
  }
  if (gen_chance (g, 8)) /* a spoiler */
    block_add_op (block, gen_any_op (f, scope), scope);
  ways = depth < 2 && gen_chance (g, 30) ? 2 : 1;
  for (guint i = 0; i < ways; i++)
  {
    int to = f->ret;
    if (depth < 3 && gen_chance (g, 55))
    {
      const char *in[3] = { f->ret_type, gen_type (g), gen_type (g) };
      to = func_block (f, in, 1 + gen_below (g, 3));
      json_t *next = json_array_get (f->blocks, to);
      g_autoptr (GPtrArray) inner = block_scope (next);
      fill_way (f, next, inner, result ? g_ptr_array_index (inner, 0) : NULL, depth + 1);
    }
    else if (gen_chance (g, 8))
      to = gen_target (f);
    json_array_append_new (block_list (block, "exits"), gen_link (f, scope, to, result));
  }
  block_set_cases (f, block, scope);
}

/* A call after which the function only returns what it returned and re-raises what it raised, or nearly so. */
static void
fill_passthrough (Func *f, json_t *block)
{
  Gen *g = &f->p->g;
  g_autoptr (GPtrArray) scope = block_scope (block);

  for (guint n = gen_below (g, 2); n > 0; n--)
    block_add_op (block, gen_any_op (f, scope), scope);
  json_t *op = gen_call (f, scope, f->ret_type);
  block_add_op (block, op, scope);
  const char *result = json_string_value (json_array_get (op, 1));
  if (gen_chance (g, 50))
    fill_way (f, block, scope, result, 0);
  else
  {
    const char *in[2] = { f->ret_type, gen_type (g) };
    int to = func_block (f, in, 1 + gen_below (g, 2));
    json_t *next = json_array_get (f->blocks, to);
    g_autoptr (GPtrArray) inner = block_scope (next);
    fill_way (f, next, inner, result ? g_ptr_array_index (inner, 0) : NULL, 1);
    json_array_append_new (block_list (block, "exits"), gen_link (f, scope, to, result));
  }
  if (gen_chance (g, 50))
    for (guint n = 1 + gen_below (g, 2); n > 0; n--)
      block_add_handler (f, block, scope, gen_chance (g, 85));
}

static json_t *
gen_function (Prog *p, guint number)
{
  Gen *g = &p->g;
  json_t *record = json_object ();
  Func f = { .p = p, .blocks = json_array (), .vars = json_object (), .ret = -1, .exc = -1 };
  const char *in[5];
  guint nbody = 1 + gen_below (g, p->small ? 3 : gen_chance (g, 60) ? 4 : 10), n;
  gboolean ret_first = gen_chance (g, 3);

  f.type_of = g_hash_table_new (g_str_hash, g_str_equal);
  f.ins = g_ptr_array_new_with_free_func (g_free);
  f.ret_type = p->ret[number];
  json_object_set_new (record, "function", json_string (g_ptr_array_index (p->symbols, number)));
  json_object_set_new (record, "vars", f.vars);
  json_object_set_new (record, "blocks", f.blocks);
  if (gen_chance (g, 50))
  {
    json_object_set_new (record, "file", json_string ("dir/a file.py"));
    json_object_set_new (record, "line", json_integer (gen_below (g, 500)));
  }

  if (f.ret_type && ret_first)
    f.ret = func_block (&f, &f.ret_type, 1);
  n = gen_below (g, nbody);
  for (guint i = 0; i < nbody; i++)
  {
    guint nin = gen_below (g, 5);
    for (guint k = 0; k < nin; k++)
      in[k] = gen_type (g);
    func_block (&f, in, nin);
    if (i == n && f.ret < 0 && f.ret_type)
      f.ret = func_block (&f, &f.ret_type, 1);
    if (i == n && gen_chance (g, 85))
    {
      in[0] = etype;
      in[1] = evalue;
      f.exc = func_block (&f, in, 2);
    }
  }
  n = f.ins->len;
  for (guint i = 0; i < n; i++)
  {
    json_t *block = json_array_get (f.blocks, i);
    guint shape = gen_below (g, 100);
    if ((int) i == f.ret || (int) i == f.exc)
      continue;
    if (f.ret < 0 || shape < 60)
      fill_random (&f, block);
    else if (shape < 72)
      fill_tail (&f, block);
    else
      fill_passthrough (&f, block);
  }
  if (f.ret >= 0)
    json_object_set_new (record, "return", json_integer (f.ret));
  if (f.exc >= 0)
    json_object_set_new (record, "raise", json_integer (f.exc));
  g_hash_table_unref (f.type_of);
  g_ptr_array_unref (f.ins);
  return record;
}

/* A function's name: now and then one that shows a bytecode, or one that is hard to quote. */
static char *
gen_name (Gen *g, gboolean small, guint number)
{
  static const char *const shown[] = { "m:Frame.CALL_FUNCTION", "m:Frame.int_BINARY_ADD__star_1", "m:op_LOAD_ATTR_Rest" };

  if (gen_chance (g, 10))
    return g_strdup_printf ("m:K.f\"%u@1.2", number);
  if (small && gen_chance (g, 25))
    return g_strdup_printf ("%s#%u", shown[gen_below (g, G_N_ELEMENTS (shown))], number + 2);
  return g_strdup_printf ("m:f%u", number);
}

static json_t *
make_program (guint64 seed, gboolean small)
{
  Prog p = { .symbols = g_ptr_array_new_with_free_func (g_free), .small = small };
  Gen *g = &p.g;
  json_t *program, *functions, *externals;

  gen_init (g, seed);
  p.nfuncs = 1 + gen_below (g, small ? 8 : 12);
  p.nexts = gen_below (g, small ? 3 : 5);
  for (guint i = 0; i < p.nfuncs; i++)
  {
    g_ptr_array_add (p.symbols, gen_name (g, small, i));
    p.ret[i] = gen_chance (g, 8) ? NULL : gen_chance (g, 25) ? "Void" : gen_type (g);
  }
  for (guint i = 0; i < p.nexts; i++)
    g_ptr_array_add (p.symbols, g_strdup_printf ("C:ext%u", i));
  g_ptr_array_add (p.symbols, g_strdup ("C:unknown"));
  for (guint i = 0; gen_source_symbols[i]; i++)
    if (gen_chance (g, 70))
      g_ptr_array_add (p.symbols, g_strdup (gen_source_symbols[i]));

  program = json_pack ("{s:s, s:i, s:s, s:s, s:{s:i}}", "format", "stacksieve-graphs", "version", 1, "program", "random",
                       "stage", "none", "extra", "seed", (int) (seed & 0xffff));
  json_object_set_new (program, "types",
                       json_pack ("[{s:s, s:s, s:[s, s]}, {s:s, s:s}, {s:s, s:s}, {s:s}]", "type", "gc:SubFrame", "super",
                                  "gc:Frame", "immutable", "code", "b", "type", "gc:LeafFrame", "super", "gc:SubFrame", "type",
                                  "gc:Sub", "super", "gc:Obj", "type", "gc:Frame"));
  externals = json_array ();
  for (guint i = 0; i < p.nexts; i++)
  {
    json_t *ext = json_pack ("{s:s}", "external", g_ptr_array_index (p.symbols, p.nfuncs + i));
    json_t *callbacks = block_list (ext, "callbacks");
    g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
    for (guint n = gen_below (g, 4); n > 0; n--)
    {
      const char *s = g_ptr_array_index (p.symbols, gen_below (g, p.symbols->len));
      if (g_hash_table_add (seen, (gpointer) s))
        json_array_append_new (callbacks, json_string (s));
    }
    if (gen_chance (g, 50))
      json_object_set_new (ext, "effects", json_boolean (gen_chance (g, 50)));
    json_array_append_new (externals, ext);
  }
  json_object_set_new (program, "externals", externals);
  functions = json_array ();
  for (guint i = 0; i < p.nfuncs; i++)
    json_array_append_new (functions, gen_function (&p, i));
  json_object_set_new (program, "functions", functions);
  g_ptr_array_unref (p.symbols);
  return program;
}

json_t *
gen_program (guint64 seed)
{
  return make_program (seed, FALSE);
}

json_t *
gen_small_program (guint64 seed)
{
  return make_program (seed, TRUE);
}

json_t *
gen_policy (const json_t *program, guint64 seed)
{
  static const char *const says[] = { "unwinds", "never", "only" };
  Gen g;
  json_t *policy, *calls = json_array (), *f, *b, *op;
  size_t fi, bi, oi;
  gboolean any;

  gen_init (&g, seed ^ G_GUINT64_CONSTANT (0x5851f42d4c957f2d));
  policy = json_pack ("{s:b, s:b, s:o}", "unknown_unwinds", gen_chance (&g, 50), "callbacks", gen_chance (&g, 60), "calls",
                      calls);
  any = gen_chance (&g, 30);
  json_array_foreach (json_object_get (program, "functions"), fi, f)
    json_array_foreach (json_object_get (f, "blocks"), bi, b)
      json_array_foreach (json_object_get (b, "ops"), oi, op)
      {
        json_t *targets = json_array_get (op, 2);
        if (!any || strcmp (json_string_value (json_array_get (op, 0)), "indirect_call") || !gen_chance (&g, 25))
          continue;
        const char *what = says[gen_below (&g, 3)];
        json_t *entry = json_pack ("{s:s}", "says", what);
        char *at = g_strdup_printf ("%s@%zu.%zu", json_string_value (json_object_get (f, "function")), bi, oi);
        json_object_set_new (entry, "at", json_string (at));
        g_free (at);
        if (!strcmp (what, "only"))
        {
          json_t *only = json_array (), *t;
          size_t i;
          json_array_foreach (targets, i, t)
            if (gen_chance (&g, 60))
              json_array_append (only, t);
          if (json_is_null (targets) && gen_chance (&g, 80))
            json_array_append (only, json_object_get (json_array_get (json_object_get (program, "functions"), 0), "function"));
          json_object_set_new (entry, "targets", only);
          if (!json_array_size (only)) /* a site that has no targets is one that never unwinds */
            json_object_set_new (entry, "says", json_string ("never"));
        }
        json_array_append_new (calls, entry);
      }
  return policy;
}

/* Adds one of a program's symbols to a list, once. */
static void
add_symbol (json_t *list, const json_t *record, const char *key)
{
  const json_t *name = json_object_get (record, key), *other;
  size_t i;

  json_array_foreach (list, i, other)
    if (json_equal (other, name))
      return;
  json_array_append (list, (json_t *) name);
}

json_t *
gen_chain_policy (const json_t *program, guint64 seed)
{
  static const char *const picklable[] = { "Signed", "gc:Obj", "gc:Sub", "Bool", "Float", "GCREF", "gc:object", "UniChar" };
  const json_t *functions = json_object_get (program, "functions"), *externals = json_object_get (program, "externals"), *f, *b, *op;
  json_t *policy = gen_policy (program, seed);
  json_t *roots = json_array (), *frames = json_array (), *sources = json_array (), *pickled = json_array (), *named = json_array ();
  guint nfuncs = (guint) json_array_size (functions), nexts = (guint) json_array_size (externals), names;
  size_t fi, bi, oi;
  Gen g;

  gen_init (&g, seed ^ G_GUINT64_CONSTANT (0x9fb21c651e98df25));
  for (guint n = gen_below (&g, 4); n > 0; n--)
    add_symbol (roots, json_array_get (functions, gen_below (&g, nfuncs)), "function");
  for (guint n = gen_below (&g, 4); n > 0; n--)
    add_symbol (frames, json_array_get (functions, gen_below (&g, nfuncs)), "function");
  if (nexts && gen_chance (&g, 10))
    add_symbol (frames, json_array_get (externals, gen_below (&g, nexts)), "external");
  if (nexts && gen_chance (&g, 10))
    add_symbol (roots, json_array_get (externals, gen_below (&g, nexts)), "external");
  if (nexts && gen_chance (&g, 10))
    add_symbol (sources, json_array_get (externals, gen_below (&g, nexts)), "external");
  if (gen_chance (&g, 15)) /* a source that has a body */
    add_symbol (sources, json_array_get (functions, gen_below (&g, nfuncs)), "function");
  for (guint i = 0; i < G_N_ELEMENTS (picklable); i++)
    if (gen_chance (&g, 60))
      json_array_append_new (pickled, json_string (picklable[i]));
  names = gen_below (&g, 3) * 45;
  json_array_foreach (functions, fi, f)
    json_array_foreach (json_object_get (f, "blocks"), bi, b)
      json_array_foreach (json_object_get (b, "ops"), oi, op)
        if (gen_chance (&g, names))
        {
          char *at = g_strdup_printf ("%s@%zu.%zu", json_string_value (json_object_get (f, "function")), bi, oi);
          json_array_append_new (named, json_string (at));
          g_free (at);
        }
  json_object_set_new (policy, "roots", roots);
  json_object_set_new (policy, "frame_functions", frames);
  json_object_set_new (policy, "sources", sources);
  json_object_set_new (policy, "picklable", pickled);
  json_object_set_new (policy, "named", named);
  return policy;
}

/* Adds names to a list of a policy, with something before and behind each. */
static void
add_names (json_t *policy, const char *key, const char *before, const char *const *names)
{
  json_t *list = json_object_get (policy, key);

  if (!list)
  {
    list = json_array ();
    json_object_set_new (policy, key, list);
  }
  for (; *names; names++)
  {
    g_autofree char *name = g_strconcat (before, *names, g_str_has_suffix (*names, ":") ? "*" : "", NULL);
    json_array_append_new (list, json_string (name));
  }
}

json_t *
gen_policy_file (const json_t *terms)
{
  static const char *const lists[] = { "roots", "frame_functions", "picklable" };
  json_t *policy = json_object (), *calls = json_array (), *entry;
  size_t i;

  json_object_set_new (policy, "unknown_calls",
                       json_string (json_is_true (json_object_get (terms, "unknown_unwinds")) ? "unwind" : "never"));
  json_object_set (policy, "callbacks", json_object_get (terms, "callbacks"));
  add_names (policy, "pure", "", gen_pure_ops);
  add_names (policy, "pure", "-", gen_impure_ops);
  add_names (policy, "value_preserving", "", gen_copy_ops);
  add_names (policy, "housekeeping", "", gen_house_ops);
  add_names (policy, "unwind_operations", "", gen_source_ops);
  add_names (policy, "unwind_functions", "", gen_source_symbols);
  add_names (policy, "frames", "", gen_frame_types);
  add_names (policy, "foreign", "", gen_foreign_types);
  json_array_extend (json_object_get (policy, "unwind_functions"), json_object_get (terms, "sources"));
  for (guint k = 0; k < G_N_ELEMENTS (lists); k++)
    if (json_object_get (terms, lists[k]))
      json_object_set (policy, lists[k], json_object_get (terms, lists[k]));
  json_array_foreach (json_object_get (terms, "calls"), i, entry)
  {
    const char *says = json_string_value (json_object_get (entry, "says"));
    json_t *call = json_object ();
    json_object_set (call, "site", json_object_get (entry, "at"));
    if (!strcmp (says, "only"))
      json_object_set (call, says, json_object_get (entry, "targets"));
    else
      json_object_set_new (call, says, json_true ());
    json_array_append_new (calls, call);
  }
  json_object_set_new (policy, "calls", calls);
  return policy;
}

char *
gen_document (const json_t *program)
{
  char *dumped = json_dumps (program, JSON_INDENT (1) | JSON_ENCODE_ANY);
  char *text = g_strdup (dumped);

  free (dumped);
  return text;
}

char *
gen_stream (const json_t *program, guint64 seed)
{
  static const char *const sections[] = { "types", "externals", "functions" };
  g_autoptr (GPtrArray) records = g_ptr_array_new ();
  g_autoptr (GString) text = g_string_new (NULL);
  json_t *header = json_object (), *value;
  const char *key;
  char *line;
  Gen g;

  json_object_foreach ((json_t *) program, key, value)
    if (!json_is_array (value))
      json_object_set (header, key, value);
  for (guint s = 0; s < G_N_ELEMENTS (sections); s++)
  {
    size_t i;
    json_array_foreach (json_object_get (program, sections[s]), i, value)
      g_ptr_array_add (records, value);
  }
  gen_init (&g, seed);
  if (seed)
    for (guint i = records->len; i > 1; i--)
    {
      guint k = gen_below (&g, i);
      gpointer t = records->pdata[k];
      records->pdata[k] = records->pdata[i - 1];
      records->pdata[i - 1] = t;
    }
  line = json_dumps (header, JSON_COMPACT);
  g_string_append_printf (text, "%s\n", line);
  free (line);
  json_decref (header);
  for (guint i = 0; i < records->len; i++)
  {
    line = json_dumps (g_ptr_array_index (records, i), gen_chance (&g, 50) ? JSON_COMPACT : JSON_ENSURE_ASCII);
    g_string_append (text, line);
    g_string_append (text, i % 7 == 3 ? "\r\n\n" : "\n");
    free (line);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}
