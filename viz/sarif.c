/* SARIF (sarif.h), through Jansson. */
#include "config.h"

#include "viz/sarif.h"

#include "viz/text.h"

#include <stdlib.h>
#include <string.h>

#define SCHEMA "https://json.schemastore.org/sarif-2.1.0.json"
#define FINGERPRINT "stacksieveRecord/v2"
/* Steps of a chain that are shown. */
#define MAX_STEPS 100

static const char *const baseline_names[SS_N_BASELINES] = { NULL, "new", "updated", "absent" };

struct SsSarif
{
  json_t *results; /* owned */
  json_t *notes;   /* owned: notifications */
  guint64 left[SS_N_BASELINES]; /* findings that were not taken */
  gsize rules[SS_N_REASONS]; /* place of each reason's rule, and 1; 0: none yet */
  json_t *rule_list;         /* owned */
  GHashTable *fingers;       /* owned: fingerprints that were given, guint64 */
};

SsSarif *
ss_sarif_new (void)
{
  SsSarif *s = g_new0 (SsSarif, 1);
  s->results = json_array ();
  s->notes = json_array ();
  s->rule_list = json_array ();
  s->fingers = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  return s;
}

static json_t *
shown_json (const char *name)
{
  g_autofree char *shown = ss_show (name);
  return ss_json_string (shown);
}

static json_t *
text_json (const char *text)
{
  json_t *message = json_object ();
  ss_doc_take (message, "text", ss_json_string (text));
  return message;
}

/* What keeps the record from being left out, first; what it saves, where nothing else is said. */
static SsReason
main_reason (guint32 reasons)
{
  for (int r = SS_REASON_WORK_AFTER; r < SS_N_REASONS; r++)
    if (reasons & (1u << r))
      return (SsReason) r;
  for (int r = 0; r < SS_N_REASONS; r++)
    if (reasons & (1u << r))
      return (SsReason) r;
  return SS_REASON_WORK_AFTER;
}

static gsize
rule_of (SsSarif *s, SsReason reason)
{
  if (!s->rules[reason])
    {
      json_t *rule = json_object ();
      ss_doc_take (rule, "id", json_string (ss_reason_code (reason)));
      ss_doc_take (rule, "shortDescription", text_json (ss_reason_text (reason)));
      ss_doc_push (s->rule_list, rule);
      s->rules[reason] = json_array_size (s->rule_list);
    }
  return s->rules[reason] - 1;
}

/* The file of a source; of code that was made in one, "FILE:LINE>", the file and *line where it was made.  The caller frees. */
static char *
source_file (const char *source, gint *line)
{
  const char *colon = strrchr (source, ':');
  gsize n = colon ? strspn (colon + 1, "0123456789") : 0;
  if (!n || n > 9 || colon == source || strcmp (colon + 1 + n, ">") != 0)
    return g_strdup (source);
  *line = (gint) g_ascii_strtoll (colon + 1, NULL, 10);
  return g_strndup (source, (gsize) (colon - source));
}

/* Where a function's source is, as far as the dump says it; the record's name in any case. */
static json_t *
location_json (const SsProgram *p, guint32 func, const char *name, const char *kind)
{
  const SsFunc *f = func == SS_NONE ? NULL : &p->funcs[func];
  json_t *location = json_object (), *logical = json_object (), *logicals = json_array ();
  if (f && f->file != SS_NONE)
    {
      json_t *physical = json_object (), *artifact = json_object ();
      gint line = f->line;
      g_autofree char *file = source_file (ss_str (p, f->file), &line), *uri = g_uri_escape_string (file, "/", FALSE);
      ss_doc_take (artifact, "uri", ss_json_string (*uri == '/' ? uri + strspn (uri, "/") : uri));
      ss_doc_take (physical, "artifactLocation", artifact);
      if (line > 0)
        {
          json_t *region = json_object ();
          ss_doc_take (region, "startLine", json_integer (line));
          ss_doc_take (physical, "region", region);
        }
      ss_doc_take (location, "physicalLocation", physical);
    }
  ss_doc_take (logical, "fullyQualifiedName", shown_json (name));
  ss_doc_take (logical, "kind", json_string (kind));
  ss_doc_push (logicals, logical);
  ss_doc_take (location, "logicalLocations", logicals);
  return location;
}

