/* Bytes as the random numbers of the generator of programs (gen.h): what the analyses say of the program, against the definitions. */
#include "config.h"

#include "tests/chains_property.h"
#include "tests/fuzz/fuzz.h"
#include "tests/gen.h"
#include "tests/property.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize n)
{
  if (n == 0)
    return 0;
  /* The seed is what the numbers come from when there are no more bytes. */
  gen_feed (data + 1, n - 1);
  if (data[0] % 4 == 0)
    {
      PropertyTotals totals = { 0 };

      property_analysis (data[0] / 4, 1, &totals);
    }
  else
    {
      ChainsTotals totals = { 0 };

      chains_property (data[0] / 4, &totals);
    }
  gen_feed (NULL, 0);
  return 0;
}
