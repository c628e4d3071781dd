/* Reverse postorder by depth-first search without recursion (order.h). */
#include "order.h"

#include "ir/grow.h"

/* A block whose links are being followed, and how many were. */
typedef struct
{
  guint32 block, done;
} Open;

struct SsOrder
{
  const SsProgram *program;
  guint32 func;   /* the function at hand */
  guint32 *order; /* owned: its blocks */
  guint32 *rank;  /* owned: their places, by number in the function; SS_NONE: not met yet */
  Open *stack;    /* owned */
  gsize cap;      /* of order, rank and stack */
};

SsOrder *
ss_order_new (const SsProgram *p)
{
  SsOrder *o = g_new0 (SsOrder, 1);

  o->program = p;
  o->func = SS_NONE;
  return o;
}

void
ss_order_free (SsOrder *o)
{
  if (!o)
    return;
  g_free (o->order);
  g_free (o->rank);
  g_free (o->stack);
  g_free (o);
}

static void
make_room (SsOrder *o, guint32 n)
{
  if (n <= o->cap)
    return;
  o->cap = n + n / 2;
  o->order = g_renew (guint32, o->order, o->cap);
  o->rank = g_renew (guint32, o->rank, o->cap);
  o->stack = g_renew (Open, o->stack, o->cap);
}

/* The blocks that the start block reaches, in order; returns how many there are. */
static guint32
walk (SsOrder *o, guint32 block0)
{
  const SsProgram *p = o->program;
  guint32 n = 0, depth = 0;

  o->rank[0] = 0;
  o->stack[depth++] = (Open) { block0, 0 };
  while (depth)
    {
      Open *at = &o->stack[depth - 1];
      const SsBlock *b = &p->blocks[at->block];
      guint32 nlinks = b->nexits + b->nhandlers;
      if (at->done == nlinks)
        {
          o->order[n++] = at->block;
          depth--;
          continue;
        }
      /* from the last link to the first, so that in reverse postorder the first exit's blocks come first */
      guint32 next = p->links[b->link0 + nlinks - 1 - at->done++].to;
      if (o->rank[next - block0] != SS_NONE)
        continue;
      o->rank[next - block0] = 0;
      o->stack[depth++] = (Open) { next, 0 };
    }
  for (guint32 i = 0, k = n; i + 1 < k; i++)
    {
      guint32 b = o->order[i];
      o->order[i] = o->order[--k];
      o->order[k] = b;
    }
  return n;
}

const guint32 *
ss_order_func (SsOrder *o, guint32 func)
{
  const SsFunc *f = &o->program->funcs[func];
  guint32 n = 0;

  make_room (o, f->nblocks);
  o->func = func;
  for (guint32 i = 0; i < f->nblocks; i++)
    o->rank[i] = SS_NONE;
  if (f->nblocks)
    n = walk (o, f->block0);
  for (guint32 i = 0; i < f->nblocks; i++)
    if (o->rank[i] == SS_NONE)
      o->order[n++] = f->block0 + i;
  for (guint32 i = 0; i < n; i++)
    o->rank[o->order[i] - f->block0] = i;
  return o->order;
}

guint32
ss_order_rank (const SsOrder *o, guint32 block)
{
  return o->rank[block - o->program->funcs[o->func].block0];
}
