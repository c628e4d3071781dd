/* Available facts (held.h): forward over the blocks, "holds on all ways", by iteration over bit sets from "all hold".
 *
 * What ends a fact:
 * - a new definition of its base, value or index, when a loop comes round;
 * - a write to its key, unless it is to an object that is certainly another one, or writes the value that is there;
 * - a call or another operation that may write the key;
 * - where other chains may run (an unwind point among others): any write to the key anywhere in the program, unless the policy
 *   calls the frame owned;
 * - a fact of a notation: another notation of the same slot alone, unless for a frame that is certainly another one.
 * Where a handler is entered, what the block's last operation establishes does not hold yet.
 *
 * Two values are certainly different objects when each of them was made by an allocation of its own, or one was and the other is
 * a parameter.
 */
#include "held.h"

#include <string.h>

/* Words of a set, times blocks and operations; and sweeps over the blocks.  Beyond, nothing is held there. */
#define MAX_WORK (1u << 20)
#define MAX_SWEEPS 100

/* An operation establishes a fact. */
typedef struct
{
  guint32 op, fact;
} Maker;

/* A fact that a number is part of, as base, value or index. */
typedef struct
{
  guint32 number, fact;
} Part;

struct SsHeld
{
  const SsTerms *terms; /* lent */
  const SsUnwind *u;    /* lent */
  const SsWrites *w;    /* lent */
  const SsNotation *notations; /* lent */
  guint nnotations;
  const SsValues *v;    /* lent: the current function's */
  const SsFunc *f;      /* lent */
  gboolean bounded;
  GArray *facts;   /* owned: SsFact */
  GArray *sorted;  /* owned: numbers of facts, by what they say */
  GArray *makers;  /* owned: Maker, by operation */
  GArray *parts;   /* owned: Part, by number */
  guint32 words;   /* of a set of facts */
  GArray *bits;    /* owned: sets by block of the function, one kind after the other, and scratch */
  guint64 *in, *gen, *kill, *hgen, *hkill, *entry, *now, *scratch; /* lent: in bits; h…: for the block's handlers */
  guint64 *writes; /* owned: a set of writes.h */
};

SsHeld *
ss_held_new (const SsTerms *terms, const SsUnwind *u, const SsWrites *w, const SsNotation *notations, guint n)
{
  SsHeld *h = g_new0 (SsHeld, 1);

  h->terms = terms;
  h->u = u;
  h->w = w;
  h->notations = notations;
  h->nnotations = n;
  h->facts = g_array_new (FALSE, FALSE, sizeof (SsFact));
  h->sorted = g_array_new (FALSE, FALSE, sizeof (guint32));
  h->makers = g_array_new (FALSE, FALSE, sizeof (Maker));
  h->parts = g_array_new (FALSE, FALSE, sizeof (Part));
  h->bits = g_array_new (FALSE, FALSE, sizeof (guint64));
  h->writes = g_new (guint64, ss_writes_words (w));
  return h;
}

void
ss_held_free (SsHeld *h)
{
  if (!h)
    return;
  g_array_unref (h->facts);
  g_array_unref (h->sorted);
  g_array_unref (h->makers);
  g_array_unref (h->parts);
  g_array_unref (h->bits);
  g_free (h->writes);
  g_free (h);
}

gboolean
ss_held_bounded (const SsHeld *h)
{
  return h->bounded;
}

static guint64 *
row (const SsHeld *h, guint64 *sets, guint32 block)
{
  return sets + (gsize) (block - h->f->block0) * h->words;
}

static void
add_bit (guint64 *set, guint32 bit)
{
  set[bit / 64] |= G_GUINT64_CONSTANT (1) << (bit % 64);
}

static const SsFact *
fact (const SsHeld *h, guint32 i)
{
  return &g_array_index (h->facts, SsFact, i);
}

guint
ss_held_base_type (const SsTerms *terms, const SsValues *v, guint32 var)
{
  SsOperand number = ss_values_number (v, var);
  guint flags = ss_term_var_type (terms, var);

  return number != SS_NONE && ss_is_var (number) ? flags | ss_term_var_type (terms, number) : flags;
}

/* Whether the number of an index is one that can be had again. */
static gboolean
is_index (const SsProgram *p, SsOperand number)
{
  return number != SS_NONE && (ss_is_var (number) || ss_const (p, number)->kind == SS_CONST_INT);
}

