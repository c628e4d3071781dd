/* The functions of which anything changed between two builds, and the calls between them: see dot_diff.h. */
#include "config.h"

#include "viz/dot_diff.h"
#include "viz/pen.h"
#include "viz/text.h"

#include <string.h>

#define WIDTH 60
/* A box is so many times wider than high. */
#define BOX_SHAPE 4

/* A function, or a matched pair. */
typedef struct
{
  guint32 func[SS_N_SIDES];
  guint32 counts[SS_N_CHANGES];
} Box;

typedef struct
{
  const SsComparison *c;
  GArray *boxes;             /* owned: Box */
  guint32 *box[SS_N_SIDES];  /* owned, by function: its box, or SS_NONE */
  guint32 all;               /* boxes that there would be without the bound */
  Agraph_t *g;
} Diagram;

typedef struct
{
  guint32 from, to;
  int side;
} Call;

static const SsProgram *
program (const Diagram *d, int side)
{
  return d->c->build[side].activation->terms->program;
}

/* Changes come with the most consequential first, and so do the boxes. */
static void
find_boxes (Diagram *d, guint32 max)
{
  g_autofree guint8 *left_old = g_new0 (guint8, (gsize) program (d, SS_OLD)->nfuncs + 1); /* by function: counted in `all` */
  g_autofree guint8 *left_new = g_new0 (guint8, (gsize) program (d, SS_NEW)->nfuncs + 1);
  for (guint32 i = 0; i < d->c->nchanges; i++)
    {
      const SsChange *x = &d->c->changes[i];
      int side = x->func[SS_NEW] != SS_NONE ? SS_NEW : SS_OLD;
      guint32 *box = &d->box[side][x->func[side]];
      if (*box == SS_NONE && d->boxes->len == max)
        {
          guint8 *left = (side == SS_OLD ? left_old : left_new) + x->func[side];
          d->all += !*left;
          *left = 1;
          continue;
        }
      if (*box == SS_NONE)
        {
          Box b = { { x->func[SS_OLD], x->func[SS_NEW] }, { 0 } };
          *box = d->boxes->len;
          for (int s = 0; s < SS_N_SIDES; s++)
            if (b.func[s] != SS_NONE)
              d->box[s][b.func[s]] = *box;
          g_array_append_val (d->boxes, b);
          d->all++;
        }
      g_array_index (d->boxes, Box, *box).counts[x->code]++;
    }
}

static Agnode_t *
box_node (const Diagram *d, guint32 i)
{
  char name[32];
  g_snprintf (name, sizeof name, "f%u", i);
  return ss_pen_node (d->g, name);
}

static void
add_box (const Diagram *d, guint32 i)
{
  const Box *b = &g_array_index (d->boxes, Box, i);
  SsLabel *label = ss_label_new (WIDTH);
  int side = b->func[SS_NEW] != SS_NONE ? SS_NEW : SS_OLD;
  gboolean both = b->func[SS_OLD] != SS_NONE && b->func[SS_NEW] != SS_NONE;
  g_autoptr (GString) s = g_string_new (both ? "" : side == SS_OLD ? "− gone: " : "+ new: ");
  ss_label_name (s, ss_func_name (program (d, side), b->func[side]));
  ss_label_add (label, "", s->str);
  if (both && strcmp (ss_func_name (program (d, SS_OLD), b->func[SS_OLD]), ss_func_name (program (d, SS_NEW), b->func[SS_NEW])) != 0)
    {
      g_string_assign (s, "was ");
      ss_label_name (s, ss_func_name (program (d, SS_OLD), b->func[SS_OLD]));
      ss_label_add (label, "  ", s->str);
    }
  for (int code = 0; code < SS_N_CHANGES; code++)
    if (b->counts[code] > 0)
      {
        g_autofree char *n = ss_show_count (b->counts[code]);
        gboolean function = code == SS_CHANGE_BEGAN || code == SS_CHANGE_CEASED;
        g_autofree char *text = g_strdup_printf ("%s%s%s", function ? "" : n, function ? "■ " : " ", ss_change_name ((SsChangeCode) code));
        ss_label_add (label, "  ", text);
      }
  ss_pen_label (box_node (d, i), label);
  ss_pen_seen (box_node (d, i), both ? SS_PEN_BOTH : side == SS_OLD ? SS_PEN_OLD : SS_PEN_NEW);
}

static void
add_target (const Diagram *d, int side, guint32 sym, guint32 from, guint32 *drawn, GArray *calls)
{
  guint32 func = program (d, side)->syms[sym].func, to = func == SS_NONE ? SS_NONE : d->box[side][func];
  if (to == SS_NONE || drawn[to] == from)
    return;
  drawn[to] = from;
  Call call = { from, to, side };
  g_array_append_val (calls, call);
}

