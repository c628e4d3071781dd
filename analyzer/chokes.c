/* Choke points (chokes.h): the dominator tree of the reversed graph of activations, its subtrees summed up. */
#include "chokes.h"

#include "dominators.h"
#include "ir/json.h"

#include <string.h>

typedef struct
{
  guint32 functions, points, records;
} Gain;

/* Sums over subtrees, and an interval of numbers for each subtree. */
typedef struct
{
  Gain *gain;            /* owned, by node */
  guint32 *first, *size; /* owned, by node */
} Tree;

static gboolean
is_below (const Tree *t, guint32 node, guint32 top)
{
  return t->first[node] - t->first[top] < t->size[top];
}

static Gain
gain_of (const SsActivation *a, guint32 node)
{
  const SsProgram *p = a->terms->program;

  if (node < a->nactive)
    return (Gain) { 0, node < a->nrecords, !ss_kind_reducible (ss_activation_kind (a, node)) };
  guint32 sym = node - a->call0;
  return (Gain) { sym < p->nsyms && p->syms[sym].func != SS_NONE, 0, 0 };
}

static void
add (Gain *to, const Gain *g)
{
  to->functions += g->functions;
  to->points += g->points;
  to->records += g->records;
}

static Tree
sum_up (const SsActivation *a, const SsDominators *d)
{
  gsize n = a->nnodes;
  Tree t = { g_new0 (Gain, n), g_new0 (guint32, n), g_new0 (guint32, n) };
  g_autofree guint32 *next = g_new0 (guint32, n);

  for (guint32 i = d->nreached; i-- > 0;)
    {
      guint32 v = d->order[i];
      Gain own = gain_of (a, v);
      add (&t.gain[v], &own);
      t.size[v]++;
      if (d->idom[v] == SS_NONE)
        continue;
      add (&t.gain[d->idom[v]], &t.gain[v]);
      t.size[d->idom[v]] += t.size[v];
    }
  for (guint32 i = 0; i < d->nreached; i++)
    {
      guint32 v = d->order[i], up = d->idom[v];
      if (up != SS_NONE)
        {
          t.first[v] = next[up];
          next[up] += t.size[v];
        }
      next[v] = t.first[v] + 1;
    }
  return t;
}

static int
by_gain (gconstpointer x, gconstpointer y, gpointer data)
{
  const SsChoke *s = x, *t = y;
  const SsActivation *a = data;
  const SsProgram *p = a->terms->program;

  if (s->functions != t->functions)
    return s->functions > t->functions ? -1 : 1;
  if (s->points != t->points)
    return s->points > t->points ? -1 : 1;
  if (s->records != t->records)
    return s->records > t->records ? -1 : 1;
  if (s->kind != t->kind)
    return s->kind == SS_CHOKE_FUNCTION ? -1 : 1;
  if (s->kind == SS_CHOKE_FUNCTION)
    return strcmp (ss_sym_name (p, s->number), ss_sym_name (p, t->number));
  return ss_activation_compare (a, ss_activation_of_op (a, s->number), ss_activation_of_op (a, t->number));
}

/* What goes with a function: the subtree of its entry, and its own points, which are not all below it. */
static void
add_own (const SsActivation *a, const Tree *t, Gain *of)
{
  for (guint32 r = 0; r < a->nactive; r++)
    {
      guint32 sym = ss_activation_sym (a, r);
      Gain own = gain_of (a, r);
      if (ss_unwind_node (a->unwind, sym) && !is_below (t, r, ss_activation_entry (a, sym)))
        add (&of[sym], &own);
    }
}

SsChokes *
ss_chokes_new (const SsActivation *a)
{
  const SsProgram *p = a->terms->program;
  SsChokes *c = g_new0 (SsChokes, 1);
  SsDominators d = ss_dominators (&a->in, &a->out, a->end);
  Tree t = sum_up (a, &d);
  g_autofree Gain *of = g_new0 (Gain, MAX (p->nsyms, 1));
  GArray *chokes = g_array_new (FALSE, FALSE, sizeof (SsChoke));

  c->activation = a;
  for (guint32 s = 0; s < p->nsyms; s++)
    if (ss_unwind_node (a->unwind, s))
      of[s] = t.gain[ss_activation_entry (a, s)];
  add_own (a, &t, of);
  for (guint32 s = 0; s < p->nsyms; s++)
    if (ss_unwind_node (a->unwind, s))
      {
        SsChoke k = { SS_CHOKE_FUNCTION, s, of[s].functions, of[s].points, of[s].records };
        g_array_append_val (chokes, k);
      }
  for (guint32 r = 0; r < a->nrecords; r++)
    {
      SsChoke k = { SS_CHOKE_SITE, a->classes->records[r].op, t.gain[r].functions, t.gain[r].points, t.gain[r].records };
      g_array_append_val (chokes, k);
    }
  g_array_sort_with_data (chokes, by_gain, (gpointer) a);
  c->nchokes = chokes->len;
  c->chokes = (SsChoke *) (gpointer) g_array_free (chokes, FALSE);
  c->functions = t.gain[a->end].functions;
  c->points = t.gain[a->end].points;
  c->records = t.gain[a->end].records;
  c->idom = g_steal_pointer (&d.idom);
  ss_dominators_clear (&d);
  g_free (t.gain);
  g_free (t.first);
  g_free (t.size);
  return c;
}

void
ss_chokes_free (SsChokes *c)
{
  if (!c)
    return;
  g_free (c->chokes);
  g_free (c->idom);
  g_free (c);
}

