/* Hops (hops.h), on the graph of hops: that of activations with the edges into functions that run frames bent to END, and none out
 * of these.  So what a hop cannot avoid is what post-dominates its start, and all ends are one.
 */
#include "hops.h"

#include "dominators.h"
#include "runs.h"

#include <string.h>

static const struct
{
  const char *name, *text;
} strategies[] = {
  [SS_SOFT] = { "soft", "no way through has a blocker" },
  [SS_MIXED] = { "mixed", "some ways through have no blocker" },
  [SS_SPECIAL] = { "special", "each way through has a blocker, but on one of them none is foreign" },
  [SS_HARD] = { "hard", "each way through passes a foreign record" },
};

const char *
ss_strategy_name (SsStrategy s)
{
  return strategies[s].name;
}

const char *
ss_strategy_text (SsStrategy s)
{
  return strategies[s].text;
}

const char *
ss_hops_loop_name (void)
{
  return "(in the loop)";
}

#define SHORTEST_BYTECODE 3

/* Whether a word has capital letters and digits alone. */
static gboolean
is_capital (const char *word, gsize n)
{
  for (gsize i = 0; i < n; i++)
    if (!g_ascii_isupper (word[i]) && !g_ascii_isdigit (word[i]))
      return FALSE;
  return n > 0;
}

char *
ss_hops_bytecode (const char *function)
{
  const char *end = function + strlen (function), *s = end, *run = NULL, *best = NULL;
  gsize length = 0;

  while (s > function && s[-1] != '.' && s[-1] != ':')
    s--;
  const char *special = strstr (s, "__"), *number = strchr (s, '#');
  end = number ? number : end;
  end = special && special < end ? special : end;
  while (s < end)
    {
      gsize n = 0;
      while (s + n < end && s[n] != '_')
        n++;
      if (!is_capital (s, n))
        run = NULL;
      else if (!run && g_ascii_isupper (*s))
        run = s;
      gsize shown = run ? (gsize) (s + n - run) : 0;
      if (shown >= SHORTEST_BYTECODE && shown > length)
        {
          best = run;
          length = shown;
        }
      s += n;
      s += s < end;
    }
  return best ? g_strndup (best, length) : NULL;
}

static gboolean
runs_frame (const SsActivation *a, guint32 node)
{
  guint32 sym = node - a->call0;

  return node >= a->call0 && sym < a->terms->program->nsyms && (a->terms->sym_flags[sym] & SS_SYM_RUNS_FRAME);
}

SsCsr
ss_hops_graph (const SsActivation *a)
{
  SsCsr g = { a->nnodes, g_new (guint32, (gsize) a->nnodes + 1), g_new (guint32, MAX (a->out.start[a->nnodes], 1)) };
  guint32 m = 0;

  for (guint32 v = 0; v < a->nnodes; v++)
    {
      g.start[v] = m;
      if (runs_frame (a, v))
        continue;
      for (guint32 i = a->out.start[v]; i < a->out.start[v + 1]; i++)
        g.to[m++] = runs_frame (a, a->out.to[i]) ? a->end : a->out.to[i];
    }
  g.start[a->nnodes] = m;
  return g;
}

/* The bytecode that a callee's name shows; NULL: none. */
static char *
bytecode_of (const SsTerms *t, guint32 sym)
{
  const char *name = ss_sym_name (t->program, sym);
  const char *said = ss_policy_bytecode (t->policy, name);

  return said ? g_strdup (said) : ss_hops_bytecode (name);
}

/* The name of a hop's group: what the callees' names show, where they show one thing. */
static char *
group_of (const SsActivation *a, guint32 record)
{
  guint32 node = ss_callgraph_callee (a->graph, a->classes->records[record].op), n = 0;
  const guint32 *members = node == SS_NONE ? NULL : ss_callgraph_members (a->graph, node, &n);
  g_autofree char *name = NULL;

  for (guint32 i = 0; i < n; i++)
    {
      g_autofree char *shown = bytecode_of (a->terms, members[i]);
      if (!shown)
        continue;
      if (name && strcmp (name, shown) != 0)
        return g_strdup (ss_hops_loop_name ());
      g_free (name);
      name = g_steal_pointer (&shown);
    }
  return name ? g_steal_pointer (&name) : g_strdup (ss_hops_loop_name ());
}

