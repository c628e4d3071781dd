/* Chains from elsewhere (verify_chain.h). */
#include "verify_chain.h"

static const struct
{
  const char *text;
  gboolean allowed;
} states[] = {
  [SS_LINE_RECORDS] = { "has a record that fits", TRUE },
  [SS_LINE_SOURCE] = { "is an unwind source: the chain ends here", TRUE },
  [SS_LINE_UNKNOWN] = { "is not in the program", FALSE },
  [SS_LINE_NO_POINT] = { "is no unwind point", FALSE },
  [SS_LINE_NO_CALL] = { "does not call the next line's function", FALSE },
  [SS_LINE_NO_UNWIND] = { "calls the next line's function, but nothing unwinds there", FALSE },
  [SS_LINE_NO_END] = { "is the last line, but starts no unwind", FALSE },
  [SS_LINE_AFTER_END] = { "is an unwind source, so no line can follow", FALSE },
};

const char *
ss_line_text (SsLineState s)
{
  return states[s].text;
}

gboolean
ss_line_allowed (SsLineState s)
{
  return states[s].allowed;
}

static gboolean
is_source (const SsActivation *a, guint32 sym)
{
  return (a->terms->sym_flags[sym] & SS_SYM_SOURCE) != 0;
}

/* Finds the line's symbol, and the one record that it names, or SS_NONE. */
static void
resolve (const SsActivation *a, SsChainLine *l, guint32 *record)
{
  const SsProgram *p = a->terms->program;

  *record = SS_NONE;
  l->sym = ss_find_sym (p, l->text);
  if (l->sym != SS_NONE)
    return;
  guint32 op = ss_find_record (p, l->text);
  if (op == SS_NONE)
    {
      l->state = SS_LINE_UNKNOWN;
      return;
    }
  l->sym = p->funcs[ss_block_func (p, ss_op_block (p, op))].sym;
  *record = ss_activation_of_op (a, op);
  if (*record == SS_NONE)
    l->state = SS_LINE_NO_POINT;
}

/* Whether an edge of the graph, through a set of targets or not, leads from a record to a node. */
static gboolean
leads_to (const SsActivation *a, guint32 record, guint32 node)
{
  guint32 set0 = a->call0 + a->terms->program->nsyms;

  for (guint32 i = a->out.start[record]; i < a->out.start[record + 1]; i++)
    {
      guint32 to = a->out.to[i];
      if (to == node)
        return TRUE;
      for (guint32 k = a->out.start[to]; to >= set0 && to < a->end && k < a->out.start[to + 1]; k++)
        if (a->out.to[k] == node)
          return TRUE;
    }
  return FALSE;
}

/* Whether an operation calls a symbol, whether the policy lets it unwind or not. */
static gboolean
op_calls (const SsActivation *a, guint32 op, guint32 to)
{
  const SsProgram *p = a->terms->program;
  const SsOp *o = &p->ops[op];
  guint32 node = ss_callgraph_callee (a->graph, op), n;

  if (!ss_is_call (o))
    return FALSE;
  if (node == SS_NONE && o->callee != SS_NONE) /* a site that never unwinds */
    node = o->name == SS_OP_direct_call ? o->callee : p->nsyms + o->callee;
  const guint32 *members = node == SS_NONE ? NULL : ss_callgraph_members (a->graph, node, &n);
  for (guint32 i = 0; members && i < n; i++)
    if (members[i] == to)
      return TRUE;
  return FALSE;
}

/* Whether a line's operation, or its function anywhere, or its external calls a symbol. */
static gboolean
calls (const SsActivation *a, const SsChainLine *l, guint32 record, guint32 to)
{
  const SsProgram *p = a->terms->program;
  guint32 func = p->syms[l->sym].func, ext = p->syms[l->sym].ext;

  if (record != SS_NONE)
    return op_calls (a, a->classes->records[record].op, to);
  for (guint32 i = 0; func != SS_NONE && i < p->funcs[func].nops; i++)
    if (op_calls (a, p->funcs[func].op0 + i, to))
      return TRUE;
  for (guint32 i = 0; ext != SS_NONE && i < p->exts[ext].ncb; i++)
    if (p->callbacks[p->exts[ext].cb0 + i] == to)
      return TRUE;
  return FALSE;
}

