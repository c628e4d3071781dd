/* Output that is whole or absent: written beside the old file, synced, renamed. */
#include "config.h"

#include "viz/out.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define BUFFER_SIZE ((gsize) 64 * 1024)

struct SsOut
{
  int fd;         /* -1 after it was closed */
  gboolean lent;  /* fd is standard output: not closed */
  char *name;     /* owned: for messages */
  char *target;   /* owned: the file to replace, links followed; NULL: written directly */
  char *folder;   /* owned: where the target lies; NULL: written directly */
  char *temp;     /* owned: name of the file beside it; NULL: it has none yet */
  gboolean fresh; /* there was no target when it was opened */
  mode_t mode;    /* permissions of the file that will be there */
  int error;      /* errno of the first failure, or 0 */
  gsize n;        /* bytes in the buffer */
  char buffer[BUFFER_SIZE];
};

/* --- a signal that ends the program ---
 *
 * It may come to any thread.  While a file gets or loses its name the signal is only noted; at any other time the handler removes the file,
 * and no name is given or lost any more.
 */

enum
{
  IDLE,
  NAMING,
  ENDING
};

static atomic_int phase;
static volatile sig_atomic_t noted;

/* The file that has a name to be removed; changes while NAMING. */
static struct
{
  const char *volatile path; /* lent, NULL: there is none */
  volatile int fd;           /* of that file: another of that name is left alone */
  pid_t pid;                 /* children that inherit the handler leave the file alone */
} pending;

static const int deadly[] = { SIGHUP, SIGINT, SIGTERM };

/* Whether this is the name of the file that is open. */
static gboolean
is_name_of (const char *path, int fd)
{
  struct stat named, opened;
  return lstat (path, &named) == 0 && fstat (fd, &opened) == 0 && S_ISREG (opened.st_mode) && named.st_ino == opened.st_ino
         && named.st_dev == opened.st_dev;
}

void
ss_out_drop (void)
{
  const char *path = pending.path;
  if (path && pending.pid == getpid () && is_name_of (path, pending.fd))
    unlink (path);
}

static void
on_deadly_signal (int signal_number)
{
  int kept = errno, was = IDLE;
  if (pending.pid == getpid ())
    {
      noted = signal_number;
      if (!atomic_compare_exchange_strong (&phase, &was, ENDING))
        {
          errno = kept;
          return;
        }
      ss_out_drop ();
    }
  /* The default action tells the parent how we ended. */
  signal (signal_number, SIG_DFL);
  raise (signal_number);
}

static void
begin_naming (void)
{
  static gboolean handled;
  pending.pid = getpid ();
  for (gsize i = 0; !handled && i < G_N_ELEMENTS (deadly); i++)
    {
      struct sigaction old, new = { .sa_handler = on_deadly_signal, .sa_flags = SA_RESTART };
      sigemptyset (&new.sa_mask);
      /* What the parent had ignored (nohup) stays ignored. */
      if (sigaction (deadly[i], NULL, &old) == 0 && old.sa_handler == SIG_DFL)
        sigaction (deadly[i], &new, NULL);
    }
  handled = TRUE;
  int was = IDLE;
  while (!atomic_compare_exchange_strong (&phase, &was, NAMING))
    pause (); /* another thread ends the program */
}

static void
end_naming (void)
{
  atomic_store (&phase, IDLE);
  if (noted != 0)
    raise (noted);
}

static void
set_error (GError **error, const char *name, int code)
{
  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code), "%s: %s", name, g_strerror (code));
}

/* The descriptor that a name such as /dev/stdout stands for, or -1. */
static int
named_descriptor (const char *file)
{
  static const char *const folders[] = { "/dev/fd/", "/proc/self/fd/" };
  if (strcmp (file, "/dev/stdout") == 0)
    return STDOUT_FILENO;
  if (strcmp (file, "/dev/stderr") == 0)
    return STDERR_FILENO;
  for (gsize i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      guint64 n;
      if (g_str_has_prefix (file, folders[i])
          && g_ascii_string_to_unsigned (file + strlen (folders[i]), 10, 0, G_MAXINT, &n, NULL))
        return (int) n;
    }
  return -1;
}

static mode_t
new_file_mode (void)
{
  mode_t mask = umask (0);
  umask (mask);
  return 0666 & ~mask;
}

