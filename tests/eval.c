/* The evaluator (eval.h). */
#include "eval.h"

#include <string.h>

enum
{
  MAX_DEPTH = 12,   /* a call deeper than this raises */
  MAX_ITEMS = 64,   /* longest array */
  HEAP_OF_EACH = 2, /* objects of every type that are there from the start */
  MAX_OBJECTS = 4000
};

static const char *const end_names[]
    = { "running", "returned", "raised", "ended", "fault", "out of fuel", "used what was thrown away" };

const char *
eval_end_name (EvalEnd end)
{
  return end_names[end];
}

static guint64
mix (guint64 h)
{
  h = (h ^ (h >> 31)) * G_GUINT64_CONSTANT (0x7fb5d329728ea185);
  h = (h ^ (h >> 27)) * G_GUINT64_CONSTANT (0x81dadef4bc2dd44d);
  return h ^ (h >> 33);
}

guint64
eval_hash (const Eval *e, guint64 a, guint64 b)
{
  return mix (mix (e->seed * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15) + a) + b);
}

/* A hash that is another one each time. */
static guint64
event (Eval *e)
{
  return eval_hash (e, 0x5eed, ++e->nevents);
}

static void G_GNUC_PRINTF (2, 3)
say (Eval *e, const char *format, ...)
{
  va_list args;

  if (!e->log)
    return;
  va_start (args, format);
  g_string_append_vprintf (e->log, format, args);
  va_end (args);
}

static void
trace (Eval *e, guint64 x)
{
  e->trace = mix (e->trace + x);
}

static void
trace_value (Eval *e, EvalValue v)
{
  trace (e, (guint64) v.kind << 60 ^ (guint64) v.n);
  if (e->log)
  {
    g_autofree char *text = eval_text (e, v);
    say (e, " %s", text);
  }
}

char *
eval_text (const Eval *e, EvalValue v)
{
  switch (v.kind)
  {
  case EVAL_INT:
    return g_strdup_printf ("%" G_GINT64_FORMAT, v.n);
  case EVAL_REF:
    if (!v.n)
      return g_strdup ("null");
    return g_strdup_printf ("object %d (%s)", (int) v.n,
                            ss_type_name (e->p, g_array_index (e->objects, EvalObject, v.n).type));
  case EVAL_TEXT:
    return g_strdup (v.n ? ss_str (e->p, (guint32) v.n) : "something");
  case EVAL_VOID:
    return g_strdup ("void");
  default:
    return g_strdup ("poison");
  }
}

static void
stop (Eval *e, EvalEnd end, guint32 at)
{
  if (e->end != EVAL_RUNNING)
    return;
  e->end = end;
  e->at = at;
}

static guint32
new_object (Eval *e, guint32 type, guint n)
{
  EvalObject object = { type, e->memory->len, n };

  if (e->objects->len >= MAX_OBJECTS)
    stop (e, EVAL_FUEL, SS_NONE);
  g_array_append_val (e->objects, object);
  g_array_set_size (e->memory, e->memory->len + n);
  return e->objects->len - 1;
}

static gboolean
fits (const Eval *e, EvalValue v, guint32 type)
{
  switch (e->p->types[type].storage)
  {
  case SS_STORE_REF:
    return v.kind == EVAL_REF && (!v.n || ss_type_extends (e->p, g_array_index (e->objects, EvalObject, v.n).type, type));
  case SS_STORE_VOID:
    return v.kind == EVAL_VOID;
  case SS_STORE_ADDR:
    return v.kind == EVAL_TEXT;
  default:
    return v.kind == EVAL_INT && (strcmp (ss_type_name (e->p, type), "Bool") != 0 || v.n == 0 || v.n == 1);
  }
}

EvalValue
eval_some (Eval *e, guint32 type, guint64 hash)
{
  guint n = e->objects->len;

  switch (e->p->types[type].storage)
  {
  case SS_STORE_REF:
    for (guint i = 0; i + 1 < n; i++)
    {
      EvalValue v = { EVAL_REF, (gint64) (1 + (hash + i) % (n - 1)) };
      if (fits (e, v, type))
        return v;
    }
    return (EvalValue){ EVAL_REF, 0 };
  case SS_STORE_VOID:
    return (EvalValue){ EVAL_VOID, 0 };
  case SS_STORE_ADDR:
    return (EvalValue){ EVAL_TEXT, 0 };
  default:
    return (EvalValue){ EVAL_INT, (gint64) (hash % (strcmp (ss_type_name (e->p, type), "Bool") ? 9 : 2)) };
  }
}

