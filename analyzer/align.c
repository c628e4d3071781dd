/* Aligning sites, and finding what was inlined or outlined (align.h). */
#include "align.h"

#include "ir/grow.h"
#include "plain.h"

#include <string.h>

/* One in so many of a callee's sites must reappear. */
#define LEAST_PART 3
/* How far a direct call is looked for that an indirect one has become, where no aligned site says where to stop. */
#define NEAR 32
/* Cells that one call may cost. */
#define MAX_CELLS 1000000

/* Places that are asked which build has more inlined, and how often as many must say the one as the other. */
#define ASKED 200
#define LEAN 4

/* What a key begins with. */
enum
{
  KEY_DIRECT = 1,
  KEY_NULL,
  KEY_INDIRECT,
  KEY_OTHER
};

/* One function's sites as items, and what became of each. */
typedef struct
{
  guint32 func, n;
  SsItem *items;  /* owned */
  gsize cap;
  guint32 *to;    /* owned: the other function's site, or SS_NONE */
  gsize to_cap;
  GArray *left;   /* owned: Left, scratch */
  guint32 *twin, *call; /* owned: operations of the other side's program, or SS_NONE */
  guint32 *copy;        /* owned: of its own side's */
  gsize twin_cap, call_cap, copy_cap;
} Row;

/* A site that nothing was found for. */
typedef struct
{
  SsItem item;
  guint32 at;
} Left;

typedef struct
{
  const SsMatch *m;
  SsAlign *a;
  SsLcs *lcs;
  guint32 *countable[SS_N_SIDES]; /* owned, by function: its sites but for calls of functions that have none */
  Row row[SS_N_SIDES];
  GHashTable *vain; /* owned, of the pair at hand: what was looked for in vain, to how deep: one more than the depth of the callee */
  int lean;     /* the side that has less inlined, or SS_N_SIDES */
  guint32 gaps[SS_N_SIDES]; /* places where calls of that side explain more */
  gsize cap;    /* of a->sites */
  guint64 work; /* spent on splices */
} Work;

static const SsProgram *
program (const Work *w, int side)
{
  return w->m->prints[side]->terms->program;
}

static guint64
key_of (const Work *w, int side, guint32 o)
{
  const SsPrints *s = w->m->prints[side];
  const SsProgram *p = program (w, side);
  const SsOp *op = &p->ops[o];
  guint32 n;

  if (op->name == SS_OP_direct_call)
    return op->callee == SS_NONE ? KEY_NULL : ss_mix (KEY_DIRECT, w->m->class_of[side][op->callee]);
  if (op->name != SS_OP_indirect_call)
    return ss_mix (KEY_OTHER, s->opname[op->name]);
  const SsOperand *args = ss_op_args (p, o, &n);
  return n && ss_is_var (args[0]) ? ss_mix (KEY_INDIRECT, s->type[p->var_type[args[0]]]) : KEY_INDIRECT;
}

static void
fill_items (const Work *w, int side, guint32 func, SsItem *items)
{
  const SsPrints *s = w->m->prints[side];

  for (guint32 k = s->site0[func]; k < s->site0[func + 1]; k++, items++)
    {
      *items = s->items[k];
      items->key = key_of (w, side, s->sites[k]);
    }
}

static void
fill_row (Work *w, int side, guint32 func)
{
  const SsPrints *s = w->m->prints[side];
  Row *r = &w->row[side];

  r->func = func;
  r->n = s->site0[func + 1] - s->site0[func];
  SS_GROW (r->items, 0, r->cap, r->n + 1);
  SS_GROW (r->to, 0, r->to_cap, r->n + 1);
  SS_GROW (r->twin, 0, r->twin_cap, r->n + 1);
  SS_GROW (r->call, 0, r->call_cap, r->n + 1);
  SS_GROW (r->copy, 0, r->copy_cap, r->n + 1);
  fill_items (w, side, func, r->items);
  for (guint32 k = 0; k < r->n; k++)
    r->to[k] = r->twin[k] = r->call[k] = r->copy[k] = SS_NONE;
}