/* The shortest way from the record to an unwind source. */
static json_t *
flow_json (const SsSarifBuild *b, const SsRecord *r)
{
  const SsProgram *p = b->terms->program;
  g_autoptr (GArray) chain = ss_unwind_chain (b->unwind, r->op);
  json_t *steps = json_array (), *flow = json_object (), *flows = json_array (), *code = json_object (), *codes = json_array ();
  guint32 func = r->func;
  for (guint i = 0; i < chain->len && i < MAX_STEPS; i++)
    {
      const SsStep *s = &g_array_index (chain, SsStep, i);
      g_autofree char *name = s->op == SS_NONE ? NULL : ss_record_name (p, s->op);
      g_autofree char *callee = s->sym == SS_NONE ? NULL : ss_show (ss_sym_name (p, s->sym));
      g_autofree char *text = callee ? g_strdup_printf ("calls %s, which may unwind", callee) : g_strdup ("may unwind here");
      json_t *step = json_object (), *location = location_json (p, func, name ? name : "(an external calls back)", "member");
      ss_doc_take (location, "message", text_json (text));
      ss_doc_take (step, "location", location);
      ss_doc_push (steps, step);
      func = s->sym == SS_NONE ? SS_NONE : p->syms[s->sym].func;
    }
  ss_doc_take (flow, "locations", steps);
  ss_doc_push (flows, flow);
  ss_doc_take (code, "threadFlows", flows);
  ss_doc_push (codes, code);
  return codes;
}

/* Two builds may each have a finding of one fingerprint in the run, where a record is gone and another one takes its name. */
static json_t *
fingerprints_json (SsSarif *s, const SsSarifBuild *b, const SsRecord *r)
{
  guint64 h = b->fingers[r - b->classes->records];
  while (!g_hash_table_add (s->fingers, g_memdup2 (&h, sizeof h)))
    h++;
  g_autofree char *print = g_strdup_printf ("%016" G_GINT64_MODIFIER "x", h);
  json_t *prints = json_object ();
  ss_doc_take (prints, FINGERPRINT, json_string (print));
  return prints;
}

/* All reasons of a record, as references to taxa; each gets its rule. */
static json_t *
taxa_json (SsSarif *s, const SsRecord *r)
{
  json_t *taxa = json_array ();
  for (int k = 0; k < SS_N_REASONS; k++)
    if (r->reasons & (1u << k))
      {
        json_t *taxon = json_object ();
        ss_doc_take (taxon, "id", json_string (ss_reason_code ((SsReason) k)));
        ss_doc_take (taxon, "index", json_integer ((json_int_t) rule_of (s, (SsReason) k)));
        ss_doc_push (taxa, taxon);
      }
  return taxa;
}

static json_t *
properties_json (const SsSarifBuild *b, const SsRecord *r)
{
  const SsPlace *place = &b->places->places[r - b->classes->records];
  const SsProgram *p = b->terms->program;
  const char *official = b->official ? b->official[r - b->classes->records] : NULL;
  json_t *properties = json_object (), *reasons = json_array (), *saved = json_array ();
  g_autofree char *name = official ? g_strdup (official)
                                   : g_strdup_printf ("%s/%s/%u", ss_func_name (p, r->func), place->callee, place->occurrence);
  for (int k = 0; k < SS_N_REASONS; k++)
    if (r->reasons & (1u << k))
      ss_doc_push (reasons, json_string (ss_reason_code ((SsReason) k)));
  for (guint32 i = 0; i < r->nsaved; i++)
    ss_doc_push (saved, shown_json (ss_type_name (p, p->var_type[b->classes->saved[r->saved0 + i]])));
  ss_doc_take (properties, "kind", json_string (ss_kind_name (r->kind)));
  ss_doc_take (properties, "name", shown_json (name));
  ss_doc_take (properties, "reasons", reasons);
  ss_doc_take (properties, "saved", saved);
  return properties;
}