static EvalValue
fit (Eval *e, EvalValue v, guint32 type)
{
  return fits (e, v, type) ? v : eval_some (e, type, event (e));
}

static void
fill_object (Eval *e, guint32 object)
{
  EvalObject o = g_array_index (e->objects, EvalObject, object);

  for (guint i = 0; i < o.n; i++)
  {
    guint32 type = i < e->fields->len ? g_array_index (e->field_types, guint32, i) : SS_NONE;
    guint64 h = event (e);
    g_array_index (e->memory, EvalValue, o.at + i)
        = type == SS_NONE ? (EvalValue){ EVAL_INT, (gint64) (h % 9) } : eval_some (e, type, h);
  }
}

static void
fill_array (Eval *e, guint32 object)
{
  EvalObject o = g_array_index (e->objects, EvalObject, object);

  for (guint i = 0; i < o.n; i++)
    g_array_index (e->memory, EvalValue, o.at + i) = (EvalValue){ EVAL_INT, (gint64) (event (e) % 9) };
}

gboolean
eval_is_array (const Eval *e, guint32 type)
{
  return strstr (ss_type_name (e->p, type), "Array") != NULL;
}

/* The field that an operation names, with the type of what is read or written there. */
static void
note_field (Eval *e, guint32 o)
{
  const SsProgram *p = e->p;
  guint32 n, at, type = SS_NONE;
  const SsOperand *args = ss_op_args (p, o, &n);

  if (n < 2 || !ss_is_const (args[1]) || ss_const (p, args[1])->kind != SS_CONST_TEXT)
    return;
  guint32 field = (guint32) ss_const (p, args[1])->u.str;
  for (at = 0; at < e->fields->len && g_array_index (e->fields, guint32, at) != field; at++)
    ;
  if (p->ops[o].name == SS_OP_getfield && p->ops[o].result != SS_NONE)
    type = p->var_type[p->ops[o].result];
  else if (n > 2 && ss_is_var (args[2]))
    type = p->var_type[args[2]];
  if (at == e->fields->len)
  {
    g_array_append_val (e->fields, field);
    g_array_append_val (e->field_types, type);
  }
  else if (g_array_index (e->field_types, guint32, at) == SS_NONE)
    g_array_index (e->field_types, guint32, at) = type;
}

Eval *
eval_new (const SsTerms *terms, const SsUnwind *u)
{
  Eval *e = g_new0 (Eval, 1);

  e->terms = terms;
  e->p = terms->program;
  e->u = u;
  e->stack = g_array_new (FALSE, FALSE, sizeof (EvalActivation));
  e->vars = g_array_new (FALSE, TRUE, sizeof (EvalValue));
  e->latest = g_array_new (FALSE, TRUE, sizeof (EvalValue));
  e->objects = g_array_new (FALSE, FALSE, sizeof (EvalObject));
  e->memory = g_array_new (FALSE, TRUE, sizeof (EvalValue));
  e->slots = g_array_new (FALSE, FALSE, sizeof (EvalSlot));
  e->fields = g_array_new (FALSE, FALSE, sizeof (guint32));
  e->field_types = g_array_new (FALSE, FALSE, sizeof (guint32));
  for (guint32 o = 0; o < e->p->nops; o++)
    if (e->p->ops[o].name == SS_OP_getfield || e->p->ops[o].name == SS_OP_setfield)
      note_field (e, o);
  return e;
}

void
eval_free (Eval *e)
{
  if (!e)
    return;
  g_array_unref (e->stack);
  g_array_unref (e->vars);
  g_array_unref (e->latest);
  g_array_unref (e->objects);
  g_array_unref (e->memory);
  g_array_unref (e->slots);
  g_array_unref (e->fields);
  g_array_unref (e->field_types);
  g_free (e);
}

