/* How values that a record does not save are had again, as text. */
#ifndef SS_VIZ_DERIVE_H
#define SS_VIZ_DERIVE_H

#include "analyzer/reduce.h"

G_BEGIN_DECLS

/* All texts are visible text; the caller frees. */

/* A stage of the reduction: "nothing", "alias", "alias, held". */
char *ss_derive_stage (const SsReduction *r, guint stage);

/* Lines about record i: one for each value no longer saved, then one for each step that rebuilds another value on the way:
 * "v2 Signed is recomputed: int_add(v1, 1)". */
guint32 ss_derive_nlines (const SsReduction *r, guint32 i);
char *ss_derive_line (const SsProgram *p, const SsReduction *r, guint32 i, guint32 line);

/* What a value no longer saved is: "alias of v12"; what a step does: "held: frame_1.inst_pycode, which never changes". */
char *ss_derive_gone (const SsProgram *p, const SsReduction *r, guint32 i, const SsGone *gone);
char *ss_derive_step (const SsProgram *p, const SsReduction *r, guint32 i, const SsRebuild *step);

/* What a number goes by in record i: the live variable that stands for it, or the variable that defines it. */
guint32 ss_derive_name (const SsReduction *r, guint32 i, guint32 number);
/* Whether a step of record i gives a value that was not live. */
gboolean ss_derive_on_the_way (const SsReduction *r, guint32 i, guint32 step);

G_END_DECLS

#endif
