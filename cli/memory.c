/* The end of memory, which for the caller is one more thing that could not be done, and leaves nothing behind.
 *
 * Libraries meet it in many ways: GLib ends the program with a signal, or writes about it without end; Jansson calls the text wrong; cdt
 * follows a pointer that is none; fontconfig takes another font.  So what they get memory from ends the program before they see it.
 */
#include "config.h"

#include "cli/cli.h"

#include <dlfcn.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

static int status = SS_EXIT_FAILED;

/* The program ends.  After its work is done this is as well: libraries clean up then, for which they may want memory. */
static void G_GNUC_NORETURN
end (const char *message)
{
  static const char name[] = "stacksieve: ";
  ss_out_drop ();
  if (status == SS_EXIT_FAILED)
    {
      (void) !write (STDERR_FILENO, name, strlen (name));
      (void) !write (STDERR_FILENO, message, strlen (message));
      (void) !write (STDERR_FILENO, "\n", 1);
    }
  _exit (status);
}

/* What GLib cannot go on after: there is no thread, or memory that is not got by the functions below. */
static void
on_log (const char *domain, GLogLevelFlags level, const char *message, gpointer data)
{
  if (!(level & G_LOG_LEVEL_ERROR))
    {
      g_log_default_handler (domain, level, message, data);
      return;
    }
  end (message);
}

#if defined __GLIBC__ && !defined __SANITIZE_ADDRESS__ /* which has such functions itself */

/* The same function of the C library, or of what stands before it: valgrind. */
#define NEXT(name)                                                                                                                     \
  static __typeof__ (name) *next;                                                                                                      \
  if (!next)                                                                                                                           \
    next = (__typeof__ (name) *) dlsym (RTLD_NEXT, #name)

static void *
there (void *bytes, size_t size)
{
  if (bytes == NULL && size > 0)
    end ("out of memory");
  return bytes;
}

void *
malloc (size_t size)
{
  NEXT (malloc);
  return there (next (size), size);
}

void *
calloc (size_t n, size_t size)
{
  NEXT (calloc);
  return there (next (n, size), n > 0 ? size : 0);
}

void *
realloc (void *old, size_t size)
{
  NEXT (realloc);
  return there (next (old, size), size);
}

void *
aligned_alloc (size_t alignment, size_t size)
{
  NEXT (aligned_alloc);
  return there (next (alignment, size), size);
}

int
posix_memalign (void **to, size_t alignment, size_t size)
{
  *to = aligned_alloc (alignment, size);
  return 0;
}
#endif

/* The least that any run needs.  With less, what was said at the end would depend on what failed first. */
#define LEAST_MEMORY ((gsize) 24 << 20)
#define FEW_ADDRESSES ((rlim_t) 4 << 30)

/* glibc sets 64 MB of addresses aside for each thread, and where it cannot, it maps every block that the thread asks for by itself: a second's
 * work takes ten.  So where addresses are few, all threads share what the first one has. */
static void
share_memory (void)
{
#ifdef __GLIBC__
  struct rlimit most;

  if (getrlimit (RLIMIT_AS, &most) == 0 && most.rlim_cur < FEW_ADDRESSES)
    mallopt (M_ARENA_MAX, 1);
#endif
}

gboolean
ss_memory_start (void)
{
  g_log_set_default_handler (on_log, NULL);
  share_memory ();
  void *room = mmap (NULL, LEAST_MEMORY, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return room != MAP_FAILED && munmap (room, LEAST_MEMORY) == 0;
}

void
ss_memory_end (int done)
{
  status = done;
}
