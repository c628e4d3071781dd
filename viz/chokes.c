/* Reports of `chokes` and of what a change of the policy does. */
#include "config.h"

#include "viz/chains.h"

#include "viz/csv.h"
#include "viz/table.h"
#include "viz/text.h"
#include "viz/way.h"

char *
ss_choke_name (const SsChokes *c, const SsChoke *k)
{
  const SsProgram *p = c->activation->terms->program;
  return k->kind == SS_CHOKE_SITE ? ss_record_name (p, k->number) : g_strdup (ss_sym_name (p, k->number));
}

/* The same, visible. */
static char *
name_of (const SsChokes *c, const SsChoke *k)
{
  g_autofree char *name = ss_choke_name (c, k);
  return ss_show (name);
}

const char *
ss_choke_what (const SsChokes *c, const SsChoke *k)
{
  const SsTerms *t = c->activation->terms;
  if (k->kind == SS_CHOKE_SITE)
    return "site";
  if (t->sym_flags[k->number] & SS_SYM_SOURCE)
    return "source";
  return t->program->syms[k->number].func == SS_NONE ? "external" : "function";
}

/* The policy entry on one line, or how many there are. */
static char *
entry_text (const SsChokes *c, const SsChoke *k)
{
  json_auto_t *entry = ss_choke_entry (c, k);
  if (entry == NULL)
    return g_strdup ("(no entry can say so)");
  const json_t *calls = json_object_get (entry, "calls");
  if (calls != NULL && json_array_size (calls) > 1)
    return g_strdup_printf ("calls: %zu entries (--format json has them)", json_array_size (calls));
  const json_t *shown = calls != NULL && json_array_size (calls) == 1 ? json_array_get (calls, 0) : entry;
  return ss_doc_line (shown);
}

void
ss_chokes_text (const SsChokes *c, const char *reduced, guint top, SsOut *out)
{
  static const char *const heads[] = { "functions", "share", "points", "records", "what", "name" };
  guint32 n = ss_chains_rows (c->nchokes, top);
  g_autofree char *functions = ss_show_count (c->functions);
  g_autofree char *points = ss_show_count (c->points);
  g_autofree char *records = ss_show_count (c->records);
  g_autofree char *shown = ss_show_count (n);
  g_autofree char *all = ss_show_count (c->nchokes);
  ss_way_head (c->activation, reduced, out);
  ss_out_printf (out, "%-12s%s functions, %s unwind points, %s irreducible records with those of externals that call back\n", "May unwind", functions,
                 points, records);
  ss_out_printf (out, "\nChoke points: %s of %s, by what would no longer unwind if they could not\n", shown, all);
  g_autoptr (SsTable) t = ss_table_new ("rrrrll");
  for (guint i = 0; i < G_N_ELEMENTS (heads); i++)
    ss_table_add (t, heads[i]);
  for (guint32 i = 0; i < n; i++)
    {
      const SsChoke *k = &c->chokes[i];
      ss_table_count (t, k->functions);
      ss_table_take (t, ss_show_share (k->functions, c->functions));
      ss_table_count (t, k->points);
      ss_table_count (t, k->records);
      ss_table_add (t, ss_choke_what (c, k));
      ss_table_take (t, name_of (c, k));
    }
  ss_table_write (t, out);
  ss_out_puts (out, "\nPolicy entries that would say so (--what-if tries one)\n");
  g_autoptr (SsTable) e = ss_table_new ("ll");
  for (guint32 i = 0; i < n; i++)
    {
      ss_table_take (e, name_of (c, &c->chokes[i]));
      ss_table_take (e, entry_text (c, &c->chokes[i]));
    }
  ss_table_write (e, out);
}

void
ss_chokes_json (const SsChokes *c, const char *reduced, guint top, SsOut *out)
{
  json_auto_t *root = ss_way_head_json (c->activation, reduced);
  json_t *chokes = json_array ();
  for (guint32 i = 0; i < ss_chains_rows (c->nchokes, top); i++)
    {
      const SsChoke *k = &c->chokes[i];
      g_autofree char *name = ss_choke_name (c, k);
      json_t *object = json_object (), *entry = ss_choke_entry (c, k);
      ss_doc_take (object, "name", ss_json_string (name));
      ss_doc_take (object, "what", json_string (ss_choke_what (c, k)));
      ss_doc_take (object, "functions", json_integer (k->functions));
      ss_doc_take (object, "points", json_integer (k->points));
      ss_doc_take (object, "records", json_integer (k->records));
      ss_doc_take (object, "policy", entry ? entry : json_null ());
      ss_doc_push (chokes, object);
    }
  ss_doc_take (root, "functions", json_integer (c->functions));
  ss_doc_take (root, "points", json_integer (c->points));
  ss_doc_take (root, "records", json_integer (c->records));
  ss_doc_take (root, "choke_count", json_integer (c->nchokes));
  ss_doc_take (root, "chokes", chokes);
  ss_doc_write (root, out);
}

