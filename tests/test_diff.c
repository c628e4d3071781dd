/* Comparing builds: a program against itself under other names, and seeded changes of which each must be reported as what it is.
 *
 * Programs are streams of lines; lines of functions that change are read and written with Jansson, the others stay as they are.
 * What is expected is worked out from the true correspondence of operations, which the change itself knows.
 */
#include "config.h"

#include "analyzer/compat.h"
#include "analyzer/fingers.h"
#include "analyzer/keyed.h"
#include "analyzer/plain.h"
#include "ir/load.h"
#include "ir/write.h"
#include "tests/gen.h"

#include <check.h>
#include <glib/gstdio.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LEAST 0.98
#define SEVEN "pypy2.7-v7.3.9-backendopt.jsonl.zst"

/* A program and all that is computed of it, unreduced, so that what is saved is plain to see. */
typedef struct
{
  SsPolicy *policy;
  SsProgram *p;
  SsTerms *terms;
  SsCallGraph *calls;
  SsUnwind *unwind;
  SsClasses *classes;
  SsActivation *activation;
  SsPrints *prints;
} World;

static gboolean
put_text (const char *bytes, gsize n, gpointer data, G_GNUC_UNUSED GError **error)
{
  g_string_append_len (data, bytes, (gssize) n);
  return TRUE;
}

static SsProgram *
load_file (const char *file)
{
  SsLoadOptions options = SS_LOAD_DEFAULTS;
  g_autoptr (GPtrArray) faults = g_ptr_array_new_with_free_func ((GDestroyNotify) ss_fault_free);
  guint64 nfaults = 0;
  g_autoptr (GError) error = NULL;
  SsProgram *p = ss_load (file, &options, faults, &nfaults, &error);

  if (!p)
    {
      g_autofree char *fault = faults->len ? ss_fault_text (faults->pdata[0]) : NULL;
      ck_abort_msg ("%s: %s: %s", file, error->message, fault ? fault : "");
    }
  return p;
}

static SsProgram *
load_text (const GString *text)
{
  g_autofree char *name = NULL;
  int fd = g_file_open_tmp ("test-diff-XXXXXX", &name, NULL);

  ck_assert_int_ge (fd, 0);
  close (fd);
  ck_assert (g_file_set_contents (name, text->str, (gssize) text->len, NULL));
  SsProgram *p = load_file (name);
  g_unlink (name);
  return p;
}

static void
world_init (World *w, SsProgram *p, const char *policy)
{
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;

  w->p = p;
  w->policy = ss_policy_load (policy, notes, &error);
  ck_assert_msg (w->policy != NULL, "%s", error ? error->message : "");
  w->terms = ss_policy_bind (w->policy, p, notes, &error);
  ck_assert_msg (w->terms != NULL, "%s", error ? error->message : "");
  w->calls = ss_callgraph_new (w->terms);
  w->unwind = ss_unwind_new (w->terms, w->calls);
  w->classes = ss_classify (w->terms, w->unwind, 1);
  w->activation = ss_activation_new (w->terms, w->calls, w->unwind, w->classes, NULL);
  w->prints = ss_prints_new (w->terms);
}

static void
world_clear (World *w)
{
  ss_prints_free (w->prints);
  ss_activation_free (w->activation);
  ss_classes_free (w->classes);
  ss_unwind_free (w->unwind);
  ss_callgraph_free (w->calls);
  ss_terms_free (w->terms);
  ss_policy_free (w->policy);
  ss_program_free (w->p);
}

static SsComparison *
compare (const World *old, const World *new)
{
  const SsBuild a = { old->activation, old->prints, NULL }, b = { new->activation, new->prints, NULL };

  return ss_compare (&a, &b, NULL);
}

static void
shuffle (Gen *g, guint32 *a, guint32 n)
{
  for (guint32 i = n; i > 1; i--)
    {
      guint32 k = gen_below (g, i), t = a[i - 1];
      a[i - 1] = a[k];
      a[k] = t;
    }
}

/* Other names: what carries no meaning, and only that, becomes something else. */

/* A name with other numbers: no two names become one. */
static char *
renumber (const char *name)
{
  g_autoptr (GRegex) number = g_regex_new ("#([0-9]+)$", 0, 0, NULL), variable = g_regex_new ("__v([0-9]+)_", 0, 0, NULL);
  g_autoptr (GRegex) address = g_regex_new ("0x([0-9a-f]{6,})", 0, 0, NULL);
  g_autofree char *one = g_regex_replace (number, name, -1, 0, "#77\\1", 0, NULL);
  g_autofree char *two = g_regex_replace (variable, one, -1, 0, "__v9\\1_", 0, NULL);

  return g_regex_replace (address, two, -1, 0, "0xfe\\1", 0, NULL);
}

typedef struct
{
  char *plain;
  guint32 at;
} Member;

static int
by_plain (const void *a, const void *b)
{
  const Member *x = a, *y = b;
  int c = strcmp (x->plain, y->plain);

  return c ? c : x->at < y->at ? -1 : x->at > y->at;
}

/* Other names for `names`: renumbered, then shuffled among those of one plain name.  The caller frees. */
static GHashTable *
rename_all (Gen *g, const GPtrArray *names)
{
  GHashTable *map = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autofree Member *m = g_new (Member, names->len + 1);
  g_autofree guint32 *order = g_new (guint32, names->len + 1);
  g_autoptr (GString) scratch = g_string_new (NULL);

  for (guint i = 0; i < names->len; i++)
    {
      ss_plain (names->pdata[i], SS_PLAIN_NAME, scratch);
      m[i] = (Member) { g_strdup (scratch->str), i };
    }
  qsort (m, names->len, sizeof *m, by_plain);
  for (guint i = 0, end; i < names->len; i = end)
    {
      for (end = i; end < names->len && strcmp (m[end].plain, m[i].plain) == 0; end++)
        order[end] = m[end].at;
      shuffle (g, order + i, end - i);
      for (guint k = i; k < end; k++)
        g_hash_table_insert (map, g_strdup (names->pdata[m[k].at]), renumber (names->pdata[order[k]]));
    }
  for (guint i = 0; i < names->len; i++)
    g_free (m[i].plain);
  return map;
}

typedef struct
{
  GHashTable *syms, *types; /* by name: another name */
  GHashTable *vars;         /* of the function at hand */
  Gen gen;
} Disguise;

static json_t *
other_name (GHashTable *map, const char *name)
{
  const char *other = g_hash_table_lookup (map, name);

  return json_string (other ? other : name);
}

static void
disguise_operand (Disguise *d, json_t *array, size_t i)
{
  json_t *v = json_array_get (array, i), *type = json_object_get (v, "type");

  if (json_is_string (v))
    json_array_set_new (array, i, other_name (d->vars, json_string_value (v)));
  else if (json_is_string (type))
    json_object_set_new (v, "type", other_name (d->types, json_string_value (type)));
}

static void
disguise_operands (Disguise *d, json_t *array, size_t first)
{
  for (size_t i = first; i < json_array_size (array); i++)
    disguise_operand (d, array, i);
}

static void
disguise_symbols (Disguise *d, json_t *array)
{
  for (size_t i = 0; i < json_array_size (array); i++)
    json_array_set_new (array, i, other_name (d->syms, json_string_value (json_array_get (array, i))));
}

static void
disguise_op (Disguise *d, json_t *op)
{
  const char *name = json_string_value (json_array_get (op, 0));
  gboolean direct = strcmp (name, "direct_call") == 0, indirect = strcmp (name, "indirect_call") == 0;
  json_t *callee = json_array_get (op, 2);

  disguise_operand (d, op, 1);
  if (direct && json_is_string (callee))
    json_array_set_new (op, 2, other_name (d->syms, json_string_value (callee)));
  if (indirect)
    disguise_symbols (d, callee);
  disguise_operands (d, op, direct || indirect ? 3 : 2);
}

static void
disguise_links (Disguise *d, json_t *links, const guint32 *place)
{
  json_t *link, *args, *bind;
  size_t i;

  json_array_foreach (links, i, link)
    {
      json_object_set_new (link, "to", json_integer (place[json_integer_value (json_object_get (link, "to"))]));
      if ((args = json_object_get (link, "args")))
        disguise_operands (d, args, 0);
      if ((bind = json_object_get (link, "bind")))
        disguise_operands (d, bind, 0);
    }
}

