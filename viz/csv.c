/* Cells of CSV. */
#include "config.h"

#include "viz/csv.h"

#include "viz/text.h"

#include <string.h>

void
ss_csv_cell (GString *row, const char *cell, char end)
{
  gboolean quoted = strpbrk (cell, "\",\r\n") != NULL;
  if (quoted)
    g_string_append_c (row, '"');
  if (*cell != '\0' && strchr ("=+-@\t\r", *cell) != NULL)
    g_string_append_c (row, '\'');
  for (; *cell != '\0'; cell++)
    {
      if (*cell == '"')
        g_string_append_c (row, '"');
      g_string_append_c (row, *cell);
    }
  if (quoted)
    g_string_append_c (row, '"');
  g_string_append_c (row, end);
}

void
ss_csv_name (GString *row, const char *name, char end)
{
  g_autofree char *shown = ss_show (name);
  ss_csv_cell (row, shown, end);
}

void
ss_csv_number (GString *row, guint64 n, char end)
{
  g_string_append_printf (row, "%" G_GUINT64_FORMAT "%c", n, end);
}
