/* Reports of `chains`: the verdict of each root, then what stands in the way, and the answer about a chain from elsewhere. */
#include "config.h"

#include "viz/chains.h"

#include "viz/csv.h"
#include "viz/table.h"
#include "viz/text.h"
#include "viz/way.h"

static void
put_head (SsTable *t, const char *const *heads, guint n)
{
  for (guint i = 0; i < n; i++)
    ss_table_add (t, heads[i]);
}

static void
put_verdict (const SsRoot *r, SsOut *out)
{
  switch (r->verdict)
    {
    case SS_CHAINS_EVERY:
      ss_out_puts (out, "every chain can be pickled: no blocker lies on any of them\n");
      break;
    case SS_CHAINS_SOME:
      ss_out_puts (out, "some chains can be pickled, some cannot\n");
      break;
    case SS_CHAINS_NO:
      ss_out_printf (out, "no chain can be pickled: each has at least %u blocker%s\n", r->fewest, r->fewest == 1 ? "" : "s");
      break;
    default:
      ss_out_puts (out, "no chain: it cannot unwind\n");
      break;
    }
}

static void
put_roots (const SsChains *c, guint top, SsOut *out)
{
  const SsActivation *a = c->activation;
  const SsProgram *p = a->terms->program;
  guint32 n = ss_chains_rows (c->nroots, top);
  if (c->nroots == 0)
    {
      ss_out_puts (out, "\nNo roots: the program has none of the policy's, and something calls each function that may unwind.\n");
      return;
    }
  ss_out_printf (out, "\nChains from %u root%s%s\n", c->nroots, c->nroots == 1 ? "" : "s",
                 c->assumed ? ": functions that nothing calls, as the program has no root that the policy names" : "");
  for (guint32 i = 0; i < n; i++)
    {
      const SsRoot *r = &c->roots[i];
      g_autofree char *name = ss_show (ss_sym_name (p, r->sym));
      ss_out_printf (out, "\n  %s: ", name);
      put_verdict (r, out);
      g_autoptr (SsWay) way = ss_chains_way (c, r->sym);
      if (!way)
        continue;
      ss_out_puts (out, "  The chain with the fewest blockers:\n");
      ss_way_text (a, way, SS_NONE, out);
    }
  if (n < c->nroots)
    ss_out_printf (out, "\n  ... and %u more roots (--top 0 shows all)\n", c->nroots - n);
}

static void
put_kinds (const SsChains *c, SsOut *out)
{
  g_autofree char *records = ss_show_count (c->all.records);
  g_autofree char *blockers = ss_show_count (c->all.blockers);
  ss_out_printf (out, "\nRecords on chains from %s: %s, of which %s are blockers\n", c->nroots == 1 ? "the root" : "these roots",
                 records, blockers);
  g_autoptr (SsTable) t = ss_table_new ("lrr");
  for (int k = 0; k < SS_N_KINDS; k++)
    {
      ss_table_add (t, ss_kind_name ((SsKind) k));
      ss_table_count (t, c->all.kinds[k]);
      ss_table_take (t, ss_show_share (c->all.kinds[k], c->all.records));
    }
  ss_table_write (t, out);
}

static void
put_blockers (const SsChains *c, guint top, SsOut *out)
{
  static const char *const heads[] = { "", "every way", "some way", "cheapest way", "kind", "record" };
  const SsActivation *a = c->activation;
  guint32 n = ss_chains_rows (c->nblockers, top);
  g_autofree char *shown = ss_show_count (n);
  g_autofree char *all = ss_show_count (c->nblockers);
  ss_out_printf (out, "\nBlockers: %s of %s, by how many of %u hops have them on every way, on some way, on the cheapest way\n", shown,
                 all, c->hops->nhops);
  if (c->hops->nhops > 0 && !c->hops->some_counted)
    ss_out_puts (out, "(\"some way\" was not counted: there are too many hops)\n");
  g_autoptr (SsTable) t = ss_table_new ("rrrrll");
  put_head (t, heads, G_N_ELEMENTS (heads));
  for (guint32 i = 0; i < n; i++)
    {
      const SsBlocker *b = &c->blockers[i];
      ss_table_count (t, i + 1);
      ss_table_count (t, b->every);
      if (c->hops->some_counted || c->hops->nhops == 0)
        ss_table_count (t, b->some);
      else
        ss_table_add (t, "?");
      ss_table_count (t, b->cheapest);
      ss_table_add (t, ss_kind_name (ss_activation_kind (a, b->record)));
      ss_table_take (t, ss_way_name (a, b->record));
    }
  ss_table_write (t, out);
  for (guint32 i = 0; i < n && !ss_out_failed (out); i++)
    {
      const SsBlocker *b = &c->blockers[i];
      g_autoptr (SsWay) way = ss_chains_through (c, b->record);
      g_autofree char *name = ss_way_name (a, b->record);
      ss_out_printf (out, "\n%u. %s: %s\n", i + 1, name, ss_bar_text (a->bar[b->record]));
      ss_out_printf (out, "   A shortest %s with it:\n",
                     b->rooted ? "chain from a root" : "hop (no chain from a root has it)");
      ss_way_text (a, way, b->record, out);
    }
}

