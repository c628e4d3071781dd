/* The report of `classify` as JSON (doc/classify.schema.json).
 *
 * Strings that many records share (types, functions, symbols, codes) are one value each in the tree, so that the tree of a
 * large dump stays small.
 */
#include "config.h"

#include "viz/report.h"

#include "viz/derive_json.h"
#include "viz/doc.h"

/* Values of the tree that are made once; owned. */
typedef struct
{
  const SsReport *r; /* lent */
  guint top;
  json_t **types;             /* by type */
  json_t **syms;              /* by symbol */
  json_t **opnames;           /* by operation name */
  json_t **callees;           /* arrays of one symbol, by symbol */
  json_t **targets;           /* arrays of symbols, by target set */
  GHashTable *reason_lists;   /* arrays of codes, by bit set */
  json_t *storage[SS_N_STORES];
  json_t *kinds[SS_N_KINDS];
} Json;

/* The value in `slot`, made by ss_json_string() when it is first wanted; a new reference. */
static json_t *
once (json_t **slot, const char *text)
{
  if (*slot == NULL)
    *slot = ss_json_string (text);
  return json_incref (*slot);
}

static json_t *
type_json (Json *j, guint32 type)
{
  return once (&j->types[type], ss_type_name (j->r->terms->program, type));
}

static json_t *
sym_json (Json *j, guint32 sym)
{
  return once (&j->syms[sym], ss_sym_name (j->r->terms->program, sym));
}

static json_t *
opname_json (Json *j, guint32 name)
{
  const SsProgram *p = j->r->terms->program;
  return once (&j->opnames[name], ss_str (p, p->opnames[name]));
}

static json_t *
storage_json (Json *j, SsStorage s)
{
  return once (&j->storage[s], ss_storage_name (s));
}

static json_t *
record_name_json (Json *j, guint32 o)
{
  g_autofree char *name = ss_record_name (j->r->terms->program, o);
  return ss_json_string (name);
}

static json_t *
syms_json (Json *j, const guint32 *syms, guint32 n)
{
  json_t *array = json_array ();
  for (guint32 i = 0; i < n; i++)
    ss_doc_push (array, sym_json (j, syms[i]));
  return array;
}

static json_t *
strings_json (const char *const *list)
{
  json_t *array = json_array ();
  for (; list != NULL && *list != NULL; list++)
    ss_doc_push (array, ss_json_string (*list));
  return array;
}

/* What the operation calls, after the policy's word: an array, null where that is unknown. */
static json_t *
callees_json (Json *j, guint32 o)
{
  const SsProgram *p = j->r->terms->program;
  const SsOp *op = p->ops + o;
  SsSite site = ss_term_site (j->r->terms, o);
  if (site.says == SS_SITE_ONLY)
    return syms_json (j, site.targets, site.ntargets);
  if (op->name == SS_OP_direct_call && op->callee != SS_NONE)
    {
      json_t **one = &j->callees[op->callee];
      if (*one == NULL)
        *one = syms_json (j, &op->callee, 1);
      return json_incref (*one);
    }
  if (op->name != SS_OP_indirect_call)
    return json_array ();
  if (op->callee == SS_NONE)
    return json_null ();
  json_t **set = &j->targets[op->callee];
  if (*set == NULL)
    *set = syms_json (j, p->targets + p->tsets[op->callee].t0, p->tsets[op->callee].n);
  return json_incref (*set);
}

static json_t *
tally_json (const SsTally *t)
{
  json_t *object = json_object ();
  ss_doc_take (object, "records", json_integer ((json_int_t) t->records));
  ss_doc_take (object, "values", json_integer ((json_int_t) t->values));
  ss_doc_take (object, "bytes", json_integer ((json_int_t) t->bytes));
  return object;
}

