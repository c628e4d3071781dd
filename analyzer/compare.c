/* Comparing two builds (compare.h). */
#include "compare.h"

#include "chains.h"
#include "plain.h"

#include <stdlib.h>
#include <string.h>

static const struct
{
  const char *name, *text;
  SsSense sense;
} changes[] = {
#define SS_CHANGE(id, code, sense, text) [SS_CHANGE_##id] = { code, text, SS_SENSE_##sense },
#include "changes.def"
#undef SS_CHANGE
};

static const char *const senses[] = { [SS_SENSE_WORSE] = "worse", [SS_SENSE_NEUTRAL] = "neutral", [SS_SENSE_BETTER] = "better" };

static const struct
{
  const char *name, *text;
} whys[] = {
  [SS_WHY_NONE] = { "none", "it is in both builds" },
  [SS_WHY_FUNCTION] = { "function", "the function is in one build alone" },
  [SS_WHY_CALL] = { "call", "the call is in one build alone" },
  [SS_WHY_CALLEE] = { "callee", "the call is in both builds, but may unwind in one alone" },
  [SS_WHY_INLINED] = { "inlined", "a call was inlined" },
  [SS_WHY_OUTLINED] = { "outlined", "code became a function of its own" },
};

static const char *const differences[SS_N_DIFFERS] = { "kind", "values", "signature", "name" };

const char *
ss_change_name (SsChangeCode c)
{
  return changes[c].name;
}

const char *
ss_change_text (SsChangeCode c)
{
  return changes[c].text;
}

SsSense
ss_change_sense (SsChangeCode c)
{
  return changes[c].sense;
}

const char *
ss_sense_name (SsSense s)
{
  return senses[s];
}

SsChangeCode
ss_change_find (const char *name)
{
  guint c = 0;

  while (c < SS_N_CHANGES && strcmp (changes[c].name, name) != 0)
    c++;
  return (SsChangeCode) c;
}

const char *
ss_why_name (SsWhy w)
{
  return whys[w].name;
}

const char *
ss_why_text (SsWhy w)
{
  return whys[w].text;
}

const char *
ss_differs_name (guint bit)
{
  return differences[bit];
}

/* Identity: names and signatures. */

/* What a saved value is in a signature. */
static guint64
slot_hash (const SsPrints *s, guint32 var)
{
  const SsProgram *p = s->terms->program;
  guint32 type = p->var_type[var];

  return ss_mix (s->type[type], p->types[type].storage);
}

static guint64
hash_signature (const SsPrints *s, const SsClasses *c, const SsRecord *r)
{
  guint64 sum = ss_mix (r->nsaved, 0);

  for (guint32 i = 0; i < r->nsaved; i++)
    sum += slot_hash (s, c->saved[r->saved0 + i]);
  return sum;
}

static void
identify (SsIdentity *id, const SsBuild *b)
{
  const SsActivation *a = b->activation;
  const SsClasses *c = a->classes;
  const SsProgram *p = a->terms->program;
  g_autoptr (GString) scratch = g_string_new (NULL);

  id->places = ss_places_new (a->terms, c);
  id->official = ss_registry_names (b->registry, a->terms, c, id->places, TRUE);
  id->name = g_new (guint64, (gsize) c->nrecords + 1);
  id->signature = g_new (guint64, (gsize) c->nrecords + 1);
  id->rooted = ss_chains_rooted (a);
  for (guint32 i = 0; i < c->nrecords; i++)
    {
      const SsPlace *place = &id->places->places[i];
      guint64 h;
      if (id->official[i])
        h = ss_plain_hash (id->official[i], SS_PLAIN_TEXT, scratch);
      else
        {
          h = ss_mix (b->prints->name[p->funcs[c->records[i].func].sym], ss_plain_hash (place->callee, SS_PLAIN_NAME, scratch));
          h = ss_mix (h, place->occurrence);
        }
      id->name[i] = h;
      id->signature[i] = hash_signature (b->prints, c, &c->records[i]);
    }
}

