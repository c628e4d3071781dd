/* What the forms of the report of `diff` share (diff.h). */
#include "config.h"

#include "viz/diff.h"

#include "viz/text.h"

#include <stdlib.h>
#include <string.h>

static const SsActivation *
activation (const SsDiff *d, int side)
{
  return d->comparison->build[side].activation;
}

static const SsProgram *
program (const SsDiff *d, int side)
{
  return activation (d, side)->terms->program;
}

SsDiffTotals
ss_diff_totals (const SsDiff *d, int side)
{
  const SsClasses *c = activation (d, side)->classes;
  SsDiffTotals t = { { 0 }, { 0 } };

  for (guint32 i = 0; i < c->nrecords; i++)
    {
      t.records[c->records[i].kind]++;
      t.values[c->records[i].kind] += c->records[i].nsaved;
    }
  return t;
}

gboolean
ss_diff_shown (const SsDiff *d, guint32 i)
{
  const SsChange *x = &d->comparison->changes[i];

  return d->all || (!ss_suppressed (d->suppressions, i)
                    && (ss_change_sense (x->code) != SS_SENSE_NEUTRAL || ss_compat_breaks (d->compat, x)));
}

char *
ss_diff_suppressed (const SsDiff *d)
{
  const SsSuppressions *s = d->suppressions;
  g_autofree char *n = ss_show_count (s ? s->nchanges : 0);
  GString *text = g_string_new (n);
  guint32 unused = 0, expired = 0;
  g_string_append (text, s && s->nchanges == 1 ? " change" : " changes");
  for (guint32 i = 0; s && i < s->nentries; i++)
    {
      unused += !s->entries[i].expired && s->entries[i].used == 0;
      expired += s->entries[i].expired;
    }
  if (s)
    g_string_append_printf (text, "; entries: %u, unused %u, expired %u", s->nentries, unused, expired);
  return g_string_free (text, FALSE);
}

char *
ss_diff_function (const SsDiff *d, const SsChange *x, int side)
{
  const SsRecord *r = ss_diff_of (d, x, side);
  guint32 func = r ? r->func : x->func[side];

  return func == SS_NONE ? NULL : g_strdup (ss_func_name (program (d, side), func));
}

char *
ss_diff_record (const SsDiff *d, const SsChange *x, int side)
{
  const SsRecord *r = ss_diff_of (d, x, side);

  return r ? ss_record_name (program (d, side), r->op) : NULL;
}

char *
ss_diff_name (const SsDiff *d, const SsChange *x, int side)
{
  guint32 record = ss_comparison_record (d->comparison, x, side);

  return record == SS_NONE ? NULL : ss_comparison_name (d->comparison, side, record);
}

const SsRecord *
ss_diff_of (const SsDiff *d, const SsChange *x, int side)
{
  guint32 record = ss_comparison_record (d->comparison, x, side);

  return record == SS_NONE ? NULL : &activation (d, side)->classes->records[record];
}

SsFate
ss_diff_fate (const SsDiff *d, const SsChange *x, int side)
{
  return (SsFate) d->compat->fate[side][ss_comparison_record (d->comparison, x, side)];
}

const SsPair *
ss_diff_match (const SsDiff *d, const SsChange *x)
{
  const SsMatch *m = d->comparison->match;
  gboolean both = x->func[SS_OLD] != SS_NONE && x->func[SS_NEW] != SS_NONE;

  return both ? &m->pairs[m->pair[SS_OLD][x->func[SS_OLD]]] : NULL;
}

char *
ss_diff_call (const SsDiff *d, const SsChange *x)
{
  int side = x->why == SS_WHY_INLINED ? SS_OLD : SS_NEW;

  return x->call == SS_NONE ? NULL : ss_record_name (program (d, side), x->call);
}

/* A saved value's type, to be sorted. */
typedef struct
{
  guint64 hash;
  SsStorage storage;
  const char *name;
} Slot;

static int
by_slot (const void *a, const void *b)
{
  const Slot *x = a, *y = b;
  if (x->storage != y->storage)
    return x->storage < y->storage ? -1 : 1;
  if (x->hash == y->hash)
    return 0;
  int c = strcmp (x->name, y->name);
  return c ? c : x->hash < y->hash ? -1 : 1;
}

static GArray *
slots_of (const SsDiff *d, const SsChange *x, int side)
{
  const SsRecord *r = ss_diff_of (d, x, side);
  const SsProgram *p = program (d, side);
  GArray *slots = g_array_new (FALSE, FALSE, sizeof (Slot));
  for (guint32 i = 0; r && i < r->nsaved; i++)
    {
      guint32 type = p->var_type[activation (d, side)->classes->saved[r->saved0 + i]];
      Slot s = { d->comparison->build[side].prints->type[type], p->types[type].storage, ss_type_name (p, type) };
      g_array_append_val (slots, s);
    }
  if (slots->len)
    g_array_sort (slots, by_slot);
  return slots;
}

GPtrArray *
ss_diff_types (const SsDiff *d, const SsChange *x, int side)
{
  g_autoptr (GArray) mine = slots_of (d, x, side), other = slots_of (d, x, !side);
  GPtrArray *types = g_ptr_array_new_with_free_func (g_free);
  /* A type's name may have an address in it, so equal hashes are looked for, and order is only for the eye. */
  for (guint i = 0; i < mine->len; i++)
    {
      const Slot *s = &g_array_index (mine, Slot, i);
      guint k = 0;
      while (k < other->len && g_array_index (other, Slot, k).hash != s->hash)
        k++;
      if (k < other->len)
        g_array_remove_index (other, k);
      else
        g_ptr_array_add (types, g_strdup (s->name));
    }
  return types;
}

char *
ss_diff_build (const SsDiff *d, int side)
{
  const SsProgram *p = program (d, side);
  g_autofree char *name = ss_show (p->program == SS_NONE ? "(not named)" : ss_str (p, p->program));
  g_autofree char *stage = p->stage == SS_NONE ? NULL : ss_show (ss_str (p, p->stage));
  return g_strconcat (name, stage ? ", stage " : NULL, stage, NULL);
}

const char *
ss_diff_direction (int side)
{
  return side == SS_OLD ? "new reads old" : "old reads new";
}

char *
ss_diff_chain (const SsDiff *d, const SsChange *x)
{
  int side;
  if (x->why != SS_WHY_CALLEE && x->code != SS_CHANGE_BEGAN && x->code != SS_CHANGE_CEASED)
    return NULL;
  g_autoptr (GArray) chain = ss_comparison_chain (d->comparison, x, &side);
  if (!chain)
    return NULL;
  const SsProgram *p = program (d, side);
  GString *text = g_string_new (NULL);
  g_autofree char *first = ss_record_name (p, g_array_index (chain, SsStep, 0).op);
  ss_show_to (text, first);
  for (guint i = 0; i < chain->len; i++)
    {
      const SsStep *s = &g_array_index (chain, SsStep, i);
      g_string_append (text, " > ");
      if (s->sym != SS_NONE)
        ss_show_to (text, ss_sym_name (p, s->sym));
      else
        g_string_append (text, s->ntargets == 0 && s->op != SS_NONE && ss_is_call (&p->ops[s->op]) ? "(unknown targets)"
                                                                                                  : "(unwinds by itself)");
    }
  return g_string_free (text, FALSE);
}

char *
ss_diff_number (guint64 old, guint64 new)
{
  g_autofree char *count = ss_show_count (old < new ? new - old : old - new);
  return g_strconcat (old < new ? "+" : old > new ? "-" : "", count, NULL);
}
