/* Builds side by side as line charts: SVG, written through libxml2's text writer.
 *
 * A panel for each group of numbers, one below the other; each with an axis of its own that begins at 0.  Series differ in dashes and
 * in the shape of their points as well as in colour, and colours do in lightness too, so that the chart can be read by those who see
 * few colours and on paper.  On a screen that is set to dark it is dark.  Names of the input reach text alone; all else is numbers.
 */
#include "config.h"

#include "viz/trend.h"

#include "viz/text.h"

#include <libxml/xmlwriter.h>

/* All lengths are in pixels. */
#define WIDTH 900
#define HEAD 64         /* above the panels */
#define LIST_TOP 16     /* between the panels and the list of builds */
#define PANEL 244
#define PLOT_TOP 34     /* within a panel */
#define PLOT_HEIGHT 150
#define PLOT_LEFT 110
#define PLOT_RIGHT 580
#define PLOT_MARGIN 24  /* between the axis and the first build */
#define LEGEND_LEFT 606
#define LEGEND_LINE 22
#define LIST_LINE 19
#define LIST_COLUMNS 116 /* characters of a line of the list of builds */
#define MAX_TICKS 5
#define MAX_LABELS 20   /* below an axis */
#define MAX_WIDE_LABELS 12 /* of three digits and more */
#define MAX_POINTS 40   /* of a line that are marked */

static const char style[] =
  ".paper{fill:#ffffff}\n"
  "text{font-family:'DejaVu Sans',Verdana,sans-serif;font-size:12px;fill:#202124}\n"
  ".title{font-size:16px;font-weight:bold}\n"
  ".head{font-size:13px;font-weight:bold}\n"
  ".pale{fill:#5f6368}\n"
  ".left{text-anchor:end}\n"
  ".mid{text-anchor:middle}\n"
  ".grid{stroke:#dadce0;stroke-width:1}\n"
  ".axis{stroke:#5f6368;stroke-width:1}\n"
  ".line{fill:none;stroke-width:2}\n"
  ".point{stroke-width:1.5}\n"
  ".s0{stroke:#0060a0}.s1{stroke:#d55e00}.s2{stroke:#00795a}.s3{stroke:#a8518a}.s4{stroke:#8a6500}.s5{stroke:#202124}\n"
  ".point.s0{fill:#0060a0}.point.s1{fill:#ffffff}.point.s2{fill:#00795a}.point.s3{fill:#ffffff}.point.s4{fill:#8a6500}"
  ".point.s5{fill:#ffffff}\n"
  "@media screen and (prefers-color-scheme:dark){\n"
  ".paper{fill:#16181c}text{fill:#e8eaed}.pale{fill:#9aa0a6}.grid{stroke:#3c4043}.axis{stroke:#9aa0a6}\n"
  ".s0{stroke:#56b4e9}.s1{stroke:#ff8f3f}.s2{stroke:#2fc79b}.s3{stroke:#e29ac3}.s4{stroke:#f0e442}.s5{stroke:#e8eaed}\n"
  ".point.s0{fill:#56b4e9}.point.s1{fill:#16181c}.point.s2{fill:#2fc79b}.point.s3{fill:#16181c}.point.s4{fill:#f0e442}"
  ".point.s5{fill:#16181c}\n"
  "}\n";

/* By series: how its line is broken, and the shape of its points, around 0,0. */
static const struct
{
  const char *dashes, *shape;
} looks[] = {
  { NULL, "M-4,0a4,4 0 1,0 8,0a4,4 0 1,0 -8,0z" },
  { "8 4", "M-4,-4h8v8h-8z" },
  { "2 3", "M0,-5L5,4H-5z" },
  { "10 3 2 3", "M0,-6L5,0L0,6L-5,0z" },
  { "5 3", "M0,5L5,-4H-5z" },
  { "12 3 2 3 2 3", "M-2,-5h4v3h3v4h-3v3h-4v-3h-3v-4h3z" },
};

typedef struct
{
  const SsTrend *t;
  xmlTextWriter *w;
  gboolean failed;
} Chart;

/* --- elements --- */

