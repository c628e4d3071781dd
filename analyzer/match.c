/* Matching functions (match.h): joins of sorted keys, then evidence from call sites, then scores. */
#include "match.h"

#include "alike.h"
#include "keyed.h"
#include "plain.h"

#include <stdlib.h>
#include <string.h>

/* How sure, in percent, what is found in one way or another is.  doc/diff.md says the same. */
enum
{
  SURE_ALONE_SYMBOL = 100, /* the only function of its plain name, under the same symbol */
  SURE_ALONE_NAME = 98,    /* … under another one */
  SURE_AROUND = 96,        /* told apart by graph and surroundings */
  SURE_TWINS = 94,         /* nothing tells some of one name apart, and there are equally many of them */
  SURE_BODY = 92,          /* the only one of its name with this graph */
  SURE_SITE = 88,          /* called at the same sites */
  SURE_NUMBER = 90,        /* the same symbol, in a family of names whose numbers mean the same in both programs */
  SURE_ANY = 60,           /* nothing tells it from others of its name */
  SURE_SOURCE = 90,        /* the only function of that file and line, and of that bare name */
  SURE_LINE = 75,          /* the only function of that file and line */
  SURE_GRAPH = 85,         /* the same graph with the same callees */
  SURE_BARE_GRAPH = 70     /* the same graph, which no other function has */
};

/* A score that needs no other evidence when there is much to compare; what is less than MUCH is not trusted by its score alone. */
#define MUCH 24
/* How often evidence is followed on from what it has matched: each round looks at all of it. */
#define MAX_ROUNDS 16
/* What two functions called at the same sites must score. */
#define SCORE_AT_SITE 35

/* Calls at sites that were aligned: evidence that their callees match. */
typedef struct
{
  guint32 func[SS_N_SIDES];
  guint32 count;
} Vote;

typedef struct
{
  SsMatch *m;
  const SsProgram *p[SS_N_SIDES];
  GArray *made;     /* SsPair, in the order of being made */
  guint voted;      /* pairs of `made` whose sites have been looked at */
  GArray *votes;    /* Vote, count 1 each until they are counted */
  SsLcs *lcs;
  GArray *items[SS_N_SIDES]; /* SsItem: scratch */
  GArray *to;                /* guint32: scratch */
  GArray *families;          /* Family */
} Work;

static const char *const names[] = {
  [SS_MATCH_SYMBOL] = "symbol", [SS_MATCH_NAME] = "name", [SS_MATCH_SOURCE] = "source", [SS_MATCH_GRAPH] = "graph"
};
static const char *const texts[] = {
  [SS_MATCH_SYMBOL] = "by symbol",
  [SS_MATCH_NAME] = "by name, specialisation numbers and addresses left out",
  [SS_MATCH_SOURCE] = "by source file and line",
  [SS_MATCH_GRAPH] = "by graph"
};

const char *
ss_match_name (SsMatchHow how)
{
  return names[how];
}

const char *
ss_match_text (SsMatchHow how)
{
  return texts[how];
}

static gboolean
is_free (const Work *w, int side, guint32 func)
{
  return w->m->pair[side][func] == SS_NONE;
}

static guint32
sym_of (const Work *w, int side, guint32 func)
{
  return w->p[side]->funcs[func].sym;
}

static gboolean
same_symbol (const Work *w, guint32 old, guint32 new)
{
  return strcmp (ss_func_name (w->p[SS_OLD], old), ss_func_name (w->p[SS_NEW], new)) == 0;
}

static void
make_pair (Work *w, guint32 old, guint32 new, SsMatchHow how, guint sure)
{
  SsPair pair = { { old, new }, how, (guint8) sure, FALSE };
  guint32 class = w->m->nclasses++;

  w->m->pair[SS_OLD][old] = w->m->pair[SS_NEW][new] = w->made->len;
  w->m->class_of[SS_OLD][sym_of (w, SS_OLD, old)] = w->m->class_of[SS_NEW][sym_of (w, SS_NEW, new)] = class;
  g_array_append_val (w->made, pair);
}

/* Of functions with one plain name: by symbol or by name. */
static void
make_named (Work *w, guint32 old, guint32 new, guint sure)
{
  gboolean symbol = same_symbol (w, old, new);

  make_pair (w, old, new, symbol ? SS_MATCH_SYMBOL : SS_MATCH_NAME, sure);
}

/* Joins: free functions of both sides, sorted by a key; each run of equal keys is handed on. */

typedef guint64 (*KeyOf) (const Work *w, int side, guint32 func, guint depth); /* 0: takes no part */
typedef void (*TakeRun) (Work *w, SsKeyed *old, guint32 nold, SsKeyed *new, guint32 nnew, guint depth);

