/* What all targets share. */
#include "config.h"

#include "tests/fuzz/fuzz.h"

#include <check.h>
#include <signal.h>
#include <stdlib.h>

/* GLib stops for a debugger where it gives up; a fuzzer keeps the input of what aborts. */
static void
on_trap (int number)
{
  (void) number;
  abort ();
}

int
LLVMFuzzerInitialize (int *argc, char ***argv)
{
  (void) argc, (void) argv;
  signal (SIGTRAP, on_trap);
  return 0;
}

/* What Check's assertions call where they stand and when they fail: targets use what tests use, but no test is running. */
void
_mark_point (const char *file, int line)
{
  (void) file, (void) line;
}

void
_ck_assert_failed (const char *file, int line, const char *expr, const char *msg, ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, msg);
  text = msg == NULL ? g_strdup (expr) : g_strdup_vprintf (msg, args);
  va_end (args);
  g_error ("%s:%d: %s", file, line, text);
}
