/* The graph of activations: the call graph's nodes that may unwind, with the records between a function and what it calls. */
#include "activation.h"

#include <stdlib.h>
#include <string.h>

static const struct
{
  const char *name, *text;
} bars[] = {
  [SS_BAR_NONE] = { "none", "nothing stands in the way" },
  [SS_BAR_NAME] = { "name", "it lacks a name" },
  [SS_BAR_TYPE] = { "type", "it saves a type that the policy does not call picklable" },
  [SS_BAR_FOREIGN] = { "foreign", "it is foreign: no name clears it" },
};

const char *
ss_bar_name (SsBar bar)
{
  return bars[bar].name;
}

const char *
ss_bar_text (SsBar bar)
{
  return bars[bar].text;
}

guint32
ss_activation_sym (const SsActivation *a, guint32 record)
{
  if (ss_activation_is_external (a, record))
    return a->externals[record - a->nrecords];
  return a->terms->program->funcs[a->classes->records[record].func].sym;
}

SsKind
ss_activation_kind (const SsActivation *a, guint32 record)
{
  return ss_activation_is_external (a, record) ? SS_KIND_FOREIGN : a->classes->records[record].kind;
}

guint32
ss_activation_nsaved (const SsActivation *a, guint32 record)
{
  return ss_activation_is_external (a, record) ? 0 : a->classes->records[record].nsaved;
}

char *
ss_activation_name (const SsActivation *a, guint32 record)
{
  const SsProgram *p = a->terms->program;

  if (ss_activation_is_external (a, record))
    return g_strdup (ss_sym_name (p, ss_activation_sym (a, record)));
  return ss_record_name (p, a->classes->records[record].op);
}

static int
by_number (gconstpointer a, gconstpointer b)
{
  guint32 x = *(const guint32 *) a, y = *(const guint32 *) b;

  return x < y ? -1 : x > y;
}

/* The record of an external's activation, or SS_NONE. */
static guint32
external_of (const SsActivation *a, guint32 sym)
{
  guint32 n = a->nactive - a->nrecords;
  const guint32 *at = n ? bsearch (&sym, a->externals, n, sizeof (guint32), by_number) : NULL;

  return at ? a->nrecords + (guint32) (at - a->externals) : SS_NONE;
}

guint32
ss_activation_of_op (const SsActivation *a, guint32 op)
{
  const SsRecord *r = ss_classes_find (a->classes, op);

  return r ? (guint32) (r - a->classes->records) : SS_NONE;
}

guint32
ss_activation_find (const SsActivation *a, const char *name)
{
  const SsProgram *p = a->terms->program;
  guint32 op = ss_find_record (p, name);
  guint32 record = op == SS_NONE ? SS_NONE : ss_activation_of_op (a, op);

  if (record != SS_NONE)
    return record;
  guint32 sym = ss_find_sym (p, name);
  return sym == SS_NONE ? SS_NONE : external_of (a, sym);
}

int
ss_activation_compare (const SsActivation *a, guint32 x, guint32 y)
{
  guint32 sx = a->sym_rank[ss_activation_sym (a, x)], sy = a->sym_rank[ss_activation_sym (a, y)];

  if (sx != sy)
    return sx < sy ? -1 : 1;
  return x < y ? -1 : x > y;
}

static gboolean
is_source (const SsTerms *t, guint32 sym)
{
  return (t->sym_flags[sym] & SS_SYM_SOURCE) != 0;
}

/* Whether the operation of a record ends a chain by itself. */
static gboolean
unwinds_itself (const SsTerms *t, guint32 op)
{
  return (ss_term_op (t, op) & SS_TERM_SOURCE) || ss_term_site (t, op).says == SS_SITE_UNWINDS;
}

static gboolean
calls_back (const SsActivation *a, const SsExt *e)
{
  for (guint32 i = 0; i < e->ncb; i++)
    if (ss_unwind_node (a->unwind, a->terms->program->callbacks[e->cb0 + i]))
      return TRUE;
  return FALSE;
}

/* Externals that may unwind through what they call back. */
static void
find_externals (SsActivation *a)
{
  const SsProgram *p = a->terms->program;

  a->externals = g_new (guint32, MAX (p->nexts, 1));
  for (guint32 e = 0; a->terms->callbacks && e < p->nexts; e++)
    {
      guint32 sym = p->exts[e].sym;
      if (!is_source (a->terms, sym) && calls_back (a, &p->exts[e]))
        a->externals[a->nactive++ - a->nrecords] = sym;
    }
  qsort (a->externals, a->nactive - a->nrecords, sizeof (guint32), by_number);
}

static void
set_bars (SsActivation *a, const guint8 *named)
{
  const SsProgram *p = a->terms->program;

  a->bar = g_new (guint8, MAX (a->nactive, 1));
  a->named = g_new0 (guint8, MAX (a->nactive, 1));
  if (named)
    memcpy (a->named, named, a->nrecords);
  for (guint32 i = 0; i < a->nactive; i++)
    {
      SsKind kind = ss_activation_kind (a, i);
      gboolean picklable = TRUE;

      if (kind == SS_KIND_SPECIAL)
        {
          const SsRecord *r = &a->classes->records[i];
          for (guint32 k = 0; k < r->nsaved && picklable; k++)
            {
              guint32 v = a->classes->saved[r->saved0 + k];
              picklable = (a->terms->type_flags[p->var_type[v]] & (SS_TYPE_PICKLABLE | SS_TYPE_FRAME)) != 0;
            }
        }
      a->bar[i] = kind == SS_KIND_FOREIGN ? SS_BAR_FOREIGN
                  : kind != SS_KIND_SPECIAL && kind != SS_KIND_STATELESS ? SS_BAR_NONE
                  : !picklable ? SS_BAR_TYPE
                  : a->named[i] ? SS_BAR_NONE : SS_BAR_NAME;
    }
}