void
eval_reset (Eval *e, guint64 seed)
{
  const SsProgram *p = e->p;

  e->seed = seed;
  e->trace = 0;
  e->switches = e->serials = e->nevents = 0;
  e->end = EVAL_RUNNING;
  e->at = SS_NONE;
  e->raised = FALSE;
  e->value = e->etype = (EvalValue){ EVAL_VOID, 0 };
  g_array_set_size (e->stack, 0);
  g_array_set_size (e->vars, 0);
  g_array_set_size (e->latest, 0);
  g_array_set_size (e->objects, 0);
  g_array_set_size (e->memory, 0);
  g_array_set_size (e->slots, 0);
  new_object (e, 0, 0);
  for (guint i = 0; i < HEAP_OF_EACH; i++)
    for (guint32 t = 0; t < p->ntypes; t++)
      if (p->types[t].storage == SS_STORE_REF)
        new_object (e, t, eval_is_array (e, t) ? 4 : e->fields->len);
  e->heap = e->objects->len - 1;
  for (guint32 i = 1; i < e->objects->len; i++)
    if (eval_is_array (e, g_array_index (e->objects, EvalObject, i).type))
      fill_array (e, i);
    else
      fill_object (e, i);
}

EvalValue *
eval_var (const Eval *e, const EvalActivation *a, guint32 var)
{
  return &g_array_index (e->vars, EvalValue, a->vars + var - e->p->funcs[a->func].var0);
}

EvalValue *
eval_latest (const Eval *e, const EvalActivation *a, guint32 var)
{
  return &g_array_index (e->latest, EvalValue, a->vars + var - e->p->funcs[a->func].var0);
}

static void
define (Eval *e, const EvalActivation *a, guint32 var, EvalValue v)
{
  if (var == SS_NONE)
    return;
  *eval_var (e, a, var) = v;
  *eval_latest (e, a, var) = v;
}

/* The object that a constant means: one of those that were there from the start, always the same for one constant. */
static EvalValue
prebuilt (const Eval *e, const SsConst *c)
{
  for (guint i = 0; i < e->heap; i++)
  {
    EvalValue v = { EVAL_REF, (gint64) (1 + (c->u.str + i) % e->heap) };
    if (fits (e, v, c->type))
      return v;
  }
  return (EvalValue){ EVAL_REF, 0 };
}

EvalValue
eval_operand (const Eval *e, const EvalActivation *a, SsOperand operand)
{
  if (operand == SS_NONE)
    return (EvalValue){ EVAL_VOID, 0 };
  if (ss_is_var (operand))
    return *eval_var (e, a, operand);
  const SsConst *c = ss_const (e->p, operand);
  switch (c->kind)
  {
  case SS_CONST_NULL:
    return (EvalValue){ EVAL_REF, 0 };
  case SS_CONST_FALSE:
  case SS_CONST_TRUE:
    return (EvalValue){ EVAL_INT, c->kind == SS_CONST_TRUE };
  case SS_CONST_INT:
    return (EvalValue){ EVAL_INT, c->u.i };
  case SS_CONST_REAL:
    return (EvalValue){ EVAL_INT, (gint64) CLAMP (c->u.d, -1e9, 1e9) };
  default:
    if (c->type != SS_NONE && e->p->types[c->type].storage == SS_STORE_REF)
      return prebuilt (e, c);
    return (EvalValue){ EVAL_TEXT, (gint64) c->u.str };
  }
}

EvalValue *
eval_field (const Eval *e, EvalValue object, guint32 field)
{
  if (object.kind != EVAL_REF || !object.n)
    return NULL;
  const EvalObject *o = &g_array_index (e->objects, EvalObject, object.n);
  for (guint i = 0; i < e->fields->len && i < o->n; i++)
    if (g_array_index (e->fields, guint32, i) == field)
      return &g_array_index (e->memory, EvalValue, o->at + i);
  return NULL;
}

EvalValue *
eval_item (const Eval *e, EvalValue array, EvalValue index)
{
  if (array.kind != EVAL_REF || !array.n || index.kind != EVAL_INT)
    return NULL;
  const EvalObject *o = &g_array_index (e->objects, EvalObject, array.n);
  return index.n >= 0 && index.n < o->n ? &g_array_index (e->memory, EvalValue, o->at + index.n) : NULL;
}

