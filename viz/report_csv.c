/* The report of `classify` as CSV: one row a record, RFC 4180, made to be opened in a spreadsheet. */
#include "config.h"

#include "viz/report.h"

#include "viz/csv.h"
#include "viz/text.h"

static void
put_record (const SsReport *r, const SsRecord *record, GString *row, GString *cell)
{
  const SsProgram *p = r->terms->program;
  g_autofree char *name = ss_record_name (p, record->op);
  g_autofree char *shown = ss_show (name);
  g_string_truncate (row, 0);
  ss_csv_cell (row, shown, ',');
  ss_csv_cell (row, ss_kind_name (record->kind), ',');

  g_string_truncate (cell, 0);
  for (int reason = 0; reason < SS_N_REASONS; reason++)
    if (record->reasons & (1u << reason))
      g_string_append_printf (cell, "%s%s", cell->len > 0 ? " " : "", ss_reason_code ((SsReason) reason));
  ss_csv_cell (row, cell->str, ',');
  ss_csv_number (row, record->nsaved, ',');
  ss_csv_number (row, SS_RECORD_BYTES (record->nsaved), ',');

  g_string_truncate (cell, 0);
  const guint32 *saved = r->classes->saved + record->saved0;
  for (guint32 i = 0; i < record->nsaved; i++)
    {
      if (i > 0)
        g_string_append (cell, "; ");
      ss_show_to (cell, ss_var_name (p, saved[i]));
      g_string_append_c (cell, ' ');
      ss_show_to (cell, ss_type_name (p, p->var_type[saved[i]]));
    }
  ss_csv_cell (row, cell->str, '\n');
}

void
ss_report_csv (const SsReport *r, SsOut *out)
{
  g_autoptr (GString) row = g_string_new (NULL);
  g_autoptr (GString) cell = g_string_new (NULL);
  ss_out_puts (out, "record,kind,reason,values,bytes,saved\n");
  for (guint32 i = 0; i < r->nrecords && !ss_out_failed (out); i++)
    {
      put_record (r, r->records[i], row, cell);
      ss_out_write (out, row->str, row->len);
    }
}
