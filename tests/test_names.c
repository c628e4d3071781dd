/* Names that mean something to DOT, XML, HTML or a terminal, in every place of a program that has a name, in every drawing: they change
 * nothing but labels, and the labels show them.
 *
 * One program with a chain of calls through a loop of frames, a function of many targets, an external and its callback is drawn twice: with
 * plain names, and with such names in the places of these.  Both drawings must have the same nodes, edges and attributes but for labels,
 * and the same elements in SVG but for text.
 */
#include "analyzer/compare.h"
#include "analyzer/components.h"
#include "tests/drawn.h"
#include "viz/dot.h"
#include "viz/dot_calls.h"
#include "viz/dot_chain.h"
#include "viz/dot_diff.h"
#include "viz/layout.h"
#include "viz/out.h"
#include "viz/text.h"
#include "viz/trend.h"

#include <glib/gstdio.h>
#include <libxml/parser.h>
#include <string.h>

/* Each stands before and behind what tells names apart; `times` over. */
static const struct
{
  const char *text;
  guint times;
} names[] = {
  { "\"", 1 },
  { "\\", 1 },
  { "\\\\\"", 1 },
  { "\\N", 1 },
  { "\\l\\r\\n\\G\\E\\T\\H\\L", 1 },
  { "</script><script>alert(1)</script>", 1 },
  { "</script><img src=x onerror=alert(1)>", 1 },
  { "<b>", 1 },
  { "<<table><tr><td>x</td></tr></table>>", 1 },
  { "]]>", 1 },
  { "<![CDATA[", 1 },
  { "x--><!--", 1 }, /* in a list of a policy, a first - would take the name out */
  { "<?xml?>", 1 },
  { "&lt;&amp;&#60;&quot;", 1 },
  { "&", 1 },
  { "\" onload=\"alert(1)", 1 },
  { "' onload='", 1 },
  { "javascript:alert(1)", 1 },
  { "line\nbreak\r\n\ttab", 1 },
  { "\x01\x1b[31m\x7f", 1 },
  { "\xe2\x80\xae\xe2\x81\xa6\xe2\x81\xa9\xe2\x80\x8f", 1 },              /* bidirectional controls */
  { "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d", 1 },                              /* right to left */
  { "\xef\xbf\xbe\xef\xbf\xbf\xf0\x9f\x98\x80", 1 },                      /* noncharacters, and one beyond 16 bits */
  { "{a|b}<f0>", 1 },
  { "digraph { ; -> ", 1 },
  { "/* ", 1 },
  { "# //", 1 },
  { "%s%n", 1 },
  { "x", 10000 },
  { "\\", 10000 },
  { "&\"", 10000 },
  { "\xd7\xa9 ", 10000 },
};

/* The places that may be empty are, where a name is asked for with `empty`. */
typedef struct
{
  char *around; /* owned */
  gboolean empty;
} Style;

typedef struct
{
  const char *name;
  GBytes *dot;  /* owned; NULL: it is no DOT */
  GBytes *svg;  /* owned */
} Drawing;

enum
{
  N_DRAWINGS = 10
};

/* --- the program --- */

/* What tells the name from others stands first, after what is the same in all, so that the order of names is that of the plain ones. */
static char *
full_name (const Style *s, const char *before, const char *plain)
{
  return g_strconcat (before, s->around, plain, ".", s->around, NULL);
}

static json_t *
name (const Style *s, const char *plain)
{
  g_autofree char *text = full_name (s, "", plain);
  return json_string (text);
}

static json_t *
type (const Style *s, const char *plain)
{
  g_autofree char *text = full_name (s, "gc:", plain);
  return json_string (text);
}

/* Text that may be empty. */
static json_t *
text (const Style *s, const char *plain)
{
  return s->empty ? json_string ("") : name (s, plain);
}

static json_t *
constant (const Style *s, const char *plain)
{
  return json_pack ("{s:o, s:o}", "const", text (s, plain), "type", type (s, "Const"));
}