EvalValue *
eval_slot (const Eval *e, const EvalActivation *a, EvalValue frame, guint32 slot)
{
  for (guint i = e->slots->len; i > 0; i--)
  {
    EvalSlot *s = &g_array_index (e->slots, EvalSlot, i - 1);
    if (s->serial == a->serial && s->object == frame.n && s->slot == slot && frame.kind == EVAL_REF)
      return &s->value;
  }
  return NULL;
}

static void
hold (Eval *e, const EvalActivation *a, EvalValue value, EvalValue frame, guint32 slot)
{
  EvalValue *old = eval_slot (e, a, frame, slot);
  EvalSlot s = { a->serial, (guint32) frame.n, slot, value };

  if (old)
    *old = value;
  else
    g_array_append_val (e->slots, s);
}

static gint64
add (gint64 a, gint64 b)
{
  return (gint64) ((guint64) a + (guint64) b);
}

/* Operations on two values, of which both are integers or both references. */
static gboolean
pure2 (guint32 name, gint64 a, gint64 b, gint64 *r)
{
  switch (name)
  {
  case SS_OP_int_add:
    *r = add (a, b);
    return TRUE;
  case SS_OP_int_sub:
    *r = (gint64) ((guint64) a - (guint64) b);
    return TRUE;
  case SS_OP_int_mul:
    *r = (gint64) ((guint64) a * (guint64) b);
    return TRUE;
  case SS_OP_int_and:
    *r = a & b;
    return TRUE;
  case SS_OP_int_or:
    *r = a | b;
    return TRUE;
  case SS_OP_int_xor:
    *r = a ^ b;
    return TRUE;
  case SS_OP_int_lt:
    *r = a < b;
    return TRUE;
  case SS_OP_int_le:
    *r = a <= b;
    return TRUE;
  case SS_OP_int_gt:
    *r = a > b;
    return TRUE;
  case SS_OP_int_ge:
    *r = a >= b;
    return TRUE;
  case SS_OP_int_eq:
  case SS_OP_ptr_eq:
    *r = a == b;
    return TRUE;
  case SS_OP_int_ne:
  case SS_OP_ptr_ne:
    *r = a != b;
    return TRUE;
  default:
    return FALSE;
  }
}

static gboolean
pure1 (guint32 name, gint64 a, gint64 *r)
{
  switch (name)
  {
  case SS_OP_int_neg:
    *r = (gint64) (0 - (guint64) a);
    return TRUE;
  case SS_OP_int_invert:
    *r = ~a;
    return TRUE;
  case SS_OP_int_is_true:
  case SS_OP_ptr_nonzero:
    *r = a != 0;
    return TRUE;
  case SS_OP_bool_not:
  case SS_OP_ptr_iszero:
    *r = a == 0;
    return TRUE;
  case SS_OP_cast_bool_to_int:
    *r = a;
    return TRUE;
  default:
    return FALSE;
  }
}

gboolean
eval_pure (const Eval *e, guint32 o, const EvalValue *args, guint n, EvalValue *result)
{
  guint32 name = e->p->ops[o].name;

  if (!n)
    return FALSE;
  if (ss_term_op (e->terms, o) & SS_OPF_COPY)
  {
    *result = args[0];
    return fits (e, args[0], e->p->var_type[e->p->ops[o].result]);
  }
  result->kind = EVAL_INT;
  if (name == SS_OP_getarraysize)
  {
    if (args[0].kind != EVAL_REF || !args[0].n)
      return FALSE;
    result->n = g_array_index (e->objects, EvalObject, args[0].n).n;
    return TRUE;
  }
  if (args[0].kind != EVAL_INT && args[0].kind != EVAL_REF)
    return FALSE;
  if (n == 2)
    return args[0].kind == args[1].kind && pure2 (name, args[0].n, args[1].n, &result->n);
  return n == 1 && pure1 (name, args[0].n, &result->n);
}

