/* Layout in a child process.
 *
 * The child is forked before the tool has threads and before it has loaded anything, and waits for diagrams on a socket.
 * Forking later would leave it with the locks of threads that no longer exist; starting the program anew would need a
 * hidden command and a way to find it.  Each side sends a message as a number of bytes and the bytes; a request's first
 * byte is the format, a reply's the outcome.  The child ends when its socket closes, and on Linux when its parent dies.
 */
#include "config.h"

#include "viz/layout.h"

#include <errno.h>
#include <fcntl.h>
#include <graphviz/gvc.h>
#include <locale.h>
#include <math.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

/* Bounds of a bitmap: cairo has none beyond MAX_SIDE, and compressing takes longer than the layout beyond MAX_PIXELS.
 * Larger pictures get a lower resolution. */
#define MAX_PIXELS 1e8
#define MAX_SIDE 32000.0
#define BITMAP_DPI 96.0
/* What is kept of Graphviz's own messages. */
#define MAX_SAID 400

G_DEFINE_QUARK (ss-layout-error-quark, ss_layout_error)

struct SsLayouter
{
  SsLayoutLimits limits;
  pid_t child;   /* -1: it has ended and was waited for */
  int socket;    /* requests and replies; non-blocking */
  int said_fd;   /* the child's standard error; non-blocking */
  GString *said; /* owned: the beginning of what it wrote there */
};

static const char *const formats[] = { "svg", "png", "pdf" };

typedef enum
{
  REPLY_PICTURE = 'P',
  REPLY_FAILED = 'F'
} Reply;

/* --- the child --- */

static gboolean
read_all (int fd, char *to, gsize n)
{
  while (n > 0)
    {
      gssize got = read (fd, to, n);
      if (got < 0 && errno == EINTR)
        continue;
      if (got <= 0)
        return FALSE;
      to += got;
      n -= (gsize) got;
    }
  return TRUE;
}

static void
reply (int fd, Reply outcome, const char *bytes, gsize n)
{
  guint64 size = n + 1;
  char head[sizeof size + 1];
  memcpy (head, &size, sizeof size);
  head[sizeof size] = (char) outcome;
  const char *parts[] = { head, bytes };
  gsize sizes[] = { sizeof head, n };
  for (int i = 0; i < 2; i++)
    while (sizes[i] > 0)
      {
        gssize put = send (fd, parts[i], sizes[i], MSG_NOSIGNAL);
        if (put < 0 && errno == EINTR)
          continue;
        if (put <= 0)
          _exit (1);
        parts[i] += put;
        sizes[i] -= (gsize) put;
      }
}

/* Lowers the resolution of a bitmap that would be too large. */
static void
bound_bitmap (graph_t *g)
{
  double w = (GD_bb (g).UR.x - GD_bb (g).LL.x + 36) / 72, h = (GD_bb (g).UR.y - GD_bb (g).LL.y + 36) / 72;
  double dpi = MIN (BITMAP_DPI, sqrt (MAX_PIXELS / (w * h)));
  GD_drawing (g)->dpi = MIN (dpi, MAX_SIDE / MAX (w, h));
}

/* cairo writes the date into a PDF file; the same picture is to be the same bytes, so the date becomes a fixed one. */
static void
fix_date (char *pdf, gsize n)
{
  static const char key[] = "/CreationDate (D:", date[] = "19700101000000";
  for (char *s = pdf; (s = memmem (s, n - (gsize) (s - pdf), key, strlen (key))) != NULL;)
    {
      s += strlen (key);
      for (gsize i = 0; i < strlen (date) && s < pdf + n && g_ascii_isdigit (*s); i++)
        *s++ = date[i];
    }
}