static json_t *
header_json (const SsProgram *p)
{
  json_t *object = json_object ();
  for (guint32 i = 0; i < p->nheader; i++)
    {
      if (ss_report_names_build (ss_str (p, p->header[i].key)))
        continue;
      const char *value = ss_str (p, p->header[i].value);
      json_t *parsed = json_loads (value, JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);
      const char *key = ss_str (p, p->header[i].key); /* no reader takes U+0000 in a key */
      ss_doc_take (object, key, parsed != NULL ? parsed : ss_json_string (value));
    }
  return object;
}

static json_t *
filter_json (const SsReport *r)
{
  json_t *object = json_object ();
  json_t *kinds = json_array ();
  for (int k = 0; k < SS_N_KINDS; k++)
    if (r->filter.kinds & (1u << k))
      ss_doc_push (kinds, json_string (ss_kind_name ((SsKind) k)));
  ss_doc_take (object, "function", strings_json (r->filter.functions));
  ss_doc_take (object, "kind", kinds);
  ss_doc_take (object, "type", strings_json (r->filter.types));
  return object;
}

static json_t *
unknown_json (Json *j)
{
  guint32 n;
  const guint32 *calls = ss_unwind_unknown_calls (j->r->unwind, &n);
  json_t *object = json_object ();
  json_t *list = json_array ();
  guint32 rows = ss_report_rows (n, j->top);
  for (guint32 i = 0; i < rows; i++)
    ss_doc_push (list, record_name_json (j, calls[i]));
  ss_doc_take (object, "count", json_integer (n));
  ss_doc_take (object, "points", json_integer (j->r->unknown_points));
  ss_doc_take (object, "calls", list);
  return object;
}

static json_t *
hidden_json (Json *j)
{
  json_t *object = json_object ();
  json_t *ops = json_array ();
  for (guint32 i = 0; i < j->r->nhidden; i++)
    {
      json_t *op = json_object ();
      ss_doc_take (op, "opname", opname_json (j, j->r->hidden[i].opname));
      ss_doc_take (op, "count", json_integer (j->r->hidden[i].count));
      ss_doc_push (ops, op);
    }
  ss_doc_take (object, "count", json_integer ((json_int_t) j->r->hidden_calls));
  ss_doc_take (object, "operations", ops);
  return object;
}

static json_t *
callbacks_json (Json *j)
{
  json_t *object = json_object ();
  ss_doc_take (object, "followed", json_boolean (j->r->terms->callbacks));
  ss_doc_take (object, "externals", json_integer (j->r->callback_externals));
  ss_doc_take (object, "may_unwind", syms_json (j, j->r->callbacks, j->r->ncallbacks));
  return object;
}

static json_t *
overruled_json (Json *j)
{
  json_t *array = json_array ();
  for (guint32 i = 0; i < j->r->noverruled; i++)
    {
      SsSite site = ss_term_site (j->r->terms, j->r->overruled[i]);
      json_t *object = json_object ();
      ss_doc_take (object, "site", record_name_json (j, j->r->overruled[i]));
      ss_doc_take (object, "says", json_string (site.says == SS_SITE_UNWINDS ? "unwinds"
                                                 : site.says == SS_SITE_NEVER ? "never"
                                                                              : "only"));
      ss_doc_take (object, "targets", syms_json (j, site.targets, site.says == SS_SITE_ONLY ? site.ntargets : 0));
      ss_doc_push (array, object);
    }
  return array;
}

static json_t *
shape_json (Json *j, const SsShapes *shapes, const SsShape *s)
{
  gboolean exact = shapes == &j->r->exact;
  const guint32 *elems = shapes->elems + s->elem0;
  json_t *object = json_object ();
  json_t *saved = json_array ();
  for (guint32 i = 0; i < s->nelems; i++)
    ss_doc_push (saved, exact ? type_json (j, elems[i]) : storage_json (j, (SsStorage) elems[i]));
  ss_doc_take (object, "shape", saved);
  ss_doc_take (object, "records", json_integer (s->records));
  ss_doc_take (object, "irreducible", json_integer (s->irreducible));
  return object;
}

