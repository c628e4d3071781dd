/* Plain bytes are read as they are; packed ones go through libarchive, with the four filters alone: its "all filters" can
 * start other programs. */
#include "config.h"

#include "ir/input.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define HEAD 65536

struct SsInput
{
  int fd;
  struct archive *archive; /* owned; NULL: the bytes are not packed */
  char head[HEAD]; /* what was read ahead; with an archive, its input */
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

/* libarchive's view of the file: what was read ahead comes first. */
static la_ssize_t
feed (struct archive *a, void *data, const void **bytes)
{
  SsInput *in = data;
  gssize n;

  *bytes = in->head;
  if (in->nhead > 0)
    {
      n = (gssize) in->nhead;
      in->nhead = 0;
      return n;
    }
  n = read_some (in->fd, in->head, sizeof in->head);
  if (n < 0)
    {
      in->error = errno;
      archive_set_error (a, errno, "%s", g_strerror (errno));
    }
  return n;
}

static gboolean
is_packed (const char *head, gsize n)
{
  static const struct
  {
    const char *magic;
    gsize n;
  } packed[] = { { "\x1f\x8b", 2 }, { "\x28\xb5\x2f\xfd", 4 }, { "\xfd"
                                                                 "7zXZ\0",
                                                                 6 },
                 { "BZh", 3 } };

  for (guint i = 0; i < G_N_ELEMENTS (packed); i++)
    if (n >= packed[i].n && memcmp (head, packed[i].magic, packed[i].n) == 0)
      return TRUE;
  return FALSE;
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

static gboolean
unpack_error (SsInput *in, GError **error)
{
  const char *why = archive_error_string (in->archive); /* NULL where libarchive does not say */

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
  archive_read_support_filter_gzip (in->archive);
  archive_read_support_filter_zstd (in->archive);
  archive_read_support_filter_xz (in->archive);
  archive_read_support_filter_bzip2 (in->archive);
  archive_read_support_format_raw (in->archive);
  archive_read_support_format_empty (in->archive);
  if (archive_read_open (in->archive, in, NULL, feed, NULL) != ARCHIVE_OK)
    return unpack_error (in, error);
  switch (archive_read_next_header (in->archive, &entry))
    {
    case ARCHIVE_OK:
      return TRUE;
    case ARCHIVE_EOF:
      in->empty = TRUE;
      return TRUE;
    default:
      return unpack_error (in, error);
    }
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
  if (is_packed (in->head, in->nhead) && !open_archive (in, error))
    return NULL;
  return g_steal_pointer (&in);
}

void
ss_input_free (SsInput *in)
{
  if (in->archive != NULL)
    archive_read_free (in->archive);
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
  if (in->archive != NULL)
    {
      got = archive_read_data (in->archive, bytes, n);
      if (got < 0)
        {
          unpack_error (in, error);
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
