/* stacksieve trend: builds side by side, one row each. */
#include "config.h"

#include "cli/stack.h"
#include "viz/trend.h"

#include <string.h>

static const SsUsage usage = {
  .operands = "FILE…",
  .summary = "Shows builds side by side, one row each, in the order given: functions, records by kind, what must be\n"
             "saved before and after reduction, and hops by switching strategy.",
  .examples = "Examples:\n"
              "  stacksieve trend old.jsonl.zst new.jsonl.zst --policy pypy-stacklet\n"
              "  stacksieve trend v1.jsonl.zst v2.jsonl.zst v3.jsonl.zst --policy pypy-stacklet \\\n"
              "      --policy v1.jsonl.zst=pypy-stackless --format svg -o trend.svg\n"
              "\n"
              "--policy POLICY is for all builds but those that have one of their own by --policy FILE=POLICY. POLICY is\n"
              "a built-in name or a file; one whose name has a \"=\" is given after FILE=.\n"
              "Files are read one after the other, so that memory is for the largest of them.\n"
              "\n"
              "Exit status: 0 done; 1 an input has faults; 2 it could not be done.",
  .policy = TRUE,
  .builds = TRUE,
  .output = TRUE,
  .min_operands = 1,
  .max_operands = -1,
};

typedef struct
{
  char *format, *reduce;
} Own;

static void
own_clear (Own *own)
{
  g_free (own->format);
  g_free (own->reduce);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Own, own_clear)

typedef void (*PutTrend) (const SsTrend *t, SsOut *out);

static const struct
{
  const char *name;
  PutTrend put;
} forms[] = {
  { "text", ss_trend_text }, { "csv", ss_trend_csv }, { "json", ss_trend_json }, { "svg", ss_trend_svg },
};

static PutTrend
choose_form (const char *format, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++)
    if (strcmp (forms[i].name, format ? format : "text") == 0)
      return forms[i].put;
  ss_usage_error (error, "--format wants text, csv, json or svg, not \"%s\"", format);
  return NULL;
}

/* Standard input can be read once. */
static gboolean
check_files (const SsArgs *args, GError **error)
{
  int n = 0;
  for (int i = 0; i < args->noperands; i++)
    n += strcmp (args->operands[i], "-") == 0;
  if (n > 1)
    ss_usage_error (error, "only one of the files can be standard input");
  return n <= 1;
}

/* Adds the row of one build. */
static gboolean
add_build (SsTrend *trend, const SsArgs *args, char *file, const char *policy, guint steps, GError **error)
{
  g_autofree char *word = g_strconcat (file, "=", policy, NULL);
  const SsArgs one = { .load = args->load, .policies = (char *[]) { word, NULL }, .operands = (char *[]) { file, NULL }, .noperands = 1 };
  g_auto (SsStack) stack = { 0 };
  if (!ss_stack_load (&stack, &one, steps, error))
    return FALSE;
  g_autoptr (SsHops) hops = ss_hops_new (stack.activation);
  ss_trend_add (trend, file, stack.unwind, stack.all, stack.reduction, hops);
  return TRUE;
}

static int
show (const SsTrend *trend, const SsArgs *args, PutTrend put, GError **error)
{
  g_autoptr (SsOut) o = ss_args_out (args, error);
  if (!o)
    return SS_EXIT_FAILED;
  put (trend, o);
  return ss_out_close (g_steal_pointer (&o), error) ? SS_EXIT_DONE : SS_EXIT_FAILED;
}

int
ss_cmd_trend (int argc, char **argv, GError **error)
{
  g_auto (Own) own = { 0 };
  const GOptionEntry entries[] = {
    { "format", 0, 0, G_OPTION_ARG_FILENAME, &own.format, "The form of the report (text)", "text|csv|json|svg" },
    { "reduce", 0, 0, G_OPTION_ARG_FILENAME, &own.reduce, "Which values to leave out of the records (all)",
      "none|alias|held|recompute|all" },
    { NULL }
  };
  g_auto (SsArgs) args = { 0 };
  guint steps;
  if (!ss_args_parse (&args, &usage, entries, argc, argv, error))
    return SS_EXIT_DONE;
  PutTrend put = choose_form (own.format, error);
  g_autofree const char **policies = g_new (const char *, (gsize) args.noperands + 1);
  if (!put || !ss_args_reduce (own.reduce, &steps, error) || !check_files (&args, error)
      || !ss_args_policies (&args, args.operands, args.noperands, policies, error))
    return SS_EXIT_FAILED;
  g_autoptr (SsTrend) trend = ss_trend_new (own.reduce ? own.reduce : "all");
  for (int i = 0; i < args.noperands; i++)
    if (!add_build (trend, &args, args.operands[i], policies[i], steps, error))
      return SS_EXIT_FAILED;
  return show (trend, &args, put, error);
}