static json_t *
disguise_vars (Disguise *d, json_t *vars)
{
  json_t *other = json_object (), *list;
  const char *type;
  guint32 n = gen_below (&d->gen, 1000);

  g_hash_table_remove_all (d->vars);
  json_object_foreach (vars, type, list)
    {
      const char *name = g_hash_table_lookup (d->types, type);
      for (size_t i = 0; i < json_array_size (list); i++)
        g_hash_table_insert (d->vars, g_strdup (json_string_value (json_array_get (list, i))), g_strdup_printf ("w%u", n++));
      json_object_set (other, name ? name : type, list);
      disguise_operands (d, list, 0);
    }
  return other;
}

static void
disguise_function (Disguise *d, json_t *f)
{
  json_t *blocks = json_object_get (f, "blocks"), *moved = json_array (), *b, *op, *sw;
  guint32 n = (guint32) json_array_size (blocks);
  g_autofree guint32 *order = g_new (guint32, n + 1), *place = g_new (guint32, n + 1);
  size_t i, k;

  for (guint32 at = 0; at < n; at++)
    order[at] = at;
  if (n > 1)
    shuffle (&d->gen, order + 1, n - 1);
  for (guint32 at = 0; at < n; at++)
    place[order[at]] = at;
  json_object_set_new (f, "function", other_name (d->syms, json_string_value (json_object_get (f, "function"))));
  json_object_set_new (f, "vars", disguise_vars (d, json_object_get (f, "vars")));
  for (int end = 0; end < 2; end++)
    {
      const char *key = end ? "raise" : "return";
      if (json_object_get (f, key))
        json_object_set_new (f, key, json_integer (place[json_integer_value (json_object_get (f, key))]));
    }
  json_array_foreach (blocks, i, b)
    {
      disguise_operands (d, json_object_get (b, "in"), 0);
      json_array_foreach (json_object_get (b, "ops"), k, op)
        disguise_op (d, op);
      if ((sw = json_object_get (b, "switch")) && json_is_string (sw))
        json_object_set_new (b, "switch", other_name (d->vars, json_string_value (sw)));
      disguise_links (d, json_object_get (b, "exits"), place);
      disguise_links (d, json_object_get (b, "handlers"), place);
    }
  for (guint32 at = 0; at < n; at++)
    json_array_append (moved, json_array_get (blocks, order[at]));
  json_object_set_new (f, "blocks", moved);
}

static void
disguise_record (Disguise *d, json_t *r)
{
  json_t *type = json_object_get (r, "type"), *super = json_object_get (r, "super");

  if (json_object_get (r, "function"))
    disguise_function (d, r);
  else if (json_object_get (r, "external"))
    {
      json_object_set_new (r, "external", other_name (d->syms, json_string_value (json_object_get (r, "external"))));
      disguise_symbols (d, json_object_get (r, "callbacks"));
    }
  else if (type)
    {
      json_object_set_new (r, "type", other_name (d->types, json_string_value (type)));
      if (super)
        json_object_set_new (r, "super", other_name (d->types, json_string_value (super)));
    }
}

static json_t *
parse (const char *line)
{
  json_error_t error;
  json_t *r = json_loads (line, JSON_ALLOW_NUL, &error);

  ck_assert_msg (r != NULL, "%s", error.text);
  return r;
}

/* The lines of a program's stream, the header first; char *.  It announces no closing line, and has none: the tests add lines. */
static GPtrArray *
lines_of (const SsProgram *p)
{
  g_autoptr (GString) text = g_string_new (NULL);
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);

  ck_assert (ss_write_program (p, NULL, SS_SHAPE_STREAM, put_text, text, NULL));
  for (const char *s = text->str, *end; *s; s = end + 1)
    {
      end = strchr (s, '\n');
      g_ptr_array_add (lines, g_strndup (s, (gsize) (end - s)));
    }
  g_ptr_array_set_size (lines, (gint) lines->len - 1);
  json_t *header = parse (lines->pdata[0]);
  json_object_del (header, "end");
  g_free (lines->pdata[0]);
  lines->pdata[0] = json_dumps (header, JSON_COMPACT);
  json_decref (header);
  return lines;
}

static void
put_line (GString *text, const json_t *r)
{
  char *line = json_dumps (r, JSON_COMPACT);

  g_string_append (text, line);
  g_string_append_c (text, '\n');
  free (line);
}

static SsProgram *
disguised (const SsProgram *p, guint64 seed)
{
  g_autoptr (GPtrArray) lines = lines_of (p), syms = g_ptr_array_new (), types = g_ptr_array_new ();
  g_autoptr (GString) text = g_string_new (lines->pdata[0]);
  g_autofree guint32 *order = g_new (guint32, lines->len + 1);
  Disguise d = { NULL, NULL, g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free), { 0 } };

  gen_init (&d.gen, seed);
  for (guint32 i = 0; i < p->nsyms; i++)
    g_ptr_array_add (syms, (gpointer) ss_sym_name (p, i));
  for (guint32 i = 0; i < p->ntypes; i++)
    g_ptr_array_add (types, (gpointer) ss_type_name (p, i));
  d.syms = rename_all (&d.gen, syms);
  d.types = rename_all (&d.gen, types);
  g_string_append_c (text, '\n');
  for (guint i = 1; i < lines->len; i++)
    order[i - 1] = i;
  shuffle (&d.gen, order, lines->len - 1);
  for (guint i = 0; i < lines->len - 1; i++)
    {
      json_t *r = parse (lines->pdata[order[i]]);
      disguise_record (&d, r);
      put_line (text, r);
      json_decref (r);
    }
  g_hash_table_unref (d.syms);
  g_hash_table_unref (d.types);
  g_hash_table_unref (d.vars);
  return load_text (text);
}

static void
check_disguised (const char *file, const char *policy, guint64 seed)
{
  World old = { 0 }, new = { 0 };

  world_init (&old, load_file (file), policy);
  world_init (&new, disguised (old.p, seed), policy);
  g_autoptr (SsComparison) c = compare (&old, &new);
  g_autoptr (SsCompat) compat = ss_compat_new (c);
  g_autofree char *base = g_path_get_basename (file);
  printf ("%s under other names: %u of %u functions matched, %u changes, %u records of pickles cannot be read\n", base, c->match->npairs,
          old.p->nfuncs, c->nchanges, compat->breaks[SS_OLD] + compat->breaks[SS_NEW]);
  for (guint32 i = 0; i < c->nchanges && i < 5; i++)
    {
      const SsChange *x = &c->changes[i];
      printf ("  %s: %s, %s\n", ss_change_name (x->code), x->func[0] == SS_NONE ? "-" : ss_func_name (old.p, x->func[0]),
              x->func[1] == SS_NONE ? "-" : ss_func_name (new.p, x->func[1]));
    }
  ck_assert_uint_eq (c->match->npairs, old.p->nfuncs);
  ck_assert_uint_eq (c->nchanges, 0);
  ck_assert_uint_eq (compat->breaks[SS_OLD] + compat->breaks[SS_NEW], 0);
  g_clear_pointer (&c, ss_comparison_free);
  world_clear (&old);
  world_clear (&new);
}

/* Fingerprints: each record's own, and the same under other names. */

static int
by_value (gconstpointer a, gconstpointer b)
{
  guint64 x = *(const guint64 *) a, y = *(const guint64 *) b;

  return x < y ? -1 : x > y;
}

/* Sorted; prints are made where `prints` is NULL. */
static guint64 *
fingers_of (const World *w, const SsPrints *prints)
{
  g_autoptr (SsPlaces) places = ss_places_new (w->terms, w->classes);
  guint64 *fingers = ss_fingers_new (w->terms, w->classes, places, prints);

  qsort (fingers, w->classes->nrecords, sizeof *fingers, by_value);
  return fingers;
}

