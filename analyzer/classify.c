/* Kinds of records (classify.h): function by function, each from its liveness and its ways on.
 *
 * The points are cut into ranges that end with a function.  A range is worked on by one thread, with scratch memory and
 * results of its own; the results are put together in the order of the ranges.
 */
#include "classify.h"

#include <string.h>

#include "ir/pool.h"
#include "live.h"
#include "ways.h"

static const struct
{
  const char *name;
  gboolean reducible;
  const char *text;
} kinds[] = {
#define SS_KIND(id, name, reducible, text) { name, reducible, text },
#include "kinds.def"
#undef SS_KIND
};

static const struct
{
  const char *code, *text;
} reasons[] = {
#define SS_REASON(id, code, text) { code, text },
#include "reasons.def"
#undef SS_REASON
};

#define BIT(reason) (1u << SS_REASON_##reason)

const char *
ss_kind_name (SsKind k)
{
  return kinds[k].name;
}

const char *
ss_kind_text (SsKind k)
{
  return kinds[k].text;
}

gboolean
ss_kind_reducible (SsKind k)
{
  return kinds[k].reducible;
}

SsKind
ss_kind_find (const char *name)
{
  guint k = 0;

  while (k < SS_N_KINDS && strcmp (kinds[k].name, name) != 0)
    k++;
  return (SsKind) k;
}

const char *
ss_reason_code (SsReason r)
{
  return reasons[r].code;
}

const char *
ss_reason_text (SsReason r)
{
  return reasons[r].text;
}

/* A range of points, and what came of them. */
typedef struct
{
  const SsTerms *terms;   /* lent */
  const guint32 *points;  /* lent */
  guint32 npoints;
  GArray *records; /* owned: SsRecord; saved0 counts within the range */
  GArray *saved;   /* owned: variables */
} Range;

static gboolean
goes_straight (const SsProgram *p, const SsFunc *f, const SsBlock *b, guint32 o)
{
  return o + 1 == b->op0 + b->nops && b->nexits == 1 && b->nhandlers == 0 && b->sw == SS_NONE && p->links[b->link0].to == f->ret;
}

void
ss_record_decide (const SsTerms *terms, SsRecord *r, const guint32 *saved)
{
  guint32 saves = r->nsaved ? 0 : BIT (SAVES_NOTHING);
  g_assert (saved != NULL || r->nsaved == 0);

  for (guint32 i = 0; i < r->nsaved; i++)
    {
      guint flags = ss_term_var_type (terms, saved[i]);
      saves |= flags & SS_TYPE_FOREIGN ? BIT (SAVES_FOREIGN) : flags & SS_TYPE_FRAME ? BIT (SAVES_FRAME) : BIT (SAVES_VALUE);
    }
  r->reasons &= ~(BIT (SAVES_NOTHING) | BIT (SAVES_FOREIGN) | BIT (SAVES_FRAME) | BIT (SAVES_VALUE));
  r->reasons |= saves;
  r->kind = saves & BIT (SAVES_FOREIGN)     ? SS_KIND_FOREIGN
            : saves & BIT (SAVES_NOTHING)   ? SS_KIND_STATELESS
            : saves == BIT (SAVES_FRAME)    ? SS_KIND_FRAME
                                            : SS_KIND_SPECIAL;
}

/* Fills in kind and reasons of a record whose place and saved values are known. */
static void
decide (const Range *range, const SsWays *ways, SsRecord *r)
{
  const SsProgram *p = range->terms->program;
  const SsBlock *b = &p->blocks[r->block];

  r->reasons = ss_ways_after (ways, r->op, r->block);
  if (!r->reasons)
    {
      gboolean tail = goes_straight (p, &p->funcs[r->func], b, r->op);
      r->kind = tail ? SS_KIND_TAIL : SS_KIND_PASSTHROUGH;
      r->reasons = (tail ? BIT (TAIL_CALL) : 0) | (ss_ways_result (ways) ? BIT (RETURNS_RESULT) : BIT (RETURNS_VOID))
                   | (b->nhandlers ? BIT (RE_RAISES) : 0);
      return;
    }
  ss_record_decide (range->terms, r, r->nsaved ? &g_array_index (range->saved, guint32, r->saved0) : NULL);
}

/* The records of one block's points, from its last up to its first. */
static void
classify_block (Range *range, SsLive *live, const SsWays *ways, guint32 func, guint32 b, const guint32 *points, guint32 n)
{
  const SsBlock *block = &range->terms->program->blocks[b];
  guint32 first = range->records->len, o = block->op0 + block->nops;

  g_array_set_size (range->records, first + n);
  ss_live_end (live, b);
  while (n-- > 0)
    {
      SsRecord *r = &g_array_index (range->records, SsRecord, first + n);
      while (--o > points[n])
        ss_live_up (live, o);
      *r = (SsRecord) { .op = o, .func = func, .block = b, .saved0 = range->saved->len };
      ss_live_get (live, o, range->saved);
      r->nsaved = range->saved->len - r->saved0;
      decide (range, ways, r);
      ss_live_up (live, o);
    }
}

