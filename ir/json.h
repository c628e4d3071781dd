/* JSON text to tape, by either of two libraries. */
#ifndef SS_IR_JSON_H
#define SS_IR_JSON_H

#include <jansson.h>

#include "ir/tape.h"

G_BEGIN_DECLS

/* Bytes that must be readable (and may hold anything) behind a text that simdjson parses. */
#define SS_JSON_PADDING 64

/* simdjson: the fast reader of streams.  One parser for each thread. */
typedef struct SsSimdjson SsSimdjson;

SsSimdjson *ss_simdjson_new (void);
void ss_simdjson_free (SsSimdjson *s);
/* Parses `len` bytes with SS_JSON_PADDING behind them; the tape is lent until the next call.  On failure returns the
 * library's message. */
const char *ss_simdjson_parse (SsSimdjson *s, const char *bytes, gsize len, SsTape *tape);

/* Jansson: the reader of documents, the reference for streams, and the judge of what simdjson refuses. */
typedef enum
{
  SS_JSON_OK,
  SS_JSON_BROKEN,   /* not JSON, or not UTF-8 */
  SS_JSON_CUT,      /* JSON so far, but it ends too early */
  SS_JSON_DUPLICATE, /* an object has a key twice */
  SS_JSON_NUMBER    /* a number that no 64 bits hold */
} SsJsonVerdict;

/* Parses a text.  On success *value is the caller's.  Otherwise *message is a sentence (the caller's) and *line the line
 * within the text, from 1. */
SsJsonVerdict ss_jansson_parse (const char *bytes, gsize len, json_t **value, char **message, int *line);

/* A tape made from a Jansson value: owned arrays behind the tape. */
typedef struct
{
  GArray *words;    /* owned: guint64 */
  GByteArray *text; /* owned: strings */
} SsTapeStore;

SsTapeStore *ss_tape_store_new (void);
void ss_tape_store_free (SsTapeStore *s);
/* Puts `value` on the tape in place of what was there; `tape` is lent until the next call. */
void ss_tape_store_fill (SsTapeStore *s, const json_t *value, SsTape *tape);

/* The line, from 1, of the value at `path` ("functions[3].blocks[2].ops[0]") in a valid JSON text; as far as the path can be
 * followed. */
guint32 ss_json_locate (const char *bytes, gsize len, const char *path);

/* A string of the program as a JSON string: the same characters, U+0000 (which the program keeps as C0 80) included.  The
 * caller owns the reference. */
json_t *ss_json_string (const char *text);

/* Appends the line (guint32, from 1) of each element of the array under `key` of the text's object. */
void ss_json_element_lines (const char *bytes, gsize len, const char *key, GArray *lines);

G_END_DECLS

#endif