/* A function that does `call` (an operation whose result is "call") with w saved, catches an exception and switches on text. */
static json_t *
function (const Style *s, const char *plain, json_t *take_call, gboolean more)
{
  json_t *ops = json_pack ("[[o, o, o, o], o, [o, n, o, o]]", text (s, "make"), name (s, "w"), name (s, "v"), constant (s, "c0"), take_call,
                           name (s, "use"), name (s, "w"), constant (s, "c1"));
  json_t *vars = json_object ();
  g_autofree char *object = full_name (s, "gc:", "T"), *sub = full_name (s, "gc:", "Sub"), *raw = full_name (s, "raw:", "E");
  if (more)
    json_array_append_new (ops, json_pack ("[s, o, o]", "same_as", name (s, "extra"), name (s, "w")));
  json_object_set_new (vars, object, json_pack ("[o, o]", name (s, "v"), name (s, "r")));
  json_object_set_new (vars, sub, json_pack ("[o, o]", name (s, "w"), name (s, "x")));
  json_object_set_new (vars, raw, json_pack ("[o, o, o, o, o]", name (s, "t"), name (s, "e"), name (s, "bt"), name (s, "be"), name (s, "call")));
  if (more)
    json_array_append_new (json_object_get (vars, sub), name (s, "extra"));
  return json_pack ("{s:o, s:o, s:i, s:o, s:i, s:i, s:[{s:[o], s:o, s:o, s:[{s:i, s:[o], s:o}, {s:i, s:[o], s:s}], s:[{s:i, s:[o, o], s:o, s:[o, o]}]},"
                    " {s:[o]}, {s:[o, o]}, {s:[o], s:[[o, n, o]], s:[{s:i, s:[o]}]}]}",
                    "function", name (s, plain), "file", text (s, "file"), "line", 7, "vars", vars, "return", 1, "raise", 2, "blocks",
                    "in", name (s, "v"), "ops", ops, "switch", name (s, "w"), "exits",
                    "to", 1, "args", name (s, "v"), "case", name (s, "case"), "to", 3, "args", name (s, "w"), "case", "default",
                    "handlers", "to", 2, "args", name (s, "bt"), name (s, "be"), "catch", text (s, "Error"), "bind", name (s, "bt"), name (s, "be"),
                    "in", name (s, "r"), "in", name (s, "t"), name (s, "e"),
                    "in", name (s, "x"), "ops", name (s, "other"), name (s, "x"), "exits", "to", 1, "args", name (s, "x"));
}

static json_t *
direct (const Style *s, const char *callee)
{
  return json_pack ("[s, o, o, o]", "direct_call", name (s, "call"), name (s, callee), name (s, "v"));
}

/* `more`: as it is in a later build. */
static json_t *
program (const Style *s, gboolean more)
{
  json_t *many = json_pack ("[s, o, [o, o, o, o, o], o, o]", "indirect_call", name (s, "call"), name (s, "f1"), name (s, "f2"), name (s, "f3"), name (s, "f4"),
                            name (s, "f5"), name (s, "v"), constant (s, "c2"));
  json_t *functions = json_pack ("[o, o]", function (s, "loop", direct (s, "many"), FALSE), function (s, "many", many, more));
  static const char *const alike[] = { "f1", "f2", "f3", "f4", "f5" };
  for (gsize i = 0; i < G_N_ELEMENTS (alike); i++)
    json_array_append_new (functions, function (s, alike[i], direct (s, i < 4 ? "ext" : "loop"), more && i == 2));
  json_array_append_new (functions, function (s, "back", json_pack ("[s, o]", "stack_switch", name (s, "call")), FALSE));
  if (more)
    json_array_append_new (functions, function (s, "new", direct (s, "back"), FALSE));
  return json_pack ("{s:s, s:i, s:o, s:o, s:[{s:o, s:[o]}, {s:o, s:o}], s:[{s:o, s:[o]}], s:o}", "format", "stacksieve-graphs", "version", 1,
                    "program", text (s, "program"), "stage", text (s, "stage"), "types", "type", type (s, "T"), "immutable", text (s, "field"),
                    "type", type (s, "Sub"), "super", type (s, "T"), "externals", "external", name (s, "ext"), "callbacks", name (s, "back"),
                    "functions", functions);
}

static json_t *
policy (const Style *s)
{
  return json_pack ("{s:s, s:o, s:[o], s:b, s:[o]}", "extends", "pypy-stackless", "name", text (s, "policy"), "frame_functions",
                    name (s, "loop"), "callbacks", TRUE, "roots", name (s, "loop"));
}

/* --- the drawings --- */

