/* The page and its data (page.h).  Data stands in it as base64 alone, so that nothing in the input is ever markup. */
#include "config.h"

#include "viz/page.h"

#include "viz/doc.h"
#include "viz/page_code.h"
#include "viz/page_diff.h"
#include "viz/page_hops.h"
#include "viz/report.h"

#include "analyzer/explain.h"

#include <gio/gio.h>
#include <string.h>

#define TEMPLATE "/stacksieve/page.html"
#define MARK "<!--data-->\n"

typedef enum
{
  COLUMN_FUNC,
  COLUMN_BLOCK,
  COLUMN_OP,
  COLUMN_NAME,
  COLUMN_KIND,
  COLUMN_KIND_BEFORE,
  COLUMN_VALUES,
  COLUMN_VALUES_BEFORE,
  COLUMN_REASONS,
  COLUMN_BAR,
  COLUMN_NAMED,
  COLUMN_BOUNDED,
  N_COLUMNS
} Column;

/* As the page calls them. */
static const char *const column_names[N_COLUMNS] = {
  [COLUMN_FUNC] = "func",
  [COLUMN_BLOCK] = "block",
  [COLUMN_OP] = "op",
  [COLUMN_NAME] = "name",
  [COLUMN_KIND] = "kind",
  [COLUMN_KIND_BEFORE] = "kindBefore",
  [COLUMN_VALUES] = "values",
  [COLUMN_VALUES_BEFORE] = "valuesBefore",
  [COLUMN_REASONS] = "reasons",
  [COLUMN_BAR] = "bar",
  [COLUMN_NAMED] = "named",
  [COLUMN_BOUNDED] = "bounded",
};

static guint64
cell (const SsPage *page, SsPageStrings *s, Column column, guint32 i, guint32 func)
{
  const SsActivation *a = page->activation;
  const SsRecord *r = &a->classes->records[i];
  const SsReduced *reduced = page->reduction ? &page->reduction->reduced[i] : NULL;
  switch (column)
    {
    case COLUMN_FUNC:
      return func;
    case COLUMN_BLOCK:
      return r->block - s->p->funcs[r->func].block0;
    case COLUMN_OP:
      return r->op - s->p->blocks[r->block].op0;
    case COLUMN_NAME:
      return ss_page_string (s, s->p->opnames[s->p->ops[r->op].name]);
    case COLUMN_KIND:
      return r->kind;
    case COLUMN_KIND_BEFORE:
      return reduced ? reduced->kind[0] : r->kind;
    case COLUMN_VALUES:
      return r->nsaved;
    case COLUMN_VALUES_BEFORE:
      return reduced ? reduced->values[0] : r->nsaved;
    case COLUMN_REASONS:
      return r->reasons;
    case COLUMN_BAR:
      return a->bar[i];
    case COLUMN_NAMED:
      return a->named[i];
    case COLUMN_BOUNDED:
      return reduced && reduced->bounded;
    default:
      g_assert_not_reached ();
    }
}

/* The columns of records, and of the functions that have some: name, file and line (0: not said, else one more), number of records.
 * Returns how many functions there are. */
static guint32
put_columns (const SsPage *page, SsPageStrings *s, GString *records, GString *funcs)
{
  const SsClasses *c = page->activation->classes;
  g_autofree guint32 *own = g_new (guint32, MAX (c->nrecords, 1));
  guint32 n = 0;

  for (guint32 i = 0, run; i < c->nrecords; i += run, n++)
    {
      const SsFunc *f = &s->p->funcs[c->records[i].func];
      for (run = 0; i + run < c->nrecords && c->records[i + run].func == c->records[i].func; run++)
        own[i + run] = n;
      ss_page_number (funcs, ss_page_string (s, s->p->syms[f->sym].name));
      ss_page_number (funcs, f->file == SS_NONE ? 0 : ss_page_string (s, f->file) + 1);
      ss_page_number (funcs, (guint64) ((gint64) f->line + 1));
      ss_page_number (funcs, run);
    }
  for (int column = 0; column < N_COLUMNS; column++)
    for (guint32 i = 0; i < c->nrecords; i++)
      ss_page_number (records, cell (page, s, (Column) column, i, own[i]));
  return n;
}

static json_t *
named (const char *name, const char *text)
{
  json_t *object = json_object ();
  ss_doc_take (object, "name", json_string (name));
  ss_doc_take (object, "text", json_string (text));
  return object;
}

/* A value of the header, which comes as JSON: a string as all names are shown, between quotes. */
static json_t *
header_value (const char *text)
{
  json_auto_t *value = json_loads (text, JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);
  if (!json_is_string (value))
    return ss_json_string (text);
  g_autoptr (GString) quoted = g_string_new ("\"");
  g_string_append_len (quoted, json_string_value (value), (gssize) json_string_length (value));
  g_string_append_c (quoted, '"');
  return json_stringn (quoted->str, quoted->len);
}