/* Returns how many records share plain names and occurrence with another one, that is, are told apart by more. */
static guint32
check_fingers (const char *file, const char *policy, guint64 seed)
{
  World old = { 0 }, new = { 0 };
  guint32 shared = 0;

  world_init (&old, load_file (file), policy);
  world_init (&new, disguised (old.p, seed), policy);
  g_autofree guint64 *a = fingers_of (&old, old.prints), *b = fingers_of (&new, NULL);
  guint32 n = old.classes->nrecords;
  ck_assert_uint_eq (n, new.classes->nrecords);
  for (guint32 i = 0; i < n; i++)
    {
      ck_assert_msg (a[i] == b[i], "%s: other names make another fingerprint", file);
      ck_assert_msg (i == 0 || a[i] != a[i - 1], "%s: two records have one fingerprint", file);
    }
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (SsPlaces) places = ss_places_new (old.terms, old.classes);
  for (guint32 i = 0; i < n; i++)
    {
      g_autoptr (GString) name = g_string_new (NULL), callee = g_string_new (NULL);
      ss_plain (ss_func_name (old.p, old.classes->records[i].func), SS_PLAIN_NAME, name);
      ss_plain (places->places[i].callee, SS_PLAIN_NAME, callee);
      g_string_append_printf (name, "/%s/%u", callee->str, places->places[i].occurrence);
      shared += !g_hash_table_add (names, g_strdup (name->str));
    }
  world_clear (&old);
  world_clear (&new);
  return shared;
}

/* Seeded changes. */

typedef enum
{
  CALL_ADDED,
  MADE_LIVE,
  HANDLER_ADDED,
  SPLIT,
  RENAMED,
  INLINED,
  INLINED_CHANGED,
  N_SEEDS
} Seed;

static const char *const seed_names[N_SEEDS] = { "call added", "value made live", "handler added", "split", "renamed", "inlined",
                                                  "inlined and changed" };

/* A function of the new program that does not have all operations of the old one at their places: for each of its operations, in order, the
 * old one, or SS_NONE; and why it is there where it is on one side alone. */
typedef struct
{
  char *name;
  GArray *from; /* guint32 */
  GArray *why;  /* SsWhy */
  GArray *twin, *call; /* guint32: of what was inlined the operation of the callee, and the call, in the old program; else SS_NONE */
} Changed;

typedef struct
{
  const World *old;
  GPtrArray *lines;       /* lent: by line */
  guint32 *line_of;       /* by function: its line */
  Gen gen;
  GHashTable *texts;      /* line number to the new text */
  GHashTable *renamed;    /* old symbol to the new one */
  GPtrArray *added;       /* char *: lines of new functions */
  GPtrArray *changed;     /* Changed */
  GHashTable *inlined;    /* operations that were inlined, by their JSON value: that of the callee (+ 1) */
  guint32 call;           /* the call that was inlined last */
  guint8 *taken;          /* by function: it has a change, or one relies on it */
  guint8 *why_old;        /* by operation: SsWhy of those that are on the old side alone */
  guint32 serial;
  guint32 made[N_SEEDS];
} Seeder;

static void
changed_free (gpointer data)
{
  Changed *c = data;

  g_free (c->name);
  g_array_unref (c->from);
  g_array_unref (c->why);
  g_array_unref (c->twin);
  g_array_unref (c->call);
  g_free (c);
}

/* The old number of each operation of a function record, by its JSON value. */
static GHashTable *
number_ops (const Seeder *s, guint32 func, const json_t *f)
{
  GHashTable *numbers = g_hash_table_new (NULL, NULL);
  guint32 o = s->old->p->funcs[func].op0;
  json_t *b, *op;
  size_t i, k;

  json_array_foreach (json_object_get (f, "blocks"), i, b)
    json_array_foreach (json_object_get (b, "ops"), k, op)
      g_hash_table_insert (numbers, op, GUINT_TO_POINTER (o++ + 1));
  return numbers;
}

static Changed *
note_changed (Seeder *s, const json_t *f, GHashTable *numbers, SsWhy why)
{
  Changed *c = g_new (Changed, 1);
  json_t *b, *op;
  size_t i, k;

  *c = (Changed) { g_strdup (json_string_value (json_object_get (f, "function"))), g_array_new (FALSE, FALSE, sizeof (guint32)),
                   g_array_new (FALSE, FALSE, sizeof (SsWhy)), g_array_new (FALSE, FALSE, sizeof (guint32)),
                   g_array_new (FALSE, FALSE, sizeof (guint32)) };
  json_array_foreach (json_object_get (f, "blocks"), i, b)
    json_array_foreach (json_object_get (b, "ops"), k, op)
      {
        guint32 o = GPOINTER_TO_UINT (g_hash_table_lookup (numbers, op));
        o = o ? o - 1 : SS_NONE;
        gpointer copied = NULL;
        gboolean is_copy = g_hash_table_lookup_extended (s->inlined, op, NULL, &copied);
        guint32 twin = GPOINTER_TO_UINT (copied) ? GPOINTER_TO_UINT (copied) - 1 : SS_NONE, call = is_copy ? s->call : SS_NONE;
        g_array_append_val (c->from, o);
        g_array_append_val (c->why, why);
        g_array_append_val (c->twin, twin);
        g_array_append_val (c->call, call);
      }
  g_ptr_array_add (s->changed, c);
  return c;
}

static void
set_text (Seeder *s, guint32 func, const json_t *f)
{
  g_hash_table_insert (s->texts, GUINT_TO_POINTER (s->line_of[func]), json_dumps (f, JSON_COMPACT));
}

/* A point of the function that is in a block without handlers, or not its last operation; its place, or FALSE. */
static gboolean
pick_point (Seeder *s, guint32 func, guint32 *block, guint32 *at, gboolean direct)
{
  const SsProgram *p = s->old->p;
  const SsFunc *f = &p->funcs[func];
  guint32 found = 0;

  for (guint32 b = 0; b < f->nblocks; b++)
    {
      const SsBlock *x = &p->blocks[f->block0 + b];
      for (guint32 i = 0; i < x->nops; i++)
        if (ss_classes_find (s->old->classes, x->op0 + i) && (x->nhandlers == 0 || i + 1 < x->nops)
            && (!direct || p->ops[x->op0 + i].name == SS_OP_direct_call) && gen_below (&s->gen, ++found) == 0)
          {
            *block = b;
            *at = i;
          }
    }
  return found > 0;
}

/* A function that may unwind, and whose name some call uses. */
static const char *
pick_callee (Seeder *s)
{
  const SsProgram *p = s->old->p;

  for (guint tries = 0; tries < 200; tries++)
    {
      const SsRecord *r = &s->old->classes->records[gen_below (&s->gen, s->old->classes->nrecords)];
      const SsOp *op = &p->ops[r->op];
      if (op->name == SS_OP_direct_call && op->callee != SS_NONE && p->syms[op->callee].func != SS_NONE
          && ss_func_name (p, p->syms[op->callee].func)[0] && !s->taken[p->syms[op->callee].func])
        return ss_sym_name (p, op->callee);
    }
  return NULL;
}

static gboolean
add_call (Seeder *s, guint32 func, json_t *f)
{
  guint32 block, at;
  const char *callee = pick_callee (s);

  if (!callee || !pick_point (s, func, &block, &at, FALSE))
    return FALSE;
  s->taken[ss_find_func (s->old->p, callee)] |= 2;
  json_t *ops = json_object_get (json_array_get (json_object_get (f, "blocks"), block), "ops");
  json_array_insert_new (ops, at, json_pack ("[s, n, s]", "direct_call", callee));
  return TRUE;
}

/* A variable that the block has before its operation `at`. */
static const char *
pick_var (Seeder *s, const json_t *b, guint32 at)
{
  const char *found = NULL;
  guint n = 0;
  json_t *v;
  size_t i;

  json_array_foreach (json_object_get (b, "in"), i, v)
    if (gen_below (&s->gen, ++n) == 0)
      found = json_string_value (v);
  for (i = 0; i < at; i++)
    if (json_is_string (v = json_array_get (json_array_get (json_object_get (b, "ops"), i), 1)) && gen_below (&s->gen, ++n) == 0)
      found = json_string_value (v);
  return found;
}

static gboolean
make_live (Seeder *s, guint32 func, json_t *f)
{
  guint32 block, at;

  if (!pick_point (s, func, &block, &at, FALSE))
    return FALSE;
  json_t *b = json_array_get (json_object_get (f, "blocks"), block);
  const char *var = pick_var (s, b, at);
  if (!var)
    return FALSE;
  json_array_insert_new (json_object_get (b, "ops"), at + 1, json_pack ("[s, n, s, {s:s}, i]", "setfield", var, "const", "seeded", 1));
  return TRUE;
}