typedef struct
{
  const SsActivation *a;
  guint32 record;
  char *group; /* owned by SsHops.strings */
} Start;

static int
by_group (gconstpointer x, gconstpointer y)
{
  const Start *a = x, *b = y;
  gboolean la = a->group[0] == '(', lb = b->group[0] == '(';

  if (la != lb)
    return la ? 1 : -1;
  int c = strcmp (a->group, b->group);
  return c ? c : ss_activation_compare (a->a, a->record, b->record);
}

static void
find_starts (SsHops *h)
{
  const SsActivation *a = h->activation;
  const SsProgram *p = a->terms->program;
  GArray *starts = g_array_new (FALSE, FALSE, sizeof (Start));
  guint32 last = SS_NONE;

  for (guint32 i = 0; i < a->nrecords; i++)
    {
      guint32 f = a->classes->records[i].func;
      if (!(a->terms->sym_flags[p->funcs[f].sym] & SS_SYM_RUNS_FRAME))
        continue;
      h->nfunctions += f != last;
      last = f;
      Start s = { a, i, group_of (a, i) };
      g_ptr_array_add (h->strings, s.group);
      g_array_append_val (starts, s);
    }
  g_array_sort (starts, by_group);
  h->hops = g_new0 (SsHop, MAX (starts->len, 1));
  h->groups = g_new0 (SsHopGroup, MAX (starts->len, 1));
  for (guint i = 0; i < starts->len; i++)
    {
      const Start *s = &g_array_index (starts, Start, i);
      if (!h->ngroups || strcmp (h->groups[h->ngroups - 1].name, s->group) != 0)
        h->groups[h->ngroups++].name = s->group;
      h->index[s->record] = h->nhops;
      h->hops[h->nhops++] = (SsHop) { .record = s->record, .group = h->ngroups - 1 };
    }
  g_array_unref (starts);
}

/* Marks every node from which a blocker can be reached. */
static guint8 *
find_tainted (const SsActivation *a, const SsCsr *in)
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
    for (guint32 k = in->start[list[i]]; k < in->start[list[i] + 1]; k++)
      if (!tainted[in->to[k]])
        {
          tainted[in->to[k]] = TRUE;
          list[n++] = in->to[k];
        }
  return tainted;
}

static guint8 *
weights (const SsActivation *a, SsBar least)
{
  guint8 *w = g_new (guint8, MAX (a->nactive, 1));

  for (guint32 v = 0; v < a->nactive; v++)
    w[v] = a->bar[v] >= least;
  return w;
}

/* The cost of the cheapest way of every hop, where blockers from `least` on cost 1, into the field of SsHop at `offset`. */
static void
price (SsHops *h, guint ends, SsBar least, gsize offset)
{
  g_autofree guint8 *weight = weights (h->activation, least);
  g_autoptr (SsPaths) paths = ss_paths_new (h->activation, ends | SS_STOPS_FRAME, weight);

  for (guint32 i = 0; i < h->nhops; i++)
    G_STRUCT_MEMBER (guint32, &h->hops[i], offset) = ss_paths_cost (paths, h->hops[i].record);
}

#define BOTH (SS_ENDS_SOURCE | SS_ENDS_FRAME)

