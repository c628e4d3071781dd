/* Ways and records (way.h). */
#include "config.h"

#include "viz/way.h"

#include "viz/text.h"

#include <stdlib.h>
#include <string.h>

char *
ss_way_name (const SsActivation *a, guint32 record)
{
  g_autofree char *name = ss_activation_name (a, record);
  return ss_show (name);
}

static int
by_text (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

char *
ss_way_saved (const SsActivation *a, guint32 record)
{
  const SsProgram *p = a->terms->program;
  guint32 n = ss_activation_nsaved (a, record);
  if (n == 0)
    return g_strdup ("nothing");
  const guint32 *saved = a->classes->saved + a->classes->records[record].saved0;
  g_autofree const char **types = g_new (const char *, n);
  for (guint32 i = 0; i < n; i++)
    types[i] = ss_type_name (p, p->var_type[saved[i]]);
  qsort (types, n, sizeof (char *), by_text);
  GString *text = g_string_new (NULL);
  for (guint32 i = 0, run; i < n; i += run)
    {
      for (run = 1; i + run < n && strcmp (types[i], types[i + run]) == 0;)
        run++;
      g_string_append (text, i > 0 ? ", " : "");
      if (run > 1)
        g_string_append_printf (text, "%u x ", run);
      ss_show_to (text, types[i]);
    }
  return g_string_free (text, FALSE);
}

const char *
ss_way_end (const SsActivation *a, const SsWay *w)
{
  if (w->end != SS_NONE)
    return a->terms->sym_flags[w->end] & SS_SYM_RUNS_FRAME ? "frame" : "source";
  guint32 last = w->records->len > 0 ? g_array_index (w->records, guint32, w->records->len - 1) : SS_NONE;
  if (last == SS_NONE || last >= a->nrecords)
    return "unknown";
  guint32 op = a->classes->records[last].op;
  gboolean itself = (ss_term_op (a->terms, op) & SS_TERM_SOURCE) || ss_term_site (a->terms, op).says == SS_SITE_UNWINDS;
  return itself ? "operation" : "unknown";
}

static void
put_end (const SsActivation *a, const SsWay *w, SsOut *out)
{
  const char *word = ss_way_end (a, w);
  if (w->end != SS_NONE)
    {
      g_autofree char *name = ss_show (ss_sym_name (a->terms->program, w->end));
      ss_out_printf (out, "      => %s, %s\n", name, strcmp (word, "frame") == 0 ? "the next frame" : "an unwind source");
    }
  else
    ss_out_printf (out, "      => %s\n", strcmp (word, "operation") == 0 ? "this operation starts an unwind"
                                                                         : "unknown targets, which may unwind under this policy");
}

void
ss_way_text (const SsActivation *a, const SsWay *w, guint32 mark, SsOut *out)
{
  for (guint i = 0; i < w->records->len; i++)
    {
      guint32 r = g_array_index (w->records, guint32, i);
      g_autofree char *name = ss_way_name (a, r);
      g_autofree char *saved = ss_way_saved (a, r);
      ss_out_printf (out, "   %s %s  %s", r == mark ? "*" : " ", ss_activation_blocks (a, r) ? "->" : "  ", name);
      ss_out_printf (out, "  [%s; saves %s", ss_kind_name (ss_activation_kind (a, r)), saved);
      if (ss_activation_blocks (a, r))
        ss_out_printf (out, "; %s", ss_bar_text (a->bar[r]));
      ss_out_puts (out, "]\n");
    }
  put_end (a, w, out);
}

json_t *
ss_way_record_json (const SsActivation *a, guint32 record)
{
  const SsProgram *p = a->terms->program;
  g_autofree char *name = ss_activation_name (a, record);
  json_t *object = json_object (), *values = json_array ();
  guint32 n = ss_activation_nsaved (a, record);
  for (guint32 i = 0; i < n; i++)
    {
      guint32 var = a->classes->saved[a->classes->records[record].saved0 + i];
      json_t *value = json_object ();
      ss_doc_take (value, "variable", ss_json_string (ss_var_name (p, var)));
      ss_doc_take (value, "type", ss_json_string (ss_type_name (p, p->var_type[var])));
      ss_doc_take (value, "storage", json_string (ss_storage_name (ss_var_storage (p, var))));
      ss_doc_push (values, value);
    }
  ss_doc_take (object, "record", ss_json_string (name));
  ss_doc_take (object, "kind", json_string (ss_kind_name (ss_activation_kind (a, record))));
  ss_doc_take (object, "blocker", json_string (ss_bar_name (a->bar[record])));
  ss_doc_take (object, "saved", values);
  return object;
}

json_t *
ss_way_json (const SsActivation *a, const SsWay *w)
{
  json_t *object = json_object (), *records = json_array (), *end = json_object ();
  for (guint i = 0; i < w->records->len; i++)
    ss_doc_push (records, ss_way_record_json (a, g_array_index (w->records, guint32, i)));
  ss_doc_take (end, "what", json_string (ss_way_end (a, w)));
  ss_doc_take (end, "symbol", w->end == SS_NONE ? json_null () : ss_json_string (ss_sym_name (a->terms->program, w->end)));
  ss_doc_take (object, "records", records);
  ss_doc_take (object, "end", end);
  return object;
}

void
ss_way_head (const SsActivation *a, const char *reduced, SsOut *out)
{
  const SsProgram *p = a->terms->program;
  g_autofree char *program = ss_show (p->program != SS_NONE ? ss_str (p, p->program) : "(not named)");
  g_autofree char *stage = p->stage != SS_NONE ? ss_show (ss_str (p, p->stage)) : NULL;
  g_autofree char *policy = ss_show (ss_policy_name (a->terms->policy));
  guint32 named = 0;
  for (guint32 i = 0; i < a->nrecords; i++)
    named += a->named[i];
  g_autofree char *count = ss_show_count (named);
  ss_out_printf (out, "%-12s%s%s%s\n", "Program", program, stage ? ", stage " : "", stage ? stage : "");
  ss_out_printf (out, "%-12s%s\n", "Policy", policy);
  ss_out_printf (out, "%-12s%s\n", "Reduction", reduced);
  if (ss_policy_registry (a->terms->policy) == NULL)
    ss_out_printf (out, "%-12s%s\n", "Names", "none: the policy refers to no registry");
  else
    ss_out_printf (out, "%-12s%s record%s, by the policy's registry\n", "Names", count, named == 1 ? "" : "s");
}

json_t *
ss_way_head_json (const SsActivation *a, const char *reduced)
{
  const SsProgram *p = a->terms->program;
  json_t *head = json_object ();
  guint32 named = 0;
  for (guint32 i = 0; i < a->nrecords; i++)
    named += a->named[i];
  ss_doc_take (head, "program", p->program == SS_NONE ? json_null () : ss_json_string (ss_str (p, p->program)));
  ss_doc_take (head, "stage", p->stage == SS_NONE ? json_null () : ss_json_string (ss_str (p, p->stage)));
  ss_doc_take (head, "policy", ss_json_string (ss_policy_name (a->terms->policy)));
  ss_doc_take (head, "reduction", json_string (reduced));
  ss_doc_take (head, "named", json_integer (named));
  return head;
}
