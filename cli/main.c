/* The tool's front door: a table of commands, and the one place that prints errors. */
#include "config.h"

#include "cli/cli.h"

#include "viz/text.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const SsCommand commands[] = {
  { "check", ss_cmd_check, "list a dump's format faults, or say what is in it" },
  { "classify", ss_cmd_classify, "tell which activation records must be kept, and of which kinds they are" },
  { "explain", ss_cmd_explain, "tell why a record is of its kind" },
  { "chains", ss_cmd_chains, "tell which chains of calls can be pickled, and what blocks the others" },
  { "hops", ss_cmd_hops, "tell which bytecodes may switch softly: the calls between frames" },
  { "names", ss_cmd_names, "write or update the registry of official names of records" },
  { "chokes", ss_cmd_chokes, "rank functions and calls by what they alone make unwind" },
  { "tree", ss_cmd_tree, "show what makes a function unwind, and what it makes unwind" },
  { "diff", ss_cmd_diff, "compare two builds: what changed, and whether the one reads the other's pickles" },
  { "trend", ss_cmd_trend, "show builds side by side: records by kind, saved bytes, hops" },
  { "draw", ss_cmd_draw, "draw a function as DOT, SVG, PNG or PDF" },
  { "report", ss_cmd_report, "write the records of a build into one page that opens in a browser" },
  { "extract", ss_cmd_extract, "cut functions out of a dump, or rewrite it" },
};

void
ss_complain (const char *text)
{
  g_autofree char *shown = ss_show (text);
  fprintf (stderr, "stacksieve: %s\n", shown);
}

static void
print_help (SsOut *o)
{
  ss_out_puts (o, "Usage:\n"
                  "  stacksieve COMMAND [OPTION…] FILE …\n"
                  "\n"
                  "Tells which activation records of an RPython program must be kept when a thread\n"
                  "is unwound, from a dump of the program's flow graphs.\n"
                  "\n"
                  "Commands:\n");
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    ss_out_printf (o, "  %-10s %s\n", commands[i].name, commands[i].summary);
  ss_out_puts (o, "\n"
                  "stacksieve COMMAND --help describes a command; stacksieve --version is the version.\n"
                  "\n"
                  "Example:\n"
                  "  stacksieve check dump.jsonl.zst\n");
}

/* --help and --version. */
static int
run_general (gboolean help, GError **error)
{
  g_autoptr (SsOut) o = ss_out_open (NULL, error);
  if (!o)
    return SS_EXIT_FAILED;
  if (help)
    print_help (o);
  else
    ss_out_puts (o, PACKAGE_NAME " " PACKAGE_VERSION "\n");
  return ss_out_close (g_steal_pointer (&o), error) ? SS_EXIT_DONE : SS_EXIT_FAILED;
}

static int
run (int argc, char **argv, GError **error)
{
  if (argc < 2)
    {
      ss_usage_error (error, "a command is missing");
      return SS_EXIT_FAILED;
    }
  if (strcmp (argv[1], "--help") == 0 || strcmp (argv[1], "-h") == 0)
    return run_general (TRUE, error);
  if (strcmp (argv[1], "--version") == 0)
    return run_general (FALSE, error);
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (strcmp (argv[1], commands[i].name) == 0)
      {
        g_autofree char *name = g_strconcat ("stacksieve ", argv[1], NULL);
        g_set_prgname (name);
        return commands[i].run (argc - 1, argv + 1, error);
      }
  ss_usage_error (error, argv[1][0] == '-' ? "unknown option %s" : "unknown command \"%s\"", argv[1]);
  return SS_EXIT_FAILED;
}

/* A descriptor that the caller closed would be given to the next file that is opened.  Each gets one on which its own use
 * fails: standard input cannot be read, the others cannot be written. */
static void
occupy_standard_descriptors (void)
{
  for (int fd = 0; fd <= STDERR_FILENO; fd++)
    if (fcntl (fd, F_GETFD) < 0 && errno == EBADF)
      (void) !open ("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  occupy_standard_descriptors ();
  /* A closed pipe and a file-size limit are write errors like any other, which leave no file behind. */
  signal (SIGPIPE, SIG_IGN);
  signal (SIGXFSZ, SIG_IGN);
  if (!ss_memory_start ())
    {
      fputs ("stacksieve: too little memory to begin with\n", stderr);
      return SS_EXIT_FAILED;
    }
  g_set_prgname ("stacksieve");

  int status = run (argc, argv, &error);
  if (!error)
    {
      ss_memory_end (status);
      return status;
    }
  ss_complain (error->message);
  if (g_error_matches (error, SS_CLI_ERROR, SS_CLI_ERROR_USAGE))
    fprintf (stderr, "Try '%s --help'.\n", g_get_prgname ());
  return g_error_matches (error, SS_LOAD_ERROR, SS_LOAD_ERROR_FORMAT) ? SS_EXIT_NO : SS_EXIT_FAILED;
}
