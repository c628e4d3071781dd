/* Chains (chains.h): what is reached from the roots, and cheapest and shortest ways through the graph of activations. */
#include "chains.h"

#include <string.h>

static const char *const verdicts[] = {
  [SS_CHAINS_EVERY] = "every", [SS_CHAINS_SOME] = "some", [SS_CHAINS_NO] = "none", [SS_CHAINS_ABSENT] = "no chain"
};

const char *
ss_verdict_name (SsVerdict v)
{
  return verdicts[v];
}

static int
by_name (gconstpointer x, gconstpointer y, gpointer p)
{
  return strcmp (ss_sym_name (p, ((const SsRoot *) x)->sym), ss_sym_name (p, ((const SsRoot *) y)->sym));
}

static void
find_roots (SsChains *c)
{
  const SsActivation *a = c->activation;
  const SsProgram *p = a->terms->program;
  GArray *roots = g_array_new (FALSE, FALSE, sizeof (SsRoot));
  guint32 n;

  for (guint32 s = 0; s < p->nsyms; s++)
    if (a->terms->sym_flags[s] & SS_SYM_ROOT)
      {
        SsRoot r = { .sym = s };
        g_array_append_val (roots, r);
      }
  c->assumed = roots->len == 0;
  for (guint32 f = 0; c->assumed && f < p->nfuncs; f++)
    {
      SsRoot r = { .sym = p->funcs[f].sym };
      ss_callgraph_in (a->graph, r.sym, &n);
      if (n == 0 && ss_unwind_node (a->unwind, r.sym))
        g_array_append_val (roots, r);
    }
  g_array_sort_with_data (roots, by_name, (gpointer) p);
  c->nroots = roots->len;
  c->roots = (SsRoot *) (gpointer) g_array_free (roots, FALSE);
}

/* Walks on from the nodes of `list`, marking these and what it reaches with `mark`; returns how many edges it followed. */
static guint64
walk (const SsActivation *a, guint32 *list, guint32 n, guint32 *seen, guint32 mark, SsRoot *into)
{
  guint64 steps = 0;

  for (guint32 i = 0; i < n; i++)
    seen[list[i]] = mark;
  for (guint32 i = 0; i < n; i++)
    {
      guint32 v = list[i];
      steps += 1 + a->out.start[v + 1] - a->out.start[v];
      if (v < a->nactive)
        {
          into->records++;
          into->blockers += ss_activation_blocks (a, v);
          into->kinds[ss_activation_kind (a, v)]++;
        }
      for (guint32 k = a->out.start[v]; k < a->out.start[v + 1]; k++)
        if (seen[a->out.to[k]] != mark)
          {
            seen[a->out.to[k]] = mark;
            list[n++] = a->out.to[k];
          }
    }
  return steps;
}

/* Marks every node from which a blocker can be reached. */
static guint8 *
find_tainted (const SsActivation *a)
{
  guint8 *tainted = g_new0 (guint8, a->nnodes);
  g_autofree guint32 *list = g_new (guint32, a->nnodes);
  guint32 n = 0;

  for (guint32 v = 0; v < a->nactive; v++)
    if (ss_activation_blocks (a, v))
      {
        tainted[v] = TRUE;
        list[n++] = v;
      }
  for (guint32 i = 0; i < n; i++)
    for (guint32 k = a->in.start[list[i]]; k < a->in.start[list[i] + 1]; k++)
      if (!tainted[a->in.to[k]])
        {
          tainted[a->in.to[k]] = TRUE;
          list[n++] = a->in.to[k];
        }
  return tainted;
}

/* Marks what can be reached from the roots that may unwind; what that is goes into `all`. */
static guint8 *
walk_roots (const SsChains *c, SsRoot *all)
{
  const SsActivation *a = c->activation;
  g_autofree guint32 *list = g_new (guint32, a->nnodes), *seen = g_new0 (guint32, a->nnodes);
  guint8 *rooted = g_new (guint8, a->nnodes);
  guint32 n = 0;

  for (guint32 i = 0; i < c->nroots; i++)
    if (ss_unwind_node (a->unwind, c->roots[i].sym))
      list[n++] = ss_activation_entry (a, c->roots[i].sym);
  walk (a, list, n, seen, 1, all);
  for (guint32 v = 0; v < a->nnodes; v++)
    rooted[v] = seen[v] != 0;
  return rooted;
}