static json_t *
shapes_json (Json *j, const SsShapes *shapes)
{
  json_t *object = json_object ();
  json_t *list = json_array ();
  guint32 rows = ss_report_rows (shapes->nshapes, j->top);
  for (guint32 i = 0; i < rows; i++)
    ss_doc_push (list, shape_json (j, shapes, shapes->shapes + i));
  ss_doc_take (object, "count", json_integer (shapes->nshapes));
  ss_doc_take (object, "most", list);
  return object;
}

static json_t *
types_json (Json *j)
{
  const SsReport *r = j->r;
  json_t *object = json_object ();
  json_t *list = json_array ();
  guint32 rows = ss_report_rows (r->ntypes, j->top);
  for (guint32 i = 0; i < rows; i++)
    {
      json_t *use = json_object ();
      ss_doc_take (use, "type", type_json (j, r->types[i].type));
      ss_doc_take (use, "storage", storage_json (j, r->terms->program->types[r->types[i].type].storage));
      ss_doc_take (use, "values", json_integer (r->types[i].values));
      ss_doc_take (use, "records", json_integer (r->types[i].records));
      ss_doc_push (list, use);
    }
  ss_doc_take (object, "count", json_integer (r->ntypes));
  ss_doc_take (object, "most", list);
  return object;
}

static json_t *
funcs_json (Json *j)
{
  const SsReport *r = j->r;
  json_t *object = json_object ();
  json_t *list = json_array ();
  guint32 rows = ss_report_rows (r->nfuncs, j->top);
  for (guint32 i = 0; i < rows; i++)
    {
      const SsFuncUse *f = r->funcs + i;
      json_t *use = json_object ();
      ss_doc_take (use, "function", sym_json (j, r->terms->program->funcs[f->func].sym));
      ss_doc_take (use, "irreducible", json_integer (f->irreducible));
      ss_doc_take (use, "records", json_integer (f->records));
      ss_doc_take (use, "values", json_integer ((json_int_t) f->values));
      ss_doc_take (use, "bytes", json_integer ((json_int_t) f->bytes));
      ss_doc_push (list, use);
    }
  ss_doc_take (object, "count", json_integer (r->nfuncs));
  ss_doc_take (object, "most", list);
  return object;
}

/* The reduction; null without one. */
static json_t *
reduction_json (const SsReport *r)
{
  if (r->reduction == NULL)
    return json_null ();
  json_t *object = json_object ();
  json_t *stages = json_array ();
  json_t *gone = json_object ();
  for (guint stage = 0; stage < r->reduction->nstages; stage++)
    {
      json_t *element = json_object ();
      json_t *kinds = json_object ();
      for (int k = 0; k < SS_N_KINDS; k++)
        ss_doc_take (kinds, ss_kind_name ((SsKind) k), tally_json (&r->stages[stage][k]));
      ss_doc_take (element, "steps", ss_derive_steps_json (r->reduction->stages[stage]));
      ss_doc_take (element, "kinds", kinds);
      ss_doc_take (element, "irreducible", tally_json (&r->stage_irreducible[stage]));
      ss_doc_push (stages, element);
    }
  for (int how = 0; how < SS_N_HOWS; how++)
    ss_doc_take (gone, ss_how_name ((SsHow) how), json_integer ((json_int_t) r->gone[how]));
  ss_doc_take (object, "stages", stages);
  ss_doc_take (object, "not_saved", gone);
  ss_doc_take (object, "rest_on_ownership", json_integer ((json_int_t) r->resting));
  ss_doc_take (object, "bounded", json_integer (r->bounded));
  return object;
}

