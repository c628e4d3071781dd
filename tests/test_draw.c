/* Diagrams: labels show every character, DOT and SVG can be read back, the layout keeps its limits. */
#include "config.h"

#include "analyzer/classify.h"
#include "ir/load.h"
#include "viz/dot.h"
#include "viz/label.h"
#include "viz/layout.h"
#include "viz/pen.h"

#include <check.h>
#include <graphviz/cgraph.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A name, and how it is to be read in the picture. */
typedef struct
{
  const char *name, *shown;
} Name;

static const Name names[] = {
  { "plain", "plain" },
  { "\\N", "\\N" },
  { "\\G\\E\\T\\H\\L\\l\\r\\n", "\\G\\E\\T\\H\\L\\l\\r\\n" },
  { "ends in a backslash\\", "ends in a backslash\\" },
  { "two\\\\", "two\\\\" },
  { "quote\"", "quote\"" },
  { "\\\"", "\\\"" },
  { "{a|b}", "{a|b}" },
  { "<f0> {x} | y", "<f0> {x} | y" },
  { "<b>bold</b>", "<b>bold</b>" },
  { "<>", "<>" },
  { "&lt;", "&lt;" },
  { "&amp;", "&amp;" },
  { "&amp;lt;", "&amp;lt;" },
  { "&#60;&#x3c;", "&#60;&#x3c;" },
  { "&", "&" },
  { "</script><script>", "</script><script>" },
  { "\" onload=\"x", "\" onload=\"x" },
  { "]]>", "]]>" },
  { "--><!--", "--><!--" },
  { "%s%n", "%s%n" },
  { "../../x", "../../x" },
  { "line\nbreak\ttab\rreturn", "line\\x0abreak\\x09tab\\x0dreturn" },
  { "\x1b[31m", "\\x1b[31m" },
  { "nul\xc0\x80", "nul\\x00" },
  { "\xe2\x80\xae" "evil", "\\u202eevil" },
  { "\xd7\x90(\xd7\x91\xd6\xb7, 1)", "\xe2\x80\x8e\xd7\x90\xe2\x80\x8e(\xe2\x80\x8e\xd7\x91\xd6\xb7\xe2\x80\x8e, 1)" },
  { "\xd8\xb9", "\xe2\x80\x8e\xd8\xb9\xe2\x80\x8e" },
  { "\xef\xbf\xbe\xef\xbf\xbf", "\\ufffe\\uffff" },
  { "gr\xc3\xbc\xc3\x9f" "e \xe6\xbc\xa2 \xf0\x9f\x98\x80", "gr\xc3\xbc\xc3\x9f" "e \xe6\xbc\xa2 \xf0\x9f\x98\x80" },
  { "graph", "graph" },
  { "12", "12" },
};

/* A graph of one node with that label, as DOT. */
static GBytes *
one_node (const char *label)
{
  Agraph_t *g = agopen ((char *) "t", Agdirected, NULL);
  agattr (g, AGNODE, (char *) "shape", (char *) "box");
  agattr (g, AGNODE, (char *) "fontname", (char *) "DejaVu Sans Mono");
  Agnode_t *n = agnode (g, (char *) "b0", TRUE);
  agsafeset (n, (char *) "label", (char *) label, (char *) "");
  char *text = NULL;
  gsize size = 0;
  FILE *stream = open_memstream (&text, &size);
  ck_assert_int_eq (agwrite (g, stream), 0);
  ck_assert_int_eq (fclose (stream), 0);
  agclose (g);
  return g_bytes_new_with_free_func (text, size, free, text);
}

static char *
label_of (const char *name)
{
  SsLabel *l = ss_label_new (60);
  ss_label_add (l, "  0  ", name);
  return ss_label_finish (l);
}

/* The label that a reader of the DOT finds. */
static char *
read_back (GBytes *dot)
{
  g_autofree char *text = g_strndup (g_bytes_get_data (dot, NULL), g_bytes_get_size (dot));
  Agraph_t *g = agmemread (text);
  ck_assert_ptr_nonnull (g);
  Agnode_t *n = agnode (g, (char *) "b0", FALSE);
  ck_assert_ptr_nonnull (n);
  char *value = agget (n, (char *) "label");
  ck_assert (!aghtmlstr (value));
  char *label = g_strdup (value);
  agclose (g);
  return label;
}