/* Enters a symbol with arguments, which are made to fit; for what is no function, an activation that stands for it. */
static void
enter (Eval *e, guint32 sym, const EvalValue *args, guint n)
{
  const SsProgram *p = e->p;
  EvalActivation a = { p->syms[sym].func, sym, 0, 0, e->vars->len, ++e->serials, 0, FALSE, FALSE };

  if (e->stack->len >= MAX_DEPTH)
  {
    e->raised = TRUE;
    e->etype = e->value = (EvalValue){ EVAL_TEXT, 0 };
    return;
  }
  if (a.func == SS_NONE)
  {
    trace (e, 0xca11 + sym);
    say (e, "call of %s:", ss_sym_name (p, sym));
    for (guint i = 0; i < n; i++)
      trace_value (e, args[i]);
    say (e, "\n");
    g_array_append_vals (e->vars, args, n); /* it calls back with what it was called with */
    g_array_append_vals (e->latest, args, n);
    g_array_append_val (e->stack, a);
    return;
  }
  const SsFunc *f = &p->funcs[a.func];
  const SsBlock *b = &p->blocks[f->block0];
  g_array_set_size (e->vars, a.vars + f->nvars);
  g_array_set_size (e->latest, a.vars + f->nvars);
  memset (&g_array_index (e->vars, EvalValue, a.vars), 0, f->nvars * sizeof (EvalValue));
  memset (&g_array_index (e->latest, EvalValue, a.vars), 0, f->nvars * sizeof (EvalValue));
  a.block = f->block0;
  a.op = b->op0;
  for (guint32 i = 0; i < b->nin; i++)
  {
    guint32 type = p->var_type[b->in0 + i];
    EvalValue v = i < n ? args[i] : (EvalValue){ EVAL_POISON, 0 };
    if (!fits (e, v, type))
      v = eval_some (e, type, event (e));
    define (e, &a, b->in0 + i, v);
  }
  g_array_append_val (e->stack, a);
}

/* Ends the activation on top; what it returns or raises is in the evaluator. */
static void
leave (Eval *e)
{
  const EvalActivation *a = &g_array_index (e->stack, EvalActivation, e->stack->len - 1);

  while (e->slots->len && g_array_index (e->slots, EvalSlot, e->slots->len - 1).serial == a->serial)
    g_array_set_size (e->slots, e->slots->len - 1);
  g_array_set_size (e->vars, a->vars);
  g_array_set_size (e->latest, a->vars);
  g_array_set_size (e->stack, e->stack->len - 1);
  if (!e->stack->len)
    stop (e, e->raised ? EVAL_RAISED : EVAL_RETURNED, SS_NONE);
}

static void
follow (Eval *e, EvalActivation *a, guint32 link)
{
  const SsProgram *p = e->p;
  guint32 n, to = p->links[link].to;
  const SsOperand *args = ss_link_args (p, link, &n);
  EvalValue values[64], latest[64];

  g_assert (n <= G_N_ELEMENTS (values));
  for (guint32 i = 0; i < n; i++)
  {
    guint32 type = p->var_type[p->blocks[to].in0 + i];
    values[i] = eval_operand (e, a, args[i]);
    latest[i] = ss_is_var (args[i]) ? *eval_latest (e, a, args[i]) : values[i];
    if (values[i].kind != EVAL_POISON && !fits (e, values[i], type))
      stop (e, EVAL_FAULT, p->blocks[a->block].op0);
  }
  for (guint32 i = 0; i < n; i++)
  {
    *eval_var (e, a, p->blocks[to].in0 + i) = values[i];
    *eval_latest (e, a, p->blocks[to].in0 + i) = latest[i];
  }
  a->block = to;
  a->op = p->blocks[to].op0;
}

/* Whether `wanted` catches what was raised: every class is one of its own but Exception, which catches all. */
static gboolean
catches (const Eval *e, guint32 wanted)
{
  return wanted == e->etype.n || !strcmp (ss_str (e->p, wanted), "Exception");
}

