/* Random programs: chains, hops, plans, names, choke points and chains from elsewhere, against the definitions (naive_chains.h). */
#include "tests/chains_property.h"

#include "analyzer/chokes.h"
#include "analyzer/plan.h"
#include "analyzer/registry.h"
#include "ir/load.h"
#include "tests/gen.h"
#include "tests/memory.h"
#include "tests/naive_chains.h"

#include <check.h>
#include <string.h>

#define BIT(i) (G_GUINT64_CONSTANT (1) << (i))

#define PLAN_STEPS 3

/* One program, everything made of it, and everything computed of that. */
typedef struct
{
  guint64 seed;
  json_t *json, *more; /* owned */
  GPtrArray *sources;  /* owned: names, NULL at the end */
  NaivePolicy words;
  SsProgram *program;  /* owned, as are all others */
  SsPolicy *policy;
  SsTerms *terms;
  SsCallGraph *graph;
  SsUnwind *unwind;
  SsClasses *classes;
  guint8 *named;
  SsActivation *activation;
  SsHops *hops;
  SsChains *chains;
  NaiveChains *naive;
} Case;

#define ck_case(c, condition, format, ...)                                                                             \
  ck_assert_msg (condition, "seed %" G_GUINT64_FORMAT ": " format, (c)->seed, __VA_ARGS__)

static SsProgram *
load (const Case *c, const json_t *json)
{
  SsLoadOptions options = SS_LOAD_DEFAULTS;
  g_autoptr (GPtrArray) faults = g_ptr_array_new_with_free_func ((GDestroyNotify) ss_fault_free);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = gen_stream (json, c->seed % 4 ? c->seed : 0);
  guint64 nfaults = 0;

  options.threads = 1;
  SsProgram *p = ss_load (memory_file (text, strlen (text)), &options, faults, &nfaults, &error);
  if (!p)
  {
    g_autofree char *first = faults->len ? ss_fault_text (g_ptr_array_index (faults, 0)) : NULL;
    ck_abort_msg ("seed %" G_GUINT64_FORMAT ": %s; %s", c->seed, error->message, first ? first : "");
  }
  return p;
}

static gboolean
has (const json_t *strings, const char *s)
{
  const json_t *v;
  size_t i;

  json_array_foreach ((json_t *) strings, i, v)
    if (!strcmp (json_string_value (v), s))
      return TRUE;
  return FALSE;
}

/* Everything from the policy on; `extra`, if not NULL, is what ss_policy_add() adds.  FALSE: it contradicts the policy. */
static gboolean
analyze (Case *c, const char *extra)
{
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  json_t *policy = gen_policy_file (c->more);

  c->policy = ss_policy_load (memory_json (policy), notes, &error);
  json_decref (policy);
  ck_case (c, c->policy && !notes->len, "%s", error ? error->message : "notes");
  if (extra)
    ck_case (c, ss_policy_add (c->policy, "extra", extra, notes, &error), "%s: %s", extra, error->message);
  c->terms = ss_policy_bind (c->policy, c->program, notes, &error);
  if (!c->terms && extra && strstr (error->message, "contradicts"))
    return FALSE;
  ck_case (c, c->terms != NULL, "%s", error->message);
  c->graph = ss_callgraph_new (c->terms);
  c->unwind = ss_unwind_new (c->terms, c->graph);
  c->classes = ss_classify (c->terms, c->unwind, 1);
  c->named = g_new0 (guint8, c->classes->nrecords + 1);
  for (guint32 i = 0; i < c->classes->nrecords; i++)
  {
    g_autofree char *name = ss_record_name (c->program, c->classes->records[i].op);
    c->named[i] = has (json_object_get (c->more, "named"), name);
  }
  c->activation = ss_activation_new (c->terms, c->graph, c->unwind, c->classes, c->named);
  return TRUE;
}

static void
analysis_clear (Case *c)
{
  g_clear_pointer (&c->activation, ss_activation_free);
  g_clear_pointer (&c->named, g_free);
  g_clear_pointer (&c->classes, ss_classes_free);
  g_clear_pointer (&c->unwind, ss_unwind_free);
  g_clear_pointer (&c->graph, ss_callgraph_free);
  g_clear_pointer (&c->terms, ss_terms_free);
  g_clear_pointer (&c->policy, ss_policy_free);
}

static void
case_init (Case *c, guint64 seed)
{
  const json_t *v;
  size_t i;

  *c = (Case) { .seed = seed };
  c->json = gen_small_program (seed);
  c->more = gen_chain_policy (c->json, seed);
  c->sources = g_ptr_array_new ();
  for (i = 0; gen_source_symbols[i]; i++)
    g_ptr_array_add (c->sources, (gpointer) gen_source_symbols[i]);
  json_array_foreach (json_object_get (c->more, "sources"), i, v)
    g_ptr_array_add (c->sources, (gpointer) json_string_value (v));
  g_ptr_array_add (c->sources, NULL);
  c->words = (NaivePolicy) { gen_pure_ops, gen_copy_ops, gen_house_ops, gen_source_ops, (const char *const *) c->sources->pdata,
                             gen_frame_types, gen_foreign_types, json_is_true (json_object_get (c->more, "unknown_unwinds")),
                             json_is_true (json_object_get (c->more, "callbacks")), json_object_get (c->more, "calls") };
  c->naive = naive_chains_new (c->json, &c->words, c->more);
  if (c->naive->too_large)
    return;
  c->program = load (c, c->json);
  analyze (c, NULL);
  c->hops = ss_hops_new (c->activation);
  c->chains = ss_chains_new (c->activation, c->hops);
}

static void
case_clear (Case *c)
{
  g_clear_pointer (&c->chains, ss_chains_free);
  g_clear_pointer (&c->hops, ss_hops_free);
  analysis_clear (c);
  g_clear_pointer (&c->program, ss_program_free);
  naive_chains_free (c->naive);
  g_ptr_array_unref (c->sources);
  json_decref (c->json);
  json_decref (c->more);
}

/* ---- one program and the other ---- */

/* The node of a step, the step of a node. */
static guint32
node_of (const Case *c, guint step)
{
  guint32 node = ss_activation_find (c->activation, c->naive->steps[step].name);

  ck_case (c, node != SS_NONE, "%s is no record", c->naive->steps[step].name);
  return node;
}

