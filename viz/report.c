/* Counting for the report of `classify`.  Every table is an array indexed by dense numbers, or a sort. */
#include "config.h"

#include "viz/report.h"

#include "viz/text.h"

#include <stdlib.h>
#include <string.h>

static gboolean
matches (const char *name, GPatternSpec *glob, gboolean type)
{
  g_autofree char *shown = ss_show (name);
  if (g_pattern_spec_match_string (glob, shown) ||
      (strcmp (shown, name) != 0 && g_pattern_spec_match_string (glob, name)))
    return TRUE;
  const char *colon = type ? strchr (shown, ':') : NULL;
  return colon != NULL && g_pattern_spec_match_string (glob, colon + 1);
}

/* Marks the functions, or the types, whose names match one of the globs. */
static gboolean *
mark (SsReport *r, gboolean types, const char *const *globs)
{
  const SsProgram *p = r->terms->program;
  guint32 n = types ? p->ntypes : p->nfuncs;
  gboolean *marked = g_new0 (gboolean, n);
  for (; *globs != NULL; globs++)
    {
      g_autoptr (GPatternSpec) glob = g_pattern_spec_new (*globs);
      gboolean any = FALSE;
      for (guint32 i = 0; i < n; i++)
        if (matches (types ? ss_type_name (p, i) : ss_func_name (p, i), glob, types))
          any = marked[i] = TRUE;
      if (!any)
        g_ptr_array_add (r->notes, g_strdup_printf ("no %s of the program matches \"%s\"", types ? "type" : "function", *globs));
    }
  return marked;
}

static gboolean
saves_marked (const SsReport *r, const SsRecord *record, const gboolean *types)
{
  const guint32 *saved = r->classes->saved + record->saved0;
  for (guint32 i = 0; i < record->nsaved; i++)
    if (types[r->terms->program->var_type[saved[i]]])
      return TRUE;
  return FALSE;
}

static void
select_records (SsReport *r)
{
  const SsClasses *c = r->classes;
  const SsFilter *filter = &r->filter;
  g_autofree gboolean *funcs = filter->functions == NULL ? NULL : mark (r, FALSE, filter->functions);
  g_autofree gboolean *types = filter->types == NULL ? NULL : mark (r, TRUE, filter->types);
  r->records = g_new (const SsRecord *, c->nrecords);
  for (guint32 i = 0; i < c->nrecords; i++)
    {
      const SsRecord *record = c->records + i;
      if ((filter->kinds == 0 || (filter->kinds & (1u << record->kind)) != 0) &&
          (funcs == NULL || funcs[record->func]) && (types == NULL || saves_marked (r, record, types)))
        r->records[r->nrecords++] = record;
    }
}

static void
tally (SsTally *t, guint32 nsaved)
{
  t->records++;
  t->values += nsaved;
  t->bytes += SS_RECORD_BYTES (nsaved);
}

static void
count_kinds (SsReport *r)
{
  for (guint32 i = 0; i < r->nrecords; i++)
    {
      const SsRecord *record = r->records[i];
      tally (&r->kinds[record->kind], record->nsaved);
      tally (ss_kind_reducible (record->kind) ? &r->reducible : &r->irreducible, record->nsaved);
      tally (&r->all, record->nsaved);
    }
}

static void
count_reduction (SsReport *r)
{
  const SsReduction *reduction = r->reduction;
  for (guint32 i = 0; reduction != NULL && i < r->nrecords; i++)
    {
      const SsReduced *reduced = reduction->reduced + ss_report_index (r, r->records[i]);
      r->bounded += reduced->bounded;
      for (guint stage = 0; stage < reduction->nstages; stage++)
        {
          tally (&r->stages[stage][reduced->kind[stage]], reduced->values[stage]);
          if (!ss_kind_reducible ((SsKind) reduced->kind[stage]))
            tally (&r->stage_irreducible[stage], reduced->values[stage]);
        }
      for (guint32 k = 0; k < reduced->ngone; k++)
        {
          const SsGone *gone = reduction->gone + reduced->gone0 + k;
          r->gone[gone->how]++;
          r->resting += gone->step != SS_NONE && (reduction->rebuilds[gone->step].flags & SS_REBUILD_RESTS) != 0;
        }
    }
}

