/* What the commands share: the command line, loading with all faults shown, output. */
#include "config.h"

#include "cli/cli.h"

#include "viz/text.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define MAX_THREADS 1024

G_DEFINE_QUARK (ss-cli-error-quark, ss_cli_error)

void
ss_usage_error (GError **error, const char *format, ...)
{
  va_list ap;
  va_start (ap, format);
  g_autofree char *text = g_strdup_vprintf (format, ap);
  va_end (ap);
  g_set_error_literal (error, SS_CLI_ERROR, SS_CLI_ERROR_USAGE, text);
}

/* The shared options as they were typed; all owned. */
typedef struct
{
  char *threads, *max_errors, *max_document, *max_line, *max_unpacked, *reader, *output;
  char **policies;
  gboolean help;
} Typed;

static void
typed_clear (Typed *t)
{
  g_free (t->threads);
  g_free (t->max_errors);
  g_free (t->max_document);
  g_free (t->max_line);
  g_free (t->max_unpacked);
  g_free (t->reader);
  g_strfreev (t->policies);
  g_free (t->output);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Typed, typed_clear)

/* A count within min … max; NULL leaves *value as it is. */
static gboolean
parse_count (const char *option, const char *text, guint min, guint max, guint *value, GError **error)
{
  guint64 n;
  if (!text)
    return TRUE;
  if (!g_ascii_string_to_unsigned (text, 10, min, max, &n, NULL))
    {
      ss_usage_error (error, "%s wants a number from %u to %u, not \"%s\"", option, min, max, text);
      return FALSE;
    }
  *value = (guint) n;
  return TRUE;
}

/* A size in bytes, with a suffix k, M, G or T of 1024; NULL leaves *value as it is. */
static gboolean
parse_size (const char *option, const char *text, guint64 *value, GError **error)
{
  static const char suffixes[] = "kMGT";
  if (!text)
    return TRUE;
  gsize n = strlen (text);
  const char *suffix = n > 0 ? strchr (suffixes, text[n - 1]) : NULL;
  guint shift = suffix ? 10 * (guint) (suffix - suffixes + 1) : 0;
  g_autofree char *digits = g_strndup (text, suffix ? n - 1 : n);
  guint64 size;
  if (!g_ascii_string_to_unsigned (digits, 10, 1, G_MAXINT64 >> shift, &size, NULL))
    {
      ss_usage_error (error, "%s wants a size such as 500k, 64M or 2G, not \"%s\"", option, text);
      return FALSE;
    }
  *value = size << shift;
  return TRUE;
}

static gboolean
take_typed (SsArgs *args, const SsUsage *usage, Typed *t, GError **error)
{
  SsLoadOptions *l = &args->load;
  if (!parse_count ("--threads", t->threads, 0, MAX_THREADS, &l->threads, error)
      || !parse_count ("--max-errors", t->max_errors, 1, G_MAXINT, &l->max_errors, error)
      || !parse_size ("--max-document", t->max_document, &l->max_document, error)
      || !parse_size ("--max-line", t->max_line, &l->max_line, error)
      || !parse_size ("--max-unpacked", t->max_unpacked, &l->max_unpacked, error))
    return FALSE;
  if (t->reader && strcmp (t->reader, "jansson") == 0)
    l->reader = SS_READER_JANSSON;
  else if (t->reader && strcmp (t->reader, "auto") != 0)
    {
      ss_usage_error (error, "--reader wants auto or jansson, not \"%s\"", t->reader);
      return FALSE;
    }
  args->policies = g_steal_pointer (&t->policies);
  args->builds = usage->builds;
  args->output = g_steal_pointer (&t->output);
  return TRUE;
}

static gboolean
print_help (GOptionContext *context, GError **error)
{
  g_autofree char *help = g_option_context_get_help (context, TRUE, NULL);
  g_autoptr (SsOut) o = ss_out_open (NULL, error);
  if (!o)
    return FALSE;
  ss_out_puts (o, help);
  return ss_out_close (g_steal_pointer (&o), error);
}