static guint
step_of (const Case *c, guint32 node)
{
  g_autofree char *name = ss_activation_name (c->activation, node);
  guint step = naive_step (c->naive, name);

  ck_case (c, step != NAIVE_NONE, "%s is a record, the definitions have none", name);
  return step;
}

static const char *
end_name (const NaiveChains *n, const NaiveWay *way)
{
  return way->end == NAIVE_NONE ? "END" : n->symbols[way->end].name;
}

static char *
naive_text (const NaiveChains *n, const NaiveWay *way)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < way->n; i++)
    g_string_append_printf (text, "%s > ", n->steps[way->steps[i]].name);
  g_string_append (text, end_name (n, way));
  return g_string_free (text, FALSE);
}

static char *
way_text (const Case *c, const SsWay *way)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < way->records->len; i++)
  {
    g_autofree char *name = ss_activation_name (c->activation, g_array_index (way->records, guint32, i));
    g_string_append_printf (text, "%s > ", name);
  }
  g_string_append (text, way->end == SS_NONE ? "END" : ss_sym_name (c->program, way->end));
  return g_string_free (text, FALSE);
}

/* `expected`: NULL, there is none. */
static void
check_way (const Case *c, const char *what, const char *of, SsWay *take_way, const NaiveWay *expected)
{
  g_autoptr (SsWay) way = take_way;
  g_autofree char *got = way ? way_text (c, way) : g_strdup ("none");
  g_autofree char *wanted = expected ? naive_text (c->naive, expected) : g_strdup ("none");

  if (strcmp (got, wanted))
    ck_abort_msg ("seed %" G_GUINT64_FORMAT ": %s %s:\n  analyzer:    %s\n  definitions: %s", c->seed, what, of, got, wanted);
}

static void
check_records (const Case *c, ChainsTotals *t)
{
  const NaiveChains *n = c->naive;
  const SsActivation *a = c->activation;

  ck_case (c, a->nactive == n->nsteps, "%u records, the definitions have %u", a->nactive, n->nsteps);
  for (guint i = 0; i < n->nsteps; i++)
  {
    const NaiveStep *s = &n->steps[i];
    guint32 node = node_of (c, i);
    ck_case (c, !strcmp (ss_kind_name (ss_activation_kind (a, node)), s->kind), "%s is %s, by the definitions %s", s->name,
             ss_kind_name (ss_activation_kind (a, node)), s->kind);
    ck_case (c, !strcmp (ss_bar_name (a->bar[node]), s->bar), "%s: its bar is %s, by the definitions %s", s->name,
             ss_bar_name (a->bar[node]), s->bar);
    ck_case (c, ss_activation_is_external (a, node) == s->external, "%s", s->name);
    ck_case (c, i == 0 || ss_activation_compare (a, node_of (c, i - 1), node) < 0, "%s is out of order", s->name);
    t->bars[a->bar[node]]++;
    t->externals += s->external;
  }
  for (guint k = 0; k < n->nsymbols; k++)
  {
    guint32 sym = ss_find_sym (c->program, n->symbols[k].name);
    ck_case (c, ss_unwind_node (c->unwind, sym) == n->symbols[k].unwinds, "whether %s may unwind", n->symbols[k].name);
  }
  t->records += n->nsteps;
}

/* ---- hops ---- */

