/* The report of `diff` as text and as Markdown: totals side by side, whether pickles can be read, and the changes, worst first. */
#include "config.h"

#include "viz/diff.h"

#include "viz/table.h"
#include "viz/text.h"

#include <string.h>

#define FACT "%-15s"

static const SsProgram *
program (const SsDiff *d, int side)
{
  return d->comparison->build[side].activation->terms->program;
}

/* A table in either form: cells row by row, the first row is the head. */
typedef struct
{
  gboolean markdown;
  const char *flush; /* lent: a letter for each column, as in viz/table.h */
  guint columns, filled;
  SsTable *table;
  GString *text;
} Grid;

static void
grid_begin (Grid *g, gboolean markdown, const char *columns)
{
  *g = (Grid) { markdown, columns, (guint) strlen (columns), 0, ss_table_new (columns), g_string_new (NULL) };
}

/* Appends text so that Markdown shows it as it is: names within tables and lines. */
static void
put_plain (GString *to, const char *text)
{
  for (; *text; text++)
    {
      if (strchr ("\\`*_[]<>#|~&@:", *text))
        g_string_append_c (to, '\\');
      g_string_append_c (to, *text);
    }
}

static void
grid_take (Grid *g, char *cell)
{
  g_string_append (g->text, g->filled % g->columns ? " " : "| ");
  put_plain (g->text, cell);
  g_string_append (g->text, " |");
  g->filled++;
  if (g->filled % g->columns == 0)
    g_string_append_c (g->text, '\n');
  if (g->filled == g->columns)
    {
      for (guint i = 0; i < g->columns; i++)
        g_string_append_printf (g->text, "%s %s |", i ? "" : "|", g->flush[i] == 'l' ? ":---" : "---:");
      g_string_append_c (g->text, '\n');
    }
  ss_table_take (g->table, cell);
}

static void
grid_add (Grid *g, const char *cell)
{
  grid_take (g, g_strdup (cell));
}

/* Old, new and difference of a number. */
static void
grid_numbers (Grid *g, guint64 old, guint64 new)
{
  grid_take (g, ss_show_count (old));
  grid_take (g, ss_show_count (new));
  grid_take (g, ss_diff_number (old, new));
}

static void
grid_end (Grid *g, SsOut *out)
{
  if (g->markdown)
    ss_out_write (out, g->text->str, g->text->len);
  else
    ss_table_write (g->table, out);
  ss_table_free (g->table);
  g_string_free (g->text, TRUE);
}

static void
put_title (gboolean markdown, const char *title, SsOut *out)
{
  ss_out_printf (out, markdown ? "\n### %s\n\n" : "\n%s\n", title);
}

/* A line "Fact  text". */
static void
put_fact (gboolean markdown, const char *fact, const char *text, SsOut *out)
{
  if (!markdown)
    {
      ss_out_printf (out, FACT "%s\n", fact, text);
      return;
    }
  g_autoptr (GString) plain = g_string_new (NULL);
  put_plain (plain, text);
  ss_out_printf (out, "- **%s** %s\n", fact, plain->str);
}

static void
put_suppressed (const SsDiff *d, gboolean markdown, SsOut *out)
{
  g_autofree char *text = ss_diff_suppressed (d);
  put_fact (markdown, "Suppressed", text, out);
}

static void
put_head (const SsDiff *d, gboolean markdown, SsOut *out)
{
  const SsMatch *m = d->comparison->match;
  g_autofree char *old = ss_diff_build (d, SS_OLD), *new = ss_diff_build (d, SS_NEW);
  g_autofree char *policy = ss_comparison_policies (d->comparison), *shown = ss_show (policy), *line = g_strdup_printf ("%s; --reduce %s", shown, d->reduced);
  g_autofree char *all = ss_show_count (m->npairs);
  g_autoptr (GString) matched = g_string_new (all);
  put_fact (markdown, "Old", old, out);
  put_fact (markdown, "New", new, out);
  put_fact (markdown, "Policy", line, out);
  g_string_append_printf (matched, " function%s:", m->npairs == 1 ? "" : "s");
  for (int how = 0; how < SS_N_MATCHES; how++)
    {
      g_autofree char *n = ss_show_count (m->by[how]);
      g_string_append_printf (matched, "%s %s by %s", how ? "," : "", n, ss_match_name ((SsMatchHow) how));
    }
  g_autofree char *only_old = ss_show_count (program (d, SS_OLD)->nfuncs - m->npairs);
  g_autofree char *only_new = ss_show_count (program (d, SS_NEW)->nfuncs - m->npairs);
  g_string_append_printf (matched, "; only in old %s, only in new %s", only_old, only_new);
  put_fact (markdown, "Matched", matched->str, out);
  if (d->comparison->align->bounded)
    {
      g_autofree char *n = ss_show_count (d->comparison->align->bounded);
      g_autofree char *text = g_strdup_printf ("%s call%s not looked into to the end, whether inlined or outlined", n,
                                               d->comparison->align->bounded == 1 ? " was" : "s were");
      put_fact (markdown, "Bounded", text, out);
    }
  put_suppressed (d, markdown, out);
}

