/* Blocks of a function in two builds: see blocks.h. */
#include "config.h"

#include "blocks.h"

#include "lcs.h"
#include "order.h"

#include <string.h>

struct SsBlocksWork
{
  const SsComparison *c;           /* lent */
  const SsProgram *p[SS_N_SIDES];  /* lent */
  const SsFunc *f[SS_N_SIDES];     /* lent; NULL: that build has none */
  SsOrder *order[SS_N_SIDES];      /* owned */
  SsLcs *lcs;                      /* owned */
  GArray *queue;                   /* owned: guint32, blocks of OLD that are matched */
  guint done;                      /* of them */
  guint32 capacity[SS_N_SIDES];    /* of `other` */
};

SsBlocks *
ss_blocks_new (const SsComparison *c)
{
  SsBlocks *b = g_new0 (SsBlocks, 1);
  SsBlocksWork *w = b->work = g_new0 (SsBlocksWork, 1);
  w->c = c;
  w->lcs = ss_lcs_new ();
  w->queue = g_array_new (FALSE, FALSE, sizeof (guint32));
  for (int side = 0; side < SS_N_SIDES; side++)
    {
      w->p[side] = c->build[side].activation->terms->program;
      w->order[side] = ss_order_new (w->p[side]);
    }
  return b;
}

void
ss_blocks_free (SsBlocks *b)
{
  if (!b)
    return;
  for (int side = 0; side < SS_N_SIDES; side++)
    {
      g_free (b->other[side]);
      ss_order_free (b->work->order[side]);
    }
  ss_lcs_free (b->work->lcs);
  g_array_unref (b->work->queue);
  g_free (b->work);
  g_free (b);
}

static const SsBlock *
block_of (const SsBlocksWork *w, int side, guint32 b)
{
  return &w->p[side]->blocks[w->f[side]->block0 + b];
}

/* Its operation, and what it calls, by the match of functions. */
static SsItem
item_of (const SsBlocksWork *w, int side, guint32 o)
{
  const SsPrints *prints = w->c->build[side].prints;
  const SsOp *op = &w->p[side]->ops[o];
  guint32 n;
  ss_op_args (w->p[side], o, &n);
  guint64 callee = op->name == SS_OP_direct_call && op->callee != SS_NONE ? w->c->match->class_of[side][op->callee] + 1 : 0;
  return (SsItem) { prints->opname[op->name] * 31 + callee * 1000003, { n, op->result == SS_NONE, 0 } };
}

static SsItem *
items_of (const SsBlocksWork *w, int side, guint32 b)
{
  const SsBlock *block = block_of (w, side, b);
  SsItem *items = g_new (SsItem, (gsize) block->nops + 1);
  for (guint32 i = 0; i < block->nops; i++)
    items[i] = item_of (w, side, block->op0 + i);
  return items;
}

static guint64
hash_block (const SsBlocksWork *w, int side, guint32 b)
{
  const SsBlock *block = block_of (w, side, b);
  guint64 h = 1469598103934665603u + (guint64) block->nexits * 7 + block->nhandlers;
  for (guint32 i = 0; i < block->nops; i++)
    h = (h ^ item_of (w, side, block->op0 + i).key) * 1099511628211u;
  return h;
}

typedef enum { ROLE_INNER, ROLE_START, ROLE_RETURN, ROLE_RAISE } Role;

static Role
role_of (const SsBlocksWork *w, int side, guint32 b)
{
  const SsFunc *f = w->f[side];
  return b == 0 ? ROLE_START : f->block0 + b == f->ret ? ROLE_RETURN : f->block0 + b == f->exc ? ROLE_RAISE : ROLE_INNER;
}

/* Matches two blocks that have none, and the same role: where one build never returns, nothing of it is the other's return block. */
static void
match (SsBlocks *b, guint32 old, guint32 new)
{
  if (b->other[SS_OLD][old] != SS_NONE || b->other[SS_NEW][new] != SS_NONE || role_of (b->work, SS_OLD, old) != role_of (b->work, SS_NEW, new))
    return;
  b->other[SS_OLD][old] = new;
  b->other[SS_NEW][new] = old;
  g_array_append_val (b->work->queue, old);
}

/* From matched blocks on: the targets of the same links, where the blocks have as many. */
static void
follow (SsBlocks *b)
{
  SsBlocksWork *w = b->work;
  for (; w->done < w->queue->len; w->done++)
    {
      guint32 old = g_array_index (w->queue, guint32, w->done), new = b->other[SS_OLD][old];
      const SsBlock *x = block_of (w, SS_OLD, old), *y = block_of (w, SS_NEW, new);
      if (x->nexits != y->nexits || x->nhandlers != y->nhandlers)
        continue;
      for (guint32 i = 0; i < x->nexits + x->nhandlers; i++)
        {
          guint32 to[SS_N_SIDES] = { w->p[SS_OLD]->links[x->link0 + i].to - w->f[SS_OLD]->block0,
                                     w->p[SS_NEW]->links[y->link0 + i].to - w->f[SS_NEW]->block0 };
          const SsBlock *u = block_of (w, SS_OLD, to[SS_OLD]), *v = block_of (w, SS_NEW, to[SS_NEW]);
          if (u->nexits == v->nexits && u->nhandlers == v->nhandlers && u->nin == v->nin)
            match (b, to[SS_OLD], to[SS_NEW]);
        }
    }
}

