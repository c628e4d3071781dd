/* Diagrams of chains, hops and calls on random programs: what they show is held against plain walks over the same graph.
 *
 * STACKSIEVE_PROGRAMS=N runs N programs, STACKSIEVE_SEED=N that one alone; a failure names its seed.
 */
#include "analyzer/components.h"
#include "analyzer/through.h"
#include "tests/drawn.h"
#include "tests/gen.h"
#include "viz/dot_calls.h"
#include "viz/dot_chain.h"

#include <string.h>

enum
{
  DEFAULT_PROGRAMS = 400,
  MANY = 10000
};

/* What happened in all programs together: tests that never meet a thing prove nothing of it. */
static struct
{
  guint chains, several, cut, hops, wide, alike, recursion, left;
} totals;

/* --- plain walks --- */

/* The symbols that the calls of a record may enter; *itself: the operation ends the chain. */
static GArray *
callees (const SsActivation *a, guint32 record, gboolean *itself)
{
  GArray *syms = g_array_new (FALSE, FALSE, sizeof (guint32));
  guint32 set0 = a->call0 + a->terms->program->nsyms;
  *itself = FALSE;
  for (guint32 i = a->out.start[record]; i < a->out.start[record + 1]; i++)
    {
      guint32 v = a->out.to[i], n = 1;
      const guint32 *to = &a->out.to[i];
      if (v == a->end)
        {
          *itself = TRUE;
          continue;
        }
      if (v >= set0)
        {
          to = a->out.to + a->out.start[v];
          n = a->out.start[v + 1] - a->out.start[v];
        }
      for (guint32 k = 0; k < n; k++)
        {
          guint32 sym = to[k] - a->call0;
          g_array_append_val (syms, sym);
        }
    }
  return syms;
}

static gboolean
is_source (const SsActivation *a, guint32 sym)
{
  return (a->terms->sym_flags[sym] & SS_SYM_SOURCE) != 0;
}

/* Steps between records, and which records lead to an end. */
typedef struct
{
  guint32 n;
  gboolean *step; /* owned: n · n */
  gboolean *ends; /* owned: n */
} Steps;

static Steps
steps_new (const Case *c, guint32 to, gboolean hop)
{
  const SsActivation *a = c->a;
  Steps s = { a->nactive, g_new0 (gboolean, a->nactive * a->nactive + 1), g_new0 (gboolean, a->nactive + 1) };
  for (guint32 r = 0; r < s.n; r++)
    {
      gboolean itself;
      g_autoptr (GArray) syms = callees (a, r, &itself);
      s.ends[r] = itself && (hop || to == SS_NONE);
      for (guint i = 0; i < syms->len; i++)
        {
          guint32 sym = g_array_index (syms, guint32, i);
          if (sym == to || (hop && a->terms->sym_flags[sym] & SS_SYM_RUNS_FRAME))
            s.ends[r] = TRUE;
          else if (is_source (a, sym))
            s.ends[r] |= hop || to == SS_NONE;
          else
            for (guint32 y = 0; y < s.n; y++)
              s.step[r * s.n + y] |= ss_activation_sym (a, y) == sym;
        }
    }
  return s;
}

static void
steps_clear (Steps *s)
{
  g_free (s->step);
  g_free (s->ends);
}

/* Lengths of shortest walks, relaxed until nothing changes: records up to each one, and on from it. */
static void
lengths (const Steps *s, const gboolean *starts, guint32 *before, guint32 *after)
{
  for (guint32 r = 0; r < s->n; r++)
    {
      before[r] = starts[r] ? 1 : MANY;
      after[r] = s->ends[r] ? 1 : MANY;
    }
  for (gboolean changed = TRUE; changed;)
    {
      changed = FALSE;
      for (guint32 x = 0; x < s->n; x++)
        for (guint32 y = 0; y < s->n; y++)
          if (s->step[x * s->n + y])
            {
              changed |= before[x] + 1 < before[y] || after[y] + 1 < after[x];
              before[y] = MIN (before[y], before[x] + 1);
              after[x] = MIN (after[x], after[y] + 1);
            }
    }
}

/* --- reading a diagram --- */

/* The records that a diagram shows. */
static gboolean *
shown_records (const Case *c, GBytes *dot, guint *n)
{
  gboolean *shown = g_new0 (gboolean, c->a->nactive + 1);
  Agraph_t *g = drawn_read (dot);
  *n = 0;
  for (guint32 r = 0; r < c->a->nactive; r++)
    {
      char name[32];
      if (ss_activation_is_external (c->a, r))
        g_snprintf (name, sizeof name, "x%u", ss_activation_sym (c->a, r));
      else
        g_snprintf (name, sizeof name, "r%u", c->classes->records[r].op);
      shown[r] = agnode (g, name, FALSE) != NULL;
      *n += shown[r];
    }
  agclose (g);
  return shown;
}

