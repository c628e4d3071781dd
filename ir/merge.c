/* Merging builders: strings, symbols, types and constants get the numbers of the larger one, everything else is shifted. */
#include "config.h"

#include "ir/build.h"

#include <string.h>

#include "ir/grow.h"

/* The numbers of `from` in `to`. */
typedef struct
{
  guint32 *str, *sym, *type, *opname, *cons, *tset; /* owned */
} Map;

static guint32 *
map_strings (SsBuild *to, const SsBuild *from)
{
  const SsStrings *s = &from->strings;
  guint32 *map = g_new (guint32, s->n);

  for (guint32 i = 0; i < s->n; i++)
    {
      gsize end = i + 1 < s->n ? s->off[i + 1] : s->nchars;

      map[i] = ss_strings_add (&to->strings, s->chars + s->off[i], end - 1 - s->off[i], s->hash[i]);
    }
  return map;
}

static void
map_types (SsBuild *to, SsBuild *from, Map *m)
{
  SsProgram *p = &to->p;
  const SsProgram *q = &from->p;

  m->type = g_new (guint32, q->ntypes);
  for (guint32 i = 0; i < q->ntypes; i++)
    m->type[i] = ss_build_type (to, m->str[q->types[i].name]);
  for (guint32 i = 0; i < q->ntypes; i++)
    {
      const SsType *t = &q->types[i];
      SsType *u = &p->types[m->type[i]];

      if (t->line == 0)
        continue;
      if (u->line != 0)
        {
          ss_build_fault_take (from, t->line, SS_RULE_UNIQUE_TYPE, NULL, -1, -1, g_strdup ("type"),
                               g_strdup_printf ("type \"%s\" has a record already, in line %u",
                                                to->strings.chars + to->strings.off[u->name], u->line));
          continue;
        }
      u->line = t->line;
      u->super = t->super == SS_NONE ? SS_NONE : m->type[t->super];
      u->imm0 = p->nfields;
      u->nimm = t->nimm;
      SS_GROW (p->fields, p->nfields, to->fields_cap, t->nimm);
      for (guint32 k = 0; k < t->nimm; k++)
        p->fields[p->nfields++] = m->str[q->fields[t->imm0 + k]];
    }
}

/* Whether the symbol is free for a record of `from`; a fault where it is not. */
static gboolean
claim (const SsBuild *to, SsBuild *from, guint32 sym, guint32 line, const char *key, gboolean function)
{
  const SsSym *s = &to->p.syms[sym];
  const char *name = to->strings.chars + to->strings.off[s->name];

  if (s->func == SS_NONE && s->ext == SS_NONE)
    return TRUE;
  ss_build_fault_take (from, line, SS_RULE_UNIQUE_SYMBOL, function ? g_strdup (name) : NULL, -1, -1, g_strdup (key),
                       function ? g_strdup ("the symbol is taken already")
                                : g_strdup_printf ("the symbol \"%s\" is taken already", name));
  return FALSE;
}

static void
map_symbols (SsBuild *to, SsBuild *from, Map *m)
{
  SsProgram *p = &to->p;
  const SsProgram *q = &from->p;
  guint32 nfuncs = p->nfuncs;

  m->sym = g_new (guint32, q->nsyms);
  for (guint32 i = 0; i < q->nsyms; i++)
    m->sym[i] = ss_build_sym (to, m->str[q->syms[i].name]);
  for (guint32 i = 0; i < q->nfuncs; i++)
    {
      guint32 sym = m->sym[q->funcs[i].sym];

      /* one that is taken within `from` has been reported by the decoder */
      if (q->syms[q->funcs[i].sym].func == i && claim (to, from, sym, q->funcs[i].input_line, "function", TRUE))
        p->syms[sym].func = nfuncs + i;
    }
  SS_GROW (p->exts, p->nexts, to->exts_cap, q->nexts);
  SS_GROW (p->callbacks, p->ncallbacks, to->callbacks_cap, q->ncallbacks);
  for (guint32 i = 0; i < q->nexts; i++)
    {
      SsExt e = q->exts[i];

      e.sym = m->sym[e.sym];
      e.cb0 += p->ncallbacks;
      if (claim (to, from, e.sym, e.line, "external", FALSE))
        p->syms[e.sym].ext = p->nexts;
      p->exts[p->nexts++] = e;
    }
  for (guint32 i = 0; i < q->ncallbacks; i++)
    p->callbacks[p->ncallbacks++] = m->sym[q->callbacks[i]];
}