static json_t *
summary_json (Json *j)
{
  const SsReport *r = j->r;
  const SsProgram *p = r->terms->program;
  json_t *s = json_object ();
  ss_doc_take (s, "program", ss_doc_string_or_null (p->program == SS_NONE ? NULL : ss_str (p, p->program)));
  ss_doc_take (s, "stage", ss_doc_string_or_null (p->stage == SS_NONE ? NULL : ss_str (p, p->stage)));
  ss_doc_take (s, "header", header_json (p));
  ss_doc_take (s, "policy", ss_json_string (ss_policy_name (r->terms->policy)));
  ss_doc_take (s, "functions", json_integer (p->nfuncs));
  ss_doc_take (s, "may_unwind", json_integer (ss_unwind_nfuncs (r->unwind)));
  ss_doc_take (s, "points", json_integer (r->npoints));
  ss_doc_take (s, "not_analysed", json_integer (r->not_analysed));
  ss_doc_take (s, "unknown_unwinds", json_boolean (r->terms->unknown_unwinds));
  ss_doc_take (s, "unknown_calls", unknown_json (j));
  ss_doc_take (s, "hidden_calls", hidden_json (j));
  ss_doc_take (s, "callbacks", callbacks_json (j));
  ss_doc_take (s, "overruled", overruled_json (j));
  ss_doc_take (s, "filter", ss_report_filtered (r) ? filter_json (r) : json_null ());
  ss_doc_take (s, "selected", json_integer (r->nrecords));
  json_t *kinds = json_object ();
  for (int k = 0; k < SS_N_KINDS; k++)
    ss_doc_take (kinds, ss_kind_name ((SsKind) k), tally_json (&r->kinds[k]));
  ss_doc_take (s, "kinds", kinds);
  ss_doc_take (s, "reducible", tally_json (&r->reducible));
  ss_doc_take (s, "irreducible", tally_json (&r->irreducible));
  ss_doc_take (s, "all", tally_json (&r->all));
  ss_doc_take (s, "reduction", reduction_json (r));
  ss_doc_take (s, "storage_shapes", shapes_json (j, &r->storage));
  ss_doc_take (s, "exact_shapes", shapes_json (j, &r->exact));
  ss_doc_take (s, "saved_types", types_json (j));
  ss_doc_take (s, "irreducible_functions", funcs_json (j));
  return s;
}

static json_t *
holds_json (Json *j, const SsSuggestion *s)
{
  json_t *list = json_array ();

  for (guint32 k = 0; k < s->nholds; k++)
    {
      json_t *hold = json_object ();
      ss_doc_take (hold, "name", ss_json_string (s->holds[k].name));
      ss_doc_take (hold, "from", json_string (ss_hold_from_name (s->holds[k].from)));
      if (s->holds[k].from == SS_HOLD_RESULT)
        ss_doc_take (hold, "operation", opname_json (j, j->r->terms->program->ops[s->holds[k].op].name));
      ss_doc_push (list, hold);
    }
  return list;
}

static json_t *
suggestions_json (Json *j)
{
  const GArray *suggestions = j->r->suggestions;
  json_t *object = json_object ();
  json_t *list = json_array ();
  guint32 rows = ss_report_rows (suggestions->len, j->r->nsuggestions);
  for (guint32 i = 0; i < rows; i++)
    {
      const SsSuggestion *s = &g_array_index (suggestions, SsSuggestion, i);
      json_t *element = json_object ();
      ss_doc_take (element, "function", sym_json (j, j->r->terms->program->funcs[s->func].sym));
      ss_doc_take (element, "holds", holds_json (j, s));
      ss_doc_take (element, "records", json_integer (s->records));
      ss_doc_take (element, "values", json_integer (s->values));
      ss_doc_take (element, "example", record_name_json (j, s->example));
      ss_doc_take (element, "bounded", json_boolean (s->bounded));
      ss_doc_push (list, element);
    }
  ss_doc_take (object, "count", json_integer (suggestions->len));
  ss_doc_take (object, "most", list);
  return object;
}

