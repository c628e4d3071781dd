/* Binding a policy to a program: names become flags of operation names, symbols and types; entries about call sites
 * become a table by operation.  Names apply one after the other, so the last one that matches speaks.
 */
#include "policy_data.h"

#include <string.h>

/* A name or glob of a policy, made ready to be compared with many. */
typedef struct
{
  const char *name;   /* lent */
  GPatternSpec *spec; /* owned; NULL: a plain name */
  gsize nprefix;      /* bytes before the first wildcard: most candidates are ruled out by these */
} Matcher;

static Matcher
matcher (const char *name)
{
  Matcher m = { name, NULL, strcspn (name, "*?") };

  if (name[m.nprefix])
    m.spec = g_pattern_spec_new (name);
  return m;
}

static gboolean
matches (const Matcher *m, const char *s)
{
  if (!m->spec)
    return strcmp (m->name, s) == 0;
  return strncmp (m->name, s, m->nprefix) == 0 && g_pattern_spec_match_string (m->spec, s);
}

static void
matcher_clear (Matcher *m)
{
  g_clear_pointer (&m->spec, g_pattern_spec_free);
}

static void
put (guint8 *flags, guint8 flag, gboolean out)
{
  *flags = (guint8) (out ? *flags & ~flag : *flags | flag);
}

static gboolean
bind_op (SsTerms *t, const SsPolicyName *n, const Matcher *m, const gboolean *used)
{
  const SsProgram *p = t->program;
  gboolean found = FALSE;

  for (guint32 i = 0; i < p->nopnames; i++)
    if (matches (m, ss_str (p, p->opnames[i])))
      {
        put (&t->op_flags[i], ss_policy_lists[n->list].flag, n->out);
        found = found || !used || used[i];
      }
  return found;
}

static gboolean
bind_sym (SsTerms *t, const SsPolicyName *n, const Matcher *m)
{
  const SsProgram *p = t->program;
  guint8 flag = ss_policy_lists[n->list].flag;
  gboolean found = FALSE;

  if (!m->spec)
    {
      guint32 s = ss_find_sym (p, n->name);
      if (s != SS_NONE)
        put (&t->sym_flags[s], flag, n->out);
      return s != SS_NONE;
    }
  for (guint32 s = 0; s < p->nsyms; s++)
    if (matches (m, ss_sym_name (p, s)))
      {
        put (&t->sym_flags[s], flag, n->out);
        found = TRUE;
      }
  return found;
}

/* Types that match, and, where the list is such, all that extend them.  `state` is scratch: 0 unknown, 1 no, 2 yes. */
static gboolean
bind_type (SsTerms *t, const SsPolicyName *n, const Matcher *m, guint8 *state)
{
  const SsProgram *p = t->program;
  const SsPolicyList *list = &ss_policy_lists[n->list];
  gboolean found = FALSE;

  for (guint32 i = 0; i < p->ntypes; i++)
    {
      state[i] = matches (m, ss_type_name (p, i)) ? 2 : list->subtypes ? 0 : 1;
      found = found || state[i] == 2;
    }
  if (found && list->subtypes)
    for (guint32 i = 0; i < p->ntypes; i++)
      {
        guint32 s = i;
        while (s != SS_NONE && !state[s])
          s = p->types[s].super;
        guint8 answer = s == SS_NONE ? 1 : state[s];
        for (s = i; s != SS_NONE && !state[s]; s = p->types[s].super)
          state[s] = answer;
      }
  for (guint32 i = 0; found && i < p->ntypes; i++)
    if (state[i] == 2)
      put (&t->type_flags[i], list->flag, n->out);
  return found;
}

/* Which operation names occur in the program. */
static gboolean *
used_ops (const SsProgram *p)
{
  gboolean *used = g_new0 (gboolean, p->nopnames);

  for (guint32 o = 0; o < p->nops; o++)
    used[p->ops[o].name] = TRUE;
  return used;
}

static void
bind_names (SsTerms *t, GPtrArray *notes)
{
  static const char *const what[] = { "operation", "symbol", "type" };
  const SsProgram *p = t->program;
  g_autofree guint8 *state = g_new (guint8, MAX (p->ntypes, 1));
  g_autofree gboolean *used = NULL;

  for (guint i = 0; i < t->policy->names->len; i++)
    {
      const SsPolicyName *n = &g_array_index (t->policy->names, SsPolicyName, i);
      SsNames names = ss_policy_lists[n->list].names;
      Matcher m = matcher (n->name);
      gboolean found;

      if (names == SS_NAMES_OP && n->file && !used)
        used = used_ops (p);
      if (names == SS_NAMES_OP)
        found = bind_op (t, n, &m, n->file ? used : NULL);
      else if (names == SS_NAMES_SYM)
        found = bind_sym (t, n, &m);
      else
        found = bind_type (t, n, &m, state);
      matcher_clear (&m);
      if (!found && n->file)
        g_ptr_array_add (notes, g_strdup_printf ("%s: %s: \"%s\" matches no %s of the program", n->file,
                                                 ss_policy_lists[n->list].key, n->name, what[names]));
    }
  /* what calls or unwinds is never idle, whatever else a policy says of it */
  for (guint32 i = 0; i < p->nopnames; i++)
    if (i == SS_OP_direct_call || i == SS_OP_indirect_call || t->op_flags[i] & SS_TERM_SOURCE)
      t->op_flags[i] &= (guint8) ~(SS_OPF_PURE | SS_OPF_COPY | SS_OPF_HOUSE);
}

