/* A program that is written and read again: see again.h. */
#include "config.h"

#include "tests/fuzz/again.h"

#include "ir/write.h"
#include "tests/outcome.h"

static gboolean
put (const char *bytes, gsize n, gpointer data, GError **error)
{
  (void) error;
  g_string_append_len (data, bytes, (gssize) n);
  return TRUE;
}

void
again_as_written (const SsProgram *p)
{
  for (SsShape shape = SS_SHAPE_STREAM; shape <= SS_SHAPE_DOCUMENT; shape++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (Outcome) again = NULL;
      g_autofree char *difference = NULL;

      g_assert_true (ss_write_program (p, NULL, shape, put, text, NULL));
      again = outcome_of_bytes (text->str, text->len, SS_READER_AUTO);
      if (again->program == NULL)
        g_error ("written, and not read again: %s", again->error->message);
      if (!ss_program_equal (p, again->program, &difference))
        g_error ("written and read again: %s", difference);
    }
}
