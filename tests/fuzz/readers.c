/* Bytes through both readers: the same verdict in the same words, the same program; and a program that was read is read again from
 * what the writer makes of it, as a stream and as a document. */
#include "config.h"

#include "tests/fuzz/again.h"
#include "tests/fuzz/fuzz.h"
#include "tests/memory.h"
#include "tests/outcome.h"

static Outcome *
load (const char *file, SsReader reader)
{
  SsLoadOptions options = SS_LOAD_DEFAULTS;

  options.threads = 1;
  options.reader = reader;
  return outcome_with (file, &options);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize n)
{
  const char *file = memory_file (data, n);
  g_autoptr (Outcome) a = load (file, SS_READER_AUTO), b = load (file, SS_READER_JANSSON);
  g_autofree char *difference = outcome_difference (a, b);

  if (difference != NULL)
    g_error ("the readers differ: %s", difference);
  if (a->program != NULL)
    again_as_written (a->program);
  return 0;
}
