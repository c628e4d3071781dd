/* Calls for the page (page_code.h): what each record calls that may unwind, and how a shortest chain and a cheapest way go on from it.
 * Chains and ways go on alike from wherever they have come to, so a step of each is enough.
 */
#include "config.h"

#include "viz/page_code.h"

#include "viz/explain.h"
#include "viz/way.h"

#include <string.h>

typedef enum
{
  SET_COUNT,      /* one number: how many sets of targets there are */
  SET_TARGETS,    /* how many targets, whether they may unwind or not */
  SET_MEMBERS,    /* how many of them may */
  SET_MEMBER,     /* ss_page_symbol(), each by how far it is from the one before */
  RECORD_CALLS,   /* 0: nothing that is known; odd: twice a symbol, plus one; even: twice the number of a set, plus two */
  CHAIN_VERB,
  CHAIN_TO,       /* ss_page_symbol() */
  CHAIN_REST,
  WAY_NEXT,       /* 0: there is none; 1: it ends here; else the next record, plus two; externals come after the records */
  WAY_END,        /* how it ends (way.h), for a way that ends here */
  WAY_END_SYMBOL, /* where: ss_page_symbol() */
  FUNC_CHAIN,     /* the record with which a chain goes on from the function, plus one; 0: it ends there */
  BACK_COUNT,     /* one number: how many symbols a chain goes on from by calling back */
  BACK,           /* the symbol, the verb, the callback, the rest */
  EXTERNAL,       /* next, end and its symbol, as in the columns of records, of each activation of an external */
  N_COLUMNS
} Column;

typedef struct
{
  const SsPage *page;    /* lent */
  SsPageCode *c;         /* lent */
  const SsActivation *a; /* lent */
  const SsProgram *p;    /* lent */
  SsQuestion q;          /* what ss_explain_rest() asks of */
  GString **to;          /* owned */
  guint32 *set;          /* owned, by node of the call graph: the number of the set, or SS_NONE */
  guint32 nsets;
} Writer;

static void
put_text (const Writer *w, Column column, const char *text)
{
  ss_page_number (w->to[column], ss_page_text (&w->c->words, text));
}

static void
put_symbol (const Writer *w, Column column, guint32 sym)
{
  ss_page_number (w->to[column], ss_page_symbol (w->c, sym));
}

static void
put_set (Writer *w, guint32 node)
{
  guint32 n, unwind = 0;
  gint64 before = 0;
  const guint32 *members = ss_callgraph_members (w->a->graph, node, &n);
  w->set[node] = w->nsets++;
  ss_page_number (w->to[SET_TARGETS], n);
  for (guint32 i = 0; i < n; i++)
    if (ss_unwind_node (w->a->unwind, members[i]))
      {
        gint64 symbol = (gint64) ss_page_symbol (w->c, members[i]);
        ss_page_number (w->to[SET_MEMBER], ss_page_signed (symbol - before));
        before = symbol;
        unwind++;
      }
  ss_page_number (w->to[SET_MEMBERS], unwind);
}

static void
put_calls (Writer *w, guint32 op)
{
  guint32 node = ss_callgraph_callee (w->a->graph, op);
  if (node == SS_NONE || node == ss_callgraph_unknown (w->a->graph))
    ss_page_number (w->to[RECORD_CALLS], 0);
  else if (node < w->p->nsyms)
    ss_page_number (w->to[RECORD_CALLS], 2 * (guint64) ss_page_symbol (w->c, node) + 1);
  else
    {
      if (w->set[node] == SS_NONE)
        put_set (w, node);
      ss_page_number (w->to[RECORD_CALLS], 2 * (guint64) w->set[node] + 2);
    }
}

/* The verb, the symbol and the rest of a step.  It is the last one where none follows. */
static void
put_step (const Writer *w, Column verb, Column to, Column rest, const SsStep *s)
{
  SsStep next;
  g_autofree char *text = ss_explain_rest (&w->q, s, !ss_unwind_step_on (w->a->unwind, s->sym, &next));
  put_text (w, verb, ss_explain_verb (s));
  put_symbol (w, to, s->sym);
  put_text (w, rest, text);
}