void
ss_chains_text (const SsChains *c, const char *reduced, guint top, SsOut *out)
{
  ss_way_head (c->activation, reduced, out);
  put_roots (c, top, out);
  if (c->all.records > 0)
    put_kinds (c, out);
  if (c->nblockers > 0)
    put_blockers (c, top, out);
  ss_out_puts (out, "\n-> is a blocker, * the record in question; outermost first\n");
}

static json_t *
root_json (const SsChains *c, const SsRoot *r)
{
  const SsActivation *a = c->activation;
  json_t *object = json_object (), *kinds = json_object ();
  g_autoptr (SsWay) way = r->sym == SS_NONE ? NULL : ss_chains_way (c, r->sym);
  gboolean counted = r->records != SS_NONE;
  for (int k = 0; k < SS_N_KINDS; k++)
    ss_doc_take (kinds, ss_kind_name ((SsKind) k), json_integer (r->kinds[k]));
  if (r->sym != SS_NONE)
    ss_doc_take (object, "root", ss_json_string (ss_sym_name (a->terms->program, r->sym)));
  ss_doc_take (object, "verdict", json_string (ss_verdict_name (r->verdict)));
  ss_doc_take (object, "fewest", json_integer (r->fewest));
  ss_doc_take (object, "records", counted ? json_integer (r->records) : json_null ());
  ss_doc_take (object, "blockers", counted ? json_integer (r->blockers) : json_null ());
  ss_doc_take (object, "kinds", kinds);
  if (r->sym != SS_NONE)
    ss_doc_take (object, "chain", way ? ss_way_json (a, way) : json_null ());
  return object;
}

static json_t *
blocker_json (const SsChains *c, const SsBlocker *b)
{
  json_t *object = ss_way_record_json (c->activation, b->record);
  g_autoptr (SsWay) way = ss_chains_through (c, b->record);
  gboolean counted = c->hops->some_counted || c->hops->nhops == 0;
  ss_doc_take (object, "every", json_integer (b->every));
  ss_doc_take (object, "some", counted ? json_integer (b->some) : json_null ());
  ss_doc_take (object, "cheapest", json_integer (b->cheapest));
  ss_doc_take (object, "rooted", json_boolean (b->rooted));
  ss_doc_take (object, "chain", ss_way_json (c->activation, way));
  return object;
}

void
ss_chains_json (const SsChains *c, const char *reduced, guint top, SsOut *out)
{
  json_auto_t *root = ss_way_head_json (c->activation, reduced);
  json_t *roots = json_array (), *blockers = json_array ();
  for (guint32 i = 0; i < ss_chains_rows (c->nroots, top); i++)
    ss_doc_push (roots, root_json (c, &c->roots[i]));
  for (guint32 i = 0; i < ss_chains_rows (c->nblockers, top); i++)
    ss_doc_push (blockers, blocker_json (c, &c->blockers[i]));
  ss_doc_take (root, "assumed", json_boolean (c->assumed));
  ss_doc_take (root, "all", root_json (c, &c->all));
  ss_doc_take (root, "root_count", json_integer (c->nroots));
  ss_doc_take (root, "roots", roots);
  ss_doc_take (root, "hops", json_integer (c->hops->nhops));
  ss_doc_take (root, "blocker_count", json_integer (c->nblockers));
  ss_doc_take (root, "blockers", blockers);
  ss_doc_write (root, out);
}

void
ss_chains_csv (const SsChains *c, SsOut *out)
{
  const SsActivation *a = c->activation;
  g_autoptr (GString) row = g_string_new (NULL);
  ss_out_puts (out, "record,kind,blocker,every,some,cheapest,rooted,values,saved\n");
  for (guint32 i = 0; i < c->nblockers && !ss_out_failed (out); i++)
    {
      const SsBlocker *b = &c->blockers[i];
      g_autofree char *name = ss_activation_name (a, b->record);
      g_autofree char *saved = ss_way_saved (a, b->record);
      g_string_truncate (row, 0);
      ss_csv_name (row, name, ',');
      ss_csv_cell (row, ss_kind_name (ss_activation_kind (a, b->record)), ',');
      ss_csv_cell (row, ss_bar_name (a->bar[b->record]), ',');
      ss_csv_number (row, b->every, ',');
      if (c->hops->some_counted || c->hops->nhops == 0)
        ss_csv_number (row, b->some, ',');
      else
        g_string_append_c (row, ',');
      ss_csv_number (row, b->cheapest, ',');
      ss_csv_cell (row, b->rooted ? "yes" : "no", ',');
      ss_csv_number (row, ss_activation_nsaved (a, b->record), ',');
      ss_csv_cell (row, saved, '\n');
      ss_out_write (out, row->str, row->len);
    }
}

