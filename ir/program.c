/* Queries on a sealed program. */
#include "config.h"

#include "ir/program.h"

#include <string.h>

#include "ir/index.h"

static const guint16 op_flags[] = {
#define SS_OP(name, flags) flags,
#include "ir/ops.def"
#undef SS_OP
};

void
ss_program_free_arrays (SsProgram *p)
{
  g_free (p->header);
  g_free (p->types);
  g_free (p->fields);
  g_free (p->syms);
  g_free (p->exts);
  g_free (p->callbacks);
  g_free (p->tsets);
  g_free (p->targets);
  g_free (p->opnames);
  g_free (p->consts);
  g_free (p->funcs);
  g_free (p->blocks);
  g_free (p->ops);
  g_free (p->args);
  g_free (p->op_line);
  g_free (p->links);
  g_free (p->link_args);
  g_free (p->var_type);
  g_free (p->var_name);
  g_free (p->var_def);
  g_free (p->var_chars);
}

void
ss_program_free (SsProgram *p)
{
  SsIndex *index;

  if (p == NULL)
    return;
  index = p->index;
  ss_strings_clear (&index->strings);
  g_free (index->sym);
  g_free (index->type);
  g_free (index);
  ss_program_free_arrays (p);
  g_free (p);
}

guint32
ss_block_func (const SsProgram *p, guint32 b)
{
  guint32 lo = 0, hi = p->nfuncs;

  while (hi - lo > 1)
    {
      guint32 mid = lo + (hi - lo) / 2;

      if (p->funcs[mid].block0 <= b)
        lo = mid;
      else
        hi = mid;
    }
  return lo;
}

guint32
ss_op_block (const SsProgram *p, guint32 o)
{
  guint32 lo = 0, hi = p->nblocks;

  while (hi - lo > 1)
    {
      guint32 mid = lo + (hi - lo) / 2;

      if (p->blocks[mid].op0 <= o)
        lo = mid;
      else
        hi = mid;
    }
  return lo;
}

static guint32
find (const guint32 *by_string, gsize n, const SsProgram *p, const char *name)
{
  const SsIndex *index = p->index;
  gsize len = strlen (name);
  guint32 s = ss_strings_find (&index->strings, name, len, ss_strings_hash (name, len));

  return s < n ? by_string[s] : SS_NONE;
}

guint32
ss_find_sym (const SsProgram *p, const char *name)
{
  const SsIndex *index = p->index;

  return find (index->sym, index->nsym, p, name);
}

guint32
ss_find_type (const SsProgram *p, const char *name)
{
  const SsIndex *index = p->index;

  return find (index->type, index->ntype, p, name);
}

guint32
ss_find_func (const SsProgram *p, const char *name)
{
  guint32 sym = ss_find_sym (p, name);

  return sym == SS_NONE ? SS_NONE : p->syms[sym].func;
}

gboolean
ss_type_extends (const SsProgram *p, guint32 t, guint32 of)
{
  while (t != SS_NONE && t != of)
    t = p->types[t].super;
  return t == of;
}

guint32
ss_opname_flags (guint32 opname)
{
  return opname < SS_OP_KNOWN ? op_flags[opname] : 0;
}

char *
ss_record_name (const SsProgram *p, guint32 o)
{
  guint32 b = ss_op_block (p, o), f = ss_block_func (p, b);

  return g_strdup_printf ("%s@%u.%u", ss_func_name (p, f), b - p->funcs[f].block0, o - p->blocks[b].op0);
}

/* Reads a decimal number without sign or leading zeros that ends before `stop`. */
static gboolean
read_number (const char **at, char stop, guint32 *value)
{
  guint64 v = 0;
  const char *c = *at;

  for (; g_ascii_isdigit (*c) && v <= G_MAXUINT32; c++)
    v = v * 10 + (guint64) (*c - '0');
  if (c == *at || *c != stop || v > G_MAXUINT32 || ((*at)[0] == '0' && c - *at > 1))
    return FALSE;
  *at = c;
  *value = (guint32) v;
  return TRUE;
}

guint32
ss_find_record (const SsProgram *p, const char *name)
{
  const char *at = strrchr (name, '@');
  g_autofree char *function = NULL;
  guint32 f, b, o;

  if (at == NULL)
    return SS_NONE;
  function = g_strndup (name, (gsize) (at - name));
  f = ss_find_func (p, function);
  at++;
  if (f == SS_NONE || !read_number (&at, '.', &b) || b >= p->funcs[f].nblocks)
    return SS_NONE;
  at++;
  b += p->funcs[f].block0;
  if (!read_number (&at, '\0', &o) || o >= p->blocks[b].nops)
    return SS_NONE;
  return p->blocks[b].op0 + o;
}

const char *
ss_storage_name (SsStorage s)
{
  static const char *const names[SS_N_STORES] = { "void", "ref", "long", "longlong", "float", "addr" };

  return names[s];
}

char *
ss_const_text (const SsProgram *p, SsOperand a)
{
  const SsConst *c = ss_const (p, a);
  char real[G_ASCII_DTOSTR_BUF_SIZE];

  switch (c->kind)
    {
    case SS_CONST_NULL:
      return g_strdup ("null");
    case SS_CONST_FALSE:
      return g_strdup ("false");
    case SS_CONST_TRUE:
      return g_strdup ("true");
    case SS_CONST_INT:
      return g_strdup_printf ("%" G_GINT64_FORMAT, c->u.i);
    case SS_CONST_REAL:
      return g_strdup (g_ascii_dtostr (real, sizeof real, c->u.d));
    case SS_CONST_TEXT:
      return g_strdup (ss_str (p, (guint32) c->u.str));
    }
  g_assert_not_reached ();
}