static guint32
find (const Case *c, const Style *s, const char *plain)
{
  g_autofree char *text = full_name (s, "", plain);
  guint32 sym = ss_find_sym (c->program, text);
  ck_assert_uint_ne (sym, SS_NONE);
  return sym;
}

static GBytes *
draw_function (const Case *c, guint32 func, gboolean only_relevant, guint32 max_nodes)
{
  SsDotAsk ask = SS_DOT_WHOLE;
  ask.only_relevant = only_relevant;
  ask.max_nodes = max_nodes;
  return ss_dot (c->terms, c->classes, func, &ask);
}

static GBytes *
draw_trend (const Case *const *builds, guint n, const char *file)
{
  g_autoptr (SsTrend) t = ss_trend_new ("none");
  for (guint i = 0; i < n; i++)
    ss_trend_add (t, file, builds[i]->unwind, builds[i]->classes, NULL, builds[i]->hops);
  g_autofree char *folder = g_dir_make_tmp ("stacksieve-XXXXXX", NULL), *output = g_build_filename (folder, "trend.svg", NULL);
  char *data;
  gsize size;
  SsOut *out = ss_out_open (output, NULL);
  ck_assert_ptr_nonnull (out);
  ss_trend_svg (t, out);
  ck_assert (ss_out_close (out, NULL) && g_file_get_contents (output, &data, &size, NULL));
  g_unlink (output);
  g_rmdir (folder);
  return g_bytes_new_take (data, size);
}

/* Every form of drawing, of a program with such names. */
static void
draw_all (const Style *s, Drawing drawings[N_DRAWINGS], SsLayouter *layouter)
{
  Case old, new;
  case_load (&old, 0, program (s, FALSE), policy (s));
  case_load (&new, 0, program (s, TRUE), policy (s));
  ck_assert (old.terms && new.terms);
  g_autoptr (SsPrints) old_prints = ss_prints_new (old.terms), new_prints = ss_prints_new (new.terms);
  const SsBuild builds[] = { { old.a, old_prints, NULL }, { new.a, new_prints, NULL } };
  g_autoptr (SsComparison) both = ss_compare (&builds[0], &builds[1], NULL);
  guint32 loop = find (&old, s, "loop"), back = find (&old, s, "back"), many = find (&old, s, "many");
  const guint32 pair[] = { old.program->syms[many].func, new.program->syms[find (&new, s, "many")].func };
  const SsComponentsAsk calls = { SS_NONE, SS_NONE, SS_NONE, 3 };
  g_autoptr (SsComponents) components = ss_components_new (old.a, &calls);
  const Case *const trend[] = { &old, &new };
  ck_assert_uint_gt (old.hops->nhops, 0);
  ck_assert_uint_gt (both->nchanges, 0);
  const Drawing all[N_DRAWINGS] = {
    { "function", draw_function (&old, pair[0], FALSE, SS_NONE), NULL },
    { "function --only-relevant", draw_function (&old, pair[0], TRUE, SS_NONE), NULL },
    { "function --max-nodes 2", draw_function (&old, pair[0], FALSE, 2), NULL },
    { "chain", ss_dot_chain (old.a, loop, back, 100), NULL },
    { "hop", ss_dot_hop (old.hops, &old.hops->hops[0], 3), NULL },
    { "calls", ss_dot_calls (old.a, components, &calls), NULL },
    { "diff function", ss_dot_diff (both, pair, &(SsDotAsk) SS_DOT_WHOLE), NULL },
    { "diff function --max-nodes 2 --max-ops 4 --only-relevant", ss_dot_diff (both, pair, &(SsDotAsk) { TRUE, 2, 4 }), NULL },
    { "diff calls", ss_dot_diff_calls (both, 100), NULL },
    { "trend", NULL, draw_trend (trend, 2, s->around) },
  };
  for (guint i = 0; i < N_DRAWINGS; i++)
    {
      g_autoptr (GError) error = NULL;
      drawings[i] = all[i];
      ck_assert_msg (all[i].dot || all[i].svg, "%s: no drawing", all[i].name);
      if (all[i].dot)
        drawings[i].svg = ss_layouter_render (layouter, all[i].dot, "svg", &error);
      ck_assert_msg (drawings[i].svg != NULL, "%s: %s", all[i].name, error ? error->message : "");
    }
  case_clear (&old);
  case_clear (&new);
}

