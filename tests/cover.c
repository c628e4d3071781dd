/* Linked by --enable-coverage alone, with --wrap: what a process counted is written before it ends by _exit(), and before it sends,
 * after which the layout's child may be killed at any time.  A process whose files are limited in size would cut off what others counted,
 * and say so: it ends without writing anything. */
#include "config.h"

#include <errno.h>
#include <gcov.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

void __real__exit (int status) __attribute__ ((noreturn));
void __wrap__exit (int status) __attribute__ ((noreturn));
ssize_t __real_send (int fd, const void *bytes, size_t n, int flags);
ssize_t __wrap_send (int fd, const void *bytes, size_t n, int flags);

static int limited;

static void
end (int status, void *data)
{
  (void) data;
  fflush (NULL);
  __real__exit (status);
}

static void __attribute__ ((constructor))
start (void)
{
  struct rlimit size;
  limited = getrlimit (RLIMIT_FSIZE, &size) == 0 && size.rlim_cur != RLIM_INFINITY;
  if (limited)
    on_exit (end, NULL);
}

void
__wrap__exit (int status)
{
  if (!limited)
    __gcov_dump ();
  __real__exit (status);
}

ssize_t
__wrap_send (int fd, const void *bytes, size_t n, int flags)
{
  int kept = errno;
  if (!limited)
    {
      __gcov_dump ();
      __gcov_reset ();
    }
  errno = kept;
  return __real_send (fd, bytes, n, flags);
}
