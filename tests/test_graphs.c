/* Graphs in compressed rows against the definitions: what is reached without a node, and from each start. */
#include "analyzer/csr.h"
#include "analyzer/dominators.h"
#include "tests/gen.h"

#include <check.h>
#include <string.h>

enum
{
  PROGRAMS = 3000,
  MOST_NODES = 14,
  LONG = 300000
};

static SsCsr
random_graph (Gen *g)
{
  guint32 n = 1 + gen_below (g, MOST_NODES), m = gen_below (g, 3 * n);
  g_autofree guint32 *from = g_new (guint32, m + 1), *to = g_new (guint32, m + 1);

  for (guint32 i = 0; i < m; i++)
    {
      from[i] = gen_below (g, n);
      to[i] = gen_below (g, n);
    }
  return ss_csr_build (n, m, from, to);
}

/* Which nodes a start reaches without entering `without`. */
static guint64
reached (const SsCsr *g, guint32 start, guint32 without)
{
  guint64 seen = start == without ? 0 : G_GUINT64_CONSTANT (1) << start;

  for (gboolean grown = seen != 0; grown;)
    {
      guint64 before = seen;
      for (guint32 v = 0; v < g->n; v++)
        for (guint32 i = g->start[v]; seen >> v & 1 && i < g->start[v + 1]; i++)
          if (g->to[i] != without)
            seen |= G_GUINT64_CONSTANT (1) << g->to[i];
      grown = seen != before;
    }
  return seen;
}

START_TEST (dominators)
{
  Gen g;

  gen_init (&g, (guint64) _i + 1);
  SsCsr graph = random_graph (&g), back = ss_csr_reverse (&graph);
  guint32 root = gen_below (&g, graph.n);
  SsDominators d = ss_dominators (&graph, &back, root);
  guint64 all = reached (&graph, root, G_MAXUINT32);
  ck_assert_uint_eq (d.nreached, (guint) __builtin_popcountll (all));
  for (guint32 x = 0; x < graph.n; x++)
    {
      guint64 cut = all & ~reached (&graph, root, x);
      for (guint32 y = 0; y < graph.n; y++)
        {
          gboolean above = FALSE;
          for (guint32 v = y; all >> y & 1 && v != G_MAXUINT32; v = d.idom[v])
            above = above || v == x;
          ck_assert_msg (above == ((cut >> y & 1) != 0), "seed %d: %u over %u", _i + 1, x, y);
        }
    }
  ss_dominators_clear (&d);
  ss_csr_clear (&graph);
  ss_csr_clear (&back);
}
END_TEST

START_TEST (components_and_reach)
{
  Gen g;
  guint32 component[MOST_NODES], starts[MOST_NODES], count[MOST_NODES] = { 0 }, nstarts = 0;

  gen_init (&g, (guint64) _i + 1);
  SsCsr graph = random_graph (&g);
  ss_csr_components (&graph, component);
  for (guint32 x = 0; x < graph.n; x++)
    {
      guint64 from_x = reached (&graph, x, G_MAXUINT32);
      if (gen_chance (&g, 60))
        starts[nstarts++] = x;
      for (guint32 y = 0; y < graph.n; y++)
        {
          gboolean to = from_x >> y & 1, fro = reached (&graph, y, G_MAXUINT32) >> x & 1;
          ck_assert_msg ((component[x] == component[y]) == (to && fro), "seed %d: %u and %u", _i + 1, x, y);
          ck_assert (!to || component[x] >= component[y]);
        }
    }
  ss_csr_reach (&graph, starts, nstarts, count, graph.n);
  for (guint32 y = 0; y < graph.n; y++)
    {
      guint32 expected = 0;
      for (guint32 i = 0; i < nstarts; i++)
        expected += reached (&graph, starts[i], G_MAXUINT32) >> y & 1;
      ck_assert_uint_eq (count[y], expected);
    }
  ss_csr_clear (&graph);
}
END_TEST

/* A path of many nodes, and back: no recursion, and more starts than fit a word. */
START_TEST (long_paths)
{
  g_autofree guint32 *from = g_new (guint32, 2 * LONG), *to = g_new (guint32, 2 * LONG), *component = g_new (guint32, LONG);
  guint32 starts[130], last[1] = { 0 };

  for (guint32 i = 0; i + 1 < LONG; i++)
    {
      from[i] = i;
      to[i] = i + 1;
      from[LONG - 1 + i] = i + 1;
      to[LONG - 1 + i] = i;
    }
  SsCsr path = ss_csr_build (LONG, LONG - 1, from, to), both = ss_csr_build (LONG, 2 * (LONG - 1), from, to);
  SsCsr back = ss_csr_reverse (&path);
  ck_assert_uint_eq (ss_csr_components (&path, component), LONG);
  ck_assert_uint_eq (ss_csr_components (&both, component), 1);
  SsDominators d = ss_dominators (&path, &back, 0);
  ck_assert_uint_eq (d.idom[LONG - 1], LONG - 2);
  for (guint32 i = 0; i < G_N_ELEMENTS (starts); i++)
    starts[i] = LONG - 1 - i;
  ss_csr_reach (&back, starts, G_N_ELEMENTS (starts), last, 1);
  ck_assert_uint_eq (last[0], G_N_ELEMENTS (starts));
  ss_dominators_clear (&d);
  ss_csr_clear (&path);
  ss_csr_clear (&both);
  ss_csr_clear (&back);
}
END_TEST

int
main (void)
{
  Suite *s = suite_create ("graphs");
  TCase *t = tcase_create ("graphs");
  SRunner *r = srunner_create (s);

  tcase_set_timeout (t, 60);
  tcase_add_loop_test (t, dominators, 0, PROGRAMS);
  tcase_add_loop_test (t, components_and_reach, 0, PROGRAMS);
  tcase_add_test (t, long_paths);
  suite_add_tcase (s, t);
  srunner_set_fork_status (r, CK_NOFORK);
  srunner_run_all (r, CK_NORMAL);
  int failed = srunner_ntests_failed (r);
  srunner_free (r);
  return failed != 0;
}
