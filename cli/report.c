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
             "graphs of its function in both builds side by side; --suppress marks the changes that are known.",
  .examples = "Examples:\n"
              "  stacksieve report dump.jsonl.zst --policy pypy-stacklet -o report.html\n"
              "  stacksieve report new.jsonl.zst --against old.jsonl.zst --policy pypy-stacklet -o report.html\n"
              "  stacksieve report new.jsonl.zst --against old.jsonl.zst --suppress known.json -o report.html\n"
              "\n"
              "Exit status: 0 done; 1 the input has faults; 2 it could not be done.",
  .policy = TRUE,
  .builds = TRUE,
  .output = TRUE,
  .min_operands = 1,
  .max_operands = 1,
};

/* The options that are this command's own; all owned. */
typedef struct
{
  char *reduce, *against, *suppress;
} Own;

static void
own_clear (Own *own)
{
  g_free (own->reduce);
  g_free (own->against);
  g_free (own->suppress);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Own, own_clear)

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
report_both (SsSide *sides, const SsArgs *args, const Own *own, GError **error)
{
  g_autoptr (SsSuppressions) suppressions = own->suppress ? ss_sides_suppressions (own->suppress, error) : NULL;
  if (own->suppress && !suppressions)
    return SS_EXIT_FAILED;
  Compared c = { .sides = sides };
  g_auto (SsOutlook) outlook = { 0 };
  GThread *thread = args->load.threads == 1 ? NULL : g_thread_new ("compare", compare, &c);
  ss_outlook_compute (&outlook, sides[SS_NEW].stack.activation, PLAN_STEPS, args->load.threads);
  if (thread)
    g_thread_join (thread);
  else
    compare (&c);
  if (suppressions)
    ss_suppressions_apply (suppressions, c.comparison);
  const SsDiff diff = { .comparison = c.comparison, .compat = c.compat, .suppressions = suppressions, .reduced = own->reduce };
  int status = put_page (args, &sides[SS_NEW].stack, &outlook, own->reduce, &diff, error);
  ss_compat_free (c.compat);
  ss_comparison_free (c.comparison);
  return status;
}

static int
report_against (const SsArgs *args, const Own *own, guint steps, GError **error)
{
  char *const files[SS_N_SIDES] = { [SS_OLD] = own->against, [SS_NEW] = args->operands[0] };
  SsSide sides[SS_N_SIDES] = { 0 };
  int status = SS_EXIT_FAILED;
  if (ss_sides_load (sides, args, files, steps, error) && ss_sides_unwind (sides, error))
    status = report_both (sides, args, own, error);
  ss_sides_clear (sides);
  return status;
}
#endif

int
ss_cmd_report (int argc, char **argv, GError **error)
{
  g_auto (Own) own = { NULL };
  const GOptionEntry entries[] = {
    { "against", 0, 0, G_OPTION_ARG_FILENAME, &own.against, "Compare with an older build, too", "OLD" },
    { "suppress", 0, 0, G_OPTION_ARG_FILENAME, &own.suppress, "Of what changed since, mark what FILE lists as known", "FILE" },
    { "reduce", 0, 0, G_OPTION_ARG_FILENAME, &own.reduce, "Which values to leave out of the records (all)",
      "none|alias|held|recompute|all" },
    { NULL }
  };
  g_auto (SsArgs) args = { 0 };
  if (!ss_args_parse (&args, &usage, entries, argc, argv, error))
    return SS_EXIT_DONE;
#ifdef HAVE_REPORT
  guint steps;
  if (own.suppress && !own.against)
    {
      ss_usage_error (error, "--suppress goes with --against");
      return SS_EXIT_FAILED;
    }
  if (!ss_args_reduce (own.reduce, &steps, error))
    return SS_EXIT_FAILED;
  if (!own.reduce)
    own.reduce = g_strdup ("all");
  return own.against ? report_against (&args, &own, steps, error) : report_one (&args, own.reduce, steps, error);
#else
  g_set_error (error, SS_CLI_ERROR, SS_CLI_ERROR_INPUT, "this stacksieve was built without the page of the report (--without-report)");
  return SS_EXIT_FAILED;
#endif
}
