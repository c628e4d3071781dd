/* What the commands about two builds share: from two dumps and a policy to what is compared. */
#ifndef SS_CLI_SIDES_H
#define SS_CLI_SIDES_H

#include "analyzer/suppress.h"
#include "cli/stack.h"

G_BEGIN_DECLS

/* One of the two builds; all owned. */
typedef struct
{
  SsStack stack;
  SsPrints *prints;
  SsMatch *match; /* of both sides: the old one has it, until they are compared */
  guint steps, threads;
  GError *error;
} SsSide;

/* Loads both builds, OLD and NEW of files, at once, then binds the policy to each, then analyses both and matches their functions at once.
 * `sides` are SS_N_SIDES, all zero.  FALSE with an error. */
gboolean ss_sides_load (SsSide *sides, const SsArgs *args, char *const files[SS_N_SIDES], guint steps, GError **error);
/* Whether anything may unwind in either build.  Where nothing may, no difference would mean nothing: the policy is most likely that of another
 * program.  FALSE with an error. */
gboolean ss_sides_unwind (const SsSide *sides, GError **error);
/* The caller frees; the sides must outlive it. */
SsComparison *ss_sides_compare (SsSide *sides);
void ss_sides_clear (SsSide *sides);

/* The known changes that a file of --suppress lists, as of today.  The caller frees; NULL with an error. */
SsSuppressions *ss_sides_suppressions (const char *file, GError **error);

G_END_DECLS

#endif
