/* stacksieve report: the records of a build in one HTML file. */
#include "config.h"

#include "cli/outlook.h"
#include "cli/stack.h"
#include "viz/page.h"

#define PLAN_STEPS 20

static const SsUsage usage = {
  .operands = "FILE",
  .summary = "Writes the records of a build into one HTML page, which opens in a browser from disk and needs no network:\n"
             "how many there are of each kind, all of them as a table, each with its explanation and its graph, hops by bytecode,\n"
             "what blocks most chains, and which records to name or rewrite first.",
  .examples = "Example:\n"
              "  stacksieve report dump.jsonl.zst --policy pypy-stacklet -o report.html\n"
              "\n"
              "Exit status: 0 done; 1 the input has faults; 2 it could not be done.",
  .policy = TRUE,
  .output = TRUE,
  .min_operands = 1,
  .max_operands = 1,
};

int
ss_cmd_report (int argc, char **argv, GError **error)
{
  g_autofree char *reduce = NULL;
  guint steps;
  const GOptionEntry entries[] = {
    { "reduce", 0, 0, G_OPTION_ARG_FILENAME, &reduce, "Which values to leave out of the records (all)",
      "none|alias|held|recompute|all" },
    { NULL }
  };
  g_auto (SsArgs) args = { 0 };
  if (!ss_args_parse (&args, &usage, entries, argc, argv, error))
    return SS_EXIT_DONE;
#ifndef HAVE_REPORT
  g_set_error (error, SS_CLI_ERROR, SS_CLI_ERROR_INPUT, "this stacksieve was built without the page of the report (--without-report)");
  return SS_EXIT_FAILED;
#endif
  g_auto (SsStack) stack = { 0 };
  if (!ss_args_reduce (reduce, &steps, error) || !ss_stack_load (&stack, &args, steps, error))
    return SS_EXIT_FAILED;
  g_auto (SsOutlook) outlook = { 0 };
  ss_outlook_compute (&outlook, stack.activation, PLAN_STEPS, args.load.threads);
  const SsPage page = { stack.activation, stack.reduction, reduce ? reduce : "all", outlook.hops, outlook.plan, outlook.chains, outlook.chokes,
                        args.load.threads };
  g_autoptr (SsOut) o = ss_args_out (&args, error);
  if (!o)
    return SS_EXIT_FAILED;
  ss_page_write (&page, o);
  return ss_out_close (g_steal_pointer (&o), error) ? SS_EXIT_DONE : SS_EXIT_FAILED;
}
