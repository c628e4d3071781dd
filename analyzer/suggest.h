/* Suggestions: which values a frame would have to hold, by notation, so that records become `frame`.
 *
 * A suggestion is a function and a set of things for its frame to hold: fields of the saved frame that the values were read from or
 * stored in, or else what the values are called, each at the first record that saves it.  It turns every record of the function that saves
 * a frame and nothing but such values.  Nothing makes a record reducible this way: what a record saves does not count for that.
 */
#ifndef SS_ANALYZER_SUGGEST_H
#define SS_ANALYZER_SUGGEST_H

#include "reduce.h"

G_BEGIN_DECLS

/* Where a value comes from that the frame is to hold, and so why nothing shows that it does. */
typedef enum
{
  SS_HOLD_FIELD,     /* from that field of the frame, which may have been written since, or not on all ways */
  SS_HOLD_PARAMETER, /* from the caller */
  SS_HOLD_RESULT,    /* from an operation */
  SS_HOLD_JOIN,      /* from several places: another value on each way to a block */
  SS_HOLD_EXCEPTION  /* from a handler */
} SsHoldFrom;

typedef struct
{
  char *name; /* owned: the field; or what the value is called */
  SsHoldFrom from;
  guint32 op; /* RESULT: the operation; otherwise SS_NONE */
  SsOperand number; /* of the value (values.h) */
} SsHold;

typedef struct
{
  guint32 func;
  SsHold *holds;    /* owned: by name, once for each value that the example saves under it */
  guint32 nholds;
  guint32 records;  /* how many become `frame` */
  guint32 values;   /* values that these no longer save */
  guint32 example;  /* operation of the first such record that asks for all of them */
  gboolean bounded; /* the function has so many suggestions that they were not compared: records that ask for less were not counted */
} SsSuggestion;

/* All suggestions, those first that turn most records for each thing to be held, then those that ask for least, then by function
 * and names; SsSuggestion, the caller unrefs.  `classes` are the records as they are, reduced or not. */
GArray *ss_suggest (const SsTerms *terms, const SsClasses *classes);

/* "field", "parameter", "operation", "join", "exception". */
const char *ss_hold_from_name (SsHoldFrom from);

G_END_DECLS

#endif
