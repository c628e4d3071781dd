/* A function in two builds, as one graph: see dot_diff.h.
 *
 * What is gone is dashed and marked −, what is new bold and marked +: shapes, lines and signs say it as well as colours.
 */
#include "config.h"

#include "viz/dot_diff.h"
#include "viz/dot_text.h"
#include "viz/pen.h"
#include "viz/text.h"

#include "analyzer/blocks.h"
#include "analyzer/cells.h"
#include "analyzer/order.h"

#include <string.h>

#define WIDTH 76
/* Operations that are the same in both builds are shown so many before and after one that is not, or is an unwind point. */
#define CONTEXT 2
#define FOLD_WIDTH 34
/* More links than this into a block: each ends in a small node that names it. */
#define HUB_LINKS 8
#define EDGE_CHARS 40

typedef struct
{
  const SsComparison *c;
  const SsProgram *p[SS_N_SIDES];
  const SsFunc *f[SS_N_SIDES];      /* NULL: that build has none */
  SsBlocks *matched;                /* owned */
  guint32 *entries[SS_N_SIDES];     /* owned: links into each block */
  const SsDotAsk *ask;
  guint32 *boxes;                   /* owned, by node of cells: NEW's blocks by number, then OLD's, of which those that are matched are not boxes */
  guint32 *nodes;                   /* owned, by box; SS_NONE: it is none */
  guint32 nboxes;
  SsCells *cells;                   /* owned */
  guint32 rest, points;             /* blocks that are not shown, unwind points in them */
  gboolean fold;                    /* a folded cell is shown */
  guint32 blocks[3], ops[3];        /* by SsPenSeen */
  guint32 kinds[SS_N_KINDS];        /* records that are drawn, by kind: of both, that of NEW */
  Agraph_t *g;
} Diagram;

static const SsBlock *
block_of (const Diagram *d, int side, guint32 b)
{
  g_assert (d->f[side] != NULL);
  return &d->p[side]->blocks[d->f[side]->block0 + b];
}

static gboolean
is_final (const Diagram *d, int side, guint32 b)
{
  return b == d->f[side]->ret - d->f[side]->block0 || b == d->f[side]->exc - d->f[side]->block0;
}

/* --- boxes --- */

static guint32
box_of (const Diagram *d, int side, guint32 b)
{
  guint32 nnew = d->f[SS_NEW] ? d->f[SS_NEW]->nblocks : 0;
  return side == SS_NEW ? b : d->matched->other[SS_OLD][b] != SS_NONE ? d->matched->other[SS_OLD][b] : nnew + b;
}

/* The block of a box in one build, or SS_NONE. */
static guint32
box_block (const Diagram *d, int side, guint32 box)
{
  guint32 nnew = d->f[SS_NEW] ? d->f[SS_NEW]->nblocks : 0;
  if (box >= nnew)
    return side == SS_OLD ? box - nnew : SS_NONE;
  return side == SS_NEW ? box : d->matched->other[SS_NEW][box];
}

/* --- blocks --- */

static Agnode_t *
block_node (const Diagram *d, int side, guint32 b)
{
  char name[32];
  guint32 new = side == SS_NEW ? b : d->matched->other[SS_OLD][b];
  if (d->matched->other[side][b] != SS_NONE)
    g_snprintf (name, sizeof name, "b%u", new);
  else
    g_snprintf (name, sizeof name, "%c%u", side == SS_OLD ? 'o' : 'n', b);
  return ss_pen_node (d->g, name);
}

static const SsCell *
cell_of (const Diagram *d, guint32 box)
{
  return &d->cells->cells[d->cells->cell[d->nodes[box]]];
}

/* The node of a cell: of its block, or of all that are folded in it. */
static Agnode_t *
cell_node (const Diagram *d, const SsCell *cell)
{
  guint32 box = d->boxes[d->cells->blocks[cell->block0]], new = box_block (d, SS_NEW, box);
  if (!cell->folded)
    return block_node (d, new != SS_NONE ? SS_NEW : SS_OLD, new != SS_NONE ? new : box_block (d, SS_OLD, box));
  char name[32];
  g_snprintf (name, sizeof name, "b%u_run", new);
  return ss_pen_node (d->g, name);
}

