/* Parts and cells on random programs, held against plain walks: what plays a part in a record, and what is folded and left out of a
 * picture of its function.
 *
 * STACKSIEVE_PROGRAMS=N runs N programs, STACKSIEVE_SEED=N that one alone; a failure names its seed.
 */
#include "analyzer/cells.h"
#include "analyzer/compare.h"
#include "tests/drawn.h"
#include "tests/gen.h"
#include "viz/dot.h"
#include "viz/dot_diff.h"

#include <string.h>

enum
{
  DEFAULT_PROGRAMS = 100
};

/* The function at hand. */
typedef struct
{
  const Case *whole;
  const SsProgram *program;
  const SsClasses *classes;
  guint32 func;
  const SsFunc *f;
} At;

/* What happened in all programs together: tests that never meet a thing prove nothing of it. */
static struct
{
  guint makes, uses, folded, several, loops, cut, ways, left, matched;
} totals;

#define ck_at(c, condition, ...) \
  do \
    if (!(condition)) \
      { \
        g_autofree char *what = g_strdup_printf (__VA_ARGS__); \
        ck_case ((c)->whole, FALSE, "function %u: %s", (c)->func, what); \
      } \
  while (0)

static const SsBlock *
block_at (const At *c, guint32 b)
{
  return &c->program->blocks[c->f->block0 + b];
}

static guint32
count_links (const SsBlock *b)
{
  return b->nexits + b->nhandlers;
}

/* --- parts --- */

/* Marks what makes v, asking every link. */
static void
find_makers (const At *c, guint32 v, gboolean *seen, guint8 *ops, guint8 *blocks)
{
  const SsProgram *p = c->program;
  if (seen[v - c->f->var0])
    return;
  seen[v - c->f->var0] = TRUE;
  if (ss_var_def_kind (p, v) == SS_DEF_RESULT)
    {
      ops[ss_var_def (p, v) - c->f->op0] |= SS_PART_MAKES;
      blocks[ss_op_block (p, ss_var_def (p, v)) - c->f->block0] |= SS_PART_MAKES;
    }
  for (guint32 b = 0; b < c->f->nblocks; b++)
    for (guint32 k = block_at (c, b)->link0; k < block_at (c, b)->link0 + count_links (block_at (c, b)); k++)
      {
        const SsLink *link = &p->links[k];
        guint32 n, at = v - p->blocks[link->to].in0;
        const SsOperand *args = ss_link_args (p, k, &n);
        if (link->label != SS_NONE && k >= block_at (c, b)->link0 + block_at (c, b)->nexits && (link->bind[0] == v || link->bind[1] == v))
          blocks[b] |= SS_PART_MAKES;
        if (at < p->blocks[link->to].nin && ss_is_var (args[at]))
          find_makers (c, args[at], seen, ops, blocks);
      }
}

/* Marks what first reads v from operation `from` of its block on. */
static void
find_readers (const At *c, guint32 block, guint32 v, guint32 from, gboolean *seen, guint8 *ops, guint8 *blocks)
{
  const SsProgram *p = c->program;
  const SsBlock *b = block_at (c, block);
  for (guint32 o = from; o < b->op0 + b->nops; o++)
    {
      guint32 n;
      const SsOperand *args = ss_op_args (p, o, &n);
      for (guint32 i = 0; i < n; i++)
        if (args[i] == v)
          {
            ops[o - c->f->op0] |= SS_PART_USES;
            blocks[block] |= SS_PART_USES;
            return;
          }
    }
  if (b->sw == v)
    {
      blocks[block] |= SS_PART_USES;
      return;
    }
  for (guint32 k = b->link0; k < b->link0 + count_links (b); k++)
    {
      guint32 n, to = p->links[k].to;
      const SsOperand *args = ss_link_args (p, k, &n);
      for (guint32 i = 0; i < n; i++)
        {
          guint32 input = p->blocks[to].in0 + i;
          if (args[i] != v || seen[input - c->f->var0])
            continue;
          seen[input - c->f->var0] = TRUE;
          find_readers (c, to - c->f->block0, input, p->blocks[to].op0, seen, ops, blocks);
        }
    }
}

