/* Writing the graph format: each record is a Jansson value, dumped through the caller's function. */
#include "config.h"

#include "ir/write.h"

#include "ir/json.h"

#include <string.h>

typedef struct
{
  const SsProgram *p;
  const gboolean *keep; /* lent; NULL: all */
  gboolean *type_used;  /* owned; NULL: all */
  gboolean *ext_used;   /* owned; NULL: all */
  GArray *types;        /* owned: the types to write (guint32), in the order of their records in the input */
  SsPut put;
  gpointer data;
  GError *error; /* owned: of the first put that failed */
} Writer;

static void
writer_clear (Writer *w)
{
  g_free (w->type_used);
  g_free (w->ext_used);
  g_array_unref (w->types);
  g_clear_error (&w->error);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Writer, writer_clear)

static void
set (json_t *object, const char *key, json_t *take_value)
{
  int failed = json_object_set_new_nocheck (object, key, take_value);

  g_assert (!failed);
}

static void
append (json_t *array, json_t *take_value)
{
  int failed = json_array_append_new (array, take_value);

  g_assert (!failed);
}

static json_t *
string_json (const SsProgram *p, guint32 s)
{
  return ss_json_string (ss_str (p, s));
}

static json_t *
var_json (const SsProgram *p, guint32 v)
{
  return v == SS_NONE ? json_null () : ss_json_string (ss_var_name (p, v));
}

static json_t *
const_json (const SsProgram *p, SsOperand a, gboolean is_case)
{
  const SsConst *c = ss_const (p, a);
  json_t *o;

  switch (c->kind)
    {
    case SS_CONST_NULL:
      return json_null ();
    case SS_CONST_FALSE:
    case SS_CONST_TRUE:
      return json_boolean (c->kind == SS_CONST_TRUE);
    case SS_CONST_INT:
      return json_integer (c->u.i);
    case SS_CONST_REAL:
      return json_real (c->u.d);
    case SS_CONST_TEXT:
      break;
    }
  if (is_case)
    return string_json (p, (guint32) c->u.str);
  o = json_object ();
  set (o, "const", string_json (p, (guint32) c->u.str));
  if (c->type != SS_NONE)
    set (o, "type", string_json (p, p->types[c->type].name));
  return o;
}

static json_t *
operand_json (const SsProgram *p, SsOperand a)
{
  return ss_is_var (a) ? var_json (p, a) : const_json (p, a, FALSE);
}

static json_t *
op_json (const SsProgram *p, guint32 o)
{
  const SsOp *op = &p->ops[o];
  guint32 n;
  const SsOperand *args = ss_op_args (p, o, &n);
  json_t *list = json_array ();

  append (list, ss_json_string (ss_op_name (p, o)));
  append (list, var_json (p, op->result));
  if (op->name == SS_OP_direct_call)
    append (list, op->callee == SS_NONE ? json_null () : ss_json_string (ss_sym_name (p, op->callee)));
  else if (op->name == SS_OP_indirect_call && op->callee == SS_NONE)
    append (list, json_null ());
  else if (op->name == SS_OP_indirect_call)
    {
      const SsTargets *t = &p->tsets[op->callee];
      json_t *targets = json_array ();

      for (guint32 i = 0; i < t->n; i++)
        append (targets, ss_json_string (ss_sym_name (p, p->targets[t->t0 + i])));
      append (list, targets);
    }
  for (guint32 i = 0; i < n; i++)
    append (list, operand_json (p, args[i]));
  return list;
}

static json_t *
link_json (const SsProgram *p, const SsFunc *f, guint32 l, gboolean handler)
{
  const SsLink *link = &p->links[l];
  guint32 n;
  const SsOperand *args = ss_link_args (p, l, &n);
  json_t *o = json_object (), *list = json_array ();

  if (handler)
    {
      json_t *bind = json_array ();

      append (bind, var_json (p, link->bind[0]));
      append (bind, var_json (p, link->bind[1]));
      set (o, "catch", string_json (p, link->label));
      set (o, "bind", bind);
    }
  set (o, "to", json_integer (link->to - f->block0));
  for (guint32 i = 0; i < n; i++)
    append (list, operand_json (p, args[i]));
  set (o, "args", list);
  if (!handler && link->label != SS_NONE)
    set (o, "case", const_json (p, link->label, TRUE));
  return o;
}

