/* The definitions, word by word.  Each function quotes the sentence that it stands for. */
#include "naive.h"

#include <string.h>

typedef struct
{
  const json_t *program;
  const NaivePolicy *policy;
  GHashTable *supers;    /* type to the type that it extends */
  GHashTable *distance;  /* symbol that may unwind, to the length of its shortest chain, at least 1 */
} Ctx;

/* The function at hand. */
typedef struct
{
  const Ctx *c;
  const json_t *record;
  GHashTable *type_of; /* variable to type */
  gint64 ret, exc;     /* block numbers, -1: none */
} Fun;

#define NEVER G_MAXUINT

static const char *
str (const json_t *array, size_t i)
{
  return json_string_value (json_array_get (array, i));
}

static const json_t *
get (const json_t *object, const char *key)
{
  return json_object_get (object, key);
}

static gboolean
listed (const char *const *names, const char *name)
{
  return g_strv_contains (names, name);
}

static const json_t *
site_entry (const Ctx *c, const char *at)
{
  const json_t *e;
  size_t i;

  json_array_foreach (c->policy->calls, i, e)
    if (!strcmp (json_string_value (get (e, "at")), at))
      return e;
  return NULL;
}

/* How far a symbol is from an unwind source: 0 when it is one. */
static guint
symbol_distance (const Ctx *c, const char *symbol)
{
  if (listed (c->policy->source_symbols, symbol))
    return 0;
  gpointer d = g_hash_table_lookup (c->distance, symbol);
  return d ? GPOINTER_TO_UINT (d) : NEVER;
}

static guint
nearest (const Ctx *c, const json_t *symbols)
{
  guint best = NEVER;
  const json_t *s;
  size_t i;

  json_array_foreach ((json_t *) symbols, i, s)
    best = MIN (best, symbol_distance (c, json_string_value (s)));
  return best;
}

/* "An operation at which control may unwind: a source, or a call that may unwind": the length of its shortest chain, or
 * NEVER.  "A call with unknown targets may unwind unless the policy says otherwise." */
static guint
op_distance (const Ctx *c, const json_t *op, const char *at)
{
  const char *name = str (op, 0);
  gboolean direct = !strcmp (name, "direct_call");
  const json_t *to = json_array_get (op, 2);
  guint d;

  if (listed (c->policy->source_ops, name))
    return 1;
  if (!direct && strcmp (name, "indirect_call"))
    return NEVER;
  const json_t *entry = site_entry (c, at);
  const char *says = entry ? json_string_value (get (entry, "says")) : "";
  if (!strcmp (says, "unwinds"))
    return 1;
  if (!strcmp (says, "never"))
    return NEVER;
  if (!strcmp (says, "only"))
    d = nearest (c, get (entry, "targets"));
  else if (direct)
    d = json_is_string (to) ? symbol_distance (c, json_string_value (to)) : NEVER;
  else if (json_is_array (to))
    d = nearest (c, to);
  else
    return c->policy->unknown_unwinds ? 1 : NEVER;
  return d == NEVER ? NEVER : d + 1;
}

static char *
place (const json_t *function, size_t b, size_t o)
{
  return g_strdup_printf ("%s@%zu.%zu", json_string_value (get (function, "function")), b, o);
}

/* "A function that holds an unwind source, or calls (directly, through any possible target of an indirect call, or
 * through an external's callbacks) one that may unwind. The least fixed point." */
static void
find_unwinding (Ctx *c)
{
  gboolean changed = TRUE;

  while (changed)
  {
    const json_t *f, *b, *op;
    size_t fi, bi, oi;

    changed = FALSE;
    json_array_foreach (get (c->program, "functions"), fi, f)
    {
      const char *name = json_string_value (get (f, "function"));
      guint best = NEVER;
      json_array_foreach (get (f, "blocks"), bi, b)
        json_array_foreach (get (b, "ops"), oi, op)
        {
          g_autofree char *at = place (f, bi, oi);
          best = MIN (best, op_distance (c, op, at));
        }
      if (best < symbol_distance (c, name))
      {
        g_hash_table_insert (c->distance, (gpointer) name, GUINT_TO_POINTER (best));
        changed = TRUE;
      }
    }
    json_array_foreach (get (c->program, "externals"), fi, f)
    {
      const char *name = json_string_value (get (f, "external"));
      guint best = c->policy->callbacks ? nearest (c, get (f, "callbacks")) : NEVER;
      if (best != NEVER && best + 1 < symbol_distance (c, name))
      {
        g_hash_table_insert (c->distance, (gpointer) name, GUINT_TO_POINTER (best + 1));
        changed = TRUE;
      }
    }
  }
}

