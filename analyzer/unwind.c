/* May-unwind: how far every node of the call graph is from an unwind source, by one breadth-first search over reversed edges.
 *
 * Distances count steps, so a set of targets is as far as its nearest member: the edge from a set to a member has length 0
 * and all others length 1.  The search goes level by level; a set joins the level of the member that reached it.
 */
#include "unwind.h"

#include <string.h>

#define FAR G_MAXUINT32

struct SsUnwind
{
  const SsTerms *terms; /* lent */
  const SsCallGraph *graph; /* lent */
  guint32 *distance;    /* owned, by node; FAR: cannot unwind */
  GArray *points;       /* owned: operations */
  GArray *unknown;      /* owned: operations */
  guint32 nfuncs;
  SsStep *next;         /* owned, by symbol: the step that a chain takes from it, once `known` */
  guint8 *known;        /* owned, by symbol */
  guint32 *member;      /* owned, by node: best_member(), once asked; SS_NONE: not yet, or none is needed */
};

/* Whether the operation unwinds by itself, whatever it calls. */
static gboolean
unwinds_itself (const SsTerms *t, guint32 o)
{
  return (ss_term_op (t, o) & SS_TERM_SOURCE) || ss_term_site (t, o).says == SS_SITE_UNWINDS;
}

static gboolean
is_set (const SsUnwind *u, guint32 node)
{
  return node >= u->terms->program->nsyms;
}

static void
reach (SsUnwind *u, guint32 node, guint32 distance, GArray *level)
{
  if (u->distance[node] != FAR)
    return;
  u->distance[node] = distance;
  g_array_append_val (level, node);
}

static void
search (SsUnwind *u)
{
  const SsProgram *p = u->terms->program;
  GArray *level = g_array_new (FALSE, FALSE, sizeof (guint32));
  GArray *next = g_array_new (FALSE, FALSE, sizeof (guint32));
  guint32 n, f = 0, distance = 0;
  const guint32 *sites = ss_callgraph_sites (u->graph, &n);

  for (guint32 s = 0; s < p->nsyms; s++)
    if (u->terms->sym_flags[s] & SS_SYM_SOURCE)
      reach (u, s, 0, level);
  if (u->terms->unknown_unwinds)
    reach (u, ss_callgraph_unknown (u->graph), 0, level);
  for (guint32 i = 0; i < n; i++)
    if (unwinds_itself (u->terms, sites[i]))
      {
        while (sites[i] >= p->funcs[f].op0 + p->funcs[f].nops)
          f++;
        if (u->distance[p->funcs[f].sym] == FAR)
          g_array_append_val (next, p->funcs[f].sym);
      }
  while (level->len || next->len)
    {
      for (guint32 i = 0; i < level->len; i++)
        {
          guint32 node = g_array_index (level, guint32, i), nin;
          const SsEdge *in = ss_callgraph_in (u->graph, node, &nin);
          for (guint32 k = 0; k < nin; k++)
            if (is_set (u, in[k].node))
              reach (u, in[k].node, distance, level);
            else if (u->distance[in[k].node] == FAR)
              g_array_append_val (next, in[k].node);
        }
      g_array_set_size (level, 0);
      distance++;
      for (guint32 i = 0; i < next->len; i++)
        reach (u, g_array_index (next, guint32, i), distance, level);
      g_array_set_size (next, 0);
    }
  g_array_unref (level);
  g_array_unref (next);
}

/* How many steps a chain from operation o has; FAR: it is no unwind point. */
static guint32
op_distance (const SsUnwind *u, guint32 o)
{
  if (unwinds_itself (u->terms, o))
    return 1;
  guint32 node = ss_callgraph_callee (u->graph, o);
  return node == SS_NONE || u->distance[node] == FAR ? FAR : u->distance[node] + 1;
}

SsUnwind *
ss_unwind_new (const SsTerms *terms, const SsCallGraph *g)
{
  const SsProgram *p = terms->program;
  SsUnwind *u = g_new0 (SsUnwind, 1);
  guint32 nnodes = ss_callgraph_nnodes (g), n;

  u->terms = terms;
  u->graph = g;
  u->distance = g_new (guint32, nnodes);
  memset (u->distance, 0xff, nnodes * sizeof (guint32));
  search (u);

  const guint32 *sites = ss_callgraph_sites (g, &n);
  u->points = g_array_sized_new (FALSE, FALSE, sizeof (guint32), n);
  u->unknown = g_array_new (FALSE, FALSE, sizeof (guint32));
  for (guint32 i = 0; i < n; i++)
    {
      guint32 o = sites[i];
      if (op_distance (u, o) != FAR)
        g_array_append_val (u->points, o);
      if (p->ops[o].name == SS_OP_indirect_call && p->ops[o].callee == SS_NONE
          && ss_term_site (terms, o).says == SS_SITE_NOTHING)
        g_array_append_val (u->unknown, o);
    }
  for (guint32 f = 0; f < p->nfuncs; f++)
    u->nfuncs += u->distance[p->funcs[f].sym] != FAR;
  u->next = g_new (SsStep, MAX (p->nsyms, 1));
  u->known = g_new0 (guint8, MAX (p->nsyms, 1));
  u->member = g_new (guint32, nnodes);
  memset (u->member, 0xff, nnodes * sizeof (guint32));
  return u;
}

