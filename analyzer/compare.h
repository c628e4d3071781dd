/* Comparing two builds: every record that was added, is gone or has changed, and every function that began or ceased to unwind.
 *
 * Records correspond when their functions are matched (match.h) and their sites aligned (align.h).  A name of a record is the official one,
 * where the policy's registry has one; else FUNCTION/CALLEE/OCCURRENCE (registry.h) without what carries no meaning (plain.h).  A signature is
 * the multiset of the types that it saves, with their storage.
 */
#ifndef SS_ANALYZER_COMPARE_H
#define SS_ANALYZER_COMPARE_H

#include "activation.h"
#include "align.h"
#include "registry.h"

G_BEGIN_DECLS

typedef enum
{
#define SS_CHANGE(id, code, sense, text) SS_CHANGE_##id,
#include "changes.def"
#undef SS_CHANGE
  SS_N_CHANGES
} SsChangeCode;

typedef enum
{
  SS_SENSE_WORSE,
  SS_SENSE_NEUTRAL,
  SS_SENSE_BETTER,
  SS_N_SENSES
} SsSense;

const char *ss_change_name (SsChangeCode c); /* "became-irreducible" */
const char *ss_change_text (SsChangeCode c);
SsSense ss_change_sense (SsChangeCode c);
const char *ss_sense_name (SsSense s); /* "worse", "neutral", "better" */
/* The code of that name, or SS_N_CHANGES. */
SsChangeCode ss_change_find (const char *name);

/* Why a record is on one side alone. */
typedef enum
{
  SS_WHY_NONE,     /* it is on both, or it is a function that changed */
  SS_WHY_FUNCTION, /* the function itself is on one side alone */
  SS_WHY_CALL,     /* the call is */
  SS_WHY_CALLEE,   /* the call is on both, but may unwind on one side alone */
  SS_WHY_INLINED,
  SS_WHY_OUTLINED,
  SS_N_WHYS
} SsWhy;

const char *ss_why_name (SsWhy w); /* "none", "function", "call", "callee", "inlined", "outlined" */
const char *ss_why_text (SsWhy w); /* a phrase */

/* What differs in a record that is on both sides; a bit set. */
typedef enum
{
  SS_DIFFERS_KIND = 1 << 0,
  SS_DIFFERS_VALUES = 1 << 1,    /* how many values it saves */
  SS_DIFFERS_SIGNATURE = 1 << 2, /* of which types they are */
  SS_DIFFERS_NAME = 1 << 3
} SsDiffers;

#define SS_N_DIFFERS 4
const char *ss_differs_name (guint bit); /* of bit 1 << bit: "kind", "values", "signature", "name" */

/* What has been computed of one build; all lent. */
typedef struct
{
  const SsActivation *activation; /* with its terms, unwind and classes */
  const SsPrints *prints;
  const SsRegistry *registry;     /* NULL: there is none */
} SsBuild;

/* What tells the records of one build: by record of its classes. */
typedef struct
{
  const char **official; /* owned; names lent: the registry's; NULL: none */
  SsPlaces *places;      /* owned */
  guint64 *name;         /* owned: a hash of the name */
  guint64 *signature;    /* owned: a hash of the signature */
  guint8 *rooted;        /* owned: whether it lies on a chain from a root (chains.h) */
} SsIdentity;

typedef struct
{
  SsChangeCode code;
  guint32 func[SS_N_SIDES];   /* SS_NONE: it has no match */
  guint32 op[SS_N_SIDES];     /* the site; SS_NONE: none, or it is a function that changed */
  guint32 record[SS_N_SIDES]; /* of the classes; SS_NONE: none */
  SsWhy why;
  guint32 twin;     /* INLINED, OUTLINED: the operation of the other side that this one is a copy of, or that was made from it; else SS_NONE */
  guint32 call;     /* INLINED, OUTLINED: the call that was inlined (of OLD) or outlined (of NEW); else SS_NONE */
  guint differs;    /* SsDiffers: of a record with a twin what neither that nor the call explains */
} SsChange;

typedef struct
{
  SsBuild build[SS_N_SIDES];
  SsIdentity identity[SS_N_SIDES];
  SsMatch *match;   /* owned */
  SsAlign *align;   /* owned */
  guint32 *other[SS_N_SIDES]; /* owned, by record: the record that it corresponds to, or SS_NONE */
  SsChange *changes; /* owned; by code, then by name of function and place */
  guint32 nchanges;
  guint32 counts[SS_N_CHANGES];
} SsComparison;

/* take_match: how their functions are matched, where that is known; NULL: it is found out here. */
SsComparison *ss_compare (const SsBuild *old, const SsBuild *new, SsMatch *take_match);
void ss_comparison_free (SsComparison *c);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SsComparison, ss_comparison_free)

/* The operation of one side that a change is about: the site or, where it is on the other side alone, its twin; SS_NONE: there is none. */
guint32 ss_comparison_op (const SsChange *change, int side);
/* Its record, or SS_NONE. */
guint32 ss_comparison_record (const SsComparison *c, const SsChange *change, int side);

/* The name of a record as people see it: the official one, or FUNCTION/CALLEE/OCCURRENCE; the caller frees. */
char *ss_comparison_name (const SsComparison *c, int side, guint32 record);

/* The policies that the builds were analysed with: the name of the one for both, or "old OLD, new NEW"; the caller frees. */
char *ss_comparison_policies (const SsComparison *c);

/* The new chain that a change comes from: of a function or call that began to unwind, of an added record; of one that ceased or is gone,
 * the old chain; NULL: there is none to tell.  SsStep, the caller frees; *side is the build that it is of. */
GArray *ss_comparison_chain (const SsComparison *c, const SsChange *change, int *side);

G_END_DECLS

#endif
