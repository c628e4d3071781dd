/* The report of `diff` as CSV: one row a change, suppressed ones too. */
#include "config.h"

#include "viz/diff.h"

#include "viz/csv.h"
#include "viz/text.h"

static void
put_name (GString *row, char *take)
{
  ss_csv_name (row, take ? take : "", ',');
  g_free (take);
}

static void
put_side (const SsDiff *d, const SsChange *x, int side, GString *row)
{
  const SsRecord *r = ss_diff_of (d, x, side);
  put_name (row, ss_diff_function (d, x, side));
  put_name (row, ss_diff_record (d, x, side));
  put_name (row, ss_diff_name (d, x, side));
  ss_csv_cell (row, r ? ss_kind_name (r->kind) : "", ',');
  if (r)
    ss_csv_number (row, r->nsaved, ',');
  else
    ss_csv_cell (row, "", ',');
  ss_csv_cell (row, r ? ss_fate_name (ss_diff_fate (d, x, side)) : "", ',');
}

static void
put_difference (const SsDiff *d, const SsChange *x, GString *row, GString *cell)
{
  const SsRecord *old = ss_diff_of (d, x, SS_OLD), *new = ss_diff_of (d, x, SS_NEW);
  g_string_append_printf (row, "%" G_GINT64_FORMAT ",", (gint64) (new ? new->nsaved : 0) - (gint64) (old ? old->nsaved : 0));
  g_string_truncate (cell, 0);
  for (int side = SS_NEW; side >= SS_OLD; side--)
    {
      g_autoptr (GPtrArray) types = ss_diff_types (d, x, side);
      for (guint i = 0; i < types->len; i++)
        {
          g_string_append (cell, cell->len ? "; " : "");
          g_string_append (cell, side == SS_NEW ? "added " : "gone ");
          ss_show_to (cell, types->pdata[i]);
        }
    }
  ss_csv_cell (row, cell->str, ',');
}

static void
put_change (const SsDiff *d, guint32 i, GString *row, GString *cell)
{
  const SsChange *x = &d->comparison->changes[i];
  const SsSuppression *by = ss_suppressed (d->suppressions, i);
  const SsPair *pair = ss_diff_match (d, x);
  g_string_truncate (row, 0);
  ss_csv_cell (row, ss_change_name (x->code), ',');
  ss_csv_cell (row, ss_sense_name (ss_change_sense (x->code)), ',');
  ss_csv_cell (row, ss_why_name (x->why), ',');
  put_name (row, ss_diff_call (d, x));
  put_side (d, x, SS_OLD, row);
  put_side (d, x, SS_NEW, row);
  put_difference (d, x, row, cell);
  g_string_truncate (cell, 0);
  for (guint bit = 0; bit < SS_N_DIFFERS; bit++)
    if (x->differs & 1u << bit)
      g_string_append_printf (cell, "%s%s", cell->len ? " " : "", ss_differs_name (bit));
  ss_csv_cell (row, cell->str, ',');
  ss_csv_cell (row, pair ? ss_match_name (pair->how) : "", ',');
  if (pair)
    ss_csv_number (row, pair->sure, ',');
  else
    ss_csv_cell (row, "", ',');
  ss_csv_name (row, by ? by->reason : "", '\n');
}

void
ss_diff_csv (const SsDiff *d, SsOut *out)
{
  g_autoptr (GString) row = g_string_new (NULL), cell = g_string_new (NULL);
  ss_out_puts (out, "change,sense,why,call,old_function,old_record,old_name,old_kind,old_values,old_pickles,"
                    "new_function,new_record,new_name,new_kind,new_values,new_pickles,values_difference,types_difference,"
                    "differs,matched,sure,suppressed\n");
  for (guint32 i = 0; i < d->comparison->nchanges && !ss_out_failed (out); i++)
    {
      put_change (d, i, row, cell);
      ss_out_write (out, row->str, row->len);
    }
}
