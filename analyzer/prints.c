/* Fingerprints (prints.h). */
#include "prints.h"

#include "order.h"
#include "plain.h"

#include <string.h>

/* What a hash goes on with: one for each kind of thing, so that things of different kinds differ. */
enum
{
  SAY_NONE = 1,
  SAY_INPUT,
  SAY_RESULT,
  SAY_BIND,
  SAY_CONST,
  SAY_BLOCK,
  SAY_SWITCH,
  SAY_LINK,
  SAY_RETURN,
  SAY_RAISE,
  SAY_SET,
  SAY_CALLED
};

gboolean
ss_prints_site (const SsTerms *terms, guint32 o)
{
  return ss_is_call (&terms->program->ops[o]) || (ss_term_op (terms, o) & (SS_TERM_SOURCE | SS_OPF_CALL)) != 0;
}

static guint64
hash_const (const SsPrints *s, const SsConst *c, GString *scratch)
{
  const SsProgram *p = s->terms->program;
  guint64 bits = 0, h = ss_mix (SAY_CONST, c->kind);

  switch (c->kind)
    {
    case SS_CONST_INT:
      return ss_mix (h, (guint64) c->u.i);
    case SS_CONST_REAL:
      memcpy (&bits, &c->u.d, sizeof bits);
      return ss_mix (h, bits);
    case SS_CONST_TEXT:
      h = ss_mix (h, ss_plain_hash (ss_str (p, (guint32) c->u.str), SS_PLAIN_NAME, scratch));
      return ss_mix (h, c->type == SS_NONE ? SAY_NONE : s->type[c->type]);
    case SS_CONST_NULL:
    case SS_CONST_FALSE:
    case SS_CONST_TRUE:
      break;
    }
  return h;
}

/* Whether there are digits after a '_': without these both plain forms of a name are the same. */
static gboolean
has_digits (const char *name)
{
  for (; *name; name++)
    if (name[0] == '_' && g_ascii_isdigit (name[1]))
      return TRUE;
  return FALSE;
}

static void
hash_names (SsPrints *s)
{
  const SsProgram *p = s->terms->program;
  g_autoptr (GString) scratch = g_string_new (NULL);

  for (guint32 i = 0; i < p->nsyms; i++)
    {
      s->name[i] = ss_plain_hash (ss_sym_name (p, i), SS_PLAIN_NAME, scratch);
      s->base[i] = has_digits (ss_sym_name (p, i)) ? ss_plain_hash (ss_sym_name (p, i), SS_PLAIN_BASE, scratch) : s->name[i];
    }
  for (guint32 i = 0; i < p->nopnames; i++)
    s->opname[i] = ss_plain_hash (ss_str (p, p->opnames[i]), SS_PLAIN_TEXT, scratch);
  for (guint32 i = 0; i < p->ntypes; i++)
    s->type[i] = ss_plain_hash (ss_type_name (p, i), SS_PLAIN_NAME, scratch);
  for (guint32 i = 0; i < p->nconsts; i++)
    s->constant[i] = hash_const (s, &p->consts[i], scratch);
  for (guint32 f = 0; f < p->nfuncs; f++)
    if (p->funcs[f].file != SS_NONE && p->funcs[f].line >= 0)
      s->source[f] = ss_mix (ss_plain_hash (ss_str (p, p->funcs[f].file), SS_PLAIN_TEXT, scratch), (guint64) p->funcs[f].line);
}

/* An operand of block b: a variable is told by where in the block it is defined. */
static guint64
hash_operand (const SsPrints *s, const SsBlock *b, SsOperand a)
{
  const SsProgram *p = s->terms->program;

  if (a == SS_NONE)
    return SAY_NONE;
  if (ss_is_const (a))
    return s->constant[a & ~SS_CONST_BIT];
  g_assert (b != NULL); /* only constants are outside of blocks */
  guint32 def = ss_var_def (p, a);
  switch (ss_var_def_kind (p, a))
    {
    case SS_DEF_INPUT:
      return ss_mix (SAY_INPUT, a - b->in0);
    case SS_DEF_RESULT:
      return ss_mix (SAY_RESULT, def - b->op0);
    case SS_DEF_BIND:
      break;
    }
  return ss_mix (SAY_BIND, p->links[def].bind[0] == a);
}

