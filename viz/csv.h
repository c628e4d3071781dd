/* Cells of CSV, RFC 4180, made to be opened in a spreadsheet. */
#ifndef SS_VIZ_CSV_H
#define SS_VIZ_CSV_H

#include <glib.h>

G_BEGIN_DECLS

/* Appends a cell and `end`: a comma, or a newline.  A spreadsheet runs what begins with one of = + - @ or a tab or carriage
 * return; an apostrophe makes it text. */
void ss_csv_cell (GString *row, const char *cell, char end);
/* The same for a name, made visible. */
void ss_csv_name (GString *row, const char *name, char end);
void ss_csv_number (GString *row, guint64 n, char end);

G_END_DECLS

#endif