/* How the cheapest way goes on from a record. */
static void
put_way (const Writer *w, Column next, Column end, Column symbol, guint32 record)
{
  const SsActivation *a = w->a;
  const SsPaths *paths = w->page->hops->paths;
  if (ss_paths_cost (paths, record) == SS_NONE)
    {
      ss_page_number (w->to[next], 0);
      put_text (w, end, "");
      put_symbol (w, symbol, SS_NONE);
      return;
    }
  SsWay way = { g_array_new (FALSE, FALSE, sizeof (guint32)), SS_NONE };
  g_array_append_val (way.records, record);
  guint32 node = ss_paths_next (paths, record);
  for (; node != SS_NONE && node != a->end && node >= a->nactive; node = ss_paths_next (paths, node))
    way.end = node >= a->call0 && node < a->call0 + w->p->nsyms ? node - a->call0 : SS_NONE;
  gboolean ends = node == SS_NONE || node == a->end;
  ss_page_number (w->to[next], ends ? 1 : (guint64) node + 2);
  put_text (w, end, ends ? ss_way_end (a, &way) : "");
  put_symbol (w, symbol, ends ? way.end : SS_NONE);
  g_array_unref (way.records);
}

static void
put_record (Writer *w, guint32 i)
{
  guint32 op = w->a->classes->records[i].op;
  const SsStep step = ss_unwind_step (w->a->unwind, op);
  put_calls (w, op);
  put_step (w, CHAIN_VERB, CHAIN_TO, CHAIN_REST, &step);
  put_way (w, WAY_NEXT, WAY_END, WAY_END_SYMBOL, i);
}

/* How chains go on from the functions that have records, and from the externals that call back. */
static void
put_symbols (Writer *w)
{
  guint32 backs = 0;
  SsStep s;
  for (guint32 f = 0; f < w->p->nfuncs; f++)
    if (w->c->func[f] != SS_NONE)
      {
        gboolean on = ss_unwind_step_on (w->a->unwind, w->p->funcs[f].sym, &s);
        ss_page_number (w->to[FUNC_CHAIN], on ? 1 + (guint64) ss_activation_of_op (w->a, s.op) : 0);
      }
  for (guint32 sym = 0; sym < w->p->nsyms; sym++)
    if (w->p->syms[sym].func == SS_NONE && ss_unwind_node (w->a->unwind, sym) && ss_unwind_step_on (w->a->unwind, sym, &s))
      {
        put_symbol (w, BACK, sym);
        put_step (w, BACK, BACK, BACK, &s);
        backs++;
      }
  ss_page_number (w->to[BACK_COUNT], backs);
}

GString *
ss_page_calls (const SsPage *page, SsPageCode *c)
{
  const SsActivation *a = c->activation;
  guint32 nnodes = ss_callgraph_nnodes (a->graph);
  Writer w = { .page = page, .c = c, .a = a, .p = a->terms->program, .to = ss_page_columns_new (N_COLUMNS) };
  w.q = (SsQuestion) { .terms = a->terms, .unwind = a->unwind, .classes = a->classes, .sym = SS_NONE, .op = SS_NONE };
  w.set = g_new (guint32, MAX (nnodes, 1));
  memset (w.set, 0xff, nnodes * sizeof (guint32));
  for (guint32 i = 0; i < a->nrecords; i++)
    put_record (&w, i);
  put_symbols (&w);
  for (guint32 i = a->nrecords; i < a->nactive; i++)
    put_way (&w, EXTERNAL, EXTERNAL, EXTERNAL, i);
  ss_page_number (w.to[SET_COUNT], w.nsets);
  g_free (w.set);
  return ss_page_columns (w.to, N_COLUMNS);
}