static void
check_parts (const At *c, const SsParts *x)
{
  g_autofree guint8 *ops = g_new0 (guint8, c->f->nops + 1), *blocks = g_new0 (guint8, c->f->nblocks + 1);
  for (guint32 i = 0; i < c->classes->nrecords; i++)
    {
      const SsRecord *r = &c->classes->records[i];
      if (r->func != c->func)
        continue;
      ops[r->op - c->f->op0] |= SS_PART_POINT;
      blocks[r->block - c->f->block0] |= SS_PART_POINT;
      for (guint32 k = 0; k < r->nsaved; k++)
        {
          g_autofree gboolean *made = g_new0 (gboolean, c->f->nvars + 1), *read = g_new0 (gboolean, c->f->nvars + 1);
          guint32 v = c->classes->saved[r->saved0 + k];
          find_makers (c, v, made, ops, blocks);
          find_readers (c, r->block - c->f->block0, v, r->op + 1, read, ops, blocks);
        }
    }
  for (guint32 o = 0; o < c->f->nops; o++)
    {
      ck_at (c, x->ops[o] == ops[o], "operation %u plays %u, not %u", o, ops[o], x->ops[o]);
      totals.makes += (ops[o] & SS_PART_MAKES) != 0;
      totals.uses += (ops[o] & SS_PART_USES) != 0;
    }
  for (guint32 b = 0; b < c->f->nblocks; b++)
    ck_at (c, x->blocks[b] == blocks[b], "block %u plays %u, not %u", b, blocks[b], x->blocks[b]);
}

/* --- cells --- */

/* Closes a relation over n things. */
static void
close_over (gboolean *reach, guint32 n)
{
  for (guint32 k = 0; k < n; k++)
    for (guint32 i = 0; i < n; i++)
      for (guint32 j = 0; j < n; j++)
        reach[i * n + j] |= reach[i * n + k] && reach[k * n + j];
}

/* Which blocks have links to which. */
static gboolean *
find_links (const At *c)
{
  guint32 n = c->f->nblocks;
  gboolean *links = g_new0 (gboolean, n * n + 1);
  for (guint32 b = 0; b < n; b++)
    for (guint32 k = block_at (c, b)->link0; k < block_at (c, b)->link0 + count_links (block_at (c, b)); k++)
      links[b * n + c->program->links[k].to - c->f->block0] = TRUE;
  return links;
}

/* A folded cell: entered at its first block alone, from where all of it is reached; it could not be part of another one.  `reach`:
 * what blocks reach each other. */
static void
check_folded (const At *c, const SsCells *cells, guint32 cell, const gboolean *links, const gboolean *reach)
{
  const SsCell *x = &cells->cells[cell];
  guint32 n = c->f->nblocks, first = cells->blocks[x->block0] - c->f->block0, only = SS_NONE;
  gboolean loops = FALSE, one = TRUE, any = FALSE;
  g_autofree gboolean *within = g_new0 (gboolean, n * n + 1);
  for (guint32 a = 0; a < n; a++)
    for (guint32 b = 0; b < n; b++)
      {
        if (!links[a * n + b] || cells->cell[b] != cell)
          continue;
        within[a * n + b] = cells->cell[a] == cell && b != first;
        ck_at (c, cells->cell[a] == cell || b == first, "block %u is entered past the first block of its cell", b);
        loops |= cells->cell[a] == cell && b == first;
        if (b == first)
          {
            one &= !any || cells->cell[a] == only;
            only = cells->cell[a];
            any = TRUE;
          }
      }
  ck_at (c, x->loops == loops, "a loop that is none, or is not told");
  ck_at (c, !reach[first] || !one || only == cell || !cells->cells[only].folded, "cell %u is entered from one other alone", cell);
  close_over (within, n);
  for (guint32 i = x->block0 + 1; i < x->block0 + x->nblocks; i++)
    ck_at (c, within[first * n + cells->blocks[i] - c->f->block0], "a block that the first of its cell does not reach");
  totals.folded++;
  totals.several += x->nblocks > 1;
  totals.loops += loops;
}

/* What blocks reach each other is the same through the cells. */
static void
check_ways (const At *c, const SsCells *cells, const gboolean *links, const gboolean *reach)
{
  guint32 n = c->f->nblocks, m = cells->ncells;
  g_autofree gboolean *between = g_new0 (gboolean, m * m + 1);
  for (guint32 a = 0; a < n; a++)
    for (guint32 b = 0; b < n; b++)
      between[cells->cell[a] * m + cells->cell[b]] |= links[a * n + b] && (cells->cell[a] != cells->cell[b] || a == b);
  close_over (between, m);
  for (guint32 a = 0; a < n; a++)
    for (guint32 b = 0; b < n; b++)
      {
        guint32 x = cells->cell[a], y = cells->cell[b];
        if (cells->cells[x].folded || cells->cells[y].folded)
          continue;
        ck_at (c, reach[a * n + b] == between[x * m + y], "a way from block %u to block %u that is none, or is lost", a, b);
        totals.ways += reach[a * n + b];
      }
}

