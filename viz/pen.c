/* What all diagrams share. */
#include "config.h"

#include "viz/pen.h"
#include "viz/text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* The second one is for readers of SVG who lack the first. */
#define FONT "DejaVu Sans Mono,monospace"
#define BIG_GRAPH 1000
/* Edges of one node whose ends fit into one rank. */
#define FAN_EDGES 12
/* The same, where a wide box stands at each end. */
#define SPREAD_EDGES 4
/* From so many boxes on, ranks go to the right. */
#define MANY_BOXES 32
/* Saved values of a point listed one by one. */
#define MAX_VALUES 100

static const struct
{
  const char *fill, *line;
} kind_colours[SS_N_KINDS] = {
  [SS_KIND_TAIL] = { "#dcefdc", "#2e7d32" },        /* green */
  [SS_KIND_PASSTHROUGH] = { "#d3eef0", "#00707c" }, /* teal */
  [SS_KIND_FOREIGN] = { "#f9d6d2", "#b3261e" },     /* red */
  [SS_KIND_STATELESS] = { "#e8e8e8", "#5f6368" },   /* grey */
  [SS_KIND_FRAME] = { "#d8e4fa", "#1a56b0" },       /* blue */
  [SS_KIND_SPECIAL] = { "#fdeac8", "#a85f00" },     /* amber */
};

/* cgraph's functions take char * and copy what they are given. */
void
ss_pen_set (void *object, const char *name, const char *value)
{
  agsafeset (object, (char *) name, (char *) value, (char *) "");
}

void
ss_pen_label (void *object, SsLabel *take)
{
  g_autofree char *label = ss_label_finish (take);
  ss_pen_set (object, "label", label);
}

Agnode_t *
ss_pen_node (Agraph_t *g, const char *name)
{
  return agnode (g, (char *) name, TRUE);
}

static void
set_ranks (Agedge_t *e, gboolean many, guint n)
{
  char ranks[16];
  if (!many)
    return;
  g_snprintf (ranks, sizeof ranks, "%u", n);
  ss_pen_set (e, "minlen", ranks);
}

Agedge_t *
ss_pen_edge (Agraph_t *g, Agnode_t *from, Agnode_t *to)
{
  return agedge (g, from, to, NULL, TRUE);
}

void
ss_pen_fan (Agedge_t *e, guint n, guint i)
{
  set_ranks (e, n > FAN_EDGES, 1 + 2 * (i % MAX (1, (guint) (sqrt (n) * 0.7))));
}

void
ss_pen_spread (Agedge_t *e, guint n, guint i)
{
  set_ranks (e, n > SPREAD_EDGES, 1 + i % MAX (1, (guint) sqrt (3 * n)));
}

Agraph_t *
ss_pen_same_rank (Agraph_t *g)
{
  Agraph_t *rank = agsubg (g, NULL, TRUE);
  ss_pen_set (rank, "rank", "same");
  return rank;
}

Agnode_t *
ss_pen_stub (Agraph_t *g, const char *name, const char *text)
{
  Agnode_t *stub = ss_pen_node (g, name);
  ss_pen_set (stub, "shape", "plaintext");
  ss_pen_set (stub, "style", "solid");
  ss_pen_set (stub, "height", "0.1");
  ss_pen_set (stub, "width", "0.1");
  ss_pen_set (stub, "margin", "0.04,0.02");
  ss_pen_set (stub, "label", text);
  return stub;
}

char *
ss_pen_more (guint64 n, const char *noun)
{
  g_autofree char *count = ss_show_count (n);
  return g_strdup_printf ("… %s more %s%s", count, noun, n == 1 ? "" : "s");
}

void
ss_pen_left (Agraph_t *g, Agnode_t *box, guint64 n, const char *noun, gboolean up)
{
  if (n == 0)
    return;
  g_autofree char *name = g_strdup_printf ("%s_%s", agnameof (box), up ? "up" : "down"), *text = ss_pen_more (n, noun);
  Agnode_t *stub = ss_pen_stub (g, name, text);
  ss_pen_set (up ? ss_pen_edge (g, stub, box) : ss_pen_edge (g, box, stub), "style", "dashed");
}

