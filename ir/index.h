/* What a sealed program keeps to find its names: the interning table, and the symbol and type of each string. */
#ifndef SS_IR_INDEX_H
#define SS_IR_INDEX_H

#include "ir/program.h"
#include "ir/intern.h"

G_BEGIN_DECLS

typedef struct
{
  SsStrings strings; /* chars and off are the program's */
  guint32 *sym, *type; /* owned: by string, or SS_NONE */
  gsize nsym, ntype;
} SsIndex;

/* Frees the arrays of p, whether it is sealed or not, but the strings. */
void ss_program_free_arrays (SsProgram *p);

G_END_DECLS

#endif
