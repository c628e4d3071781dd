/* Faults of the input as text. */
#include "config.h"

#include "ir/load.h"

static const struct
{
  const char *name, *text;
} rules[SS_N_RULES] = {
#define SS_RULE(id, name, text) { name, text },
#include "ir/rules.def"
#undef SS_RULE
};

const char *
ss_rule_name (SsRule r)
{
  return rules[r].name;
}

const char *
ss_rule_text (SsRule r)
{
  return rules[r].text;
}

char *
ss_fault_text (const SsFault *f)
{
  GString *s = g_string_new (NULL);

  g_string_append_printf (s, "line %u: ", f->line);
  if (f->function != NULL)
    g_string_append_printf (s, "function \"%s\": ", f->function);
  if (f->block >= 0)
    g_string_append_printf (s, "block %" G_GINT64_FORMAT ": ", f->block);
  if (f->op >= 0)
    g_string_append_printf (s, "op %" G_GINT64_FORMAT ": ", f->op);
  if (f->path != NULL)
    g_string_append_printf (s, "%s: ", f->path);
  g_string_append_printf (s, "%s [%s]", f->text, ss_rule_name (f->rule));
  return g_string_free (s, FALSE);
}

void
ss_fault_free (SsFault *f)
{
  if (f == NULL)
    return;
  g_free (f->function);
  g_free (f->path);
  g_free (f->text);
  g_free (f);
}
