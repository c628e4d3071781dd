/* Output that is whole or absent: viz/out.h. */
#include "config.h"

#include "viz/out.h"

#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char *folder; /* owned: an empty folder for each test */
static char *file;   /* owned: a name in it */

static void
set_up (void)
{
  folder = g_dir_make_tmp ("test-out-XXXXXX", NULL);
  ck_assert_ptr_nonnull (folder);
  file = g_build_filename (folder, "file", NULL);
}

static guint
count_files (void)
{
  guint n = 0;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  while (g_dir_read_name (dir))
    n++;
  return n;
}

static void
tear_down (void)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  while ((name = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_unlink (path);
    }
  ck_assert_int_eq (g_rmdir (folder), 0);
  g_free (folder);
  g_free (file);
}

static void
assert_contents (const char *path, const char *expected)
{
  g_autofree char *text = NULL;
  ck_assert (g_file_get_contents (path, &text, NULL, NULL));
  ck_assert_str_eq (text, expected);
}

static void
put_old (const char *text)
{
  ck_assert (g_file_set_contents (file, text, -1, NULL));
}

static SsOut *
open_out (const char *path)
{
  g_autoptr (GError) error = NULL;
  SsOut *o = ss_out_open (path, &error);
  ck_assert_msg (o != NULL, "%s", error ? error->message : "no error");
  return o;
}

static void
assert_refused (const char *path, const char *message)
{
  g_autoptr (GError) error = NULL;
  ck_assert_ptr_null (ss_out_open (path, &error));
  ck_assert_ptr_nonnull (error);
  ck_assert_msg (strstr (error->message, message) != NULL, "%s", error->message);
}

START_TEST (new_file)
{
  umask (027);
  SsOut *o = open_out (file);
  ss_out_puts (o, "one\n");
  ss_out_printf (o, "%d\n", 2);
  ck_assert_uint_eq (count_files (), 0);
  ck_assert (ss_out_close (o, NULL));
  assert_contents (file, "one\n2\n");
  struct stat st;
  ck_assert_int_eq (stat (file, &st), 0);
  ck_assert_int_eq (st.st_mode & 07777, 0640);
  ck_assert_uint_eq (count_files (), 1);
}
END_TEST

START_TEST (old_file_keeps_permissions)
{
  put_old ("old");
  ck_assert_int_eq (chmod (file, 0604), 0);
  SsOut *o = open_out (file);
  ss_out_puts (o, "new");
  assert_contents (file, "old");
  ck_assert (ss_out_close (o, NULL));
  assert_contents (file, "new");
  struct stat st;
  ck_assert_int_eq (stat (file, &st), 0);
  ck_assert_int_eq (st.st_mode & 07777, 0604);
  ck_assert_uint_eq (count_files (), 1);
}
END_TEST

START_TEST (large)
{
  g_autofree char *text = g_strnfill (300000, 'x');
  SsOut *o = open_out (file);
  ss_out_puts (o, "a");
  ss_out_puts (o, text);
  for (int i = 0; i < 300000; i++)
    ss_out_puts (o, "x");
  ck_assert (ss_out_close (o, NULL));
  struct stat st;
  ck_assert_int_eq (stat (file, &st), 0);
  ck_assert_int_eq (st.st_size, 600001);
}
END_TEST

START_TEST (aborted)
{
  put_old ("old");
  SsOut *o = open_out (file);
  ss_out_puts (o, "new");
  ss_out_abort (o);
  assert_contents (file, "old");
  ck_assert_uint_eq (count_files (), 1);
}
END_TEST

START_TEST (symbolic_link)
{
  g_autofree char *name = g_build_filename (folder, "link", NULL);
  put_old ("old");
  ck_assert_int_eq (symlink ("file", name), 0);
  SsOut *o = open_out (name);
  ss_out_puts (o, "new");
  ck_assert (ss_out_close (o, NULL));
  ck_assert (g_file_test (name, G_FILE_TEST_IS_SYMLINK));
  assert_contents (file, "new");

  ck_assert_int_eq (g_unlink (file), 0);
  assert_refused (name, "No such file");
}
END_TEST

START_TEST (refused)
{
  assert_refused (folder, "Is a directory");
  assert_refused ("", "No such file");
  g_autofree char *nowhere = g_build_filename (file, "x", NULL);
  assert_refused (nowhere, "No such file");
  put_old ("old");
  assert_refused (nowhere, "Not a directory");
}
END_TEST

START_TEST (full_device)
{
  g_autoptr (GError) error = NULL;
  SsOut *o = open_out ("/dev/full");
  ss_out_puts (o, "x");
  ck_assert (!ss_out_failed (o));
  ck_assert (!ss_out_close (o, &error));
  ck_assert_str_eq (error->message, "/dev/full: No space left on device");
}
END_TEST

