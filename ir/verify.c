/* The rules about the shape of a function's graph, as named checks over its blocks. */
#include "config.h"

#include "ir/build.h"

typedef struct
{
  SsBuild *b;
  const SsProgram *p;
  const SsFunc *f;
} Verifier;

static void fault (Verifier *v, SsRule rule, gint64 block, char *take_path, const char *format, ...)
  G_GNUC_PRINTF (5, 6);

static void
fault (Verifier *v, SsRule rule, gint64 block, char *take_path, const char *format, ...)
{
  const SsStrings *s = &v->b->strings;
  va_list args;
  char *text;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  ss_build_fault_take (v->b, v->f->input_line, rule, g_strdup (s->chars + s->off[v->p->syms[v->f->sym].name]), block, -1,
                       take_path, text);
}

/* The number within the function of one of its blocks. */
static guint32
local (const Verifier *v, guint32 block)
{
  return block - v->f->block0;
}

static gboolean
exists (const Verifier *v, guint32 block)
{
  return local (v, block) < v->f->nblocks;
}

static char *
link_path (const Verifier *v, guint32 block, guint32 k, const char *key)
{
  const SsBlock *b = &v->p->blocks[block];
  gboolean handler = k >= b->nexits;

  return g_strdup_printf ("blocks[%u].%s[%u]%s", local (v, block), handler ? "handlers" : "exits",
                          handler ? k - b->nexits : k, key);
}

static void
check_links (Verifier *v, guint32 block)
{
  const SsProgram *p = v->p;
  const SsBlock *b = &p->blocks[block];

  for (guint32 k = 0; k < b->nexits + b->nhandlers; k++)
    {
      guint32 n, to = p->links[b->link0 + k].to;

      ss_link_args (p, b->link0 + k, &n);
      if (!exists (v, to))
        fault (v, SS_RULE_BLOCK_NUMBER, local (v, block), link_path (v, block, k, ".to"),
               "there is no block %u, the function has %u", local (v, to), v->f->nblocks);
      else if (n != p->blocks[to].nin)
        fault (v, SS_RULE_LINK_ARITY, local (v, block), link_path (v, block, k, ".args"),
               "%u arguments for the %u inputs of block %u", n, p->blocks[to].nin, local (v, to));
    }
}

static void
check_switch (Verifier *v, guint32 block)
{
  const SsProgram *p = v->p;
  const SsBlock *b = &p->blocks[block];

  if (b->sw != SS_NONE)
    return;
  if (b->nexits >= 2)
    fault (v, SS_RULE_SWITCH_MISSING, local (v, block), g_strdup_printf ("blocks[%u]", local (v, block)),
           "%u exits and no switch", b->nexits);
  else if (b->nexits == 1 && p->links[b->link0].label != SS_NONE)
    fault (v, SS_RULE_SWITCH_MISSING, local (v, block), link_path (v, block, 0, ".case"), "a case and no switch");
}

static void
check_handlers (Verifier *v, guint32 block)
{
  const SsBlock *b = &v->p->blocks[block];

  if (b->nhandlers > 0 && b->nops == 0)
    fault (v, SS_RULE_HANDLER_OP, local (v, block), g_strdup_printf ("blocks[%u].handlers", local (v, block)),
           "handlers in a block without operations");
}

/* The return block or the except block: `nin` inputs, and nothing else. */
static void
check_final (Verifier *v, guint32 block, guint32 nin, SsRule rule, const char *key)
{
  const SsBlock *b;

  if (!exists (v, block))
    {
      fault (v, SS_RULE_BLOCK_NUMBER, -1, g_strdup (key), "there is no block %u, the function has %u", local (v, block),
             v->f->nblocks);
      return;
    }
  b = &v->p->blocks[block];
  if (b->nin != nin)
    fault (v, rule, local (v, block), g_strdup_printf ("blocks[%u].in", local (v, block)),
           "the %s block has %u inputs, not %u", key, b->nin, nin);
  if (b->nops > 0 || b->nexits > 0 || b->nhandlers > 0)
    fault (v, rule, local (v, block), g_strdup_printf ("blocks[%u]", local (v, block)),
           "the %s block has operations, exits or handlers", key);
}

void
ss_verify_function (SsBuild *b, guint32 f)
{
  Verifier v = { b, &b->p, &b->p.funcs[f] };
  static void (*const checks[]) (Verifier *, guint32) = { check_links, check_switch, check_handlers };

  if (v.f->nblocks == 0)
    fault (&v, SS_RULE_START_BLOCK, -1, g_strdup ("blocks"), "a function without blocks");
  for (guint32 k = v.f->block0; k < v.f->block0 + v.f->nblocks; k++)
    for (guint c = 0; c < G_N_ELEMENTS (checks); c++)
      checks[c](&v, k);
  if (v.f->ret != SS_NONE)
    check_final (&v, v.f->ret, 1, SS_RULE_RETURN_BLOCK, "return");
  if (v.f->exc != SS_NONE && v.f->exc == v.f->ret)
    fault (&v, SS_RULE_EXCEPT_BLOCK, local (&v, v.f->exc), g_strdup ("raise"), "it is the return block already");
  else if (v.f->exc != SS_NONE)
    check_final (&v, v.f->exc, 2, SS_RULE_EXCEPT_BLOCK, "raise");
}
