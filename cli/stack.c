/* What the commands about chains share (stack.h). */
#include "config.h"

#include "cli/stack.h"

#include <string.h>

#define DEFAULT_TOP 10

void
ss_stack_typed_clear (SsStackTyped *t)
{
  g_free (t->reduce);
  g_free (t->format);
  g_free (t->top);
}

gboolean
ss_stack_parse (const SsStackTyped *t, const char *forms, SsStackWanted *w, GError **error)
{
  static const char *const names[] = { [SS_FORMAT_TEXT] = "text", [SS_FORMAT_JSON] = "json", [SS_FORMAT_CSV] = "csv" };
  g_auto (GStrv) allowed = g_strsplit (forms, "|", -1);
  const char *format = t->format ? t->format : "text";
  guint64 top = DEFAULT_TOP;

  *w = (SsStackWanted) { .steps = SS_REDUCE_ALL };
  if (!g_strv_contains ((const char *const *) allowed, format))
    {
      ss_usage_error (error, "--format wants one of %s, not \"%s\"", forms, format);
      return FALSE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (strcmp (names[i], format) == 0)
      w->format = (SsFormat) i;
  if (t->top && !g_ascii_string_to_unsigned (t->top, 10, 0, G_MAXUINT, &top, NULL))
    {
      ss_usage_error (error, "--top wants a number of rows, 0 for all, not \"%s\"", t->top);
      return FALSE;
    }
  w->top = (guint) top;
  if (t->reduce && !ss_reduce_steps (t->reduce, &w->steps))
    {
      ss_usage_error (error, "--reduce wants none, alias, held, recompute or all, not \"%s\"", t->reduce);
      return FALSE;
    }
  return TRUE;
}

static gboolean
find_named (SsStack *s, GError **error)
{
  const char *file = ss_policy_registry (s->policy);

  if (!file)
    return TRUE;
  s->registry = ss_registry_load (file, error);
  if (!s->registry)
    return FALSE;
  s->named = ss_registry_named (s->registry, s->terms, s->classes);
  return TRUE;
}

gboolean
ss_stack_analyse (SsStack *s, guint steps, guint threads, GError **error)
{
  s->calls = ss_callgraph_new (s->terms);
  s->unwind = ss_unwind_new (s->terms, s->calls);
  s->classes = s->all = ss_classify (s->terms, s->unwind, threads);
  if (steps != SS_REDUCE_NONE)
    {
      const SsReduceOptions options = { .steps = steps, .threads = threads };
      s->reduction = ss_reduce (s->terms, s->calls, s->unwind, s->all, &options);
      s->classes = s->reduction->classes;
    }
  if (!find_named (s, error))
    return FALSE;
  s->activation = ss_activation_new (s->terms, s->calls, s->unwind, s->classes, s->named);
  return TRUE;
}

gboolean
ss_stack_compute (SsStack *s, const SsProgram *program, SsPolicy *policy, guint steps, guint threads, GError **error)
{
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);

  s->policy = policy;
  s->terms = ss_policy_bind (policy, program, notes, error);
  return s->terms && ss_stack_analyse (s, steps, threads, error);
}

gboolean
ss_stack_load (SsStack *s, const SsArgs *args, guint steps, GError **error)
{
  s->policy = ss_args_policy (args, error);
  s->program = s->policy ? ss_args_program (args, args->operands[0], error) : NULL;
  s->terms = s->program ? ss_args_terms (s->policy, s->program, error) : NULL;
  if (!s->terms || !ss_stack_analyse (s, steps, args->load.threads, error))
    return FALSE;
  ss_stack_note_bounded (s, args->operands[0]);
  return TRUE;
}

void
ss_stack_note_bounded (const SsStack *s, const char *file)
{
  if (s->reduction)
    ss_note_bounded (file, s->reduction->nbounded);
}

void
ss_stack_clear (SsStack *s)
{
  ss_activation_free (s->activation);
  g_free (s->named);
  ss_registry_free (s->registry);
  ss_reduction_free (s->reduction);
  ss_classes_free (s->all);
  ss_unwind_free (s->unwind);
  ss_callgraph_free (s->calls);
  ss_terms_free (s->terms);
  ss_policy_free (s->policy);
  ss_program_free (s->program);
}
