/* stacksieve tree: the calls that make a function unwind, and those that it makes unwind. */
#include "config.h"

#include "cli/near.h"
#include "cli/stack.h"
#include "viz/chains.h"

#define DEFAULT_DEPTH 2

static const SsUsage usage = {
  .operands = "FILE FUNCTION",
  .summary = "Shows the callees that make a function unwind, and the callers that it makes unwind, with the records\n"
             "through which they do.",
  .examples = "Examples:\n"
              "  stacksieve tree dump.jsonl.zst 'm:Class.method' --policy pypy-stacklet\n"
              "  stacksieve tree dump.jsonl.zst 'm:Class.method' --policy pypy-stacklet --depth 5\n"
              "\n"
              "A function whose calls were shown before is \"see above\"; \"...\" is where the depth ends.\n"
              "\n"
              "Exit status: 0 done; 1 the function does not unwind, or the input has faults; 2 it could not be done.",
  .policy = TRUE,
  .output = TRUE,
  .min_operands = 2,
  .max_operands = 2,
};

static int
tree (const SsArgs *args, guint32 depth, const SsStackWanted *w, GError **error)
{
  g_auto (SsStack) stack = { 0 };
  if (!ss_stack_load (&stack, args, w->steps, error))
    return SS_EXIT_FAILED;
  g_autofree char *name = ss_near_exact (stack.program, args->operands[1]);
  guint32 sym = ss_find_sym (stack.program, name);
  if (sym == SS_NONE)
    {
      ss_near_error (stack.program, "function", name, error);
      return SS_EXIT_FAILED;
    }
  if (!ss_unwind_node (stack.unwind, sym))
    {
      g_autofree char *text = g_strdup_printf ("%s may not unwind under this policy, so there is no tree", name);
      ss_complain (text);
      return SS_EXIT_NO;
    }
  g_autoptr (SsCallTree) t = ss_calltree_new (stack.activation, sym, depth);
  g_autoptr (SsOut) o = ss_args_out (args, error);
  if (!o)
    return SS_EXIT_FAILED;
  if (w->format == SS_FORMAT_JSON)
    ss_calltree_json (stack.activation, t, o);
  else
    ss_calltree_text (stack.activation, t, o);
  return ss_out_close (g_steal_pointer (&o), error) ? SS_EXIT_DONE : SS_EXIT_FAILED;
}

int
ss_cmd_tree (int argc, char **argv, GError **error)
{
  g_auto (SsStackTyped) typed = { NULL };
  g_autofree char *typed_depth = NULL;
  const GOptionEntry entries[] = {
    { "depth", 0, 0, G_OPTION_ARG_FILENAME, &typed_depth, "Follow N calls each way (2; 0: all)", "N" },
    SS_STACK_FORMAT (typed, "text|json"),
    SS_STACK_REDUCE (typed),
    { NULL }
  };
  g_auto (SsArgs) args = { 0 };
  SsStackWanted w;
  guint64 depth = DEFAULT_DEPTH;
  if (!ss_args_parse (&args, &usage, entries, argc, argv, error))
    return SS_EXIT_DONE;
  if (!ss_stack_parse (&typed, "text|json", &w, error))
    return SS_EXIT_FAILED;
  if (typed_depth && !g_ascii_string_to_unsigned (typed_depth, 10, 0, G_MAXINT32, &depth, NULL))
    {
      ss_usage_error (error, "--depth wants a number of calls, 0 for all, not \"%s\"", typed_depth);
      return SS_EXIT_FAILED;
    }
  return tree (&args, (guint32) depth, &w, error);
}
