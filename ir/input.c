/* Plain bytes are read as they are; packed ones go through libarchive, with the filters that are wanted alone: its "all filters" can
 * start other programs.  Gzip goes through zlib: libarchive does not hold it to its checksum. */
#include "config.h"

#include "ir/input.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#define HEAD 65536

struct SsInput
{
  int fd;
  struct archive *archive; /* owned; NULL: the bytes are not packed, or with gzip */
  z_stream *gzip;          /* owned; NULL: not packed with gzip */
  gboolean between;        /* a member of the gzip file has ended, and no other has begun */
  char head[HEAD]; /* what was read ahead; of packed bytes, the input */
  gsize nhead, used;
  gboolean empty; /* the archive holds nothing */
  guint64 total, max;
  int error; /* errno of a failed read below libarchive */
};

G_DEFINE_QUARK (ss-load-error-quark, ss_load_error)

static gssize
read_some (int fd, char *bytes, gsize n)
{
  gssize got;

  do
    got = read (fd, bytes, n);
  while (got < 0 && errno == EINTR);
  return got;
}

/* The next bytes of a packed file, of which those that were read ahead come first; they stay until the next call. */
static gssize
read_packed (SsInput *in)
{
  gssize n = (gssize) in->nhead;

  in->nhead = 0;
  if (n == 0)
    n = read_some (in->fd, in->head, sizeof in->head);
  if (n < 0)
    in->error = errno;
  return n;
}

/* libarchive's view of the file. */
static la_ssize_t
feed (struct archive *a, void *data, const void **bytes)
{
  SsInput *in = data;
  gssize n = read_packed (in);

  *bytes = in->head;
  if (n < 0)
    archive_set_error (a, in->error, "%s", g_strerror (in->error));
  return n;
}

