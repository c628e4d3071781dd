/* Output: to standard output, or to a file that appears whole or not at all.
 *
 * A regular file is written under no name in its folder (or a hidden one where the file system cannot do that), synced,
 * and put in the place of the old one by rename, with the old one's permissions; so output may be the input, and an
 * interrupted run leaves the old file.  Linux cannot put a nameless file in another's place: it gets a hidden name just
 * before the rename.  A run that is killed there leaves that name, and the next that writes the same file removes it.
 * Pipes, devices and descriptors (/dev/stdout, /dev/fd/N) are written directly.
 * The first write error sticks: later writes do nothing, and ss_out_close() reports it.
 */
#ifndef SS_VIZ_OUT_H
#define SS_VIZ_OUT_H

#include <glib.h>

G_BEGIN_DECLS

typedef struct SsOut SsOut;

/* Opens `file` for writing; NULL or "-" is standard output.  At most one regular file is open at a time. */
SsOut *ss_out_open (const char *file, GError **error);

void ss_out_write (SsOut *o, const char *bytes, gsize n);
void ss_out_puts (SsOut *o, const char *text);
void ss_out_printf (SsOut *o, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* Like ss_out_write, for callers that take a function (SsPut of ir/write.h): `data` is the SsOut; FALSE with the error
 * once a write has failed. */
gboolean ss_out_put (const char *bytes, gsize n, gpointer data, GError **error);

/* Whether a write has failed: a reason to stop early. */
gboolean ss_out_failed (const SsOut *o);

/* Takes `o`: finishes the output and frees it.  FALSE with the first error that any write met; the old file, if there
 * was one, is then still in place. */
gboolean ss_out_close (SsOut *o, GError **error);

/* Takes `o`: drops the output.  A file is not touched; what went to standard output has gone. */
void ss_out_abort (SsOut *o);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SsOut, ss_out_abort)

/* Removes the hidden file that has a name, if there is one, for a program that is about to end by _exit().  It may be called anywhere. */
void ss_out_drop (void);

G_END_DECLS

#endif
