/* What the page of `report` opens when a record is asked for: the graphs of the functions that have records, the records' explanations,
 * and how they call each other (doc/report.md).
 */
#ifndef SS_VIZ_PAGE_CODE_H
#define SS_VIZ_PAGE_CODE_H

#include "viz/page.h"
#include "viz/page_data.h"

G_BEGIN_DECLS

typedef struct
{
  const SsPage *page;   /* lent */
  SsPageStrings *words; /* lent: the strings that the columns refer to */
  guint32 *func;        /* owned, by function of the program: its place among those that have records, or SS_NONE */
  guint32 *symbol;      /* owned, by symbol: the number of its name among the words, or SS_NONE; of functions without records */
} SsPageCode;

/* Writes the sections `explain` and `calls`, with the `words` that they refer to, and `code` with its `names`; the last two are made in a
 * thread of their own, if there may be several. */
void ss_page_code (const SsPage *page, SsOut *out);

/* A symbol in a column: 0 for SS_NONE, else twice the function's place, plus one, or twice the number of its name, plus two. */
guint32 ss_page_symbol (const SsPageCode *c, guint32 sym);

/* The deflated columns of two of them. */
GString *ss_page_explain (const SsPageCode *c);
GString *ss_page_calls (const SsPageCode *c);

G_END_DECLS

#endif
