/* Components of the call graph.  All is found on the condensed graph of activations, in which sets and records outside recursion are
 * nodes like others, so that calls through sets are not multiplied out.
 */
#include "components.h"

#include "heap.h"

#include <stdlib.h>
#include <string.h>

typedef struct
{
  const SsActivation *a;
  const SsComponentsAsk *ask;
  guint32 n;                /* components of the graph of activations */
  guint32 *of;              /* owned, by node: its component */
  SsCsr out, in;            /* owned: the condensed graph; an edge may be there several times */
  guint32 *member0, *members; /* owned: symbols that may unwind, by component: member0 has n + 1 */
  guint32 *down, *up;       /* owned, by component: calls from `from`; calls to `to`, or to END */
  guint8 *asked;            /* owned, by component: asked for */
  guint32 *kinds;           /* owned, by component and kind: records */
  guint8 *unwinds, *unknown; /* owned, by component: as in SsBox */
  guint32 *class;           /* owned, by component: alike ones have the same; SS_NONE: nothing asked for is reached through it */
} Work;

static gboolean
is_symbol (const SsActivation *a, guint32 node)
{
  return node >= a->call0 && node - a->call0 < a->terms->program->nsyms && ss_unwind_node (a->unwind, node - a->call0);
}

static guint32
size_of (const Work *w, guint32 c)
{
  return w->member0[c + 1] - w->member0[c];
}

static void
condense (Work *w)
{
  const SsActivation *a = w->a;
  guint32 m = a->out.start[a->nnodes], k = 0;
  g_autofree guint32 *from = g_new (guint32, MAX (m, 1)), *to = g_new (guint32, MAX (m, 1));

  w->of = g_new (guint32, a->nnodes);
  w->n = ss_csr_components (&a->out, w->of);
  for (guint32 v = 0; v < a->nnodes; v++)
    for (guint32 i = a->out.start[v]; i < a->out.start[v + 1]; i++)
      if (w->of[v] != w->of[a->out.to[i]])
        {
          from[k] = w->of[v];
          to[k++] = w->of[a->out.to[i]];
        }
  w->out = ss_csr_build (w->n, k, from, to);
  w->in = ss_csr_reverse (&w->out);
}

typedef struct
{
  guint32 sym, component, records, rank;
} Member;

static int
by_records (gconstpointer x, gconstpointer y)
{
  const Member *a = x, *b = y;

  if (a->component != b->component)
    return a->component < b->component ? -1 : 1;
  if (a->records != b->records)
    return a->records > b->records ? -1 : 1;
  return a->rank < b->rank ? -1 : a->rank > b->rank;
}

static gboolean
unwinds_itself (const SsActivation *a, guint32 record)
{
  guint32 op = a->classes->records[record].op;

  return (ss_term_op (a->terms, op) & SS_TERM_SOURCE) || ss_term_site (a->terms, op).says == SS_SITE_UNWINDS;
}

static void
find_members (Work *w)
{
  const SsActivation *a = w->a;
  guint32 nsyms = a->terms->program->nsyms, n = 0;
  g_autofree Member *members = g_new (Member, MAX (nsyms, 1));

  w->kinds = g_new0 (guint32, (gsize) w->n * SS_N_KINDS);
  w->unwinds = g_new0 (guint8, w->n);
  w->unknown = g_new0 (guint8, w->n);
  for (guint32 sym = 0; sym < nsyms; sym++)
    {
      guint32 entry = a->call0 + sym, c = w->of[entry];
      if (!is_symbol (a, entry))
        continue;
      members[n++] = (Member) { sym, c, a->out.start[entry + 1] - a->out.start[entry], a->sym_rank[sym] };
      for (guint32 i = a->out.start[entry]; i < a->out.start[entry + 1]; i++)
        {
          guint32 r = a->out.to[i];
          if (r >= a->nactive)
            continue;
          w->kinds[(gsize) c * SS_N_KINDS + ss_activation_kind (a, r)]++;
          if (a->out.to[a->out.start[r]] == a->end)
            (unwinds_itself (a, r) ? w->unwinds : w->unknown)[c] = TRUE;
        }
    }
  qsort (members, n, sizeof (Member), by_records);
  w->member0 = g_new0 (guint32, (gsize) w->n + 1);
  w->members = g_new (guint32, MAX (n, 1));
  for (guint32 i = 0; i < n; i++)
    {
      w->members[i] = members[i].sym;
      w->member0[members[i].component + 1]++;
    }
  for (guint32 c = 0; c < w->n; c++)
    w->member0[c + 1] += w->member0[c];
}