/* The first ones by distance, and how much is left beside each. */
static void
check_shown (const At *c, const SsCells *cells, guint32 max, const gboolean *links)
{
  guint32 n = c->f->nblocks, m = cells->ncells, last = 0, nshown = 0;
  g_autofree guint32 *distance = g_new (guint32, m);
  memset (distance, 0xff, m * sizeof (guint32));
  distance[cells->cell[0]] = 0;
  for (guint32 round = 0; round < m; round++)
    for (guint32 a = 0; a < n; a++)
      for (guint32 b = 0; b < n; b++)
        if (links[a * n + b] && distance[cells->cell[a]] != SS_NONE)
          distance[cells->cell[b]] = MIN (distance[cells->cell[b]], distance[cells->cell[a]] + 1);
  ck_at (c, cells->nshown == MIN (max, m), "%u cells are shown of %u", cells->nshown, m);
  for (guint32 i = 0; i < cells->nshown; i++)
    {
      ck_at (c, cells->cells[cells->order[i]].shown && distance[cells->order[i]] >= last, "not in the order of their distance");
      last = distance[cells->order[i]];
    }
  for (guint32 x = 0; x < m; x++)
    {
      const SsCell *cell = &cells->cells[x];
      guint32 left = 0;
      nshown += cell->shown;
      ck_at (c, cell->shown || distance[x] >= last, "a nearer cell is not shown");
      for (guint32 y = 0; y < m; y++)
        {
          gboolean leads = FALSE;
          for (guint32 a = 0; a < n; a++)
            for (guint32 b = 0; b < n; b++)
              leads |= links[a * n + b] && cells->cell[a] == x && cells->cell[b] == y && b + c->f->block0 != c->f->ret
                       && b + c->f->block0 != c->f->exc;
          left += leads && !cells->cells[y].shown ? cells->cells[y].nblocks : 0;
        }
      ck_at (c, cell->left == (cell->shown ? left : 0), "cell %u: %u blocks are left beside it, not %u", x, left, cell->left);
      totals.cut += cell->left > 0;
    }
  ck_at (c, nshown == cells->nshown, "%u cells are shown, not %u", nshown, cells->nshown);
}

static void
check_cells (const At *c, const SsParts *parts, guint32 max, const gboolean *links)
{
  g_autoptr (SsCells) cells = ss_cells_new (c->program, c->func, parts, max);
  guint32 nblocks = 0, nops = 0, n = c->f->nblocks;
  g_autofree gboolean *reach = g_memdup2 (links, (n * n + 1) * sizeof (gboolean));
  close_over (reach, n);
  for (guint32 x = 0; x < cells->ncells; x++)
    {
      const SsCell *cell = &cells->cells[x];
      guint32 first = cells->blocks[cell->block0] - c->f->block0;
      gboolean kept = !parts || first == 0 || first + c->f->block0 == c->f->ret || first + c->f->block0 == c->f->exc || parts->blocks[first];
      ck_at (c, cell->folded == !kept && (cell->folded || cell->nblocks == 1), "block %u is folded, or is not", first);
      for (guint32 i = cell->block0; i < cell->block0 + cell->nblocks; i++)
        {
          guint32 b = cells->blocks[i] - c->f->block0;
          ck_at (c, cells->cell[b] == x && (kept || !parts->blocks[b]), "block %u is not of this cell", b);
          nops += block_at (c, b)->nops;
        }
      nblocks += cell->nblocks;
      if (cell->folded)
        check_folded (c, cells, x, links, reach);
    }
  ck_at (c, nblocks == c->f->nblocks && nops == c->f->nops, "not every block is in one cell");
  check_ways (c, cells, links, reach);
  check_shown (c, cells, max, links);
}

/* --- pictures --- */

/* A node that is called after a block. */
static gboolean
has_node (Agraph_t *g, guint32 b, const char *end)
{
  char name[32];
  g_snprintf (name, sizeof name, "b%u%s", b, end);
  return agnode (g, name, FALSE) != NULL;
}

