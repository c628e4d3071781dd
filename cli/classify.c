/* stacksieve classify: which activation records an unwinding thread must save, and of which kinds they are. */
#include "config.h"

#include "cli/cli.h"
#include "viz/report.h"
#include "viz/text.h"

#include <string.h>

#define DEFAULT_TOP 10

static const SsUsage usage = {
  .operands = "FILE",
  .summary = "Classifies the activation record of every unwind point: what must be saved there, and whether\n"
             "the record can be left out. Prints a summary; with --records every record too.",
  .examples = "Examples:\n"
              "  stacksieve classify dump.jsonl.zst --policy pypy-stacklet\n"
              "  stacksieve classify dump.jsonl.zst --records --function '*PyFrame*' --kind special\n"
              "  stacksieve classify dump.jsonl.zst --format json --records -o records.json\n"
              "  stacksieve classify small.json --fail-on irreducible=3\n"
              "\n"
              "GLOB has * and ?. A filter given several times passes what any of them passes; different filters\n"
              "must all pass. Filters select records: tables, --records and --fail-on count the selected ones\n"
              "alone. The kinds are tail and passthrough (reducible), foreign, stateless, frame and special\n"
              "(irreducible). CSV always has a row for each record; SARIF has the irreducible ones, for code scanning.\n"
              "\n"
              "A record need not save a copy of another value (alias), a value that a saved frame holds (held), or\n"
              "one that pure operations make again (recompute). --reduce takes one of these steps alone, none or\n"
              "all; the summary shows what each step changed, --records why a value is not saved.\n"
              "\n"
              "Exit status: 0 done; 1 a --fail-on was met, or the input has faults; 2 it could not be done.",
  .policy = TRUE,
  .output = TRUE,
  .min_operands = 1,
  .max_operands = 1,
};

typedef enum
{
  TEXT,
  JSON,
  CSV,
  SARIF
} Format;

/* The options that are this command's own; all owned. */
typedef struct
{
  gboolean records;
  gboolean suggests;
  guint suggest; /* how many suggestions; 0: all */
  char *format, *top, *reduce;
  char **functions, **kinds, **types, **fail_on;
} Own;

static void
own_clear (Own *own)
{
  g_free (own->format);
  g_free (own->top);
  g_free (own->reduce);
  g_strfreev (own->functions);
  g_strfreev (own->kinds);
  g_strfreev (own->types);
  g_strfreev (own->fail_on);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Own, own_clear)

/* What the options mean. */
typedef struct
{
  Format format;
  guint top;
  guint reduce; /* SsReduceSteps */
  SsFilter filter;
  GArray *limits; /* owned: Limit */
} Wanted;

/* A --fail-on: more than `most` records of these kinds are too many. */
typedef struct
{
  const char *text; /* lent: as typed */
  guint32 kinds;
  guint64 most;
} Limit;

static void
wanted_clear (Wanted *w)
{
  g_clear_pointer (&w->limits, g_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Wanted, wanted_clear)

/* The kinds that a name stands for, as a bit set; 0: none. */
static guint32
kinds_of (const char *name)
{
  SsKind kind = ss_kind_find (name);
  if (kind != SS_N_KINDS)
    return 1u << kind;
  guint32 kinds = 0;
  for (int k = 0; k < SS_N_KINDS; k++)
    if (strcmp (name, ss_kind_reducible ((SsKind) k) ? "reducible" : "irreducible") == 0)
      kinds |= 1u << k;
  return kinds;
}

static void
set_bad_kind (const char *option, const char *text, GError **error)
{
  g_autoptr (GString) names = g_string_new (NULL);
  for (int k = 0; k < SS_N_KINDS; k++)
    g_string_append_printf (names, "%s, ", ss_kind_name ((SsKind) k));
  ss_usage_error (error, "%s wants one of %sreducible, irreducible, not \"%s\"", option, names->str, text);
}

static gboolean
parse_format (const char *text, Format *format, GError **error)
{
  static const char *const names[] = { [TEXT] = "text", [JSON] = "json", [CSV] = "csv", [SARIF] = "sarif" };
  *format = TEXT;
  if (!text)
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (strcmp (text, names[i]) == 0)
      {
        *format = (Format) i;
        return TRUE;
      }
  ss_usage_error (error, "--format wants text, json, csv or sarif, not \"%s\"", text);
  return FALSE;
}

static gboolean
parse_top (const char *option, const char *text, guint *top, GError **error)
{
  guint64 n = DEFAULT_TOP;
  if (text && !g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT, &n, NULL))
    {
      ss_usage_error (error, "%s wants a number of rows, 0 for all, not \"%s\"", option, text);
      return FALSE;
    }
  *top = (guint) n;
  return TRUE;
}

