/* The page's data about pickling: hops, the plan, chains, choke points (doc/report.md). */
#ifndef SS_VIZ_PAGE_HOPS_H
#define SS_VIZ_PAGE_HOPS_H

#include "viz/page.h"
#include "viz/page_data.h"

G_BEGIN_DECLS

/* Writes the sections `outlook` and `hops`. */
void ss_page_put_hops (const SsPage *page, SsPageStrings *s, SsOut *out);

G_END_DECLS

#endif