void
ss_unwind_free (SsUnwind *u)
{
  if (!u)
    return;
  g_free (u->distance);
  g_array_unref (u->points);
  g_array_unref (u->unknown);
  g_free (u->next);
  g_free (u->known);
  g_free (u->member);
  g_free (u);
}

gboolean
ss_unwind_func (const SsUnwind *u, guint32 func)
{
  return ss_unwind_node (u, u->terms->program->funcs[func].sym);
}

gboolean
ss_unwind_node (const SsUnwind *u, guint32 node)
{
  return u->distance[node] != FAR;
}

gboolean
ss_unwind_point (const SsUnwind *u, guint32 o)
{
  return op_distance (u, o) != FAR;
}

guint32
ss_unwind_nfuncs (const SsUnwind *u)
{
  return u->nfuncs;
}

const guint32 *
ss_unwind_points (const SsUnwind *u, guint32 *n)
{
  *n = u->points->len;
  return (const guint32 *) u->points->data;
}

const guint32 *
ss_unwind_unknown_calls (const SsUnwind *u, guint32 *n)
{
  *n = u->unknown->len;
  return (const guint32 *) u->unknown->data;
}

/* Whether symbol a comes before b in a chain; SS_NONE comes first. */
static gboolean
before (const SsProgram *p, guint32 a, guint32 b)
{
  if (a == b || b == SS_NONE)
    return FALSE;
  return a == SS_NONE || strcmp (ss_sym_name (p, a), ss_sym_name (p, b)) < 0;
}

/* The best symbol that a shortest chain can go to through a call of `node`; SS_NONE: none is needed. */
static guint32
best_member (const SsUnwind *u, guint32 node, guint32 *ntargets)
{
  const guint32 *members = ss_callgraph_members (u->graph, node, ntargets);
  guint32 best = u->member[node];

  for (guint32 i = 0; i < *ntargets && u->member[node] == SS_NONE; i++)
    if (u->distance[members[i]] == u->distance[node]
        && (best == SS_NONE || before (u->terms->program, members[i], best)))
      best = members[i];
  u->member[node] = best;
  return best;
}

SsStep
ss_unwind_step (const SsUnwind *u, guint32 o)
{
  SsStep s = { o, SS_NONE, 0 };

  if (!unwinds_itself (u->terms, o))
    {
      guint32 node = ss_callgraph_callee (u->graph, o);
      s.sym = best_member (u, node, &s.ntargets);
    }
  return s;
}

/* The step from a symbol that may unwind and is not a source. */
static SsStep
step_from_sym (const SsUnwind *u, guint32 sym)
{
  const SsProgram *p = u->terms->program;
  guint32 n, distance = u->distance[sym], f = p->syms[sym].func;
  const SsEdge *out = ss_callgraph_out (u->graph, sym, &n);
  SsStep best = { SS_NONE, SS_NONE, 0 };
  gboolean found = FALSE;

  if (f != SS_NONE && distance == 1)
    {
      /* here the chain can end in an operation that unwinds by itself, which may be no edge of the graph */
      guint32 nsites;
      const guint32 *sites = ss_callgraph_sites (u->graph, &nsites);
      guint32 lo = 0, hi = nsites, end = p->funcs[f].op0 + p->funcs[f].nops;
      while (lo < hi)
        {
          guint32 mid = lo + (hi - lo) / 2;
          if (sites[mid] < p->funcs[f].op0)
            lo = mid + 1;
          else
            hi = mid;
        }
      for (; lo < nsites && sites[lo] < end; lo++)
        if (unwinds_itself (u->terms, sites[lo]) || ss_callgraph_callee (u->graph, sites[lo]) == ss_callgraph_unknown (u->graph))
          {
            if (op_distance (u, sites[lo]) == 1)
              return (SsStep) { sites[lo], SS_NONE, 0 };
          }
    }
  for (guint32 i = 0; i < n; i++)
    {
      if (u->distance[out[i].node] != distance - 1)
        continue;
      SsStep s = { out[i].op, SS_NONE, 0 };
      s.sym = best_member (u, out[i].node, &s.ntargets);
      if (s.op == SS_NONE)
        s.ntargets = n;
      if (!found || before (p, s.sym, best.sym))
        best = s;
      found = TRUE;
    }
  g_assert (found);
  return best;
}

gboolean
ss_unwind_step_on (const SsUnwind *u, guint32 sym, SsStep *step)
{
  if (sym == SS_NONE || u->distance[sym] == 0)
    return FALSE;
  if (!u->known[sym])
    {
      u->next[sym] = step_from_sym (u, sym);
      u->known[sym] = TRUE;
    }
  *step = u->next[sym];
  return TRUE;
}

GArray *
ss_unwind_chain (const SsUnwind *u, guint32 o)
{
  GArray *chain = g_array_new (FALSE, FALSE, sizeof (SsStep));
  SsStep s = ss_unwind_step (u, o);

  do
    g_array_append_val (chain, s);
  while (ss_unwind_step_on (u, s.sym, &s));
  return chain;
}
