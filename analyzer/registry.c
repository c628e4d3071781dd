/* The registry of names (registry.h): reading it, finding records in it, bringing it up to date. */
#include "registry.h"

#include "ir/json.h"

#include <stdlib.h>
#include <string.h>

#define FORMAT "stacksieve-names"

G_DEFINE_QUARK (ss-registry-error-quark, ss_registry_error)

/* What tells a record from all others. */
typedef struct
{
  const char *function, *callee; /* lent */
  guint32 occurrence;
} Key;

typedef struct
{
  Key key;
  const char *name;    /* lent; NULL: it shall have none */
  gboolean vanished;
  const json_t *entry; /* lent by the document */
} Entry;

struct SsRegistry
{
  json_t *root;   /* owned */
  GArray *entries; /* owned: Entry, by key */
  GPtrArray *texts; /* owned: strings that are not in the document as the program has them */
};

static int
by_key (gconstpointer a, gconstpointer b)
{
  const Key *x = a, *y = b;
  int c = strcmp (x->function, y->function);

  c = c ? c : strcmp (x->callee, y->callee);
  return c ? c : x->occurrence < y->occurrence ? -1 : x->occurrence > y->occurrence;
}

static int
by_name (gconstpointer a, gconstpointer b, G_GNUC_UNUSED gpointer data)
{
  return strcmp (a, b);
}

static gboolean
fail (GError **error, SsRegistryError code, const char *format, ...) G_GNUC_PRINTF (3, 4);

static gboolean
fail (GError **error, SsRegistryError code, const char *format, ...)
{
  va_list ap;

  va_start (ap, format);
  g_autofree char *text = g_strdup_vprintf (format, ap);
  va_end (ap);
  g_set_error_literal (error, SS_REGISTRY_ERROR, code, text);
  return FALSE;
}

/* A string as the program has it, U+0000 as C0 80; NULL: it is none. */
static const char *
text_of (SsRegistry *r, const json_t *v)
{
  const char *text = json_string_value (v);
  gsize n = json_string_length (v);

  if (!text || strlen (text) == n)
    return text;
  GString *copy = g_string_new (NULL);
  for (gsize i = 0; i < n; i++)
    if (text[i])
      g_string_append_c (copy, text[i]);
    else
      g_string_append (copy, "\xc0\x80");
  g_ptr_array_add (r->texts, g_string_free (copy, FALSE));
  return r->texts->pdata[r->texts->len - 1];
}

static gboolean
take_entry (SsRegistry *r, const char *file, size_t i, const json_t *v, GError **error)
{
  const json_t *name = json_object_get (v, "name"), *occurrence = json_object_get (v, "occurrence");
  const char *status = json_string_value (json_object_get (v, "status"));
  Entry e = { .key = { text_of (r, json_object_get (v, "function")), text_of (r, json_object_get (v, "callee")), 0 },
              .name = text_of (r, name), .entry = v, .vanished = status && strcmp (status, "vanished") == 0 };
  json_int_t n = json_integer_value (occurrence);

  if (!e.key.function || !e.key.callee || n < 1 || n >= SS_NONE || !name || !(json_is_string (name) || json_is_null (name)))
    return fail (error, SS_REGISTRY_ERROR_ENTRY,
                 "%s: names[%zu]: \"function\", \"callee\" (strings), \"occurrence\" (a number from 1) and \"name\" (a string or null) "
                 "are wanted", file, i);
  e.key.occurrence = (guint32) n;
  g_array_append_val (r->entries, e);
  return TRUE;
}

/* No record twice, and no name but that of vanished ones. */
static gboolean
check_entries (const SsRegistry *r, const char *file, GError **error)
{
  g_autoptr (GTree) names = g_tree_new_full (by_name, NULL, NULL, NULL);

  for (guint i = 0; i < r->entries->len; i++)
    {
      const Entry *e = &g_array_index (r->entries, Entry, i);
      if (i && by_key (&e[-1].key, &e->key) == 0)
        return fail (error, SS_REGISTRY_ERROR_ENTRY, "%s: there are two entries of \"%s\", callee \"%s\", occurrence %u", file,
                     e->key.function, e->key.callee, e->key.occurrence);
      if (!e->name || e->vanished)
        continue;
      if (g_tree_lookup (names, e->name))
        return fail (error, SS_REGISTRY_ERROR_ENTRY, "%s: two records have the name \"%s\"", file, e->name);
      g_tree_insert (names, (gpointer) e->name, (gpointer) e);
    }
  return TRUE;
}