/* The lines of a block's operations, if any of them says one. */
static void
set_lines (const SsProgram *p, const SsBlock *block, json_t *o)
{
  json_t *list = NULL;

  for (guint32 i = 0; i < block->nops && list == NULL; i++)
    if (ss_op_line (p, block->op0 + i) != SS_NONE)
      list = json_array ();
  if (list == NULL)
    return;
  for (guint32 i = 0; i < block->nops; i++)
    {
      guint32 line = ss_op_line (p, block->op0 + i);

      append (list, line == SS_NONE ? json_null () : json_integer (line));
    }
  set (o, "lines", list);
}

static json_t *
block_json (const SsProgram *p, const SsFunc *f, guint32 b)
{
  const SsBlock *block = &p->blocks[b];
  json_t *o = json_object (), *list = json_array ();

  for (guint32 i = 0; i < block->nin; i++)
    append (list, var_json (p, block->in0 + i));
  set (o, "in", list);
  if (block->nops > 0)
    {
      list = json_array ();
      for (guint32 i = 0; i < block->nops; i++)
        append (list, op_json (p, block->op0 + i));
      set (o, "ops", list);
      set_lines (p, block, o);
    }
  if (block->sw != SS_NONE)
    set (o, "switch", operand_json (p, block->sw));
  for (guint32 from = 0, k = 0; k < 2; k++)
    {
      guint32 n = k == 0 ? block->nexits : block->nhandlers;

      if (n == 0)
        continue;
      list = json_array ();
      for (guint32 i = 0; i < n; i++)
        append (list, link_json (p, f, block->link0 + from + i, k == 1));
      set (o, k == 0 ? "exits" : "handlers", list);
      from = n;
    }
  return o;
}

static json_t *
vars_json (const SsProgram *p, const SsFunc *f)
{
  json_t *vars = json_object ();

  for (guint32 v = f->var0; v < f->var0 + f->nvars; v++)
    {
      json_t *type = string_json (p, p->types[p->var_type[v]].name);
      const char *name = json_string_value (type);
      gsize len = json_string_length (type);
      json_t *list = json_object_getn (vars, name, len);

      if (list == NULL)
        {
          list = json_array ();
          json_object_setn_new_nocheck (vars, name, len, list);
        }
      append (list, var_json (p, v));
      json_decref (type);
    }
  return vars;
}

static json_t *
func_json (const SsProgram *p, guint32 func)
{
  const SsFunc *f = &p->funcs[func];
  json_t *o = json_object (), *blocks = json_array ();

  set (o, "function", ss_json_string (ss_func_name (p, func)));
  if (f->file != SS_NONE)
    set (o, "file", string_json (p, f->file));
  if (f->line >= 0)
    set (o, "line", json_integer (f->line));
  set (o, "vars", vars_json (p, f));
  if (f->ret != SS_NONE)
    set (o, "return", json_integer (f->ret - f->block0));
  if (f->exc != SS_NONE)
    set (o, "raise", json_integer (f->exc - f->block0));
  for (guint32 b = f->block0; b < f->block0 + f->nblocks; b++)
    append (blocks, block_json (p, f, b));
  set (o, "blocks", blocks);
  return o;
}

static json_t *
type_json (const SsProgram *p, guint32 type)
{
  const SsType *t = &p->types[type];
  json_t *o = json_object ();

  set (o, "type", string_json (p, t->name));
  if (t->super != SS_NONE)
    set (o, "super", string_json (p, p->types[t->super].name));
  if (t->nimm > 0)
    {
      json_t *list = json_array ();

      for (guint32 i = 0; i < t->nimm; i++)
        append (list, string_json (p, p->fields[t->imm0 + i]));
      set (o, "immutable", list);
    }
  return o;
}