static int
by_storage_and_name (gconstpointer a, gconstpointer b, gpointer data)
{
  const SsProgram *p = data;
  const guint32 *s = a, *t = b;
  if (p->types[*s].storage != p->types[*t].storage)
    return p->types[*s].storage < p->types[*t].storage ? -1 : 1;
  return strcmp (ss_type_name (p, *s), ss_type_name (p, *t));
}

static int
by_number (const void *a, const void *b)
{
  guint32 s = *(const guint32 *) a, t = *(const guint32 *) b;
  return s < t ? -1 : s > t;
}

static int
compare_elems (const guint32 *elems, const SsShape *s, const SsShape *t)
{
  guint32 n = MIN (s->nelems, t->nelems);
  for (guint32 i = 0; i < n; i++)
    if (elems[s->elem0 + i] != elems[t->elem0 + i])
      return elems[s->elem0 + i] < elems[t->elem0 + i] ? -1 : 1;
  return s->nelems < t->nelems ? -1 : s->nelems > t->nelems;
}

static int
by_elems (gconstpointer a, gconstpointer b, gpointer data)
{
  return compare_elems (data, a, b);
}

static int
by_records (gconstpointer a, gconstpointer b, gpointer data)
{
  const SsShape *s = a, *t = b;
  if (s->records != t->records)
    return s->records > t->records ? -1 : 1;
  return compare_elems (data, s, t);
}

/* Joins equal shapes; `shapes->elems` holds the elements, which are ranks here. */
static void
join_shapes (SsShapes *shapes)
{
  g_qsort_with_data (shapes->shapes, (gint) shapes->nshapes, sizeof *shapes->shapes, by_elems, shapes->elems);
  guint32 n = 0;
  for (guint32 i = 0; i < shapes->nshapes; i++)
    if (n > 0 && compare_elems (shapes->elems, &shapes->shapes[n - 1], &shapes->shapes[i]) == 0)
      {
        shapes->shapes[n - 1].records += shapes->shapes[i].records;
        shapes->shapes[n - 1].irreducible += shapes->shapes[i].irreducible;
      }
    else
      shapes->shapes[n++] = shapes->shapes[i];
  shapes->nshapes = n;
  g_qsort_with_data (shapes->shapes, (gint) n, sizeof *shapes->shapes, by_records, shapes->elems);
}

static void
count_shapes (SsReport *r)
{
  const SsProgram *p = r->terms->program;
  g_autofree guint32 *order = g_new (guint32, p->ntypes);
  g_autofree guint32 *rank = g_new (guint32, p->ntypes);
  for (guint32 t = 0; t < p->ntypes; t++)
    order[t] = t;
  g_qsort_with_data (order, (gint) p->ntypes, sizeof *order, by_storage_and_name, (gpointer) p);
  for (guint32 i = 0; i < p->ntypes; i++)
    rank[order[i]] = i;

  r->exact.elems = g_new (guint32, MAX (r->all.values, 1));
  r->storage.elems = g_new (guint32, MAX (r->all.values, 1));
  r->exact.shapes = g_new (SsShape, r->nrecords);
  guint32 at = 0;
  for (guint32 i = 0; i < r->nrecords; i++)
    {
      const SsRecord *record = r->records[i];
      guint32 *elems = r->exact.elems + at;
      for (guint32 k = 0; k < record->nsaved; k++)
        elems[k] = rank[p->var_type[r->classes->saved[record->saved0 + k]]];
      qsort (elems, record->nsaved, sizeof *elems, by_number);
      /* Ranks follow storage first, so the storage classes are in order too. */
      for (guint32 k = 0; k < record->nsaved; k++)
        r->storage.elems[at + k] = p->types[order[elems[k]]].storage;
      r->exact.shapes[i] = (SsShape) { at, record->nsaved, 1, !ss_kind_reducible (record->kind) };
      at += record->nsaved;
    }
  r->storage.shapes = g_memdup2 (r->exact.shapes, r->nrecords * sizeof (SsShape));
  r->exact.nshapes = r->storage.nshapes = r->nrecords;
  join_shapes (&r->exact);
  join_shapes (&r->storage);
  for (guint64 i = 0; i < r->all.values; i++)
    r->exact.elems[i] = order[r->exact.elems[i]];
}