static void
draw (int fd, GVC_t *gvc, const char *dot, const char *format)
{
  graph_t *g = agmemread (dot);
  if (g == NULL || gvLayout (gvc, g, "dot") != 0)
    {
      reply (fd, REPLY_FAILED, NULL, 0);
      return;
    }
  if (strcmp (format, "png") == 0)
    bound_bitmap (g);
  char *picture = NULL;
  unsigned int size = 0;
  if (gvRenderData (gvc, g, format, &picture, &size) != 0 || picture == NULL || size == 0)
    reply (fd, REPLY_FAILED, NULL, 0);
  else
    {
      if (strcmp (format, "pdf") == 0)
        fix_date (picture, size);
      reply (fd, REPLY_PICTURE, picture, size);
    }
  gvFreeRenderData (picture);
  gvFreeLayout (gvc, g);
  agclose (g);
}

static void
set_limits (const SsLayoutLimits *limits)
{
  struct rlimit none = { 0, 0 };
  setrlimit (RLIMIT_CORE, &none);
#if !defined __SANITIZE_ADDRESS__ /* which reserves terabytes of address space */
  rlim_t bytes = (rlim_t) limits->megabytes << 20;
  struct rlimit memory = { bytes, bytes };
  setrlimit (RLIMIT_AS, &memory);
#else
  (void) limits;
#endif
}

/* Processor time for the next picture: ends a child whose parent cannot, because it was stopped. */
static void
limit_time (const SsLayoutLimits *limits)
{
  struct rusage used;
  struct rlimit time;
  getrusage (RUSAGE_SELF, &used);
  getrlimit (RLIMIT_CPU, &time);
  time.rlim_cur = (rlim_t) used.ru_utime.tv_sec + (rlim_t) used.ru_stime.tv_sec + limits->seconds + 2;
  if (time.rlim_max == RLIM_INFINITY || time.rlim_cur < time.rlim_max)
    setrlimit (RLIMIT_CPU, &time);
}

static void G_GNUC_NORETURN
serve (int fd, int said_fd, pid_t parent, const SsLayoutLimits *limits)
{
#ifdef __linux__
  prctl (PR_SET_PDEATHSIG, SIGKILL);
#endif
  if (getppid () != parent)
    _exit (1);
  static const int usual[] = { SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGXCPU, SIGSEGV, SIGABRT, SIGCHLD };
  for (gsize i = 0; i < G_N_ELEMENTS (usual); i++)
    signal (usual[i], SIG_DFL);
  int null = open ("/dev/null", O_RDWR);
  dup2 (null, STDIN_FILENO);
  dup2 (null, STDOUT_FILENO);
  dup2 (said_fd, STDERR_FILENO);
  setlocale (LC_ALL, "C");    /* numbers in DOT and SVG have a point */
  g_setenv ("TZ", "UTC0", TRUE); /* the date in a PDF file has one length: fix_date() */
  set_limits (limits);
  GVC_t *gvc = NULL;
  guint64 size;
  while (read_all (fd, (char *) &size, sizeof size))
    {
      char *request = malloc (size + 1);
      if (request == NULL || size == 0 || !read_all (fd, request, size))
        _exit (1);
      request[size] = '\0';
      limit_time (limits);
      if (gvc == NULL)
        gvc = gvContext ();
      draw (fd, gvc, request + 1, formats[(guchar) request[0]]);
      free (request);
    }
  _exit (0);
}

/* --- the parent --- */

static gboolean
system_error (GError **error, const char *what)
{
  int e = errno;
  g_set_error (error, SS_LAYOUT_ERROR, SS_LAYOUT_ERROR_FAILED, "%s: %s", what, g_strerror (e));
  return FALSE;
}