/* The records of the line that lead to `node`: to the next line's function, or to END. */
static void
fit (const SsActivation *a, SsChainLine *l, guint32 record, guint32 node)
{
  guint32 entry = ss_activation_entry (a, l->sym);

  for (guint32 i = a->out.start[entry]; i < a->out.start[entry + 1]; i++)
    {
      guint32 r = a->out.to[i];
      if (r < a->nactive && (record == SS_NONE || r == record) && leads_to (a, r, node))
        g_array_append_val (l->records, r);
    }
}

static void
sum_up (SsChainCheck *c, SsChainLine *l)
{
  const SsActivation *a = c->activation;
  guint64 least = G_MAXUINT64, most = 0, fewest_bytes = G_MAXUINT64, most_bytes = 0;

  l->best = SS_BAR_FOREIGN;
  l->worst = SS_BAR_NONE;
  for (guint i = 0; i < l->records->len; i++)
    {
      guint32 r = g_array_index (l->records, guint32, i);
      gboolean kept = !ss_kind_reducible (ss_activation_kind (a, r));
      guint64 values = kept ? ss_activation_nsaved (a, r) : 0, bytes = kept ? SS_RECORD_BYTES (values) : 0;
      l->best = MIN (l->best, a->bar[r]);
      l->worst = MAX (l->worst, a->bar[r]);
      least = MIN (least, values);
      most = MAX (most, values);
      fewest_bytes = MIN (fewest_bytes, bytes);
      most_bytes = MAX (most_bytes, bytes);
    }
  c->guilty += l->best != SS_BAR_NONE;
  c->doubtful += l->best == SS_BAR_NONE && l->worst != SS_BAR_NONE;
  c->values_min += least;
  c->values_max += most;
  c->bytes_min += fewest_bytes;
  c->bytes_max += most_bytes;
}

static void
judge (SsChainCheck *c, guint32 i, guint32 record)
{
  const SsActivation *a = c->activation;
  SsChainLine *l = &c->lines[i], *next = i + 1 < c->nlines ? &c->lines[i + 1] : NULL;

  if (l->state != SS_LINE_RECORDS)
    return;
  if (is_source (a, l->sym))
    l->state = next ? SS_LINE_AFTER_END : SS_LINE_SOURCE;
  else if (!next || next->sym != SS_NONE)
    {
      fit (a, l, record, next ? ss_activation_entry (a, next->sym) : a->end);
      if (!l->records->len)
        l->state = !next ? SS_LINE_NO_END : calls (a, l, record, next->sym) ? SS_LINE_NO_UNWIND : SS_LINE_NO_CALL;
    }
  if (l->records->len)
    sum_up (c, l);
}

SsChainCheck *
ss_verify_chain (const SsActivation *a, const char *const *lines, guint32 nlines)
{
  SsChainCheck *c = g_new0 (SsChainCheck, 1);
  g_autofree guint32 *records = g_new (guint32, MAX (nlines, 1));

  c->activation = a;
  c->lines = g_new0 (SsChainLine, MAX (nlines, 1));
  c->nlines = nlines;
  for (guint32 i = 0; i < nlines; i++)
    {
      c->lines[i].text = lines[i];
      c->lines[i].records = g_array_new (FALSE, FALSE, sizeof (guint32));
      resolve (a, &c->lines[i], &records[i]);
    }
  for (guint32 i = 0; i < nlines; i++)
    {
      judge (c, i, records[i]);
      c->faults += !ss_line_allowed (c->lines[i].state);
    }
  return c;
}

void
ss_chain_check_free (SsChainCheck *c)
{
  if (!c)
    return;
  for (guint32 i = 0; i < c->nlines; i++)
    g_array_unref (c->lines[i].records);
  g_free (c->lines);
  g_free (c);
}
