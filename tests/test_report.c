/* Visible text, aligned tables, and explanations' names for values: viz/text.h, viz/table.h, viz/explain.h. */
#include "config.h"

#include "viz/table.h"
#include "viz/text.h"

#include <check.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

static void
check_show (const char *name, const char *expected)
{
  g_autofree char *shown = ss_show (name);
  ck_assert_str_eq (shown, expected);
}

START_TEST (shows_what_is_visible_as_it_is)
{
  check_show ("", "");
  check_show ("module:Class.name#2", "module:Class.name#2");
  check_show ("\\N\\G {a|b} &lt; %s </script> ]]> \"'", "\\N\\G {a|b} &lt; %s </script> ]]> \"'");
  check_show ("\xc3\xa9 \xe4\xb8\xad \xf0\x9f\x98\x80", "\xc3\xa9 \xe4\xb8\xad \xf0\x9f\x98\x80");
}
END_TEST

START_TEST (escapes_what_is_not_visible)
{
  check_show ("\x1b[31m\n\t\r\x7f", "\\x1b[31m\\x0a\\x09\\x0d\\x7f");
  check_show ("a\xc0\x80" "b", "a\\x00b");
  check_show ("\xc2\x80\xc2\x9f\xc2\xa0", "\\x80\\x9f\xc2\xa0");
  check_show ("\xe2\x80\xae\xe2\x81\xa6\xd8\x9c\xe2\x80\x8f", "\\u202e\\u2066\\u061c\\u200f");
  check_show ("\xe2\x80\xa8\xef\xbb\xbf\xf3\xa0\x81\x81", "\\u2028\\ufeff\\U000e0041");
}
END_TEST

START_TEST (escapes_bytes_that_are_not_utf8)
{
  check_show ("\xff", "\\xff");
  check_show ("\xc3", "\\xc3");
  check_show ("\xf0\x9f\x98", "\\xf0\\x9f\\x98");
  check_show ("a\xe2\x80", "a\\xe2\\x80");
  check_show ("\xc0\x81", "\\xc0\\x81");
  check_show ("\xed\xa0\x80", "\\xed\\xa0\\x80");
}
END_TEST

START_TEST (knows_the_width_of_text)
{
  ck_assert_uint_eq (ss_show_width (""), 0);
  ck_assert_uint_eq (ss_show_width ("abc"), 3);
  ck_assert_uint_eq (ss_show_width ("\xe4\xb8\xad" "a"), 3);
  ck_assert_uint_eq (ss_show_width ("e\xcc\x81"), 1);
}
END_TEST

static void
check_count (guint64 n, const char *expected)
{
  g_autofree char *text = ss_show_count (n);
  ck_assert_str_eq (text, expected);
}

START_TEST (separates_thousands)
{
  check_count (0, "0");
  check_count (999, "999");
  check_count (1000, "1,000");
  check_count (123456, "123,456");
  check_count (1234567, "1,234,567");
  check_count (G_MAXUINT64, "18,446,744,073,709,551,615");
}
END_TEST

static void
check_share (guint64 part, guint64 whole, const char *expected)
{
  g_autofree char *text = ss_show_share (part, whole);
  ck_assert_str_eq (text, expected);
}

START_TEST (rounds_shares_but_never_to_none_or_all)
{
  check_share (0, 0, "-");
  check_share (0, 7, "0.0%");
  check_share (7, 7, "100.0%");
  check_share (1, 3, "33.3%");
  check_share (2, 3, "66.7%");
  check_share (1, 100000, "<0.1%");
  check_share (99999, 100000, ">99.9%");
  check_share (1, 1000, "0.1%");
}
END_TEST

START_TEST (aligns_columns)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("test-report-XXXXXX", NULL);
  g_autofree char *file = g_build_filename (folder, "table", NULL);
  SsOut *out = ss_out_open (file, &error);
  ck_assert_ptr_nonnull (out);
  g_autoptr (SsTable) t = ss_table_new ("lrl");
  ss_table_add (t, "name");
  ss_table_add (t, "n");
  ss_table_add (t, "what");
  ss_table_add (t, "\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad");
  ss_table_count (t, 1000);
  ss_table_add (t, "");
  ss_table_write (t, out);
  ck_assert (ss_out_close (out, &error));
  g_autofree char *text = NULL;
  ck_assert (g_file_get_contents (file, &text, NULL, NULL));
  ck_assert_str_eq (text, "  name        n  what\n"
                          "  \xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad  1,000\n");
  g_unlink (file);
  g_rmdir (folder);
}
END_TEST

int
main (void)
{
  Suite *s = suite_create ("report");
  TCase *c = tcase_create ("text");
  tcase_add_test (c, shows_what_is_visible_as_it_is);
  tcase_add_test (c, escapes_what_is_not_visible);
  tcase_add_test (c, escapes_bytes_that_are_not_utf8);
  tcase_add_test (c, knows_the_width_of_text);
  tcase_add_test (c, separates_thousands);
  tcase_add_test (c, rounds_shares_but_never_to_none_or_all);
  tcase_add_test (c, aligns_columns);
  suite_add_tcase (s, c);
  SRunner *r = srunner_create (s);
  srunner_run_all (r, CK_NORMAL);
  int failed = srunner_ntests_failed (r);
  srunner_free (r);
  return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
