/* The call graph in compressed rows: one sweep over the operations finds the calls, counting sorts place the edges. */
#include "callgraph.h"

typedef struct
{
  guint32 *start; /* owned: nnodes + 1 */
  SsEdge *edges;  /* owned */
} Rows;

struct SsCallGraph
{
  const SsTerms *terms; /* lent */
  guint32 nnodes;
  guint32 only0;    /* first node of a site's own set */
  guint32 *only_op; /* owned: the sites with sets of their own, ascending */
  guint32 nonly;
  guint32 *self; /* owned: each symbol's number, what ss_callgraph_members() lends for it */
  GArray *sites; /* owned: operations that call or unwind, ascending */
  Rows out, in;
};

static int
by_number (gconstpointer a, gconstpointer b)
{
  guint32 x = *(const guint32 *) a, y = *(const guint32 *) b;

  return x < y ? -1 : x > y;
}

static void
number_only_sets (SsCallGraph *g)
{
  GHashTableIter iter;
  gpointer key, value;

  g->only_op = g_new (guint32, MAX (g_hash_table_size (g->terms->sites), 1));
  g_hash_table_iter_init (&iter, g->terms->sites);
  while (g_hash_table_iter_next (&iter, &key, &value))
    if (((const SsSite *) value)->says == SS_SITE_ONLY)
      g->only_op[g->nonly++] = GPOINTER_TO_UINT (key);
  if (g->nonly)
    qsort (g->only_op, g->nonly, sizeof (guint32), by_number);
}

static void
find_sites (SsCallGraph *g)
{
  const SsProgram *p = g->terms->program;
  const guint8 *flags = g->terms->op_flags;

  g->sites = g_array_sized_new (FALSE, FALSE, sizeof (guint32), p->nops / 4 + 1);
  for (guint32 o = 0; o < p->nops; o++)
    if (ss_is_call (&p->ops[o]) || flags[p->ops[o].name] & SS_TERM_SOURCE)
      g_array_append_val (g->sites, o);
}

guint32
ss_callgraph_callee (const SsCallGraph *g, guint32 op)
{
  const SsProgram *p = g->terms->program;
  const SsOp *o = &p->ops[op];

  if (!ss_is_call (o))
    return SS_NONE;
  SsSite site = ss_term_site (g->terms, op);
  if (site.says == SS_SITE_NEVER)
    return SS_NONE;
  if (site.says == SS_SITE_ONLY)
    {
      const guint32 *at = bsearch (&op, g->only_op, g->nonly, sizeof (guint32), by_number);
      return g->only0 + (guint32) (at - g->only_op);
    }
  if (o->name == SS_OP_direct_call)
    return o->callee;
  return o->callee == SS_NONE ? ss_callgraph_unknown (g) : p->nsyms + o->callee;
}

/* Calls `edge` for every edge, in the order of nodes and within them of operations or targets. */
typedef void (*EdgeFn) (SsCallGraph *g, guint32 from, guint32 to, guint32 op);

static void
each_edge (SsCallGraph *g, EdgeFn edge)
{
  const SsProgram *p = g->terms->program;
  const guint32 *site = (const guint32 *) g->sites->data, *end = site + g->sites->len;

  for (guint32 f = 0; f < p->nfuncs; f++)
    for (; site < end && *site < p->funcs[f].op0 + p->funcs[f].nops; site++)
      {
        guint32 to = ss_callgraph_callee (g, *site);
        if (to != SS_NONE)
          edge (g, p->funcs[f].sym, to, *site);
      }
  for (guint32 e = 0; g->terms->callbacks && e < p->nexts; e++)
    for (guint32 i = 0; i < p->exts[e].ncb; i++)
      edge (g, p->exts[e].sym, p->callbacks[p->exts[e].cb0 + i], SS_NONE);
  for (guint32 s = p->nsyms; s + 1 < g->nnodes; s++)
    {
      guint32 n;
      const guint32 *members = ss_callgraph_members (g, s, &n);
      for (guint32 i = 0; i < n; i++)
        edge (g, s, members[i], SS_NONE);
    }
}