static gboolean
add_handler (Seeder *s, guint32 func, json_t *f)
{
  const SsFunc *x = &s->old->p->funcs[func];
  json_t *blocks = json_object_get (f, "blocks");

  for (guint32 b = 0; b < x->nblocks; b++)
    {
      const SsBlock *block = &s->old->p->blocks[x->block0 + b];
      if (!block->nops || !ss_classes_find (s->old->classes, block->op0 + block->nops - 1))
        continue;
      json_t *record = json_array_get (blocks, b), *handlers = json_object_get (record, "handlers");
      if (!handlers)
        json_object_set_new (record, "handlers", handlers = json_array ());
      json_array_append_new (handlers, json_pack ("{s:s, s:[n, n], s:i, s:[]}", "catch", "exceptions.SeededError", "bind", "to",
                                                  (int) x->nblocks, "args"));
      json_array_append_new (blocks, json_pack ("{s:[], s:[[s, n, {s:s}]]}", "in", "ops", "debug_fatalerror", "const", "seeded"));
      return TRUE;
    }
  return FALSE;
}

static gboolean
uses (const json_t *v, const char *var)
{
  const json_t *x;
  size_t i;

  if (json_is_string (v))
    return strcmp (json_string_value (v), var) == 0;
  json_array_foreach ((json_t *) v, i, x)
    if (uses (x, var))
      return TRUE;
  return FALSE;
}

/* Whether a block uses a variable from its operation `from` on, or on its way out. */
static gboolean
uses_later (const json_t *b, guint32 from, const char *var)
{
  const json_t *ops = json_object_get (b, "ops"), *link;
  size_t i;

  for (i = from; i < json_array_size (ops); i++)
    if (uses (json_array_get (ops, i), var))
      return TRUE;
  if (uses (json_object_get (b, "switch"), var))
    return TRUE;
  json_array_foreach (json_object_get (b, "exits"), i, link)
    if (uses (json_object_get (link, "args"), var))
      return TRUE;
  json_array_foreach (json_object_get (b, "handlers"), i, link)
    if (uses (json_object_get (link, "args"), var))
      return TRUE;
  return FALSE;
}

static const char *
type_of (const json_t *f, const char *var)
{
  const char *type;
  json_t *list;

  json_object_foreach (json_object_get (f, "vars"), type, list)
    if (uses (list, var))
      return type;
  return NULL;
}

static void
declare (json_t *f, const char *type, const char *var)
{
  json_t *vars = json_object_get (f, "vars"), *list = json_object_get (vars, type);

  if (!list)
    json_object_set_new (vars, type, list = json_array ());
  json_array_append_new (list, json_string (var));
}

static void
undeclare (json_t *f, const char *var)
{
  const char *type;
  json_t *list;

  json_object_foreach (json_object_get (f, "vars"), type, list)
    for (size_t i = json_array_size (list); i-- > 0;)
      if (strcmp (json_string_value (json_array_get (list, i)), var) == 0)
        json_array_remove (list, i);
}

/* The point, and up to three operations before and after it, become a function of their own. */
static gboolean
split (Seeder *s, guint32 func, json_t *f, GHashTable *numbers)
{
  guint32 block, at;

  if (!pick_point (s, func, &block, &at, FALSE))
    return FALSE;
  json_t *b = json_array_get (json_object_get (f, "blocks"), block), *ops = json_object_get (b, "ops");
  const SsBlock *x = &s->old->p->blocks[s->old->p->funcs[func].block0 + block];
  guint32 last = x->nops - (x->nhandlers > 0), before = gen_below (&s->gen, 4), after = gen_below (&s->gen, 4);
  guint32 lo = at - MIN (at, before), hi = MIN (at + 1 + after, last);
  g_autofree char *name = g_strdup_printf ("%s__part%u_of", json_string_value (json_object_get (f, "function")), s->serial++);
  json_t *part = json_pack ("{s:s, s:{}, s:i}", "function", name, "vars", "return", 1), *in = json_array (), *moved = json_array ();
  json_t *call = json_pack ("[s, n, s]", "direct_call", name);
  const char *result = NULL;
  guint nresults = 0;

  for (guint32 i = lo; i < hi; i++)
    {
      json_t *op = json_array_get (ops, i), *r = json_array_get (op, 1);
      if (json_is_string (r) && uses_later (b, hi, json_string_value (r)))
        {
          result = json_string_value (r);
          nresults++;
        }
      gboolean call_op = g_str_has_suffix (json_string_value (json_array_get (op, 0)), "direct_call");
      gboolean indirect = g_str_has_suffix (json_string_value (json_array_get (op, 0)), "indirect_call");
      for (size_t k = call_op || indirect ? 3 : 2; k < json_array_size (op); k++)
        {
          const char *var = json_string_value (json_array_get (op, k));
          gboolean inside = FALSE;
          for (guint32 m = lo; m < i; m++)
            inside = inside || uses (json_array_get (json_array_get (ops, m), 1), var ? var : "");
          if (var && !inside && !uses (in, var))
            {
              json_array_append_new (in, json_string (var));
              json_array_append_new (call, json_string (var));
              declare (part, type_of (f, var), var);
            }
        }
      if (json_is_string (r))
        declare (part, type_of (f, json_string_value (r)), json_string_value (r));
      json_array_append (moved, op);
    }
  if (nresults > 1 || hi - lo < 1)
    {
      json_decref (part);
      json_decref (in);
      json_decref (moved);
      json_decref (call);
      return FALSE;
    }
  const char *type = result ? type_of (f, result) : "Void";
  declare (part, type, "seeded_result");
  if (!result)
    declare (part, "Void", "seeded_void");
  json_array_set_new (call, 1, result ? json_string (result) : json_null ());
  json_object_set_new (part, "blocks", json_pack ("[{s:o, s:o, s:[{s:i, s:[o]}]}, {s:[s]}]", "in", in, "ops", moved, "exits", "to", 1, "args",
                                                  result ? json_string (result) : json_null (), "in", "seeded_result"));
  if (!result)
    undeclare (part, "seeded_void");
  for (guint32 i = lo; i < hi; i++)
    {
      const char *r = json_string_value (json_array_get (json_array_get (ops, lo), 1));
      guint32 o = GPOINTER_TO_UINT (g_hash_table_lookup (numbers, json_array_get (ops, lo))) - 1;
      if (r && (!result || strcmp (r, result) != 0))
        undeclare (f, r);
      s->why_old[o] = SS_WHY_OUTLINED;
      json_array_remove (ops, lo);
    }
  json_array_insert_new (ops, lo, call);
  GHashTable *none = g_hash_table_new (NULL, NULL);
  note_changed (s, part, none, SS_WHY_OUTLINED);
  g_hash_table_unref (none);
  g_ptr_array_add (s->added, json_dumps (part, JSON_COMPACT));
  json_decref (part);
  return TRUE;
}

/* A function of one run of operations, then the return. */
static gboolean
is_straight (const SsProgram *p, guint32 func)
{
  const SsFunc *f = &p->funcs[func];
  const SsBlock *b = &p->blocks[f->block0];

  return f->ret != SS_NONE && b->nexits == 1 && b->nhandlers == 0 && b->sw == SS_NONE && p->links[b->link0].to == f->ret
         && f->ret != f->block0 && b->nops > 0 && b->nops < 40;
}

static void
substitute (json_t *array, size_t first, GHashTable *map)
{
  for (size_t i = first; i < json_array_size (array); i++)
    {
      json_t *v = json_array_get (array, i), *to = json_is_string (v) ? g_hash_table_lookup (map, json_string_value (v)) : NULL;
      if (to)
        json_array_set (array, i, to);
    }
}

