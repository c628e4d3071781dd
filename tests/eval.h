/* An evaluator of programs: integers, references to objects with fields, arrays, calls, exceptions, externals that call back.
 *
 * It serves to prove by running that what a record saves is enough.  What the program does not say is made up, but always in
 * the same way from the seed: what fresh memory holds, what externals return or raise, which target an indirect call takes.
 * Memory that is read before it was written holds something that fits the field's type.  An operation of which nothing is
 * known writes every object.  The stack is a list, so the program's recursion is none of the evaluator's.
 */
#ifndef SS_TESTS_EVAL_H
#define SS_TESTS_EVAL_H

#include "analyzer/unwind.h"

G_BEGIN_DECLS

typedef enum
{
  EVAL_POISON, /* nothing: never defined, or thrown away */
  EVAL_INT,
  EVAL_REF,    /* n: number of an object, 0 = null */
  EVAL_TEXT,   /* n: string number of a constant; 0: made up */
  EVAL_VOID
} EvalKind;

typedef struct
{
  EvalKind kind;
  gint64 n;
} EvalValue;

typedef enum
{
  EVAL_RUNNING,
  EVAL_RETURNED,
  EVAL_RAISED,
  EVAL_ENDED,   /* a block without exits */
  EVAL_FAULT,   /* what no program does that RPython made: a field of null, a wrong cast, an index out of range */
  EVAL_FUEL,    /* went on for too long */
  EVAL_POISONED /* used what was thrown away */
} EvalEnd;

/* One activation.  `op` is the operation that it is at; while it waits for a call, the call. */
typedef struct
{
  guint32 func; /* SS_NONE: of an external */
  guint32 sym;  /* the external */
  guint32 block, op;
  guint32 vars; /* where its variables start; an external: its arguments */
  guint32 serial;
  guint32 done; /* an external: steps taken */
  gboolean waits;
  gboolean away; /* for the hooks: its values were thrown away */
} EvalActivation;

typedef struct
{
  guint32 type, at, n; /* at, n: its fields or items in Eval.memory */
} EvalObject;

/* What a notation (held_by) put into a frame; it counts for the activation that it is in. */
typedef struct
{
  guint32 serial, object, slot;
  EvalValue value;
} EvalSlot;

typedef struct Eval Eval;
struct Eval
{
  const SsProgram *p;    /* lent */
  const SsTerms *terms;  /* lent */
  const SsUnwind *u;     /* lent */
  guint64 seed, trace;   /* trace: a hash of all effects in their order */
  GString *log;          /* lent; NULL: none.  All effects in words */
  guint fuel, switches, serials, nevents;
  guint heap;            /* objects that were there from the start */
  EvalEnd end;
  guint32 at;            /* the operation that ended it, or SS_NONE */
  EvalValue value, etype; /* what was returned or raised */
  gboolean raised;       /* something is on its way to the activation on top */
  GArray *stack;         /* owned: EvalActivation */
  GArray *vars, *latest; /* owned: EvalValue; latest: what each variable was given last, whatever was thrown away */
  GArray *objects;       /* owned: EvalObject; number 0 is null */
  GArray *memory;        /* owned: EvalValue */
  GArray *slots;         /* owned: EvalSlot */
  GArray *fields;        /* owned: guint32, strings: the fields that the program names; an object has them all */
  GArray *field_types;   /* owned: guint32, the type of each, or SS_NONE */
  /* Called when other code may run, at an unwind source, where control leaves all activations, or in an external; when control
   * comes back to an activation that waits. */
  void (*left) (Eval *e, gboolean unwinds, gpointer data);
  void (*back) (Eval *e, EvalActivation *a, gpointer data);
  gpointer data;
};

/* An evaluator with a heap of some objects of every type. */
Eval *eval_new (const SsTerms *terms, const SsUnwind *u);
void eval_free (Eval *e);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Eval, eval_free)

/* Starts anew: another heap, nothing traced. */
void eval_reset (Eval *e, guint64 seed);
/* Runs a function on arguments that fit its parameters, for so many operations and links at most. */
EvalEnd eval_run (Eval *e, guint32 func, guint fuel);

/* The value of an operand in an activation: of a constant, or what the variable holds. */
EvalValue eval_operand (const Eval *e, const EvalActivation *a, SsOperand operand);
EvalValue *eval_var (const Eval *e, const EvalActivation *a, guint32 var);
EvalValue *eval_latest (const Eval *e, const EvalActivation *a, guint32 var);
/* Carries out a copy or pure operation; FALSE: it is neither, or cannot be carried out. */
gboolean eval_pure (const Eval *e, guint32 o, const EvalValue *args, guint n, EvalValue *result);
/* Whether objects of the type are arrays. */
gboolean eval_is_array (const Eval *e, guint32 type);
/* An item of an array; NULL: there is none. */
EvalValue *eval_item (const Eval *e, EvalValue array, EvalValue index);
/* A field of an object, NULL: it is null or no object. */
EvalValue *eval_field (const Eval *e, EvalValue object, guint32 field);
/* Whether the field never changes in objects of the type. */
gboolean eval_immutable (const Eval *e, guint32 type, guint32 field);
/* What a notation of that activation put into a frame; NULL: nothing. */
EvalValue *eval_slot (const Eval *e, const EvalActivation *a, EvalValue frame, guint32 slot);
/* Some value that fits a type, picked by the hash. */
EvalValue eval_some (Eval *e, guint32 type, guint64 hash);
/* A hash of the seed and two numbers. */
guint64 eval_hash (const Eval *e, guint64 a, guint64 b);

static inline gboolean
eval_same (EvalValue a, EvalValue b)
{
  return a.kind == b.kind && a.n == b.n;
}

/* "7", "object 3", "poison"; the caller frees. */
char *eval_text (const Eval *e, EvalValue v);
const char *eval_end_name (EvalEnd end);

G_END_DECLS

#endif