static void
count_edge (SsCallGraph *g, guint32 from, guint32 to, G_GNUC_UNUSED guint32 op)
{
  g->out.start[from + 1]++;
  g->in.start[to + 1]++;
}

/* While edges are placed, start[node + 1] is where the next one of the node goes; at the end, where its last one ended. */
static void
place_edge (SsCallGraph *g, guint32 from, guint32 to, guint32 op)
{
  g->out.edges[g->out.start[from + 1]++] = (SsEdge) { to, op };
  g->in.edges[g->in.start[to + 1]++] = (SsEdge) { from, op };
}

static void
start_rows (Rows *r, guint32 nnodes)
{
  guint32 sum = 0;

  for (guint32 i = 0; i < nnodes; i++)
    {
      guint32 n = r->start[i + 1];
      r->start[i + 1] = sum;
      sum += n;
    }
  r->edges = g_new (SsEdge, MAX (sum, 1));
}

SsCallGraph *
ss_callgraph_new (const SsTerms *terms)
{
  const SsProgram *p = terms->program;
  SsCallGraph *g = g_new0 (SsCallGraph, 1);

  g->terms = terms;
  number_only_sets (g);
  g->only0 = p->nsyms + p->ntsets;
  g->nnodes = g->only0 + g->nonly + 1;
  g->self = g_new (guint32, MAX (p->nsyms, 1));
  for (guint32 s = 0; s < p->nsyms; s++)
    g->self[s] = s;
  find_sites (g);
  g->out.start = g_new0 (guint32, g->nnodes + 1);
  g->in.start = g_new0 (guint32, g->nnodes + 1);
  each_edge (g, count_edge);
  start_rows (&g->out, g->nnodes);
  start_rows (&g->in, g->nnodes);
  each_edge (g, place_edge);
  return g;
}

void
ss_callgraph_free (SsCallGraph *g)
{
  if (!g)
    return;
  g_free (g->only_op);
  g_free (g->self);
  g_array_unref (g->sites);
  g_free (g->out.start);
  g_free (g->out.edges);
  g_free (g->in.start);
  g_free (g->in.edges);
  g_free (g);
}

guint32
ss_callgraph_nnodes (const SsCallGraph *g)
{
  return g->nnodes;
}

guint32
ss_callgraph_unknown (const SsCallGraph *g)
{
  return g->nnodes - 1;
}

const guint32 *
ss_callgraph_sites (const SsCallGraph *g, guint32 *n)
{
  *n = g->sites->len;
  return (const guint32 *) g->sites->data;
}

static const SsEdge *
row (const Rows *r, guint32 node, guint32 *n)
{
  *n = r->start[node + 1] - r->start[node];
  return r->edges + r->start[node];
}

const SsEdge *
ss_callgraph_out (const SsCallGraph *g, guint32 node, guint32 *n)
{
  return row (&g->out, node, n);
}

const SsEdge *
ss_callgraph_in (const SsCallGraph *g, guint32 node, guint32 *n)
{
  return row (&g->in, node, n);
}

const guint32 *
ss_callgraph_members (const SsCallGraph *g, guint32 node, guint32 *n)
{
  const SsProgram *p = g->terms->program;

  if (node < p->nsyms)
    {
      *n = 1;
      return g->self + node;
    }
  if (node < g->only0)
    {
      *n = p->tsets[node - p->nsyms].n;
      return p->targets + p->tsets[node - p->nsyms].t0;
    }
  if (node < g->only0 + g->nonly)
    {
      SsSite site = ss_term_site (g->terms, g->only_op[node - g->only0]);
      *n = site.ntargets;
      return site.targets;
    }
  *n = 0;
  return NULL;
}