static gboolean
check_globs (const char *option, char **globs, GError **error)
{
  for (; globs && *globs; globs++)
    if (!g_utf8_validate (*globs, -1, NULL))
      {
        ss_usage_error (error, "%s wants UTF-8, not \"%s\"", option, *globs);
        return FALSE;
      }
  return TRUE;
}

static gboolean
parse_limit (const char *text, Limit *limit, GError **error)
{
  const char *equals = strchr (text, '=');
  g_autofree char *name = equals ? g_strndup (text, (gsize) (equals - text)) : g_strdup (text);
  *limit = (Limit) { .text = text, .kinds = kinds_of (name) };
  if (!limit->kinds)
    {
      set_bad_kind ("--fail-on", name, error);
      return FALSE;
    }
  if (equals && !g_ascii_string_to_unsigned (equals + 1, 10, 0, G_MAXUINT64, &limit->most, NULL))
    {
      ss_usage_error (error, "--fail-on wants KIND or KIND=N with a number, not \"%s\"", text);
      return FALSE;
    }
  return TRUE;
}

static gboolean
parse_own (const Own *own, Wanted *w, GError **error)
{
  w->limits = g_array_new (FALSE, FALSE, sizeof (Limit));
  if (!parse_format (own->format, &w->format, error) || !parse_top ("--top", own->top, &w->top, error)
      || !ss_args_reduce (own->reduce, &w->reduce, error)
      || !check_globs ("--function", own->functions, error) || !check_globs ("--type", own->types, error))
    return FALSE;
  w->filter.functions = (const char *const *) own->functions;
  w->filter.types = (const char *const *) own->types;
  for (char **kind = own->kinds; kind && *kind; kind++)
    {
      guint32 kinds = kinds_of (*kind);
      if (!kinds)
        {
          set_bad_kind ("--kind", *kind, error);
          return FALSE;
        }
      w->filter.kinds |= kinds;
    }
  for (char **text = own->fail_on; text && *text; text++)
    {
      Limit limit;
      if (!parse_limit (*text, &limit, error))
        return FALSE;
      g_array_append_val (w->limits, limit);
    }
  return TRUE;
}

/* Whether all limits are kept; complains of each that is not. */
static gboolean
within_limits (const SsReport *r, const GArray *limits)
{
  gboolean within = TRUE;
  for (guint i = 0; i < limits->len; i++)
    {
      const Limit *limit = &g_array_index (limits, Limit, i);
      guint64 records = 0;
      for (int k = 0; k < SS_N_KINDS; k++)
        if (limit->kinds & (1u << k))
          records += r->kinds[k].records;
      if (records <= limit->most)
        continue;
      g_autofree char *found = ss_show_count (records);
      g_autofree char *most = ss_show_count (limit->most);
      g_autofree char *text =
        g_strdup_printf ("--fail-on %s: %s record%s, more than %s", limit->text, found, records == 1 ? "" : "s", most);
      ss_complain (text);
      within = FALSE;
    }
  return within;
}

static void
put_report (const SsReport *r, const Wanted *w, gboolean records, SsOut *o)
{
  switch (w->format)
    {
    case TEXT:
      ss_report_text (r, w->top, records, o);
      break;
    case JSON:
      ss_report_json (r, w->top, records, o);
      break;
    case CSV:
      ss_report_csv (r, o);
      break;
    case SARIF:
      ss_report_sarif (r, o);
      break;
    }
}

