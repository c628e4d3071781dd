/* `explain` as JSON (doc/explain.schema.json): the same facts as the text, with numbers and names apart. */
#include "config.h"

#include "viz/explain.h"

#include "viz/code.h"
#include "viz/derive_json.h"
#include "viz/doc.h"

static json_t *
take_text (char *text)
{
  json_t *s = ss_doc_string_or_null (text);
  g_free (text);
  return s;
}

static json_t *
path_json (const SsProgram *p, const SsPath *path)
{
  json_t *array = json_array ();
  for (guint i = 0; i < path->blocks->len; i++)
    ss_doc_push (array, json_integer (ss_code_block (p, g_array_index (path->blocks, guint32, i))));
  return array;
}

/* The line of the source that an operation comes from; null where it is not known. */
static json_t *
line_json (const SsProgram *p, guint32 o)
{
  guint32 line = o == SS_NONE ? SS_NONE : ss_op_line (p, o);
  return line == SS_NONE ? json_null () : json_integer (line);
}

/* A place after the call, in words and, where it is an operation, by its name; null where there is none. */
static json_t *
place_json (const SsProgram *p, SsAtKind at, guint32 number, const SsPath *path, const SsRecord *r)
{
  static const char *const kinds[] = {
    [SS_AT_OP] = "operation", [SS_AT_SWITCH] = "switch", [SS_AT_LINK] = "link", [SS_AT_BLOCK] = "block"
  };
  if (number == SS_NONE)
    return json_null ();
  guint32 last = path->blocks->len > 0 ? g_array_index (path->blocks, guint32, path->blocks->len - 1) : r->block;
  json_t *object = json_object ();
  ss_doc_take (object, "at", json_string (kinds[at]));
  ss_doc_take (object, "operation", take_text (at == SS_AT_OP ? ss_record_name (p, number) : NULL));
  ss_doc_take (object, "line", line_json (p, at == SS_AT_OP ? number : SS_NONE));
  ss_doc_take (object, "text", take_text (ss_explain_place (p, at, number, last)));
  ss_doc_take (object, "path", path_json (p, path));
  ss_doc_take (object, "path_left_out", json_integer (path->left_out));
  return object;
}

static json_t *
variable_json (const SsProgram *p, guint32 var)
{
  json_t *object = json_object ();
  ss_doc_take (object, "variable", ss_json_string (ss_var_name (p, var)));
  ss_doc_take (object, "type", ss_json_string (ss_type_name (p, p->var_type[var])));
  ss_doc_take (object, "storage", json_string (ss_storage_name (ss_var_storage (p, var))));
  return object;
}

static json_t *
value_json (const SsProgram *p, const SsValueWhy *v, const SsRecord *r)
{
  json_t *object = variable_json (p, v->var);
  json_t *origin = json_object ();
  ss_doc_take (origin, "variable", ss_json_string (ss_var_name (p, v->origin)));
  ss_doc_take (origin, "text", take_text (ss_explain_origin (p, v->origin)));
  ss_doc_take (object, "origin", origin);
  ss_doc_take (object, "use_variable", ss_json_string (ss_var_name (p, v->name)));
  ss_doc_take (object, "use", place_json (p, v->use, v->use_at, &v->path, r));
  return object;
}

static json_t *
cause_json (const SsProgram *p, const SsCause *c, const SsRecord *r)
{
  json_t *object = json_object ();
  ss_doc_take (object, "reason", json_string (ss_reason_code (c->reason)));
  ss_doc_take (object, "text", json_string (ss_reason_text (c->reason)));
  ss_doc_take (object, "value", c->var == SS_NONE ? json_null () : variable_json (p, c->var));
  ss_doc_take (object, "place", place_json (p, c->at, c->number, &c->path, r));
  return object;
}

static json_t *
step_json (const SsQuestion *q, const GArray *chain, guint i)
{
  const SsProgram *p = q->terms->program;
  const SsStep *s = &g_array_index (chain, SsStep, i);
  guint32 caller = s->op != SS_NONE ? p->funcs[ss_block_func (p, ss_op_block (p, s->op))].sym
                                    : g_array_index (chain, SsStep, i - 1).sym;
  json_t *object = json_object ();
  ss_doc_take (object, "caller", ss_json_string (ss_sym_name (p, caller)));
  ss_doc_take (object, "record", take_text (s->op == SS_NONE ? NULL : ss_record_name (p, s->op)));
  ss_doc_take (object, "opname", ss_doc_string_or_null (s->op == SS_NONE ? NULL : ss_op_name (p, s->op)));
  ss_doc_take (object, "callee", ss_doc_string_or_null (s->sym == SS_NONE ? NULL : ss_sym_name (p, s->sym)));
  ss_doc_take (object, "targets", json_integer (s->ntargets));
  ss_doc_take (object, "text", take_text (ss_explain_step (q, chain, i)));
  return object;
}

