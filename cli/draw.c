/* stacksieve draw: diagrams of a function, a chain, a hop, and of calls. */
#include "config.h"

#include "cli/cli.h"
#include "cli/near.h"
#include "cli/sides.h"
#include "viz/dot.h"
#include "viz/dot_calls.h"
#include "viz/dot_chain.h"
#include "viz/dot_diff.h"
#include "viz/layout.h"

#include <string.h>

#define MAX_NODES 100
#define MOST_NODES 10000
#define MOST_OPS 1000000
/* What --chain takes for the nearest unwind source. */
#define ANY_SOURCE "source"

static const SsUsage usage = {
  .operands = "FILE [NEW]",
  .summary = "Draws one of these:\n"
             "  --function SYMBOL  a function: its blocks with their operations, unwind points by kind, and the\n"
             "                     values that each of them saves\n"
             "  --chain FROM TO    the shortest chain of records from a function to another one, or to an unwind\n"
             "                     source (TO \"" ANY_SOURCE "\": to the nearest one)\n"
             "  --hop RECORD       the ways from a record of the bytecode loop to the next frame or unwind source\n"
             "  --calls            what may unwind and calls each other, a box for each group of functions that\n"
             "                     do so in a circle\n"
             "With --diff OLD NEW, --function draws the function of both builds as one graph, and --calls the\n"
             "functions that changed with the calls between them: what is gone is dashed, what is new bold.",
  .examples = "Examples:\n"
              "  stacksieve draw dump.jsonl.zst --function 'm:Class.method' -o method.svg\n"
              "  stacksieve draw small.json --function f | dot -Tx11\n"
              "  stacksieve draw dump.jsonl.zst --function 'm:long' --only-relevant --max-nodes 60 -o long.svg\n"
              "  stacksieve draw dump.jsonl.zst --chain 'm:main' 'C:switch' -o chain.pdf\n"
              "  stacksieve draw dump.jsonl.zst --hop 'm:loop@12.3' --max-nodes 30 -o hop.svg\n"
              "  stacksieve draw dump.jsonl.zst --calls --from 'm:Class.method' --depth 3 -o calls.svg\n"
              "  stacksieve draw --diff old.jsonl.zst new.jsonl.zst --function 'm:Class.method' -o method.svg\n"
              "\n"
              "Where there is more than --max-nodes allows, the nearest or best is drawn, and nodes say how much\n"
              "more there is.  Of a block with more than --max-ops operations, the first and last ones are shown,\n"
              "and those that unwind, make a value that is saved, or are the first to read it after that; of two\n"
              "builds those near a difference or an unwind point, and --only-relevant folds what is the same as well.\n"
              "\n"
              "Without -T, the format is told by the ending of the output's name, and is dot where that tells\n"
              "none. When the layout fails or reaches a limit, the diagram is written as DOT beside the\n"
              "picture that there is not: OUTPUT.dot.",
  .policy = TRUE,
  .builds = TRUE,
  .output = TRUE,
  .min_operands = 1,
  .max_operands = 2,
};

static const char *const formats[] = { "dot", "svg", "png", "pdf" };

/* The options that are this command's own; all owned. */
typedef struct
{
  char *function, *hop, *format, *seconds, *megabytes;
  char **chain; /* FROM and TO */
  gboolean calls, diff;
  gboolean only_relevant;
  char *depth, *from, *to, *max_nodes, *max_ops, *reduce;
} Own;

static void
own_clear (Own *own)
{
  g_free (own->function);
  g_free (own->hop);
  g_free (own->format);
  g_free (own->seconds);
  g_free (own->megabytes);
  g_strfreev (own->chain);
  g_free (own->depth);
  g_free (own->from);
  g_free (own->to);
  g_free (own->max_nodes);
  g_free (own->max_ops);
  g_free (own->reduce);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Own, own_clear)

/* What the options mean. */
typedef struct
{
  const char *format;
  SsLayoutLimits limits;
  guint depth, max_nodes; /* depth SS_NONE: no limit */
  SsDotAsk function;
  guint steps;            /* SsReduceSteps */
} Wanted;

