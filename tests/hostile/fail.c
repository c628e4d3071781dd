/* A module for LD_PRELOAD that fails one call of a run: tests/run-faults.
 *
 * FAIL_TABLE names a file of TABLE_SIZE bytes, which is mapped: a slot for each kind of call with its name and how often it was made, by the
 * process that started and by its children.  FAIL_KIND is the kind to fail, FAIL_AT which of its calls (the first is 1; 0: none), FAIL_WHO
 * `parent` (the default) or `child`.  FAIL_HOW says what becomes of it:
 *
 *   a number    it fails with that errno; memory is just not there
 *   from:N      so does each one of that kind that follows
 *   short       it moves one byte alone
 *   kill        SIGKILL before it; `term`: SIGTERM
 *   killed      SIGKILL after it; `termed`: SIGTERM
 *   hang        it does not return
 *
 * FAIL_NAMELESS=no: no file system knows files without a name.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

/* Calls with the same first word count as one kind. */
#define KINDS(X)                                                                                                                       \
  X (open) X (tmpfile) X (read) X (write) X (send) X (recv) X (poll) X (sync) X (rename) X (link) X (unlink) X (lock) X (close)         \
  X (chmod) X (stat) X (access) X (fcntl) X (fork) X (wait) X (pipe) X (thread) X (map) X (memory)

#define ENUM(name) KIND_##name,
#define NAME(name) #name,
enum
{
  KINDS (ENUM) N_KINDS
};
static const char *const names[] = { KINDS (NAME) };

typedef struct
{
  char name[16];
  _Atomic uint64_t calls[2]; /* of the process that started, and of its children */
} Slot;

#define TABLE_SIZE 4096
_Static_assert (sizeof (Slot) * N_KINDS <= TABLE_SIZE, "the table is too small");

typedef enum
{
  PASS,
  FAIL,
  SHORT,
  AFTER
} Fate;

static Slot *table; /* NULL: not yet, or without */
static pid_t first;
static int wanted_kind = -1, wanted_who, wanted_errno, wanted_signal;
static int all_after, hang, is_short, is_after, no_nameless;
static uint64_t wanted_at;

static void __attribute__ ((noreturn))
misused (const char *what)
{
  dprintf (STDERR_FILENO, "fail.so: %s\n", what);
  _exit (99);
}

