/* Faults of the input as text. */
#include "config.h"

#include "ir/load.h"

#include <string.h>

/* A message stays a line that can be read: of parts that are longer than LONGEST bytes, HEAD and TAIL are shown. */
#define LONGEST 400
#define HEAD 200
#define TAIL 100

static const char *const rules[SS_N_RULES] = {
#define SS_RULE(id, name, text) name,
#include "ir/rules.def"
#undef SS_RULE
};

const char *
ss_rule_name (SsRule r)
{
  return rules[r];
}

/* Appends a name or a sentence about one; what was cut out is marked, with the bytes of the whole. */
static void
append_part (GString *s, const char *part)
{
  gsize n = strlen (part);
  gsize head = HEAD, tail = n - MIN (n, TAIL);

  if (n <= LONGEST)
    {
      g_string_append (s, part);
      return;
    }
  while (((guchar) part[head] & 0xc0) == 0x80)
    head--;
  while (((guchar) part[tail] & 0xc0) == 0x80)
    tail++;
  g_string_append_len (s, part, (gssize) head);
  g_string_append_printf (s, "[\xe2\x80\xa6 %" G_GSIZE_FORMAT " bytes \xe2\x80\xa6]%s", n, part + tail);
}

char *
ss_fault_text (const SsFault *f)
{
  GString *s = g_string_new (NULL);

  g_string_append_printf (s, "line %u: ", f->line);
  if (f->function != NULL)
    {
      g_string_append (s, "function \"");
      append_part (s, f->function);
      g_string_append (s, "\": ");
    }
  if (f->block >= 0)
    g_string_append_printf (s, "block %" G_GINT64_FORMAT ": ", f->block);
  if (f->op >= 0)
    g_string_append_printf (s, "op %" G_GINT64_FORMAT ": ", f->op);
  if (f->path != NULL)
    {
      append_part (s, f->path);
      g_string_append (s, ": ");
    }
  append_part (s, f->text);
  g_string_append_printf (s, " [%s]", ss_rule_name (f->rule));
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
