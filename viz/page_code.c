/* Graphs for the page (page_code.h): columns of functions, blocks, operations, operands, links and variables.  Numbers are told as what
 * they differ by from what is to be expected, so that most are small and alike.
 */
#include "config.h"

#include "viz/page_code.h"

#include "viz/text.h"

#include "analyzer/cells.h"

#include <string.h>

typedef enum
{
  FUNC_BLOCKS,
  FUNC_VARS,
  FUNC_RETURN, /* the block, plus one; 0: there is none */
  FUNC_RAISE,
  BLOCK_IN0, /* its first input: put_defined() */
  BLOCK_IN,  /* how many */
  BLOCK_OPS,
  BLOCK_EXITS,
  BLOCK_HANDLERS,
  BLOCK_SWITCH, /* 0: none, else operand() plus one */
  BLOCK_RUN,    /* run_of() */
  OP_NAME,
  OP_RESULT, /* put_defined() */
  OP_ARGS,   /* how many */
  OP_CALLEE, /* of a direct call: ss_page_symbol(), plus one; else 0 */
  OP_PART,   /* SsPart */
  OP_LINE,   /* 0: not said, else from the last one that is, plus one */
  ARG,       /* operand() */
  LINK_TO,
  LINK_LABEL, /* 0: none, else the text of the case or the class that is caught, plus one */
  LINK_ARG,   /* operand(), one for each input of the target */
  BIND,       /* two of each handler: put_defined() */
  VAR_PREFIX, /* put_name() */
  VAR_NUMBER,
  N_COLUMNS
} Column;

typedef struct
{
  SsPageCode *c;       /* lent */
  const SsProgram *p;  /* lent */
  const SsFunc *f;     /* lent: the current function */
  GString **to;        /* owned */
  guint32 *constant;   /* owned, by constant: its text among the words, or SS_NONE */
  GHashTable *prefixes; /* owned: what variables are called before their number, as the input has it, to its text among the words */
  GString *scratch;    /* owned */
  GArray *last;        /* owned: guint32, by prefix among the words: the number of the last variable with it */
  guint32 next;        /* the variable that is to be defined next */
  guint32 line;        /* of the last operation that says it */
} Writer;

guint32
ss_page_symbol (SsPageCode *c, guint32 sym)
{
  const SsProgram *p = c->activation->terms->program;
  if (sym == SS_NONE)
    return 0;
  guint32 func = p->syms[sym].func;
  if (func != SS_NONE && c->func[func] != SS_NONE)
    return 2 * c->func[func] + 1;
  if (c->symbol[sym] == SS_NONE)
    c->symbol[sym] = ss_page_string (&c->words, p->syms[sym].name);
  return 2 * c->symbol[sym] + 2;
}

/* An operand: twice how far a variable is from its block's first input, or twice the number of a constant's text, plus one. */
static guint64
operand (Writer *w, const SsBlock *b, SsOperand a)
{
  if (ss_is_var (a))
    return 2 * ss_page_signed ((gint64) a - b->in0);
  guint32 *known = &w->constant[a & ~SS_CONST_BIT];
  if (*known == SS_NONE)
    {
      g_autofree char *text = ss_const_text (w->p, a), *shown = ss_show (text);
      *known = ss_page_text (&w->c->words, shown);
    }
  return 2 * (guint64) *known + 1;
}

/* A variable that is defined: 0 for none. */
static void
put_defined (Writer *w, Column column, guint32 var)
{
  if (var == SS_NONE)
    {
      ss_page_number (w->to[column], 0);
      return;
    }
  ss_page_number (w->to[column], 1 + ss_page_signed ((gint64) var - w->next));
  w->next = var + 1;
}

static void
put_op (Writer *w, const SsBlock *b, guint32 o, guint8 part)
{
  const SsProgram *p = w->p;
  const SsOp *op = &p->ops[o];
  guint32 n, line = ss_op_line (p, o);
  const SsOperand *args = ss_op_args (p, o, &n);
  ss_page_number (w->to[OP_NAME], ss_page_string (&w->c->words, p->opnames[op->name]));
  put_defined (w, OP_RESULT, op->result);
  ss_page_number (w->to[OP_ARGS], n);
  ss_page_number (w->to[OP_CALLEE], op->name == SS_OP_direct_call ? 1 + (guint64) ss_page_symbol (w->c, op->callee) : 0);
  ss_page_number (w->to[OP_PART], part);
  if (line == SS_NONE)
    ss_page_number (w->to[OP_LINE], 0);
  else
    {
      ss_page_number (w->to[OP_LINE], 1 + ss_page_signed ((gint64) line - w->line));
      w->line = line;
    }
  for (guint32 i = 0; i < n; i++)
    ss_page_number (w->to[ARG], operand (w, b, args[i]));
}

