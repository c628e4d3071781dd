/* Random programs: valid by the format, small, and full of the shapes that decide a record's kind. */
#ifndef SS_TESTS_GEN_H
#define SS_TESTS_GEN_H

#include <glib.h>
#include <jansson.h>

G_BEGIN_DECLS

/* A stream of random numbers that is the same on every machine. */
typedef struct
{
  guint64 state;
} Gen;

void gen_init (Gen *g, guint64 seed);
/* From here on numbers are made of these bytes (lent), whatever stream they are asked of, before they are made as the streams would; NULL:
 * no longer. */
void gen_feed (const guint8 *bytes, gsize n);
/* A number below n; n > 0. */
guint gen_below (Gen *g, guint n);
/* TRUE in `percent` of 100 cases. */
gboolean gen_chance (Gen *g, guint percent);

/* How many programs a suite draws, which are `by_itself` many unless $STACKSIEVE_PROGRAMS says how many; as gen_at_most() has it. */
guint64 gen_programs (guint64 by_itself);
/* n, but no more than $STACKSIEVE_PROGRAMS_AT_MOST, if that is set. */
guint64 gen_at_most (guint64 n);

/* The names that random programs use.  What they mean is in the policy that gen_policy() makes. */
extern const char *const gen_pure_ops[];
extern const char *const gen_copy_ops[];
extern const char *const gen_house_ops[];
extern const char *const gen_other_ops[]; /* reads, writes, and names that no table knows */
extern const char *const gen_impure_ops[]; /* of these, ones that are pure unless the policy says otherwise */
extern const char *const gen_source_ops[];
extern const char *const gen_source_symbols[];
extern const char *const gen_frame_types[];
extern const char *const gen_foreign_types[]; /* a name that ends in ':' means a storage class */

/* A random program as one document; the caller owns it. */
json_t *gen_program (guint64 seed);
/* The same, smaller: few functions of few blocks. */
json_t *gen_small_program (guint64 seed);

/* A policy for that program, in the terms of the tests (naive.h):
 * {"unknown_unwinds": bool, "callbacks": bool, "calls": [{"at": RECORD, "says": "unwinds"|"never"|"only", "targets": […]}]}.
 * The caller owns it. */
json_t *gen_policy (const json_t *program, guint64 seed);

/* The same, with what chains are about: {"roots": [symbols], "frame_functions": [symbols], "sources": [symbols that unwind besides
 * gen_source_symbols], "picklable": [types], "named": [records that have a name]}. */
json_t *gen_chain_policy (const json_t *program, guint64 seed);

/* Either of them as the tool reads it, but for the names of records.  The caller owns it. */
json_t *gen_policy_file (const json_t *terms);

/* The text of a program as a document, or as a stream with its records in a random order that `seed` picks (0: functions
 * in their order).  The caller frees. */
char *gen_document (const json_t *program);
char *gen_stream (const json_t *program, guint64 seed);

G_END_DECLS

#endif
