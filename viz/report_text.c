/* The report of `classify` as text: what a person wants to know first stands first. */
#include "config.h"

#include "viz/derive.h"
#include "viz/report.h"
#include "viz/table.h"
#include "viz/text.h"

static void
put_shown (SsOut *out, const char *before, const char *name)
{
  g_autofree char *shown = ss_show (name);
  ss_out_printf (out, "%s%s", before, shown);
}

/* "1 call", "2,000 calls" */
static char *
counted (guint64 n, const char *one, const char *many)
{
  g_autofree char *count = ss_show_count (n);
  return g_strdup_printf ("%s %s", count, n == 1 ? one : many);
}

static void
put_counted (SsOut *out, const char *before, guint64 n, const char *one, const char *many)
{
  g_autofree char *text = counted (n, one, many);
  ss_out_printf (out, "%s%s", before, text);
}

static void
put_record_name (SsOut *out, const char *before, const SsProgram *p, guint32 o)
{
  g_autofree char *name = ss_record_name (p, o);
  put_shown (out, before, name);
}

/* What is in the head: facts about the whole program. */

#define FACT "%-15s"

static void
put_build (const SsReport *r, SsOut *out)
{
  const SsProgram *p = r->terms->program;
  ss_out_printf (out, FACT, "Program");
  put_shown (out, "", p->program != SS_NONE ? ss_str (p, p->program) : "(not named)");
  if (p->stage != SS_NONE)
    put_shown (out, ", stage ", ss_str (p, p->stage));
  ss_out_puts (out, "\n");
  const char *fact = "Header";
  for (guint32 i = 0; i < p->nheader; i++)
    {
      if (ss_report_names_build (ss_str (p, p->header[i].key)))
        continue;
      ss_out_printf (out, FACT, fact);
      put_shown (out, "", ss_str (p, p->header[i].key));
      put_shown (out, ": ", ss_str (p, p->header[i].value));
      ss_out_puts (out, "\n");
      fact = "";
    }

  ss_out_printf (out, FACT, "Policy");
  put_shown (out, "", ss_policy_name (r->terms->policy));
  ss_out_printf (out, ": calls of unknown targets %s; callbacks of externals are %s\n",
                 r->terms->unknown_unwinds ? "may unwind" : "do not unwind",
                 r->terms->callbacks ? "followed" : "not followed");
}

static void
put_sizes (const SsReport *r, SsOut *out)
{
  const SsProgram *p = r->terms->program;
  g_autofree char *funcs = ss_show_count (p->nfuncs);
  g_autofree char *may = counted (ss_unwind_nfuncs (r->unwind), "function", "functions");
  g_autofree char *share = ss_show_share (ss_unwind_nfuncs (r->unwind), p->nfuncs);
  g_autofree char *points = ss_show_count (r->npoints);
  ss_out_printf (out, FACT "%s\n", "Functions", funcs);
  ss_out_printf (out, FACT "%s (%s)\n", "May unwind", may, share);
  ss_out_printf (out, FACT "%s\n", "Unwind points", points);
  ss_out_printf (out, FACT, "Not analysed");
  if (r->not_analysed == 0)
    ss_out_puts (out, "none\n");
  else
    put_counted (out, "", r->not_analysed, "point\n", "points\n");
}

static void
put_unknown (const SsReport *r, SsOut *out)
{
  guint32 n;
  ss_unwind_unknown_calls (r->unwind, &n);
  ss_out_printf (out, FACT, "Unknown calls");
  if (n == 0)
    {
      ss_out_puts (out, "none\n");
      return;
    }
  g_autofree char *points = ss_show_count (r->unknown_points);
  put_counted (out, "", n, "call has", "calls have");
  ss_out_printf (out, " unknown targets; unwind points among them: %s\n", points);
}

