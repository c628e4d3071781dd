/* Suggestions: which values a frame would have to hold, by notation, so that records become `frame`.
 *
 * A suggestion is a function and a set of things for its frame to hold: fields that the values were read from or stored in, or
 * else what the values are called.  It turns every record of the function that saves a frame and nothing but such values.
 */
#ifndef SS_ANALYZER_SUGGEST_H
#define SS_ANALYZER_SUGGEST_H

#include "reduce.h"

G_BEGIN_DECLS

typedef struct
{
  guint32 func;
  char **holds;     /* owned: what the frame is to hold: names, sorted, NULL at the end */
  guint32 nholds;
  guint32 records;  /* how many become `frame` */
  guint32 values;   /* values that these no longer save */
  guint32 example;  /* the first such record's operation */
} SsSuggestion;

/* All suggestions, those first that turn most records for each thing to be held, then those that ask for least, then by function
 * and names; SsSuggestion, the caller unrefs.  `classes` are the records as they are, reduced or not. */
GArray *ss_suggest (const SsTerms *terms, const SsClasses *classes);

G_END_DECLS

#endif
