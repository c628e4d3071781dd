/* Draws the functions of a dump, and says how many could be drawn, how long it took, and which took longest.
 *
 *   render_all [--policy=NAME] [--sample=N] [--time-limit=SECONDS] DUMP
 *
 * With a sample, the N/2 largest functions and N/2 others spread over the dump.  Exit status 1 when one could not be drawn.
 */
#include "config.h"

#include "analyzer/cells.h"
#include "ir/load.h"
#include "viz/dot.h"
#include "viz/layout.h"

#include <stdio.h>

/* A child starts anew after so many pictures: Graphviz does not free all it takes. */
#define PICTURES_A_CHILD 500
#define SLOWEST 10

typedef struct
{
  guint32 func;
  guint32 size; /* in blocks */
  gint64 usec;
} Job;

static int
by_size (gconstpointer x, gconstpointer y)
{
  const Job *a = x, *b = y;
  return a->size != b->size ? (a->size > b->size ? -1 : 1) : a->func < b->func ? -1 : a->func > b->func;
}

static int
by_time (gconstpointer x, gconstpointer y)
{
  const Job *a = x, *b = y;
  return a->usec != b->usec ? (a->usec > b->usec ? -1 : 1) : a->func < b->func ? -1 : a->func > b->func;
}

/* The functions to draw, largest first. */
static GArray *
choose (const SsProgram *p, guint sample)
{
  GArray *jobs = g_array_new (FALSE, TRUE, sizeof (Job));
  for (guint32 f = 0; f < p->nfuncs; f++)
    {
      Job job = { f, p->funcs[f].nblocks, 0 };
      g_array_append_val (jobs, job);
    }
  g_array_sort (jobs, by_size);
  if (sample == 0 || sample >= jobs->len)
    return jobs;
  guint head = sample / 2, step = MAX (1, (jobs->len - head) / MAX (1, sample - head)), n = head;
  for (guint i = head; i < jobs->len && n < sample; i += step)
    g_array_index (jobs, Job, n++) = g_array_index (jobs, Job, i);
  g_array_set_size (jobs, n);
  return jobs;
}

/* The boxes that blocks become: how many the pictures have, of how many blocks. */
static void
count_boxes (const SsProgram *p, const SsClasses *classes, GArray *jobs, const SsDotAsk *ask)
{
  guint64 nblocks = 0, nboxes = 0;
  for (guint i = 0; i < jobs->len; i++)
    {
      guint32 func = g_array_index (jobs, Job, i).func;
      g_autoptr (SsParts) parts = ss_parts_new (p, classes, func);
      g_autoptr (SsCells) cells = ss_cells_new (p, func, ask->only_relevant ? parts : NULL, ask->max_nodes);
      nblocks += p->funcs[func].nblocks;
      nboxes += cells->nshown;
    }
  printf ("%" G_GUINT64_FORMAT " blocks in %" G_GUINT64_FORMAT " boxes\n", nblocks, nboxes);
}

/* Draws everything; the number of failures. */
static guint
draw_all (const SsTerms *terms, const SsClasses *classes, GArray *jobs, const SsDotAsk *ask, const SsLayoutLimits *limits)
{
  guint failures = 0;
  g_autoptr (SsLayouter) layouter = NULL;
  for (guint i = 0; i < jobs->len; i++)
    {
      Job *job = &g_array_index (jobs, Job, i);
      g_autoptr (GError) error = NULL;
      if (i % PICTURES_A_CHILD == 0)
        g_clear_pointer (&layouter, ss_layouter_free);
      if (!layouter && !(layouter = ss_layouter_start (limits, &error)))
        g_error ("%s", error->message);
      gint64 start = g_get_monotonic_time ();
      g_autoptr (GBytes) dot = ss_dot (terms, classes, job->func, ask);
      g_autoptr (GBytes) picture = ss_layouter_render (layouter, dot, "svg", &error);
      job->usec = g_get_monotonic_time () - start;
      if (!picture)
        {
          failures++;
          printf ("failed: %s: %s\n", ss_func_name (terms->program, job->func), error->message);
          g_clear_pointer (&layouter, ss_layouter_free);
        }
    }
  return failures;
}

static void
report (const SsProgram *p, GArray *jobs, guint failures)
{
  gint64 total = 0;
  g_array_sort (jobs, by_time);
  for (guint i = 0; i < jobs->len; i++)
    total += g_array_index (jobs, Job, i).usec;
  printf ("%u functions drawn, %u failed, %.1f s\n", jobs->len - failures, failures, (double) total / G_USEC_PER_SEC);
  for (guint i = 0; i < jobs->len && i < SLOWEST; i++)
    {
      const Job *job = &g_array_index (jobs, Job, i);
      printf ("%8.2f s  %4u blocks  %s\n", (double) job->usec / G_USEC_PER_SEC, p->funcs[job->func].nblocks,
              ss_func_name (p, job->func));
    }
}

static int
run (const char *file, const char *policy_name, guint sample, const SsDotAsk *ask, const SsLayoutLimits *limits, GError **error)
{
  /* One thread throughout: children are forked along the way. */
  SsLoadOptions options = SS_LOAD_DEFAULTS;
  options.threads = 1;
  guint64 nfaults;
  g_autoptr (GPtrArray) faults = g_ptr_array_new_with_free_func ((GDestroyNotify) ss_fault_free);
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (SsProgram) p = ss_load (file, &options, faults, &nfaults, error);
  g_autoptr (SsPolicy) policy = p ? ss_policy_load (policy_name, notes, error) : NULL;
  g_autoptr (SsTerms) terms = policy ? ss_policy_bind (policy, p, notes, error) : NULL;
  if (!terms)
    return 2;
  g_autoptr (SsCallGraph) calls = ss_callgraph_new (terms);
  g_autoptr (SsUnwind) unwind = ss_unwind_new (terms, calls);
  g_autoptr (SsClasses) classes = ss_classify (terms, unwind, 1);
  g_autoptr (GArray) jobs = choose (p, sample);
  guint failures = draw_all (terms, classes, jobs, ask, limits);
  count_boxes (p, classes, jobs, ask);
  report (p, jobs, failures);
  return failures > 0;
}

int
main (int argc, char **argv)
{
  g_autofree char *policy = NULL;
  int sample = 0, seconds = 60;
  SsDotAsk ask = SS_DOT_WHOLE;
  const GOptionEntry entries[] = {
    { "policy", 0, 0, G_OPTION_ARG_STRING, &policy, "Policy (generic)", "NAME|FILE" },
    { "sample", 0, 0, G_OPTION_ARG_INT, &sample, "Draw so many functions (all)", "N" },
    { "only-relevant", 0, 0, G_OPTION_ARG_NONE, &ask.only_relevant, "Fold blocks that play no part in any record", NULL },
    { "time-limit", 0, 0, G_OPTION_ARG_INT, &seconds, "Seconds for each picture (60)", "SECONDS" },
    { NULL }
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (GOptionContext) context = g_option_context_new ("DUMP");
  g_option_context_add_main_entries (context, entries, NULL);
  int status = 2;
  if (g_option_context_parse (context, &argc, &argv, &error) && argc == 2)
    {
      SsLayoutLimits limits = SS_LAYOUT_DEFAULTS;
      limits.seconds = (guint) MAX (1, seconds);
      status = run (argv[1], policy ? policy : "generic", (guint) MAX (0, sample), &ask, &limits, &error);
    }
  if (status == 2)
    fprintf (stderr, "render_all: %s\n", error ? error->message : "one DUMP expected");
  return status;
}
