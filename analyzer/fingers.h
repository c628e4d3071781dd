/* Fingerprints of records: what a service for code scanning knows a finding by, from one build to the next.
 *
 * A record's is a hash of its function's plain name, its callee's, and which of the calls of that callee it is (registry.h).  Records of a
 * build that share it, as those of the members of a numbered family do, are told apart by what is in their functions and in what they
 * call, first the graphs themselves (prints.h: body), then what is around them (around); those that nothing tells apart are numbered.
 */
#ifndef SS_ANALYZER_FINGERS_H
#define SS_ANALYZER_FINGERS_H

#include "prints.h"
#include "registry.h"

G_BEGIN_DECLS

/* By record of c->records, whose places these are: no two of a build have the same.  `prints`: of the program; NULL: they are made where
 * they are needed.  The caller frees. */
guint64 *ss_fingers_new (const SsTerms *terms, const SsClasses *c, const SsPlaces *places, const SsPrints *prints);

G_END_DECLS

#endif
