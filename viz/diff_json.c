/* The report of `diff` as JSON (doc/diff.schema.json): every change, suppressed ones too. */
#include "config.h"

#include "viz/diff.h"

static const SsProgram *
program (const SsDiff *d, int side)
{
  return d->comparison->build[side].activation->terms->program;
}

static json_t *
count_json (guint64 n)
{
  return json_integer ((json_int_t) n);
}

/* {"old", "new", "difference"} */
static json_t *
pair_json (guint64 old, guint64 new)
{
  json_t *object = json_object ();
  ss_doc_take (object, "old", count_json (old));
  ss_doc_take (object, "new", count_json (new));
  ss_doc_take (object, "difference", json_integer ((json_int_t) new - (json_int_t) old));
  return object;
}

static json_t *
build_json (const SsDiff *d, int side)
{
  const SsProgram *p = program (d, side);
  json_t *object = json_object ();
  ss_doc_take (object, "program", ss_doc_string_or_null (p->program == SS_NONE ? NULL : ss_str (p, p->program)));
  ss_doc_take (object, "stage", ss_doc_string_or_null (p->stage == SS_NONE ? NULL : ss_str (p, p->stage)));
  ss_doc_take (object, "policy", ss_json_string (ss_policy_name (d->comparison->build[side].activation->terms->policy)));
  return object;
}

static json_t *
matched_json (const SsDiff *d)
{
  const SsMatch *m = d->comparison->match;
  json_t *object = json_object (), *by = json_object ();
  for (int how = 0; how < SS_N_MATCHES; how++)
    ss_doc_take (by, ss_match_name ((SsMatchHow) how), count_json (m->by[how]));
  ss_doc_take (object, "functions", count_json (m->npairs));
  ss_doc_take (object, "by", by);
  ss_doc_take (object, "only_old", count_json (program (d, SS_OLD)->nfuncs - m->npairs));
  ss_doc_take (object, "only_new", count_json (program (d, SS_NEW)->nfuncs - m->npairs));
  return object;
}

static json_t *
kinds_json (const SsDiff *d)
{
  SsDiffTotals old = ss_diff_totals (d, SS_OLD), new = ss_diff_totals (d, SS_NEW);
  json_t *kinds = json_object ();
  for (int k = 0; k < SS_N_KINDS; k++)
    {
      json_t *kind = json_object ();
      ss_doc_take (kind, "records", pair_json (old.records[k], new.records[k]));
      ss_doc_take (kind, "values", pair_json (old.values[k], new.values[k]));
      ss_doc_take (kinds, ss_kind_name ((SsKind) k), kind);
    }
  return kinds;
}

static json_t *
pickles_json (const SsDiff *d, int side)
{
  const SsCompat *p = d->compat;
  json_t *object = json_object (), *fates = json_object ();
  for (int f = SS_FATE_SAME; f < SS_N_FATES; f++)
    ss_doc_take (fates, ss_fate_name ((SsFate) f), count_json (p->counts[side][f]));
  ss_doc_take (object, "readable", json_boolean (p->breaks[side] == 0));
  ss_doc_take (object, "records", count_json (p->held[side]));
  ss_doc_take (object, "fates", fates);
  ss_doc_take (object, "foreign", count_json (p->counts[side][SS_FATE_FOREIGN]));
  return object;
}

static json_t *
suppressions_json (const SsSuppressions *s)
{
  json_t *array = json_array ();
  for (guint32 i = 0; s && i < s->nentries; i++)
    {
      const SsSuppression *e = &s->entries[i];
      json_t *object = json_object ();
      ss_doc_take (object, "function", ss_doc_string_or_null (e->function));
      ss_doc_take (object, "record", ss_doc_string_or_null (e->record));
      ss_doc_take (object, "change", ss_doc_string_or_null (e->change == SS_N_CHANGES ? NULL : ss_change_name (e->change)));
      ss_doc_take (object, "reason", ss_json_string (e->reason));
      ss_doc_take (object, "expires", ss_doc_string_or_null (e->expires));
      ss_doc_take (object, "expired", json_boolean (e->expired));
      ss_doc_take (object, "used", count_json (e->used));
      ss_doc_push (array, object);
    }
  return array;
}

static json_t *
counts_json (const SsDiff *d)
{
  json_t *object = json_object ();
  for (int k = 0; k < SS_N_CHANGES; k++)
    {
      json_t *code = json_object ();
      ss_doc_take (code, "sense", json_string (ss_sense_name (ss_change_sense ((SsChangeCode) k))));
      ss_doc_take (code, "changes", count_json (d->comparison->counts[k]));
      ss_doc_take (object, ss_change_name ((SsChangeCode) k), code);
    }
  return object;
}

json_t *
ss_diff_summary (const SsDiff *d)
{
  const SsComparison *c = d->comparison;
  json_t *s = json_object (), *pickles = json_object ();
  ss_doc_take (s, "old", build_json (d, SS_OLD));
  ss_doc_take (s, "new", build_json (d, SS_NEW));
  ss_doc_take (s, "reduce", ss_json_string (d->reduced));
  ss_doc_take (s, "matched", matched_json (d));
  ss_doc_take (s, "bounded", count_json (c->align->bounded));
  ss_doc_take (s, "functions", pair_json (program (d, SS_OLD)->nfuncs, program (d, SS_NEW)->nfuncs));
  ss_doc_take (s, "may_unwind", pair_json (ss_unwind_nfuncs (c->build[SS_OLD].activation->unwind),
                                           ss_unwind_nfuncs (c->build[SS_NEW].activation->unwind)));
  ss_doc_take (s, "kinds", kinds_json (d));
  ss_doc_take (pickles, "new_reads_old", pickles_json (d, SS_OLD));
  ss_doc_take (pickles, "old_reads_new", pickles_json (d, SS_NEW));
  ss_doc_take (s, "pickles", pickles);
  ss_doc_take (s, "changes", counts_json (d));
  ss_doc_take (s, "suppressed", count_json (d->suppressions ? d->suppressions->nchanges : 0));
  ss_doc_take (s, "suppressions", suppressions_json (d->suppressions));
  return s;
}

