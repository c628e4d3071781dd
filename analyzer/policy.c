/* Loading policies: JSON by Jansson, built-in ones from the text that the build embeds.
 *
 * A policy is read together with all that it extends, from the file asked for down to the one that extends nothing, and
 * then applied in the opposite order, so that what extends speaks last.
 */
#include "policy_data.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

/* No policy that people write comes near; keeps /dev/zero from filling the memory. */
#define MAX_POLICY_BYTES ((gsize) 16 << 20)

G_DEFINE_QUARK (ss-policy-error-quark, ss_policy_error)

const SsPolicyList ss_policy_lists[] = {
  { "unwind_operations", SS_NAMES_OP, SS_TERM_SOURCE, FALSE },
  { "pure", SS_NAMES_OP, SS_OPF_PURE, FALSE },
  { "value_preserving", SS_NAMES_OP, SS_OPF_COPY, FALSE },
  { "housekeeping", SS_NAMES_OP, SS_OPF_HOUSE, FALSE },
  { "unwind_functions", SS_NAMES_SYM, SS_SYM_SOURCE, FALSE },
  { "roots", SS_NAMES_SYM, SS_SYM_ROOT, FALSE },
  { "frame_functions", SS_NAMES_SYM, SS_SYM_RUNS_FRAME, FALSE },
  { "frames", SS_NAMES_TYPE, SS_TYPE_FRAME, TRUE },
  { "foreign", SS_NAMES_TYPE, SS_TYPE_FOREIGN, FALSE },
  { "owned", SS_NAMES_TYPE, SS_TYPE_OWNED, TRUE },
  { "picklable", SS_NAMES_TYPE, SS_TYPE_PICKLABLE, TRUE },
};
const guint ss_policy_nlists = G_N_ELEMENTS (ss_policy_lists);

static const struct
{
  const char *name, *text;
} builtins[] = {
#include "analyzer/policies.inc"
};

static const char *builtin_names[G_N_ELEMENTS (builtins) + 1];

const char *const *
ss_policy_builtin_names (void)
{
  static gsize once = 0;

  if (g_once_init_enter (&once))
    {
      for (guint i = 0; i < G_N_ELEMENTS (builtins); i++)
        builtin_names[i] = builtins[i].name;
      g_once_init_leave (&once, 1);
    }
  return builtin_names;
}

static const char *
builtin_text (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (builtins); i++)
    if (strcmp (builtins[i].name, name) == 0)
      return builtins[i].text;
  return NULL;
}

/* One policy of the chain of those that extend each other, as JSON. */
typedef struct
{
  const char *name; /* lent by SsPolicy.files: as messages show it */
  char *id;         /* owned: tells it from all others: "=NAME" of a built-in one, or the file's real path */
  gboolean builtin;
  json_t *root; /* owned */
} Layer;

static void
layer_clear (gpointer data)
{
  Layer *l = data;

  g_free (l->id);
  json_decref (l->root);
}

static void
call_clear (gpointer data)
{
  SsPolicyCall *c = data;

  g_free (c->where);
  g_free (c->site);
  if (c->only)
    g_ptr_array_unref (c->only);
}

static void
bytecode_clear (gpointer data)
{
  SsPolicyBytecode *b = data;

  g_pattern_spec_free (b->glob);
  g_free (b->name);
}

static void
name_clear (gpointer data)
{
  g_free (((SsPolicyName *) data)->name);
}

static gboolean
fail (GError **error, const char *file, const char *path, const char *format, ...) G_GNUC_PRINTF (4, 5);

static gboolean
fail (GError **error, const char *file, const char *path, const char *format, ...)
{
  va_list ap;

  va_start (ap, format);
  g_autofree char *text = g_strdup_vprintf (format, ap);
  va_end (ap);
  g_set_error (error, SS_POLICY_ERROR, SS_POLICY_ERROR_READ, "%s: %s%s%s", file, path ? path : "", path ? ": " : "", text);
  return FALSE;
}

static const char *
type_text (const json_t *v)
{
  switch (json_typeof (v))
    {
    case JSON_OBJECT:
      return "an object";
    case JSON_ARRAY:
      return "an array";
    case JSON_STRING:
      return "a string";
    case JSON_INTEGER:
    case JSON_REAL:
      return "a number";
    case JSON_TRUE:
    case JSON_FALSE:
      return "a boolean";
    default:
      return "null";
    }
}

static gboolean
want (GError **error, const char *file, const char *path, const char *wanted, const json_t *got)
{
  return fail (error, file, path, "%s is wanted, not %s", wanted, type_text (got));
}