/* The picture has the cells that are shown, says what is left out, and is the same bytes each time. */
static void
check_picture (const At *c, const SsParts *parts, guint32 max)
{
  SsDotAsk ask = SS_DOT_WHOLE;
  ask.only_relevant = parts != NULL;
  ask.max_nodes = max;
  g_autoptr (SsCells) cells = ss_cells_new (c->program, c->func, parts, max);
  g_autoptr (GBytes) dot = ss_dot (c->whole->terms, c->classes, c->func, &ask), again = ss_dot (c->whole->terms, c->classes, c->func, &ask);
  ck_at (c, g_bytes_equal (dot, again), "not the same bytes");
  Agraph_t *g = drawn_read (dot);
  for (guint32 b = 0; b < c->f->nblocks; b++)
    {
      const SsCell *cell = &cells->cells[cells->cell[b]];
      gboolean first = cells->blocks[cell->block0] == b + c->f->block0, shown = cell->shown && first;
      ck_at (c, has_node (g, b, "") == (shown && !cell->folded), "block %u is drawn, or is not", b);
      ck_at (c, has_node (g, b, "_run") == (shown && cell->folded), "blocks from %u on are drawn, or are not", b);
      ck_at (c, has_node (g, b, cell->folded ? "_run_down" : "_down") == (shown && cell->left > 0), "block %u: what is left", b);
    }
  ck_at (c, (agnode (g, (char *) "more", FALSE) != NULL) == (cells->nshown < cells->ncells), "a node that says what is left out, or none");
  agclose (g);
}

static void
check_function (const At *c)
{
  g_autoptr (SsParts) parts = ss_parts_new (c->program, c->classes, c->func);
  g_autofree gboolean *links = find_links (c);
  const SsParts *const both[] = { NULL, parts };
  static const guint32 bounds[] = { SS_NONE, 1, 3 };
  check_parts (c, parts);
  for (gsize i = 0; i < G_N_ELEMENTS (both); i++)
    for (gsize k = 0; k < G_N_ELEMENTS (bounds); k++)
      {
        check_cells (c, both[i], bounds[k], links);
        check_picture (c, both[i], bounds[k]);
      }
}

/* --- two builds --- */

/* Boxes are called after a block: b3, o3, n3. */
static gboolean
is_box (Agnode_t *n)
{
  const char *name = agnameof (n);
  return strchr ("bon", name[0]) != NULL && name[1] && strspn (name + 1, "0123456789") == strlen (name + 1);
}

static guint
count_boxes (Agraph_t *g)
{
  guint count = 0;
  for (Agnode_t *n = agfstnode (g); n; n = agnxtnode (g, n))
    count += is_box (n);
  return count;
}

/* What is folded is in both builds and the same: what differs, and what has an unwind point, stays; nothing is left out. */
static void
check_folded_both (const Case *c, const SsComparison *both, const guint32 func[SS_N_SIDES], Agraph_t *whole)
{
  g_autoptr (GBytes) dot = ss_dot_diff (both, func, &(SsDotAsk) { TRUE, SS_NONE, 0 });
  Agraph_t *g = drawn_read (dot);
  for (Agnode_t *n = agfstnode (whole); n; n = agnxtnode (whole, n))
    {
      g_autofree char *run = g_strconcat (agnameof (n), "_run", NULL);
      const char *label = agget (n, (char *) "label"), *frames = agget (n, (char *) "peripheries");
      gboolean kept = agnode (g, agnameof (n), FALSE) != NULL, differs = agnameof (n)[0] != 'b' || g_strcmp0 (frames, "2") == 0;
      if (!is_box (n))
        continue;
      ck_case (c, kept || (!differs && !strstr (label, "▶")), "%s is folded", agnameof (n));
      totals.folded += agnode (g, run, FALSE) != NULL;
    }
  ck_case (c, agnode (g, (char *) "more", FALSE) == NULL, "nothing is left out");
  for (Agnode_t *n = agfstnode (g); n; n = agnxtnode (g, n))
    ck_case (c, agget (n, (char *) "label") != NULL && *agget (n, (char *) "label"), "%s is an end of links, and not drawn", agnameof (n));
  agclose (g);
}

