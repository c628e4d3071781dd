/* The policy of the command line; what it says in vain goes to standard error. */
#include "config.h"

#include "cli/cli.h"

#include <string.h>

static void
print_notes (const GPtrArray *notes)
{
  for (guint i = 0; i < notes->len; i++)
    {
      g_autofree char *text = g_strconcat ("note: ", g_ptr_array_index (notes, i), NULL);
      ss_complain (text);
    }
}

/* The policy of FILE=POLICY for that file; NULL: the word is about another one, or about all. */
static const char *
policy_of (const char *word, const char *file)
{
  gsize n = strlen (file);
  return strncmp (word, file, n) == 0 && word[n] == '=' ? word + n + 1 : NULL;
}

/* Where there is one build, the last word counts, as for other options. */
static gboolean
set_policy (const SsArgs *args, const char **policy, const char *value, const char *word, GError **error)
{
  if (args->builds && *policy && strcmp (*policy, value) != 0)
    {
      ss_usage_error (error, "--policy %s: there is another one for the same build, \"%s\"", word, *policy);
      return FALSE;
    }
  *policy = value;
  return TRUE;
}

gboolean
ss_args_policies (const SsArgs *args, char *const *files, int n, const char **policies, GError **error)
{
  const char *common = NULL;
  for (int i = 0; i < n; i++)
    policies[i] = NULL;
  for (char **words = args->policies; words && *words; words++)
    {
      gboolean used = FALSE;
      for (int i = 0; i < n; i++)
        {
          const char *value = policy_of (*words, files[i]);
          used = used || value;
          if (value && !set_policy (args, &policies[i], value, *words, error))
            return FALSE;
        }
      if (!used && args->builds && strchr (*words, '='))
        {
          ss_usage_error (error, "--policy wants POLICY, or FILE=POLICY for one of the files given, not \"%s\"", *words);
          return FALSE;
        }
      if (!used && !set_policy (args, &common, *words, *words, error))
        return FALSE;
    }
  for (int i = 0; i < n; i++)
    if (!policies[i])
      policies[i] = common ? common : SS_DEFAULT_POLICY;
  return TRUE;
}

const char *
ss_args_policy_word (const SsArgs *args, GError **error)
{
  const char *word;
  return ss_args_policies (args, args->operands, 1, &word, error) ? word : NULL;
}

SsPolicy *
ss_policy_noted (const char *word, GError **error)
{
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
  SsPolicy *policy = ss_policy_load (word, notes, error);
  print_notes (notes);
  return policy;
}

SsPolicy *
ss_args_policy (const SsArgs *args, GError **error)
{
  const char *word = ss_args_policy_word (args, error);
  return word ? ss_policy_noted (word, error) : NULL;
}

SsTerms *
ss_args_terms (const SsPolicy *policy, const SsProgram *p, GError **error)
{
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
  SsTerms *terms = ss_policy_bind (policy, p, notes, error);
  char *sourceless = terms ? ss_terms_sourceless (terms) : NULL;
  if (sourceless)
    g_ptr_array_add (notes, sourceless);
  print_notes (notes);
  return terms;
}
