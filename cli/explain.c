/* stacksieve explain: why a record is of its kind, and why its call may unwind at all. */
#include "config.h"

#include "analyzer/held.h"
#include "cli/cli.h"
#include "cli/near.h"
#include "viz/explain.h"
#include "viz/text.h"

#include <string.h>

static const SsUsage usage = {
  .operands = "FILE RECORD|FUNCTION",
  .summary = "Explains a record: the call, what is live across it, where each value comes from and where it\n"
             "is used first, what makes the record irreducible, and a shortest way from the call to an\n"
             "unwind source; and how values that it need not save are had again. A function's name stands\n"
             "for all of its records.",
  .examples = "Examples:\n"
              "  stacksieve explain dump.jsonl.zst 'pypy.interpreter.pyframe:PyFrame.run@3.0' --policy pypy-stacklet\n"
              "  stacksieve explain small.json f --format json\n"
              "  stacksieve explain small.json f --what-if 'held_by pc_1 frame_1'\n"
              "\n"
              "--what-if tells what one more notation would change: wherever the value of the one variable of the function is\n"
              "there, under any of its names, it could be read back from the other, a frame by the policy. It can be given\n"
              "several times. The record is compared with what it would be without the notations, both with the step held,\n"
              "even where --reduce leaves it out.\n"
              "\n"
              "A record is called FUNCTION@BLOCK.OP, as `stacksieve classify --records` prints it.\n"
              "\n"
              "Exit status: 0 done; 1 the input has faults; 2 it could not be done, or there is no such record.",
  .policy = TRUE,
  .output = TRUE,
  .min_operands = 2,
  .max_operands = 2,
};

/* Finds out what is meant: a record, a function or external, or an operation that is no unwind point.  A record comes first,
 * should a function be called like one. */
static gboolean
find (SsQuestion *q, const char *typed, GError **error)
{
  const SsProgram *p = q->terms->program;
  g_autofree char *name = ss_near_exact (p, typed);
  q->sym = SS_NONE;
  q->op = ss_find_record (p, name);
  if (q->op != SS_NONE && ss_classes_find (q->classes, q->op))
    return TRUE;
  q->sym = ss_find_sym (p, name);
  if (q->sym != SS_NONE || q->op != SS_NONE)
    return TRUE;
  ss_near_error (p, strchr (name, '@') ? "record" : "record or function", name, error);
  return FALSE;
}

/* The records that answer the question: SsRecord *, lent; the caller frees the array. */
static GPtrArray *
find_records (const SsQuestion *q)
{
  const SsProgram *p = q->terms->program;
  GPtrArray *records = g_ptr_array_new ();
  guint32 op0 = q->op, nops = 1;
  if (q->sym != SS_NONE)
    {
      guint32 func = p->syms[q->sym].func;
      op0 = func == SS_NONE ? 0 : p->funcs[func].op0;
      nops = func == SS_NONE ? 0 : p->funcs[func].nops;
    }
  for (guint32 i = 0; i < nops; i++)
    {
      const SsRecord *r = ss_classes_find (q->classes, op0 + i);
      if (r)
        g_ptr_array_add (records, (gpointer) r);
    }
  return records;
}

/* The variable of the question's function that has this name, as it is or as it is shown, or SS_NONE. */
static guint32
find_variable (const SsQuestion *q, guint32 func, const char *name)
{
  const SsProgram *p = q->terms->program;
  for (guint32 v = p->funcs[func].var0; v < p->funcs[func].var0 + p->funcs[func].nvars; v++)
    {
      g_autofree char *shown = strcmp (ss_var_name (p, v), name) == 0 ? NULL : ss_show (ss_var_name (p, v));
      if (!shown || strcmp (shown, name) == 0)
        return v;
    }
  return SS_NONE;
}

/* Understands each --what-if as a notation in the question's function. */
static gboolean
parse_notations (const SsQuestion *q, char **texts, GArray *notations, GError **error)
{
  const SsProgram *p = q->terms->program;
  guint32 func = q->nrecords ? q->records[0]->func : SS_NONE;
  g_autoptr (SsValues) values = texts && func != SS_NONE ? ss_values_new (q->terms) : NULL;
  if (values)
    ss_values_func (values, func);
  for (; texts && *texts; texts++)
    {
      g_auto (GStrv) words = g_strsplit (*texts, " ", -1);
      if (g_strv_length (words) != 3 || strcmp (words[0], "held_by") != 0)
        {
          ss_usage_error (error, "--what-if wants 'held_by VALUE FRAME', not \"%s\"", *texts);
          return FALSE;
        }
      if (!values)
        continue;
      guint32 found[2];
      for (guint i = 0; i < 2; i++)
        if ((found[i] = find_variable (q, func, words[i + 1])) == SS_NONE)
          {
            g_autofree char *shown = ss_show (ss_func_name (p, func));
            g_set_error (error, SS_CLI_ERROR, SS_CLI_ERROR_INPUT, "%s has no variable \"%s\"", shown, words[i + 1]);
            return FALSE;
          }
      if (!(ss_held_base_type (q->terms, values, found[1]) & SS_TYPE_FRAME))
        {
          g_autofree char *shown = ss_show (words[2]), *type = ss_show (ss_type_name (p, p->var_type[found[1]]));
          g_set_error (error, SS_CLI_ERROR, SS_CLI_ERROR_INPUT, "\"%s\" is no frame: its type is %s, and the policy calls none such", shown, type);
          return FALSE;
        }
      SsNotation n = { .value = found[0], .frame = found[1] };
      g_array_append_val (notations, n);
    }
  return TRUE;
}

