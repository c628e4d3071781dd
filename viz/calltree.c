/* Reports of `tree`: callees that make a function unwind, callers that it makes unwind. */
#include "config.h"

#include "viz/chains.h"

#include "viz/text.h"
#include "viz/way.h"

static const char *const marks[] = {
  [SS_TREE_OPEN] = "",
  [SS_TREE_REPEAT] = "  (see above)",
  [SS_TREE_DEEP] = "  ...",
  [SS_TREE_SOURCE] = "  (an unwind source)",
  [SS_TREE_OPERATION] = "",
  [SS_TREE_UNKNOWN] = "",
  [SS_TREE_TOP] = "",
};

/* How many targets the call of a record has, unless it is a plain call. */
static void
put_cause (GString *to, const SsActivation *a, guint32 record)
{
  const SsProgram *p = a->terms->program;
  g_autofree char *name = ss_way_name (a, record);
  g_string_append_printf (to, "%s %s", name, ss_kind_name (ss_activation_kind (a, record)));
  if (ss_activation_is_external (a, record))
    return;
  guint32 op = a->classes->records[record].op, n = 0;
  guint32 node = ss_callgraph_callee (a->graph, op);
  if (p->ops[op].name == SS_OP_indirect_call && node != SS_NONE && p->ops[op].callee != SS_NONE)
    {
      ss_callgraph_members (a->graph, node, &n);
      g_string_append_printf (to, ", one of %u target%s", n, n == 1 ? "" : "s");
    }
}

static void
put_row (const SsActivation *a, const SsCallTree *t, const SsTreeRow *row, gboolean callers, SsOut *out)
{
  const SsProgram *p = a->terms->program;
  g_autoptr (GString) line = g_string_new (NULL);
  for (guint32 i = 0; i < row->depth; i++)
    g_string_append (line, "  ");
  guint32 first = g_array_index (t->records, guint32, row->record0);
  if (row->sym != SS_NONE)
    ss_show_to (line, ss_sym_name (p, row->sym));
  else if (row->state == SS_TREE_OPERATION)
    {
      ss_show_to (line, ss_op_name (p, a->classes->records[first].op));
      g_string_append (line, " unwinds");
    }
  else
    g_string_append (line, "unknown targets, which may unwind under this policy");
  g_string_append (line, marks[row->state]);
  g_string_append (line, callers ? "  <- through " : "  <- called at ");
  for (guint32 i = 0; i < row->nrecords; i++)
    {
      g_string_append (line, i > 0 ? "; " : "");
      put_cause (line, a, g_array_index (t->records, guint32, row->record0 + i));
    }
  g_string_append_c (line, '\n');
  ss_out_write (out, line->str, line->len);
}

static void
put_rows (const SsActivation *a, const SsCallTree *t, const GArray *rows, gboolean callers, SsOut *out)
{
  ss_out_puts (out, callers ? "\nCallers that it makes unwind\n" : "\nCallees that make it unwind\n");
  if (rows->len == 0)
    ss_out_puts (out, "  none\n");
  for (guint i = 0; i < rows->len && !ss_out_failed (out); i++)
    put_row (a, t, &g_array_index (rows, SsTreeRow, i), callers, out);
}

void
ss_calltree_text (const SsActivation *a, const SsCallTree *t, SsOut *out)
{
  g_autofree char *name = ss_show (ss_sym_name (a->terms->program, t->sym));
  ss_out_printf (out, "%s\n", name);
  put_rows (a, t, t->callees, FALSE, out);
  put_rows (a, t, t->callers, TRUE, out);
}

static json_t *
rows_json (const SsActivation *a, const SsCallTree *t, const GArray *rows)
{
  static const char *const states[] = {
    [SS_TREE_OPEN] = "open",     [SS_TREE_REPEAT] = "repeat",       [SS_TREE_DEEP] = "deeper", [SS_TREE_SOURCE] = "source",
    [SS_TREE_OPERATION] = "operation", [SS_TREE_UNKNOWN] = "unknown", [SS_TREE_TOP] = "top",
  };
  const SsProgram *p = a->terms->program;
  json_t *array = json_array ();
  for (guint i = 0; i < rows->len; i++)
    {
      const SsTreeRow *row = &g_array_index (rows, SsTreeRow, i);
      json_t *object = json_object (), *records = json_array ();
      for (guint32 k = 0; k < row->nrecords; k++)
        {
          g_autofree char *name = ss_activation_name (a, g_array_index (t->records, guint32, row->record0 + k));
          ss_doc_push (records, ss_json_string (name));
        }
      ss_doc_take (object, "depth", json_integer (row->depth));
      ss_doc_take (object, "function", row->sym == SS_NONE ? json_null () : ss_json_string (ss_sym_name (p, row->sym)));
      ss_doc_take (object, "state", json_string (states[row->state]));
      ss_doc_take (object, "records", records);
      ss_doc_push (array, object);
    }
  return array;
}

void
ss_calltree_json (const SsActivation *a, const SsCallTree *t, SsOut *out)
{
  json_auto_t *root = json_object ();
  ss_doc_take (root, "function", ss_json_string (ss_sym_name (a->terms->program, t->sym)));
  ss_doc_take (root, "callees", rows_json (a, t, t->callees));
  ss_doc_take (root, "callers", rows_json (a, t, t->callers));
  ss_doc_write (root, out);
}