static SsKeyed *
collect (const Work *w, int side, KeyOf key_of, guint depth, guint32 *n)
{
  SsKeyed *keyed = g_new (SsKeyed, (gsize) w->p[side]->nfuncs + 1);

  *n = 0;
  for (guint32 f = 0; f < w->p[side]->nfuncs; f++)
    if (is_free (w, side, f))
      {
        keyed[*n] = (SsKeyed) { key_of (w, side, f, depth), f, 0 };
        *n += keyed[*n].key != 0;
      }
  ss_keyed_sort (keyed, *n);
  return keyed;
}

static guint32
run_of (const SsKeyed *k, guint32 n)
{
  guint32 run = 1;

  while (run < n && k[run].key == k->key)
    run++;
  return run;
}

static void
join (Work *w, KeyOf key_of, guint depth, TakeRun take)
{
  guint32 n[SS_N_SIDES];
  g_autofree SsKeyed *old = collect (w, SS_OLD, key_of, depth, &n[SS_OLD]);
  g_autofree SsKeyed *new = collect (w, SS_NEW, key_of, depth, &n[SS_NEW]);

  for (guint32 i = 0, j = 0; i < n[SS_OLD] && j < n[SS_NEW];)
    if (old[i].key != new[j].key)
      {
        gboolean first = old[i].key < new[j].key;
        i += first;
        j += !first;
      }
    else
      {
        guint32 a = run_of (old + i, n[SS_OLD] - i), b = run_of (new + j, n[SS_NEW] - j);
        take (w, old + i, a, new + j, b, depth);
        i += a;
        j += b;
      }
}

static guint64
key_name (const Work *w, int side, guint32 func, G_GNUC_UNUSED guint depth)
{
  return w->m->prints[side]->name[sym_of (w, side, func)];
}

static guint64
key_base (const Work *w, int side, guint32 func, G_GNUC_UNUSED guint depth)
{
  return w->m->prints[side]->base[sym_of (w, side, func)];
}

static guint64
key_around (const Work *w, int side, guint32 func, guint depth)
{
  return ss_mix (key_name (w, side, func, depth), w->m->prints[side]->around[depth][func]);
}

static guint64
key_body (const Work *w, int side, guint32 func, guint depth)
{
  return ss_mix (key_name (w, side, func, depth), w->m->prints[side]->body[func]);
}

static guint64
key_base_body (const Work *w, int side, guint32 func, guint depth)
{
  return ss_mix (key_base (w, side, func, depth), w->m->prints[side]->body[func]);
}

static guint64
key_source (const Work *w, int side, guint32 func, G_GNUC_UNUSED guint depth)
{
  return w->m->prints[side]->source[func];
}

static guint64
bare_hash (const Work *w, int side, guint32 func)
{
  const char *name = ss_func_name (w->p[side], func), *s = name + strlen (name);
  g_autoptr (GString) scratch = g_string_new (NULL);

  while (s > name && s[-1] != '.' && s[-1] != ':')
    s--;
  return ss_plain_hash (s, SS_PLAIN_BASE, scratch);
}

static guint64
key_source_bare (const Work *w, int side, guint32 func, guint depth)
{
  guint64 source = key_source (w, side, func, depth);

  return source ? ss_mix (source, bare_hash (w, side, func)) : 0;
}

static guint64
key_source_body (const Work *w, int side, guint32 func, guint depth)
{
  guint64 source = key_source (w, side, func, depth);

  return source ? ss_mix (source, w->m->prints[side]->body[func]) : 0;
}

/* Its graph and the classes of what it calls; 0: there is too little of it to tell. */
static guint64
key_graph (const Work *w, int side, guint32 func, G_GNUC_UNUSED guint depth)
{
  const SsPrints *s = w->m->prints[side];
  const SsFunc *f = &w->p[side]->funcs[func];
  guint64 h = s->body[func];
  guint32 said = 0;

  for (guint32 k = s->site0[func]; k < s->site0[func + 1]; k++)
    {
      const SsOp *op = &w->p[side]->ops[s->sites[k]];
      if (op->name != SS_OP_direct_call || op->callee == SS_NONE)
        continue;
      guint32 class = w->m->class_of[side][op->callee];
      h = ss_mix (h, class == SS_NONE ? s->base[op->callee] : class);
      said += class != SS_NONE;
    }
  return said || f->nops >= MUCH ? h : 0;
}

/* Its graph alone; 0: it has no operations. */
static guint64
key_bare_graph (const Work *w, int side, guint32 func, G_GNUC_UNUSED guint depth)
{
  return w->p[side]->funcs[func].nops ? w->m->prints[side]->body[func] : 0;
}

