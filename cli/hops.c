/* stacksieve hops: between frames: which bytecodes may switch softly, and what to name or rewrite first. */
#include "config.h"

#include "analyzer/plan.h"
#include "cli/stack.h"
#include "viz/chains.h"

#include <string.h>

static const SsUsage usage = {
  .operands = "FILE",
  .summary = "Looks at the hops from one frame to the next: for every unwind point in a function that runs frames\n"
             "(the policy names them), the fewest blockers on a way to the next frame or to an unwind source, the\n"
             "longest run of irreducible records that no way avoids, and the switching strategy. The table is\n"
             "by bytecode, where names show it.",
  .examples = "Examples:\n"
              "  stacksieve hops dump.jsonl.zst --policy pypy-stacklet\n"
              "  stacksieve hops dump.jsonl.zst --policy pypy-stacklet --records --bytecode CALL_FUNCTION\n"
              "  stacksieve hops dump.jsonl.zst --policy pypy-stacklet --plan 20\n"
              "\n"
              "soft: no way through has a blocker. mixed: some have none. special: each has one, but on one way\n"
              "none is foreign. hard: each way passes a foreign record. --plan chooses the records to name or\n"
              "rewrite first, so that the most hops get a way without blockers.\n"
              "\n"
              "Exit status: 0 done; 1 the input has faults; 2 it could not be done.",
  .policy = TRUE,
  .output = TRUE,
  .min_operands = 1,
  .max_operands = 1,
};

typedef struct
{
  gboolean records;
  char *bytecode, *plan;
} Own;

static void
own_clear (Own *own)
{
  g_free (own->bytecode);
  g_free (own->plan);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Own, own_clear)

static gboolean
find_bytecode (const SsHops *h, const char *name, GError **error)
{
  for (guint32 i = 0; i < h->ngroups; i++)
    if (strcmp (h->groups[i].name, name) == 0)
      return TRUE;
  g_set_error (error, SS_CLI_ERROR, SS_CLI_ERROR_INPUT, "no hop belongs to the bytecode \"%s\"", name);
  return FALSE;
}

static void
put_plan (const SsHops *h, guint64 n, const SsStackWanted *w, const char *reduced, SsOut *o)
{
  g_autoptr (SsPlan) plan = ss_plan_new (h, (guint32) n);
  if (w->format == SS_FORMAT_JSON)
    ss_plan_json (h, plan, reduced, o);
  else if (w->format == SS_FORMAT_CSV)
    ss_plan_csv (h, plan, o);
  else
    ss_plan_text (h, plan, reduced, o);
}

static int
hops (const SsArgs *args, const Own *own, guint64 plan, const SsStackWanted *w, const char *reduced, GError **error)
{
  g_auto (SsStack) stack = { 0 };
  if (!ss_stack_load (&stack, args, w->steps, error))
    return SS_EXIT_FAILED;
  g_autoptr (SsHops) h = ss_hops_new (stack.activation);
  if (own->bytecode && !find_bytecode (h, own->bytecode, error))
    return SS_EXIT_FAILED;
  g_autoptr (SsOut) o = ss_args_out (args, error);
  if (!o)
    return SS_EXIT_FAILED;
  if (plan > 0)
    put_plan (h, plan, w, reduced, o);
  else if (w->format == SS_FORMAT_JSON)
    ss_hops_json (h, reduced, own->bytecode, o);
  else if (w->format == SS_FORMAT_CSV)
    ss_hops_csv (h, own->bytecode, o);
  else
    ss_hops_text (h, reduced, own->records, own->bytecode, o);
  return ss_out_close (g_steal_pointer (&o), error) ? SS_EXIT_DONE : SS_EXIT_FAILED;
}

int
ss_cmd_hops (int argc, char **argv, GError **error)
{
  g_auto (SsStackTyped) typed = { NULL };
  g_auto (Own) own = { 0 };
  const GOptionEntry entries[] = {
    { "records", 0, 0, G_OPTION_ARG_NONE, &own.records, "Show every hop with its cheapest way", NULL },
    { "bytecode", 0, 0, G_OPTION_ARG_FILENAME, &own.bytecode, "Show this bytecode alone", "NAME" },
    { "plan", 0, 0, G_OPTION_ARG_FILENAME, &own.plan, "Show which N records to name or rewrite first instead", "N" },
    SS_STACK_FORMAT (typed, "text|json|csv"),
    SS_STACK_REDUCE (typed),
    { NULL }
  };
  g_auto (SsArgs) args = { 0 };
  SsStackWanted w;
  guint64 plan = 0;
  if (!ss_args_parse (&args, &usage, entries, argc, argv, error))
    return SS_EXIT_DONE;
  if (!ss_stack_parse (&typed, "text|json|csv", &w, error))
    return SS_EXIT_FAILED;
  if (own.plan && !g_ascii_string_to_unsigned (own.plan, 10, 1, G_MAXUINT16, &plan, NULL))
    {
      ss_usage_error (error, "--plan wants a number from 1 to %u, not \"%s\"", G_MAXUINT16, own.plan);
      return SS_EXIT_FAILED;
    }
  if (own.plan && (own.records || own.bytecode))
    {
      ss_usage_error (error, "--records and --bytecode do not go with --plan, which is about all hops");
      return SS_EXIT_FAILED;
    }
  return hops (&args, &own, plan, &w, typed.reduce ? typed.reduce : "all", error);
}
