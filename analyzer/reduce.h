/* Reduction: what each record need not save, because it can be rebuilt from what it still saves.
 *
 * Everything is said in numbers of values (values.h): a number is the variable that defines the value ("definition"), or a
 * constant.  Every variable in scope at a point has a number whose definition dominates the point, and equals the value that
 * this definition has had most recently in this activation.
 *
 * To rebuild the values of a record: take the saved values under their definitions; carry out the record's SsRebuild steps in
 * their order, each giving the value of one more definition; every value that was live is then the value of its number, by
 * ss_reduction_number().  Needs the callgraph, may-unwind and the unreduced records; per function but for the write analysis.
 */
#ifndef SS_ANALYZER_REDUCE_H
#define SS_ANALYZER_REDUCE_H

#include "classify.h"

G_BEGIN_DECLS

/* Steps of the reduction; a bit set. */
typedef enum
{
  SS_REDUCE_NONE = 0,
  SS_REDUCE_ALIAS = 1 << 0,
  SS_REDUCE_HELD = 1 << 1,
  SS_REDUCE_RECOMPUTE = 1 << 2,
  SS_REDUCE_ALL = SS_REDUCE_ALIAS | SS_REDUCE_HELD | SS_REDUCE_RECOMPUTE
} SsReduceSteps;

/* Counts are kept before reduction and after each of the steps asked for, cumulatively, in the order above. */
#define SS_N_STAGES 4

/* A notation that the program does not have, for the question what it would change: wherever the value of `value` is there, under
 * any name, it can be read back from `frame`, and from whatever equals that: a frame. */
typedef struct
{
  guint32 value, frame; /* variables of one function */
} SsNotation;

typedef struct
{
  guint steps;            /* SsReduceSteps */
  guint threads;          /* 0 = one a core */
  gboolean ignore_writes; /* leave out the write analysis: unsound, for tests that must then fail */
  const SsNotation *notations; /* lent */
  guint nnotations;
} SsReduceOptions;

typedef enum
{
  SS_REBUILD_OP,   /* carries out operation `op` on `args` */
  SS_REBUILD_READ, /* reads field `field` of the object args[0]; it holds the value since operation `op` */
  SS_REBUILD_ITEM, /* reads item args[1] of the array args[0]; likewise */
  SS_REBUILD_SLOT  /* reads back what the notation `op` (held_by) put under the name `field` into the frame args[0] */
} SsRebuildKind;

typedef enum
{
  SS_REBUILD_IMMUTABLE = 1 << 0, /* READ: the field never changes after creation */
  SS_REBUILD_OWNED = 1 << 1,     /* READ, ITEM: rests on the policy's word that other chains leave the frame, or array, alone */
  SS_REBUILD_RESTS = 1 << 2      /* it is OWNED, or made of what is */
} SsRebuildFlags;

/* One step; its operands are saved, constants, or rebuilt by steps before it. */
typedef struct
{
  guint32 number; /* the definition whose value it gives */
  SsRebuildKind kind;
  guint flags;    /* SsRebuildFlags */
  guint32 op;     /* SS_NONE: a notation of SsReduceOptions */
  guint32 field;  /* string; SS_NONE: an operation, an item, or a notation of SsReduceOptions */
  guint32 arg0, nargs; /* in SsReduction.args: numbers, one for each operand of the operation (READ, SLOT: the base alone; ITEM: array and index) */
} SsRebuild;

typedef enum
{
  SS_HOW_ALIAS,      /* the same number as `other`, which is saved or a constant */
  SS_HOW_HELD,       /* rebuilt, the last step is a READ, ITEM or SLOT */
  SS_HOW_RECOMPUTED, /* rebuilt, the last step is an operation */
  SS_N_HOWS
} SsHow;

/* A live value that is no longer saved. */
typedef struct
{
  guint32 var;
  SsHow how;
  SsOperand other; /* ALIAS: a variable of SsClasses.saved, or a constant; otherwise SS_NONE */
  guint32 step;    /* HELD, RECOMPUTED: in SsReduction.rebuilds; otherwise SS_NONE */
} SsGone;

/* What happened to one record. */
typedef struct
{
  guint32 gone0, ngone;       /* in SsReduction.gone, by variable */
  guint32 rebuild0, nrebuild; /* in SsReduction.rebuilds */
  guint32 values[SS_N_STAGES]; /* saved values at each stage */
  guint8 kind[SS_N_STAGES];    /* SsKind at each stage */
  gboolean bounded; /* a bound on work was hit, here or in the analyses before: it may save more than it need */
} SsReduced;

typedef struct SsReduction
{
  SsClasses *classes;  /* owned: the records as reduced, one for each record of the unreduced classes, in their order; their
                          saved values may be variables that are not live any more, but still there */
  guint32 *numbers;    /* owned: for each of classes->saved, the definition that it stands for */
  SsReduced *reduced;  /* owned: one for each record */
  SsRebuild *rebuilds; /* owned */
  guint32 nrebuilds;
  SsGone *gone;        /* owned */
  guint32 ngone;
  SsOperand *args;     /* owned: numbers */
  guint32 nargs;
  guint steps;         /* SsReduceSteps that were asked for */
  guint nstages;       /* 1 and one for each step asked for */
  guint stages[SS_N_STAGES]; /* the steps of each stage, SsReduceSteps */
  guint32 nbounded;    /* records that hit the bound */
} SsReduction;

/* Reduces every record of `classes`, which stays as it is.  The result is the same for any number of threads. */
SsReduction *ss_reduce (const SsTerms *terms, const SsCallGraph *g, const SsUnwind *u, const SsClasses *classes,
                        const SsReduceOptions *options);
void ss_reduction_free (SsReduction *r);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SsReduction, ss_reduction_free)

/* The number of a variable that was live at record i: a definition that is saved or rebuilt, or a constant. */
SsOperand ss_reduction_number (const SsReduction *r, guint32 i, guint32 var);

/* "alias", "held", "recomputed". */
const char *ss_how_name (SsHow how);
/* The steps that a word of --reduce names; FALSE: it names none. */
gboolean ss_reduce_steps (const char *word, guint *steps);

G_END_DECLS

#endif