static void __attribute__ ((constructor))
start (void)
{
  const char *file = getenv ("FAIL_TABLE"), *kind = getenv ("FAIL_KIND"), *at = getenv ("FAIL_AT"), *how = getenv ("FAIL_HOW");
  const char *who = getenv ("FAIL_WHO"), *nameless = getenv ("FAIL_NAMELESS");
  int fd = file ? open (file, O_RDWR | O_CLOEXEC) : -1;
  void *map = fd < 0 ? MAP_FAILED : mmap (NULL, TABLE_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (map == MAP_FAILED)
    misused ("there is no FAIL_TABLE");
  close (fd);
  for (int i = 0; i < N_KINDS; i++)
    {
      strcpy (((Slot *) map)[i].name, names[i]);
      if (kind && strcmp (kind, names[i]) == 0)
        wanted_kind = i;
    }
  if (kind && wanted_kind < 0)
    misused ("no such FAIL_KIND");
  first = getpid ();
  wanted_at = at ? strtoull (at, NULL, 10) : 0;
  wanted_who = who && strcmp (who, "child") == 0;
  no_nameless = nameless && strcmp (nameless, "no") == 0;
  if (how)
    {
      all_after = strncmp (how, "from:", 5) == 0;
      wanted_errno = atoi (all_after ? how + 5 : how);
      hang = strcmp (how, "hang") == 0;
      is_short = strcmp (how, "short") == 0;
      wanted_signal = strncmp (how, "kill", 4) == 0 ? SIGKILL : strncmp (how, "term", 4) == 0 ? SIGTERM : 0;
      is_after = wanted_signal && strcmp (how + 4, "ed") == 0;
      if (wanted_errno == 0 && !hang && !is_short && !wanted_signal)
        misused ("FAIL_HOW is not one that I know");
    }
  table = map;
}

/* A call of that kind is about to be made: sets errno where it is to fail. */
static Fate
strike (int kind)
{
  if (!table)
    return PASS;
  int who = getpid () != first;
  uint64_t n = atomic_fetch_add (&table[kind].calls[who], 1) + 1;
  if (kind != wanted_kind || who != wanted_who || wanted_at == 0 || (all_after ? n < wanted_at : n != wanted_at))
    return PASS;
  if (is_after)
    return AFTER;
  while (hang)
    pause ();
  if (wanted_signal)
    {
      kill (getpid (), wanted_signal);
      return PASS;
    }
  errno = wanted_errno;
  return is_short ? SHORT : FAIL;
}

/* Makes a call by its own function, which returns `type`, and `failed` where it fails.  `brief` is the call that moves one byte. */
#define MAKE(kind, type, failed, name, parameters, whole, brief)                                                                       \
  static type (*own) parameters;                                                                                                       \
  if (!own)                                                                                                                            \
    own = (type (*) parameters) dlsym (RTLD_NEXT, #name);                                                                              \
  Fate fate = strike (kind);                                                                                                           \
  if (fate == FAIL)                                                                                                                    \
    return failed;                                                                                                                     \
  type result = fate == SHORT ? own brief : own whole;                                                                                 \
  if (fate == AFTER)                                                                                                                   \
    kill (getpid (), wanted_signal);                                                                                                   \
  return result

#define CALL(kind, type, failed, name, parameters, arguments)                                                                          \
  type name parameters;                                                                                                                \
  type name parameters                                                                                                                 \
  {                                                                                                                                    \
    MAKE (KIND_##kind, type, failed, name, parameters, arguments, arguments);                                                          \
  }

#define MOVE(kind, name, parameters, whole, brief)                                                                                     \
  ssize_t name parameters;                                                                                                             \
  ssize_t name parameters                                                                                                              \
  {                                                                                                                                    \
    MAKE (KIND_##kind, ssize_t, -1, name, parameters, whole, brief);                                                                   \
  }

/* --- files --- */

static int
kind_of_open (int flags)
{
  return (flags & O_TMPFILE) == O_TMPFILE ? KIND_tmpfile : KIND_open;
}

#define OPEN(name, first_parameter, first_argument)                                                                                    \
  int name (first_parameter const char *file, int flags, ...)                                                                          \
  {                                                                                                                                    \
    va_list ap;                                                                                                                        \
    va_start (ap, flags);                                                                                                              \
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg (ap, mode_t) : 0;                                                             \
    va_end (ap);                                                                                                                       \
    if (no_nameless && kind_of_open (flags) == KIND_tmpfile)                                                                           \
      {                                                                                                                                \
        errno = EOPNOTSUPP;                                                                                                            \
        return -1;                                                                                                                     \
      }                                                                                                                                \
    MAKE (kind_of_open (flags), int, -1, name, (first_parameter const char *, int, ...), (first_argument file, flags, mode),           \
          (first_argument file, flags, mode));                                                                                         \
  }
#define NOTHING
#define FOLDER int folder,
#define FOLDER_ARGUMENT folder,
OPEN (open, NOTHING, NOTHING)
OPEN (open64, NOTHING, NOTHING)
OPEN (openat, FOLDER, FOLDER_ARGUMENT)
OPEN (openat64, FOLDER, FOLDER_ARGUMENT)
CALL (open, int, -1, __open_2, (const char *file, int flags), (file, flags))
CALL (open, int, -1, __open64_2, (const char *file, int flags), (file, flags))
CALL (open, FILE *, NULL, fopen, (const char *file, const char *mode), (file, mode))
CALL (open, FILE *, NULL, fopen64, (const char *file, const char *mode), (file, mode))
MOVE (read, read, (int fd, void *bytes, size_t n), (fd, bytes, n), (fd, bytes, n > 0))
MOVE (read, __read_chk, (int fd, void *bytes, size_t n, size_t size), (fd, bytes, n, size), (fd, bytes, n > 0, size))
MOVE (write, write, (int fd, const void *bytes, size_t n), (fd, bytes, n), (fd, bytes, n > 0))
CALL (write, ssize_t, -1, writev, (int fd, const struct iovec *parts, int n), (fd, parts, n))
CALL (sync, int, -1, fsync, (int fd), (fd))
CALL (rename, int, -1, rename, (const char *from, const char *to), (from, to))
CALL (link, int, -1, linkat, (int from_folder, const char *from, int to_folder, const char *to, int flags), (from_folder, from, to_folder, to, flags))
CALL (unlink, int, -1, unlink, (const char *file), (file))
CALL (lock, int, -1, flock, (int fd, int how), (fd, how))
CALL (close, int, -1, close, (int fd), (fd))
CALL (chmod, int, -1, fchmod, (int fd, mode_t mode), (fd, mode))
CALL (stat, int, -1, stat, (const char *file, struct stat *st), (file, st))
CALL (stat, int, -1, lstat, (const char *file, struct stat *st), (file, st))
CALL (stat, int, -1, fstat, (int fd, struct stat *st), (fd, st))
CALL (access, int, -1, access, (const char *file, int mode), (file, mode))
CALL (access, char *, NULL, realpath, (const char *file, char *to), (file, to))
CALL (access, char *, NULL, __realpath_chk, (const char *file, char *to, size_t size), (file, to, size))
CALL (fcntl, int, -1, dup, (int fd), (fd))
CALL (fcntl, int, -1, dup2, (int fd, int to), (fd, to))

int
fcntl (int fd, int what, ...)
{
  va_list ap;
  va_start (ap, what);
  void *argument = va_arg (ap, void *); /* whatever it is: as the C library does it */
  va_end (ap);
  MAKE (KIND_fcntl, int, -1, fcntl, (int, int, ...), (fd, what, argument), (fd, what, argument));
}

/* --- processes and threads --- */

MOVE (send, send, (int fd, const void *bytes, size_t n, int flags), (fd, bytes, n, flags), (fd, bytes, n > 0, flags))
MOVE (recv, recv, (int fd, void *bytes, size_t n, int flags), (fd, bytes, n, flags), (fd, bytes, n > 0, flags))
MOVE (recv, __recv_chk, (int fd, void *bytes, size_t n, size_t size, int flags), (fd, bytes, n, size, flags), (fd, bytes, n > 0, size, flags))
CALL (poll, int, -1, poll, (struct pollfd *fds, nfds_t n, int milliseconds), (fds, n, milliseconds))
CALL (poll, int, -1, __poll_chk, (struct pollfd *fds, nfds_t n, int milliseconds, size_t size), (fds, n, milliseconds, size))
CALL (fork, pid_t, -1, fork, (void), ())
CALL (wait, pid_t, -1, waitpid, (pid_t pid, int *status, int options), (pid, status, options))
CALL (pipe, int, -1, pipe2, (int fds[2], int flags), (fds, flags))
CALL (pipe, int, -1, socketpair, (int domain, int type, int protocol, int fds[2]), (domain, type, protocol, fds))
CALL (thread, int, wanted_errno, pthread_create, (pthread_t *thread, const pthread_attr_t *how, void *(*run) (void *), void *data), (thread, how, run, data))

/* --- memory: the C library's own functions, as dlsym() needs memory --- */

extern void *__libc_malloc (size_t size), *__libc_calloc (size_t n, size_t size), *__libc_realloc (void *old, size_t size);
extern void *__libc_memalign (size_t alignment, size_t size);

#define MEMORY(get)                                                                                                                    \
  Fate fate = strike (KIND_memory);                                                                                                    \
  if (fate == FAIL)                                                                                                                    \
    return NULL;                                                                                                                       \
  void *result = get;                                                                                                                  \
  if (fate == AFTER)                                                                                                                   \
    kill (getpid (), wanted_signal);                                                                                                   \
  return result

void *
malloc (size_t size)
{
  MEMORY (__libc_malloc (size));
}

void *
calloc (size_t n, size_t size)
{
  MEMORY (__libc_calloc (n, size));
}

void *
realloc (void *old, size_t size)
{
  MEMORY (__libc_realloc (old, size));
}

void *
aligned_alloc (size_t alignment, size_t size)
{
  MEMORY (__libc_memalign (alignment, size));
}

int
posix_memalign (void **to, size_t alignment, size_t size)
{
  void *got = aligned_alloc (alignment, size);
  if (!got)
    return ENOMEM;
  *to = got;
  return 0;
}

CALL (map, void *, MAP_FAILED, mmap, (void *at, size_t size, int protection, int flags, int fd, off_t offset), (at, size, protection, flags, fd, offset))
CALL (map, void *, MAP_FAILED, mmap64, (void *at, size_t size, int protection, int flags, int fd, off_t offset), (at, size, protection, flags, fd, offset))