/* A line of a block: an operation of one build, or of both. */
typedef struct
{
  guint32 op[SS_N_SIDES];
} Line;

static const SsRecord *
record_at (const Diagram *d, int side, guint32 o)
{
  return o == SS_NONE ? NULL : ss_classes_find (d->c->build[side].activation->classes, o);
}

/* The operations of a block of either side, or of both, in one sequence. */
static GArray *
list_ops (Diagram *d, guint32 old, guint32 new)
{
  GArray *lines = g_array_new (FALSE, FALSE, sizeof (Line));
  const SsBlock *x = old == SS_NONE ? NULL : block_of (d, SS_OLD, old), *y = new == SS_NONE ? NULL : block_of (d, SS_NEW, new);
  guint32 nx = x ? x->nops : 0, ny = y ? y->nops : 0, j = 0;
  g_autofree guint32 *to = g_new (guint32, (gsize) nx + 1);
  ss_blocks_ops (d->matched, old, new, to);
  for (guint32 i = 0; i < nx; i++)
    {
      Line line = { { x->op0 + i, SS_NONE } };
      for (; to[i] != SS_NONE && j < to[i]; j++)
        {
          Line added = { { SS_NONE, y->op0 + j } };
          g_array_append_val (lines, added);
        }
      if (to[i] != SS_NONE)
        line.op[SS_NEW] = y->op0 + j++;
      g_array_append_val (lines, line);
    }
  for (; j < ny; j++)
    {
      Line added = { { SS_NONE, y->op0 + j } };
      g_array_append_val (lines, added);
    }
  return lines;
}

static SsPenSeen
seen (const Line *l)
{
  return l->op[SS_NEW] == SS_NONE ? SS_PEN_OLD : l->op[SS_OLD] == SS_NONE ? SS_PEN_NEW : SS_PEN_BOTH;
}

static gboolean
is_plain (const Diagram *d, const Line *l)
{
  return seen (l) == SS_PEN_BOTH && !record_at (d, SS_OLD, l->op[SS_OLD]) && !record_at (d, SS_NEW, l->op[SS_NEW]);
}

/* "special, saves 3 values (48 bytes)"; "no record". */
static char *
say_record (const SsRecord *r)
{
  if (!r)
    return g_strdup ("no unwind point");
  g_autofree char *saves = ss_pen_saves (r->nsaved);
  return g_strdup_printf ("%s, %s", ss_kind_name (r->kind), saves);
}

/* What the records at an operation are: both, where they differ. */
static void
add_records (Diagram *d, SsLabel *label, const Line *l)
{
  const SsRecord *old = record_at (d, SS_OLD, l->op[SS_OLD]), *new = record_at (d, SS_NEW, l->op[SS_NEW]);
  if (!old && !new)
    return;
  d->kinds[new ? new->kind : old->kind]++;
  g_autofree char *was = say_record (old), *is = say_record (new);
  g_autofree char *both = seen (l) != SS_PEN_BOTH ? g_strdup (old ? was : is)
                          : g_str_equal (was, is) ? g_strdup (is) : g_strdup_printf ("%s → %s", was, is);
  ss_label_add (label, "       ▶ ", both);
}

/* Which lines are shown: those near one that differs or is an unwind point; where these are more than --max-ops, the first and last of
 * them, and the points. */
static guint8 *
choose_lines (const Diagram *d, const GArray *lines)
{
  const Line *line = (const Line *) (gconstpointer) lines->data;
  guint8 *chosen = g_new0 (guint8, (gsize) lines->len + 1);
  guint32 n = 0, at = 0, max = d->ask->max_ops;
  for (guint i = 0; i < lines->len; i++)
    for (guint k = i - MIN (i, CONTEXT); !is_plain (d, &line[i]) && k < lines->len && k <= i + CONTEXT; k++)
      {
        n += !chosen[k];
        chosen[k] = TRUE;
      }
  for (guint i = 0; n > max && i < lines->len; i++)
    if (chosen[i])
      {
        chosen[i] = at < max / 2 || at >= n - max / 4 || record_at (d, SS_OLD, line[i].op[SS_OLD]) || record_at (d, SS_NEW, line[i].op[SS_NEW]);
        at++;
      }
  /* the line that says that one is left out would be as long */
  for (guint i = 0; i + 1 < lines->len; i++)
    chosen[i] |= chosen[i + 1] && (i == 0 || chosen[i - 1]);
  return chosen;
}