/* A call of the function whose callee can take its place, as a JSON value in its list, and the callee; FALSE: there is none. */
static gboolean
pick_call (Seeder *s, guint32 func, json_t *f, guint32 *op, guint32 *callee, json_t **ops, guint32 *at)
{
  const SsProgram *p = s->old->p;
  guint32 block;

  for (guint tries = 0; tries < 8; tries++)
    {
      if (!pick_point (s, func, &block, at, TRUE))
        return FALSE;
      *op = p->blocks[p->funcs[func].block0 + block].op0 + *at;
      guint32 sym = p->ops[*op].callee;
      *callee = sym == SS_NONE ? SS_NONE : p->syms[sym].func;
      *ops = json_object_get (json_array_get (json_object_get (f, "blocks"), block), "ops");
      if (*callee != SS_NONE && *callee != func && !(s->taken[*callee] & 1) && is_straight (p, *callee)
          && json_array_size (json_array_get (*ops, *at)) - 3 == p->blocks[p->funcs[*callee].block0].nin)
        return TRUE;
    }
  return FALSE;
}

/* Puts the callee's operations in the place of the call; origin: their old numbers.  FALSE: it cannot be done. */
static gboolean
inline_body (Seeder *s, json_t *f, json_t *ops, guint32 at, json_t *g, GHashTable *origin)
{
  json_t *call = json_array_get (ops, at), *b = json_array_get (json_object_get (g, "blocks"), 0), *op, *v;
  json_t *result = json_array_get (call, 1), *returned = json_array_get (json_object_get (json_array_get (json_object_get (b, "exits"), 0), "args"), 0);
  g_autoptr (GHashTable) map = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) json_decref);
  size_t i;

  if (json_is_string (result))
    {
      /* the result is what the callee's own operation gives, so that nothing is between the two */
      gboolean made = FALSE;
      json_array_foreach (json_object_get (b, "ops"), i, op)
        made = made || (json_is_string (returned) && uses (json_array_get (op, 1), json_string_value (returned)));
      if (!made)
        return FALSE;
      g_hash_table_insert (map, g_strdup (json_string_value (returned)), json_incref (result));
    }
  json_array_foreach (json_object_get (b, "in"), i, v)
    g_hash_table_insert (map, g_strdup (json_string_value (v)), json_incref (json_array_get (call, 3 + i)));
  json_array_foreach (json_object_get (b, "ops"), i, op)
    {
      const char *r = json_string_value (json_array_get (op, 1));
      if (r && !g_hash_table_contains (map, r))
        {
          g_autofree char *fresh = g_strdup_printf ("seeded_%u", s->serial++);
          declare (f, type_of (g, r), fresh);
          g_hash_table_insert (map, g_strdup (r), json_string (fresh));
        }
    }
  json_array_remove (ops, at);
  json_array_foreach (json_object_get (b, "ops"), i, op)
    {
      json_t *copy = json_deep_copy (op);
      const char *name = json_string_value (json_array_get (op, 0));
      gboolean calls = strcmp (name, "direct_call") == 0 || strcmp (name, "indirect_call") == 0;
      substitute (copy, calls ? 3 : 1, map);
      if (calls && json_is_string (json_array_get (copy, 1)))
        json_array_set (copy, 1, g_hash_table_lookup (map, json_string_value (json_array_get (copy, 1))));
      json_array_insert_new (ops, at + i, copy);
      g_hash_table_insert (s->inlined, copy, g_hash_table_lookup (origin, op));
    }
  return TRUE;
}

static gboolean
rename_function (Seeder *s, guint32 func, json_t *f)
{
  const char *old = ss_func_name (s->old->p, func);
  g_autofree char *new = g_strdup_printf ("seeded.module%u:Renamed%u.other_name", s->serial, s->serial);

  s->serial++;
  json_object_set_new (f, "function", json_string (new));
  if (gen_chance (&s->gen, 50))
    {
      json_object_del (f, "file");
      json_object_del (f, "line");
    }
  g_hash_table_insert (s->renamed, g_strdup (old), g_strdup (new));
  return TRUE;
}

/* A point of a callee calls something else, or goes where another one is left. */
static gboolean
swap_or_drop (Seeder *s, guint32 func, json_t *f)
{
  guint32 block, at, points = 0;
  const char *callee = pick_callee (s);

  if (!callee || !pick_point (s, func, &block, &at, TRUE))
    return FALSE;
  const SsFunc *x = &s->old->p->funcs[func];
  for (guint32 o = x->op0; o < x->op0 + x->nops; o++)
    points += ss_classes_find (s->old->classes, o) != NULL;
  json_t *ops = json_object_get (json_array_get (json_object_get (f, "blocks"), block), "ops"), *old = json_array_get (ops, at);
  if (json_is_string (json_array_get (old, 1)))
    return FALSE;
  s->taken[ss_find_func (s->old->p, callee)] |= 2;
  json_array_remove (ops, at);
  if (points < 2 || gen_chance (&s->gen, 50))
    json_array_insert_new (ops, at, json_pack ("[s, n, s]", "direct_call", callee));
  return TRUE;
}

/* Something of the callee's own, in its record and wherever it is inlined. */
static gboolean
change_callee (Seeder *s, guint32 callee, json_t *g)
{
  switch (gen_below (&s->gen, 4))
    {
    case 0:
      return add_call (s, callee, g);
    case 1:
      return make_live (s, callee, g);
    case 2:
      return swap_or_drop (s, callee, g);
    default:
      return rename_function (s, callee, g);
    }
}

static gboolean
inline_call (Seeder *s, guint32 func, json_t *f, GHashTable *numbers, gboolean changed)
{
  guint32 o, callee, at;
  json_t *ops;

  if (!pick_call (s, func, f, &o, &callee, &ops, &at) || (changed && s->taken[callee]))
    return FALSE;
  json_t *g = parse (s->lines->pdata[s->line_of[callee]]), *call = json_array_get (ops, at);
  GHashTable *origin = number_ops (s, callee, g);
  gboolean own = FALSE, done = FALSE;
  if (changed)
    {
      s->taken[callee] = 1; /* a call of itself within would be the call that was inlined */
      own = change_callee (s, callee, g);
      s->taken[callee] = 0;
    }
  if (own == changed)
    {
      g_hash_table_remove (numbers, call);
      g_hash_table_remove_all (s->inlined);
      done = inline_body (s, f, ops, at, g, origin);
    }
  if (done)
    {
      s->why_old[o] = SS_WHY_INLINED;
      s->call = o;
      s->taken[callee] |= own ? 3 : 2;
    }
  if (own)
    {
      /* what was changed stays so, whether it could be inlined or not */
      GHashTable *inlined = s->inlined;
      s->inlined = g_hash_table_new (NULL, NULL);
      s->taken[callee] |= 1;
      note_changed (s, g, origin, SS_WHY_CALL);
      set_text (s, callee, g);
      g_hash_table_unref (s->inlined);
      s->inlined = inlined;
    }
  g_hash_table_unref (origin);
  json_decref (g);
  return done;
}

/* Makes the change in the function, where it can be made. */
static gboolean
seed_function (Seeder *s, guint32 func, Seed seed)
{
  json_t *f = parse (s->lines->pdata[s->line_of[func]]);
  GHashTable *numbers = number_ops (s, func, f);
  SsWhy why = seed == INLINED || seed == INLINED_CHANGED ? SS_WHY_INLINED : seed == SPLIT ? SS_WHY_OUTLINED : SS_WHY_CALL;
  gboolean done = FALSE;

  ck_assert_str_eq (json_string_value (json_object_get (f, "function")), ss_func_name (s->old->p, func));
  switch (seed)
    {
    case CALL_ADDED:
      done = add_call (s, func, f);
      break;
    case MADE_LIVE:
      done = make_live (s, func, f);
      break;
    case HANDLER_ADDED:
      done = add_handler (s, func, f);
      break;
    case SPLIT:
      done = split (s, func, f, numbers);
      break;
    case RENAMED:
      done = rename_function (s, func, f);
      break;
    case INLINED:
      done = inline_call (s, func, f, numbers, FALSE);
      break;
    case INLINED_CHANGED:
      done = inline_call (s, func, f, numbers, TRUE);
      break;
    case N_SEEDS:
      break;
    }
  if (done)
    {
      s->taken[func] |= 1;
      s->made[seed]++;
      note_changed (s, f, numbers, why);
      set_text (s, func, f);
    }
  g_hash_table_unref (numbers);
  json_decref (f);
  return done;
}