/* Of both builds; a thread. */
static gpointer
identify_both (gpointer data)
{
  SsComparison *c = data;

  for (int side = 0; side < SS_N_SIDES; side++)
    identify (&c->identity[side], &c->build[side]);
  return NULL;
}

static void
identity_clear (SsIdentity *id)
{
  g_free (id->official);
  ss_places_free (id->places);
  g_free (id->name);
  g_free (id->signature);
  g_free (id->rooted);
}

char *
ss_comparison_name (const SsComparison *c, int side, guint32 record)
{
  const SsIdentity *id = &c->identity[side];
  const SsActivation *a = c->build[side].activation;

  if (id->official[record])
    return g_strdup (id->official[record]);
  return g_strdup_printf ("%s/%s/%u", ss_func_name (a->terms->program, a->classes->records[record].func),
                          id->places->places[record].callee, id->places->places[record].occurrence);
}

char *
ss_comparison_policies (const SsComparison *c)
{
  const char *old = ss_policy_name (c->build[SS_OLD].activation->terms->policy), *new = ss_policy_name (c->build[SS_NEW].activation->terms->policy);

  return strcmp (old, new) == 0 ? g_strdup (old) : g_strdup_printf ("old %s, new %s", old, new);
}

/* The changes. */

typedef struct
{
  SsComparison *c;
  GArray *changes;            /* SsChange */
  GHashTable *twin[SS_N_SIDES]; /* by operation: the last aligned site that it is the twin of; lent */
  GHashTable *kept[SS_N_SIDES]; /* by operation, a spliced call: how hard to pickle what has its twin on the other side is */
} Work;

static const SsClasses *
classes_of (const SsComparison *c, int side)
{
  return c->build[side].activation->classes;
}

static const SsProgram *
program_of (const SsComparison *c, int side)
{
  return c->build[side].activation->terms->program;
}

static guint32
record_at (const SsComparison *c, int side, guint32 op)
{
  const SsClasses *classes = classes_of (c, side);
  const SsRecord *r = op == SS_NONE ? NULL : ss_classes_find (classes, op);

  return r ? (guint32) (r - classes->records) : SS_NONE;
}

static gboolean
is_saved (const SsComparison *c, int side, guint32 record)
{
  return record != SS_NONE && !ss_kind_reducible (classes_of (c, side)->records[record].kind);
}

/* How hard a kind is to pickle. */
static guint
hardness (SsKind kind)
{
  static const guint8 of[SS_N_KINDS] = { [SS_KIND_STATELESS] = 1, [SS_KIND_FRAME] = 1, [SS_KIND_SPECIAL] = 2, [SS_KIND_FOREIGN] = 3 };

  return of[kind];
}

static void
add (Work *w, SsChange change)
{
  g_array_append_val (w->changes, change);
}

/* A site of which both builds have a record. */
static void
compare_records (Work *w, SsChange change)
{
  SsComparison *c = w->c;
  guint32 i = change.record[SS_OLD], j = change.record[SS_NEW];
  const SsRecord *old = &classes_of (c, SS_OLD)->records[i], *new = &classes_of (c, SS_NEW)->records[j];
  gboolean was = is_saved (c, SS_OLD, i), is = is_saved (c, SS_NEW, j);

  c->other[SS_OLD][i] = j;
  c->other[SS_NEW][j] = i;
  change.differs = (old->kind != new->kind ? SS_DIFFERS_KIND : 0) | (old->nsaved != new->nsaved ? SS_DIFFERS_VALUES : 0)
                   | (c->identity[SS_OLD].signature[i] != c->identity[SS_NEW].signature[j] ? SS_DIFFERS_SIGNATURE : 0)
                   | (c->identity[SS_OLD].name[i] != c->identity[SS_NEW].name[j] ? SS_DIFFERS_NAME : 0);
  if (!change.differs)
    return;
  if (was != is)
    change.code = is ? SS_CHANGE_BECAME_IRREDUCIBLE : SS_CHANGE_BECAME_REDUCIBLE;
  else if (!is)
    change.code = SS_CHANGE_OTHER_REDUCIBLE;
  else if (hardness (old->kind) != hardness (new->kind))
    change.code = hardness (old->kind) < hardness (new->kind) ? SS_CHANGE_WORSE_KIND : SS_CHANGE_BETTER_KIND;
  else if (old->nsaved != new->nsaved)
    change.code = old->nsaved < new->nsaved ? SS_CHANGE_SAVES_MORE : SS_CHANGE_SAVES_FEWER;
  else if (change.differs & SS_DIFFERS_SIGNATURE)
    change.code = SS_CHANGE_SAVES_OTHER;
  else
    change.code = SS_CHANGE_RENAMED;
  add (w, change);
}

