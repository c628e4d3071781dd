/* stacksieve diff: what changed between two builds, and whether the one reads the other's pickles. */
#include "config.h"

#include "cli/sides.h"
#include "viz/diff.h"
#include "viz/text.h"

#include <stdlib.h>
#include <string.h>

#define DEFAULT_TOP 20

static const SsUsage usage = {
  .operands = "OLD NEW",
  .summary = "Compares two builds: matches their functions and calls, and tells which activation records were\n"
             "added, are gone or have changed, the most consequential first, which functions began or ceased to\n"
             "unwind, and whether the one build can read the other's pickles.",
  .examples = "Examples:\n"
              "  stacksieve diff old.jsonl.zst new.jsonl.zst --policy pypy-stacklet\n"
              "  stacksieve diff old.jsonl new.jsonl --policy old.jsonl=pypy-stackless --policy new.jsonl=pypy-stacklet\n"
              "  stacksieve diff old.jsonl new.jsonl --fail-on new-irreducible --fail-on incompatible\n"
              "  stacksieve diff old.jsonl new.jsonl --suppress known.json --format sarif -o diff.sarif\n"
              "\n"
              "--fail-on says what difference matters (any, where it is not given):\n"
              "  any              every change\n"
              "  none             no change\n"
              "  worse            changes for the worse\n"
              "  new-irreducible  a record that must be saved was added, or could be left out before\n"
              "  incompatible     a record that pickles hold, and that the new or the old build cannot read\n"
              "  CODE             a change of this code; the report lists the codes\n"
              "It may be given several times, or with commas. Suppressed changes do not matter.\n"
              "\n"
              "Exit status: 0 no difference that matters; 1 there is one; 2 the builds could not be compared: an\n"
              "input that is cut off, broken or unreadable is always 2, and so is a policy under which nothing can unwind\n"
              "in either build.",
  .policy = TRUE,
  .builds = TRUE,
  .output = TRUE,
  .min_operands = 2,
  .max_operands = 2,
};

/* What matters. */
typedef struct
{
  guint32 codes; /* bit set of SsChangeCode */
  gboolean incompatible;
} Matter;

typedef struct
{
  char *format, *top, *reduce, *suppress;
  char **fail_on;
  gboolean all;
} Own;

static void
own_clear (Own *own)
{
  g_free (own->format);
  g_free (own->top);
  g_free (own->reduce);
  g_free (own->suppress);
  g_strfreev (own->fail_on);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Own, own_clear)

typedef void (*PutReport) (const SsDiff *d, SsOut *out);

static const struct
{
  const char *name;
  PutReport put;
  gboolean rows; /* holds rows or findings alone: what was suppressed is said beside it */
} forms[] = {
  { "text", ss_diff_text, FALSE }, { "json", ss_diff_json, FALSE }, { "csv", ss_diff_csv, TRUE }, { "md", ss_diff_markdown, FALSE },
  { "sarif", ss_diff_sarif, TRUE },
};

typedef struct
{
  PutReport put;
  gboolean say_suppressed;
  const char *reduced; /* lent */
  guint steps, top;
  Matter matter;
} Wanted;

#define ALL_CODES ((1u << SS_N_CHANGES) - 1)
#define NEW_IRREDUCIBLE (1u << SS_CHANGE_BECAME_IRREDUCIBLE | 1u << SS_CHANGE_NEW_IRREDUCIBLE)

static gboolean
add_matter (Matter *m, const char *word, GError **error)
{
  if (strcmp (word, "any") == 0)
    m->codes = ALL_CODES;
  else if (strcmp (word, "incompatible") == 0)
    m->incompatible = TRUE;
  else if (strcmp (word, "new-irreducible") == 0)
    m->codes |= NEW_IRREDUCIBLE;
  else if (strcmp (word, "worse") == 0)
    {
      for (int c = 0; c < SS_N_CHANGES; c++)
        if (ss_change_sense ((SsChangeCode) c) == SS_SENSE_WORSE)
          m->codes |= 1u << c;
    }
  else if (ss_change_find (word) != SS_N_CHANGES)
    m->codes |= 1u << ss_change_find (word);
  else if (strcmp (word, "none") != 0)
    {
      ss_usage_error (error, "--fail-on wants any, none, worse, new-irreducible, incompatible or the code of a change, not \"%s\"", word);
      return FALSE;
    }
  return TRUE;
}

static gboolean
parse_fail_on (char **fail_on, Matter *m, GError **error)
{
  if (!fail_on)
    return add_matter (m, "any", error);
  for (; *fail_on; fail_on++)
    {
      g_auto (GStrv) words = g_strsplit (*fail_on, ",", -1);
      if (!*words && !add_matter (m, "", error))
        return FALSE;
      for (char **word = words; *word; word++)
        if (!add_matter (m, *word, error))
          return FALSE;
    }
  return TRUE;
}

