/* Hops, the plan, blockers and choke points of the page (page_hops.h). */
#include "config.h"

#include "viz/page_hops.h"

#include "viz/chains.h"
#include "viz/doc.h"
#include "viz/text.h"
#include "viz/way.h"

#define BLOCKERS 10
#define CHOKES 10

static const char *
one_or_many (guint32 n, const char *one, const char *many)
{
  return n == 1 ? one : many;
}

/* What of whole chains can be pickled; one sentence; the caller frees. */
static char *
say_chains (const SsChains *c)
{
  const SsRoot *all = &c->all;
  g_autofree char *records = ss_show_count (all->records);
  g_autofree char *blockers = ss_show_count (all->blockers);
  g_autofree char *roots = ss_show_count (c->nroots);
  g_autofree char *from = NULL;

  if (c->nroots == 0)
    return g_strdup ("It is not known where a chain of calls begins: the program has no root that the policy names, and something calls each "
                     "function that may unwind.");
  if (c->nroots == 1)
    from = ss_show (ss_sym_name (c->activation->terms->program, c->roots[0].sym));
  else
    from = g_strdup_printf ("%s %s", roots, c->assumed ? "functions that nothing calls" : "roots");
  switch (all->verdict)
    {
    case SS_CHAINS_EVERY:
      return g_strdup_printf ("Every chain of calls from %s to a switch can be pickled: none of the %s records on them is a blocker.", from,
                              records);
    case SS_CHAINS_SOME:
      return g_strdup_printf ("Some chains of calls from %s to a switch can be pickled, some cannot: of the %s records on them %s %s.", from,
                              records, blockers, one_or_many (all->blockers, "is a blocker", "are blockers"));
    case SS_CHAINS_NO:
      return g_strdup_printf ("No chain of calls from %s to a switch can be pickled: of the %s records on them %s %s, and no chain has fewer "
                              "than %u.", from, records, blockers, one_or_many (all->blockers, "is a blocker", "are blockers"), all->fewest);
    default:
      return g_strdup_printf ("No chain of calls from %s leads to a switch.", from);
    }
}

/* How many hops have each strategy. */
static void
sum_strategies (const SsHops *h, guint32 *sum)
{
  for (guint32 g = 0; g < h->ngroups; g++)
    for (int s = 0; s < SS_N_STRATEGIES; s++)
      sum[s] += h->groups[g].strategies[s];
}

/* A number in a sentence; the caller frees. */
static char *
say_number (guint32 n)
{
  return n ? ss_show_count (n) : g_strdup ("none");
}

/* What of hops can be, and what the plan would do; one sentence; the caller frees. */
static char *
say_hops (const SsHops *h, const SsPlan *p)
{
  guint32 n[SS_N_STRATEGIES] = { 0 };

  if (h->nhops == 0)
    return g_strdup ("No function of the program runs frames and may unwind, so there are no hops from one frame to the next.");
  sum_strategies (h, n);
  g_autofree char *all = ss_show_count (h->nhops);
  g_autofree char *soft = say_number (n[SS_SOFT]);
  g_autofree char *mixed = say_number (n[SS_MIXED]);
  g_autofree char *special = say_number (n[SS_SPECIAL]);
  g_autofree char *hard = say_number (n[SS_HARD]);
  GString *s = g_string_new (NULL);
  g_string_append_printf (s, "Of %s hop%s from one frame to the next ", all, one_or_many (h->nhops, "", "s"));
  if (n[SS_SOFT] + n[SS_MIXED] == 0)
    g_string_append (s, "none can be pickled as it stands");
  else
    g_string_append_printf (s, "%s can be pickled whatever way the calls take, and %s on some ways", soft, mixed);
  g_string_append_printf (s, "; %s could be once records have names or save other types, and %s cannot be, as each way passes a foreign "
                             "record", special, hard);
  if (p->nsteps)
    {
      guint32 total = p->steps[p->nsteps - 1].total;
      g_autofree char *steps = ss_show_count (p->nsteps);
      g_autofree char *freed = say_number (total);
      g_string_append_printf (s, "; the plan clears %s record%s, after which %s %s a way that can be pickled", steps,
                              one_or_many (p->nsteps, "", "s"), freed, one_or_many (total, "has", "have"));
    }
  return g_string_free (g_string_append_c (s, '.'), FALSE);
}

static json_t *
strategies_json (const SsHops *h)
{
  guint32 n[SS_N_STRATEGIES] = { 0 };
  json_t *array = json_array ();

  sum_strategies (h, n);
  for (int s = 0; s < SS_N_STRATEGIES; s++)
    {
      json_t *object = json_object ();
      ss_doc_take (object, "name", json_string (ss_strategy_name ((SsStrategy) s)));
      ss_doc_take (object, "text", json_string (ss_strategy_text ((SsStrategy) s)));
      ss_doc_take (object, "hops", json_integer (n[s]));
      ss_doc_push (array, object);
    }
  return array;
}