START_TEST (dot_is_read_back)
{
  g_autofree char *label = label_of (names[_i].name);
  g_autoptr (GBytes) dot = one_node (label);
  g_autofree char *back = read_back (dot);
  ck_assert_str_eq (back, label);
}
END_TEST

/* --- SVG --- */

typedef struct
{
  gboolean in_text;
  GString *lines; /* the texts of the picture, one a line */
  double x, size; /* of the text: where it starts, and its font's size */
  gsize start;    /* where it starts in lines */
  double box;     /* the right end of the box last drawn */
  double beyond;  /* the most that a text goes beyond its box */
} Svg;

/* DejaVu Sans Mono: the width of a letter, of its size. */
#define LETTER (1233.0 / 2048)

/* The right end of a polygon. */
static double
polygon_end (const char *points)
{
  double end = -G_MAXDOUBLE;
  g_auto (GStrv) pairs = g_strsplit (points, " ", -1);
  for (char **pair = pairs; *pair; pair++)
    end = MAX (end, g_ascii_strtod (*pair, NULL));
  return end;
}

static void
svg_start (GMarkupParseContext *c, const char *element, const char **keys, const char **values, gpointer data, GError **error)
{
  Svg *svg = data;
  svg->in_text = strcmp (element, "text") == 0;
  ck_assert_str_ne (element, "script");
  svg->start = svg->lines->len;
  for (; *keys; keys++, values++)
    {
      ck_assert (!g_str_has_prefix (*keys, "on"));
      if (strcmp (*keys, "points") == 0)
        svg->box = polygon_end (*values);
      else if (strcmp (*keys, "x") == 0)
        svg->x = g_ascii_strtod (*values, NULL);
      else if (strcmp (*keys, "font-size") == 0)
        svg->size = g_ascii_strtod (*values, NULL);
    }
  (void) c, (void) error;
}

static void
svg_end (GMarkupParseContext *c, const char *element, gpointer data, GError **error)
{
  Svg *svg = data;
  if (svg->in_text)
    {
      double width = LETTER * svg->size * (double) g_utf8_strlen (svg->lines->str + svg->start, -1);
      svg->beyond = MAX (svg->beyond, svg->x + width - svg->box);
      g_string_append_c (svg->lines, '\n');
    }
  svg->in_text = FALSE;
  (void) c, (void) element, (void) error;
}

static void
svg_text (GMarkupParseContext *c, const char *text, gsize n, gpointer data, GError **error)
{
  Svg *svg = data;
  if (svg->in_text)
    g_string_append_len (svg->lines, text, (gssize) n);
  (void) c, (void) error;
}

/* Reads an SVG picture; the caller frees the lines. */
static Svg
svg_read (GBytes *picture)
{
  static const GMarkupParser parser = { .start_element = svg_start, .end_element = svg_end, .text = svg_text };
  Svg svg = { .lines = g_string_new (NULL), .beyond = -G_MAXDOUBLE };
  GMarkupParseContext *c = g_markup_parse_context_new (&parser, 0, &svg, NULL);
  GError *error = NULL;
  gboolean ok = g_markup_parse_context_parse (c, g_bytes_get_data (picture, NULL), (gssize) g_bytes_get_size (picture), &error)
                && g_markup_parse_context_end_parse (c, &error);
  ck_assert_msg (ok, "%s", error ? error->message : "");
  g_markup_parse_context_free (c);
  return svg;
}

/* The texts of an SVG picture, a line each, no-break spaces as spaces. */
static char *
svg_texts (GBytes *picture)
{
  Svg svg = svg_read (picture);
  g_string_replace (svg.lines, "\xc2\xa0", " ", 0);
  return g_string_free (svg.lines, FALSE);
}

