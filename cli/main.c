#include "config.h"

#include <stdio.h>

int
main (void)
{
  puts ("stacksieve " PACKAGE_VERSION);
  return 0;
}