/* How many components with members lie on the shortest walk from `start`, that one not counted; SS_NONE: there is no walk. */
static guint32 *
distances (const Work *w, const SsCsr *g, guint32 start)
{
  guint32 *d = g_new (guint32, w->n);
  SsHeap heap;
  SsHeapItem at;

  memset (d, 0xff, w->n * sizeof (guint32));
  ss_heap_init (&heap);
  d[start] = 0;
  ss_heap_push (&heap, 0, start);
  while (ss_heap_pop (&heap, &at))
    for (guint32 i = g->start[at.node]; at.key == d[at.node] && i < g->start[at.node + 1]; i++)
      {
        guint32 to = g->to[i], value = d[at.node] + (size_of (w, to) > 0);
        if (value >= d[to])
          continue;
        d[to] = value;
        ss_heap_push (&heap, value, to);
      }
  ss_heap_clear (&heap);
  return d;
}

static void
find_asked (Work *w)
{
  const SsComponentsAsk *ask = w->ask;
  const SsActivation *a = w->a;

  if (ask->from != SS_NONE)
    w->down = distances (w, &w->out, w->of[a->call0 + ask->from]);
  w->up = distances (w, &w->in, w->of[ask->to == SS_NONE ? a->end : a->call0 + ask->to]);
  w->asked = g_new0 (guint8, w->n);
  for (guint32 c = 0; c < w->n; c++)
    w->asked[c] = size_of (w, c) > 0 && w->up[c] != SS_NONE && (!w->down || w->down[c] != SS_NONE);
}

static guint32
depth_of (const Work *w, guint32 c)
{
  const SsComponentsAsk *ask = w->ask;

  if (ask->from != SS_NONE)
    return w->down[c] + (ask->to == SS_NONE ? 0 : w->up[c]);
  return ask->to == SS_NONE ? w->up[c] - 1 : w->up[c];
}

/* --- boxes --- */

static int
by_number (gconstpointer x, gconstpointer y)
{
  guint32 a = *(const guint32 *) x, b = *(const guint32 *) y;

  return a < b ? -1 : a > b;
}

/* Sequences of numbers, numbered: a sequence is the number of what comes before its last item, and that item. */
typedef struct
{
  GHashTable *table; /* owned: both numbers in one guint64, to the sequence's number */
  guint32 n;
} Sequences;

static guint
hash_pair (gconstpointer key)
{
  return (guint) ((*(const guint64 *) key * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15)) >> 32);
}

static guint32
extend (Sequences *q, guint32 before, guint32 item)
{
  guint64 pair = (guint64) before << 32 | item;
  gpointer number = g_hash_table_lookup (q->table, &pair);

  if (number)
    return GPOINTER_TO_UINT (number);
  g_hash_table_insert (q->table, g_memdup2 (&pair, sizeof pair), GUINT_TO_POINTER (++q->n));
  return q->n;
}

/* Whether a component may be alike to others. */
static gboolean
is_plain (const Work *w, guint32 c)
{
  guint32 sym = w->members[w->member0[c]];

  return size_of (w, c) == 1 && sym != w->ask->from && sym != w->ask->to && !(w->a->terms->sym_flags[sym] & SS_SYM_SOURCE);
}

/* The class of a component, from the sorted classes of what its edges lead to, once each. */
static guint32
class_of (const Work *w, Sequences *q, guint32 c, const guint32 *below, guint32 n)
{
  gboolean holds = size_of (w, c) > 0;
  guint32 class = 0;

  if (!holds && n <= 1)
    return n == 0 ? SS_NONE : below[0]; /* a record with one callee, or what leads nowhere */
  if (holds && !is_plain (w, c))
    return ++q->n;
  if (holds)
    {
      class = extend (q, class, depth_of (w, c));
      class = extend (q, class, ss_worst_kind (w->kinds + (gsize) c * SS_N_KINDS));
    }
  for (guint32 i = 0; i < n; i++)
    class = extend (q, class, below[i]);
  return class;
}

/* Classes from below: edges lead to lower numbers, so what a component calls has its class already. */
static void
find_classes (Work *w)
{
  guint32 end = w->of[w->a->end];
  Sequences q = { g_hash_table_new_full (hash_pair, g_int64_equal, g_free, NULL), 0 };
  g_autoptr (GArray) below = g_array_new (FALSE, FALSE, sizeof (guint32));

  w->class = g_new (guint32, w->n);
  for (guint32 c = 0; c < w->n; c++)
    {
      guint32 n = 0;
      w->class[c] = c == end ? ++q.n : SS_NONE;
      if (c == end || (size_of (w, c) > 0 && !w->asked[c]))
        continue;
      g_array_set_size (below, 0);
      for (guint32 i = w->out.start[c]; i < w->out.start[c + 1]; i++)
        if (w->class[w->out.to[i]] != SS_NONE)
          g_array_append_val (below, w->class[w->out.to[i]]);
      g_array_sort (below, by_number);
      guint32 *items = (guint32 *) (gpointer) below->data;
      for (guint i = 0; i < below->len; i++)
        if (i == 0 || items[i] != items[n - 1])
          items[n++] = items[i];
      w->class[c] = class_of (w, &q, c, items, n);
    }
  g_hash_table_unref (q.table);
}