/* The calls between boxes in one build, each once. */
static void
find_calls (const Diagram *d, int side, GArray *calls)
{
  const SsProgram *p = program (d, side);
  const SsUnwind *unwind = d->c->build[side].activation->unwind;
  g_autofree guint32 *drawn = g_new (guint32, d->boxes->len + 1); /* by box: the last one that calls it */
  memset (drawn, 0xff, d->boxes->len * sizeof (guint32));
  for (guint32 i = 0; i < d->boxes->len; i++)
    {
      guint32 func = g_array_index (d->boxes, Box, i).func[side];
      for (guint32 o = func == SS_NONE ? 0 : p->funcs[func].op0, end = func == SS_NONE ? 0 : o + p->funcs[func].nops; o < end; o++)
        {
          const SsOp *op = &p->ops[o];
          if (op->callee == SS_NONE || !ss_unwind_point (unwind, o))
            continue;
          if (op->name == SS_OP_direct_call)
            add_target (d, side, op->callee, i, drawn, calls);
          else if (op->name == SS_OP_indirect_call)
            for (guint32 k = 0; k < p->tsets[op->callee].n; k++)
              add_target (d, side, p->targets[p->tsets[op->callee].t0 + k], i, drawn, calls);
        }
    }
}

static int
by_ends (gconstpointer a, gconstpointer b)
{
  const Call *x = a, *y = b;
  if (x->from != y->from)
    return x->from < y->from ? -1 : 1;
  if (x->to != y->to)
    return x->to < y->to ? -1 : 1;
  return x->side - y->side;
}

/* Puts boxes that no call leads to or from into columns, below each other, where they would stand in one row. */
static void
place_alone (const Diagram *d, const GArray *calls)
{
  g_autofree guint8 *called = g_new0 (guint8, d->boxes->len + 1);
  g_autoptr (GArray) alone = g_array_new (FALSE, FALSE, sizeof (guint32));
  for (guint i = 0; i < calls->len; i++)
    called[g_array_index (calls, Call, i).from] = called[g_array_index (calls, Call, i).to] = 1;
  for (guint32 i = 0; i < d->boxes->len; i++)
    if (!called[i])
      g_array_append_val (alone, i);
  guint columns = 1;
  while (columns * columns * BOX_SHAPE < alone->len)
    columns++;
  for (guint i = columns; i < alone->len; i++)
    ss_pen_set (ss_pen_edge (d->g, box_node (d, g_array_index (alone, guint32, i - columns)), box_node (d, g_array_index (alone, guint32, i))),
                "style", "invis");
}

static void
add_calls (const Diagram *d)
{
  g_autoptr (GArray) calls = g_array_new (FALSE, FALSE, sizeof (Call));
  for (int side = 0; side < SS_N_SIDES; side++)
    find_calls (d, side, calls);
  g_array_sort (calls, by_ends);
  place_alone (d, calls);
  for (guint i = 0; i < calls->len; i++)
    {
      const Call *call = &g_array_index (calls, Call, i);
      gboolean both = i + 1 < calls->len && call[1].from == call->from && call[1].to == call->to;
      Agedge_t *e = ss_pen_edge (d->g, box_node (d, call->from), box_node (d, call->to));
      ss_pen_seen (e, both ? SS_PEN_BOTH : call->side == SS_OLD ? SS_PEN_OLD : SS_PEN_NEW);
      if (!both)
        ss_pen_set (e, "label", call->side == SS_OLD ? " −" : " +");
      i += both;
    }
}

static void
add_title (const Diagram *d)
{
  g_autofree char *shown = ss_show_count (d->boxes->len), *all = ss_show_count (d->all);
  g_autofree char *text = d->all == 0 ? g_strdup ("No function changed between the builds")
                                      : g_strdup_printf ("Changed functions: %s of %s, and the calls between them that may unwind", shown, all);
  g_autofree char *policies = ss_comparison_policies (d->c);
  SsLabel *label = ss_label_new (2 * WIDTH);
  g_autoptr (GString) s = g_string_new ("policy ");
  ss_label_add (label, "", text);
  ss_label_name (s, policies);
  ss_label_add (label, "", s->str);
  ss_pen_label (d->g, label);
  if (d->all > d->boxes->len)
    {
      g_autofree char *left = ss_pen_more (d->all - d->boxes->len, "function");
      ss_pen_stub (d->g, "more", left);
    }
}

GBytes *
ss_dot_diff_calls (const SsComparison *c, guint32 max)
{
  static const char *const signs[] = {
    "box: a function of both builds; how many changes of which code", "■ the function began or ceased to unwind",
    "− dashed: gone, in the old build alone", "+ bold, with tabs: new, in the new build alone", "edge: a call that may unwind", NULL
  };
  static const guint32 none[SS_N_KINDS] = { 0 };
  Diagram d = { .c = c, .boxes = g_array_new (FALSE, FALSE, sizeof (Box)), .g = ss_pen_new () };
  for (int side = 0; side < SS_N_SIDES; side++)
    {
      guint32 n = program (&d, side)->nfuncs;
      d.box[side] = g_new (guint32, (gsize) n + 1);
      memset (d.box[side], 0xff, ((gsize) n + 1) * sizeof (guint32));
    }
  find_boxes (&d, max);
  add_title (&d);
  for (guint32 i = 0; i < d.boxes->len; i++)
    add_box (&d, i);
  add_calls (&d);
  if (d.boxes->len > 0)
    ss_pen_legend (d.g, TRUE, signs, none, "record");
  GBytes *dot = ss_pen_finish (d.g);
  g_free (d.box[SS_OLD]);
  g_free (d.box[SS_NEW]);
  g_array_unref (d.boxes);
  return dot;
}