static guint32
op_at (const Work *w, int side, guint32 func, guint32 k)
{
  const SsPrints *s = w->m->prints[side];

  return s->sites[s->site0[func] + k];
}

/* The function with a record of its own that a site calls directly, or SS_NONE. */
static guint32
called_at (const Work *w, int side, guint32 func, guint32 k)
{
  const SsOp *op = &program (w, side)->ops[op_at (w, side, func, k)];

  return op->name == SS_OP_direct_call && op->callee != SS_NONE ? program (w, side)->syms[op->callee].func : SS_NONE;
}

/* Whether an indirect call of `side` may be what a direct call of `to` is: it calls one of its targets. */
static gboolean
is_target (Work *w, int side, guint32 indirect, int to, guint32 direct)
{
  const SsProgram *p = program (w, side), *q = program (w, to);
  const SsOp *a = &p->ops[indirect], *b = &q->ops[direct];

  if (a->name != SS_OP_indirect_call || b->name != SS_OP_direct_call || a->callee == SS_NONE || b->callee == SS_NONE)
    return FALSE;
  const SsTargets *set = &p->tsets[a->callee];
  w->work += set->n;
  for (guint32 i = 0; i < set->n; i++)
    if (w->m->class_of[side][p->targets[set->t0 + i]] == w->m->class_of[to][b->callee])
      return TRUE;
  return FALSE;
}

/* The first item from `lo` on, below `hi`, of a row that calls a target of an indirect call of `side`; `hi`: none does, or the work would
 * go beyond `end`. */
static guint32
find_target (Work *w, int side, guint32 indirect, int row, guint32 lo, guint32 hi, guint64 end)
{
  if (program (w, side)->ops[indirect].name != SS_OP_indirect_call)
    return hi;
  for (; lo < hi && w->work < end; lo++, w->work++)
    if (is_target (w, side, indirect, row, op_at (w, row, w->row[row].func, lo)))
      return lo;
  return hi;
}

static void
count_countable (Work *w, int side)
{
  const SsPrints *s = w->m->prints[side];
  guint32 n = program (w, side)->nfuncs;

  w->countable[side] = g_new (guint32, (gsize) n + 1);
  for (guint32 f = 0; f < n; f++)
    {
      guint32 sites = s->site0[f + 1] - s->site0[f], count = sites;
      for (guint32 k = 0; k < sites; k++)
        {
          guint32 inner = called_at (w, side, f, k);
          count -= inner != SS_NONE && s->site0[inner + 1] == s->site0[inner];
        }
      w->countable[side][f] = count;
    }
}

/* Where a callee's sites are looked for. */
typedef struct
{
  int side;       /* of the callee */
  int row;        /* of the items */
  guint32 base;   /* the first item that found[] is about */
  guint32 *found; /* the operation in the callee; SS_NONE */
  guint64 end;    /* of the work that it may take */
} Search;

