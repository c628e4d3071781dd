/* Chains and hops: one drawing of ways (analyzer/through.h) for both. */
#include "config.h"

#include "viz/dot_chain.h"
#include "viz/dot_text.h"
#include "viz/pen.h"
#include "viz/text.h"

#include <string.h>

#define FULL_WIDTH 64
#define SMALL_WIDTH 44
#define MORE_WIDTH 84
#define TITLE_WIDTH 110
/* A record or an end that more than HUB_STEPS steps lead to is named where the others begin. */
#define HUB_STEPS 8
/* Steps drawn for each record drawn, beside those of the chosen way. */
#define STEPS_A_RECORD 3

typedef struct
{
  const SsActivation *a;
  const SsProgram *p;
  const SsWay *way;   /* drawn in full; its records are the first ones of `t` */
  const SsThrough *t;
  Agraph_t *g;
  guint32 *place;     /* owned, by record: in t->records, or SS_NONE */
  GHashTable *steps;  /* owned: how many steps lead to a node, by the node */
  gboolean hop;
  gboolean turned;    /* ss_pen_turn() */
  SsLabel **more;     /* owned, by place: where else a record leads; NULL: nowhere */
  guint32 hidden;     /* steps that were left out */
} Diagram;

static const char *
plural (guint32 n)
{
  return n == 1 ? "" : "s";
}

static Agnode_t *
record_node (const Diagram *d, guint32 record)
{
  char name[32];
  if (ss_activation_is_external (d->a, record))
    g_snprintf (name, sizeof name, "x%u", ss_activation_sym (d->a, record));
  else
    g_snprintf (name, sizeof name, "r%u", d->a->classes->records[record].op);
  return ss_pen_node (d->g, name);
}

static gboolean
is_on_way (const Diagram *d, guint32 i)
{
  return i < d->way->records->len;
}

/* --- records --- */

/* "special, saves 2 values (40 bytes)" */
static char *
kind_line (const SsActivation *a, guint32 record)
{
  if (ss_activation_is_external (a, record))
    return g_strdup ("foreign: an external that calls back");
  g_autofree char *saves = ss_pen_saves (ss_activation_nsaved (a, record));
  return g_strdup_printf ("%s, %s", ss_kind_name (ss_activation_kind (a, record)), saves);
}

static void
add_call (const Diagram *d, SsLabel *label, guint32 record)
{
  const SsRecord *r = &d->a->classes->records[record];
  const SsFunc *f = &d->p->funcs[r->func];
  g_autoptr (GString) s = g_string_new (NULL);
  g_string_append_printf (s, "%u.%u", r->block - f->block0, r->op - d->p->blocks[r->block].op0);
  if (f->file != SS_NONE)
    {
      g_string_append (s, " in ");
      ss_label_name (s, ss_str (d->p, f->file));
      if (f->line >= 0)
        g_string_append_printf (s, ":%d", f->line);
    }
  ss_label_add (label, "   ", s->str);
  g_autofree char *op = ss_dot_op (d->p, r->op);
  ss_label_add (label, "   ", op);
}

/* A record of the chosen way: everything that is known of it. */
static void
add_full (const Diagram *d, guint32 i)
{
  guint32 record = d->t->records[i].record;
  gboolean external = ss_activation_is_external (d->a, record);
  SsLabel *label = ss_label_new (FULL_WIDTH);
  g_autofree char *kind = kind_line (d->a, record);
  g_autoptr (GString) s = g_string_new (NULL);
  g_string_append_printf (s, "%u. ", i + 1);
  ss_label_name (s, ss_sym_name (d->p, ss_activation_sym (d->a, record)));
  ss_label_add (label, "", s->str);
  if (!external)
    add_call (d, label, record);
  ss_label_add (label, "", kind);
  if (!external)
    ss_pen_values (label, d->p, d->a->classes, &d->a->classes->records[record]);
  if (ss_activation_blocks (d->a, record))
    {
      g_autofree char *bar = g_strdup_printf ("✗ blocker: %s", ss_bar_text (d->a->bar[record]));
      ss_label_add (label, "", bar);
    }
  else if (d->a->named[record])
    ss_label_add (label, "", "it has a name");
  ss_pen_label (record_node (d, record), label);
}

static void
add_small (const Diagram *d, guint32 i)
{
  guint32 record = d->t->records[i].record;
  SsLabel *label = ss_label_new (SMALL_WIDTH);
  g_autofree char *name = ss_activation_name (d->a, record);
  g_autoptr (GString) s = g_string_new (NULL);
  guint32 n = ss_activation_nsaved (d->a, record);
  ss_label_name (s, name);
  ss_label_add (label, "", s->str);
  g_string_printf (s, "%s%s", ss_activation_blocks (d->a, record) ? "✗ " : "", ss_kind_name (ss_activation_kind (d->a, record)));
  if (n > 0)
    g_string_append_printf (s, ", %u value%s", n, plural (n));
  ss_label_add (label, "", s->str);
  Agnode_t *node = record_node (d, record);
  ss_pen_label (node, label);
  ss_pen_set (node, "fontsize", SS_PEN_SMALL);
}

