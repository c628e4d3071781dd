/* The policy of the command line; what it says in vain goes to standard error. */
#include "config.h"

#include "cli/cli.h"

static void
print_notes (const GPtrArray *notes)
{
  for (guint i = 0; i < notes->len; i++)
    {
      g_autofree char *text = g_strconcat ("note: ", g_ptr_array_index (notes, i), NULL);
      ss_complain (text);
    }
}

SsPolicy *
ss_args_policy (const SsArgs *args, GError **error)
{
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
  SsPolicy *policy = ss_policy_load (args->policy, notes, error);
  print_notes (notes);
  return policy;
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