static void
begin (Chart *c, const char *element)
{
  c->failed |= xmlTextWriterStartElement (c->w, BAD_CAST element) < 0;
}

static void
end (Chart *c)
{
  c->failed |= xmlTextWriterEndElement (c->w) < 0;
}

static void
set (Chart *c, const char *name, const char *value)
{
  c->failed |= xmlTextWriterWriteAttribute (c->w, BAD_CAST name, BAD_CAST value) < 0;
}

static void
set_int (Chart *c, const char *name, int value)
{
  char text[16];
  g_snprintf (text, sizeof text, "%d", value);
  set (c, name, text);
}

/* Visible text of at most so many columns, cut with a mark.  XML has no U+FFFE and U+FFFF: they become escapes like other characters
 * that cannot be seen. */
static void
put_text (Chart *c, const char *visible, guint columns)
{
  g_autoptr (GString) s = g_string_new (NULL);
  guint used = 0;
  for (const char *at = visible; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar x = g_utf8_get_char (at);
      guint before = used;
      used += g_unichar_iszerowidth (x) ? 0 : g_unichar_iswide (x) ? 2 : 1;
      if (used > columns || at - visible > (gssize) columns * 8)
        {
          g_string_append (s, "…");
          break;
        }
      if (x == 0xfffe || x == 0xffff)
        {
          g_string_append_printf (s, "\\u%04x", x);
          used = before + 6;
        }
      else
        g_string_append_unichar (s, x);
    }
  c->failed |= xmlTextWriterWriteString (c->w, BAD_CAST s->str) < 0;
}

static void
put_label (Chart *c, int x, int y, const char *class, const char *visible)
{
  begin (c, "text");
  set_int (c, "x", x);
  set_int (c, "y", y);
  if (class != NULL)
    set (c, "class", class);
  put_text (c, visible, LIST_COLUMNS);
  end (c);
}

static void
put_line (Chart *c, const char *class, int x1, int y1, int x2, int y2)
{
  begin (c, "line");
  set (c, "class", class);
  set_int (c, "x1", x1);
  set_int (c, "y1", y1);
  set_int (c, "x2", x2);
  set_int (c, "y2", y2);
  end (c);
}

/* --- places --- */

static guint
nbuilds (const Chart *c)
{
  return c->t->rows->len;
}

static const SsTrendRow *
row (const Chart *c, guint i)
{
  return &g_array_index (c->t->rows, SsTrendRow, i);
}

/* Tenths of a pixel. */
static int
place_x (const Chart *c, guint i)
{
  gint64 left = (gint64) 10 * (PLOT_LEFT + PLOT_MARGIN), right = (gint64) 10 * (PLOT_RIGHT - PLOT_MARGIN);
  return (int) (nbuilds (c) == 1 ? (left + right) / 2 : left + (right - left) * i / (nbuilds (c) - 1));
}

static int
place_y (int top, guint64 value, guint64 max)
{
  return 10 * (top + PLOT_TOP + PLOT_HEIGHT) - (int) ((double) value / (double) max * (10 * PLOT_HEIGHT) + 0.5);
}

/* "12.3", in every locale. */
static char *
tenths (int n)
{
  return g_strdup_printf ("%d.%d", n / 10, n % 10);
}

/* The step between ticks: 1, 2 or 5 times a power of ten, so that MAX_TICKS steps reach `most`. */
static guint64
tick_step (guint64 most)
{
  static const guint64 nice[] = { 1, 2, 5 };
  for (guint64 power = 1;; power *= 10)
    for (guint i = 0; i < G_N_ELEMENTS (nice); i++)
      if (power > G_MAXUINT64 / 100 || most / (nice[i] * power) < MAX_TICKS
          || most == nice[i] * power * MAX_TICKS)
        return nice[i] * power;
}

/* --- panels --- */

