/* Writing a program, or a part of it, in the graph format. */
#ifndef SS_IR_WRITE_H
#define SS_IR_WRITE_H

#include "ir/program.h"

G_BEGIN_DECLS

typedef enum
{
  SS_SHAPE_STREAM,
  SS_SHAPE_DOCUMENT
} SsShape;

/* Writes the functions for which keep[f] is set (NULL: all), with the types and externals that they need (NULL: all), through
 * `put`, which returns FALSE to stop.  The caller owns everything. */
typedef gboolean (*SsPut) (const char *bytes, gsize n, gpointer data, GError **error);
gboolean ss_write_program (const SsProgram *p, const gboolean *keep, SsShape shape, SsPut put, gpointer data, GError **error);

/* Whether two programs are equal: the same functions, types, externals and header, in the same order, whatever their numbers.
 * Where they differ, *difference (owned by the caller) says where. */
gboolean ss_program_equal (const SsProgram *a, const SsProgram *b, char **difference);

G_END_DECLS

#endif