static GBytes *
picture_of (GBytes *dot, const char *format)
{
  static const SsLayoutLimits limits = SS_LAYOUT_DEFAULTS;
  GError *error = NULL;
  SsLayouter *l = ss_layouter_start (&limits, &error);
  ck_assert_ptr_nonnull (l);
  GBytes *picture = ss_layouter_render (l, dot, format, &error);
  ck_assert_msg (picture != NULL, "%s", error ? error->message : "");
  ss_layouter_free (l);
  return picture;
}

START_TEST (svg_shows_every_character)
{
  g_autofree char *label = label_of (names[_i].name);
  g_autoptr (GBytes) dot = one_node (label);
  g_autoptr (GBytes) picture = picture_of (dot, "svg");
  g_autofree char *texts = svg_texts (picture);
  g_autofree char *want = g_strdup_printf ("  0  %s\n", names[_i].shown);
  ck_assert_str_eq (texts, want);
}
END_TEST

/* Text is drawn in its box in points, where it was measured in pixels. */
START_TEST (text_fits_its_box)
{
  static const char *const sizes[] = { SS_PEN_TEXT, SS_PEN_SMALL };
  Agraph_t *g = ss_pen_new ();
  Agnode_t *node = ss_pen_node (g, "n");
  ss_pen_set (node, "fontsize", sizes[_i]);
  SsLabel *l = ss_label_new (68);
  ss_label_add (l, "", "a_line_that_is_as_long_as_lines_are_in_boxes_sixty_eight_characters_");
  ss_pen_label (node, l);
  g_autoptr (GBytes) dot = ss_pen_finish (g);
  g_autoptr (GBytes) picture = picture_of (dot, "svg");
  Svg svg = svg_read (picture);
  g_string_free (svg.lines, TRUE);
  /* What is left at either side is the margin. */
  ck_assert_double_le (svg.beyond, -0.08 * 72);
}
END_TEST

START_TEST (short_label_shows_every_character)
{
  g_autofree char *label = ss_label_short (names[_i].name, 100);
  g_autoptr (GBytes) dot = one_node (label);
  g_autofree char *back = read_back (dot);
  ck_assert_str_eq (back, label);
  g_autoptr (GBytes) picture = picture_of (dot, "svg");
  g_autofree char *texts = svg_texts (picture);
  g_autofree char *want = g_strdup_printf ("%s\n", names[_i].shown);
  ck_assert_str_eq (texts, want);
}
END_TEST

/* --- wrapping and cutting --- */

START_TEST (long_items_are_wrapped)
{
  SsLabel *l = ss_label_new (20);
  ss_label_add (l, "> ", "one two three four five six");
  ss_label_add (l, "", "abcdefghijklmnopqrstuvwxyz");
  g_autofree char *label = ss_label_finish (l);
  ck_assert_str_eq (label, "> one two three \\l    four five six\\labcdefghijklmnopqrst\\l  uvwxyz\\l");
}
END_TEST

START_TEST (wide_characters_count_twice)
{
  SsLabel *l = ss_label_new (16);
  ss_label_add (l, "", "\xe6\xbc\xa2\xe6\xbc\xa2\xe6\xbc\xa2\xe6\xbc\xa2\xe6\xbc\xa2\xe6\xbc\xa2\xe6\xbc\xa2\xe6\xbc\xa2\xe6\xbc\xa2");
  g_autofree char *label = ss_label_finish (l);
  ck_assert_ptr_nonnull (strstr (label, "\\l  \xe6\xbc\xa2\\l"));
}
END_TEST

