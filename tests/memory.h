/* For tests: a file in memory, for what is read or written by its name. */
#ifndef SS_TESTS_MEMORY_H
#define SS_TESTS_MEMORY_H

#include "viz/out.h"

#include <glib.h>
#include <jansson.h>

/* Puts bytes into the process's one such file in place of what was there; its name is lent. */
const char *memory_file (gconstpointer bytes, gsize n);
/* The same with a JSON text. */
const char *memory_json (const json_t *value);

/* Output to memory, one at a time; and its end: what was written, which the caller unrefs. */
SsOut *memory_out (void);
GBytes *memory_taken (SsOut *take);

#endif