static json_t *
saved_json (Json *j, const SsRecord *record)
{
  const SsProgram *p = j->r->terms->program;
  const guint32 *saved = j->r->classes->saved + record->saved0;
  json_t *array = json_array ();
  for (guint32 i = 0; i < record->nsaved; i++)
    {
      json_t *value = json_object ();
      ss_doc_take (value, "variable", ss_json_string (ss_var_name (p, saved[i])));
      ss_doc_take (value, "type", type_json (j, p->var_type[saved[i]]));
      ss_doc_take (value, "storage", storage_json (j, ss_var_storage (p, saved[i])));
      ss_doc_push (array, value);
    }
  return array;
}

static json_t *
reasons_json (Json *j, guint32 reasons)
{
  json_t *array = g_hash_table_lookup (j->reason_lists, GUINT_TO_POINTER (reasons));
  if (array == NULL)
    {
      array = json_array ();
      for (int reason = 0; reason < SS_N_REASONS; reason++)
        if (reasons & (1u << reason))
          ss_doc_push (array, json_string (ss_reason_code ((SsReason) reason)));
      g_hash_table_insert (j->reason_lists, GUINT_TO_POINTER (reasons), array);
    }
  return json_incref (array);
}

static json_t *
record_json (Json *j, const SsRecord *record)
{
  const SsProgram *p = j->r->terms->program;
  json_t *object = json_object ();
  ss_doc_take (object, "record", record_name_json (j, record->op));
  ss_doc_take (object, "function", sym_json (j, p->funcs[record->func].sym));
  ss_doc_take (object, "block", json_integer (record->block - p->funcs[record->func].block0));
  ss_doc_take (object, "op", json_integer (record->op - p->blocks[record->block].op0));
  ss_doc_take (object, "opname", opname_json (j, p->ops[record->op].name));
  ss_doc_take (object, "callees", callees_json (j, record->op));
  ss_doc_take (object, "kind", once (&j->kinds[record->kind], ss_kind_name (record->kind)));
  ss_doc_take (object, "reasons", reasons_json (j, record->reasons));
  ss_doc_take (object, "values", json_integer (record->nsaved));
  ss_doc_take (object, "bytes", json_integer ((json_int_t) SS_RECORD_BYTES (record->nsaved)));
  ss_doc_take (object, "saved", saved_json (j, record));
  if (j->r->reduction != NULL)
    ss_derive_json (p, j->r->reduction, ss_report_index (j->r, record), object);
  return object;
}

/* Drops the tree's own references. */
static void
free_slots (json_t **slots, guint32 n)
{
  for (guint32 i = 0; i < n; i++)
    json_decref (slots[i]);
}

void
ss_report_json (const SsReport *r, guint top, gboolean records, SsOut *out)
{
  const SsProgram *p = r->terms->program;
  Json j = { .r = r, .top = top };
  j.types = g_new0 (json_t *, p->ntypes);
  j.syms = g_new0 (json_t *, p->nsyms);
  j.opnames = g_new0 (json_t *, p->nopnames);
  j.callees = g_new0 (json_t *, p->nsyms);
  j.targets = g_new0 (json_t *, p->ntsets);
  j.reason_lists = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) json_decref);

  json_t *document = json_object ();
  ss_doc_take (document, "summary", summary_json (&j));
  if (r->suggestions != NULL)
    ss_doc_take (document, "suggestions", suggestions_json (&j));
  if (records)
    {
      json_t *list = json_array ();
      for (guint32 i = 0; i < r->nrecords; i++)
        ss_doc_push (list, record_json (&j, r->records[i]));
      ss_doc_take (document, "records", list);
    }
  ss_doc_write (document, out);
  json_decref (document);

  free_slots (j.types, p->ntypes);
  free_slots (j.syms, p->nsyms);
  free_slots (j.opnames, p->nopnames);
  free_slots (j.callees, p->nsyms);
  free_slots (j.targets, p->ntsets);
  free_slots (j.storage, SS_N_STORES);
  free_slots (j.kinds, SS_N_KINDS);
  g_free (j.types);
  g_free (j.syms);
  g_free (j.opnames);
  g_free (j.callees);
  g_free (j.targets);
  g_hash_table_unref (j.reason_lists);
}
