#include "config.h"

#include "tests/memory.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

const char *
memory_file (gconstpointer bytes, gsize n)
{
  static char name[32];
  static int fd = -1;
  const char *at = bytes;
  gssize put;

  if (fd < 0)
    {
      fd = memfd_create ("test", MFD_CLOEXEC);
      g_assert_cmpint (fd, >=, 0);
      g_snprintf (name, sizeof name, "/proc/self/fd/%d", fd);
    }
  g_assert_cmpint (ftruncate (fd, 0), ==, 0);
  for (gsize done = 0; done < n; done += (gsize) put)
    {
      put = pwrite (fd, at + done, n - done, (off_t) done);
      g_assert_cmpint (put, >, 0);
    }
  return name;
}

const char *
memory_json (const json_t *value)
{
  char *text = json_dumps (value, JSON_INDENT (1));
  const char *name = memory_file (text, strlen (text));

  free (text);
  return name;
}
