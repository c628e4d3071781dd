/* The diagram of a function, built through cgraph.
 *
 * A block is one box: its inputs, its operations with their numbers, where its links go.  Beside it, on the same rank, stands a
 * coloured note for each kind of unwind point that it holds, with the values that each point saves.  Colours repeat what
 * the notes say in words, so nothing is lost in black and white.  Blocks that play no part in any record can be one box together
 * (analyzer/cells.h); of a block with many operations those that play a part (analyzer/parts.h) are shown, with the first and last ones.
 *
 * dot's time is decided by edges that cross many ranks or meet in one node, so links into hubs (blocks that many links
 * enter, and the return and except blocks before all) end in a small node that names the target.
 */
#include "config.h"

#include "viz/dot.h"
#include "viz/dot_text.h"
#include "viz/pen.h"
#include "viz/text.h"

#include "analyzer/cells.h"

#include <string.h>

/* More links than this into a block make it a hub. */
#define HUB_LINKS 8
#define HUB_FINAL_LINKS 4
/* Exits of a block that are looked at to see whether its ways leave the function. */
#define LOOK_EXITS 12
#define BLOCK_WIDTH 68
#define NOTE_WIDTH 48
#define FOLD_WIDTH 34
#define EDGE_CHARS 40
/* Of a function with more unwind points than this, notes are kept on their block's rank by edges without length, which makes wider
 * pictures: cgraph asks of every node it writes whether each subgraph has it. */
#define MAX_RANKS 1000

/* A link that is drawn. */
typedef struct
{
  guint32 from, to;  /* cells */
  guint32 block, link;
  guint32 i, n;      /* the i-th of n exits that are drawn from there; n = 0: a handler */
} Edge;

typedef struct
{
  const SsProgram *p;
  const SsFunc *f;
  const SsDotAsk *ask;
  const SsRecord *records; /* of this function, by operation */
  guint32 nrecords;
  const SsClasses *classes;
  SsParts *parts;     /* owned */
  SsCells *cells;     /* owned */
  Agraph_t *g;
  GArray *edges;      /* owned: Edge */
  guint32 *entries;   /* owned, by cell: how many lead to it */
  guint parts_shown;  /* SsPart of all operations that are shown */
  gboolean fold;      /* a folded cell is shown */
} Diagram;

static const SsCell *
cell_of (const Diagram *d, guint32 b)
{
  return &d->cells->cells[d->cells->cell[b - d->f->block0]];
}

static Agnode_t *
cell_node (const Diagram *d, guint32 cell)
{
  const SsCell *c = &d->cells->cells[cell];
  char name[32];
  g_snprintf (name, sizeof name, "b%u%s", d->cells->blocks[c->block0] - d->f->block0, c->folded ? "_run" : "");
  return ss_pen_node (d->g, name);
}

static Agnode_t *
block_node (const Diagram *d, guint32 b)
{
  return cell_node (d, d->cells->cell[b - d->f->block0]);
}

/* --- blocks --- */

static void
add_head (const Diagram *d, SsLabel *label, guint32 b)
{
  const SsFunc *f = d->f;
  const SsBlock *block = &d->p->blocks[b];
  const char *role = b == f->ret ? "return " : b == f->exc ? "raise " : b == f->block0 ? "start " : "";
  GString *s = g_string_new (NULL);
  g_string_append_printf (s, "%sb%u (", role, b - f->block0);
  for (guint32 i = 0; i < block->nin && i < SS_DOT_OPERANDS; i++)
    {
      g_string_append (s, i > 0 ? ", " : "");
      ss_label_name (s, ss_var_name (d->p, block->in0 + i));
    }
  if (block->nin > SS_DOT_OPERANDS)
    g_string_append_printf (s, ", … %u more", block->nin - SS_DOT_OPERANDS);
  g_string_append_c (s, ')');
  ss_label_add (label, "", s->str);
  g_string_free (s, TRUE);
}

static guint
part_of (const Diagram *d, guint32 o)
{
  return d->parts->ops[o - d->f->op0];
}

/* Whether operation i of a block with many is one of those that are shown whatever their number. */
static gboolean
is_shown (const Diagram *d, const SsBlock *block, guint32 i)
{
  return i < d->ask->max_ops / 2 || i >= block->nops - d->ask->max_ops / 4 || part_of (d, block->op0 + i) != 0;
}