static void
add_more (SsLabel *label, guint n, gboolean same)
{
  g_autofree char *more = ss_pen_more (n, "operation"), *text = g_strconcat (more, same ? ", the same" : "", NULL);
  if (n > 0)
    ss_label_add (label, "      ", text);
}

/* Returns whether the builds differ in them. */
static gboolean
add_ops (Diagram *d, SsLabel *label, GArray *lines, gboolean both)
{
  const Line *line = &g_array_index (lines, Line, 0);
  g_autofree guint8 *chosen = choose_lines (d, lines);
  guint skipped = 0;
  gboolean differs = FALSE, same = TRUE; /* same: what is skipped is */
  for (guint i = 0; i < lines->len; i++)
    {
      SsPenSeen s = seen (&line[i]);
      differs = differs || s != SS_PEN_BOTH;
      d->ops[s]++;
      if (!chosen[i])
        {
          same = (same || !skipped) && s == SS_PEN_BOTH;
          skipped++;
          continue;
        }
      add_more (label, skipped, same);
      skipped = 0;
      int side = s == SS_PEN_OLD ? SS_OLD : SS_NEW;
      g_autofree char *text = ss_dot_op (d->p[side], line[i].op[side]);
      ss_label_add (label, !both || s == SS_PEN_BOTH ? "   " : s == SS_PEN_OLD ? " − " : " + ", text);
      add_records (d, label, &line[i]);
    }
  add_more (label, skipped, same);
  return differs;
}

/* Counts a box that is not shown by itself: left out, or folded. */
static void
count_box (Diagram *d, guint32 old, guint32 new, gboolean left_out)
{
  g_autoptr (GArray) lines = list_ops (d, old, new);
  d->blocks[old == SS_NONE ? SS_PEN_NEW : new == SS_NONE ? SS_PEN_OLD : SS_PEN_BOTH]++;
  d->rest += left_out;
  for (guint i = 0; i < lines->len; i++)
    {
      const Line *l = &g_array_index (lines, Line, i);
      d->ops[seen (l)]++;
      d->points += record_at (d, SS_OLD, l->op[SS_OLD]) || record_at (d, SS_NEW, l->op[SS_NEW]);
    }
}

static void
add_block (Diagram *d, guint32 old, guint32 new)
{
  int side = new == SS_NONE ? SS_OLD : SS_NEW;
  gboolean both = old != SS_NONE && new != SS_NONE;
  guint32 b = side == SS_NEW ? new : old;
  const SsFunc *f = d->f[side];
  const char *role = b == f->ret - f->block0 ? "return " : b == f->exc - f->block0 ? "raise " : b == 0 ? "start " : "";
  g_autofree char *head = both ? g_strdup_printf ("%sb%u → b%u", role, old, new)
                               : g_strdup_printf ("%s %sb%u", side == SS_OLD ? "− gone:" : "+ new:", role, b);
  SsLabel *label = ss_label_new (WIDTH);
  g_autoptr (GArray) lines = list_ops (d, old, new);
  ss_label_add (label, "", head);
  gboolean differs = add_ops (d, label, lines, both);
  Agnode_t *n = block_node (d, side, b);
  ss_pen_label (n, label);
  ss_pen_seen (n, both ? SS_PEN_BOTH : side == SS_OLD ? SS_PEN_OLD : SS_PEN_NEW);
  if (both && differs)
    ss_pen_set (n, "peripheries", "2");
  d->blocks[both ? SS_PEN_BOTH : side == SS_OLD ? SS_PEN_OLD : SS_PEN_NEW]++;
}

/* --- links --- */

static gboolean
is_hub (const Diagram *d, int side, guint32 b)
{
  guint32 other = d->matched->other[side][b];
  return d->entries[side][b] > HUB_LINKS || (other != SS_NONE && d->entries[!side][other] > HUB_LINKS);
}

