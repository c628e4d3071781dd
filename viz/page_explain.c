/* Explanations for the page (page_code.h): what `explain` says of each record.  Where it speaks of an operation the page makes the text
 * from the graph; all other words are told by number.
 */
#include "config.h"

#include "viz/page_code.h"

#include "viz/code.h"
#include "viz/derive.h"
#include "viz/explain.h"

typedef enum
{
  RECORD_TARGETS, /* of the call; 0: it has no set of them, else one more */
  RECORD_GONE,    /* how many values are live but not saved, or rebuilt on the way */
  GONE_TEXT,
  VALUE_VAR,
  VALUE_STORAGE,
  VALUE_ORIGIN,
  VALUE_FROM,
  VALUE_NAME,
  VALUE_USE,
  VALUE_BLOCKS, /* of the path there */
  VALUE_LEFT,   /* blocks of the path that are left out after the first SS_PATH_HEAD */
  VALUE_BLOCK,
  CAUSE_VAR,
  CAUSE_TYPE, /* of the value that a cause is about: only where there is one */
  CAUSE_PLACE,
  CAUSE_BLOCKS,
  CAUSE_LEFT,
  CAUSE_BLOCK,
  N_COLUMNS
} Column;

typedef struct
{
  const SsPage *page;     /* lent */
  SsPageCode *c;          /* lent */
  const SsProgram *p;     /* lent */
  const SsFunc *f;        /* lent: of the current record */
  const SsRecord *record; /* lent */
  GString **to;           /* owned */
} Writer;

static guint32
word (const Writer *w, char *take)
{
  g_autofree char *text = take;
  return ss_page_text (&w->c->words, text);
}

/* An operation of the function, or other words for a place: 0 for none. */
static void
put_place (const Writer *w, Column column, guint32 op, char *take)
{
  if (op != SS_NONE)
    ss_page_number (w->to[column], 2 * (guint64) (op - w->f->op0) + 1);
  else
    ss_page_number (w->to[column], take == NULL ? 0 : 2 * (guint64) word (w, take) + 2);
}

static void
put_at (const Writer *w, Column column, SsAtKind at, guint32 number, const SsPath *path)
{
  gboolean op = at == SS_AT_OP && number != SS_NONE;
  guint32 last = path->blocks->len > 0 ? g_array_index (path->blocks, guint32, path->blocks->len - 1) : w->record->block;
  put_place (w, column, op ? number : SS_NONE, op || number == SS_NONE ? NULL : ss_explain_place (w->p, at, number, last));
}

/* A path, in three columns: each block by how far it is from the one before. */
static void
put_path (const Writer *w, Column blocks, const SsPath *path)
{
  guint32 before = w->record->block;
  ss_page_number (w->to[blocks], path->blocks->len);
  ss_page_number (w->to[blocks + 1], path->left_out);
  for (guint i = 0; i < path->blocks->len; i++)
    {
      guint32 b = g_array_index (path->blocks, guint32, i);
      ss_page_number (w->to[blocks + 2], ss_page_signed ((gint64) b - before));
      before = b;
    }
}

static void
put_value (const Writer *w, const SsValueWhy *v)
{
  gint64 in0 = w->p->blocks[w->record->block].in0;
  gboolean made = ss_var_def_kind (w->p, v->origin) == SS_DEF_RESULT;
  ss_page_number (w->to[VALUE_VAR], ss_page_signed (v->var - in0));
  ss_page_number (w->to[VALUE_STORAGE], ss_page_text (&w->c->words, ss_storage_name (ss_var_storage (w->p, v->var))));
  ss_page_number (w->to[VALUE_ORIGIN], ss_page_signed ((gint64) v->origin - v->var));
  put_place (w, VALUE_FROM, made ? ss_var_def (w->p, v->origin) : SS_NONE, made ? NULL : ss_explain_origin (w->p, v->origin));
  ss_page_number (w->to[VALUE_NAME], ss_page_signed ((gint64) v->name - v->var));
  put_at (w, VALUE_USE, v->use, v->use_at, &v->path);
  put_path (w, VALUE_BLOCKS, &v->path);
}

static void
put_cause (const Writer *w, const SsCause *cause)
{
  gint64 in0 = w->p->blocks[w->record->block].in0;
  ss_page_number (w->to[CAUSE_VAR], cause->var == SS_NONE ? 0 : 1 + ss_page_signed (cause->var - in0));
  if (cause->var != SS_NONE)
    ss_page_number (w->to[CAUSE_TYPE], ss_page_string (&w->c->words, w->p->types[w->p->var_type[cause->var]].name));
  put_at (w, CAUSE_PLACE, cause->at, cause->number, &cause->path);
  put_path (w, CAUSE_BLOCKS, &cause->path);
}

static void
put_gone (const Writer *w, guint32 i)
{
  const SsReduction *r = w->page->reduction;
  guint32 lines = r == NULL ? 0 : ss_derive_nlines (r, i);
  ss_page_number (w->to[RECORD_GONE], lines);
  for (guint32 k = 0; k < lines; k++)
    ss_page_number (w->to[GONE_TEXT], word (w, ss_derive_line (w->p, r, i, k)));
}

GString *
ss_page_explain (const SsPage *page, SsPageCode *c)
{
  const SsActivation *a = c->activation;
  Writer w = { .page = page, .c = c, .p = a->terms->program, .to = ss_page_columns_new (N_COLUMNS) };
  g_autoptr (SsExplainer) explainer = ss_explainer_new (a->terms, a->classes);
  for (guint32 i = 0; i < a->nrecords; i++)
    {
      const SsRecord *r = w.record = &a->classes->records[i];
      const SsOp *op = &w.p->ops[r->op];
      g_autoptr (SsExplanation) e = ss_explain (explainer, r);
      w.f = &w.p->funcs[r->func];
      ss_page_number (w.to[RECORD_TARGETS], op->name == SS_OP_indirect_call && op->callee != SS_NONE
                                              ? 1 + (guint64) w.p->tsets[op->callee].n : 0);
      put_gone (&w, i);
      for (guint k = 0; k < e->values->len; k++)
        put_value (&w, &g_array_index (e->values, SsValueWhy, k));
      for (guint k = 0; k < e->causes->len; k++)
        put_cause (&w, &g_array_index (e->causes, SsCause, k));
    }
  return ss_page_columns (w.to, N_COLUMNS);
}