static void
add_skipped (SsLabel *label, guint32 n)
{
  g_autofree char *text = ss_pen_more (n, "operation");
  if (n > 0)
    ss_label_add (label, "      ", text);
}

static void
add_op (Diagram *d, SsLabel *label, guint32 o, guint32 i, int digits)
{
  guint part = part_of (d, o);
  const char *sign = part & SS_PART_POINT ? "▶" : part & SS_PART_MAKES ? "●" : part & SS_PART_USES ? "○" : " ";
  char margin[32];
  g_snprintf (margin, sizeof margin, "%s%*u  ", sign, digits, i);
  g_autofree char *text = ss_dot_op (d->p, o);
  ss_label_add (label, margin, text);
  d->parts_shown |= part & SS_PART_POINT ? SS_PART_POINT : part;
}

static void
add_ops (Diagram *d, SsLabel *label, const SsBlock *block)
{
  guint32 skipped = 0, line = SS_NONE;
  int digits = block->nops > 1000 ? 6 : 3;
  for (guint32 i = 0; i < block->nops; i++)
    {
      guint32 o = block->op0 + i;
      /* the line that says that one is left out would be as long */
      gboolean alone = skipped == 0 && i + 1 < block->nops && is_shown (d, block, i + 1);
      if (block->nops > d->ask->max_ops && !is_shown (d, block, i) && !alone)
        {
          skipped++;
          continue;
        }
      add_skipped (label, skipped);
      skipped = 0;
      if (ss_op_line (d->p, o) != SS_NONE && ss_op_line (d->p, o) != line)
        {
          line = ss_op_line (d->p, o);
          g_autofree char *text = g_strdup_printf ("line %u", line);
          ss_label_add (label, "  ", text);
        }
      add_op (d, label, o, i, digits);
    }
  add_skipped (label, skipped);
}

static void
add_links (const Diagram *d, SsLabel *label, guint32 b)
{
  const SsBlock *block = &d->p->blocks[b];
  if (block->sw != SS_NONE)
    {
      GString *s = g_string_new ("switch ");
      ss_dot_operand (s, d->p, block->sw);
      ss_label_add (label, "      ", s->str);
      g_string_free (s, TRUE);
    }
  for (guint32 i = 0; i < block->nexits + block->nhandlers; i++)
    {
      g_autofree char *text = ss_dot_link (d->p, d->f->block0, block->link0 + i, i >= block->nexits);
      ss_label_add (label, "      ", text);
    }
  if (block->nexits == 0 && b != d->f->ret && b != d->f->exc)
    ss_label_add (label, "      ", "■ does not go on");
}

static void
add_block (Diagram *d, guint32 b)
{
  SsLabel *label = ss_label_new (BLOCK_WIDTH);
  const SsBlock *block = &d->p->blocks[b];
  add_head (d, label, b);
  add_ops (d, label, block);
  add_links (d, label, b);
  Agnode_t *n = block_node (d, b);
  ss_pen_label (n, label);
  if (b == d->f->ret)
    ss_pen_set (n, "style", "rounded,bold,filled");
  else if (b == d->f->exc)
    ss_pen_set (n, "peripheries", "2");
  else if (b == d->f->block0)
    ss_pen_set (n, "style", "bold,filled");
  if (b == d->f->ret || b == d->f->exc)
    ss_pen_dark (n);
}

/* Blocks that play no part in any record, as one box, which is called after the first of them. */
static void
add_folded (Diagram *d, guint32 cell)
{
  const SsCell *c = &d->cells->cells[cell];
  SsLabel *label = ss_label_new (FOLD_WIDTH);
  g_autofree char *blocks = ss_pen_more (c->nblocks - 1, "block"), *ops = ss_show_count (c->nops);
  g_autoptr (GString) s = g_string_new (NULL);
  g_string_append_printf (s, "b%u", d->cells->blocks[c->block0] - d->f->block0);
  if (c->nblocks > 1)
    g_string_append_printf (s, " %s", blocks);
  ss_label_add (label, "", s->str);
  g_string_printf (s, "%s operation%s%s", ops, c->nops == 1 ? "" : "s", c->loops ? ", a loop" : "");
  ss_label_add (label, "", s->str);
  Agnode_t *n = cell_node (d, cell);
  ss_pen_label (n, label);
  ss_pen_set (n, "style", "dashed,rounded");
  ss_pen_set (n, "fontcolor", SS_PEN_INK);
  d->fold = TRUE;
}

