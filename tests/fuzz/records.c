/* One record, without a program around it: its JSON by both readers, both tapes through the decoder.  Tapes that differ may differ
 * alone as the reference reader refuses what simdjson takes, and the decoder then calls for its judgement. */
#include "config.h"

#include "ir/build.h"
#include "ir/json.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

/* What was made of the record by one reader. */
typedef struct
{
  SsBuild *build; /* owned, for good */
  gboolean tape, decoded; /* it is JSON; the decoder did not call for the reference reader */
} Made;

static void
made_start (Made *m)
{
  if (m->build == NULL)
    m->build = ss_build_new (20);
  else if (m->tape)
    ss_build_reset (m->build);
  m->build->closes = TRUE;
  m->tape = m->decoded = FALSE;
}

static void
made_decode (Made *m, const SsTape *tape)
{
  m->tape = TRUE;
  m->decoded = ss_decode_record (m->build, tape, 1, 1, SS_RECORD_ANY);
}

#define SAME(a, b, array, n) \
  g_assert_cmpmem ((a)->array, (a)->n * sizeof *(a)->array, (b)->array, (b)->n * sizeof *(b)->array)

static void
check_same (const SsBuild *a, const SsBuild *b)
{
  const SsProgram *p = &a->p, *q = &b->p;

  g_assert_cmpuint (a->nfaults, ==, b->nfaults);
  for (guint i = 0; i < a->faults->len; i++)
    {
      g_autofree char *x = ss_fault_text (a->faults->pdata[i]), *y = ss_fault_text (b->faults->pdata[i]);

      g_assert_cmpstr (x, ==, y);
    }
  SAME (&a->strings, &b->strings, chars, nchars);
  SAME (p, q, args, nargs);
  SAME (p, q, link_args, nlink_args);
  SAME (p, q, var_type, nvars);
  SAME (p, q, var_name, nvars);
  SAME (p, q, var_def, nvars);
  SAME (p, q, targets, ntargets);
  SAME (p, q, fields, nfields);
  SAME (p, q, callbacks, ncallbacks);
  g_assert_true (p->nfuncs == q->nfuncs && p->nblocks == q->nblocks && p->nops == q->nops && p->nlinks == q->nlinks
                 && p->nconsts == q->nconsts && p->nsyms == q->nsyms && p->nexts == q->nexts && p->ntypes == q->ntypes);
  g_assert_true (a->end_line == b->end_line && (a->end_line == 0 || a->end == b->end));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize n)
{
  static Made fast, slow;
  static SsTapeStore *store;
  SsTape tape;
  json_t *value;
  char *message;
  int line;

  made_start (&fast);
  made_start (&slow);
#ifdef HAVE_SIMDJSON
  static SsSimdjson *simdjson;
  g_autofree char *text = g_malloc (n + SS_JSON_PADDING);

  if (simdjson == NULL)
    simdjson = ss_simdjson_new ();
  if (n > 0)
    memcpy (text, data, n);
  memset (text + n, '"', SS_JSON_PADDING);
  if (ss_simdjson_parse (simdjson, text, n, &tape) == NULL)
    made_decode (&fast, &tape);
#endif
  if (store == NULL)
    store = ss_tape_store_new ();
  if (ss_jansson_parse ((const char *) data, n, &value, &message, &line) == SS_JSON_OK)
    {
      ss_tape_store_fill (store, value, &tape);
      made_decode (&slow, &tape);
      json_decref (value);
      g_assert_true (slow.decoded);
    }
  else
    g_free (message);
  if (fast.decoded && !slow.tape)
    g_error ("simdjson's word is taken for what Jansson refuses");
  if (fast.decoded)
    check_same (fast.build, slow.build);
  return 0;
}
