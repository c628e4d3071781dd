/* stacksieve names: the registry of official names of records. */
#include "config.h"

#include "analyzer/registry.h"
#include "cli/stack.h"
#include "viz/doc.h"

static const SsUsage usage = {
  .operands = "FILE",
  .summary = "Writes the registry of names: an entry for each stateless or special record, which must have an\n"
             "official name so that a pickle can say where it resumes.",
  .examples = "Examples:\n"
              "  stacksieve names dump.jsonl.zst --policy pypy-stacklet -o names.json\n"
              "  stacksieve names newer.jsonl.zst --policy pypy-stacklet --registry names.json -o names.json\n"
              "\n"
              "With --registry, or where the policy refers to a registry (\"registry\": FILE), that one is brought\n"
              "up to date: known names stay, new records get a proposed one, vanished ones are marked. Change\n"
              "a name as you like; null is a record that shall have none.\n"
              "\n"
              "Exit status: 0 done; 1 the input has faults; 2 it could not be done.",
  .policy = TRUE,
  .output = TRUE,
  .min_operands = 1,
  .max_operands = 1,
};

static int
names (const SsArgs *args, const SsStackWanted *w, const char *file, GError **error)
{
  g_auto (SsStack) stack = { 0 };
  g_autoptr (SsRegistry) old = NULL;
  if (!ss_stack_load (&stack, args, w->steps, error))
    return SS_EXIT_FAILED;
  if (!file)
    file = ss_policy_registry (stack.policy);
  if (file && !(old = ss_registry_load (file, error)))
    return SS_EXIT_FAILED;
  json_auto_t *registry = ss_registry_update (old, stack.terms, stack.classes);
  g_autoptr (SsOut) o = ss_args_out (args, error);
  if (!o)
    return SS_EXIT_FAILED;
  ss_doc_write (registry, o);
  return ss_out_close (g_steal_pointer (&o), error) ? SS_EXIT_DONE : SS_EXIT_FAILED;
}

int
ss_cmd_names (int argc, char **argv, GError **error)
{
  g_auto (SsStackTyped) typed = { NULL };
  g_autofree char *file = NULL;
  const GOptionEntry entries[] = {
    { "registry", 0, 0, G_OPTION_ARG_FILENAME, &file, "Bring this registry up to date (the policy's)", "FILE" },
    SS_STACK_REDUCE (typed),
    { NULL }
  };
  g_auto (SsArgs) args = { 0 };
  SsStackWanted w;
  if (!ss_args_parse (&args, &usage, entries, argc, argv, error))
    return SS_EXIT_DONE;
  if (!ss_stack_parse (&typed, "text", &w, error))
    return SS_EXIT_FAILED;
  return names (&args, &w, file, error);
}