/* Finds the sites of `callee` among the items lo … hi - 1.  Returns whether enough of them reappear. */
static gboolean /* NOLINTNEXTLINE(misc-no-recursion): SS_ALIGN_DEPTH bounds it */
find_sites (Work *w, const Search *x, guint32 callee, guint32 lo, guint32 hi, guint depth)
{
  const SsPrints *s = w->m->prints[x->side];
  guint32 n = s->site0[callee + 1] - s->site0[callee], countable = w->countable[x->side][callee], met = 0;

  /* each of those that are met needs an item of its own */
  if (lo == hi || countable == 0 || countable > LEAST_PART * (guint64) (hi - lo) || (guint64) n * (hi - lo) > MAX_CELLS)
    return FALSE;
  gpointer asked = GSIZE_TO_POINTER (ss_mix (ss_mix (x->side * SS_N_SIDES + x->row, callee), (guint64) lo << 32 | hi));
  guint before = GPOINTER_TO_UINT (g_hash_table_lookup (w->vain, asked));
  w->work += (guint64) n * (hi - lo);
  if ((before && before <= depth + 1) || w->work > x->end)
    return FALSE;
  g_autofree SsItem *items = g_new (SsItem, n);
  g_autofree guint32 *to = g_new (guint32, n);
  fill_items (w, x->side, callee, items);
  ss_lcs_align (w->lcs, items, n, w->row[x->row].items + lo, hi - lo, to);
  for (guint32 k = 0, from = lo; k < n; k++)
    {
      guint32 op = op_at (w, x->side, callee, k), inner = called_at (w, x->side, callee, k), end = hi, next = k + 1;
      if (to[k] != SS_NONE)
        {
          x->found[lo + to[k] - x->base] = op;
          from = lo + to[k] + 1;
          met++;
          continue;
        }
      while (next < n && to[next] == SS_NONE)
        next++;
      if (next < n)
        end = lo + to[next];
      guint32 target = find_target (w, x->side, op, x->row, from, end, x->end);
      if (target < end)
        {
          x->found[target - x->base] = op;
          from = target + 1;
          met++;
          continue;
        }
      if (inner != SS_NONE && depth < SS_ALIGN_DEPTH)
        met += find_sites (w, x, inner, from, end, depth + 1);
    }
  if (!met && w->work <= x->end)
    g_hash_table_insert (w->vain, asked, GUINT_TO_POINTER (depth + 1));
  return met > 0 && met * LEAST_PART >= countable;
}

/* The same from the items b0 … b1 - 1 on; where not enough sites reappear, nothing is found. */
static gboolean
find_callee (Work *w, int side, int row, guint32 callee, guint32 b0, guint32 b1, guint32 *found)
{
  memset (found, 0xff, (b1 - b0) * sizeof *found);
  w->work += b1 - b0;
  const Search x = { side, row, b0, found, w->work + SS_ALIGN_WORK };
  gboolean met = callee != SS_NONE && find_sites (w, &x, callee, b0, b1, 0);
  w->a->bounded += w->work > x.end;
  if (!met)
    memset (found, 0xff, (b1 - b0) * sizeof *found);
  return met;
}

/* What a call explains by itself, by a site that its callee has got, and by one that its callee had before. */
enum
{
  CALL_WORTH = 1,
  COPY_WORTH = 1,
  TWIN_WORTH = 2
};

/* Looks for the callees of the unmatched calls a0 … a1 - 1 of `side` among the unmatched sites b0 … b1 - 1 of the other side.  Returns what
 * that explains. */
static guint32
find_splices (Work *w, int side, guint32 a0, guint32 a1, guint32 b0, guint32 b1)
{
  Row *r = &w->row[side], *other = &w->row[!side];
  g_autofree guint32 *twin = g_new (guint32, (gsize) (b1 - b0) + 1), *copy = g_new (guint32, (gsize) (b1 - b0) + 1);
  guint32 explained = 0;

  for (guint32 k = a0; k < a1 && b0 < b1; k++)
    {
      guint32 callee = called_at (w, side, r->func, k), call = op_at (w, side, r->func, k), base = b0;
      if (callee == SS_NONE)
        continue;
      gboolean met = find_callee (w, side, !side, callee, b0, b1, twin);
      if (!find_callee (w, !side, !side, ss_match_other (w->m, side, callee), b0, b1, copy) && !met)
        continue;
      r->call[k] = call;
      explained += CALL_WORTH;
      for (guint32 i = base; i < b1; i++)
        if (twin[i - base] != SS_NONE || copy[i - base] != SS_NONE)
          {
            explained += twin[i - base] == SS_NONE ? COPY_WORTH : TWIN_WORTH;
            other->twin[i] = twin[i - base];
            other->copy[i] = copy[i - base];
            other->call[i] = call;
            b0 = i + 1;
          }
    }
  return explained;
}

