/* The diagram of a function, built through cgraph.
 *
 * A block is one box: its inputs, its operations with their numbers, where its links go.  Beside it, on the same rank, stands a
 * coloured note for each kind of unwind point that it holds, with the values that each point saves.  Colours repeat what
 * the notes say in words, so nothing is lost in black and white.
 *
 * dot's time is decided by edges that cross many ranks or meet in one node, so links into hubs (blocks that many links
 * enter, and the return and except blocks before all) end in a small node that names the target.
 */
#include "config.h"

#include "viz/dot.h"
#include "viz/dot_text.h"
#include "viz/pen.h"

/* More links than this into a block make it a hub. */
#define HUB_LINKS 8
#define HUB_FINAL_LINKS 4
/* Of a block with more operations than MAX_OPS, the first and last ones are shown, and the unwind points. */
#define MAX_OPS 48
#define HEAD_OPS 24
#define TAIL_OPS 12
/* Exits of a block that are looked at to see whether its ways leave the function. */
#define LOOK_EXITS 12
#define BLOCK_WIDTH 68
#define NOTE_WIDTH 48
#define EDGE_CHARS 40
/* Of a function with more unwind points than this, notes are kept on their block's rank by edges without length, which makes wider
 * pictures: cgraph asks of every node it writes whether each subgraph has it. */
#define MAX_RANKS 1000

typedef struct
{
  const SsProgram *p;
  const SsFunc *f;
  const SsRecord *records; /* of this function, by operation */
  guint32 nrecords;
  const SsClasses *classes;
  Agraph_t *g;
  guint32 *entries; /* owned: links into each block, by its number within the function */
} Diagram;

