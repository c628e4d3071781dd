/* Reports of `hops`: the table by bytecode first, it is what an interpreter's author wants; then, if asked for, each hop. */
#include "config.h"

#include "viz/chains.h"

#include "viz/csv.h"
#include "viz/table.h"
#include "viz/text.h"
#include "viz/way.h"

#include <string.h>

static gboolean
is_shown (const SsHops *h, guint32 group, const char *bytecode)
{
  return bytecode == NULL || strcmp (h->groups[group].name, bytecode) == 0;
}

static char *
range (guint32 min, guint32 max)
{
  return min == max ? g_strdup_printf ("%u", min) : g_strdup_printf ("%u-%u", min, max);
}

static void
put_facts (const SsHops *h, const char *reduced, SsOut *out)
{
  guint32 totals[SS_N_STRATEGIES] = { 0 };
  ss_way_head (h->activation, reduced, out);
  ss_out_printf (out, "%-12s%u from %u function%s that run%s frames; %u can reach the next frame, %u an unwind source\n", "Hops",
                 h->nhops, h->nfunctions, h->nfunctions == 1 ? "" : "s", h->nfunctions == 1 ? "s" : "", h->nframe, h->nsource);
  for (guint32 g = 0; g < h->ngroups; g++)
    for (int s = 0; s < SS_N_STRATEGIES; s++)
      totals[s] += h->groups[g].strategies[s];
  ss_out_puts (out, "\nHops by switching strategy\n");
  g_autoptr (SsTable) t = ss_table_new ("lrrl");
  for (int s = 0; s < SS_N_STRATEGIES; s++)
    {
      ss_table_add (t, ss_strategy_name ((SsStrategy) s));
      ss_table_count (t, totals[s]);
      ss_table_take (t, ss_show_share (totals[s], h->nhops));
      ss_table_add (t, ss_strategy_text ((SsStrategy) s));
    }
  ss_table_write (t, out);
}

/* The fewest blockers of a group's hops besides the records that they start at, least and most. */
static char *
range_beyond (const SsHops *h, guint32 group)
{
  guint32 min = G_MAXUINT32, max = 0;
  for (guint32 i = 0; i < h->nhops; i++)
    if (h->hops[i].group == group)
      {
        guint32 n = h->hops[i].fewest - h->weight[h->hops[i].record];
        min = MIN (min, n);
        max = MAX (max, n);
      }
  return range (min, max);
}

static void
put_groups (const SsHops *h, const char *bytecode, SsOut *out)
{
  static const char *const heads[] = { "bytecode", "hops", "soft", "mixed", "special", "hard", "fewest", "beyond", "forced run" };
  ss_out_puts (out, "\nBytecodes: how they may switch (fewest: blockers on a way to the next frame or to an unwind source; beyond: without\n"
                    "the loop's own record; forced run: irreducible records in a row that no way avoids)\n");
  g_autoptr (SsTable) t = ss_table_new ("lrrrrrrrr");
  for (guint i = 0; i < G_N_ELEMENTS (heads); i++)
    ss_table_add (t, heads[i]);
  for (guint32 i = 0; i < h->ngroups; i++)
    {
      const SsHopGroup *g = &h->groups[i];
      if (!is_shown (h, i, bytecode))
        continue;
      ss_table_take (t, ss_show (g->name));
      ss_table_count (t, g->hops);
      for (int s = 0; s < SS_N_STRATEGIES; s++)
        if (g->strategies[s])
          ss_table_count (t, g->strategies[s]);
        else
          ss_table_add (t, "-");
      ss_table_take (t, range (g->fewest_min, g->fewest_max));
      ss_table_take (t, range_beyond (h, i));
      ss_table_take (t, range (g->run_min, g->run_max));
    }
  ss_table_write (t, out);
}

static void
put_fewest (SsOut *out, const char *what, guint32 n)
{
  if (n == SS_NONE)
    ss_out_printf (out, "; no way %s", what);
  else
    ss_out_printf (out, "; %u %s", n, what);
}

static void
put_hop (const SsHops *h, const SsHop *hop, SsOut *out)
{
  const SsActivation *a = h->activation;
  g_autofree char *name = ss_way_name (a, hop->record);
  g_autofree char *group = ss_show (h->groups[hop->group].name);
  g_autoptr (SsWay) way = ss_hops_way (h, hop->record);
  ss_out_printf (out, "\n%s  %s: %s\n", group, name, ss_strategy_name (hop->strategy));
  ss_out_printf (out, "    fewest blockers %u", hop->fewest);
  put_fewest (out, "to the next frame", hop->fewest_frame);
  put_fewest (out, "to an unwind source", hop->fewest_source);
  ss_out_printf (out, "; %u that no name clears; forced run %u\n", hop->fewest_unnamed, hop->run);
  ss_way_text (a, way, SS_NONE, out);
}

