/* A function in two builds, as one graph: see dot_diff.h.
 *
 * What is gone is dashed and marked −, what is new bold and marked +: shapes, lines and signs say it as well as colours.
 */
#include "config.h"

#include "viz/dot_diff.h"
#include "viz/dot_text.h"
#include "viz/pen.h"
#include "viz/text.h"

#include "analyzer/order.h"

#include <string.h>

#define WIDTH 76
/* Operations that are the same in both builds are shown so many before and after one that is not, or is an unwind point. */
#define CONTEXT 2
/* Operations of a block that are shown at most. */
#define MAX_SHOWN 80
/* More links than this into a block: each ends in a small node that names it. */
#define HUB_LINKS 8
#define EDGE_CHARS 40

typedef struct
{
  const SsComparison *c;
  const SsProgram *p[SS_N_SIDES];
  const SsFunc *f[SS_N_SIDES];      /* NULL: that build has none */
  guint32 *other[SS_N_SIDES];       /* owned, by block within the function: the block of the other side, or SS_NONE */
  guint32 *entries[SS_N_SIDES];     /* owned: links into each block */
  guint8 *shown;                    /* owned, by box: NEW's blocks by number, then OLD's, of which those that are matched are not boxes */
  guint32 nshown;
  guint32 rest, points;             /* boxes that are not shown, unwind points in them */
  guint32 blocks[3], ops[3];        /* by SsPenSeen */
  guint32 kinds[SS_N_KINDS];        /* records that are drawn, by kind: of both, that of NEW */
  SsLcs *lcs;
  Agraph_t *g;
} Diagram;

static const SsBlock *
block_of (const Diagram *d, int side, guint32 b)
{
  g_assert (d->f[side] != NULL);
  return &d->p[side]->blocks[d->f[side]->block0 + b];
}

/* --- matching blocks --- */

/* Its operation, and what it calls, by the match of functions. */
static SsItem
item_of (const Diagram *d, int side, guint32 o)
{
  const SsPrints *prints = d->c->build[side].prints;
  const SsOp *op = &d->p[side]->ops[o];
  guint32 n;
  ss_op_args (d->p[side], o, &n);
  guint64 callee = op->name == SS_OP_direct_call && op->callee != SS_NONE ? d->c->match->class_of[side][op->callee] + 1 : 0;
  return (SsItem) { prints->opname[op->name] * 31 + callee * 1000003, { n, op->result == SS_NONE, 0 } };
}

static SsItem *
items_of (const Diagram *d, int side, guint32 b)
{
  const SsBlock *block = block_of (d, side, b);
  SsItem *items = g_new (SsItem, (gsize) block->nops + 1);
  for (guint32 i = 0; i < block->nops; i++)
    items[i] = item_of (d, side, block->op0 + i);
  return items;
}

static guint64
hash_block (const Diagram *d, int side, guint32 b)
{
  const SsBlock *block = block_of (d, side, b);
  guint64 h = 1469598103934665603u + (guint64) block->nexits * 7 + block->nhandlers;
  for (guint32 i = 0; i < block->nops; i++)
    h = (h ^ item_of (d, side, block->op0 + i).key) * 1099511628211u;
  return h;
}

static void
match_blocks (Diagram *d, guint32 old, guint32 new, GArray *queue)
{
  if (d->other[SS_OLD][old] != SS_NONE || d->other[SS_NEW][new] != SS_NONE)
    return;
  d->other[SS_OLD][old] = new;
  d->other[SS_NEW][new] = old;
  g_array_append_val (queue, old);
}