static void
take_alone (Work *w, SsKeyed *old, guint32 nold, SsKeyed *new, guint32 nnew, G_GNUC_UNUSED guint depth)
{
  if (nold == 1 && nnew == 1)
    make_named (w, old->what, new->what, same_symbol (w, old->what, new->what) ? SURE_ALONE_SYMBOL : SURE_ALONE_NAME);
}

static void
take_body (Work *w, SsKeyed *old, guint32 nold, SsKeyed *new, guint32 nnew, G_GNUC_UNUSED guint depth)
{
  if (nold == 1 && nnew == 1)
    make_named (w, old->what, new->what, SURE_BODY);
}

static int
by_symbol (gconstpointer a, gconstpointer b, gpointer p)
{
  return strcmp (ss_func_name (p, ((const SsKeyed *) a)->what), ss_func_name (p, ((const SsKeyed *) b)->what));
}

/* Pairs what nothing tells apart: those with the same symbol first, then in the order of symbols. */
static void
take_in_order (Work *w, SsKeyed *old, guint32 nold, SsKeyed *new, guint32 nnew, guint sure)
{
  guint32 i = 0, j = 0;

  g_qsort_with_data (old, (gint) nold, sizeof *old, by_symbol, (gpointer) w->p[SS_OLD]);
  g_qsort_with_data (new, (gint) nnew, sizeof *new, by_symbol, (gpointer) w->p[SS_NEW]);
  while (i < nold && j < nnew)
    {
      int c = strcmp (ss_func_name (w->p[SS_OLD], old[i].what), ss_func_name (w->p[SS_NEW], new[j].what));
      if (c == 0)
        make_pair (w, old[i].what, new[j].what, SS_MATCH_SYMBOL, sure);
      i += c <= 0;
      j += c >= 0;
    }
  for (i = j = 0; i < nold && j < nnew;)
    if (!is_free (w, SS_OLD, old[i].what))
      i++;
    else if (!is_free (w, SS_NEW, new[j].what))
      j++;
    else
      make_pair (w, old[i++].what, new[j++].what, SS_MATCH_NAME, sure);
}

static void
take_around (Work *w, SsKeyed *old, guint32 nold, SsKeyed *new, guint32 nnew, guint depth)
{
  if (nold == nnew && (nold == 1 || depth == SS_PRINTS_DEPTH))
    take_in_order (w, old, nold, new, nnew, nold > 1 ? SURE_TWINS : depth ? SURE_AROUND : SURE_BODY);
}

static void
take_any (Work *w, SsKeyed *old, guint32 nold, SsKeyed *new, guint32 nnew, G_GNUC_UNUSED guint depth)
{
  take_in_order (w, old, nold, new, nnew, SURE_ANY);
}

static void
take_source_bare (Work *w, SsKeyed *old, guint32 nold, SsKeyed *new, guint32 nnew, G_GNUC_UNUSED guint depth)
{
  if (nold == 1 && nnew == 1)
    make_pair (w, old->what, new->what, SS_MATCH_SOURCE, SURE_SOURCE);
}

static void
take_source (Work *w, SsKeyed *old, guint32 nold, SsKeyed *new, guint32 nnew, G_GNUC_UNUSED guint depth)
{
  if (nold == 1 && nnew == 1)
    make_pair (w, old->what, new->what, SS_MATCH_SOURCE, SURE_LINE);
}

static void
take_graph (Work *w, SsKeyed *old, guint32 nold, SsKeyed *new, guint32 nnew, G_GNUC_UNUSED guint depth)
{
  if (nold == 1 && nnew == 1)
    make_pair (w, old->what, new->what, SS_MATCH_GRAPH, SURE_GRAPH);
}

/* Whether the numbers of a family of names (one plain name) mean the same in both programs.  Functions that graph and surroundings tell
 * apart say so: do they have the same symbol?  Where a family has few of these, what all families say counts too. */
typedef struct
{
  guint64 key;
  guint32 pairs, agree;
} Family;

#define FAMILY_DEPTH 2
#define FAMILY_PRIOR 4.0
#define FAMILY_TRUST 0.7
#define FAMILY_AGAINST 4

static void
take_evidence (Work *w, SsKeyed *old, guint32 nold, SsKeyed *new, guint32 nnew, guint depth)
{
  if (nold != 1 || nnew != 1)
    return;
  Family one = { key_name (w, SS_OLD, old->what, depth), 1, same_symbol (w, old->what, new->what) };
  g_array_append_val (w->families, one);
}

