/* Bytes as what stands around every name of a program (named.h): all that is written of it is read back, and has to be what is written
 * with a mark in that place, with the name instead of the mark. */
#include "config.h"

#include "analyzer/chains.h"
#include "analyzer/compat.h"
#include "analyzer/chokes.h"
#include "analyzer/plan.h"
#include "tests/fuzz/again.h"
#include "tests/fuzz/fuzz.h"
#include "tests/memory.h"
#include "tests/named.h"
#include "viz/chains.h"
#include "viz/diff.h"
#include "viz/report.h"
#include "viz/text.h"

#include <string.h>

/* What no output has by itself, and no format escapes. */
#define MARK "QQ"

typedef enum
{
  FORM_TEXT,
  FORM_CSV,
  FORM_JSON,
  FORM_SARIF,
  N_FORMS
} Form;

typedef enum
{
  OF_CLASSIFY,
  OF_CHAINS,
  OF_HOPS,
  OF_CHOKES,
  OF_PLAN,
  OF_DIFF,
  OF_TREND,
  N_REPORTS
} Of;

static const char *const report_names[N_REPORTS] = { "classify", "chains", "hops", "chokes", "plan", "diff", "trend" };
static const char *const form_names[N_FORMS] = { "text", "CSV", "JSON", "SARIF" };

typedef struct
{
  GBytes *reports[N_REPORTS][N_FORMS]; /* owned; NULL: there is no such form */
  Drawing drawings[N_DRAWINGS];
} Written;

/* The name in the forms that it may take: as it is, and made visible; and the bytecode that the callee of the loop, which bears it, shows by
 * its capitals (NULL: none).  Lent. */
typedef struct
{
  const char *raw, *shown, *bytecode;
} Name;

/* --- writing --- */

/* What reports are made of; owned. */
typedef struct
{
  const Named *n;
  SsReport *report;
  SsChains *chains;
  SsChokes *chokes;
  SsPlan *plan;
  SsCompat *compat;
  SsTrend *trend;
} Results;

static Results
results_of (const Named *n)
{
  static const SsFilter all = { NULL, NULL, 0 };
  const Case *c = &n->sides[0];

  return (Results){ .n = n,
                    .report = ss_report_new (c->terms, c->unwind, c->classes, NULL, &all),
                    .chains = ss_chains_new (c->a, c->hops),
                    .chokes = ss_chokes_new (c->a),
                    .plan = ss_plan_new (c->hops, 5),
                    .compat = ss_compat_new (n->both),
                    .trend = named_trend (n) };
}

static void
results_clear (Results *r)
{
  ss_report_free (r->report);
  ss_chains_free (r->chains);
  ss_chokes_free (r->chokes);
  ss_plan_free (r->plan);
  ss_compat_free (r->compat);
  ss_trend_free (r->trend);
}

