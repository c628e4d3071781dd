/* Tables of visible text, columns aligned. */
#ifndef SS_VIZ_TABLE_H
#define SS_VIZ_TABLE_H

#include "viz/out.h"

G_BEGIN_DECLS

typedef struct SsTable SsTable;

/* A table with a column for each letter: `l` flush left, `r` flush right. */
SsTable *ss_table_new (const char *columns);
void ss_table_free (SsTable *t);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SsTable, ss_table_free)

/* Adds cells from left to right, row after row; takes `text`. */
void ss_table_take (SsTable *t, char *text);
/* The same with a copy. */
void ss_table_add (SsTable *t, const char *text);
/* The same with a number, thousands separated. */
void ss_table_count (SsTable *t, guint64 n);

/* Writes the rows, each after two blanks.  No line ends in blanks. */
void ss_table_write (const SsTable *t, SsOut *out);

G_END_DECLS

#endif
