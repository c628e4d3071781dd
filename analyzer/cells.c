/* Cells: see cells.h. */
#include "cells.h"

#include "order.h"

#include <string.h>

typedef struct
{
  const SsProgram *p;
  const SsFunc *f;
  const SsParts *parts;
  SsCells *c;
  guint32 *entries; /* owned, by block: links into it */
  guint32 *met;     /* owned, by block: those of them that start in the cell at hand */
  guint32 *by;      /* owned, by block, later by cell: the cell that has counted it */
  guint32 nplaced;  /* blocks that have a cell */
} Work;

static guint32
nlinks (const SsBlock *b)
{
  return b->nexits + b->nhandlers;
}

static guint32
target (const Work *w, guint32 k)
{
  return w->p->links[k].to - w->f->block0;
}

static gboolean
is_kept (const Work *w, guint32 b)
{
  guint32 block = b + w->f->block0;

  return !w->parts || b == 0 || block == w->f->ret || block == w->f->exc || w->parts->blocks[b];
}

static void
place (Work *w, guint32 cell, guint32 b)
{
  SsCell *c = &w->c->cells[cell];

  w->c->cell[b] = cell;
  w->c->blocks[w->nplaced++] = b + w->f->block0;
  c->nblocks++;
  c->nops += w->p->blocks[b + w->f->block0].nops;
}

/* A cell that starts with block b; takes in, where b may be folded, what is entered from the cell alone. */
static void
grow (Work *w, guint32 b)
{
  guint32 number = w->c->ncells++;
  SsCell *c = &w->c->cells[number];

  *c = (SsCell) { .block0 = w->nplaced, .folded = !is_kept (w, b) };
  place (w, number, b);
  for (guint32 i = c->block0; c->folded && i < w->nplaced; i++)
    {
      const SsBlock *block = &w->p->blocks[w->c->blocks[i]];
      for (guint32 k = block->link0; k < block->link0 + nlinks (block); k++)
        {
          guint32 to = target (w, k);
          c->loops |= to == b;
          if (w->c->cell[to] != SS_NONE || is_kept (w, to))
            continue;
          w->met[to] = w->by[to] == number ? w->met[to] + 1 : 1;
          w->by[to] = number;
          if (w->met[to] == w->entries[to])
            place (w, number, to);
        }
    }
}

/* Cells grow from blocks in reverse postorder, so that what leads to a block has had its cell before. */
static void
find_cells (Work *w, guint32 func)
{
  g_autoptr (SsOrder) order = ss_order_new (w->p);
  const guint32 *blocks = ss_order_func (order, func);

  for (guint32 i = 0; i < w->f->nblocks; i++)
    if (w->c->cell[blocks[i] - w->f->block0] == SS_NONE)
      grow (w, blocks[i] - w->f->block0);
}

static void
show (SsCells *c, guint32 cell, guint32 max)
{
  if (c->cells[cell].shown || c->nshown == max)
    return;
  c->cells[cell].shown = TRUE;
  c->order[c->nshown++] = cell;
}

/* Breadth first from the start. */
static void
choose (const Work *w, guint32 max)
{
  SsCells *c = w->c;
  guint32 next = 0;

  for (guint32 i = 0; i < c->ncells; i++)
    {
      show (c, i, max); /* the first cell is that of the start */
      for (; next < c->nshown; next++)
        {
          const SsCell *cell = &c->cells[c->order[next]];
          for (guint32 k = cell->block0; k < cell->block0 + cell->nblocks; k++)
            {
              const SsBlock *block = &w->p->blocks[c->blocks[k]];
              for (guint32 l = block->link0; l < block->link0 + nlinks (block); l++)
                show (c, c->cell[target (w, l)], max);
            }
        }
    }
}

static void
count_left (Work *w)
{
  SsCells *c = w->c;

  memset (w->by, 0xff, (gsize) w->f->nblocks * sizeof (guint32));
  for (guint32 i = 0; i < c->nshown; i++)
    {
      SsCell *cell = &c->cells[c->order[i]];
      for (guint32 k = cell->block0; k < cell->block0 + cell->nblocks; k++)
        {
          const SsBlock *block = &w->p->blocks[c->blocks[k]];
          for (guint32 l = block->link0; l < block->link0 + nlinks (block); l++)
            {
              guint32 to = w->p->links[l].to, other = c->cell[to - w->f->block0];
              if (c->cells[other].shown || w->by[other] == i || to == w->f->ret || to == w->f->exc)
                continue;
              w->by[other] = i;
              cell->left += c->cells[other].nblocks;
            }
        }
    }
}

SsCells *
ss_cells_new (const SsProgram *p, guint32 func, const SsParts *parts, guint32 max)
{
  const SsFunc *f = &p->funcs[func];
  gsize n = f->nblocks;
  SsCells *c = g_new0 (SsCells, 1);
  Work w = { .p = p, .f = f, .parts = parts, .c = c };

  c->cells = g_new (SsCell, n);
  c->blocks = g_new (guint32, n);
  c->cell = g_new (guint32, n);
  c->order = g_new (guint32, n);
  w.entries = g_new0 (guint32, n);
  w.met = g_new (guint32, n);
  w.by = g_new (guint32, n);
  memset (c->cell, 0xff, n * sizeof (guint32));
  memset (w.by, 0xff, n * sizeof (guint32));
  for (guint32 b = f->block0; b < f->block0 + f->nblocks; b++)
    for (guint32 k = p->blocks[b].link0; k < p->blocks[b].link0 + nlinks (&p->blocks[b]); k++)
      w.entries[target (&w, k)]++;
  find_cells (&w, func);
  choose (&w, max);
  count_left (&w);
  g_free (w.entries);
  g_free (w.met);
  g_free (w.by);
  return c;
}

void
ss_cells_free (SsCells *c)
{
  if (!c)
    return;
  g_free (c->cells);
  g_free (c->blocks);
  g_free (c->cell);
  g_free (c->order);
  g_free (c);
}