/* The new program: changed lines, and renamed symbols in all of them. */
static SsProgram *
build_new (Seeder *s)
{
  g_autoptr (GString) text = g_string_new (NULL);
  Disguise d = { s->renamed, g_hash_table_new (g_str_hash, g_str_equal), g_hash_table_new (g_str_hash, g_str_equal), { 0 } };

  for (guint i = 0; i < s->lines->len + s->added->len; i++)
    {
      const char *line = i < s->lines->len ? g_hash_table_lookup (s->texts, GUINT_TO_POINTER (i)) : s->added->pdata[i - s->lines->len];
      json_t *r = parse (line ? line : s->lines->pdata[i]), *b, *op;
      size_t k, m;
      json_array_foreach (json_object_get (r, "blocks"), k, b)
        json_array_foreach (json_object_get (b, "ops"), m, op)
          disguise_op (&d, op);
      if (json_object_get (r, "external"))
        disguise_symbols (&d, json_object_get (r, "callbacks"));
      put_line (text, r);
      json_decref (r);
    }
  g_hash_table_unref (d.types);
  g_hash_table_unref (d.vars);
  return load_text (text);
}

/* What came of it, added up. */
typedef struct
{
  guint64 right, said, wanted;
} Score;

typedef struct
{
  Score functions, sites, changes;
  Score inlined; /* of the changes: those by inlining */
  guint32 made[N_SEEDS];
} Scores;

/* The true correspondence: by operation of either side the other one, and why it has none. */
typedef struct
{
  guint32 *other[SS_N_SIDES];
  guint8 *why[SS_N_SIDES];
  guint32 *twin, *call; /* by operation of NEW: see Changed */
  guint32 *func; /* by function of OLD: of NEW */
} Truth;

static void
find_truth (const Seeder *s, const World *new, Truth *t)
{
  const SsProgram *p = s->old->p, *q = new->p;

  t->other[SS_OLD] = g_new (guint32, p->nops + 1);
  t->other[SS_NEW] = g_new (guint32, q->nops + 1);
  t->why[SS_OLD] = s->why_old;
  t->why[SS_NEW] = g_new0 (guint8, q->nops + 1);
  t->twin = g_new (guint32, q->nops + 1);
  t->call = g_new (guint32, q->nops + 1);
  t->func = g_new (guint32, p->nfuncs + 1);
  memset (t->other[SS_OLD], 0xff, (p->nops + 1) * sizeof (guint32));
  memset (t->other[SS_NEW], 0xff, (q->nops + 1) * sizeof (guint32));
  memset (t->twin, 0xff, (q->nops + 1) * sizeof (guint32));
  memset (t->call, 0xff, (q->nops + 1) * sizeof (guint32));
  for (guint32 f = 0; f < p->nfuncs; f++)
    {
      const char *name = g_hash_table_lookup (s->renamed, ss_func_name (p, f));
      t->func[f] = ss_find_func (q, name ? name : ss_func_name (p, f));
      ck_assert_uint_ne (t->func[f], SS_NONE);
      for (guint32 i = 0; !(s->taken[f] & 1) && i < p->funcs[f].nops; i++)
        {
          t->other[SS_OLD][p->funcs[f].op0 + i] = q->funcs[t->func[f]].op0 + i;
          t->other[SS_NEW][q->funcs[t->func[f]].op0 + i] = p->funcs[f].op0 + i;
        }
    }
  for (guint i = 0; i < s->changed->len; i++)
    {
      const Changed *c = s->changed->pdata[i];
      guint32 f = ss_find_func (q, c->name);
      ck_assert_uint_eq (q->funcs[f].nops, c->from->len);
      for (guint k = 0; k < c->from->len; k++)
        {
          guint32 o = g_array_index (c->from, guint32, k), n = q->funcs[f].op0 + k;
          t->other[SS_NEW][n] = o;
          t->why[SS_NEW][n] = (guint8) g_array_index (c->why, SsWhy, k);
          t->twin[n] = g_array_index (c->twin, guint32, k);
          t->call[n] = g_array_index (c->call, guint32, k);
          if (o != SS_NONE)
            t->other[SS_OLD][o] = n;
        }
    }
}

static guint64
row_key (guint32 old, guint32 new)
{
  return (guint64) old << 32 | new;
}

/* What must be reported: by operations, why and how records differ. */
static GHashTable *
expect_changes (const SsComparison *c, const Truth *t, const World *w[SS_N_SIDES])
{
  GHashTable *rows = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  for (int side = 0; side < SS_N_SIDES; side++)
    for (guint32 i = 0; i < w[side]->classes->nrecords; i++)
      {
        guint32 op = w[side]->classes->records[i].op, other = t->other[side][op];
        const SsRecord *r = &w[side]->classes->records[i], *o = other == SS_NONE ? NULL : ss_classes_find (w[!side]->classes, other);
        guint64 key = side == SS_OLD ? row_key (op, other) : row_key (other, op);
        guint what = 0;
        if (o && side == SS_NEW)
          continue;
        if (o)
          {
            guint32 k = (guint32) (o - w[!side]->classes->records);
            what = (r->kind != o->kind ? SS_DIFFERS_KIND : 0) | (r->nsaved != o->nsaved ? SS_DIFFERS_VALUES : 0)
                   | (c->identity[side].signature[i] != c->identity[!side].signature[k] ? SS_DIFFERS_SIGNATURE : 0)
                   | (c->identity[side].name[i] != c->identity[!side].name[k] ? SS_DIFFERS_NAME : 0);
            if (!what)
              continue;
          }
        else
          what = 0x100u << (other != SS_NONE ? SS_WHY_CALLEE : t->why[side][op]);
        g_hash_table_insert (rows, g_memdup2 (&key, sizeof key), GUINT_TO_POINTER (what));
      }
  return rows;
}

static gboolean is_verbose;

/* The types of what a record saves; how hard to pickle it is: 0 for one that is left out. */
static guint
pool_types (const World *w, guint32 op, GPtrArray *types)
{
  static const guint hard[SS_N_KINDS] = { [SS_KIND_STATELESS] = 1, [SS_KIND_FRAME] = 1, [SS_KIND_SPECIAL] = 2, [SS_KIND_FOREIGN] = 3 };
  const SsRecord *r = op == SS_NONE ? NULL : ss_classes_find (w->classes, op);

  for (guint32 i = 0; r && i < r->nsaved; i++)
    g_ptr_array_add (types, (gpointer) ss_type_name (w->p, w->p->var_type[w->classes->saved[r->saved0 + i]]));
  return r ? hard[r->kind] : 0;
}

/* Whether a record that was inlined is told to come from where it does, and to differ from that as it does. */
static gboolean
is_inlined_right (const SsChange *x, const Truth *t, const World *w[SS_N_SIDES])
{
  guint32 op = x->op[SS_NEW];
  g_autoptr (GPtrArray) mine = g_ptr_array_new (), pool = g_ptr_array_new ();
  guint differs = 0, at;

  if (x->twin != t->twin[op] || x->call != t->call[op])
    return FALSE;
  if (x->twin == SS_NONE) /* the callee's own point is new */
    return x->code == SS_CHANGE_NEW_IRREDUCIBLE || x->code == SS_CHANGE_NEW_REDUCIBLE;
  guint is = pool_types (w[SS_NEW], op, mine), was = pool_types (w[SS_OLD], x->twin, pool), more = pool_types (w[SS_OLD], x->call, pool);
  if (is && !MAX (was, more))
    return x->code == SS_CHANGE_NEW_IRREDUCIBLE;
  if (mine->len > pool->len)
    differs |= SS_DIFFERS_VALUES | SS_DIFFERS_SIGNATURE;
  if (is > MAX (was, more))
    differs |= SS_DIFFERS_KIND;
  for (guint i = 0; i < mine->len; i++)
    if (g_ptr_array_find_with_equal_func (pool, mine->pdata[i], g_str_equal, &at))
      g_ptr_array_remove_index (pool, at);
    else
      differs |= SS_DIFFERS_SIGNATURE;
  differs = is ? differs : 0;
  return x->differs == differs && (differs != 0) == (x->code != SS_CHANGE_INLINED);
}