static void
hub_text (const Diagram *d, int side, guint32 to, char *text, gsize n)
{
  if (d->matched->other[side][to] != SS_NONE)
    g_snprintf (text, n, "→ b%u → b%u", side == SS_OLD ? to : d->matched->other[side][to], side == SS_NEW ? to : d->matched->other[side][to]);
  else
    g_snprintf (text, n, "→ %s b%u", side == SS_OLD ? "gone" : "new", to);
}

static void
add_link (const Diagram *d, int side, guint32 b, guint32 i, gboolean both)
{
  const SsBlock *block = block_of (d, side, b);
  const SsLink *link = &d->p[side]->links[block->link0 + i];
  guint32 to = link->to - d->f[side]->block0;
  gboolean handler = i >= block->nexits;
  Agnode_t *from = block_node (d, side, b), *target;
  const SsCell *cell = cell_of (d, box_of (d, side, to));
  if (!cell->shown && !is_final (d, side, to))
    return; /* counted beside the box */
  if (!cell->shown || is_hub (d, side, to))
    {
      char name[64], text[64];
      g_snprintf (name, sizeof name, "%c%u_x%u", side == SS_OLD ? 'o' : 'n', b, i);
      hub_text (d, side, to, text, sizeof text);
      target = ss_pen_stub (d->g, name, text);
    }
  else
    target = cell_node (d, cell);
  Agedge_t *e = ss_pen_edge (d->g, from, target);
  g_autofree char *picked = ss_dot_case (d->p[side], link, handler);
  g_autofree char *text = g_strconcat (" ", both ? "" : side == SS_OLD ? "− " : "+ ", handler ? "except " : "", picked, NULL);
  if (text[1])
    {
      g_autofree char *label = ss_label_short (text, EDGE_CHARS);
      ss_pen_set (e, "label", label);
    }
  ss_pen_seen (e, both ? SS_PEN_BOTH : side == SS_OLD ? SS_PEN_OLD : SS_PEN_NEW);
  ss_pen_fan (e, block->nexits + block->nhandlers, i);
}

/* Whether a link of a block of NEW goes where that of OLD does, for the same reason. */
static gboolean
is_same (const Diagram *d, guint32 old, guint32 i, guint32 new, guint32 k)
{
  const SsBlock *x = block_of (d, SS_OLD, old), *y = block_of (d, SS_NEW, new);
  const SsLink *a = &d->p[SS_OLD]->links[x->link0 + i], *b = &d->p[SS_NEW]->links[y->link0 + k];
  gboolean handler = i >= x->nexits;
  if (handler != (k >= y->nexits) || d->matched->other[SS_OLD][a->to - d->f[SS_OLD]->block0] != b->to - d->f[SS_NEW]->block0)
    return FALSE;
  g_autofree char *was = ss_dot_case (d->p[SS_OLD], a, handler), *is = ss_dot_case (d->p[SS_NEW], b, handler);
  return g_strcmp0 (was, is) == 0;
}

static void
add_links (const Diagram *d, guint32 old, guint32 new)
{
  const SsBlock *x = old == SS_NONE ? NULL : block_of (d, SS_OLD, old), *y = new == SS_NONE ? NULL : block_of (d, SS_NEW, new);
  guint32 nx = x ? x->nexits + x->nhandlers : 0, ny = y ? y->nexits + y->nhandlers : 0, next = 0;
  /* in order: a switch has thousands of cases */
  for (guint32 k = 0; k < ny; k++)
    {
      guint32 i = next;
      while (i < nx && i < next + HUB_LINKS && !is_same (d, old, i, new, k))
        i++;
      gboolean both = i < nx && i < next + HUB_LINKS;
      for (; both && next < i; next++)
        add_link (d, SS_OLD, old, next, FALSE);
      next += both;
      add_link (d, SS_NEW, new, k, both);
    }
  for (; next < nx; next++)
    add_link (d, SS_OLD, old, next, FALSE);
}