/* Chosen records lie on whole ways, and what is left out is counted. */
static void
check_through (const Case *c, const SsThroughAsk *ask, const Steps *s, const gboolean *asked, const guint32 *before,
               const guint32 *after, guint32 best)
{
  g_autoptr (SsThrough) t = ss_through_new (c->a, ask);
  g_autofree gboolean *chosen = g_new0 (gboolean, s->n + 1), *led = g_new0 (gboolean, s->n + 1), *leads = g_new0 (gboolean, s->n + 1);
  guint32 all = 0, left = 0;
  for (guint32 i = 0; i < t->nrecords; i++)
    chosen[t->records[i].record] = TRUE;
  for (guint32 i = 0; i < t->nsteps; i++)
    {
      const SsThroughStep *step = &t->steps[i];
      leads[step->from] = TRUE;
      if (step->to != SS_NONE)
        led[step->to] = TRUE;
      ck_case (c, step->to == SS_NONE ? s->ends[step->from] : s->step[step->from * s->n + step->to], "a step that is none");
    }
  for (guint32 i = 0; i < ask->nstarts; i++)
    {
      guint32 r = ask->starts[i];
      led[r] = TRUE;
      left += asked[r] && !chosen[r] && (!ask->best || after[r] == best);
    }
  ck_case (c, left == t->starts_left, "%u starts left, %u expected", t->starts_left, left);
  for (guint32 r = 0; r < s->n; r++)
    {
      all += asked[r];
      ck_case (c, !chosen[r] || (asked[r] && led[r] && leads[r]), "record %u is on no whole way", r);
    }
  ck_case (c, t->total == all, "%u records in all, %u expected", t->total, all);
  for (guint32 i = 0; i < t->nrecords; i++)
    {
      guint32 x = t->records[i].record, n = 0;
      for (guint32 y = 0; y < s->n; y++)
        n += s->step[x * s->n + y] && asked[y] && !chosen[y] && (!ask->best || before[x] + after[y] == best);
      ck_case (c, t->records[i].left == n, "record %u: %u left, %u expected", x, t->records[i].left, n);
      totals.left += n;
    }
}

/* --- chains --- */

static void
check_chain (const Case *c, guint32 from, guint32 to)
{
  const SsActivation *a = c->a;
  g_autoptr (SsWay) way = ss_way_between (a, from, to);
  g_autoptr (GBytes) dot = ss_dot_chain (a, from, to, MANY);
  ck_case (c, (way != NULL) == (dot != NULL), "a chain and no picture, or the other way round");
  if (!way || is_source (a, from))
    return;
  Steps s = steps_new (c, to, FALSE);
  g_autofree gboolean *starts = g_new0 (gboolean, s.n + 1), *asked = g_new0 (gboolean, s.n + 1);
  g_autofree guint32 *before = g_new (guint32, s.n + 1), *after = g_new (guint32, s.n + 1);
  guint n, few, all = 0;
  for (guint32 r = 0; r < s.n; r++)
    starts[r] = ss_activation_sym (a, r) == from;
  lengths (&s, starts, before, after);
  for (guint32 r = 0; r < s.n; r++)
    {
      asked[r] = before[r] + after[r] - 1 == way->records->len;
      all += asked[r];
    }
  g_autofree gboolean *shown = shown_records (c, dot, &n);
  for (guint32 r = 0; r < s.n; r++)
    ck_case (c, shown[r] == asked[r], "record %u of a shortest chain is not shown, or of none is", r);
  guint32 entry = ss_activation_entry (a, from), first = a->out.start[entry];
  SsThroughAsk ask = { .starts = a->out.to + first, .nstarts = a->out.start[entry + 1] - first, .to = to, .best = TRUE,
                       .ends = to == SS_NONE ? SS_ENDS_SOURCE : 0, .way = way, .max = 3 };
  check_through (c, &ask, &s, asked, before, after, way->records->len);
  g_autoptr (GBytes) cut = ss_dot_chain (a, from, to, 3), again = ss_dot_chain (a, from, to, 3);
  g_autofree gboolean *some = shown_records (c, cut, &few);
  ck_case (c, g_bytes_equal (cut, again), "not the same bytes");
  ck_case (c, few <= MAX (3, way->records->len), "more than were asked for");
  totals.chains++;
  totals.several += all > way->records->len;
  totals.cut += few < n;
  steps_clear (&s);
}

