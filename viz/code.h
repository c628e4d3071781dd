/* The program's code as text, nothing left out; names and constants are shown with ss_show(). */
#ifndef SS_VIZ_CODE_H
#define SS_VIZ_CODE_H

#include "ir/program.h"

G_BEGIN_DECLS

void ss_code_operand (GString *to, const SsProgram *p, SsOperand a);

/* `v2 = getfield(v1, inst_x)`, `v2 = direct_call(f, v1)`, `v2 = indirect_call(v0, v1)`; the targets of an indirect call are
 * not part of it.  The caller frees. */
char *ss_code_op (const SsProgram *p, guint32 o);

/* Where an operation stands in its function: BLOCK.OP, and ", line 12" where the input says it. */
void ss_code_place (GString *to, const SsProgram *p, guint32 o);

/* A block's number in its function. */
guint32 ss_code_block (const SsProgram *p, guint32 b);

G_END_DECLS

#endif