/* A record that is on `side` alone. */
static void
compare_lone (Work *w, int side, SsChange change)
{
  gboolean saved = is_saved (w->c, side, change.record[side]);

  if (side == SS_NEW)
    change.code = saved ? SS_CHANGE_NEW_IRREDUCIBLE : SS_CHANGE_NEW_REDUCIBLE;
  else
    change.code = saved ? SS_CHANGE_GONE_IRREDUCIBLE : SS_CHANGE_GONE_REDUCIBLE;
  add (w, change);
}

/* Splices.  A record that came by one is explained by records of OLD: an inlined one by its twin and the call, one that code was outlined
 * into by what the code saved before.  What it saves beyond that is for the worse; that it saves less comes with the splice. */

static guint
hardness_of (const SsComparison *c, int side, guint32 record)
{
  return is_saved (c, side, record) ? hardness (classes_of (c, side)->records[record].kind) : 0;
}

static int
by_hash (gconstpointer a, gconstpointer b)
{
  guint64 x = *(const guint64 *) a, y = *(const guint64 *) b;

  return x < y ? -1 : x > y;
}

/* Appends what each saved value of a record is, as the signature tells them apart. */
static void
add_slots (const SsComparison *c, int side, guint32 record, GArray *slots)
{
  const SsClasses *classes = classes_of (c, side);
  const SsRecord *r = record == SS_NONE ? NULL : &classes->records[record];

  for (guint32 i = 0; r && i < r->nsaved; i++)
    {
      guint64 slot = slot_hash (c->build[side].prints, classes->saved[r->saved0 + i]);
      g_array_append_val (slots, slot);
    }
}

/* How many values of a record of NEW are of types that records of OLD do not save as often. */
static guint
count_beyond (const SsComparison *c, guint32 record, const guint32 old[2])
{
  g_autoptr (GArray) mine = g_array_new (FALSE, FALSE, sizeof (guint64)), theirs = g_array_new (FALSE, FALSE, sizeof (guint64));
  guint beyond = 0, k = 0;

  add_slots (c, SS_NEW, record, mine);
  add_slots (c, SS_OLD, old[0], theirs);
  add_slots (c, SS_OLD, old[1], theirs);
  g_array_sort (mine, by_hash);
  g_array_sort (theirs, by_hash);
  for (guint i = 0; i < mine->len; i++)
    {
      guint64 slot = g_array_index (mine, guint64, i);
      while (k < theirs->len && g_array_index (theirs, guint64, k) < slot)
        k++;
      if (k < theirs->len && g_array_index (theirs, guint64, k) == slot)
        k++;
      else
        beyond++;
    }
  return beyond;
}

