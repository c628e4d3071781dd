/* Value numbers (values.h), optimistically, after Simpson's RPO value numbering (1996), for copies and block inputs alone.
 *
 * A block input is a phi over the arguments of the links that lead to its block.  At first nothing is known of any number; each
 * sweep in reverse postorder gives a copy the number of what it copies, a phi whose known arguments (but itself) have one
 * number that number, and phis of one block whose arguments agree pairwise the number of the first of them.  What a sweep
 * finds can only get weaker from sweep to sweep; when nothing changes, all equations hold, also around loops.
 *
 * Why a variable with number x equals the latest x.  In the order of execution, whatever gets the number x first is x itself,
 * since all others take it over from something that has it already.  So x's block dominates all blocks where its number is
 * in scope, x comes before them there, and on no way within such a block, or over a link to such a block, is x defined again.
 * Hence equality is handed on over copies and links, by induction over the steps of the run.  The result of a block's last
 * operation is not there for its handlers, so an argument that names it there is a value of its own.
 *
 * A constant that is written as text has no identity: the dumps call different prebuilt objects of one type by one text.  So two
 * such arguments are never taken for equal; one alone is its own value handed on.
 */
#include "values.h"

#include <string.h>

/* A function that is still changing after so many sweeps (it was made to be) is numbered by one sweep that knows nothing of
 * what comes round in loops. */
#define MAX_SWEEPS 40

struct SsValues
{
  const SsTerms *terms; /* lent */
  const SsFunc *f;      /* lent: the current function */
  gboolean bounded;     /* it was numbered by one sweep that knows nothing of loops */
  /* by variable of the function */
  SsOperand *number; /* owned: SS_NONE: nothing known */
  guint8 *own;       /* owned: it is a phi with arguments of several numbers, for good */
  /* by block of the function */
  guint32 *rank;  /* owned */
  guint32 *start; /* owned: first of its preds; one more at the end */
  /* by link of the function */
  guint32 *source; /* owned: block */
  GArray *order;   /* owned: blocks in reverse postorder */
  GArray *preds;   /* owned: links, by target */
  GArray *stack;   /* owned: of the depth-first search */
  GArray *phis;    /* owned: Phi, of one block */
};

/* A phi of several numbers, and a hash of them. */
typedef struct
{
  guint64 hash;
  guint32 at; /* which input of its block */
} Phi;

typedef struct
{
  guint32 block, link; /* the next link to follow */
} Visit;

SsValues *
ss_values_new (const SsTerms *terms)
{
  const SsProgram *p = terms->program;
  SsValues *v = g_new0 (SsValues, 1);
  guint32 nvars = 1, nblocks = 1, nlinks = 1;

  for (guint32 f = 0; f < p->nfuncs; f++)
    {
      const SsBlock *first = &p->blocks[p->funcs[f].block0], *last = first + p->funcs[f].nblocks - 1;
      nvars = MAX (nvars, p->funcs[f].nvars);
      nblocks = MAX (nblocks, p->funcs[f].nblocks);
      if (p->funcs[f].nblocks)
        nlinks = MAX (nlinks, last->link0 + last->nexits + last->nhandlers - first->link0);
    }
  v->terms = terms;
  v->number = g_new (SsOperand, nvars);
  v->own = g_new (guint8, nvars);
  v->rank = g_new (guint32, nblocks);
  v->start = g_new (guint32, nblocks + 1);
  v->source = g_new (guint32, nlinks);
  v->order = g_array_new (FALSE, FALSE, sizeof (guint32));
  v->preds = g_array_new (FALSE, FALSE, sizeof (guint32));
  v->stack = g_array_new (FALSE, FALSE, sizeof (Visit));
  v->phis = g_array_new (FALSE, FALSE, sizeof (Phi));
  return v;
}

void
ss_values_free (SsValues *v)
{
  if (!v)
    return;
  g_free (v->number);
  g_free (v->own);
  g_free (v->rank);
  g_free (v->start);
  g_free (v->source);
  g_array_unref (v->order);
  g_array_unref (v->preds);
  g_array_unref (v->stack);
  g_array_unref (v->phis);
  g_free (v);
}

static guint32
nlinks (const SsBlock *b)
{
  return b->nexits + b->nhandlers;
}

static void
order_blocks (SsValues *v)
{
  const SsProgram *p = v->terms->program;
  const SsFunc *f = v->f;
  Visit first = { f->block0, 0 };

  memset (v->rank, 0xff, f->nblocks * sizeof (guint32));
  g_array_set_size (v->order, 0);
  g_array_set_size (v->stack, 0);
  v->rank[0] = 0;
  g_array_append_val (v->stack, first);
  while (v->stack->len)
    {
      Visit *top = &g_array_index (v->stack, Visit, v->stack->len - 1);
      const SsBlock *b = &p->blocks[top->block];
      if (top->link == nlinks (b))
        {
          g_array_append_val (v->order, top->block);
          g_array_set_size (v->stack, v->stack->len - 1);
          continue;
        }
      Visit next = { p->links[b->link0 + top->link++].to, 0 };
      if (v->rank[next.block - f->block0] != SS_NONE)
        continue;
      v->rank[next.block - f->block0] = 0;
      g_array_append_val (v->stack, next);
    }
  guint32 *order = (guint32 *) v->order->data, n = v->order->len;
  for (guint32 i = 0; i < n / 2; i++)
    {
      guint32 swap = order[i];
      order[i] = order[n - 1 - i];
      order[n - 1 - i] = swap;
    }
  for (guint32 i = 0; i < n; i++)
    v->rank[order[i] - f->block0] = i;
}

