/* The calls around a function (calltree.h): depth first, with a stack of our own. */
#include "calltree.h"

typedef struct
{
  guint32 sym, record; /* sym SS_NONE: the record starts an unwind */
} Link;

typedef struct
{
  const SsActivation *a;
  SsCallTree *tree;
  guint32 depth; /* the most; 0: no limit */
  guint8 *opened; /* by symbol */
  GArray *links;  /* scratch */
  GArray *stack;  /* rows to show, the next one last */
} Walk;

static int
by_name (gconstpointer x, gconstpointer y, gpointer data)
{
  const SsActivation *a = data;
  const Link *s = x, *t = y;

  if (s->sym != t->sym)
    {
      if (s->sym == SS_NONE || t->sym == SS_NONE)
        return s->sym == SS_NONE ? -1 : 1;
      return a->sym_rank[s->sym] < a->sym_rank[t->sym] ? -1 : 1;
    }
  return ss_activation_compare (a, s->record, t->record);
}

static void
add (Walk *w, guint32 sym, guint32 record)
{
  Link l = { sym, record };

  g_array_append_val (w->links, l);
}

static gboolean
is_set (const SsActivation *a, guint32 node)
{
  return node >= a->call0 + a->terms->program->nsyms && node < a->end;
}

static void
find_callees (Walk *w, guint32 sym)
{
  const SsActivation *a = w->a;
  guint32 entry = ss_activation_entry (a, sym);

  for (guint32 i = a->out.start[entry]; i < a->out.start[entry + 1]; i++)
    {
      guint32 r = a->out.to[i];
      for (guint32 k = r < a->nactive ? a->out.start[r] : 0; r < a->nactive && k < a->out.start[r + 1]; k++)
        {
          guint32 to = a->out.to[k];
          if (to == a->end)
            add (w, SS_NONE, r);
          else if (!is_set (a, to))
            add (w, to - a->call0, r);
          else
            for (guint32 m = a->out.start[to]; m < a->out.start[to + 1]; m++)
              add (w, a->out.to[m] - a->call0, r);
        }
    }
}

static void
find_callers (Walk *w, guint32 sym)
{
  const SsActivation *a = w->a;
  guint32 entry = ss_activation_entry (a, sym);

  for (guint32 i = a->in.start[entry]; i < a->in.start[entry + 1]; i++)
    {
      guint32 from = a->in.to[i];
      if (from < a->nactive)
        add (w, ss_activation_sym (a, from), from);
      else if (is_set (a, from))
        for (guint32 k = a->in.start[from]; k < a->in.start[from + 1]; k++)
          if (a->in.to[k] < a->nactive)
            add (w, ss_activation_sym (a, a->in.to[k]), a->in.to[k]);
    }
}

static gboolean
has_children (Walk *w, guint32 sym, gboolean callers)
{
  g_array_set_size (w->links, 0);
  if (callers)
    find_callers (w, sym);
  else
    find_callees (w, sym);
  return w->links->len > 0;
}

/* Puts the children of a symbol, whose links are in w->links, on the stack, the first one last. */
static void
push_children (Walk *w, guint32 depth)
{
  guint first = w->stack->len;

  g_array_sort_with_data (w->links, by_name, (gpointer) w->a);
  for (guint i = 0; i < w->links->len; i++)
    {
      const Link *l = &g_array_index (w->links, Link, i);
      gboolean same = i && l[-1].sym == l->sym && l[-1].record == l->record;
      if (same)
        continue;
      if (!i || l[-1].sym != l->sym)
        {
          SsTreeRow row = { depth, l->sym, SS_TREE_OPEN, w->tree->records->len, 0 };
          g_array_append_val (w->stack, row);
        }
      g_array_append_val (w->tree->records, l->record);
      g_array_index (w->stack, SsTreeRow, w->stack->len - 1).nrecords++;
    }
  SsTreeRow *rows = (SsTreeRow *) (gpointer) w->stack->data;
  for (guint i = first, k = w->stack->len; i < k--; i++)
    {
      SsTreeRow swap = rows[i];
      rows[i] = rows[k];
      rows[k] = swap;
    }
}

static SsTreeState
end_of (const SsActivation *a, guint32 record)
{
  guint32 op = record < a->nrecords ? a->classes->records[record].op : SS_NONE;
  gboolean itself = op != SS_NONE
                    && ((ss_term_op (a->terms, op) & SS_TERM_SOURCE) || ss_term_site (a->terms, op).says == SS_SITE_UNWINDS);

  return itself ? SS_TREE_OPERATION : SS_TREE_UNKNOWN;
}

static void
grow (Walk *w, guint32 sym, gboolean callers, GArray *rows)
{
  const SsActivation *a = w->a;

  w->opened[sym] = TRUE;
  if (has_children (w, sym, callers))
    push_children (w, 1);
  while (w->stack->len)
    {
      SsTreeRow row = g_array_index (w->stack, SsTreeRow, w->stack->len - 1);
      g_array_set_size (w->stack, w->stack->len - 1);
      gboolean open = FALSE;
      if (row.sym == SS_NONE)
        row.state = end_of (a, g_array_index (w->tree->records, guint32, row.record0));
      else if (!callers && a->terms->sym_flags[row.sym] & SS_SYM_SOURCE)
        row.state = SS_TREE_SOURCE;
      else if (w->opened[row.sym])
        row.state = SS_TREE_REPEAT;
      else if (!has_children (w, row.sym, callers))
        row.state = SS_TREE_TOP;
      else if (w->depth && row.depth >= w->depth)
        row.state = SS_TREE_DEEP;
      else
        open = TRUE;
      g_array_append_val (rows, row);
      if (!open)
        continue;
      w->opened[row.sym] = TRUE;
      push_children (w, row.depth + 1);
    }
}

SsCallTree *
ss_calltree_new (const SsActivation *a, guint32 sym, guint32 depth)
{
  SsCallTree *t = g_new (SsCallTree, 1);
  Walk w = { .a = a, .tree = t, .depth = depth };

  *t = (SsCallTree) { sym, g_array_new (FALSE, FALSE, sizeof (SsTreeRow)), g_array_new (FALSE, FALSE, sizeof (SsTreeRow)),
                      g_array_new (FALSE, FALSE, sizeof (guint32)) };
  w.links = g_array_new (FALSE, FALSE, sizeof (Link));
  w.stack = g_array_new (FALSE, FALSE, sizeof (SsTreeRow));
  w.opened = g_new0 (guint8, a->terms->program->nsyms);
  grow (&w, sym, FALSE, t->callees);
  g_free (w.opened);
  w.opened = g_new0 (guint8, a->terms->program->nsyms);
  grow (&w, sym, TRUE, t->callers);
  g_free (w.opened);
  g_array_unref (w.links);
  g_array_unref (w.stack);
  return t;
}

void
ss_calltree_free (SsCallTree *t)
{
  if (!t)
    return;
  g_array_unref (t->callees);
  g_array_unref (t->callers);
  g_array_unref (t->records);
  g_free (t);
}
