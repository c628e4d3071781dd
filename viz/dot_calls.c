/* The diagram of calls: a box for each component, what it calls below it. */
#include "config.h"

#include "viz/dot_calls.h"
#include "viz/pen.h"
#include "viz/text.h"

#define BOX_WIDTH 56
/* Members of a box listed by name. */
#define MAX_NAMES 5
/* Calls of a box with more callers than HUB_CALLS end in small nodes that name it. */
#define HUB_CALLS 40
#define STUB_CHARS 44

typedef struct
{
  const SsActivation *a;
  const SsProgram *p;
  const SsComponents *c;
  Agraph_t *g;
  guint32 *callers; /* owned, by box: how many boxes call it */
  gboolean turned;  /* ss_pen_turn() */
} Diagram;

static Agnode_t *
box_node (const Diagram *d, guint32 b)
{
  char name[32];
  g_snprintf (name, sizeof name, "c%u", b);
  return ss_pen_node (d->g, name);
}

static const char *
plural (guint32 n)
{
  return n == 1 ? "" : "s";
}

static guint32
count_records (const SsBox *b)
{
  guint32 n = 0;
  for (SsKind kind = 0; kind < SS_N_KINDS; kind++)
    n += b->kinds[kind];
  return n;
}

/* What a box is: its worst kind, and whether it is one function or many. */
static char *
head_of (const Diagram *d, const SsBox *b)
{
  g_autofree char *members = ss_show_count (b->nmembers);
  const SsSym *first = &d->p->syms[d->c->members[b->member0]];
  if (b->source)
    return g_strdup ("■ unwind source");
  const char *kind = ss_kind_name (ss_worst_kind (b->kinds));
  if (b->ncomponents > 1)
    return g_strdup_printf ("%s: %s alike", kind, members);
  if (b->nmembers > 1)
    return g_strdup_printf ("%s: recursion of %s", kind, members);
  return g_strdup_printf ("%s: %s", kind, first->func == SS_NONE ? "external that calls back" : "function");
}

static char *
records_of (const SsBox *b)
{
  g_autofree char *all = ss_show_count (count_records (b));
  g_autoptr (GString) s = g_string_new (NULL);
  const char *between = ": ";

  g_string_append_printf (s, "%s record%s", all, plural (count_records (b)));
  for (SsKind kind = 0; kind < SS_N_KINDS; kind++)
    if (b->kinds[kind] > 0)
      {
        g_autofree char *n = ss_show_count (b->kinds[kind]);
        g_string_append_printf (s, "%s%s %s", between, n, ss_kind_name (kind));
        between = ", ";
      }
  return g_string_free (g_steal_pointer (&s), FALSE);
}

static void
add_box (const Diagram *d, guint32 i)
{
  const SsBox *b = &d->c->boxes[i];
  SsKind worst = ss_worst_kind (b->kinds);
  SsLabel *label = ss_label_new (BOX_WIDTH);
  g_autofree char *head = head_of (d, b);
  guint32 shown = b->nmembers <= MAX_NAMES + 1 ? b->nmembers : MAX_NAMES;

  ss_label_add (label, "", head);
  for (guint32 m = 0; m < shown; m++)
    {
      g_autoptr (GString) s = g_string_new (NULL);
      ss_label_name (s, ss_sym_name (d->p, d->c->members[b->member0 + m]));
      g_string_append (s, m + 1 < b->nmembers ? "," : "");
      ss_label_add (label, "  ", s->str);
    }
  if (shown < b->nmembers)
    {
      g_autofree char *n = ss_show_count (b->nmembers - shown);
      g_autofree char *text = g_strdup_printf ("… %s more", n);
      ss_label_add (label, "  ", text);
    }
  if (worst != SS_N_KINDS)
    {
      g_autofree char *records = records_of (b);
      ss_label_add (label, "", records);
    }
  if (b->unwinds)
    ss_label_add (label, "", "■ unwinds by itself");
  if (b->unknown)
    ss_label_add (label, "", "■ calls unknown targets");
  Agnode_t *n = box_node (d, i);
  ss_pen_label (n, label);
  if (b->ncomponents == 1 && b->nmembers > 1)
    ss_pen_set (n, "peripheries", "2");
  if (worst == SS_N_KINDS)
    ss_pen_dark (n);
  else
    ss_pen_kind (n, worst);
}