/* Sorts the links by target; start[b + 1] is where the next one of b goes, and at the end where its last one ended. */
static void
place_preds (SsValues *v)
{
  const SsProgram *p = v->terms->program;
  const SsFunc *f = v->f;
  guint32 link0 = p->blocks[f->block0].link0, sum = 0;

  memset (v->start, 0, (f->nblocks + 1) * sizeof (guint32));
  for (guint32 i = 0; i < v->order->len; i++)
    {
      guint32 b = g_array_index (v->order, guint32, i);
      const SsBlock *block = &p->blocks[b];
      for (guint32 k = block->link0; k < block->link0 + nlinks (block); k++)
        {
          v->source[k - link0] = b;
          v->start[p->links[k].to - f->block0 + 1]++;
        }
    }
  for (guint32 b = 0; b < f->nblocks; b++)
    {
      guint32 n = v->start[b + 1];
      v->start[b + 1] = sum;
      sum += n;
    }
  g_array_set_size (v->preds, sum);
  for (guint32 i = 0; i < v->order->len; i++)
    {
      const SsBlock *block = &p->blocks[g_array_index (v->order, guint32, i)];
      for (guint32 k = block->link0; k < block->link0 + nlinks (block); k++)
        g_array_index (v->preds, guint32, v->start[p->links[k].to - f->block0 + 1]++) = k;
    }
}

gboolean
ss_value_nameless (const SsProgram *p, SsOperand a)
{
  return a != SS_NONE && ss_is_const (a) && ss_const (p, a)->kind == SS_CONST_TEXT
         && strcmp (p->chars + p->str_off[ss_const (p, a)->u.str], "null") != 0;
}

/* The number of argument i of link k.  *own: it is a value of its own. */
static SsOperand
arg_number (const SsValues *v, guint32 k, guint32 i, gboolean *own)
{
  const SsProgram *p = v->terms->program;
  const SsBlock *b = &p->blocks[ss_values_source (v, k)];
  SsOperand a = p->link_args[p->links[k].arg0 + i];

  if (k >= b->link0 + b->nexits && b->nops && ss_is_var (a) && a == p->ops[b->op0 + b->nops - 1].result)
    *own = TRUE;
  return ss_values_number (v, a);
}

/* The one number of all arguments of input i of block b; SS_NONE: none is known; the input itself: there are several. */
static SsOperand
phi_number (const SsValues *v, guint32 b, guint32 i, gboolean blind)
{
  const SsProgram *p = v->terms->program;
  SsOperand self = p->blocks[b].in0 + i, found = SS_NONE;
  guint32 n;
  const guint32 *preds = ss_values_preds (v, b, &n);
  gboolean own = b == v->f->block0 || v->own[self - v->f->var0];

  for (guint32 k = 0; k < n && !own; k++)
    {
      SsOperand a = arg_number (v, preds[k], i, &own);
      if (a == SS_NONE)
        own |= blind;
      else if (a != self)
        {
          own |= found != SS_NONE && (found != a || ss_value_nameless (v->terms->program, a));
          found = a;
        }
    }
  return own ? self : found;
}

static guint64
phi_hash (const SsValues *v, guint32 b, guint32 i, gboolean *own)
{
  guint32 n;
  const guint32 *preds = ss_values_preds (v, b, &n);
  guint64 h = 0;

  for (guint32 k = 0; k < n; k++)
    {
      SsOperand a = arg_number (v, preds[k], i, own);
      *own |= ss_value_nameless (v->terms->program, a);
      h = (h ^ a) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15) + (h >> 29);
    }
  return h;
}

static gboolean
same_phi (const SsValues *v, guint32 b, guint32 i, guint32 j)
{
  guint32 n;
  const guint32 *preds = ss_values_preds (v, b, &n);
  gboolean own = FALSE;

  for (guint32 k = 0; k < n; k++)
    if (arg_number (v, preds[k], i, &own) != arg_number (v, preds[k], j, &own))
      return FALSE;
  return TRUE;
}

static int
by_hash (gconstpointer a, gconstpointer b)
{
  const Phi *x = a, *y = b;

  return x->hash != y->hash ? (x->hash < y->hash ? -1 : 1) : x->at < y->at ? -1 : x->at > y->at;
}

static gboolean
set_number (SsValues *v, guint32 var, SsOperand number)
{
  SsOperand *at = &v->number[var - v->f->var0];
  gboolean changed = *at != number;

  *at = number;
  return changed;
}