/* --- the file beside the target ---
 *
 * Its name comes from the target's, so that the next run that writes the same file meets what a killed one left.  It is locked as long as it has
 * that name: a file that can be locked belongs to nobody.  Where files cannot be locked, what was left stays.
 */

#define MOST_BESIDE 100

/* Owned by the caller. */
static char *
name_beside (const SsOut *o, int n)
{
  g_autofree char *base = g_path_get_basename (o->target);
  return g_strdup_printf ("%s/.stacksieve-%08x-%d", o->folder, g_str_hash (base), n);
}

/* Removes a file that a killed run left.  While the lock is held nobody else removes it, nor gives its name to another. */
static gboolean
remove_left (const char *path)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  if (fd < 0)
    return errno == ENOENT;
  gboolean removed = flock (fd, LOCK_EX | LOCK_NB) == 0 && is_name_of (path, fd) && unlink (path) == 0;
  close (fd);
  return removed;
}

/* Gives a file a name by `make`, which fails with EEXIST where there is one of that name; it is o->temp then.  0 or errno. */
static int
take_name (SsOut *o, int (*make) (SsOut *o, const char *path))
{
  for (int n = 0, tries = 0; tries < MOST_BESIDE; tries++)
    {
      g_autofree char *path = name_beside (o, n);
      begin_naming ();
      int code = make (o, path);
      if (code == 0)
        {
          pending.fd = o->fd;
          pending.path = o->temp = g_steal_pointer (&path);
        }
      end_naming ();
      if (code != EEXIST)
        return code;
      n += !remove_left (path);
    }
  return EEXIST;
}

static int
create_named (SsOut *o, const char *path)
{
  o->fd = open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (o->fd < 0)
    return errno;
  if (flock (o->fd, LOCK_EX | LOCK_NB) != 0 || is_name_of (path, o->fd))
    return 0;
  /* Another run took it for one that was left, before it was locked. */
  close (o->fd);
  o->fd = -1;
  return EEXIST;
}

/* Names a nameless file.  The kernel's own view of the descriptor is the one way to it. */
static int
link_nameless (SsOut *o, const char *path)
{
  char self[64];
  g_snprintf (self, sizeof self, "/proc/self/fd/%d", o->fd);
  return linkat (AT_FDCWD, self, AT_FDCWD, path, AT_SYMLINK_FOLLOW) == 0 ? 0 : errno;
}

/* Opens a file beside o->target: without a name where the file system can, else a hidden one.  0 or errno. */
static int
open_beside (SsOut *o)
{
#ifdef O_TMPFILE
  /* It gets its name through /proc. */
  if (access ("/proc/self/fd", X_OK) == 0)
    {
      o->fd = open (o->folder, O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600);
      if (o->fd >= 0)
        {
          g_autofree char *left = name_beside (o, 0);
          remove_left (left);
          (void) flock (o->fd, LOCK_EX | LOCK_NB);
          return 0;
        }
    }
#endif
  return take_name (o, create_named);
}

SsOut *
ss_out_open (const char *file, GError **error)
{
  g_autoptr (SsOut) o = g_new0 (SsOut, 1);
  struct stat st;
  o->fd = -1;
  if (!file || strcmp (file, "-") == 0)
    {
      o->name = g_strdup ("standard output");
      o->fd = STDOUT_FILENO;
      o->lent = TRUE;
      return g_steal_pointer (&o);
    }
  o->name = g_strdup (file);

  int code = 0;
  int descriptor = named_descriptor (file);
  gboolean exists = stat (file, &st) == 0;
  if (descriptor >= 0)
    {
      o->fd = fcntl (descriptor, F_DUPFD_CLOEXEC, 3);
      code = o->fd < 0 ? errno : 0;
    }
  else if (!exists && (errno != ENOENT || *file == '\0' || lstat (file, &st) == 0))
    code = errno; /* NOLINT(bugprone-branch-clone): no way there, no name, or a link that leads nowhere (ENOENT is stat's) */
  else if (exists && S_ISDIR (st.st_mode))
    code = EISDIR;
  else if (exists && !S_ISREG (st.st_mode))
    {
      o->fd = open (file, O_WRONLY | O_CLOEXEC | O_NOCTTY);
      code = o->fd < 0 ? errno : 0;
    }
  else if (exists && access (file, W_OK) != 0)
    code = errno;
  else
    {
      o->target = exists ? realpath (file, NULL) : g_strdup (file);
      code = o->target ? 0 : errno;
      if (code == 0)
        {
          o->folder = g_path_get_dirname (o->target);
          o->fresh = !exists;
          o->mode = exists ? st.st_mode & 0777 : new_file_mode ();
          code = open_beside (o);
        }
    }
  if (code != 0)
    {
      set_error (error, file, code);
      return NULL;
    }
  return g_steal_pointer (&o);
}

