/* The page's data about an older build that this one is compared with (doc/report.md). */
#ifndef SS_VIZ_PAGE_DIFF_H
#define SS_VIZ_PAGE_DIFF_H

#include "viz/page.h"
#include "viz/page_data.h"

G_BEGIN_DECLS

/* Writes the sections `comparison`, `changes` and `graphs`, with the `terms` that they refer to, and of each build the code of the functions
 * that are drawn: `old-code`, `new-code`, with their names. */
void ss_page_put_diff (const SsDiff *diff, SsOut *out);

G_END_DECLS

#endif