static void
drawings_clear (Drawing drawings[N_DRAWINGS])
{
  for (guint i = 0; i < N_DRAWINGS; i++)
    {
      g_clear_pointer (&drawings[i].dot, g_bytes_unref);
      g_bytes_unref (drawings[i].svg);
    }
}

/* --- DOT --- */

/* Appends an object's attributes but its label, which is told by whether there is one and it is not HTML. */
static void
add_attributes (GString *to, Agraph_t *g, int kind, void *object, GString *labels)
{
  for (Agsym_t *a = agnxtattr (g, kind, NULL); a; a = agnxtattr (g, kind, a))
    {
      char *value = agxget (object, a);
      if (strcmp (a->name, "label") != 0)
        {
          g_string_append_printf (to, " %s=%s", a->name, value);
          continue;
        }
      ck_assert (!aghtmlstr (value));
      g_string_append (to, *value ? " label" : "");
      g_string_append_printf (labels, "%s\n", value);
    }
}

static int
by_text (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* All of a drawing but its labels, which are appended: nodes by name, with what they lead to. */
static char *
structure (GBytes *dot, GString *labels)
{
  Agraph_t *g = drawn_read (dot);
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) line = g_string_new (NULL);
  add_attributes (line, g, AGRAPH, g, labels);
  for (Agnode_t *n = agfstnode (g); n; n = agnxtnode (g, n))
    {
      g_string_append_printf (line, "\n%s:", agnameof (n));
      add_attributes (line, g, AGNODE, n, labels);
      g_ptr_array_set_size (lines, 0);
      for (Agedge_t *e = agfstout (g, n); e; e = agnxtout (g, e))
        {
          GString *edge = g_string_new (agnameof (aghead (e)));
          add_attributes (edge, g, AGEDGE, e, labels);
          g_ptr_array_add (lines, g_string_free (edge, FALSE));
        }
      g_ptr_array_sort (lines, by_text);
      for (guint i = 0; i < lines->len; i++)
        g_string_append_printf (line, "\n  -> %s", (const char *) lines->pdata[i]);
    }
  agclose (g);
  return g_string_free (g_steal_pointer (&line), FALSE);
}

/* What is read back and written again is read as the same. */
static void
check_again (GBytes *dot, const char *once)
{
  g_autoptr (GString) labels = g_string_new (NULL);
  Agraph_t *g = drawn_read (dot);
  char *text = NULL;
  gsize size = 0;
  FILE *stream = open_memstream (&text, &size);
  ck_assert_int_eq (agwrite (g, stream), 0);
  ck_assert_int_eq (fclose (stream), 0);
  agclose (g);
  g_autoptr (GBytes) written = g_bytes_new_with_free_func (text, size, free, text);
  g_autofree char *twice = structure (written, labels);
  ck_assert_str_eq (once, twice);
}

/* --- SVG --- */

/* Counts elements by name, but those of text; gathers the text. */
static void
walk (const xmlNode *at, GHashTable *count, GString *texts)
{
  static const char *const allowed[] = { "svg", "g", "title", "polygon", "polyline", "path", "ellipse", "text", "line", "rect", "style", NULL };
  for (; at; at = at->next)
    {
      if (at->type == XML_TEXT_NODE)
        {
          g_string_append (texts, (const char *) at->content);
          continue;
        }
      if (at->type == XML_COMMENT_NODE || at->type == XML_DTD_NODE)
        continue;
      ck_assert_int_eq (at->type, XML_ELEMENT_NODE);
      const char *element = (const char *) at->name;
      ck_assert_msg (g_strv_contains (allowed, element), "element %s", element);
      for (const xmlAttr *a = at->properties; a; a = a->next)
        ck_assert_msg (g_ascii_strncasecmp ((const char *) a->name, "on", 2) != 0 && strcmp ((const char *) a->name, "href") != 0,
                       "attribute %s", a->name);
      if (strcmp (element, "text") != 0)
        g_hash_table_insert (count, (gpointer) element, GUINT_TO_POINTER (GPOINTER_TO_UINT (g_hash_table_lookup (count, element)) + 1));
      walk (at->children, count, texts);
    }
}

