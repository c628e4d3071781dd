/* The program: functions, blocks, operations, variables, links, types and symbols of one dump.
 *
 * Everything has a dense program-wide number (guint32), everything lives in a few flat arrays, and all of it is
 * const once the loader has sealed it.  Analyses keep their results in arrays of their own, indexed by these numbers.
 * Numbers follow the order of first appearance in the input, whatever the number of threads that read it.
 *
 * Ownership: ss_program_free() frees everything; every getter lends.
 */
#ifndef SS_IR_PROGRAM_H
#define SS_IR_PROGRAM_H

#include <glib.h>

G_BEGIN_DECLS

/* "none of them": no such block, operation, variable, symbol, … */
#define SS_NONE G_MAXUINT32

/* An operand: the number of a variable, or, with the top bit set, that of a constant.  SS_NONE: no operand. */
typedef guint32 SsOperand;
#define SS_CONST_BIT 0x80000000u

static inline gboolean
ss_is_var (SsOperand a)
{
  return (a & SS_CONST_BIT) == 0;
}

static inline gboolean
ss_is_const (SsOperand a)
{
  return (a & SS_CONST_BIT) != 0 && a != SS_NONE;
}

/* Operation names of the table get these numbers; a name that the table lacks gets the next free one. */
enum
{
#define SS_OP(name, flags) SS_OP_##name,
#include "ir/ops.def"
#undef SS_OP
  SS_OP_KNOWN
};

/* What is known of an operation by its name (ops.def). */
typedef enum
{
  SS_OPF_NONE = 0,
  SS_OPF_PURE = 1 << 0,  /* the result depends on the operands' values alone; no effect, raises nothing */
  SS_OPF_COPY = 1 << 1,  /* value-preserving: the result is the first operand under another type or name */
  SS_OPF_HOUSE = 1 << 2, /* housekeeping: nothing that the program computes depends on it */
  SS_OPF_READ = 1 << 3,  /* reads memory */
  SS_OPF_WRITE = 1 << 4, /* writes memory */
  SS_OPF_RAISE = 1 << 5, /* can raise */
  SS_OPF_CALL = 1 << 6,  /* runs other functions of the program */
} SsOpFlags;

/* How an unwinder stores a value; the sizes are those of a 64-bit build. */
typedef enum
{
  SS_STORE_VOID, /* not stored */
  SS_STORE_REF,  /* reference to a garbage-collected object */
  SS_STORE_LONG, /* anything that fits a machine word */
  SS_STORE_LONGLONG,
  SS_STORE_FLOAT,
  SS_STORE_ADDR, /* raw or function pointer, address */
  SS_N_STORES
} SsStorage;

typedef struct
{
  guint32 name;         /* string */
  guint32 super;        /* type that it extends, or SS_NONE */
  guint32 imm0, nimm;   /* immutable fields: strings, in SsProgram.fields */
  guint32 line;         /* line of the type record in the input; 0: it has none */
  SsStorage storage;
} SsType;

/* A name that is called, defined or declared. */
typedef struct
{
  guint32 name; /* string */
  guint32 func; /* the function of that name, or SS_NONE */
  guint32 ext;  /* the external of that name, or SS_NONE */
} SsSym;

typedef struct
{
  guint32 sym;
  guint32 cb0, ncb; /* symbols that it may call back, in SsProgram.callbacks */
  guint32 line;     /* line of its record in the input */
  gboolean effects; /* may run other code that touches garbage-collected objects */
} SsExt;

typedef enum
{
  SS_CONST_NULL,
  SS_CONST_FALSE,
  SS_CONST_TRUE,
  SS_CONST_INT,
  SS_CONST_REAL,
  SS_CONST_TEXT
} SsConstKind;

typedef struct
{
  SsConstKind kind;
  guint32 type; /* SS_CONST_TEXT: its type, or SS_NONE */
  union
  {
    gint64 i;
    double d;
    guint64 str; /* SS_CONST_TEXT: string */
  } u;
} SsConst;

