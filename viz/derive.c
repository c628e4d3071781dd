/* Derivations as text (derive.h). */
#include "config.h"

#include "viz/derive.h"

#include "viz/code.h"
#include "viz/text.h"

char *
ss_derive_stage (const SsReduction *r, guint stage)
{
  static const char *const names[] = { "alias", "held", "recompute" };
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (r->stages[stage] & (1u << i))
      g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", names[i]);
  if (text->len == 0)
    g_string_append (text, "nothing");
  return g_string_free (text, FALSE);
}

guint32
ss_derive_name (const SsReduction *r, guint32 i, guint32 number)
{
  const SsRecord *record = &r->classes->records[i];
  const SsReduced *reduced = &r->reduced[i];
  for (guint32 k = record->saved0; k < record->saved0 + record->nsaved; k++)
    if (r->numbers[k] == number)
      return r->classes->saved[k];
  for (guint32 k = reduced->gone0; k < reduced->gone0 + reduced->ngone; k++)
    if (r->gone[k].step != SS_NONE && r->rebuilds[r->gone[k].step].number == number)
      return r->gone[k].var;
  return number;
}

gboolean
ss_derive_on_the_way (const SsReduction *r, guint32 i, guint32 step)
{
  const SsReduced *reduced = &r->reduced[i];
  for (guint32 k = reduced->gone0; k < reduced->gone0 + reduced->ngone; k++)
    if (r->gone[k].step == step)
      return FALSE;
  return TRUE;
}

static void
put_number (GString *to, const SsProgram *p, const SsReduction *r, guint32 i, SsOperand number)
{
  ss_code_operand (to, p, ss_is_var (number) ? ss_derive_name (r, i, number) : number);
}

char *
ss_derive_step (const SsProgram *p, const SsReduction *r, guint32 i, const SsRebuild *step)
{
  GString *text = g_string_new (step->kind == SS_REBUILD_OP ? "recomputed: " : "held: ");
  if (step->kind == SS_REBUILD_OP)
    {
      ss_show_to (text, ss_op_name (p, step->op));
      g_string_append_c (text, '(');
      for (guint32 k = 0; k < step->nargs; k++)
        {
          g_string_append (text, k > 0 ? ", " : "");
          put_number (text, p, r, i, r->args[step->arg0 + k]);
        }
      g_string_append_c (text, ')');
      return g_string_free (text, FALSE);
    }
  put_number (text, p, r, i, r->args[step->arg0]);
  if (step->op == SS_NONE)
    {
      g_string_append (text, ", by the notation that was asked about");
      return g_string_free (text, FALSE);
    }
  if (step->kind == SS_REBUILD_ITEM)
    {
      g_string_append_c (text, '[');
      put_number (text, p, r, i, r->args[step->arg0 + 1]);
      g_string_append_c (text, ']');
    }
  else
    {
      g_string_append_c (text, '.');
      ss_show_to (text, ss_str (p, step->field));
    }
  if (step->flags & SS_REBUILD_IMMUTABLE)
    {
      g_string_append (text, ", which never changes");
      return g_string_free (text, FALSE);
    }
  g_autofree char *since = ss_record_name (p, step->op);
  g_string_append (text, ", since ");
  ss_show_to (text, since);
  if (step->kind == SS_REBUILD_SLOT)
    g_string_append (text, ", by notation");
  if (step->flags & SS_REBUILD_OWNED)
    g_string_append (text, step->kind == SS_REBUILD_ITEM ? ", as other chains leave the array alone" : ", as other chains leave the frame alone");
  return g_string_free (text, FALSE);
}

char *
ss_derive_gone (const SsProgram *p, const SsReduction *r, guint32 i, const SsGone *gone)
{
  if (gone->how != SS_HOW_ALIAS)
    return ss_derive_step (p, r, i, &r->rebuilds[gone->step]);
  GString *text = g_string_new ("alias of ");
  ss_code_operand (text, p, gone->other);
  return g_string_free (text, FALSE);
}

guint32
ss_derive_nlines (const SsReduction *r, guint32 i)
{
  const SsReduced *reduced = &r->reduced[i];
  guint32 n = reduced->ngone;
  for (guint32 k = reduced->rebuild0; k < reduced->rebuild0 + reduced->nrebuild; k++)
    n += ss_derive_on_the_way (r, i, k);
  return n;
}

/* The step on the way that line `line` is about, counted from the first such step. */
static guint32
step_on_the_way (const SsReduction *r, guint32 i, guint32 line)
{
  guint32 k = r->reduced[i].rebuild0;
  for (;; k++)
    if (ss_derive_on_the_way (r, i, k) && line-- == 0)
      return k;
}

char *
ss_derive_line (const SsProgram *p, const SsReduction *r, guint32 i, guint32 line)
{
  const SsReduced *reduced = &r->reduced[i];
  gboolean live = line < reduced->ngone;
  const SsGone *gone = live ? &r->gone[reduced->gone0 + line] : NULL;
  const SsRebuild *step = live ? NULL : &r->rebuilds[step_on_the_way (r, i, line - reduced->ngone)];
  guint32 var = live ? gone->var : step->number;
  g_autofree char *how = live ? ss_derive_gone (p, r, i, gone) : ss_derive_step (p, r, i, step);
  GString *text = g_string_new (NULL);
  ss_show_to (text, ss_var_name (p, var));
  g_string_append_c (text, ' ');
  ss_show_to (text, ss_type_name (p, p->var_type[var]));
  g_string_append_printf (text, " is %s%s", live ? "" : "on the way, ", how);
  return g_string_free (text, FALSE);
}
