/* Runs a suite: apart from what else tests of diagrams share, which fuzz targets use without Check. */
#include "tests/drawn.h"

int
drawn_run (const char *suite, TCase *take)
{
  Suite *s = suite_create (suite);
  suite_add_tcase (s, take);
  SRunner *r = srunner_create (s);
  srunner_run_all (r, CK_ENV);
  int failed = srunner_ntests_failed (r);
  srunner_free (r);
  return failed > 0;
}
