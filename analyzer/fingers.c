/* Fingerprints of records (fingers.h). */
#include "fingers.h"

#include "plain.h"

/* How much is looked at to tell records apart. */
enum
{
  BODIES,
  NEAR,
  FAR,
  N_LEVELS
};

static int
by_finger (gconstpointer a, gconstpointer b, gpointer fingers)
{
  guint32 i = *(const guint32 *) a, j = *(const guint32 *) b;
  const guint64 *h = fingers;

  if (h[i] != h[j])
    return h[i] < h[j] ? -1 : 1;
  return i < j ? -1 : i > j;
}

static guint64
detail (const SsPrints *s, guint32 func, int level)
{
  return level == BODIES ? s->body[func] : s->around[level == NEAR ? 0 : SS_PRINTS_DEPTH][func];
}

/* What tells a record apart, at a level. */
static guint64
detail_of (const SsPrints *s, const SsRecord *r, int level)
{
  const SsProgram *p = s->terms->program;
  const SsOp *op = &p->ops[r->op];
  guint32 callee = op->name == SS_OP_direct_call && op->callee != SS_NONE ? p->syms[op->callee].func : SS_NONE;
  guint64 h = detail (s, r->func, level);

  return callee == SS_NONE ? h : ss_mix (h, detail (s, callee, level));
}

/* How many records from order[i] on have one fingerprint. */
static guint32
count_same (const guint64 *h, const guint32 *order, guint32 i, guint32 n)
{
  guint32 end = i + 1;

  while (end < n && h[order[end]] == h[order[i]])
    end++;
  return end - i;
}

guint64 *
ss_fingers_new (const SsTerms *terms, const SsClasses *c, const SsPlaces *places, const SsPrints *prints)
{
  g_autoptr (GString) scratch = g_string_new (NULL);
  g_autoptr (SsPrints) made = NULL;
  g_autofree guint32 *order = g_new (guint32, (gsize) c->nrecords + 1);
  guint64 *h = g_new (guint64, (gsize) c->nrecords + 1);

  for (guint32 i = 0; i < c->nrecords; i++)
    {
      order[i] = i;
      h[i] = ss_plain_hash (ss_func_name (terms->program, c->records[i].func), SS_PLAIN_NAME, scratch);
      h[i] = ss_mix (h[i], ss_plain_hash (places->places[i].callee, SS_PLAIN_NAME, scratch));
      h[i] = ss_mix (h[i], places->places[i].occurrence);
    }
  for (int level = BODIES; level <= N_LEVELS; level++)
    {
      g_qsort_with_data (order, (gint) c->nrecords, sizeof *order, by_finger, h);
      for (guint32 i = 0, n; i < c->nrecords; i += n)
        {
          n = count_same (h, order, i, c->nrecords);
          if (n > 1 && !prints)
            prints = made = ss_prints_new (terms);
          for (guint32 k = n > 1 ? 0 : n; k < n; k++)
            h[order[i + k]] = ss_mix (h[order[i + k]], level < N_LEVELS ? detail_of (prints, &c->records[order[i + k]], level) : k);
        }
    }
  return h;
}