/* What the fact that operation o establishes says; FALSE: it establishes none.  Without a key, nobody knows how long it holds. */
static gboolean
make_fact (const SsHeld *h, guint32 o, SsFact *made)
{
  const SsProgram *p = h->terms->program;
  const SsOp *op = &p->ops[o];
  guint32 n;
  const SsOperand *args = ss_op_args (p, o, &n);
  SsOperand base, value, name;
  gboolean item = FALSE;

  if (op->name == SS_OP_getarrayitem && n >= 2)
    base = args[0], name = args[1], value = op->result, item = TRUE;
  else if ((op->name == SS_OP_setarrayitem || op->name == SS_OP_bare_setarrayitem) && n >= 3)
    base = args[0], name = args[1], value = args[2], item = TRUE;
  else if (op->name == SS_OP_getfield && n >= 2)
    base = args[0], name = args[1], value = op->result;
  else if ((op->name == SS_OP_setfield || op->name == SS_OP_bare_setfield) && n >= 3)
    base = args[0], name = args[1], value = args[2];
  else if (op->name == SS_OP_held_by && n >= 3)
    base = args[1], name = args[2], value = args[0];
  else
    return FALSE;
  name = item ? ss_values_number (h->v, name) : name;
  if (value == SS_NONE || !ss_is_var (value) || !ss_is_var (base) || ss_var_storage (p, value) == SS_STORE_VOID
      || (item ? !is_index (p, name) : !ss_is_const (name) || ss_const (p, name)->kind != SS_CONST_TEXT))
    return FALSE;
  *made = (SsFact) { .op = o, .field = SS_NONE, .index = SS_NONE, .notation = op->name == SS_OP_held_by };
  if (item)
    made->index = name;
  else
    made->field = (guint32) ss_const (p, name)->u.str;
  SsOperand lead = ss_values_number (h->v, base);
  value = ss_values_number (h->v, value);
  if (!ss_is_var (lead) || !ss_is_var (value))
    return FALSE;
  guint flags = ss_held_base_type (h->terms, h->v, base);
  if (!item && !(flags & SS_TYPE_FRAME))
    return FALSE;
  made->base = lead;
  made->value = value;
  made->owned = (flags & SS_TYPE_OWNED) != 0;
  made->key = made->notation ? made->field : ss_writes_key (h->w, o);
  return TRUE;
}

static int
compare_facts (const SsFact *x, const SsFact *y)
{
  guint32 a[] = { (guint32) x->notation, x->key, x->base, x->value, x->index };
  guint32 b[] = { (guint32) y->notation, y->key, y->base, y->value, y->index };

  for (guint i = 0; i < G_N_ELEMENTS (a); i++)
    if (a[i] != b[i])
      return a[i] < b[i] ? -1 : 1;
  return 0;
}

static int
by_content (gconstpointer a, gconstpointer b, gpointer h)
{
  guint32 i = *(const guint32 *) a, j = *(const guint32 *) b;
  int c = compare_facts (fact (h, i), fact (h, j));

  return c ? c : i < j ? -1 : i > j;
}

static int
by_part (gconstpointer a, gconstpointer b)
{
  const Part *x = a, *y = b;

  if (x->number != y->number)
    return x->number < y->number ? -1 : 1;
  return x->fact < y->fact ? -1 : x->fact > y->fact;
}

/* Collects what the function's operations establish, the same fact once. */
static void
collect (SsHeld *h)
{
  const SsProgram *p = h->terms->program;

  g_array_set_size (h->facts, 0);
  g_array_set_size (h->makers, 0);
  g_array_set_size (h->sorted, 0);
  for (guint32 b = h->f->block0; b < h->f->block0 + h->f->nblocks; b++)
    {
      if (ss_values_rank (h->v, b) == SS_NONE)
        continue;
      for (guint32 o = p->blocks[b].op0; o < p->blocks[b].op0 + p->blocks[b].nops; o++)
        {
          SsFact made;
          if (!make_fact (h, o, &made))
            continue;
          if (made.key == SS_NONE)
            {
              h->bounded |= ss_writes_left_out (h->w, o);
              continue;
            }
          Maker m = { o, h->facts->len };
          g_array_append_val (h->makers, m);
          g_array_append_val (h->sorted, m.fact);
          g_array_append_val (h->facts, made);
        }
    }
  if (!h->facts->len)
    return;
  g_array_sort_with_data (h->sorted, by_content, h);
  /* the first of equal ones stands for all; sorted[] becomes the map from the i-th maker to its fact's new number */
  GArray *map = g_array_sized_new (FALSE, FALSE, sizeof (guint32), h->facts->len), *kept = g_array_new (FALSE, FALSE, sizeof (SsFact));
  g_array_set_size (map, h->facts->len);
  for (guint32 i = 0; i < h->sorted->len; i++)
    {
      guint32 at = g_array_index (h->sorted, guint32, i);
      SsFact *last = kept->len ? &g_array_index (kept, SsFact, kept->len - 1) : NULL;
      if (last && compare_facts (last, fact (h, at)) == 0)
        last->owned &= fact (h, at)->owned;
      else
        g_array_append_vals (kept, fact (h, at), 1);
      g_array_index (map, guint32, at) = kept->len - 1;
    }
  for (guint32 i = 0; i < h->makers->len; i++)
    g_array_index (h->makers, Maker, i).fact = g_array_index (map, guint32, i);
  g_array_unref (map);
  g_array_unref (h->facts);
  h->facts = kept;
}