/* From matched blocks on: the targets of the same links, where the blocks have as many. */
static void
follow (Diagram *d, GArray *queue, guint *done)
{
  for (; *done < queue->len; (*done)++)
    {
      guint32 old = g_array_index (queue, guint32, *done), new = d->other[SS_OLD][old];
      const SsBlock *x = block_of (d, SS_OLD, old), *y = block_of (d, SS_NEW, new);
      if (x->nexits != y->nexits || x->nhandlers != y->nhandlers)
        continue;
      for (guint32 i = 0; i < x->nexits + x->nhandlers; i++)
        {
          guint32 to[SS_N_SIDES] = { d->p[SS_OLD]->links[x->link0 + i].to - d->f[SS_OLD]->block0,
                                     d->p[SS_NEW]->links[y->link0 + i].to - d->f[SS_NEW]->block0 };
          const SsBlock *u = block_of (d, SS_OLD, to[SS_OLD]), *v = block_of (d, SS_NEW, to[SS_NEW]);
          if (u->nexits == v->nexits && u->nhandlers == v->nhandlers && u->nin == v->nin)
            match_blocks (d, to[SS_OLD], to[SS_NEW], queue);
        }
    }
}

/* What is left, by equal operations in the order of the graphs. */
static void
match_rest (Diagram *d, GArray *queue, guint *done)
{
  g_autoptr (SsLcs) lcs = ss_lcs_new ();
  SsItem *items[SS_N_SIDES];
  guint32 *blocks[SS_N_SIDES], n[SS_N_SIDES] = { 0, 0 };
  for (int side = 0; side < SS_N_SIDES; side++)
    {
      SsOrder *order = ss_order_new (d->p[side]);
      const guint32 *in_order = ss_order_func (order, (guint32) (d->f[side] - d->p[side]->funcs));
      items[side] = g_new (SsItem, (gsize) d->f[side]->nblocks + 1);
      blocks[side] = g_new (guint32, (gsize) d->f[side]->nblocks + 1);
      for (guint32 i = 0; i < d->f[side]->nblocks; i++)
        {
          guint32 b = in_order[i] - d->f[side]->block0;
          if (d->other[side][b] != SS_NONE)
            continue;
          blocks[side][n[side]] = b;
          items[side][n[side]++] = (SsItem) { hash_block (d, side, b), { block_of (d, side, b)->nin, 0, 0 } };
        }
      ss_order_free (order);
    }
  g_autofree guint32 *to = g_new (guint32, (gsize) n[SS_OLD] + 1);
  ss_lcs_align (lcs, items[SS_OLD], n[SS_OLD], items[SS_NEW], n[SS_NEW], to);
  for (guint32 i = 0; i < n[SS_OLD]; i++)
    if (to[i] != SS_NONE)
      match_blocks (d, blocks[SS_OLD][i], blocks[SS_NEW][to[i]], queue);
  for (int side = 0; side < SS_N_SIDES; side++)
    {
      g_free (items[side]);
      g_free (blocks[side]);
    }
  follow (d, queue, done);
}

static void
match_all (Diagram *d, const guint32 func[SS_N_SIDES])
{
  const SsMatch *m = d->c->match;
  if (!d->f[SS_OLD] || !d->f[SS_NEW])
    return;
  g_autoptr (GArray) queue = g_array_new (FALSE, FALSE, sizeof (guint32));
  guint done = 0;
  guint32 pair = m->pair[SS_OLD][func[SS_OLD]];
  g_autofree guint8 *wanted = g_new0 (guint8, (gsize) m->npairs + 1);
  wanted[pair] = 1;
  g_autoptr (SsAlign) align = ss_align_new (m, wanted);
  match_blocks (d, 0, 0, queue);
  if (d->f[SS_OLD]->ret != SS_NONE && d->f[SS_NEW]->ret != SS_NONE)
    match_blocks (d, d->f[SS_OLD]->ret - d->f[SS_OLD]->block0, d->f[SS_NEW]->ret - d->f[SS_NEW]->block0, queue);
  if (d->f[SS_OLD]->exc != SS_NONE && d->f[SS_NEW]->exc != SS_NONE)
    match_blocks (d, d->f[SS_OLD]->exc - d->f[SS_OLD]->block0, d->f[SS_NEW]->exc - d->f[SS_NEW]->block0, queue);
  for (guint32 i = align->site0[pair]; i < align->site0[pair + 1]; i++)
    {
      const SsAligned *s = &align->sites[i];
      if (s->op[SS_OLD] != SS_NONE && s->op[SS_NEW] != SS_NONE)
        match_blocks (d, ss_op_block (d->p[SS_OLD], s->op[SS_OLD]) - d->f[SS_OLD]->block0,
                      ss_op_block (d->p[SS_NEW], s->op[SS_NEW]) - d->f[SS_NEW]->block0, queue);
    }
  follow (d, queue, &done);
  match_rest (d, queue, &done);
}