static gboolean
parse_own (const Own *own, Wanted *w, GError **error)
{
  const char *format = own->format ? own->format : "text";
  guint64 top = DEFAULT_TOP;
  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++)
    if (strcmp (forms[i].name, format) == 0)
      {
        w->put = forms[i].put;
        w->say_suppressed = forms[i].rows && own->suppress;
      }
  if (!w->put)
    {
      ss_usage_error (error, "--format wants text, json, csv, md or sarif, not \"%s\"", format);
      return FALSE;
    }
  if (own->top && !g_ascii_string_to_unsigned (own->top, 10, 0, G_MAXUINT, &top, NULL))
    {
      ss_usage_error (error, "--top wants a number of rows, 0 for all, not \"%s\"", own->top);
      return FALSE;
    }
  w->top = (guint) top;
  w->reduced = own->reduce ? own->reduce : "all";
  return ss_args_reduce (own->reduce, &w->steps, error) && parse_fail_on (own->fail_on, &w->matter, error);
}

/* How many changes matter. */
static guint32
count_matter (const SsDiff *d, const Matter *m)
{
  guint32 n = 0;
  for (guint32 i = 0; i < d->comparison->nchanges; i++)
    {
      const SsChange *x = &d->comparison->changes[i];
      n += !ss_suppressed (d->suppressions, i)
           && ((m->codes >> x->code & 1) || (m->incompatible && ss_compat_breaks (d->compat, x)));
    }
  return n;
}

static void
say_suppressed (const SsDiff *d)
{
  g_autofree char *suppressed = ss_diff_suppressed (d), *text = g_strconcat ("note: suppressed: ", suppressed, NULL);
  ss_complain (text);
}

static int
report (SsSide *sides, const SsArgs *args, const Own *own, const Wanted *w, GError **error)
{
  g_autoptr (SsSuppressions) suppressions = own->suppress ? ss_sides_suppressions (own->suppress, error) : NULL;
  if ((own->suppress && !suppressions) || !ss_sides_unwind (sides, error))
    return SS_EXIT_FAILED;
  g_autoptr (SsComparison) comparison = ss_sides_compare (sides);
  g_autoptr (SsCompat) compat = ss_compat_new (comparison);
  ss_compat_sort (compat, comparison);
  if (suppressions)
    ss_suppressions_apply (suppressions, comparison);
  const SsDiff d = { comparison, compat, suppressions, w->reduced, own->all, w->top };
  g_autoptr (SsOut) o = ss_args_out (args, error);
  if (!o)
    return SS_EXIT_FAILED;
  w->put (&d, o);
  if (!ss_out_close (g_steal_pointer (&o), error))
    return SS_EXIT_FAILED;
  if (w->say_suppressed)
    say_suppressed (&d);
  return count_matter (&d, &w->matter) ? SS_EXIT_NO : SS_EXIT_DONE;
}

/* A fault of the format ends with 2 here, as 1 means a difference. */
static void
never_no (GError **error)
{
  if (!g_error_matches (*error, SS_LOAD_ERROR, SS_LOAD_ERROR_FORMAT))
    return;
  g_autoptr (GError) load_error = g_steal_pointer (error);
  g_set_error_literal (error, SS_CLI_ERROR, SS_CLI_ERROR_INPUT, load_error->message);
}

int
ss_cmd_diff (int argc, char **argv, GError **error)
{
  g_auto (Own) own = { 0 };
  const GOptionEntry entries[] = {
    { "format", 0, 0, G_OPTION_ARG_FILENAME, &own.format, "The form of the report (text)", "text|json|csv|md|sarif" },
    { "all", 0, 0, G_OPTION_ARG_NONE, &own.all, "Show every change, and how functions were matched", NULL },
    { "top", 0, 0, G_OPTION_ARG_FILENAME, &own.top, "Show the first N changes (20; 0: all but neutral ones that break no pickle)", "N" },
    { "fail-on", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &own.fail_on, "What difference matters (any)", "WHAT" },
    { "suppress", 0, 0, G_OPTION_ARG_FILENAME, &own.suppress, "Let the changes through that FILE lists", "FILE" },
    { "reduce", 0, 0, G_OPTION_ARG_FILENAME, &own.reduce, "Which values to leave out of the records (all)",
      "none|alias|held|recompute|all" },
    { NULL }
  };
  g_auto (SsArgs) args = { 0 };
  Wanted wanted = { 0 };
  SsSide sides[SS_N_SIDES] = { 0 };
  int status = SS_EXIT_FAILED;
  if (!ss_args_parse (&args, &usage, entries, argc, argv, error))
    return SS_EXIT_DONE;
  if (!parse_own (&own, &wanted, error))
    return SS_EXIT_FAILED;
  if (ss_sides_load (sides, &args, args.operands, wanted.steps, error))
    status = report (sides, &args, &own, &wanted, error);
  else
    never_no (error);
  ss_sides_clear (sides);
  return status;
}