static void
judge_roots (SsChains *c)
{
  const SsActivation *a = c->activation;
  g_autofree guint8 *tainted = find_tainted (a);
  g_autofree guint32 *list = g_new (guint32, a->nnodes), *seen = g_new0 (guint32, a->nnodes);
  guint64 work = 0;

  c->all = (SsRoot) { .sym = SS_NONE, .verdict = SS_CHAINS_ABSENT, .fewest = SS_NONE };
  for (guint32 i = 0; i < c->nroots; i++)
    {
      SsRoot *r = &c->roots[i];
      guint32 entry = ss_activation_entry (a, r->sym);
      if (!ss_unwind_node (a->unwind, r->sym))
        {
          r->verdict = SS_CHAINS_ABSENT;
          continue;
        }
      r->fewest = ss_paths_cost (c->cheap, entry);
      r->verdict = !tainted[entry] ? SS_CHAINS_EVERY : r->fewest ? SS_CHAINS_NO : SS_CHAINS_SOME;
      if (c->all.verdict == SS_CHAINS_ABSENT)
        c->all.verdict = r->verdict;
      else if (c->all.verdict != r->verdict)
        c->all.verdict = SS_CHAINS_SOME;
      c->all.fewest = MIN (c->all.fewest, r->fewest);
      if (work < SS_CHAINS_WORK)
        {
          list[0] = entry;
          work += walk (a, list, 1, seen, i + 1, r);
        }
      else
        r->records = r->blockers = SS_NONE;
    }
  if (c->all.verdict == SS_CHAINS_ABSENT)
    c->all.fewest = 0;
  c->rooted = walk_roots (c, &c->all);
}

guint8 *
ss_chains_rooted (const SsActivation *a)
{
  SsChains c = { .activation = a };
  SsRoot all = { .sym = SS_NONE };

  find_roots (&c);
  guint8 *rooted = walk_roots (&c, &all);
  g_free (c.roots);
  return rooted;
}

static int
by_record (gconstpointer x, gconstpointer y, gpointer a)
{
  return ss_activation_compare (a, *(const guint32 *) x, *(const guint32 *) y);
}

static gboolean
stops (const SsActivation *a, guint32 node)
{
  guint32 sym = node - a->call0;

  return sym < a->terms->program->nsyms && (a->terms->sym_flags[sym] & SS_SYM_RUNS_FRAME);
}

/* Level by level from `level` (entries; or, for hops, records): records reach what they call in the order of their names, so the first
 * one that reaches an entry is the smallest. */
static guint32 *
find_parents (const SsActivation *a, GArray *entries, GArray *records, gboolean hops, guint8 *seen)
{
  guint32 *parent = g_new (guint32, a->nnodes);
  guint32 set0 = a->call0 + a->terms->program->nsyms;

  memset (parent, 0xff, a->nnodes * sizeof (guint32));
  while (entries->len || records->len)
    {
      for (guint i = 0; i < entries->len; i++)
        {
          guint32 v = g_array_index (entries, guint32, i);
          for (guint32 k = a->out.start[v]; k < a->out.start[v + 1]; k++)
            {
              guint32 r = a->out.to[k];
              if (r >= a->nactive || seen[r])
                continue;
              seen[r] = TRUE;
              parent[r] = v;
              g_array_append_val (records, r);
            }
        }
      g_array_set_size (entries, 0);
      g_array_sort_with_data (records, by_record, (gpointer) a);
      for (guint i = 0; i < records->len; i++)
        {
          guint32 r = g_array_index (records, guint32, i);
          for (guint32 k = a->out.start[r]; k < a->out.start[r + 1]; k++)
            {
              guint32 to = a->out.to[k], one[] = { to };
              gboolean set = to >= set0 && to < a->end;
              const guint32 *next = set ? a->out.to + a->out.start[to] : one;
              guint32 n = set ? a->out.start[to + 1] - a->out.start[to] : 1;
              if (seen[to])
                continue;
              seen[to] = set;
              for (guint32 m = 0; m < n; m++)
                if (!seen[next[m]] && next[m] != a->end && !(hops && stops (a, next[m])))
                  {
                    seen[next[m]] = TRUE;
                    parent[next[m]] = r;
                    g_array_append_val (entries, next[m]);
                  }
            }
        }
      g_array_set_size (records, 0);
    }
  return parent;
}