static gboolean
sweep_inputs (SsValues *v, guint32 b, gboolean blind)
{
  const SsBlock *block = &v->terms->program->blocks[b];
  gboolean changed = FALSE;

  g_array_set_size (v->phis, 0);
  for (guint32 i = 0; i < block->nin; i++)
    {
      SsOperand self = block->in0 + i, number = phi_number (v, b, i, blind);
      gboolean own = b == v->f->block0;
      if (number == self && !own)
        {
          v->own[self - v->f->var0] = TRUE;
          Phi phi = { phi_hash (v, b, i, &own), i };
          if (!own)
            {
              g_array_append_val (v->phis, phi);
              continue;
            }
        }
      changed |= set_number (v, self, number);
    }
  g_array_sort (v->phis, by_hash);
  for (guint32 i = 0, first = 0; i < v->phis->len; i++)
    {
      const Phi *phi = &g_array_index (v->phis, Phi, i), *lead = &g_array_index (v->phis, Phi, first);
      gboolean known = phi->hash == lead->hash && (i == first || same_phi (v, b, phi->at, lead->at));
      if (!known)
        {
          lead = phi;
          first = i;
        }
      changed |= set_number (v, block->in0 + phi->at, block->in0 + lead->at);
    }
  return changed;
}

static gboolean
sweep (SsValues *v, gboolean blind)
{
  const SsProgram *p = v->terms->program;
  gboolean changed = FALSE;

  for (guint32 i = 0; i < v->order->len; i++)
    {
      guint32 b = g_array_index (v->order, guint32, i), n;
      const SsBlock *block = &p->blocks[b];
      changed |= sweep_inputs (v, b, blind);
      for (guint32 o = block->op0; o < block->op0 + block->nops; o++)
        {
          guint32 r = p->ops[o].result;
          if (r == SS_NONE)
            continue;
          const SsOperand *args = ss_op_args (p, o, &n);
          gboolean copy = ss_term_op (v->terms, o) & SS_OPF_COPY && n && ss_var_storage (p, r) != SS_STORE_VOID
                          && (ss_is_const (args[0]) || ss_var_storage (p, args[0]) != SS_STORE_VOID);
          changed |= set_number (v, r, copy ? ss_values_number (v, args[0]) : r);
        }
      for (guint32 k = block->link0 + block->nexits; k < block->link0 + nlinks (block); k++)
        for (guint i2 = 0; i2 < 2; i2++)
          if (p->links[k].bind[i2] != SS_NONE)
            changed |= set_number (v, p->links[k].bind[i2], p->links[k].bind[i2]);
    }
  return changed;
}

static void
forget (SsValues *v)
{
  memset (v->number, 0xff, v->f->nvars * sizeof (SsOperand));
  memset (v->own, 0, v->f->nvars);
}

void
ss_values_func (SsValues *v, guint32 func)
{
  v->f = &v->terms->program->funcs[func];
  v->bounded = FALSE;
  order_blocks (v);
  place_preds (v);
  forget (v);
  for (guint i = 0; i < MAX_SWEEPS; i++)
    if (!sweep (v, FALSE))
      return;
  forget (v);
  v->bounded = TRUE;
  sweep (v, TRUE);
}

gboolean
ss_values_bounded (const SsValues *v)
{
  return v->bounded;
}

SsOperand
ss_values_number (const SsValues *v, SsOperand a)
{
  return ss_is_var (a) ? v->number[a - v->f->var0] : a;
}

const guint32 *
ss_values_blocks (const SsValues *v, guint32 *n)
{
  *n = v->order->len;
  return (const guint32 *) v->order->data;
}

guint32
ss_values_rank (const SsValues *v, guint32 block)
{
  return v->rank[block - v->f->block0];
}

const guint32 *
ss_values_preds (const SsValues *v, guint32 block, guint32 *n)
{
  guint32 b = block - v->f->block0;

  *n = v->start[b + 1] - v->start[b];
  return &g_array_index (v->preds, guint32, v->start[b]);
}

guint32
ss_values_source (const SsValues *v, guint32 k)
{
  return v->source[k - v->terms->program->blocks[v->f->block0].link0];
}

guint64
ss_values_order (const SsValues *v, guint32 var)
{
  const SsProgram *p = v->terms->program;
  guint32 def = ss_var_def (p, var);

  switch (ss_var_def_kind (p, var))
    {
    case SS_DEF_INPUT:
      return (guint64) ss_values_rank (v, def) << 32 | (var - p->blocks[def].in0);
    case SS_DEF_RESULT:
      /* after all inputs: operations have numbers below this bit, inputs of one block too */
      return (guint64) ss_values_rank (v, ss_op_block (p, def)) << 32 | (def | 1u << SS_DEF_SHIFT);
    default:
      return (guint64) ss_values_rank (v, ss_values_source (v, def)) << 32 | G_MAXUINT32;
    }
}