/* The error sticks, and a writer that asks is told early. */
START_TEST (full_early)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = g_strnfill (100000, 'x');
  SsOut *o = open_out ("/dev/full");
  ck_assert (!ss_out_put (text, 100000, o, &error));
  ck_assert_str_eq (error->message, "/dev/full: No space left on device");
  ck_assert (ss_out_failed (o));
  ck_assert (!ss_out_close (o, NULL));
}
END_TEST

/* A regular file that meets a limit while it is written leaves the old one. */
START_TEST (file_too_large)
{
  g_autoptr (GError) error = NULL;
  struct rlimit limit = { 1000, 1000 };
  signal (SIGXFSZ, SIG_IGN);
  put_old ("old");
  SsOut *o = open_out (file);
  ck_assert_int_eq (setrlimit (RLIMIT_FSIZE, &limit), 0);
  g_autofree char *text = g_strnfill (2000, 'x');
  ss_out_puts (o, text);
  ck_assert (!ss_out_close (o, &error));
  ck_assert_msg (strstr (error->message, "File too large") != NULL, "%s", error->message);
  assert_contents (file, "old");
  ck_assert_uint_eq (count_files (), 1);
}
END_TEST

START_TEST (fifo)
{
  ck_assert_int_eq (mkfifo (file, 0600), 0);
  int reader = open (file, O_RDONLY | O_NONBLOCK);
  SsOut *o = open_out (file);
  ss_out_puts (o, "x");
  ck_assert (ss_out_close (o, NULL));
  char c = 0;
  ck_assert_int_eq (read (reader, &c, 1), 1);
  ck_assert_int_eq (c, 'x');
  close (reader);

  reader = open (file, O_RDONLY | O_NONBLOCK);
  o = open_out (file);
  close (reader);
  signal (SIGPIPE, SIG_IGN);
  ss_out_puts (o, "x");
  g_autoptr (GError) error = NULL;
  ck_assert (!ss_out_close (o, &error));
  ck_assert_msg (g_str_has_suffix (error->message, "Broken pipe"), "%s", error->message);
}
END_TEST

START_TEST (descriptor)
{
  int fd = open (file, O_WRONLY | O_CREAT | O_APPEND, 0600);
  ck_assert_int_eq (write (fd, "old ", 4), 4);
  g_autofree char *name = g_strdup_printf ("/dev/fd/%d", fd);
  SsOut *o = open_out (name);
  ss_out_puts (o, "new");
  ck_assert (ss_out_close (o, NULL));
  close (fd);
  assert_contents (file, "old new");
}
END_TEST

START_TEST (deadly_signal)
{
  put_old ("old");
  pid_t child = fork ();
  if (child == 0)
    {
      signal (SIGTERM, SIG_DFL);
      SsOut *o = ss_out_open (file, NULL);
      ss_out_puts (o, "new");
      raise (SIGTERM);
      _exit (0);
    }
  int status;
  ck_assert_int_eq (waitpid (child, &status, 0), child);
  ck_assert (WIFSIGNALED (status) && WTERMSIG (status) == SIGTERM);
  assert_contents (file, "old");
  ck_assert_uint_eq (count_files (), 1);
}
END_TEST

/* What a killed run left beside the file goes with the next one; what another run is about to put in place stays. */
START_TEST (left_by_killed)
{
  g_autofree char *base = g_path_get_basename (file);
  for (int held = 0; held <= 1; held++)
    {
      g_autofree char *left = g_strdup_printf ("%s/.stacksieve-%08x-0", folder, g_str_hash (base));
      put_old ("old");
      ck_assert (g_file_set_contents (left, "half", -1, NULL));
      int fd = open (left, O_RDONLY);
      ck_assert (!held || flock (fd, LOCK_EX | LOCK_NB) == 0);
      SsOut *o = open_out (file);
      ss_out_puts (o, "new");
      ck_assert (ss_out_close (o, NULL));
      assert_contents (file, "new");
      ck_assert_int_eq (g_file_test (left, G_FILE_TEST_EXISTS), held);
      ck_assert_uint_eq (count_files (), 1 + (guint) held);
      close (fd);
    }
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("out");
  TCase *tcase = tcase_create ("out");
  tcase_add_checked_fixture (tcase, set_up, tear_down);
  tcase_add_test (tcase, new_file);
  tcase_add_test (tcase, old_file_keeps_permissions);
  tcase_add_test (tcase, large);
  tcase_add_test (tcase, aborted);
  tcase_add_test (tcase, symbolic_link);
  tcase_add_test (tcase, refused);
  tcase_add_test (tcase, full_device);
  tcase_add_test (tcase, full_early);
  tcase_add_test (tcase, file_too_large);
  tcase_add_test (tcase, fifo);
  tcase_add_test (tcase, descriptor);
  tcase_add_test (tcase, deadly_signal);
  tcase_add_test (tcase, left_by_killed);
  suite_add_tcase (suite, tcase);
  SRunner *runner = srunner_create (suite);
  srunner_run_all (runner, CK_ENV);
  int failed = srunner_ntests_failed (runner);
  srunner_free (runner);
  return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