#define MOST_ONLY 4

/* The entry of a call that shall not unwind. */
static json_t *
never_entry (const SsActivation *a, guint32 op)
{
  const SsProgram *p = a->terms->program;
  g_autofree char *site = ss_record_name (p, op);
  guint32 node = ss_callgraph_callee (a->graph, op), n = 0;
  const guint32 *members = node == SS_NONE ? NULL : ss_callgraph_members (a->graph, node, &n);
  json_t *entry = json_object (), *only = json_array ();

  json_object_set_new (entry, "site", ss_json_string (site));
  for (guint32 i = 0; i < n; i++)
    if (!ss_unwind_node (a->unwind, members[i]))
      json_array_append_new (only, ss_json_string (ss_sym_name (p, members[i])));
  if (json_array_size (only) >= 1 && json_array_size (only) <= MOST_ONLY)
    json_object_set (entry, "only", only);
  else
    json_object_set_new (entry, "never", json_true ());
  json_decref (only);
  return entry;
}

/* The entry of a call that shall not reach one of its targets. */
static json_t *
without_entry (const SsActivation *a, guint32 op, guint32 sym)
{
  const SsProgram *p = a->terms->program;
  g_autofree char *site = ss_record_name (p, op);
  guint32 n;
  const guint32 *members = ss_callgraph_members (a->graph, ss_callgraph_callee (a->graph, op), &n);
  json_t *entry = json_object (), *only = json_array ();

  json_object_set_new (entry, "site", ss_json_string (site));
  for (guint32 i = 0; i < n; i++)
    if (members[i] != sym)
      json_array_append_new (only, ss_json_string (ss_sym_name (p, members[i])));
  if (json_array_size (only))
    json_object_set (entry, "only", only);
  else
    json_object_set_new (entry, "never", json_true ());
  json_decref (only);
  return entry;
}

/* Whether an external may unwind through what it calls back, were it no source. */
static gboolean
may_call_back (const SsActivation *a, guint32 sym)
{
  const SsProgram *p = a->terms->program;
  const SsExt *e = p->syms[sym].ext == SS_NONE ? NULL : &p->exts[p->syms[sym].ext];

  for (guint32 i = 0; e && a->terms->callbacks && i < e->ncb; i++)
    if (ss_unwind_node (a->unwind, p->callbacks[e->cb0 + i]))
      return TRUE;
  return FALSE;
}

/* The entries of all calls that reach an external; NULL: another external calls it back, of which entries cannot speak. */
static json_t *
external_entries (const SsActivation *a, guint32 sym)
{
  json_t *calls = json_array ();
  guint32 entry = ss_activation_entry (a, sym);

  for (guint32 i = a->in.start[entry]; i < a->in.start[entry + 1]; i++)
    {
      guint32 from = a->in.to[i];
      if (from >= a->nrecords && from < a->nactive)
        {
          json_decref (calls);
          return NULL;
        }
      if (from < a->nrecords)
        json_array_append_new (calls, without_entry (a, a->classes->records[from].op, sym));
      for (guint32 k = a->in.start[from]; from >= a->call0 && k < a->in.start[from + 1]; k++)
        if (a->in.to[k] < a->nrecords)
          json_array_append_new (calls, without_entry (a, a->classes->records[a->in.to[k]].op, sym));
    }
  return calls;
}

/* The entries of a function's own points, NULL: one of them is no call. */
static json_t *
point_entries (const SsActivation *a, guint32 func)
{
  const SsProgram *p = a->terms->program;
  const SsRecord *records = a->classes->records;
  json_t *calls = json_array ();
  guint32 first = 0, end = a->nrecords;

  while (first < end)
    {
      guint32 mid = first + (end - first) / 2;
      if (records[mid].func < func)
        first = mid + 1;
      else
        end = mid;
    }
  for (guint32 r = first; r < a->nrecords && records[r].func == func; r++)
    {
      guint32 op = records[r].op;
      if (!ss_is_call (&p->ops[op]))
        {
          json_decref (calls);
          return NULL;
        }
      json_array_append_new (calls, never_entry (a, op));
    }
  return calls;
}

json_t *
ss_choke_entry (const SsChokes *c, const SsChoke *choke)
{
  const SsActivation *a = c->activation;
  const SsProgram *p = a->terms->program;
  json_t *calls, *entry;

  if (choke->kind == SS_CHOKE_SITE)
    {
      if (!ss_is_call (&p->ops[choke->number]))
        return NULL;
      calls = json_array ();
      json_array_append_new (calls, never_entry (a, choke->number));
      return json_pack ("{s:o}", "calls", calls);
    }
  guint32 func = p->syms[choke->number].func;
  gboolean source = (a->terms->sym_flags[choke->number] & SS_SYM_SOURCE) != 0;
  /* a source that is none any more may still unwind as others do */
  if (func != SS_NONE)
    calls = point_entries (a, func);
  else
    calls = source && !may_call_back (a, choke->number) ? json_array () : external_entries (a, choke->number);
  if (!calls)
    return NULL;
  entry = json_object ();
  if (source)
    {
      g_autofree char *out = g_strconcat ("-", ss_sym_name (p, choke->number), NULL);
      json_object_set_new (entry, "unwind_functions", json_pack ("[o]", ss_json_string (out)));
    }
  if (json_array_size (calls))
    json_object_set (entry, "calls", calls);
  json_decref (calls);
  return entry;
}