static void
add_record (const Diagram *d, guint32 i)
{
  guint32 record = d->t->records[i].record;
  if (is_on_way (d, i))
    add_full (d, i);
  else
    add_small (d, i);
  Agnode_t *node = record_node (d, record);
  ss_pen_kind (node, ss_activation_kind (d->a, record));
  if (is_on_way (d, i))
    ss_pen_set (node, "penwidth", "2");
  if (ss_activation_blocks (d->a, record))
    ss_pen_set (node, "peripheries", "2");
}

/* --- ends --- */

static gboolean
runs_frame (const Diagram *d, guint32 sym)
{
  return (d->a->terms->sym_flags[sym] & SS_SYM_RUNS_FRAME) != 0;
}

/* The end that a step leads to: the entry of a symbol, or (SS_NONE) the record's own operation. */
static Agnode_t *
end_node (const Diagram *d, guint32 record, guint32 end)
{
  gboolean source = end == SS_NONE || (d->a->terms->sym_flags[end] & SS_SYM_SOURCE);
  char name[32];
  if (end == SS_NONE)
    g_snprintf (name, sizeof name, "o%u", d->a->classes->records[record].op);
  else
    g_snprintf (name, sizeof name, "e%u", end);
  Agnode_t *node = agnode (d->g, name, FALSE);
  if (node != NULL)
    return node;
  node = ss_pen_node (d->g, name);
  SsLabel *label = ss_label_new (FULL_WIDTH);
  g_autoptr (GString) s = g_string_new (NULL);
  if (end != SS_NONE)
    {
      ss_label_add (label, "", d->hop && runs_frame (d, end) ? "▣ the next frame" : source ? "■ unwind source" : "▼ the end");
      ss_label_name (s, ss_sym_name (d->p, end));
    }
  else
    {
      guint32 op = d->a->classes->records[record].op;
      gboolean unknown = !(ss_term_op (d->a->terms, op) & SS_TERM_SOURCE) && ss_term_site (d->a->terms, op).says != SS_SITE_UNWINDS;
      ss_label_add (label, "", unknown ? "■ unknown targets, which may unwind" : "■ unwind source");
      ss_label_name (s, ss_op_name (d->p, op));
    }
  ss_label_add (label, "", s->str);
  ss_pen_label (node, label);
  if (d->hop && end != SS_NONE && runs_frame (d, end))
    {
      ss_pen_set (node, "style", "rounded,bold,filled");
      ss_pen_kind (node, SS_KIND_FRAME);
    }
  else
    ss_pen_dark (node);
  return node;
}

/* --- steps --- */

static Agnode_t *
step_end (const Diagram *d, const SsThroughStep *step)
{
  return step->to != SS_NONE ? record_node (d, step->to) : end_node (d, step->from, step->end);
}

/* Whether a step is one of the chosen way. */
static gboolean
is_way_step (const Diagram *d, const SsThroughStep *step)
{
  guint32 i = d->place[step->from];
  if (!is_on_way (d, i))
    return FALSE;
  if (i + 1 == d->way->records->len)
    return step->to == SS_NONE && step->end == d->way->end;
  return step->to != SS_NONE && d->place[step->to] == i + 1;
}

/* How many functions a call may reach, where these are more than one: "1 of 12 targets". */
static void
label_step (const Diagram *d, const SsThroughStep *step, Agedge_t *e)
{
  guint32 n = 0;
  if (ss_activation_is_external (d->a, step->from))
    {
      ss_pen_set (e, "label", " calls back");
      return;
    }
  guint32 callee = ss_callgraph_callee (d->a->graph, d->a->classes->records[step->from].op);
  if (callee != SS_NONE && callee != ss_callgraph_unknown (d->a->graph))
    ss_callgraph_members (d->a->graph, callee, &n);
  if (n > 1)
    {
      g_autofree char *count = ss_show_count (n), *text = g_strdup_printf (" 1 of %s targets", count);
      ss_pen_set (e, "label", text);
    }
}

/* Notes where else the record at a place leads. */
static void
add_more (const Diagram *d, guint32 i, const char *text)
{
  if (d->more[i] == NULL)
    d->more[i] = ss_label_new (MORE_WIDTH);
  ss_label_add (d->more[i], "", text);
}