/* A picture of few boxes of two builds has so many, and each of them all that it leads to, or a stub that tells of more. */
static void
check_both (const Case *c, const SsComparison *both, const guint32 func[SS_N_SIDES], guint32 max)
{
  const SsDotAsk whole_ask = SS_DOT_WHOLE, ask = { FALSE, max, whole_ask.max_ops };
  g_autoptr (GBytes) all = ss_dot_diff (both, func, &whole_ask), some = ss_dot_diff (both, func, &ask), again = ss_dot_diff (both, func, &ask);
  Agraph_t *whole = drawn_read (all), *part = drawn_read (some);
  guint nall = count_boxes (whole), nsome = count_boxes (part);
  ck_case (c, g_bytes_equal (some, again), "not the same bytes");
  ck_case (c, nsome == MIN (max, nall), "%u boxes of %u, not %u", nsome, nall, max);
  ck_case (c, (agnode (part, (char *) "more", FALSE) != NULL) == (nsome < nall), "a node that says what is left out, or none");
  ck_case (c, agnode (whole, (char *) "more", FALSE) == NULL, "nothing is left out");
  for (Agnode_t *n = agfstnode (part); n; n = agnxtnode (part, n))
    {
      Agnode_t *same = is_box (n) ? agnode (whole, agnameof (n), FALSE) : NULL;
      if (!is_box (n))
        continue;
      g_autofree char *down = g_strconcat (agnameof (n), "_down", NULL);
      gboolean left = agnode (part, down, FALSE) != NULL;
      ck_case (c, same != NULL, "%s is no box of the whole", agnameof (n));
      int there = agdegree (whole, same, FALSE, TRUE), here = agdegree (part, n, FALSE, TRUE) - left;
      ck_case (c, left ? here < there : here == there, "%s: %d links of %d", agnameof (n), here, there);
      totals.left += left;
    }
  check_folded_both (c, both, func, whole);
  agclose (whole);
  agclose (part);
}

START_TEST (few_boxes_of_two_builds)
{
  guint64 programs = gen_programs (DEFAULT_PROGRAMS);
  for (guint64 i = 1; i <= programs; i++)
    {
      Case old, new;
      case_random (&old, i);
      case_random (&new, i + 1);
      if (old.terms && new.terms)
        {
          g_autoptr (SsPrints) a = ss_prints_new (old.terms), b = ss_prints_new (new.terms);
          const SsBuild builds[] = { { old.a, a, NULL }, { new.a, b, NULL } };
          g_autoptr (SsComparison) both = ss_compare (&builds[SS_OLD], &builds[SS_NEW], NULL);
          for (guint32 f = 0; f < old.program->nfuncs; f++)
            {
              const guint32 func[] = { f, ss_match_other (both->match, SS_OLD, f) };
              check_both (&old, both, func, 1);
              check_both (&old, both, func, 4);
              totals.matched += func[SS_NEW] != SS_NONE;
            }
        }
      case_clear (&old);
      case_clear (&new);
    }
  ck_assert_uint_gt (totals.left, programs);
  ck_assert_uint_gt (totals.matched, programs / 2);
  ck_assert_uint_gt (totals.folded, 0);
}
END_TEST

START_TEST (cells_are_what_walks_find)
{
  guint64 programs = gen_programs (DEFAULT_PROGRAMS), seed = drawn_number ("STACKSIEVE_SEED", 0);
  for (guint64 i = seed ? seed : 1; i <= (seed ? seed : programs); i++)
    {
      Case c;
      case_random (&c, i);
      for (guint32 f = 0; c.terms && f < c.program->nfuncs; f++)
        {
          const At at = { &c, c.program, c.classes, f, &c.program->funcs[f] };
          check_function (&at);
        }
      case_clear (&c);
    }
  if (seed)
    return;
  ck_assert_uint_gt (totals.makes, programs / 2);
  ck_assert_uint_gt (totals.uses, programs / 2);
  ck_assert_uint_gt (totals.folded, programs);
  ck_assert_uint_gt (totals.several, 0);
  ck_assert_uint_gt (totals.loops, 0);
  ck_assert_uint_gt (totals.cut, programs);
  ck_assert_uint_gt (totals.ways, programs);
}
END_TEST

int
main (void)
{
  TCase *t = tcase_create ("random programs");
  tcase_set_timeout (t, 120);
  tcase_add_test (t, cells_are_what_walks_find);
  tcase_add_test (t, few_boxes_of_two_builds);
  return drawn_run ("cells", t);
}
