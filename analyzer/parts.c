/* Parts (parts.h): from the saved variables back over links to what makes them, and on over links to what first reads them.
 * Blocks are closed scopes, so that a variable is read in its own block alone and the next reader of it is found by one sweep up.
 */
#include "parts.h"

#include "csr.h"
#include "stack.h"

#include <string.h>

typedef struct
{
  const SsProgram *p;
  const SsFunc *f;
  const SsClasses *classes;
  SsParts *parts;
  SsCsr passes;   /* variables, relative to the function's first: to the inputs that links give them to */
  guint8 *made;   /* owned, by variable: what makes it is looked for */
  guint8 *passed; /* owned, by variable: what reads it after its block is looked for */
  guint8 *wanted; /* owned, by variable: an input whose reader is looked for */
  guint32 *next;  /* owned, by variable: the operation that reads it next, from where a sweep stands */
  SsStack work;
} Work;

static void
mark (const Work *w, guint32 o, guint32 block, guint part)
{
  w->parts->ops[o - w->f->op0] |= (guint8) part;
  w->parts->blocks[block - w->f->block0] |= (guint8) part;
}

/* --- links --- */

static SsCsr
find_passes (const Work *w)
{
  const SsProgram *p = w->p;
  g_autoptr (GArray) from = g_array_new (FALSE, FALSE, sizeof (guint32)), to = g_array_new (FALSE, FALSE, sizeof (guint32));

  for (guint32 b = w->f->block0; b < w->f->block0 + w->f->nblocks; b++)
    for (guint32 k = p->blocks[b].link0; k < p->blocks[b].link0 + p->blocks[b].nexits + p->blocks[b].nhandlers; k++)
      {
        guint32 n;
        const SsOperand *args = ss_link_args (p, k, &n);
        for (guint32 i = 0; i < n; i++)
          if (ss_is_var (args[i]))
            {
              guint32 source = args[i] - w->f->var0, target = p->blocks[p->links[k].to].in0 + i - w->f->var0;
              g_array_append_val (from, source);
              g_array_append_val (to, target);
            }
      }
  return ss_csr_build (w->f->nvars, from->len, (const guint32 *) (void *) from->data, (const guint32 *) (void *) to->data);
}

/* The block that link k starts from. */
static guint32
link_block (const Work *w, guint32 k)
{
  guint32 lo = w->f->block0, hi = w->f->block0 + w->f->nblocks;

  while (hi - lo > 1)
    {
      guint32 mid = lo + (hi - lo) / 2;
      if (w->p->blocks[mid].link0 <= k)
        lo = mid;
      else
        hi = mid;
    }
  return lo;
}

/* --- what makes a saved value --- */

static void
want_maker (Work *w, guint32 v)
{
  if (w->made[v])
    return;
  w->made[v] = TRUE;
  ss_push (&w->work, v);
}

static void
find_makers (Work *w)
{
  const SsProgram *p = w->p;
  SsCsr sources = ss_csr_reverse (&w->passes);
  guint32 v;

  while (ss_pop (&w->work, &v))
    {
      guint32 def = ss_var_def (p, v + w->f->var0);
      switch (ss_var_def_kind (p, v + w->f->var0))
        {
        case SS_DEF_RESULT:
          mark (w, def, ss_op_block (p, def), SS_PART_MAKES);
          break;
        case SS_DEF_INPUT:
          for (guint32 i = sources.start[v]; i < sources.start[v + 1]; i++)
            want_maker (w, sources.to[i]);
          break;
        case SS_DEF_BIND:
          w->parts->blocks[link_block (w, def) - w->f->block0] |= SS_PART_MAKES;
          break;
        }
    }
  ss_csr_clear (&sources);
}

/* --- what reads it next --- */

/* The variable v of a block is wanted at the block's end. */
static void
pass_on (Work *w, guint32 block, guint32 v)
{
  if (w->passed[v])
    return;
  w->passed[v] = TRUE;
  if (w->p->blocks[block].sw == v + w->f->var0)
    {
      w->parts->blocks[block - w->f->block0] |= SS_PART_USES;
      return;
    }
  for (guint32 i = w->passes.start[v]; i < w->passes.start[v + 1]; i++)
    if (!w->wanted[w->passes.to[i]])
      {
        w->wanted[w->passes.to[i]] = TRUE;
        ss_push (&w->work, w->passes.to[i]);
      }
}

/* The variable v of a block is wanted where the sweep stands. */
static void
want_reader (Work *w, guint32 block, guint32 v)
{
  if (w->next[v] != SS_NONE)
    mark (w, w->next[v], block, SS_PART_USES);
  else
    pass_on (w, block, v);
}

/* Up through a block; `*r` is the record after its last one, and is moved to its first. */
static void
sweep (Work *w, guint32 block, const SsRecord **r)
{
  const SsProgram *p = w->p;
  const SsBlock *b = &p->blocks[block];

  for (guint32 o = b->op0 + b->nops; o-- > b->op0;)
    {
      guint32 n;
      const SsOperand *args = ss_op_args (p, o, &n);
      if (*r > w->classes->records && (*r)[-1].op == o)
        {
          const SsRecord *record = --*r;
          mark (w, o, block, SS_PART_POINT);
          for (guint32 i = 0; i < record->nsaved; i++)
            want_reader (w, block, w->classes->saved[record->saved0 + i] - w->f->var0);
        }
      for (guint32 i = 0; i < n; i++)
        if (ss_is_var (args[i]))
          w->next[args[i] - w->f->var0] = o;
    }
}

static void
find_readers (Work *w, const SsRecord *end)
{
  guint32 v;

  for (guint32 b = w->f->block0 + w->f->nblocks; b-- > w->f->block0;)
    sweep (w, b, &end);
  /* All sweeps stand at the start of their blocks now, and inputs are wanted there. */
  while (ss_pop (&w->work, &v))
    want_reader (w, ss_var_def (w->p, v + w->f->var0), v);
}

SsParts *
ss_parts_new (const SsProgram *p, const SsClasses *c, guint32 func)
{
  const SsFunc *f = &p->funcs[func];
  SsParts *x = g_new (SsParts, 1);
  guint32 n;
  const SsRecord *records = ss_classes_range (c, f->op0, f->nops, &n);
  Work w = { .p = p, .f = f, .classes = c, .parts = x };

  *x = (SsParts) { g_new0 (guint8, (gsize) f->nops + 1), g_new0 (guint8, (gsize) f->nblocks + 1) };
  if (n == 0)
    return x;
  w.made = g_new0 (guint8, f->nvars);
  w.passed = g_new0 (guint8, f->nvars);
  w.wanted = g_new0 (guint8, f->nvars);
  w.next = g_new (guint32, (gsize) f->nvars + 1);
  memset (w.next, 0xff, ((gsize) f->nvars + 1) * sizeof (guint32));
  w.passes = find_passes (&w);
  for (guint32 i = 0; i < n; i++)
    for (guint32 k = 0; k < records[i].nsaved; k++)
      want_maker (&w, c->saved[records[i].saved0 + k] - f->var0);
  find_makers (&w);
  find_readers (&w, records + n);
  ss_csr_clear (&w.passes);
  g_free (w.made);
  g_free (w.passed);
  g_free (w.wanted);
  g_free (w.next);
  g_free (w.work.at);
  return x;
}

void
ss_parts_free (SsParts *x)
{
  if (!x)
    return;
  g_free (x->ops);
  g_free (x->blocks);
  g_free (x);
}
