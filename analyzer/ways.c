/* Ways on (ways.h), by two backward passes over the blocks that do no work ("idle" blocks: pure operations, copies and
 * housekeeping alone), since a way on is followed no further than the first work.
 *
 * First, flow: which block inputs may, through links and copies, become the returned value, the type or the value of the raised
 * exception.  It is found from the inputs of the return and except blocks backwards.  An idle block that passes anything but
 * one of its own inputs into such a flow returns, or raises, something that did not come from before it.
 *
 * Second, what a way from a block's start can meet, as a union over its links in reverse topological order.  Idle blocks that
 * the order leaves over lead round in a loop; among them the union is taken to a fixed point, which changes a block at most once
 * for each reason.
 */
#include "ways.h"

#include <string.h>

#include "stack.h"

/* Flow of an input. */
enum
{
  FLOW_RESULT = 1 << 0,
  FLOW_TYPE = 1 << 1,
  FLOW_VALUE = 1 << 2
};

#define BIT(reason) (1u << SS_REASON_##reason)
/* Beside the reasons, of a way from a block's start: it ends in the return; what it raises did not come in by an input. */
#define RETURNS (1u << 31)
#define OTHER_RAISED (1u << 30)
G_STATIC_ASSERT (SS_N_REASONS <= 30);

#define HANDLER_BITS (BIT (HANDLER_WORKS) | BIT (HANDLER_GOES_ON) | BIT (HANDLER_RAISES_OTHER))

/* A link's argument that an input receives. */
typedef struct
{
  guint32 link;
  guint32 block; /* relative: where the link starts */
  SsOperand arg; /* an exit's: what it is a copy of; a handler's: as it stands */
  guint32 next;  /* entry of the same input, or SS_NONE */
} Flow;

/* A link that leads to a block. */
typedef struct
{
  guint32 block; /* relative: where it starts */
  gboolean handler;
  guint32 next; /* entry of the same target, or SS_NONE */
} Pred;

struct SsWays
{
  const SsTerms *terms; /* lent */
  const SsFunc *f;      /* lent: the current function */
  gboolean result;      /* it has one */
  /* by block of the function */
  guint32 *last_work; /* owned: operation; SS_NONE: the block is idle */
  guint32 *met;       /* owned: reasons, RETURNS, OTHER_RAISED */
  guint32 *pending;   /* owned: links whose targets are not done */
  guint32 *first_pred;
  /* by variable of the function */
  SsOperand *root;   /* owned: what a copy is a copy of; SS_NONE: itself */
  guint8 *flow;      /* owned */
  guint32 *first_flow;
  Flow *flows; /* owned */
  gsize nflows, cap_flows;
  Pred *preds; /* owned */
  gsize npreds, cap_preds;
  SsStack work; /* blocks or variables of the function */
};

SsWays *
ss_ways_new (const SsTerms *terms)
{
  const SsProgram *p = terms->program;
  SsWays *w = g_new0 (SsWays, 1);
  guint32 nblocks = 1, nvars = 1;

  for (guint32 f = 0; f < p->nfuncs; f++)
    {
      nblocks = MAX (nblocks, p->funcs[f].nblocks);
      nvars = MAX (nvars, p->funcs[f].nvars);
    }
  w->terms = terms;
  w->last_work = g_new (guint32, nblocks);
  w->met = g_new (guint32, nblocks);
  w->pending = g_new (guint32, nblocks);
  w->first_pred = g_new (guint32, nblocks);
  w->root = g_new (SsOperand, nvars);
  w->flow = g_new (guint8, nvars);
  w->first_flow = g_new (guint32, nvars);
  return w;
}

void
ss_ways_free (SsWays *w)
{
  if (!w)
    return;
  g_free (w->last_work);
  g_free (w->met);
  g_free (w->pending);
  g_free (w->first_pred);
  g_free (w->root);
  g_free (w->flow);
  g_free (w->first_flow);
  g_free (w->flows);
  g_free (w->preds);
  g_free (w->work.at);
  g_free (w);
}

static gboolean
is_end (const SsWays *w, guint32 b)
{
  return b == w->f->ret || b == w->f->exc;
}

/* What operand a of the current function is a copy of. */
static SsOperand
root (const SsWays *w, SsOperand a)
{
  if (!ss_is_var (a) || w->root[a - w->f->var0] == SS_NONE)
    return a;
  return w->root[a - w->f->var0];
}