void
ss_hops_text (const SsHops *h, const char *reduced, gboolean records, const char *bytecode, SsOut *out)
{
  put_facts (h, reduced, out);
  if (h->nhops == 0)
    {
      ss_out_puts (out, "\nNo function of the program runs frames and may unwind (policy: frame_functions).\n");
      return;
    }
  put_groups (h, bytecode, out);
  if (!records)
    return;
  ss_out_puts (out, "\nHops, each with its cheapest way (-> is a blocker)\n");
  for (guint32 i = 0; i < h->nhops && !ss_out_failed (out); i++)
    if (is_shown (h, h->hops[i].group, bytecode))
      put_hop (h, &h->hops[i], out);
}

static json_t *
number_or_null (guint32 n)
{
  return n == SS_NONE ? json_null () : json_integer (n);
}

static json_t *
strategies_json (const SsHopGroup *g)
{
  json_t *object = json_object ();
  for (int s = 0; s < SS_N_STRATEGIES; s++)
    ss_doc_take (object, ss_strategy_name ((SsStrategy) s), json_integer (g->strategies[s]));
  return object;
}

static json_t *
hop_json (const SsHops *h, const SsHop *hop)
{
  const SsActivation *a = h->activation;
  g_autofree char *name = ss_activation_name (a, hop->record);
  g_autoptr (SsWay) way = ss_hops_way (h, hop->record);
  json_t *object = json_object ();
  ss_doc_take (object, "record", ss_json_string (name));
  ss_doc_take (object, "bytecode", ss_json_string (h->groups[hop->group].name));
  ss_doc_take (object, "strategy", json_string (ss_strategy_name (hop->strategy)));
  ss_doc_take (object, "starts_blocked", json_boolean (h->weight[hop->record]));
  ss_doc_take (object, "fewest", json_integer (hop->fewest));
  ss_doc_take (object, "fewest_frame", number_or_null (hop->fewest_frame));
  ss_doc_take (object, "fewest_source", number_or_null (hop->fewest_source));
  ss_doc_take (object, "fewest_unnamed", json_integer (hop->fewest_unnamed));
  ss_doc_take (object, "run", json_integer (hop->run));
  ss_doc_take (object, "way", ss_way_json (a, way));
  return object;
}

void
ss_hops_json (const SsHops *h, const char *reduced, const char *bytecode, SsOut *out)
{
  json_auto_t *root = ss_way_head_json (h->activation, reduced);
  json_t *groups = json_array (), *hops = json_array ();
  for (guint32 i = 0; i < h->ngroups; i++)
    {
      const SsHopGroup *g = &h->groups[i];
      if (!is_shown (h, i, bytecode))
        continue;
      json_t *object = json_object ();
      ss_doc_take (object, "bytecode", ss_json_string (g->name));
      ss_doc_take (object, "hops", json_integer (g->hops));
      ss_doc_take (object, "strategies", strategies_json (g));
      ss_doc_take (object, "fewest", json_pack ("[ii]", (int) g->fewest_min, (int) g->fewest_max));
      ss_doc_take (object, "run", json_pack ("[ii]", (int) g->run_min, (int) g->run_max));
      ss_doc_push (groups, object);
    }
  for (guint32 i = 0; i < h->nhops; i++)
    if (is_shown (h, h->hops[i].group, bytecode))
      ss_doc_push (hops, hop_json (h, &h->hops[i]));
  ss_doc_take (root, "functions", json_integer (h->nfunctions));
  ss_doc_take (root, "to_frame", json_integer (h->nframe));
  ss_doc_take (root, "to_source", json_integer (h->nsource));
  ss_doc_take (root, "bytecodes", groups);
  ss_doc_take (root, "hops", hops);
  ss_doc_write (root, out);
}

static void
csv_optional (GString *row, guint32 n)
{
  if (n == SS_NONE)
    g_string_append_c (row, ',');
  else
    ss_csv_number (row, n, ',');
}