static const char *
type_of (const Fun *f, const char *var)
{
  return g_hash_table_lookup (f->type_of, var);
}

static const json_t *
block (const Fun *f, gint64 b)
{
  return json_array_get (get (f->record, "blocks"), (size_t) b);
}

static gint64
target (const json_t *link)
{
  return json_integer_value (get (link, "to"));
}

static gboolean
is_var (const json_t *operand, const char *var)
{
  return json_is_string (operand) && !strcmp (json_string_value (operand), var);
}

/* Whether something reads `var`, which exists in block b, from operation `o` of that block on: an operation, a switch, the
 * return, the raise; in this block or, under the name of the input it is passed to, in a later one. */
static gboolean
is_read (const Fun *f, gint64 b, size_t o, const char *var, GHashTable *seen)
{
  static const char *const kinds[] = { "exits", "handlers" };
  const json_t *ops = get (block (f, b), "ops"), *link, *a;
  size_t i, k;

  if (b == f->ret || b == f->exc)
    return TRUE;
  for (; o < json_array_size (ops); o++)
  {
    json_array_foreach (json_array_get (ops, o), i, a)
    {
      /* the name of the operation, its result, and the symbol that it calls are no variables that it reads */
      if (i < 2 || (i == 2 && !strcmp (str (json_array_get (ops, o), 0), "direct_call")))
        continue;
      if (is_var (a, var))
        return TRUE;
    }
  }
  if (is_var (get (block (f, b), "switch"), var))
    return TRUE;
  for (guint s = 0; s < G_N_ELEMENTS (kinds); s++)
    json_array_foreach (get (block (f, b), kinds[s]), k, link)
      json_array_foreach (get (link, "args"), i, a)
        if (is_var (a, var))
        {
          const char *input = str (get (block (f, target (link)), "in"), i);
          if (g_hash_table_add (seen, (gpointer) input) && is_read (f, target (link), 0, input, seen))
            return TRUE;
        }
  return FALSE;
}

/* "The variables live just after the operation, along normal exits and, where it is the block's last operation, along
 * its handlers too; without the operation's own result, constants, Void values and bound exceptions." */
static GHashTable *
saved_values (const Fun *f, gint64 b, size_t o)
{
  GHashTable *saved = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) scope = g_ptr_array_new ();
  const json_t *v;
  size_t i;

  json_array_foreach (get (block (f, b), "in"), i, v)
    g_ptr_array_add (scope, (gpointer) json_string_value (v));
  for (i = 0; i < o; i++)
    if (str (json_array_get (get (block (f, b), "ops"), i), 1))
      g_ptr_array_add (scope, (gpointer) str (json_array_get (get (block (f, b), "ops"), i), 1));
  for (i = 0; i < scope->len; i++)
  {
    g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
    if (strcmp (type_of (f, scope->pdata[i]), "Void") && is_read (f, b, o + 1, scope->pdata[i], seen))
      g_hash_table_add (saved, g_strdup (scope->pdata[i]));
  }
  return saved;
}

static gboolean
returns_void (const Fun *f)
{
  return f->ret >= 0 && !strcmp (type_of (f, str (get (block (f, f->ret), "in"), 0)), "Void");
}

/* "The operation is its block's last; one exit, no handlers, no switch, straight to the return block, which receives the
 * operation's result or is Void." */
static gboolean
is_tail (const Fun *f, gint64 b, size_t o)
{
  const json_t *ops = get (block (f, b), "ops"), *exits = get (block (f, b), "exits");
  const char *result = str (json_array_get (ops, o), 1);

  if (o + 1 != json_array_size (ops) || json_array_size (exits) != 1 || json_array_size (get (block (f, b), "handlers"))
      || get (block (f, b), "switch"))
    return FALSE;
  const json_t *link = json_array_get (exits, 0);
  return target (link) == f->ret && f->ret >= 0
         && (returns_void (f) || (result && is_var (json_array_get (get (link, "args"), 0), result)));
}

/* A set of at most a few names that hold one value. */
static GHashTable *
names_new (const char *first)
{
  GHashTable *names = g_hash_table_new (g_str_hash, g_str_equal);

  if (first)
    g_hash_table_add (names, (gpointer) first);
  return names;
}

static gboolean
holds (GHashTable *names, const json_t *operand)
{
  return json_is_string (operand) && g_hash_table_contains (names, json_string_value (operand));
}

/* The inputs of a link's target that receive one of the names. */
static GHashTable *
names_over (const Fun *f, const json_t *link, GHashTable *names)
{
  GHashTable *next = names_new (NULL);
  const json_t *a;
  size_t i;

  json_array_foreach (get (link, "args"), i, a)
    if (holds (names, a))
      g_hash_table_add (next, (gpointer) str (get (block (f, target (link)), "in"), i));
  return next;
}