void
ss_pen_drawn (SsLabel *label, guint64 shown, guint64 all)
{
  if (shown == all)
    return;
  g_autofree char *some = ss_show_count (shown), *whole = ss_show_count (all);
  g_autofree char *text = g_strdup_printf ("%s of %s boxes are drawn, those nearest the start", some, whole);
  ss_label_add (label, "", text);
}

void
ss_pen_rest (Agraph_t *g, guint64 n, guint64 npoints)
{
  if (n == 0)
    return;
  g_autofree char *more = ss_pen_more (n, "block"), *points = ss_show_count (npoints);
  g_autofree char *text = g_strdup_printf ("%s in all, %s unwind point%s in them", more, points, npoints == 1 ? "" : "s");
  Agraph_t *last = ss_pen_same_rank (g);
  ss_pen_set (last, "rank", "sink");
  ss_pen_stub (last, "more", text);
}

void
ss_pen_kind (Agnode_t *n, SsKind kind)
{
  ss_pen_set (n, "fillcolor", kind_colours[kind].fill);
  ss_pen_set (n, "color", kind_colours[kind].line);
}

void
ss_pen_seen (void *object, SsPenSeen seen)
{
  gboolean node = AGTYPE (object) == AGNODE;
  if (seen == SS_PEN_BOTH)
    return;
  ss_pen_set (object, "color", seen == SS_PEN_OLD ? "#b34700" : "#0060a0");
  ss_pen_set (object, "style", seen == SS_PEN_OLD ? node ? "dashed,filled" : "dashed" : node ? "bold,filled" : "bold");
  if (!node)
    ss_pen_set (object, "arrowhead", seen == SS_PEN_OLD ? "empty" : "normal");
  else
    ss_pen_set (object, "fillcolor", seen == SS_PEN_OLD ? "#fbe6d8" : "#dbeaf7");
  if (node && seen == SS_PEN_NEW)
    ss_pen_set (object, "shape", "component");
}

const char *
ss_pen_kind_line (SsKind kind)
{
  return kind_colours[kind].line;
}

void
ss_pen_dark (Agnode_t *n)
{
  ss_pen_set (n, "fillcolor", SS_PEN_INK);
  ss_pen_set (n, "fontcolor", "white");
}

gboolean
ss_pen_turn (Agraph_t *g, guint boxes)
{
  if (boxes < MANY_BOXES)
    return FALSE;
  ss_pen_set (g, "rankdir", "LR");
  ss_pen_set (g, "nodesep", "0.12");
  ss_pen_set (g, "ranksep", "0.6");
  return TRUE;
}

void
ss_pen_bound (Agraph_t *g, guint nodes)
{
  if (nodes <= BIG_GRAPH)
    return;
  ss_pen_set (g, "nslimit", "2");
  ss_pen_set (g, "nslimit1", "2");
  ss_pen_set (g, "mclimit", "0.3");
}

Agraph_t *
ss_pen_new (void)
{
  static const struct { int of; const char *name, *value; } defaults[] = {
    { AGRAPH, "rankdir", "TB" },
    { AGRAPH, "rank", "" },
    { AGRAPH, "label", "" },
    { AGRAPH, "labelloc", "t" },
    { AGRAPH, "labeljust", "l" },
    { AGRAPH, "fontname", FONT },
    { AGRAPH, "fontsize", "11" },
    { AGRAPH, "nodesep", "0.25" },
    { AGRAPH, "ranksep", "0.35" },
    { AGRAPH, "pad", "0.15" },
    { AGNODE, "shape", "box" },
    { AGNODE, "style", "filled" },
    { AGNODE, "fillcolor", "white" },
    { AGNODE, "color", SS_PEN_INK },
    { AGNODE, "fontcolor", "black" },
    { AGNODE, "fontname", FONT },
    { AGNODE, "fontsize", SS_PEN_TEXT },
    { AGNODE, "margin", "0.09,0.06" },
    { AGNODE, "height", "0.25" },
    { AGNODE, "width", "0.3" },
    { AGNODE, "label", "" },
    { AGEDGE, "color", SS_PEN_INK },
    { AGEDGE, "fontname", FONT },
    { AGEDGE, "fontsize", SS_PEN_TEXT },
    { AGEDGE, "arrowsize", "0.7" },
    { AGEDGE, "label", "" },
    { AGEDGE, "weight", "1" },
  };
  Agraph_t *g = agopen ((char *) "stacksieve", Agdirected, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (defaults); i++)
    agattr (g, defaults[i].of, (char *) defaults[i].name, (char *) defaults[i].value);
  return g;
}