/* The links out of blocks that are folded, which are the same in both builds: one to each target. */
static void
add_folded_links (const Diagram *d, const SsCell *cell)
{
  g_autoptr (GHashTable) met = g_hash_table_new (NULL, NULL);
  for (guint32 k = cell->block0; k < cell->block0 + cell->nblocks; k++)
    {
      guint32 b = box_block (d, SS_NEW, d->boxes[d->cells->blocks[k]]);
      const SsBlock *block = block_of (d, SS_NEW, b);
      for (guint32 i = 0; i < block->nexits + block->nhandlers; i++)
        {
          guint32 to = d->p[SS_NEW]->links[block->link0 + i].to - d->f[SS_NEW]->block0;
          const SsCell *target = cell_of (d, to);
          if (target == cell || (!target->shown && !is_final (d, SS_NEW, to)) || !g_hash_table_add (met, (gpointer) target))
            continue;
          Agnode_t *end;
          if (target->shown && !is_hub (d, SS_NEW, to))
            end = cell_node (d, target);
          else
            {
              char name[64], text[64];
              g_snprintf (name, sizeof name, "b%u_run_x%u", box_block (d, SS_NEW, d->boxes[d->cells->blocks[cell->block0]]), g_hash_table_size (met));
              hub_text (d, SS_NEW, to, text, sizeof text);
              end = ss_pen_stub (d->g, name, text);
            }
          ss_pen_seen (ss_pen_edge (d->g, cell_node (d, cell), end), SS_PEN_BOTH);
        }
    }
}

/* --- which blocks --- */

/* Whether both builds have the box, and it is the same in both: its operations, their records, and its links. */
static gboolean
is_unchanged (Diagram *d, guint32 old, guint32 new)
{
  if (old == SS_NONE || new == SS_NONE)
    return FALSE;
  const SsBlock *x = block_of (d, SS_OLD, old), *y = block_of (d, SS_NEW, new);
  if (x->nexits != y->nexits || x->nhandlers != y->nhandlers)
    return FALSE;
  for (guint32 i = 0; i < x->nexits + x->nhandlers; i++)
    if (!is_same (d, old, i, new, i))
      return FALSE;
  g_autoptr (GArray) lines = list_ops (d, old, new);
  for (guint i = 0; i < lines->len; i++)
    if (!is_plain (d, &g_array_index (lines, Line, i)))
      return FALSE;
  return TRUE;
}

/* What of a box is not folded: what differs, what plays a part in a record of either build, where the function starts and ends. */
static void
find_kept (Diagram *d, const guint32 func[SS_N_SIDES], guint8 *kept)
{
  SsParts *parts[SS_N_SIDES] = { NULL, NULL };
  for (int side = 0; side < SS_N_SIDES; side++)
    if (d->f[side])
      parts[side] = ss_parts_new (d->p[side], d->c->build[side].activation->classes, func[side]);
  for (guint32 i = 0; i < d->nboxes; i++)
    {
      guint32 b[SS_N_SIDES] = { box_block (d, SS_OLD, d->boxes[i]), box_block (d, SS_NEW, d->boxes[i]) };
      kept[i] = !is_unchanged (d, b[SS_OLD], b[SS_NEW]);
      for (int side = 0; side < SS_N_SIDES; side++)
        kept[i] |= b[side] != SS_NONE && (b[side] == 0 || is_final (d, side, b[side]) || parts[side]->blocks[b[side]]);
    }
  ss_parts_free (parts[SS_OLD]);
  ss_parts_free (parts[SS_NEW]);
}

/* Nodes: NEW's blocks in order, then OLD's that have no match. */
static void
number_boxes (Diagram *d, const guint32 func[SS_N_SIDES])
{
  guint32 nnew = d->f[SS_NEW] ? d->f[SS_NEW]->nblocks : 0, nold = d->f[SS_OLD] ? d->f[SS_OLD]->nblocks : 0;
  d->boxes = g_new (guint32, (gsize) nnew + nold + 1);
  d->nodes = g_new (guint32, (gsize) nnew + nold + 1);
  memset (d->nodes, 0xff, ((gsize) nnew + nold) * sizeof (guint32));
  for (int side = SS_NEW; side >= SS_OLD; side--)
    {
      if (!d->f[side])
        continue;
      SsOrder *order = ss_order_new (d->p[side]);
      const guint32 *blocks = ss_order_func (order, func[side]);
      for (guint32 i = 0; i < d->f[side]->nblocks; i++)
        {
          guint32 b = blocks[i] - d->f[side]->block0;
          if (side == SS_OLD && d->matched->other[SS_OLD][b] != SS_NONE)
            continue;
          d->nodes[box_of (d, side, b)] = d->nboxes;
          d->boxes[d->nboxes++] = box_of (d, side, b);
        }
      ss_order_free (order);
    }
}