static json_t *
plan_json (const SsPlan *p)
{
  json_t *object = json_object (), *steps = json_array ();

  for (guint32 i = 0; i < p->nsteps; i++)
    {
      const SsPlanStep *s = &p->steps[i];
      json_t *step = json_object ();
      ss_doc_take (step, "record", json_integer (s->record));
      ss_doc_take (step, "action", json_string (ss_plan_action (s)));
      ss_doc_take (step, "gained", json_integer (s->gained));
      ss_doc_take (step, "total", json_integer (s->total));
      ss_doc_take (step, "bound", json_integer (s->bound));
      ss_doc_push (steps, step);
    }
  ss_doc_take (object, "free_before", json_integer (p->free_before));
  ss_doc_take (object, "steps", steps);
  return object;
}

static json_t *
blockers_json (const SsChains *c)
{
  json_t *array = json_array ();

  for (guint32 i = 0; i < ss_chains_rows (c->nblockers, BLOCKERS); i++)
    {
      const SsBlocker *b = &c->blockers[i];
      json_t *object = json_object ();
      ss_doc_take (object, "record", json_integer (b->record));
      ss_doc_take (object, "every", json_integer (b->every));
      ss_doc_take (object, "some", c->hops->some_counted || c->hops->nhops == 0 ? json_integer (b->some) : json_null ());
      ss_doc_take (object, "cheapest", json_integer (b->cheapest));
      ss_doc_push (array, object);
    }
  return array;
}

static json_t *
chokes_json (const SsChokes *c)
{
  json_t *array = json_array ();

  for (guint32 i = 0; i < ss_chains_rows (c->nchokes, CHOKES); i++)
    {
      const SsChoke *k = &c->chokes[i];
      guint32 record = k->kind == SS_CHOKE_SITE ? ss_activation_of_op (c->activation, k->number) : SS_NONE;
      g_autofree char *name = ss_choke_name (c, k);
      json_t *object = json_object ();
      ss_doc_take (object, "name", ss_json_string (name));
      ss_doc_take (object, "what", json_string (ss_choke_what (c, k)));
      ss_doc_take (object, "record", record == SS_NONE ? json_null () : json_integer (record));
      ss_doc_take (object, "functions", json_integer (k->functions));
      ss_doc_take (object, "points", json_integer (k->points));
      ss_doc_take (object, "records", json_integer (k->records));
      ss_doc_push (array, object);
    }
  return array;
}

/* The names of the activations that are no calls of the program: of externals that call back. */
static json_t *
externals_json (const SsActivation *a)
{
  json_t *array = json_array ();

  for (guint32 r = a->nrecords; r < a->nactive; r++)
    {
      g_autofree char *name = ss_activation_name (a, r);
      ss_doc_push (array, ss_json_string (name));
    }
  return array;
}

static json_t *
outlook_json (const SsPage *page)
{
  const SsHops *h = page->hops;
  const SsChains *c = page->chains;
  json_t *root = json_object (), *groups = json_array (), *says = json_array ();
  g_autofree char *chains = say_chains (c);
  g_autofree char *hops = say_hops (h, page->plan);

  for (guint32 g = 0; g < h->ngroups; g++)
    ss_doc_push (groups, ss_json_string (h->groups[g].name));
  ss_doc_push (says, ss_json_string (chains));
  ss_doc_push (says, ss_json_string (hops));
  ss_doc_take (root, "says", says);
  ss_doc_take (root, "verdict", json_string (ss_verdict_name (c->all.verdict)));
  ss_doc_take (root, "hops", json_integer (h->nhops));
  ss_doc_take (root, "strategies", strategies_json (h));
  ss_doc_take (root, "bytecodes", groups);
  ss_doc_take (root, "plan", plan_json (page->plan));
  ss_doc_take (root, "blockerCount", json_integer (c->nblockers));
  ss_doc_take (root, "blockers", blockers_json (c));
  ss_doc_take (root, "chokeCount", json_integer (page->chokes->nchokes));
  ss_doc_take (root, "chokes", chokes_json (page->chokes));
  ss_doc_take (root, "externals", externals_json (c->activation));
  return root;
}

/* SS_NONE is 0, all else one more. */
static guint64
optional (guint32 n)
{
  return n == SS_NONE ? 0 : (guint64) n + 1;
}

/* Each hop, and its cheapest way. */
static void
put_hops (const SsHops *h, SsPageStrings *s, GString *to)
{
  const SsActivation *a = h->activation;

  for (guint32 i = 0; i < h->nhops; i++)
    {
      const SsHop *hop = &h->hops[i];
      g_autoptr (SsWay) way = ss_hops_way (h, hop->record);
      const guint64 numbers[] = {
        hop->record, hop->group, hop->strategy, hop->fewest, optional (hop->fewest_frame), optional (hop->fewest_source),
        hop->fewest_unnamed, hop->run, ss_page_text (s, ss_way_end (a, way)),
        way->end == SS_NONE ? 0 : (guint64) ss_page_string (s, a->terms->program->syms[way->end].name) + 1, way->records->len
      };
      for (guint k = 0; k < G_N_ELEMENTS (numbers); k++)
        ss_page_number (to, numbers[k]);
      for (guint k = 0; k < way->records->len; k++)
        ss_page_number (to, g_array_index (way->records, guint32, k));
    }
}

void
ss_page_put_hops (const SsPage *page, SsPageStrings *s, SsOut *out)
{
  g_autoptr (GString) hops = g_string_new (NULL);
  json_auto_t *outlook = outlook_json (page);

  put_hops (page->hops, s, hops);
  ss_page_json (out, "outlook", outlook);
  ss_page_section (out, "hops", hops->str, hops->len);
}