static void
index_facts (SsHeld *h)
{
  g_array_set_size (h->parts, 0);
  for (guint32 i = 0; i < h->facts->len; i++)
    {
      const SsFact *f = fact (h, i);
      Part parts[] = { { f->base, i }, { f->value, i }, { f->index, i } };
      g_array_append_vals (h->parts, parts, ss_is_var (f->index) ? 3 : 2);
    }
  g_array_sort (h->parts, by_part);
}

/* The first part of that number, or where it would be. */
static guint32
first_part (const GArray *parts, guint32 number)
{
  guint32 lo = 0, hi = parts->len;

  while (lo < hi)
    {
      guint32 mid = lo + (hi - lo) / 2;
      if (g_array_index (parts, Part, mid).number < number)
        lo = mid + 1;
      else
        hi = mid;
    }
  return lo;
}

/* Adds the facts that a new definition of `number` ends. */
static void
end_number (const SsHeld *h, guint32 number, guint64 *set)
{
  for (guint32 i = first_part (h->parts, number);
       i < h->parts->len && g_array_index (h->parts, Part, i).number == number; i++)
    add_bit (set, g_array_index (h->parts, Part, i).fact);
}

static gboolean
is_made (const SsProgram *p, guint32 var)
{
  if (ss_var_def_kind (p, var) != SS_DEF_RESULT)
    return FALSE;
  guint32 name = p->ops[ss_var_def (p, var)].name;
  return name == SS_OP_malloc || name == SS_OP_malloc_varsize;
}

static gboolean
are_distinct (const SsHeld *h, SsOperand x, SsOperand y)
{
  const SsProgram *p = h->terms->program;

  if (x == y || !ss_is_var (x) || !ss_is_var (y))
    return FALSE;
  gboolean x_made = is_made (p, x), y_made = is_made (p, y);
  gboolean x_param = x - p->blocks[h->f->block0].in0 < p->blocks[h->f->block0].nin;
  gboolean y_param = y - p->blocks[h->f->block0].in0 < p->blocks[h->f->block0].nin;
  return (x_made && y_made) || (x_made && y_param) || (x_param && y_made);
}

/* Whether two indices, or the lack of them, are certainly of different items. */
static gboolean
are_other_items (const SsProgram *p, SsOperand x, SsOperand y)
{
  return x != SS_NONE && y != SS_NONE && ss_is_const (x) && ss_is_const (y) && ss_const (p, x)->kind == SS_CONST_INT
         && ss_const (p, y)->kind == SS_CONST_INT && ss_const (p, x)->u.i != ss_const (p, y)->u.i;
}

/* Adds the facts that operation o ends by writing a field or item, or by a notation. */
static void
end_stored (const SsHeld *h, guint32 o, gboolean notation, guint64 *set)
{
  const SsProgram *p = h->terms->program;
  guint32 n, key = SS_NONE;
  const SsOperand *args = ss_op_args (p, o, &n);
  SsOperand base = SS_NONE, value = SS_NONE, index = SS_NONE;

  if (notation && n >= 3 && ss_is_const (args[2]) && ss_const (p, args[2])->kind == SS_CONST_TEXT)
    {
      base = ss_values_number (h->v, args[1]);
      value = ss_values_number (h->v, args[0]);
      key = (guint32) ss_const (p, args[2])->u.str;
    }
  else if (!notation && n >= 3)
    {
      base = ss_values_number (h->v, args[0]);
      value = ss_values_number (h->v, args[2]);
      key = ss_writes_key (h->w, o);
      if (p->ops[o].name == SS_OP_setarrayitem || p->ops[o].name == SS_OP_bare_setarrayitem)
        index = ss_values_number (h->v, args[1]);
    }
  if (key == SS_NONE)
    return;
  for (guint32 i = 0; i < h->facts->len; i++)
    {
      const SsFact *f = fact (h, i);
      if (f->notation != notation || f->key != key || are_distinct (h, f->base, base) || are_other_items (p, f->index, index))
        continue;
      if (f->base != base || f->value != value || f->index != index)
        add_bit (set, i);
    }
}