/* --- unwind points --- */

/* The notes of a block: one for each kind of its points, on the block's rank. */
static void
add_notes (const Diagram *d, guint32 b, const SsRecord *records, guint32 nrecords)
{
  guint32 number = b - d->f->block0;
  char name[48];
  gboolean ranked = d->nrecords <= MAX_RANKS;
  Agraph_t *rank = ranked ? ss_pen_same_rank (d->g) : d->g;
  if (ranked)
    agsubnode (rank, block_node (d, b), TRUE);
  for (SsKind kind = 0; kind < SS_N_KINDS; kind++)
    {
      SsLabel *label = NULL;
      for (guint32 i = 0; i < nrecords; i++)
        {
          const SsRecord *r = &records[i];
          if (r->kind != kind)
            continue;
          if (label == NULL)
            {
              label = ss_label_new (NOTE_WIDTH);
              ss_label_add (label, "", ss_kind_name (kind));
            }
          g_autofree char *saves = ss_pen_saves (r->nsaved);
          g_autofree char *text = g_strdup_printf ("%u.%u %s", number, r->op - d->p->blocks[b].op0, saves);
          ss_label_add (label, "▶ ", text);
          ss_pen_values (label, d->p, d->classes, r);
        }
      if (label == NULL)
        continue;
      g_snprintf (name, sizeof name, "b%u_%s", number, ss_kind_name (kind));
      Agnode_t *note = ss_pen_node (rank, name);
      ss_pen_label (note, label);
      ss_pen_set (note, "shape", "note");
      ss_pen_kind (note, kind);
      Agedge_t *e = ss_pen_edge (d->g, block_node (d, b), note);
      ss_pen_set (e, "style", "dotted");
      ss_pen_set (e, "arrowhead", "none");
      ss_pen_set (e, "color", ss_pen_kind_line (kind));
      ss_pen_set (e, "weight", "20");
      if (!ranked)
        ss_pen_set (e, "minlen", "0");
    }
}

/* --- links --- */

static gboolean
is_final (const Diagram *d, guint32 b)
{
  return b == d->f->ret || b == d->f->exc;
}

/* Whether links into a block end in stubs that name it. */
static gboolean
is_hub (const Diagram *d, guint32 b)
{
  guint32 n = d->entries[d->cells->cell[b - d->f->block0]];
  return n > (is_final (d, b) ? HUB_FINAL_LINKS : HUB_LINKS) || !cell_of (d, b)->shown;
}

static void
find_edge (Diagram *d, guint32 cell, guint32 b, guint32 i, guint32 *from)
{
  const SsBlock *block = &d->p->blocks[b];
  guint32 to = d->p->links[block->link0 + i].to, target = d->cells->cell[to - d->f->block0];
  gboolean folded = d->cells->cells[cell].folded;
  Edge e = { cell, target, b, block->link0 + i, i, i < block->nexits ? block->nexits : 0 };
  /* what else is left out is counted beside the box */
  if ((!d->cells->cells[target].shown && !is_final (d, to)) || (folded && (target == cell || from[target] == cell)))
    return;
  from[target] = cell;
  d->entries[target]++;
  g_array_append_val (d->edges, e);
}

/* The links of what is shown; of folded blocks one to each target, an exit where there are exits and handlers. */
static void
find_edges (Diagram *d)
{
  g_autofree guint32 *from = g_new (guint32, d->cells->ncells); /* by cell: the last one that has an edge to it */
  memset (from, 0xff, d->cells->ncells * sizeof (guint32));
  for (guint32 b = d->f->block0; b < d->f->block0 + d->f->nblocks; b++)
    {
      guint32 cell = d->cells->cell[b - d->f->block0], first = d->edges->len;
      const SsCell *c = &d->cells->cells[cell];
      if (!c->shown || d->cells->blocks[c->block0] != b)
        continue;
      for (int handlers = 0; handlers < 2; handlers++)
        for (guint32 k = c->block0; k < c->block0 + c->nblocks; k++)
          {
            const SsBlock *block = &d->p->blocks[d->cells->blocks[k]];
            for (guint32 i = handlers ? block->nexits : 0; i < block->nexits + (handlers ? block->nhandlers : 0); i++)
              find_edge (d, cell, d->cells->blocks[k], i, from);
          }
      for (guint32 i = first; c->folded && i < d->edges->len; i++)
        {
          Edge *e = &g_array_index (d->edges, Edge, i);
          e->i = i - first;
          e->n = e->n > 0 ? d->edges->len - first : 0;
        }
    }
}

