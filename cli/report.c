/* stacksieve report: the records of a build in one HTML file. */
#include "config.h"

#include "cli/outlook.h"
#include "cli/sides.h"
#include "viz/page.h"

#define PLAN_STEPS 20

static const SsUsage usage = {
  .operands = "FILE",
  .summary = "Writes the records of a build into one HTML page, which opens in a browser from disk and needs no network:\n"
             "how many there are of each kind, all of them as a table, each with its explanation and its graph, hops by bytecode,\n"
             "what blocks most chains, and which records to name or rewrite first. With --against OLD, the page also tells what\n"
             "changed since an older build, as diff does: whether the one reads the other's pickles, every change, and the\n"
             "graphs of its function in both builds side by side.",
  .examples = "Examples:\n"
              "  stacksieve report dump.jsonl.zst --policy pypy-stacklet -o report.html\n"
              "  stacksieve report new.jsonl.zst --against old.jsonl.zst --policy pypy-stacklet -o report.html\n"
              "\n"
              "Exit status: 0 done; 1 the input has faults; 2 it could not be done.",
  .policy = TRUE,
  .builds = TRUE,
  .output = TRUE,
  .min_operands = 1,
  .max_operands = 1,
};

#ifdef HAVE_REPORT
/* Work that goes on beside the outlook. */
typedef struct
{
  SsSide *sides;            /* lent */
  SsComparison *comparison; /* owned */
  SsCompat *compat;         /* owned */
} Compared;

static gpointer
compare (gpointer data)
{
  Compared *c = data;
  c->comparison = ss_sides_compare (c->sides);
  c->compat = ss_compat_new (c->comparison);
  ss_compat_sort (c->compat, c->comparison);
  return NULL;
}

static int
put_page (const SsArgs *args, const SsStack *s, const SsOutlook *o, const char *reduced, const SsDiff *diff, GError **error)
{
  const SsPage page = { s->activation, s->reduction, reduced, o->hops, o->plan, o->chains, o->chokes, diff, args->load.threads };
  g_autoptr (SsOut) out = ss_args_out (args, error);
  if (!out)
    return SS_EXIT_FAILED;
  ss_page_write (&page, out);
  return ss_out_close (g_steal_pointer (&out), error) ? SS_EXIT_DONE : SS_EXIT_FAILED;
}

static int
report_one (const SsArgs *args, const char *reduced, guint steps, GError **error)
{
  g_auto (SsStack) stack = { 0 };
  g_auto (SsOutlook) outlook = { 0 };
  if (!ss_stack_load (&stack, args, steps, error))
    return SS_EXIT_FAILED;
  ss_outlook_compute (&outlook, stack.activation, PLAN_STEPS, args->load.threads);
  return put_page (args, &stack, &outlook, reduced, NULL, error);
}

static int
report_both (SsSide *sides, const SsArgs *args, const char *reduced, GError **error)
{
  Compared c = { .sides = sides };
  g_auto (SsOutlook) outlook = { 0 };
  GThread *thread = args->load.threads == 1 ? NULL : g_thread_new ("compare", compare, &c);
  ss_outlook_compute (&outlook, sides[SS_NEW].stack.activation, PLAN_STEPS, args->load.threads);
  if (thread)
    g_thread_join (thread);
  else
    compare (&c);
  const SsDiff diff = { .comparison = c.comparison, .compat = c.compat, .reduced = reduced };
  int status = put_page (args, &sides[SS_NEW].stack, &outlook, reduced, &diff, error);
  ss_compat_free (c.compat);
  ss_comparison_free (c.comparison);
  return status;
}

static int
report_against (const SsArgs *args, char *against, const char *reduced, guint steps, GError **error)
{
  char *const files[SS_N_SIDES] = { [SS_OLD] = against, [SS_NEW] = args->operands[0] };
  SsSide sides[SS_N_SIDES] = { 0 };
  int status = SS_EXIT_FAILED;
  if (ss_sides_load (sides, args, files, steps, error) && ss_sides_unwind (sides, error))
    status = report_both (sides, args, reduced, error);
  ss_sides_clear (sides);
  return status;
}
#endif

int
ss_cmd_report (int argc, char **argv, GError **error)
{
  g_autofree char *reduce = NULL, *against = NULL;
  const GOptionEntry entries[] = {
    { "against", 0, 0, G_OPTION_ARG_FILENAME, &against, "Compare with an older build, too", "OLD" },
    { "reduce", 0, 0, G_OPTION_ARG_FILENAME, &reduce, "Which values to leave out of the records (all)",
      "none|alias|held|recompute|all" },
    { NULL }
  };
  g_auto (SsArgs) args = { 0 };
  if (!ss_args_parse (&args, &usage, entries, argc, argv, error))
    return SS_EXIT_DONE;
#ifdef HAVE_REPORT
  guint steps;
  const char *reduced = reduce ? reduce : "all";
  if (!ss_args_reduce (reduce, &steps, error))
    return SS_EXIT_FAILED;
  return against ? report_against (&args, against, reduced, steps, error) : report_one (&args, reduced, steps, error);
#else
  g_set_error (error, SS_CLI_ERROR, SS_CLI_ERROR_INPUT, "this stacksieve was built without the page of the report (--without-report)");
  return SS_EXIT_FAILED;
#endif
}