/* Writes all of it, also to a pipe that somebody made non-blocking. */
static void
write_all (SsOut *o, const char *bytes, gsize n)
{
  while (n > 0 && o->error == 0)
    {
      ssize_t k = write (o->fd, bytes, n);
      if (k >= 0)
        {
          bytes += k;
          n -= (gsize) k;
        }
      else if (errno == EAGAIN)
        {
          struct pollfd p = { .fd = o->fd, .events = POLLOUT };
          poll (&p, 1, -1);
        }
      else if (errno != EINTR)
        o->error = errno;
    }
}

static void
flush (SsOut *o)
{
  write_all (o, o->buffer, o->n);
  o->n = 0;
}

void
ss_out_write (SsOut *o, const char *bytes, gsize n)
{
  if (o->error != 0)
    return;
  if (n > BUFFER_SIZE - o->n)
    flush (o);
  if (n >= BUFFER_SIZE)
    write_all (o, bytes, n);
  else
    {
      memcpy (o->buffer + o->n, bytes, n);
      o->n += n;
    }
}

void
ss_out_puts (SsOut *o, const char *text)
{
  ss_out_write (o, text, strlen (text));
}

void
ss_out_printf (SsOut *o, const char *format, ...)
{
  va_list ap;
  va_start (ap, format);
  g_autofree char *text = g_strdup_vprintf (format, ap);
  va_end (ap);
  ss_out_puts (o, text);
}

gboolean
ss_out_put (const char *bytes, gsize n, gpointer data, GError **error)
{
  SsOut *o = data;
  ss_out_write (o, bytes, n);
  if (o->error == 0)
    return TRUE;
  set_error (error, o->name, o->error);
  return FALSE;
}

gboolean
ss_out_failed (const SsOut *o)
{
  return o->error != 0;
}

/* Puts the finished file, which has a name beside it, in the target's place. */
static int
replace_target (SsOut *o)
{
  begin_naming ();
  int code = rename (o->temp, o->target) == 0 ? 0 : errno;
  if (code == 0)
    pending.path = NULL;
  end_naming ();
  if (code == 0)
    g_clear_pointer (&o->temp, g_free);
  return code;
}

/* A nameless file needs no name beside the target where there was none. */
static void
put_in_place (SsOut *o)
{
  if (fchmod (o->fd, o->mode) != 0 || (fsync (o->fd) != 0 && errno != EINVAL && errno != EROFS))
    {
      o->error = errno;
      return;
    }
  o->error = o->fresh && !o->temp ? link_nameless (o, o->target) : EEXIST;
  if (o->error == EEXIST)
    {
      o->error = o->temp ? 0 : take_name (o, link_nameless);
      if (o->error == 0)
        o->error = replace_target (o);
    }
}

gboolean
ss_out_close (SsOut *take, GError **error)
{
  g_autoptr (SsOut) o = take;
  flush (o);
  if (o->error == 0 && o->target)
    put_in_place (o);
  /* What is not in its place goes with the file, by its descriptor. */
  if (!o->lent && !o->temp)
    {
      int fd = o->fd;
      o->fd = -1;
      /* A file that is in its place has been synced: closing has nothing to add. */
      if (close (fd) != 0 && o->error == 0 && !o->target)
        o->error = errno;
    }
  if (o->error == 0)
    return TRUE;
  set_error (error, o->name, o->error);
  return FALSE;
}

void
ss_out_abort (SsOut *o)
{
  if (!o)
    return;
  if (o->temp)
    {
      begin_naming ();
      ss_out_drop ();
      pending.path = NULL;
      end_naming ();
    }
  if (o->fd >= 0 && !o->lent)
    close (o->fd);
  g_free (o->name);
  g_free (o->target);
  g_free (o->folder);
  g_free (o->temp);
  g_free (o);
}