static void
score_changes (const SsComparison *c, const Truth *t, const World *w[SS_N_SIDES], Scores *scores)
{
  g_autoptr (GHashTable) rows = expect_changes (c, t, w);
  Score *score = &scores->changes, *inlined = &scores->inlined;
  GHashTableIter iter;
  gpointer what_wanted;

  score->wanted += g_hash_table_size (rows);
  g_hash_table_iter_init (&iter, rows);
  while (g_hash_table_iter_next (&iter, NULL, &what_wanted))
    inlined->wanted += GPOINTER_TO_UINT (what_wanted) == 0x100u << SS_WHY_INLINED;
  for (guint32 i = 0; i < c->nchanges; i++)
    {
      const SsChange *x = &c->changes[i];
      guint64 key = row_key (x->op[SS_OLD], x->op[SS_NEW]);
      guint what = x->why == SS_WHY_NONE ? x->differs : 0x100u << x->why;
      if (x->record[SS_OLD] == SS_NONE && x->record[SS_NEW] == SS_NONE)
        continue;
      guint wanted = GPOINTER_TO_UINT (g_hash_table_lookup (rows, &key));
      gboolean right = wanted == what
                       && (x->why != SS_WHY_INLINED || x->record[SS_NEW] == SS_NONE || is_inlined_right (x, t, w));
      score->said++;
      score->right += right;
      inlined->said += x->why == SS_WHY_INLINED;
      inlined->right += x->why == SS_WHY_INLINED && right;
      if (is_verbose && !right)
        printf ("  %s %x, wanted %x: %s %u, %s %u\n", ss_change_name (x->code), what, wanted,
                x->func[0] == SS_NONE ? "-" : ss_func_name (w[0]->p, x->func[0]), x->op[0],
                x->func[1] == SS_NONE ? "-" : ss_func_name (w[1]->p, x->func[1]), x->op[1]);
    }
}

static void
score_matches (const SsComparison *c, const Truth *t, const World *w[SS_N_SIDES], Scores *scores)
{
  scores->functions.wanted += w[SS_OLD]->p->nfuncs;
  scores->functions.said += c->match->npairs;
  for (guint32 i = 0; i < c->match->npairs; i++)
    {
      const SsPair *pair = &c->match->pairs[i];
      gboolean right = t->func[pair->func[SS_OLD]] == pair->func[SS_NEW];
      scores->functions.right += right;
      if (is_verbose && !right)
        printf ("  %s %u: %s, %s\n", ss_match_name (pair->how), pair->sure, ss_func_name (w[0]->p, pair->func[0]),
                ss_func_name (w[1]->p, pair->func[1]));
    }
  for (guint32 i = 0; i < w[SS_OLD]->classes->nrecords; i++)
    scores->sites.wanted += t->other[SS_OLD][w[SS_OLD]->classes->records[i].op] != SS_NONE;
  for (guint32 i = 0; i < c->align->nsites; i++)
    {
      const SsAligned *s = &c->align->sites[i];
      if (s->op[SS_OLD] == SS_NONE || s->op[SS_NEW] == SS_NONE || !ss_classes_find (w[SS_OLD]->classes, s->op[SS_OLD]))
        continue;
      scores->sites.said++;
      scores->sites.right += t->other[SS_OLD][s->op[SS_OLD]] == s->op[SS_NEW];
    }
}

/* What a change weighs within its code. */
static gint64
bytes_differ (const SsComparison *c, const SsChange *x)
{
  gint64 bytes[SS_N_SIDES] = { 0 };

  for (int side = 0; side < SS_N_SIDES; side++)
    {
      const SsClasses *classes = c->build[side].activation->classes;
      const SsRecord *r = x->record[side] == SS_NONE ? NULL : &classes->records[x->record[side]];
      bytes[side] = r && !ss_kind_reducible (r->kind) ? 24 + 8 * (gint64) r->nsaved : 0;
    }
  return ABS (bytes[SS_NEW] - bytes[SS_OLD]);
}

static gboolean
is_rooted (const SsComparison *c, const SsChange *x)
{
  return (x->record[SS_OLD] != SS_NONE && c->identity[SS_OLD].rooted[x->record[SS_OLD]])
         || (x->record[SS_NEW] != SS_NONE && c->identity[SS_NEW].rooted[x->record[SS_NEW]]);
}

/* By code, then what breaks pickles, then what is on a chain from a root, then by bytes. */
static void
check_order (SsComparison *c)
{
  g_autoptr (SsCompat) compat = ss_compat_new (c);
  guint32 counts[SS_N_CHANGES] = { 0 };

  ss_compat_sort (compat, c);
  for (guint32 i = 0; i < c->nchanges; i++)
    {
      const SsChange *x = &c->changes[i], *y = x + 1;
      counts[x->code]++;
      if (i + 1 == c->nchanges || x->code != y->code)
        {
          ck_assert (i + 1 == c->nchanges || x->code < y->code);
          continue;
        }
      gboolean breaks = ss_compat_breaks (compat, x), rooted = is_rooted (c, x);
      ck_assert_int_ge (breaks, ss_compat_breaks (compat, y));
      if (breaks != ss_compat_breaks (compat, y))
        continue;
      ck_assert_int_ge (rooted, is_rooted (c, y));
      if (rooted == is_rooted (c, y))
        ck_assert_int_ge (bytes_differ (c, x), bytes_differ (c, y));
    }
  ck_assert_mem_eq (counts, c->counts, sizeof counts);
}

/* Changes about one function in `every` of those that have a record, in one copy of the program. */
static void
seed_program (const World *old, GPtrArray *lines, const char *policy, guint64 random, guint every, Scores *scores)
{
  const SsProgram *p = old->p;
  Seeder s = { .old = old, .lines = lines };
  World new = { 0 };
  Truth t;

  gen_init (&s.gen, random);
  s.line_of = g_new (guint32, p->nfuncs + 1);
  s.texts = g_hash_table_new_full (NULL, NULL, NULL, free);
  s.renamed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  s.added = g_ptr_array_new_with_free_func (free);
  s.changed = g_ptr_array_new_with_free_func (changed_free);
  s.inlined = g_hash_table_new (NULL, NULL);
  s.taken = g_new0 (guint8, p->nfuncs + 1);
  s.why_old = g_new0 (guint8, p->nops + 1);
  memset (s.why_old, SS_WHY_CALL, p->nops);
  for (guint i = 0, f = 0; i < lines->len && f < p->nfuncs; i++)
    if (g_str_has_prefix (lines->pdata[i], "{\"function\":"))
      s.line_of[f++] = i;
  for (guint32 i = 0; i < old->classes->nrecords; i++)
    {
      guint32 f = old->classes->records[i].func;
      if ((i == 0 || old->classes->records[i - 1].func != f) && gen_below (&s.gen, every) == 0 && !s.taken[f])
        for (guint tries = 0; tries < 4 && !seed_function (&s, f, (Seed) gen_below (&s.gen, N_SEEDS)); tries++)
          ;
    }
  world_init (&new, build_new (&s), policy);
  find_truth (&s, &new, &t);
  g_autoptr (SsComparison) c = compare (old, &new);
  const World *w[SS_N_SIDES] = { old, &new };
  score_matches (c, &t, w, scores);
  score_changes (c, &t, w, scores);
  check_order (c);
  for (int k = 0; k < N_SEEDS; k++)
    scores->made[k] += s.made[k];
  g_clear_pointer (&c, ss_comparison_free);
  g_free (t.other[SS_OLD]);
  g_free (t.other[SS_NEW]);
  g_free (t.why[SS_NEW]);
  g_free (t.twin);
  g_free (t.call);
  g_free (t.func);
  world_clear (&new);
  g_free (s.line_of);
  g_hash_table_unref (s.texts);
  g_hash_table_unref (s.renamed);
  g_ptr_array_unref (s.added);
  g_ptr_array_unref (s.changed);
  g_hash_table_unref (s.inlined);
  g_free (s.taken);
  g_free (s.why_old);
}

static void
check_score (const char *what, const Score *s)
{
  double precision = s->said ? (double) s->right / (double) s->said : 1, recall = s->wanted ? (double) s->right / (double) s->wanted : 1;

  printf ("  %-10s precision %.4f, recall %.4f (%" G_GUINT64_FORMAT " right of %" G_GUINT64_FORMAT " said, %" G_GUINT64_FORMAT " wanted)\n",
          what, precision, recall, s->right, s->said, s->wanted);
  ck_assert_msg (precision >= LEAST && recall >= LEAST, "%s: too many mistakes", what);
}

