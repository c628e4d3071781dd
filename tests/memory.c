#include "config.h"

#include "tests/memory.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* A file without a folder, and its name. */
static int
memory_new (char name[32])
{
  int fd = memfd_create ("test", MFD_CLOEXEC);

  g_assert_cmpint (fd, >=, 0);
  g_snprintf (name, 32, "/proc/self/fd/%d", fd);
  return fd;
}

const char *
memory_file (gconstpointer bytes, gsize n)
{
  static char name[32];
  static int fd = -1;
  const char *at = bytes;
  gssize put;

  if (fd < 0)
    fd = memory_new (name);
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

static int out_fd = -1;

SsOut *
memory_out (void)
{
  static char name[32];
  SsOut *out;

  if (out_fd < 0)
    out_fd = memory_new (name);
  g_assert_cmpint (ftruncate (out_fd, 0), ==, 0);
  g_assert_cmpint (lseek (out_fd, 0, SEEK_SET), ==, 0);
  out = ss_out_open (name, NULL);
  g_assert_nonnull (out);
  return out;
}

GBytes *
memory_taken (SsOut *take)
{
  off_t n;
  char *bytes;

  g_assert_true (ss_out_close (take, NULL));
  n = lseek (out_fd, 0, SEEK_END);
  bytes = g_malloc ((gsize) n + 1);
  g_assert_cmpint (pread (out_fd, bytes, (gsize) n, 0), ==, n);
  return g_bytes_new_take (bytes, (gsize) n);
}
