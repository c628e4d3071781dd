/* The tables of a program under construction. */
#include "config.h"

#include "ir/build.h"

#include <string.h>

#include "ir/grow.h"
#include "ir/index.h"

enum
{
  BY_SYM,
  BY_TYPE,
  BY_OPNAME
};
#define TABLE_BITS 8

static const char *const op_names[] = {
#define SS_OP(name, flags) #name,
#include "ir/ops.def"
#undef SS_OP
};

static void
put_known_names (SsBuild *b)
{
  static const SsConst fixed[] = {
    { SS_CONST_NULL, SS_NONE, { 0 } }, { SS_CONST_FALSE, SS_NONE, { 0 } }, { SS_CONST_TRUE, SS_NONE, { 0 } }
  };

  for (guint i = 0; i < G_N_ELEMENTS (op_names); i++)
    ss_build_opname (b, ss_build_string (b, op_names[i], strlen (op_names[i])));
  for (guint i = 0; i < G_N_ELEMENTS (fixed); i++)
    ss_build_const (b, &fixed[i]);
}

SsBuild *
ss_build_new (guint max_errors)
{
  SsBuild *b = g_new0 (SsBuild, 1);

  ss_strings_init (&b->strings);
  b->const_bits = b->tset_bits = TABLE_BITS;
  b->const_slots = g_new0 (guint32, 1u << b->const_bits);
  b->tset_slots = g_new0 (guint32, 1u << b->tset_bits);
  b->faults = g_ptr_array_new_with_free_func ((GDestroyNotify) ss_fault_free);
  b->max_errors = max_errors;
  b->p.program = b->p.stage = SS_NONE;
  put_known_names (b);
  return b;
}

static void
free_tables (SsBuild *b)
{
  for (guint i = 0; i < G_N_ELEMENTS (b->by_str); i++)
    g_free (b->by_str[i]);
  g_free (b->const_slots);
  g_free (b->tset_slots);
  g_ptr_array_unref (b->faults);
  ss_scope_free (b->scope);
}

void
ss_build_free (SsBuild *b)
{
  free_tables (b);
  ss_program_free_arrays (&b->p);
  ss_strings_clear (&b->strings);
  g_free (b);
}

void
ss_build_reset (SsBuild *b)
{
  SsProgram *p = &b->p;

  ss_strings_reset (&b->strings);
  for (guint i = 0; i < G_N_ELEMENTS (b->by_str); i++)
    b->by_str_n[i] = 0;
  memset (b->const_slots, 0, sizeof (guint32) << b->const_bits);
  memset (b->tset_slots, 0, sizeof (guint32) << b->tset_bits);
  g_ptr_array_set_size (b->faults, 0);
  b->nfaults = 0;
  b->unparsable = b->closes = FALSE;
  b->nrecords = 0;
  b->first_line = b->last_line = b->end_line = b->after_line = 0;
  p->ntypes = p->nfields = p->nsyms = p->nexts = p->ncallbacks = p->ntsets = p->ntargets = 0;
  p->nopnames = p->nconsts = p->nfuncs = p->nblocks = p->nops = p->nargs = p->nlinks = p->nlink_args = p->nvars = 0;
  p->nvar_chars = 0;
  b->nop_line = 0;
  put_known_names (b);
}

guint32
ss_build_string (SsBuild *b, const char *bytes, gsize len)
{
  return ss_strings_add (&b->strings, bytes, len, ss_strings_hash (bytes, len));
}

/* The entry of a string in one of the tables by string, SS_NONE at first. */
static guint32 *
by_string (SsBuild *b, guint which, guint32 string)
{
  if (string >= b->by_str_n[which])
    {
      gsize n = MAX (b->strings.cap, (gsize) string + 1);

      b->by_str[which] = g_renew (guint32, b->by_str[which], n);
      memset (b->by_str[which] + b->by_str_n[which], 0xff, (n - b->by_str_n[which]) * sizeof (guint32));
      b->by_str_n[which] = n;
    }
  return &b->by_str[which][string];
}

guint32
ss_build_sym (SsBuild *b, guint32 string)
{
  guint32 *at = by_string (b, BY_SYM, string);

  if (*at == SS_NONE)
    {
      SS_GROW (b->p.syms, b->p.nsyms, b->syms_cap, 1);
      b->p.syms[b->p.nsyms] = (SsSym){ string, SS_NONE, SS_NONE };
      *at = b->p.nsyms++;
    }
  return *at;
}