void
ss_hops_csv (const SsHops *h, const char *bytecode, SsOut *out)
{
  const SsActivation *a = h->activation;
  g_autoptr (GString) row = g_string_new (NULL);
  g_autoptr (GString) cell = g_string_new (NULL);
  ss_out_puts (out, "record,bytecode,strategy,fewest,fewest_frame,fewest_source,fewest_unnamed,run,length,way\n");
  for (guint32 i = 0; i < h->nhops && !ss_out_failed (out); i++)
    {
      const SsHop *hop = &h->hops[i];
      if (!is_shown (h, hop->group, bytecode))
        continue;
      g_autofree char *name = ss_activation_name (a, hop->record);
      g_autoptr (SsWay) way = ss_hops_way (h, hop->record);
      g_string_truncate (row, 0);
      g_string_truncate (cell, 0);
      ss_csv_name (row, name, ',');
      ss_csv_name (row, h->groups[hop->group].name, ',');
      ss_csv_cell (row, ss_strategy_name (hop->strategy), ',');
      ss_csv_number (row, hop->fewest, ',');
      csv_optional (row, hop->fewest_frame);
      csv_optional (row, hop->fewest_source);
      ss_csv_number (row, hop->fewest_unnamed, ',');
      ss_csv_number (row, hop->run, ',');
      ss_csv_number (row, way->records->len, ',');
      for (guint k = 0; k < way->records->len; k++)
        {
          g_autofree char *step = ss_way_name (a, g_array_index (way->records, guint32, k));
          g_string_append_printf (cell, "%s%s", k > 0 ? "; " : "", step);
        }
      ss_csv_cell (row, cell->str, '\n');
      ss_out_write (out, row->str, row->len);
    }
}

const char *
ss_plan_action (const SsPlanStep *s)
{
  return s->bar == SS_BAR_NAME ? "name" : "rewrite";
}

void
ss_plan_text (const SsHops *h, const SsPlan *p, const char *reduced, SsOut *out)
{
  static const char *const heads[] = { "", "action", "frees", "free hops", "of", "at most", "record" };
  const SsActivation *a = h->activation;
  ss_way_head (a, reduced, out);
  ss_out_printf (out, "%-12s%u, of which %u have a way without blockers from the start\n", "Hops", p->hops, p->free_before);
  ss_out_puts (out, "\nWhat to name or rewrite first (free hops: those with a way without blockers, after this step; at most: what no\n"
                    "set of as many records can exceed)\n");
  g_autoptr (SsTable) t = ss_table_new ("rlrrrrl");
  for (guint i = 0; i < G_N_ELEMENTS (heads); i++)
    ss_table_add (t, heads[i]);
  for (guint32 i = 0; i < p->nsteps; i++)
    {
      const SsPlanStep *s = &p->steps[i];
      ss_table_count (t, i + 1);
      ss_table_add (t, ss_plan_action (s));
      ss_table_count (t, s->gained);
      ss_table_count (t, s->total);
      ss_table_count (t, p->hops);
      ss_table_count (t, s->bound);
      ss_table_take (t, ss_way_name (a, s->record));
    }
  ss_table_write (t, out);
}

void
ss_plan_json (const SsHops *h, const SsPlan *p, const char *reduced, SsOut *out)
{
  const SsActivation *a = h->activation;
  json_auto_t *root = ss_way_head_json (a, reduced);
  json_t *steps = json_array ();
  for (guint32 i = 0; i < p->nsteps; i++)
    {
      const SsPlanStep *s = &p->steps[i];
      g_autofree char *name = ss_activation_name (a, s->record);
      json_t *step = json_object ();
      ss_doc_take (step, "record", ss_json_string (name));
      ss_doc_take (step, "action", json_string (ss_plan_action (s)));
      ss_doc_take (step, "blocker", json_string (ss_bar_name (s->bar)));
      ss_doc_take (step, "gained", json_integer (s->gained));
      ss_doc_take (step, "total", json_integer (s->total));
      ss_doc_take (step, "bound", json_integer (s->bound));
      ss_doc_push (steps, step);
    }
  ss_doc_take (root, "hops", json_integer (p->hops));
  ss_doc_take (root, "free_before", json_integer (p->free_before));
  ss_doc_take (root, "plan", steps);
  ss_doc_write (root, out);
}

void
ss_plan_csv (const SsHops *h, const SsPlan *p, SsOut *out)
{
  g_autoptr (GString) row = g_string_new (NULL);
  ss_out_puts (out, "record,action,gained,total,bound\n");
  for (guint32 i = 0; i < p->nsteps && !ss_out_failed (out); i++)
    {
      const SsPlanStep *s = &p->steps[i];
      g_autofree char *name = ss_activation_name (h->activation, s->record);
      g_string_truncate (row, 0);
      ss_csv_name (row, name, ',');
      ss_csv_cell (row, ss_plan_action (s), ',');
      ss_csv_number (row, s->gained, ',');
      ss_csv_number (row, s->total, ',');
      ss_csv_number (row, s->bound, '\n');
      ss_out_write (out, row->str, row->len);
    }
}