typedef struct
{
  guint32 c, class;
} Candidate;

static int
by_class (gconstpointer x, gconstpointer y)
{
  const Candidate *a = x, *b = y;

  if (a->class != b->class)
    return a->class < b->class ? -1 : 1;
  return a->c < b->c ? -1 : a->c > b->c;
}

/* A box before it is chosen. */
typedef struct
{
  guint32 at, n;               /* its components, in `order` */
  guint32 depth, size, rank;   /* rank: of its first member by name */
} Draft;

static int
by_place (gconstpointer x, gconstpointer y)
{
  const Draft *a = x, *b = y;

  if (a->depth != b->depth)
    return a->depth < b->depth ? -1 : 1;
  if (a->size != b->size)
    return a->size > b->size ? -1 : 1;
  return a->rank < b->rank ? -1 : a->rank > b->rank;
}

/* The components asked for, alike ones as one draft, in the order in which they are chosen. */
static GArray *
draft (const Work *w, Candidate *order)
{
  const SsActivation *a = w->a;
  GArray *drafts = g_array_new (FALSE, FALSE, sizeof (Draft));
  guint32 n = 0;

  for (guint32 c = 0; c < w->n; c++)
    if (w->asked[c])
      order[n++] = (Candidate) { c, w->class[c] };
  qsort (order, n, sizeof (Candidate), by_class);
  for (guint32 i = 0; i < n; i++)
    {
      guint32 c = order[i].c;
      gboolean new = i == 0 || order[i].class != order[i - 1].class;
      Draft fresh = { i, 0, depth_of (w, c), 0, SS_NONE };
      if (new)
        g_array_append_val (drafts, fresh);
      Draft *d = &g_array_index (drafts, Draft, drafts->len - 1);
      d->n++;
      d->size += size_of (w, c);
      d->rank = MIN (d->rank, a->sym_rank[w->members[w->member0[c]]]);
    }
  g_array_sort (drafts, by_place);
  return drafts;
}

/* --- the result --- */

typedef struct
{
  const Work *w;
  const guint32 *box; /* by component: its draft, or SS_NONE */
  guint32 nchosen;
  guint32 *seen, *met; /* by component, by draft: the last round in which it was reached */
  guint32 round;
  GArray *stack; /* components still to go on from */
} Walk;

/* Calls from or to a box by the edges of g: chosen ones go to `calls` (NULL: nowhere); returns how many are not chosen. */
static guint32
walk (Walk *k, const SsCsr *g, const Candidate *components, guint32 n, GArray *calls)
{
  guint32 self = k->box[components[0].c], left = 0;

  k->round++;
  k->met[self] = k->round;
  for (guint32 i = 0; i < n; i++)
    g_array_append_val (k->stack, components[i].c);
  while (k->stack->len > 0)
    {
      guint32 v = g_array_index (k->stack, guint32, k->stack->len - 1);
      g_array_set_size (k->stack, k->stack->len - 1);
      for (guint32 i = g->start[v]; i < g->start[v + 1]; i++)
        {
          guint32 to = g->to[i], b = k->box[to];
          if (k->seen[to] == k->round)
            continue;
          k->seen[to] = k->round;
          if (size_of (k->w, to) == 0)
            g_array_append_val (k->stack, to);
          else if (b != SS_NONE && k->met[b] != k->round)
            {
              SsBoxCall call = { self, b };
              k->met[b] = k->round;
              if (b >= k->nchosen)
                left++;
              else if (calls)
                g_array_append_val (calls, call);
            }
        }
    }
  return left;
}

static int
by_callee (gconstpointer x, gconstpointer y)
{
  const SsBoxCall *a = x, *b = y;

  if (a->from != b->from)
    return a->from < b->from ? -1 : 1;
  return a->to < b->to ? -1 : a->to > b->to;
}

static void
find_calls (const Work *w, SsComponents *s, const GArray *drafts, const Candidate *order)
{
  GArray *calls = g_array_new (FALSE, FALSE, sizeof (SsBoxCall));
  g_autofree guint32 *box = g_new (guint32, w->n), *seen = g_new0 (guint32, w->n);
  g_autofree guint32 *met = g_new0 (guint32, MAX (drafts->len, 1));
  g_autoptr (GArray) stack = g_array_new (FALSE, FALSE, sizeof (guint32));
  Walk k = { w, box, s->nboxes, seen, met, 0, stack };

  memset (box, 0xff, w->n * sizeof (guint32));
  for (guint i = 0; i < drafts->len; i++)
    {
      const Draft *d = &g_array_index (drafts, Draft, i);
      for (guint32 m = 0; m < d->n; m++)
        box[order[d->at + m].c] = i;
    }
  for (guint32 i = 0; i < s->nboxes; i++)
    {
      const Draft *d = &g_array_index (drafts, Draft, i);
      s->boxes[i].callees_left = walk (&k, &w->out, order + d->at, 1, calls); /* alike ones call the same boxes */
      s->boxes[i].callers_left = walk (&k, &w->in, order + d->at, d->n, NULL);
    }
  g_array_sort (calls, by_callee);
  s->ncalls = calls->len;
  s->calls = (SsBoxCall *) (gpointer) g_array_free (calls, FALSE);
}