gboolean
ss_sarif_add (SsSarif *s, const SsSarifBuild *b, const SsRecord *r, const char *message, SsBaseline baseline,
              const char *suppressed)
{
  if (json_array_size (s->results) == SS_SARIF_MAX)
    {
      s->left[baseline]++;
      return FALSE;
    }
  const SsProgram *p = b->terms->program;
  SsReason reason = main_reason (r->reasons);
  g_autofree char *name = ss_record_name (p, r->op), *shown = ss_show (name);
  g_autofree char *text = g_strconcat (shown, " ", message, NULL);
  json_t *result = json_object (), *locations = json_array ();
  ss_doc_take (result, "ruleId", json_string (ss_reason_code (reason)));
  ss_doc_take (result, "ruleIndex", json_integer ((json_int_t) rule_of (s, reason)));
  ss_doc_take (result, "level", json_string (r->kind == SS_KIND_FOREIGN || r->kind == SS_KIND_SPECIAL ? "warning" : "note"));
  ss_doc_take (result, "message", text_json (text));
  ss_doc_push (locations, location_json (p, r->func, name, "member"));
  ss_doc_take (result, "locations", locations);
  ss_doc_take (result, "partialFingerprints", fingerprints_json (s, b, r));
  if (baseline_names[baseline])
    ss_doc_take (result, "baselineState", json_string (baseline_names[baseline]));
  if (suppressed)
    {
      json_t *suppressions = json_array (), *one = json_object ();
      ss_doc_take (one, "kind", json_string ("external"));
      ss_doc_take (one, "justification", shown_json (suppressed));
      ss_doc_push (suppressions, one);
      ss_doc_take (result, "suppressions", suppressions);
    }
  ss_doc_take (result, "taxa", taxa_json (s, r));
  ss_doc_take (result, "codeFlows", flow_json (b, r));
  ss_doc_take (result, "properties", properties_json (b, r));
  ss_doc_push (s->results, result);
  return TRUE;
}

/* What is said of the findings that were left out, by baseline state where they have one; NULL: none were.  The caller frees. */
static char *
left_text (const SsSarif *s)
{
  guint64 all = 0;
  g_autoptr (GString) states = g_string_new (NULL);
  for (int b = 0; b < SS_N_BASELINES; b++)
    {
      all += s->left[b];
      if (s->left[b] && baseline_names[b])
        g_string_append_printf (states, "%s%" G_GUINT64_FORMAT " %s", states->len ? ", " : ": ", s->left[b], baseline_names[b]);
    }
  return all ? g_strdup_printf ("%" G_GUINT64_FORMAT " findings of less consequence were left out%s", all, states->str) : NULL;
}

void
ss_sarif_note (SsSarif *s, const char *text)
{
  json_t *note = json_object ();
  ss_doc_take (note, "level", json_string ("note"));
  ss_doc_take (note, "message", text_json (text));
  ss_doc_push (s->notes, note);
}

/* How the run went: findings that were left out are said here. */
static json_t *
invocations_json (SsSarif *s)
{
  json_t *invocation = json_object (), *invocations = json_array ();
  g_autofree char *left = left_text (s);
  if (left)
    ss_sarif_note (s, left);
  ss_doc_take (invocation, "executionSuccessful", json_true ());
  if (json_array_size (s->notes))
    ss_doc_take (invocation, "toolExecutionNotifications", json_incref (s->notes));
  ss_doc_push (invocations, invocation);
  return invocations;
}

void
ss_sarif_write (SsSarif *s, SsOut *out)
{
  json_t *document = json_object (), *runs = json_array (), *run = json_object (), *tool = json_object (), *driver = json_object ();
  ss_doc_take (driver, "name", json_string (PACKAGE_NAME));
  ss_doc_take (driver, "version", json_string (PACKAGE_VERSION));
  ss_doc_take (driver, "taxa", json_deep_copy (s->rule_list));
  ss_doc_take (driver, "rules", s->rule_list);
  ss_doc_take (tool, "driver", driver);
  ss_doc_take (run, "tool", tool);
  ss_doc_take (run, "invocations", invocations_json (s));
  ss_doc_take (run, "columnKind", json_string ("unicodeCodePoints"));
  ss_doc_take (run, "results", s->results);
  ss_doc_push (runs, run);
  ss_doc_take (document, "$schema", json_string (SCHEMA));
  ss_doc_take (document, "version", json_string ("2.1.0"));
  ss_doc_take (document, "runs", runs);
  ss_doc_write (document, out);
  json_decref (document);
  json_decref (s->notes);
  g_hash_table_unref (s->fingers);
  g_free (s);
}
