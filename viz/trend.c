/* Builds side by side: counting them, and the report as text, CSV and JSON. */
#include "config.h"

#include "viz/trend.h"

#include "viz/csv.h"
#include "viz/doc.h"
#include "viz/table.h"
#include "viz/text.h"

/* --- counting --- */

static void
row_clear (gpointer data)
{
  SsTrendRow *r = data;
  g_free (r->file);
  g_free (r->program);
  g_free (r->stage);
  g_free (r->policy);
}

SsTrend *
ss_trend_new (const char *reduced)
{
  SsTrend *t = g_new0 (SsTrend, 1);
  t->rows = g_array_new (FALSE, FALSE, sizeof (SsTrendRow));
  g_array_set_clear_func (t->rows, row_clear);
  t->reduced = reduced;
  return t;
}

void
ss_trend_free (SsTrend *t)
{
  if (t == NULL)
    return;
  g_array_unref (t->rows);
  g_free (t);
}

static void
count_saved (SsTrendRow *r, int side, const SsClasses *c)
{
  for (guint32 i = 0; i < c->nrecords; i++)
    if (!ss_kind_reducible (c->records[i].kind))
      {
        r->values[side] += c->records[i].nsaved;
        r->bytes[side] += SS_RECORD_BYTES (c->records[i].nsaved);
      }
}

static char *
copy_string (const SsProgram *p, guint32 s)
{
  return s == SS_NONE ? NULL : g_strdup (ss_str (p, s));
}

void
ss_trend_add (SsTrend *t, const char *file, const SsUnwind *unwind, const SsClasses *all, const SsReduction *reduction,
              const SsHops *hops)
{
  const SsTerms *terms = hops->activation->terms;
  const SsProgram *p = terms->program;
  const SsClasses *classes = reduction != NULL ? reduction->classes : all;
  SsTrendRow r = { .file = ss_show (file), .program = copy_string (p, p->program), .stage = copy_string (p, p->stage),
                   .policy = g_strdup (ss_policy_name (terms->policy)), .functions = p->nfuncs,
                   .may_unwind = ss_unwind_nfuncs (unwind) };

  for (guint32 i = 0; i < classes->nrecords; i++)
    r.records[classes->records[i].kind]++;
  count_saved (&r, SS_TREND_BEFORE, all);
  count_saved (&r, SS_TREND_AFTER, classes);
  for (guint32 i = 0; i < hops->nhops; i++)
    r.hops[hops->hops[i].strategy]++;
  g_array_append_val (t->rows, r);
}

/* --- what the forms share --- */

static const struct
{
  const char *key, *title;
} groups[SS_N_TREND_GROUPS] = {
  [SS_TREND_FUNCTIONS] = { "functions", "Functions" },
  [SS_TREND_RECORDS] = { "records", "Records by kind" },
  [SS_TREND_VALUES] = { "saved_values", "Saved values, before and after reduction" },
  [SS_TREND_BYTES] = { "saved_bytes", "Saved bytes, before and after reduction" },
  [SS_TREND_HOPS] = { "hops", "Hops by switching strategy" },
};

const char *
ss_trend_title (SsTrendGroup g)
{
  return groups[g].title;
}

const char *
ss_trend_key (SsTrendGroup g)
{
  return groups[g].key;
}

guint
ss_trend_nseries (SsTrendGroup g)
{
  return g == SS_TREND_RECORDS ? SS_N_KINDS : g == SS_TREND_HOPS ? SS_N_STRATEGIES : 2;
}

const char *
ss_trend_series (SsTrendGroup g, guint i)
{
  switch (g)
    {
    case SS_TREND_FUNCTIONS:
      return i == 0 ? "all" : "may-unwind";
    case SS_TREND_RECORDS:
      return ss_kind_name ((SsKind) i);
    case SS_TREND_HOPS:
      return ss_strategy_name ((SsStrategy) i);
    default:
      return i == SS_TREND_BEFORE ? "before" : "after";
    }
}

guint64
ss_trend_value (const SsTrendRow *r, SsTrendGroup g, guint i)
{
  switch (g)
    {
    case SS_TREND_FUNCTIONS:
      return i == 0 ? r->functions : r->may_unwind;
    case SS_TREND_RECORDS:
      return r->records[i];
    case SS_TREND_VALUES:
      return r->values[i];
    case SS_TREND_BYTES:
      return r->bytes[i];
    default:
      return r->hops[i];
    }
}

char *
ss_trend_build (const SsTrendRow *r)
{
  g_autofree char *program = ss_show (r->program != NULL ? r->program : "(not named)");
  g_autofree char *stage = r->stage != NULL ? ss_show (r->stage) : NULL;
  return g_strconcat (program, stage != NULL ? ", stage " : NULL, stage, NULL);
}

static const SsTrendRow *
row (const SsTrend *t, guint i)
{
  return &g_array_index (t->rows, SsTrendRow, i);
}