/* Every byte that a name can end in, at every length around the limits. */
START_TEST (labels_are_cut)
{
  static const char *const units[] = { "x", "\\", "&", "\"", "\x01", "\xc0\x80", "\xf0\x9f\x98\x80", "\xef\xbf\xbe" };
  const char *unit = units[_i];
  GString *name = g_string_new (NULL);
  while (name->len < 20000)
    g_string_append (name, unit);
  SsLabel *l = ss_label_new (68);
  for (int i = 0; i < 300; i++)
    ss_label_add (l, "▶ ", name->str);
  g_autofree char *label = ss_label_finish (l);
  ck_assert_uint_lt (strlen (label), SS_LABEL_BYTES);
  ck_assert_ptr_nonnull (strstr (label, " more characters\\l"));
  ck_assert (g_str_has_suffix (label, " more\\l"));
  ck_assert (g_utf8_validate (label, -1, NULL));
  g_autoptr (GBytes) dot = one_node (label);
  g_autofree char *back = read_back (dot);
  ck_assert_str_eq (back, label);

  GString *cut = g_string_new (NULL);
  ss_label_name (cut, name->str);
  ck_assert_uint_le (cut->len, SS_LABEL_NAME + strlen ("…"));
  ck_assert (g_str_has_suffix (cut->str, "…"));
  l = ss_label_new (68);
  ss_label_add (l, "", cut->str);
  g_autofree char *again = ss_label_finish (l);
  ck_assert (g_utf8_validate (again, -1, NULL));
  g_string_free (cut, TRUE);
  g_string_free (name, TRUE);
}
END_TEST

/* --- the child --- */

START_TEST (every_format_is_drawn)
{
  g_autoptr (GBytes) dot = one_node ("x");
  g_autoptr (GBytes) svg = picture_of (dot, "svg");
  g_autoptr (GBytes) png = picture_of (dot, "png");
  g_autoptr (GBytes) pdf = picture_of (dot, "pdf");
  ck_assert_mem_eq (g_bytes_get_data (svg, NULL), "<?xml", 5);
  ck_assert_mem_eq (g_bytes_get_data (png, NULL), "\x89PNG", 4);
  ck_assert_mem_eq (g_bytes_get_data (pdf, NULL), "%PDF", 4);
  g_usleep (1100000);
  g_autoptr (GBytes) later = picture_of (dot, "pdf");
  ck_assert (g_bytes_equal (pdf, later));
}
END_TEST

START_TEST (one_child_draws_many)
{
  static const SsLayoutLimits limits = SS_LAYOUT_DEFAULTS;
  g_autoptr (SsLayouter) l = ss_layouter_start (&limits, NULL);
  g_autoptr (GBytes) dot = one_node ("x");
  g_autoptr (GBytes) first = ss_layouter_render (l, dot, "svg", NULL);
  ck_assert_ptr_nonnull (first);
  for (int i = 0; i < 20; i++)
    {
      g_autoptr (GBytes) next = ss_layouter_render (l, dot, "svg", NULL);
      ck_assert (g_bytes_equal (first, next));
    }
}
END_TEST

/* n nodes, each with edges to many: more than dot can place in a second. */
static GBytes *
tangle (int n)
{
  GString *s = g_string_new ("digraph t {\n");
  guint32 seed = 1;
  for (int i = 0; i < n; i++)
    for (int j = 0; j < 8; j++)
      {
        seed = seed * 1664525u + 1013904223u;
        g_string_append_printf (s, "b%d -> b%u;\n", i, (seed >> 8) % (guint32) n);
      }
  g_string_append (s, "}\n");
  return g_string_free_to_bytes (s);
}

START_TEST (time_limit_is_kept)
{
  static const SsLayoutLimits limits = { 1, 4096 };
  GError *error = NULL;
  g_autoptr (SsLayouter) l = ss_layouter_start (&limits, &error);
  g_autoptr (GBytes) dot = tangle (2000);
  gint64 start = g_get_monotonic_time ();
  ck_assert_ptr_null (ss_layouter_render (l, dot, "svg", &error));
  ck_assert (g_error_matches (error, SS_LAYOUT_ERROR, SS_LAYOUT_ERROR_TIME));
  ck_assert_int_lt (g_get_monotonic_time () - start, 20 * G_USEC_PER_SEC);
  g_error_free (error);
}
END_TEST