/* Fills a box from its draft. */
static void
fill (const Work *w, SsBox *b, const Draft *d, const Candidate *order, GArray *members)
{
  const guint8 *flags = w->a->terms->sym_flags;

  b->member0 = members->len;
  b->ncomponents = d->n;
  b->depth = d->depth;
  for (guint32 i = 0; i < d->n; i++)
    {
      guint32 c = order[d->at + i].c;
      g_array_append_vals (members, w->members + w->member0[c], size_of (w, c));
      b->unwinds |= w->unwinds[c];
      b->unknown |= w->unknown[c];
      for (SsKind kind = 0; kind < SS_N_KINDS; kind++)
        b->kinds[kind] += w->kinds[(gsize) c * SS_N_KINDS + kind];
    }
  b->nmembers = members->len - b->member0;
  b->source = (flags[g_array_index (members, guint32, b->member0)] & SS_SYM_SOURCE) != 0; /* sources call nothing: no recursion */
}

/* Members of a box in the order in which they are named. */
static void
sort_members (const Work *w, guint32 *members, guint32 n)
{
  const SsActivation *a = w->a;
  g_autofree Member *m = g_new (Member, MAX (n, 1));

  for (guint32 i = 0; i < n; i++)
    {
      guint32 entry = a->call0 + members[i];
      gboolean wanted = members[i] == w->ask->from || members[i] == w->ask->to;
      m[i] = (Member) { members[i], wanted ? 0 : 1, a->out.start[entry + 1] - a->out.start[entry], a->sym_rank[members[i]] };
    }
  qsort (m, n, sizeof (Member), by_records);
  for (guint32 i = 0; i < n; i++)
    members[i] = m[i].sym;
}

SsComponents *
ss_components_new (const SsActivation *a, const SsComponentsAsk *ask)
{
  Work w = { .a = a, .ask = ask };
  SsComponents *s = g_new0 (SsComponents, 1);

  condense (&w);
  find_members (&w);
  find_asked (&w);
  find_classes (&w);
  g_autofree Candidate *order = g_new (Candidate, w.n);
  g_autoptr (GArray) drafts = draft (&w, order);
  for (guint i = 0; i < drafts->len; i++)
    {
      const Draft *d = &g_array_index (drafts, Draft, i);
      s->all_members += d->size;
      if (i < ask->max && d->depth <= ask->depth)
        s->nboxes++;
    }
  s->all_boxes = drafts->len;
  s->boxes = g_new0 (SsBox, MAX (s->nboxes, 1));
  GArray *members = g_array_new (FALSE, FALSE, sizeof (guint32));
  for (guint32 i = 0; i < s->nboxes; i++)
    fill (&w, &s->boxes[i], &g_array_index (drafts, Draft, i), order, members);
  s->nmembers = members->len;
  s->members = (guint32 *) (gpointer) g_array_free (members, FALSE);
  for (guint32 i = 0; i < s->nboxes; i++)
    sort_members (&w, s->members + s->boxes[i].member0, s->boxes[i].nmembers);
  find_calls (&w, s, drafts, order);
  ss_csr_clear (&w.out);
  ss_csr_clear (&w.in);
  g_free (w.of);
  g_free (w.member0);
  g_free (w.members);
  g_free (w.down);
  g_free (w.up);
  g_free (w.asked);
  g_free (w.kinds);
  g_free (w.unwinds);
  g_free (w.unknown);
  g_free (w.class);
  return s;
}

void
ss_components_free (SsComponents *c)
{
  if (!c)
    return;
  g_free (c->boxes);
  g_free (c->members);
  g_free (c->calls);
  g_free (c);
}

SsKind
ss_worst_kind (const guint32 kinds[SS_N_KINDS])
{
  static const SsKind worst_first[] = { SS_KIND_FOREIGN, SS_KIND_SPECIAL, SS_KIND_STATELESS, SS_KIND_FRAME, SS_KIND_PASSTHROUGH, SS_KIND_TAIL };

  for (gsize i = 0; i < G_N_ELEMENTS (worst_first); i++)
    if (kinds[worst_first[i]] > 0)
      return worst_first[i];
  return SS_N_KINDS;
}