static char *
read_text (const char *file, gsize *n, GError **error)
{
  FILE *f = fopen (file, "rb");

  if (!f)
    {
      fail (error, file, NULL, "%s", g_strerror (errno));
      return NULL;
    }
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  guint8 chunk[16384];
  gsize got;

  while (bytes->len <= MAX_POLICY_BYTES && (got = fread (chunk, 1, sizeof chunk, f)) > 0)
    g_byte_array_append (bytes, chunk, (guint) got);
  int failed = ferror (f) ? errno : 0;
  fclose (f);
  if (failed)
    {
      fail (error, file, NULL, "%s", g_strerror (failed));
      return NULL;
    }
  if (bytes->len > MAX_POLICY_BYTES)
    {
      fail (error, file, NULL, "is longer than a policy may be (%u MB)", (guint) (MAX_POLICY_BYTES >> 20));
      return NULL;
    }
  *n = bytes->len;
  g_byte_array_append (bytes, (const guint8 *) "", 1); /* memory even for an empty file */
  return (char *) g_byte_array_free (g_steal_pointer (&bytes), FALSE);
}

static gboolean
is_file_name (const char *name)
{
  return strchr (name, '/') || g_str_has_suffix (name, ".json");
}

/* Reads the policy `name` into a layer; `from` is the file that extends it, or NULL. */
static gboolean
layer_read (Layer *l, const char *name, const char *from, GPtrArray *files, GError **error)
{
  g_autofree char *text = NULL;
  json_error_t je;
  gsize n;

  if (!is_file_name (name))
    {
      const char *builtin = builtin_text (name);
      if (!builtin)
        {
          g_autofree char *all = g_strjoinv (", ", (char **) ss_policy_builtin_names ());
          return fail (error, from ? from : "policy", NULL,
                       "there is no policy called \"%s\" (built in: %s; a file's name has a '/' or ends in .json)", name, all);
        }
      l->builtin = TRUE;
      l->id = g_strconcat ("=", name, NULL);
      g_ptr_array_add (files, g_strdup (name));
      l->root = json_loads (builtin, JSON_REJECT_DUPLICATES, &je);
      g_assert (json_is_object (l->root));
    }
  else
    {
      g_autofree char *dir = from && !g_path_is_absolute (name) ? g_path_get_dirname (from) : NULL;
      char *file = dir && strcmp (dir, ".") != 0 ? g_build_filename (dir, name, NULL) : g_strdup (name);
      g_ptr_array_add (files, file);
      text = read_text (file, &n, error);
      if (!text)
        return FALSE;
      char *real = realpath (file, NULL);
      l->id = g_strdup (real ? real : file);
      free (real);
      l->root = json_loadb (text, n, JSON_REJECT_DUPLICATES, &je);
      if (!l->root)
        {
          g_set_error (error, SS_POLICY_ERROR, SS_POLICY_ERROR_READ, "%s: line %d: %s", file, je.line, je.text);
          return FALSE;
        }
    }
  l->name = files->pdata[files->len - 1];
  return json_is_object (l->root) || want (error, l->name, NULL, "an object", l->root);
}

/* Reads the policy and all that it extends into `layers`. */
static gboolean
read_layers (GArray *layers, const char *name, GPtrArray *files, GError **error)
{
  const char *from = NULL;

  while (name)
    {
      Layer fresh = { 0 };
      g_array_append_val (layers, fresh);
      Layer *l = &g_array_index (layers, Layer, layers->len - 1);
      if (!layer_read (l, name, from, files, error))
        return FALSE;
      for (guint i = 0; i + 1 < layers->len; i++)
        if (strcmp (g_array_index (layers, Layer, i).id, l->id) == 0)
          return fail (error, from, "extends", "policy \"%s\" extends itself", l->name);
      const json_t *extends = json_object_get (l->root, "extends");
      if (extends && !json_is_string (extends))
        return want (error, l->name, "extends", "a string", extends);
      from = l->name;
      name = json_string_value (extends);
    }
  return TRUE;
}

static gboolean
apply_list (SsPolicy *p, const Layer *l, guint list, const json_t *array, GError **error)
{
  const char *key = ss_policy_lists[list].key;
  const json_t *v;
  size_t i;

  if (!json_is_array (array))
    return want (error, l->name, key, "an array of names", array);
  json_array_foreach ((json_t *) array, i, v)
    {
      if (!json_is_string (v))
        {
          g_autofree char *path = g_strdup_printf ("%s[%zu]", key, i);
          return want (error, l->name, path, "a string", v);
        }
      const char *s = json_string_value (v);
      SsPolicyName n = { .list = list, .out = s[0] == '-', .file = l->builtin ? NULL : l->name };
      n.name = g_strdup (s + (n.out ? 1 : 0));
      g_array_append_val (p->names, n);
    }
  return TRUE;
}