#if !defined __SANITIZE_ADDRESS__ /* whose address space has no limit */
START_TEST (memory_limit_is_kept)
{
  static const SsLayoutLimits limits = { 60, 128 };
  GError *error = NULL;
  g_autoptr (SsLayouter) l = ss_layouter_start (&limits, &error);
  g_autoptr (GBytes) dot = tangle (20000);
  ck_assert_ptr_null (ss_layouter_render (l, dot, "svg", &error));
  ck_assert (g_error_matches (error, SS_LAYOUT_ERROR, SS_LAYOUT_ERROR_FAILED));
  g_error_free (error);
}
END_TEST
#endif

START_TEST (broken_dot_is_an_error)
{
  static const SsLayoutLimits limits = SS_LAYOUT_DEFAULTS;
  static const char text[] = "digraph t { b0 [label=\"x\\";
  GError *error = NULL;
  g_autoptr (SsLayouter) l = ss_layouter_start (&limits, &error);
  g_autoptr (GBytes) dot = g_bytes_new_static (text, strlen (text));
  ck_assert_ptr_null (ss_layouter_render (l, dot, "svg", &error));
  ck_assert (g_error_matches (error, SS_LAYOUT_ERROR, SS_LAYOUT_ERROR_FAILED));
  g_error_free (error);
}
END_TEST

/* A bitmap beyond all bounds gets a lower resolution instead. */
START_TEST (huge_bitmaps_are_scaled)
{
  GString *s = g_string_new ("digraph t {\n");
  for (int i = 0; i < 400; i++)
    g_string_append_printf (s, "b%d [width=10,height=10]; b%d -> b%d;\n", i, i, i + 1);
  g_string_append (s, "}\n");
  g_autoptr (GBytes) dot = g_string_free_to_bytes (s);
  g_autoptr (GBytes) png = picture_of (dot, "png");
  const guint8 *data = g_bytes_get_data (png, NULL);
  guint32 width, height; /* at bytes 16 and 20 of every PNG */
  memcpy (&width, data + 16, sizeof width);
  memcpy (&height, data + 20, sizeof height);
  ck_assert_uint_le (GUINT32_FROM_BE (height), 32767);
  ck_assert_uint_gt (GUINT32_FROM_BE (width), 50);
}
END_TEST

/* --- whole diagrams --- */

/* What is counted in a diagram. */
typedef struct
{
  guint blocks, notes, links;
} Parts;

static Parts
count_parts (GBytes *dot)
{
  Parts parts = { 0 };
  g_autofree char *text = g_strndup (g_bytes_get_data (dot, NULL), g_bytes_get_size (dot));
  Agraph_t *g = agmemread (text);
  ck_assert_ptr_nonnull (g);
  ck_assert (!agisstrict (g));
  for (Agnode_t *n = agfstnode (g); n; n = agnxtnode (g, n))
    {
      const char *name = agnameof (n);
      gboolean block = name[0] == 'b' && strspn (name + 1, "0123456789") == strlen (name + 1);
      parts.blocks += block;
      parts.notes += name[0] == 'b' && strcmp (agget (n, (char *) "shape"), "note") == 0;
      for (Agedge_t *e = agfstout (g, n); e; e = agnxtout (g, e))
        {
          const char *style = agget (e, (char *) "style"); /* NULL: no edge of this graph has one */
          parts.links += block && g_strcmp0 (style, "invis") != 0 && g_strcmp0 (style, "dotted") != 0;
        }
    }
  agclose (g);
  return parts;
}

static guint
count_links (const SsProgram *p, const SsFunc *f)
{
  guint n = 0;
  for (guint32 b = f->block0; b < f->block0 + f->nblocks; b++)
    n += p->blocks[b].nexits + p->blocks[b].nhandlers;
  return n;
}

/* Kinds of points a block has, summed over the blocks. */
static guint
count_kinds (const SsClasses *c, guint32 func)
{
  guint n = 0;
  gint64 block = -1;
  guint32 seen = 0;
  for (guint32 i = 0; i < c->nrecords; i++)
    {
      const SsRecord *r = &c->records[i];
      if (r->func != func)
        continue;
      if (r->block != block)
        seen = 0;
      block = r->block;
      n += (seen & 1u << r->kind) == 0;
      seen |= 1u << r->kind;
    }
  return n;
}

