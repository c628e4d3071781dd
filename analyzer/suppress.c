/* Known changes (suppress.h). */
#include "suppress.h"

#include "ir/json.h"

#include <string.h>

#define FORMAT "stacksieve-suppressions"

G_DEFINE_QUARK (ss-suppress-error-quark, ss_suppress_error)

static gboolean
is_date (const char *s)
{
  static const char form[] = "dddd-dd-dd";

  if (!s || strlen (s) != strlen (form))
    return FALSE;
  for (gsize i = 0; form[i]; i++)
    if (form[i] == 'd' ? !g_ascii_isdigit (s[i]) : s[i] != form[i])
      return FALSE;
  return g_date_valid_dmy ((GDateDay) g_ascii_strtoull (s + 8, NULL, 10), (GDateMonth) g_ascii_strtoull (s + 5, NULL, 10),
                           (GDateYear) g_ascii_strtoull (s, NULL, 10));
}

/* The first key of an object that is not among `known`, or NULL.  Lent. */
static const char *
unknown_key (const json_t *object, const char *const *known)
{
  const char *key;
  json_t *value;

  json_object_foreach ((json_t *) object, key, value)
    if (!g_strv_contains (known, key))
      return key;
  return NULL;
}

static char *
dup_string (const json_t *entry, const char *key)
{
  return g_strdup (json_string_value (json_object_get (entry, key)));
}

/* Whether a key is absent, null or a string. */
static gboolean
may_be_string (const json_t *entry, const char *key)
{
  const json_t *v = json_object_get (entry, key);

  return !v || json_is_null (v) || json_is_string (v);
}

/* Fills an entry; *wrong, which the caller frees, is what is wrong with it, or NULL. */
static gboolean
take_entry (SsSuppression *e, const json_t *v, const char *today, char **wrong)
{
  static const char *const keys[] = { "function", "record", "change", "reason", "expires", NULL };
  g_autofree char *change = dup_string (v, "change");
  const char *unknown = unknown_key (v, keys), *why = NULL;

  e->function = dup_string (v, "function");
  e->record = dup_string (v, "record");
  e->reason = dup_string (v, "reason");
  e->expires = dup_string (v, "expires");
  e->change = change ? ss_change_find (change) : SS_N_CHANGES;
  if (!json_is_object (v))
    why = "an object is wanted";
  else if (unknown)
    {
      *wrong = g_strdup_printf ("there is no key \"%s\"", unknown);
      return FALSE;
    }
  else if (!may_be_string (v, "function") || !may_be_string (v, "record") || !may_be_string (v, "change") || !may_be_string (v, "expires"))
    why = "\"function\", \"record\", \"change\" and \"expires\" are strings";
  else if (!e->reason || !*e->reason)
    why = "a \"reason\" is wanted";
  else if (!e->function && !e->record)
    why = "a \"function\" or a \"record\" is wanted";
  else if (change && e->change == SS_N_CHANGES)
    why = "\"change\" is no code of a change";
  else if (e->expires && !is_date (e->expires))
    why = "\"expires\" is no day (YYYY-MM-DD)";
  *wrong = g_strdup (why);
  if (why)
    return FALSE;
  e->function_glob = e->function ? g_pattern_spec_new (e->function) : NULL;
  e->record_glob = e->record ? g_pattern_spec_new (e->record) : NULL;
  e->expired = e->expires && strcmp (today, e->expires) > 0;
  return TRUE;
}

