/* Alignment of sequences (lcs.h). */
#include "lcs.h"

#include "ir/grow.h"
#include "plain.h"

#include <stdlib.h>
#include <string.h>

#define NOWHERE G_MAXUINT32
/* Cells of the table for one stretch between anchors. */
#define MAX_CELLS 1000000

/* A match counts more than the hints of any sequences of which each has less than 1,000 items; in longer ones that hardly differ it
 * counts more too. */
#define MATCH 8192u
static const guint32 hint_worth[SS_N_HINTS] = { 4, 2, 2 };

/* How a cell of the table was reached. */
enum
{
  BOTH = 1,
  SKIP_A,
  SKIP_B
};

/* An item that may occur once in both sequences. */
typedef struct
{
  guint64 hash;
  guint32 at;
  gboolean second; /* of b */
} Once;

/* A stretch that is still to be aligned. */
typedef struct
{
  guint32 a0, a1, b0, b1;
  guint level; /* 0: anchors are equal with their hints, 1: their keys are, 2: the table alone */
} Stretch;

struct SsLcs
{
  guint8 *ways; /* owned: the table */
  gsize nways;
  guint32 *row; /* owned: scores */
  gsize nrow;
  GArray *todo; /* owned: Stretch */
};

SsLcs *
ss_lcs_new (void)
{
  SsLcs *x = g_new0 (SsLcs, 1);

  x->todo = g_array_new (FALSE, FALSE, sizeof (Stretch));
  return x;
}

void
ss_lcs_free (SsLcs *x)
{
  if (!x)
    return;
  g_free (x->ways);
  g_free (x->row);
  g_array_unref (x->todo);
  g_free (x);
}

static gboolean
same (const SsItem *a, const SsItem *b)
{
  return memcmp (a, b, sizeof *a) == 0;
}

static guint32
worth (const SsItem *a, const SsItem *b)
{
  guint32 sum = MATCH;

  for (int k = 0; k < SS_N_HINTS; k++)
    sum += a->hint[k] == b->hint[k] ? hint_worth[k] : 0;
  return sum;
}

/* The table, filled from the end, so that what it says is read off from the beginning. */
static void
align_table (SsLcs *x, const SsItem *a, const SsItem *b, const Stretch *s, guint32 *to)
{
  guint32 na = s->a1 - s->a0, nb = s->b1 - s->b0;
  gsize cells = (gsize) na * nb;

  SS_GROW (x->ways, 0, x->nways, cells);
  SS_GROW (x->row, 0, x->nrow, nb + 1);
  memset (x->row, 0, (nb + 1) * sizeof *x->row);
  for (guint32 i = na; i-- > 0;)
    {
      guint32 diagonal = 0; /* the score at (i + 1, j + 1) */
      for (guint32 j = nb; j-- > 0;)
        {
          const SsItem *p = a + s->a0 + i, *q = b + s->b0 + j;
          guint32 below = x->row[j], best = below;
          guint8 way = SKIP_A;
          if (x->row[j + 1] > best)
            {
              best = x->row[j + 1];
              way = SKIP_B;
            }
          if (p->key == q->key && diagonal + worth (p, q) >= best)
            {
              best = diagonal + worth (p, q);
              way = BOTH;
            }
          x->ways[(gsize) i * nb + j] = way;
          x->row[j] = best;
          diagonal = below;
        }
    }
  for (guint32 i = 0, j = 0; i < na && j < nb;)
    switch (x->ways[(gsize) i * nb + j])
      {
      case BOTH:
        to[s->a0 + i++] = s->b0 + j++;
        break;
      case SKIP_A:
        i++;
        break;
      default:
        j++;
        break;
      }
}

static int
by_hash (gconstpointer a, gconstpointer b)
{
  const Once *x = a, *y = b;

  if (x->hash != y->hash)
    return x->hash < y->hash ? -1 : 1;
  return x->second != y->second ? (x->second ? 1 : -1) : x->at < y->at ? -1 : x->at > y->at;
}

static guint64
once_hash (const SsItem *i, guint level)
{
  guint64 h = i->key;

  for (int k = 0; k < SS_N_HINTS && !level; k++)
    h = ss_mix (h, i->hint[k]);
  return h;
}

