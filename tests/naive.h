/* The definitions of "What is computed", word by word: sets of strings, all paths walked, the call graph as sets repeated to
 * a fixed point.  Works on the JSON of a program, shares no code with the analyzer, and serves to check it.
 * Slow on purpose: small programs only.
 */
#ifndef SS_TESTS_NAIVE_H
#define SS_TESTS_NAIVE_H

#include <glib.h>
#include <jansson.h>

G_BEGIN_DECLS

/* What the policy says, spelt out; all lent. */
typedef struct
{
  const char *const *pure, *const *copies, *const *house; /* operation names */
  const char *const *source_ops, *const *source_symbols;
  const char *const *frame_types, *const *foreign_types; /* a name that ends in ':' means a storage class */
  gboolean unknown_unwinds, callbacks;
  const json_t *calls; /* entries about call sites, as gen_policy() makes them; or NULL */
} NaivePolicy;

typedef struct
{
  char *record;       /* owned: FUNCTION@BLOCK.OP */
  const char *kind;   /* static */
  GHashTable *saved;  /* owned: names of variables */
  guint chain;        /* calls on a shortest way to an unwind source */
} NaiveRecord;

typedef struct
{
  GHashTable *unwinds; /* owned: symbols of the program's functions that may unwind */
  GPtrArray *records;  /* owned: NaiveRecord, in the order of the program */
} Naive;

Naive *naive_new (const json_t *program, const NaivePolicy *policy);
void naive_free (Naive *n);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Naive, naive_free)

/* The saved variables of a record in ascending order, separated by blanks; the caller frees. */
char *naive_saved_text (const NaiveRecord *r);

G_END_DECLS

#endif