static gboolean
is_packed (const char *head, gsize n)
{
  static const struct
  {
    const char *magic;
    gsize n;
  } packed[] = { { "\x28\xb5\x2f\xfd", 4 }, { "\xfd"
                                                                 "7zXZ\0",
                                                                 6 },
                 { "BZh", 3 } };

  for (guint i = 0; i < G_N_ELEMENTS (packed); i++)
    if (n >= packed[i].n && memcmp (head, packed[i].magic, packed[i].n) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
is_gzip (const char *head, gsize n)
{
  return n >= 2 && memcmp (head, "\x1f\x8b", 2) == 0;
}

/* Reads ahead until it can be told what the bytes are. */
static gboolean
read_head (SsInput *in, GError **error)
{
  while (in->nhead < 6)
    {
      gssize n = read_some (in->fd, in->head + in->nhead, sizeof in->head - in->nhead);

      if (n == 0)
        break;
      if (n < 0)
        {
          g_set_error (error, SS_LOAD_ERROR, SS_LOAD_ERROR_READ, "cannot read: %s", g_strerror (errno));
          return FALSE;
        }
      in->nhead += (gsize) n;
    }
  return TRUE;
}

/* `why` is NULL where the library does not say. */
static gboolean
unpack_error (const SsInput *in, const char *why, GError **error)
{
  g_set_error (error, SS_LOAD_ERROR, SS_LOAD_ERROR_READ, "%s%s%s",
               in->error != 0 ? "cannot read" : "cannot unpack, the compressed data is damaged or cut off",
               why != NULL ? ": " : "", why != NULL ? why : "");
  return FALSE;
}

static gboolean
open_archive (SsInput *in, GError **error)
{
  struct archive_entry *entry;

  in->archive = archive_read_new ();
  archive_read_support_filter_zstd (in->archive);
  archive_read_support_filter_xz (in->archive);
  archive_read_support_filter_bzip2 (in->archive);
  archive_read_support_format_raw (in->archive);
  archive_read_support_format_empty (in->archive);
  if (archive_read_open (in->archive, in, NULL, feed, NULL) != ARCHIVE_OK)
    return unpack_error (in, archive_error_string (in->archive), error);
  switch (archive_read_next_header (in->archive, &entry))
    {
    case ARCHIVE_OK:
      return TRUE;
    case ARCHIVE_EOF:
      in->empty = TRUE;
      return TRUE;
    default:
      return unpack_error (in, archive_error_string (in->archive), error);
    }
}

/* The window's bits, and 16 for gzip's head and checksum instead of zlib's own. */
#define GZIP_WINDOW (MAX_WBITS + 16)

static void
open_gzip (SsInput *in)
{
  in->gzip = g_new0 (z_stream, 1);
  in->between = TRUE;
  if (inflateInit2 (in->gzip, GZIP_WINDOW) != Z_OK)
    g_error ("zlib: no memory");
}

/* Has zlib look at more of the file; NUL bytes after a member are padding.  FALSE: there is no more, or an error. */
static gboolean
fill_gzip (SsInput *in, GError **error)
{
  z_stream *z = in->gzip;

  for (;;)
    {
      for (; in->between && z->avail_in > 0 && *z->next_in == 0; z->avail_in--)
        z->next_in++;
      if (z->avail_in > 0)
        break;
      gssize n = read_packed (in);
      if (n < 0 || (n == 0 && !in->between))
        return unpack_error (in, n < 0 ? g_strerror (in->error) : "truncated gzip input", error);
      if (n == 0)
        return FALSE;
      z->next_in = (Bytef *) in->head;
      z->avail_in = (uInt) n;
    }
  in->between = FALSE;
  return TRUE;
}

/* As ss_input_read(), of a file of one gzip member after the other. */
static gssize
read_gzip (SsInput *in, char *bytes, gsize n, GError **error)
{
  z_stream *z = in->gzip;
  g_autoptr (GError) failed = NULL;

  n = MIN (n, G_MAXINT);
  z->next_out = (Bytef *) bytes;
  z->avail_out = (uInt) n;
  while (z->avail_out == n && fill_gzip (in, &failed))
    switch (inflate (z, Z_NO_FLUSH))
      {
      case Z_OK:
      case Z_BUF_ERROR:
        break;
      case Z_STREAM_END:
        in->between = TRUE;
        inflateReset (z);
        break;
      default:
        unpack_error (in, z->msg, error);
        return -1;
      }
  if (failed == NULL)
    return (gssize) (n - z->avail_out);
  g_propagate_error (error, g_steal_pointer (&failed));
  return -1;
}

SsInput *
ss_input_open (const char *file, guint64 max_unpacked, GError **error)
{
  g_autoptr (SsInput) in = g_new0 (SsInput, 1);
  struct stat st;

  in->max = max_unpacked;
  in->fd = strcmp (file, "-") == 0 ? dup (STDIN_FILENO) : open (file, O_RDONLY | O_CLOEXEC);
  if (in->fd < 0 || fstat (in->fd, &st) < 0)
    {
      g_set_error (error, SS_LOAD_ERROR, SS_LOAD_ERROR_READ, "cannot open: %s", g_strerror (errno));
      return NULL;
    }
  if (S_ISDIR (st.st_mode))
    {
      g_set_error (error, SS_LOAD_ERROR, SS_LOAD_ERROR_READ, "cannot open: it is a directory");
      return NULL;
    }
  if (!read_head (in, error))
    return NULL;
  if (is_gzip (in->head, in->nhead))
    open_gzip (in);
  else if (is_packed (in->head, in->nhead) && !open_archive (in, error))
    return NULL;
  return g_steal_pointer (&in);
}

gboolean
ss_input_packed (const SsInput *in)
{
  return in->gzip != NULL || in->archive != NULL;
}

void
ss_input_free (SsInput *in)
{
  if (in->archive != NULL)
    archive_read_free (in->archive);
  if (in->gzip != NULL)
    inflateEnd (in->gzip);
  g_free (in->gzip);
  if (in->fd >= 0)
    close (in->fd);
  g_free (in);
}

gssize
ss_input_read (SsInput *in, char *bytes, gsize n, GError **error)
{
  gssize got;

  if (in->empty)
    return 0;
  if (in->gzip != NULL)
    {
      got = read_gzip (in, bytes, n, error);
      if (got < 0)
        return -1;
    }
  else if (in->archive != NULL)
    {
      got = archive_read_data (in->archive, bytes, n);
      if (got < 0)
        {
          unpack_error (in, archive_error_string (in->archive), error);
          return -1;
        }
    }
  else if (in->used < in->nhead)
    {
      got = (gssize) MIN (n, in->nhead - in->used);
      memcpy (bytes, in->head + in->used, (gsize) got);
      in->used += (gsize) got;
    }
  else if ((got = read_some (in->fd, bytes, n)) < 0)
    {
      g_set_error (error, SS_LOAD_ERROR, SS_LOAD_ERROR_READ, "cannot read: %s", g_strerror (errno));
      return -1;
    }
  in->total += (guint64) got;
  if (in->total > in->max)
    {
      g_set_error (error, SS_LOAD_ERROR, SS_LOAD_ERROR_READ,
                   "more than %" G_GUINT64_FORMAT " bytes unpacked (--max-unpacked allows more)", in->max);
      return -1;
    }
  return got;
}