/* Control is back at the call of the activation on top. */
static void
come_back (Eval *e)
{
  const SsProgram *p = e->p;
  EvalActivation *a = &g_array_index (e->stack, EvalActivation, e->stack->len - 1);
  const SsBlock *b;

  a->waits = FALSE;
  if (a->func == SS_NONE)
  {
    if (e->raised && event (e) % 2)
      e->raised = FALSE;
    else if (e->raised)
      leave (e);
    return;
  }
  if (e->back)
    e->back (e, a, e->data);
  b = &p->blocks[a->block];
  if (!e->raised)
  {
    guint32 r = p->ops[a->op].result;
    if (r != SS_NONE)
      define (e, a, r, fit (e, e->value, p->var_type[r]));
    a->op++;
    return;
  }
  for (guint32 k = b->link0 + b->nexits; a->op + 1 == b->op0 + b->nops && k < b->link0 + b->nexits + b->nhandlers; k++)
    if (catches (e, p->links[k].label))
    {
      const guint32 *bind = p->links[k].bind;
      e->raised = FALSE;
      if (bind[0] != SS_NONE)
        define (e, a, bind[0], fit (e, e->etype, p->var_type[bind[0]]));
      if (bind[1] != SS_NONE)
        define (e, a, bind[1], fit (e, e->value, p->var_type[bind[1]]));
      follow (e, a, k);
      return;
    }
  leave (e);
}

/* Other code runs; if it unwinds, control leaves everything, and comes back to what is on top. */
static void
switch_away (Eval *e, gboolean unwinds)
{
  e->switches++;
  trace (e, 0x5317c4);
  say (e, "switch %u\n", e->switches);
  if (e->left)
    e->left (e, unwinds, e->data);
}

/* What an external or an unwind source answers. */
static void
answer (Eval *e)
{
  static const char *const classes[] = { "ValueError", "KeyError", "Exception" };
  guint64 h = event (e);

  e->raised = h % 20 == 0;
  e->value = (EvalValue){ EVAL_POISON, 0 }; /* fits nothing: the call makes up something that does */
  e->etype = (EvalValue){ EVAL_TEXT, 0 };
  for (guint32 s = 0; e->raised && s < e->p->nlinks; s++)
    if (e->p->links[s].label != SS_NONE && !ss_is_const (e->p->links[s].label)
        && !strcmp (ss_str (e->p, e->p->links[s].label), classes[h / 20 % 3]))
    {
      e->etype.n = e->p->links[s].label;
      break;
    }
}

static void
step_external (Eval *e)
{
  const SsProgram *p = e->p;
  EvalActivation *a = &g_array_index (e->stack, EvalActivation, e->stack->len - 1);
  guint32 ext = p->syms[a->sym].ext;
  guint32 ncb = ext == SS_NONE ? 0 : p->exts[ext].ncb;
  guint step = a->done++;
  EvalValue args[8];

  gboolean source = (e->terms->sym_flags[a->sym] & SS_SYM_SOURCE) != 0;

  if (step == 0 && (source || (ext != SS_NONE && p->exts[ext].effects)))
  {
    switch_away (e, source);
    return;
  }
  if (step < 3 && ncb)
  {
    guint64 h = event (e);
    guint32 sym = p->callbacks[p->exts[ext].cb0 + h % ncb];
    guint n = MIN (e->vars->len - a->vars, G_N_ELEMENTS (args));
    for (guint i = 0; i < n; i++)
      args[i] = g_array_index (e->vars, EvalValue, a->vars + i);
    a->waits = TRUE;
    enter (e, sym, args, n);
    return;
  }
  answer (e);
  leave (e);
}

/* The symbol that a call goes to; SS_NONE: nowhere. */
static guint32
pick_target (Eval *e, const EvalActivation *a)
{
  const SsProgram *p = e->p;
  const SsOp *op = &p->ops[a->op];
  guint32 n, sym;

  if (op->name == SS_OP_direct_call)
    return op->callee;
  guint64 h = event (e);
  if (op->callee != SS_NONE)
    return p->tsets[op->callee].n ? p->targets[p->tsets[op->callee].t0 + h % p->tsets[op->callee].n] : SS_NONE;
  const SsOperand *args = ss_op_args (p, a->op, &n);
  EvalValue v = n ? eval_operand (e, a, args[0]) : (EvalValue){ EVAL_VOID, 0 };
  for (sym = 0; v.kind == EVAL_TEXT && v.n && sym < p->nsyms; sym++)
    if (p->syms[sym].name == v.n)
      break;
  if (v.kind != EVAL_TEXT || !v.n || sym == p->nsyms)
    sym = h % p->nsyms;
  for (guint32 i = 0; i < p->nsyms; i++, sym = (sym + 1) % p->nsyms) /* where the policy says it never unwinds, it does not */
    if (e->terms->unknown_unwinds || !ss_unwind_node (e->u, sym))
      return sym;
  return SS_NONE;
}

