/* Showing names and values: one place where bytes of the input become visible text. */
#ifndef SS_VIZ_TEXT_H
#define SS_VIZ_TEXT_H

#include "ir/program.h"

G_BEGIN_DECLS

/* A name as people see it: control and bidirectional characters made visible (\x1b, \u202e), U+0000 as \x00; all else as
 * it is.  The caller frees. */
char *ss_show (const char *name);
/* The same, appended. */
void ss_show_to (GString *to, const char *name);

/* Columns that visible text takes on a terminal. */
guint ss_show_width (const char *text);

/* A number with thousands separators, a share of a whole in percent: the same in every locale.  The caller frees. */
char *ss_show_count (guint64 n);
char *ss_show_share (guint64 part, guint64 whole);

G_END_DECLS

#endif
