/* Derivations as JSON (derive_json.h). */
#include "config.h"

#include "viz/derive_json.h"

#include "viz/derive.h"

json_t *
ss_derive_steps_json (guint steps)
{
  static const char *const names[] = { "alias", "held", "recompute" };
  json_t *array = json_array ();
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (steps & (1u << i))
      ss_doc_push (array, json_string (names[i]));
  return array;
}

static void
take_variable (json_t *object, const SsProgram *p, guint32 var)
{
  ss_doc_take (object, "variable", ss_json_string (ss_var_name (p, var)));
  ss_doc_take (object, "type", ss_json_string (ss_type_name (p, p->var_type[var])));
  ss_doc_take (object, "storage", ss_json_string (ss_storage_name (ss_var_storage (p, var))));
}

static void
take_text (json_t *object, const char *key, char *text)
{
  g_autofree char *taken = text;
  ss_doc_take (object, key, ss_json_string (taken));
}

static json_t *
gone_json (const SsProgram *p, const SsReduction *r, guint32 i, const SsGone *gone)
{
  json_t *object = json_object ();
  take_variable (object, p, gone->var);
  ss_doc_take (object, "how", ss_json_string (ss_how_name (gone->how)));
  take_text (object, "why", ss_derive_gone (p, r, i, gone));
  gboolean rests = gone->step != SS_NONE && (r->rebuilds[gone->step].flags & SS_REBUILD_RESTS) != 0;
  ss_doc_take (object, "rests_on_ownership", json_boolean (rests));
  return object;
}

static json_t *
step_json (const SsProgram *p, const SsReduction *r, guint32 i, guint32 k)
{
  const SsRebuild *step = &r->rebuilds[k];
  json_t *object = json_object ();
  take_variable (object, p, ss_derive_name (r, i, step->number));
  ss_doc_take (object, "live", json_boolean (!ss_derive_on_the_way (r, i, k)));
  take_text (object, "why", ss_derive_step (p, r, i, step));
  return object;
}

json_t *
ss_derive_size_json (SsKind kind, guint32 nvalues)
{
  json_t *object = json_object ();
  ss_doc_take (object, "kind", json_string (ss_kind_name (kind)));
  ss_doc_take (object, "values", json_integer (nvalues));
  ss_doc_take (object, "bytes", json_integer ((json_int_t) SS_RECORD_BYTES (nvalues)));
  return object;
}

void
ss_derive_json (const SsProgram *p, const SsReduction *r, guint32 i, json_t *object)
{
  const SsReduced *reduced = &r->reduced[i];
  json_t *gone = json_array ();
  json_t *steps = json_array ();
  for (guint32 k = 0; k < reduced->ngone; k++)
    ss_doc_push (gone, gone_json (p, r, i, &r->gone[reduced->gone0 + k]));
  for (guint32 k = 0; k < reduced->nrebuild; k++)
    ss_doc_push (steps, step_json (p, r, i, reduced->rebuild0 + k));
  ss_doc_take (object, "before", ss_derive_size_json ((SsKind) reduced->kind[0], reduced->values[0]));
  ss_doc_take (object, "not_saved", gone);
  ss_doc_take (object, "rebuild", steps);
  ss_doc_take (object, "bounded", json_boolean (reduced->bounded));
}