/* A record of NEW that came by a splice, and what of OLD it came from (SS_NONE: no record). */
static void
compare_spliced (Work *w, SsChange change, guint32 twin, guint32 call)
{
  SsComparison *c = w->c;
  const guint32 old[2] = { twin, call };
  guint32 record = change.record[SS_NEW];
  const SsRecord *r = &classes_of (c, SS_NEW)->records[record];
  guint32 nold = (twin == SS_NONE ? 0 : classes_of (c, SS_OLD)->records[twin].nsaved)
                 + (call == SS_NONE ? 0 : classes_of (c, SS_OLD)->records[call].nsaved);
  guint was = MAX (hardness_of (c, SS_OLD, twin), hardness_of (c, SS_OLD, call)), is = hardness_of (c, SS_NEW, record);

  if (is && !was)
    {
      change.code = SS_CHANGE_NEW_IRREDUCIBLE;
      add (w, change);
      return;
    }
  change.code = change.why == SS_WHY_INLINED ? SS_CHANGE_INLINED : SS_CHANGE_OUTLINED;
  if (is && count_beyond (c, record, old))
    {
      change.differs = SS_DIFFERS_SIGNATURE | (r->nsaved > nold ? SS_DIFFERS_VALUES : 0);
      change.code = r->nsaved > nold ? SS_CHANGE_SAVES_MORE : SS_CHANGE_SAVES_OTHER;
    }
  if (is > was)
    {
      change.differs |= SS_DIFFERS_KIND;
      change.code = SS_CHANGE_WORSE_KIND;
    }
  add (w, change);
}

static guint
kept_of (const Work *w, int side, guint32 call)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (w->kept[side], GUINT_TO_POINTER (call)));
}

/* A site of a splice that is on `side` alone. */
static void
compare_splice (Work *w, int side, const SsAligned *s, SsChange change)
{
  SsComparison *c = w->c;
  gboolean inlined = s->splice == SS_SPLICE_INLINED, is_call = s->twin == SS_NONE && s->copy == SS_NONE;

  change.why = inlined ? SS_WHY_INLINED : SS_WHY_OUTLINED;
  change.code = inlined ? SS_CHANGE_INLINED : SS_CHANGE_OUTLINED;
  if (is_call && side == SS_NEW)
    {
      guint was = kept_of (w, side, s->call), is = hardness_of (c, side, change.record[side]);
      if (is > was)
        {
          change.code = was ? SS_CHANGE_WORSE_KIND : SS_CHANGE_NEW_IRREDUCIBLE;
          change.differs = was ? SS_DIFFERS_KIND : 0;
        }
      add (w, change);
    }
  else if (!is_call && s->twin == SS_NONE) /* the callee changed too */
    compare_lone (w, side, change);
  else if (is_call || side == SS_OLD)
    add (w, change);
  else
    compare_spliced (w, change, record_at (c, SS_OLD, s->twin), record_at (c, SS_OLD, s->call));
}

static void
compare_site (Work *w, const SsPair *pair, const SsAligned *s)
{
  SsComparison *c = w->c;
  SsChange change = { .func = { pair->func[SS_OLD], pair->func[SS_NEW] }, .op = { s->op[SS_OLD], s->op[SS_NEW] },
                      .record = { record_at (c, SS_OLD, s->op[SS_OLD]), record_at (c, SS_NEW, s->op[SS_NEW]) },
                      .twin = s->twin, .call = s->call };

  if (change.record[SS_OLD] != SS_NONE && change.record[SS_NEW] != SS_NONE)
    {
      compare_records (w, change);
      return;
    }
  if (change.record[SS_OLD] == SS_NONE && change.record[SS_NEW] == SS_NONE)
    return;
  int side = change.record[SS_OLD] == SS_NONE ? SS_NEW : SS_OLD;
  if (s->splice != SS_SPLICE_NONE)
    {
      compare_splice (w, side, s, change);
      return;
    }
  change.why = s->op[!side] == SS_NONE ? SS_WHY_CALL : SS_WHY_CALLEE;
  compare_lone (w, side, change);
}

/* What splices explain: the twins, and of which calls some record must be saved on the other side too. */
static void
note_splices (Work *w)
{
  SsComparison *c = w->c;

  for (guint32 i = 0; i < c->align->nsites; i++)
    {
      const SsAligned *s = &c->align->sites[i];
      if (s->splice == SS_SPLICE_NONE || s->twin == SS_NONE)
        continue;
      int side = s->op[SS_OLD] == SS_NONE ? SS_NEW : SS_OLD, caller = s->splice == SS_SPLICE_INLINED ? SS_OLD : SS_NEW;
      guint kept = MAX (kept_of (w, caller, s->call), hardness_of (c, side, record_at (c, side, s->op[side])));
      g_hash_table_insert (w->twin[!side], GUINT_TO_POINTER (s->twin), (gpointer) s);
      g_hash_table_insert (w->kept[caller], GUINT_TO_POINTER (s->call), GUINT_TO_POINTER (kept));
    }
}