static int
classify (const SsArgs *args, const Own *own, const Wanted *w, GError **error)
{
  g_autoptr (SsPolicy) policy = ss_args_policy (args, error);
  if (!policy)
    return SS_EXIT_FAILED;
  g_autoptr (SsProgram) p = ss_args_program (args, args->operands[0], error);
  g_autoptr (SsTerms) terms = p ? ss_args_terms (policy, p, error) : NULL;
  if (!terms)
    return SS_EXIT_FAILED;
  g_autoptr (SsCallGraph) calls = ss_callgraph_new (terms);
  g_autoptr (SsUnwind) unwind = ss_unwind_new (terms, calls);
  g_autoptr (SsClasses) classes = ss_classify (terms, unwind, args->load.threads);
  SsReduceOptions options = { .steps = w->reduce, .threads = args->load.threads };
  g_autoptr (SsReduction) reduction = w->reduce ? ss_reduce (terms, calls, unwind, classes, &options) : NULL;
  g_autoptr (SsReport) report = ss_report_new (terms, unwind, classes, reduction, &w->filter);
  g_autoptr (GArray) suggestions = own->suggests ? ss_suggest (terms, report->classes) : NULL;
  report->suggestions = suggestions;
  report->nsuggestions = own->suggest;
  for (guint i = 0; i < report->notes->len; i++)
    {
      g_autofree char *note = g_strconcat ("note: ", g_ptr_array_index (report->notes, i), NULL);
      ss_complain (note);
    }
  if (w->format == CSV || w->format == SARIF) /* which have no place for it */
    ss_note_bounded (args->operands[0], report->bounded);
  g_autoptr (SsOut) o = ss_args_out (args, error);
  if (!o)
    return SS_EXIT_FAILED;
  put_report (report, w, own->records, o);
  if (!ss_out_close (g_steal_pointer (&o), error))
    return SS_EXIT_FAILED;
  return within_limits (report, w->limits) ? SS_EXIT_DONE : SS_EXIT_NO;
}

/* --suggest, or --suggest=N. */
static gboolean
take_suggest (G_GNUC_UNUSED const char *option, const char *value, gpointer data, GError **error)
{
  Own *own = data;
  own->suggests = TRUE;
  return parse_top ("--suggest", value, &own->suggest, error);
}

int
ss_cmd_classify (int argc, char **argv, GError **error)
{
  g_auto (Own) own = { 0 };
  const GOptionEntry entries[] = {
    { "records", 0, 0, G_OPTION_ARG_NONE, &own.records, "Show every record", NULL },
    { "format", 0, 0, G_OPTION_ARG_FILENAME, &own.format, "The form of the report (text)", "text|json|csv|sarif" },
    { "function", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &own.functions, "Select records of functions that match", "GLOB" },
    { "kind", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &own.kinds, "Select records of this kind", "KIND" },
    { "type", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &own.types,
      "Select records that save a value of this type, named with or without its storage class", "GLOB" },
    { "top", 0, 0, G_OPTION_ARG_FILENAME, &own.top, "Show the first N rows of long tables (10; 0: all)", "N" },
    { "reduce", 0, 0, G_OPTION_ARG_FILENAME, &own.reduce, "Which values to leave out of the records (all)",
      "none|alias|held|recompute|all" },
    { "suggest", 0, G_OPTION_FLAG_OPTIONAL_ARG, G_OPTION_ARG_CALLBACK, (gpointer) take_suggest,
      "Show N notations (10; 0: all) of values held by frames that turn most records into frame", "N" },
    { "fail-on", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &own.fail_on,
      "End with status 1 when more than N records (0) are of this kind, or irreducible", "KIND[=N]" },
    { NULL }
  };
  g_auto (SsArgs) args = { .own = &own };
  g_auto (Wanted) wanted = { 0 };
  if (!ss_args_parse (&args, &usage, entries, argc, argv, error))
    return SS_EXIT_DONE;
  if (!parse_own (&own, &wanted, error))
    return SS_EXIT_FAILED;
  return classify (&args, &own, &wanted, error);
}