static void
check_hop (const Case *c, const SsHop *hop)
{
  Steps s = steps_new (c, SS_NONE, TRUE);
  g_autofree gboolean *starts = g_new0 (gboolean, s.n + 1), *asked = g_new0 (gboolean, s.n + 1);
  g_autofree guint32 *before = g_new (guint32, s.n + 1), *after = g_new (guint32, s.n + 1);
  g_autoptr (GBytes) dot = ss_dot_hop (c->hops, hop, MANY), again = ss_dot_hop (c->hops, hop, MANY);
  guint n;
  starts[hop->record] = TRUE;
  lengths (&s, starts, before, after);
  g_autofree gboolean *shown = shown_records (c, dot, &n);
  for (guint32 r = 0; r < s.n; r++)
    {
      asked[r] = before[r] < MANY && after[r] < MANY;
      ck_case (c, shown[r] == asked[r], "record %u of a way is not shown, or of none is", r);
    }
  ck_case (c, g_bytes_equal (dot, again), "not the same bytes");
  g_autoptr (SsWay) way = ss_hops_way (c->hops, hop->record);
  SsThroughAsk ask = { .starts = &hop->record, .nstarts = 1, .ends = SS_ENDS_SOURCE | SS_ENDS_FRAME, .to = SS_NONE,
                       .weight = c->hops->weight, .way = way, .max = 4 };
  check_through (c, &ask, &s, asked, before, after, 0);
  totals.hops++;
  totals.wide += n > way->records->len;
  steps_clear (&s);
}

/* --- calls --- */

/* Which symbols call which, and reach which by calls. */
typedef struct
{
  guint32 n;
  gboolean *calls, *reach; /* owned: n · n */
} Symbols;

static Symbols
symbols_new (const Case *c)
{
  guint32 n = c->program->nsyms;
  Symbols s = { n, g_new0 (gboolean, n * n + 1), NULL };
  for (guint32 r = 0; r < c->a->nactive; r++)
    {
      gboolean itself;
      guint32 from = ss_activation_sym (c->a, r);
      g_autoptr (GArray) syms = callees (c->a, r, &itself);
      for (guint i = 0; !is_source (c->a, from) && i < syms->len; i++)
        s.calls[from * n + g_array_index (syms, guint32, i)] = TRUE;
    }
  s.reach = g_memdup2 (s.calls, (n * n + 1) * sizeof (gboolean));
  for (guint32 k = 0; k < n; k++)
    for (guint32 i = 0; i < n; i++)
      for (guint32 j = 0; j < n; j++)
        s.reach[i * n + j] |= s.reach[i * n + k] && s.reach[k * n + j];
  return s;
}

