/* A chain that someone typed or recorded, held against the graphs: can it be, and can it be pickled?
 *
 * The chain is a list of lines, outermost first, each the name of a function or external, or of a record (FUNCTION@BLOCK.OP), which then
 * says which call it is.  Each line but the last needs a record from which the next line's function is called; the last one must be
 * an unwind source, which has no record, or have a record that ends a chain (activation.h).  A line that names only its function can
 * have several such records: all of them are given, and what differs among them is a range.
 */
#ifndef SS_ANALYZER_VERIFY_CHAIN_H
#define SS_ANALYZER_VERIFY_CHAIN_H

#include "activation.h"

G_BEGIN_DECLS

typedef enum
{
  SS_LINE_RECORDS,   /* it has records that fit */
  SS_LINE_SOURCE,    /* the last one: an unwind source */
  SS_LINE_UNKNOWN,   /* the program has no function, external or operation of that name */
  SS_LINE_NO_POINT,  /* it names an operation that is no unwind point */
  SS_LINE_NO_CALL,   /* no call there reaches the next line's function */
  SS_LINE_NO_UNWIND, /* a call reaches the next line's function, but not as an unwind point */
  SS_LINE_NO_END,    /* the last one, and nothing there starts an unwind */
  SS_LINE_AFTER_END  /* an unwind source, but not the last one: a chain ends there */
} SsLineState;

/* A sentence about a line in that state; the last five are what the graphs do not allow. */
const char *ss_line_text (SsLineState s);
gboolean ss_line_allowed (SsLineState s);

typedef struct
{
  const char *text; /* lent */
  SsLineState state;
  guint32 sym;      /* SS_NONE: unknown */
  GArray *records;  /* owned: guint32, record nodes that fit, by number */
  guint8 best, worst; /* SsBar, over these */
} SsChainLine;

typedef struct
{
  const SsActivation *activation; /* lent */
  SsChainLine *lines; /* owned */
  guint32 nlines;
  guint32 faults;   /* lines that the graphs do not allow */
  guint32 guilty;   /* lines whose every fitting record is a blocker */
  guint32 doubtful; /* lines of whose fitting records some are blockers */
  guint64 values_min, values_max, bytes_min, bytes_max; /* of the irreducible records of the chain: saved values, and bytes as
                                                         * SS_RECORD_BYTES() has them.  Lines that have none count 0 */
} SsChainCheck;

/* The lines (at least one) are lent. */
SsChainCheck *ss_verify_chain (const SsActivation *a, const char *const *lines, guint32 nlines);
void ss_chain_check_free (SsChainCheck *c);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SsChainCheck, ss_chain_check_free)

G_END_DECLS

#endif