/* The node that an edge ends in: the target, or a stub that names it. */
static Agnode_t *
edge_end (const Diagram *d, const Edge *e)
{
  guint32 to = d->p->links[e->link].to;
  if (!is_hub (d, to))
    return cell_node (d, e->to);
  char name[48], label[48];
  g_snprintf (name, sizeof name, "b%u_x%u", e->block - d->f->block0, e->link - d->p->blocks[e->block].link0);
  g_snprintf (label, sizeof label, "%s b%u", to == d->f->ret ? "return" : to == d->f->exc ? "raise" : "→", to - d->f->block0);
  return ss_pen_stub (d->g, name, label);
}

/* How much dot is to keep a link straight: where ways meet again most, ways out of the function least, so that a long row of
 * decisions runs down and not aslant. */
static const char *
edge_weight (const Diagram *d, const Edge *e)
{
  guint32 to = d->p->links[e->link].to;
  if (e->n == 0 || is_hub (d, to))
    return "1";
  const SsBlock *block = &d->p->blocks[to];
  for (guint32 i = 0; i < block->nexits && i < LOOK_EXITS; i++)
    if (!is_hub (d, d->p->links[block->link0 + i].to))
      return d->entries[e->to] > 1 ? "12" : "4";
  return "2";
}

static void
add_edge (const Diagram *d, const Edge *edge, gboolean *placed)
{
  Agnode_t *from = cell_node (d, edge->from);
  Agedge_t *e = ss_pen_edge (d->g, from, edge_end (d, edge));
  g_autofree char *picked = d->cells->cells[edge->from].folded ? NULL : ss_dot_case (d->p, &d->p->links[edge->link], edge->n == 0);
  if (picked != NULL)
    {
      g_autofree char *text = g_strdup_printf (" %s", picked);
      g_autofree char *label = ss_label_short (text, EDGE_CHARS);
      ss_pen_set (e, "label", label);
    }
  ss_pen_set (e, "weight", edge_weight (d, edge));
  if (edge->n == 0)
    ss_pen_set (e, "style", "dashed");
  else if (d->cells->cells[edge->from].folded)
    ss_pen_spread (e, edge->n, edge->i);
  else
    ss_pen_fan (e, edge->n, edge->i);
  if (is_hub (d, d->p->links[edge->link].to) && d->cells->cells[edge->to].shown && edge->to != edge->from && !placed[edge->to])
    {
      /* Keeps a hub below the first block that leads to it, where its edges would have put it. */
      placed[edge->to] = TRUE;
      ss_pen_set (ss_pen_edge (d->g, from, cell_node (d, edge->to)), "style", "invis");
    }
}

/* --- the whole --- */

static void
add_title (const Diagram *d, const SsTerms *terms)
{
  const SsFunc *f = d->f;
  const SsCells *c = d->cells;
  SsLabel *label = ss_label_new (2 * BLOCK_WIDTH);
  g_autoptr (GString) s = g_string_new (NULL);
  ss_label_name (s, ss_sym_name (d->p, f->sym));
  ss_label_add (label, "", s->str);
  if (f->file != SS_NONE)
    {
      g_string_truncate (s, 0);
      ss_label_name (s, ss_str (d->p, f->file));
      if (f->line >= 0)
        g_string_append_printf (s, ":%d", f->line);
      ss_label_add (label, "", s->str);
    }
  g_string_printf (s, "%u block%s, %u operation%s, %u unwind point%s under ", f->nblocks, f->nblocks == 1 ? "" : "s", f->nops,
                   f->nops == 1 ? "" : "s", d->nrecords, d->nrecords == 1 ? "" : "s");
  ss_label_name (s, ss_policy_name (terms->policy));
  ss_label_add (label, "", s->str);
  ss_pen_drawn (label, c->nshown, c->ncells);
  ss_pen_label (d->g, label);
}

