/* Bytes to the decoder of packed input: whatever it is given, it reads the same bytes, or fails, in large steps as in small ones; what
 * is not packed comes out as it is. */
#include "config.h"

#include "ir/input.h"
#include "tests/fuzz/fuzz.h"
#include "tests/memory.h"

#include <string.h>

enum
{
  MAX_UNPACKED = 1 << 14,
  LARGE = 2 * MAX_UNPACKED
};

/* All bytes, read in steps of so many; NULL with an error. */
static GString *
read_all (const char *file, gsize step)
{
  static char bytes[LARGE];
  g_autoptr (GError) error = NULL;
  g_autoptr (SsInput) in = ss_input_open (file, MAX_UNPACKED, &error);
  g_autoptr (GString) all = g_string_new (NULL);
  gssize got = in == NULL ? -1 : 1;

  while (got > 0)
    {
      got = ss_input_read (in, bytes, step, &error);
      g_assert_cmpint (got, <=, (gssize) step);
      if (got > 0)
        g_string_append_len (all, bytes, got);
    }
  g_assert_true ((got < 0) == (error != NULL));
  g_assert_cmpuint (all->len, <=, MAX_UNPACKED);
  if (got < 0)
    return NULL;
  g_assert_cmpint (ss_input_read (in, bytes, step, &error), ==, 0);
  return g_steal_pointer (&all);
}

static gboolean
starts (const guint8 *data, gsize n, const char *magic)
{
  return n >= strlen (magic) && memcmp (data, magic, strlen (magic)) == 0;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize n)
{
  const char *file = memory_file (data, n);
  gboolean packed = starts (data, n, "\x1f\x8b") || starts (data, n, "BZh") || starts (data, n, "\x28\xb5\x2f\xfd")
                    || starts (data, n, "\xfd" "7zXZ");
  g_autoptr (GString) whole = read_all (file, LARGE);
  g_autoptr (GString) steps = n == 0 ? NULL : read_all (file, (gsize) 16 + data[n - 1]);

  if (n > 0)
    g_assert_true ((whole == NULL) == (steps == NULL) && (whole == NULL || g_string_equal (whole, steps)));
  if (!packed)
    {
      g_assert_nonnull (whole);
      g_assert_cmpmem (whole->str, whole->len, data, n);
    }
  return 0;
}
