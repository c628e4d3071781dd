/* Sorting by key (keyed.h). */
#include "keyed.h"

#include <string.h>

#define DIGIT_BITS 8
#define N_DIGITS (64 / DIGIT_BITS)
#define N_VALUES (1 << DIGIT_BITS)
/* Fewer are put in their place one by one. */
#define FEW 48

static guint
digit_of (guint64 key, guint digit)
{
  return (guint) (key >> (digit * DIGIT_BITS)) & (N_VALUES - 1);
}

static void
insert_each (SsKeyed *k, gsize n)
{
  for (gsize i = 1; i < n; i++)
    {
      SsKeyed x = k[i];
      gsize at = i;
      for (; at && k[at - 1].key > x.key; at--)
        k[at] = k[at - 1];
      k[at] = x;
    }
}

void
ss_keyed_sort (SsKeyed *keyed, gsize n)
{
  if (n <= FEW)
    {
      insert_each (keyed, n);
      return;
    }
  gsize counts[N_DIGITS][N_VALUES] = { { 0 } };
  SsKeyed *spare = g_new (SsKeyed, n), *from = keyed, *to = spare;
  for (gsize i = 0; i < n; i++)
    for (guint d = 0; d < N_DIGITS; d++)
      counts[d][digit_of (keyed[i].key, d)]++;
  for (guint d = 0; d < N_DIGITS; d++)
    {
      gsize at = 0;
      if (counts[d][digit_of (keyed[0].key, d)] == n)
        continue; /* all are alike here */
      for (guint v = 0; v < N_VALUES; v++)
        {
          gsize count = counts[d][v];
          counts[d][v] = at;
          at += count;
        }
      for (gsize i = 0; i < n; i++)
        to[counts[d][digit_of (from[i].key, d)]++] = from[i];
      SsKeyed *sorted = to;
      to = from;
      from = sorted;
    }
  if (from != keyed)
    memcpy (keyed, from, n * sizeof *keyed);
  g_free (spare);
}
