/* Bytes of a file or of standard input, unpacked where they are gzip, zstd, xz or bzip2, which is told by content. */
#ifndef SS_IR_INPUT_H
#define SS_IR_INPUT_H

#include "ir/load.h"

G_BEGIN_DECLS

typedef struct SsInput SsInput;

/* Opens a file, or standard input for "-"; more than max_unpacked bytes are an error. */
SsInput *ss_input_open (const char *file, guint64 max_unpacked, GError **error);
/* Whether the bytes come unpacked from a container, whose own end is checked. */
gboolean ss_input_packed (const SsInput *in);
void ss_input_free (SsInput *in);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SsInput, ss_input_free)

/* Reads up to n bytes; 0 is the end, -1 an error. */
gssize ss_input_read (SsInput *in, char *bytes, gsize n, GError **error);

G_END_DECLS

#endif