/* Adds the facts that operation o ends by what it writes otherwise, calls, or lets run. */
static void
end_written (SsHeld *h, guint32 o, guint64 *set)
{
  gboolean some = FALSE;

  memset (h->writes, 0, ss_writes_words (h->w) * sizeof (guint64));
  ss_writes_add (h->w, o, h->writes);
  for (guint32 i = 0; i < ss_writes_words (h->w); i++)
    some |= h->writes[i] != 0;
  gboolean others = ss_writes_has (h->writes, SS_WRITES_OTHERS) || ss_unwind_point (h->u, o);
  if (!some && !others)
    return;
  for (guint32 i = 0; i < h->facts->len; i++)
    {
      const SsFact *f = fact (h, i);
      if (f->notation)
        continue;
      if (ss_writes_has (h->writes, f->key) || (others && !f->owned && ss_writes_anywhere (h->w, f->key)))
        add_bit (set, i);
    }
}

/* The facts that operation o ends, without those about its result. */
static void
end_by (SsHeld *h, guint32 o, guint64 *set)
{
  switch (h->terms->program->ops[o].name)
    {
    case SS_OP_getfield:
      break;
    case SS_OP_setfield:
    case SS_OP_bare_setfield:
    case SS_OP_setarrayitem:
    case SS_OP_bare_setarrayitem:
      if (ss_writes_key (h->w, o) != SS_NONE)
        end_stored (h, o, FALSE, set);
      else
        end_written (h, o, set);
      break;
    case SS_OP_held_by:
      end_stored (h, o, TRUE, set);
      break;
    default:
      end_written (h, o, set);
    }
}

static void
end_result (const SsHeld *h, guint32 o, guint64 *set)
{
  guint32 r = h->terms->program->ops[o].result;

  if (r != SS_NONE && ss_values_number (h->v, r) == r)
    end_number (h, r, set);
}

/* The fact that operation o establishes; SS_NONE: none. */
static guint32
made_by (const SsHeld *h, guint32 o)
{
  guint32 lo = 0, hi = h->makers->len;

  while (lo < hi)
    {
      guint32 mid = lo + (hi - lo) / 2;
      if (g_array_index (h->makers, Maker, mid).op < o)
        lo = mid + 1;
      else
        hi = mid;
    }
  return lo < h->makers->len && g_array_index (h->makers, Maker, lo).op == o ? g_array_index (h->makers, Maker, lo).fact : SS_NONE;
}

static void
take_out (const SsHeld *h, guint64 *from, const guint64 *set)
{
  for (guint32 i = 0; i < h->words; i++)
    from[i] &= ~set[i];
}

static void
clear (const SsHeld *h, guint64 *set)
{
  memset (set, 0, h->words * sizeof (guint64));
}

/* What block b ends and establishes, for its exits and for its handlers. */
static void
sum_up (SsHeld *h, guint32 b)
{
  const SsProgram *p = h->terms->program;
  const SsBlock *block = &p->blocks[b];
  guint64 *gen = row (h, h->gen, b), *kill = row (h, h->kill, b), *entry = row (h, h->entry, b);

  clear (h, gen);
  clear (h, kill);
  clear (h, entry);
  for (guint32 i = 0; i < block->nin; i++)
    if (ss_values_number (h->v, block->in0 + i) == block->in0 + i)
      end_number (h, block->in0 + i, entry);
  guint32 n;
  const guint32 *preds = ss_values_preds (h->v, b, &n);
  for (guint32 k = 0; k < n; k++)
    for (guint i = 0; i < 2; i++)
      if (p->links[preds[k]].bind[i] != SS_NONE)
        end_number (h, p->links[preds[k]].bind[i], entry);
  for (guint32 o = block->op0; o < block->op0 + block->nops; o++)
    {
      clear (h, h->scratch);
      end_by (h, o, h->scratch);
      end_result (h, o, h->scratch);
      take_out (h, gen, h->scratch);
      for (guint32 i = 0; i < h->words; i++)
        kill[i] |= h->scratch[i];
      if (o + 1 == block->op0 + block->nops)
        {
          memcpy (row (h, h->hgen, b), gen, h->words * sizeof (guint64));
          memcpy (row (h, h->hkill, b), kill, h->words * sizeof (guint64));
        }
      guint32 made = made_by (h, o);
      if (made != SS_NONE)
        add_bit (gen, made);
    }
}