static void
put_axes (Chart *c, SsTrendGroup g, int top, guint64 step, guint64 max)
{
  int bottom = top + PLOT_TOP + PLOT_HEIGHT;
  guint labels = nbuilds (c) < 100 ? MAX_LABELS : MAX_WIDE_LABELS, each = (nbuilds (c) + labels - 1) / labels;
  put_label (c, PLOT_LEFT, top + 18, "head", ss_trend_title (g));
  for (guint64 v = 0; v <= max; v += step)
    {
      int y = place_y (top, v, max) / 10;
      g_autofree char *text = ss_show_count (v);
      put_line (c, v == 0 ? "axis" : "grid", PLOT_LEFT, y, PLOT_RIGHT, y);
      put_label (c, PLOT_LEFT - 8, y + 4, "left", text);
    }
  put_line (c, "axis", PLOT_LEFT, top + PLOT_TOP, PLOT_LEFT, bottom);
  for (guint i = 0; i < nbuilds (c); i += each)
    {
      int x = place_x (c, i) / 10;
      g_autofree char *text = g_strdup_printf ("%u", i + 1);
      put_line (c, "axis", x, bottom, x, bottom + 4);
      put_label (c, x, bottom + 18, "mid", text);
    }
  put_label (c, (PLOT_LEFT + PLOT_RIGHT) / 2, bottom + 36, "mid pale", "build");
}

/* A point of a series; `title` (visible text, NULL: none) is told where a mouse rests on it. */
static void
put_point (Chart *c, guint series, int x, int y, const char *title)
{
  char class[16];
  g_autofree char *at_x = tenths (x), *at_y = tenths (y);
  g_autofree char *move = g_strdup_printf ("translate(%s,%s)", at_x, at_y);
  g_snprintf (class, sizeof class, "point s%u", series);
  begin (c, "path");
  set (c, "class", class);
  set (c, "d", looks[series].shape);
  set (c, "transform", move);
  if (title != NULL)
    {
      begin (c, "title");
      put_text (c, title, 2 * LIST_COLUMNS);
      end (c);
    }
  end (c);
}

static void
put_stroke (Chart *c, guint series, const char *points)
{
  char class[16];
  g_snprintf (class, sizeof class, "line s%u", series);
  begin (c, "polyline");
  set (c, "class", class);
  if (looks[series].dashes != NULL)
    set (c, "stroke-dasharray", looks[series].dashes);
  set (c, "points", points);
  end (c);
}

static void
put_series (Chart *c, SsTrendGroup g, guint s, int top, guint64 max)
{
  g_autoptr (GString) points = g_string_new (NULL);
  guint each = (nbuilds (c) + MAX_POINTS - 1) / MAX_POINTS;
  for (guint i = 0; i < nbuilds (c); i++)
    {
      g_autofree char *x = tenths (place_x (c, i)), *y = tenths (place_y (top, ss_trend_value (row (c, i), g, s), max));
      g_string_append_printf (points, "%s%s,%s", i > 0 ? " " : "", x, y);
    }
  put_stroke (c, s, points->str);
  for (guint i = 0; i < nbuilds (c); i += each)
    {
      guint64 value = ss_trend_value (row (c, i), g, s);
      g_autofree char *build = ss_trend_build (row (c, i)), *count = ss_show_count (value);
      g_autofree char *title = g_strdup_printf ("%s: %s (%u: %s: %s)", ss_trend_series (g, s), count, i + 1, row (c, i)->file, build);
      put_point (c, s, place_x (c, i), place_y (top, value, max), title);
    }
}

/* The name of a series with its first and last number, which tells small changes that the lines cannot show. */
static void
put_legend (Chart *c, SsTrendGroup g, guint s, int y)
{
  g_autofree char *points = g_strdup_printf ("%d,%d %d,%d", LEGEND_LEFT, y, LEGEND_LEFT + 40, y);
  guint64 from = ss_trend_value (row (c, 0), g, s), to = ss_trend_value (row (c, nbuilds (c) - 1), g, s);
  g_autofree char *first = ss_show_count (from), *last = ss_show_count (to);
  g_autofree char *both = nbuilds (c) > 1 ? g_strdup_printf ("%s → %s", first, last) : g_strdup (first);
  put_stroke (c, s, points);
  put_point (c, s, 10 * (LEGEND_LEFT + 20), 10 * y, NULL);
  put_label (c, LEGEND_LEFT + 50, y + 4, NULL, ss_trend_series (g, s));
  put_label (c, WIDTH - 10, y + 4, "left pale", both);
}

