/* What the commands about two builds share (sides.h). */
#include "config.h"

#include "cli/sides.h"

#include "viz/text.h"

#include <string.h>

static gpointer
analyse (gpointer data)
{
  SsSide *s = data;
  ss_stack_analyse (&s->stack, s->steps, s->threads, &s->error);
  return NULL;
}

static gpointer
fingerprint (gpointer data)
{
  SsSide *s = data;
  s->prints = ss_prints_new (s->stack.terms);
  return NULL;
}

/* Of both sides: matching needs no analysis, so it goes on beside them. */
static gpointer
match (gpointer data)
{
  SsSide *sides = data;
  GThread *thread = g_thread_new ("fingerprint", fingerprint, &sides[SS_NEW]);
  fingerprint (&sides[SS_OLD]);
  g_thread_join (thread);
  sides[SS_OLD].match = ss_match (sides[SS_OLD].prints, sides[SS_NEW].prints);
  return NULL;
}

void
ss_sides_clear (SsSide *sides)
{
  ss_match_free (sides[SS_OLD].match);
  for (int side = 0; side < SS_N_SIDES; side++)
    {
      ss_prints_free (sides[side].prints);
      ss_stack_clear (&sides[side].stack);
      g_clear_error (&sides[side].error);
    }
}

SsComparison *
ss_sides_compare (SsSide *sides)
{
  SsBuild builds[SS_N_SIDES];
  for (int side = 0; side < SS_N_SIDES; side++)
    builds[side] = (SsBuild) { sides[side].stack.activation, sides[side].prints, sides[side].stack.registry };
  return ss_compare (&builds[SS_OLD], &builds[SS_NEW], g_steal_pointer (&sides[SS_OLD].match));
}

/* What pickles hold is told from the roots.  What is said of both builds is said once. */
static void
note_rootless (const SsSide *sides)
{
  g_autofree char *said = NULL;
  for (int side = 0; side < SS_N_SIDES; side++)
    {
      g_autofree char *rootless = ss_terms_rootless (sides[side].stack.terms);
      if (!rootless || g_strcmp0 (said, rootless) == 0)
        continue;
      g_autofree char *text = g_strconcat ("note: ", rootless, NULL);
      ss_complain (text);
      g_free (said);
      said = g_steal_pointer (&rootless);
    }
}

static gboolean
has_sym (const SsProgram *p, guint32 sym)
{
  return sym != SS_NONE && (p->syms[sym].func != SS_NONE || p->syms[sym].ext != SS_NONE);
}

static gboolean
has_type (const SsProgram *p, guint32 type)
{
  return type != SS_NONE && p->types[type].line != 0;
}

/* The first function or type that the build names, has no record of and the other one has; *n: how many there are.  Exporters write a record of
 * everything that is called, and of every class: a stream that lost lines from its end names what it lost.  Types that have a number do not count: the
 * other build's are others. */
static const char *
find_lost (const SsProgram *p, const SsProgram *other, guint32 *n)
{
  const char *first = NULL;
  *n = 0;
  for (guint32 s = 0; s < p->nsyms; s++)
    if (!has_sym (p, s) && has_sym (other, ss_find_sym (other, ss_sym_name (p, s))) && (*n)++ == 0)
      first = ss_sym_name (p, s);
  for (guint32 t = 0; t < p->ntypes; t++)
    if (!has_type (p, t) && !strchr (ss_type_name (p, t), '#') && has_type (other, ss_find_type (other, ss_type_name (p, t))) && (*n)++ == 0)
      first = ss_type_name (p, t);
  return first;
}

/* FALSE with an error for a build that most likely lost lines from its end.  Where it cannot be told, a note says so. */
static gboolean
check_end (SsProgram **programs, int side, const char *file, GError **error)
{
  guint32 n = 0;
  if (programs[side]->ends)
    return TRUE;
  if (programs[side]->nfuncs == 0)
    {
      g_set_error (error, SS_CLI_ERROR, SS_CLI_ERROR_INPUT, "%s: truncated, as it seems: it has no function, and does not say where it ends", file);
      return FALSE;
    }
  const char *lost = find_lost (programs[side], programs[!side], &n);
  g_autofree char *name = lost ? ss_show (lost) : NULL;
  if (lost)
    {
      g_set_error (error, SS_CLI_ERROR, SS_CLI_ERROR_INPUT,
                   "%s: truncated, as it seems: it names %u function%s or type%s of which only the other build has a record, such as %s; where it is "
                   "whole, it can say so (\"end\", doc/format.md) or be packed",
                   file, n, n == 1 ? "" : "s", n == 1 ? "" : "s", name);
      return FALSE;
    }
  g_autofree char *note = g_strdup_printf ("note: %s does not say where it ends: records lost from its end would go unseen", file);
  ss_complain (note);
  return TRUE;
}

