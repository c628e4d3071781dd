/* For tests: a file in memory, for what is read by its name. */
#ifndef SS_TESTS_MEMORY_H
#define SS_TESTS_MEMORY_H

#include <glib.h>
#include <jansson.h>

/* Puts bytes into the process's one such file in place of what was there; its name is lent. */
const char *memory_file (gconstpointer bytes, gsize n);
/* The same with a JSON text. */
const char *memory_json (const json_t *value);

#endif