static void
site_free (gpointer data)
{
  SsSite *s = data;

  g_free ((guint32 *) s->targets);
  g_free (s);
}

static int
by_number (gconstpointer a, gconstpointer b)
{
  guint32 x = *(const guint32 *) a, y = *(const guint32 *) b;

  return x < y ? -1 : x > y;
}

static gboolean
fail (GError **error, const SsPolicyCall *c, const char *format, ...) G_GNUC_PRINTF (3, 4);

static gboolean
fail (GError **error, const SsPolicyCall *c, const char *format, ...)
{
  va_list ap;

  va_start (ap, format);
  g_autofree char *text = g_strdup_vprintf (format, ap);
  va_end (ap);
  g_set_error (error, SS_POLICY_ERROR, SS_POLICY_ERROR_ENTRY, "%s: call site \"%s\": %s", c->where, c->site, text);
  return FALSE;
}

/* The targets of an `only` entry as sorted symbols without doubles, or NULL: one does not exist, or the call cannot reach it. */
static guint32 *
only_targets (const SsProgram *p, const SsPolicyCall *c, guint32 o, guint32 *n, GError **error)
{
  const SsOp *op = &p->ops[o];
  g_autofree guint32 *known = NULL, *only = g_new (guint32, c->only->len);
  guint32 nknown = 0;

  if (op->name == SS_OP_direct_call)
    {
      nknown = op->callee != SS_NONE;
      known = g_memdup2 (&op->callee, sizeof (guint32));
    }
  else if (op->callee != SS_NONE)
    {
      nknown = p->tsets[op->callee].n;
      known = g_memdup2 (p->targets + p->tsets[op->callee].t0, nknown * sizeof (guint32));
      if (nknown)
        qsort (known, nknown, sizeof (guint32), by_number);
    }
  gboolean unknown = op->name == SS_OP_indirect_call && op->callee == SS_NONE;
  for (guint i = 0; i < c->only->len; i++)
    {
      only[i] = ss_find_sym (p, c->only->pdata[i]);
      if (only[i] == SS_NONE)
        {
          fail (error, c, "there is no \"%s\" in the program", (const char *) c->only->pdata[i]);
          return NULL;
        }
      if (!unknown && (!nknown || !bsearch (&only[i], known, nknown, sizeof (guint32), by_number)))
        {
          fail (error, c, "\"%s\" is not among the call's possible targets", (const char *) c->only->pdata[i]);
          return NULL;
        }
    }
  qsort (only, c->only->len, sizeof (guint32), by_number);
  *n = 0;
  for (guint i = 0; i < c->only->len; i++)
    if (i == 0 || only[i] != only[i - 1])
      only[(*n)++] = only[i];
  return g_steal_pointer (&only);
}

static gboolean
same_site (const SsSite *a, const SsSite *b)
{
  return a->says == b->says && a->ntargets == b->ntargets
         && (!a->ntargets || memcmp (a->targets, b->targets, a->ntargets * sizeof (guint32)) == 0);
}

static gboolean
bind_calls (SsTerms *t, GError **error)
{
  const SsProgram *p = t->program;
  g_autoptr (GHashTable) entry_of = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < t->policy->calls->len; i++)
    {
      const SsPolicyCall *c = &g_array_index (t->policy->calls, SsPolicyCall, i);
      guint32 o = ss_find_record (p, c->site);

      if (o == SS_NONE)
        return fail (error, c, "the program has no such operation");
      if (!ss_is_call (&p->ops[o]))
        return fail (error, c, "is not a call but \"%s\"", ss_op_name (p, o));
      SsSite *site = g_new0 (SsSite, 1);
      site->says = c->says;
      if (c->says == SS_SITE_ONLY && !(site->targets = only_targets (p, c, o, &site->ntargets, error)))
        {
          site_free (site);
          return FALSE;
        }
      const SsSite *before = g_hash_table_lookup (t->sites, GUINT_TO_POINTER (o));
      gboolean same = before && same_site (before, site);
      if (before)
        site_free (site);
      if (before && !same)
        return fail (error, c, "contradicts %s", ((const SsPolicyCall *) g_hash_table_lookup (entry_of, GUINT_TO_POINTER (o)))->where);
      if (!before)
        {
          g_hash_table_insert (t->sites, GUINT_TO_POINTER (o), site);
          g_hash_table_insert (entry_of, GUINT_TO_POINTER (o), (gpointer) c);
        }
    }
  return TRUE;
}