static void
find_ways (SsChains *c, guint8 *hopped)
{
  const SsActivation *a = c->activation;
  g_autoptr (GArray) entries = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (GArray) records = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autofree guint8 *seen = g_new0 (guint8, a->nnodes);

  for (guint32 i = 0; i < c->nroots; i++)
    if (c->roots[i].verdict != SS_CHAINS_ABSENT)
      {
        guint32 entry = ss_activation_entry (a, c->roots[i].sym);
        seen[entry] = TRUE;
        g_array_append_val (entries, entry);
      }
  c->parent = find_parents (a, entries, records, FALSE, seen);
  for (guint32 i = 0; i < c->hops->nhops; i++)
    {
      hopped[c->hops->hops[i].record] = TRUE;
      g_array_append_val (records, c->hops->hops[i].record);
    }
  c->hop_parent = find_parents (a, entries, records, TRUE, hopped);
}

static int
by_blocks (gconstpointer x, gconstpointer y, gpointer a)
{
  const SsBlocker *s = x, *t = y;

  if (s->every != t->every)
    return s->every > t->every ? -1 : 1;
  if (s->some != t->some)
    return s->some > t->some ? -1 : 1;
  if (s->cheapest != t->cheapest)
    return s->cheapest > t->cheapest ? -1 : 1;
  return ss_activation_compare (a, s->record, t->record);
}

SsChains *
ss_chains_new (const SsActivation *a, const SsHops *h)
{
  SsChains *c = g_new0 (SsChains, 1);
  GArray *blockers = g_array_new (FALSE, FALSE, sizeof (SsBlocker));
  g_autofree guint8 *hopped = g_new0 (guint8, a->nnodes);

  c->activation = a;
  c->hops = h;
  c->cheap = ss_paths_new (a, SS_ENDS_SOURCE, h->weight);
  c->shortest = ss_paths_new (a, SS_ENDS_SOURCE, NULL);
  c->hop_shortest = ss_paths_new (a, SS_ENDS_SOURCE | SS_ENDS_FRAME | SS_STOPS_FRAME, NULL);
  find_roots (c);
  judge_roots (c);
  find_ways (c, hopped);
  for (guint32 v = 0; v < a->nactive; v++)
    if (ss_activation_blocks (a, v) && (c->rooted[v] || hopped[v]))
      {
        SsBlocker b = { v, c->rooted[v], h->every[v], h->some[v], h->cheapest[v] };
        g_array_append_val (blockers, b);
      }
  g_array_sort_with_data (blockers, by_blocks, (gpointer) a);
  c->nblockers = blockers->len;
  c->blockers = (SsBlocker *) (gpointer) g_array_free (blockers, FALSE);
  return c;
}

void
ss_chains_free (SsChains *c)
{
  if (!c)
    return;
  ss_paths_free (c->cheap);
  ss_paths_free (c->shortest);
  ss_paths_free (c->hop_shortest);
  g_free (c->roots);
  g_free (c->blockers);
  g_free (c->rooted);
  g_free (c->parent);
  g_free (c->hop_parent);
  g_free (c);
}

SsWay *
ss_chains_way (const SsChains *c, guint32 sym)
{
  return ss_paths_way (c->cheap, ss_activation_entry (c->activation, sym));
}

static gboolean
is_start (const SsHops *h, guint32 record)
{
  return ss_hops_find (h, record) != NULL;
}

SsWay *
ss_chains_through (const SsChains *c, guint32 record)
{
  gboolean rooted = c->rooted[record];
  const guint32 *parent = rooted ? c->parent : c->hop_parent;

  if (!rooted && parent[record] == SS_NONE && !is_start (c->hops, record))
    return NULL;
  g_autoptr (SsWay) rest = ss_paths_way (rooted ? c->shortest : c->hop_shortest, record);
  GArray *before = g_array_new (FALSE, FALSE, sizeof (guint32));
  for (guint32 r = record; parent[r] != SS_NONE && (r = parent[parent[r]]) != SS_NONE;)
    g_array_append_val (before, r);
  SsWay *w = g_new (SsWay, 1);
  *w = (SsWay) { g_array_sized_new (FALSE, FALSE, sizeof (guint32), before->len + rest->records->len), rest->end };
  for (guint i = before->len; i-- > 0;)
    g_array_append_val (w->records, g_array_index (before, guint32, i));
  g_array_append_vals (w->records, rest->records->data, rest->records->len);
  g_array_unref (before);
  return w;
}