static void
map_rest (SsBuild *to, const SsBuild *from, Map *m)
{
  SsProgram *p = &to->p;
  const SsProgram *q = &from->p;

  m->opname = g_new (guint32, q->nopnames);
  for (guint32 i = 0; i < q->nopnames; i++)
    m->opname[i] = ss_build_opname (to, m->str[q->opnames[i]]);
  m->cons = g_new (guint32, q->nconsts);
  for (guint32 i = 0; i < q->nconsts; i++)
    {
      SsConst c = q->consts[i];

      if (c.kind == SS_CONST_TEXT)
        c.u.str = m->str[c.u.str];
      if (c.type != SS_NONE)
        c.type = m->type[c.type];
      m->cons[i] = ss_build_const (to, &c);
    }
  m->tset = g_new (guint32, q->ntsets);
  for (guint32 i = 0; i < q->ntsets; i++)
    {
      const SsTargets *t = &q->tsets[i];

      SS_GROW (p->targets, p->ntargets, to->targets_cap, t->n);
      for (guint32 k = 0; k < t->n; k++)
        p->targets[p->ntargets++] = m->sym[q->targets[t->t0 + k]];
      m->tset[i] = ss_build_tset (to, t->n);
    }
}

static inline SsOperand
map_operand (const Map *m, SsOperand a, guint32 nvars)
{
  if (a == SS_NONE)
    return SS_NONE;
  return ss_is_var (a) ? a + nvars : m->cons[a & ~SS_CONST_BIT];
}

static inline guint32
shift (guint32 number, guint32 by)
{
  return number == SS_NONE ? SS_NONE : number + by;
}

static void
append_graphs (SsBuild *to, const SsBuild *from, const Map *m)
{
  SsProgram *p = &to->p;
  const SsProgram *q = &from->p;
  guint32 def_shift[] = { [SS_DEF_INPUT] = p->nblocks, [SS_DEF_RESULT] = p->nops, [SS_DEF_BIND] = p->nlinks };

  SS_GROW (p->funcs, p->nfuncs, to->funcs_cap, q->nfuncs);
  for (guint32 i = 0; i < q->nfuncs; i++)
    {
      SsFunc f = q->funcs[i];

      f.sym = m->sym[f.sym];
      f.file = f.file == SS_NONE ? SS_NONE : m->str[f.file];
      f.block0 += p->nblocks;
      f.var0 += p->nvars;
      f.op0 += p->nops;
      f.ret = shift (f.ret, p->nblocks);
      f.exc = shift (f.exc, p->nblocks);
      p->funcs[p->nfuncs + i] = f;
    }
  SS_GROW (p->ops, p->nops, to->ops_cap, q->nops);
  for (guint32 i = 0; i < q->nops; i++)
    {
      SsOp o = q->ops[i];

      if (o.callee != SS_NONE)
        o.callee = o.name == SS_OP_direct_call ? m->sym[o.callee] : m->tset[o.callee];
      o.name = m->opname[o.name];
      o.result = shift (o.result, p->nvars);
      o.arg0 += p->nargs;
      p->ops[p->nops + i] = o;
    }
  if (from->nop_line > 0)
    {
      ss_build_fill_lines (to, p->nops);
      SS_GROW (p->op_line, p->nops, to->op_line_cap, from->nop_line);
      memcpy (p->op_line + p->nops, q->op_line, from->nop_line * sizeof (guint32));
      to->nop_line = p->nops + from->nop_line;
    }
  SS_GROW (p->args, p->nargs, to->args_cap, q->nargs);
  for (guint32 i = 0; i < q->nargs; i++)
    p->args[p->nargs + i] = map_operand (m, q->args[i], p->nvars);
  SS_GROW (p->link_args, p->nlink_args, to->link_args_cap, q->nlink_args);
  for (guint32 i = 0; i < q->nlink_args; i++)
    p->link_args[p->nlink_args + i] = map_operand (m, q->link_args[i], p->nvars);
  SS_GROW (p->blocks, p->nblocks, to->blocks_cap, q->nblocks);
  for (guint32 i = 0; i < q->nblocks; i++)
    {
      SsBlock b = q->blocks[i];

      b.in0 += p->nvars;
      b.op0 += p->nops;
      b.link0 += p->nlinks;
      b.sw = map_operand (m, b.sw, p->nvars);
      for (guint32 k = 0; k < b.nexits + b.nhandlers; k++)
        {
          SsLink l = q->links[q->blocks[i].link0 + k];

          l.to += p->nblocks;
          l.arg0 += p->nlink_args;
          if (k >= b.nexits)
            l.label = m->str[l.label];
          else if (l.label != SS_NONE)
            l.label = map_operand (m, l.label, p->nvars);
          l.bind[0] = shift (l.bind[0], p->nvars);
          l.bind[1] = shift (l.bind[1], p->nvars);
          SS_GROW (p->links, b.link0 + k, to->links_cap, 1);
          p->links[b.link0 + k] = l;
        }
      p->blocks[p->nblocks + i] = b;
    }
  SS_GROW (p->var_type, p->nvars, to->var_type_cap, q->nvars);
  SS_GROW (p->var_name, p->nvars, to->var_name_cap, q->nvars);
  SS_GROW (p->var_def, p->nvars, to->var_def_cap, q->nvars);
  SS_GROW (p->var_chars, p->nvar_chars, to->var_chars_cap, q->nvar_chars);
  for (guint32 i = 0; i < q->nvars; i++)
    {
      p->var_type[p->nvars + i] = m->type[q->var_type[i]];
      p->var_name[p->nvars + i] = q->var_name[i] + (guint32) p->nvar_chars;
      p->var_def[p->nvars + i] = q->var_def[i] + def_shift[q->var_def[i] >> SS_DEF_SHIFT];
    }
  if (q->nvar_chars > 0)
    memcpy (p->var_chars + p->nvar_chars, q->var_chars, q->nvar_chars);
  p->nfuncs += q->nfuncs;
  p->nblocks += q->nblocks;
  p->nops += q->nops;
  p->nargs += q->nargs;
  p->nlinks += q->nlinks;
  p->nlink_args += q->nlink_args;
  p->nvars += q->nvars;
  p->nvar_chars += q->nvar_chars;
}