/* The legend: the kinds that are shown, and the signs. */
static void
add_legend (const Diagram *d)
{
  guint32 count[SS_N_KINDS] = { 0 };
  for (guint32 i = 0; i < d->nrecords; i++)
    count[d->records[i].kind] += cell_of (d, d->records[i].block)->shown;
  const char *signs[9];
  guint n = 0;
  signs[n++] = d->nrecords > 0 ? "▶ unwind point; its note says what it saves" : "no unwind points";
  if (d->parts_shown & SS_PART_MAKES)
    signs[n++] = "● makes a value that is saved";
  if (d->parts_shown & SS_PART_USES)
    signs[n++] = "○ first to read a saved value after the point";
  signs[n++] = "bold box: start; dark: return, raise (double)";
  if (d->fold)
    signs[n++] = "dashed box: blocks that play no part in any record";
  signs[n++] = "dashed edge: exception handler";
  signs[n++] = "edge to a name: to the block so called";
  signs[n] = NULL;
  ss_pen_legend (d->g, TRUE, signs, count, "point");
}

/* What was left out beside each box, and in all. */
static void
add_left (const Diagram *d)
{
  const SsCells *c = d->cells;
  guint32 nblocks = 0, nrecords = 0;
  for (guint32 i = 0; i < c->nshown; i++)
    ss_pen_left (d->g, cell_node (d, c->order[i]), c->cells[c->order[i]].left, "block", FALSE);
  for (guint32 i = 0; i < c->ncells; i++)
    nblocks += c->cells[i].shown ? 0 : c->cells[i].nblocks;
  for (guint32 i = 0; i < d->nrecords; i++)
    nrecords += !cell_of (d, d->records[i].block)->shown;
  ss_pen_rest (d->g, nblocks, nrecords);
}

static void
fill (Diagram *d, const SsTerms *terms)
{
  const SsProgram *p = d->p;
  const SsFunc *f = d->f;
  add_title (d, terms);
  find_edges (d);
  ss_pen_bound (d->g, d->cells->nshown + d->nrecords);
  const SsRecord *r = d->records, *end = d->records + d->nrecords;
  for (guint32 b = f->block0; b < f->block0 + f->nblocks; b++)
    {
      const SsBlock *block = &p->blocks[b];
      const SsCell *cell = cell_of (d, b);
      guint32 n = 0;
      while (r + n < end && r[n].op - block->op0 < block->nops)
        n++;
      if (cell->shown && !cell->folded)
        {
          add_block (d, b);
          if (n > 0)
            add_notes (d, b, r, n);
        }
      else if (cell->shown && d->cells->blocks[cell->block0] == b)
        add_folded (d, d->cells->cell[b - f->block0]);
      r += n;
    }
  g_autofree gboolean *placed = g_new0 (gboolean, d->cells->ncells);
  for (guint32 i = 0; i < d->edges->len; i++)
    add_edge (d, &g_array_index (d->edges, Edge, i), placed);
  add_left (d);
  add_legend (d);
}

GBytes *
ss_dot (const SsTerms *terms, const SsClasses *classes, guint32 func, const SsDotAsk *ask)
{
  const SsProgram *p = terms->program;
  Diagram d = { .p = p, .f = &p->funcs[func], .ask = ask, .classes = classes };
  d.records = ss_classes_range (classes, d.f->op0, d.f->nops, &d.nrecords);
  d.parts = ss_parts_new (p, classes, func);
  d.cells = ss_cells_new (p, func, ask->only_relevant ? d.parts : NULL, ask->max_nodes);
  d.edges = g_array_new (FALSE, FALSE, sizeof (Edge));
  d.entries = g_new0 (guint32, d.cells->ncells);
  d.g = ss_pen_new ();
  fill (&d, terms);
  ss_parts_free (d.parts);
  ss_cells_free (d.cells);
  g_array_unref (d.edges);
  g_free (d.entries);
  return ss_pen_finish (d.g);
}
