/* Showing names and values: one place where bytes of the input become visible text. */
#ifndef SS_VIZ_TEXT_H
#define SS_VIZ_TEXT_H

#include "ir/program.h"

G_BEGIN_DECLS

/* A name as people see it: control and bidirectional characters made visible (\x1b, \u202e), U+0000 as \x00; all else as
 * it is.  The caller frees. */
char *ss_show (const char *name);

G_END_DECLS

#endif