/* --- which blocks --- */

static guint32
box_of (const Diagram *d, int side, guint32 b)
{
  guint32 nnew = d->f[SS_NEW] ? d->f[SS_NEW]->nblocks : 0;
  return side == SS_NEW ? b : d->other[SS_OLD][b] != SS_NONE ? d->other[SS_OLD][b] : nnew + b;
}

static void
show (Diagram *d, guint32 box, guint32 max, GArray *queue)
{
  if (d->shown[box] || d->nshown == max)
    return;
  d->shown[box] = TRUE;
  d->nshown++;
  g_array_append_val (queue, box);
}

/* The block of a box in one build, or SS_NONE. */
static guint32
box_block (const Diagram *d, int side, guint32 box)
{
  guint32 nnew = d->f[SS_NEW] ? d->f[SS_NEW]->nblocks : 0;
  if (box >= nnew)
    return side == SS_OLD ? box - nnew : SS_NONE;
  return side == SS_NEW ? box : d->other[SS_NEW][box];
}

/* Calls a function with the boxes that the links of one lead to, in either build, as they come. */
static void
follow_links (Diagram *d, guint32 box, void (*found) (Diagram *d, guint32 to, gpointer data), gpointer data)
{
  for (int side = SS_NEW; side >= SS_OLD; side--)
    {
      guint32 b = box_block (d, side, box);
      const SsBlock *block = b == SS_NONE ? NULL : block_of (d, side, b);
      for (guint32 i = 0; block && i < block->nexits + block->nhandlers; i++)
        found (d, box_of (d, side, d->p[side]->links[block->link0 + i].to - d->f[side]->block0), data);
    }
}

typedef struct
{
  guint32 max;
  GArray *queue;
} Choice;

static void
choose_target (Diagram *d, guint32 to, gpointer data)
{
  Choice *c = data;
  show (d, to, c->max, c->queue);
}

/* Breadth first from the start, in either build; what cannot be reached comes last. */
static void
choose (Diagram *d, guint32 max)
{
  guint32 nnew = d->f[SS_NEW] ? d->f[SS_NEW]->nblocks : 0, nold = d->f[SS_OLD] ? d->f[SS_OLD]->nblocks : 0;
  g_autoptr (GArray) queue = g_array_new (FALSE, FALSE, sizeof (guint32));
  Choice c = { max, queue };
  d->shown = g_new0 (guint8, (gsize) nnew + nold + 1);
  for (guint32 box = 0, next = 0; box < nnew + nold; box++)
    {
      if (box < nnew || d->other[SS_OLD][box - nnew] == SS_NONE)
        show (d, box, max, queue);
      for (; next < queue->len; next++)
        follow_links (d, g_array_index (queue, guint32, next), choose_target, &c);
    }
}

static void
count_target (Diagram *d, guint32 to, gpointer data)
{
  if (!d->shown[to])
    g_hash_table_add (data, GUINT_TO_POINTER (to));
}

/* How many boxes a box leads to that are not shown. */
static guint32
count_left (Diagram *d, guint32 box)
{
  g_autoptr (GHashTable) left = g_hash_table_new (NULL, NULL);
  follow_links (d, box, count_target, left);
  return g_hash_table_size (left);
}

/* --- blocks --- */

