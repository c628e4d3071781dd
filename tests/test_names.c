/* Names that mean something to DOT, XML, HTML or a terminal, in every place of a program that has a name, in every drawing: they change
 * nothing but labels, and the labels show them.
 *
 * One program with a chain of calls through a loop of frames, a function of many targets, an external and its callback is drawn twice: with
 * plain names, and with such names in the places of these.  Both drawings must have the same nodes, edges and attributes but for labels,
 * and the same elements in SVG but for text.
 */
#include "tests/named.h"
#include "viz/layout.h"
#include "viz/text.h"

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
  g_autofree char *whole = named_name (s, "", plain), *shown = ss_show (whole), *want = squeeze (shown), *have = squeeze (texts);
  const char *end = g_utf8_strlen (want, -1) > 30 ? g_utf8_offset_to_pointer (want, 30) : want + strlen (want);
  g_autofree char *some = g_strndup (want, (gsize) (end - want));
  ck_assert_msg (strstr (have, some) != NULL, "%s does not show %s", drawing, some);
}

/* Draws everything, and has the drawings set. */
static void
draw_all (const Style *s, Drawing drawings[N_DRAWINGS], SsLayouter *layouter)
{
  Named n;
  named_load (&n, s);
  named_draw (&n, drawings);
  named_clear (&n);
  for (guint i = 0; i < N_DRAWINGS; i++)
    {
      g_autoptr (GError) error = NULL;
      if (drawings[i].dot)
        drawings[i].svg = ss_layouter_render (layouter, drawings[i].dot, "svg", &error);
      ck_assert_msg (drawings[i].svg != NULL, "%s: %s", drawings[i].name, error ? error->message : "");
    }
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
          g_autofree char *x = named_structure (a[i].dot, ignored), *y = named_structure (b[i].dot, labels);
          ck_assert_msg (g_str_equal (x, y), "%s:\n%s\nbecame\n%s", a[i].name, x, y);
          named_check_again (b[i].dot, y);
          ck_assert (g_utf8_validate (labels->str, -1, NULL));
        }
      g_string_truncate (ignored, 0);
      g_autofree char *x= named_elements (a[i].svg, ignored), *y= named_elements (b[i].svg, texts);
      ck_assert_msg (g_str_equal (x, y), "%s:\n%s\nbecame\n%s", a[i].name, x, y);
      if (a[i].dot)
        check_shown (hostile, a[i].name, strstr (a[i].name, "diff calls") ? "new" : strstr (a[i].name, "calls") ? "f3" : strstr (a[i].name, "function") ? "many" : "loop", texts->str);
    }
  named_drawings_clear (a);
  named_drawings_clear (b);
}

START_TEST (names_change_labels_alone)
{
  g_autoptr (GString) around = g_string_new (NULL);
  for (guint i = 0; i < names[_i].times; i++)
    g_string_append (around, names[_i].text);
  const Style plain = { "", FALSE }, hostile = { around->str, FALSE };
  compare (&plain, &hostile);
}
END_TEST

START_TEST (names_may_be_empty)
{
  const Style plain = { "", FALSE }, empty = { "", TRUE };
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