static gboolean
take_operands (SsArgs *args, const SsUsage *usage, int argc, char **argv, GError **error)
{
  int first = argc > 1 && strcmp (argv[1], "--") == 0 ? 2 : 1;
  args->noperands = argc - first;
  args->operands = g_new0 (char *, (gsize) args->noperands + 1);
  for (int i = 0; i < args->noperands; i++)
    args->operands[i] = g_strdup (argv[first + i]);
  if (args->noperands < usage->min_operands)
    {
      ss_usage_error (error, "%s expected", usage->operands);
      return FALSE;
    }
  if (usage->max_operands >= 0 && args->noperands > usage->max_operands)
    {
      ss_usage_error (error, "\"%s\" is one argument too many: %s expected", args->operands[usage->max_operands],
                      usage->operands);
      return FALSE;
    }
  return TRUE;
}

gboolean
ss_args_parse (SsArgs *args, const SsUsage *usage, const GOptionEntry *own, int argc, char **argv, GError **error)
{
  g_auto (Typed) t = { NULL };
  const GOptionEntry policy[] = {
    { "policy", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &t.policies,
      usage->builds ? "What unwinds: for all builds, or for one (" SS_DEFAULT_POLICY ")"
                    : "What unwinds, by a built-in name or a file (" SS_DEFAULT_POLICY ")",
      usage->builds ? "[FILE=]POLICY" : "NAME|FILE" },
    { NULL }
  };
  const GOptionEntry output[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &t.output, "Write to FILE, which appears whole or not at all", "FILE" },
    { NULL }
  };
  const GOptionEntry shared[] = {
    { "threads", 0, 0, G_OPTION_ARG_FILENAME, &t.threads, "Work with N threads (0, the default: one a core)", "N" },
    { "max-errors", 0, 0, G_OPTION_ARG_FILENAME, &t.max_errors, "Show the first N faults of the format (20)", "N" },
    { "max-document", 0, 0, G_OPTION_ARG_FILENAME, &t.max_document, "Refuse documents above SIZE (64M)", "SIZE" },
    { "max-line", 0, 0, G_OPTION_ARG_FILENAME, &t.max_line, "Refuse lines of a stream above SIZE (256M)", "SIZE" },
    { "max-unpacked", 0, 0, G_OPTION_ARG_FILENAME, &t.max_unpacked, "Refuse input that unpacks to more than SIZE (64G)",
      "SIZE" },
    { "reader", 0, 0, G_OPTION_ARG_FILENAME, &t.reader, "Read with the fastest reader built in, or with Jansson",
      "auto|jansson" },
    { "help", 'h', 0, G_OPTION_ARG_NONE, &t.help, "Show this help", NULL },
    { NULL }
  };
  g_autoptr (GOptionContext) context = g_option_context_new (usage->operands);
  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_set_summary (context, usage->summary);
  g_option_context_set_description (context, usage->examples);
  g_option_context_set_main_group (context, g_option_group_new ("main", "", "", args->own, NULL));
  if (own)
    g_option_context_add_main_entries (context, own, NULL);
  if (usage->policy)
    g_option_context_add_main_entries (context, policy, NULL);
  if (usage->output)
    g_option_context_add_main_entries (context, output, NULL);
  g_option_context_add_main_entries (context, shared, NULL);

  *args = (SsArgs) { .load = SS_LOAD_DEFAULTS, .own = args->own };
  g_autoptr (GError) parse_error = NULL;
  if (!g_option_context_parse (context, &argc, &argv, &parse_error))
    {
      ss_usage_error (error, "%s", parse_error->message);
      return FALSE;
    }
  if (t.help)
    {
      print_help (context, error);
      return FALSE;
    }
  return take_typed (args, usage, &t, error) && take_operands (args, usage, argc, argv, error);
}

void
ss_args_clear (SsArgs *args)
{
  g_strfreev (args->policies);
  g_free (args->output);
  g_strfreev (args->operands);
}

/* Progress on a terminal: only when loading takes long enough to wonder. */
typedef struct
{
  gint64 next; /* monotonic time of the next line */
  gboolean shown;
} Progress;

#define PROGRESS_FIRST (500 * G_TIME_SPAN_MILLISECOND)
#define PROGRESS_STEP (100 * G_TIME_SPAN_MILLISECOND)

static void
show_progress (guint64 bytes, gpointer data)
{
  Progress *progress = data;
  gint64 now = g_get_monotonic_time ();
  if (now < progress->next)
    return;
  progress->next = now + PROGRESS_STEP;
  progress->shown = TRUE;
  fprintf (stderr, "\rreading: %" G_GUINT64_FORMAT " MB", bytes / 1000000);
}

static void
end_progress (const Progress *progress)
{
  if (progress->shown)
    fputs ("\r\x1b[K", stderr);
}

