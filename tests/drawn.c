/* What tests of diagrams share: see drawn.h. */
#include "tests/drawn.h"

#include "tests/gen.h"
#include "tests/memory.h"

void
case_load (Case *c, guint64 seed, json_t *take_program, json_t *take_policy)
{
  SsLoadOptions options = SS_LOAD_DEFAULTS;
  g_autoptr (GPtrArray) faults = g_ptr_array_new_with_free_func ((GDestroyNotify) ss_fault_free);
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *fault = NULL;
  guint64 nfaults;
  *c = (Case) { .seed = seed };
  options.threads = 1;
  c->program = ss_load (memory_json (take_program), &options, faults, &nfaults, NULL);
  c->policy = ss_policy_load (memory_json (take_policy), notes, NULL);
  json_decref (take_program);
  json_decref (take_policy);
  fault = faults->len > 0 ? ss_fault_text (faults->pdata[0]) : NULL;
  ck_case (c, c->program && c->policy, "no program or policy: %s", fault ? fault : "unknown");
  c->terms = ss_policy_bind (c->policy, c->program, notes, NULL);
  if (!c->terms)
    return;
  c->graph = ss_callgraph_new (c->terms);
  c->unwind = ss_unwind_new (c->terms, c->graph);
  c->classes = ss_classify (c->terms, c->unwind, 1);
  c->a = ss_activation_new (c->terms, c->graph, c->unwind, c->classes, NULL);
  c->hops = ss_hops_new (c->a);
}

void
case_random (Case *c, guint64 seed)
{
  json_t *program = gen_small_program (seed), *more = gen_chain_policy (program, seed);
  case_load (c, seed, program, gen_policy_file (more));
  json_decref (more);
}

void
case_clear (Case *c)
{
  if (c->terms)
    {
      ss_hops_free (c->hops);
      ss_activation_free (c->a);
      ss_classes_free (c->classes);
      ss_unwind_free (c->unwind);
      ss_callgraph_free (c->graph);
      ss_terms_free (c->terms);
    }
  ss_policy_free (c->policy);
  ss_program_free (c->program);
}

guint64
drawn_number (const char *variable, guint64 value)
{
  const char *text = g_getenv (variable);
  return text ? g_ascii_strtoull (text, NULL, 10) : value;
}

Agraph_t *
drawn_read (GBytes *dot)
{
  g_autofree char *text = g_strndup (g_bytes_get_data (dot, NULL), g_bytes_get_size (dot));
  Agraph_t *g = agmemread (text);
  ck_assert_ptr_nonnull (g);
  return g;
}