static void
check_seeds (const char *title, const Scores *s)
{
  guint32 all = 0;

  for (int k = 0; k < N_SEEDS; k++)
    all += s->made[k];
  printf ("%s: %u changes seeded:", title, all);
  for (int k = 0; k < N_SEEDS; k++)
    printf ("%s %s %u", k ? "," : "", seed_names[k], s->made[k]);
  printf ("\n");
  check_score ("functions", &s->functions);
  check_score ("points", &s->sites);
  check_score ("changes", &s->changes);
  check_score ("inlined", &s->inlined);
}

static char *
source_path (const char *folder, const char *name)
{
  const char *srcdir = g_getenv ("srcdir");

  return g_build_filename (srcdir ? srcdir : ".", folder, name, NULL);
}

static char *
dump_path (const char *name)
{
  const char *dumps = g_getenv ("STACKSIEVE_DUMPS");
  g_autofree char *path = dumps ? g_build_filename (dumps, name, NULL) : NULL;

  return path && g_file_test (path, G_FILE_TEST_EXISTS) ? g_steal_pointer (&path) : NULL;
}

static gboolean
is_sanitized (void)
{
  return g_strcmp0 (g_getenv ("SANITIZED"), "yes") == 0;
}

static int
by_file (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

/* The programs of the corpus: FILE, for each. */
static GPtrArray *
corpus_files (void)
{
  GPtrArray *files = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *folder = source_path ("corpus", "");
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  ck_assert_ptr_nonnull (dir);
  while ((name = g_dir_read_name (dir)))
    if (g_str_has_suffix (name, ".json"))
      g_ptr_array_add (files, source_path ("corpus", name));
  g_ptr_array_sort (files, by_file);
  return files;
}

static void
seed_file (const char *file, const char *policy, guint rounds, guint every, Scores *scores)
{
  World old = { 0 };

  world_init (&old, load_file (file), policy);
  g_autoptr (GPtrArray) lines = lines_of (old.p);
  for (guint i = 0; i < rounds && old.classes->nrecords; i++)
    seed_program (&old, lines, policy, 1000 + i, every, scores);
  world_clear (&old);
}

START_TEST (sorting_by_key_is_stable)
{
  static const guint sizes[] = { 0, 1, 2, 48, 49, 5000 };
  Gen g;

  gen_init (&g, 3);
  for (guint few = 0; few < 2; few++) /* keys of which few, or all, digits differ; few keys are there many times */
    for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
      {
        g_autofree SsKeyed *k = g_new (SsKeyed, sizes[s] + 1);
        guint64 sum = 0;
        for (guint i = 0; i < sizes[s]; i++)
          {
            k[i] = (SsKeyed) { few ? gen_below (&g, 7) : (guint64) gen_below (&g, G_MAXUINT32) << 32 | gen_below (&g, G_MAXUINT32), i, 2 * i };
            sum += k[i].key;
          }
        ss_keyed_sort (k, sizes[s]);
        for (guint i = 0; i < sizes[s]; i++)
          {
            sum -= k[i].key;
            ck_assert_uint_eq (k[i].more, 2 * k[i].what);
            ck_assert (i == 0 || k[i - 1].key < k[i].key || (k[i - 1].key == k[i].key && k[i - 1].what < k[i].what));
          }
        ck_assert_uint_eq (sum, 0);
      }
}
END_TEST

START_TEST (nothing_differs_under_other_names)
{
  g_autoptr (GPtrArray) files = corpus_files ();
  g_autofree char *patterns = dump_path ("patterns-inlined.jsonl"), *plain = dump_path ("patterns-plain.jsonl");

  for (guint i = 0; i < files->len; i++)
    check_disguised (files->pdata[i], "pypy-stackless", i);
  if (patterns)
    check_disguised (patterns, "pypy-stackless", 5);
  if (plain)
    check_disguised (plain, "pypy-stackless", 6);
}
END_TEST

/* The large dumps, in the order in which they are tried; without --full the first one alone. */
static const struct { const char *file, *policy; } large[]
    = { { "pypy-1.5-backendopt.jsonl.zst", "pypy-stackless" }, { SEVEN, "pypy-stacklet" } };

START_TEST (nothing_differs_at_full_size)
{
  g_autofree char *path = dump_path (large[_i].file);

  check_disguised (path, large[_i].policy, 7 + (guint) _i);
}
END_TEST

START_TEST (fingerprints_survive_other_names)
{
  g_autoptr (GPtrArray) files = corpus_files ();
  g_autofree char *family = source_path ("tests/cases/diff", "family.json");

  for (guint i = 0; i < files->len; i++)
    check_fingers (files->pdata[i], "pypy-stackless", 20 + i);
  ck_assert_uint_eq (check_fingers (family, "pypy-stackless", 40), 3);
}
END_TEST

START_TEST (fingerprints_survive_at_full_size)
{
  g_autofree char *seven = dump_path (SEVEN);
  guint32 shared = check_fingers (seven, "pypy-stacklet", 9);

  printf ("pypy2.7-v7.3.9: %u records are told apart by more than plain names and occurrence\n", shared);
  ck_assert_uint_gt (shared, 0);
}
END_TEST

START_TEST (seeded_changes_are_reported_as_what_they_are)
{
  g_autoptr (GPtrArray) files = corpus_files ();
  g_autofree char *patterns = dump_path ("patterns-inlined.jsonl"), *plain = dump_path ("patterns-plain.jsonl");
  Scores scores = { 0 };
  guint rounds = is_sanitized () ? 10 : 100;

  for (guint i = 0; i < files->len; i++)
    seed_file (files->pdata[i], "pypy-stackless", rounds, 3, &scores);
  if (patterns)
    seed_file (patterns, "pypy-stackless", rounds, 4, &scores);
  if (plain)
    seed_file (plain, "pypy-stackless", rounds, 4, &scores);
  check_seeds ("corpus", &scores);
}
END_TEST

START_TEST (seeded_changes_at_full_size)
{
  g_autofree char *seven = dump_path (SEVEN);
  Scores scores = { 0 };

  seed_file (seven, "pypy-stacklet", 1, 4, &scores);
  check_seeds ("pypy2.7-v7.3.9", &scores);
}
END_TEST

/* Adds what is asked of the large dumps: of one of them, under other names; with --full (make check-corpus-full) all; with sanitizers
 * nothing.  How many tests are left out, for that or because the dump is not there. */
static guint
add_large (TCase *names, TCase *seeds, gboolean full)
{
  guint most = full ? G_N_ELEMENTS (large) : is_sanitized () ? 0 : 1, omitted = 0;
  g_autofree char *seven = dump_path (SEVEN);

  for (guint i = 0; i < G_N_ELEMENTS (large); i++)
    {
      g_autofree char *path = dump_path (large[i].file);

      if (i < most && path)
        tcase_add_loop_test (names, nothing_differs_at_full_size, (int) i, (int) i + 1);
      else
        omitted++;
    }
  if (!full || !seven)
    return omitted + 2;
  tcase_add_test (names, fingerprints_survive_at_full_size);
  tcase_add_test (seeds, seeded_changes_at_full_size);
  return omitted;
}

int
main (int argc, char **argv)
{
  Suite *suite = suite_create ("diff");
  TCase *names = tcase_create ("names"), *seeds = tcase_create ("seeds");

  is_verbose = g_getenv ("VERBOSE_SEEDS") != NULL;
  tcase_set_timeout (names, 120);
  tcase_set_timeout (seeds, 120);
  tcase_add_test (names, sorting_by_key_is_stable);
  tcase_add_test (names, nothing_differs_under_other_names);
  tcase_add_test (names, fingerprints_survive_other_names);
  tcase_add_test (seeds, seeded_changes_are_reported_as_what_they_are);
  guint omitted = add_large (names, seeds, argc > 1 && strcmp (argv[1], "--full") == 0);
  suite_add_tcase (suite, names);
  suite_add_tcase (suite, seeds);
  SRunner *runner = srunner_create (suite);
  srunner_run_all (runner, CK_ENV);
  int failed = srunner_ntests_failed (runner);
  srunner_free (runner);
  if (omitted)
    printf ("large dumps left out, or not there: make check-corpus-full\n0 passed, 0 failed, %u skipped\n", omitted);
  return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