static void
add_calls (const Diagram *d)
{
  const SsComponents *c = d->c;
  g_autofree guint *drawn = g_new0 (guint, MAX (c->nboxes, 1)); /* calls of each box so far */
  for (guint32 i = 0; i < c->ncalls; i++)
    {
      const SsBoxCall *call = &c->calls[i];
      const SsBox *to = &c->boxes[call->to];
      guint n = drawn[call->to]++;
      if (d->callers[call->to] <= HUB_CALLS || n == 0)
        {
          Agedge_t *e = ss_pen_edge (d->g, box_node (d, call->from), box_node (d, call->to));
          if (!d->turned)
            ss_pen_fan (e, d->callers[call->to], n);
          continue;
        }
      char name[64];
      g_autoptr (GString) s = g_string_new ("→ ");
      ss_label_name (s, ss_sym_name (d->p, c->members[to->member0]));
      g_autofree char *text = ss_label_short (s->str, STUB_CHARS);
      g_autofree char *more = to->nmembers > 1 ? g_strdup_printf ("%s, … %u more", text, to->nmembers - 1) : g_strdup (text);
      g_snprintf (name, sizeof name, "c%u_x%u", call->from, call->to);
      ss_pen_edge (d->g, box_node (d, call->from), ss_pen_stub (d->g, name, more));
    }
}

static void
add_title (const Diagram *d, const SsComponentsAsk *ask)
{
  const SsComponents *c = d->c;
  SsLabel *label = ss_label_new (2 * BOX_WIDTH);
  g_autoptr (GString) s = g_string_new ("Calls that may unwind");
  if (ask->from != SS_NONE)
    {
      g_string_append (s, " from ");
      ss_label_name (s, ss_sym_name (d->p, ask->from));
    }
  if (ask->to != SS_NONE)
    {
      g_string_append (s, " to ");
      ss_label_name (s, ss_sym_name (d->p, ask->to));
    }
  ss_label_add (label, "", s->str);
  g_autofree char *shown = ss_show_count (c->nmembers), *members = ss_show_count (c->all_members);
  g_autofree char *boxes = ss_show_count (c->nboxes), *all = ss_show_count (c->all_boxes);
  g_string_printf (s, "%s of %s functions in %s of %s boxes", shown, members, boxes, all);
  if (ask->depth != SS_NONE)
    g_string_append_printf (s, ", up to %u call%s away", ask->depth, plural (ask->depth));
  g_string_append (s, " under ");
  ss_label_name (s, ss_policy_name (d->a->terms->policy));
  ss_label_add (label, "", s->str);
  ss_pen_label (d->g, label);
}

static void
add_legend (const Diagram *d)
{
  static const char *const signs[] = {
    "box: a component, in the colour of its worst kind", "double frame: its functions call one another",
    "alike: of one worst kind, and they call the same boxes", "edge: calls; dashed: something that was left out",
    "■ where unwinds start", NULL
  };
  guint32 count[SS_N_KINDS] = { 0 };
  for (guint32 i = 0; i < d->c->nboxes; i++)
    for (SsKind kind = 0; kind < SS_N_KINDS; kind++)
      count[kind] += d->c->boxes[i].kinds[kind];
  ss_pen_legend (d->g, d->turned, signs, count, "record");
}

GBytes *
ss_dot_calls (const SsActivation *a, const SsComponents *c, const SsComponentsAsk *ask)
{
  Diagram d = { .a = a, .p = a->terms->program, .c = c, .g = ss_pen_new () };
  d.callers = g_new0 (guint32, MAX (c->nboxes, 1));
  for (guint32 i = 0; i < c->ncalls; i++)
    d.callers[c->calls[i].to]++;
  d.turned = ss_pen_turn (d.g, c->nboxes);
  add_title (&d, ask);
  ss_pen_bound (d.g, c->nboxes + c->ncalls);
  for (guint32 i = 0; i < c->nboxes; i++)
    {
      add_box (&d, i);
      ss_pen_left (d.g, box_node (&d, i), c->boxes[i].callers_left, "caller", TRUE);
      ss_pen_left (d.g, box_node (&d, i), c->boxes[i].callees_left, "callee", FALSE);
    }
  add_calls (&d);
  add_legend (&d);
  g_free (d.callers);
  return ss_pen_finish (d.g);
}