static void
put_totals (const SsDiff *d, gboolean markdown, SsOut *out)
{
  const SsComparison *c = d->comparison;
  SsDiffTotals old = ss_diff_totals (d, SS_OLD), new = ss_diff_totals (d, SS_NEW);
  guint64 sum[2][2][2] = { { { 0 } } }; /* by irreducible, side, records or values */
  Grid g;
  grid_begin (&g, markdown, "lrrrrrr");
  static const char *const head[] = { "kind", "old", "new", "difference", "values old", "new", "difference" };
  for (guint i = 0; i < G_N_ELEMENTS (head); i++)
    grid_add (&g, head[i]);
  for (int reducible = 1; reducible >= 0; reducible--)
    {
      for (int k = 0; k < SS_N_KINDS; k++)
        {
          if (ss_kind_reducible ((SsKind) k) != reducible)
            continue;
          grid_add (&g, ss_kind_name ((SsKind) k));
          grid_numbers (&g, old.records[k], new.records[k]);
          grid_numbers (&g, old.values[k], new.values[k]);
          sum[!reducible][0][0] += old.records[k];
          sum[!reducible][0][1] += old.values[k];
          sum[!reducible][1][0] += new.records[k];
          sum[!reducible][1][1] += new.values[k];
        }
      grid_add (&g, reducible ? "= reducible" : "= irreducible");
      for (int what = 0; what < 2; what++)
        grid_numbers (&g, sum[!reducible][0][what], sum[!reducible][1][what]);
    }
  grid_add (&g, "= all");
  for (int what = 0; what < 2; what++)
    grid_numbers (&g, sum[0][0][what] + sum[1][0][what], sum[0][1][what] + sum[1][1][what]);
  put_title (markdown, "Records by kind", out);
  grid_end (&g, out);

  grid_begin (&g, markdown, "lrrr");
  grid_add (&g, "functions");
  grid_add (&g, "old");
  grid_add (&g, "new");
  grid_add (&g, "difference");
  grid_add (&g, "all");
  grid_numbers (&g, program (d, SS_OLD)->nfuncs, program (d, SS_NEW)->nfuncs);
  grid_add (&g, "may unwind");
  grid_numbers (&g, ss_unwind_nfuncs (c->build[SS_OLD].activation->unwind), ss_unwind_nfuncs (c->build[SS_NEW].activation->unwind));
  put_title (markdown, "Functions", out);
  grid_end (&g, out);
}

static void
put_pickles (const SsDiff *d, gboolean markdown, SsOut *out)
{
  const SsCompat *p = d->compat;
  put_title (markdown, "Pickles", out);
  for (int side = 0; side < SS_N_SIDES; side++)
    {
      g_autoptr (GString) line = g_string_new (p->breaks[side] ? "no: " : "yes: ");
      g_autofree char *held = ss_show_count (p->held[side]), *same = ss_show_count (p->counts[side][SS_FATE_SAME]);
      g_string_append_printf (line, "of %s record%s that a pickle can hold %s the same", held, p->held[side] == 1 ? "" : "s", same);
      for (int f = SS_FATE_SIGNATURE; f < SS_N_FATES; f++)
        if (p->counts[side][f])
          {
            g_autofree char *n = ss_show_count (p->counts[side][f]);
            g_string_append_printf (line, ", %s %s", n, ss_fate_name ((SsFate) f));
          }
      if (p->counts[side][SS_FATE_FOREIGN])
        {
          g_autofree char *n = ss_show_count (p->counts[side][SS_FATE_FOREIGN]);
          g_string_append_printf (line, "; %s foreign, which no pickle holds", n);
        }
      put_fact (markdown, ss_diff_direction (side), line->str, out);
    }
}