/* Whether the program has anything of which the policy says that it unwinds: an operation, a symbol, a call site. */
static gboolean
has_source (const SsTerms *t)
{
  const SsProgram *p = t->program;
  gboolean by_op = FALSE, found = FALSE;

  for (guint32 i = 0; i < p->nopnames; i++)
    by_op = by_op || t->op_flags[i] & SS_TERM_SOURCE;
  for (guint32 s = 0; s < p->nsyms && !found; s++)
    found = t->sym_flags[s] & SS_SYM_SOURCE;
  for (guint32 o = 0; by_op && o < p->nops && !found; o++)
    found = (ss_term_op (t, o) & SS_TERM_SOURCE) != 0;
  for (guint i = 0; i < t->policy->calls->len && !found; i++)
    found = g_array_index (t->policy->calls, SsPolicyCall, i).says == SS_SITE_UNWINDS;
  return found;
}

/* Whether the policy names something that gets this flag. */
static gboolean
names_any (const SsPolicy *policy, SsNames names, guint8 flag)
{
  for (guint i = 0; i < policy->names->len; i++)
    {
      const SsPolicyName *n = &g_array_index (policy->names, SsPolicyName, i);
      if (!n->out && ss_policy_lists[n->list].names == names && ss_policy_lists[n->list].flag == flag)
        return TRUE;
    }
  return FALSE;
}

/* The program as it calls itself; the caller frees. */
static char *
build_name (const SsProgram *p)
{
  return g_strconcat (p->program == SS_NONE ? "(not named)" : ss_str (p, p->program), p->stage == SS_NONE ? NULL : ", stage ",
                      p->stage == SS_NONE ? NULL : ss_str (p, p->stage), NULL);
}

char *
ss_terms_sourceless (const SsTerms *t)
{
  if (has_source (t))
    return NULL;
  g_autofree char *build = build_name (t->program);
  return g_strdup_printf (names_any (t->policy, SS_NAMES_SYM, SS_SYM_SOURCE) || names_any (t->policy, SS_NAMES_OP, SS_TERM_SOURCE)
                            ? "none of the unwind sources of policy \"%s\" is in the program %s"
                            : "policy \"%s\" names no unwind source for the program %s",
                          t->policy->name, build);
}

char *
ss_terms_rootless (const SsTerms *t)
{
  gboolean found = !names_any (t->policy, SS_NAMES_SYM, SS_SYM_ROOT);

  for (guint32 s = 0; s < t->program->nsyms && !found; s++)
    found = t->sym_flags[s] & SS_SYM_ROOT && t->program->syms[s].func != SS_NONE;
  if (found)
    return NULL;
  g_autofree char *build = build_name (t->program);
  return g_strdup_printf ("none of the roots of policy \"%s\" is in the program %s: functions that nothing calls stand for them",
                          t->policy->name, build);
}

SsTerms *
ss_policy_bind (const SsPolicy *policy, const SsProgram *p, GPtrArray *notes, GError **error)
{
  g_autoptr (SsTerms) t = g_new0 (SsTerms, 1);

  t->program = p;
  t->policy = policy;
  t->unknown_unwinds = policy->unknown_unwinds;
  t->callbacks = policy->callbacks;
  t->op_flags = g_new0 (guint8, p->nopnames);
  t->sym_flags = g_new0 (guint8, MAX (p->nsyms, 1));
  t->type_flags = g_new0 (guint8, MAX (p->ntypes, 1));
  t->sites = g_hash_table_new_full (NULL, NULL, NULL, site_free);
  for (guint32 i = 0; i < p->nopnames; i++)
    t->op_flags[i] = (guint8) ss_opname_flags (i);
  bind_names (t, notes);
  if (!bind_calls (t, error))
    return NULL;
  return g_steal_pointer (&t);
}

void
ss_terms_free (SsTerms *t)
{
  if (!t)
    return;
  g_free (t->op_flags);
  g_free (t->sym_flags);
  g_free (t->type_flags);
  g_hash_table_unref (t->sites);
  g_free (t);
}

SsSite
ss_term_site (const SsTerms *t, guint32 o)
{
  const SsSite *s = g_hash_table_size (t->sites) ? g_hash_table_lookup (t->sites, GUINT_TO_POINTER (o)) : NULL;

  return s ? *s : (SsSite) { SS_SITE_NOTHING, NULL, 0 };
}