static guint64
hash_op (const SsPrints *s, const SsBlock *b, guint32 o)
{
  const SsProgram *p = s->terms->program;
  const SsOp *op = &p->ops[o];
  guint32 n;
  const SsOperand *args = ss_op_args (p, o, &n);
  guint64 h = ss_mix (s->opname[op->name], op->result == SS_NONE ? SAY_NONE : s->type[p->var_type[op->result]]);

  for (guint32 i = 0; i < n; i++)
    h = ss_mix (h, hash_operand (s, b, args[i]));
  return h;
}

/* Hashes of the classes that handlers catch: there are few of them. */
#define N_CAUGHT 64

typedef struct
{
  guint32 label[N_CAUGHT]; /* SS_NONE: the place is free */
  guint64 hash[N_CAUGHT];
  GString *scratch;
} Caught;

static guint64
hash_caught (const SsPrints *s, guint32 label, Caught *c)
{
  guint at = label % N_CAUGHT;

  if (c->label[at] != label)
    {
      c->label[at] = label;
      c->hash[at] = ss_plain_hash (ss_str (s->terms->program, label), SS_PLAIN_TEXT, c->scratch);
    }
  return c->hash[at];
}

static guint64
hash_link (const SsPrints *s, const SsBlock *b, guint32 l, gboolean handler, const SsOrder *order, Caught *caught)
{
  const SsProgram *p = s->terms->program;
  const SsLink *link = &p->links[l];
  guint32 n;
  const SsOperand *args = ss_link_args (p, l, &n);
  guint64 h = ss_mix (SAY_LINK, ss_order_rank (order, link->to));

  if (handler)
    {
      h = ss_mix (h, hash_caught (s, link->label, caught));
      for (int k = 0; k < 2; k++)
        h = ss_mix (h, link->bind[k] == SS_NONE ? SAY_NONE : s->type[p->var_type[link->bind[k]]]);
    }
  else
    h = ss_mix (h, link->label == SS_NONE ? SAY_NONE : s->constant[link->label & ~SS_CONST_BIT]);
  for (guint32 i = 0; i < n; i++)
    h = ss_mix (h, hash_operand (s, b, args[i]));
  return h;
}

/* What a site is passed, by type and value. */
static guint64
hash_passed (const SsPrints *s, guint32 o)
{
  const SsProgram *p = s->terms->program;
  const SsOp *op = &p->ops[o];
  guint32 n;
  const SsOperand *args = ss_op_args (p, o, &n);
  guint64 h = op->result == SS_NONE ? SAY_NONE : s->type[p->var_type[op->result]];

  for (guint32 i = 0; i < n; i++)
    h = ss_mix (h, ss_is_var (args[i]) ? s->type[p->var_type[args[i]]] : hash_operand (s, NULL, args[i]));
  return h;
}

/* The two operations before the site at operation o, or where its block begins; the two after it, or how its block ends. */
static guint64
hash_before (const SsPrints *s, const SsBlock *b, guint32 o)
{
  guint64 h = SAY_BLOCK;

  for (guint32 i = o; i-- > b->op0 && o - i <= 2;)
    h = ss_mix (h, s->opname[s->terms->program->ops[i].name]);
  return o - b->op0 < 2 ? ss_mix (h, b->nin) : h;
}

static guint64
hash_after (const SsPrints *s, const SsBlock *b, guint32 o)
{
  guint32 end = b->op0 + b->nops;
  guint64 h = SAY_LINK;

  for (guint32 i = o + 1; i < end && i - o <= 2; i++)
    h = ss_mix (h, s->opname[s->terms->program->ops[i].name]);
  return end - o <= 2 ? ss_mix (ss_mix (h, b->nexits), b->nhandlers) : h;
}

