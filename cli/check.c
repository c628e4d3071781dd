/* stacksieve check: format faults, or one line that says what is in the file. */
#include "config.h"

#include "cli/cli.h"

#include "viz/text.h"

#include <string.h>

static const SsUsage usage = {
  .operands = "FILE",
  .summary = "Reads a dump and holds it to the rules of the graph format. Prints one line that\n"
             "says what is in it, or each fault with its line, function, block and operation.",
  .examples = "Example:\n"
              "  stacksieve check dump.jsonl.zst\n"
              "\n"
              "Exit status: 0 no faults; 1 faults; 2 the file cannot be read or parsed.",
  .output = TRUE,
  .min_operands = 1,
  .max_operands = 1,
};

static void
put_count (SsOut *o, const char *before, guint32 n, const char *one)
{
  g_autofree char *count = ss_show_count (n);
  ss_out_printf (o, "%s%s %s%s", before, count, one, n == 1 ? "" : "s");
}

static void
put_string (SsOut *o, const char *before, const char *text)
{
  g_autofree char *shown = ss_show (text);
  ss_out_printf (o, "%s%s", before, shown);
}

static void
put_summary (SsOut *o, const SsProgram *p, const char *file)
{
  put_string (o, "", file);
  if (p->program != SS_NONE)
    put_string (o, ": program ", ss_str (p, p->program));
  if (p->stage != SS_NONE)
    put_string (o, p->program != SS_NONE ? ", stage " : ": stage ", ss_str (p, p->stage));
  put_count (o, ": ", p->nfuncs, "function");
  put_count (o, ", ", p->nblocks, "block");
  put_count (o, ", ", p->nops, "operation");
  put_count (o, ", ", p->nvars, "variable");
  put_count (o, ", ", p->ntypes, "type");
  put_count (o, ", ", p->nexts, "external");
  const char *before = "; ";
  for (guint32 i = 0; i < p->nheader; i++)
    {
      const char *key = ss_str (p, p->header[i].key);
      if ((p->program != SS_NONE && strcmp (key, "program") == 0) || (p->stage != SS_NONE && strcmp (key, "stage") == 0))
        continue;
      put_string (o, before, key);
      put_string (o, ": ", ss_str (p, p->header[i].value));
      before = ", ";
    }
  ss_out_puts (o, "\n");
}

int
ss_cmd_check (int argc, char **argv, GError **error)
{
  g_auto (SsArgs) args = { 0 };
  if (!ss_args_parse (&args, &usage, NULL, argc, argv, error))
    return SS_EXIT_DONE;
  const char *file = args.operands[0];
  g_autoptr (SsProgram) p = ss_args_program (&args, file, error);
  if (!p)
    return SS_EXIT_NO;
  g_autoptr (SsOut) o = ss_args_out (&args, error);
  if (!o)
    return SS_EXIT_FAILED;
  put_summary (o, p, file);
  return ss_out_close (g_steal_pointer (&o), error) ? SS_EXIT_DONE : SS_EXIT_FAILED;
}
