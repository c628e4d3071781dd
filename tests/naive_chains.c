/* The definitions of chains, hops and choke points, word by word. */
#include "naive_chains.h"

#include <string.h>

#define BIT(i) (G_GUINT64_CONSTANT (1) << (i))

static const json_t *
get (const json_t *object, const char *key)
{
  return json_object_get (object, key);
}

static const char *
str (const json_t *array, size_t i)
{
  return json_string_value (json_array_get (array, i));
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

guint
naive_symbol (const NaiveChains *c, const char *name)
{
  for (guint i = 0; i < c->nsymbols; i++)
    if (!strcmp (c->symbols[i].name, name))
      return i;
  return NAIVE_NONE;
}

guint
naive_step (const NaiveChains *c, const char *name)
{
  for (guint i = 0; i < c->nsteps; i++)
    if (!strcmp (c->steps[i].name, name))
      return i;
  return NAIVE_NONE;
}

gboolean
naive_blocks (const NaiveStep *s)
{
  return strcmp (s->bar, "none") != 0;
}

gboolean
naive_irreducible (const NaiveStep *s)
{
  return strcmp (s->kind, "tail") && strcmp (s->kind, "passthrough");
}

/* ---- the program ---- */

typedef struct
{
  NaiveChains *c;
  const json_t *program, *more;
  const NaivePolicy *words;
  GHashTable *supers; /* type to the type that it extends */
} Build;

static void
add_name (GPtrArray *names, const char *name)
{
  for (guint i = 0; i < names->len; i++)
    if (!strcmp (names->pdata[i], name))
      return;
  g_ptr_array_add (names, (gpointer) name);
}

static void
add_names (GPtrArray *names, const json_t *list)
{
  const json_t *v;
  size_t i;

  json_array_foreach ((json_t *) list, i, v)
    add_name (names, json_string_value (v));
}

static int
by_bytes (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static void
find_symbols (Build *b)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  const json_t *r, *block, *op;
  size_t i, bi, oi;

  json_array_foreach (get (b->program, "externals"), i, r)
  {
    add_name (names, json_string_value (get (r, "external")));
    add_names (names, get (r, "callbacks"));
  }
  json_array_foreach (get (b->program, "functions"), i, r)
  {
    add_name (names, json_string_value (get (r, "function")));
    json_array_foreach (get (r, "blocks"), bi, block)
      json_array_foreach (get (block, "ops"), oi, op)
        if (!strcmp (str (op, 0), "direct_call") && str (op, 2))
          add_name (names, str (op, 2));
        else if (!strcmp (str (op, 0), "indirect_call"))
          add_names (names, json_array_get (op, 2));
  }
  g_ptr_array_sort (names, by_bytes);
  b->c->too_large = names->len > NAIVE_MOST;
  for (guint k = 0; !b->c->too_large && k < names->len; k++)
  {
    NaiveSymbol *s = &b->c->symbols[b->c->nsymbols++];
    s->name = g_strdup (names->pdata[k]);
    s->source = g_strv_contains (b->words->source_symbols, s->name);
    s->frame = has (get (b->more, "frame_functions"), s->name);
  }
}

static guint64
symbol_set (const NaiveChains *c, const json_t *list)
{
  guint64 set = 0;
  const json_t *v;
  size_t i;

  json_array_foreach ((json_t *) list, i, v)
    set |= BIT (naive_symbol (c, json_string_value (v)));
  return set;
}

static const json_t *
site_entry (const Build *b, const char *at)
{
  const json_t *e;
  size_t i;

  json_array_foreach (b->words->calls, i, e)
    if (!strcmp (json_string_value (get (e, "at")), at))
      return e;
  return NULL;
}

/* Whether the operation is one at which control might unwind: what it may call, or that it ends a chain. */
static gboolean
site_of (Build *b, const json_t *op, NaiveStep *s)
{
  gboolean direct = !strcmp (str (op, 0), "direct_call");
  const json_t *to = json_array_get (op, 2);

  if (g_strv_contains (b->words->source_ops, str (op, 0)))
    return s->ends = TRUE;
  if (!direct && strcmp (str (op, 0), "indirect_call"))
    return FALSE;
  const json_t *entry = site_entry (b, s->name);
  const char *says = entry ? json_string_value (get (entry, "says")) : "";
  if (!strcmp (says, "never"))
    return FALSE;
  if (direct && json_is_string (to))
    s->targets = BIT (naive_symbol (b->c, json_string_value (to)));
  else if (!direct)
    s->targets = symbol_set (b->c, to);
  s->ends = !strcmp (says, "unwinds") || (!direct && json_is_null (to) && strcmp (says, "only") && b->words->unknown_unwinds);
  if (!strcmp (says, "only"))
    s->targets = symbol_set (b->c, get (entry, "targets"));
  return TRUE;
}

static const char *
type_of (const json_t *function, const char *var)
{
  const char *type;
  json_t *list;

  json_object_foreach ((json_t *) get (function, "vars"), type, list)
    if (has (list, var))
      return type;
  return NULL;
}

/* "A type is picklable when the policy calls it so, or a frame"; types that extend one count. */
static gboolean
is_picklable (const Build *b, const char *type)
{
  return type && (has (get (b->more, "picklable"), type) || g_strv_contains (b->words->frame_types, type)
                  || is_picklable (b, g_hash_table_lookup (b->supers, type)));
}

static const char *
bar_of (const Build *b, const json_t *function, const NaiveRecord *r)
{
  gboolean named = has (get (b->more, "named"), r->record);
  GHashTableIter iter;
  gpointer var;

  if (!strcmp (r->kind, "foreign"))
    return "foreign";
  if (strcmp (r->kind, "special") && strcmp (r->kind, "stateless"))
    return "none";
  g_hash_table_iter_init (&iter, r->saved);
  while (g_hash_table_iter_next (&iter, &var, NULL))
    if (!is_picklable (b, type_of (function, var)))
      return "type";
  return named ? "none" : "name";
}

/* All sites, in the order of symbols; those that cannot unwind go later. */
static void
find_sites (Build *b)
{
  NaiveChains *c = b->c;
  const json_t *r, *block, *op;
  size_t i, bi, oi;

  for (guint k = 0; k < c->nsymbols; k++)
  {
    json_array_foreach (get (b->program, "functions"), i, r)
      if (!strcmp (json_string_value (get (r, "function")), c->symbols[k].name))
      {
        c->symbols[k].function = TRUE;
        json_array_foreach (get (r, "blocks"), bi, block)
          json_array_foreach (get (block, "ops"), oi, op)
          {
            NaiveStep s = { .symbol = k, .name = g_strdup_printf ("%s@%zu.%zu", c->symbols[k].name, bi, oi) };
            if (!site_of (b, op, &s))
              g_free (s.name);
            else if (c->nsteps < NAIVE_MOST)
              c->steps[c->nsteps++] = s;
            else
            {
              g_free (s.name);
              c->too_large = TRUE;
            }
          }
      }
    json_array_foreach (get (b->program, "externals"), i, r)
      if (b->words->callbacks && !strcmp (json_string_value (get (r, "external")), c->symbols[k].name))
      {
        if (c->nsteps == NAIVE_MOST)
          c->too_large = TRUE;
        else
          c->steps[c->nsteps++]
              = (NaiveStep) { .symbol = k, .name = g_strdup (c->symbols[k].name), .external = TRUE, .kind = "foreign",
                              .bar = "foreign", .targets = symbol_set (c, get (r, "callbacks")) };
      }
  }
}

/* "Nothing calls it: no call, no target set, no callback", as the policy has them: a call that it says `never` of is none, and a
 * callback is one where it follows them.  A set of targets counts whatever the policy says of the calls that have it. */
static void
find_called (Build *b)
{
  const json_t *r, *block, *op;
  size_t i, bi, oi;
  guint64 called = 0;

  for (guint k = 0; k < b->c->nsteps; k++)
    called |= b->c->steps[k].targets;
  json_array_foreach (get (b->program, "functions"), i, r)
    json_array_foreach (get (r, "blocks"), bi, block)
      json_array_foreach (get (block, "ops"), oi, op)
        if (!strcmp (str (op, 0), "indirect_call"))
          called |= symbol_set (b->c, json_array_get (op, 2));
  for (guint k = 0; k < b->c->nsymbols; k++)
    b->c->symbols[k].called = (called & BIT (k)) != 0;
}

/* Which symbols may unwind, without the symbol and the steps that are said to be gone. */
static guint64
unwinding (const NaiveChains *c, guint without, guint64 gone)
{
  guint64 may = 0, before;

  for (guint k = 0; k < c->nsymbols; k++)
    if (c->symbols[k].source && k != without)
      may |= BIT (k);
  do
  {
    before = may;
    for (guint i = 0; i < c->nsteps; i++)
      if (!(gone & BIT (i)) && c->steps[i].symbol != without && (c->steps[i].ends || (c->steps[i].targets & may)))
        may |= BIT (c->steps[i].symbol);
  } while (may != before);
  return may;
}

static const json_t *
function_of (const json_t *program, const char *name)
{
  const json_t *f;
  size_t i;

  json_array_foreach (get (program, "functions"), i, f)
    if (!strcmp (json_string_value (get (f, "function")), name))
      return f;
  return NULL;
}

static const NaiveRecord *
record_of (const Naive *n, const char *name)
{
  for (guint i = 0; i < n->records->len; i++)
    if (!strcmp (((const NaiveRecord *) n->records->pdata[i])->record, name))
      return n->records->pdata[i];
  return NULL;
}

/* Leaves the steps that may unwind, and gives them their kinds. */
static void
keep_steps (Build *b)
{
  NaiveChains *c = b->c;
  guint64 may = unwinding (c, NAIVE_NONE, 0);
  g_autoptr (Naive) naive = naive_new (b->program, b->words);
  guint n = 0, nrecords = 0;

  for (guint k = 0; k < c->nsymbols; k++)
    c->symbols[k].unwinds = (may & BIT (k)) != 0;
  for (guint i = 0; i < c->nsteps; i++)
  {
    NaiveStep s = c->steps[i];
    const char *symbol = c->symbols[s.symbol].name;
    if (!(s.ends || (s.targets & may)) || (s.external && c->symbols[s.symbol].source))
    {
      g_free (s.name);
      continue;
    }
    if (!s.external)
    {
      const NaiveRecord *r = record_of (naive, s.name);
      g_assert (r); /* the two ways to find unwind points agree */
      nrecords++;
      s.kind = r->kind;
      s.nsaved = g_hash_table_size (r->saved);
      s.bar = bar_of (b, function_of (b->program, symbol), r);
    }
    c->steps[n++] = s;
  }
  c->nsteps = n;
  g_assert (nrecords == naive->records->len);
}

/* ---- listing ways ---- */

typedef struct Walk Walk;
typedef void (*WalkFn) (Walk *w);

struct Walk
{
  NaiveChains *c;
  gboolean hop;        /* it ends at the entry of a function that runs frames */
  guint to;            /* it ends at the entry of this symbol alone; NAIVE_NONE: at an unwind source */
  guint64 on_path;     /* symbols that were entered */
  NaiveWay way;
  WalkFn done, stepped; /* called at an end; at each step.  May be NULL */
  gpointer data;
};

static void walk_step (Walk *w, guint step);

static void
walk_end (Walk *w, guint symbol)
{
  w->way.end = symbol;
  if (w->done)
    w->done (w);
}

static void
walk_enter (Walk *w, guint symbol)
{
  const NaiveSymbol *s = &w->c->symbols[symbol];

  if (w->way.n && w->to == symbol)
    walk_end (w, symbol);
  else if (w->hop && s->frame)
    walk_end (w, symbol);
  else if (s->source)
  {
    if (w->to == NAIVE_NONE)
      walk_end (w, symbol);
  }
  else if (!(w->on_path & BIT (symbol)))
  {
    w->on_path |= BIT (symbol);
    for (guint i = 0; i < w->c->nsteps; i++)
      if (w->c->steps[i].symbol == symbol)
        walk_step (w, i);
    w->on_path &= ~BIT (symbol);
  }
}

static void
walk_step (Walk *w, guint step)
{
  const NaiveStep *s = &w->c->steps[step];

  if (w->c->work++ > NAIVE_WORK)
  {
    w->c->too_large = TRUE;
    return;
  }
  w->way.steps[w->way.n++] = step;
  w->way.key[w->way.nkey++] = step;
  if (w->stepped)
    w->stepped (w);
  w->way.key[w->way.nkey++] = 0;
  if (s->ends && w->to == NAIVE_NONE)
    walk_end (w, NAIVE_NONE);
  for (guint k = 0; k < w->c->nsymbols && !s->ends; k++)
    if (s->targets & BIT (k) && w->c->symbols[k].unwinds)
    {
      w->way.key[w->way.nkey - 1] = k + 1;
      walk_enter (w, k);
    }
  w->way.n--;
  w->way.nkey -= 2;
}

static Walk
walk_new (NaiveChains *c, gboolean hop, WalkFn done, gpointer data)
{
  return (Walk) { .c = c, .hop = hop, .to = NAIVE_NONE, .done = done, .data = data };
}

static guint
count_bars (const NaiveChains *c, const NaiveWay *way, const char *const *bars)
{
  guint n = 0;

  for (guint i = 0; i < way->n; i++)
    n += g_strv_contains (bars, c->steps[way->steps[i]].bar);
  return n;
}

static const char *const all_bars[] = { "name", "type", "foreign", NULL };
static const char *const unnamed_bars[] = { "type", "foreign", NULL };
static const char *const foreign_bars[] = { "foreign", NULL };

static guint64
steps_of (const NaiveWay *way)
{
  guint64 set = 0;

  for (guint i = 0; i < way->n; i++)
    set |= BIT (way->steps[i]);
  return set;
}

/* "Smallest by name": the first choice in which two ways differ decides; the end, which is no choice of a name, comes first. */
static gboolean
smaller (const NaiveWay *a, const NaiveWay *b)
{
  for (guint i = 0; i < a->nkey && i < b->nkey; i++)
    if (a->key[i] != b->key[i])
      return a->key[i] < b->key[i];
  return a->nkey < b->nkey;
}

/* The best way so far: by cost, by length, by name. */
typedef struct
{
  guint cost;
  NaiveWay way;
} Best;

static void
better (Best *best, guint cost, const NaiveWay *way)
{
  if (best->cost != NAIVE_NONE
      && (cost > best->cost
          || (cost == best->cost && (way->n > best->way.n || (way->n == best->way.n && !smaller (way, &best->way))))))
    return;
  best->cost = cost;
  best->way = *way;
}

/* ---- hops ---- */

typedef struct
{
  NaiveHop *hop;
  Best best;
  guint foreign;
} HopData;

static void
hop_done (Walk *w)
{
  HopData *d = w->data;
  NaiveHop *h = d->hop;
  guint cost = count_bars (w->c, &w->way, all_bars);
  gboolean frame = w->way.end != NAIVE_NONE && w->c->symbols[w->way.end].frame;

  better (&d->best, cost, &w->way);
  h->fewest = MIN (h->fewest, cost);
  h->fewest_unnamed = MIN (h->fewest_unnamed, count_bars (w->c, &w->way, unnamed_bars));
  d->foreign = MIN (d->foreign, count_bars (w->c, &w->way, foreign_bars));
  if (frame)
    h->fewest_frame = MIN (h->fewest_frame, cost);
  else
    h->fewest_source = MIN (h->fewest_source, cost);
  h->every &= steps_of (&w->way);
}

static void
hop_stepped (Walk *w)
{
  ((HopData *) w->data)->hop->some |= steps_of (&w->way);
}

/* Whether a way goes on from this step to an end without more than `most` irreducible records in a row, with `run` of them
 * behind it.  seen[]: the numbers of those with which each symbol was entered. */
static gboolean
run_goes_on (NaiveChains *c, guint step, guint run, guint most, guint64 *seen)
{
  const NaiveStep *s = &c->steps[step];

  run = naive_irreducible (s) ? run + 1 : 0;
  if (run > most)
    return FALSE;
  if (s->ends)
    return TRUE;
  for (guint k = 0; k < c->nsymbols; k++)
  {
    const NaiveSymbol *to = &c->symbols[k];
    if (!(s->targets & BIT (k)) || !to->unwinds)
      continue;
    if (to->frame || to->source)
      return TRUE;
    if (seen[k] & BIT (run))
      continue;
    seen[k] |= BIT (run);
    for (guint i = 0; i < c->nsteps; i++)
      if (c->steps[i].symbol == k && run_goes_on (c, i, run, most, seen))
        return TRUE;
  }
  return FALSE;
}

static guint
least_run (NaiveChains *c, guint step)
{
  for (guint most = 0;; most++)
  {
    guint64 seen[NAIVE_MOST] = { 0 };
    if (run_goes_on (c, step, 0, most, seen))
      return most;
  }
}

/* "The longest run of upper-case words in its last part, before any "__" or '#'"; of at least three letters. */
static char *
shown (const char *name)
{
  const char *last = name;
  char *best = NULL;

  for (const char *s = name; *s; s++)
    if (*s == '.' || *s == ':')
      last = s + 1;
  g_autofree char *part = g_strndup (last, strcspn (last, "#"));
  if (strstr (part, "__"))
    *strstr (part, "__") = 0;
  g_auto (GStrv) words = g_strsplit (part, "_", -1);
  g_autoptr (GString) run = g_string_new (NULL);
  for (guint i = 0;; i++)
  {
    gboolean upper = words[i] && words[i][0] && !words[i][strspn (words[i], "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")];
    if (upper)
      g_string_append_printf (run, "%s%s", run->len ? "_" : "", words[i]);
    else
    {
      if (run->len >= 3 && (!best || run->len > strlen (best)))
      {
        g_free (best);
        best = g_strdup (run->str);
      }
      g_string_truncate (run, 0);
    }
    if (!words[i])
      return best;
  }
}

static char *
group_of (const NaiveChains *c, const NaiveStep *s)
{
  g_autofree char *group = NULL;

  for (guint k = 0; k < c->nsymbols; k++)
    if (s->targets & BIT (k))
    {
      g_autofree char *name = shown (c->symbols[k].name);
      if (name && group && strcmp (name, group))
        return g_strdup ("(in the loop)");
      if (name && !group)
        group = g_strdup (name);
    }
  return group ? g_steal_pointer (&group) : g_strdup ("(in the loop)");
}

static void
find_hop (NaiveChains *c, guint step)
{
  NaiveHop *h = g_new0 (NaiveHop, 1);
  HopData d = { .hop = h, .best.cost = NAIVE_NONE, .foreign = NAIVE_NONE };
  Walk w = walk_new (c, TRUE, hop_done, &d);
  gboolean tainted = FALSE;

  h->step = step;
  h->fewest = h->fewest_frame = h->fewest_source = h->fewest_unnamed = NAIVE_NONE;
  h->every = ~G_GUINT64_CONSTANT (0);
  w.stepped = hop_stepped;
  walk_step (&w, step);
  g_ptr_array_add (c->hops, h);
  h->way = d.best.way;
  h->group = group_of (c, &c->steps[step]);
  h->run = least_run (c, step);
  for (guint i = 0; i < c->nsteps; i++)
    tainted = tainted || (h->some & BIT (i) && naive_blocks (&c->steps[i]));
  h->strategy = !tainted ? "soft" : h->fewest == 0 ? "mixed" : d.foreign == 0 ? "special" : "hard";
}

/* Calls the steps `cleared` no blockers; returns what they were, for undo(). */
static GPtrArray *
clear (NaiveChains *c, guint64 cleared)
{
  GPtrArray *kept = g_ptr_array_new ();

  for (guint i = 0; i < c->nsteps; i++)
  {
    g_ptr_array_add (kept, (gpointer) c->steps[i].bar);
    if (cleared & BIT (i))
      c->steps[i].bar = "none";
  }
  return kept;
}

static void
undo (NaiveChains *c, GPtrArray *kept)
{
  for (guint i = 0; i < c->nsteps; i++)
    c->steps[i].bar = kept->pdata[i];
  g_ptr_array_unref (kept);
}

static Best
cheapest_of (NaiveChains *c, guint i)
{
  NaiveHop h = { .fewest = NAIVE_NONE };
  HopData d = { .hop = &h, .best.cost = NAIVE_NONE };
  Walk w = walk_new (c, TRUE, hop_done, &d);

  walk_step (&w, ((const NaiveHop *) c->hops->pdata[i])->step);
  return d.best;
}

guint
naive_free_hops (NaiveChains *c, guint64 cleared)
{
  GPtrArray *kept = clear (c, cleared);
  guint n = 0;

  for (guint i = 0; i < c->hops->len; i++)
    n += cheapest_of (c, i).cost == 0;
  undo (c, kept);
  return n;
}

guint
naive_hops_over (NaiveChains *c, guint64 cleared, guint step)
{
  GPtrArray *kept = clear (c, cleared);
  guint n = 0, least = NAIVE_NONE;

  for (guint i = 0; i < c->hops->len; i++)
  {
    Best best = cheapest_of (c, i);
    if (!best.cost || best.cost > least)
      continue;
    if (best.cost < least)
      n = 0;
    least = best.cost;
    n += (steps_of (&best.way) & BIT (step)) != 0;
  }
  undo (c, kept);
  return n;
}

/* ---- chains ---- */

typedef struct
{
  Best best;
  guint64 steps;
} RootData;

static void
root_done (Walk *w)
{
  RootData *d = w->data;

  better (&d->best, count_bars (w->c, &w->way, all_bars), &w->way);
}

static void
root_stepped (Walk *w)
{
  ((RootData *) w->data)->steps |= steps_of (&w->way);
}

static const char *
verdict (const NaiveChains *c, guint64 steps, guint fewest)
{
  gboolean tainted = FALSE;

  for (guint i = 0; i < c->nsteps; i++)
    tainted = tainted || (steps & BIT (i) && naive_blocks (&c->steps[i]));
  return fewest == NAIVE_NONE ? "no chain" : !tainted ? "every" : fewest ? "none" : "some";
}

static void
find_root (NaiveChains *c, guint symbol, NaiveRoot *all)
{
  NaiveRoot *r = g_new0 (NaiveRoot, 1);
  RootData d = { .best.cost = NAIVE_NONE };
  Walk w = walk_new (c, FALSE, root_done, &d);

  w.stepped = root_stepped;
  if (c->symbols[symbol].unwinds)
    walk_enter (&w, symbol);
  r->symbol = symbol;
  r->verdict = verdict (c, d.steps, d.best.cost);
  r->fewest = d.best.cost == NAIVE_NONE ? 0 : d.best.cost;
  r->steps = d.steps;
  r->way = d.best.way;
  g_ptr_array_add (c->roots, r);
  all->steps |= d.steps;
  all->fewest = MIN (all->fewest, d.best.cost);
}

static void
find_roots (NaiveChains *c, const json_t *named)
{
  NaiveRoot *all = g_new0 (NaiveRoot, 1);
  guint64 roots = 0;

  for (guint k = 0; k < c->nsymbols; k++)
    if (has (named, c->symbols[k].name))
      roots |= BIT (k);
  c->assumed = !roots;
  for (guint k = 0; k < c->nsymbols && c->assumed; k++)
    if (c->symbols[k].function && c->symbols[k].unwinds && !c->symbols[k].called)
      roots |= BIT (k);
  all->fewest = NAIVE_NONE;
  for (guint k = 0; k < c->nsymbols; k++)
    if (roots & BIT (k))
      find_root (c, k, all);
  all->symbol = NAIVE_NONE;
  all->verdict = verdict (c, all->steps, all->fewest);
  all->fewest = all->fewest == NAIVE_NONE ? 0 : all->fewest;
  g_ptr_array_add (c->roots, all);
}

/* ---- through a step ---- */

typedef struct
{
  guint step;
  gboolean found;
  NaiveWay way;
} Beginning;

/* Read from its end: the step nearest to the end in which two of one length differ decides. */
static void
beginning_stepped (Walk *w)
{
  Beginning *b = w->data;
  const NaiveWay *x = &w->way, *y = &b->way;
  guint i = x->n;

  if (x->steps[x->n - 1] != b->step || (b->found && x->n > y->n))
    return;
  if (b->found && x->n == y->n)
  {
    while (i > 0 && x->steps[i - 1] == y->steps[i - 1])
      i--;
    if (i == 0 || x->steps[i - 1] > y->steps[i - 1])
      return;
  }
  b->found = TRUE;
  b->way = *x;
}

static void
shortest_done (Walk *w)
{
  better (w->data, 0, &w->way);
}

gboolean
naive_through (NaiveChains *c, guint step, NaiveWay *way)
{
  Beginning b = { .step = step };
  Best rest = { .cost = NAIVE_NONE };
  gboolean hop = FALSE;
  Walk w = walk_new (c, FALSE, NULL, &b);

  w.stepped = beginning_stepped;
  for (guint i = 0; i + 1 < c->roots->len; i++)
    walk_enter (&w, ((const NaiveRoot *) c->roots->pdata[i])->symbol);
  if (!b.found)
  {
    hop = w.hop = TRUE;
    for (guint i = 0; i < c->hops->len; i++)
      walk_step (&w, ((const NaiveHop *) c->hops->pdata[i])->step);
  }
  if (!b.found)
    return FALSE;
  Walk on = walk_new (c, hop, shortest_done, &rest);
  walk_step (&on, step);
  *way = b.way;
  for (guint i = 1; i < rest.way.n && way->n < NAIVE_MOST; i++)
    way->steps[way->n++] = rest.way.steps[i];
  way->end = rest.way.end;
  return TRUE;
}

gboolean
naive_between (NaiveChains *c, guint from, guint to, NaiveWay *way)
{
  Best best = { .cost = NAIVE_NONE };
  Walk w = walk_new (c, FALSE, shortest_done, &best);

  w.to = to;
  if (c->symbols[from].unwinds)
    walk_enter (&w, from);
  *way = best.way;
  return best.cost != NAIVE_NONE;
}

/* ---- choke points ---- */

NaiveGain
naive_gain (const NaiveChains *c, guint symbol, guint64 steps)
{
  guint64 may = unwinding (c, symbol, steps);
  NaiveGain gain = { 0 };

  for (guint k = 0; k < c->nsymbols; k++)
    gain.functions += c->symbols[k].function && c->symbols[k].unwinds && !(may & BIT (k));
  for (guint i = 0; i < c->nsteps; i++)
  {
    const NaiveStep *s = &c->steps[i];
    if (!(steps & BIT (i)) && s->symbol != symbol && (s->ends || (s->targets & may)))
      continue;
    gain.points += !s->external;
    gain.records += naive_irreducible (s);
  }
  return gain;
}

/* ---- calls that need not unwind ---- */

gboolean
naive_reaches (const json_t *program, const NaivePolicy *words, const char *from, const char *at, const char *to)
{
  const Build b = { .words = words };
  const json_t *r, *block, *op;
  size_t i, bi, oi;

  json_array_foreach (get (program, "externals"), i, r)
    if (!strcmp (json_string_value (get (r, "external")), from) && has (get (r, "callbacks"), to))
      return TRUE;
  r = function_of (program, from);
  json_array_foreach (get (r, "blocks"), bi, block)
    json_array_foreach (get (block, "ops"), oi, op)
    {
      g_autofree char *name = g_strdup_printf ("%s@%zu.%zu", from, bi, oi);
      const json_t *entry = site_entry (&b, name);
      const json_t *only = entry && !strcmp (json_string_value (get (entry, "says")), "only") ? get (entry, "targets") : NULL;
      if (at && strcmp (at, name))
        continue;
      if (!strcmp (str (op, 0), "direct_call") && str (op, 2) && !strcmp (str (op, 2), to))
        return TRUE;
      if (!strcmp (str (op, 0), "indirect_call") && has (only ? only : json_array_get (op, 2), to))
        return TRUE;
    }
  return FALSE;
}

/* ---- names ---- */

char *
naive_callee (const json_t *function, gsize block, gsize op)
{
  const json_t *b = json_array_get (get (function, "blocks"), block), *call = json_array_get (get (b, "ops"), op), *o;
  size_t i;

  if (!strcmp (str (call, 0), "direct_call") && str (call, 2))
    return g_strdup (str (call, 2));
  if (strcmp (str (call, 0), "indirect_call"))
    return g_strdup (str (call, 0));
  json_array_foreach (get (b, "ops"), i, o)
    if (!strcmp (str (o, 0), "getfield") && str (o, 1) && str (call, 3) && !strcmp (str (o, 1), str (call, 3)))
    {
      const char *field = json_string_value (get (json_array_get (o, 3), "const"));
      if (field)
        return g_strconcat ("*.", field, NULL);
    }
  return g_strdup ("*");
}

/* Blocks as they are left, last ones first; a block's links from the last to the first. */
static void
leave_blocks (const json_t *function, size_t block, gboolean *seen, GArray *left)
{
  static const char *const kinds[] = { "handlers", "exits" };
  guint number = (guint) block;

  if (seen[block])
    return;
  seen[block] = TRUE;
  for (guint k = 0; k < 2; k++)
  {
    const json_t *links = get (json_array_get (get (function, "blocks"), block), kinds[k]);
    for (size_t i = json_array_size (links); i-- > 0;)
      leave_blocks (function, (size_t) json_integer_value (get (json_array_get (links, i), "to")), seen, left);
  }
  g_array_prepend_val (left, number);
}

guint
naive_occurrence (const json_t *function, const char *const *source_ops, gsize block, gsize op)
{
  const json_t *blocks = get (function, "blocks"), *o;
  g_autoptr (GArray) order = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autofree gboolean *seen = g_new0 (gboolean, json_array_size (blocks));
  g_autofree char *label = naive_callee (function, block, op);
  guint n = 0;
  size_t i;

  leave_blocks (function, 0, seen, order);
  for (guint b = 0; b < json_array_size (blocks); b++)
    if (!seen[b])
      g_array_append_val (order, b);
  for (guint k = 0; k < order->len; k++)
  {
    guint b = g_array_index (order, guint, k);
    json_array_foreach (get (json_array_get (blocks, b), "ops"), i, o)
    {
      if (strcmp (str (o, 0), "direct_call") && strcmp (str (o, 0), "indirect_call") && !g_strv_contains (source_ops, str (o, 0)))
        continue;
      g_autofree char *other = naive_callee (function, b, i);
      n += !strcmp (other, label);
      if (b == block && i == op)
        return n;
    }
  }
  g_assert_not_reached ();
}

/* ---- all of it ---- */

static void
hop_free (gpointer data)
{
  g_free (((NaiveHop *) data)->group);
  g_free (data);
}

NaiveChains *
naive_chains_new (const json_t *program, const NaivePolicy *words, const json_t *more)
{
  NaiveChains *c = g_new0 (NaiveChains, 1);
  Build b = { c, program, more, words, g_hash_table_new (g_str_hash, g_str_equal) };
  const json_t *r;
  size_t i;

  json_array_foreach (get (program, "types"), i, r)
    if (get (r, "super"))
      g_hash_table_insert (b.supers, (gpointer) json_string_value (get (r, "type")),
                           (gpointer) json_string_value (get (r, "super")));
  c->hops = g_ptr_array_new_with_free_func (hop_free);
  c->roots = g_ptr_array_new_with_free_func (g_free);
  find_symbols (&b);
  if (!c->too_large)
    find_sites (&b);
  if (!c->too_large)
  {
    find_called (&b);
    keep_steps (&b);
    for (guint k = 0; k < c->nsteps; k++)
      if (!c->steps[k].external && c->symbols[c->steps[k].symbol].frame)
        find_hop (c, k);
    find_roots (c, get (more, "roots"));
  }
  g_hash_table_unref (b.supers);
  return c;
}

void
naive_chains_free (NaiveChains *c)
{
  if (!c)
    return;
  for (guint k = 0; k < c->nsymbols; k++)
    g_free (c->symbols[k].name);
  for (guint k = 0; k < c->nsteps; k++)
    g_free (c->steps[k].name);
  g_ptr_array_unref (c->hops);
  g_ptr_array_unref (c->roots);
  g_free (c);
}