static void
find_costs (SsHops *h, const SsCsr *in)
{
  const SsActivation *a = h->activation;
  g_autofree guint8 *tainted = find_tainted (a, in);
  g_autofree guint32 *run = ss_runs_new (a, in);

  price (h, SS_ENDS_FRAME, SS_BAR_NAME, G_STRUCT_OFFSET (SsHop, fewest_frame));
  price (h, SS_ENDS_SOURCE, SS_BAR_NAME, G_STRUCT_OFFSET (SsHop, fewest_source));
  price (h, BOTH, SS_BAR_TYPE, G_STRUCT_OFFSET (SsHop, fewest_unnamed));
  price (h, BOTH, SS_BAR_FOREIGN, G_STRUCT_OFFSET (SsHop, fewest)); /* until the strategy is known */
  for (guint32 i = 0; i < h->nhops; i++)
    {
      SsHop *hop = &h->hops[i];
      SsHopGroup *g = &h->groups[hop->group];
      guint32 foreign = hop->fewest;
      hop->fewest = ss_paths_cost (h->paths, hop->record);
      hop->run = run[hop->record];
      hop->strategy = !tainted[hop->record] ? SS_SOFT : !hop->fewest ? SS_MIXED : !foreign ? SS_SPECIAL : SS_HARD;
      h->nframe += hop->fewest_frame != SS_NONE;
      h->nsource += hop->fewest_source != SS_NONE;
      g->fewest_min = g->hops ? MIN (g->fewest_min, hop->fewest) : hop->fewest;
      g->run_min = g->hops ? MIN (g->run_min, hop->run) : hop->run;
      g->fewest_max = MAX (g->fewest_max, hop->fewest);
      g->run_max = MAX (g->run_max, hop->run);
      g->strategies[hop->strategy]++;
      g->hops++;
    }
}

static void
count_every (SsHops *h, const SsCsr *out, const SsCsr *in)
{
  const SsActivation *a = h->activation;
  SsDominators d = ss_dominators (in, out, a->end);
  g_autofree guint32 *count = g_new0 (guint32, a->nnodes);

  for (guint32 i = 0; i < h->nhops; i++)
    count[h->hops[i].record] = 1;
  for (guint32 i = d.nreached; i-- > 1;)
    count[d.idom[d.order[i]]] += count[d.order[i]];
  memcpy (h->every, count, a->nactive * sizeof (guint32));
  ss_dominators_clear (&d);
}

SsHops *
ss_hops_new (const SsActivation *a)
{
  SsHops *h = g_new0 (SsHops, 1);
  gsize n = MAX (a->nactive, 1);

  h->activation = a;
  h->strings = g_ptr_array_new_with_free_func (g_free);
  h->every = g_new0 (guint32, n);
  h->some = g_new0 (guint32, n);
  h->cheapest = g_new0 (guint32, n);
  h->index = g_new (guint32, n);
  memset (h->index, 0xff, n * sizeof (guint32));
  h->weight = weights (a, SS_BAR_NAME);
  h->paths = ss_paths_new (a, BOTH | SS_STOPS_FRAME, h->weight);
  find_starts (h);
  if (!h->nhops)
    return h;

  SsCsr out = ss_hops_graph (a), in = ss_csr_reverse (&out);
  find_costs (h, &in);
  count_every (h, &out, &in);
  g_autofree guint32 *starts = g_new (guint32, h->nhops);
  for (guint32 i = 0; i < h->nhops; i++)
    starts[i] = h->hops[i].record;
  h->some_counted = (h->nhops / 64 + 1) * ((guint64) a->nnodes + out.start[a->nnodes]) <= SS_HOPS_WORK;
  if (h->some_counted)
    ss_csr_reach (&out, starts, h->nhops, h->some, a->nactive);
  ss_paths_count (h->paths, starts, h->nhops, h->cheapest);
  ss_csr_clear (&out);
  ss_csr_clear (&in);
  return h;
}

void
ss_hops_free (SsHops *h)
{
  if (!h)
    return;
  ss_paths_free (h->paths);
  g_ptr_array_unref (h->strings);
  g_free (h->weight);
  g_free (h->index);
  g_free (h->every);
  g_free (h->some);
  g_free (h->cheapest);
  g_free (h->hops);
  g_free (h->groups);
  g_free (h);
}

SsWay *
ss_hops_way (const SsHops *h, guint32 record)
{
  return ss_paths_way (h->paths, record);
}

const SsHop *
ss_hops_find (const SsHops *h, guint32 record)
{
  return h->index[record] == SS_NONE ? NULL : &h->hops[h->index[record]];
}