static void
put_link (Writer *w, const SsBlock *b, guint32 l, gboolean handler)
{
  const SsProgram *p = w->p;
  const SsLink *link = &p->links[l];
  guint32 n;
  const SsOperand *args = ss_link_args (p, l, &n);
  ss_page_number (w->to[LINK_TO], link->to - w->f->block0);
  if (link->label == SS_NONE)
    ss_page_number (w->to[LINK_LABEL], 0);
  else if (handler)
    ss_page_number (w->to[LINK_LABEL], 1 + (guint64) ss_page_string (&w->c->words, link->label));
  else
    ss_page_number (w->to[LINK_LABEL], 1 + operand (w, b, link->label) / 2);
  if (handler)
    for (guint i = 0; i < 2; i++)
      put_defined (w, BIND, link->bind[i]);
  for (guint32 i = 0; i < n; i++)
    ss_page_number (w->to[LINK_ARG], operand (w, b, args[i]));
}

/* The cell that block b is folded into, as the number of its first block, plus one; 0: it stands by itself. */
static guint32
run_of (const SsCells *cells, const SsFunc *f, guint32 b)
{
  const SsCell *cell = &cells->cells[cells->cell[b - f->block0]];
  return cell->folded ? cells->blocks[cell->block0] - f->block0 + 1 : 0;
}

static void
put_block (Writer *w, const SsParts *parts, const SsCells *cells, guint32 number)
{
  const SsBlock *b = &w->p->blocks[number];
  put_defined (w, BLOCK_IN0, b->in0);
  w->next = b->in0 + b->nin;
  ss_page_number (w->to[BLOCK_IN], b->nin);
  ss_page_number (w->to[BLOCK_OPS], b->nops);
  ss_page_number (w->to[BLOCK_EXITS], b->nexits);
  ss_page_number (w->to[BLOCK_HANDLERS], b->nhandlers);
  ss_page_number (w->to[BLOCK_SWITCH], b->sw == SS_NONE ? 0 : 1 + operand (w, b, b->sw));
  ss_page_number (w->to[BLOCK_RUN], run_of (cells, w->f, number));
  for (guint32 o = b->op0; o < b->op0 + b->nops; o++)
    put_op (w, b, o, parts->ops[o - w->f->op0]);
  for (guint32 i = 0; i < b->nexits + b->nhandlers; i++)
    put_link (w, b, b->link0 + i, i >= b->nexits);
}

/* The text of the first n bytes of a name, among the words. */
static guint32
put_prefix (Writer *w, const char *name, gsize n)
{
  gpointer known;
  g_string_truncate (w->scratch, 0);
  g_string_append_len (w->scratch, name, (gssize) n);
  if (g_hash_table_lookup_extended (w->prefixes, w->scratch->str, NULL, &known))
    return GPOINTER_TO_UINT (known);
  g_autofree char *shown = ss_show (w->scratch->str);
  guint32 words = ss_page_text (&w->c->words, shown);
  g_hash_table_insert (w->prefixes, g_strdup (w->scratch->str), GUINT_TO_POINTER (words));
  return words;
}

/* A variable's name as words and a number: `v_12` is `v_` and 12; the number is told by how far it is from the last one after these
 * words. */
static void
put_name (Writer *w, const char *name)
{
  gsize n = strlen (name), from = n;
  while (from > 0 && n - from < 9 && g_ascii_isdigit (name[from - 1]))
    from--;
  while (from < n && name[from] == '0' && from + 1 < n)
    from++;
  guint32 words = put_prefix (w, name, from);
  ss_page_number (w->to[VAR_PREFIX], words);
  if (from == n)
    {
      ss_page_number (w->to[VAR_NUMBER], 0);
      return;
    }
  if (w->last->len <= words)
    g_array_set_size (w->last, words + 1);
  guint32 *last = &g_array_index (w->last, guint32, words), number = 0;
  for (; from < n; from++)
    number = 10 * number + (guint32) (name[from] - '0');
  ss_page_number (w->to[VAR_NUMBER], 1 + ss_page_signed ((gint64) number - *last));
  *last = number;
}

