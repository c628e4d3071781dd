/* A program with names of one's choice in every place that has one: see named.h. */
#include "tests/named.h"

#include "analyzer/components.h"
#include "tests/memory.h"
#include "viz/dot.h"
#include "viz/dot_calls.h"
#include "viz/dot_chain.h"
#include "viz/dot_diff.h"
#include "viz/trend.h"

#include <libxml/parser.h>
#include <string.h>

/* --- the program --- */

char *
named_name (const Style *s, const char *before, const char *plain)
{
  return g_strconcat (before, s->around, plain, ".", s->around, NULL);
}

static json_t *
name (const Style *s, const char *plain)
{
  g_autofree char *text = named_name (s, "", plain);
  return json_string (text);
}

static json_t *
type (const Style *s, const char *plain)
{
  g_autofree char *text = named_name (s, "gc:", plain);
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
  g_autofree char *object = named_name (s, "gc:", "T"), *sub = named_name (s, "gc:", "Sub"), *raw = named_name (s, "raw:", "E");
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

/* --- the builds --- */

void
named_load (Named *n, const Style *style)
{
  n->style = *style;
  for (int side = 0; side < 2; side++)
    {
      case_load (&n->sides[side], 0, program (style, side == 1), policy (style));
      ck_assert (n->sides[side].terms != NULL);
      n->prints[side] = ss_prints_new (n->sides[side].terms);
      n->builds[side] = (SsBuild) { n->sides[side].a, n->prints[side], NULL };
    }
  n->both = ss_compare (&n->builds[0], &n->builds[1], NULL);
  ck_assert_uint_gt (n->sides[0].hops->nhops, 0);
  ck_assert_uint_gt (n->both->nchanges, 0);
}

void
named_clear (Named *n)
{
  ss_comparison_free (n->both);
  for (int side = 0; side < 2; side++)
    {
      ss_prints_free (n->prints[side]);
      case_clear (&n->sides[side]);
    }
}

SsTrend *
named_trend (const Named *n)
{
  SsTrend *t = ss_trend_new ("none");
  for (int side = 0; side < 2; side++)
    ss_trend_add (t, n->style.around, n->sides[side].unwind, n->sides[side].classes, NULL, n->sides[side].hops);
  return t;
}

/* --- the drawings --- */

static guint32
find (const Named *n, int side, const char *plain)
{
  g_autofree char *text = named_name (&n->style, "", plain);
  guint32 sym = ss_find_sym (n->sides[side].program, text);
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
draw_trend (const Named *n)
{
  g_autoptr (SsTrend) t = named_trend (n);
  SsOut *out = memory_out ();
  ss_trend_svg (t, out);
  return memory_taken (out);
}

void
named_draw (const Named *n, Drawing drawings[N_DRAWINGS])
{
  const Case *old = &n->sides[0], *new = &n->sides[1];
  guint32 loop = find (n, 0, "loop"), back = find (n, 0, "back"), many = find (n, 0, "many");
  const guint32 pair[] = { old->program->syms[many].func, new->program->syms[find (n, 1, "many")].func };
  const SsComponentsAsk calls = { SS_NONE, SS_NONE, SS_NONE, 3 };
  g_autoptr (SsComponents) components = ss_components_new (old->a, &calls);
  const Drawing all[N_DRAWINGS] = {
    { "function", draw_function (old, pair[0], FALSE, SS_NONE), NULL },
    { "function --only-relevant", draw_function (old, pair[0], TRUE, SS_NONE), NULL },
    { "function --max-nodes 2", draw_function (old, pair[0], FALSE, 2), NULL },
    { "chain", ss_dot_chain (old->a, loop, back, 100), NULL },
    { "hop", ss_dot_hop (old->hops, &old->hops->hops[0], 3), NULL },
    { "calls", ss_dot_calls (old->a, components, &calls), NULL },
    { "diff function", ss_dot_diff (n->both, pair, &(SsDotAsk) SS_DOT_WHOLE), NULL },
    { "diff function --max-nodes 2 --max-ops 4 --only-relevant", ss_dot_diff (n->both, pair, &(SsDotAsk) { TRUE, 2, 4 }), NULL },
    { "diff calls", ss_dot_diff_calls (n->both, 100), NULL },
    { "trend", NULL, draw_trend (n) },
  };
  for (guint i = 0; i < N_DRAWINGS; i++)
    {
      drawings[i] = all[i];
      ck_assert_msg (all[i].dot || all[i].svg, "%s: no drawing", all[i].name);
    }
}

void
named_drawings_clear (Drawing drawings[N_DRAWINGS])
{
  for (guint i = 0; i < N_DRAWINGS; i++)
    {
      g_clear_pointer (&drawings[i].dot, g_bytes_unref);
      g_clear_pointer (&drawings[i].svg, g_bytes_unref);
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

char *
named_structure (GBytes *dot, GString *labels)
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

void
named_check_again (GBytes *dot, const char *once)
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
  g_autofree char *twice = named_structure (written, labels);
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

char *
named_elements (GBytes *svg, GString *texts)
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
