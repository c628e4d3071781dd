/* Sequences held against each other: as many matches as the definition gives, in short ones and in those that are cut up by anchors. */
#include "config.h"

#include "analyzer/lcs.h"
#include "tests/gen.h"

#include <check.h>
#include <string.h>

enum
{
  SHORT_PAIRS = 3000,
  MOST_SHORT = 12,
  LONG = 1500 /* more than a thousand a side go by anchors */
};

static SsItem
item (guint64 key, guint64 hint)
{
  return (SsItem) { key, { hint, hint, hint } };
}

/* The length of a longest common subsequence, by its definition. */
static guint32
longest (const SsItem *a, guint32 na, const SsItem *b, guint32 nb)
{
  g_autofree guint32 *row = g_new0 (guint32, nb + 1);

  for (guint32 i = 0; i < na; i++)
    for (guint32 j = 0, corner = 0; j < nb; j++)
      {
        guint32 above = row[j + 1];
        row[j + 1] = a[i].key == b[j].key ? corner + 1 : MAX (above, row[j]);
        corner = above;
      }
  return row[nb];
}

/* What stands behind the room for the alignment, and is left there. */
#define MARK 12345

/* Aligns them, and holds what comes of it to what is promised; returns how many are matched. */
static guint32
align (const SsItem *a, guint32 na, const SsItem *b, guint32 nb, guint32 *to)
{
  g_autoptr (SsLcs) x = ss_lcs_new ();
  g_autofree guint32 *room = g_new (guint32, (gsize) na + 1);
  guint32 found = 0;
  gint64 last = -1;

  room[na] = MARK;
  ss_lcs_align (x, a, na, b, nb, room);
  ck_assert_uint_eq (room[na], MARK);
  memcpy (to, room, na * sizeof *to);
  for (guint32 i = 0; i < na; i++)
    if (to[i] != G_MAXUINT32)
      {
        ck_assert_uint_lt (to[i], nb);
        ck_assert (last < to[i]);
        ck_assert_uint_eq (a[i].key, b[to[i]].key);
        last = to[i];
        found++;
      }
  return found;
}

START_TEST (short_ones)
{
  Gen g;
  SsItem a[MOST_SHORT], b[MOST_SHORT];
  guint32 to[MOST_SHORT];

  gen_init (&g, (guint64) _i + 1);
  guint32 na = gen_below (&g, MOST_SHORT + 1), nb = gen_below (&g, MOST_SHORT + 1), keys = 1 + gen_below (&g, 6);
  for (guint32 i = 0; i < na; i++)
    a[i] = item (gen_below (&g, keys), gen_below (&g, 3));
  for (guint32 i = 0; i < nb; i++)
    b[i] = item (gen_below (&g, keys), gen_below (&g, 3));
  ck_assert_uint_eq (align (a, na, b, nb, to), longest (a, na, b, nb));
}
END_TEST

/* Each key once in both: the anchors are a longest increasing sequence, which is a longest common one. */
START_TEST (anchors)
{
  Gen g;
  g_autofree SsItem *a = g_new (SsItem, LONG), *b = g_new (SsItem, LONG);
  g_autofree guint32 *to = g_new (guint32, LONG);

  gen_init (&g, (guint64) _i + 1);
  for (guint32 i = 0; i < LONG; i++)
    a[i] = b[i] = item (1000 + i, i);
  /* exchanged here and there, or all over the place */
  for (guint32 i = 0; i < LONG; i++)
    {
      guint32 j = gen_below (&g, _i % 2 ? LONG : MIN (i + 9, LONG));
      SsItem kept = b[i];
      b[i] = b[j];
      b[j] = kept;
    }
  ck_assert_uint_eq (align (a, LONG, b, LONG, to), longest (a, LONG, b, LONG));
}
END_TEST

/* Keys that occur often are told apart by their hints; between anchors the table goes on. */
START_TEST (hints)
{
  g_autofree SsItem *a = g_new (SsItem, LONG), *b = g_new (SsItem, LONG + 40);
  g_autofree guint32 *to = g_new (guint32, LONG);
  guint32 nb = 0;

  for (guint32 i = 0; i < LONG; i++)
    {
      a[i] = item (i % 7, i);
      for (guint32 k = 0; i % 300 == 10 && k < 8; k++)
        b[nb++] = item ((i + k) % 7, 1000000 + i + k);
      b[nb] = a[i];
      /* now and then a hint that is another */
      if (i % 50 == 17)
        b[nb].hint[0] = 2000000 + i;
      nb++;
    }
  b[0].hint[2] = a[LONG - 1].hint[2] = 3000000;
  ck_assert_uint_eq (align (a, LONG, b, nb, to), LONG);
  for (guint32 i = 0; i < LONG; i++)
    ck_assert_uint_eq (to[i], i + 8 * ((i + 290) / 300));
}
END_TEST

/* Without anchors nothing is matched in between, so that the time stays linear; both ends are. */
START_TEST (no_anchors)
{
  g_autofree SsItem *a = g_new (SsItem, LONG), *b = g_new (SsItem, LONG);
  g_autofree guint32 *to = g_new (guint32, LONG);

  for (guint32 i = 0; i < LONG; i++)
    {
      a[i] = item (i % 2, 0);
      b[i] = item (i % 2, 0);
    }
  a[3] = item (9, 0);
  a[4] = item (8, 0);
  b[LONG - 4] = item (7, 0);
  b[LONG - 3] = item (6, 0);
  ck_assert_uint_eq (align (a, LONG, b, LONG, to), 3 + 2);
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("lcs");
  TCase *tcase = tcase_create ("lcs");
  tcase_add_loop_test (tcase, short_ones, 0, SHORT_PAIRS);
  tcase_add_loop_test (tcase, anchors, 0, 4);
  tcase_add_test (tcase, hints);
  tcase_add_test (tcase, no_anchors);
  suite_add_tcase (suite, tcase);
  SRunner *runner = srunner_create (suite);
  /* processes for thousands of pairs take longer than the pairs do */
  srunner_set_fork_status (runner, CK_NOFORK);
  srunner_run_all (runner, CK_ENV);
  int failed = srunner_ntests_failed (runner);
  srunner_free (runner);
  return failed == 0 ? 0 : 1;
}