static Agnode_t *
block_node (const Diagram *d, int side, guint32 b)
{
  char name[32];
  guint32 new = side == SS_NEW ? b : d->other[SS_OLD][b];
  if (d->other[side][b] != SS_NONE)
    g_snprintf (name, sizeof name, "b%u", new);
  else
    g_snprintf (name, sizeof name, "%c%u", side == SS_OLD ? 'o' : 'n', b);
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
  memset (to, 0xff, (gsize) nx * sizeof *to);
  if (x && y)
    {
      g_autofree SsItem *a = items_of (d, SS_OLD, old), *b = items_of (d, SS_NEW, new);
      ss_lcs_align (d->lcs, a, nx, b, ny, to);
    }
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

static void
add_more (SsLabel *label, guint n, const char *what)
{
  g_autofree char *more = ss_pen_more (n, "operation"), *text = g_strconcat (more, what, NULL);
  if (n > 0)
    ss_label_add (label, "      ", text);
}

/* Returns whether the builds differ in them. */
static gboolean
add_ops (Diagram *d, SsLabel *label, GArray *lines, gboolean both)
{
  const Line *line = &g_array_index (lines, Line, 0);
  guint skipped = 0, shown = 0, left = 0, last = G_MAXUINT / 2; /* last: lines since one that is not plain */
  gboolean differs = FALSE;
  for (guint i = 0; i < lines->len; i++)
    {
      SsPenSeen s = seen (&line[i]);
      gboolean near = FALSE;
      differs = differs || s != SS_PEN_BOTH;
      d->ops[s]++;
      for (guint k = i; k < lines->len && k <= i + CONTEXT && !near; k++)
        near = !is_plain (d, &line[k]);
      last = is_plain (d, &line[i]) ? last + 1 : 0;
      if (shown >= MAX_SHOWN || (!near && last > CONTEXT))
        {
          *(shown >= MAX_SHOWN ? &left : &skipped) += 1;
          continue;
        }
      add_more (label, skipped, ", the same");
      skipped = 0;
      shown++;
      int side = s == SS_PEN_OLD ? SS_OLD : SS_NEW;
      g_autofree char *text = ss_dot_op (d->p[side], line[i].op[side]);
      ss_label_add (label, !both || s == SS_PEN_BOTH ? "   " : s == SS_PEN_OLD ? " − " : " + ", text);
      add_records (d, label, &line[i]);
    }
  add_more (label, skipped, ", the same");
  add_more (label, left, "");
  return differs;
}

/* Counts a box that is not shown. */
static void
count_box (Diagram *d, guint32 old, guint32 new)
{
  g_autoptr (GArray) lines = list_ops (d, old, new);
  d->blocks[old == SS_NONE ? SS_PEN_NEW : new == SS_NONE ? SS_PEN_OLD : SS_PEN_BOTH]++;
  d->rest++;
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
  guint32 other = d->other[side][b];
  return d->entries[side][b] > HUB_LINKS || (other != SS_NONE && d->entries[!side][other] > HUB_LINKS);
}

static void
add_link (const Diagram *d, int side, guint32 b, guint32 i, gboolean both)
{
  const SsBlock *block = block_of (d, side, b);
  const SsLink *link = &d->p[side]->links[block->link0 + i];
  guint32 to = link->to - d->f[side]->block0;
  gboolean handler = i >= block->nexits;
  Agnode_t *from = block_node (d, side, b), *target;
  if (!d->shown[box_of (d, side, to)])
    return; /* counted beside the box */
  if (is_hub (d, side, to))
    {
      char name[64], text[64];
      g_snprintf (name, sizeof name, "%c%u_x%u", side == SS_OLD ? 'o' : 'n', b, i);
      if (d->other[side][to] != SS_NONE)
        g_snprintf (text, sizeof text, "→ b%u → b%u", side == SS_OLD ? to : d->other[side][to], side == SS_NEW ? to : d->other[side][to]);
      else
        g_snprintf (text, sizeof text, "→ %s b%u", side == SS_OLD ? "gone" : "new", to);
      target = ss_pen_stub (d->g, name, text);
    }
  else
    target = block_node (d, side, to);
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
  if (handler != (k >= y->nexits) || d->other[SS_OLD][a->to - d->f[SS_OLD]->block0] != b->to - d->f[SS_NEW]->block0)
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

/* --- the whole --- */

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
  g_string_printf (s, "blocks: %u in both, %u gone, %u new; operations: %u in both, %u gone, %u new; policy ", d->blocks[SS_PEN_BOTH],
                   d->blocks[SS_PEN_OLD], d->blocks[SS_PEN_NEW], d->ops[SS_PEN_BOTH], d->ops[SS_PEN_OLD], d->ops[SS_PEN_NEW]);
  ss_label_name (s, ss_policy_name (d->c->build[SS_OLD].activation->terms->policy));
  ss_label_add (label, "", s->str);
  ss_pen_drawn (label, d->nshown, d->nshown + d->rest);
  if (d->f[SS_OLD] && d->f[SS_NEW])
    {
      const SsPair *pair = &d->c->match->pairs[d->c->match->pair[SS_OLD][func[SS_OLD]]];
      g_string_printf (s, "matched %s, %u%% sure", ss_match_text (pair->how), pair->sure);
      ss_label_add (label, "", s->str);
    }
  ss_pen_label (d->g, label);
}

GBytes *
ss_dot_diff (const SsComparison *c, const guint32 func[SS_N_SIDES], guint32 max)
{
  static const char *const signs[] = {
    "box: in both builds; double frame: changed", "− dashed: gone, in the old build alone", "+ bold, with tabs: new, in the new build alone",
    "b1 → b2: block 1 of the old, 2 of the new build", "▶ unwind point, what it saves: old → new", "points of both count by new kind", NULL
  };
  Diagram d = { .c = c, .lcs = ss_lcs_new (), .g = ss_pen_new () };
  for (int side = 0; side < SS_N_SIDES; side++)
    {
      d.p[side] = c->build[side].activation->terms->program;
      d.f[side] = func[side] == SS_NONE ? NULL : &d.p[side]->funcs[func[side]];
      guint32 n = d.f[side] ? d.f[side]->nblocks : 0;
      d.other[side] = g_new (guint32, (gsize) n + 1);
      memset (d.other[side], 0xff, ((gsize) n + 1) * sizeof (guint32));
      d.entries[side] = g_new0 (guint32, (gsize) n + 1);
      for (guint32 b = 0; b < n; b++)
        for (guint32 i = 0; i < block_of (&d, side, b)->nexits + block_of (&d, side, b)->nhandlers; i++)
          d.entries[side][d.p[side]->links[block_of (&d, side, b)->link0 + i].to - d.f[side]->block0]++;
    }
  match_all (&d, func);
  choose (&d, max);
  guint32 nold = d.f[SS_OLD] ? d.f[SS_OLD]->nblocks : 0, nnew = d.f[SS_NEW] ? d.f[SS_NEW]->nblocks : 0;
  ss_pen_bound (d.g, d.nshown);
  for (guint32 box = 0; box < nnew + nold; box++)
    if (box < nnew || d.other[SS_OLD][box - nnew] == SS_NONE)
      (d.shown[box] ? add_block : count_box) (&d, box_block (&d, SS_OLD, box), box_block (&d, SS_NEW, box));
  for (guint32 box = 0; box < nnew + nold; box++)
    if (d.shown[box])
      {
        guint32 old = box_block (&d, SS_OLD, box), new = box_block (&d, SS_NEW, box);
        add_links (&d, old, new);
        ss_pen_left (d.g, block_node (&d, new != SS_NONE ? SS_NEW : SS_OLD, new != SS_NONE ? new : old), count_left (&d, box), "block", FALSE);
      }
  ss_pen_rest (d.g, d.rest, d.points);
  add_title (&d, func);
  ss_pen_legend (d.g, TRUE, signs, d.kinds, "point");
  for (int side = 0; side < SS_N_SIDES; side++)
    {
      g_free (d.other[side]);
      g_free (d.entries[side]);
    }
  g_free (d.shown);
  ss_lcs_free (d.lcs);
  return ss_pen_finish (d.g);
}
