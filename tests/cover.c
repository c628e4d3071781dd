/* Linked by --enable-coverage alone, with --wrap: what a process counted is written before it ends by _exit(), and before it sends,
 * after which the layout's child may be killed at any time.  A process whose files are limited in size would cut off what others counted. */
#include "config.h"

#include <errno.h>
#include <gcov.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

void __real__exit (int status) __attribute__ ((noreturn));
void __wrap__exit (int status) __attribute__ ((noreturn));
ssize_t __real_send (int fd, const void *bytes, size_t n, int flags);
ssize_t __wrap_send (int fd, const void *bytes, size_t n, int flags);

static void __attribute__ ((constructor))
start (void)
{
  struct rlimit size;
  if (getrlimit (RLIMIT_FSIZE, &size) != 0 || size.rlim_cur == RLIM_INFINITY)
    return;
  setenv ("GCOV_PREFIX", "/dev/null", 1);
  setenv ("GCOV_ERROR_FILE", "/dev/null", 1);
}

void
__wrap__exit (int status)
{
  __gcov_dump ();
  __real__exit (status);
}

ssize_t
__wrap_send (int fd, const void *bytes, size_t n, int flags)
{
  int kept = errno;
  __gcov_dump ();
  __gcov_reset ();
  errno = kept;
  return __real_send (fd, bytes, n, flags);
}
