/* What all diagrams share: building through cgraph, colours and notes of kinds, the legend.
 *
 * Input reaches labels alone (viz/label.h); nodes have synthetic names.  Subgraphs have no names but for clusters: cgraph writes,
 * and lays out, those with names in the order of the names' addresses, those without in the order in which they were made; so a
 * diagram has one cluster at most.  Nothing here is thread-safe, as cgraph is not.
 */
#ifndef SS_VIZ_PEN_H
#define SS_VIZ_PEN_H

#include "analyzer/classify.h"
#include "viz/label.h"

#include <graphviz/cgraph.h>

G_BEGIN_DECLS

#define SS_PEN_INK "#3c4043"
#define SS_PEN_PALE "#bdc1c6"

/* Sizes of text in points.  Graphviz measures in whole pixels, 96 an inch; a letter of a monospaced font, 0.6 of its size wide, has
 * a bit less than 7 of them, or 6: so text is never wider than it was measured, however fine it is drawn. */
#define SS_PEN_TEXT "8.7"
#define SS_PEN_SMALL "7.4"

/* An empty diagram with the attributes that all have; ss_pen_finish() closes it. */
Agraph_t *ss_pen_new (void);
/* Takes the diagram: its text in the DOT language; the caller unrefs. */
GBytes *ss_pen_finish (Agraph_t *take);

/* Sets an attribute of a graph, node or edge. */
void ss_pen_set (void *object, const char *name, const char *value);
/* Sets the label; takes it. */
void ss_pen_label (void *object, SsLabel *take);
/* Lets ranks go to the right instead of down when there are many boxes of text, which are wide and low: as high as it is wide then,
 * and not a ribbon.  Returns whether it did. */
gboolean ss_pen_turn (Agraph_t *g, guint boxes);
/* Bounds dot's searches for the shortest edges when a diagram has many nodes: faster, and less straight. */
void ss_pen_bound (Agraph_t *g, guint nodes);

/* The node of that name, made where there is none. */
Agnode_t *ss_pen_node (Agraph_t *g, const char *name);
/* A new edge; two nodes may have several. */
Agedge_t *ss_pen_edge (Agraph_t *g, Agnode_t *from, Agnode_t *to);
/* Staggers the ends of n edges that meet in one node over several ranks where they are many, or the picture would be one row: to be
 * called for edge i < n. */
void ss_pen_fan (Agedge_t *e, guint n, guint i);
/* The same for ends that are wide boxes: over more ranks, which fill a picture about twice as wide as high. */
void ss_pen_spread (Agedge_t *e, guint n, guint i);
/* A new subgraph whose nodes stand side by side. */
Agraph_t *ss_pen_same_rank (Agraph_t *g);
/* A node without a frame that stands for something not drawn here: a hub, what was left out. */
Agnode_t *ss_pen_stub (Agraph_t *g, const char *name, const char *text);
/* How every diagram says what it leaves out: "… 1,200 more callers"; the caller frees. */
char *ss_pen_more (guint64 n, const char *noun);
/* Says so in a stub beside a box, BOX_up or BOX_down, which leads to it or which it leads to; n = 0: nothing was left out. */
void ss_pen_left (Agraph_t *g, Agnode_t *box, guint64 n, const char *noun, gboolean up);
/* Adds to a title how many boxes of a function are drawn, where these are not all. */
void ss_pen_drawn (SsLabel *label, guint64 shown, guint64 all);
/* Ends a picture with a stub, `more`, that says so of blocks of a function, and how many unwind points are in them; n = 0: there is none. */
void ss_pen_rest (Agraph_t *g, guint64 n, guint64 npoints);

/* Where something of two builds is: in both, in the old or in the new one alone. */
typedef enum
{
  SS_PEN_BOTH,
  SS_PEN_OLD,
  SS_PEN_NEW
} SsPenSeen;

/* Gives a node or an edge the lines of where it is: dashed for the old build alone; bold, and a shape with tabs, for the new one. */
void ss_pen_seen (void *object, SsPenSeen seen);

/* Paints a node in the colours of a kind. */
void ss_pen_kind (Agnode_t *n, SsKind kind);
/* The colour of a kind's lines. */
const char *ss_pen_kind_line (SsKind kind);
/* Makes a node stand out: white on dark. */
void ss_pen_dark (Agnode_t *n);

/* Adds the values that a record saves, one a line. */
void ss_pen_values (SsLabel *label, const SsProgram *p, const SsClasses *classes, const SsRecord *r);
/* "saves 2 values (40 bytes)"; the caller frees. */
char *ss_pen_saves (guint32 nsaved);

/* The legend: the signs (NULL-terminated), and the kinds that occur, with how many NOUNs there are of each.  `ranked`: the parts stand
 * on one rank, which is a row where ranks go down; else on a rank each. */
void ss_pen_legend (Agraph_t *g, gboolean ranked, const char *const *signs, const guint32 count[SS_N_KINDS], const char *noun);

G_END_DECLS

#endif
