/* The comparison of the page (page_diff.h): what `diff` says of both builds, and every change, in its order. */
#include "config.h"

#include "viz/page_diff.h"

#include "viz/text.h"

typedef enum
{
  CHANGE_CODE,
  CHANGE_WHY,
  CHANGE_DIFFERS, /* SsDiffers */
  CHANGE_BREAKS,  /* whether it breaks pickles */
  CHANGE_MATCH,   /* 0: no two functions, else how they were matched, plus one */
  CHANGE_SURE,
  CHANGE_CALL,    /* 0: none, else the text, plus one */
  CHANGE_CHAIN,   /* the same */
  CHANGE_RECORD,  /* 0: the new build has none, else its record, plus one */
  TYPE_COUNT,     /* two of each change: types that only OLD's record saves, and only NEW's */
  TYPE,           /* a text */
  SIDE_FUNC,      /* two of each change, as all that follow: 0: no function, else the text, plus one */
  SIDE_BLOCK,     /* 0: no record, else the block, plus one */
  SIDE_OP,        /* of a record, as what follows */
  SIDE_NAME,      /* a text */
  SIDE_KIND,
  SIDE_VALUES,
  SIDE_FATE,      /* SsFate */
  N_COLUMNS
} Column;

typedef struct
{
  const SsDiff *d; /* lent */
  SsPageStrings texts;
  GString **to;    /* owned */
} Writer;

/* Texts are shown as they are, or made visible. */
static guint32
take_text (Writer *w, char *text)
{
  g_autofree char *plain = text, *shown = ss_show (plain);
  return ss_page_text (&w->texts, shown);
}

static guint64
take_optional (Writer *w, char *text)
{
  return text ? 1 + (guint64) take_text (w, text) : 0;
}

static void
put_side (Writer *w, const SsChange *x, int side)
{
  const SsProgram *p = w->d->comparison->build[side].activation->terms->program;
  const SsRecord *r = ss_diff_of (w->d, x, side);
  ss_page_number (w->to[SIDE_FUNC], take_optional (w, ss_diff_function (w->d, x, side)));
  ss_page_number (w->to[SIDE_BLOCK], r ? 1 + (guint64) (r->block - p->funcs[r->func].block0) : 0);
  ss_page_number (w->to[SIDE_OP], r ? r->op - p->blocks[r->block].op0 : 0);
  ss_page_number (w->to[SIDE_NAME], r ? take_text (w, ss_diff_name (w->d, x, side)) : 0);
  ss_page_number (w->to[SIDE_KIND], r ? r->kind : 0);
  ss_page_number (w->to[SIDE_VALUES], r ? r->nsaved : 0);
  ss_page_number (w->to[SIDE_FATE], r ? ss_diff_fate (w->d, x, side) : 0);
}

static void
put_types (Writer *w, const SsChange *x, int side)
{
  g_autoptr (GPtrArray) types = ss_diff_types (w->d, x, side);
  ss_page_number (w->to[TYPE_COUNT], types->len);
  for (guint i = 0; i < types->len; i++)
    ss_page_number (w->to[TYPE], take_text (w, g_strdup (types->pdata[i])));
}

static void
put_change (Writer *w, const SsChange *x)
{
  const SsPair *pair = ss_diff_match (w->d, x);
  guint32 record = ss_comparison_record (w->d->comparison, x, SS_NEW);
  char *chain = ss_diff_chain (w->d, x);
  ss_page_number (w->to[CHANGE_CODE], x->code);
  ss_page_number (w->to[CHANGE_WHY], x->why);
  ss_page_number (w->to[CHANGE_DIFFERS], x->differs);
  ss_page_number (w->to[CHANGE_BREAKS], ss_compat_breaks (w->d->compat, x));
  ss_page_number (w->to[CHANGE_MATCH], pair ? 1 + (guint64) pair->how : 0);
  ss_page_number (w->to[CHANGE_SURE], pair ? pair->sure : 0);
  ss_page_number (w->to[CHANGE_CALL], take_optional (w, ss_diff_call (w->d, x)));
  ss_page_number (w->to[CHANGE_CHAIN], chain ? 1 + (guint64) ss_page_text (&w->texts, chain) : 0);
  g_free (chain);
  ss_page_number (w->to[CHANGE_RECORD], record == SS_NONE ? 0 : 1 + (guint64) record);
  for (int side = 0; side < SS_N_SIDES; side++)
    {
      put_side (w, x, side);
      put_types (w, x, side);
    }
}

/* Names, with what they mean, as arrays that numbers refer to. */
static json_t *
terms_json (int n, const char *(*name_of) (int), const char *(*text_of) (int))
{
  json_t *array = json_array ();
  for (int i = 0; i < n; i++)
    {
      json_t *object = json_object ();
      ss_doc_take (object, "name", json_string (name_of (i)));
      ss_doc_take (object, "text", json_string (text_of (i)));
      ss_doc_push (array, object);
    }
  return array;
}

static const char *code_name (int i) { return ss_change_name ((SsChangeCode) i); }
static const char *code_text (int i) { return ss_change_text ((SsChangeCode) i); }
static const char *why_name (int i) { return ss_why_name ((SsWhy) i); }
static const char *why_text (int i) { return ss_why_text ((SsWhy) i); }
static const char *fate_name (int i) { return ss_fate_name ((SsFate) i); }
static const char *fate_text (int i) { return ss_fate_text ((SsFate) i); }
static const char *match_name (int i) { return ss_match_name ((SsMatchHow) i); }
static const char *match_text (int i) { return ss_match_text ((SsMatchHow) i); }

static json_t *
comparison_json (const SsDiff *d)
{
  json_t *root = json_object (), *differs = json_array ();
  for (guint bit = 0; bit < SS_N_DIFFERS; bit++)
    ss_doc_push (differs, json_string (ss_differs_name (bit)));
  ss_doc_take (root, "summary", ss_diff_summary (d));
  ss_doc_take (root, "changes", json_integer (d->comparison->nchanges));
  ss_doc_take (root, "codes", terms_json (SS_N_CHANGES, code_name, code_text));
  ss_doc_take (root, "whys", terms_json (SS_N_WHYS, why_name, why_text));
  ss_doc_take (root, "fates", terms_json (SS_N_FATES, fate_name, fate_text));
  ss_doc_take (root, "matches", terms_json (SS_N_MATCHES, match_name, match_text));
  ss_doc_take (root, "differs", differs);
  return root;
}

void
ss_page_put_diff (const SsDiff *diff, SsOut *out)
{
  const SsComparison *c = diff->comparison;
  json_auto_t *comparison = comparison_json (diff);
  Writer w = { .d = diff, .to = ss_page_columns_new (N_COLUMNS) };
  ss_page_strings_init (&w.texts, c->build[SS_NEW].activation->terms->program);
  for (guint32 i = 0; i < c->nchanges; i++)
    put_change (&w, &c->changes[i]);
  ss_page_json (out, "comparison", comparison);
  ss_page_take_section (out, "changes", ss_page_columns (w.to, N_COLUMNS));
  ss_page_take_section (out, "terms", ss_page_deflate (w.texts.text));
  ss_page_strings_clear (&w.texts);
}