/* Every box is what the header says, every call is there, everything left out is counted. */
static void
check_components (const Case *c, const Symbols *s, const SsComponentsAsk *ask)
{
  SsComponentsAsk whole = { ask->from, ask->to, SS_NONE, MANY };
  g_autoptr (SsComponents) all = ss_components_new (c->a, &whole), some = ss_components_new (c->a, ask);
  g_autofree guint32 *box = g_new (guint32, s->n + 1);
  memset (box, 0xff, (s->n + 1) * sizeof (guint32));
  for (guint32 b = 0; b < all->nboxes; b++)
    for (guint32 m = 0; m < all->boxes[b].nmembers; m++)
      {
        guint32 sym = all->members[all->boxes[b].member0 + m];
        ck_case (c, box[sym] == SS_NONE, "a symbol in two boxes");
        box[sym] = b;
      }
  for (guint32 x = 0; x < s->n; x++)
    {
      gboolean from = ask->from == SS_NONE || x == ask->from || s->reach[ask->from * s->n + x];
      gboolean to = ask->to == SS_NONE || x == ask->to || s->reach[x * s->n + ask->to];
      ck_case (c, (box[x] != SS_NONE) == (ss_unwind_node (c->unwind, x) && from && to), "symbol %u is asked for and left out, or not", x);
      if (box[x] == SS_NONE)
        continue;
      const SsBox *b = &all->boxes[box[x]];
      guint32 kinds[SS_N_KINDS] = { 0 };
      for (guint32 r = 0; r < c->a->nactive; r++)
        kinds[ss_activation_kind (c->a, r)] += ss_activation_sym (c->a, r) == x;
      ck_case (c, b->ncomponents == 1 || ss_worst_kind (kinds) == ss_worst_kind (b->kinds), "alike, and not of one worst kind");
      totals.alike += b->ncomponents > 1;
      totals.recursion += b->ncomponents == 1 && b->nmembers > 1;
      for (guint32 y = 0; y < s->n; y++)
        if (y != x && box[y] != SS_NONE)
          {
            gboolean circle = s->reach[x * s->n + y] && s->reach[y * s->n + x];
            ck_case (c, !circle || box[x] == box[y], "a recursion in two boxes");
            ck_case (c, circle || box[x] != box[y] || b->ncomponents > 1, "no recursion, and one component");
          }
    }
  /* Calls: of each member of a box the same boxes. */
  g_autofree gboolean *drawn = g_new0 (gboolean, all->nboxes * all->nboxes + 1);
  for (guint32 i = 0; i < all->ncalls; i++)
    drawn[all->calls[i].from * all->nboxes + all->calls[i].to] = TRUE;
  for (guint32 x = 0; x < s->n; x++)
    for (guint32 b = 0; box[x] != SS_NONE && b < all->nboxes; b++)
      {
        gboolean calls = FALSE;
        for (guint32 w = 0; w < s->n; w++)
          for (guint32 y = 0; y < s->n; y++)
            calls |= box[w] == box[x] && (w == x || all->boxes[box[x]].ncomponents == 1) && box[y] == b && s->calls[w * s->n + y];
        ck_case (c, b == box[x] || calls == drawn[box[x] * all->nboxes + b], "symbol %u and box %u: a call not drawn, or none drawn", x, b);
      }
  /* The part: the first boxes of the whole, with what is missing beside them. */
  ck_case (c, some->nboxes <= ask->max && some->all_boxes == all->nboxes && some->all_members == all->nmembers, "totals differ");
  for (guint32 b = 0; b < some->nboxes; b++)
    {
      guint32 up = 0, down = 0;
      ck_case (c, some->boxes[b].depth <= ask->depth && some->boxes[b].nmembers == all->boxes[b].nmembers, "not the first boxes");
      for (guint32 o = some->nboxes; o < all->nboxes; o++)
        {
          up += drawn[o * all->nboxes + b];
          down += drawn[b * all->nboxes + o];
        }
      ck_case (c, up == some->boxes[b].callers_left && down == some->boxes[b].callees_left, "box %u: not what was left out", b);
    }
  g_autoptr (GBytes) dot = ss_dot_calls (c->a, some, ask), again = ss_dot_calls (c->a, some, ask);
  ck_case (c, g_bytes_equal (dot, again), "not the same bytes");
  Agraph_t *g = drawn_read (dot);
  for (guint32 b = 0; b < some->nboxes; b++)
    {
      char name[32], up[32], down[32];
      g_snprintf (name, sizeof name, "c%u", b);
      g_snprintf (up, sizeof up, "c%u_up", b);
      g_snprintf (down, sizeof down, "c%u_down", b);
      ck_case (c, agnode (g, name, FALSE) != NULL, "box %u is not drawn", b);
      ck_case (c, (agnode (g, up, FALSE) != NULL) == (some->boxes[b].callers_left > 0), "box %u: callers left out", b);
      ck_case (c, (agnode (g, down, FALSE) != NULL) == (some->boxes[b].callees_left > 0), "box %u: callees left out", b);
    }
  agclose (g);
}

static void
check_case (const Case *c)
{
  guint32 n = c->program->nsyms, last = SS_NONE;
  Symbols s = symbols_new (c);
  for (guint32 from = 0; from < n; from++)
    {
      if (!ss_unwind_node (c->unwind, from))
        continue;
      check_chain (c, from, SS_NONE);
      for (guint32 to = 0; to < n; to++)
        if (ss_unwind_node (c->unwind, to))
          check_chain (c, from, to);
      const SsComponentsAsk below = { from, SS_NONE, 1, MANY }, above = { SS_NONE, from, SS_NONE, 3 }, between = { from, last, SS_NONE, 2 };
      check_components (c, &s, &below);
      check_components (c, &s, &above);
      check_components (c, &s, &between);
      last = from;
    }
  const SsComponentsAsk all = { SS_NONE, SS_NONE, SS_NONE, 4 };
  check_components (c, &s, &all);
  for (guint32 i = 0; i < c->hops->nhops; i++)
    check_hop (c, &c->hops->hops[i]);
  g_free (s.calls);
  g_free (s.reach);
}

START_TEST (pictures_show_what_there_is)
{
  guint64 programs = gen_programs (DEFAULT_PROGRAMS), seed = drawn_number ("STACKSIEVE_SEED", 0);
  for (guint64 i = seed ? seed : 1; i <= (seed ? seed : programs); i++)
    {
      Case c;
      case_random (&c, i);
      if (c.terms)
        check_case (&c);
      case_clear (&c);
    }
  if (seed)
    return;
  ck_assert_uint_gt (totals.chains, programs);
  ck_assert_uint_gt (totals.several, 0);
  ck_assert_uint_gt (totals.cut, 0);
  ck_assert_uint_gt (totals.hops, 0);
  ck_assert_uint_gt (totals.wide, 0);
  ck_assert_uint_gt (totals.alike, 0);
  ck_assert_uint_gt (totals.recursion, 0);
  ck_assert_uint_gt (totals.left, 0);
}
END_TEST

int
main (void)
{
  TCase *t = tcase_create ("random programs");
  tcase_set_timeout (t, 120);
  tcase_add_test (t, pictures_show_what_there_is);
  return drawn_run ("draw-chains", t);
}