static void
put_hidden (const SsReport *r, SsOut *out)
{
  const SsProgram *p = r->terms->program;
  ss_out_printf (out, FACT, "Hidden calls");
  if (r->nhidden == 0)
    {
      ss_out_puts (out, "none\n");
      return;
    }
  put_counted (out, "", r->hidden_calls, "operation runs", "operations run");
  ss_out_puts (out, " code that the graphs do not name, and count as not unwinding:");
  for (guint32 i = 0; i < r->nhidden; i++)
    {
      g_autofree char *count = ss_show_count (r->hidden[i].count);
      put_shown (out, i == 0 ? " " : ", ", ss_str (p, p->opnames[r->hidden[i].opname]));
      ss_out_printf (out, " %s", count);
    }
  ss_out_puts (out, "\n");
}

static void
put_callbacks (const SsReport *r, SsOut *out)
{
  ss_out_printf (out, FACT, "Callbacks");
  if (r->callback_externals == 0)
    {
      ss_out_puts (out, "none\n");
      return;
    }
  g_autofree char *count = ss_show_count (r->ncallbacks);
  put_counted (out, "", r->callback_externals, "external calls", "externals call");
  ss_out_printf (out, " back; that may unwind: %s%s\n", count,
                 r->terms->callbacks ? "" : " (the policy does not follow callbacks)");
}

static void
put_overruled (const SsReport *r, SsOut *out)
{
  ss_out_printf (out, FACT, "Overruled");
  if (r->noverruled == 0)
    ss_out_puts (out, "no call site\n");
  else
    put_counted (out, "", r->noverruled, "call site, by the policy\n", "call sites, by the policy\n");
}

static void
put_list (SsOut *out, const char *before, const char *const *list)
{
  for (; list != NULL && *list != NULL; list++)
    put_shown (out, before, *list);
}

static void
put_filter (const SsReport *r, SsOut *out)
{
  ss_out_printf (out, FACT, "Selected");
  if (!ss_report_filtered (r))
    {
      ss_out_puts (out, "all records\n");
      return;
    }
  g_autofree char *some = ss_show_count (r->nrecords);
  g_autofree char *all = counted (r->classes->nrecords, "record", "records");
  ss_out_printf (out, "%s of %s; what follows counts these alone:", some, all);
  put_list (out, " --function ", r->filter.functions);
  for (int k = 0; k < SS_N_KINDS; k++)
    if (r->filter.kinds & (1u << k))
      ss_out_printf (out, " --kind %s", ss_kind_name ((SsKind) k));
  put_list (out, " --type ", r->filter.types);
  ss_out_puts (out, "\n");
}

/* The tables. */

static void
add_tally (SsTable *t, const char *name, const SsTally *tally, const SsTally *all)
{
  ss_table_add (t, name);
  ss_table_count (t, tally->records);
  ss_table_take (t, ss_show_share (tally->records, all->records));
  ss_table_count (t, tally->values);
  ss_table_count (t, tally->bytes);
}

static void
add_head (SsTable *t, const char *const *head)
{
  for (; *head != NULL; head++)
    ss_table_add (t, *head);
}

static void
put_kinds (const SsReport *r, SsOut *out)
{
  static const char *const head[] = { "kind", "records", "share", "values", "bytes", NULL };
  g_autoptr (SsTable) t = ss_table_new ("lrrrr");
  add_head (t, head);
  for (int reducible = 1; reducible >= 0; reducible--)
    {
      for (int k = 0; k < SS_N_KINDS; k++)
        if (ss_kind_reducible ((SsKind) k) == reducible)
          add_tally (t, ss_kind_name ((SsKind) k), &r->kinds[k], &r->all);
      add_tally (t, reducible ? "= reducible" : "= irreducible", reducible ? &r->reducible : &r->irreducible, &r->all);
    }
  add_tally (t, "= all", &r->all, &r->all);
  ss_out_puts (out, "\nRecords by kind (bytes: 24 for a record and 8 for each value that it saves)\n");
  ss_table_write (t, out);
}