static void
print_faults (const char *file, const GPtrArray *faults)
{
  for (guint i = 0; i < faults->len; i++)
    {
      g_autofree char *text = ss_fault_text (g_ptr_array_index (faults, i));
      g_autofree char *line = g_strconcat (file, ": ", text, NULL);
      g_autofree char *shown = ss_show (line);
      fprintf (stderr, "%s\n", shown);
    }
}

/* A file that is being loaded, maybe beside others. */
typedef struct
{
  const char *file;     /* lent */
  SsLoadOptions options;
  GPtrArray *faults;    /* owned */
  guint64 nfaults;
  SsProgram *program;
  GError *error;        /* owned */
} Loading;

static gpointer
load (gpointer data)
{
  Loading *l = data;

  l->program = ss_load (l->file, &l->options, l->faults, &l->nfaults, &l->error);
  return NULL;
}

/* Shows the faults of what could not be loaded. */
static void
set_load_error (Loading *l, GError **error)
{
  const char *name = strcmp (l->file, "-") == 0 ? "standard input" : l->file;
  print_faults (name, l->faults);
  if (g_error_matches (l->error, SS_LOAD_ERROR, SS_LOAD_ERROR_FORMAT))
    {
      g_autofree char *cut = l->nfaults > l->faults->len ? g_strdup_printf (", the first %u are shown", l->faults->len) : NULL;
      g_set_error (error, SS_LOAD_ERROR, SS_LOAD_ERROR_FORMAT, "%s: %" G_GUINT64_FORMAT " %s%s", name, l->nfaults,
                   l->nfaults == 1 ? "fault" : "faults", cut ? cut : "");
    }
  else
    g_propagate_prefixed_error (error, g_steal_pointer (&l->error), "%s: ", name);
}

gboolean
ss_args_programs (const SsArgs *args, char *const *files, guint n, SsProgram **programs, GError **error)
{
  g_autofree Loading *l = g_new0 (Loading, n);
  g_autofree GThread **threads = g_new0 (GThread *, n);
  Progress progress = { g_get_monotonic_time () + PROGRESS_FIRST, FALSE };
  guint cores = args->load.threads ? args->load.threads : g_get_num_processors ();
  gboolean done = TRUE;

  for (guint i = 0; i < n; i++)
    {
      l[i] = (Loading) { .file = files[i], .options = args->load };
      l[i].faults = g_ptr_array_new_with_free_func ((GDestroyNotify) ss_fault_free);
      l[i].options.threads = MAX (cores / n, 1);
    }
  if (isatty (STDERR_FILENO))
    {
      l[0].options.progress = show_progress;
      l[0].options.progress_data = &progress;
    }
  for (guint i = 1; i < n; i++)
    threads[i] = g_thread_new ("load", load, &l[i]);
  load (&l[0]);
  for (guint i = 1; i < n; i++)
    g_thread_join (threads[i]);
  end_progress (&progress);
  for (guint i = 0; i < n; i++)
    {
      programs[i] = l[i].program;
      g_autoptr (GError) more = NULL;
      if (!l[i].program)
        set_load_error (&l[i], done ? error : &more);
      if (more)
        ss_complain (more->message);
      done = done && l[i].program;
      g_ptr_array_unref (l[i].faults);
      g_clear_error (&l[i].error);
    }
  for (guint i = 0; !done && i < n; i++)
    g_clear_pointer (&programs[i], ss_program_free);
  return done;
}

SsProgram *
ss_args_program (const SsArgs *args, const char *file, GError **error)
{
  SsProgram *program = NULL;

  ss_args_programs (args, (char *const[]) { (char *) file }, 1, &program, error);
  return program;
}

gboolean
ss_args_reduce (const char *word, guint *steps, GError **error)
{
  if (ss_reduce_steps (word ? word : "all", steps))
    return TRUE;
  ss_usage_error (error, "--reduce wants none, alias, held, recompute or all, not \"%s\"", word);
  return FALSE;
}

void
ss_note_bounded (const char *file, guint32 nrecords)
{
  if (nrecords == 0)
    return;
  g_autofree char *count = ss_show_count (nrecords);
  g_autofree char *note = g_strdup_printf ("note: %s: the bound on work was hit at %s record%s, which may save more than needed", file, count,
                                           nrecords == 1 ? "" : "s");
  ss_complain (note);
}

SsOut *
ss_args_out (const SsArgs *args, GError **error)
{
  return ss_out_open (args->output, error);
}
