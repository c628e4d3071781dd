/* Choke points: what would no longer unwind if one function, or one call, could not.
 *
 * On the activation graph (activation.h) a node X is a choke point of Y when every walk from Y to END passes X.  These are the
 * dominators of the graph with its edges turned round, seen from END; what X alone keeps in the set is the subtree below it.
 *
 * The gain is exact: it is what a policy changes that says so (ss_choke_entry()).
 */
#ifndef SS_ANALYZER_CHOKES_H
#define SS_ANALYZER_CHOKES_H

#include "activation.h"

#include <jansson.h>

G_BEGIN_DECLS

typedef enum
{
  SS_CHOKE_FUNCTION, /* number: a symbol: a function with records of its own, an external that calls back, an unwind source */
  SS_CHOKE_SITE      /* number: the operation of a record: this call, or this unwind operation */
} SsChokeKind;

typedef struct
{
  SsChokeKind kind;
  guint32 number;
  guint32 functions; /* functions of the program (not externals) that could not unwind any more; for a function itself among them */
  guint32 points;    /* unwind points that would be none; the function's own, or the site itself, among them */
  guint32 records;   /* irreducible records among these points, and the records of externals that would be gone */
} SsChoke;

typedef struct
{
  const SsActivation *activation; /* lent */
  SsChoke *chokes;  /* owned; functions and sites mixed: by functions, points, records, most first; then functions before sites,
                     * by name */
  guint32 nchokes;
  guint32 functions, points, records; /* all that there are: what the gains are shares of */
  guint32 *idom;                      /* owned, by node of the activation graph: its nearest choke point; SS_NONE: END, or cannot
                                       * unwind */
} SsChokes;

/* All functions and sites that may unwind, whatever they gain.  Near linear. */
SsChokes *ss_chokes_new (const SsActivation *a);
void ss_chokes_free (SsChokes *c);

/* The policy that would say so: an object that a policy file may contain, with "calls": [entries], or "unwind_functions": ["-NAME"], or
 * both; NULL: entries about call sites cannot say it (an operation that is no call unwinds there, or another external calls this one
 * back).  The caller owns it.
 *   a site        `never`; of an indirect call, `only` the targets that may not unwind, where there are one to four of these
 *   a function    the same for each of its points
 *   an external   the same for each call that reaches it: `never`, or `only` the other targets
 *   a source      its name with a '-' before it, and, where it would then unwind as others do, the entries that it has as one of
 *                 these */
json_t *ss_choke_entry (const SsChokes *c, const SsChoke *choke);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SsChokes, ss_chokes_free)

G_END_DECLS

#endif