/* What holds at the end of link k. */
static void
meet (SsHeld *h, guint32 k, guint64 *in)
{
  guint32 b = ss_values_source (h->v, k);
  const SsBlock *block = &h->terms->program->blocks[b];
  gboolean handler = k >= block->link0 + block->nexits;
  const guint64 *from = row (h, h->in, b), *gen = row (h, handler ? h->hgen : h->gen, b), *kill = row (h, handler ? h->hkill : h->kill, b);

  for (guint32 i = 0; i < h->words; i++)
    in[i] &= gen[i] | (from[i] & ~kill[i]);
}

/* Goes over the blocks until nothing changes; FALSE: it takes too long. */
static gboolean
iterate (SsHeld *h)
{
  guint32 n, npreds;
  const guint32 *blocks = ss_values_blocks (h->v, &n);
  gsize bytes = h->words * sizeof (guint64);

  memset (h->in, 0xff, h->f->nblocks * bytes);
  clear (h, row (h, h->in, h->f->block0));
  for (guint sweep = 0; sweep < MAX_SWEEPS; sweep++)
    {
      gboolean changed = FALSE;
      for (guint32 i = 1; i < n; i++)
        {
          const guint32 *preds = ss_values_preds (h->v, blocks[i], &npreds);
          guint64 *in = row (h, h->in, blocks[i]);
          memcpy (h->scratch, in, bytes);
          for (guint32 k = 0; k < npreds; k++)
            meet (h, preds[k], h->scratch);
          take_out (h, h->scratch, row (h, h->entry, blocks[i]));
          changed |= memcmp (h->scratch, in, bytes) != 0;
          memcpy (in, h->scratch, bytes);
        }
      if (!changed)
        return TRUE;
    }
  return FALSE;
}

static void
allot (SsHeld *h)
{
  gsize each = (gsize) h->f->nblocks * h->words;

  g_array_set_size (h->bits, (guint) (each * 6 + (gsize) 2 * h->words));
  h->in = (guint64 *) (gpointer) h->bits->data;
  h->gen = h->in + each;
  h->kill = h->gen + each;
  h->hgen = h->kill + each;
  h->hkill = h->hgen + each;
  h->entry = h->hkill + each;
  h->now = h->entry + each;
  h->scratch = h->now + h->words;
}

/* Finds what holds at the start of each block; FALSE: it would take too long. */
static gboolean
solve (SsHeld *h)
{
  if ((guint64) h->words * ((guint64) h->f->nblocks + h->f->nops) > MAX_WORK)
    return FALSE;
  index_facts (h);
  allot (h);
  for (guint32 b = h->f->block0; b < h->f->block0 + h->f->nblocks; b++)
    if (ss_values_rank (h->v, b) != SS_NONE)
      sum_up (h, b);
  return iterate (h);
}

void
ss_held_func (SsHeld *h, guint32 func, const SsValues *v)
{
  h->v = v;
  h->f = &h->terms->program->funcs[func];
  h->bounded = FALSE;
  collect (h);
  h->words = (h->facts->len + 63) / 64;
  if (h->words && !solve (h))
    {
      h->bounded = TRUE;
      h->words = 0;
    }
}

void
ss_held_start (SsHeld *h, guint32 block)
{
  if (h->words)
    memcpy (h->now, row (h, h->in, block), h->words * sizeof (guint64));
}

void
ss_held_point (SsHeld *h, guint32 o, GArray *facts)
{
  if (h->words)
    {
      clear (h, h->scratch);
      end_by (h, o, h->scratch);
      for (guint32 i = 0; i < h->words; i++)
        for (guint64 set = h->now[i] & ~h->scratch[i]; set; set &= set - 1)
          g_array_append_vals (facts, fact (h, i * 64 + (guint32) __builtin_ctzll (set)), 1);
    }
  for (guint i = 0; i < h->nnotations; i++)
    {
      if (h->notations[i].value - h->f->var0 >= h->f->nvars || h->notations[i].frame - h->f->var0 >= h->f->nvars)
        continue;
      SsOperand value = ss_values_number (h->v, h->notations[i].value), base = ss_values_number (h->v, h->notations[i].frame);
      SsFact f = { .base = base, .value = value, .op = SS_NONE, .field = SS_NONE, .index = SS_NONE, .notation = TRUE };
      if (value != SS_NONE && base != SS_NONE && ss_is_var (value) && ss_is_var (base))
        g_array_append_val (facts, f);
    }
}

void
ss_held_down (SsHeld *h, guint32 o)
{
  if (!h->words)
    return;
  clear (h, h->scratch);
  end_by (h, o, h->scratch);
  end_result (h, o, h->scratch);
  take_out (h, h->now, h->scratch);
  guint32 made = made_by (h, o);
  if (made != SS_NONE)
    add_bit (h->now, made);
}
