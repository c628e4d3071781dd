/* stacksieve extract: cuts functions out of a dump, or rewrites it. */
#include "config.h"

#include "cli/near.h"

#include "cli/cli.h"

#include "ir/write.h"

#include <string.h>

static const SsUsage usage = {
  .operands = "FILE [FUNCTION…]",
  .summary = "Writes the named functions of a dump, with the types and externals that they need,\n"
             "in the graph format. Functions keep the order that they have in the dump.",
  .examples = "Examples:\n"
              "  stacksieve extract dump.jsonl.zst 'm:Class.method' --callees=2 -o small.jsonl\n"
              "  stacksieve extract --all --shape=document small.jsonl\n"
              "\n"
              "--callees follows direct calls, all targets of indirect calls, and callbacks of\n"
              "externals.",
  .output = TRUE,
  .min_operands = 1,
  .max_operands = -1,
};

/* A breadth-first walk over symbols: what is in `queue` has been reached. */
typedef struct
{
  const SsProgram *p; /* lent */
  GArray *queue;      /* owned: symbols (guint32), by distance */
  gboolean *reached;  /* owned, by symbol */
  gboolean *opened;   /* owned, by target set: its members are in the queue */
} Walk;

static void
walk_clear (Walk *w)
{
  g_array_unref (w->queue);
  g_free (w->reached);
  g_free (w->opened);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Walk, walk_clear)

static void
reach (Walk *w, guint32 sym)
{
  if (w->reached[sym])
    return;
  w->reached[sym] = TRUE;
  g_array_append_val (w->queue, sym);
}

static void
reach_callees (Walk *w, guint32 func)
{
  const SsProgram *p = w->p;
  const SsFunc *f = p->funcs + func;
  for (guint32 o = f->op0; o < f->op0 + f->nops; o++)
    {
      guint32 callee = p->ops[o].callee;
      if (!ss_is_call (p->ops + o) || callee == SS_NONE)
        continue;
      if (p->ops[o].name == SS_OP_direct_call)
        reach (w, callee);
      else if (!w->opened[callee])
        {
          w->opened[callee] = TRUE;
          for (guint32 i = 0; i < p->tsets[callee].n; i++)
            reach (w, p->targets[p->tsets[callee].t0 + i]);
        }
    }
}

/* Goes on from everything reached so far, `depth` calls deep. */
static void
walk (Walk *w, guint32 depth)
{
  const SsProgram *p = w->p;
  guint from = 0;
  for (guint32 d = 0; d < depth && from < w->queue->len; d++)
    for (guint end = w->queue->len; from < end; from++)
      {
        const SsSym *s = p->syms + g_array_index (w->queue, guint32, from);
        if (s->func != SS_NONE)
          reach_callees (w, s->func);
        if (s->ext != SS_NONE)
          for (guint32 i = 0; i < p->exts[s->ext].ncb; i++)
            reach (w, p->callbacks[p->exts[s->ext].cb0 + i]);
      }
}

/* Which functions to keep, by number; NULL with an error.  The caller frees. */
static gboolean *
choose (const SsProgram *p, char **names, guint32 depth, GError **error)
{
  g_auto (Walk) w = { p, g_array_new (FALSE, FALSE, sizeof (guint32)), g_new0 (gboolean, p->nsyms),
                      g_new0 (gboolean, p->ntsets) };
  for (; *names; names++)
    {
      g_autofree char *name = ss_near_exact (p, *names);
      guint32 f = ss_find_func (p, name);
      if (f == SS_NONE)
        {
          g_set_error (error, SS_CLI_ERROR, SS_CLI_ERROR_INPUT, "there is no function \"%s\"", *names);
          return NULL;
        }
      reach (&w, p->funcs[f].sym);
    }
  walk (&w, depth);
  gboolean *keep = g_new0 (gboolean, p->nfuncs);
  for (guint32 f = 0; f < p->nfuncs; f++)
    keep[f] = w.reached[p->funcs[f].sym];
  return keep;
}

/* The options that are this command's own. */
typedef struct
{
  char *callees, *shape; /* owned */
  gboolean all;
} Own;

static void
own_clear (Own *own)
{
  g_free (own->callees);
  g_free (own->shape);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Own, own_clear)

static gboolean
parse_own (const Own *own, const SsArgs *args, guint32 *depth, SsShape *shape, GError **error)
{
  guint64 n = 0;
  if (own->all && (args->noperands > 1 || own->callees))
    ss_usage_error (error, "--all takes no FUNCTION and no --callees");
  else if (!own->all && args->noperands < 2)
    ss_usage_error (error, "a FUNCTION or --all expected");
  else if (own->callees && !g_ascii_string_to_unsigned (own->callees, 10, 0, G_MAXUINT32, &n, NULL))
    ss_usage_error (error, "--callees wants a number, not \"%s\"", own->callees);
  else if (own->shape && strcmp (own->shape, "stream") != 0 && strcmp (own->shape, "document") != 0)
    ss_usage_error (error, "--shape wants stream or document, not \"%s\"", own->shape);
  else
    {
      *depth = (guint32) n;
      *shape = own->shape && strcmp (own->shape, "document") == 0 ? SS_SHAPE_DOCUMENT : SS_SHAPE_STREAM;
      return TRUE;
    }
  return FALSE;
}

int
ss_cmd_extract (int argc, char **argv, GError **error)
{
  g_auto (SsArgs) args = { 0 };
  g_auto (Own) own = { NULL };
  const GOptionEntry entries[] = {
    { "callees", 0, 0, G_OPTION_ARG_FILENAME, &own.callees, "Also what they call, DEPTH calls deep (0)", "DEPTH" },
    { "shape", 0, 0, G_OPTION_ARG_FILENAME, &own.shape, "One record a line (the default), or one object",
      "stream|document" },
    { "all", 0, 0, G_OPTION_ARG_NONE, &own.all, "Write everything that is in the dump", NULL },
    { NULL }
  };
  guint32 depth;
  SsShape shape;
  if (!ss_args_parse (&args, &usage, entries, argc, argv, error))
    return SS_EXIT_DONE;
  if (!parse_own (&own, &args, &depth, &shape, error))
    return SS_EXIT_FAILED;

  g_autoptr (SsProgram) p = ss_args_program (&args, args.operands[0], error);
  if (!p)
    return SS_EXIT_NO;
  g_autofree gboolean *keep = NULL;
  if (!own.all)
    {
      keep = choose (p, args.operands + 1, depth, error);
      if (!keep)
        {
          g_prefix_error (error, "%s: ", args.operands[0]);
          return SS_EXIT_FAILED;
        }
    }
  g_autoptr (SsOut) o = ss_args_out (&args, error);
  if (!o || !ss_write_program (p, keep, shape, ss_out_put, o, error))
    return SS_EXIT_FAILED;
  return ss_out_close (g_steal_pointer (&o), error) ? SS_EXIT_DONE : SS_EXIT_FAILED;
}