/* Writes nothing where there is no such form. */
static void
write_report (const Results *r, Of of, Form form, SsOut *out)
{
  const SsHops *hops = r->n->sides[0].hops;
  const SsDiff diff = { r->n->both, r->compat, NULL, "none", TRUE, 0 };

  switch (of * N_FORMS + form)
    {
    case OF_CLASSIFY * N_FORMS + FORM_TEXT:
      ss_report_text (r->report, 0, TRUE, out);
      break;
    case OF_CLASSIFY * N_FORMS + FORM_CSV:
      ss_report_csv (r->report, out);
      break;
    case OF_CLASSIFY * N_FORMS + FORM_JSON:
      ss_report_json (r->report, 0, TRUE, out);
      break;
    case OF_CLASSIFY * N_FORMS + FORM_SARIF:
      ss_report_sarif (r->report, out);
      break;
    case OF_CHAINS * N_FORMS + FORM_TEXT:
      ss_chains_text (r->chains, "none", 0, out);
      break;
    case OF_CHAINS * N_FORMS + FORM_CSV:
      ss_chains_csv (r->chains, out);
      break;
    case OF_CHAINS * N_FORMS + FORM_JSON:
      ss_chains_json (r->chains, "none", 0, out);
      break;
    case OF_HOPS * N_FORMS + FORM_TEXT:
      ss_hops_text (hops, "none", TRUE, NULL, out);
      break;
    case OF_HOPS * N_FORMS + FORM_CSV:
      ss_hops_csv (hops, NULL, out);
      break;
    case OF_HOPS * N_FORMS + FORM_JSON:
      ss_hops_json (hops, "none", NULL, out);
      break;
    case OF_CHOKES * N_FORMS + FORM_TEXT:
      ss_chokes_text (r->chokes, "none", 0, out);
      break;
    case OF_CHOKES * N_FORMS + FORM_CSV:
      ss_chokes_csv (r->chokes, out);
      break;
    case OF_CHOKES * N_FORMS + FORM_JSON:
      ss_chokes_json (r->chokes, "none", 0, out);
      break;
    case OF_PLAN * N_FORMS + FORM_TEXT:
      ss_plan_text (hops, r->plan, "none", out);
      break;
    case OF_PLAN * N_FORMS + FORM_CSV:
      ss_plan_csv (hops, r->plan, out);
      break;
    case OF_PLAN * N_FORMS + FORM_JSON:
      ss_plan_json (hops, r->plan, "none", out);
      break;
    case OF_DIFF * N_FORMS + FORM_TEXT:
      ss_diff_text (&diff, out);
      ss_diff_markdown (&diff, out);
      break;
    case OF_DIFF * N_FORMS + FORM_CSV:
      ss_diff_csv (&diff, out);
      break;
    case OF_DIFF * N_FORMS + FORM_JSON:
      ss_diff_json (&diff, out);
      break;
    case OF_DIFF * N_FORMS + FORM_SARIF:
      ss_diff_sarif (&diff, out);
      break;
    case OF_TREND * N_FORMS + FORM_TEXT:
      ss_trend_text (r->trend, out);
      break;
    case OF_TREND * N_FORMS + FORM_CSV:
      ss_trend_csv (r->trend, out);
      break;
    case OF_TREND * N_FORMS + FORM_JSON:
      ss_trend_json (r->trend, out);
      break;
    default:
      break;
    }
}

static void
write_all (Written *w, const char *around)
{
  const Style style = { around, FALSE };
  Named n;
  Results r;

  named_load (&n, &style);
  r = results_of (&n);
  for (int of = 0; of < N_REPORTS; of++)
    for (int form = 0; form < N_FORMS; form++)
      {
        SsOut *out = memory_out ();

        write_report (&r, of, form, out);
        w->reports[of][form] = memory_taken (out);
      }
  results_clear (&r);
  named_draw (&n, w->drawings);
  again_as_written (n.sides[1].program);
  named_clear (&n);
}

static void
written_clear (Written *w)
{
  for (int of = 0; of < N_REPORTS; of++)
    for (int form = 0; form < N_FORMS; form++)
      g_bytes_unref (w->reports[of][form]);
  named_drawings_clear (w->drawings);
}

/* --- reading back --- */

/* `text` with the name in place of every mark; the caller frees. */
static char *
named (const char *text, const char *name)
{
  g_autoptr (GString) s = g_string_new (text);

  g_string_replace (s, MARK, name, 0);
  return g_string_free (g_steal_pointer (&s), FALSE);
}

/* Whether that is what is written with the name in place of every mark. */
static gboolean
is_named (const char *marked, const char *got, const Name *name)
{
  g_autofree char *raw = named (marked, name->raw), *shown = named (marked, name->shown);

  if (name->bytecode && strcmp (marked, ss_hops_loop_name ()) == 0)
    return strcmp (got, name->bytecode) == 0;
  return strcmp (got, raw) == 0 || strcmp (got, shown) == 0;
}

static void
check_string (const char *what, const char *marked, const char *got, const Name *name)
{
  if (!is_named (marked, got, name))
    g_error ("%s: %s became %s, of the name %s", what, marked, got, name->shown);
}