static int
by_values (gconstpointer a, gconstpointer b, gpointer data)
{
  const SsTypeUse *s = a, *t = b;
  const SsProgram *p = data;
  if (s->values != t->values)
    return s->values > t->values ? -1 : 1;
  return strcmp (ss_type_name (p, s->type), ss_type_name (p, t->type));
}

static void
count_types (SsReport *r)
{
  const SsProgram *p = r->terms->program;
  r->types = g_new0 (SsTypeUse, p->ntypes);
  g_autofree guint32 *last = g_new0 (guint32, p->ntypes); /* the record, from 1, that saved the type last */
  for (guint32 i = 0; i < r->nrecords; i++)
    for (guint32 k = 0; k < r->records[i]->nsaved; k++)
      {
        guint32 type = p->var_type[r->classes->saved[r->records[i]->saved0 + k]];
        r->types[type].values++;
        r->types[type].records += last[type] != i + 1;
        last[type] = i + 1;
      }
  for (guint32 t = 0; t < p->ntypes; t++)
    if (r->types[t].values > 0)
      {
        r->types[r->ntypes] = r->types[t];
        r->types[r->ntypes++].type = t;
      }
  g_qsort_with_data (r->types, (gint) r->ntypes, sizeof *r->types, by_values, (gpointer) p);
}

static int
by_irreducible (gconstpointer a, gconstpointer b, gpointer data)
{
  const SsFuncUse *s = a, *t = b;
  const SsProgram *p = data;
  if (s->irreducible != t->irreducible)
    return s->irreducible > t->irreducible ? -1 : 1;
  return strcmp (ss_func_name (p, s->func), ss_func_name (p, t->func));
}

static void
count_funcs (SsReport *r)
{
  const SsProgram *p = r->terms->program;
  r->funcs = g_new0 (SsFuncUse, p->nfuncs);
  for (guint32 i = 0; i < r->nrecords; i++)
    {
      const SsRecord *record = r->records[i];
      SsFuncUse *f = r->funcs + record->func;
      f->records++;
      if (ss_kind_reducible (record->kind))
        continue;
      f->irreducible++;
      f->values += record->nsaved;
      f->bytes += SS_RECORD_BYTES (record->nsaved);
    }
  for (guint32 f = 0; f < p->nfuncs; f++)
    if (r->funcs[f].irreducible > 0)
      {
        r->funcs[r->nfuncs] = r->funcs[f];
        r->funcs[r->nfuncs++].func = f;
      }
  g_qsort_with_data (r->funcs, (gint) r->nfuncs, sizeof *r->funcs, by_irreducible, (gpointer) p);
}

static int
by_use (gconstpointer a, gconstpointer b, gpointer data)
{
  const SsOpUse *s = a, *t = b;
  const SsProgram *p = data;
  if (s->count != t->count)
    return s->count > t->count ? -1 : 1;
  return strcmp (ss_str (p, p->opnames[s->opname]), ss_str (p, p->opnames[t->opname]));
}

