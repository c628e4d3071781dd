/* For tests: one program with a chain of calls through a loop of frames, a function of many targets, an external and its callback, in two
 * builds, with names of one's choice in every place that has a name; and what is drawn of it, read back. */
#ifndef SS_TESTS_NAMED_H
#define SS_TESTS_NAMED_H

#include "analyzer/compare.h"
#include "tests/drawn.h"
#include "viz/trend.h"

/* How the names are. */
typedef struct
{
  const char *around; /* lent: stands before and behind what tells names apart */
  gboolean empty;     /* the places that may be empty are */
} Style;

typedef struct
{
  Style style;
  Case sides[2]; /* the old and the new build */
  SsPrints *prints[2];
  SsBuild builds[2];
  SsComparison *both;
} Named;

typedef struct
{
  const char *name;
  GBytes *dot; /* owned; NULL: it is no DOT */
  GBytes *svg; /* owned; NULL: it is DOT */
} Drawing;

enum
{
  N_DRAWINGS = 10
};

/* A name, from its plain form.  What tells the name from others stands first, after what is the same in all (`before`), so that the
 * order of names is that of the plain ones.  The caller frees. */
char *named_name (const Style *s, const char *before, const char *plain);

void named_load (Named *n, const Style *style);
void named_clear (Named *n);

/* Both builds side by side; the caller frees. */
SsTrend *named_trend (const Named *n);

/* Every form of drawing, to be cleared. */
void named_draw (const Named *n, Drawing drawings[N_DRAWINGS]);
void named_drawings_clear (Drawing drawings[N_DRAWINGS]);

/* All of a drawing but its labels, which are appended: nodes by name, with what they lead to.  The caller frees. */
char *named_structure (GBytes *dot, GString *labels);
/* What is read back and written again has the same structure, which is `once`. */
void named_check_again (GBytes *dot, const char *once);
/* Counts of an SVG's elements by name, but those of text, which is appended.  The caller frees. */
char *named_elements (GBytes *svg, GString *texts);

#endif
