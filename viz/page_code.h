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
  const SsActivation *activation; /* lent */
  SsPageStrings words;            /* the strings that the columns refer to */
  guint32 *func;                  /* owned, by function of the program: its place among those that are written, or SS_NONE */
  guint32 *symbol;                /* owned, by symbol: the number of its name among the words, or SS_NONE; of other functions */
} SsPageCode;

/* written: by function of the program, whether it is one of them. */
void ss_page_code_init (SsPageCode *c, const SsActivation *a, const guint8 *written);
void ss_page_code_clear (SsPageCode *c);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SsPageCode, ss_page_code_clear)

/* By function of the program, whether it has records; the caller frees. */
guint8 *ss_page_code_recorded (const SsActivation *a);

/* The deflated columns of the graphs. */
GString *ss_page_graphs (SsPageCode *c);

/* Writes the sections `explain` and `calls`, with the `words` that they refer to, and `code` with its `names`; the last two are made in a
 * thread of their own, if there may be several. */
void ss_page_code (const SsPage *page, SsOut *out);

/* A symbol in a column: 0 for SS_NONE, else twice the function's place, plus one, or twice the number of its name, plus two. */
guint32 ss_page_symbol (SsPageCode *c, guint32 sym);

/* The deflated columns of two of them. */
GString *ss_page_explain (const SsPage *page, SsPageCode *c);
GString *ss_page_calls (const SsPage *page, SsPageCode *c);

G_END_DECLS

#endif