static int
compare_faults (gconstpointer a, gconstpointer b)
{
  const SsFault *x = *(SsFault *const *) a, *y = *(SsFault *const *) b;

  return (x->line > y->line) - (x->line < y->line);
}

/* Moves the faults of `from` behind those of `to`. */
static void
move_faults (SsBuild *to, SsBuild *from)
{
  guint room = to->max_errors - MIN (to->max_errors, to->faults->len);
  guint n = MIN (room, from->faults->len);

  g_ptr_array_sort (from->faults, compare_faults);
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (to->faults, g_steal_pointer (&from->faults->pdata[i]));
  g_ptr_array_remove_range (from->faults, 0, n);
  to->nfaults += from->nfaults;
  to->unparsable |= from->unparsable;
}

/* Puts what `from` knows about the closing line behind what `to` knows. */
static void
move_end (SsBuild *to, const SsBuild *from)
{
  guint32 first = MIN (from->first_line - 1, from->end_line - 1) + 1;

  if (to->end_line != 0 && to->after_line == 0)
    to->after_line = first;
  if (to->end_line == 0)
    {
      to->end_line = from->end_line;
      to->end = from->end;
      to->after_line = from->after_line;
    }
  to->nrecords += from->nrecords;
  if (to->first_line == 0)
    to->first_line = from->first_line;
  to->last_line = MAX (to->last_line, from->last_line);
}

gboolean
ss_build_closed (const SsBuild *b, GError **error)
{
  if (!b->closes)
    return TRUE;
  if (b->end_line == 0)
    g_set_error (error, SS_LOAD_ERROR, SS_LOAD_ERROR_PARSE,
                 "line %u: the stream is truncated: it ends here, without the closing line that its header announces",
                 b->last_line);
  else if (b->after_line != 0)
    g_set_error (error, SS_LOAD_ERROR, SS_LOAD_ERROR_PARSE, "line %u: the stream goes on after its closing line, line %u",
                 b->after_line, b->end_line);
  else if (b->end < 0)
    g_set_error (error, SS_LOAD_ERROR, SS_LOAD_ERROR_PARSE, "line %u: the closing line states no number of records", b->end_line);
  else if ((guint64) b->end != b->nrecords)
    g_set_error (error, SS_LOAD_ERROR, SS_LOAD_ERROR_PARSE,
                 "line %u: the stream is not whole: the number of records is %" G_GUINT64_FORMAT ", not %" G_GINT64_FORMAT
                 " as the closing line says",
                 b->end_line, b->nrecords, b->end);
  else
    return TRUE;
  return FALSE;
}

gboolean
ss_build_fits (const SsBuild *to, const SsBuild *from, GError **error)
{
  const SsProgram *p = &to->p, *q = &from->p;
  gboolean fits = (guint64) p->nvars + q->nvars < SS_DEF_MASK && (guint64) p->nops + q->nops < SS_DEF_MASK
                  && (guint64) p->nlinks + q->nlinks < SS_DEF_MASK && (guint64) p->nblocks + q->nblocks < SS_DEF_MASK
                  && (guint64) p->nargs + q->nargs < SS_NONE && (guint64) p->nlink_args + q->nlink_args < SS_NONE
                  && p->nvar_chars + q->nvar_chars < SS_NONE
                  && to->strings.nchars + from->strings.nchars < SS_NONE;

  if (!fits)
    g_set_error (error, SS_LOAD_ERROR, SS_LOAD_ERROR_READ,
                 "the program is too large: more than a thousand million variables, or 4 GB of names");
  return fits;
}

void
ss_build_merge (SsBuild *to, SsBuild *from)
{
  Map m = { 0 };

  m.str = map_strings (to, from);
  map_types (to, from, &m);
  map_symbols (to, from, &m);
  map_rest (to, from, &m);
  append_graphs (to, from, &m);
  move_faults (to, from);
  move_end (to, from);
  g_free (m.str);
  g_free (m.sym);
  g_free (m.type);
  g_free (m.opname);
  g_free (m.cons);
  g_free (m.tset);
}