static json_t *
ext_json (const SsProgram *p, guint32 ext)
{
  const SsExt *e = &p->exts[ext];
  json_t *o = json_object (), *list = json_array ();

  set (o, "external", ss_json_string (ss_sym_name (p, e->sym)));
  for (guint32 i = 0; i < e->ncb; i++)
    append (list, ss_json_string (ss_sym_name (p, p->callbacks[e->cb0 + i])));
  set (o, "callbacks", list);
  set (o, "effects", json_boolean (e->effects));
  return o;
}

static json_t *
header_json (const SsProgram *p, SsShape shape)
{
  json_t *o = json_object ();

  set (o, "format", json_string ("stacksieve-graphs"));
  set (o, "version", json_integer (1));
  if (shape == SS_SHAPE_STREAM)
    set (o, "end", json_true ());
  for (guint32 i = 0; i < p->nheader; i++)
    {
      json_t *key = string_json (p, p->header[i].key);
      json_t *value = json_loads (ss_str (p, p->header[i].value), JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);

      g_assert (value != NULL);
      json_object_setn_new_nocheck (o, json_string_value (key), json_string_length (key), value);
      json_decref (key);
    }
  return o;
}

static int
put_chunk (const char *bytes, size_t n, void *writer)
{
  Writer *w = writer;

  /* Jansson goes on after a failure, here and there. */
  return w->error == NULL && w->put (bytes, n, w->data, &w->error) ? 0 : -1;
}

/* Dumps a value and a line end; FALSE once the output has failed. */
static gboolean
dump (Writer *w, json_t *take_value, gsize flags)
{
  int failed = json_dump_callback (take_value, put_chunk, w, flags | JSON_REAL_PRECISION (17));

  json_decref (take_value);
  return !failed && put_chunk ("\n", 1, w) == 0;
}

static void
use_type (Writer *w, guint32 t)
{
  for (; t != SS_NONE && !w->type_used[t]; t = w->p->types[t].super)
    w->type_used[t] = TRUE;
}

static void
use_sym (Writer *w, guint32 sym)
{
  guint32 ext = w->p->syms[sym].ext;

  if (ext != SS_NONE)
    w->ext_used[ext] = TRUE;
}

static void
use_operand (Writer *w, SsOperand a)
{
  if (ss_is_const (a) && ss_const (w->p, a)->type != SS_NONE)
    use_type (w, ss_const (w->p, a)->type);
}

/* Marks the types and externals that function f names. */
static void
use_func (Writer *w, const SsFunc *f)
{
  const SsProgram *p = w->p;
  guint32 n;

  for (guint32 v = f->var0; v < f->var0 + f->nvars; v++)
    use_type (w, p->var_type[v]);
  for (guint32 o = f->op0; o < f->op0 + f->nops; o++)
    {
      const SsOp *op = &p->ops[o];
      const SsOperand *args = ss_op_args (p, o, &n);

      for (guint32 i = 0; i < n; i++)
        use_operand (w, args[i]);
      if (op->callee == SS_NONE)
        continue;
      if (op->name == SS_OP_direct_call)
        use_sym (w, op->callee);
      else
        for (guint32 i = 0; i < p->tsets[op->callee].n; i++)
          use_sym (w, p->targets[p->tsets[op->callee].t0 + i]);
    }
  for (guint32 b = f->block0; b < f->block0 + f->nblocks; b++)
    {
      const SsBlock *block = &p->blocks[b];

      use_operand (w, block->sw);
      for (guint32 l = block->link0; l < block->link0 + block->nexits + block->nhandlers; l++)
        {
          const SsOperand *args = ss_link_args (p, l, &n);

          for (guint32 i = 0; i < n; i++)
            use_operand (w, args[i]);
        }
    }
}