/* Where a source is, in SARIF: its file as part of a URI, without slashes before it, up to the line where code was made ("FILE:LINE>"). */
static void
check_file (const char *what, const json_t *marked, const json_t *got, const Name *name)
{
  const char *uri = json_string_value (json_object_get (json_object_get (marked, "artifactLocation"), "uri"));
  const char *got_uri = json_string_value (json_object_get (json_object_get (got, "artifactLocation"), "uri"));
  g_autofree char *file = named (uri, name->raw), *got_file = g_uri_unescape_string (got_uri, NULL);
  const char *start = file + strspn (file, "/");

  g_assert_nonnull (got_file);
  if (!g_str_has_prefix (start, got_file)
      || (start[strlen (got_file)] != '\0' && (start[strlen (got_file)] != ':' || !g_str_has_suffix (start, ">"))))
    g_error ("%s: the file %s became %s", what, start, got_file);
}

/* Both documents have the same keys and values but for names.  Fingerprints are made of names. */
static void
check_json (const char *what, json_t *marked, json_t *got, const Name *name)
{
  void *a = json_object_iter (marked), *b = json_object_iter (got);

  g_assert_true (json_typeof (marked) == json_typeof (got));
  if (json_is_string (marked))
    check_string (what, json_string_value (marked), json_string_value (got), name);
  else if (json_is_array (marked))
    {
      g_assert_cmpuint (json_array_size (marked), ==, json_array_size (got));
      for (gsize i = 0; i < json_array_size (marked); i++)
        check_json (what, json_array_get (marked, i), json_array_get (got, i), name);
    }
  else if (json_is_object (marked))
    {
      g_assert_cmpuint (json_object_size (marked), ==, json_object_size (got));
      for (; a != NULL; a = json_object_iter_next (marked, a), b = json_object_iter_next (got, b))
        {
          check_string (what, json_object_iter_key (a), json_object_iter_key (b), name);
          if (strcmp (json_object_iter_key (a), "physicalLocation") == 0)
            check_file (what, json_object_iter_value (a), json_object_iter_value (b), name);
          else if (strcmp (json_object_iter_key (a), "partialFingerprints") != 0)
            check_json (what, json_object_iter_value (a), json_object_iter_value (b), name);
        }
    }
  else
    g_assert_true (json_equal (marked, got));
}

/* JSON that nothing hides in, as all of it is visible ASCII. */
static json_t *
parse (GBytes *document)
{
  gsize n;
  const char *text = g_bytes_get_data (document, &n);
  json_t *value = json_loadb (text, n, JSON_REJECT_DUPLICATES, NULL);

  for (gsize i = 0; i < n; i++)
    g_assert_true (text[i] == '\n' || g_ascii_isprint (text[i]));
  g_assert_nonnull (value);
  return value;
}

/* The cells of CSV by RFC 4180, each with what ended it in front; char *; the caller unrefs. */
static GPtrArray *
cells_of (GBytes *csv)
{
  GPtrArray *cells = g_ptr_array_new_with_free_func (g_free);
  gsize n, i = 0;
  const char *text = g_bytes_get_data (csv, &n);

  while (i < n)
    {
      g_autoptr (GString) cell = g_string_new (" ");
      gboolean quoted = text[i] == '"';

      for (i += quoted; i < n; i++)
        if (quoted && text[i] == '"' && i + 1 < n && text[i + 1] == '"')
          g_string_append_c (cell, text[i++]);
        else if (quoted ? text[i] == '"' : text[i] == ',' || text[i] == '\n')
          break;
        else
          {
            g_assert_true (quoted || text[i] != '"');
            g_string_append_c (cell, text[i]);
          }
      i += quoted;
      g_assert_true (i < n && (text[i] == ',' || text[i] == '\n'));
      cell->str[0] = text[i++];
      g_ptr_array_add (cells, g_string_free (g_steal_pointer (&cell), FALSE));
    }
  return cells;
}

