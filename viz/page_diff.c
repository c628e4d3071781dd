/* The comparison of the page (page_diff.h): what `diff` says of both builds, and every change, in its order. */
#include "config.h"

#include "viz/page_diff.h"

#include "viz/page_code.h"
#include "viz/text.h"

#include "analyzer/blocks.h"

#include <string.h>

typedef enum
{
  CHANGE_CODE,
  CHANGE_WHY,
  CHANGE_DIFFERS,    /* SsDiffers */
  CHANGE_BREAKS,     /* whether it breaks pickles */
  CHANGE_MATCH,      /* 0: no two functions, else how they were matched, plus one */
  CHANGE_SURE,
  CHANGE_CALL,       /* 0: none, else the text, plus one */
  CHANGE_CHAIN,      /* the same */
  CHANGE_SUPPRESSED, /* 0: not, else the number of the suppression that lets it through, plus one */
  CHANGE_RECORD,     /* 0: the new build has none, else its record, plus one */
  TYPE_COUNT,        /* two of each change: types that only OLD's record saves, and only NEW's */
  TYPE,              /* a text */
  SIDE_FUNC,         /* two of each change, as all that follow: 0: no function, else the text, plus one */
  SIDE_BLOCK,        /* 0: no record, else the block, plus one */
  SIDE_OP,           /* of a record, as what follows */
  SIDE_NAME,         /* a text */
  SIDE_KIND,
  SIDE_VALUES,
  SIDE_FATE,         /* SsFate */
  SIDE_GRAPH,        /* 0: none, else the place of the function that is drawn, plus one */
  SIDE_POINT,        /* 0: none, else the operation within that function that is marked, plus one */
  N_COLUMNS
} Column;

/* Of the functions that are drawn, OLD's and then NEW's, each in the order of its program. */
typedef enum
{
  GRAPH_COUNT,  /* two numbers: how many there are of each build */
  GRAPH_NAME,   /* a text */
  GRAPH_LINE,   /* 0: not said, else one more */
  GRAPH_CODE,   /* 0: in this build's own section, the next one; else in `code`, the place there, plus one */
  GRAPH_OTHER,  /* of OLD: 0: it has no match, else the place of that among NEW's, plus one */
  GRAPH_POINTS, /* how many records */
  POINT_OP,     /* the operation within the function */
  POINT_KIND,
  PAIR_BLOCKS,  /* of OLD's that have a match: how many blocks */
  PAIR_BLOCK,   /* each: 0: it has none, else from the one after the last match, plus one */
  PAIR_RUNS,    /* two of them: how many runs of operations there are in either function, by turns in both builds and in one alone */
  PAIR_RUN,     /* how long each is; the first may be 0 */
  N_GRAPH_COLUMNS
} GraphColumn;

