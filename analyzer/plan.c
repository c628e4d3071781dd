/* Plans (plan.h). */
#include "plan.h"

#include <string.h>

typedef struct
{
  const SsHops *h;       /* lent */
  const SsActivation *a; /* lent */
  SsCsr graph;           /* owned: of hops */
  guint8 *weight;        /* owned, by record: it is a blocker, and not cleared yet */
  guint32 *starts;       /* owned: scratch */
  guint32 *count;        /* owned, by record: scratch */
} Planner;

/* The ways on which a single blocker is left: nodes from which one must be passed, up to that one.  No edges leave it. */
static SsCsr
last_blocker_graph (const Planner *pl, const SsPaths *paths)
{
  const SsCsr *g = &pl->graph;
  SsCsr sub = { g->n, g_new (guint32, (gsize) g->n + 1), g_new (guint32, MAX (g->start[g->n], 1)) };
  guint32 m = 0;

  for (guint32 v = 0; v < g->n; v++)
    {
      sub.start[v] = m;
      if (ss_paths_cost (paths, v) != 1 || (v < pl->a->nactive && pl->weight[v]))
        continue;
      for (guint32 i = g->start[v]; i < g->start[v + 1]; i++)
        if (ss_paths_cost (paths, g->to[i]) == 1)
          sub.to[m++] = g->to[i];
    }
  sub.start[g->n] = m;
  return sub;
}

/* The hops that need `least` more records, as starts. */
static guint32
pick_starts (Planner *pl, const SsPaths *paths, guint32 *least, guint32 *nfree)
{
  const SsHops *h = pl->h;
  guint32 n = 0;

  *least = SS_NONE;
  *nfree = 0;
  for (guint32 i = 0; i < h->nhops; i++)
    {
      guint32 cost = ss_paths_cost (paths, h->hops[i].record);
      if (cost == 0)
        ++*nfree;
      else
        *least = MIN (*least, cost);
    }
  for (guint32 i = 0; i < h->nhops; i++)
    if (ss_paths_cost (paths, h->hops[i].record) == *least)
      pl->starts[n++] = h->hops[i].record;
  return n;
}

/* The uncleared blocker with the greatest count, the smallest by name of several. */
static guint32
best_record (const Planner *pl, const SsPaths *paths, guint32 cost)
{
  guint32 best = SS_NONE;

  for (guint32 v = 0; v < pl->a->nactive; v++)
    {
      if (!pl->weight[v] || !pl->count[v] || (cost && ss_paths_cost (paths, v) != cost))
        continue;
      if (best == SS_NONE || pl->count[v] > pl->count[best]
          || (pl->count[v] == pl->count[best] && ss_activation_compare (pl->a, v, best) < 0))
        best = v;
    }
  return best;
}

static guint32
choose (Planner *pl, const SsPaths *paths, guint32 nstarts, guint32 least, guint32 *gained)
{
  memset (pl->count, 0, pl->a->nactive * sizeof (guint32));
  *gained = 0;
  if (least > 1)
    {
      ss_paths_count (paths, pl->starts, nstarts, pl->count);
      return best_record (pl, paths, 0);
    }
  SsCsr sub = last_blocker_graph (pl, paths);
  ss_csr_reach (&sub, pl->starts, nstarts, pl->count, pl->a->nactive);
  ss_csr_clear (&sub);
  guint32 best = best_record (pl, paths, 1);
  *gained = pl->count[best];
  return best;
}

static guint32
bound_of (const SsHops *h, guint32 n)
{
  guint32 others = 0, blocked = 0;

  for (guint32 i = 0; i < h->nhops; i++)
    if (h->hops[i].fewest <= n)
      {
        if (h->hops[i].fewest && h->weight[h->hops[i].record])
          blocked++;
        else
          others++;
      }
  return others + MIN (n, blocked);
}

SsPlan *
ss_plan_new (const SsHops *h, guint32 n)
{
  const SsActivation *a = h->activation;
  SsPlan *p = g_new0 (SsPlan, 1);
  Planner pl = { .h = h, .a = a, .graph = ss_hops_graph (a) };
  GArray *steps = g_array_new (FALSE, FALSE, sizeof (SsPlanStep));

  p->hops = h->nhops;
  pl.weight = g_memdup2 (h->weight, MAX (a->nactive, 1));
  pl.starts = g_new (guint32, MAX (h->nhops, 1));
  pl.count = g_new0 (guint32, MAX (a->nactive, 1));
  for (guint32 i = 0; i < h->nhops; i++)
    p->free_before += h->hops[i].fewest == 0;
  while (steps->len < n)
    {
      g_autoptr (SsPaths) paths = ss_paths_new (a, SS_ENDS_SOURCE | SS_ENDS_FRAME | SS_STOPS_FRAME, pl.weight);
      guint32 least, nfree, nstarts = pick_starts (&pl, paths, &least, &nfree);
      if (least == SS_NONE)
        break;
      SsPlanStep s = { 0 };
      s.record = choose (&pl, paths, nstarts, least, &s.gained);
      s.bar = a->bar[s.record];
      s.total = nfree + s.gained;
      s.bound = bound_of (h, steps->len + 1);
      pl.weight[s.record] = 0;
      g_array_append_val (steps, s);
    }
  p->nsteps = steps->len;
  p->steps = (SsPlanStep *) (gpointer) g_array_free (steps, FALSE);
  ss_csr_clear (&pl.graph);
  g_free (pl.weight);
  g_free (pl.starts);
  g_free (pl.count);
  return p;
}

void
ss_plan_free (SsPlan *p)
{
  if (!p)
    return;
  g_free (p->steps);
  g_free (p);
}