/* Whether a spreadsheet would run that cell. */
static gboolean
is_formula (const char *cell)
{
  return *cell != '\0' && strchr ("=+-@\t\r", *cell) != NULL;
}

/* The same cells but for names; what a spreadsheet would run has an apostrophe before it. */
static void
check_csv (const char *what, GBytes *marked, GBytes *got, const Name *name)
{
  g_autoptr (GPtrArray) a = cells_of (marked), b = cells_of (got);

  g_assert_cmpuint (a->len, ==, b->len);
  for (guint i = 0; i < a->len; i++)
    {
      const char *expected = a->pdata[i];
      const char *cell = b->pdata[i];

      g_assert_true (cell[0] == expected[0]);
      g_assert_false (is_formula (cell + 1));
      /* An apostrophe can be the name's own, too. */
      if (cell[1] != '\'' || !is_formula (cell + 2) || !is_named (expected + 1, cell + 2, name))
        check_string (what, expected + 1, cell + 1, name);
    }
}

/* Nothing in it is hidden, or moves what stands beside it. */
static void
check_text (const char *what, GBytes *got)
{
  g_autofree char *text = g_strndup (g_bytes_get_data (got, NULL), g_bytes_get_size (got));
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  g_assert_cmpuint (strlen (text), ==, g_bytes_get_size (got));
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autofree char *shown = ss_show (lines[i]);

      if (strcmp (shown, lines[i]) != 0)
        g_error ("%s: hidden characters: %s", what, shown);
    }
}

static void
check_report (GBytes *const marked[N_FORMS], GBytes *const got[N_FORMS], Of of, const Name *name)
{
  for (int form = 0; form < N_FORMS; form++)
    {
      g_autofree char *what = g_strconcat (report_names[of], " as ", form_names[form], NULL);

      g_assert_true ((g_bytes_get_size (marked[form]) == 0) == (g_bytes_get_size (got[form]) == 0));
      if (g_bytes_get_size (got[form]) == 0)
        continue;
      if (form == FORM_TEXT)
        check_text (what, got[form]);
      else if (form == FORM_CSV)
        check_csv (what, marked[form], got[form], name);
      else
        {
          json_t *a = parse (marked[form]), *b = parse (got[form]);

          check_json (what, a, b, name);
          json_decref (a);
          json_decref (b);
        }
    }
}

static void
check_drawing (const Drawing *marked, const Drawing *got)
{
  g_autoptr (GString) labels = g_string_new (NULL), ignored = g_string_new (NULL);
  g_autofree char *a = marked->dot ? named_structure (marked->dot, ignored) : named_elements (marked->svg, ignored);
  g_autofree char *b = got->dot ? named_structure (got->dot, labels) : named_elements (got->svg, labels);

  if (strcmp (a, b) != 0)
    g_error ("%s:\n%s\nbecame\n%s", got->name, a, b);
  if (got->dot)
    named_check_again (got->dot, b);
  g_assert_true (g_utf8_validate (labels->str, -1, NULL));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize n)
{
  static Written marked;
  Written w;
  /* Zeros too become U+FFFD: types are keys, and no reader takes U+0000 in these. */
  g_autofree char *raw = g_utf8_make_valid ((const char *) data, (gssize) n), *shown = ss_show (raw);
  const Style style = { raw, FALSE };
  g_autofree char *callee = named_name (&style, "", "many"), *bytecode = ss_hops_bytecode (callee);
  const Name name = { raw, shown, bytecode };

  /* In lists of a policy, such a name would be taken out. */
  if (n > 0 && data[0] == '-')
    return 0;
  if (marked.reports[0][0] == NULL)
    write_all (&marked, MARK);
  write_all (&w, raw);
  for (int of = 0; of < N_REPORTS; of++)
    check_report (marked.reports[of], w.reports[of], of, &name);
  for (guint i = 0; i < N_DRAWINGS; i++)
    check_drawing (&marked.drawings[i], &w.drawings[i]);
  written_clear (&w);
  return 0;
}
