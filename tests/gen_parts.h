/* What the generators of random programs share: functions and blocks in the making. */
#ifndef SS_TESTS_GEN_PARTS_H
#define SS_TESTS_GEN_PARTS_H

#include "gen.h"

G_BEGIN_DECLS

/* A program in the making. */
typedef struct
{
  Gen g;
  guint nfuncs, nexts;
  const char *ret[16];   /* type that each function returns; NULL: never returns */
  GPtrArray *symbols;    /* everything that can be called; owned */
  gboolean small;
} Prog;

/* A function in the making.  A variable is its JSON string; its type is in `type_of`. */
typedef struct
{
  Prog *p;
  json_t *blocks;     /* lent by the record */
  json_t *vars;       /* lent by the record */
  GHashTable *type_of; /* variable to type */
  GPtrArray *ins;     /* of each block: types of its inputs, as a NULL-terminated vector of lent strings */
  guint nvars;
  int ret, exc;       /* -1: it has none */
  const char *ret_type;
} Func;

/* One of the names. */
const char *gen_pick (Gen *g, const char *const *names);
/* A new variable; lent by the function's record. */
const char *func_var (Func *f, const char *type);
/* Adds an empty block whose inputs have the given types (they are copied); returns its number. */
int func_block (Func *f, const char *const *in, guint n);
/* A list of the block, made when it is missing; lent. */
json_t *block_list (json_t *block, const char *key);
/* Starts an operation: its name and its result of that type, NULL for none. */
json_t *gen_op (Func *f, const char *name, const char *type);

G_END_DECLS

#endif