/* The three things that an entry can say; exactly one of them is wanted. */
static gboolean
apply_says (SsPolicyCall *c, const Layer *l, const char *path, const char *key, const json_t *v, GError **error)
{
  SsSiteSays says = key[0] == 'u' ? SS_SITE_UNWINDS : key[0] == 'n' ? SS_SITE_NEVER : SS_SITE_ONLY;
  const json_t *t;
  size_t i;

  if (c->says != SS_SITE_NOTHING)
    {
      g_set_error (error, SS_POLICY_ERROR, SS_POLICY_ERROR_ENTRY,
                   "%s: contradicts itself: \"unwinds\", \"never\" and \"only\" exclude each other", c->where);
      return FALSE;
    }
  c->says = says;
  if (says != SS_SITE_ONLY)
    return json_is_true (v) || fail (error, l->name, path, "true is wanted (leave it out otherwise)");
  if (!json_is_array (v))
    return want (error, l->name, path, "an array of symbols", v);
  if (json_array_size (v) == 0)
    return fail (error, l->name, path, "names no target (say \"never\" where the call cannot unwind)");
  c->only = g_ptr_array_new_with_free_func (g_free);
  json_array_foreach ((json_t *) v, i, t)
    {
      if (!json_is_string (t))
        {
          g_autofree char *at = g_strdup_printf ("%s[%zu]", path, i);
          return want (error, l->name, at, "a string", t);
        }
      g_ptr_array_add (c->only, g_strdup (json_string_value (t)));
    }
  return TRUE;
}

static gboolean
apply_call (SsPolicy *p, const Layer *l, size_t at, const json_t *entry, GPtrArray *notes, GError **error)
{
  g_autofree char *base = g_strdup_printf ("calls[%zu]", at);
  const char *key;
  json_t *v;

  if (!json_is_object (entry))
    return want (error, l->name, base, "an object", entry);
  SsPolicyCall fresh = { .where = g_strdup_printf ("%s: %s", l->name, base) };
  g_array_append_val (p->calls, fresh);
  SsPolicyCall *c = &g_array_index (p->calls, SsPolicyCall, p->calls->len - 1);
  json_object_foreach ((json_t *) entry, key, v)
    {
      g_autofree char *path = g_strdup_printf ("%s.%s", base, key);
      if (!strcmp (key, "site") || !strcmp (key, "why"))
        {
          if (!json_is_string (v))
            return want (error, l->name, path, "a string", v);
          if (key[0] == 's')
            c->site = g_strdup (json_string_value (v));
        }
      else if (!strcmp (key, "unwinds") || !strcmp (key, "never") || !strcmp (key, "only"))
        {
          if (!apply_says (c, l, path, key, v, error))
            return FALSE;
        }
      else
        g_ptr_array_add (notes, g_strdup_printf ("%s: unknown key \"%s\"", l->name, path));
    }
  if (!c->site)
    return fail (error, l->name, base, "\"site\" is missing");
  if (c->says == SS_SITE_NOTHING)
    return fail (error, l->name, base, "says nothing: one of \"unwinds\", \"never\" and \"only\" is wanted");
  return TRUE;
}

static gboolean
apply_bytecodes (SsPolicy *p, const Layer *l, const json_t *object, GError **error)
{
  const char *glob;
  json_t *v;

  if (!json_is_object (object))
    return want (error, l->name, "bytecodes", "an object", object);
  json_object_foreach ((json_t *) object, glob, v)
    {
      if (!json_is_string (v))
        {
          g_autofree char *path = g_strdup_printf ("bytecodes.%s", glob);
          return want (error, l->name, path, "a string", v);
        }
      SsPolicyBytecode b = { g_pattern_spec_new (glob), g_strdup (json_string_value (v)) };
      g_array_append_val (p->bytecodes, b);
    }
  return TRUE;
}

/* A file that a policy file names is found from where that file is. */
static gboolean
apply_registry (SsPolicy *p, const Layer *l, const json_t *v, GError **error)
{
  const char *name = json_string_value (v);

  if (!name)
    return want (error, l->name, "registry", "a string", v);
  g_autofree char *dir = l->builtin || g_path_is_absolute (name) ? NULL : g_path_get_dirname (l->name);
  g_free (p->registry);
  p->registry = dir && strcmp (dir, ".") != 0 ? g_build_filename (dir, name, NULL) : g_strdup (name);
  return TRUE;
}