static void
forget_splices (Row *r, guint32 lo, guint32 hi)
{
  for (guint32 k = lo; k < hi; k++)
    r->twin[k] = r->copy[k] = r->call[k] = SS_NONE;
}

/* Between two matched sites: what was inlined there or what was outlined, whichever explains more of the sites; where the one build is
 * known to have more inlined, that alone, if it explains any. */
static void
look_into_gap (Work *w, guint32 i0, guint32 i1, guint32 j0, guint32 j1)
{
  const guint32 lo[SS_N_SIDES] = { i0, j0 }, hi[SS_N_SIDES] = { i1, j1 };
  int first = w->lean == SS_NEW ? SS_NEW : SS_OLD;

  if (i0 == i1 || j0 == j1)
    return;
  guint32 one = find_splices (w, first, lo[first], hi[first], lo[!first], hi[!first]);
  if (one == CALL_WORTH * (hi[first] - lo[first]) + TWIN_WORTH * (hi[!first] - lo[!first]) || (one && w->lean != SS_N_SIDES))
    {
      w->gaps[first]++;
      return;
    }
  forget_splices (&w->row[SS_OLD], i0, i1);
  forget_splices (&w->row[SS_NEW], j0, j1);
  guint32 other = find_splices (w, !first, lo[!first], hi[!first], lo[first], hi[first]);
  if (one != other)
    w->gaps[one > other ? first : !first]++;
  if (other > one || !one)
    return;
  forget_splices (&w->row[SS_OLD], i0, i1);
  forget_splices (&w->row[SS_NEW], j0, j1);
  find_splices (w, first, lo[first], hi[first], lo[!first], hi[!first]);
}

/* Indirect calls of `side` that nothing was found for, between aligned sites, and direct calls of one of their targets there. */
static void
align_targets (Work *w, int side)
{
  Row *r = &w->row[side], *other = &w->row[!side];
  guint32 from = 0;

  for (guint32 k = 0; k < r->n; k++)
    {
      guint32 next = k + 1;
      if (r->to[k] != SS_NONE)
        from = r->to[k] + 1;
      if (r->to[k] != SS_NONE || r->call[k] != SS_NONE
          || program (w, side)->ops[op_at (w, side, r->func, k)].name != SS_OP_indirect_call)
        continue;
      while (next < r->n && r->to[next] == SS_NONE && next - k < NEAR)
        next++;
      guint32 end = next < r->n && r->to[next] != SS_NONE ? r->to[next] : MIN (from + NEAR, other->n);
      guint64 most = w->work + SS_ALIGN_WORK;
      for (guint32 i = from; i < end; i++)
        {
          if (other->to[i] != SS_NONE || other->call[i] != SS_NONE
              || find_target (w, side, op_at (w, side, r->func, k), !side, i, i + 1, most) > i)
            continue;
          r->to[k] = i;
          other->to[i] = k;
          from = i + 1;
          break;
        }
    }
}

static int
by_item (gconstpointer a, gconstpointer b)
{
  const Left *x = a, *y = b;

  if (x->item.key != y->item.key)
    return x->item.key < y->item.key ? -1 : 1;
  return x->at < y->at ? -1 : x->at > y->at;
}

static void
collect_left (Row *r)
{
  g_array_set_size (r->left, 0);
  for (guint32 k = 0; k < r->n; k++)
    if (r->to[k] == SS_NONE && r->call[k] == SS_NONE)
      {
        Left left = { r->items[k], k };
        g_array_append_val (r->left, left);
      }
  g_array_sort (r->left, by_item);
}