typedef struct
{
  guint32 sym;
  guint32 file; /* string, or SS_NONE */
  gint32 line;  /* where its source starts; -1: not said */
  guint32 block0, nblocks;
  guint32 var0, nvars;
  guint32 op0, nops;
  guint32 ret; /* return block, or SS_NONE: never returns */
  guint32 exc; /* except block, or SS_NONE: raises nothing of its own */
  guint32 input_line;
} SsFunc;

/* A block's inputs are the variables in0 … in0+nin-1, in order.  Its links are its exits, then its handlers. */
typedef struct
{
  guint32 in0, nin;
  guint32 op0, nops;
  guint32 link0, nexits, nhandlers;
  SsOperand sw; /* picks the exit; SS_NONE: no switch */
} SsBlock;

/* Its operands are args[arg0] … args[next operation's arg0 - 1]: ss_op_args(). */
typedef struct
{
  guint32 name;   /* number of the operation's name */
  guint32 result; /* variable, or SS_NONE */
  guint32 arg0;
  guint32 callee; /* direct_call: symbol, or SS_NONE: a null pointer.  indirect_call: target set, or SS_NONE: unknown */
} SsOp;

/* Its arguments are link_args[arg0] …, one for each input of the target: ss_link_args(). */
typedef struct
{
  guint32 to; /* block */
  guint32 arg0;
  guint32 label;   /* exit: its case, a constant operand, or SS_NONE.  handler: the class, a string */
  guint32 bind[2]; /* handler: variables for the exception's type and value, or SS_NONE */
} SsLink;

/* A set of symbols that an indirect call may reach, sorted as in the input; equal sets have one number. */
typedef struct
{
  guint32 t0, n; /* in SsProgram.targets */
} SsTargets;

/* Where a variable is defined: its kind in the two top bits, the number of the block (input), operation (result) or
 * link (bind) below. */
typedef enum
{
  SS_DEF_INPUT = 0,
  SS_DEF_RESULT = 1,
  SS_DEF_BIND = 2
} SsDefKind;
#define SS_DEF_SHIFT 30
#define SS_DEF_MASK ((1u << SS_DEF_SHIFT) - 1)

typedef struct
{
  guint32 key;   /* string */
  guint32 value; /* string: the value's JSON text */
} SsHeaderKey;

typedef struct SsProgram
{
  /* strings: zero-terminated; a U+0000 of the input is the two bytes C0 80 */
  char *chars;        /* owned */
  guint32 *str_off;   /* owned: start of each string in chars */
  guint32 nstr;

  SsHeaderKey *header; /* owned */
  guint32 nheader;
  guint32 program, stage; /* strings, or SS_NONE */
  /* the input says where it ends: a document, a stream with a closing line, or one that was packed; else lines lost from its end go unseen */
  gboolean ends;

  SsType *types; /* owned */
  guint32 ntypes;
  guint32 *fields; /* owned: strings */
  guint32 nfields;

  SsSym *syms; /* owned */
  guint32 nsyms;
  SsExt *exts; /* owned */
  guint32 nexts;
  guint32 *callbacks; /* owned: symbols */
  guint32 ncallbacks;
  SsTargets *tsets; /* owned */
  guint32 ntsets;
  guint32 *targets; /* owned: symbols */
  guint32 ntargets;

  guint32 *opnames; /* owned: string of each operation name's number */
  guint32 nopnames; /* at least SS_OP_KNOWN */
  SsConst *consts;  /* owned */
  guint32 nconsts;

  SsFunc *funcs; /* owned */
  guint32 nfuncs;
  SsBlock *blocks; /* owned */
  guint32 nblocks;
  SsOp *ops; /* owned: nops, and one more that ends the last one's operands */
  guint32 nops;
  SsOperand *args; /* owned */
  guint32 nargs;
  guint32 *op_line; /* owned: the line that each operation comes from, or SS_NONE; NULL: no operation says */
  SsLink *links; /* owned: nlinks, and one more that ends the last one's arguments */
  guint32 nlinks;
  SsOperand *link_args; /* owned */
  guint32 nlink_args;

  guint32 *var_type; /* owned */
  guint32 *var_name; /* owned: start of its name in var_chars */
  guint32 *var_def;  /* owned: SsDefKind and number */
  guint32 nvars;
  char *var_chars; /* owned */
  gsize nchars, nvar_chars;

  gpointer index; /* owned: symbol names to numbers, for ss_find_sym() */
} SsProgram;

