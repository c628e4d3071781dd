/* Fuzz targets: each is a file with LLVMFuzzerTestOneInput(), which libFuzzer and AFL++ call with bytes of their making, and
 * replay.c with those of files.  A target ends the process where a promise is broken.
 */
#ifndef SS_TESTS_FUZZ_H
#define SS_TESTS_FUZZ_H

#include <glib.h>

G_BEGIN_DECLS

/* Called once before all else. */
int LLVMFuzzerInitialize (int *argc, char ***argv);
/* Tries one input; returns 0. */
int LLVMFuzzerTestOneInput (const guint8 *data, gsize n);

G_END_DECLS

#endif
