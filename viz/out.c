/* Output that is whole or absent: written beside the old file, synced, renamed. */
#include "config.h"

#include "viz/out.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
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
  mode_t mode;    /* permissions of the file that will be there */
  int error;      /* errno of the first failure, or 0 */
  gsize n;        /* bytes in the buffer */
  char buffer[BUFFER_SIZE];
};

/* The file beside the target that a signal has to remove; written while the signals are blocked. */
static struct
{
  char *volatile path; /* owned */
  pid_t pid;           /* children that inherit the handler leave the file alone */
} pending;

static const int deadly[] = { SIGHUP, SIGINT, SIGTERM };

static void
on_deadly_signal (int signal_number)
{
  if (pending.path && pending.pid == getpid ())
    unlink (pending.path);
  /* SA_RESETHAND restored the default action, which tells the parent how we ended. */
  raise (signal_number);
}

/* Makes `path` (NULL: nothing) the file that a deadly signal removes. */
static void
set_pending (const char *path)
{
  static gboolean handled;
  if (!handled)
    {
      for (gsize i = 0; i < G_N_ELEMENTS (deadly); i++)
        {
          struct sigaction old, new = { .sa_handler = on_deadly_signal, .sa_flags = (int) SA_RESETHAND };
          sigemptyset (&new.sa_mask);
          /* What the parent had ignored (nohup) stays ignored. */
          if (sigaction (deadly[i], NULL, &old) == 0 && old.sa_handler == SIG_DFL)
            sigaction (deadly[i], &new, NULL);
        }
      handled = TRUE;
    }
  char *last = pending.path;
  g_assert (!path || !last);
  pending.path = NULL;
  g_free (last);
  pending.pid = getpid ();
  pending.path = g_strdup (path);
}

static void
block_signals (sigset_t *old)
{
  sigset_t set;
  sigemptyset (&set);
  for (gsize i = 0; i < G_N_ELEMENTS (deadly); i++)
    sigaddset (&set, deadly[i]);
  pthread_sigmask (SIG_BLOCK, &set, old);
}

static void
restore_signals (const sigset_t *old)
{
  pthread_sigmask (SIG_SETMASK, old, NULL);
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
        return 0;
    }
#endif
  sigset_t old;
  g_autofree char *temp = g_build_filename (o->folder, ".stacksieve-XXXXXX", NULL);
  block_signals (&old);
  o->fd = g_mkstemp_full (temp, O_WRONLY | O_CLOEXEC, 0600);
  int code = o->fd < 0 ? errno : 0;
  if (code == 0)
    {
      o->temp = g_steal_pointer (&temp);
      set_pending (o->temp);
    }
  restore_signals (&old);
  return code;
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

/* Gives a nameless file a name beside the target.  The kernel's own view of the descriptor is the one way to it. */
static void
name_nameless (SsOut *o)
{
  g_autofree char *self = g_strdup_printf ("/proc/self/fd/%d", o->fd);
  for (int tries = 0; tries < 100; tries++)
    {
      g_autofree char *temp = g_strdup_printf ("%s/.stacksieve-%08x", o->folder, g_random_int ());
      if (linkat (AT_FDCWD, self, AT_FDCWD, temp, AT_SYMLINK_FOLLOW) == 0)
        {
          o->temp = g_steal_pointer (&temp);
          set_pending (o->temp);
          return;
        }
      if (errno != EEXIST)
        break;
    }
  o->error = errno;
}

/* Puts the finished file in the target's place. */
static void
put_in_place (SsOut *o)
{
  sigset_t old;
  if (fchmod (o->fd, o->mode) != 0 || (fsync (o->fd) != 0 && errno != EINVAL && errno != EROFS))
    {
      o->error = errno;
      return;
    }
  block_signals (&old);
  if (!o->temp)
    name_nameless (o);
  if (o->error == 0 && rename (o->temp, o->target) != 0)
    o->error = errno;
  if (o->error == 0)
    {
      g_clear_pointer (&o->temp, g_free);
      set_pending (NULL);
    }
  restore_signals (&old);
}

gboolean
ss_out_close (SsOut *take, GError **error)
{
  g_autoptr (SsOut) o = take;
  flush (o);
  if (o->error == 0 && o->target)
    put_in_place (o);
  if (!o->lent)
    {
      int fd = o->fd;
      o->fd = -1;
      if (close (fd) != 0 && o->error == 0)
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
  if (o->fd >= 0 && !o->lent)
    close (o->fd);
  if (o->temp)
    {
      sigset_t old;
      block_signals (&old);
      unlink (o->temp);
      set_pending (NULL);
      restore_signals (&old);
    }
  g_free (o->name);
  g_free (o->target);
  g_free (o->folder);
  g_free (o->temp);
  g_free (o);
}