/* Whether from operation o of block b on there is "nothing but housekeeping and pure operations"; copies of the named values
 * ("value-preserving operations") become further names of them. */
static gboolean
idle_ops (const Fun *f, gint64 b, size_t o, GHashTable *names, GHashTable *more)
{
  const json_t *ops = get (block (f, b), "ops");
  const NaivePolicy *p = f->c->policy;

  for (; o < json_array_size (ops); o++)
  {
    const json_t *op = json_array_get (ops, o);
    const char *name = str (op, 0), *result = str (op, 1);
    if (listed (p->copies, name))
    {
      if (result && holds (names, json_array_get (op, 2)))
        g_hash_table_add (names, (gpointer) result);
      if (result && more && holds (more, json_array_get (op, 2)))
        g_hash_table_add (more, (gpointer) result);
    }
    else if (!listed (p->pure, name) && !listed (p->house, name))
      return FALSE;
  }
  return TRUE;
}

static gboolean reraises (const Fun *f, gint64 b, GHashTable *type, GHashTable *value, GHashTable *on_path);

/* "Every handler re-raises just what it caught." */
static gboolean
handlers_reraise (const Fun *f, gint64 b, GHashTable *on_path)
{
  const json_t *h;
  size_t i;

  json_array_foreach (get (block (f, b), "handlers"), i, h)
  {
    const json_t *args = get (h, "args");
    g_autoptr (GHashTable) type = names_new (str (get (h, "bind"), 0));
    g_autoptr (GHashTable) value = names_new (str (get (h, "bind"), 1));
    if (target (h) == f->exc)
    {
      if (!holds (type, json_array_get (args, 0)) || !holds (value, json_array_get (args, 1)))
        return FALSE;
      continue;
    }
    g_autoptr (GHashTable) next_type = names_over (f, h, type);
    g_autoptr (GHashTable) next_value = names_over (f, h, value);
    if (!reraises (f, target (h), next_type, next_value, on_path))
      return FALSE;
  }
  return TRUE;
}

/* Whether every way on from the start of block b ends in the except block with the two values, and does nothing else. */
static gboolean
reraises (const Fun *f, gint64 b, GHashTable *type, GHashTable *value, GHashTable *on_path)
{
  const json_t *exits = get (block (f, b), "exits"), *link;
  gpointer key = GINT_TO_POINTER ((int) b + 1);
  gboolean good = TRUE;
  size_t i;

  if (b == f->ret || !json_array_size (exits) || !g_hash_table_add (on_path, key))
    return FALSE;
  good = idle_ops (f, b, 0, type, value) && handlers_reraise (f, b, on_path);
  json_array_foreach (exits, i, link)
  {
    g_autoptr (GHashTable) next_type = names_over (f, link, type);
    g_autoptr (GHashTable) next_value = names_over (f, link, value);
    if (!good)
      break;
    if (target (link) == f->exc)
      good = holds (type, json_array_get (get (link, "args"), 0)) && holds (value, json_array_get (get (link, "args"), 1));
    else
      good = reraises (f, target (link), next_type, next_value, on_path);
  }
  g_hash_table_remove (on_path, key);
  return good;
}

/* "Every path from the point ends in the return block with the operation's result (through value-preserving operations), or
 * in a Void return; every handler re-raises just what it caught; on the way there is nothing but housekeeping and pure
 * operations, and no loop": from operation o of block b on, with the result under these names. */
static gboolean
passes (const Fun *f, gint64 b, size_t o, GHashTable *names, GHashTable *on_path)
{
  const json_t *exits = get (block (f, b), "exits"), *link;
  gpointer key = GINT_TO_POINTER ((int) b + 1);
  gboolean good;
  size_t i;

  if (b == f->exc || !json_array_size (exits) || !g_hash_table_add (on_path, key))
    return FALSE;
  good = idle_ops (f, b, o, names, NULL) && handlers_reraise (f, b, on_path);
  json_array_foreach (exits, i, link)
  {
    g_autoptr (GHashTable) next = names_over (f, link, names);
    if (!good)
      break;
    if (target (link) == f->ret)
      good = returns_void (f) || holds (names, json_array_get (get (link, "args"), 0));
    else
      good = passes (f, target (link), 0, next, on_path);
  }
  g_hash_table_remove (on_path, key);
  return good;
}