/* The items that occur once in both stretches: by place in a, the place in b. */
static guint32
find_once (const SsItem *a, const SsItem *b, const Stretch *s, guint32 *in_b)
{
  guint32 n = 0, found = 0;
  g_autofree Once *once = g_new (Once, (gsize) (s->a1 - s->a0) + (s->b1 - s->b0));

  for (guint32 i = s->a0; i < s->a1; i++)
    {
      once[n++] = (Once) { once_hash (a + i, s->level), i, FALSE };
      in_b[i - s->a0] = NOWHERE;
    }
  for (guint32 j = s->b0; j < s->b1; j++)
    once[n++] = (Once) { once_hash (b + j, s->level), j, TRUE };
  qsort (once, n, sizeof *once, by_hash);
  for (guint32 i = 0, end; i < n; i = end)
    {
      for (end = i + 1; end < n && once[end].hash == once[i].hash; end++)
        ;
      if (end == i + 2 && !once[i].second && once[i + 1].second && a[once[i].at].key == b[once[i + 1].at].key)
        {
          in_b[once[i].at - s->a0] = once[i + 1].at;
          found++;
        }
    }
  return found;
}

/* Matches the longest run of anchors that are in order in both (patience sorting), and puts what is between them on the list. */
static void
align_anchors (SsLcs *x, const SsItem *a, const SsItem *b, const Stretch *s, guint32 *to)
{
  guint32 na = s->a1 - s->a0, npiles = 0;
  g_autofree guint32 *in_b = g_new (guint32, na), *top = g_new (guint32, na), *before = g_new (guint32, na);

  find_once (a, b, s, in_b);
  for (guint32 i = 0; i < na; i++)
    {
      guint32 lo = 0, hi = npiles;
      if (in_b[i] == NOWHERE)
        continue;
      while (lo < hi)
        {
          guint32 mid = (lo + hi) / 2;
          if (in_b[top[mid]] < in_b[i])
            lo = mid + 1;
          else
            hi = mid;
        }
      before[i] = lo ? top[lo - 1] : NOWHERE;
      top[lo] = i;
      npiles = MAX (npiles, lo + 1);
    }
  Stretch rest = { s->a0, s->a1, s->b0, s->b1, s->level + 1 };
  for (guint32 i = npiles ? top[npiles - 1] : NOWHERE; i != NOWHERE; i = before[i])
    {
      to[s->a0 + i] = in_b[i];
      rest.a0 = s->a0 + i + 1;
      rest.b0 = in_b[i] + 1;
      g_array_append_val (x->todo, rest);
      rest.a1 = s->a0 + i;
      rest.b1 = in_b[i];
    }
  rest.a0 = s->a0;
  rest.b0 = s->b0;
  g_array_append_val (x->todo, rest);
}

void
ss_lcs_align (SsLcs *x, const SsItem *a, guint32 na, const SsItem *b, guint32 nb, guint32 *to)
{
  Stretch all = { 0, na, 0, nb, 0 };

  for (guint32 i = 0; i < na; i++)
    to[i] = NOWHERE;
  for (; all.a0 < na && all.b0 < nb && same (a + all.a0, b + all.b0); all.a0++, all.b0++)
    to[all.a0] = all.b0;
  for (; all.a1 > all.a0 && all.b1 > all.b0 && same (a + all.a1 - 1, b + all.b1 - 1); all.a1--, all.b1--)
    to[all.a1 - 1] = all.b1 - 1;
  g_array_append_val (x->todo, all);
  while (x->todo->len)
    {
      Stretch s = g_array_index (x->todo, Stretch, x->todo->len - 1);
      g_array_set_size (x->todo, x->todo->len - 1);
      if (s.a0 == s.a1 || s.b0 == s.b1)
        continue;
      if ((guint64) (s.a1 - s.a0) * (s.b1 - s.b0) <= MAX_CELLS)
        align_table (x, a, b, &s, to);
      else if (s.level < 2)
        align_anchors (x, a, b, &s, to);
    }
}