/* The record with the notations that were asked about; null: none were. */
static json_t *
what_if_json (const SsQuestion *q, guint32 i)
{
  if (q->what_if == NULL)
    return json_null ();
  const SsProgram *p = q->terms->program;
  const SsRecord *then = &q->what_if->classes->records[i], *without = &q->without->classes->records[i];
  json_t *object = json_object ();
  json_t *saved = json_array ();
  for (guint32 k = 0; k < then->nsaved; k++)
    ss_doc_push (saved, variable_json (p, q->what_if->classes->saved[then->saved0 + k]));
  ss_doc_take (object, "kind", json_string (ss_kind_name (then->kind)));
  ss_doc_take (object, "values", json_integer (then->nsaved));
  ss_doc_take (object, "bytes", json_integer ((json_int_t) SS_RECORD_BYTES (then->nsaved)));
  ss_doc_take (object, "saved", saved);
  ss_derive_json (p, q->what_if, i, object);
  json_object_del (object, "before");
  ss_doc_take (object, "without", ss_derive_size_json (without->kind, without->nsaved));
  return object;
}

static json_t *
record_json (const SsQuestion *q, const SsRecord *r)
{
  const SsProgram *p = q->terms->program;
  const SsFunc *f = p->funcs + r->func;
  g_autoptr (SsExplanation) e = ss_explain (q->explainer, r);
  g_autoptr (GArray) steps = ss_unwind_chain (q->unwind, r->op);
  json_t *object = json_object ();
  json_t *reasons = json_array (), *saved = json_array (), *causes = json_array (), *chain = json_array ();
  for (int reason = 0; reason < SS_N_REASONS; reason++)
    if (r->reasons & (1u << reason))
      ss_doc_push (reasons, json_string (ss_reason_code ((SsReason) reason)));
  for (guint i = 0; i < e->values->len; i++)
    ss_doc_push (saved, value_json (p, &g_array_index (e->values, SsValueWhy, i), r));
  for (guint i = 0; i < e->causes->len; i++)
    ss_doc_push (causes, cause_json (p, &g_array_index (e->causes, SsCause, i), r));
  for (guint i = 0; i < steps->len; i++)
    ss_doc_push (chain, step_json (q, steps, i));
  ss_doc_take (object, "record", take_text (ss_record_name (p, r->op)));
  ss_doc_take (object, "function", ss_json_string (ss_func_name (p, r->func)));
  ss_doc_take (object, "block", json_integer (r->block - f->block0));
  ss_doc_take (object, "op", json_integer (r->op - p->blocks[r->block].op0));
  ss_doc_take (object, "opname", ss_json_string (ss_op_name (p, r->op)));
  ss_doc_take (object, "file", ss_doc_string_or_null (f->file == SS_NONE ? NULL : ss_str (p, f->file)));
  ss_doc_take (object, "line", f->line < 0 ? json_null () : json_integer (f->line));
  ss_doc_take (object, "call_line", line_json (p, r->op));
  ss_doc_take (object, "call", take_text (ss_code_op (p, r->op)));
  ss_doc_take (object, "kind", json_string (ss_kind_name (r->kind)));
  ss_doc_take (object, "reducible", json_boolean (ss_kind_reducible (r->kind)));
  ss_doc_take (object, "reasons", reasons);
  ss_doc_take (object, "values", json_integer (r->nsaved));
  ss_doc_take (object, "bytes", json_integer ((json_int_t) SS_RECORD_BYTES (r->nsaved)));
  ss_doc_take (object, "saved", saved);
  if (q->reduction != NULL)
    ss_derive_json (p, q->reduction, (guint32) (r - q->classes->records), object);
  ss_doc_take (object, "what_if", what_if_json (q, (guint32) (r - q->classes->records)));
  ss_doc_take (object, "causes", causes);
  ss_doc_take (object, "chain", chain);
  return object;
}

void
ss_explain_json (const SsQuestion *q, SsOut *out)
{
  json_t *document = json_object ();
  json_t *records = json_array ();
  for (guint32 i = 0; i < q->nrecords; i++)
    ss_doc_push (records, record_json (q, q->records[i]));
  ss_doc_take (document, "answer", take_text (ss_explain_answer (q)));
  ss_doc_take (document, "records", records);
  ss_doc_write (document, out);
  json_decref (document);
}