static void
hash_body (SsPrints *s, guint32 func, SsOrder *order, Caught *caught)
{
  const SsProgram *p = s->terms->program;
  const SsFunc *f = &p->funcs[func];
  const guint32 *blocks = ss_order_func (order, func);
  guint64 h = f->nblocks;
  guint32 nsites = s->site0[func];

  for (guint32 i = 0; i < f->nblocks; i++)
    {
      const SsBlock *b = &p->blocks[blocks[i]];
      h = ss_mix (h, ss_mix (SAY_BLOCK, blocks[i] == f->ret ? SAY_RETURN : blocks[i] == f->exc ? SAY_RAISE : SAY_NONE));
      for (guint32 v = b->in0; v < b->in0 + b->nin; v++)
        h = ss_mix (h, s->type[p->var_type[v]]);
      for (guint32 o = b->op0; o < b->op0 + b->nops; o++)
        {
          h = ss_mix (h, hash_op (s, b, o));
          if (!ss_prints_site (s->terms, o))
            continue;
          s->items[nsites] = (SsItem) { 0, { hash_passed (s, o), hash_before (s, b, o), hash_after (s, b, o) } };
          s->sites[nsites++] = o;
        }
      h = ss_mix (h, ss_mix (SAY_SWITCH, hash_operand (s, b, b->sw)));
      for (guint32 l = 0; l < b->nexits + b->nhandlers; l++)
        h = ss_mix (h, hash_link (s, b, b->link0 + l, l >= b->nexits, order, caught));
    }
  s->body[func] = h;
  s->site0[func + 1] = nsites;
}

/* What one round of refinement reads and writes. */
typedef struct
{
  const SsPrints *prints;
  const guint64 *of;  /* by function: the depth before; NULL: none, names count */
  guint32 *called;    /* by site: the symbol, or nsyms and the target set, that it calls; SS_NONE */
  guint64 *syms;      /* by symbol: what it is */
  guint64 *sets;      /* by target set: what is in it */
  guint64 *set_calls; /* by target set: what calls it */
  guint64 *calls;     /* by function: what calls it */
} Round;

static guint64
symbol_hash (const Round *r, guint32 sym)
{
  guint32 f = r->prints->terms->program->syms[sym].func;

  return r->of && f != SS_NONE ? r->of[f] : r->prints->name[sym];
}

static void
gather (Round *r)
{
  const SsPrints *s = r->prints;
  const SsProgram *p = s->terms->program;

  for (guint32 i = 0; i < p->nsyms; i++)
    r->syms[i] = symbol_hash (r, i);
  memset (r->set_calls, 0, p->ntsets * sizeof (guint64));
  memset (r->calls, 0, p->nfuncs * sizeof (guint64));
  for (guint32 t = 0; t < p->ntsets; t++)
    {
      r->sets[t] = SAY_SET;
      for (guint32 i = 0; i < p->tsets[t].n; i++)
        r->sets[t] += ss_mix (SAY_SET, r->syms[p->targets[p->tsets[t].t0 + i]]);
    }
  if (!r->of)
    return;
  for (guint32 f = 0; f < p->nfuncs; f++)
    for (guint32 k = s->site0[f]; k < s->site0[f + 1]; k++)
      {
        guint32 to = r->called[k];
        if (to == SS_NONE)
          continue;
        guint64 call = ss_mix (ss_mix (SAY_CALLED, r->of[f]), k - s->site0[f]);
        if (to >= p->nsyms)
          r->set_calls[to - p->nsyms] += call;
        else if (p->syms[to].func != SS_NONE)
          r->calls[p->syms[to].func] += call;
      }
  for (guint32 t = 0; t < p->ntsets; t++)
    for (guint32 i = 0; i < p->tsets[t].n; i++)
      {
        guint32 f = p->syms[p->targets[p->tsets[t].t0 + i]].func;
        if (f != SS_NONE)
          r->calls[f] += ss_mix (SAY_SET, r->set_calls[t]);
      }
}