/* The diagrams of every function of a file have its blocks and links, all of them, and its points. */
static void
check_file (const char *file)
{
  static const SsLoadOptions options = SS_LOAD_DEFAULTS;
  static const SsDotAsk whole = SS_DOT_WHOLE;
  guint64 nfaults;
  g_autoptr (GPtrArray) faults = g_ptr_array_new_with_free_func ((GDestroyNotify) ss_fault_free);
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (SsProgram) p = ss_load (file, &options, faults, &nfaults, NULL);
  ck_assert_msg (p != NULL, "%s", file);
  g_autoptr (SsPolicy) policy = ss_policy_load ("pypy-stackless", notes, NULL);
  g_autoptr (SsTerms) terms = ss_policy_bind (policy, p, notes, NULL);
  ck_assert_ptr_nonnull (terms);
  g_autoptr (SsCallGraph) calls = ss_callgraph_new (terms);
  g_autoptr (SsUnwind) unwind = ss_unwind_new (terms, calls);
  g_autoptr (SsClasses) classes = ss_classify (terms, unwind, 0);
  for (guint32 f = 0; f < p->nfuncs; f++)
    {
      g_autoptr (GBytes) dot = ss_dot (terms, classes, f, &whole);
      Parts parts = count_parts (dot);
      ck_assert_uint_eq (parts.blocks, p->funcs[f].nblocks);
      ck_assert_uint_eq (parts.links, count_links (p, &p->funcs[f]));
      ck_assert_uint_eq (parts.notes, count_kinds (classes, f));
      g_autoptr (GBytes) again = ss_dot (terms, classes, f, &whole);
      ck_assert (g_bytes_equal (dot, again));
    }
}

START_TEST (diagrams_are_whole)
{
  const char *source = g_getenv ("srcdir");
  g_autofree char *corpus = g_build_filename (source ? source : ".", "corpus", NULL);
  GDir *dir = g_dir_open (corpus, 0, NULL);
  ck_assert_ptr_nonnull (dir);
  guint n = 0;
  for (const char *name; (name = g_dir_read_name (dir));)
    if (g_str_has_suffix (name, ".json"))
      {
        g_autofree char *file = g_build_filename (corpus, name, NULL);
        check_file (file);
        n++;
      }
  g_dir_close (dir);
  ck_assert_uint_ge (n, 14);
}
END_TEST

int
main (void)
{
  Suite *s = suite_create ("draw");
  TCase *t = tcase_create ("labels");
  tcase_set_timeout (t, 60);
  tcase_add_loop_test (t, dot_is_read_back, 0, G_N_ELEMENTS (names));
  tcase_add_loop_test (t, svg_shows_every_character, 0, G_N_ELEMENTS (names));
  tcase_add_loop_test (t, short_label_shows_every_character, 0, G_N_ELEMENTS (names));
  tcase_add_test (t, long_items_are_wrapped);
  tcase_add_test (t, wide_characters_count_twice);
  tcase_add_loop_test (t, labels_are_cut, 0, 8);
  suite_add_tcase (s, t);
  t = tcase_create ("diagrams");
  tcase_set_timeout (t, 60);
  tcase_add_test (t, diagrams_are_whole);
  suite_add_tcase (s, t);
  t = tcase_create ("layout");
  tcase_set_timeout (t, 120);
  tcase_add_test (t, every_format_is_drawn);
  tcase_add_loop_test (t, text_fits_its_box, 0, 2);
  tcase_add_test (t, one_child_draws_many);
  tcase_add_test (t, time_limit_is_kept);
#if !defined __SANITIZE_ADDRESS__
  tcase_add_test (t, memory_limit_is_kept);
#endif
  tcase_add_test (t, broken_dot_is_an_error);
  tcase_add_test (t, huge_bitmaps_are_scaled);
  suite_add_tcase (s, t);
  SRunner *r = srunner_create (s);
  srunner_run_all (r, CK_ENV);
  int failed = srunner_ntests_failed (r);
  srunner_free (r);
  return failed > 0;
}