SsSuppressions *
ss_suppressions_load (const char *file, const char *today, GError **error)
{
  g_autofree char *text = NULL;
  gsize n;
  json_error_t je;
  g_autoptr (GError) read = NULL;
  g_autoptr (SsSuppressions) s = g_new0 (SsSuppressions, 1);

  if (!g_file_get_contents (file, &text, &n, &read))
    {
      g_set_error_literal (error, SS_SUPPRESS_ERROR, SS_SUPPRESS_ERROR_READ, read->message);
      return NULL;
    }
  json_t *root = json_loadb (text, n, JSON_REJECT_DUPLICATES, &je);
  if (!root)
    {
      g_set_error (error, SS_SUPPRESS_ERROR, SS_SUPPRESS_ERROR_READ, "%s: line %d: %s", file, je.line, je.text);
      return NULL;
    }
  static const char *const keys[] = { "format", "version", "suppress", "$schema", NULL };
  const char *format = json_string_value (json_object_get (root, "format")), *unknown = unknown_key (root, keys);
  g_autofree char *wrong = NULL;
  const json_t *list = json_object_get (root, "suppress"), *v;
  size_t i;
  if (!format || strcmp (format, FORMAT) != 0 || json_integer_value (json_object_get (root, "version")) != 1 || !json_is_array (list))
    g_set_error (error, SS_SUPPRESS_ERROR, SS_SUPPRESS_ERROR_ENTRY,
                 "%s: is no list of known changes (\"format\": \"" FORMAT "\", \"version\": 1, \"suppress\": […])", file);
  else if (unknown)
    g_set_error (error, SS_SUPPRESS_ERROR, SS_SUPPRESS_ERROR_ENTRY, "%s: there is no key \"%s\"", file, unknown);
  else
    {
      s->entries = g_new0 (SsSuppression, json_array_size (list) + 1);
      json_array_foreach ((json_t *) list, i, v)
        {
          if (!take_entry (&s->entries[s->nentries++], v, today, &wrong))
            {
              g_set_error (error, SS_SUPPRESS_ERROR, SS_SUPPRESS_ERROR_ENTRY, "%s: suppress[%zu]: %s", file, i, wrong);
              break;
            }
        }
      if (!wrong)
        {
          json_decref (root);
          return g_steal_pointer (&s);
        }
    }
  json_decref (root);
  return NULL;
}

void
ss_suppressions_free (SsSuppressions *s)
{
  if (!s)
    return;
  for (guint32 i = 0; i < s->nentries; i++)
    {
      SsSuppression *e = &s->entries[i];
      g_free (e->function);
      g_free (e->record);
      g_free (e->reason);
      g_free (e->expires);
      g_clear_pointer (&e->function_glob, g_pattern_spec_free);
      g_clear_pointer (&e->record_glob, g_pattern_spec_free);
    }
  g_free (s->entries);
  g_free (s->by);
  g_free (s);
}

static gboolean
passes_function (const SsSuppression *e, const SsComparison *c, const SsChange *x)
{
  if (!e->function_glob)
    return TRUE;
  for (int side = 0; side < SS_N_SIDES; side++)
    if (x->func[side] != SS_NONE
        && g_pattern_spec_match_string (e->function_glob, ss_func_name (c->build[side].activation->terms->program, x->func[side])))
      return TRUE;
  return FALSE;
}

static gboolean
passes_record (const SsSuppression *e, const SsComparison *c, const SsChange *x)
{
  if (!e->record_glob)
    return TRUE;
  for (int side = 0; side < SS_N_SIDES; side++)
    {
      if (x->record[side] == SS_NONE)
        continue;
      g_autofree char *name = ss_comparison_name (c, side, x->record[side]);
      g_autofree char *place = ss_record_name (c->build[side].activation->terms->program, x->op[side]);
      if (g_pattern_spec_match_string (e->record_glob, name) || g_pattern_spec_match_string (e->record_glob, place))
        return TRUE;
    }
  return FALSE;
}

void
ss_suppressions_apply (SsSuppressions *s, const SsComparison *c)
{
  s->by = g_new (guint32, (gsize) c->nchanges + 1);
  for (guint32 i = 0; i < c->nchanges; i++)
    {
      const SsChange *x = &c->changes[i];
      s->by[i] = SS_NONE;
      for (guint32 k = 0; k < s->nentries && s->by[i] == SS_NONE; k++)
        {
          SsSuppression *e = &s->entries[k];
          if (e->expired || (e->change != SS_N_CHANGES && e->change != x->code) || !passes_function (e, c, x) || !passes_record (e, c, x))
            continue;
          s->by[i] = k;
          s->nchanges++;
          e->used++;
        }
    }
}

const SsSuppression *
ss_suppressed (const SsSuppressions *s, guint32 i)
{
  return s && s->by[i] != SS_NONE ? &s->entries[s->by[i]] : NULL;
}