static void
put_func (Writer *w, guint32 func)
{
  const SsProgram *p = w->p;
  const SsFunc *f = w->f = &p->funcs[func];
  SsParts *parts = ss_parts_new (p, w->c->activation->classes, func);
  SsCells *cells = ss_cells_new (p, func, parts, SS_NONE);
  ss_page_number (w->to[FUNC_BLOCKS], f->nblocks);
  ss_page_number (w->to[FUNC_VARS], f->nvars);
  ss_page_number (w->to[FUNC_RETURN], f->ret == SS_NONE ? 0 : f->ret - f->block0 + 1);
  ss_page_number (w->to[FUNC_RAISE], f->exc == SS_NONE ? 0 : f->exc - f->block0 + 1);
  w->next = f->var0;
  w->line = f->line < 0 ? 0 : (guint32) f->line;
  for (guint32 b = f->block0; b < f->block0 + f->nblocks; b++)
    put_block (w, parts, cells, b);
  for (guint32 v = f->var0; v < f->var0 + f->nvars; v++)
    put_name (w, ss_var_name (p, v));
  ss_cells_free (cells);
  ss_parts_free (parts);
}

GString *
ss_page_graphs (SsPageCode *c)
{
  const SsProgram *p = c->activation->terms->program;
  Writer w = { .c = c, .p = p, .to = ss_page_columns_new (N_COLUMNS) };
  w.constant = g_new (guint32, MAX (p->nconsts, 1));
  memset (w.constant, 0xff, p->nconsts * sizeof (guint32));
  w.prefixes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  w.scratch = g_string_new (NULL);
  w.last = g_array_new (FALSE, TRUE, sizeof (guint32));
  for (guint32 f = 0; f < p->nfuncs; f++)
    if (c->func[f] != SS_NONE)
      put_func (&w, f);
  g_free (w.constant);
  g_hash_table_unref (w.prefixes);
  g_string_free (w.scratch, TRUE);
  g_array_unref (w.last);
  return ss_page_columns (w.to, N_COLUMNS);
}

void
ss_page_code_init (SsPageCode *c, const SsActivation *a, const guint8 *written)
{
  const SsProgram *p = a->terms->program;
  guint32 n = 0;
  *c = (SsPageCode) { .activation = a, .func = g_new (guint32, MAX (p->nfuncs, 1)), .symbol = g_new (guint32, MAX (p->nsyms, 1)) };
  ss_page_strings_init (&c->words, p);
  memset (c->symbol, 0xff, p->nsyms * sizeof (guint32));
  for (guint32 f = 0; f < p->nfuncs; f++)
    c->func[f] = written[f] ? n++ : SS_NONE;
}

void
ss_page_code_clear (SsPageCode *c)
{
  ss_page_strings_clear (&c->words);
  g_free (c->func);
  g_free (c->symbol);
}

guint8 *
ss_page_code_recorded (const SsActivation *a)
{
  guint8 *has = g_new0 (guint8, MAX (a->terms->program->nfuncs, 1));
  for (guint32 i = 0; i < a->classes->nrecords; i++)
    has[a->classes->records[i].func] = 1;
  return has;
}

typedef struct
{
  const SsActivation *activation; /* lent */
  const guint8 *written;          /* lent */
  GString *columns;               /* owned: deflated */
  GString *words;                 /* owned: deflated, what they refer to */
} Graphs;

static gpointer
find_graphs (gpointer data)
{
  Graphs *g = data;
  g_auto (SsPageCode) c;
  ss_page_code_init (&c, g->activation, g->written);
  g->columns = ss_page_graphs (&c);
  g->words = ss_page_deflate (c.words.text);
  return NULL;
}

void
ss_page_code (const SsPage *page, SsOut *out)
{
  g_autofree guint8 *recorded = ss_page_code_recorded (page->activation);
  Graphs g = { .activation = page->activation, .written = recorded };
  GThread *thread = page->threads == 1 ? NULL : g_thread_new ("graphs", find_graphs, &g);
  g_auto (SsPageCode) c;
  ss_page_code_init (&c, page->activation, recorded);
  ss_page_take_section (out, "explain", ss_page_explain (page, &c));
  ss_page_take_section (out, "calls", ss_page_calls (page, &c));
  ss_page_take_section (out, "words", ss_page_deflate (c.words.text));
  if (thread)
    g_thread_join (thread);
  else
    find_graphs (&g);
  ss_page_take_section (out, "code", g.columns);
  ss_page_take_section (out, "names", g.words);
}