/* How a value of the type of that name is stored. */
static SsStorage
storage_of (const char *name)
{
  static const struct
  {
    const char *name;
    SsStorage storage;
  } table[] = {
    { "Void", SS_STORE_VOID },
    { "GCREF", SS_STORE_REF },
    { "Address", SS_STORE_ADDR },
    { "Float", SS_STORE_FLOAT },
    { "SingleFloat", SS_STORE_FLOAT },
    { "LongFloat", SS_STORE_FLOAT },
    { "SignedLongLong", SS_STORE_LONGLONG },
    { "UnsignedLongLong", SS_STORE_LONGLONG },
    { "SignedLongLongLong", SS_STORE_LONGLONG },
    { "UnsignedLongLongLong", SS_STORE_LONGLONG },
  };
  gsize n = strcspn (name, "#");

  if (g_str_has_prefix (name, "gc:"))
    return SS_STORE_REF;
  if (g_str_has_prefix (name, "raw:") || g_str_has_prefix (name, "func:"))
    return SS_STORE_ADDR;
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    if (strlen (table[i].name) == n && strncmp (name, table[i].name, n) == 0)
      return table[i].storage;
  return SS_STORE_LONG;
}

guint32
ss_build_type (SsBuild *b, guint32 string)
{
  guint32 *at = by_string (b, BY_TYPE, string);

  if (*at == SS_NONE)
    {
      SS_GROW (b->p.types, b->p.ntypes, b->types_cap, 1);
      b->p.types[b->p.ntypes]
        = (SsType){ string, SS_NONE, 0, 0, 0, storage_of (b->strings.chars + b->strings.off[string]) };
      *at = b->p.ntypes++;
    }
  return *at;
}

guint32
ss_build_opname (SsBuild *b, guint32 string)
{
  guint32 *at = by_string (b, BY_OPNAME, string);

  if (*at == SS_NONE)
    {
      SS_GROW (b->p.opnames, b->p.nopnames, b->opnames_cap, 1);
      b->p.opnames[b->p.nopnames] = string;
      *at = b->p.nopnames++;
    }
  return *at;
}

static guint64
hash_const (const SsConst *c)
{
  return ss_strings_hash ((const char *) (guint64[]){ (guint64) c->kind << 32 | c->type, c->u.str }, 16);
}

/* Doubles the table of slots when `n` numbers fill three quarters of it; TRUE: the numbers are to be put in again. */
static gboolean
grow_slots (guint32 **slots, guint *bits, guint32 n)
{
  if (n < (3u << *bits) / 4)
    return FALSE;
  ++*bits;
  g_free (*slots);
  *slots = g_new0 (guint32, (gsize) 1 << *bits);
  return TRUE;
}

static void
put_slot (guint32 *slots, guint bits, guint64 hash, guint32 number)
{
  guint32 mask = (1u << bits) - 1, k = hash & mask;

  while (slots[k] != 0)
    k = (k + 1) & mask;
  slots[k] = number + 1;
}

SsOperand
ss_build_const (SsBuild *b, const SsConst *c)
{
  SsProgram *p = &b->p;
  guint64 hash = hash_const (c);
  guint32 mask = (1u << b->const_bits) - 1;

  for (guint32 k = hash & mask; b->const_slots[k] != 0; k = (k + 1) & mask)
    {
      const SsConst *o = &p->consts[b->const_slots[k] - 1];

      if (o->kind == c->kind && o->type == c->type && o->u.str == c->u.str)
        return (b->const_slots[k] - 1) | SS_CONST_BIT;
    }
  SS_GROW (p->consts, p->nconsts, b->consts_cap, 1);
  p->consts[p->nconsts++] = *c;
  if (grow_slots (&b->const_slots, &b->const_bits, p->nconsts))
    for (guint32 i = 0; i < p->nconsts; i++)
      put_slot (b->const_slots, b->const_bits, hash_const (&p->consts[i]), i);
  else
    put_slot (b->const_slots, b->const_bits, hash, p->nconsts - 1);
  return (p->nconsts - 1) | SS_CONST_BIT;
}

static guint64
hash_tset (const SsProgram *p, const SsTargets *t)
{
  return ss_strings_hash ((const char *) (p->targets + t->t0), t->n * sizeof (guint32));
}

