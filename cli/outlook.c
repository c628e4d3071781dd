/* What the report tells of pickling (outlook.h).  Chains and the plan need the hops, choke points need none of these. */
#include "config.h"

#include "cli/outlook.h"

typedef struct
{
  SsOutlook *into;       /* lent */
  const SsActivation *a; /* lent */
} Chokes;

static gpointer
find_chokes (gpointer data)
{
  const Chokes *c = data;
  c->into->chokes = ss_chokes_new (c->a);
  return NULL;
}

static gpointer
find_chains (gpointer data)
{
  SsOutlook *l = data;
  l->chains = ss_chains_new (l->hops->activation, l->hops);
  return NULL;
}

/* Runs `work` in a thread of its own, or at once. */
static GThread *
start (GThreadFunc work, gpointer data, guint threads)
{
  if (threads != 1)
    return g_thread_new ("outlook", work, data);
  work (data);
  return NULL;
}

static void
finish (GThread *thread)
{
  if (thread)
    g_thread_join (thread);
}

void
ss_outlook_compute (SsOutlook *l, const SsActivation *a, guint32 steps, guint threads)
{
  Chokes chokes = { l, a };
  GThread *first = start (find_chokes, &chokes, threads);
  l->hops = ss_hops_new (a);
  GThread *second = start (find_chains, l, threads);
  l->plan = ss_plan_new (l->hops, steps);
  finish (first);
  finish (second);
}

void
ss_outlook_clear (SsOutlook *l)
{
  ss_chokes_free (l->chokes);
  ss_chains_free (l->chains);
  ss_plan_free (l->plan);
  ss_hops_free (l->hops);
}