gboolean
ss_sides_load (SsSide *sides, const SsArgs *args, char *const files[SS_N_SIDES], guint steps, GError **error)
{
  SsProgram *programs[SS_N_SIDES];
  const char *policies[SS_N_SIDES];
  g_autoptr (GPtrArray) told = g_ptr_array_new_with_free_func (g_free);
  guint cores = args->load.threads ? args->load.threads : g_get_num_processors ();

  if (strcmp (files[SS_OLD], "-") == 0 && strcmp (files[SS_NEW], "-") == 0)
    {
      ss_usage_error (error, "only one of OLD and NEW can be standard input");
      return FALSE;
    }
  if (!ss_args_policies (args, files, SS_N_SIDES, policies, error))
    return FALSE;
  sides[SS_OLD].stack.policy = ss_policy_noted (policies[SS_OLD], error);
  if (!sides[SS_OLD].stack.policy)
    return FALSE;
  /* the notes of one policy are shown once */
  sides[SS_NEW].stack.policy = strcmp (policies[SS_OLD], policies[SS_NEW]) == 0 ? ss_policy_load (policies[SS_NEW], told, error)
                                                                                : ss_policy_noted (policies[SS_NEW], error);
  if (!sides[SS_NEW].stack.policy || !ss_args_programs (args, files, SS_N_SIDES, programs, error))
    return FALSE;
  for (int side = 0; side < SS_N_SIDES; side++)
    sides[side].stack.program = programs[side];
  for (int side = 0; side < SS_N_SIDES; side++)
    if (!check_end (programs, side, files[side], error))
      return FALSE;
  for (int side = 0; side < SS_N_SIDES; side++)
    {
      sides[side].stack.terms = ss_args_terms (sides[side].stack.policy, programs[side], error);
      sides[side].steps = steps;
      sides[side].threads = MAX (cores / SS_N_SIDES, 1);
      if (!sides[side].stack.terms)
        return FALSE;
    }
  note_rootless (sides);
  GThread *matching = g_thread_new ("match", match, sides), *analysing = g_thread_new ("analyse", analyse, &sides[SS_NEW]);
  analyse (&sides[SS_OLD]);
  g_thread_join (analysing);
  g_thread_join (matching);
  for (int side = 0; side < SS_N_SIDES; side++)
    if (sides[side].error)
      {
        g_propagate_error (error, g_steal_pointer (&sides[side].error));
        return FALSE;
      }
  for (int side = 0; side < SS_N_SIDES; side++)
    ss_stack_note_bounded (&sides[side].stack, files[side]);
  return TRUE;
}

gboolean
ss_sides_unwind (const SsSide *sides, GError **error)
{
  for (int side = 0; side < SS_N_SIDES; side++)
    if (ss_unwind_nfuncs (sides[side].stack.unwind))
      return TRUE;
  const char *old = ss_policy_name (sides[SS_OLD].stack.policy), *new = ss_policy_name (sides[SS_NEW].stack.policy);
  gboolean same = strcmp (old, new) == 0;
  g_set_error (error, SS_CLI_ERROR, SS_CLI_ERROR_INPUT,
               "nothing can unwind in either build under the polic%s \"%s\"%s%s%s, so there is nothing to compare (--policy says what unwinds)",
               same ? "y" : "ies", old, same ? "" : " and \"", same ? "" : new, same ? "" : "\"");
  return FALSE;
}

/* The day by which suppressions expire: of SOURCE_DATE_EPOCH where it is set, else today; the caller frees. */
static char *
find_day (GError **error)
{
  const char *epoch = g_getenv ("SOURCE_DATE_EPOCH");
  gint64 seconds;
  if (epoch && !g_ascii_string_to_signed (epoch, 10, 0, G_GINT64_CONSTANT (253402300799), &seconds, NULL))
    {
      ss_usage_error (error, "SOURCE_DATE_EPOCH is no number of seconds: \"%s\"", epoch);
      return NULL;
    }
  g_autoptr (GDateTime) now = epoch ? g_date_time_new_from_unix_utc (seconds) : g_date_time_new_now_utc ();
  return g_strdup_printf ("%04d-%02d-%02d", g_date_time_get_year (now), g_date_time_get_month (now),
                          g_date_time_get_day_of_month (now));
}

SsSuppressions *
ss_sides_suppressions (const char *file, GError **error)
{
  g_autofree char *day = find_day (error);
  return day ? ss_suppressions_load (file, day, error) : NULL;
}