SsLayouter *
ss_layouter_start (const SsLayoutLimits *limits, GError **error)
{
  int sockets[2], said[2];
  if (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets) != 0)
    {
      system_error (error, "cannot start the layout");
      return NULL;
    }
  if (pipe2 (said, O_CLOEXEC) != 0)
    {
      system_error (error, "cannot start the layout");
      close (sockets[0]);
      close (sockets[1]);
      return NULL;
    }
  fflush (NULL); /* Graphviz may call exit(), which would write the parent's buffers a second time */
  pid_t parent = getpid ();
  pid_t child = fork ();
  if (child == 0)
    {
      close (sockets[0]);
      close (said[0]);
      serve (sockets[1], said[1], parent, limits);
    }
  int e = errno;
  close (sockets[1]);
  close (said[1]);
  if (child < 0)
    {
      close (sockets[0]);
      close (said[0]);
      errno = e;
      system_error (error, "cannot start the layout");
      return NULL;
    }
  SsLayouter *l = g_new0 (SsLayouter, 1);
  l->limits = *limits;
  l->child = child;
  l->socket = sockets[0];
  l->said_fd = said[0];
  l->said = g_string_new (NULL);
  if (fcntl (l->socket, F_SETFL, O_NONBLOCK) < 0 || fcntl (l->said_fd, F_SETFL, O_NONBLOCK) < 0)
    {
      system_error (error, "cannot start the layout");
      g_clear_pointer (&l, ss_layouter_free);
    }
  return l;
}

/* Reads what the child wrote to standard error; FALSE at its end. */
static gboolean
listen_to (SsLayouter *l)
{
  char buffer[1024];
  gssize n = read (l->said_fd, buffer, sizeof buffer);
  if (n > 0 && l->said->len < MAX_SAID)
    g_string_append_len (l->said, buffer, MIN (n, (gssize) (MAX_SAID - l->said->len)));
  return n > 0 || (n < 0 && (errno == EAGAIN || errno == EINTR));
}

static int
end_child (SsLayouter *l)
{
  int status = 0;
  kill (l->child, SIGKILL);
  while (waitpid (l->child, &status, 0) < 0 && errno == EINTR)
    ;
  l->child = -1;
  return status;
}

/* The child is gone, or about to go: what happened? */
static void
set_failure (SsLayouter *l, gboolean ended, GError **error)
{
  int status = 0;
  if (ended)
    {
      /* A child that has ended keeps its status; one that only closed its socket does not stay. */
      status = end_child (l);
      while (l->said->len < MAX_SAID)
        {
          gsize before = l->said->len;
          if (!listen_to (l) || l->said->len == before)
            break;
        }
    }
  if (ended && WIFSIGNALED (status) && WTERMSIG (status) == SIGXCPU)
    {
      g_set_error (error, SS_LAYOUT_ERROR, SS_LAYOUT_ERROR_TIME, "the layout took longer than %u s", l->limits.seconds);
      return;
    }
  /* The limit is named always: Graphviz may meet it in loading a plugin, and goes on without. */
  GString *what = g_string_new (NULL);
  g_string_printf (what, "Graphviz could not lay the diagram out within %u MB", l->limits.megabytes);
  if (ended && WIFSIGNALED (status))
    g_string_append_printf (what, " (signal %d, %s)", WTERMSIG (status), g_strsignal (WTERMSIG (status)));
  else if (ended)
    g_string_append_printf (what, " (exit status %d)", WEXITSTATUS (status));
  g_strdelimit (g_strstrip (l->said->str), "\n", ' ');
  if (*l->said->str != '\0')
    g_string_append_printf (what, ": %s", l->said->str);
  g_set_error_literal (error, SS_LAYOUT_ERROR, SS_LAYOUT_ERROR_FAILED, what->str);
  g_string_free (what, TRUE);
}

/* One request under way. */
typedef struct
{
  char head[sizeof (guint64) + 1];
  const char *parts[2];
  gsize sizes[2]; /* still to send */
  GByteArray *got;
} Exchange;

static gsize
reply_size (const Exchange *x)
{
  guint64 size;
  if (x->got->len < sizeof size)
    return G_MAXSIZE;
  memcpy (&size, x->got->data, sizeof size);
  return (gsize) size + sizeof size;
}