/* Functions whose graph the new program's family has at least as often, but not under their number, speak against the numbers. */
static void
take_against (Work *w, SsKeyed *old, guint32 nold, G_GNUC_UNUSED SsKeyed *new, guint32 nnew, guint depth)
{
  if (nnew < nold)
    return;
  for (guint32 i = 0; i < nold; i++)
    {
      guint32 g = ss_find_func (w->p[SS_NEW], ss_func_name (w->p[SS_OLD], old[i].what));
      if (g != SS_NONE && w->m->prints[SS_NEW]->body[g] == w->m->prints[SS_OLD]->body[old[i].what])
        continue;
      Family one = { key_name (w, SS_OLD, old[i].what, depth), FAMILY_AGAINST, 0 };
      g_array_append_val (w->families, one);
    }
}

static int
by_family (gconstpointer a, gconstpointer b)
{
  const Family *x = a, *y = b;

  return x->key < y->key ? -1 : x->key > y->key;
}

/* Makes w->families the families by key; returns what all of them say. */
static Family
judge_families (Work *w)
{
  Family all = { 0, 0, 0 }, *f;
  guint n = 0;

  join (w, key_around, FAMILY_DEPTH, take_evidence);
  join (w, key_body, 0, take_against);
  f = (Family *) (gpointer) w->families->data;
  if (w->families->len)
    g_array_sort (w->families, by_family);
  for (guint i = 0; i < w->families->len; i++)
    {
      all.pairs += f[i].pairs;
      all.agree += f[i].agree;
      if (n && f[n - 1].key == f[i].key)
        {
          f[n - 1].pairs += f[i].pairs;
          f[n - 1].agree += f[i].agree;
        }
      else
        f[n++] = f[i];
    }
  g_array_set_size (w->families, n);
  return all;
}

static gboolean
is_trusted (const Work *w, const Family *all, guint64 key)
{
  const Family *f = (const Family *) (gconstpointer) w->families->data, asked = { key, 0, 0 }, *found = NULL;
  double prior = all->pairs ? (double) all->agree / all->pairs : 1;

  if (w->families->len)
    found = bsearch (&asked, f, w->families->len, sizeof *f, by_family);
  found = found ? found : &asked;
  return (found->agree + FAMILY_PRIOR * prior) / (found->pairs + FAMILY_PRIOR) >= FAMILY_TRUST;
}

/* Pairs functions of the same symbol in families that are trusted. */
static void
match_numbers (Work *w)
{
  Family all = judge_families (w);

  for (guint32 f = 0; f < w->p[SS_OLD]->nfuncs; f++)
    {
      guint32 g = is_free (w, SS_OLD, f) ? ss_find_func (w->p[SS_NEW], ss_func_name (w->p[SS_OLD], f)) : SS_NONE;
      if (g != SS_NONE && is_free (w, SS_NEW, g) && is_trusted (w, &all, key_name (w, SS_OLD, f, 0)))
        make_pair (w, f, g, SS_MATCH_SYMBOL, SURE_NUMBER);
    }
}

static void
take_bare_graph (Work *w, SsKeyed *old, guint32 nold, SsKeyed *new, guint32 nnew, G_GNUC_UNUSED guint depth)
{
  if (nold == 1 && nnew == 1)
    make_pair (w, old->what, new->what, SS_MATCH_GRAPH, SURE_BARE_GRAPH);
}

/* Evidence from call sites. */

static void
fill_items (Work *w, int side, guint32 func)
{
  const SsPrints *s = w->m->prints[side];

  g_array_set_size (w->items[side], 0);
  for (guint32 k = s->site0[func]; k < s->site0[func + 1]; k++)
    {
      const SsOp *op = &w->p[side]->ops[s->sites[k]];
      SsItem item = s->items[k];
      item.key = s->opname[op->name];
      if (op->name == SS_OP_direct_call && op->callee != SS_NONE)
        {
          guint32 class = w->m->class_of[side][op->callee];
          item.key = ss_mix (item.key, class == SS_NONE ? s->base[op->callee] : class);
        }
      g_array_append_val (w->items[side], item);
    }
}

/* The function that a site calls directly, or SS_NONE. */
static guint32
called_at (const Work *w, int side, guint32 func, guint32 k)
{
  const SsPrints *s = w->m->prints[side];
  const SsOp *op = &w->p[side]->ops[s->sites[s->site0[func] + k]];

  return op->name == SS_OP_direct_call && op->callee != SS_NONE ? w->p[side]->syms[op->callee].func : SS_NONE;
}