static void
step_call (Eval *e, EvalActivation *a, const EvalValue *args, guint n)
{
  guint skip = e->p->ops[a->op].name == SS_OP_indirect_call;
  guint32 sym = pick_target (e, a);

  if (sym == SS_NONE)
  {
    stop (e, EVAL_ENDED, a->op);
    return;
  }
  a->waits = TRUE;
  enter (e, sym, args + MIN (skip, n), n - MIN (skip, n));
}

static void
write_memory (Eval *e, guint32 o, EvalValue *at, EvalValue base, EvalValue v)
{
  if (!at)
  {
    stop (e, EVAL_FAULT, o);
    return;
  }
  trace (e, 0x3417e + (guint64) (at - (EvalValue *) e->memory->data));
  say (e, "%s:", ss_op_name (e->p, o));
  trace_value (e, base);
  trace_value (e, v);
  say (e, "\n");
  *at = v;
}

gboolean
eval_immutable (const Eval *e, guint32 type, guint32 field)
{
  for (guint32 t = type; t != SS_NONE; t = e->p->types[t].super)
    for (guint32 i = 0; i < e->p->types[t].nimm; i++)
      if (e->p->fields[e->p->types[t].imm0 + i] == field)
        return TRUE;
  return FALSE;
}

/* What an operation may do that names no field: it writes every integer of an object, or of an array. */
static void
write_object (Eval *e, guint32 o, EvalValue object)
{
  guint32 type = g_array_index (e->objects, EvalObject, object.n).type;
  guint64 h = event (e);

  for (guint i = 0; eval_is_array (e, type) && i < g_array_index (e->objects, EvalObject, object.n).n; i++)
  {
    EvalValue *at = eval_item (e, object, (EvalValue){ EVAL_INT, i });
    if (at->kind == EVAL_INT)
      write_memory (e, o, at, object, (EvalValue){ EVAL_INT, (gint64) ((h + i) % 50) });
  }
  for (guint i = 0; !eval_is_array (e, type) && i < e->fields->len; i++)
  {
    guint32 field = g_array_index (e->fields, guint32, i);
    EvalValue *at = eval_field (e, object, field);
    if (at && at->kind == EVAL_INT && !eval_immutable (e, type, field))
      write_memory (e, o, at, object, (EvalValue){ EVAL_INT, (gint64) ((h + i) % 50) });
  }
}

