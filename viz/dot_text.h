/* What a diagram says of operands, operations and links: one item of a label each (viz/label.h), names not yet escaped. */
#ifndef SS_VIZ_DOT_TEXT_H
#define SS_VIZ_DOT_TEXT_H

#include "ir/program.h"

G_BEGIN_DECLS

/* Operands listed one by one, of an operation, a link or a block's inputs; of more, the number. */
#define SS_DOT_OPERANDS 200

/* Appends a variable's name, or a constant. */
void ss_dot_operand (GString *s, const SsProgram *p, SsOperand a);

/* An operation: `v2 = indirect_call(v1, v0) to f, g, h, … 7 more`; the caller frees. */
char *ss_dot_op (const SsProgram *p, guint32 o);

/* What picks a link: an exit's case, a handler's class; NULL for an exit without a case.  The caller frees. */
char *ss_dot_case (const SsProgram *p, const SsLink *link, gboolean handler);

/* A link of a function whose blocks begin with block0: `true → b3 (v1, v2)`; the caller frees. */
char *ss_dot_link (const SsProgram *p, guint32 block0, guint32 l, gboolean handler);

G_END_DECLS

#endif