static void
put_counts (const SsDiff *d, gboolean markdown, SsOut *out)
{
  const SsComparison *c = d->comparison;
  g_autofree guint32 *broken = g_new0 (guint32, SS_N_CHANGES), *suppressed = g_new0 (guint32, SS_N_CHANGES);
  Grid g;
  put_title (markdown, "Changes, the most consequential first", out);
  if (c->nchanges == 0)
    {
      ss_out_puts (out, markdown ? "None.\n" : "  none\n");
      return;
    }
  for (guint32 i = 0; i < c->nchanges; i++)
    {
      broken[c->changes[i].code] += ss_compat_breaks (d->compat, &c->changes[i]);
      suppressed[c->changes[i].code] += ss_suppressed (d->suppressions, i) != NULL;
    }
  grid_begin (&g, markdown, "llrrrl");
  static const char *const head[] = { "change", "sense", "changes", "break pickles", "suppressed", "what it is" };
  for (guint i = 0; i < G_N_ELEMENTS (head); i++)
    grid_add (&g, head[i]);
  for (int k = 0; k < SS_N_CHANGES; k++)
    {
      if (!c->counts[k])
        continue;
      grid_add (&g, ss_change_name ((SsChangeCode) k));
      grid_add (&g, ss_sense_name (ss_change_sense ((SsChangeCode) k)));
      grid_take (&g, ss_show_count (c->counts[k]));
      grid_take (&g, ss_show_count (broken[k]));
      grid_take (&g, ss_show_count (suppressed[k]));
      grid_add (&g, ss_change_text ((SsChangeCode) k));
    }
  grid_end (&g, out);
}

/* "tail -> special" */
static void
add_arrow (GString *line, const char *what, const char *old, const char *new)
{
  g_string_append_printf (line, "; %s %s", what, old ? old : new);
  if (old && new && strcmp (old, new) != 0)
    g_string_append_printf (line, " -> %s", new);
}

static void
add_types (GString *line, const SsDiff *d, const SsChange *x)
{
  for (int side = SS_NEW; side >= SS_OLD; side--)
    {
      g_autoptr (GPtrArray) types = ss_diff_types (d, x, side);
      for (guint i = 0; i < types->len; i++)
        {
          g_string_append (line, side == SS_NEW ? ", +" : ", -");
          ss_show_to (line, types->pdata[i]);
        }
    }
}

static void
add_record (GString *line, const SsDiff *d, const SsChange *x)
{
  const SsRecord *old = ss_diff_of (d, x, SS_OLD), *new = ss_diff_of (d, x, SS_NEW);
  g_autofree char *number = ss_diff_number (old ? old->nsaved : 0, new ? new->nsaved : 0);
  add_arrow (line, "kind", old ? ss_kind_name (old->kind) : NULL, new ? ss_kind_name (new->kind) : NULL);
  g_string_append_printf (line, "; values %u -> %u (%s)", old ? old->nsaved : 0, new ? new->nsaved : 0, number);
  add_types (line, d, x);
  if (x->differs & SS_DIFFERS_NAME || !old || !new)
    {
      g_autofree char *was = ss_diff_name (d, x, SS_OLD), *is = ss_diff_name (d, x, SS_NEW);
      g_autofree char *was_shown = was ? ss_show (was) : NULL, *is_shown = is ? ss_show (is) : NULL;
      add_arrow (line, "name", was_shown, is_shown);
    }
  if (x->why != SS_WHY_NONE)
    g_string_append_printf (line, "; %s", ss_why_text (x->why));
  g_autofree char *call = ss_diff_call (d, x);
  if (call)
    {
      g_string_append (line, ": ");
      ss_show_to (line, call);
    }
  for (int side = 0; side < SS_N_SIDES; side++)
    if (x->record[side] != SS_NONE && ss_fate_breaks (d->compat->fate[side][x->record[side]]))
      g_string_append_printf (line, "; %s: %s", ss_diff_direction (side),
                              ss_fate_text ((SsFate) d->compat->fate[side][x->record[side]]));
}

static void
put_change (const SsDiff *d, guint32 i, gboolean markdown, SsOut *out)
{
  const SsChange *x = &d->comparison->changes[i];
  const SsSuppression *by = ss_suppressed (d->suppressions, i);
  gboolean function = x->code == SS_CHANGE_BEGAN || x->code == SS_CHANGE_CEASED;
  g_autoptr (GString) line = g_string_new (NULL), plain = g_string_new (NULL);
  g_autofree char *old = function ? ss_diff_function (d, x, SS_OLD) : ss_diff_record (d, x, SS_OLD);
  g_autofree char *new = function ? ss_diff_function (d, x, SS_NEW) : ss_diff_record (d, x, SS_NEW);
  g_string_append_printf (line, "%s: ", ss_change_name (x->code));
  ss_show_to (line, new ? new : old);
  if (old && new && strcmp (old, new) != 0)
    {
      g_string_append (line, " (was ");
      ss_show_to (line, old);
      g_string_append_c (line, ')');
    }
  if (!function)
    add_record (line, d, x);
  g_autofree char *chain = ss_diff_chain (d, x);
  if (chain)
    g_string_append_printf (line, "; by %s", chain);
  if (by)
    {
      g_string_append (line, "; suppressed: ");
      ss_show_to (line, by->reason);
    }
  if (markdown)
    put_plain (plain, line->str);
  ss_out_printf (out, markdown ? "- %s\n" : "  %s\n", markdown ? plain->str : line->str);
}

