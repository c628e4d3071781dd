/* Histograms of functions (alike.h). */
#include "alike.h"

#include "ir/grow.h"
#include "keyed.h"
#include "plain.h"

/* How much each thing counts. */
enum
{
  WORTH_OP = 1,
  WORTH_CONST = 1,
  WORTH_BLOCK = 1,
  WORTH_POINTER = 2,
  WORTH_CALLEE = 4
};

/* What a thing's hash begins with. */
enum
{
  OF_OP = 1,
  OF_CONST,
  OF_BLOCK,
  OF_POINTER,
  OF_CLASS,
  OF_NAME
};

/* The histograms of some functions: those of the one at place i are things[thing0[i]] … things[thing0[i + 1] - 1], by hash; `what` is what a
 * thing is worth, `more` how often it is there. */
typedef struct
{
  SsKeyed *things;
  gsize n, cap;
  gsize *thing0;
} Histograms;

static void
add (Histograms *h, guint64 kind, guint64 what, guint32 worth)
{
  SS_GROW (h->things, h->n, h->cap, 1);
  h->things[h->n++] = (SsKeyed) { ss_mix (kind, what), worth, 1 };
}

static void
add_op (Histograms *h, const SsPrints *s, const guint32 *class_of, guint32 o)
{
  const SsProgram *p = s->terms->program;
  const SsOp *op = &p->ops[o];
  guint32 n;
  const SsOperand *args = ss_op_args (p, o, &n);

  add (h, OF_OP, s->opname[op->name], WORTH_OP);
  if (op->name == SS_OP_direct_call && op->callee != SS_NONE)
    {
      guint32 class = class_of[op->callee];
      if (class == SS_NONE)
        add (h, OF_NAME, s->base[op->callee], WORTH_CALLEE);
      else
        add (h, OF_CLASS, class, WORTH_CALLEE);
    }
  else if (op->name == SS_OP_indirect_call && n && ss_is_var (args[0]))
    add (h, OF_POINTER, s->type[p->var_type[args[0]]], WORTH_POINTER);
  for (guint32 i = 0; i < n; i++)
    if (ss_is_const (args[i]) && ss_const (p, args[i])->kind == SS_CONST_TEXT)
      add (h, OF_CONST, s->constant[args[i] & ~SS_CONST_BIT], WORTH_CONST);
}

/* Sorts what was added since `first`, and counts equal things once. */
static void
close_histogram (Histograms *h, gsize first)
{
  gsize n = first;

  if (h->n == first)
    return;
  ss_keyed_sort (h->things + first, h->n - first);
  for (gsize i = first + 1; i < h->n; i++)
    if (h->things[i].key == h->things[n].key)
      h->things[n].more++;
    else
      h->things[++n] = h->things[i];
  h->n = n + 1;
}

static void
make_histograms (Histograms *h, const SsPrints *s, const guint32 *class_of, const guint32 *funcs, guint32 n)
{
  const SsProgram *p = s->terms->program;

  *h = (Histograms) { .thing0 = g_new (gsize, (gsize) n + 1) };
  for (guint32 i = 0; i < n; i++)
    {
      const SsFunc *f = &p->funcs[funcs[i]];
      h->thing0[i] = h->n;
      for (guint32 o = f->op0; o < f->op0 + f->nops; o++)
        add_op (h, s, class_of, o);
      for (guint32 b = f->block0; b < f->block0 + f->nblocks; b++)
        add (h, OF_BLOCK, ss_mix (ss_mix (p->blocks[b].nin, p->blocks[b].nexits), p->blocks[b].nhandlers), WORTH_BLOCK);
      close_histogram (h, h->thing0[i]);
    }
  h->thing0[n] = h->n;
}

static void
clear_histograms (Histograms *h)
{
  g_free (h->things);
  g_free (h->thing0);
}

static void
score (const Histograms *old, guint32 i, const Histograms *new, guint32 j, SsAlikePair *pair)
{
  gsize a = old->thing0[i], b = new->thing0[j];
  guint64 common = 0, size[SS_N_SIDES] = { 0, 0 };

  for (gsize k = a; k < old->thing0[i + 1]; k++)
    size[SS_OLD] += (guint64) old->things[k].what * old->things[k].more;
  for (gsize k = b; k < new->thing0[j + 1]; k++)
    size[SS_NEW] += (guint64) new->things[k].what * new->things[k].more;
  while (a < old->thing0[i + 1] && b < new->thing0[j + 1])
    {
      const SsKeyed *x = &old->things[a], *y = &new->things[b];
      if (x->key == y->key)
        common += (guint64) x->what * MIN (x->more, y->more);
      a += x->key <= y->key;
      b += y->key <= x->key;
    }
  guint64 all = size[SS_OLD] + size[SS_NEW] - common;
  pair->score = all ? (guint32) (100 * common / all) : 100;
  pair->size = (guint32) MIN (MAX (size[SS_OLD], size[SS_NEW]), G_MAXUINT32);
}