static void
vote (Work *w, const SsPair *pair, guint32 i, guint32 j)
{
  Vote v = { { called_at (w, SS_OLD, pair->func[SS_OLD], i), called_at (w, SS_NEW, pair->func[SS_NEW], j) }, 1 };

  if (v.func[SS_OLD] != SS_NONE && v.func[SS_NEW] != SS_NONE && is_free (w, SS_OLD, v.func[SS_OLD])
      && is_free (w, SS_NEW, v.func[SS_NEW]))
    g_array_append_val (w->votes, v);
}

static gboolean
calls_free (const Work *w, int side, guint32 func)
{
  const SsPrints *s = w->m->prints[side];

  for (guint32 k = 0; k < s->site0[func + 1] - s->site0[func]; k++)
    {
      guint32 f = called_at (w, side, func, k);
      if (f != SS_NONE && is_free (w, side, f))
        return TRUE;
    }
  return FALSE;
}

/* Looks at the sites of matched functions that call what is not matched: sites that are aligned, and stretches of equal length between
 * them, vote for their callees. */
static void
vote_pair (Work *w, const SsPair *pair)
{
  if (!calls_free (w, SS_OLD, pair->func[SS_OLD]) || !calls_free (w, SS_NEW, pair->func[SS_NEW]))
    return;
  fill_items (w, SS_OLD, pair->func[SS_OLD]);
  fill_items (w, SS_NEW, pair->func[SS_NEW]);
  guint32 n = w->items[SS_OLD]->len, m = w->items[SS_NEW]->len, j0 = 0, i0 = 0;
  g_array_set_size (w->to, n + 1);
  guint32 *to = (guint32 *) (gpointer) w->to->data;
  ss_lcs_align (w->lcs, (const SsItem *) (gpointer) w->items[SS_OLD]->data, n,
                (const SsItem *) (gpointer) w->items[SS_NEW]->data, m, to);
  to[n] = m;
  for (guint32 i = 0; i <= n; i++)
    {
      if (to[i] == SS_NONE)
        continue;
      if (i - i0 == to[i] - j0)
        for (guint32 k = 0; k < i - i0; k++)
          vote (w, pair, i0 + k, j0 + k);
      if (i < n)
        vote (w, pair, i, to[i]);
      i0 = i + 1;
      j0 = to[i] + 1;
    }
}

static void
vote_all (Work *w)
{
  for (; w->voted < w->made->len; w->voted++)
    {
      SsPair pair = g_array_index (w->made, SsPair, w->voted);
      vote_pair (w, &pair);
    }
}

static int
by_funcs (gconstpointer a, gconstpointer b)
{
  const Vote *x = a, *y = b;

  if (x->func[SS_OLD] != y->func[SS_OLD])
    return x->func[SS_OLD] < y->func[SS_OLD] ? -1 : 1;
  return x->func[SS_NEW] < y->func[SS_NEW] ? -1 : x->func[SS_NEW] > y->func[SS_NEW];
}

/* Counts votes for functions that are still free, and drops the others. */
static void
count_votes (Work *w)
{
  Vote *v = (Vote *) (gpointer) w->votes->data;
  guint n = 0;

  if (w->votes->len)
    g_array_sort (w->votes, by_funcs);
  for (guint i = 0; i < w->votes->len; i++)
    {
      if (!is_free (w, SS_OLD, v[i].func[SS_OLD]) || !is_free (w, SS_NEW, v[i].func[SS_NEW]))
        continue;
      if (n && by_funcs (&v[n - 1], &v[i]) == 0)
        v[n - 1].count += v[i].count;
      else
        v[n++] = v[i];
    }
  g_array_set_size (w->votes, n);
}

/* The functions that most votes of the functions on side `from` are for, if they are more than any others'. */
static guint32 *
elect (const Work *w, const Vote *votes, guint n, int from)
{
  guint32 *best = g_new (guint32, (gsize) w->p[from]->nfuncs + 1);
  g_autofree guint32 *most = g_new0 (guint32, (gsize) w->p[from]->nfuncs + 1);

  memset (best, 0xff, w->p[from]->nfuncs * sizeof *best);
  for (guint i = 0; i < n; i++)
    {
      guint32 f = votes[i].func[from];
      if (votes[i].count == most[f])
        best[f] = SS_NONE;
      if (votes[i].count <= most[f])
        continue;
      most[f] = votes[i].count;
      best[f] = votes[i].func[!from];
    }
  return best;
}

/* The votes among functions of one key; the caller frees. */
static GArray *
votes_within (const Work *w, KeyOf key_of)
{
  GArray *within = g_array_new (FALSE, FALSE, sizeof (Vote));

  for (guint i = 0; i < w->votes->len; i++)
    {
      const Vote *v = &g_array_index (w->votes, Vote, i);
      if (!key_of || key_of (w, SS_OLD, v->func[SS_OLD], 0) == key_of (w, SS_NEW, v->func[SS_NEW], 0))
        g_array_append_vals (within, v, 1);
    }
  return within;
}

