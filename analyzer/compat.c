/* Pickles of one build for the other (compat.h). */
#include "compat.h"

#include "ir/program.h"

#include <stdlib.h>

static const struct
{
  const char *name, *text;
} fates[] = {
  [SS_FATE_NONE] = { "none", "no pickle holds it" },
  [SS_FATE_FOREIGN] = { "foreign", "no pickle holds it, as it saves what means nothing in another process" },
  [SS_FATE_SAME] = { "same", "there is a record of that name with that signature" },
  [SS_FATE_SIGNATURE] = { "signature", "the record of that name saves other types" },
  [SS_FATE_REDUCIBLE] = { "reducible", "the record of that name is left out" },
  [SS_FATE_UNREADABLE] = { "unreadable", "the record of that name is foreign" },
  [SS_FATE_RENAMED] = { "renamed", "its place has a record of another name" },
  [SS_FATE_MOVED] = { "moved", "another place has its name" },
  [SS_FATE_GONE] = { "gone", "there is no such record" },
};

const char *
ss_fate_name (SsFate f)
{
  return fates[f].name;
}

const char *
ss_fate_text (SsFate f)
{
  return fates[f].text;
}

gboolean
ss_fate_breaks (SsFate f)
{
  return f >= SS_FATE_SIGNATURE;
}

/* The names of a build's records, sorted. */
typedef struct
{
  guint64 name;
  guint32 record;
} Named;

static int
by_name (const void *a, const void *b)
{
  const Named *x = a, *y = b;

  if (x->name != y->name)
    return x->name < y->name ? -1 : 1;
  return x->record < y->record ? -1 : x->record > y->record;
}

static Named *
sort_names (const SsComparison *c, int side)
{
  guint32 n = c->build[side].activation->classes->nrecords;
  Named *named = g_new (Named, (gsize) n + 1);

  for (guint32 i = 0; i < n; i++)
    named[i] = (Named) { c->identity[side].name[i], i };
  qsort (named, n, sizeof *named, by_name);
  return named;
}

static gboolean
has_name (const Named *named, guint32 n, guint64 name)
{
  guint32 lo = 0, hi = n;

  while (lo < hi)
    {
      guint32 mid = lo + (hi - lo) / 2;
      if (named[mid].name < name)
        lo = mid + 1;
      else
        hi = mid;
    }
  return lo < n && named[lo].name == name;
}

static SsFate
fate_of (const SsComparison *c, int side, guint32 record, const Named *named)
{
  const SsClasses *classes = c->build[side].activation->classes, *others = c->build[!side].activation->classes;
  const SsIdentity *id = &c->identity[side], *there = &c->identity[!side];
  SsKind kind = classes->records[record].kind;
  guint32 other = c->other[side][record];

  if (ss_kind_reducible (kind) || !id->rooted[record])
    return SS_FATE_NONE;
  if (kind == SS_KIND_FOREIGN)
    return SS_FATE_FOREIGN;
  if (other == SS_NONE || there->name[other] != id->name[record])
    {
      if (has_name (named, others->nrecords, id->name[record]))
        return SS_FATE_MOVED;
      return other == SS_NONE ? SS_FATE_GONE : SS_FATE_RENAMED;
    }
  if (ss_kind_reducible (others->records[other].kind))
    return SS_FATE_REDUCIBLE;
  if (others->records[other].kind == SS_KIND_FOREIGN)
    return SS_FATE_UNREADABLE;
  return there->signature[other] == id->signature[record] ? SS_FATE_SAME : SS_FATE_SIGNATURE;
}

SsCompat *
ss_compat_new (const SsComparison *c)
{
  SsCompat *p = g_new0 (SsCompat, 1);

  for (int side = 0; side < SS_N_SIDES; side++)
    {
      guint32 n = c->build[side].activation->classes->nrecords;
      g_autofree Named *named = sort_names (c, !side);
      p->fate[side] = g_new (guint8, (gsize) n + 1);
      for (guint32 i = 0; i < n; i++)
        {
          SsFate fate = fate_of (c, side, i, named);
          p->fate[side][i] = (guint8) fate;
          p->counts[side][fate]++;
          p->held[side] += fate >= SS_FATE_SAME;
          p->breaks[side] += ss_fate_breaks (fate);
        }
    }
  return p;
}

void
ss_compat_free (SsCompat *p)
{
  if (!p)
    return;
  g_free (p->fate[SS_OLD]);
  g_free (p->fate[SS_NEW]);
  g_free (p);
}

gboolean
ss_compat_breaks (const SsCompat *p, const SsChange *change)
{
  for (int side = 0; side < SS_N_SIDES; side++)
    if (change->record[side] != SS_NONE && ss_fate_breaks (p->fate[side][change->record[side]]))
      return TRUE;
  return FALSE;
}

static gboolean
is_rooted (const SsComparison *c, const SsChange *x)
{
  for (int side = 0; side < SS_N_SIDES; side++)
    if (x->record[side] != SS_NONE && c->identity[side].rooted[x->record[side]])
      return TRUE;
  return FALSE;
}

/* Bytes that the saved record of a side takes. */
static gint64
bytes_of (const SsComparison *c, const SsChange *x, int side)
{
  const SsRecord *r = x->record[side] == SS_NONE ? NULL : &c->build[side].activation->classes->records[x->record[side]];

  return r && !ss_kind_reducible (r->kind) ? (gint64) SS_RECORD_BYTES (r->nsaved) : 0;
}

typedef struct
{
  const SsCompat *compat;
  const SsComparison *comparison;
} Ranking;

static int
by_consequence (gconstpointer a, gconstpointer b, gpointer data)
{
  const SsChange *x = a, *y = b;
  const Ranking *r = data;

  if (x->code != y->code)
    return x->code < y->code ? -1 : 1;
  int order = ss_compat_breaks (r->compat, y) - ss_compat_breaks (r->compat, x);
  if (!order)
    order = is_rooted (r->comparison, y) - is_rooted (r->comparison, x);
  if (order)
    return order;
  gint64 dx = ABS (bytes_of (r->comparison, x, SS_NEW) - bytes_of (r->comparison, x, SS_OLD));
  gint64 dy = ABS (bytes_of (r->comparison, y, SS_NEW) - bytes_of (r->comparison, y, SS_OLD));
  return dx > dy ? -1 : dx < dy;
}

void
ss_compat_sort (const SsCompat *p, SsComparison *c)
{
  Ranking r = { p, c };

  /* stable */
  g_qsort_with_data (c->changes, (gint) c->nchanges, sizeof *c->changes, by_consequence, &r);
}