static void
find_cells (Diagram *d, const guint32 func[SS_N_SIDES])
{
  number_boxes (d, func);
  g_autoptr (GArray) links = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autofree guint32 *link0 = g_new (guint32, (gsize) d->nboxes + 1), *nops = g_new0 (guint32, (gsize) d->nboxes + 1);
  g_autofree guint32 *order = g_new (guint32, (gsize) d->nboxes + 1);
  g_autofree guint8 *kept = g_new0 (guint8, (gsize) d->nboxes + 1), *final = g_new0 (guint8, (gsize) d->nboxes + 1);
  for (guint32 i = 0; i < d->nboxes; i++)
    {
      link0[i] = links->len;
      order[i] = i;
      for (int side = SS_NEW; side >= SS_OLD; side--)
        {
          guint32 b = box_block (d, side, d->boxes[i]);
          const SsBlock *block = b == SS_NONE ? NULL : block_of (d, side, b);
          for (guint32 k = 0; block && k < block->nexits + block->nhandlers; k++)
            g_array_append_val (links, d->nodes[box_of (d, side, d->p[side]->links[block->link0 + k].to - d->f[side]->block0)]);
          nops[i] = MAX (nops[i], block ? block->nops : 0);
          final[i] |= block && is_final (d, side, b);
        }
    }
  link0[d->nboxes] = links->len;
  if (d->ask->only_relevant)
    find_kept (d, func, kept);
  const SsCellGraph g = { d->nboxes, link0, (const guint32 *) (gconstpointer) links->data, nops, order, d->ask->only_relevant ? kept : NULL, final };
  d->cells = ss_cells_of (&g, d->ask->max_nodes);
}

/* --- the whole --- */

/* Blocks that are the same in both builds and play no part in any record, as one box. */
static void
add_folded (Diagram *d, const SsCell *cell)
{
  guint32 box = d->boxes[d->cells->blocks[cell->block0]];
  SsLabel *label = ss_label_new (FOLD_WIDTH);
  g_autofree char *blocks = ss_pen_more (cell->nblocks - 1, "block"), *ops = ss_show_count (cell->nops);
  g_autofree char *head = g_strdup_printf ("b%u → b%u%s%s", box_block (d, SS_OLD, box), box_block (d, SS_NEW, box),
                                           cell->nblocks > 1 ? " " : "", cell->nblocks > 1 ? blocks : "");
  g_autofree char *text = g_strdup_printf ("%s operation%s%s, the same", ops, cell->nops == 1 ? "" : "s", cell->loops ? ", a loop" : "");
  ss_label_add (label, "", head);
  ss_label_add (label, "", text);
  Agnode_t *n = cell_node (d, cell);
  ss_pen_label (n, label);
  ss_pen_set (n, "style", "rounded");
  ss_pen_set (n, "fontcolor", SS_PEN_INK);
  d->fold = TRUE;
}