typedef struct
{
  const SsDiff *d; /* lent */
  SsPageStrings texts;
  GString **to;    /* owned */
  GString **graphs; /* owned */
  guint32 *graph[SS_N_SIDES]; /* owned, by function: its place among those that are drawn, or SS_NONE */
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

static const SsActivation *
activation (const Writer *w, int side)
{
  return w->d->comparison->build[side].activation;
}

static const SsProgram *
program (const Writer *w, int side)
{
  return activation (w, side)->terms->program;
}

/* What of a build is drawn for a change: the function, with its site, or the call that was inlined or outlined, if it is in there; of what is
 * on the other side alone, the function that it came from or went into.  SS_NONE where there is none. */
typedef struct
{
  guint32 func, op;
} Place;

static Place
place_of (const Writer *w, const SsChange *x, int side)
{
  const SsProgram *p = program (w, side);
  guint32 op = x->op[side], func = x->func[side];
  if (op == SS_NONE && x->call != SS_NONE && side == (x->why == SS_WHY_INLINED ? SS_OLD : SS_NEW))
    op = x->call;
  if (func == SS_NONE)
    {
      op = ss_comparison_op (x, side);
      func = op == SS_NONE ? SS_NONE : ss_block_func (p, ss_op_block (p, op));
    }
  gboolean within = op != SS_NONE && op >= p->funcs[func].op0 && op < p->funcs[func].op0 + p->funcs[func].nops;
  return (Place) { func, within ? op : SS_NONE };
}

static void
put_side (Writer *w, const SsChange *x, int side)
{
  const SsProgram *p = program (w, side);
  Place at = place_of (w, x, side);
  const SsRecord *r = ss_diff_of (w->d, x, side);
  ss_page_number (w->to[SIDE_FUNC], take_optional (w, ss_diff_function (w->d, x, side)));
  ss_page_number (w->to[SIDE_BLOCK], r ? 1 + (guint64) (r->block - p->funcs[r->func].block0) : 0);
  ss_page_number (w->to[SIDE_OP], r ? r->op - p->blocks[r->block].op0 : 0);
  ss_page_number (w->to[SIDE_NAME], r ? take_text (w, ss_diff_name (w->d, x, side)) : 0);
  ss_page_number (w->to[SIDE_KIND], r ? r->kind : 0);
  ss_page_number (w->to[SIDE_VALUES], r ? r->nsaved : 0);
  ss_page_number (w->to[SIDE_FATE], r ? ss_diff_fate (w->d, x, side) : 0);
  ss_page_number (w->to[SIDE_GRAPH], at.func == SS_NONE ? 0 : 1 + (guint64) w->graph[side][at.func]);
  ss_page_number (w->to[SIDE_POINT], at.op == SS_NONE ? 0 : 1 + (guint64) (at.op - p->funcs[at.func].op0));
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
  const SsSuppression *by = ss_suppressed (w->d->suppressions, (guint32) (x - w->d->comparison->changes));
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
  ss_page_number (w->to[CHANGE_SUPPRESSED], by ? 1 + (guint64) (by - w->d->suppressions->entries) : 0);
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

/* --- graphs --- */

static void
find_graphs (Writer *w, int side)
{
  const SsComparison *c = w->d->comparison;
  guint32 nfuncs = program (w, side)->nfuncs, n = 0, *graph = w->graph[side] = g_new (guint32, MAX (nfuncs, 1));
  memset (graph, 0xff, nfuncs * sizeof *graph);
  for (guint32 i = 0; i < c->nchanges; i++)
    {
      Place at = place_of (w, &c->changes[i], side);
      if (at.func != SS_NONE)
        graph[at.func] = 0;
    }
  for (guint32 f = 0; f < nfuncs; f++)
    if (graph[f] != SS_NONE)
      graph[f] = n++;
  ss_page_number (w->graphs[GRAPH_COUNT], n);
}

/* Its records; they stand in the order of functions. */
static void
put_points (Writer *w, int side, guint32 f, guint32 *record)
{
  const SsClasses *c = activation (w, side)->classes;
  guint32 n = 0;
  while (*record < c->nrecords && c->records[*record].func < f)
    (*record)++;
  for (; *record < c->nrecords && c->records[*record].func == f; (*record)++, n++)
    {
      ss_page_number (w->graphs[POINT_OP], c->records[*record].op - program (w, side)->funcs[f].op0);
      ss_page_number (w->graphs[POINT_KIND], c->records[*record].kind);
    }
  ss_page_number (w->graphs[GRAPH_POINTS], n);
}

/* Runs of operations, by whether the other build has them. */
static void
put_runs (Writer *w, const guint8 *same, guint32 n)
{
  guint32 runs = 0;
  for (guint32 i = 0, run; i < n; i += run, runs++)
    {
      for (run = 0; i + run < n && same[i + run] == (runs % 2 == 0); run++)
        ;
      ss_page_number (w->graphs[PAIR_RUN], run);
    }
  ss_page_number (w->graphs[PAIR_RUNS], runs);
}

static void
put_pair (Writer *w, SsBlocks *blocks, const guint32 func[SS_N_SIDES])
{
  const SsProgram *p[SS_N_SIDES] = { program (w, SS_OLD), program (w, SS_NEW) };
  const SsFunc *f[SS_N_SIDES] = { &p[SS_OLD]->funcs[func[SS_OLD]], &p[SS_NEW]->funcs[func[SS_NEW]] };
  g_autofree guint8 *old = g_new0 (guint8, (gsize) f[SS_OLD]->nops + 1), *new = g_new0 (guint8, (gsize) f[SS_NEW]->nops + 1);
  g_autofree guint32 *to = g_new (guint32, (gsize) f[SS_OLD]->nops + 1);
  gint64 expected = 0;
  ss_page_number (w->graphs[PAIR_BLOCKS], f[SS_OLD]->nblocks);
  ss_blocks_match (blocks, func);
  for (guint32 b = 0; b < f[SS_OLD]->nblocks; b++)
    {
      guint32 other = blocks->other[SS_OLD][b];
      ss_page_number (w->graphs[PAIR_BLOCK], other == SS_NONE ? 0 : 1 + ss_page_signed ((gint64) other - expected));
      if (other == SS_NONE)
        continue;
      expected = (gint64) other + 1;
      const SsBlock *x = &p[SS_OLD]->blocks[f[SS_OLD]->block0 + b], *y = &p[SS_NEW]->blocks[f[SS_NEW]->block0 + other];
      ss_blocks_ops (blocks, b, other, to);
      for (guint32 i = 0; i < x->nops; i++)
        if (to[i] != SS_NONE)
          old[x->op0 - f[SS_OLD]->op0 + i] = new[y->op0 - f[SS_NEW]->op0 + to[i]] = 1;
    }
  put_runs (w, old, f[SS_OLD]->nops);
  put_runs (w, new, f[SS_NEW]->nops);
}

/* Its columns, but for its code. */
static void
put_graphs_of (Writer *w, SsBlocks *blocks, int side, const SsPageCode *recorded)
{
  const SsComparison *c = w->d->comparison;
  const SsProgram *p = program (w, side);
  guint32 record = 0;
  for (guint32 f = 0; f < p->nfuncs; f++)
    {
      if (w->graph[side][f] == SS_NONE)
        continue;
      ss_page_number (w->graphs[GRAPH_NAME], take_text (w, g_strdup (ss_func_name (p, f))));
      ss_page_number (w->graphs[GRAPH_LINE], (guint64) ((gint64) p->funcs[f].line + 1));
      ss_page_number (w->graphs[GRAPH_CODE], side == SS_NEW && recorded->func[f] != SS_NONE ? 1 + (guint64) recorded->func[f] : 0);
      put_points (w, side, f, &record);
      if (side == SS_NEW)
        continue;
      guint32 other = ss_match_other (c->match, SS_OLD, f);
      gboolean drawn = other != SS_NONE && w->graph[SS_NEW][other] != SS_NONE;
      ss_page_number (w->graphs[GRAPH_OTHER], drawn ? 1 + (guint64) w->graph[SS_NEW][other] : 0);
      if (drawn)
        put_pair (w, blocks, (guint32[]) { f, other });
    }
}

/* The code of those that are drawn and, of the new build, not in `code`. */
static void
put_code (const Writer *w, int side, const guint8 *recorded, SsOut *out)
{
  guint32 nfuncs = program (w, side)->nfuncs;
  g_autofree guint8 *written = g_new (guint8, MAX (nfuncs, 1));
  for (guint32 f = 0; f < nfuncs; f++)
    written[f] = w->graph[side][f] != SS_NONE && !(side == SS_NEW && recorded[f]);
  g_auto (SsPageCode) c;
  ss_page_code_init (&c, activation (w, side), written);
  ss_page_take_section (out, side == SS_OLD ? "old-code" : "new-code", ss_page_graphs (&c));
  ss_page_take_section (out, side == SS_OLD ? "old-names" : "new-names", ss_page_deflate (c.words.text));
}

static void
put_graphs (Writer *w, SsOut *out)
{
  g_autofree guint8 *recorded = ss_page_code_recorded (activation (w, SS_NEW));
  g_autoptr (SsBlocks) blocks = ss_blocks_new (w->d->comparison);
  g_auto (SsPageCode) in_code;
  ss_page_code_init (&in_code, activation (w, SS_NEW), recorded);
  for (int side = 0; side < SS_N_SIDES; side++)
    {
      put_graphs_of (w, blocks, side, &in_code);
      put_code (w, side, recorded, out);
    }
}

void
ss_page_put_diff (const SsDiff *diff, SsOut *out)
{
  const SsComparison *c = diff->comparison;
  json_auto_t *comparison = comparison_json (diff);
  Writer w = { .d = diff, .to = ss_page_columns_new (N_COLUMNS), .graphs = ss_page_columns_new (N_GRAPH_COLUMNS) };
  ss_page_strings_init (&w.texts, program (&w, SS_NEW));
  for (int side = 0; side < SS_N_SIDES; side++)
    find_graphs (&w, side);
  for (guint32 i = 0; i < c->nchanges; i++)
    put_change (&w, &c->changes[i]);
  put_graphs (&w, out);
  ss_page_json (out, "comparison", comparison);
  ss_page_take_section (out, "changes", ss_page_columns (w.to, N_COLUMNS));
  ss_page_take_section (out, "graphs", ss_page_columns (w.graphs, N_GRAPH_COLUMNS));
  ss_page_take_section (out, "terms", ss_page_deflate (w.texts.text));
  ss_page_strings_clear (&w.texts);
  g_free (w.graph[SS_OLD]);
  g_free (w.graph[SS_NEW]);
}
