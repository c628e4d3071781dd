/* For fuzz targets: what is written is read again. */
#ifndef SS_TESTS_FUZZ_AGAIN_H
#define SS_TESTS_FUZZ_AGAIN_H

#include "ir/program.h"

G_BEGIN_DECLS

/* Ends the process unless the program is read again as the same from a stream and from a document that are written of it. */
void again_as_written (const SsProgram *p);

G_END_DECLS

#endif