/* What each stage of the reduction changed. */
static void
put_reduction (const SsReport *r, SsOut *out)
{
  static const char *const head[] = { "after", "foreign", "stateless", "frame", "special", "values", "bytes", NULL };
  static const SsKind kinds[] = { SS_KIND_FOREIGN, SS_KIND_STATELESS, SS_KIND_FRAME, SS_KIND_SPECIAL };
  if (r->reduction == NULL)
    return;
  g_autoptr (SsTable) t = ss_table_new ("lrrrrrr");
  add_head (t, head);
  for (guint stage = 0; stage < r->reduction->nstages; stage++)
    {
      ss_table_take (t, ss_derive_stage (r->reduction, stage));
      for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
        ss_table_count (t, r->stages[stage][kinds[k]].records);
      ss_table_count (t, r->stage_irreducible[stage].values);
      ss_table_count (t, r->stage_irreducible[stage].bytes);
    }
  ss_out_puts (out, "\nReduction: what the irreducible records save, step by step\n");
  ss_table_write (t, out);
  ss_out_puts (out, "  no longer saved:");
  for (int how = 0; how < SS_N_HOWS; how++)
    {
      g_autofree char *count = ss_show_count (r->gone[how]);
      ss_out_printf (out, "%s %s %s", how == 0 ? "" : ",", ss_how_name ((SsHow) how), count);
    }
  put_counted (out, "; resting on the policy's word of ownership: ", r->resting, "value\n", "values\n");
  if (r->bounded > 0)
    put_counted (out, "  the bound on work was hit at ", r->bounded, "record, which may save more than it need\n",
                 "records, which may save more than they need\n");
}

/* "Title: 10 of 1,234 THINGS", or "Title: 7 THINGS" */
static void
put_title (SsOut *out, const char *title, guint32 n, guint top, const char *one, const char *many)
{
  g_autofree char *rows = ss_show_count (ss_report_rows (n, top));
  g_autofree char *all = counted (n, one, many);
  ss_out_printf (out, "\n%s: ", title);
  if (ss_report_rows (n, top) < n)
    ss_out_printf (out, "%s of ", rows);
  ss_out_printf (out, "%s\n", all);
}

static char *
shape_text (const SsReport *r, const SsShapes *shapes, const SsShape *s)
{
  const SsProgram *p = r->terms->program;
  if (s->nelems == 0)
    return g_strdup ("(nothing)");
  GString *text = g_string_new (NULL);
  const guint32 *elems = shapes->elems + s->elem0;
  for (guint32 i = 0, run; i < s->nelems; i += run)
    {
      for (run = 1; i + run < s->nelems && elems[i + run] == elems[i]; run++)
        ;
      if (i > 0)
        g_string_append (text, ", ");
      if (run > 1)
        g_string_append_printf (text, "%u x ", run);
      if (shapes == &r->exact)
        ss_show_to (text, ss_type_name (p, elems[i]));
      else
        g_string_append (text, ss_storage_name ((SsStorage) elems[i]));
    }
  return g_string_free (text, FALSE);
}

static void
put_shapes (const SsReport *r, const SsShapes *shapes, const char *title, guint top, SsOut *out)
{
  static const char *const head[] = { "records", "share", "irreducible", "values", "shape", NULL };
  put_title (out, title, shapes->nshapes, top, "shape", "shapes");
  if (shapes->nshapes == 0)
    return;
  g_autoptr (SsTable) t = ss_table_new ("rrrrl");
  add_head (t, head);
  guint32 rows = ss_report_rows (shapes->nshapes, top);
  for (guint32 i = 0; i < rows; i++)
    {
      const SsShape *s = shapes->shapes + i;
      ss_table_count (t, s->records);
      ss_table_take (t, ss_show_share (s->records, r->nrecords));
      ss_table_count (t, s->irreducible);
      ss_table_count (t, s->nelems);
      ss_table_take (t, shape_text (r, shapes, s));
    }
  ss_table_write (t, out);
}

static void
put_types (const SsReport *r, guint top, SsOut *out)
{
  static const char *const head[] = { "values", "share", "records", "storage", "type", NULL };
  put_title (out, "Saved types", r->ntypes, top, "type", "types");
  if (r->ntypes == 0)
    return;
  const SsProgram *p = r->terms->program;
  g_autoptr (SsTable) t = ss_table_new ("rrrll");
  add_head (t, head);
  guint32 rows = ss_report_rows (r->ntypes, top);
  for (guint32 i = 0; i < rows; i++)
    {
      const SsTypeUse *use = r->types + i;
      ss_table_count (t, use->values);
      ss_table_take (t, ss_show_share (use->values, r->all.values));
      ss_table_count (t, use->records);
      ss_table_add (t, ss_storage_name (p->types[use->type].storage));
      ss_table_take (t, ss_show (ss_type_name (p, use->type)));
    }
  ss_table_write (t, out);
}