static gboolean
is_passthrough (const Fun *f, gint64 b, size_t o)
{
  g_autoptr (GHashTable) names = names_new (str (json_array_get (get (block (f, b), "ops"), o), 1));
  g_autoptr (GHashTable) on_path = g_hash_table_new (NULL, NULL);

  return passes (f, b, o + 1, names, on_path);
}

static gboolean
is_foreign (const NaivePolicy *p, const char *type)
{
  for (guint i = 0; p->foreign_types[i]; i++)
    if (g_str_has_suffix (p->foreign_types[i], ":") ? g_str_has_prefix (type, p->foreign_types[i])
                                                    : !strcmp (type, p->foreign_types[i]))
      return TRUE;
  return FALSE;
}

/* "Frame types (subtypes count)." */
static gboolean
is_frame (const Ctx *c, const char *type)
{
  return type && (listed (c->policy->frame_types, type) || is_frame (c, g_hash_table_lookup (c->supers, type)));
}

static const char *
kind (const Fun *f, gint64 b, size_t o, GHashTable *saved)
{
  GHashTableIter iter;
  gpointer var;
  gboolean frames = TRUE;

  if (is_tail (f, b, o))
    return "tail";
  if (is_passthrough (f, b, o))
    return "passthrough";
  g_hash_table_iter_init (&iter, saved);
  while (g_hash_table_iter_next (&iter, &var, NULL))
  {
    if (is_foreign (f->c->policy, type_of (f, var)))
      return "foreign";
    frames = frames && is_frame (f->c, type_of (f, var));
  }
  return !g_hash_table_size (saved) ? "stateless" : frames ? "frame" : "special";
}

static void
record_free (gpointer data)
{
  NaiveRecord *r = data;

  g_free (r->record);
  g_hash_table_unref (r->saved);
  g_free (r);
}

static gint64
special_block (const json_t *record, const char *key)
{
  return get (record, key) ? json_integer_value (get (record, key)) : -1;
}

Naive *
naive_new (const json_t *program, const NaivePolicy *policy)
{
  Naive *n = g_new0 (Naive, 1);
  Ctx c = { .program = program, .policy = policy };
  const json_t *r, *b, *op, *list, *v;
  const char *type;
  size_t i, bi, oi, k;

  c.supers = g_hash_table_new (g_str_hash, g_str_equal);
  c.distance = g_hash_table_new (g_str_hash, g_str_equal);
  n->unwinds = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  n->records = g_ptr_array_new_with_free_func (record_free);
  json_array_foreach (get (program, "types"), i, r)
    if (get (r, "super"))
      g_hash_table_insert (c.supers, (gpointer) json_string_value (get (r, "type")),
                           (gpointer) json_string_value (get (r, "super")));
  find_unwinding (&c);

  json_array_foreach (get (program, "functions"), i, r)
  {
    Fun f = { .c = &c, .record = r, .ret = special_block (r, "return"), .exc = special_block (r, "raise") };
    const char *name = json_string_value (get (r, "function"));
    if (g_hash_table_contains (c.distance, name))
      g_hash_table_add (n->unwinds, g_strdup (name));
    f.type_of = g_hash_table_new (g_str_hash, g_str_equal);
    json_object_foreach ((json_t *) get (r, "vars"), type, list)
      json_array_foreach ((json_t *) list, k, v)
        g_hash_table_insert (f.type_of, (gpointer) json_string_value (v), (gpointer) type);
    json_array_foreach (get (r, "blocks"), bi, b)
      json_array_foreach (get (b, "ops"), oi, op)
      {
        g_autofree char *at = place (r, bi, oi);
        guint d = op_distance (&c, op, at);
        if (d == NEVER)
          continue;
        NaiveRecord *rec = g_new0 (NaiveRecord, 1);
        rec->record = g_steal_pointer (&at);
        rec->saved = saved_values (&f, (gint64) bi, oi);
        rec->kind = kind (&f, (gint64) bi, oi, rec->saved);
        rec->chain = d;
        g_ptr_array_add (n->records, rec);
      }
    g_hash_table_unref (f.type_of);
  }
  g_hash_table_unref (c.supers);
  g_hash_table_unref (c.distance);
  return n;
}

void
naive_free (Naive *n)
{
  if (!n)
    return;
  g_hash_table_unref (n->unwinds);
  g_ptr_array_unref (n->records);
  g_free (n);
}

char *
naive_saved_text (const NaiveRecord *r)
{
  g_autoptr (GList) names = g_list_sort (g_hash_table_get_keys (r->saved), (GCompareFunc) strcmp);
  GString *text = g_string_new (NULL);

  for (GList *l = names; l; l = l->next)
    g_string_append_printf (text, "%s%s", text->len ? " " : "", (const char *) l->data);
  return g_string_free (text, FALSE);
}
