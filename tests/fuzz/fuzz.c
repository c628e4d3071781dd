/* What all targets share. */
#include "config.h"

#include "tests/fuzz/fuzz.h"

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