static void
put_funcs (const SsReport *r, guint top, SsOut *out)
{
  static const char *const head[] = { "irreducible", "of records", "values", "bytes", "function", NULL };
  put_title (out, "Functions with most irreducible records", r->nfuncs, top, "function", "functions");
  if (r->nfuncs == 0)
    return;
  g_autoptr (SsTable) t = ss_table_new ("rrrrl");
  add_head (t, head);
  guint32 rows = ss_report_rows (r->nfuncs, top);
  for (guint32 i = 0; i < rows; i++)
    {
      const SsFuncUse *use = r->funcs + i;
      ss_table_count (t, use->irreducible);
      ss_table_count (t, use->records);
      ss_table_count (t, use->values);
      ss_table_count (t, use->bytes);
      ss_table_take (t, ss_show (ss_func_name (r->terms->program, use->func)));
    }
  ss_table_write (t, out);
}

/* Lists: where the unknown calls are, which externals may unwind, what the policy overrules. */

static void
put_unknown_list (const SsReport *r, guint top, SsOut *out)
{
  guint32 n;
  const guint32 *calls = ss_unwind_unknown_calls (r->unwind, &n);
  if (n == 0)
    return;
  put_title (out, "Calls of unknown targets", n, top, "call", "calls");
  guint32 rows = ss_report_rows (n, top);
  for (guint32 i = 0; i < rows; i++)
    {
      put_record_name (out, "  ", r->terms->program, calls[i]);
      ss_out_puts (out, "\n");
    }
}

static void
put_callback_list (const SsReport *r, guint top, SsOut *out)
{
  if (r->ncallbacks == 0)
    return;
  put_title (out, "Externals that call back and may unwind", r->ncallbacks, top, "external", "externals");
  guint32 rows = ss_report_rows (r->ncallbacks, top);
  for (guint32 i = 0; i < rows; i++)
    {
      put_shown (out, "  ", ss_sym_name (r->terms->program, r->callbacks[i]));
      ss_out_puts (out, "\n");
    }
}

static void
put_overruled_list (const SsReport *r, guint top, SsOut *out)
{
  const SsProgram *p = r->terms->program;
  if (r->noverruled == 0)
    return;
  put_title (out, "Call sites overruled by the policy", r->noverruled, top, "call site", "call sites");
  guint32 rows = ss_report_rows (r->noverruled, top);
  for (guint32 i = 0; i < rows; i++)
    {
      SsSite site = ss_term_site (r->terms, r->overruled[i]);
      put_record_name (out, "  ", p, r->overruled[i]);
      ss_out_puts (out, site.says == SS_SITE_UNWINDS ? " unwinds" : site.says == SS_SITE_NEVER ? " never unwinds" : " calls only");
      if (site.says == SS_SITE_ONLY)
        for (guint32 k = 0; k < site.ntargets; k++)
          put_shown (out, k == 0 ? " " : ", ", ss_sym_name (p, site.targets[k]));
      ss_out_puts (out, "\n");
    }
}