static gboolean
writes_func (const Writer *w, guint32 f)
{
  return w->keep == NULL || w->keep[f];
}

static int
compare_type_lines (gconstpointer a, gconstpointer b, gpointer program)
{
  const SsType *types = ((const SsProgram *) program)->types;
  guint32 i = *(const guint32 *) a, j = *(const guint32 *) b;

  if (types[i].line != types[j].line)
    return types[i].line < types[j].line ? -1 : 1;
  return i < j ? -1 : i > j;
}

/* Types are numbered where they are first named, and what is written names them in another order than what was read.
 * The order of their records is the one that stays, so that writing what was written gives the same bytes. */
static void
find_types (Writer *w)
{
  for (guint32 t = 0; t < w->p->ntypes; t++)
    if (w->p->types[t].line != 0 && (w->type_used == NULL || w->type_used[t]))
      g_array_append_val (w->types, t);
  g_array_sort_with_data (w->types, compare_type_lines, (gpointer) w->p);
}

static gboolean
writes_ext (const Writer *w, guint32 e)
{
  return w->ext_used == NULL || w->ext_used[e];
}

static gboolean
write_stream (Writer *w)
{
  const SsProgram *p = w->p;
  gboolean ok = dump (w, header_json (p, SS_SHAPE_STREAM), JSON_COMPACT);
  gint64 n = w->types->len;
  json_t *end;

  for (guint32 i = 0; ok && i < p->nfuncs; i++)
    if (writes_func (w, i))
      {
        ok = dump (w, func_json (p, i), JSON_COMPACT);
        n++;
      }
  for (guint32 i = 0; ok && i < p->nexts; i++)
    if (writes_ext (w, i))
      {
        ok = dump (w, ext_json (p, i), JSON_COMPACT);
        n++;
      }
  for (guint i = 0; ok && i < w->types->len; i++)
    ok = dump (w, type_json (p, g_array_index (w->types, guint32, i)), JSON_COMPACT);
  if (!ok)
    return FALSE;
  end = json_object ();
  set (end, "end", json_integer (n));
  return dump (w, end, JSON_COMPACT);
}

static gboolean
write_document (Writer *w)
{
  const SsProgram *p = w->p;
  json_t *o = header_json (p, SS_SHAPE_DOCUMENT), *types = json_array (), *exts = json_array (), *funcs = json_array ();

  for (guint i = 0; i < w->types->len; i++)
    append (types, type_json (p, g_array_index (w->types, guint32, i)));
  for (guint32 i = 0; i < p->nexts; i++)
    if (writes_ext (w, i))
      append (exts, ext_json (p, i));
  for (guint32 i = 0; i < p->nfuncs; i++)
    if (writes_func (w, i))
      append (funcs, func_json (p, i));
  set (o, "types", types);
  set (o, "externals", exts);
  set (o, "functions", funcs);
  return dump (w, o, JSON_INDENT (1));
}

gboolean
ss_write_program (const SsProgram *p, const gboolean *keep, SsShape shape, SsPut put, gpointer data, GError **error)
{
  g_auto (Writer) w = { .p = p,
                        .keep = keep,
                        .types = g_array_new (FALSE, FALSE, sizeof (guint32)),
                        .put = put,
                        .data = data };
  gboolean ok;

  if (keep != NULL)
    {
      w.type_used = g_new0 (gboolean, MAX (p->ntypes, 1));
      w.ext_used = g_new0 (gboolean, MAX (p->nexts, 1));
      for (guint32 f = 0; f < p->nfuncs; f++)
        if (keep[f])
          use_func (&w, &p->funcs[f]);
    }
  find_types (&w);
  ok = shape == SS_SHAPE_STREAM ? write_stream (&w) : write_document (&w);
  if (w.error != NULL)
    g_propagate_error (error, g_steal_pointer (&w.error));
  return ok;
}
