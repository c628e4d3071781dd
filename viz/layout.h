/* Layout: a diagram in the DOT language becomes a picture, in a child process with limits.
 *
 * Graphviz may run for hours, use any amount of memory, crash, or call exit() on input that is well-formed, so it never
 * runs in the process that must report the failure.
 */
#ifndef SS_VIZ_LAYOUT_H
#define SS_VIZ_LAYOUT_H

#include <glib.h>

G_BEGIN_DECLS

#define SS_LAYOUT_ERROR (ss_layout_error_quark ())
GQuark ss_layout_error_quark (void);
typedef enum
{
  SS_LAYOUT_ERROR_TIME,  /* the time limit was reached */
  SS_LAYOUT_ERROR_FAILED /* Graphviz failed or crashed; the memory limit shows as this, too */
} SsLayoutError;

typedef struct
{
  guint seconds;   /* for each picture */
  guint megabytes; /* of address space */
} SsLayoutLimits;

#define SS_LAYOUT_DEFAULTS { 60, 4096 }

typedef struct SsLayouter SsLayouter;

/* Starts the child.  To be called before the process has threads: a child of a threaded process may not use most of the C
 * library.  It is small then, too, so that the memory limit is about Graphviz alone. */
SsLayouter *ss_layouter_start (const SsLayoutLimits *limits, GError **error);

/* The picture of `dot`: format is "svg", "png" or "pdf".  After an error the layouter is of no more use.  The caller unrefs. */
GBytes *ss_layouter_render (SsLayouter *l, GBytes *dot, const char *format, GError **error);

/* Ends the child. */
void ss_layouter_free (SsLayouter *l);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SsLayouter, ss_layouter_free)

G_END_DECLS

#endif