/* What is left, by equal operations in the order of the graphs. */
static void
match_rest (SsBlocks *b, const guint32 func[SS_N_SIDES])
{
  SsBlocksWork *w = b->work;
  SsItem *items[SS_N_SIDES];
  guint32 *blocks[SS_N_SIDES], n[SS_N_SIDES] = { 0, 0 };
  for (int side = 0; side < SS_N_SIDES; side++)
    {
      const guint32 *in_order = ss_order_func (w->order[side], func[side]);
      items[side] = g_new (SsItem, w->f[side]->nblocks);
      blocks[side] = g_new (guint32, w->f[side]->nblocks);
      for (guint32 i = 0; i < w->f[side]->nblocks; i++)
        {
          guint32 block = in_order[i] - w->f[side]->block0;
          if (b->other[side][block] != SS_NONE)
            continue;
          blocks[side][n[side]] = block;
          items[side][n[side]++] = (SsItem) { hash_block (w, side, block), { block_of (w, side, block)->nin, 0, 0 } };
        }
    }
  g_autofree guint32 *to = g_new (guint32, (gsize) n[SS_OLD] + 1);
  ss_lcs_align (w->lcs, items[SS_OLD], n[SS_OLD], items[SS_NEW], n[SS_NEW], to);
  for (guint32 i = 0; i < n[SS_OLD]; i++)
    if (to[i] != SS_NONE)
      match (b, blocks[SS_OLD][i], blocks[SS_NEW][to[i]]);
  for (int side = 0; side < SS_N_SIDES; side++)
    {
      g_free (items[side]);
      g_free (blocks[side]);
    }
  follow (b);
}

/* By the aligned sites of a pair, which the comparison aligned if it has something to compare there. */
static void
match_sites (SsBlocks *b, guint32 pair)
{
  const SsBlocksWork *w = b->work;
  const SsAlign *align = w->c->align;
  g_autoptr (SsAlign) own = NULL;
  if (align->site0[pair] == align->site0[pair + 1])
    {
      g_autofree guint8 *wanted = g_new0 (guint8, w->c->match->npairs);
      wanted[pair] = 1;
      align = own = ss_align_new (w->c->match, wanted);
    }
  for (guint32 i = align->site0[pair]; i < align->site0[pair + 1]; i++)
    {
      const SsAligned *s = &align->sites[i];
      if (s->op[SS_OLD] != SS_NONE && s->op[SS_NEW] != SS_NONE)
        match (b, ss_op_block (w->p[SS_OLD], s->op[SS_OLD]) - w->f[SS_OLD]->block0,
               ss_op_block (w->p[SS_NEW], s->op[SS_NEW]) - w->f[SS_NEW]->block0);
    }
}

void
ss_blocks_match (SsBlocks *b, const guint32 func[SS_N_SIDES])
{
  SsBlocksWork *w = b->work;
  for (int side = 0; side < SS_N_SIDES; side++)
    {
      w->f[side] = func[side] == SS_NONE ? NULL : &w->p[side]->funcs[func[side]];
      guint32 n = w->f[side] ? w->f[side]->nblocks : 0;
      if (n >= w->capacity[side])
        {
          w->capacity[side] = n + n / 2 + 1;
          g_free (b->other[side]);
          b->other[side] = g_new (guint32, w->capacity[side]);
        }
      memset (b->other[side], 0xff, (gsize) n * sizeof (guint32));
    }
  const SsFunc *old = w->f[SS_OLD], *new = w->f[SS_NEW];
  if (!old || !new)
    return;
  g_array_set_size (w->queue, 0);
  w->done = 0;
  match (b, 0, 0);
  if (old->ret != SS_NONE && new->ret != SS_NONE)
    match (b, old->ret - old->block0, new->ret - new->block0);
  if (old->exc != SS_NONE && new->exc != SS_NONE)
    match (b, old->exc - old->block0, new->exc - new->block0);
  match_sites (b, w->c->match->pair[SS_OLD][func[SS_OLD]]);
  follow (b);
  match_rest (b, func);
}

void
ss_blocks_ops (SsBlocks *b, guint32 old, guint32 new, guint32 *to)
{
  const SsBlocksWork *w = b->work;
  guint32 n = old == SS_NONE ? 0 : block_of (w, SS_OLD, old)->nops;
  memset (to, 0xff, (gsize) n * sizeof *to);
  if (old == SS_NONE || new == SS_NONE)
    return;
  g_autofree SsItem *x = items_of (w, SS_OLD, old), *y = items_of (w, SS_NEW, new);
  ss_lcs_align (w->lcs, x, n, y, block_of (w, SS_NEW, new)->nops, to);
}