static void
put_panel (Chart *c, SsTrendGroup g, int top)
{
  guint64 most = 1;
  for (guint i = 0; i < nbuilds (c); i++)
    for (guint s = 0; s < ss_trend_nseries (g); s++)
      most = MAX (most, ss_trend_value (row (c, i), g, s));
  guint64 step = tick_step (most), max = (most + step - 1) / step * step;
  g_assert (ss_trend_nseries (g) <= G_N_ELEMENTS (looks));
  put_axes (c, g, top, step, max);
  for (guint s = 0; s < ss_trend_nseries (g); s++)
    {
      put_series (c, g, s, top, max);
      put_legend (c, g, s, top + PLOT_TOP + LEGEND_LINE / 2 + (int) s * LEGEND_LINE);
    }
}

/* --- the whole --- */

static void
put_builds (Chart *c, int top)
{
  put_label (c, PLOT_LEFT, top, "head", "Builds");
  for (guint i = 0; i < nbuilds (c); i++)
    {
      int y = top + (int) (i + 1) * LIST_LINE;
      g_autofree char *number = g_strdup_printf ("%u", i + 1), *build = ss_trend_build (row (c, i));
      g_autofree char *policy = ss_show (row (c, i)->policy);
      g_autofree char *text = g_strdup_printf ("%s: %s, policy %s", row (c, i)->file, build, policy);
      put_label (c, PLOT_LEFT - 8, y, "left", number);
      put_label (c, PLOT_LEFT, y, NULL, text);
    }
}

static void
put_chart (Chart *c)
{
  int list = HEAD + SS_N_TREND_GROUPS * PANEL + LIST_TOP, height = list + (int) (nbuilds (c) + 1) * LIST_LINE;
  g_autofree char *box = g_strdup_printf ("0 0 %d %d", WIDTH, height);
  g_autofree char *count = ss_show_count (nbuilds (c));
  g_autofree char *title = g_strdup_printf ("Activation records of %s build%s", count, nbuilds (c) == 1 ? "" : "s");
  g_autofree char *below = g_strdup_printf ("reduction: %s; saved: of the records that must be saved", c->t->reduced);

  c->failed |= xmlTextWriterSetIndent (c->w, 1) < 0 || xmlTextWriterStartDocument (c->w, NULL, "UTF-8", NULL) < 0;
  begin (c, "svg");
  set (c, "xmlns", "http://www.w3.org/2000/svg");
  set (c, "viewBox", box);
  set_int (c, "width", WIDTH);
  set_int (c, "height", height);
  begin (c, "title");
  put_text (c, title, LIST_COLUMNS);
  end (c);
  begin (c, "style");
  c->failed |= xmlTextWriterWriteString (c->w, BAD_CAST style) < 0;
  end (c);
  begin (c, "rect");
  set (c, "class", "paper");
  set (c, "width", "100%");
  set (c, "height", "100%");
  end (c);
  put_label (c, PLOT_LEFT, 28, "title", title);
  put_label (c, PLOT_LEFT, 47, "pale", below);
  for (int g = 0; g < SS_N_TREND_GROUPS; g++)
    put_panel (c, (SsTrendGroup) g, HEAD + g * PANEL);
  put_builds (c, list);
  end (c);
  c->failed |= xmlTextWriterEndDocument (c->w) < 0;
}

void
ss_trend_svg (const SsTrend *t, SsOut *out)
{
  xmlBuffer *text = xmlBufferCreate ();
  Chart c = { t, text != NULL ? xmlNewTextWriterMemory (text, 0) : NULL, FALSE };
  g_assert (c.w != NULL && t->rows->len > 0);
  put_chart (&c);
  xmlFreeTextWriter (c.w);
  g_assert (!c.failed); /* it writes to memory */
  ss_out_write (out, (const char *) xmlBufferContent (text), (gsize) xmlBufferLength (text));
  xmlBufferFree (text);
}
