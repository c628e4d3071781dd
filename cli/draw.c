/* stacksieve draw: the diagram of one function. */
#include "config.h"

#include "analyzer/reduce.h"
#include "cli/cli.h"
#include "cli/near.h"
#include "viz/dot.h"
#include "viz/layout.h"

#include <string.h>

static const SsUsage usage = {
  .operands = "FILE",
  .summary = "Draws the graph of a function: its blocks with their operations, unwind points by kind,\n"
             "and the values that each of them saves.",
  .examples = "Examples:\n"
              "  stacksieve draw dump.jsonl.zst --function 'm:Class.method' -o method.svg\n"
              "  stacksieve draw small.json --function f | dot -Tx11\n"
              "\n"
              "Without -T, the format is told by the ending of the output's name, and is dot where that tells\n"
              "none. When the layout fails or reaches a limit, the diagram is written as DOT beside the\n"
              "picture that there is not: OUTPUT.dot.",
  .policy = TRUE,
  .output = TRUE,
  .min_operands = 1,
  .max_operands = 1,
};

static const char *const formats[] = { "dot", "svg", "png", "pdf" };

/* The options that are this command's own. */
typedef struct
{
  char *function, *format, *seconds, *megabytes, *reduce; /* owned */
} Own;

static void
own_clear (Own *own)
{
  g_free (own->function);
  g_free (own->format);
  g_free (own->seconds);
  g_free (own->megabytes);
  g_free (own->reduce);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Own, own_clear)

static gboolean
parse_limit (const char *option, const char *text, guint max, guint *value, GError **error)
{
  guint64 n = *value;
  if (text && !g_ascii_string_to_unsigned (text, 10, 1, max, &n, NULL))
    {
      ss_usage_error (error, "%s wants a number from 1 to %u, not \"%s\"", option, max, text);
      return FALSE;
    }
  *value = (guint) n;
  return TRUE;
}

/* The format's name: as asked for, or by the ending of the output's name; NULL with an error.  Lent. */
static const char *
choose_format (const Own *own, const char *output, GError **error)
{
  const char *ending = output ? strrchr (output, '.') : NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    if (own->format ? strcmp (own->format, formats[i]) == 0 : ending && g_ascii_strcasecmp (ending + 1, formats[i]) == 0)
      return formats[i];
  if (!own->format)
    return formats[0];
  ss_usage_error (error, "-T wants dot, svg, png or pdf, not \"%s\"", own->format);
  return NULL;
}

/* --- output --- */

static gboolean
write_bytes (const char *file, GBytes *bytes, GError **error)
{
  g_autoptr (SsOut) o = ss_out_open (file, error);
  if (!o)
    return FALSE;
  gsize n;
  const char *data = g_bytes_get_data (bytes, &n);
  ss_out_write (o, data, n);
  return ss_out_close (g_steal_pointer (&o), error);
}

static gboolean
is_standard (const char *output)
{
  return !output || strcmp (output, "-") == 0;
}

/* Whether the output has a name of its own, beside which another file can stand. */
static gboolean
is_named (const char *output)
{
  return !is_standard (output) && !g_str_has_prefix (output, "/dev/");
}

/* The layout has failed with *error: writes the diagram as DOT instead, and says so in the error. */
static void
write_instead (const char *output, GBytes *dot, GError **error)
{
  g_autofree char *beside = is_named (output) ? g_strconcat (output, ".dot", NULL) : NULL;
  g_autoptr (GError) second = NULL;
  g_autofree char *first = g_strdup ((*error)->message);
  g_clear_error (error);
  if (!write_bytes (beside ? beside : output, dot, &second))
    g_set_error (error, SS_CLI_ERROR, SS_CLI_ERROR_INPUT, "%s; nor could the diagram be written as DOT: %s", first, second->message);
  else
    g_set_error (error, SS_CLI_ERROR, SS_CLI_ERROR_INPUT, "%s; the diagram was written as DOT to %s instead", first,
                 beside ? beside : is_standard (output) ? "standard output" : output);
}

