/* Can one build read the pickles of the other?
 *
 * A pickle holds records that must be saved, on a chain from a root.  A foreign record is in none, as no chain that has it can be pickled;
 * those are counted apart.  The build that reads needs a record of the same name, at the same place, with the same signature.
 */
#ifndef SS_ANALYZER_COMPAT_H
#define SS_ANALYZER_COMPAT_H

#include "compare.h"

G_BEGIN_DECLS

/* What becomes of a record in the other build. */
typedef enum
{
  SS_FATE_NONE,      /* no pickle holds it: it is reducible, or on no chain from a root */
  SS_FATE_FOREIGN,   /* no pickle holds it: it saves what means nothing in another process */
  SS_FATE_SAME,      /* there is a record of that name with that signature, at that place */
  SS_FATE_SIGNATURE, /* there is, but what it saves is of other types */
  SS_FATE_REDUCIBLE, /* there is, but nothing is saved there: the record can be left out */
  SS_FATE_UNREADABLE, /* there is, but it is foreign */
  SS_FATE_RENAMED,   /* the place has a record of another name, and no record has this name */
  SS_FATE_MOVED,     /* another place has a record of this name */
  SS_FATE_GONE,      /* neither the name nor the place has a record */
  SS_N_FATES
} SsFate;

const char *ss_fate_name (SsFate f); /* "none", "foreign", "same", "signature", … */
const char *ss_fate_text (SsFate f); /* a phrase */
gboolean ss_fate_breaks (SsFate f);  /* from SS_FATE_SIGNATURE on */

typedef struct
{
  guint8 *fate[SS_N_SIDES]; /* owned, by record of that build: its SsFate in the other one */
  guint32 counts[SS_N_SIDES][SS_N_FATES];
  guint32 held[SS_N_SIDES];   /* records that a pickle can hold */
  guint32 breaks[SS_N_SIDES]; /* of these, that the other build cannot read; 0: it can read all pickles */
} SsCompat;

SsCompat *ss_compat_new (const SsComparison *c);
void ss_compat_free (SsCompat *p);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SsCompat, ss_compat_free)

/* Puts the changes in the order of consequence: by code; within one code those that break pickles first, then those on a chain from a root,
 * then by how many bytes the saved records differ, then as they were. */
void ss_compat_sort (const SsCompat *p, SsComparison *c);

/* Whether one of the records of a change is one that a pickle of its build can hold and that the other build cannot read. */
gboolean ss_compat_breaks (const SsCompat *p, const SsChange *change);

G_END_DECLS

#endif