guint32
ss_build_tset (SsBuild *b, guint32 n)
{
  SsProgram *p = &b->p;
  SsTargets t = { p->ntargets - n, n };
  guint64 hash = hash_tset (p, &t);
  guint32 mask = (1u << b->tset_bits) - 1;

  for (guint32 k = hash & mask; b->tset_slots[k] != 0; k = (k + 1) & mask)
    {
      const SsTargets *o = &p->tsets[b->tset_slots[k] - 1];

      if (o->n == n && (n == 0 || memcmp (p->targets + o->t0, p->targets + t.t0, n * sizeof (guint32)) == 0))
        {
          p->ntargets -= n;
          return b->tset_slots[k] - 1;
        }
    }
  SS_GROW (p->tsets, p->ntsets, b->tsets_cap, 1);
  p->tsets[p->ntsets++] = t;
  if (grow_slots (&b->tset_slots, &b->tset_bits, p->ntsets))
    for (guint32 i = 0; i < p->ntsets; i++)
      put_slot (b->tset_slots, b->tset_bits, hash_tset (p, &p->tsets[i]), i);
  else
    put_slot (b->tset_slots, b->tset_bits, hash, p->ntsets - 1);
  return p->ntsets - 1;
}

void
ss_build_fault_take (SsBuild *b, guint32 line, SsRule rule, char *function, gint64 block, gint64 op, char *path,
                     char *text)
{
  b->nfaults++;
  b->unparsable |= rule == SS_RULE_JSON;
  if (b->faults->len >= b->max_errors)
    {
      g_free (function);
      g_free (path);
      g_free (text);
    }
  else
    {
      SsFault *f = g_new (SsFault, 1);

      *f = (SsFault){ line, rule, function, block, op, path, text };
      g_ptr_array_add (b->faults, f);
    }
}

void
ss_build_fill_lines (SsBuild *b, guint32 n)
{
  if (n <= b->nop_line)
    return;
  SS_GROW (b->p.op_line, b->nop_line, b->op_line_cap, n - b->nop_line);
  memset (b->p.op_line + b->nop_line, 0xff, (n - b->nop_line) * sizeof (guint32));
  b->nop_line = n;
}

void
ss_build_end (SsBuild *b)
{
  SsProgram *p = &b->p;

  SS_GROW (p->ops, p->nops, b->ops_cap, 1);
  p->ops[p->nops] = (SsOp){ 0, SS_NONE, p->nargs, SS_NONE };
  SS_GROW (p->links, p->nlinks, b->links_cap, 1);
  p->links[p->nlinks] = (SsLink){ SS_NONE, p->nlink_args, SS_NONE, { SS_NONE, SS_NONE } };
}

/* Frees the tables and hands the arrays over. */
static SsProgram *
take_program (SsBuild *b)
{
  if (b->nop_line > 0)
    ss_build_fill_lines (b, b->p.nops);
  else
    g_clear_pointer (&b->p.op_line, g_free);
  SsProgram *p = g_memdup2 (&b->p, sizeof b->p);
  SsIndex *index = g_new (SsIndex, 1);

  index->strings = b->strings;
  index->sym = g_steal_pointer (&b->by_str[BY_SYM]);
  index->nsym = b->by_str_n[BY_SYM];
  index->type = g_steal_pointer (&b->by_str[BY_TYPE]);
  index->ntype = b->by_str_n[BY_TYPE];
  p->index = index;
  p->chars = b->strings.chars;
  p->nchars = b->strings.nchars;
  p->str_off = b->strings.off;
  p->nstr = b->strings.n;
  free_tables (b);
  g_free (b);
  return p;
}

/* Reports each cycle of types that extend one another, once, at the type that closes it. */
static void
check_type_cycles (SsBuild *b)
{
  SsProgram *p = &b->p;
  g_autofree guint32 *seen = g_new0 (guint32, MAX (p->ntypes, 1));

  for (guint32 t = 0; t < p->ntypes; t++)
    {
      guint32 s = t;

      for (; s != SS_NONE && seen[s] == 0; s = p->types[s].super)
        seen[s] = t + 1;
      if (s != SS_NONE && seen[s] == t + 1)
        {
          const char *name = b->strings.chars + b->strings.off[p->types[s].name];

          ss_build_fault_take (b, p->types[s].line, SS_RULE_TYPE_CYCLE, NULL, -1, -1, g_strdup ("super"),
                               g_strdup_printf ("type \"%s\" extends itself", name));
        }
    }
}

SsProgram *
ss_build_seal (SsBuild *b)
{
  ss_build_end (b);
  check_type_cycles (b);
  return b->nfaults > 0 ? NULL : take_program (b);
}