/* Whether the chain can be pickled: "yes", "no", "depends", or "impossible" where the graphs do not allow it. */
static const char *
answer_of (const SsChainCheck *c)
{
  return c->faults ? "impossible" : c->guilty ? "no" : c->doubtful ? "depends" : "yes";
}

static char *
bounds (guint64 min, guint64 max)
{
  g_autofree char *least = ss_show_count (min);
  g_autofree char *most = ss_show_count (max);
  return min == max ? g_strdup (least) : g_strdup_printf ("%s to %s", least, most);
}

static void
put_line (const SsActivation *a, const SsChainLine *l, guint32 i, SsOut *out)
{
  g_autofree char *text = ss_show (l->text);
  ss_out_printf (out, "  %u. %s", i + 1, text);
  if (l->state != SS_LINE_RECORDS)
    {
      ss_out_printf (out, "%s%s\n", ss_line_allowed (l->state) ? ": " : "  <== NOT ALLOWED: ", ss_line_text (l->state));
      return;
    }
  ss_out_puts (out, l->best != SS_BAR_NONE ? "  <== GUILTY\n" : l->worst != SS_BAR_NONE ? "  <== in doubt\n" : "\n");
  for (guint k = 0; k < l->records->len; k++)
    {
      guint32 r = g_array_index (l->records, guint32, k);
      g_autofree char *name = ss_way_name (a, r);
      g_autofree char *saved = ss_way_saved (a, r);
      ss_out_printf (out, "     %s %s  [%s; saves %s", ss_activation_blocks (a, r) ? "->" : "  ", name,
                     ss_kind_name (ss_activation_kind (a, r)), saved);
      if (ss_activation_blocks (a, r))
        ss_out_printf (out, "; %s", ss_bar_text (a->bar[r]));
      ss_out_puts (out, "]\n");
    }
}

void
ss_chain_check_text (const SsChainCheck *c, const char *reduced, SsOut *out)
{
  ss_way_head (c->activation, reduced, out);
  ss_out_puts (out, "\nThe chain, outermost first, with the records that fit (-> is a blocker)\n");
  for (guint32 i = 0; i < c->nlines; i++)
    put_line (c->activation, &c->lines[i], i, out);
  g_autofree char *values = bounds (c->values_min, c->values_max);
  g_autofree char *bytes = bounds (c->bytes_min, c->bytes_max);
  ss_out_printf (out, "\nTo save for this chain: %s values, %s bytes\n", values, bytes);
  if (c->faults)
    ss_out_printf (out, "The graphs do not allow this chain: %u line%s\n", c->faults, c->faults == 1 ? "" : "s");
  else if (c->guilty)
    ss_out_printf (out, "It cannot be pickled: %u guilty line%s\n", c->guilty, c->guilty == 1 ? "" : "s");
  else if (c->doubtful)
    ss_out_printf (out, "Whether it can be pickled depends on which of the calls it was, in %u line%s\n", c->doubtful,
                   c->doubtful == 1 ? "" : "s");
  else
    ss_out_puts (out, "It can be pickled\n");
}

void
ss_chain_check_json (const SsChainCheck *c, const char *reduced, SsOut *out)
{
  static const char *const states[] = {
    [SS_LINE_RECORDS] = "records",     [SS_LINE_SOURCE] = "source",       [SS_LINE_UNKNOWN] = "unknown",
    [SS_LINE_NO_POINT] = "no-point",   [SS_LINE_NO_CALL] = "no-call",     [SS_LINE_NO_UNWIND] = "no-unwind",
    [SS_LINE_NO_END] = "no-end",       [SS_LINE_AFTER_END] = "after-end",
  };
  json_auto_t *root = ss_way_head_json (c->activation, reduced);
  json_t *lines = json_array ();
  for (guint32 i = 0; i < c->nlines; i++)
    {
      const SsChainLine *l = &c->lines[i];
      json_t *line = json_object (), *records = json_array ();
      for (guint k = 0; k < l->records->len; k++)
        ss_doc_push (records, ss_way_record_json (c->activation, g_array_index (l->records, guint32, k)));
      ss_doc_take (line, "line", ss_json_string (l->text));
      ss_doc_take (line, "state", json_string (states[l->state]));
      ss_doc_take (line, "allowed", json_boolean (ss_line_allowed (l->state)));
      ss_doc_take (line, "guilty", json_boolean (l->state == SS_LINE_RECORDS && l->best != SS_BAR_NONE));
      ss_doc_take (line, "records", records);
      ss_doc_push (lines, line);
    }
  ss_doc_take (root, "lines", lines);
  ss_doc_take (root, "answer", json_string (answer_of (c)));
  ss_doc_take (root, "values", json_pack ("[II]", (json_int_t) c->values_min, (json_int_t) c->values_max));
  ss_doc_take (root, "bytes", json_pack ("[II]", (json_int_t) c->bytes_min, (json_int_t) c->bytes_max));
  ss_doc_write (root, out);
}