static void
put_suggestions (const SsReport *r, SsOut *out)
{
  static const char *const head[] = { "records", "values", "function", "its frame to hold, which comes from", NULL };
  if (r->suggestions == NULL)
    return;
  put_title (out, "Notations that turn most records into frame, for each value to be held", r->suggestions->len, r->nsuggestions, "suggestion", "suggestions");
  if (r->suggestions->len == 0)
    return;
  g_autoptr (SsTable) t = ss_table_new ("rrll");
  add_head (t, head);
  guint32 rows = ss_report_rows (r->suggestions->len, r->nsuggestions);
  for (guint32 i = 0; i < rows; i++)
    {
      const SsSuggestion *s = &g_array_index (r->suggestions, SsSuggestion, i);
      GString *holds = g_string_new (NULL);
      for (guint32 k = 0; k < s->nholds; k++)
        {
          g_string_append (holds, k > 0 ? ", " : "");
          ss_show_to (holds, s->holds[k].name);
          g_string_append (holds, " (");
          if (s->holds[k].from == SS_HOLD_RESULT)
            ss_show_to (holds, ss_op_name (r->terms->program, s->holds[k].op));
          else
            g_string_append (holds, ss_hold_from_name (s->holds[k].from));
          g_string_append_c (holds, ')');
        }
      ss_table_count (t, s->records);
      ss_table_count (t, s->values);
      ss_table_take (t, ss_show (ss_func_name (r->terms->program, s->func)));
      ss_table_take (t, g_string_free (holds, FALSE));
    }
  ss_table_write (t, out);
  guint32 bounded = 0;
  for (guint32 i = 0; i < rows; i++)
    bounded += g_array_index (r->suggestions, SsSuggestion, i).bounded;
  if (bounded > 0)
    put_counted (out, "  the bound on work was hit at ", bounded, "suggestion, which may turn more records than are counted\n",
                 "suggestions, which may turn more records than are counted\n");
}

/* A line: "f@0.0 is special: work-after; saves v1 gc:X, v2 Signed". */
static void
put_record (const SsReport *r, const SsRecord *record, GString *line, SsOut *out)
{
  const SsProgram *p = r->terms->program;
  g_autofree char *name = ss_record_name (p, record->op);
  const guint32 *saved = r->classes->saved + record->saved0;
  g_string_truncate (line, 0);
  ss_show_to (line, name);
  g_string_append_printf (line, " is %s", ss_kind_name (record->kind));
  const char *before = ": ";
  for (int reason = 0; reason < SS_N_REASONS; reason++)
    if (record->reasons & (1u << reason))
      {
        g_string_append_printf (line, "%s%s", before, ss_reason_code ((SsReason) reason));
        before = " ";
      }
  for (guint32 i = 0; i < record->nsaved; i++)
    {
      g_string_append (line, i == 0 ? "; saves " : ", ");
      ss_show_to (line, ss_var_name (p, saved[i]));
      g_string_append_c (line, ' ');
      ss_show_to (line, ss_type_name (p, p->var_type[saved[i]]));
    }
  g_string_append (line, record->nsaved == 0 ? "; saves nothing\n" : "\n");
  ss_out_write (out, line->str, line->len);
  guint32 lines = r->reduction == NULL ? 0 : ss_derive_nlines (r->reduction, ss_report_index (r, record));
  for (guint32 i = 0; i < lines; i++)
    {
      g_autofree char *text = ss_derive_line (r->terms->program, r->reduction, ss_report_index (r, record), i);
      ss_out_printf (out, "    %s\n", text);
    }
  if (r->reduction != NULL && r->reduction->reduced[ss_report_index (r, record)].bounded)
    ss_out_puts (out, "    the bound on work was hit: it may save more than it need\n");
}

void
ss_report_text (const SsReport *r, guint top, gboolean records, SsOut *out)
{
  put_build (r, out);
  put_sizes (r, out);
  put_unknown (r, out);
  put_hidden (r, out);
  put_callbacks (r, out);
  put_overruled (r, out);
  put_filter (r, out);
  put_kinds (r, out);
  put_reduction (r, out);
  put_shapes (r, &r->storage, "Record shapes by storage", top, out);
  put_shapes (r, &r->exact, "Record shapes by exact type", top, out);
  put_types (r, top, out);
  put_funcs (r, top, out);
  put_unknown_list (r, top, out);
  put_callback_list (r, top, out);
  put_overruled_list (r, top, out);
  put_suggestions (r, out);
  if (!records)
    return;
  put_counted (out, "\nRecords: ", r->nrecords, "record\n", "records\n");
  g_autoptr (GString) line = g_string_new (NULL);
  for (guint32 i = 0; i < r->nrecords && !ss_out_failed (out); i++)
    put_record (r, r->records[i], line, out);
}