/* Sites that stand elsewhere now: what nothing was found for on both sides, by key, in order.  Other orders of the blocks make such. */
static void
align_moved (Work *w)
{
  Row *old = &w->row[SS_OLD], *new = &w->row[SS_NEW];

  collect_left (old);
  collect_left (new);
  for (guint i = 0, j = 0; i < old->left->len && j < new->left->len;)
    {
      const Left *a = &g_array_index (old->left, Left, i), *b = &g_array_index (new->left, Left, j);
      if (a->item.key == b->item.key)
        {
          old->to[a->at] = b->at;
          new->to[b->at] = a->at;
        }
      i += a->item.key <= b->item.key;
      j += b->item.key <= a->item.key;
    }
}

static void
add_site (Work *w, guint32 i, guint32 j)
{
  const Row *old = &w->row[SS_OLD], *new = &w->row[SS_NEW];
  const Row *r = i == SS_NONE ? new : old;
  guint32 k = i == SS_NONE ? j : i;
  SsAligned s = { { i == SS_NONE ? SS_NONE : op_at (w, SS_OLD, old->func, i), j == SS_NONE ? SS_NONE : op_at (w, SS_NEW, new->func, j) },
                  SS_SPLICE_NONE, SS_NONE, SS_NONE, SS_NONE };

  if ((i == SS_NONE || j == SS_NONE) && r->call[k] != SS_NONE)
    {
      /* a call that went was inlined, and so was what came from a callee; a call that came was outlined, as was what went into one */
      gboolean is_call = r->twin[k] == SS_NONE && r->copy[k] == SS_NONE;
      s.splice = is_call == (r == old) ? SS_SPLICE_INLINED : SS_SPLICE_OUTLINED;
      s.twin = r->twin[k];
      s.copy = r->copy[k];
      s.call = r->call[k];
    }
  SS_GROW (w->a->sites, w->a->nsites, w->cap, 1);
  w->a->sites[w->a->nsites++] = s;
}

/* Every site of the pair in order: what is gone stands before what was added at its place. */
static void
add_sites (Work *w)
{
  const Row *old = &w->row[SS_OLD], *new = &w->row[SS_NEW];
  guint32 j = 0;

  for (guint32 i = 0; i < old->n; i++)
    {
      for (; old->to[i] != SS_NONE && j < old->to[i]; j++)
        if (new->to[j] == SS_NONE)
          add_site (w, SS_NONE, j);
      add_site (w, i, old->to[i]);
    }
  for (; j < new->n; j++)
    if (new->to[j] == SS_NONE)
      add_site (w, SS_NONE, j);
}

/* Finds what stands where it stood, and what was inlined or outlined between. */
static void
align_rows (Work *w, const SsPair *pair)
{
  Row *old = &w->row[SS_OLD], *new = &w->row[SS_NEW];
  guint32 i0 = 0, j0 = 0;

  fill_row (w, SS_OLD, pair->func[SS_OLD]);
  fill_row (w, SS_NEW, pair->func[SS_NEW]);
  g_hash_table_remove_all (w->vain);
  ss_lcs_align (w->lcs, old->items, old->n, new->items, new->n, old->to);
  for (guint32 i = 0; i < old->n; i++)
    if (old->to[i] != SS_NONE)
      new->to[old->to[i]] = i;
  for (guint32 i = 0; i <= old->n; i++)
    {
      guint32 j = i < old->n ? old->to[i] : new->n;
      if (j == SS_NONE)
        continue;
      look_into_gap (w, i0, i, j0, j);
      i0 = i + 1;
      j0 = j + 1;
    }
}

static void
align_pair (Work *w, const SsPair *pair)
{
  if (pair->same)
    {
      fill_row (w, SS_OLD, pair->func[SS_OLD]);
      fill_row (w, SS_NEW, pair->func[SS_NEW]);
      for (guint32 i = 0; i < w->row[SS_OLD].n; i++)
        w->row[SS_OLD].to[i] = w->row[SS_NEW].to[i] = i;
    }
  else
    {
      align_rows (w, pair);
      align_targets (w, SS_OLD);
      align_targets (w, SS_NEW);
      align_moved (w);
    }
  add_sites (w);
}

