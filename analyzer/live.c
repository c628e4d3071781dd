/* Liveness by inputs (live.h): a block input is live when its block reads it, or passes it to a live input of a block that a
 * link leads to.  The second half runs backwards over "passed to" entries, chained by the input that receives.
 */
#include "live.h"

#include <string.h>

#include "stack.h"

/* Passing an input of one block to an input of another. */
typedef struct
{
  guint32 source; /* variable, relative to the function's first */
  guint32 next;   /* entry of the same receiver, or SS_NONE */
} Pass;

struct SsLive
{
  const SsProgram *p; /* lent */
  guint32 var0, nvars; /* of the current function */
  guint8 *live;        /* owned, by variable: it is a live input */
  guint32 *first;      /* owned, by variable: the first Pass that it receives */
  Pass *passes;        /* owned */
  gsize npasses, cap;
  SsStack work; /* inputs newly live */
  /* where a walk up a block stands: a set of variables, as list and place in it */
  SsStack set;
  guint32 *place; /* owned, by variable; counts only when the list has the variable there */
};

SsLive *
ss_live_new (const SsProgram *p)
{
  SsLive *l = g_new0 (SsLive, 1);
  guint32 most = 1;

  for (guint32 f = 0; f < p->nfuncs; f++)
    most = MAX (most, p->funcs[f].nvars);
  l->p = p;
  l->live = g_new (guint8, most);
  l->first = g_new (guint32, most);
  l->place = g_new0 (guint32, most);
  return l;
}

void
ss_live_free (SsLive *l)
{
  if (!l)
    return;
  g_free (l->live);
  g_free (l->first);
  g_free (l->place);
  g_free (l->passes);
  g_free (l->work.at);
  g_free (l->set.at);
  g_free (l);
}

static void
mark (SsLive *l, guint32 v)
{
  if (l->live[v])
    return;
  l->live[v] = TRUE;
  ss_push (&l->work, v);
}

/* Marks the operand if it is one of the block's inputs.  A constant's number is out of their range. */
static void
read_in (SsLive *l, const SsBlock *b, SsOperand a)
{
  if (a - b->in0 < b->nin)
    mark (l, a - l->var0);
}

static void
pass_on (SsLive *l, const SsBlock *b)
{
  const SsProgram *p = l->p;

  for (guint32 k = b->link0; k < b->link0 + b->nexits + b->nhandlers; k++)
    {
      guint32 n, in0 = p->blocks[p->links[k].to].in0;
      const SsOperand *args = ss_link_args (p, k, &n);
      for (guint32 i = 0; i < n; i++)
        if (args[i] - b->in0 < b->nin && !l->live[args[i] - l->var0])
          {
            Pass e = { args[i] - l->var0, l->first[in0 + i - l->var0] };
            l->first[in0 + i - l->var0] = (guint32) l->npasses;
            SS_GROW (l->passes, l->npasses, l->cap, 1);
            l->passes[l->npasses++] = e;
          }
    }
}

void
ss_live_func (SsLive *l, guint32 func)
{
  const SsProgram *p = l->p;
  const SsFunc *f = &p->funcs[func];

  l->var0 = f->var0;
  l->nvars = f->nvars;
  memset (l->live, 0, f->nvars);
  memset (l->first, 0xff, f->nvars * sizeof (guint32));
  l->npasses = 0;
  for (guint32 i = f->block0; i < f->block0 + f->nblocks; i++)
    {
      const SsBlock *b = &p->blocks[i];
      if (b->nops)
        for (guint32 a = p->ops[b->op0].arg0; a < p->ops[b->op0 + b->nops].arg0; a++)
          read_in (l, b, p->args[a]);
      read_in (l, b, b->sw);
      if (i == f->ret || i == f->exc)
        for (guint32 k = 0; k < b->nin; k++)
          mark (l, b->in0 + k - l->var0);
      pass_on (l, b);
    }
  guint32 v;
  while (ss_pop (&l->work, &v))
    for (guint32 e = l->first[v]; e != SS_NONE; e = l->passes[e].next)
      mark (l, l->passes[e].source);
}

gboolean
ss_live_input (const SsLive *l, guint32 v)
{
  return l->live[v - l->var0];
}

static gboolean
in_set (const SsLive *l, guint32 v)
{
  guint32 at = l->place[v - l->var0];

  return at < l->set.n && l->set.at[at] == v;
}

static void
add (SsLive *l, SsOperand a)
{
  if (!ss_is_var (a) || in_set (l, a))
    return;
  l->place[a - l->var0] = (guint32) l->set.n;
  ss_push (&l->set, a);
}

static void
take_out (SsLive *l, guint32 v)
{
  if (v == SS_NONE || !in_set (l, v))
    return;
  guint32 at = l->place[v - l->var0], last = l->set.at[--l->set.n];
  l->set.at[at] = last;
  l->place[last - l->var0] = at;
}

void
ss_live_end (SsLive *l, guint32 b)
{
  const SsProgram *p = l->p;
  const SsBlock *block = &p->blocks[b];

  l->set.n = 0;
  add (l, block->sw);
  for (guint32 k = block->link0; k < block->link0 + block->nexits + block->nhandlers; k++)
    {
      const SsLink *link = &p->links[k];
      guint32 n, in0 = p->blocks[link->to].in0;
      const SsOperand *args = ss_link_args (p, k, &n);
      for (guint32 i = 0; i < n; i++)
        if (ss_is_var (args[i]) && ss_live_input (l, in0 + i) && args[i] != link->bind[0] && args[i] != link->bind[1])
          add (l, args[i]);
    }
}

void
ss_live_up (SsLive *l, guint32 o)
{
  guint32 n;
  const SsOperand *args = ss_op_args (l->p, o, &n);

  take_out (l, l->p->ops[o].result);
  for (guint32 i = 0; i < n; i++)
    add (l, args[i]);
}

static int
by_number (gconstpointer a, gconstpointer b)
{
  guint32 x = *(const guint32 *) a, y = *(const guint32 *) b;

  return x < y ? -1 : x > y;
}

void
ss_live_get (const SsLive *l, guint32 o, GArray *vars)
{
  guint32 first = vars->len;

  for (gsize i = 0; i < l->set.n; i++)
    {
      guint32 v = l->set.at[i];
      if (v != l->p->ops[o].result && ss_var_storage (l->p, v) != SS_STORE_VOID)
        g_array_append_val (vars, v);
    }
  if (vars->len > first + 1)
    qsort (&g_array_index (vars, guint32, first), vars->len - first, sizeof (guint32), by_number);
}

void
ss_live_after (SsLive *l, guint32 o, GArray *vars)
{
  guint32 b = ss_op_block (l->p, o);

  ss_live_end (l, b);
  for (guint32 k = l->p->blocks[b].op0 + l->p->blocks[b].nops; --k > o;)
    ss_live_up (l, k);
  ss_live_get (l, o, vars);
}