void ss_program_free (SsProgram *p);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SsProgram, ss_program_free)

static inline const char *
ss_str (const SsProgram *p, guint32 s)
{
  return p->chars + p->str_off[s];
}

static inline const char *
ss_sym_name (const SsProgram *p, guint32 sym)
{
  return ss_str (p, p->syms[sym].name);
}

static inline const char *
ss_func_name (const SsProgram *p, guint32 f)
{
  return ss_sym_name (p, p->funcs[f].sym);
}

static inline const char *
ss_type_name (const SsProgram *p, guint32 t)
{
  return ss_str (p, p->types[t].name);
}

static inline const char *
ss_var_name (const SsProgram *p, guint32 v)
{
  return p->var_chars + p->var_name[v];
}

static inline const char *
ss_op_name (const SsProgram *p, guint32 o)
{
  return ss_str (p, p->opnames[p->ops[o].name]);
}

static inline SsStorage
ss_var_storage (const SsProgram *p, guint32 v)
{
  return p->types[p->var_type[v]].storage;
}

static inline SsDefKind
ss_var_def_kind (const SsProgram *p, guint32 v)
{
  return (SsDefKind) (p->var_def[v] >> SS_DEF_SHIFT);
}

/* The block, operation or link that defines v, by ss_var_def_kind(). */
static inline guint32
ss_var_def (const SsProgram *p, guint32 v)
{
  return p->var_def[v] & SS_DEF_MASK;
}

static inline const SsOperand *
ss_op_args (const SsProgram *p, guint32 o, guint32 *n)
{
  *n = p->ops[o + 1].arg0 - p->ops[o].arg0;
  return p->args + p->ops[o].arg0;
}

/* The line of its function's file that operation o comes from, or SS_NONE. */
static inline guint32
ss_op_line (const SsProgram *p, guint32 o)
{
  return p->op_line == NULL ? SS_NONE : p->op_line[o];
}

static inline const SsOperand *
ss_link_args (const SsProgram *p, guint32 l, guint32 *n)
{
  *n = p->links[l + 1].arg0 - p->links[l].arg0;
  return p->link_args + p->links[l].arg0;
}

static inline const SsConst *
ss_const (const SsProgram *p, SsOperand a)
{
  return p->consts + (a & ~SS_CONST_BIT);
}

static inline gboolean
ss_is_call (const SsOp *op)
{
  return op->name == SS_OP_direct_call || op->name == SS_OP_indirect_call;
}

/* The function that holds a block, the block that holds an operation: by binary search. */
guint32 ss_block_func (const SsProgram *p, guint32 b);
guint32 ss_op_block (const SsProgram *p, guint32 o);

/* The symbol, type or function called `name`, or SS_NONE. */
guint32 ss_find_sym (const SsProgram *p, const char *name);
guint32 ss_find_type (const SsProgram *p, const char *name);
guint32 ss_find_func (const SsProgram *p, const char *name);

/* Whether type t is `of` or extends it. */
gboolean ss_type_extends (const SsProgram *p, guint32 t, guint32 of);

/* What the table says of an operation name's number: SsOpFlags; 0 for a name that the table lacks. */
guint32 ss_opname_flags (guint32 opname);

/* A record's name, FUNCTION@BLOCK.OP, of the unwind point at operation o; the caller frees. */
char *ss_record_name (const SsProgram *p, guint32 o);
/* The operation that a record's name means, or SS_NONE. */
guint32 ss_find_record (const SsProgram *p, const char *name);

/* Short name of a storage class: ref, long, longlong, float, addr, void. */
const char *ss_storage_name (SsStorage s);

/* A constant as text, as reports print it; the caller frees. */
char *ss_const_text (const SsProgram *p, SsOperand a);

G_END_DECLS

#endif
