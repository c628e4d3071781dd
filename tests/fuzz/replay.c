/* A fuzz target without a fuzzer: runs it on files, or on those in folders; without arguments, on its corpus in the source tree, of which
 * its own name, replay_TARGET, tells which it is. */
#include "config.h"

#include "tests/fuzz/fuzz.h"
#include "tests/outcome.h"

#include <stdio.h>
#include <string.h>

static void
replay (const char *file)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *bytes = NULL;
  gsize n;

  if (!g_file_get_contents (file, &bytes, &n, &error))
    g_error ("%s", error->message);
  /* Exactly as long as it is, so that sanitizers see what reads beyond. */
  g_autofree guint8 *data = g_memdup2 (bytes, n);
  LLVMFuzzerTestOneInput (data, n);
}

/* Returns how many there are. */
static guint
replay_folder (const char *folder)
{
  g_autoptr (GPtrArray) files = outcome_files (folder, "", "");

  for (guint i = 0; i < files->len; i++)
    replay (files->pdata[i]);
  return files->len;
}

int
main (int argc, char **argv)
{
  const char *target = strstr (argv[0], "replay_");
  guint n = 0;

  g_assert_nonnull (target);
  LLVMFuzzerInitialize (&argc, &argv);
  if (argc < 2)
    {
      g_autofree char *folder = g_build_filename ("tests/fuzz/corpus", target + strlen ("replay_"), NULL);

      n = replay_folder (folder);
    }
  for (int i = 1; i < argc; i++)
    if (g_file_test (argv[i], G_FILE_TEST_IS_DIR))
      n += replay_folder (argv[i]);
    else
      {
        replay (argv[i]);
        n++;
      }
  printf ("%u inputs\n", n);
  return n > 0 ? 0 : 1;
}