static Agnode_t *
block_node (const Diagram *d, guint32 b)
{
  char name[32];
  g_snprintf (name, sizeof name, "b%u", b - d->f->block0);
  return ss_pen_node (d->g, name);
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

/* Adds the operations of a block; `records` are its unwind points. */
static void
add_ops (const Diagram *d, SsLabel *label, const SsBlock *block, const SsRecord *records, guint32 nrecords)
{
  guint32 skipped = 0, line = SS_NONE;
  int digits = block->nops > 1000 ? 6 : 3;
  for (guint32 i = 0; i < block->nops; i++)
    {
      guint32 o = block->op0 + i;
      gboolean point = nrecords > 0 && records->op == o;
      if (point)
        {
          records++;
          nrecords--;
        }
      else if (block->nops > MAX_OPS && i >= HEAD_OPS && i < block->nops - TAIL_OPS)
        {
          skipped++;
          continue;
        }
      char margin[32];
      if (skipped > 0)
        {
          g_autofree char *text = g_strdup_printf ("… %u more operation%s", skipped, skipped == 1 ? "" : "s");
          ss_label_add (label, "      ", text);
          skipped = 0;
        }
      if (ss_op_line (d->p, o) != SS_NONE && ss_op_line (d->p, o) != line)
        {
          line = ss_op_line (d->p, o);
          g_autofree char *text = g_strdup_printf ("line %u", line);
          ss_label_add (label, "  ", text);
        }
      g_snprintf (margin, sizeof margin, "%s%*u  ", point ? "▶" : " ", digits, i);
      g_autofree char *text = ss_dot_op (d->p, o);
      ss_label_add (label, margin, text);
    }
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
add_block (const Diagram *d, guint32 b, const SsRecord *records, guint32 nrecords)
{
  SsLabel *label = ss_label_new (BLOCK_WIDTH);
  const SsBlock *block = &d->p->blocks[b];
  add_head (d, label, b);
  add_ops (d, label, block, records, nrecords);
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
is_hub (const Diagram *d, guint32 b)
{
  guint32 n = d->entries[b - d->f->block0];
  return n > (b == d->f->ret || b == d->f->exc ? HUB_FINAL_LINKS : HUB_LINKS);
}

/* The node that an edge for link l of block b ends in: the target, or a stub that names it. */
static Agnode_t *
link_end (const Diagram *d, guint32 b, guint32 l)
{
  guint32 to = d->p->links[l].to;
  if (!is_hub (d, to))
    return block_node (d, to);
  char name[48], label[48];
  g_snprintf (name, sizeof name, "b%u_x%u", b - d->f->block0, l - d->p->blocks[b].link0);
  g_snprintf (label, sizeof label, "%s b%u", to == d->f->ret ? "return" : to == d->f->exc ? "raise" : "→", to - d->f->block0);
  return ss_pen_stub (d->g, name, label);
}

/* How much dot is to keep a link straight: where ways meet again most, ways out of the function least, so that a long row of
 * decisions runs down and not aslant. */
static const char *
link_weight (const Diagram *d, guint32 l, gboolean handler)
{
  guint32 to = d->p->links[l].to;
  if (handler || is_hub (d, to))
    return "1";
  const SsBlock *block = &d->p->blocks[to];
  for (guint32 i = 0; i < block->nexits && i < LOOK_EXITS; i++)
    if (!is_hub (d, d->p->links[block->link0 + i].to))
      return d->entries[to - d->f->block0] > 1 ? "12" : "4";
  return "2";
}

static void
add_edges (const Diagram *d, guint32 b, gboolean *placed)
{
  const SsBlock *block = &d->p->blocks[b];
  for (guint32 i = 0; i < block->nexits + block->nhandlers; i++)
    {
      guint32 l = block->link0 + i;
      guint32 to = d->p->links[l].to;
      gboolean handler = i >= block->nexits;
      Agedge_t *e = ss_pen_edge (d->g, block_node (d, b), link_end (d, b, l));
      g_autofree char *picked = ss_dot_case (d->p, &d->p->links[l], handler);
      if (picked != NULL)
        {
          g_autofree char *text = g_strdup_printf (" %s", picked);
          g_autofree char *label = ss_label_short (text, EDGE_CHARS);
          ss_pen_set (e, "label", label);
        }
      ss_pen_set (e, "weight", link_weight (d, l, handler));
      if (handler)
        ss_pen_set (e, "style", "dashed");
      else
        ss_pen_fan (e, block->nexits, i);
      if (is_hub (d, to) && to != b && !placed[to - d->f->block0])
        {
          /* Keeps a hub below the first block that leads to it, where its edges would have put it. */
          placed[to - d->f->block0] = TRUE;
          ss_pen_set (ss_pen_edge (d->g, block_node (d, b), block_node (d, to)), "style", "invis");
        }
    }
}

/* --- the whole --- */

static void
add_title (const Diagram *d, const SsTerms *terms)
{
  const SsFunc *f = d->f;
  SsLabel *label = ss_label_new (2 * BLOCK_WIDTH);
  GString *s = g_string_new (NULL);
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
  g_string_free (s, TRUE);
  ss_pen_label (d->g, label);
}

/* The legend: the kinds that occur, and the signs. */
static void
add_legend (const Diagram *d)
{
  guint32 count[SS_N_KINDS] = { 0 };
  for (guint32 i = 0; i < d->nrecords; i++)
    count[d->records[i].kind]++;
  const char *const signs[] = { d->nrecords > 0 ? "▶ unwind point; its note says what it saves" : "no unwind points",
                                "bold box: start; dark: return, raise (double)", "dashed edge: exception handler",
                                "edge to a name: to the block so called", NULL };
  ss_pen_legend (d->g, TRUE, signs, count, "point");
}

/* The records of operations op0 … op0+nops-1: the first one, and how many. */
static const SsRecord *
records_of (const SsClasses *classes, guint32 op0, guint32 nops, guint32 *n)
{
  guint32 lo = 0, hi = classes->nrecords;
  while (lo < hi)
    {
      guint32 mid = lo + (hi - lo) / 2;
      if (classes->records[mid].op < op0)
        lo = mid + 1;
      else
        hi = mid;
    }
  for (hi = lo; hi < classes->nrecords && classes->records[hi].op - op0 < nops;)
    hi++;
  *n = hi - lo;
  return classes->records + lo;
}

static void
fill (Diagram *d, const SsTerms *terms)
{
  const SsProgram *p = d->p;
  const SsFunc *f = d->f;
  add_title (d, terms);
  for (guint32 b = f->block0; b < f->block0 + f->nblocks; b++)
    for (guint32 i = 0; i < p->blocks[b].nexits + p->blocks[b].nhandlers; i++)
      d->entries[p->links[p->blocks[b].link0 + i].to - f->block0]++;
  ss_pen_bound (d->g, f->nblocks + d->nrecords);
  const SsRecord *r = d->records, *end = d->records + d->nrecords;
  for (guint32 b = f->block0; b < f->block0 + f->nblocks; b++)
    {
      const SsBlock *block = &p->blocks[b];
      guint32 n = 0;
      while (r + n < end && r[n].op - block->op0 < block->nops)
        n++;
      add_block (d, b, r, n);
      if (n > 0)
        add_notes (d, b, r, n);
      r += n;
    }
  g_autofree gboolean *placed = g_new0 (gboolean, f->nblocks);
  for (guint32 b = f->block0; b < f->block0 + f->nblocks; b++)
    add_edges (d, b, placed);
  add_legend (d);
}

GBytes *
ss_dot (const SsTerms *terms, const SsClasses *classes, guint32 func)
{
  const SsProgram *p = terms->program;
  Diagram d = { .p = p, .f = &p->funcs[func], .classes = classes };
  d.records = records_of (classes, d.f->op0, d.f->nops, &d.nrecords);
  d.entries = g_new0 (guint32, d.f->nblocks);
  d.g = ss_pen_new ();
  fill (&d, terms);
  g_free (d.entries);
  return ss_pen_finish (d.g);
}