static void
add_title (const Diagram *d, const guint32 func[SS_N_SIDES])
{
  SsLabel *label = ss_label_new (2 * WIDTH);
  g_autoptr (GString) s = g_string_new (NULL);
  for (int side = 0; side < SS_N_SIDES; side++)
    {
      const SsProgram *p = d->p[side];
      g_string_assign (s, side == SS_OLD ? "old: " : "new: ");
      ss_label_name (s, d->f[side] ? ss_func_name (p, func[side]) : "no such function");
      g_string_append (s, " of ");
      ss_label_name (s, p->program == SS_NONE ? "(not named)" : ss_str (p, p->program));
      if (p->stage != SS_NONE)
        {
          g_string_append (s, ", stage ");
          ss_label_name (s, ss_str (p, p->stage));
        }
      ss_label_add (label, "", s->str);
    }
  g_autofree char *policies = ss_comparison_policies (d->c);
  g_string_printf (s, "blocks: %u in both, %u gone, %u new; operations: %u in both, %u gone, %u new; policy ", d->blocks[SS_PEN_BOTH],
                   d->blocks[SS_PEN_OLD], d->blocks[SS_PEN_NEW], d->ops[SS_PEN_BOTH], d->ops[SS_PEN_OLD], d->ops[SS_PEN_NEW]);
  ss_label_name (s, policies);
  ss_label_add (label, "", s->str);
  ss_pen_drawn (label, d->cells->nshown, d->cells->ncells);
  if (d->f[SS_OLD] && d->f[SS_NEW])
    {
      const SsPair *pair = &d->c->match->pairs[d->c->match->pair[SS_OLD][func[SS_OLD]]];
      g_string_printf (s, "matched %s, %u%% sure", ss_match_text (pair->how), pair->sure);
      ss_label_add (label, "", s->str);
    }
  ss_pen_label (d->g, label);
}

GBytes *
ss_dot_diff (const SsComparison *c, const guint32 func[SS_N_SIDES], const SsDotAsk *ask)
{
  const char *signs[] = {
    "box: in both builds; double frame: changed", "− dashed: gone, in the old build alone", "+ bold, with tabs: new, in the new build alone",
    "b1 → b2: block 1 of the old, 2 of the new build", "▶ unwind point, what it saves: old → new", "points of both count by new kind", NULL, NULL
  };
  Diagram d = { .c = c, .matched = ss_blocks_new (c), .g = ss_pen_new (), .ask = ask };
  for (int side = 0; side < SS_N_SIDES; side++)
    {
      d.p[side] = c->build[side].activation->terms->program;
      d.f[side] = func[side] == SS_NONE ? NULL : &d.p[side]->funcs[func[side]];
      guint32 n = d.f[side] ? d.f[side]->nblocks : 0;
      d.entries[side] = g_new0 (guint32, (gsize) n + 1);
      for (guint32 b = 0; b < n; b++)
        for (guint32 i = 0; i < block_of (&d, side, b)->nexits + block_of (&d, side, b)->nhandlers; i++)
          d.entries[side][d.p[side]->links[block_of (&d, side, b)->link0 + i].to - d.f[side]->block0]++;
    }
  ss_blocks_match (d.matched, func);
  find_cells (&d, func);
  ss_pen_bound (d.g, d.cells->nshown);
  for (guint32 i = 0; i < d.nboxes; i++)
    {
      const SsCell *cell = cell_of (&d, d.boxes[i]);
      guint32 old = box_block (&d, SS_OLD, d.boxes[i]), new = box_block (&d, SS_NEW, d.boxes[i]);
      if (cell->shown && !cell->folded)
        add_block (&d, old, new);
      else
        count_box (&d, old, new, !cell->shown);
      if (cell->shown && cell->folded && d.cells->blocks[cell->block0] == i)
        add_folded (&d, cell);
    }
  for (guint32 i = 0; i < d.nboxes; i++)
    {
      const SsCell *cell = cell_of (&d, d.boxes[i]);
      if (!cell->shown || d.cells->blocks[cell->block0] != i)
        continue;
      if (cell->folded)
        add_folded_links (&d, cell);
      else
        add_links (&d, box_block (&d, SS_OLD, d.boxes[i]), box_block (&d, SS_NEW, d.boxes[i]));
      ss_pen_left (d.g, cell_node (&d, cell), cell->left, "block", FALSE);
    }
  ss_pen_rest (d.g, d.rest, d.points);
  add_title (&d, func);
  if (d.fold)
    signs[G_N_ELEMENTS (signs) - 2] = "rounded: blocks that are the same and play no part in any record";
  ss_pen_legend (d.g, TRUE, signs, d.kinds, "point");
  for (int side = 0; side < SS_N_SIDES; side++)
    g_free (d.entries[side]);
  g_free (d.boxes);
  g_free (d.nodes);
  ss_cells_free (d.cells);
  ss_blocks_free (d.matched);
  return ss_pen_finish (d.g);
}