void
ss_alike_score (const SsPrints *const prints[SS_N_SIDES], guint32 *const class_of[SS_N_SIDES], SsAlikePair *pairs, guint32 n)
{
  Histograms h[SS_N_SIDES];
  g_autofree guint32 *funcs = g_new (guint32, MAX (n, 1));

  for (int side = 0; side < SS_N_SIDES; side++)
    {
      for (guint32 i = 0; i < n; i++)
        funcs[i] = pairs[i].func[side];
      make_histograms (&h[side], prints[side], class_of[side], funcs, n);
    }
  for (guint32 i = 0; i < n; i++)
    score (&h[SS_OLD], i, &h[SS_NEW], i, &pairs[i]);
  clear_histograms (&h[SS_OLD]);
  clear_histograms (&h[SS_NEW]);
}

/* That functions have things: by hash of the thing, `what` is the side and `more` the place of the function. */

/* How often things occur on each side, by the lower bits of their hashes, up to a bit more than rare.  A rare thing that shares these bits with a
 * common one is lost, which is seldom, as there are several counters for each thing. */
typedef struct
{
  guint8 *count[SS_N_SIDES]; /* owned */
  guint64 mask;
} Census;

#define COUNTERS_PER_THING 4

static Census
take_census (const SsKeyed *has, gsize n)
{
  gsize size = 1024;

  while (size < COUNTERS_PER_THING * n)
    size *= 2;
  Census c = { { g_new0 (guint8, size), g_new0 (guint8, size) }, size - 1 };
  for (gsize i = 0; i < n; i++)
    {
      guint8 *count = &c.count[has[i].what][has[i].key & c.mask];
      *count += *count <= SS_ALIKE_RARE;
    }
  return c;
}

static gboolean
may_be_rare (const Census *c, guint64 hash)
{
  guint8 old = c->count[SS_OLD][hash & c->mask], new = c->count[SS_NEW][hash & c->mask];

  return old && new && old <= SS_ALIKE_RARE && new <= SS_ALIKE_RARE;
}

/* Drops what is not rare on both sides; returns how many are left. */
static gsize
keep_rare (SsKeyed *has, gsize n)
{
  Census c = take_census (has, n);
  gsize kept = 0;

  for (gsize i = 0; i < n; i++)
    if (may_be_rare (&c, has[i].key))
      has[kept++] = has[i];
  g_free (c.count[SS_OLD]);
  g_free (c.count[SS_NEW]);
  return kept;
}

/* The pairs that share something rare: places in funcs, that of OLD in the upper half of the key. */
static GArray *
find_candidates (const Histograms *h, const guint32 n[SS_N_SIDES], const guint64 *const group[SS_N_SIDES])
{
  gsize total = h[SS_OLD].n + h[SS_NEW].n + n[SS_OLD] + n[SS_NEW], m = 0;
  g_autofree SsKeyed *has = g_new (SsKeyed, MAX (total, 1));
  GArray *found = g_array_new (FALSE, FALSE, sizeof (SsKeyed));

  for (guint32 side = 0; side < SS_N_SIDES; side++)
    for (guint32 i = 0; i < n[side]; i++)
      {
        if (group)
          has[m++] = (SsKeyed) { group[side][i], side, i };
        for (gsize k = h[side].thing0[i]; k < h[side].thing0[i + 1]; k++)
          has[m++] = (SsKeyed) { group ? ss_mix (group[side][i], h[side].things[k].key) : h[side].things[k].key, side, i };
      }
  m = keep_rare (has, m);
  ss_keyed_sort (has, m); /* they are by side and place already */
  for (gsize i = 0, end; i < m; i = end)
    {
      gsize mid = i;
      for (end = i; end < m && has[end].key == has[i].key; end++)
        mid += has[end].what == SS_OLD;
      if (mid - i > SS_ALIKE_RARE || end - mid > SS_ALIKE_RARE)
        continue;
      for (gsize a = i; a < mid; a++)
        for (gsize b = mid; b < end; b++)
          {
            SsKeyed pair = { (guint64) has[a].more << 32 | has[b].more, 0, 0 };
            g_array_append_val (found, pair);
          }
    }
  ss_keyed_sort ((SsKeyed *) (gpointer) found->data, found->len);
  return found;
}

GArray *
ss_alike_pairs (const SsPrints *const prints[SS_N_SIDES], guint32 *const class_of[SS_N_SIDES],
                const guint32 *const funcs[SS_N_SIDES], const guint32 n[SS_N_SIDES], const guint64 *const group[SS_N_SIDES])
{
  Histograms h[SS_N_SIDES];
  GArray *pairs = g_array_new (FALSE, FALSE, sizeof (SsAlikePair));

  for (int side = 0; side < SS_N_SIDES; side++)
    make_histograms (&h[side], prints[side], class_of[side], funcs[side], n[side]);
  g_autoptr (GArray) found = find_candidates (h, n, group);
  for (guint i = 0; i < found->len; i++)
    {
      guint64 at = g_array_index (found, SsKeyed, i).key;
      guint32 a = (guint32) (at >> 32), b = (guint32) at;
      if (i && at == g_array_index (found, SsKeyed, i - 1).key)
        continue;
      SsAlikePair pair = { .func = { funcs[SS_OLD][a], funcs[SS_NEW][b] } };
      score (&h[SS_OLD], a, &h[SS_NEW], b, &pair);
      if (pair.score >= SS_MATCH_LEAST)
        g_array_append_val (pairs, pair);
    }
  clear_histograms (&h[SS_OLD]);
  clear_histograms (&h[SS_NEW]);
  return pairs;
}