/* What a text that the caller made says; null for NULL. */
static json_t *
take_text (char *text)
{
  json_t *value = ss_doc_string_or_null (text);
  g_free (text);
  return value;
}

static json_t *
side_json (const SsDiff *d, const SsChange *x, int side)
{
  const SsRecord *r = ss_diff_of (d, x, side);
  json_t *object = json_object ();
  if (x->func[side] == SS_NONE && !r)
    {
      json_decref (object);
      return json_null ();
    }
  ss_doc_take (object, "function", take_text (ss_diff_function (d, x, side)));
  ss_doc_take (object, "record", take_text (ss_diff_record (d, x, side)));
  ss_doc_take (object, "name", take_text (ss_diff_name (d, x, side)));
  ss_doc_take (object, "kind", ss_doc_string_or_null (r ? ss_kind_name (r->kind) : NULL));
  ss_doc_take (object, "values", r ? count_json (r->nsaved) : json_null ());
  ss_doc_take (object, "pickles", ss_doc_string_or_null (r ? ss_fate_name (ss_diff_fate (d, x, side)) : NULL));
  return object;
}

static json_t *
types_json (const SsDiff *d, const SsChange *x, int side)
{
  g_autoptr (GPtrArray) types = ss_diff_types (d, x, side);
  json_t *array = json_array ();
  for (guint i = 0; i < types->len; i++)
    ss_doc_push (array, ss_json_string (types->pdata[i]));
  return array;
}

static json_t *
match_json (const SsDiff *d, const SsPair *pair, gboolean names)
{
  json_t *object = json_object ();
  if (names)
    {
      ss_doc_take (object, "old", ss_json_string (ss_func_name (program (d, SS_OLD), pair->func[SS_OLD])));
      ss_doc_take (object, "new", ss_json_string (ss_func_name (program (d, SS_NEW), pair->func[SS_NEW])));
    }
  ss_doc_take (object, "how", json_string (ss_match_name (pair->how)));
  ss_doc_take (object, "sure", json_integer (pair->sure));
  return object;
}

static json_t *
change_json (const SsDiff *d, guint32 i)
{
  const SsComparison *c = d->comparison;
  const SsChange *x = &c->changes[i];
  const SsSuppression *by = ss_suppressed (d->suppressions, i);
  const SsRecord *old = ss_diff_of (d, x, SS_OLD), *new = ss_diff_of (d, x, SS_NEW);
  json_t *object = json_object (), *differs = json_array (), *difference = json_object ();
  const SsPair *pair = ss_diff_match (d, x);
  for (guint bit = 0; bit < SS_N_DIFFERS; bit++)
    if (x->differs & 1u << bit)
      ss_doc_push (differs, json_string (ss_differs_name (bit)));
  ss_doc_take (object, "change", json_string (ss_change_name (x->code)));
  ss_doc_take (object, "sense", json_string (ss_sense_name (ss_change_sense (x->code))));
  ss_doc_take (object, "why", json_string (ss_why_name (x->why)));
  ss_doc_take (object, "call", take_text (ss_diff_call (d, x)));
  ss_doc_take (object, "differs", differs);
  ss_doc_take (object, "old", side_json (d, x, SS_OLD));
  ss_doc_take (object, "new", side_json (d, x, SS_NEW));
  ss_doc_take (difference, "values", json_integer ((json_int_t) (new ? new->nsaved : 0) - (json_int_t) (old ? old->nsaved : 0)));
  ss_doc_take (difference, "types_added", types_json (d, x, SS_NEW));
  ss_doc_take (difference, "types_gone", types_json (d, x, SS_OLD));
  ss_doc_take (object, "difference", difference);
  ss_doc_take (object, "match", pair ? match_json (d, pair, FALSE) : json_null ());
  ss_doc_take (object, "chain", take_text (ss_diff_chain (d, x)));
  ss_doc_take (object, "breaks_pickles", json_boolean (ss_compat_breaks (d->compat, x)));
  ss_doc_take (object, "suppressed", ss_doc_string_or_null (by ? by->reason : NULL));
  return object;
}

static json_t *
functions_json (const SsDiff *d)
{
  const SsMatch *m = d->comparison->match;
  json_t *object = json_object (), *matched = json_array ();
  for (guint32 i = 0; i < m->npairs; i++)
    if (d->all || m->pairs[i].sure < 100)
      ss_doc_push (matched, match_json (d, &m->pairs[i], TRUE));
  ss_doc_take (object, "matched", matched);
  for (int side = 0; side < SS_N_SIDES; side++)
    {
      json_t *only = json_array ();
      for (guint32 f = 0; f < program (d, side)->nfuncs; f++)
        if (m->pair[side][f] == SS_NONE)
          ss_doc_push (only, ss_json_string (ss_func_name (program (d, side), f)));
      ss_doc_take (object, side == SS_OLD ? "only_old" : "only_new", only);
    }
  return object;
}

void
ss_diff_json (const SsDiff *d, SsOut *out)
{
  json_t *document = json_object (), *list = json_array ();
  for (guint32 i = 0; i < d->comparison->nchanges; i++)
    ss_doc_push (list, change_json (d, i));
  ss_doc_take (document, "summary", ss_diff_summary (d));
  ss_doc_take (document, "changes", list);
  ss_doc_take (document, "functions", functions_json (d));
  ss_doc_write (document, out);
  json_decref (document);
}