/* Finds the block's last work, and what the copies after it are copies of. */
static void
scan_block (SsWays *w, guint32 b)
{
  const SsProgram *p = w->terms->program;
  const SsBlock *block = &p->blocks[b];
  guint32 o = block->op0 + block->nops, n;

  while (o > block->op0 && ss_term_op (w->terms, o - 1) & (SS_OPF_PURE | SS_OPF_COPY | SS_OPF_HOUSE))
    o--;
  w->last_work[b - w->f->block0] = o > block->op0 ? o - 1 : SS_NONE;
  for (; o < block->op0 + block->nops; o++)
    if (ss_term_op (w->terms, o) & SS_OPF_COPY && p->ops[o].result != SS_NONE)
      {
        const SsOperand *args = ss_op_args (p, o, &n);
        if (n)
          w->root[p->ops[o].result - w->f->var0] = root (w, args[0]);
      }
}

/* Notes where the links of idle block b lead and what they pass. */
static void
note_links (SsWays *w, guint32 b)
{
  const SsProgram *p = w->terms->program;
  const SsBlock *block = &p->blocks[b];
  guint32 at = b - w->f->block0, n;

  for (guint32 k = block->link0; k < block->link0 + block->nexits + block->nhandlers; k++)
    {
      gboolean handler = k >= block->link0 + block->nexits;
      guint32 *first = &w->first_pred[p->links[k].to - w->f->block0];
      Pred pred = { at, handler, *first };
      *first = (guint32) w->npreds;
      SS_GROW (w->preds, w->npreds, w->cap_preds, 1);
      w->preds[w->npreds++] = pred;

      const SsOperand *args = ss_link_args (p, k, &n);
      SS_GROW (w->flows, w->nflows, w->cap_flows, n);
      first = w->first_flow + (p->blocks[p->links[k].to].in0 - w->f->var0);
      for (guint32 i = 0; i < n; i++)
        {
          Flow flow = { k, at, handler ? args[i] : root (w, args[i]), first[i] };
          first[i] = (guint32) w->nflows;
          w->flows[w->nflows++] = flow;
        }
    }
  w->pending[at] = block->nexits + block->nhandlers;
}

static void
add_flow (SsWays *w, guint32 v, guint8 flow)
{
  if ((w->flow[v] | flow) == w->flow[v])
    return;
  w->flow[v] |= flow;
  ss_push (&w->work, v);
}

/* Whether a handler's argument is not what a flow of exceptions wants. */
static gboolean
raises_other (const SsLink *link, SsOperand arg, guint8 flow)
{
  return (flow & FLOW_TYPE && arg != link->bind[0]) || (flow & FLOW_VALUE && arg != link->bind[1]);
}

static void
find_flow (SsWays *w)
{
  const SsProgram *p = w->terms->program;
  guint32 v;

  w->result = w->f->ret != SS_NONE && ss_var_storage (p, p->blocks[w->f->ret].in0) != SS_STORE_VOID;
  if (w->result)
    add_flow (w, p->blocks[w->f->ret].in0 - w->f->var0, FLOW_RESULT);
  if (w->f->exc != SS_NONE)
    {
      add_flow (w, p->blocks[w->f->exc].in0 - w->f->var0, FLOW_TYPE);
      add_flow (w, p->blocks[w->f->exc].in0 + 1 - w->f->var0, FLOW_VALUE);
    }
  while (ss_pop (&w->work, &v))
    for (guint32 e = w->first_flow[v]; e != SS_NONE;)
      {
        const Flow *flow = &w->flows[e];
        const SsBlock *b = &p->blocks[w->f->block0 + flow->block];
        if (flow->link >= b->link0 + b->nexits)
          {
            if (raises_other (&p->links[flow->link], flow->arg, w->flow[v]))
              w->met[flow->block] |= BIT (HANDLER_RAISES_OTHER);
          }
        else if (flow->arg - b->in0 < b->nin)
          add_flow (w, flow->arg - w->f->var0, w->flow[v]);
        else
          w->met[flow->block] |= (w->flow[v] & FLOW_RESULT ? BIT (RETURNS_OTHER) : 0)
                                 | (w->flow[v] & (FLOW_TYPE | FLOW_VALUE) ? OTHER_RAISED : 0);
        e = flow->next;
      }
}

/* What is met through a handler that leads to a block from whose start `met` is met. */
static guint32
through_handler (guint32 met)
{
  return (met & (HANDLER_BITS | BIT (LOOP_AFTER) | BIT (NO_RETURN))) | (met & BIT (WORK_AFTER) ? BIT (HANDLER_WORKS) : 0)
         | (met & RETURNS ? BIT (HANDLER_GOES_ON) : 0) | (met & OTHER_RAISED ? BIT (HANDLER_RAISES_OTHER) : 0);
}

static guint32
through (const Pred *pred, guint32 met)
{
  return pred->handler ? through_handler (met) : met;
}