static void
put_changes (const SsDiff *d, gboolean markdown, SsOut *out)
{
  const SsComparison *c = d->comparison;
  guint32 shown = 0, n = 0;
  for (guint32 i = 0; i < c->nchanges; i++)
    n += ss_diff_shown (d, i);
  if (n == 0)
    return;
  guint32 rows = d->all || d->top == 0 || d->top > n ? n : d->top;
  g_autofree char *all = ss_show_count (n), *some = ss_show_count (rows);
  g_autofree char *title = g_strconcat (rows < n ? some : all, rows < n ? " of " : "", rows < n ? all : "", n == 1 ? " change" : " changes",
                                        d->all ? NULL : " (those that are neutral and break no pickle are left out)", NULL);
  put_title (markdown, title, out);
  for (guint32 i = 0; i < c->nchanges && shown < rows && !ss_out_failed (out); i++)
    if (ss_diff_shown (d, i))
      {
        put_change (d, i, markdown, out);
        shown++;
      }
}

static void
put_suppressions (const SsDiff *d, gboolean markdown, SsOut *out)
{
  const SsSuppressions *s = d->suppressions;
  gboolean any = FALSE;
  for (guint32 i = 0; s && i < s->nentries; i++)
    {
      const SsSuppression *e = &s->entries[i];
      g_autoptr (GString) line = g_string_new (NULL), plain = g_string_new (NULL);
      if (!e->expired && e->used)
        continue;
      if (!any)
        put_title (markdown, "Suppressions that let nothing through", out);
      any = TRUE;
      g_string_append_printf (line, "%s: ", e->expired ? "expired" : "unused");
      ss_show_to (line, e->function ? e->function : "*");
      if (e->record)
        {
          g_string_append (line, ", ");
          ss_show_to (line, e->record);
        }
      g_string_append (line, ": ");
      ss_show_to (line, e->reason);
      if (e->expires)
        g_string_append_printf (line, " (until %s)", e->expires);
      put_plain (plain, line->str);
      ss_out_printf (out, markdown ? "- %s\n" : "  %s\n", markdown ? plain->str : line->str);
    }
}

/* How functions were matched, other than by being the only one of a symbol; and those that were not. */
static void
put_matches (const SsDiff *d, gboolean markdown, SsOut *out)
{
  const SsMatch *m = d->comparison->match;
  gboolean any = FALSE;
  for (guint32 i = 0; i < m->npairs && !ss_out_failed (out); i++)
    {
      const SsPair *pair = &m->pairs[i];
      g_autoptr (GString) line = g_string_new (NULL), plain = g_string_new (NULL);
      if (pair->sure == 100)
        continue;
      if (!any)
        put_title (markdown, "Functions matched otherwise than by a symbol that is theirs alone", out);
      any = TRUE;
      g_string_append_printf (line, "by %s, %u%% sure: ", ss_match_name (pair->how), pair->sure);
      ss_show_to (line, ss_func_name (program (d, SS_OLD), pair->func[SS_OLD]));
      g_string_append (line, " -> ");
      ss_show_to (line, ss_func_name (program (d, SS_NEW), pair->func[SS_NEW]));
      put_plain (plain, line->str);
      ss_out_printf (out, markdown ? "- %s\n" : "  %s\n", markdown ? plain->str : line->str);
    }
  for (int side = 0; side < SS_N_SIDES; side++)
    {
      if (m->npairs == program (d, side)->nfuncs)
        continue;
      put_title (markdown, side == SS_OLD ? "Functions only in old" : "Functions only in new", out);
      for (guint32 f = 0; f < program (d, side)->nfuncs && !ss_out_failed (out); f++)
        if (m->pair[side][f] == SS_NONE)
          {
            g_autofree char *shown = ss_show (ss_func_name (program (d, side), f));
            g_autoptr (GString) plain = g_string_new (NULL);
            put_plain (plain, shown);
            ss_out_printf (out, markdown ? "- %s\n" : "  %s\n", markdown ? plain->str : shown);
          }
    }
}

static void
put_report (const SsDiff *d, gboolean markdown, SsOut *out)
{
  put_head (d, markdown, out);
  put_totals (d, markdown, out);
  put_pickles (d, markdown, out);
  put_counts (d, markdown, out);
  put_changes (d, markdown, out);
  put_suppressions (d, markdown, out);
  if (d->all)
    put_matches (d, markdown, out);
}

void
ss_diff_text (const SsDiff *d, SsOut *out)
{
  put_report (d, FALSE, out);
}

void
ss_diff_markdown (const SsDiff *d, SsOut *out)
{
  ss_out_puts (out, "## Activation records: old and new build\n\n");
  put_report (d, TRUE, out);
}