static void
check_hop (const Case *c, const NaiveHop *expected, ChainsTotals *t)
{
  const NaiveStep *s = &c->naive->steps[expected->step];
  guint32 node = node_of (c, expected->step);
  const SsHop *h = ss_hops_find (c->hops, node);

  ck_case (c, h && h->record == node, "%s starts no hop", s->name);
#define ck_field(field)                                                                                                \
  ck_case (c, h->field == expected->field, "hop %s: " #field " is %u, by the definitions %u", s->name, h->field, expected->field)
  ck_field (fewest);
  ck_field (fewest_frame);
  ck_field (fewest_source);
  ck_field (fewest_unnamed);
  ck_field (run);
#undef ck_field
  ck_case (c, !strcmp (ss_strategy_name (h->strategy), expected->strategy), "hop %s is %s, by the definitions %s", s->name,
           ss_strategy_name (h->strategy), expected->strategy);
  ck_case (c, !strcmp (c->hops->groups[h->group].name, expected->group), "hop %s is in %s, by the definitions in %s", s->name,
           c->hops->groups[h->group].name, expected->group);
  check_way (c, "cheapest way of hop", s->name, ss_hops_way (c->hops, node), &expected->way);
  t->strategies[h->strategy]++;
  t->groups += strcmp (expected->group, ss_hops_loop_name ()) != 0;
  t->longest_way = MAX (t->longest_way, expected->way.n);
  t->longest_run = MAX (t->longest_run, expected->run);
  t->several_runs += expected->run > 1;
  if (expected->way.end == NAIVE_NONE)
    t->no_name_ends++;
  else if (c->naive->symbols[expected->way.end].frame)
    t->frame_ends++;
  else
    t->source_ends++;
}

static void
check_groups (const Case *c)
{
  const SsHops *h = c->hops;
  g_autofree SsHopGroup *sums = g_new0 (SsHopGroup, h->ngroups + 1);

  for (guint32 i = 0; i < h->nhops; i++)
  {
    SsHopGroup *g = &sums[h->hops[i].group];
    const SsHop *hop = &h->hops[i];
    gboolean first = !g->hops++;
    g->strategies[hop->strategy]++;
    g->fewest_min = first ? hop->fewest : MIN (g->fewest_min, hop->fewest);
    g->fewest_max = MAX (g->fewest_max, hop->fewest);
    g->run_min = first ? hop->run : MIN (g->run_min, hop->run);
    g->run_max = MAX (g->run_max, hop->run);
    ck_case (c, i == 0 || hop[-1].group < hop->group
                    || (hop[-1].group == hop->group && ss_activation_compare (c->activation, hop[-1].record, hop->record) < 0),
             "hop %u is out of order", i);
  }
  for (guint32 g = 0; g < h->ngroups; g++)
  {
    const SsHopGroup *x = &h->groups[g], *y = &sums[g];
    gboolean loop = !strcmp (x->name, ss_hops_loop_name ());
    ck_case (c, x->hops == y->hops && !memcmp (x->strategies, y->strategies, sizeof x->strategies)
                    && x->fewest_min == y->fewest_min && x->fewest_max == y->fewest_max && x->run_min == y->run_min
                    && x->run_max == y->run_max,
             "group %s does not sum up", x->name);
    ck_case (c, loop ? g + 1 == h->ngroups
                     : g + 1 == h->ngroups || !strcmp (x[1].name, ss_hops_loop_name ()) || strcmp (x->name, x[1].name) < 0,
             "group %s is out of order", x->name);
  }
}

static void
check_hops (const Case *c, ChainsTotals *t)
{
  NaiveChains *n = c->naive;
  guint nframe = 0, nsource = 0;
  guint64 functions = 0;

  ck_case (c, c->hops->nhops == n->hops->len, "%u hops, the definitions have %u", c->hops->nhops, n->hops->len);
  for (guint i = 0; i < n->hops->len; i++)
  {
    const NaiveHop *h = n->hops->pdata[i];
    check_hop (c, h, t);
    nframe += h->fewest_frame != NAIVE_NONE;
    nsource += h->fewest_source != NAIVE_NONE;
    functions |= BIT (n->steps[h->step].symbol);
  }
  ck_case (c, c->hops->nframe == nframe && c->hops->nsource == nsource, "%u hops reach a frame, %u a source; definitions: %u, %u",
           c->hops->nframe, c->hops->nsource, nframe, nsource);
  ck_assert_uint_eq (c->hops->nfunctions, (guint) __builtin_popcountll (functions));
  check_groups (c);
  for (guint i = 0; i < n->nsteps; i++)
  {
    guint every = 0, some = 0, cheapest = 0;
    guint32 node = node_of (c, i);
    for (guint k = 0; k < n->hops->len; k++)
    {
      const NaiveHop *h = n->hops->pdata[k];
      gboolean on = FALSE;
      every += h->every >> i & 1;
      some += h->some >> i & 1;
      for (guint s = 0; s < h->way.n; s++)
        on = on || h->way.steps[s] == i;
      cheapest += on;
    }
    ck_case (c, c->hops->every[node] == every, "%u hops have %s on every way, by the definitions %u", c->hops->every[node],
             n->steps[i].name, every);
    ck_case (c, c->hops->some[node] == some, "%u hops have %s on some way, by the definitions %u", c->hops->some[node],
             n->steps[i].name, some);
    ck_case (c, c->hops->cheapest[node] == cheapest, "%u hops have %s on the cheapest way, by the definitions %u",
             c->hops->cheapest[node], n->steps[i].name, cheapest);
  }
  t->hops += n->hops->len;
}

/* ---- chains ---- */

static void
check_root (const Case *c, const SsRoot *r, const NaiveRoot *expected)
{
  const NaiveChains *n = c->naive;
  const char *name = r->sym == SS_NONE ? "all roots" : ss_sym_name (c->program, r->sym);
  guint kinds[SS_N_KINDS] = { 0 }, records = 0, blockers = 0;

  ck_case (c, r->sym == SS_NONE ? expected->symbol == NAIVE_NONE
                                : expected->symbol != NAIVE_NONE && !strcmp (n->symbols[expected->symbol].name, name),
           "root %s is another by the definitions", name);
  for (guint i = 0; i < n->nsteps; i++)
    if (expected->steps >> i & 1)
    {
      kinds[ss_kind_find (n->steps[i].kind)]++;
      records++;
      blockers += naive_blocks (&n->steps[i]);
    }
  ck_case (c, !strcmp (ss_verdict_name (r->verdict), expected->verdict), "root %s: %s, by the definitions %s", name,
           ss_verdict_name (r->verdict), expected->verdict);
  ck_case (c, r->fewest == expected->fewest, "root %s: fewest is %u, by the definitions %u", name, r->fewest, expected->fewest);
  ck_case (c, r->records == records && r->blockers == blockers && !memcmp (kinds, r->kinds, sizeof kinds),
           "root %s: %u records, %u blockers, by the definitions %u, %u; or other kinds", name, r->records, r->blockers, records,
           blockers);
}

static void
check_blockers (const Case *c)
{
  const NaiveChains *n = c->naive;
  const SsChains *ch = c->chains;
  guint64 rooted = ((const NaiveRoot *) n->roots->pdata[n->roots->len - 1])->steps, hopped = 0, wanted = 0, got = 0;

  for (guint i = 0; i < n->hops->len; i++)
    hopped |= ((const NaiveHop *) n->hops->pdata[i])->some;
  for (guint i = 0; i < n->nsteps; i++)
  {
    if (naive_blocks (&n->steps[i]) && (rooted | hopped) >> i & 1)
      wanted |= BIT (i);
    ck_case (c, ch->rooted[node_of (c, i)] == (rooted >> i & 1), "whether %s lies on a chain from a root", n->steps[i].name);
  }
  for (guint32 i = 0; i < ch->nblockers; i++)
  {
    const SsBlocker *b = &ch->blockers[i], *o = b - 1;
    guint step = step_of (c, b->record);
    got |= BIT (step);
    ck_case (c, (guint64) b->rooted == (rooted >> step & 1) && b->every == c->hops->every[b->record] && b->some == c->hops->some[b->record]
                    && b->cheapest == c->hops->cheapest[b->record],
             "blocker %s: its numbers", n->steps[step].name);
    if (i)
      ck_case (c, o->every != b->every         ? o->every > b->every
                  : o->some != b->some         ? o->some > b->some
                  : o->cheapest != b->cheapest ? o->cheapest > b->cheapest
                                               : ss_activation_compare (c->activation, o->record, b->record) < 0,
               "blocker %s is out of order", n->steps[step].name);
  }
  ck_case (c, got == wanted && ch->nblockers == (guint) __builtin_popcountll (wanted), "%u blockers, by the definitions %d",
           ch->nblockers, __builtin_popcountll (wanted));
}

static void
check_chains (const Case *c, ChainsTotals *t)
{
  NaiveChains *n = c->naive;
  guint nroots = n->roots->len - 1;

  ck_case (c, c->chains->nroots == nroots, "%u roots, by the definitions %u", c->chains->nroots, nroots);
  ck_assert_int_eq (c->chains->assumed, n->assumed);
  for (guint i = 0; i < nroots; i++)
  {
    const NaiveRoot *r = n->roots->pdata[i];
    check_root (c, &c->chains->roots[i], r);
    check_way (c, "cheapest chain from", n->symbols[r->symbol].name, ss_chains_way (c->chains, c->chains->roots[i].sym),
               !strcmp (r->verdict, "no chain") ? NULL : &r->way);
    t->verdicts[c->chains->roots[i].verdict]++;
    t->longest_way = MAX (t->longest_way, r->way.n);
  }
  check_root (c, &c->chains->all, n->roots->pdata[nroots]);
  t->all_verdicts[c->chains->all.verdict]++;
  check_blockers (c);
  t->assumed += n->assumed;
  for (guint i = 0; i < n->nsteps; i++)
  {
    NaiveWay way;
    guint32 node = node_of (c, i);
    gboolean found = naive_through (n, i, &way);
    if (n->too_large)
      return;
    check_way (c, "shortest chain through", n->steps[i].name, ss_chains_through (c->chains, node), found ? &way : NULL);
    t->through += found;
    t->through_hops += found && !c->chains->rooted[node];
  }
  for (guint i = 0; i < n->nsymbols; i++)
    for (guint k = 0; k <= n->nsymbols; k++)
    {
      NaiveWay way;
      gboolean end = k == n->nsymbols;
      gboolean found = naive_between (n, i, end ? NAIVE_NONE : k, &way);
      if (n->too_large)
        return;
      check_way (c, "shortest chain from", n->symbols[i].name,
                 ss_way_between (c->activation, ss_find_sym (c->program, n->symbols[i].name),
                                 end ? SS_NONE : ss_find_sym (c->program, n->symbols[k].name)),
                 found ? &way : NULL);
      t->between += found;
    }
}

/* ---- plans ---- */

/* The most hops that any `size` blockers more set free. */
static guint
best_set (NaiveChains *n, guint64 cleared, guint from, guint size)
{
  guint best = naive_free_hops (n, cleared);

  for (guint i = from; size && i < n->nsteps; i++)
    if (naive_blocks (&n->steps[i]))
    {
      guint found = best_set (n, cleared | BIT (i), i + 1, size - 1);
      best = MAX (best, found);
    }
  return best;
}

/* The step that the plan's rule chooses next. */
static guint
greedy_step (NaiveChains *n, guint64 cleared, guint *gained)
{
  guint free = naive_free_hops (n, cleared), best = NAIVE_NONE, most = 0;

  *gained = 0;
  for (guint i = 0; i < n->nsteps; i++)
  {
    guint gain = naive_blocks (&n->steps[i]) && !(cleared & BIT (i)) ? naive_free_hops (n, cleared | BIT (i)) - free : 0;
    if (gain > *gained)
    {
      *gained = gain;
      best = i;
    }
  }
  for (guint i = 0; !*gained && i < n->nsteps; i++)
  {
    guint over = naive_blocks (&n->steps[i]) && !(cleared & BIT (i)) ? naive_hops_over (n, cleared, i) : 0;
    if (over > most)
    {
      most = over;
      best = i;
    }
  }
  return best;
}

/* "Those that are free from the start, those that need no more records than that and do not start at a blocker, and of those that do
 * one for each record." */
static guint
plan_bound (const NaiveChains *n, guint size)
{
  guint bound = 0, blocked = 0;

  for (guint i = 0; i < n->hops->len; i++)
  {
    const NaiveHop *h = n->hops->pdata[i];
    if (h->fewest > size)
      continue;
    if (h->fewest && naive_blocks (&n->steps[h->step]))
      blocked++;
    else
      bound++;
  }
  return bound + MIN (blocked, size);
}

static void
check_plan (const Case *c, ChainsTotals *t)
{
  NaiveChains *n = c->naive;
  g_autoptr (SsPlan) plan = ss_plan_new (c->hops, PLAN_STEPS);
  guint64 cleared = 0;
  guint total = naive_free_hops (n, 0);

  ck_assert_uint_eq (plan->hops, n->hops->len);
  ck_assert_uint_eq (plan->free_before, total);
  for (guint32 i = 0; i < plan->nsteps; i++)
  {
    const SsPlanStep *s = &plan->steps[i];
    guint gained, step = greedy_step (n, cleared, &gained), got = step_of (c, s->record);
    if (n->too_large)
      return;
    ck_case (c, step != NAIVE_NONE && step == got, "plan: step %u is %s, by the rule %s", i, n->steps[got].name,
             step == NAIVE_NONE ? "none" : n->steps[step].name);
    total += gained;
    cleared |= BIT (step);
    ck_case (c, s->gained == gained && s->total == total, "plan: step %u gains %u to %u, by the definitions %u to %u", i, s->gained,
             s->total, gained, total);
    ck_case (c, s->bar == c->activation->bar[s->record], "plan: step %u", i);
    guint best = best_set (n, 0, 0, i + 1);
    if (n->too_large)
      return;
    ck_case (c, s->bound >= best && best >= s->total, "plan: after step %u, %u hops are free, at best %u, the bound is %u", i,
             s->total, best, s->bound);
    guint bound = plan_bound (n, i + 1);
    ck_case (c, s->bound == bound, "plan: after step %u, the bound is %u, by the definitions %u", i, s->bound, bound);
    t->plan_at_bound += s->bound == best;
    t->plan_below += s->total < best;
    t->plan_gains += gained > 0;
    t->plan_blind += gained == 0;
  }
  ck_case (c, plan->nsteps == PLAN_STEPS || naive_free_hops (n, cleared) == n->hops->len, "plan: ends after %u steps", plan->nsteps);
  t->plans++;
  t->plan_steps += plan->nsteps;
}

/* ---- choke points ---- */

/* What the program looks like after the entry, as the tool itself sees it. */
static void
check_entry (const Case *c, const SsChokes *chokes, const SsChoke *k, const char *name, ChainsTotals *t)
{
  json_t *entry = ss_choke_entry (chokes, k);
  Case after = { .seed = c->seed, .more = c->more, .program = c->program };

  if (!entry)
  {
    t->no_entries++;
    return;
  }
  char *text = json_dumps (entry, JSON_COMPACT);
  if (analyze (&after, text))
  {
    guint32 functions = ss_unwind_nfuncs (c->unwind) - ss_unwind_nfuncs (after.unwind);
    guint32 points = c->classes->nrecords - after.classes->nrecords;
    ck_case (c, functions == k->functions && points == k->points, "choke point %s: gains %u functions, %u points; %s: %u, %u", name,
             k->functions, k->points, text, functions, points);
    t->entries++;
  }
  else
    t->contradictions++;
  analysis_clear (&after);
  free (text);
  json_decref (entry);
}

static void
check_chokes (const Case *c, ChainsTotals *t)
{
  const NaiveChains *n = c->naive;
  SsChokes *chokes = ss_chokes_new (c->activation);
  guint wanted = 0;

  for (guint k = 0; k < n->nsymbols; k++)
    wanted += n->symbols[k].unwinds;
  for (guint i = 0; i < n->nsteps; i++)
    wanted += !n->steps[i].external;
  ck_case (c, chokes->nchokes == wanted, "%u choke points, by the definitions %u", chokes->nchokes, wanted);
  for (guint32 i = 0; i < chokes->nchokes; i++)
  {
    const SsChoke *k = &chokes->chokes[i], *o = k - 1;
    gboolean site = k->kind == SS_CHOKE_SITE;
    g_autofree char *name = site ? ss_record_name (c->program, k->number) : g_strdup (ss_sym_name (c->program, k->number));
    guint symbol = site ? NAIVE_NONE : naive_symbol (n, name), step = site ? naive_step (n, name) : NAIVE_NONE;
    ck_case (c, site ? step != NAIVE_NONE : symbol != NAIVE_NONE && n->symbols[symbol].unwinds, "choke point %s", name);
    NaiveGain gain = naive_gain (n, symbol, site ? BIT (step) : 0);
    ck_case (c, k->functions == gain.functions && k->points == gain.points && k->records == gain.records,
             "choke point %s: gains %u functions, %u points, %u records, by the definitions %u, %u, %u", name, k->functions,
             k->points, k->records, gain.functions, gain.points, gain.records);
    if (i)
    {
      g_autofree char *before = o->kind == SS_CHOKE_SITE ? ss_record_name (c->program, o->number)
                                                         : g_strdup (ss_sym_name (c->program, o->number));
      ck_case (c, o->functions != k->functions ? o->functions > k->functions
                  : o->points != k->points     ? o->points > k->points
                  : o->records != k->records   ? o->records > k->records
                  : o->kind != k->kind         ? o->kind < k->kind
                  : site                       ? naive_step (n, before) < step
                                               : strcmp (before, name) < 0,
               "choke point %s is out of order", name);
    }
    if (c->seed % 4 == 0) /* it takes the most time */
      check_entry (c, chokes, k, name, t);
    t->gains += gain.functions > 1;
    t->chokes++;
  }
  ss_chokes_free (chokes);
}

/* ---- names ---- */

static json_t *
get (const json_t *object, const char *key)
{
  return json_object_get (object, key);
}

static const char *
str (const json_t *object, const char *key)
{
  return json_string_value (get (object, key));
}

static json_t *
function_of (const json_t *program, const char *name)
{
  json_t *f;
  size_t i;

  json_array_foreach (get (program, "functions"), i, f)
    if (!strcmp (str (f, "function"), name))
      return f;
  return NULL;
}

/* Splits FUNCTION@BLOCK.OP; the caller frees the function. */
static char *
split_record (const char *record, gsize *block, gsize *op)
{
  const char *at = strrchr (record, '@');
  char *rest;

  *block = (gsize) g_ascii_strtoull (at + 1, &rest, 10);
  *op = (gsize) g_ascii_strtoull (rest + 1, NULL, 10);
  return g_strndup (record, (gsize) (at - record));
}

/* A program with other numbers of blocks and other names of variables. */
typedef struct
{
  Gen g;
  json_t *program, *more;  /* owned */
  GHashTable *number;      /* of each function's name: the new numbers of its blocks, owned */
} Renumbered;

static void
reach_blocks (const json_t *blocks, size_t b, gboolean *seen)
{
  static const char *const kinds[] = { "exits", "handlers" };
  const json_t *link;
  size_t i;

  if (seen[b])
    return;
  seen[b] = TRUE;
  for (guint k = 0; k < 2; k++)
    json_array_foreach (get (json_array_get (blocks, b), kinds[k]), i, link)
      reach_blocks (blocks, (size_t) json_integer_value (get (link, "to")), seen);
}

/* New numbers: 0 stays what it is; blocks that cannot be reached keep their order. */
static guint *
new_numbers (Gen *g, const json_t *blocks)
{
  guint n = (guint) json_array_size (blocks), *number = g_new (guint, n);
  g_autofree gboolean *seen = g_new0 (gboolean, n);

  reach_blocks (blocks, 0, seen);
  for (guint i = 0; i < n; i++)
    number[i] = i;
  for (guint i = n; i > 2; i--)
  {
    guint k = 1 + gen_below (g, i - 1), t = number[k];
    number[k] = number[i - 1];
    number[i - 1] = t;
  }
  for (guint i = 0; i < n; i++)
    for (guint k = i + 1; k < n; k++)
      if (!seen[i] && !seen[k] && number[i] > number[k])
      {
        guint t = number[i];
        number[i] = number[k];
        number[k] = t;
      }
  return number;
}

static void
rename_in (json_t *array, size_t first)
{
  for (size_t i = first; i < json_array_size (array); i++)
    if (json_is_string (json_array_get (array, i)))
    {
      g_autofree char *name = g_strdup_printf ("other %s", json_string_value (json_array_get (array, i)));
      json_array_set_new (array, i, json_string (name));
    }
}

static void
rename_links (json_t *links, const guint *number)
{
  json_t *link;
  size_t i;

  json_array_foreach (links, i, link)
  {
    rename_in (get (link, "args"), 0);
    rename_in (get (link, "bind"), 0);
    json_object_set_new (link, "to", json_integer (number[json_integer_value (get (link, "to"))]));
  }
}

static void
rename_function (json_t *f, const guint *number)
{
  json_t *blocks = get (f, "blocks"), *placed = json_array (), *b, *op, *list;
  const char *type;
  size_t i, k;

  json_object_foreach (get (f, "vars"), type, list)
    rename_in (list, 0);
  json_array_foreach (blocks, i, b)
  {
    rename_in (get (b, "in"), 0);
    json_array_foreach (get (b, "ops"), k, op)
    {
      gboolean direct = !strcmp (json_string_value (json_array_get (op, 0)), "direct_call");
      json_t *callee = direct ? json_incref (json_array_get (op, 2)) : NULL;
      rename_in (op, 1);
      if (direct)
        json_array_set_new (op, 2, callee);
    }
    if (json_is_string (get (b, "switch")))
    {
      g_autofree char *name = g_strdup_printf ("other %s", str (b, "switch"));
      json_object_set_new (b, "switch", json_string (name));
    }
    rename_links (get (b, "exits"), number);
    rename_links (get (b, "handlers"), number);
  }
  for (i = 0; i < json_array_size (blocks); i++)
    json_array_append_new (placed, json_null ());
  json_array_foreach (blocks, i, b)
    json_array_set (placed, number[i], b);
  json_object_set_new (f, "blocks", placed);
  if (get (f, "return"))
    json_object_set_new (f, "return", json_integer (number[json_integer_value (get (f, "return"))]));
  if (get (f, "raise"))
    json_object_set_new (f, "raise", json_integer (number[json_integer_value (get (f, "raise"))]));
}

static char *
new_record (const Renumbered *r, const char *record)
{
  gsize block, op;
  g_autofree char *function = split_record (record, &block, &op);
  const guint *number = g_hash_table_lookup (r->number, function);

  return g_strdup_printf ("%s@%u.%zu", function, number[block], op);
}

/* Adds a function that calls a few others, and joins the targets of calls whose pointer comes from a field. */
static void
add_function (Renumbered *r, guint which)
{
  json_t *functions = get (r->program, "functions"), *f, *b, *op, *ops = json_array ();
  g_autofree char *name = g_strdup_printf ("a:K%u.visit", which);
  size_t fi, bi, oi;

  for (guint n = gen_below (&r->g, 4); n > 0; n--)
    json_array_append_new (ops, json_pack ("[s, n, O]", "direct_call",
                                           get (json_array_get (functions, gen_below (&r->g, (guint) json_array_size (functions))),
                                                "function")));
  json_array_foreach (functions, fi, f)
    json_array_foreach (get (f, "blocks"), bi, b)
      json_array_foreach (get (b, "ops"), oi, op)
      {
        json_t *targets = json_array_get (op, 2);
        if (strcmp (json_string_value (json_array_get (op, 0)), "indirect_call") || !json_is_array (targets))
          continue;
        if (gen_chance (&r->g, 60))
          json_array_append_new (targets, json_string (name));
      }
  f = json_pack ("{s:s, s:{}, s:[{s:[], s:o}]}", "function", name, "vars", "blocks", "in", "ops", ops);
  if (gen_chance (&r->g, 50))
    json_array_insert_new (functions, 0, f);
  else
    json_array_append_new (functions, f);
}

static void
renumber (Renumbered *r, const Case *c)
{
  json_t *f, *v;
  size_t i;

  gen_init (&r->g, c->seed ^ 0x51ed);
  r->program = json_deep_copy (c->json);
  r->more = json_deep_copy (c->more);
  r->number = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  json_array_foreach (get (r->program, "functions"), i, f)
  {
    guint *number = new_numbers (&r->g, get (f, "blocks"));
    g_hash_table_insert (r->number, (gpointer) str (f, "function"), number);
    rename_function (f, number);
  }
  json_array_foreach (get (r->more, "named"), i, v)
  {
    g_autofree char *record = new_record (r, json_string_value (v));
    json_array_set_new (get (r->more, "named"), i, json_string (record));
  }
  json_array_foreach (get (r->more, "calls"), i, v)
  {
    g_autofree char *record = new_record (r, str (v, "at"));
    json_object_set_new (v, "at", json_string (record));
  }
  for (guint n = gen_below (&r->g, 3); n > 0; n--)
    add_function (r, n);
}

static void
check_places (const Case *c)
{
  SsPlaces *places = ss_places_new (c->terms, c->classes);

  for (guint32 i = 0; i < c->classes->nrecords; i++)
  {
    g_autofree char *record = ss_record_name (c->program, c->classes->records[i].op);
    gsize block, op;
    g_autofree char *function = split_record (record, &block, &op);
    const json_t *f = function_of (c->json, function);
    g_autofree char *callee = naive_callee (f, block, op);
    guint occurrence = naive_occurrence (f, gen_source_ops, block, op);
    ck_case (c, !strcmp (places->places[i].callee, callee) && places->places[i].occurrence == occurrence,
             "%s is %s/%u, by the definitions %s/%u", record, places->places[i].callee, places->places[i].occurrence, callee,
             occurrence);
  }
  ss_places_free (places);
}

/* The entry of a registry with that name, or NULL. */
static json_t *
entry_named (const json_t *registry, const char *name)
{
  json_t *e;
  size_t i;

  json_array_foreach (get (registry, "names"), i, e)
    if (str (e, "name") && !strcmp (str (e, "name"), name))
      return e;
  return NULL;
}

static SsRegistry *
reload (const Case *c, const json_t *registry)
{
  g_autoptr (GError) error = NULL;
  SsRegistry *r = ss_registry_load (memory_json (registry), &error);

  ck_case (c, r != NULL, "%s", error->message);
  return r;
}

/* The registry, some of whose names were taken away, says of each record whether it has a name; an update changes nothing. */
static void
check_registry (const Case *c, const json_t *fresh)
{
  json_t *some = json_deep_copy (fresh), *e;
  guint needed = 0;
  Gen g;
  size_t i;

  gen_init (&g, c->seed);
  json_array_foreach (get (some, "names"), i, e)
    if (gen_chance (&g, 30))
      json_object_set_new (e, "name", json_null ());
  g_autoptr (SsRegistry) registry = reload (c, some);
  g_autofree guint8 *named = ss_registry_named (registry, c->terms, c->classes);
  SsPlaces *places = ss_places_new (c->terms, c->classes);
  for (guint32 k = 0; k < c->classes->nrecords; k++)
  {
    const SsRecord *r = &c->classes->records[k];
    gboolean has_name = FALSE;
    needed += r->kind == SS_KIND_STATELESS || r->kind == SS_KIND_SPECIAL;
    json_array_foreach (get (some, "names"), i, e)
      if (!strcmp (str (e, "function"), ss_func_name (c->program, r->func)) && !strcmp (str (e, "callee"), places->places[k].callee)
          && json_integer_value (get (e, "occurrence")) == places->places[k].occurrence)
        has_name = json_is_string (get (e, "name"));
    ck_case (c, named[k] == has_name, "whether the registry has a name for record %u", k);
  }
  ss_places_free (places);
  ck_case (c, json_array_size (get (fresh, "names")) == needed, "%zu names for %u records", json_array_size (get (fresh, "names")),
           needed);
  json_t *again = ss_registry_update (registry, c->terms, c->classes);
  json_array_foreach (get (some, "names"), i, e)
    json_object_set_new (e, "status", json_string ("known"));
  ck_case (c, json_equal (again, some), "%s", "an update of the registry changes it");
  json_decref (again);
  json_decref (some);
}

/* An update for another program: a name is known where its record is there, else vanished; none changes. */
static void
check_update (const Case *c, const SsRegistry *registry, const json_t *fresh, const Case *other, gboolean all_there)
{
  json_t *updated = ss_registry_update (registry, other->terms, other->classes), *there = ss_registry_update (NULL, other->terms,
                                                                                                              other->classes);
  json_t *e;
  size_t i;

  json_array_foreach (get (fresh, "names"), i, e)
  {
    const json_t *u = entry_named (updated, str (e, "name")), *t = entry_named (there, str (e, "name"));
    ck_case (c, !all_there || t, "the name %s is gone", str (e, "name"));
    ck_case (c, u && !strcmp (str (u, "status"), t ? "known" : "vanished"), "the name %s is %s", str (e, "name"),
             u ? str (u, "status") : "gone");
    json_t *x = json_deep_copy (e), *y = json_deep_copy (u);
    json_object_del (x, "status");
    json_object_del (y, "status");
    ck_case (c, json_equal (x, y), "the entry %s is another", str (e, "name"));
    json_decref (x);
    json_decref (y);
  }
  json_decref (there);
  json_decref (updated);
}

static void
check_names (const Case *c, ChainsTotals *t)
{
  Renumbered r;
  json_t *fresh = ss_registry_update (NULL, c->terms, c->classes);

  check_places (c);
  check_registry (c, fresh);
  renumber (&r, c);
  g_autoptr (SsRegistry) registry = reload (c, fresh);
  Case other = { .seed = c->seed, .json = r.program, .more = r.more, .program = load (c, r.program) };
  analyze (&other, NULL);
  check_update (c, registry, fresh, &other, TRUE);
  SsPlaces *places = ss_places_new (c->terms, c->classes), *others = ss_places_new (other.terms, other.classes);
  for (guint32 i = 0; i < c->classes->nrecords; i++)
  {
    g_autofree char *record = ss_record_name (c->program, c->classes->records[i].op), *there = new_record (&r, record);
    guint32 op = ss_find_record (other.program, there);
    const SsRecord *k = op == SS_NONE ? NULL : ss_classes_find (other.classes, op);
    ck_case (c, k != NULL, "%s is no record after renumbering, as %s", record, there);
    const SsPlace *x = &places->places[i], *y = &others->places[k - other.classes->records];
    ck_case (c, !strcmp (x->callee, y->callee) && x->occurrence == y->occurrence, "%s is %s/%u, after renumbering %s/%u", record,
             x->callee, x->occurrence, y->callee, y->occurrence);
  }
  ss_places_free (places);
  ss_places_free (others);
  analysis_clear (&other);
  ss_program_free (other.program);
  json_decref (r.program);
  json_decref (r.more);
  g_hash_table_unref (r.number);

  json_t *less = json_deep_copy (c->json), *functions = get (less, "functions");
  json_array_remove (functions, gen_below (&r.g, (guint) json_array_size (functions)));
  json_t *more = json_deep_copy (c->more); /* no entries: they may be about the function that is gone */
  json_object_set_new (more, "calls", json_array ());
  other = (Case) { .seed = c->seed, .json = less, .more = more, .program = load (c, less) };
  analyze (&other, NULL);
  check_update (c, registry, fresh, &other, FALSE);
  analysis_clear (&other);
  ss_program_free (other.program);
  json_decref (less);
  json_decref (more);
  t->names += (guint) json_array_size (get (fresh, "names"));
  json_decref (fresh);
}

/* ---- chains from elsewhere ---- */

/* A line by the definitions. */
typedef struct
{
  const char *text;   /* lent */
  char *symbol;       /* owned; NULL: unknown */
  gboolean operation; /* it names one */
  SsLineState state;
  guint64 steps;      /* that fit */
} Line;

static void
resolve_line (const Case *c, Line *l)
{
  const NaiveChains *n = c->naive;

  l->state = SS_LINE_RECORDS;
  if (naive_symbol (n, l->text) != NAIVE_NONE)
  {
    l->symbol = g_strdup (l->text);
    return;
  }
  if (strrchr (l->text, '@'))
  {
    gsize block, op;
    g_autofree char *function = split_record (l->text, &block, &op);
    const json_t *b = json_array_get (get (function_of (c->json, function), "blocks"), block);
    if (json_array_get (get (b, "ops"), op))
    {
      l->symbol = g_steal_pointer (&function);
      l->operation = TRUE;
      l->state = naive_step (n, l->text) == NAIVE_NONE ? SS_LINE_NO_POINT : SS_LINE_RECORDS;
      return;
    }
  }
  l->state = SS_LINE_UNKNOWN;
}

static void
judge_line (const Case *c, Line *l, const Line *next)
{
  const NaiveChains *n = c->naive;
  guint symbol = l->symbol ? naive_symbol (n, l->symbol) : NAIVE_NONE, to;

  if (l->state != SS_LINE_RECORDS)
    return;
  if (n->symbols[symbol].source)
  {
    l->state = next ? SS_LINE_AFTER_END : SS_LINE_SOURCE;
    return;
  }
  if (next && !next->symbol)
    return;
  to = next ? naive_symbol (n, next->symbol) : NAIVE_NONE;
  for (guint i = 0; i < n->nsteps; i++)
    if (n->steps[i].symbol == symbol && (!l->operation || !strcmp (n->steps[i].name, l->text))
        && (next ? !n->steps[i].ends && n->symbols[to].unwinds && n->steps[i].targets >> to & 1 : n->steps[i].ends))
      l->steps |= BIT (i);
  if (!l->steps)
    l->state = !next ? SS_LINE_NO_END
               : naive_reaches (c->json, &c->words, l->symbol, l->operation ? l->text : NULL, next->symbol) ? SS_LINE_NO_UNWIND
                                                                                                             : SS_LINE_NO_CALL;
}

static guint
bar_number (const char *name)
{
  for (guint b = SS_BAR_NONE; b <= SS_BAR_FOREIGN; b++)
    if (!strcmp (ss_bar_name ((SsBar) b), name))
      return b;
  ck_abort_msg ("no bar is called %s", name);
}

static void
check_lines (const Case *c, GPtrArray *texts, ChainsTotals *t)
{
  const NaiveChains *n = c->naive;
  SsChainCheck *check = ss_verify_chain (c->activation, (const char *const *) texts->pdata, texts->len);
  g_autofree Line *lines = g_new0 (Line, texts->len);
  g_autofree char *all = NULL;
  guint faults = 0, guilty = 0, doubtful = 0;
  guint64 values[2] = { 0, 0 }, bytes[2] = { 0, 0 };

  for (guint i = 0; i < texts->len; i++)
  {
    lines[i].text = texts->pdata[i];
    resolve_line (c, &lines[i]);
  }
  g_ptr_array_add (texts, NULL);
  all = g_strjoinv (" > ", (char **) texts->pdata);
  g_ptr_array_set_size (texts, (gint) texts->len - 1);
  for (guint i = 0; i < texts->len; i++)
  {
    Line *l = &lines[i];
    const SsChainLine *got = &check->lines[i];
    guint64 steps = 0;
    guint best = SS_BAR_FOREIGN, worst = SS_BAR_NONE, least = G_MAXUINT, most = 0, low = G_MAXUINT, high = 0;
    judge_line (c, l, i + 1 < texts->len ? l + 1 : NULL);
    ck_case (c, got->state == l->state, "%s: line %u %s, by the definitions it %s", all, i, ss_line_text (got->state),
             ss_line_text (l->state));
    ck_case (c, got->sym == SS_NONE ? !l->symbol : l->symbol && !strcmp (l->symbol, ss_sym_name (c->program, got->sym)), "%s: line %u",
             all, i);
    for (guint k = 0; k < got->records->len; k++)
      steps |= BIT (step_of (c, g_array_index (got->records, guint32, k)));
    ck_case (c, steps == l->steps && got->records->len == (guint) __builtin_popcountll (steps), "%s: line %u: other records fit", all,
             i);
    for (guint k = 0; k < n->nsteps; k++)
      if (steps >> k & 1)
      {
        guint bar = bar_number (n->steps[k].bar), saved = naive_irreducible (&n->steps[k]) ? n->steps[k].nsaved : 0;
        guint size = naive_irreducible (&n->steps[k]) ? 24 + 8 * saved : 0;
        best = MIN (best, bar);
        worst = MAX (worst, bar);
        least = MIN (least, saved);
        most = MAX (most, saved);
        low = MIN (low, size);
        high = MAX (high, size);
      }
    if (steps)
    {
      ck_case (c, got->best == best && got->worst == worst, "%s: line %u: its bars", all, i);
      guilty += best != SS_BAR_NONE;
      doubtful += best == SS_BAR_NONE && worst != SS_BAR_NONE;
      values[0] += least;
      values[1] += most;
      bytes[0] += low;
      bytes[1] += high;
    }
    faults += !ss_line_allowed (l->state);
    t->lines[l->state]++;
  }
  ck_case (c, check->faults == faults && check->guilty == guilty && check->doubtful == doubtful, "%s: faults, guilty or doubtful", all);
  ck_case (c, check->values_min == values[0] && check->values_max == values[1] && check->bytes_min == bytes[0]
                  && check->bytes_max == bytes[1],
           "%s: values or bytes", all);
  for (guint i = 0; i < texts->len; i++)
    g_free (lines[i].symbol);
  ss_chain_check_free (check);
  t->checks++;
}

/* Chains that are there, and what comes of them when a line is changed, taken out or put in. */
static void
check_verify (const Case *c, ChainsTotals *t)
{
  const NaiveChains *n = c->naive;
  Gen g;

  gen_init (&g, c->seed ^ 0x7ace);
  for (guint k = 0; k < n->roots->len - 1 + n->hops->len; k++)
  {
    const NaiveRoot *root = k < n->roots->len - 1 ? n->roots->pdata[k] : NULL;
    const NaiveWay *way = root ? &root->way : &((const NaiveHop *) n->hops->pdata[k - (n->roots->len - 1)])->way;
    g_autoptr (GPtrArray) texts = g_ptr_array_new ();
    if (root && !strcmp (root->verdict, "no chain"))
      continue;
    for (guint i = 0; i < way->n; i++)
    {
      const NaiveStep *s = &n->steps[way->steps[i]];
      g_ptr_array_add (texts, gen_chance (&g, 40) ? s->name : n->symbols[s->symbol].name);
    }
    if (way->end != NAIVE_NONE)
      g_ptr_array_add (texts, n->symbols[way->end].name);
    for (guint again = 0; again < 3 && texts->len; again++)
    {
      check_lines (c, texts, t);
      guint at = gen_below (&g, texts->len), what = gen_below (&g, 6);
      const json_t *functions = get (c->json, "functions");
      if (what == 0)
        g_ptr_array_remove_index (texts, at);
      else if (what == 1 && n->nsteps)
        texts->pdata[at] = n->steps[gen_below (&g, n->nsteps)].name;
      else if (what == 2)
        texts->pdata[at] = (gpointer) (gen_chance (&g, 50) ? "m:nothing" : "m:f0@7.99");
      else if (what == 3)
        texts->pdata[at] = (gpointer) str (json_array_get (functions, gen_below (&g, (guint) json_array_size (functions))), "function");
      else if (what == 4)
        g_ptr_array_insert (texts, (gint) at, n->symbols[gen_below (&g, n->nsymbols)].name);
      else
        texts->pdata[at] = (gpointer) "m:f1@0.0";
    }
  }
}

/* ---- all of it ---- */

void
chains_property (guint64 seed, ChainsTotals *t)
{
  Case c;

  case_init (&c, seed);
  if (!c.naive->too_large)
  {
    check_records (&c, t);
    check_hops (&c, t);
    check_chains (&c, t);
    check_plan (&c, t);
    check_chokes (&c, t);
    check_names (&c, t);
    check_verify (&c, t);
  }
  t->programs++;
  t->left_out += c.naive->too_large;
  case_clear (&c);
}