static void
classify_range (gpointer data, G_GNUC_UNUSED gpointer unused)
{
  Range *range = data;
  const SsProgram *p = range->terms->program;
  g_autoptr (SsLive) live = ss_live_new (p);
  g_autoptr (SsWays) ways = ss_ways_new (range->terms);
  guint32 i = 0, f = 0;

  range->records = g_array_sized_new (FALSE, FALSE, sizeof (SsRecord), range->npoints);
  range->saved = g_array_new (FALSE, FALSE, sizeof (guint32));
  while (i < range->npoints)
    {
      while (range->points[i] >= p->funcs[f].op0 + p->funcs[f].nops)
        f++;
      ss_live_func (live, f);
      ss_ways_func (ways, f);
      guint32 end = p->funcs[f].op0 + p->funcs[f].nops;
      for (guint32 b = p->funcs[f].block0; i < range->npoints && range->points[i] < end; b++)
        {
          guint32 n = 0, block_end = p->blocks[b].op0 + p->blocks[b].nops;
          while (i + n < range->npoints && range->points[i + n] < block_end)
            n++;
          if (n)
            classify_block (range, live, ways, f, b, range->points + i, n);
          i += n;
        }
    }
}

/* Cuts the points into about `want` ranges. */
static GArray *
cut (const SsTerms *terms, const guint32 *points, guint32 npoints, guint32 want)
{
  const SsProgram *p = terms->program;
  GArray *ranges = g_array_new (FALSE, TRUE, sizeof (Range));
  guint32 first = 0, f = 0;

  for (guint32 i = 0; i < npoints; i++)
    {
      while (points[i] >= p->funcs[f].op0 + p->funcs[f].nops)
        f++;
      if (i + 1 < npoints && (points[i + 1] < p->funcs[f].op0 + p->funcs[f].nops || i + 1 - first < npoints / want))
        continue;
      Range r = { .terms = terms, .points = points + first, .npoints = i + 1 - first };
      g_array_append_val (ranges, r);
      first = i + 1;
    }
  return ranges;
}

static SsClasses *
join (GArray *ranges)
{
  SsClasses *c = g_new0 (SsClasses, 1);
  guint32 nrecords = 0, nsaved = 0;

  for (guint i = 0; i < ranges->len; i++)
    {
      nrecords += g_array_index (ranges, Range, i).records->len;
      nsaved += g_array_index (ranges, Range, i).saved->len;
    }
  c->records = g_new (SsRecord, MAX (nrecords, 1));
  c->saved = g_new (guint32, MAX (nsaved, 1));
  for (guint i = 0; i < ranges->len; i++)
    {
      Range *r = &g_array_index (ranges, Range, i);
      for (guint32 k = 0; k < r->records->len; k++)
        {
          c->records[c->nrecords] = g_array_index (r->records, SsRecord, k);
          c->records[c->nrecords++].saved0 += c->nsaved;
        }
      if (r->saved->len)
        memcpy (c->saved + c->nsaved, r->saved->data, r->saved->len * sizeof (guint32));
      c->nsaved += r->saved->len;
      g_array_unref (r->records);
      g_array_unref (r->saved);
    }
  return c;
}

SsClasses *
ss_classify (const SsTerms *terms, const SsUnwind *u, guint threads)
{
  guint32 npoints;
  const guint32 *points = ss_unwind_points (u, &npoints);

  threads = threads ? threads : g_get_num_processors ();
  /* several ranges a thread, so that one with large functions does not leave the others waiting */
  g_autoptr (GArray) ranges = cut (terms, points, npoints, threads == 1 ? 1 : threads * 4);
  GThreadPool *pool = ss_pool_new (classify_range, NULL, threads);
  for (guint i = 0; i < ranges->len; i++)
    {
      Range *r = &g_array_index (ranges, Range, i);
      if (pool)
        g_thread_pool_push (pool, r, NULL);
      else
        classify_range (r, NULL);
    }
  if (pool)
    g_thread_pool_free (pool, FALSE, TRUE);
  return join (ranges);
}

void
ss_classes_free (SsClasses *c)
{
  if (!c)
    return;
  g_free (c->records);
  g_free (c->saved);
  g_free (c);
}

/* The first record at operation o or later. */
static guint32
lower (const SsClasses *c, guint32 o)
{
  guint32 lo = 0, hi = c->nrecords;

  while (lo < hi)
    {
      guint32 mid = lo + (hi - lo) / 2;
      if (c->records[mid].op < o)
        lo = mid + 1;
      else
        hi = mid;
    }
  return lo;
}

const SsRecord *
ss_classes_find (const SsClasses *c, guint32 o)
{
  guint32 i = lower (c, o);

  return i < c->nrecords && c->records[i].op == o ? &c->records[i] : NULL;
}

const SsRecord *
ss_classes_range (const SsClasses *c, guint32 op0, guint32 nops, guint32 *n)
{
  guint32 first = lower (c, op0);

  *n = 0;
  while (first + *n < c->nrecords && c->records[first + *n].op - op0 < nops)
    ++*n;
  return c->records + first;
}