/* Whether one of the builds has more inlined: the side whose calls the other one has bodies of, or SS_N_SIDES. */
static int
find_lean (Work *w, const guint8 *wanted)
{
  for (guint32 i = 0; i < w->m->npairs && w->gaps[SS_OLD] + w->gaps[SS_NEW] < ASKED; i++)
    if (!w->m->pairs[i].same && (!wanted || wanted[i]))
      align_rows (w, &w->m->pairs[i]);
  for (int side = 0; side < SS_N_SIDES; side++)
    if (w->gaps[side] > LEAN * w->gaps[!side])
      return side;
  return SS_N_SIDES;
}

/* Whether a site of that side alone was found in the callee of its own side alone. */
static gboolean
is_copy (const SsAligned *s, int side)
{
  return s->copy != SS_NONE && s->twin == SS_NONE && (s->op[SS_NEW] == SS_NONE ? SS_OLD : SS_NEW) == side;
}

/* Twins of what was found in the callee of its own side alone: what that is in the other program. */
static void
translate_copies (Work *w, int side)
{
  SsAlign *a = w->a;
  g_autofree guint8 *asked = g_new0 (guint8, (gsize) program (w, side)->nops + 1); /* by operation */
  g_autoptr (GHashTable) to = g_hash_table_new (NULL, NULL);

  for (guint32 i = 0; i < a->nsites; i++)
    if (is_copy (&a->sites[i], side))
      asked[a->sites[i].copy] = TRUE;
  for (guint32 i = 0; i < a->nsites; i++)
    {
      guint32 op = a->sites[i].op[side], other = a->sites[i].op[!side];
      if (op != SS_NONE && other != SS_NONE && asked[op])
        g_hash_table_insert (to, GUINT_TO_POINTER (op), GUINT_TO_POINTER (other + 1));
    }
  for (guint32 i = 0; i < a->nsites; i++)
    {
      SsAligned *s = &a->sites[i];
      guint found = is_copy (s, side) ? GPOINTER_TO_UINT (g_hash_table_lookup (to, GUINT_TO_POINTER (s->copy))) : 0;
      if (found)
        s->twin = found - 1;
    }
}

SsAlign *
ss_align_new (const SsMatch *m, const guint8 *wanted)
{
  SsAlign *a = g_new0 (SsAlign, 1);
  Work w = { .m = m, .a = a, .lcs = ss_lcs_new (), .vain = g_hash_table_new (NULL, NULL), .lean = SS_N_SIDES };

  a->match = m;
  for (int side = 0; side < SS_N_SIDES; side++)
    {
      w.row[side].left = g_array_new (FALSE, FALSE, sizeof (Left));
      count_countable (&w, side);
    }
  w.lean = find_lean (&w, wanted);
  a->bounded = 0; /* what was asked is looked into again */
  a->site0 = g_new (guint32, (gsize) m->npairs + 1);
  for (guint32 i = 0; i < m->npairs; i++)
    {
      a->site0[i] = a->nsites;
      if (!wanted || wanted[i])
        align_pair (&w, &m->pairs[i]);
    }
  a->site0[m->npairs] = a->nsites;
  translate_copies (&w, SS_OLD);
  translate_copies (&w, SS_NEW);
  for (int side = 0; side < SS_N_SIDES; side++)
    {
      g_free (w.row[side].items);
      g_free (w.row[side].to);
      g_free (w.row[side].twin);
      g_free (w.row[side].call);
      g_free (w.row[side].copy);
      g_array_unref (w.row[side].left);
      g_free (w.countable[side]);
    }
  g_hash_table_unref (w.vain);
  ss_lcs_free (w.lcs);
  return a;
}

void
ss_align_free (SsAlign *a)
{
  if (!a)
    return;
  g_free (a->sites);
  g_free (a->site0);
  g_free (a);
}