/* A step to what many lead to: by name. */
static void
add_named (const Diagram *d, const SsThroughStep *step)
{
  g_autoptr (GString) s = g_string_new ("→ ");
  if (step->to != SS_NONE)
    {
      g_autofree char *name = ss_activation_name (d->a, step->to);
      if (is_on_way (d, d->place[step->to]))
        g_string_append_printf (s, "%u. ", d->place[step->to] + 1);
      ss_label_name (s, name);
    }
  else
    ss_label_name (s, ss_sym_name (d->p, step->end));
  add_more (d, d->place[step->from], s->str);
}

/* Draws what is noted for each record. */
static void
draw_more (const Diagram *d)
{
  for (guint32 i = 0; i < d->t->nrecords; i++)
    {
      Agnode_t *node = record_node (d, d->t->records[i].record);
      guint32 left = d->t->records[i].left;
      char name[48];
      if (left > 0)
        {
          g_autofree char *text = ss_pen_more (left, "record");
          add_more (d, i, text);
        }
      if (d->more[i] == NULL)
        continue;
      g_snprintf (name, sizeof name, "%s_more", agnameof (node));
      Agnode_t *stub = ss_pen_stub (d->g, name, "");
      ss_pen_label (stub, d->more[i]);
      ss_pen_set (stub, "fontsize", SS_PEN_SMALL);
      ss_pen_set (ss_pen_edge (d->g, node, stub), "style", "dashed");
    }
}

static void
add_step (const Diagram *d, guint32 i, gboolean chosen)
{
  const SsThroughStep *step = &d->t->steps[i];
  Agnode_t *from = record_node (d, step->from), *to = step_end (d, step);
  if (!chosen && GPOINTER_TO_UINT (g_hash_table_lookup (d->steps, to)) > HUB_STEPS)
    {
      add_named (d, step);
      return;
    }
  Agedge_t *e = ss_pen_edge (d->g, from, to);
  if (!chosen)
    return;
  label_step (d, step, e);
  ss_pen_set (e, "penwidth", "2.5");
  ss_pen_set (e, "weight", "50");
}

/* Draws the steps: all of the chosen way, then of each record the first ones. */
static void
add_steps (Diagram *d)
{
  const SsThrough *t = d->t;
  g_autofree gboolean *chosen = g_new0 (gboolean, MAX (t->nsteps, 1));
  guint32 given = SS_NONE, n = 0, next = 0;
  for (guint32 i = 0; i < t->nsteps; i++)
    {
      Agnode_t *to = step_end (d, &t->steps[i]);
      g_hash_table_insert (d->steps, to, GUINT_TO_POINTER (GPOINTER_TO_UINT (g_hash_table_lookup (d->steps, to)) + 1));
      if (is_way_step (d, &t->steps[i]) && d->place[t->steps[i].from] == next)
        {
          chosen[i] = TRUE;
          next++;
          add_step (d, i, TRUE);
        }
    }
  for (guint32 i = 0; i < t->nsteps; i++)
    {
      n = t->steps[i].from == given ? n + 1 : 0;
      given = t->steps[i].from;
      if (chosen[i])
        continue;
      if (n < STEPS_A_RECORD || t->nsteps <= STEPS_A_RECORD * t->nrecords)
        add_step (d, i, FALSE);
      else
        d->hidden++;
    }
}

/* --- the whole --- */

static void
add_legend (const Diagram *d)
{
  const char *const signs[] = {
    d->hop ? "thick: the cheapest way, with fewest blockers" : "thick: the chain that is the smallest by name",
    "double frame, ✗: a blocker: it keeps the chain from being pickled",
    d->hop ? "■ unwind source: the last hop ends; ▣ next frame" : "■ unwind source",
    "dashed: where else it leads: … what was left out, → what is drawn elsewhere", NULL
  };
  guint32 count[SS_N_KINDS] = { 0 };
  for (guint32 i = 0; i < d->t->nrecords; i++)
    count[ss_activation_kind (d->a, d->t->records[i].record)]++;
  ss_pen_legend (d->g, d->turned, signs, count, "record");
}

/* What the chosen way adds up to. */
static void
add_sums (const Diagram *d, SsLabel *title)
{
  guint64 bytes = 0;
  guint32 values = 0, blockers = 0, n = d->way->records->len;
  for (guint32 i = 0; i < n; i++)
    {
      guint32 record = g_array_index (d->way->records, guint32, i);
      guint32 saved = ss_activation_nsaved (d->a, record);
      values += saved;
      bytes += ss_activation_is_external (d->a, record) ? 0 : SS_RECORD_BYTES (saved);
      blockers += ss_activation_blocks (d->a, record);
    }
  g_autofree char *all = ss_show_count (bytes);
  g_autoptr (GString) s = g_string_new (NULL);
  g_string_append_printf (s, "%s: %u record%s, %u blocker%s; %u saved value%s (%s bytes); policy ", d->hop ? "Cheapest way" : "It has", n,
                          plural (n), blockers, plural (blockers), values, plural (values), all);
  ss_label_name (s, ss_policy_name (d->a->terms->policy));
  ss_label_add (title, "", s->str);
}