static gboolean
parse_number (const char *option, const char *text, guint min, guint max, guint *value, GError **error)
{
  guint64 n = *value;
  if (text && !g_ascii_string_to_unsigned (text, 10, min, max, &n, NULL))
    {
      ss_usage_error (error, "%s wants a number from %u to %u, not \"%s\"", option, min, max, text);
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

/* --- what is drawn --- */

/* Sets an error about the input; returns NULL. */
static GBytes * G_GNUC_PRINTF (2, 3)
say (GError **error, const char *format, ...)
{
  va_list ap;
  va_start (ap, format);
  g_autofree char *text = g_strdup_vprintf (format, ap);
  va_end (ap);
  g_set_error_literal (error, SS_CLI_ERROR, SS_CLI_ERROR_INPUT, text);
  return NULL;
}

/* The symbol of that name, which must be able to unwind; SS_NONE with an error. */
static guint32
find_symbol (const SsStack *s, const char *typed, GError **error)
{
  g_autofree char *name = ss_near_exact (s->program, typed);
  guint32 sym = ss_find_sym (s->program, name);
  if (sym == SS_NONE)
    ss_near_error (s->program, "function", name, error);
  else if (!ss_unwind_node (s->unwind, sym))
    {
      say (error, "\"%s\" cannot unwind, so that no chain has it", name);
      sym = SS_NONE;
    }
  return sym;
}

static GBytes *
draw_function (const SsStack *s, const Own *own, const Wanted *w, GError **error)
{
  g_autofree char *name = ss_near_exact (s->program, own->function);
  guint32 func = ss_find_func (s->program, name);
  if (func != SS_NONE)
    return ss_dot (s->terms, s->classes, func, &w->function);
  ss_near_error (s->program, "function", name, error);
  return NULL;
}

static GBytes *
draw_chain (const SsStack *s, const Own *own, const Wanted *w, GError **error)
{
  const char *to_name = own->chain[1];
  gboolean any = strcmp (to_name, ANY_SOURCE) == 0 && ss_find_sym (s->program, to_name) == SS_NONE;
  guint32 from = find_symbol (s, own->chain[0], error), to = SS_NONE;
  if (from == SS_NONE || (!any && (to = find_symbol (s, to_name, error)) == SS_NONE))
    return NULL;
  GBytes *dot = ss_dot_chain (s->activation, from, to, w->max_nodes);
  return dot ? dot : say (error, "there is no chain from \"%s\" to \"%s\"", own->chain[0], to_name);
}

static GBytes *
draw_hop (const SsStack *s, const Own *own, const Wanted *w, GError **error)
{
  g_autofree char *name = ss_near_exact (s->program, own->hop);
  guint32 record = ss_activation_find (s->activation, name);
  if (record == SS_NONE && ss_find_record (s->program, name) == SS_NONE)
    {
      ss_near_error (s->program, "record", name, error);
      return NULL;
    }
  if (record == SS_NONE)
    return say (error, "\"%s\" is no unwind point", name);
  g_autoptr (SsHops) hops = ss_hops_new (s->activation);
  const SsHop *hop = ss_hops_find (hops, record);
  if (!hop)
    return say (error, "no hop starts at \"%s\": by the policy its function runs no frames", name);
  return ss_dot_hop (hops, hop, w->max_nodes);
}

static GBytes *
draw_calls (const SsStack *s, const Own *own, const Wanted *w, GError **error)
{
  SsComponentsAsk ask = { SS_NONE, SS_NONE, w->depth, w->max_nodes };
  if ((own->from && (ask.from = find_symbol (s, own->from, error)) == SS_NONE)
      || (own->to && (ask.to = find_symbol (s, own->to, error)) == SS_NONE))
    return NULL;
  g_autoptr (SsComponents) c = ss_components_new (s->activation, &ask);
  if (c->all_boxes > 0)
    return ss_dot_calls (s->activation, c, &ask);
  if (own->from && own->to)
    return say (error, "there is no chain from \"%s\" to \"%s\"", own->from, own->to);
  return say (error, "nothing can unwind");
}

/* The function of that name, of the new build, or else of the old one, and what it is matched with. */
static GBytes *
draw_diff_function (const SsComparison *c, const Own *own, const Wanted *w, GError **error)
{
  guint32 func[SS_N_SIDES] = { SS_NONE, SS_NONE };
  for (int side = SS_NEW; side >= SS_OLD; side--)
    {
      const SsProgram *p = c->build[side].activation->terms->program;
      g_autofree char *name = ss_near_exact (p, own->function);
      func[side] = ss_find_func (p, name);
      if (func[side] == SS_NONE)
        continue;
      func[!side] = ss_match_other (c->match, side, func[side]);
      return ss_dot_diff (c, func, &w->function);
    }
  ss_near_error (c->build[SS_NEW].activation->terms->program, "function", own->function, error);
  return NULL;
}

typedef GBytes *(*Draw) (const SsStack *s, const Own *own, const Wanted *w, GError **error);

/* Which of the diagrams is asked for; NULL with an error. */
static Draw
choose_drawing (const Own *own, GError **error)
{
  int n = !!own->function + !!own->chain + !!own->hop + !!own->calls;
  if (n != 1)
    ss_usage_error (error, "one of --function SYMBOL, --chain FROM TO, --hop RECORD and --calls expected%s", n > 1 ? ", not several" : "");
  else if (own->chain && g_strv_length (own->chain) != 2)
    ss_usage_error (error, "--chain wants FROM and TO");
  else if (!own->calls && (own->depth || own->from || own->to))
    ss_usage_error (error, "--depth, --from and --to go with --calls");
  else if (own->diff && (own->chain || own->hop || own->depth || own->from || own->to))
    ss_usage_error (error, "--diff goes with --function, or with --calls as a whole");
  else if ((own->only_relevant || own->max_ops) && !own->function)
    ss_usage_error (error, "--only-relevant and --max-ops go with --function");
  else
    return own->function ? draw_function : own->chain ? draw_chain : own->hop ? draw_hop : draw_calls;
  return NULL;
}

/* The diagram as DOT; NULL with an error. */
static GBytes *
make_one (const SsArgs *args, const Own *own, const Wanted *w, Draw make, GError **error)
{
  g_auto (SsStack) s = { NULL };
  if (!ss_stack_load (&s, args, w->steps, error))
    return NULL;
  GBytes *dot = make (&s, own, w, error);
  if (!dot)
    g_prefix_error (error, "%s: ", args->operands[0]);
  return dot;
}

static GBytes *
make_diff (const SsArgs *args, const Own *own, const Wanted *w, GError **error)
{
  SsSide sides[SS_N_SIDES] = { 0 };
  GBytes *dot = NULL;
  if (ss_sides_load (sides, args, args->operands, w->steps, error))
    {
      g_autoptr (SsComparison) c = ss_sides_compare (sides);
      dot = own->function ? draw_diff_function (c, own, w, error) : ss_dot_diff_calls (c, w->max_nodes);
    }
  ss_sides_clear (sides);
  return dot;
}

static int
draw (const SsArgs *args, const Own *own, const Wanted *w, Draw make, SsLayouter *layouter, GError **error)
{
  g_autoptr (GBytes) dot = own->diff ? make_diff (args, own, w, error) : make_one (args, own, w, make, error);
  if (!dot)
    return g_error_matches (*error, SS_LOAD_ERROR, SS_LOAD_ERROR_FORMAT) ? SS_EXIT_NO : SS_EXIT_FAILED;
  if (!layouter)
    return write_bytes (args->output, dot, error) ? SS_EXIT_DONE : SS_EXIT_FAILED;
  g_autoptr (GBytes) picture = ss_layouter_render (layouter, dot, w->format, error);
  if (!picture)
    {
      write_instead (args->output, dot, error);
      return SS_EXIT_FAILED;
    }
  return write_bytes (args->output, picture, error) ? SS_EXIT_DONE : SS_EXIT_FAILED;
}

/* --- the command line --- */

/* The command line in which each of the two words after --chain has a --chain of its own, as GOption wants it. */
static GStrv
split_chain (char **argv)
{
  g_autoptr (GStrvBuilder) b = g_strv_builder_new ();
  for (gboolean options = TRUE; *argv; argv++)
    {
      gboolean alone = options && strcmp (*argv, "--chain") == 0;
      options = options && strcmp (*argv, "--") != 0;
      g_strv_builder_add (b, *argv);
      if (alone && argv[1])
        g_strv_builder_add (b, *++argv);
      if ((alone || (options && g_str_has_prefix (*argv, "--chain="))) && argv[0] && argv[1])
        {
          g_strv_builder_add (b, "--chain");
          g_strv_builder_add (b, *++argv);
        }
    }
  return g_strv_builder_end (b);
}

int
ss_cmd_draw (int argc, char **argv, GError **error)
{
  g_auto (SsArgs) args = { 0 };
  g_auto (Own) own = { NULL };
  Wanted w = { .limits = SS_LAYOUT_DEFAULTS, .depth = SS_NONE, .max_nodes = MAX_NODES, .function = SS_DOT_WHOLE };
  const GOptionEntry entries[] = {
    { "function", 'f', 0, G_OPTION_ARG_FILENAME, &own.function, "The function to draw", "SYMBOL" },
    { "chain", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &own.chain, "The shortest chain of records between two functions", "FROM TO" },
    { "hop", 0, 0, G_OPTION_ARG_FILENAME, &own.hop, "The ways through the hop that starts at this record", "RECORD" },
    { "calls", 0, 0, G_OPTION_ARG_NONE, &own.calls, "The calls that may unwind", NULL },
    { "diff", 0, 0, G_OPTION_ARG_NONE, &own.diff, "Draw the function, or the calls that changed, of two builds: OLD NEW", NULL },
    { "from", 0, 0, G_OPTION_ARG_FILENAME, &own.from, "Of these what SYMBOL calls, directly or not", "SYMBOL" },
    { "to", 0, 0, G_OPTION_ARG_FILENAME, &own.to, "Of these what calls SYMBOL, directly or not", "SYMBOL" },
    { "depth", 0, 0, G_OPTION_ARG_FILENAME, &own.depth, "Of these what is up to N calls away", "N" },
    { "only-relevant", 0, 0, G_OPTION_ARG_NONE, &own.only_relevant, "Of a function: fold blocks that play no part in any record", NULL },
    { "max-ops", 0, 0, G_OPTION_ARG_FILENAME, &own.max_ops, "Of a function: fold longer lists of operations (48)", "N" },
    { "max-nodes", 0, 0, G_OPTION_ARG_FILENAME, &own.max_nodes, "Draw so many boxes or records at most (function: all; else 100)", "N" },
    { "reduce", 0, 0, G_OPTION_ARG_FILENAME, &own.reduce, "Which values to leave out of the records (all)",
      "none|alias|held|recompute|all" },
    { "format", 'T', 0, G_OPTION_ARG_FILENAME, &own.format, "Format of the output", "dot|svg|png|pdf" },
    { "time-limit", 0, 0, G_OPTION_ARG_FILENAME, &own.seconds, "Seconds that the layout may take (60)", "SECONDS" },
    { "memory-limit", 0, 0, G_OPTION_ARG_FILENAME, &own.megabytes, "Memory that the layout may take (4096)", "MB" },
    { NULL }
  };
  g_auto (GStrv) words = split_chain (argv);
  /* GOption takes words out of its array, which is freed here with those that it leaves; so it gets a copy. */
  g_autofree char **given = g_memdup2 (words, (g_strv_length (words) + 1) * sizeof (char *));
  (void) argc;
  if (!ss_args_parse (&args, &usage, entries, (int) g_strv_length (words), given, error))
    return SS_EXIT_DONE;
  if (args.noperands != (own.diff ? 2 : 1))
    {
      ss_usage_error (error, own.diff ? "--diff wants OLD and NEW" : "\"%s\" is one argument too many: FILE expected; OLD NEW go with --diff",
                      args.operands[args.noperands - 1]);
      return SS_EXIT_FAILED;
    }
  w.format = choose_format (&own, args.output, error);
  Draw make = w.format ? choose_drawing (&own, error) : NULL;
  if (!make || !ss_args_reduce (own.reduce, &w.steps, error)
      || !parse_number ("--time-limit", own.seconds, 1, 86400, &w.limits.seconds, error)
      || !parse_number ("--memory-limit", own.megabytes, 1, 1 << 20, &w.limits.megabytes, error)
      || !parse_number ("--depth", own.depth, 0, G_MAXINT, &w.depth, error)
      || !parse_number ("--max-nodes", own.max_nodes, 1, MOST_NODES, &w.max_nodes, error)
      || !parse_number ("--max-ops", own.max_ops, 0, MOST_OPS, &w.function.max_ops, error))
    return SS_EXIT_FAILED;
  w.function.only_relevant = own.only_relevant;
  w.function.max_nodes = own.max_nodes ? w.max_nodes : SS_NONE;
  /* The child starts before loading starts threads. */
  g_autoptr (SsLayouter) layouter = NULL;
  if (strcmp (w.format, "dot") != 0 && !(layouter = ss_layouter_start (&w.limits, error)))
    return SS_EXIT_FAILED;
  return draw (&args, &own, &w, make, layouter, error);
}