/* The key of a series, "may_unwind": a `-` would have to be quoted in most languages. */
static char *
series_key (SsTrendGroup g, guint i)
{
  return g_strdelimit (g_strdup (ss_trend_series (g, i)), "-", '_');
}

/* --- text --- */

static void
put_builds (const SsTrend *t, SsOut *out)
{
  g_autoptr (SsTable) table = ss_table_new ("rlll");

  ss_table_add (table, "");
  ss_table_add (table, "build");
  ss_table_add (table, "policy");
  ss_table_add (table, "file");
  for (guint i = 0; i < t->rows->len; i++)
    {
      ss_table_count (table, i + 1);
      ss_table_take (table, ss_trend_build (row (t, i)));
      ss_table_take (table, ss_show (row (t, i)->policy));
      ss_table_add (table, row (t, i)->file);
    }
  ss_table_write (table, out);
}

static void
put_group (const SsTrend *t, SsTrendGroup g, SsOut *out)
{
  guint n = ss_trend_nseries (g);
  g_autofree char *columns = g_strnfill (n + 1, 'r');
  g_autoptr (SsTable) table = ss_table_new (columns);

  ss_out_printf (out, "\n%s\n", ss_trend_title (g));
  ss_table_add (table, "");
  for (guint s = 0; s < n; s++)
    ss_table_add (table, ss_trend_series (g, s));
  for (guint i = 0; i < t->rows->len; i++)
    {
      ss_table_count (table, i + 1);
      for (guint s = 0; s < n; s++)
        ss_table_count (table, ss_trend_value (row (t, i), g, s));
    }
  ss_table_write (table, out);
}

void
ss_trend_text (const SsTrend *t, SsOut *out)
{
  ss_out_printf (out, "%-12s%s\n", "Reduction", t->reduced);
  ss_out_printf (out, "%-12s%s\n\n", "Saved", "values and bytes of the records that must be saved");
  ss_out_puts (out, "Builds\n");
  put_builds (t, out);
  for (int g = 0; g < SS_N_TREND_GROUPS; g++)
    put_group (t, (SsTrendGroup) g, out);
}

/* --- CSV and JSON --- */

void
ss_trend_csv (const SsTrend *t, SsOut *out)
{
  g_autoptr (GString) s = g_string_new ("program,stage,policy,file");

  for (int g = 0; g < SS_N_TREND_GROUPS; g++)
    for (guint i = 0; i < ss_trend_nseries ((SsTrendGroup) g); i++)
      {
        g_autofree char *key = series_key ((SsTrendGroup) g, i);
        g_string_append_printf (s, ",%s_%s", ss_trend_key ((SsTrendGroup) g), key);
      }
  g_string_append_c (s, '\n');
  for (guint b = 0; b < t->rows->len; b++)
    {
      const SsTrendRow *r = row (t, b);
      ss_csv_name (s, r->program != NULL ? r->program : "", ',');
      ss_csv_name (s, r->stage != NULL ? r->stage : "", ',');
      ss_csv_name (s, r->policy, ',');
      ss_csv_cell (s, r->file, ',');
      for (int g = 0; g < SS_N_TREND_GROUPS; g++)
        for (guint i = 0, n = ss_trend_nseries ((SsTrendGroup) g); i < n; i++)
          ss_csv_number (s, ss_trend_value (r, (SsTrendGroup) g, i), g + 1 == SS_N_TREND_GROUPS && i + 1 == n ? '\n' : ',');
    }
  ss_out_write (out, s->str, s->len);
}

static json_t *
row_json (const SsTrendRow *r)
{
  json_t *object = json_object ();

  ss_doc_take (object, "program", ss_doc_string_or_null (r->program));
  ss_doc_take (object, "stage", ss_doc_string_or_null (r->stage));
  ss_doc_take (object, "policy", ss_json_string (r->policy));
  ss_doc_take (object, "file", ss_json_string (r->file));
  for (int g = 0; g < SS_N_TREND_GROUPS; g++)
    {
      json_t *numbers = json_object ();
      for (guint i = 0; i < ss_trend_nseries ((SsTrendGroup) g); i++)
        {
          g_autofree char *key = series_key ((SsTrendGroup) g, i);
          ss_doc_take (numbers, key, json_integer ((json_int_t) ss_trend_value (r, (SsTrendGroup) g, i)));
        }
      ss_doc_take (object, ss_trend_key ((SsTrendGroup) g), numbers);
    }
  return object;
}

void
ss_trend_json (const SsTrend *t, SsOut *out)
{
  json_t *document = json_object (), *builds = json_array ();

  ss_doc_take (document, "reduction", json_string (t->reduced));
  for (guint i = 0; i < t->rows->len; i++)
    ss_doc_push (builds, row_json (row (t, i)));
  ss_doc_take (document, "builds", builds);
  ss_doc_write (document, out);
  json_decref (document);
}
