/* Bytes through both readers: the same verdict in the same words, the same program; and a program that was read is read again from
 * what the writer makes of it, as a stream and as a document. */
#include "config.h"

#include "ir/write.h"
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

static gboolean
put (const char *bytes, gsize n, gpointer data, GError **error)
{
  (void) error;
  g_string_append_len (data, bytes, (gssize) n);
  return TRUE;
}

static void
check_written (const Outcome *o, SsShape shape)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (Outcome) again = NULL;
  g_autofree char *difference = NULL;

  g_assert_true (ss_write_program (o->program, NULL, shape, put, text, NULL));
  again = load (memory_file (text->str, text->len), SS_READER_AUTO);
  difference = outcome_difference (o, again);
  if (difference != NULL)
    g_error ("written and read again: %s", difference);
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
    for (SsShape shape = SS_SHAPE_STREAM; shape <= SS_SHAPE_DOCUMENT; shape++)
      check_written (a, shape);
  return 0;
}
