/* Cells: see cells.h. */
#include "cells.h"

#include "order.h"

#include <string.h>

typedef struct
{
  const SsCellGraph *g;
  SsCells *c;
  guint32 *entries; /* owned, by block: links into it */
  guint32 *met;     /* owned, by block: those of them that start in the cell at hand */
  guint32 *by;      /* owned, by block, later by cell: the cell that has counted it */
  guint32 nplaced;  /* blocks that have a cell */
} Work;

static gboolean
is_kept (const Work *w, guint32 b)
{
  return !w->g->kept || w->g->kept[b];
}

static void
place (Work *w, guint32 cell, guint32 b)
{
  SsCell *c = &w->c->cells[cell];

  w->c->cell[b] = cell;
  w->c->blocks[w->nplaced++] = b;
  c->nblocks++;
  c->nops += w->g->nops[b];
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
      guint32 from = w->c->blocks[i];
      for (guint32 k = w->g->link0[from]; k < w->g->link0[from + 1]; k++)
        {
          guint32 to = w->g->links[k];
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

/* Cells grow from blocks in the order that is given. */
static void
find_cells (Work *w)
{
  for (guint32 i = 0; i < w->g->n; i++)
    if (w->c->cell[w->g->order[i]] == SS_NONE)
      grow (w, w->g->order[i]);
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
            for (guint32 l = w->g->link0[c->blocks[k]]; l < w->g->link0[c->blocks[k] + 1]; l++)
              show (c, c->cell[w->g->links[l]], max);
        }
    }
}

static void
count_left (Work *w)
{
  SsCells *c = w->c;

  memset (w->by, 0xff, (gsize) w->g->n * sizeof (guint32));
  for (guint32 i = 0; i < c->nshown; i++)
    {
      SsCell *cell = &c->cells[c->order[i]];
      for (guint32 k = cell->block0; k < cell->block0 + cell->nblocks; k++)
        for (guint32 l = w->g->link0[c->blocks[k]]; l < w->g->link0[c->blocks[k] + 1]; l++)
          {
            guint32 to = w->g->links[l], other = c->cell[to];
            if (c->cells[other].shown || w->by[other] == i || w->g->final[to])
              continue;
            w->by[other] = i;
            cell->left += c->cells[other].nblocks;
          }
    }
}

SsCells *
ss_cells_of (const SsCellGraph *g, guint32 max)
{
  gsize n = g->n;
  SsCells *c = g_new0 (SsCells, 1);
  Work w = { .g = g, .c = c };

  c->cells = g_new (SsCell, n);
  c->blocks = g_new (guint32, n);
  c->cell = g_new (guint32, n);
  c->order = g_new (guint32, n);
  w.entries = g_new0 (guint32, n);
  w.met = g_new (guint32, n);
  w.by = g_new (guint32, n);
  memset (c->cell, 0xff, n * sizeof (guint32));
  memset (w.by, 0xff, n * sizeof (guint32));
  for (guint32 k = 0; k < g->link0[n]; k++)
    w.entries[g->links[k]]++;
  find_cells (&w);
  choose (&w, max);
  count_left (&w);
  g_free (w.entries);
  g_free (w.met);
  g_free (w.by);
  return c;
}

SsCells *
ss_cells_new (const SsProgram *p, guint32 func, const SsParts *parts, guint32 max)
{
  const SsFunc *f = &p->funcs[func];
  gsize n = f->nblocks, nlinks = 0;
  g_autofree guint32 *link0 = g_new (guint32, n + 1), *nops = g_new (guint32, n), *in_order = g_new (guint32, n);
  g_autofree guint8 *kept = g_new (guint8, n), *final = g_new (guint8, n);
  g_autoptr (SsOrder) order = ss_order_new (p);
  const guint32 *blocks = ss_order_func (order, func);

  for (guint32 b = 0; b < n; b++)
    {
      const SsBlock *block = &p->blocks[f->block0 + b];
      link0[b] = (guint32) nlinks;
      nlinks += block->nexits + block->nhandlers;
      nops[b] = block->nops;
      in_order[b] = blocks[b] - f->block0;
      final[b] = f->block0 + b == f->ret || f->block0 + b == f->exc;
      kept[b] = b == 0 || final[b] || !parts || parts->blocks[b];
    }
  link0[n] = (guint32) nlinks;
  g_autofree guint32 *links = g_new (guint32, nlinks + 1);
  for (guint32 b = 0; b < n; b++)
    for (guint32 i = 0; i < link0[b + 1] - link0[b]; i++)
      links[link0[b] + i] = p->links[p->blocks[f->block0 + b].link0 + i].to - f->block0;
  const SsCellGraph g = { f->nblocks, link0, links, nops, in_order, parts ? kept : NULL, final };
  SsCells *c = ss_cells_of (&g, max);
  for (guint32 i = 0; i < n; i++)
    c->blocks[i] += f->block0;
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