/* What the header of the input says besides the build's name: [KEY, VALUE], in its order. */
static json_t *
header_json (const SsProgram *p)
{
  json_t *header = json_array ();
  for (guint32 i = 0; i < p->nheader; i++)
    {
      const char *key = ss_str (p, p->header[i].key);
      if (ss_report_names_build (key))
        continue;
      json_t *pair = json_array ();
      ss_doc_push (pair, ss_json_string (key));
      ss_doc_push (pair, header_value (ss_str (p, p->header[i].value)));
      ss_doc_push (header, pair);
    }
  return header;
}

/* The build, and what the numbers of the columns mean. */
static json_t *
meta_json (const SsPage *page, guint32 nfuncs)
{
  const SsActivation *a = page->activation;
  const SsProgram *p = a->terms->program;
  json_t *meta = json_object (), *kinds = json_array (), *reasons = json_array (), *bars = json_array (), *columns = json_array ();
  for (int column = 0; column < N_COLUMNS; column++)
    ss_doc_push (columns, json_string (column_names[column]));
  for (int k = 0; k < SS_N_KINDS; k++)
    {
      json_t *kind = named (ss_kind_name ((SsKind) k), ss_kind_text ((SsKind) k));
      ss_doc_take (kind, "reducible", json_boolean (ss_kind_reducible ((SsKind) k)));
      ss_doc_push (kinds, kind);
    }
  for (int r = 0; r < SS_N_REASONS; r++)
    ss_doc_push (reasons, named (ss_reason_code ((SsReason) r), ss_reason_text ((SsReason) r)));
  for (int b = SS_BAR_NONE; b <= SS_BAR_FOREIGN; b++)
    ss_doc_push (bars, named (ss_bar_name ((SsBar) b), ss_bar_text ((SsBar) b)));
  ss_doc_take (meta, "program", ss_doc_string_or_null (p->program == SS_NONE ? NULL : ss_str (p, p->program)));
  ss_doc_take (meta, "stage", ss_doc_string_or_null (p->stage == SS_NONE ? NULL : ss_str (p, p->stage)));
  ss_doc_take (meta, "policy", ss_json_string (ss_policy_name (a->terms->policy)));
  ss_doc_take (meta, "reduction", json_string (page->reduced));
  ss_doc_take (meta, "records", json_integer (a->nrecords));
  ss_doc_take (meta, "functions", json_integer (nfuncs));
  ss_doc_take (meta, "header", header_json (p));
  ss_doc_take (meta, "allFunctions", json_integer (p->nfuncs));
  ss_doc_take (meta, "mayUnwind", json_integer (ss_unwind_nfuncs (a->unwind)));
  ss_doc_take (meta, "columns", columns);
  ss_doc_take (meta, "recordBytes", json_integer ((json_int_t) SS_RECORD_BYTES (0)));
  ss_doc_take (meta, "valueBytes", json_integer ((json_int_t) (SS_RECORD_BYTES (1) - SS_RECORD_BYTES (0))));
  ss_doc_take (meta, "pathHead", json_integer (SS_PATH_HEAD));
  ss_doc_take (meta, "kinds", kinds);
  ss_doc_take (meta, "reasons", reasons);
  ss_doc_take (meta, "bars", bars);
  return meta;
}

/* Each saved value's type, record by record. */
static void
put_saved (const SsClasses *c, SsPageStrings *s, GString *to)
{
  for (guint32 i = 0; i < c->nrecords; i++)
    for (guint32 k = 0; k < c->records[i].nsaved; k++)
      ss_page_number (to, ss_page_string (s, s->p->types[s->p->var_type[c->saved[c->records[i].saved0 + k]]].name));
}

static void
put_data (const SsPage *page, SsOut *out)
{
  const SsProgram *p = page->activation->terms->program;
  g_auto (SsPageStrings) s;
  g_autoptr (GString) records = g_string_new (NULL);
  g_autoptr (GString) funcs = g_string_new (NULL);
  g_autoptr (GString) saved = g_string_new (NULL);

  ss_page_strings_init (&s, p);
  guint32 nfuncs = put_columns (page, &s, records, funcs);
  put_saved (page->activation->classes, &s, saved);
  json_auto_t *meta = meta_json (page, nfuncs);
  ss_page_json (out, "meta", meta);
  ss_page_section (out, "funcs", funcs->str, funcs->len);
  ss_page_section (out, "records", records->str, records->len);
  ss_page_section (out, "saved", saved->str, saved->len);
  ss_page_put_hops (page, &s, out);
  ss_page_section (out, "strings", s.text->str, s.text->len);
}

void
ss_page_write (const SsPage *page, SsOut *out)
{
  g_autoptr (GBytes) bytes = g_resources_lookup_data (TEMPLATE, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_assert (bytes);
  gsize n;
  const char *html = g_bytes_get_data (bytes, &n);
  const char *mark = g_strstr_len (html, (gssize) n, MARK);
  g_assert (mark);
  ss_out_write (out, html, (gsize) (mark - html));
  put_data (page, out);
  ss_page_code (page, out);
  if (page->diff)
    ss_page_put_diff (page->diff, out);
  mark += strlen (MARK);
  ss_out_write (out, mark, n - (gsize) (mark - html));
}