static void
find_met (SsWays *w)
{
  const SsProgram *p = w->terms->program;
  guint32 b, ndone = 0;

  for (b = 0; b < w->f->nblocks; b++)
    {
      if (w->f->block0 + b == w->f->ret)
        w->met[b] = RETURNS;
      else if (w->f->block0 + b == w->f->exc)
        w->met[b] = BIT (RAISES_AFTER);
      else if (w->last_work[b] != SS_NONE)
        w->met[b] = BIT (WORK_AFTER);
      else if (!p->blocks[w->f->block0 + b].nexits)
        w->met[b] |= BIT (NO_RETURN);
      if (!w->pending[b])
        ss_push (&w->work, b);
    }
  while (ss_pop (&w->work, &b))
    {
      ndone++;
      for (guint32 e = w->first_pred[b]; e != SS_NONE;)
        {
          const Pred *pred = &w->preds[e];
          w->met[pred->block] |= through (pred, w->met[b]);
          if (!--w->pending[pred->block])
            ss_push (&w->work, pred->block);
          e = pred->next;
        }
    }
  if (ndone == w->f->nblocks)
    return;
  for (b = 0; b < w->f->nblocks; b++)
    if (w->pending[b])
      {
        w->met[b] |= BIT (LOOP_AFTER);
        ss_push (&w->work, b);
      }
  while (ss_pop (&w->work, &b))
    for (guint32 e = w->first_pred[b]; e != SS_NONE;)
      {
        const Pred *pred = &w->preds[e];
        guint32 met = w->met[pred->block] | through (pred, w->met[b]);
        if (met != w->met[pred->block])
          {
            w->met[pred->block] = met;
            ss_push (&w->work, pred->block);
          }
        e = pred->next;
      }
}

void
ss_ways_func (SsWays *w, guint32 func)
{
  const SsFunc *f = &w->terms->program->funcs[func];

  w->f = f;
  memset (w->met, 0, f->nblocks * sizeof (guint32));
  memset (w->pending, 0, f->nblocks * sizeof (guint32));
  memset (w->first_pred, 0xff, f->nblocks * sizeof (guint32));
  memset (w->root, 0xff, f->nvars * sizeof (SsOperand));
  memset (w->flow, 0, f->nvars);
  memset (w->first_flow, 0xff, f->nvars * sizeof (guint32));
  w->nflows = w->npreds = 0;
  for (guint32 b = f->block0; b < f->block0 + f->nblocks; b++)
    {
      scan_block (w, b);
      if (w->last_work[b - f->block0] == SS_NONE && !is_end (w, b))
        note_links (w, b);
    }
  find_flow (w);
  find_met (w);
}

gboolean
ss_ways_result (const SsWays *w)
{
  return w->result;
}

guint32
ss_ways_last_work (const SsWays *w, guint32 b)
{
  return w->last_work[b - w->f->block0];
}

gboolean
ss_ways_breaks (const SsWays *w, guint32 b, guint32 k, guint32 o, guint32 *arg)
{
  const SsProgram *p = w->terms->program;
  const SsBlock *block = &p->blocks[b];
  const SsLink *link = &p->links[k];
  const guint8 *flow = w->flow + (p->blocks[link->to].in0 - w->f->var0);
  guint32 n;
  const SsOperand *args = ss_link_args (p, k, &n);

  for (guint32 i = 0; i < n; i++)
    {
      SsOperand a = root (w, args[i]);
      gboolean breaks;
      if (!flow[i])
        continue;
      if (k >= block->link0 + block->nexits)
        breaks = raises_other (link, args[i], flow[i]);
      else if (o == SS_NONE)
        breaks = a - block->in0 >= block->nin;
      else
        breaks = flow[i] & FLOW_RESULT && (a != p->ops[o].result || !ss_is_var (a));
      if (breaks)
        {
          *arg = i;
          return TRUE;
        }
    }
  return FALSE;
}

guint32
ss_ways_after (const SsWays *w, guint32 o, guint32 b)
{
  const SsProgram *p = w->terms->program;
  const SsBlock *block = &p->blocks[b];
  guint32 met = 0, arg;

  if (w->last_work[b - w->f->block0] != o)
    return BIT (WORK_AFTER);
  if (!block->nexits)
    met |= BIT (NO_RETURN);
  for (guint32 k = block->link0; k < block->link0 + block->nexits + block->nhandlers; k++)
    {
      gboolean handler = k >= block->link0 + block->nexits;
      guint32 there = w->met[p->links[k].to - w->f->block0];
      met |= handler ? through_handler (there) : there;
      if (ss_ways_breaks (w, b, k, o, &arg))
        met |= handler ? BIT (HANDLER_RAISES_OTHER) : BIT (RETURNS_OTHER);
    }
  return met & ~(RETURNS | OTHER_RAISED);
}