/* Sends and receives what can be without waiting.  FALSE: the other end is closed. */
static gboolean
move_bytes (SsLayouter *l, Exchange *x)
{
  for (int i = 0; i < 2; i++)
    while (x->sizes[i] > 0)
      {
        gssize n = send (l->socket, x->parts[i], x->sizes[i], MSG_NOSIGNAL);
        if (n < 0 && errno == EAGAIN)
          {
            i = 2;
            break;
          }
        if (n < 0 && errno != EINTR)
          return FALSE;
        x->parts[i] += MAX (n, 0);
        x->sizes[i] -= (gsize) MAX (n, 0);
      }
  static char buffer[1 << 16];
  for (;;)
    {
      gssize n = recv (l->socket, buffer, sizeof buffer, 0);
      if (n > 0)
        g_byte_array_append (x->got, (const guint8 *) buffer, (guint) n);
      else if (n == 0 || (errno != EINTR && errno != EAGAIN))
        return FALSE;
      else if (errno == EAGAIN)
        return TRUE;
    }
}

static gboolean
exchange (SsLayouter *l, Exchange *x, GError **error)
{
  gint64 deadline = g_get_monotonic_time () + (gint64) l->limits.seconds * G_USEC_PER_SEC;
  gboolean listening = TRUE;
  while (x->got->len < reply_size (x))
    {
      gint64 left = deadline - g_get_monotonic_time ();
      if (left <= 0)
        {
          end_child (l);
          g_set_error (error, SS_LAYOUT_ERROR, SS_LAYOUT_ERROR_TIME, "the layout took longer than %u s", l->limits.seconds);
          return FALSE;
        }
      gboolean sending = x->sizes[0] + x->sizes[1] > 0;
      struct pollfd fds[] = { { l->socket, (short) (sending ? POLLIN | POLLOUT : POLLIN), 0 },
                              { listening ? l->said_fd : -1, POLLIN, 0 } };
      int ready = poll (fds, 2, (int) MIN (left / 1000 + 1, G_MAXINT));
      if (ready < 0 && errno != EINTR)
        return system_error (error, "cannot wait for the layout");
      if (ready <= 0)
        continue;
      if (fds[1].revents != 0)
        listening = listen_to (l);
      if (fds[0].revents != 0 && !move_bytes (l, x) && x->got->len < reply_size (x))
        {
          set_failure (l, TRUE, error);
          return FALSE;
        }
    }
  return TRUE;
}

GBytes *
ss_layouter_render (SsLayouter *l, GBytes *dot, const char *format, GError **error)
{
  g_assert (l->child > 0);
  guchar number = 0;
  while (number < G_N_ELEMENTS (formats) && strcmp (formats[number], format) != 0)
    number++;
  g_assert (number < G_N_ELEMENTS (formats));
  Exchange x = { .got = g_byte_array_new () };
  x.parts[0] = x.head;
  x.sizes[0] = sizeof x.head;
  x.parts[1] = g_bytes_get_data (dot, &x.sizes[1]);
  guint64 size = x.sizes[1] + 1;
  memcpy (x.head, &size, sizeof size);
  x.head[sizeof size] = (char) number;
  g_string_truncate (l->said, 0);
  gboolean done = exchange (l, &x, error);
  if (done && x.got->data[sizeof size] != REPLY_PICTURE)
    {
      listen_to (l);
      set_failure (l, FALSE, error);
      done = FALSE;
    }
  if (!done && l->child > 0)
    end_child (l);
  g_autoptr (GBytes) all = g_byte_array_free_to_bytes (x.got);
  return done ? g_bytes_new_from_bytes (all, sizeof size + 1, g_bytes_get_size (all) - sizeof size - 1) : NULL;
}

void
ss_layouter_free (SsLayouter *l)
{
  if (l->child > 0)
    end_child (l);
  close (l->socket);
  close (l->said_fd);
  g_string_free (l->said, TRUE);
  g_free (l);
}