static char *
elements (GBytes *svg, GString *texts)
{
  xmlDoc *doc = xmlReadMemory (g_bytes_get_data (svg, NULL), (int) g_bytes_get_size (svg), "t.svg", NULL, XML_PARSE_NONET | XML_PARSE_HUGE);
  ck_assert_ptr_nonnull (doc);
  g_autoptr (GHashTable) count = g_hash_table_new (g_str_hash, g_str_equal);
  walk (doc->children, count, texts);
  g_autoptr (GString) s = g_string_new (NULL);
  g_autoptr (GList) keys = g_list_sort (g_hash_table_get_keys (count), (GCompareFunc) strcmp);
  for (const GList *k = keys; k; k = k->next)
    g_string_append_printf (s, "%s %u\n", (const char *) k->data, GPOINTER_TO_UINT (g_hash_table_lookup (count, k->data)));
  xmlFreeDoc (doc);
  return g_string_free (g_steal_pointer (&s), FALSE);
}

/* --- what is shown --- */

/* Without what wrapping puts in: blanks, line ends, marks of direction; what XML has not is written out. */
static char *
squeeze (const char *text)
{
  g_autoptr (GString) s = g_string_new (NULL);
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);
      if (c == 0xfffe || c == 0xffff)
        g_string_append_printf (s, "\\u%04x", c);
      else if (!g_unichar_isspace (c) && c != 0x200e)
        g_string_append_unichar (s, c);
    }
  return g_string_free (g_steal_pointer (&s), FALSE);
}

/* The beginning of a name, as far as every drawing shows it, is in the texts of a picture. */
static void
check_shown (const Style *s, const char *drawing, const char *plain, const char *texts)
{
  g_autofree char *whole = full_name (s, "", plain), *shown = ss_show (whole), *want = squeeze (shown), *have = squeeze (texts);
  const char *end = g_utf8_strlen (want, -1) > 30 ? g_utf8_offset_to_pointer (want, 30) : want + strlen (want);
  g_autofree char *some = g_strndup (want, (gsize) (end - want));
  ck_assert_msg (strstr (have, some) != NULL, "%s does not show %s", drawing, some);
}

static void
compare (const Style *plain, const Style *hostile)
{
  static const SsLayoutLimits limits = SS_LAYOUT_DEFAULTS;
  g_autoptr (SsLayouter) layouter = ss_layouter_start (&limits, NULL);
  Drawing a[N_DRAWINGS], b[N_DRAWINGS];
  ck_assert_ptr_nonnull (layouter);
  draw_all (plain, a, layouter);
  draw_all (hostile, b, layouter);
  for (guint i = 0; i < N_DRAWINGS; i++)
    {
      g_autoptr (GString) labels = g_string_new (NULL), ignored = g_string_new (NULL), texts = g_string_new (NULL);
      if (a[i].dot)
        {
          g_autofree char *x = structure (a[i].dot, ignored), *y = structure (b[i].dot, labels);
          ck_assert_msg (g_str_equal (x, y), "%s:\n%s\nbecame\n%s", a[i].name, x, y);
          check_again (b[i].dot, y);
          ck_assert (g_utf8_validate (labels->str, -1, NULL));
        }
      g_string_truncate (ignored, 0);
      g_autofree char *x = elements (a[i].svg, ignored), *y = elements (b[i].svg, texts);
      ck_assert_msg (g_str_equal (x, y), "%s:\n%s\nbecame\n%s", a[i].name, x, y);
      if (a[i].dot)
        check_shown (hostile, a[i].name, strstr (a[i].name, "diff calls") ? "new" : strstr (a[i].name, "calls") ? "f3" : strstr (a[i].name, "function") ? "many" : "loop", texts->str);
    }
  drawings_clear (a);
  drawings_clear (b);
}

START_TEST (names_change_labels_alone)
{
  g_autoptr (GString) around = g_string_new (NULL);
  for (guint i = 0; i < names[_i].times; i++)
    g_string_append (around, names[_i].text);
  const Style plain = { (char *) "", FALSE }, hostile = { around->str, FALSE };
  compare (&plain, &hostile);
}
END_TEST

START_TEST (names_may_be_empty)
{
  const Style plain = { (char *) "", FALSE }, empty = { (char *) "", TRUE };
  compare (&plain, &empty);
}
END_TEST

int
main (void)
{
  TCase *t = tcase_create ("drawings");
  tcase_set_timeout (t, 60);
  tcase_add_loop_test (t, names_change_labels_alone, 0, G_N_ELEMENTS (names));
  tcase_add_test (t, names_may_be_empty);
  return drawn_run ("names", t);
}