/* The diagram of the function as DOT; NULL with an error.  The caller unrefs. */
static GBytes *
make_dot (const SsArgs *args, const SsProgram *p, guint32 func, guint steps, GError **error)
{
  g_autoptr (SsPolicy) policy = ss_args_policy (args, error);
  g_autoptr (SsTerms) terms = policy ? ss_args_terms (policy, p, error) : NULL;
  if (!terms)
    return NULL;
  g_autoptr (SsCallGraph) calls = ss_callgraph_new (terms);
  g_autoptr (SsUnwind) unwind = ss_unwind_new (terms, calls);
  g_autoptr (SsClasses) classes = ss_classify (terms, unwind, args->load.threads);
  SsReduceOptions options = { .steps = steps, .threads = args->load.threads };
  g_autoptr (SsReduction) reduction = steps ? ss_reduce (terms, calls, unwind, classes, &options) : NULL;
  return ss_dot (terms, reduction ? reduction->classes : classes, func);
}

static int
draw (const SsArgs *args, const Own *own, const char *format, guint steps, SsLayouter *layouter, GError **error)
{
  g_autoptr (SsProgram) p = ss_args_program (args, args->operands[0], error);
  if (!p)
    return SS_EXIT_NO;
  guint32 func = ss_find_func (p, own->function);
  if (func == SS_NONE)
    {
      ss_near_error (p, "function", own->function, error);
      g_prefix_error (error, "%s: ", args->operands[0]);
      return SS_EXIT_FAILED;
    }
  g_autoptr (GBytes) dot = make_dot (args, p, func, steps, error);
  if (!dot)
    return SS_EXIT_FAILED;
  if (!layouter)
    return write_bytes (args->output, dot, error) ? SS_EXIT_DONE : SS_EXIT_FAILED;
  g_autoptr (GBytes) picture = ss_layouter_render (layouter, dot, format, error);
  if (!picture)
    {
      write_instead (args->output, dot, error);
      return SS_EXIT_FAILED;
    }
  return write_bytes (args->output, picture, error) ? SS_EXIT_DONE : SS_EXIT_FAILED;
}

int
ss_cmd_draw (int argc, char **argv, GError **error)
{
  g_auto (SsArgs) args = { 0 };
  g_auto (Own) own = { NULL };
  SsLayoutLimits limits = SS_LAYOUT_DEFAULTS;
  const GOptionEntry entries[] = {
    { "function", 'f', 0, G_OPTION_ARG_FILENAME, &own.function, "The function to draw", "SYMBOL" },
    { "format", 'T', 0, G_OPTION_ARG_FILENAME, &own.format, "Format of the output", "dot|svg|png|pdf" },
    { "reduce", 0, 0, G_OPTION_ARG_FILENAME, &own.reduce, "Which values to leave out of the records (all)",
      "none|alias|held|recompute|all" },
    { "time-limit", 0, 0, G_OPTION_ARG_FILENAME, &own.seconds, "Seconds that the layout may take (60)", "SECONDS" },
    { "memory-limit", 0, 0, G_OPTION_ARG_FILENAME, &own.megabytes, "Memory that the layout may take (4096)", "MB" },
    { NULL }
  };
  if (!ss_args_parse (&args, &usage, entries, argc, argv, error))
    return SS_EXIT_DONE;
  const char *format = choose_format (&own, args.output, error);
  guint steps;
  if (!format || !ss_args_reduce (own.reduce, &steps, error) || !parse_limit ("--time-limit", own.seconds, 86400, &limits.seconds, error)
      || !parse_limit ("--memory-limit", own.megabytes, 1 << 20, &limits.megabytes, error))
    return SS_EXIT_FAILED;
  if (!own.function)
    {
      ss_usage_error (error, "--function SYMBOL expected");
      return SS_EXIT_FAILED;
    }
  /* The child starts before loading starts threads. */
  g_autoptr (SsLayouter) layouter = NULL;
  if (strcmp (format, "dot") != 0 && !(layouter = ss_layouter_start (&limits, error)))
    return SS_EXIT_FAILED;
  return draw (&args, &own, format, steps, layouter, error);
}