/* Matches functions of one key that vote for each other; again, while that makes new ones vote, MAX_ROUNDS times. */
static void
follow_sites (Work *w, KeyOf key_of)
{
  for (guint before = w->made->len + 1, round = 0; before != w->made->len && round < MAX_ROUNDS; round++)
    {
      before = w->made->len;
      vote_all (w);
      count_votes (w);
      g_autoptr (GArray) votes = votes_within (w, key_of);
      const Vote *v = (const Vote *) (gpointer) votes->data;
      g_autofree guint32 *best = elect (w, v, votes->len, SS_OLD), *back = elect (w, v, votes->len, SS_NEW);
      for (guint i = 0; i < votes->len; i++)
        if (best[v[i].func[SS_OLD]] == v[i].func[SS_NEW] && back[v[i].func[SS_NEW]] == v[i].func[SS_OLD])
          make_named (w, v[i].func[SS_OLD], v[i].func[SS_NEW], SURE_SITE);
    }
}

/* Scores. */

static int
by_score (gconstpointer a, gconstpointer b, gpointer data)
{
  const SsAlikePair *x = a, *y = b;
  const Work *w = data;

  if (x->score != y->score)
    return x->score > y->score ? -1 : 1;
  gboolean s = same_symbol (w, x->func[SS_OLD], x->func[SS_NEW]), t = same_symbol (w, y->func[SS_OLD], y->func[SS_NEW]);
  if (s != t)
    return s ? -1 : 1;
  int c = strcmp (ss_func_name (w->p[SS_OLD], x->func[SS_OLD]), ss_func_name (w->p[SS_OLD], y->func[SS_OLD]));
  return c ? c : strcmp (ss_func_name (w->p[SS_NEW], x->func[SS_NEW]), ss_func_name (w->p[SS_NEW], y->func[SS_NEW]));
}

/* How sure a score makes, from `least` for the lowest that counts: within a name, of one source, or by the graph alone. */
static guint
sure_by_score (guint32 score, guint least)
{
  return least + (95 - least) * (score - MIN (score, SS_MATCH_LEAST)) / (100 - SS_MATCH_LEAST) ;
}

static guint64
key_none (G_GNUC_UNUSED const Work *w, G_GNUC_UNUSED int side, G_GNUC_UNUSED guint32 func, G_GNUC_UNUSED guint depth)
{
  return 1;
}

/* Free functions of both sides whose key free functions of the other side have too: in keyed[], how many in n[]. */
static void
collect_both (const Work *w, KeyOf key_of, SsKeyed *keyed[SS_N_SIDES], guint32 n[SS_N_SIDES])
{
  guint32 i = 0, j = 0, at[SS_N_SIDES] = { 0, 0 };

  for (int side = 0; side < SS_N_SIDES; side++)
    keyed[side] = collect (w, side, key_of, 0, &n[side]);
  while (i < n[SS_OLD] && j < n[SS_NEW])
    {
      guint64 old = keyed[SS_OLD][i].key, new = keyed[SS_NEW][j].key;
      if (old < new)
        i++;
      else if (new < old)
        j++;
      else
        {
          for (; i < n[SS_OLD] && keyed[SS_OLD][i].key == old; i++)
            keyed[SS_OLD][at[SS_OLD]++] = keyed[SS_OLD][i];
          for (; j < n[SS_NEW] && keyed[SS_NEW][j].key == old; j++)
            keyed[SS_NEW][at[SS_NEW]++] = keyed[SS_NEW][j];
        }
    }
  n[SS_OLD] = at[SS_OLD];
  n[SS_NEW] = at[SS_NEW];
}