static void
refine (Round *r, guint64 *to)
{
  const SsPrints *s = r->prints;
  const SsProgram *p = s->terms->program;

  gather (r);
  for (guint32 f = 0; f < p->nfuncs; f++)
    {
      guint64 h = r->of ? ss_mix (r->of[f], r->calls[f]) : ss_mix (s->body[f], s->name[p->funcs[f].sym]);
      for (guint32 k = s->site0[f]; k < s->site0[f + 1]; k++)
        {
          guint32 callee = r->called[k];
          if (callee != SS_NONE)
            h = ss_mix (h, callee >= p->nsyms ? r->sets[callee - p->nsyms] : r->syms[callee]);
        }
      to[f] = h;
    }
}

static guint32 *
list_called (const SsPrints *s, guint32 nsites)
{
  const SsProgram *p = s->terms->program;
  guint32 *called = g_new (guint32, (gsize) nsites + 1);

  for (guint32 k = 0; k < nsites; k++)
    {
      const SsOp *op = &p->ops[s->sites[k]];
      gboolean known = ss_is_call (op) && op->callee != SS_NONE;
      called[k] = !known ? SS_NONE : op->name == SS_OP_indirect_call ? p->nsyms + op->callee : op->callee;
    }
  return called;
}

static guint32
count_sites (const SsTerms *terms)
{
  guint32 n = 0;

  for (guint32 o = 0; o < terms->program->nops; o++)
    n += ss_prints_site (terms, o);
  return n;
}

SsPrints *
ss_prints_new (const SsTerms *terms)
{
  const SsProgram *p = terms->program;
  SsPrints *s = g_new0 (SsPrints, 1);
  guint32 nsites = count_sites (terms);
  g_autoptr (SsOrder) order = ss_order_new (p);
  g_autoptr (GString) scratch = g_string_new (NULL);
  Caught caught = { .scratch = scratch };

  memset (caught.label, 0xff, sizeof caught.label);
  s->terms = terms;
  s->name = g_new (guint64, (gsize) p->nsyms + 1);
  s->base = g_new (guint64, (gsize) p->nsyms + 1);
  s->opname = g_new (guint64, (gsize) p->nopnames + 1);
  s->type = g_new (guint64, (gsize) p->ntypes + 1);
  s->constant = g_new (guint64, (gsize) p->nconsts + 1);
  s->source = g_new0 (guint64, (gsize) p->nfuncs + 1);
  s->body = g_new (guint64, (gsize) p->nfuncs + 1);
  s->site0 = g_new0 (guint32, (gsize) p->nfuncs + 1);
  s->sites = g_new (guint32, (gsize) nsites + 1);
  s->items = g_new (SsItem, (gsize) nsites + 1);
  hash_names (s);
  for (guint32 f = 0; f < p->nfuncs; f++)
    hash_body (s, f, order, &caught);

  Round r = { .prints = s, .called = list_called (s, nsites), .syms = g_new (guint64, (gsize) p->nsyms + 1),
              .sets = g_new (guint64, (gsize) p->ntsets + 1), .set_calls = g_new (guint64, (gsize) p->ntsets + 1),
              .calls = g_new (guint64, (gsize) p->nfuncs + 1) };
  for (int depth = 0; depth <= SS_PRINTS_DEPTH; depth++)
    {
      s->around[depth] = g_new (guint64, (gsize) p->nfuncs + 1);
      refine (&r, s->around[depth]);
      r.of = s->around[depth];
    }
  g_free (r.called);
  g_free (r.syms);
  g_free (r.sets);
  g_free (r.set_calls);
  g_free (r.calls);
  return s;
}

void
ss_prints_free (SsPrints *s)
{
  if (!s)
    return;
  g_free (s->name);
  g_free (s->base);
  g_free (s->opname);
  g_free (s->type);
  g_free (s->constant);
  g_free (s->source);
  g_free (s->body);
  for (int depth = 0; depth <= SS_PRINTS_DEPTH; depth++)
    g_free (s->around[depth]);
  g_free (s->site0);
  g_free (s->sites);
  g_free (s->items);
  g_free (s);
}