/* A record of a function that has no match.  Where it is the twin of one that was inlined or outlined, it moved. */
static void
compare_unmatched (Work *w, int side, guint32 record)
{
  SsComparison *c = w->c;
  const SsRecord *r = &classes_of (c, side)->records[record];
  const SsAligned *s = g_hash_table_lookup (w->twin[side], GUINT_TO_POINTER (r->op));
  SsChange change = { .func = { SS_NONE, SS_NONE }, .op = { SS_NONE, SS_NONE }, .record = { SS_NONE, SS_NONE },
                      .twin = SS_NONE, .call = SS_NONE, .why = SS_WHY_FUNCTION };

  change.func[side] = r->func;
  change.op[side] = r->op;
  change.record[side] = record;
  if (!s)
    {
      compare_lone (w, side, change);
      return;
    }
  change.code = s->splice == SS_SPLICE_INLINED ? SS_CHANGE_INLINED : SS_CHANGE_OUTLINED;
  change.why = s->splice == SS_SPLICE_INLINED ? SS_WHY_INLINED : SS_WHY_OUTLINED;
  change.twin = s->op[!side];
  change.call = s->call;
  if (side == SS_NEW)
    compare_spliced (w, change, record_at (c, SS_OLD, change.twin), SS_NONE);
  else
    add (w, change);
}

static void
compare_functions (Work *w)
{
  SsComparison *c = w->c;

  for (guint32 i = 0; i < c->match->npairs; i++)
    {
      const SsPair *pair = &c->match->pairs[i];
      gboolean was = ss_unwind_func (c->build[SS_OLD].activation->unwind, pair->func[SS_OLD]);
      gboolean is = ss_unwind_func (c->build[SS_NEW].activation->unwind, pair->func[SS_NEW]);
      SsChange change = { .code = is ? SS_CHANGE_BEGAN : SS_CHANGE_CEASED, .func = { pair->func[SS_OLD], pair->func[SS_NEW] },
                          .op = { SS_NONE, SS_NONE }, .record = { SS_NONE, SS_NONE }, .twin = SS_NONE, .call = SS_NONE };
      if (was == is)
        continue;
      add (w, change);
    }
  for (int side = 0; side < SS_N_SIDES; side++)
    for (guint32 i = 0; i < classes_of (c, side)->nrecords; i++)
      if (c->match->pair[side][classes_of (c, side)->records[i].func] == SS_NONE)
        compare_unmatched (w, side, i);
}

static const char *
func_name (const SsComparison *c, const SsChange *x)
{
  int side = x->func[SS_NEW] == SS_NONE ? SS_OLD : SS_NEW;

  return ss_func_name (program_of (c, side), x->func[side]);
}

static int
by_name_and_place (gconstpointer a, gconstpointer b, gpointer data)
{
  const SsChange *x = a, *y = b;

  if (x->code != y->code)
    return x->code < y->code ? -1 : 1;
  int order = strcmp (func_name (data, x), func_name (data, y));
  if (order)
    return order;
  for (int side = SS_NEW; side >= SS_OLD; side--)
    if (x->op[side] != y->op[side])
      return x->op[side] < y->op[side] ? -1 : 1;
  return 0;
}

/* The pairs of functions of which one may unwind; the others have no records. */
static guint8 *
find_wanted (const SsComparison *c)
{
  guint8 *wanted = g_new (guint8, (gsize) c->match->npairs + 1);

  for (guint32 i = 0; i < c->match->npairs; i++)
    {
      const SsPair *pair = &c->match->pairs[i];
      wanted[i] = ss_unwind_func (c->build[SS_OLD].activation->unwind, pair->func[SS_OLD])
                  || ss_unwind_func (c->build[SS_NEW].activation->unwind, pair->func[SS_NEW]);
    }
  return wanted;
}

