/* Names as users give them. */
#ifndef SS_CLI_NEAR_H
#define SS_CLI_NEAR_H

#include "ir/program.h"

G_BEGIN_DECLS

/* The exact name of the symbol or record that a user means by `name`: this one, or where there is none the one that is shown so
 * (ss_show()).  Where there is no such either, `name`.  The caller frees. */
char *ss_near_exact (const SsProgram *p, const char *name);

/* Sets an SS_CLI_ERROR_INPUT: there is no WHAT called NAME, with the functions whose names are most like it.  Those that
 * contain it come first, shortest first, then those that a few letters away are it. */
void ss_near_error (const SsProgram *p, const char *what, const char *name, GError **error);

G_END_DECLS

#endif