SsRegistry *
ss_registry_load (const char *file, GError **error)
{
  g_autofree char *text = NULL;
  gsize n;
  json_error_t je;
  g_autoptr (GError) read = NULL;
  g_autoptr (SsRegistry) r = g_new0 (SsRegistry, 1);
  const json_t *v;
  size_t i;

  r->entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  r->texts = g_ptr_array_new_with_free_func (g_free);
  if (!g_file_get_contents (file, &text, &n, &read))
    {
      fail (error, SS_REGISTRY_ERROR_READ, "%s", read->message);
      return NULL;
    }
  r->root = json_loadb (text, n, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &je);
  if (!r->root)
    {
      fail (error, SS_REGISTRY_ERROR_READ, "%s: line %d: %s", file, je.line, je.text);
      return NULL;
    }
  const char *format = json_string_value (json_object_get (r->root, "format"));
  const json_t *names = json_object_get (r->root, "names");
  if (!format || strcmp (format, FORMAT) != 0 || json_integer_value (json_object_get (r->root, "version")) != 1
      || !json_is_array (names))
    {
      fail (error, SS_REGISTRY_ERROR_ENTRY, "%s: is no registry of names (\"format\": \"" FORMAT "\", \"version\": 1, \"names\": […])",
            file);
      return NULL;
    }
  json_array_foreach ((json_t *) names, i, v)
    if (!take_entry (r, file, i, v, error))
      return NULL;
  g_array_sort (r->entries, by_key);
  return check_entries (r, file, error) ? g_steal_pointer (&r) : NULL;
}

void
ss_registry_free (SsRegistry *r)
{
  if (!r)
    return;
  json_decref (r->root);
  g_array_unref (r->entries);
  g_ptr_array_unref (r->texts);
  g_free (r);
}

static const Entry *
find (const SsRegistry *r, const Key *key)
{
  if (!r || !r->entries->len)
    return NULL;
  return bsearch (key, r->entries->data, r->entries->len, sizeof (Entry), by_key);
}

static Key
key_of (const SsTerms *t, const SsClasses *c, const SsPlaces *places, guint32 i)
{
  return (Key) { ss_func_name (t->program, c->records[i].func), places->places[i].callee, places->places[i].occurrence };
}

const char **
ss_registry_names (const SsRegistry *r, const SsTerms *terms, const SsClasses *c, const SsPlaces *places, gboolean past)
{
  const char **names = g_new0 (const char *, MAX (c->nrecords, 1));
  g_autoptr (GHashTable) given = g_hash_table_new (g_str_hash, g_str_equal);

  for (int vanished = FALSE; vanished <= past; vanished++)
    for (guint32 i = 0; i < c->nrecords; i++)
      {
        Key key = key_of (terms, c, places, i);
        const Entry *e = find (r, &key);
        if (!e || !e->name || e->vanished != vanished || (vanished && g_hash_table_contains (given, e->name)))
          continue;
        names[i] = e->name;
        g_hash_table_add (given, (gpointer) e->name);
      }
  return names;
}

guint8 *
ss_registry_named (const SsRegistry *r, const SsTerms *terms, const SsClasses *c)
{
  guint8 *named = g_new0 (guint8, MAX (c->nrecords, 1));
  g_autoptr (SsPlaces) places = ss_places_new (terms, c);
  g_autofree const char **names = ss_registry_names (r, terms, c, places, FALSE);

  for (guint32 i = 0; i < c->nrecords; i++)
    named[i] = names[i] != NULL;
  return named;
}

typedef struct
{
  const SsProgram *p;
  guint32 type;
} Slot;

static int
by_slot (gconstpointer a, gconstpointer b)
{
  const Slot *x = a, *y = b;
  SsStorage s = x->p->types[x->type].storage, t = y->p->types[y->type].storage;

  return s != t ? (s < t ? -1 : 1) : strcmp (ss_type_name (x->p, x->type), ss_type_name (y->p, y->type));
}

/* What the record saves: storage and type of each value, by storage, then by type, so that no name of a variable matters. */
static json_t *
signature (const SsTerms *t, const SsClasses *c, const SsRecord *r)
{
  const SsProgram *p = t->program;
  g_autofree Slot *slots = g_new (Slot, MAX (r->nsaved, 1));
  json_t *array = json_array ();

  for (guint32 i = 0; i < r->nsaved; i++)
    slots[i] = (Slot) { p, p->var_type[c->saved[r->saved0 + i]] };
  qsort (slots, r->nsaved, sizeof (Slot), by_slot);
  for (guint32 i = 0; i < r->nsaved; i++)
    {
      gboolean picklable = (t->type_flags[slots[i].type] & (SS_TYPE_PICKLABLE | SS_TYPE_FRAME)) != 0;
      json_array_append_new (array, json_pack ("{s:s, s:o, s:b}", "storage", ss_storage_name (p->types[slots[i].type].storage), "type",
                                               ss_json_string (ss_type_name (p, slots[i].type)), "picklable", picklable));
    }
  return array;
}