void
ss_chokes_csv (const SsChokes *c, SsOut *out)
{
  g_autoptr (GString) row = g_string_new (NULL);
  ss_out_puts (out, "name,what,functions,points,records\n");
  for (guint32 i = 0; i < c->nchokes && !ss_out_failed (out); i++)
    {
      const SsChoke *k = &c->chokes[i];
      g_autofree char *name = name_of (c, k);
      g_string_truncate (row, 0);
      ss_csv_cell (row, name, ',');
      ss_csv_cell (row, ss_choke_what (c, k), ',');
      ss_csv_number (row, k->functions, ',');
      ss_csv_number (row, k->points, ',');
      ss_csv_number (row, k->records, '\n');
      ss_out_write (out, row->str, row->len);
    }
}

/* What is compared before and after. */
typedef struct
{
  guint32 functions, points, irreducible, blockers, kinds[SS_N_KINDS];
} Sum;

static Sum
sum_of (const SsActivation *a)
{
  Sum s = { .functions = ss_unwind_nfuncs (a->unwind), .points = a->nrecords };
  for (guint32 r = 0; r < a->nactive; r++)
    {
      SsKind kind = ss_activation_kind (a, r);
      s.kinds[kind]++;
      s.irreducible += !ss_kind_reducible (kind);
      s.blockers += ss_activation_blocks (a, r);
    }
  return s;
}

static void
put_change (SsTable *t, const char *what, guint32 before, guint32 after)
{
  g_autofree char *gone = ss_show_count (before > after ? before - after : after - before);
  ss_table_add (t, what);
  ss_table_count (t, before);
  ss_table_count (t, after);
  ss_table_take (t, before == after ? g_strdup ("=") : g_strdup_printf ("%s%s", before > after ? "-" : "+", gone));
}

void
ss_what_if_text (const SsWhatIf *w, SsOut *out)
{
  Sum before = sum_of (w->before), after = sum_of (w->after);
  g_autofree char *entry = ss_show (w->entry);
  ss_way_head (w->before, w->reduced, out);
  ss_out_printf (out, "%-12s%s\n\n", "What if", entry);
  g_autoptr (SsTable) t = ss_table_new ("lrrr");
  ss_table_add (t, "");
  ss_table_add (t, "before");
  ss_table_add (t, "after");
  ss_table_add (t, "change");
  put_change (t, "functions that may unwind", before.functions, after.functions);
  put_change (t, "unwind points", before.points, after.points);
  put_change (t, "irreducible records", before.irreducible, after.irreducible);
  put_change (t, "blockers", before.blockers, after.blockers);
  for (int k = 0; k < SS_N_KINDS; k++)
    put_change (t, ss_kind_name ((SsKind) k), before.kinds[k], after.kinds[k]);
  ss_table_write (t, out);
}

static json_t *
sum_json (const Sum *s)
{
  json_t *object = json_object (), *kinds = json_object ();
  for (int k = 0; k < SS_N_KINDS; k++)
    ss_doc_take (kinds, ss_kind_name ((SsKind) k), json_integer (s->kinds[k]));
  ss_doc_take (object, "functions", json_integer (s->functions));
  ss_doc_take (object, "points", json_integer (s->points));
  ss_doc_take (object, "records", json_integer (s->irreducible));
  ss_doc_take (object, "blockers", json_integer (s->blockers));
  ss_doc_take (object, "kinds", kinds);
  return object;
}

void
ss_what_if_json (const SsWhatIf *w, SsOut *out)
{
  Sum before = sum_of (w->before), after = sum_of (w->after);
  json_auto_t *root = ss_way_head_json (w->before, w->reduced);
  ss_doc_take (root, "what_if", ss_json_string (w->entry));
  ss_doc_take (root, "before", sum_json (&before));
  ss_doc_take (root, "after", sum_json (&after));
  ss_doc_write (root, out);
}
