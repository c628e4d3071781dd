/* How values that a record does not save are had again, as JSON. */
#ifndef SS_VIZ_DERIVE_JSON_H
#define SS_VIZ_DERIVE_JSON_H

#include "analyzer/reduce.h"
#include "viz/doc.h"

G_BEGIN_DECLS

/* The names of steps (SsReduceSteps), an array. */
json_t *ss_derive_steps_json (guint steps);

/* Adds to the object of record i what the reduction says of it: "before" (kind, values and bytes without reduction), "not_saved"
 * and "rebuild". */
void ss_derive_json (const SsProgram *p, const SsReduction *r, guint32 i, json_t *object);
/* A record of this kind with so many values, as "kind", "values" and "bytes"; new. */
json_t *ss_derive_size_json (SsKind kind, guint32 nvalues);

G_END_DECLS

#endif