SsComparison *
ss_compare (const SsBuild *old, const SsBuild *new, SsMatch *take_match)
{
  SsComparison *c = g_new0 (SsComparison, 1);
  Work w = { .c = c, .changes = g_array_new (FALSE, FALSE, sizeof (SsChange)) };

  c->build[SS_OLD] = *old;
  c->build[SS_NEW] = *new;
  GThread *thread = g_thread_new ("identify", identify_both, c);
  c->match = take_match ? take_match : ss_match (old->prints, new->prints);
  g_autofree guint8 *wanted = find_wanted (c);
  c->align = ss_align_new (c->match, wanted);
  g_thread_join (thread);
  for (int side = 0; side < SS_N_SIDES; side++)
    {
      guint32 n = classes_of (c, side)->nrecords;
      c->other[side] = g_new (guint32, (gsize) n + 1);
      memset (c->other[side], 0xff, n * sizeof (guint32));
      w.twin[side] = g_hash_table_new (NULL, NULL);
      w.kept[side] = g_hash_table_new (NULL, NULL);
    }
  note_splices (&w);
  for (guint32 i = 0; i < c->match->npairs; i++)
    for (guint32 k = c->align->site0[i]; k < c->align->site0[i + 1]; k++)
      compare_site (&w, &c->match->pairs[i], &c->align->sites[k]);
  compare_functions (&w);
  g_array_sort_with_data (w.changes, by_name_and_place, c);
  c->nchanges = w.changes->len;
  c->changes = (SsChange *) (gpointer) g_array_free (w.changes, FALSE);
  for (guint32 i = 0; i < c->nchanges; i++)
    c->counts[c->changes[i].code]++;
  for (int side = 0; side < SS_N_SIDES; side++)
    {
      g_hash_table_unref (w.twin[side]);
      g_hash_table_unref (w.kept[side]);
    }
  return c;
}

void
ss_comparison_free (SsComparison *c)
{
  if (!c)
    return;
  for (int side = 0; side < SS_N_SIDES; side++)
    {
      identity_clear (&c->identity[side]);
      g_free (c->other[side]);
    }
  ss_match_free (c->match);
  ss_align_free (c->align);
  g_free (c->changes);
  g_free (c);
}

guint32
ss_comparison_op (const SsChange *x, int side)
{
  return x->op[side] == SS_NONE && x->record[!side] != SS_NONE ? x->twin : x->op[side];
}

guint32
ss_comparison_record (const SsComparison *c, const SsChange *x, int side)
{
  return record_at (c, side, ss_comparison_op (x, side));
}

/* The record of a function that begins a shortest chain, or SS_NONE. */
static guint32
best_point (const SsComparison *c, int side, guint32 func)
{
  const SsClasses *classes = classes_of (c, side);
  const SsFunc *f = &program_of (c, side)->funcs[func];
  guint32 best = SS_NONE;
  guint least = G_MAXUINT;

  for (guint32 o = f->op0; o < f->op0 + f->nops; o++)
    if (ss_classes_find (classes, o))
      {
        g_autoptr (GArray) chain = ss_unwind_chain (c->build[side].activation->unwind, o);
        if (chain->len < least)
          best = o;
        least = MIN (least, chain->len);
      }
  return best;
}

GArray *
ss_comparison_chain (const SsComparison *c, const SsChange *x, int *side)
{
  guint32 op;

  *side = x->code == SS_CHANGE_CEASED || (x->record[SS_NEW] == SS_NONE && x->record[SS_OLD] != SS_NONE) ? SS_OLD : SS_NEW;
  op = x->op[*side];
  if (x->code == SS_CHANGE_BEGAN || x->code == SS_CHANGE_CEASED)
    op = best_point (c, *side, x->func[*side]);
  return op == SS_NONE ? NULL : ss_unwind_chain (c->build[*side].activation->unwind, op);
}
