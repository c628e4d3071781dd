/* stacksieve chokes: what would no longer unwind if one function, or one call, could not. */
#include "config.h"

#include "cli/stack.h"
#include "viz/chains.h"

static const SsUsage usage = {
  .operands = "FILE",
  .summary = "Ranks functions and call sites by what they alone make unwind: if this one could not unwind, so many\n"
             "functions, points and irreducible records would go. Each comes with the policy entry that says so.",
  .examples = "Examples:\n"
              "  stacksieve chokes dump.jsonl.zst --policy pypy-stacklet --top 30\n"
              "  stacksieve chokes dump.jsonl.zst --policy pypy-stacklet \\\n"
              "    --what-if '{\"site\": \"m:Class.method@3.1\", \"never\": true}'\n"
              "\n"
              "ENTRY is JSON: an entry about a call site, an array of these, or an object as in a policy file; what\n"
              "\"policy\" holds in the JSON output can be given as it is.\n"
              "\n"
              "Exit status: 0 done; 1 the input has faults; 2 it could not be done.",
  .policy = TRUE,
  .output = TRUE,
  .min_operands = 1,
  .max_operands = 1,
};

static int
rank (const SsStack *s, const SsArgs *args, const SsStackWanted *w, const char *reduced, GError **error)
{
  g_autoptr (SsChokes) chokes = ss_chokes_new (s->activation);
  g_autoptr (SsOut) o = ss_args_out (args, error);
  if (!o)
    return SS_EXIT_FAILED;
  if (w->format == SS_FORMAT_JSON)
    ss_chokes_json (chokes, reduced, w->top, o);
  else if (w->format == SS_FORMAT_CSV)
    ss_chokes_csv (chokes, o);
  else
    ss_chokes_text (chokes, reduced, w->top, o);
  return ss_out_close (g_steal_pointer (&o), error) ? SS_EXIT_DONE : SS_EXIT_FAILED;
}

/* The policy of the command line once more, with the entry added; its notes have been shown. */
static SsPolicy *
changed_policy (const SsArgs *args, const char *entry, GError **error)
{
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
  const char *word = ss_args_policy_word (args, error);
  g_autoptr (SsPolicy) policy = word ? ss_policy_load (word, notes, error) : NULL;
  if (!policy)
    return NULL;
  g_ptr_array_set_size (notes, 0);
  if (!ss_policy_add (policy, "--what-if", entry, notes, error))
    return NULL;
  for (guint i = 0; i < notes->len; i++)
    {
      g_autofree char *note = g_strconcat ("note: ", g_ptr_array_index (notes, i), NULL);
      ss_complain (note);
    }
  return g_steal_pointer (&policy);
}

static int
what_if (const SsStack *s, const SsArgs *args, const char *entry, const SsStackWanted *w, const char *reduced, GError **error)
{
  g_auto (SsStack) after = { 0 };
  SsPolicy *policy = changed_policy (args, entry, error);
  if (!policy || !ss_stack_compute (&after, s->program, policy, w->steps, args->load.threads, error))
    return SS_EXIT_FAILED;
  const SsWhatIf change = { entry, reduced, s->activation, after.activation };
  g_autoptr (SsOut) o = ss_args_out (args, error);
  if (!o)
    return SS_EXIT_FAILED;
  if (w->format == SS_FORMAT_JSON)
    ss_what_if_json (&change, o);
  else
    ss_what_if_text (&change, o);
  return ss_out_close (g_steal_pointer (&o), error) ? SS_EXIT_DONE : SS_EXIT_FAILED;
}

int
ss_cmd_chokes (int argc, char **argv, GError **error)
{
  g_auto (SsStackTyped) typed = { NULL };
  g_autofree char *entry = NULL;
  const GOptionEntry entries[] = {
    SS_STACK_FORMAT (typed, "text|json|csv"),
    SS_STACK_TOP (typed),
    { "what-if", 0, 0, G_OPTION_ARG_FILENAME, &entry, "Show what this addition to the policy changes instead", "ENTRY" },
    SS_STACK_REDUCE (typed),
    { NULL }
  };
  g_auto (SsArgs) args = { 0 };
  g_auto (SsStack) stack = { 0 };
  SsStackWanted w;
  if (!ss_args_parse (&args, &usage, entries, argc, argv, error))
    return SS_EXIT_DONE;
  if (!ss_stack_parse (&typed, entry ? "text|json" : "text|json|csv", &w, error))
    return SS_EXIT_FAILED;
  if (!ss_stack_load (&stack, &args, w.steps, error))
    return SS_EXIT_FAILED;
  const char *reduced = typed.reduce ? typed.reduce : "all";
  return entry ? what_if (&stack, &args, entry, &w, reduced, error) : rank (&stack, &args, &w, reduced, error);
}
