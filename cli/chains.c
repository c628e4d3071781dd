/* stacksieve chains: from the roots to the unwind sources, which chains can be pickled, and what stands in the way. */
#include "config.h"

#include "cli/stack.h"
#include "viz/chains.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static const SsUsage usage = {
  .operands = "FILE",
  .summary = "Follows the chains of calls from each root (where a coroutine's own stack begins; the policy names\n"
             "it) to the unwind sources: can every chain be pickled, some, or none, and which records block them?",
  .examples = "Examples:\n"
              "  stacksieve chains dump.jsonl.zst --policy pypy-stacklet\n"
              "  stacksieve chains dump.jsonl.zst --policy pypy-stacklet --format csv -o blockers.csv\n"
              "  stacksieve chains dump.jsonl.zst --policy pypy-stacklet --verify trace.txt\n"
              "\n"
              "A chain can be pickled when each of its records is reducible, a frame, or has a name in the\n"
              "policy's registry and saves picklable types alone. Anything else is a blocker. Where the program\n"
              "has none of the policy's roots, every function that may unwind and that nothing calls is one.\n"
              "--verify reads a chain, a function or record (FUNCTION@BLOCK.OP) on each line, outermost first.\n"
              "\n"
              "Exit status: 0 done; 1 the chain of --verify cannot be, cannot be pickled, or it is not sure that\n"
              "it can, or the input has faults; 2 it could not be done.",
  .policy = TRUE,
  .output = TRUE,
  .min_operands = 1,
  .max_operands = 1,
};

typedef struct
{
  char *trace;
  gboolean innermost_first;
} Own;

static void
own_clear (Own *own)
{
  g_free (own->trace);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Own, own_clear)

#define MAX_TRACE_BYTES ((gsize) 64 << 20)

/* The whole text of a file, or of standard input. */
static char *
read_trace (const char *file, GError **error)
{
  gboolean standard = strcmp (file, "-") == 0;
  FILE *f = standard ? stdin : fopen (file, "rb");
  GString *text = g_string_new (NULL);
  char chunk[4096];
  gsize n;
  if (f)
    {
      errno = 0;
      while (text->len <= MAX_TRACE_BYTES && (n = fread (chunk, 1, sizeof chunk, f)) > 0)
        g_string_append_len (text, chunk, (gssize) n);
    }
  int failed = !f || ferror (f) ? errno : 0;
  if (f && !standard)
    fclose (f);
  if (!failed && text->len <= MAX_TRACE_BYTES && strlen (text->str) == text->len)
    return g_string_free (text, FALSE);
  const char *why = failed ? g_strerror (failed) : text->len > MAX_TRACE_BYTES ? "is too long for a chain" : "is no text";
  g_set_error (error, SS_CLI_ERROR, SS_CLI_ERROR_INPUT, "%s: %s", file, why);
  g_string_free (text, TRUE);
  return NULL;
}

/* The lines that are not blank, without blanks around them, outermost first; lent by `text`. */
static GPtrArray *
split_lines (char *text, gboolean innermost_first)
{
  GPtrArray *lines = g_ptr_array_new ();
  for (char *line = text; line; )
    {
      char *end = strchr (line, '\n'), *next = end ? end + 1 : NULL;
      if (end)
        *end = '\0';
      line = g_strstrip (line);
      if (*line != '\0')
        g_ptr_array_add (lines, line);
      line = next;
    }
  for (guint i = 0; innermost_first && i < lines->len / 2; i++)
    {
      gpointer swap = lines->pdata[i];
      lines->pdata[i] = lines->pdata[lines->len - 1 - i];
      lines->pdata[lines->len - 1 - i] = swap;
    }
  return lines;
}

static int
verify (const SsStack *s, const SsArgs *args, const Own *own, const SsStackWanted *w, const char *reduced, GError **error)
{
  g_autofree char *text = read_trace (own->trace, error);
  if (!text)
    return SS_EXIT_FAILED;
  g_autoptr (GPtrArray) lines = split_lines (text, own->innermost_first);
  if (lines->len == 0)
    {
      g_set_error (error, SS_CLI_ERROR, SS_CLI_ERROR_INPUT, "%s: has no lines", own->trace);
      return SS_EXIT_FAILED;
    }
  g_autoptr (SsChainCheck) check = ss_verify_chain (s->activation, (const char *const *) lines->pdata, lines->len);
  g_autoptr (SsOut) o = ss_args_out (args, error);
  if (!o)
    return SS_EXIT_FAILED;
  if (w->format == SS_FORMAT_JSON)
    ss_chain_check_json (check, reduced, o);
  else
    ss_chain_check_text (check, reduced, o);
  if (!ss_out_close (g_steal_pointer (&o), error))
    return SS_EXIT_FAILED;
  return check->faults || check->guilty || check->doubtful ? SS_EXIT_NO : SS_EXIT_DONE;
}

static int
report (const SsStack *s, const SsArgs *args, const SsStackWanted *w, const char *reduced, GError **error)
{
  g_autoptr (SsHops) hops = ss_hops_new (s->activation);
  g_autoptr (SsChains) chains = ss_chains_new (s->activation, hops);
  g_autoptr (SsOut) o = ss_args_out (args, error);
  if (!o)
    return SS_EXIT_FAILED;
  if (w->format == SS_FORMAT_JSON)
    ss_chains_json (chains, reduced, w->top, o);
  else if (w->format == SS_FORMAT_CSV)
    ss_chains_csv (chains, o);
  else
    ss_chains_text (chains, reduced, w->top, o);
  return ss_out_close (g_steal_pointer (&o), error) ? SS_EXIT_DONE : SS_EXIT_FAILED;
}

int
ss_cmd_chains (int argc, char **argv, GError **error)
{
  g_auto (SsStackTyped) typed = { NULL };
  g_auto (Own) own = { NULL };
  const GOptionEntry entries[] = {
    SS_STACK_FORMAT (typed, "text|json|csv"),
    SS_STACK_TOP (typed),
    SS_STACK_REDUCE (typed),
    { "verify", 0, 0, G_OPTION_ARG_FILENAME, &own.trace, "Check this chain instead (-: from standard input)", "TRACE" },
    { "innermost-first", 0, 0, G_OPTION_ARG_NONE, &own.innermost_first, "The first line of TRACE is the innermost call", NULL },
    { NULL }
  };
  g_auto (SsArgs) args = { 0 };
  g_auto (SsStack) stack = { 0 };
  SsStackWanted w;
  if (!ss_args_parse (&args, &usage, entries, argc, argv, error))
    return SS_EXIT_DONE;
  if (!ss_stack_parse (&typed, own.trace ? "text|json" : "text|json|csv", &w, error))
    return SS_EXIT_FAILED;
  if (own.innermost_first && !own.trace)
    {
      ss_usage_error (error, "--innermost-first goes with --verify");
      return SS_EXIT_FAILED;
    }
  if (!ss_stack_load (&stack, &args, w.steps, error))
    return SS_EXIT_FAILED;
  const char *reduced = typed.reduce ? typed.reduce : "all";
  return own.trace ? verify (&stack, &args, &own, &w, reduced, error) : report (&stack, &args, &w, reduced, error);
}