static void
step_operation (Eval *e, EvalActivation *a)
{
  const SsProgram *p = e->p;
  guint32 o = a->op, n, r = p->ops[o].result, field = SS_NONE;
  const SsOperand *operands = ss_op_args (p, o, &n);
  EvalValue args[16], result = { EVAL_VOID, 0 }, *at;

  g_assert (n <= G_N_ELEMENTS (args));
  for (guint32 i = 0; i < n; i++)
  {
    args[i] = eval_operand (e, a, operands[i]);
    if (args[i].kind == EVAL_POISON)
    {
      stop (e, EVAL_POISONED, o);
      return;
    }
  }
  if (n > 1 && ss_is_const (operands[1]) && ss_const (p, operands[1])->kind == SS_CONST_TEXT)
    field = (guint32) ss_const (p, operands[1])->u.str;
  if (ss_is_call (&p->ops[o]))
  {
    step_call (e, a, args, n);
    return;
  }
  if (ss_term_op (e->terms, o) & SS_TERM_SOURCE)
  {
    switch_away (e, TRUE);
    answer (e);
    a->waits = TRUE;
    return;
  }
  a->op++;
  switch (p->ops[o].name)
  {
  case SS_OP_getfield:
    at = eval_field (e, args[0], field);
    result = at ? *at : result;
    break;
  case SS_OP_getarrayitem:
    at = eval_item (e, args[0], args[1]);
    result = at ? *at : result;
    break;
  case SS_OP_setfield:
    at = eval_field (e, args[0], field);
    write_memory (e, o, at, args[0], args[2]);
    return;
  case SS_OP_setarrayitem:
    at = eval_item (e, args[0], args[1]);
    write_memory (e, o, at, args[0], args[2]);
    return;
  case SS_OP_malloc:
    result = (EvalValue){ EVAL_REF, new_object (e, p->var_type[r], e->fields->len) };
    fill_object (e, (guint32) result.n);
    break;
  case SS_OP_malloc_varsize:
    if (args[n - 1].kind == EVAL_INT && args[n - 1].n >= 0 && args[n - 1].n < MAX_ITEMS)
    {
      result = (EvalValue){ EVAL_REF, new_object (e, p->var_type[r], (guint) args[n - 1].n) };
      fill_array (e, (guint32) result.n);
    }
    break;
  case SS_OP_gc_store:
    if (args[0].kind == EVAL_REF && args[0].n)
      write_object (e, o, args[0]);
    else
      stop (e, EVAL_FAULT, o);
    return;
  case SS_OP_held_by:
    if (n == 3 && ss_is_const (operands[2]) && args[1].kind == EVAL_REF)
      hold (e, a, args[0], args[1], (guint32) ss_const (p, operands[2])->u.str);
    return;
  default:
    if (ss_term_op (e->terms, o) & SS_OPF_HOUSE)
      return;
    if (p->ops[o].name >= SS_OP_KNOWN) /* nothing is known of it, so it may write everything */
    {
      for (guint32 i = 1; i < e->objects->len; i++)
        write_object (e, o, (EvalValue){ EVAL_REF, i });
      return;
    }
    if (r == SS_NONE || !eval_pure (e, o, args, n, &result))
      stop (e, EVAL_FAULT, o);
  }
  if (r != SS_NONE && !fits (e, result, p->var_type[r]))
    stop (e, EVAL_FAULT, o);
  if (r != SS_NONE)
    define (e, a, r, result);
}

static gboolean
is_case (const Eval *e, guint32 link, EvalValue v)
{
  SsOperand label = e->p->links[link].label;

  if (label == SS_NONE)
    return TRUE;
  EvalValue c = eval_operand (e, NULL, label);
  if (c.kind == EVAL_TEXT && !strcmp (ss_str (e->p, (guint32) c.n), "default"))
    return TRUE;
  return eval_same (c, v);
}

static void
step_exits (Eval *e, EvalActivation *a)
{
  const SsProgram *p = e->p;
  const SsBlock *b = &p->blocks[a->block];
  const SsFunc *f = &p->funcs[a->func];

  if (a->block == f->ret || a->block == f->exc)
  {
    e->raised = a->block == f->exc;
    e->etype = *eval_var (e, a, b->in0);
    e->value = e->raised ? *eval_var (e, a, b->in0 + 1) : e->etype;
    if (e->etype.kind == EVAL_POISON || e->value.kind == EVAL_POISON)
      stop (e, EVAL_POISONED, SS_NONE);
    leave (e);
    return;
  }
  EvalValue sw = eval_operand (e, a, b->sw);
  if (sw.kind == EVAL_POISON)
  {
    stop (e, EVAL_POISONED, b->op0 + b->nops);
    return;
  }
  for (guint32 k = b->link0; k < b->link0 + b->nexits; k++)
    if (b->nexits == 1 || is_case (e, k, sw))
    {
      follow (e, a, k);
      return;
    }
  stop (e, EVAL_ENDED, b->op0 + b->nops);
}

EvalEnd
eval_run (Eval *e, guint32 func, guint fuel)
{
  enter (e, e->p->funcs[func].sym, NULL, 0);
  for (e->fuel = fuel; e->end == EVAL_RUNNING && e->stack->len; e->fuel--)
  {
    EvalActivation *a = &g_array_index (e->stack, EvalActivation, e->stack->len - 1);
    if (!e->fuel)
      stop (e, EVAL_FUEL, SS_NONE);
    else if (a->waits)
      come_back (e);
    else if (a->func == SS_NONE)
      step_external (e);
    else if (a->op < e->p->blocks[a->block].op0 + e->p->blocks[a->block].nops)
      step_operation (e, a);
    else
      step_exits (e, a);
  }
  return e->end;
}
