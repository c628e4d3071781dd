/* Tables: cells are kept until the width of each column is known. */
#include "config.h"

#include "viz/table.h"

#include "viz/text.h"

#include <string.h>

struct SsTable
{
  const char *columns; /* lent: a literal */
  guint ncolumns;
  GPtrArray *cells; /* owned: char *, row by row */
};

SsTable *
ss_table_new (const char *columns)
{
  SsTable *t = g_new (SsTable, 1);
  t->columns = columns;
  t->ncolumns = (guint) strlen (columns);
  t->cells = g_ptr_array_new_with_free_func (g_free);
  return t;
}

void
ss_table_free (SsTable *t)
{
  if (t == NULL)
    return;
  g_ptr_array_free (t->cells, TRUE);
  g_free (t);
}

void
ss_table_take (SsTable *t, char *text)
{
  g_ptr_array_add (t->cells, text);
}

void
ss_table_add (SsTable *t, const char *text)
{
  ss_table_take (t, g_strdup (text));
}

void
ss_table_count (SsTable *t, guint64 n)
{
  ss_table_take (t, ss_show_count (n));
}

void
ss_table_write (const SsTable *t, SsOut *out)
{
  guint n = t->cells->len;
  g_assert (n % t->ncolumns == 0);
  g_autofree guint *width = g_new0 (guint, t->ncolumns);
  for (guint i = 0; i < n; i++)
    {
      guint w = ss_show_width (t->cells->pdata[i]);
      width[i % t->ncolumns] = MAX (width[i % t->ncolumns], w);
    }
  g_autoptr (GString) line = g_string_new (NULL);
  for (guint i = 0; i < n; i++)
    {
      const char *cell = t->cells->pdata[i];
      guint column = i % t->ncolumns;
      guint pad = width[column] - ss_show_width (cell);
      if (column == 0)
        g_string_assign (line, "");
      g_string_append (line, "  ");
      if (t->columns[column] == 'r')
        for (; pad > 0; pad--)
          g_string_append_c (line, ' ');
      g_string_append (line, cell);
      if (column < t->ncolumns - 1)
        for (; pad > 0; pad--)
          g_string_append_c (line, ' ');
      else
        {
          while (line->len > 0 && line->str[line->len - 1] == ' ')
            g_string_truncate (line, line->len - 1);
          g_string_append_c (line, '\n');
          ss_out_write (out, line->str, line->len);
        }
    }
}