GBytes *
ss_pen_finish (Agraph_t *take)
{
  char *text = NULL;
  gsize size = 0;
  FILE *stream = open_memstream (&text, &size);
  g_assert (stream != NULL);
  int written = agwrite (take, stream);
  g_assert (fclose (stream) == 0 && written == 0);
  agclose (take);
  return g_bytes_new_with_free_func (text, size, free, text);
}

void
ss_pen_values (SsLabel *label, const SsProgram *p, const SsClasses *classes, const SsRecord *r)
{
  for (guint32 i = 0; i < r->nsaved && i < MAX_VALUES; i++)
    {
      guint32 v = classes->saved[r->saved0 + i];
      g_autoptr (GString) s = g_string_new (NULL);
      ss_label_name (s, ss_var_name (p, v));
      g_string_append (s, "  ");
      ss_label_name (s, ss_type_name (p, p->var_type[v]));
      ss_label_add (label, "   ", s->str);
    }
  if (r->nsaved > MAX_VALUES)
    {
      g_autofree char *text = ss_pen_more (r->nsaved - MAX_VALUES, "value");
      ss_label_add (label, "   ", text);
    }
}

char *
ss_pen_saves (guint32 nsaved)
{
  if (nsaved == 0)
    return g_strdup ("saves no value");
  return g_strdup_printf ("saves %u value%s (%" G_GUINT64_FORMAT " bytes)", nsaved, nsaved == 1 ? "" : "s",
                          SS_RECORD_BYTES (nsaved));
}

void
ss_pen_legend (Agraph_t *g, gboolean ranked, const char *const *signs, const guint32 count[SS_N_KINDS], const char *noun)
{
  Agraph_t *box = agsubg (g, (char *) "cluster_legend", TRUE);
  ss_pen_set (box, "label", "Legend");
  ss_pen_set (box, "fontsize", SS_PEN_TEXT);
  ss_pen_set (box, "color", SS_PEN_PALE);
  Agraph_t *row = ranked ? ss_pen_same_rank (box) : box;
  SsLabel *label = ss_label_new (48);
  for (; *signs; signs++)
    ss_label_add (label, "", *signs);
  Agnode_t *last = ss_pen_node (row, "legend");
  ss_pen_label (last, label);
  ss_pen_set (last, "shape", "plaintext");
  ss_pen_set (last, "style", "solid");
  for (SsKind kind = 0; kind < SS_N_KINDS; kind++)
    {
      if (count[kind] == 0)
        continue;
      char name[32];
      g_snprintf (name, sizeof name, "legend_%s", ss_kind_name (kind));
      Agnode_t *n = ss_pen_node (row, name);
      g_autofree char *n_text = ss_show_count (count[kind]);
      g_autofree char *head = g_strdup_printf ("%s: %s %s%s", ss_kind_name (kind), n_text, noun, count[kind] == 1 ? "" : "s");
      label = ss_label_new (34);
      ss_label_add (label, "", head);
      ss_label_add (label, "", ss_kind_text (kind));
      ss_pen_label (n, label);
      ss_pen_set (n, "shape", "note");
      ss_pen_kind (n, kind);
      ss_pen_set (ss_pen_edge (g, last, n), "style", "invis"); /* keeps the order of the kinds */
      last = n;
    }
}