/* Matches what is alike among functions of one key (NULL: among all), the best first. */
static void
match_alike (Work *w, KeyOf key_of, SsMatchHow how)
{
  guint32 n[SS_N_SIDES];
  SsKeyed *keyed[SS_N_SIDES];
  guint64 *group[SS_N_SIDES];
  guint32 *funcs[SS_N_SIDES];

  collect_both (w, key_of ? key_of : key_none, keyed, n);
  for (int side = 0; side < SS_N_SIDES; side++)
    {
      group[side] = g_new (guint64, n[side]);
      funcs[side] = g_new (guint32, n[side]);
      for (guint32 i = 0; i < n[side]; i++)
        {
          group[side][i] = keyed[side][i].key;
          funcs[side][i] = keyed[side][i].what;
        }
    }
  g_autoptr (GArray) pairs = ss_alike_pairs (w->m->prints, w->m->class_of, (const guint32 *const *) funcs, n,
                                             key_of ? (const guint64 *const *) group : NULL);
  g_array_sort_with_data (pairs, by_score, w);
  for (guint i = 0; i < pairs->len; i++)
    {
      const SsAlikePair *pair = &g_array_index (pairs, SsAlikePair, i);
      guint32 old = pair->func[SS_OLD], new = pair->func[SS_NEW];
      if (!is_free (w, SS_OLD, old) || !is_free (w, SS_NEW, new) || (!key_of && pair->size < MUCH))
        continue;
      if (how == SS_MATCH_NAME)
        make_named (w, old, new, sure_by_score (pair->score, 65));
      else
        make_pair (w, old, new, how, sure_by_score (pair->score, how == SS_MATCH_SOURCE ? 65 : 50));
    }
  for (int side = 0; side < SS_N_SIDES; side++)
    {
      g_free (keyed[side]);
      g_free (funcs[side]);
      g_free (group[side]);
    }
}

/* Matches what is called at the same sites under another name, where it is somewhat alike. */
static void
match_called (Work *w)
{
  vote_all (w);
  count_votes (w);
  g_autoptr (GArray) pairs = g_array_new (FALSE, FALSE, sizeof (SsAlikePair));
  for (guint i = 0; i < w->votes->len; i++)
    {
      const Vote *v = &g_array_index (w->votes, Vote, i);
      SsAlikePair pair = { .func = { v->func[SS_OLD], v->func[SS_NEW] } };
      g_array_append_val (pairs, pair);
    }
  ss_alike_score (w->m->prints, w->m->class_of, (SsAlikePair *) (gpointer) pairs->data, pairs->len);
  g_array_sort_with_data (pairs, by_score, w);
  for (guint i = 0; i < pairs->len; i++)
    {
      const SsAlikePair *pair = &g_array_index (pairs, SsAlikePair, i);
      guint32 old = pair->func[SS_OLD], new = pair->func[SS_NEW];
      if (is_free (w, SS_OLD, old) && is_free (w, SS_NEW, new) && pair->score >= SCORE_AT_SITE)
        make_pair (w, old, new, SS_MATCH_GRAPH, MIN (SURE_SITE, 40 + pair->score / 2));
    }
}

/* The classes of externals and of symbols that have no record: one for each plain name. */
static void
class_externals (Work *w)
{
  guint32 n[SS_N_SIDES] = { 0, 0 };
  SsKeyed *keyed[SS_N_SIDES];

  for (int side = 0; side < SS_N_SIDES; side++)
    {
      keyed[side] = g_new (SsKeyed, (gsize) w->p[side]->nsyms + 1);
      for (guint32 s = 0; s < w->p[side]->nsyms; s++)
        {
          w->m->class_of[side][s] = SS_NONE;
          if (w->p[side]->syms[s].func == SS_NONE)
            keyed[side][n[side]++] = (SsKeyed) { w->m->prints[side]->name[s], s, 0 };
        }
      ss_keyed_sort (keyed[side], n[side]);
    }
  for (guint32 i = 0, j = 0; i < n[SS_OLD] || j < n[SS_NEW];)
    {
      guint64 key = j == n[SS_NEW] || (i < n[SS_OLD] && keyed[SS_OLD][i].key < keyed[SS_NEW][j].key) ? keyed[SS_OLD][i].key
                                                                                                     : keyed[SS_NEW][j].key;
      for (; i < n[SS_OLD] && keyed[SS_OLD][i].key == key; i++)
        w->m->class_of[SS_OLD][keyed[SS_OLD][i].what] = w->m->nclasses;
      for (; j < n[SS_NEW] && keyed[SS_NEW][j].key == key; j++)
        w->m->class_of[SS_NEW][keyed[SS_NEW][j].what] = w->m->nclasses;
      w->m->nclasses++;
    }
  g_free (keyed[SS_OLD]);
  g_free (keyed[SS_NEW]);
}

/* Functions with one plain name on one side or the other, or both. */
static void
match_names (Work *w)
{
  join (w, key_name, 0, take_alone);
  match_numbers (w);
  for (guint depth = SS_PRINTS_DEPTH + 1; depth-- > 0;)
    join (w, key_around, depth, take_around);
  follow_sites (w, key_name);
  join (w, key_body, 0, take_body);
  follow_sites (w, key_name);
  join (w, key_body, 0, take_any);
  match_alike (w, key_name, SS_MATCH_NAME);
  join (w, key_name, 0, take_alone);
  follow_sites (w, key_base);
  join (w, key_base_body, 0, take_body);
  join (w, key_base, 0, take_alone);
}