static void
add_title (const Diagram *d, SsLabel *title)
{
  guint32 shown = d->t->nrecords;
  add_sums (d, title);
  g_autofree char *drawn = ss_show_count (shown), *all = ss_show_count (d->t->total);
  g_autoptr (GString) s = g_string_new (NULL);
  if (d->t->total > d->way->records->len)
    {
      g_string_append_printf (s, "%s of %s records on such ways are drawn", drawn, all);
      if (d->hidden > 0)
        {
          g_autofree char *hidden = ss_show_count (d->hidden);
          g_string_append_printf (s, ", %s calls among them are not", hidden);
        }
      ss_label_add (title, "", s->str);
    }
  ss_pen_label (d->g, title);
}

static GBytes *
draw (Diagram *d, SsLabel *title)
{
  const SsThrough *t = d->t;
  d->p = d->a->terms->program;
  d->g = ss_pen_new ();
  d->turned = ss_pen_turn (d->g, t->nrecords);
  d->steps = g_hash_table_new (NULL, NULL);
  d->place = g_new (guint32, MAX (d->a->nactive, 1));
  memset (d->place, 0xff, d->a->nactive * sizeof (guint32));
  for (guint32 i = 0; i < t->nrecords; i++)
    d->place[t->records[i].record] = i;
  if (d->way->records->len == 0)
    end_node (d, SS_NONE, d->way->end);
  ss_pen_bound (d->g, t->nrecords + t->nsteps);
  for (guint32 i = 0; i < t->nrecords; i++)
    add_record (d, i);
  d->more = g_new0 (SsLabel *, MAX (t->nrecords, 1));
  add_steps (d);
  draw_more (d);
  if (t->starts_left > 0)
    {
      g_autofree char *more = ss_pen_more (t->starts_left, "record"), *text = g_strconcat (more, " to begin with", NULL);
      ss_pen_stub (d->g, "starts", text);
    }
  add_title (d, title);
  add_legend (d);
  g_hash_table_unref (d->steps);
  g_free (d->place);
  g_free (d->more);
  return ss_pen_finish (d->g);
}

GBytes *
ss_dot_chain (const SsActivation *a, guint32 from, guint32 to, guint32 max)
{
  const SsProgram *p = a->terms->program;
  g_autoptr (SsWay) way = ss_way_between (a, from, to);
  if (way == NULL)
    return NULL;
  guint32 entry = ss_activation_entry (a, from);
  guint32 first = a->out.start[entry], n = a->out.start[entry + 1] - first;
  gboolean source = n > 0 && a->out.to[first] == a->end;
  SsThroughAsk ask = { .starts = a->out.to + first, .nstarts = source ? 0 : n, .to = to, .best = TRUE, .way = way, .max = max };
  ask.ends = to == SS_NONE ? SS_ENDS_SOURCE : 0;
  g_autoptr (SsThrough) t = ss_through_new (a, &ask);
  Diagram d = { .a = a, .way = way, .t = t };
  SsLabel *title = ss_label_new (TITLE_WIDTH);
  g_autoptr (GString) s = g_string_new ("Shortest chain from ");
  ss_label_name (s, ss_sym_name (p, from));
  g_string_append (s, " to ");
  ss_label_name (s, to == SS_NONE ? "an unwind source" : ss_sym_name (p, to));
  ss_label_add (title, "", s->str);
  return draw (&d, title);
}

GBytes *
ss_dot_hop (const SsHops *h, const SsHop *hop, guint32 max)
{
  const SsActivation *a = h->activation;
  g_autoptr (SsWay) way = ss_hops_way (h, hop->record);
  SsThroughAsk ask = { .starts = &hop->record, .nstarts = 1, .ends = SS_ENDS_SOURCE | SS_ENDS_FRAME, .to = SS_NONE,
                       .weight = h->weight, .way = way, .max = max };
  g_autoptr (SsThrough) t = ss_through_new (a, &ask);
  Diagram d = { .a = a, .way = way, .t = t, .hop = TRUE };
  SsLabel *title = ss_label_new (TITLE_WIDTH);
  g_autofree char *name = ss_activation_name (a, hop->record);
  g_autoptr (GString) s = g_string_new ("Hop of ");
  g_string_append (s, h->groups[hop->group].name);
  g_string_append (s, " from ");
  ss_label_name (s, name);
  ss_label_add (title, "", s->str);
  g_string_printf (s, "%s: %s; at least %u blocker%s; longest forced run of irreducible records %u", ss_strategy_name (hop->strategy),
                   ss_strategy_text (hop->strategy), hop->fewest, plural (hop->fewest), hop->run);
  ss_label_add (title, "", s->str);
  return draw (&d, title);
}
