/* JSON documents of reports, through Jansson. */
#ifndef SS_VIZ_DOC_H
#define SS_VIZ_DOC_H

#include "ir/json.h"
#include "viz/out.h"

G_BEGIN_DECLS

/* ss_json_string() is ir/json.h's; NULL becomes null. */
json_t *ss_doc_string_or_null (const char *text);

/* Adds a value to an object or an array, taking the reference. */
void ss_doc_take (json_t *object, const char *key, json_t *value);
void ss_doc_push (json_t *array, json_t *value);

/* Writes a document and a line end.  Keys stay in the order in which they were set; whatever is not ASCII, or no visible character
 * of it, is written as an escape, so that no character hides or reorders others. */
void ss_doc_write (const json_t *document, SsOut *out);
/* A value on one line, with the same escapes; the caller frees. */
char *ss_doc_line (const json_t *value);

G_END_DECLS

#endif