typedef struct
{
  guint32 sym;
  const char *name;
} Named;

static int
by_name (gconstpointer a, gconstpointer b)
{
  return strcmp (((const Named *) a)->name, ((const Named *) b)->name);
}

static void
rank_symbols (SsActivation *a)
{
  const SsProgram *p = a->terms->program;
  g_autofree Named *names = g_new (Named, MAX (p->nsyms, 1));
  guint32 n = 0;

  a->sym_rank = g_new (guint32, MAX (p->nsyms, 1));
  memset (a->sym_rank, 0xff, p->nsyms * sizeof (guint32));
  for (guint32 s = 0; s < p->nsyms; s++)
    if (ss_unwind_node (a->unwind, s))
      names[n++] = (Named) { s, ss_sym_name (p, s) };
  qsort (names, n, sizeof (Named), by_name);
  for (guint32 i = 0; i < n; i++)
    a->sym_rank[names[i].sym] = i;
}

/* Edges while they are gathered, node after node. */
typedef struct
{
  guint32 *start;
  GArray *to;
} Rows;

static void
edge (Rows *r, guint32 to)
{
  g_array_append_val (r->to, to);
}

static void
record_edges (SsActivation *a, Rows *r, guint32 record)
{
  guint32 op = a->classes->records[record].op;

  if (unwinds_itself (a->terms, op))
    {
      edge (r, a->end);
      return;
    }
  guint32 node = ss_callgraph_callee (a->graph, op);
  edge (r, node == ss_callgraph_unknown (a->graph) ? a->end : a->call0 + node);
}

/* The edges of a call-graph node that leads to others without a call of its own: a set, an external. */
static void
member_edges (SsActivation *a, Rows *r, guint32 node)
{
  guint32 n;
  const SsEdge *out = ss_callgraph_out (a->graph, node, &n);

  for (guint32 i = 0; i < n; i++)
    if (ss_unwind_node (a->unwind, out[i].node))
      edge (r, a->call0 + out[i].node);
}

static void
symbol_edges (SsActivation *a, Rows *r, guint32 sym, const guint32 *first)
{
  const SsProgram *p = a->terms->program;
  guint32 f = p->syms[sym].func, external;

  if (is_source (a->terms, sym))
    {
      edge (r, a->end);
      return;
    }
  for (guint32 i = f == SS_NONE ? 0 : first[f]; f != SS_NONE && i < first[f + 1]; i++)
    edge (r, i);
  external = external_of (a, sym);
  if (external != SS_NONE)
    edge (r, external);
}

static void
build (SsActivation *a)
{
  const SsProgram *p = a->terms->program;
  guint32 ncalls = ss_callgraph_nnodes (a->graph);
  Rows r = { g_new (guint32, (gsize) a->nnodes + 1), g_array_sized_new (FALSE, FALSE, sizeof (guint32), 4 * a->nactive) };
  g_autofree guint32 *first = g_new (guint32, (gsize) p->nfuncs + 1); /* records before each function */
  guint32 at = 0;

  for (guint32 f = 0; f <= p->nfuncs; f++)
    {
      while (at < a->nrecords && a->classes->records[at].func < f)
        at++;
      first[f] = at;
    }
  for (guint32 v = 0; v < a->nnodes; v++)
    {
      r.start[v] = r.to->len;
      guint32 node = v - a->call0;
      if (v < a->nrecords)
        record_edges (a, &r, v);
      else if (v < a->nactive)
        member_edges (a, &r, ss_activation_sym (a, v));
      else if (node < ncalls && ss_unwind_node (a->unwind, node))
        {
          if (node < p->nsyms)
            symbol_edges (a, &r, node, first);
          else if (node == ss_callgraph_unknown (a->graph))
            edge (&r, a->end);
          else
            member_edges (a, &r, node);
        }
    }
  r.start[a->nnodes] = r.to->len;
  a->out = (SsCsr) { a->nnodes, r.start, (guint32 *) (gpointer) g_array_free (r.to, FALSE) };
  a->in = ss_csr_reverse (&a->out);
}

SsActivation *
ss_activation_new (const SsTerms *terms, const SsCallGraph *graph, const SsUnwind *u, const SsClasses *c, const guint8 *named)
{
  SsActivation *a = g_new0 (SsActivation, 1);

  a->terms = terms;
  a->graph = graph;
  a->unwind = u;
  a->classes = c;
  a->nrecords = a->nactive = c->nrecords;
  find_externals (a);
  a->call0 = a->nactive;
  a->end = a->call0 + ss_callgraph_nnodes (graph);
  a->nnodes = a->end + 1;
  set_bars (a, named);
  rank_symbols (a);
  build (a);
  return a;
}

void
ss_activation_free (SsActivation *a)
{
  if (!a)
    return;
  ss_csr_clear (&a->out);
  ss_csr_clear (&a->in);
  g_free (a->externals);
  g_free (a->bar);
  g_free (a->named);
  g_free (a->sym_rank);
  g_free (a);
}