static void
count_hidden (SsReport *r)
{
  const SsProgram *p = r->terms->program;
  r->hidden = g_new0 (SsOpUse, p->nopnames);
  g_autofree gboolean *hides = g_new (gboolean, p->nopnames);
  for (guint32 n = 0; n < p->nopnames; n++)
    hides[n] = (r->terms->op_flags[n] & SS_OPF_CALL) != 0 && (r->terms->op_flags[n] & SS_TERM_SOURCE) == 0 &&
               n != SS_OP_direct_call && n != SS_OP_indirect_call;
  for (guint32 o = 0; o < p->nops; o++)
    if (hides[p->ops[o].name])
      r->hidden[p->ops[o].name].count++;
  for (guint32 n = 0; n < p->nopnames; n++)
    if (r->hidden[n].count > 0)
      {
        r->hidden_calls += r->hidden[n].count;
        r->hidden[r->nhidden++] = (SsOpUse) { n, r->hidden[n].count };
      }
  g_qsort_with_data (r->hidden, (gint) r->nhidden, sizeof *r->hidden, by_use, (gpointer) p);
}

static int
by_symbol (gconstpointer a, gconstpointer b, gpointer data)
{
  const guint32 *s = a, *t = b;
  return strcmp (ss_sym_name (data, *s), ss_sym_name (data, *t));
}

static void
count_program (SsReport *r)
{
  const SsProgram *p = r->terms->program;
  const guint32 *points = ss_unwind_points (r->unwind, &r->npoints);
  for (guint32 i = 0; i < r->npoints; i++)
    r->not_analysed += ss_classes_find (r->classes, points[i]) == NULL;

  guint32 nunknown;
  const guint32 *unknown = ss_unwind_unknown_calls (r->unwind, &nunknown);
  for (guint32 i = 0; i < nunknown; i++)
    r->unknown_points += ss_unwind_point (r->unwind, unknown[i]);

  r->callbacks = g_new (guint32, p->nexts);
  for (guint32 e = 0; e < p->nexts; e++)
    if (p->exts[e].ncb > 0)
      {
        r->callback_externals++;
        if (ss_unwind_node (r->unwind, p->exts[e].sym))
          r->callbacks[r->ncallbacks++] = p->exts[e].sym;
      }
  g_qsort_with_data (r->callbacks, (gint) r->ncallbacks, sizeof *r->callbacks, by_symbol, (gpointer) p);

  r->overruled = g_new (guint32, MAX (g_hash_table_size (r->terms->sites), 1));
  GHashTableIter i;
  gpointer site;
  g_hash_table_iter_init (&i, r->terms->sites);
  while (g_hash_table_iter_next (&i, &site, NULL))
    r->overruled[r->noverruled++] = GPOINTER_TO_UINT (site);
  qsort (r->overruled, r->noverruled, sizeof *r->overruled, by_number);
}

SsReport *
ss_report_new (const SsTerms *terms, const SsUnwind *u, const SsClasses *c, const SsReduction *reduction,
               const SsFilter *filter)
{
  SsReport *r = g_new0 (SsReport, 1);
  r->terms = terms;
  r->unwind = u;
  r->classes = reduction != NULL ? reduction->classes : c;
  r->reduction = reduction;
  r->filter = *filter;
  r->notes = g_ptr_array_new_with_free_func (g_free);
  count_program (r);
  count_hidden (r);
  select_records (r);
  count_kinds (r);
  count_reduction (r);
  count_shapes (r);
  count_types (r);
  count_funcs (r);
  return r;
}

void
ss_report_free (SsReport *r)
{
  if (r == NULL)
    return;
  g_ptr_array_free (r->notes, TRUE);
  g_free (r->hidden);
  g_free (r->callbacks);
  g_free (r->overruled);
  g_free (r->records);
  g_free (r->exact.elems);
  g_free (r->exact.shapes);
  g_free (r->storage.elems);
  g_free (r->storage.shapes);
  g_free (r->types);
  g_free (r->funcs);
  g_free (r);
}

gboolean
ss_report_filtered (const SsReport *r)
{
  return r->filter.functions != NULL || r->filter.types != NULL || r->filter.kinds != 0;
}
