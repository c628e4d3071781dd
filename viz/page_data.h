/* The sections of data of the page of `report` (doc/report.md): numbers, strings, and how a section stands in the page. */
#ifndef SS_VIZ_PAGE_DATA_H
#define SS_VIZ_PAGE_DATA_H

#include "ir/program.h"
#include "viz/out.h"

#include <jansson.h>

G_BEGIN_DECLS

/* Appends a number in unsigned LEB128. */
void ss_page_number (GString *to, guint64 n);
/* A signed number as an unsigned one: 0, -1, 1, -2, … are 0, 1, 2, 3, … */
guint64 ss_page_signed (gint64 n);

/* The strings that the columns of a section refer to by number, each once, in the order of use. */
typedef struct
{
  const SsProgram *p;  /* lent */
  guint32 *number;     /* owned, by string of the program; SS_NONE: not used yet */
  GHashTable *numbers; /* owned: text to number, of strings that are none of the program's */
  GString *text;       /* owned: visible text, zero-terminated */
  guint32 n;
} SsPageStrings;

void ss_page_strings_init (SsPageStrings *s, const SsProgram *p);
void ss_page_strings_clear (SsPageStrings *s);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SsPageStrings, ss_page_strings_clear)

/* The number of a string of the program. */
guint32 ss_page_string (SsPageStrings *s, guint32 string);
/* The number of any other text, which is visible text. */
guint32 ss_page_text (SsPageStrings *s, const char *text);

/* Writes a section. */
void ss_page_section (SsOut *out, const char *name, const char *bytes, gsize n);
void ss_page_take_section (SsOut *out, const char *name, GString *take);

/* Bytes deflated, for a section that is opened when it is asked for; of columns, which it takes, one after the other. */
GString *ss_page_deflate (const GString *bytes);
GString **ss_page_columns_new (guint n);
GString *ss_page_columns (GString **take, guint n);

/* Writes a section that is a JSON document, as it is, its strings made visible. */
void ss_page_json (SsOut *out, const char *name, json_t *document);

G_END_DECLS

#endif