static gboolean
all_picklable (const json_t *signature)
{
  const json_t *v;
  size_t i;

  json_array_foreach ((json_t *) signature, i, v)
    if (!json_is_true (json_object_get (v, "picklable")))
      return FALSE;
  return TRUE;
}

/* The name to propose: function, callee and occurrence, told apart from names that there are by a number where need be. */
static char *
propose (const Key *key, GTree *names)
{
  g_autofree char *base = g_strdup_printf ("%s/%s/%u", key->function, key->callee, key->occurrence);
  char *name = g_strdup (base);

  for (guint n = 2; g_tree_lookup (names, name); n++)
    {
      g_free (name);
      name = g_strdup_printf ("%s~%u", base, n);
    }
  g_tree_insert (names, g_strdup (name), GINT_TO_POINTER (1));
  return name;
}

/* An entry of the new document, while they are sorted. */
typedef struct
{
  Key key;
  const SsRecord *record; /* NULL: nothing needs this name now */
  const Entry *old;       /* NULL: it is new */
  gboolean there;         /* the record is there, of whatever kind */
} Row;

static json_t *
row_json (const Row *row, const SsTerms *t, const SsClasses *c, GTree *names)
{
  if (!row->record)
    {
      json_t *entry = json_copy ((json_t *) row->old->entry);
      json_object_set_new (entry, "status", json_string (row->there ? "idle" : "vanished"));
      json_object_del (entry, "changed");
      return entry;
    }
  json_t *values = signature (t, c, row->record);
  const json_t *was = row->old ? json_object_get (row->old->entry, "signature") : NULL;
  g_autofree char *proposed = row->old ? NULL : propose (&row->key, names);
  const char *name = row->old ? row->old->name : proposed;
  json_t *entry = json_object ();
  json_object_set_new (entry, "name", name ? ss_json_string (name) : json_null ());
  json_object_set_new (entry, "function", ss_json_string (row->key.function));
  json_object_set_new (entry, "callee", ss_json_string (row->key.callee));
  json_object_set_new (entry, "occurrence", json_integer (row->key.occurrence));
  json_object_set_new (entry, "kind", json_string (ss_kind_name (row->record->kind)));
  json_object_set_new (entry, "status", json_string (row->old ? "known" : "new"));
  if (was && !json_equal (was, values))
    json_object_set_new (entry, "changed", json_true ());
  json_object_set_new (entry, "picklable", json_boolean (all_picklable (values)));
  json_object_set_new (entry, "signature", values);
  return entry;
}

json_t *
ss_registry_update (const SsRegistry *old, const SsTerms *terms, const SsClasses *c)
{
  const SsProgram *p = terms->program;
  SsPlaces *places = ss_places_new (terms, c);
  g_autoptr (GTree) names = g_tree_new_full (by_name, NULL, g_free, NULL);
  g_autofree guint8 *met = g_new0 (guint8, old ? old->entries->len + 1 : 1); /* 1: its record is there, 2: and needs a name */
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (Row));

  for (guint i = 0; old && i < old->entries->len; i++)
    {
      const char *name = g_array_index (old->entries, Entry, i).name;
      if (name)
        g_tree_insert (names, g_strdup (name), GINT_TO_POINTER (1));
    }
  for (guint32 i = 0; i < c->nrecords; i++)
    {
      const SsRecord *r = &c->records[i];
      gboolean needs = r->kind == SS_KIND_STATELESS || r->kind == SS_KIND_SPECIAL;
      Row row = { key_of (terms, c, places, i), r, NULL, TRUE };
      row.old = find (old, &row.key);
      if (row.old)
        met[row.old - (const Entry *) (gpointer) old->entries->data] = needs ? 2 : 1;
      if (needs)
        g_array_append_val (rows, row);
    }
  for (guint i = 0; old && i < old->entries->len; i++)
    if (met[i] < 2)
      {
        const Entry *e = &g_array_index (old->entries, Entry, i);
        Row row = { e->key, NULL, e, met[i] == 1 };
        g_array_append_val (rows, row);
      }
  g_array_sort (rows, by_key);
  json_t *array = json_array (), *root = json_object ();
  for (guint i = 0; i < rows->len; i++)
    json_array_append_new (array, row_json (&g_array_index (rows, Row, i), terms, c, names));
  json_object_set_new (root, "format", json_string (FORMAT));
  json_object_set_new (root, "version", json_integer (1));
  json_object_set_new (root, "program", p->program == SS_NONE ? json_null () : ss_json_string (ss_str (p, p->program)));
  json_object_set_new (root, "names", array);
  g_array_unref (rows);
  ss_places_free (places);
  return root;
}