static gboolean
apply_key (SsPolicy *p, const Layer *l, const char *key, const json_t *v, GPtrArray *notes, GError **error)
{
  for (guint i = 0; i < ss_policy_nlists; i++)
    if (strcmp (key, ss_policy_lists[i].key) == 0)
      return apply_list (p, l, i, v, error);
  if (!strcmp (key, "name") || !strcmp (key, "about"))
    {
      if (!json_is_string (v))
        return want (error, l->name, key, "a string", v);
      if (key[0] == 'n')
        {
          g_free (p->name);
          p->name = g_strdup (json_string_value (v));
        }
    }
  else if (!strcmp (key, "callbacks"))
    {
      if (!json_is_boolean (v))
        return want (error, l->name, key, "a boolean", v);
      p->callbacks = json_is_true (v);
    }
  else if (!strcmp (key, "unknown_calls"))
    {
      const char *s = json_string_value (v);
      if (!s)
        return want (error, l->name, key, "a string", v);
      if (strcmp (s, "unwind") != 0 && strcmp (s, "never") != 0)
        return fail (error, l->name, key, "\"unwind\" or \"never\" is wanted, not \"%s\"", s);
      p->unknown_unwinds = s[0] == 'u';
    }
  else if (!strcmp (key, "bytecodes"))
    return apply_bytecodes (p, l, v, error);
  else if (!strcmp (key, "registry"))
    return apply_registry (p, l, v, error);
  else if (!strcmp (key, "calls"))
    {
      const json_t *e;
      size_t i;
      if (!json_is_array (v))
        return want (error, l->name, key, "an array", v);
      json_array_foreach ((json_t *) v, i, e)
        if (!apply_call (p, l, i, e, notes, error))
          return FALSE;
    }
  else if (strcmp (key, "extends") != 0)
    g_ptr_array_add (notes, g_strdup_printf ("%s: unknown key \"%s\"", l->name, key));
  return TRUE;
}

SsPolicy *
ss_policy_load (const char *name_or_file, GPtrArray *notes, GError **error)
{
  g_autoptr (SsPolicy) p = g_new0 (SsPolicy, 1);
  g_autoptr (GArray) layers = g_array_new (FALSE, FALSE, sizeof (Layer));

  g_array_set_clear_func (layers, layer_clear);
  p->names = g_array_new (FALSE, FALSE, sizeof (SsPolicyName));
  g_array_set_clear_func (p->names, name_clear);
  p->calls = g_array_new (FALSE, FALSE, sizeof (SsPolicyCall));
  g_array_set_clear_func (p->calls, call_clear);
  p->bytecodes = g_array_new (FALSE, FALSE, sizeof (SsPolicyBytecode));
  g_array_set_clear_func (p->bytecodes, bytecode_clear);
  p->files = g_ptr_array_new_with_free_func (g_free);
  /* the careful answers, for a policy that says nothing */
  p->unknown_unwinds = p->callbacks = TRUE;
  if (!read_layers (layers, name_or_file, p->files, error))
    return NULL;
  for (guint i = layers->len; i-- > 0;)
    {
      const Layer *l = &g_array_index (layers, Layer, i);
      const char *key;
      json_t *v;

      /* a file that does not name itself goes by its file name, not by what it extends */
      g_free (p->name);
      p->name = g_strdup (l->name);
      json_object_foreach (l->root, key, v)
        if (!apply_key (p, l, key, v, notes, error))
          return NULL;
    }
  return g_steal_pointer (&p);
}

void
ss_policy_free (SsPolicy *p)
{
  if (!p)
    return;
  g_free (p->name);
  g_array_unref (p->names);
  g_array_unref (p->calls);
  g_array_unref (p->bytecodes);
  g_free (p->registry);
  g_ptr_array_unref (p->files);
  g_free (p);
}

const char *
ss_policy_name (const SsPolicy *policy)
{
  return policy->name;
}

const char *
ss_policy_bytecode (const SsPolicy *policy, const char *function)
{
  for (guint i = policy->bytecodes->len; i-- > 0;)
    {
      const SsPolicyBytecode *b = &g_array_index (policy->bytecodes, SsPolicyBytecode, i);
      if (g_pattern_spec_match_string (b->glob, function))
        return b->name;
    }
  return NULL;
}

const char *
ss_policy_registry (const SsPolicy *policy)
{
  return policy->registry;
}

gboolean
ss_policy_add (SsPolicy *p, const char *where, const char *json, GPtrArray *notes, GError **error)
{
  json_error_t je;
  const char *key;
  json_t *v;

  g_ptr_array_add (p->files, g_strdup (where));
  Layer l = { .name = p->files->pdata[p->files->len - 1], .root = json_loads (json, JSON_REJECT_DUPLICATES, &je) };
  if (!l.root)
    {
      g_set_error (error, SS_POLICY_ERROR, SS_POLICY_ERROR_READ, "%s: line %d: %s", where, je.line, je.text);
      return FALSE;
    }
  if (json_is_array (l.root))
    l.root = json_pack ("{s:o}", "calls", l.root);
  else if (json_object_get (l.root, "site"))
    l.root = json_pack ("{s:[o]}", "calls", l.root);
  gboolean fine = json_is_object (l.root) || want (error, where, NULL, "an object or an array", l.root);
  json_object_foreach (l.root, key, v)
    fine = fine && apply_key (p, &l, key, v, notes, error);
  layer_clear (&l);
  return fine;
}
