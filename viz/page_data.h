/* What the sections of the page's data are made of (doc/report.md): numbers, strings, and base64 around them. */
#ifndef SS_VIZ_PAGE_DATA_H
#define SS_VIZ_PAGE_DATA_H

#include "ir/program.h"
#include "viz/out.h"

#include <jansson.h>

G_BEGIN_DECLS

/* The strings that the columns refer to, each once, in the order of use. */
typedef struct SsPageStrings SsPageStrings;

/* For the strings of a program, and others. */
SsPageStrings *ss_page_strings_new (const SsProgram *p);
void ss_page_strings_free (SsPageStrings *s);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SsPageStrings, ss_page_strings_free)

/* The number of a string of the program, and of any other text; made visible (text.h). */
guint32 ss_page_string (SsPageStrings *s, guint32 string);
guint32 ss_page_text (SsPageStrings *s, const char *text);

/* Appends a number in unsigned LEB128. */
void ss_page_number (GString *to, guint64 n);

/* Writes a section of bytes, of a JSON document, of the strings. */
void ss_page_section (SsOut *out, const char *name, const char *bytes, gsize n);
void ss_page_json (SsOut *out, const char *name, const json_t *document);
void ss_page_strings (SsOut *out, const SsPageStrings *s);

G_END_DECLS

#endif