/* The options that are this command's own; all owned. */
typedef struct
{
  char *format, *reduce;
  char **what_if;
} Own;

static void
own_clear (Own *own)
{
  g_free (own->format);
  g_free (own->reduce);
  g_strfreev (own->what_if);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Own, own_clear)

static int
explain (const SsArgs *args, const Own *own, gboolean json, guint steps, GError **error)
{
  g_autoptr (SsPolicy) policy = ss_args_policy (args, error);
  if (!policy)
    return SS_EXIT_FAILED;
  g_autoptr (SsProgram) p = ss_args_program (args, args->operands[0], error);
  g_autoptr (SsTerms) terms = p ? ss_args_terms (policy, p, error) : NULL;
  if (!terms)
    return SS_EXIT_FAILED;
  g_autoptr (SsCallGraph) calls = ss_callgraph_new (terms);
  g_autoptr (SsUnwind) unwind = ss_unwind_new (terms, calls);
  g_autoptr (SsClasses) classes = ss_classify (terms, unwind, args->load.threads);
  SsReduceOptions options = { .steps = steps, .threads = args->load.threads };
  g_autoptr (SsReduction) reduction = steps ? ss_reduce (terms, calls, unwind, classes, &options) : NULL;
  const SsClasses *shown = reduction ? reduction->classes : classes;
  g_autoptr (SsExplainer) explainer = ss_explainer_new (terms, shown);
  SsQuestion q = { .terms = terms, .unwind = unwind, .classes = shown, .reduction = reduction, .explainer = explainer };
  if (!find (&q, args->operands[1], error))
    return SS_EXIT_FAILED;
  g_autoptr (GPtrArray) records = find_records (&q);
  q.records = (const SsRecord *const *) records->pdata;
  q.nrecords = records->len;
  g_autoptr (GArray) notations = g_array_new (FALSE, FALSE, sizeof (SsNotation));
  if (!parse_notations (&q, own->what_if, notations, error))
    return SS_EXIT_FAILED;
  /* a notation changes nothing without the step held, and is not to be given the credit for what that step finds by itself */
  options.steps |= SS_REDUCE_HELD;
  g_autoptr (SsReduction) held = notations->len && options.steps != steps ? ss_reduce (terms, calls, unwind, classes, &options) : NULL;
  options.notations = (const SsNotation *) notations->data;
  options.nnotations = notations->len;
  g_autoptr (SsReduction) what_if = notations->len ? ss_reduce (terms, calls, unwind, classes, &options) : NULL;
  q.what_if = what_if;
  q.without = held ? held : reduction;
  g_autoptr (SsOut) o = ss_args_out (args, error);
  if (!o)
    return SS_EXIT_FAILED;
  if (json)
    ss_explain_json (&q, o);
  else
    ss_explain_text (&q, o);
  return ss_out_close (g_steal_pointer (&o), error) ? SS_EXIT_DONE : SS_EXIT_FAILED;
}

int
ss_cmd_explain (int argc, char **argv, GError **error)
{
  g_auto (Own) own = { 0 };
  guint steps;
  const GOptionEntry entries[] = {
    { "format", 0, 0, G_OPTION_ARG_FILENAME, &own.format, "The form of the explanation (text)", "text|json" },
    { "reduce", 0, 0, G_OPTION_ARG_FILENAME, &own.reduce, "Which values to leave out of the records (all)",
      "none|alias|held|recompute|all" },
    { "what-if", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &own.what_if, "Tell what one more notation would change",
      "'held_by VALUE FRAME'" },
    { NULL }
  };
  g_auto (SsArgs) args = { 0 };
  if (!ss_args_parse (&args, &usage, entries, argc, argv, error))
    return SS_EXIT_DONE;
  if (own.format && strcmp (own.format, "text") != 0 && strcmp (own.format, "json") != 0)
    {
      ss_usage_error (error, "--format wants text or json, not \"%s\"", own.format);
      return SS_EXIT_FAILED;
    }
  if (!ss_args_reduce (own.reduce, &steps, error))
    return SS_EXIT_FAILED;
  return explain (&args, &own, own.format && strcmp (own.format, "json") == 0, steps, error);
}
