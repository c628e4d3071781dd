/* Policies: what unwinds, what may be thrown away, which types are frames, foreign, owned, picklable.
 *
 * A policy is loaded by itself (ss_policy_load) and then bound to a program (ss_policy_bind), which resolves its names
 * to numbers once, so that analyses index arrays.  Source: design note "What is computed"; doc/policy.md.
 */
#ifndef SS_ANALYZER_POLICY_H
#define SS_ANALYZER_POLICY_H

#include "ir/program.h"

G_BEGIN_DECLS

typedef struct SsPolicy SsPolicy;

#define SS_POLICY_ERROR (ss_policy_error_quark ())
GQuark ss_policy_error_quark (void);
typedef enum
{
  SS_POLICY_ERROR_READ, /* cannot be read or parsed, or extends itself */
  SS_POLICY_ERROR_ENTRY /* an entry about a call site matches nothing, or contradicts another */
} SsPolicyError;

/* Loads a built-in policy by name, or a policy file (a name with a '/' or ending in ".json").  What it extends is
 * loaded too; a cycle is an error.  Unknown keys are appended to `notes` (char *, one sentence each). */
SsPolicy *ss_policy_load (const char *name_or_file, GPtrArray *notes, GError **error);
void ss_policy_free (SsPolicy *policy);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SsPolicy, ss_policy_free)

const char *ss_policy_name (const SsPolicy *policy);
/* Which bytecode a function of this name works for, by the policy's list `bytecodes`; NULL: it does not say.  Lent. */
const char *ss_policy_bytecode (const SsPolicy *policy, const char *function);
/* The file of the registry of names that the policy refers to; NULL: none.  Lent. */
const char *ss_policy_registry (const SsPolicy *policy);
/* Adds what a JSON text says, as if a policy that extends this one said it: an object as in a policy file, or one entry about a
 * call site ({"site": …}), or an array of such entries.  `where` names the text in messages. */
gboolean ss_policy_add (SsPolicy *policy, const char *where, const char *json, GPtrArray *notes, GError **error);
/* The built-in policies' names, NULL-terminated; lent. */
const char *const *ss_policy_builtin_names (void);

/* Flags of an operation name: SsOpFlags as the policy has them, and: */
#define SS_TERM_SOURCE (1u << 7) /* unwind source */

typedef enum
{
  SS_SYM_SOURCE = 1 << 0,    /* an unwind source: calling it unwinds */
  SS_SYM_ROOT = 1 << 1,      /* where a stack begins */
  SS_SYM_RUNS_FRAME = 1 << 2 /* runs frames: the bytecode loop */
} SsSymFlags;

typedef enum
{
  SS_TYPE_FRAME = 1 << 0,   /* a frame type, or a subtype of one */
  SS_TYPE_FOREIGN = 1 << 1, /* means nothing in another process */
  SS_TYPE_OWNED = 1 << 2,   /* other chains change nothing in it while it is suspended */
  SS_TYPE_PICKLABLE = 1 << 3
} SsTypeFlags;

/* What a policy says of one call site. */
typedef enum
{
  SS_SITE_NOTHING, /* no entry: the program's own targets count */
  SS_SITE_UNWINDS,
  SS_SITE_NEVER,
  SS_SITE_ONLY
} SsSiteSays;

typedef struct
{
  SsSiteSays says;
  const guint32 *targets; /* SS_SITE_ONLY: symbols, lent by the terms */
  guint32 ntargets;
} SsSite;

/* A policy's words for one program. */
typedef struct SsTerms
{
  const SsProgram *program; /* lent */
  const SsPolicy *policy;   /* lent */
  guint8 *op_flags;         /* owned, by operation name's number */
  guint8 *sym_flags;        /* owned, by symbol: SsSymFlags */
  guint8 *type_flags;       /* owned, by type: SsTypeFlags */
  gboolean unknown_unwinds; /* calls with unknown targets may unwind */
  gboolean callbacks;       /* callbacks of externals are followed */
  GHashTable *sites;        /* owned: operation number to SsSite */
} SsTerms;

/* Resolves a policy's names in a program.  Names of the user's own files (not of built-in policies) that match nothing
 * are appended to `notes`.  Fails when an entry about a call site matches nothing or contradicts another. */
SsTerms *ss_policy_bind (const SsPolicy *policy, const SsProgram *p, GPtrArray *notes, GError **error);
void ss_terms_free (SsTerms *terms);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SsTerms, ss_terms_free)

/* What a policy that is meant for another program looks like: a sentence that says that the program has none of its unwind sources; NULL: it
 * has one.  The same of roots, where the policy names any.  The caller frees. */
char *ss_terms_sourceless (const SsTerms *terms);
char *ss_terms_rootless (const SsTerms *terms);

static inline guint
ss_term_op (const SsTerms *t, guint32 o)
{
  return t->op_flags[t->program->ops[o].name];
}

static inline guint
ss_term_var_type (const SsTerms *t, guint32 v)
{
  return t->type_flags[t->program->var_type[v]];
}

/* What the policy says of the call at operation o. */
SsSite ss_term_site (const SsTerms *t, guint32 o);

G_END_DECLS

#endif
