/* Programs that can be run (eval.h) and are each too big for one bound of the reduction.
 *
 * In each, `m:f` is what hits the bound; `m:g`, which calls it and needs a frame and what was read from it before, hits none.
 */
#ifndef SS_TESTS_GEN_BOUNDS_H
#define SS_TESTS_GEN_BOUNDS_H

#include <glib.h>
#include <jansson.h>

G_BEGIN_DECLS

typedef enum
{
  GEN_BOUND_VALUES, /* values that do not settle in so many sweeps (values.c) */
  GEN_BOUND_FACTS,  /* facts, times blocks and operations (held.c) */
  GEN_BOUND_SWEEPS, /* facts that do not settle in so many sweeps (held.c) */
  GEN_BOUND_FIELDS, /* fields that are followed (writes.c) */
  GEN_BOUND_NODES,  /* operations to carry out again for one record (rebuild.c) */
  GEN_BOUND_READS,  /* fields to read one after the other for one record (rebuild.c): then nothing is held either */
  GEN_BOUND_WORK,   /* work for all records of one function (rebuild.c, cut.c): the last ones are left without it */
  N_GEN_BOUNDS
} GenBound;

/* A program as one document; the caller owns it. */
json_t *gen_bound_program (GenBound bound);

G_END_DECLS

#endif