static void
match_sources (Work *w)
{
  join (w, key_source_bare, 0, take_source_bare);
  join (w, key_source_body, 0, take_source_bare);
  match_alike (w, key_source, SS_MATCH_SOURCE);
  join (w, key_source, 0, take_source);
}

static void
match_graphs (Work *w)
{
  for (guint before = w->made->len + 1, round = 0; before != w->made->len && round < MAX_ROUNDS; round++)
    {
      before = w->made->len;
      join (w, key_graph, 0, take_graph);
      match_called (w);
    }
  match_alike (w, NULL, SS_MATCH_GRAPH);
  match_called (w);
  join (w, key_bare_graph, 0, take_bare_graph);
}

static int
by_old (gconstpointer a, gconstpointer b)
{
  const SsPair *x = a, *y = b;

  return x->func[SS_OLD] < y->func[SS_OLD] ? -1 : x->func[SS_OLD] > y->func[SS_OLD];
}

/* Whether the functions of a pair have the same graph and call the same. */
static gboolean
is_same (const SsMatch *m, const SsPair *pair)
{
  const SsPrints *s = m->prints[SS_OLD], *t = m->prints[SS_NEW];
  guint32 f = pair->func[SS_OLD], g = pair->func[SS_NEW];

  if (s->body[f] != t->body[g])
    return FALSE;
  for (guint32 k = 0; k < s->site0[f + 1] - s->site0[f]; k++)
    {
      const SsOp *a = &s->terms->program->ops[s->sites[s->site0[f] + k]], *b = &t->terms->program->ops[t->sites[t->site0[g] + k]];
      if (a->name == SS_OP_direct_call && a->callee != SS_NONE && b->callee != SS_NONE
          && m->class_of[SS_OLD][a->callee] != m->class_of[SS_NEW][b->callee])
        return FALSE;
    }
  return TRUE;
}

static void
finish (Work *w)
{
  SsMatch *m = w->m;

  if (w->made->len)
    g_array_sort (w->made, by_old);
  m->npairs = w->made->len;
  m->pairs = (SsPair *) (gpointer) g_array_free (w->made, FALSE);
  for (guint32 i = 0; i < m->npairs; i++)
    {
      m->pair[SS_OLD][m->pairs[i].func[SS_OLD]] = m->pair[SS_NEW][m->pairs[i].func[SS_NEW]] = i;
      m->by[m->pairs[i].how]++;
    }
  for (int side = 0; side < SS_N_SIDES; side++)
    for (guint32 s = 0; s < w->p[side]->nsyms; s++)
      if (m->class_of[side][s] == SS_NONE)
        m->class_of[side][s] = m->nclasses++;
  for (guint32 i = 0; i < m->npairs; i++)
    m->pairs[i].same = is_same (m, &m->pairs[i]);
}

SsMatch *
ss_match (const SsPrints *old, const SsPrints *new)
{
  SsMatch *m = g_new0 (SsMatch, 1);
  Work w = { .m = m, .p = { old->terms->program, new->terms->program } };

  m->prints[SS_OLD] = old;
  m->prints[SS_NEW] = new;
  for (int side = 0; side < SS_N_SIDES; side++)
    {
      m->pair[side] = g_new (guint32, (gsize) w.p[side]->nfuncs + 1);
      memset (m->pair[side], 0xff, w.p[side]->nfuncs * sizeof (guint32));
      m->class_of[side] = g_new (guint32, (gsize) w.p[side]->nsyms + 1);
      w.items[side] = g_array_new (FALSE, FALSE, sizeof (SsItem));
    }
  w.made = g_array_new (FALSE, FALSE, sizeof (SsPair));
  w.votes = g_array_new (FALSE, FALSE, sizeof (Vote));
  w.to = g_array_new (FALSE, FALSE, sizeof (guint32));
  w.families = g_array_new (FALSE, FALSE, sizeof (Family));
  w.lcs = ss_lcs_new ();
  class_externals (&w);
  match_names (&w);
  match_sources (&w);
  match_graphs (&w);
  finish (&w);
  ss_lcs_free (w.lcs);
  g_array_unref (w.items[SS_OLD]);
  g_array_unref (w.items[SS_NEW]);
  g_array_unref (w.votes);
  g_array_unref (w.to);
  g_array_unref (w.families);
  return m;
}

void
ss_match_free (SsMatch *m)
{
  if (!m)
    return;
  g_free (m->pairs);
  for (int side = 0; side < SS_N_SIDES; side++)
    {
      g_free (m->pair[side]);
      g_free (m->class_of[side]);
    }
  g_free (m);
}
