/* One record of the input, from the tape into a builder: shapes and names.
 *
 * Checked here is what can only be seen while names become numbers: keys and value types, the listing and single assignment of
 * variables, scope.  What the finished graph shows is verify.c's.  A record with faults leaves its symbol and nothing else.
 */
#include "config.h"

#include "ir/build.h"

#include <stdarg.h>

#include "ir/grow.h"

/* A variable listed in `vars`. */
typedef struct
{
  const char *name; /* lent by the tape */
  guint32 len;
  guint32 type; /* SS_NONE: it was not listed, which has been reported */
  guint32 var;  /* its number, or SS_NONE: not defined so far */
  gboolean used;
} Listed;

typedef struct
{
  guint32 round; /* the function it was put in for */
  guint32 index; /* in `listed` */
} Slot;

typedef struct SsScope
{
  Listed *listed; /* owned */
  gsize nlisted, cap;
  Slot *slots; /* owned; 2 to the power of `bits` */
  guint bits;
  guint32 round;       /* counts functions, so that slots need no clearing */
  guint32 *type_round; /* owned, by type: the function whose vars have it */
  gsize ntype_round;
  GString *scratch; /* owned */
} Scope;

typedef struct
{
  SsBuild *b;
  SsProgram *p; /* that of b */
  const SsTape *t;
  Scope *s;
  guint32 line;
  const char *name; /* the function's, or NULL */
  gsize name_len;
  gint64 block;
  const char *list; /* the list within the block, or NULL */
  gint64 item;      /* place in that list */
  guint32 first_var;  /* of the block */
  guint32 first_bind; /* of the block's handlers */
  gboolean unlisted; /* there is no list of variables, which has been reported */
  gboolean judge;   /* something for the reference reader */
  gboolean broken;  /* so badly shaped that rules about the graph would only repeat it */
  guint64 nfaults;  /* of this record */
} Decoder;

#define SCOPE_BITS 6
#define MAX_NUMBER G_MAXINT32

static Scope *
scope_new (void)
{
  Scope *s = g_new0 (Scope, 1);

  s->bits = SCOPE_BITS;
  s->slots = g_new0 (Slot, 1u << s->bits);
  s->scratch = g_string_new (NULL);
  return s;
}

void
ss_scope_free (Scope *s)
{
  if (s == NULL)
    return;
  g_free (s->listed);
  g_free (s->slots);
  g_free (s->type_round);
  g_string_free (s->scratch, TRUE);
  g_free (s);
}

/* A name as messages have it, until the next one: it ends with its bytes, and has no zero among them. */
static const char *
plain (Decoder *d, const char *name, gsize len)
{
  GString *scratch = d->s->scratch;
  const char *bytes = ss_strings_plain (name, &len, scratch);

  if (bytes != scratch->str)
    {
      g_string_truncate (scratch, 0);
      g_string_append_len (scratch, bytes, (gssize) len);
    }
  return scratch->str;
}

/* Notes a fault at the decoder's place; `suffix` goes on with the path from there. */
static void fault (Decoder *d, SsRule rule, char *take_suffix, const char *format, ...) G_GNUC_PRINTF (4, 5);

static void
fault (Decoder *d, SsRule rule, char *take_suffix, const char *format, ...)
{
  GString *path = g_string_new (NULL);
  char *suffix = take_suffix, *text;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  if (d->block >= 0)
    g_string_append_printf (path, "blocks[%" G_GINT64_FORMAT "]", d->block);
  if (d->list != NULL)
    g_string_append_printf (path, ".%s[%" G_GINT64_FORMAT "]", d->list, d->item);
  if (suffix != NULL)
    g_string_append (path, path->len == 0 && *suffix == '.' ? suffix + 1 : suffix);
  g_free (suffix);
  ss_build_fault_take (d->b, d->line, rule, d->name == NULL ? NULL : g_strdup (plain (d, d->name, d->name_len)), d->block,
                       g_strcmp0 (d->list, "ops") == 0 ? d->item : -1, g_string_free (path, path->len == 0), text);
  d->nfaults++;
  d->broken |= rule <= SS_RULE_NUMBER_RANGE || rule == SS_RULE_OPERATION;
}

static const char *
tag_text (char tag)
{
  switch (tag)
    {
    case '{':
      return "an object";
    case '[':
      return "an array";
    case '"':
      return "a string";
    case 't':
    case 'f':
      return "true or false";
    case 'n':
      return "null";
    case 'd':
      return "a fraction";
    default:
      return "an integer";
    }
}

static void
wrong_type (Decoder *d, char *take_suffix, const char *wanted, gsize i)
{
  if (ss_tape_tag (d->t, i) == 'u')
    d->judge = TRUE;
  fault (d, SS_RULE_VALUE_TYPE, take_suffix, "%s is wanted here, not %s", wanted, tag_text (ss_tape_tag (d->t, i)));
}

static gboolean
is_key (const char *key, guint32 len, const char *name)
{
  return key[0] == name[0] && strlen (name) == len && memcmp (key, name, len) == 0;
}

typedef struct
{
  const char *bytes;
  guint32 len;
} Key;

static int
compare_keys (gconstpointer a, gconstpointer b)
{
  const Key *x = a, *y = b;
  int c = memcmp (x->bytes, y->bytes, MIN (x->len, y->len));

  return c != 0 ? c : (x->len > y->len) - (x->len < y->len);
}

/* Whether the value at i holds, at any depth, what the reference reader refuses: an object with a key twice or with a
 * U+0000 in a key, an integer beyond 64 bits. */
static gboolean
has_doubtful (const SsTape *t, gsize i)
{
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (Key));
  gsize end = ss_tape_next (t, i);

  while (i < end)
    {
      char tag = ss_tape_tag (t, i);

      if (tag == 'u')
        return TRUE;
      if (tag == '{')
        {
          g_array_set_size (keys, 0);
          for (gsize k = ss_tape_first (i); k < ss_tape_end (t, i); k = ss_tape_next (t, k + 1))
            {
              Key key;

              key.bytes = ss_tape_string (t, k, &key.len);
              if (memchr (key.bytes, 0, key.len) != NULL)
                return TRUE;
              g_array_append_val (keys, key);
            }
          g_array_sort (keys, compare_keys);
          for (guint k = 1; k < keys->len; k++)
            if (compare_keys (&g_array_index (keys, Key, k - 1), &g_array_index (keys, Key, k)) == 0)
              return TRUE;
        }
      i += tag == 'l' || tag == 'd' ? 2 : 1;
    }
  return FALSE;
}

/* Whether the record at i is for the reference reader to judge.  One with faults was not looked at in full, so all of it is
 * looked at now. */
static gboolean
needs_judge (Decoder *d, gsize i)
{
  d->judge = d->judge || (d->nfaults > 0 && has_doubtful (d->t, i));
  return d->judge;
}

/* Finds the values of the keys `names` (at most 8) in the object at i: their indices, or 0.  Unknown keys are passed over. */
static void
get_keys (Decoder *d, gsize i, const char *const *names, gsize *at, guint n)
{
  gboolean unknown = FALSE;
  guint j = 0;

  memset (at, 0, n * sizeof *at);
  for (gsize k = ss_tape_first (i), end = ss_tape_end (d->t, i); k < end; k = ss_tape_next (d->t, k + 1))
    {
      guint32 len;
      const char *key = ss_tape_string (d->t, k, &len);
      guint tried = 0;

      /* keys mostly come in the order of the names */
      while (tried < n && !is_key (key, len, names[j]))
        {
          j = j + 1 < n ? j + 1 : 0;
          tried++;
        }
      if (tried == n)
        unknown = TRUE;
      else if (at[j] != 0)
        d->judge = TRUE;
      else
        at[j] = k + 1;
    }
  if (unknown && has_doubtful (d->t, i))
    d->judge = TRUE;
}

static guint32
add_string (Decoder *d, gsize i)
{
  guint32 n;
  const char *bytes = ss_tape_string (d->t, i, &n);
  gsize len = n;
  guint32 s = ss_strings_find (&d->b->strings, bytes, len, ss_strings_hash (bytes, len));

  if (s != SS_NONE)
    return s;
  bytes = ss_strings_plain (bytes, &len, d->s->scratch);
  return ss_build_string (d->b, bytes, len);
}

/* The string at index i as a string number; a fault and SS_NONE where it is none.  `key` must be there if `required`. */
static guint32
get_string (Decoder *d, gsize i, const char *key, gboolean required)
{
  if (i == 0)
    {
      if (required)
        fault (d, SS_RULE_MISSING_KEY, NULL, "\"%s\" is missing", key);
      return SS_NONE;
    }
  if (ss_tape_tag (d->t, i) != '"')
    {
      wrong_type (d, g_strdup_printf (".%s", key), "a string", i);
      return SS_NONE;
    }
  return add_string (d, i);
}

/* The integer at index i, from 0 to 2^31-1, or -1: it is not there, or it is none and a fault was noted. */
static gint64
get_number (Decoder *d, gsize i, const char *key)
{
  if (i > 0 && ss_tape_tag (d->t, i) != 'l')
    wrong_type (d, g_strdup_printf (".%s", key), "an integer", i);
  else if (i > 0)
    {
      gint64 v = ss_tape_int (d->t, i);

      if (v >= 0 && v <= MAX_NUMBER)
        return v;
      fault (d, SS_RULE_NUMBER_RANGE, g_strdup_printf (".%s", key), "%" G_GINT64_FORMAT " is not a number from 0 to %d", v, MAX_NUMBER);
    }
  return -1;
}

/* Whether the value at i is an array; a fault where it is not.  0: it is absent, which is none. */
static gboolean
is_array (Decoder *d, gsize i, const char *key)
{
  if (i == 0)
    return FALSE;
  if (ss_tape_tag (d->t, i) == '[')
    return TRUE;
  wrong_type (d, g_strdup_printf (".%s", key), "an array", i);
  return FALSE;
}

static gboolean
good_type_name (const char *name, guint32 len)
{
  const char *colon = memchr (name, ':', len);
  gsize n;

  if (colon == NULL)
    return len > 0;
  n = (gsize) (colon - name);
  return n + 1 < len && (is_key (name, n, "gc") || is_key (name, n, "raw") || is_key (name, n, "func"));
}

/* The path of element k of the list at `suffix`, or with SS_NONE of the value there, and of `key` in it; the caller
 * frees. */
static char *
element (const char *suffix, guint32 k, const char *key)
{
  return k == SS_NONE ? g_strconcat (suffix, key, NULL) : g_strdup_printf ("%s[%u]%s", suffix, k, key);
}

/* The type named by the string at i, whose path is that of `key` in element k of `suffix`. */
static guint32
get_type (Decoder *d, gsize i, const char *suffix, guint32 k, const char *key)
{
  guint32 len;
  const char *name = ss_tape_string (d->t, i, &len);

  if (!good_type_name (name, len))
    fault (d, SS_RULE_TYPE_NAME, element (suffix, k, key), "\"%s\" is neither a primitive nor gc:, raw: or func: and a name",
           plain (d, name, len));
  return ss_build_type (d->b, add_string (d, i));
}

/* The slot of a name: of this function, or the free one where it belongs. */
static Slot *
find_slot (const Scope *s, const char *name, guint32 len)
{
  guint32 mask = (1u << s->bits) - 1, k = ss_strings_hash (name, len) & mask;

  while (s->slots[k].round == s->round)
    {
      const Listed *v = &s->listed[s->slots[k].index];

      if (v->len == len && memcmp (v->name, name, len) == 0)
        break;
      k = (k + 1) & mask;
    }
  return &s->slots[k];
}

static void
grow_scope (Scope *s)
{
  g_free (s->slots);
  s->bits++;
  s->slots = g_new0 (Slot, (gsize) 1 << s->bits);
  for (gsize i = 0; i < s->nlisted; i++)
    *find_slot (s, s->listed[i].name, s->listed[i].len) = (Slot){ s->round, (guint32) i };
}

static Listed *
list_variable (Scope *s, Slot *slot, const char *name, guint32 len, guint32 type)
{
  SS_GROW (s->listed, s->nlisted, s->cap, 1);
  s->listed[s->nlisted] = (Listed){ name, len, type, SS_NONE, FALSE };
  *slot = (Slot){ s->round, (guint32) s->nlisted++ };
  if (s->nlisted > (1u << s->bits) / 2)
    grow_scope (s);
  return &s->listed[s->nlisted - 1];
}

static void
decode_vars (Decoder *d, gsize i)
{
  Scope *s = d->s;

  for (gsize k = ss_tape_first (i), end = ss_tape_end (d->t, i); k < end; k = ss_tape_next (d->t, k + 1))
    {
      guint32 type = get_type (d, k, "vars", SS_NONE, ""), klen, n = 0;
      const char *key = ss_tape_string (d->t, k, &klen);

      d->judge |= memchr (key, 0, klen) != NULL;
      if (type >= s->ntype_round)
        {
          gsize more = MAX (d->b->types_cap, (gsize) type + 1);

          s->type_round = g_renew (guint32, s->type_round, more);
          memset (s->type_round + s->ntype_round, 0, (more - s->ntype_round) * sizeof (guint32));
          s->ntype_round = more;
        }
      if (s->type_round[type] == s->round)
        d->judge = TRUE;
      s->type_round[type] = s->round;
      if (ss_tape_tag (d->t, k + 1) != '[')
        {
          wrong_type (d, g_strdup_printf ("vars.%.*s", (int) klen, key), "an array", k + 1);
          continue;
        }
      for (gsize v = ss_tape_first (k + 1), e = ss_tape_end (d->t, k + 1); v < e; v = ss_tape_next (d->t, v), n++)
        {
          guint32 len;
          const char *name;
          Slot *slot;

          if (ss_tape_tag (d->t, v) != '"')
            {
              wrong_type (d, g_strdup_printf ("vars.%.*s[%u]", (int) klen, key, n), "a variable's name", v);
              continue;
            }
          name = ss_tape_string (d->t, v, &len);
          slot = find_slot (s, name, len);
          if (slot->round == s->round)
            fault (d, SS_RULE_LISTED_ONCE, g_strdup_printf ("vars.%.*s[%u]", (int) klen, key, n),
                   "variable \"%s\" is listed twice", plain (d, name, len));
          else
            list_variable (s, slot, name, len, type);
        }
    }
}

/* The listed variable of the name at i; one that is not listed is reported once. */
static Listed *
get_variable (Decoder *d, gsize i, const char *suffix, guint32 k)
{
  guint32 len;
  const char *name = ss_tape_string (d->t, i, &len);
  Slot *slot = find_slot (d->s, name, len);

  if (G_LIKELY (slot->round == d->s->round))
    return &d->s->listed[slot->index];
  if (!d->unlisted)
    fault (d, SS_RULE_LISTED, element (suffix, k, ""), "variable \"%s\" is not listed in vars", plain (d, name, len));
  return list_variable (d->s, slot, name, len, SS_NONE);
}

/* Gives the variable of the name at i its number and its place of definition. */
static guint32
define (Decoder *d, gsize i, SsDefKind kind, guint32 number, const char *suffix, guint32 k)
{
  SsProgram *p = d->p;
  SsBuild *b = d->b;
  Listed *v = get_variable (d, i, suffix, k);
  const char *name = v->name;
  gsize len = v->len;

  if (v->var != SS_NONE)
    fault (d, SS_RULE_DEFINED_ONCE, element (suffix, k, ""), "variable \"%s\" is defined a second time",
           plain (d, name, len));
  name = ss_strings_plain (name, &len, d->s->scratch);
  SS_GROW (p->var_type, p->nvars, b->var_type_cap, 1);
  SS_GROW (p->var_name, p->nvars, b->var_name_cap, 1);
  SS_GROW (p->var_def, p->nvars, b->var_def_cap, 1);
  SS_GROW (p->var_chars, p->nvar_chars, b->var_chars_cap, len + 1);
  p->var_type[p->nvars] = v->type;
  p->var_name[p->nvars] = (guint32) p->nvar_chars;
  p->var_def[p->nvars] = (guint32) kind << SS_DEF_SHIFT | number;
  memcpy (p->var_chars + p->nvar_chars, name, len);
  p->var_chars[p->nvar_chars + len] = '\0';
  p->nvar_chars += len + 1;
  v->var = p->nvars;
  return p->nvars++;
}

/* The use of a variable in the block, which must have defined it earlier.  `binds`: the first of the handler's own binds. */
static SsOperand
use (Decoder *d, gsize i, guint32 binds, const char *suffix, guint32 k)
{
  Listed *v = get_variable (d, i, suffix, k);

  v->used = TRUE;
  if (G_LIKELY (v->var != SS_NONE && v->var >= d->first_var && (v->var < d->first_bind || v->var >= binds)))
    return v->var;
  if (v->type != SS_NONE)
    fault (d, SS_RULE_SCOPE, element (suffix, k, ""),
           "variable \"%s\" is used, but this block did not define it before", plain (d, v->name, v->len));
  return SS_CONST_BIT;
}

static SsOperand
decode_const (Decoder *d, gsize i, const char *suffix, guint32 k)
{
  static const char *const names[] = { "const", "type" };
  gsize at[2];

  get_keys (d, i, names, at, 2);
  if (at[0] == 0 || ss_tape_tag (d->t, at[0]) != '"' || (at[1] != 0 && ss_tape_tag (d->t, at[1]) != '"'))
    {
      if (at[0] == 0)
        fault (d, SS_RULE_MISSING_KEY, element (suffix, k, ""), "\"const\" is missing");
      else if (ss_tape_tag (d->t, at[0]) != '"')
        wrong_type (d, element (suffix, k, ".const"), "a string", at[0]);
      else
        wrong_type (d, element (suffix, k, ".type"), "a string", at[1]);
      return SS_CONST_BIT;
    }
  SsConst c = { SS_CONST_TEXT, SS_NONE, { .str = add_string (d, at[0]) } };
  if (at[1] != 0)
    c.type = get_type (d, at[1], suffix, k, ".type");
  return ss_build_const (d->b, &c);
}

static SsOperand
decode_operand (Decoder *d, gsize i, guint32 binds, const char *suffix, guint32 k)
{
  SsConst c = { SS_CONST_INT, SS_NONE, { 0 } };

  switch (ss_tape_tag (d->t, i))
    {
    case '"':
      return use (d, i, binds, suffix, k);
    case 'n':
      return SS_CONST_BIT | SS_CONST_NULL;
    case 'f':
      return SS_CONST_BIT | SS_CONST_FALSE;
    case 't':
      return SS_CONST_BIT | SS_CONST_TRUE;
    case 'l':
      c.u.i = ss_tape_int (d->t, i);
      return ss_build_const (d->b, &c);
    case 'd':
      c.kind = SS_CONST_REAL;
      c.u.d = ss_tape_real (d->t, i);
      return ss_build_const (d->b, &c);
    case 'u':
      d->judge = TRUE;
      return SS_CONST_BIT;
    case '{':
      return decode_const (d, i, suffix, k);
    default:
      wrong_type (d, element (suffix, k, ""), "an operand", i);
      return SS_CONST_BIT;
    }
}

/* The possible targets of an indirect call, at i. */
static guint32
decode_targets (Decoder *d, gsize i)
{
  SsProgram *p = d->p;
  guint32 n = 0;

  if (ss_tape_tag (d->t, i) == 'n')
    return SS_NONE;
  if (ss_tape_tag (d->t, i) != '[')
    {
      wrong_type (d, g_strdup ("[2]"), "a list of symbols or null", i);
      return SS_NONE;
    }
  for (gsize k = ss_tape_first (i), end = ss_tape_end (d->t, i); k < end; k = ss_tape_next (d->t, k))
    {
      if (ss_tape_tag (d->t, k) != '"')
        {
          wrong_type (d, g_strdup_printf ("[2][%u]", n), "a symbol", k);
          continue;
        }
      SS_GROW (p->targets, p->ntargets, d->b->targets_cap, 1);
      p->targets[p->ntargets++] = ss_build_sym (d->b, add_string (d, k));
      n++;
    }
  return ss_build_tset (d->b, n);
}

static void
decode_op (Decoder *d, gsize i)
{
  SsProgram *p = d->p;
  SsBuild *b = d->b;
  gsize at, end, result = 0;
  guint32 k = 0;
  SsOp op = { 0, SS_NONE, p->nargs, SS_NONE };

  if (ss_tape_tag (d->t, i) != '[')
    {
      wrong_type (d, NULL, "an operation, which is an array,", i);
      return;
    }
  at = ss_tape_first (i);
  end = ss_tape_end (d->t, i);
  if (at < end && ss_tape_tag (d->t, at) == '"')
    {
      op.name = ss_build_opname (b, add_string (d, at));
      result = ss_tape_next (d->t, at);
    }
  if (result == 0 || result >= end || (ss_tape_tag (d->t, result) != '"' && ss_tape_tag (d->t, result) != 'n'))
    {
      fault (d, SS_RULE_OPERATION, NULL, "an operation begins with its name and its result or null");
      return;
    }
  at = ss_tape_next (d->t, result);
  k = 2;
  if (ss_is_call (&op))
    {
      if (at >= end)
        {
          fault (d, SS_RULE_OPERATION, NULL, "a call names its callee after its result");
          return;
        }
      if (op.name == SS_OP_indirect_call)
        op.callee = decode_targets (d, at);
      else if (ss_tape_tag (d->t, at) == '"')
        op.callee = ss_build_sym (b, add_string (d, at));
      else if (ss_tape_tag (d->t, at) != 'n')
        wrong_type (d, g_strdup ("[2]"), "a symbol or null", at);
      at = ss_tape_next (d->t, at);
      k = 3;
    }
  for (; at < end; at = ss_tape_next (d->t, at), k++)
    {
      SS_GROW (p->args, p->nargs, b->args_cap, 1);
      p->args[p->nargs] = decode_operand (d, at, d->first_bind, "", k);
      p->nargs++;
    }
  if (op.name == SS_OP_held_by && p->nargs - op.arg0 != 3)
    fault (d, SS_RULE_OPERATION, NULL, "held_by has three operands: the value, the frame, the slot");
  if (op.name == SS_OP_indirect_call && p->nargs == op.arg0)
    fault (d, SS_RULE_OPERATION, NULL, "an indirect call has the function pointer as its first operand");
  if (ss_tape_tag (d->t, result) == '"')
    op.result = define (d, result, SS_DEF_RESULT, p->nops, "", 1);
  SS_GROW (p->ops, p->nops, b->ops_cap, 1);
  p->ops[p->nops++] = op;
}

/* The case of an exit, at i. */
static SsOperand
decode_case (Decoder *d, gsize i)
{
  switch (ss_tape_tag (d->t, i))
    {
    case '"':
      return ss_build_const (d->b, &(SsConst){ SS_CONST_TEXT, SS_NONE, { .str = add_string (d, i) } });
    case 't':
    case 'f':
    case 'l':
    case 'u':
      return decode_operand (d, i, 0, ".case", SS_NONE);
    default:
      wrong_type (d, g_strdup (".case"), "true, false, an integer or a string", i);
      return SS_NONE;
    }
}

/* A handler's binds, at i. */
static void
decode_binds (Decoder *d, gsize i, guint32 bind[2])
{
  gsize at = i == 0 ? 0 : ss_tape_first (i);
  guint n = 0;

  if (i == 0)
    {
      fault (d, SS_RULE_MISSING_KEY, NULL, "\"bind\" is missing");
      return;
    }
  if (!is_array (d, i, "bind"))
    return;
  for (; at < ss_tape_end (d->t, i); at = ss_tape_next (d->t, at), n++)
    if (ss_tape_tag (d->t, at) == '"' && n < 2)
      bind[n] = define (d, at, SS_DEF_BIND, d->p->nlinks, ".bind", n);
    else if (ss_tape_tag (d->t, at) != 'n' && n < 2)
      wrong_type (d, g_strdup_printf (".bind[%u]", n), "a variable or null", at);
  if (n != 2)
    fault (d, SS_RULE_VALUE_TYPE, g_strdup (".bind"), "two entries are wanted here, not %u", n);
}

/* An exit or a handler, at i. */
static void
decode_link (Decoder *d, gsize i, gboolean handler)
{
  static const char *const names[] = { "to", "args", "case", "catch", "bind" };
  SsProgram *p = d->p;
  SsLink l = { SS_NONE, p->nlink_args, SS_NONE, { SS_NONE, SS_NONE } };
  gsize at[5];
  gint64 to;
  guint32 binds = p->nvars, k = 0;

  if (ss_tape_tag (d->t, i) != '{')
    {
      wrong_type (d, NULL, "an object", i);
      return;
    }
  get_keys (d, i, names, at, G_N_ELEMENTS (at));
  if ((handler ? at[2] : MAX (at[3], at[4])) != 0 && has_doubtful (d->t, i))
    d->judge = TRUE;
  if (handler)
    {
      l.label = get_string (d, at[3], "catch", TRUE);
      decode_binds (d, at[4], l.bind);
    }
  else if (at[2] != 0)
    l.label = decode_case (d, at[2]);
  if (at[0] == 0)
    fault (d, SS_RULE_MISSING_KEY, NULL, "\"to\" is missing");
  to = get_number (d, at[0], "to");
  if (to >= 0)
    l.to = d->p->funcs[p->nfuncs].block0 + (guint32) to;
  if (at[1] == 0)
    fault (d, SS_RULE_MISSING_KEY, NULL, "\"args\" is missing");
  else if (is_array (d, at[1], "args"))
    for (gsize a = ss_tape_first (at[1]), end = ss_tape_end (d->t, at[1]); a < end; a = ss_tape_next (d->t, a), k++)
      {
        SS_GROW (p->link_args, p->nlink_args, d->b->link_args_cap, 1);
        p->link_args[p->nlink_args] = decode_operand (d, a, handler ? binds : G_MAXUINT32, ".args", k);
        p->nlink_args++;
      }
  SS_GROW (p->links, p->nlinks, d->b->links_cap, 1);
  p->links[p->nlinks++] = l;
}

static void
decode_links (Decoder *d, gsize i, const char *list, guint32 *n)
{
  gboolean handler = *list == 'h';

  *n = 0;
  if (!is_array (d, i, list))
    return;
  d->list = list;
  d->item = 0;
  for (gsize k = ss_tape_first (i), end = ss_tape_end (d->t, i); k < end; k = ss_tape_next (d->t, k), d->item++)
    decode_link (d, k, handler);
  d->list = NULL;
  *n = (guint32) d->item;
}

/* A block's input variables, at i; returns how many. */
static guint32
decode_inputs (Decoder *d, gsize i)
{
  guint32 n = 0;

  for (gsize k = ss_tape_first (i), end = ss_tape_end (d->t, i); k < end; k = ss_tape_next (d->t, k), n++)
    if (ss_tape_tag (d->t, k) == '"')
      define (d, k, SS_DEF_INPUT, d->p->nblocks, ".in", n);
    else
      wrong_type (d, g_strdup_printf (".in[%u]", n), "a variable", k);
  return n;
}

/* The lines that a block's operations come from, at i: the first one is operation o, and there are nops. */
static void
decode_lines (Decoder *d, gsize i, guint32 o, gint64 nops)
{
  SsProgram *p = d->p;
  gsize n = 0;

  if (!is_array (d, i, "lines"))
    return;
  ss_build_fill_lines (d->b, p->nops);
  for (gsize k = ss_tape_first (i), end = ss_tape_end (d->t, i); k < end; k = ss_tape_next (d->t, k), n++)
    {
      gint64 line = ss_tape_tag (d->t, k) == 'l' ? ss_tape_int (d->t, k) : -1;

      if (line >= 0 && line <= MAX_NUMBER && o + n < p->nops)
        p->op_line[o + n] = (guint32) line;
      else if (ss_tape_tag (d->t, k) == 'l' && (line < 0 || line > MAX_NUMBER))
        fault (d, SS_RULE_NUMBER_RANGE, element (".lines", (guint32) n, ""),
               "%" G_GINT64_FORMAT " is not a number from 0 to %d", line, MAX_NUMBER);
      else if (ss_tape_tag (d->t, k) != 'l' && ss_tape_tag (d->t, k) != 'n')
        wrong_type (d, element (".lines", (guint32) n, ""), "a line's number or null", k);
    }
  if ((gint64) n != nops)
    fault (d, SS_RULE_LINE_COUNT, g_strdup (".lines"), "%" G_GSIZE_FORMAT " line%s for %" G_GINT64_FORMAT " operation%s", n,
           n == 1 ? "" : "s", nops, nops == 1 ? "" : "s");
}

static void
decode_block (Decoder *d, gsize i)
{
  static const char *const names[] = { "in", "ops", "switch", "exits", "handlers", "lines" };
  SsProgram *p = d->p;
  SsBlock b = { p->nvars, 0, p->nops, 0, p->nlinks, 0, 0, SS_NONE };
  gsize at[6];
  gint64 nops = 0; /* in the input; those with faults are not in the program */

  if (ss_tape_tag (d->t, i) != '{')
    {
      wrong_type (d, NULL, "an object", i);
      return;
    }
  get_keys (d, i, names, at, G_N_ELEMENTS (at));
  d->first_var = p->nvars;
  d->first_bind = G_MAXUINT32;
  if (at[0] == 0)
    fault (d, SS_RULE_MISSING_KEY, NULL, "\"in\" is missing");
  else if (is_array (d, at[0], "in"))
    b.nin = decode_inputs (d, at[0]);
  if (is_array (d, at[1], "ops"))
    {
      d->list = "ops";
      d->item = 0;
      for (gsize k = ss_tape_first (at[1]), end = ss_tape_end (d->t, at[1]); k < end; k = ss_tape_next (d->t, k), d->item++)
        decode_op (d, k);
      nops = d->item;
      d->list = NULL;
    }
  b.nops = p->nops - b.op0;
  if (at[5] != 0)
    decode_lines (d, at[5], b.op0, nops);
  if (at[2] != 0)
    b.sw = decode_operand (d, at[2], G_MAXUINT32, ".switch", SS_NONE);
  decode_links (d, at[3], "exits", &b.nexits);
  d->first_bind = p->nvars;
  decode_links (d, at[4], "handlers", &b.nhandlers);
  SS_GROW (p->blocks, p->nblocks, d->b->blocks_cap, 1);
  p->blocks[p->nblocks++] = b;
}

/* Takes back what a record with faults has put into the builder, but for its symbol. */
static void
take_back (SsBuild *b, const SsFunc *f, guint32 nargs, guint32 nlinks, guint32 nlink_args, gsize nvar_chars)
{
  SsProgram *p = &b->p;

  p->nblocks = f->block0;
  p->nvars = f->var0;
  p->nops = f->op0;
  p->nargs = nargs;
  p->nlinks = nlinks;
  p->nlink_args = nlink_args;
  p->nvar_chars = nvar_chars;
  b->nop_line = MIN (b->nop_line, p->nops);
}

static void
check_all_defined (Decoder *d)
{
  for (gsize i = 0; i < d->s->nlisted; i++)
    {
      const Listed *v = &d->s->listed[i];

      if (v->var == SS_NONE && !v->used)
        fault (d, SS_RULE_DEFINED, g_strdup ("vars"), "variable \"%s\" is listed, but defined nowhere", plain (d, v->name, v->len));
    }
}

/* Room for the function that is being decoded; it counts only when it is finished. */
static SsFunc *
new_function (SsBuild *b)
{
  SsProgram *p = &b->p;

  SS_GROW (p->funcs, p->nfuncs, b->funcs_cap, 1);
  p->funcs[p->nfuncs]
    = (SsFunc){ SS_NONE, SS_NONE, -1, p->nblocks, 0, p->nvars, 0, p->nops, 0, SS_NONE, SS_NONE, 0 };
  return &p->funcs[p->nfuncs];
}

static void
decode_function (Decoder *d, gsize i)
{
  static const char *const names[] = { "function", "file", "line", "vars", "blocks", "return", "raise" };
  SsProgram *p = d->p;
  SsFunc *f = new_function (d->b);
  guint32 nargs = p->nargs, nlinks = p->nlinks, nlink_args = p->nlink_args;
  gsize nvar_chars = p->nvar_chars, at[7];
  gint64 number;
  guint32 name;

  d->s->nlisted = 0;
  d->s->round++;
  get_keys (d, i, names, at, G_N_ELEMENTS (at));
  name = get_string (d, at[0], "function", TRUE);
  if (name != SS_NONE)
    {
      guint32 len;

      d->name = ss_tape_string (d->t, at[0], &len);
      d->name_len = len;
      f->sym = ss_build_sym (d->b, name);
    }
  f->file = get_string (d, at[1], "file", FALSE);
  f->line = (gint32) get_number (d, at[2], "line");
  f->input_line = d->line;
  d->unlisted = at[3] == 0 || ss_tape_tag (d->t, at[3]) != '{';
  if (at[3] == 0)
    fault (d, SS_RULE_MISSING_KEY, NULL, "\"vars\" is missing");
  else if (d->unlisted)
    wrong_type (d, g_strdup (".vars"), "an object", at[3]);
  else
    decode_vars (d, at[3]);
  if (at[4] == 0)
    fault (d, SS_RULE_MISSING_KEY, NULL, "\"blocks\" is missing");
  else if (is_array (d, at[4], "blocks"))
    {
      d->block = 0;
      for (gsize k = ss_tape_first (at[4]), end = ss_tape_end (d->t, at[4]); k < end; k = ss_tape_next (d->t, k), d->block++)
        decode_block (d, k);
      d->block = -1;
    }
  number = get_number (d, at[5], "return");
  f->ret = number < 0 ? SS_NONE : f->block0 + (guint32) number;
  number = get_number (d, at[6], "raise");
  f->exc = number < 0 ? SS_NONE : f->block0 + (guint32) number;
  f->nblocks = p->nblocks - f->block0;
  f->nvars = p->nvars - f->var0;
  f->nops = p->nops - f->op0;
  if (!d->broken)
    {
      guint64 before = d->b->nfaults;

      check_all_defined (d);
      ss_build_end (d->b);
      ss_verify_function (d->b, p->nfuncs);
      d->nfaults += d->b->nfaults - before;
    }
  if (needs_judge (d, i) || d->nfaults > 0)
    {
      take_back (d->b, f, nargs, nlinks, nlink_args, nvar_chars);
      f->nblocks = f->nvars = f->nops = 0;
      f->ret = f->exc = SS_NONE;
    }
  if (name == SS_NONE || d->judge)
    return;
  if (p->syms[f->sym].func != SS_NONE || p->syms[f->sym].ext != SS_NONE)
    fault (d, SS_RULE_UNIQUE_SYMBOL, g_strdup ("function"), "the symbol is taken already");
  else
    p->syms[f->sym].func = p->nfuncs;
  p->nfuncs++;
}

/* Appends the strings of the array at i, as numbers made by `number`, to an array. */
static guint32
decode_names (Decoder *d, gsize i, const char *key, guint32 (*number) (SsBuild *, guint32), guint32 **array, guint32 *n,
              gsize *cap)
{
  guint32 first = *n, k = 0;

  if (is_array (d, i, key))
    for (gsize at = ss_tape_first (i), end = ss_tape_end (d->t, i); at < end; at = ss_tape_next (d->t, at), k++)
      {
        guint32 string;

        if (ss_tape_tag (d->t, at) != '"')
          {
            wrong_type (d, g_strdup_printf (".%s[%u]", key, k), "a string", at);
            continue;
          }
        string = add_string (d, at);
        SS_GROW (*array, *n, *cap, 1);
        (*array)[(*n)++] = number == NULL ? string : number (d->b, string);
      }
  return first;
}

static void
decode_type (Decoder *d, gsize i)
{
  static const char *const names[] = { "type", "super", "immutable" };
  SsProgram *p = d->p;
  SsType *t;
  gsize at[3];
  guint32 type, super = SS_NONE, fields;

  get_keys (d, i, names, at, G_N_ELEMENTS (at));
  if (get_string (d, at[0], "type", TRUE) == SS_NONE)
    return;
  type = get_type (d, at[0], "type", SS_NONE, "");
  if (get_string (d, at[1], "super", FALSE) != SS_NONE)
    super = get_type (d, at[1], "super", SS_NONE, "");
  fields = decode_names (d, at[2], "immutable", NULL, &p->fields, &p->nfields, &d->b->fields_cap);
  if (needs_judge (d, i))
    return;
  t = &p->types[type];
  if (t->line != 0)
    fault (d, SS_RULE_UNIQUE_TYPE, g_strdup ("type"), "type \"%s\" has a record already, in line %u",
           d->b->strings.chars + d->b->strings.off[t->name], t->line);
  else
    {
      t->line = d->line;
      t->super = super;
      t->imm0 = fields;
      t->nimm = p->nfields - fields;
    }
}

static void
decode_external (Decoder *d, gsize i)
{
  static const char *const names[] = { "external", "callbacks", "effects" };
  SsProgram *p = d->p;
  SsExt e = { SS_NONE, 0, 0, d->line, FALSE };
  gsize at[3];
  guint32 name;

  get_keys (d, i, names, at, G_N_ELEMENTS (at));
  name = get_string (d, at[0], "external", TRUE);
  e.cb0 = decode_names (d, at[1], "callbacks", ss_build_sym, &p->callbacks, &p->ncallbacks, &d->b->callbacks_cap);
  e.ncb = p->ncallbacks - e.cb0;
  if (at[2] != 0 && ss_tape_tag (d->t, at[2]) != 't' && ss_tape_tag (d->t, at[2]) != 'f')
    wrong_type (d, g_strdup ("effects"), "true or false", at[2]);
  else
    e.effects = at[2] != 0 && ss_tape_tag (d->t, at[2]) == 't';
  if (needs_judge (d, i) || name == SS_NONE)
    return;
  e.sym = ss_build_sym (d->b, name);
  if (p->syms[e.sym].func != SS_NONE || p->syms[e.sym].ext != SS_NONE)
    {
      fault (d, SS_RULE_UNIQUE_SYMBOL, g_strdup ("external"), "the symbol \"%s\" is taken already",
             d->b->strings.chars + d->b->strings.off[name]);
      return;
    }
  p->syms[e.sym].ext = p->nexts;
  SS_GROW (p->exts, p->nexts, d->b->exts_cap, 1);
  p->exts[p->nexts++] = e;
}

static gboolean
has_key (const SsTape *t, gsize i, const char *name)
{
  for (gsize k = ss_tape_first (i); k < ss_tape_end (t, i); k = ss_tape_next (t, k + 1))
    {
      guint32 len;
      const char *key = ss_tape_string (t, k, &len);

      if (is_key (key, len, name))
        return TRUE;
    }
  return FALSE;
}

/* What the record at i is, by its keys; `closes`: whether it may be the closing line of a stream. */
static SsRecordKind
kind_of (const SsTape *t, gsize i, gboolean closes)
{
  if (has_key (t, i, "function"))
    return SS_RECORD_FUNCTION;
  if (has_key (t, i, "external"))
    return SS_RECORD_EXTERNAL;
  if (has_key (t, i, "type"))
    return SS_RECORD_TYPE;
  return closes && has_key (t, i, "end") ? SS_RECORD_END : SS_RECORD_ANY;
}

static void
decode_end (Decoder *d, gsize i)
{
  static const char *const names[] = { "end" };
  gsize at[1];

  get_keys (d, i, names, at, G_N_ELEMENTS (at));
  d->judge |= has_doubtful (d->t, at[0]);
  if (needs_judge (d, i))
    return;
  if (d->b->end_line == 0)
    {
      d->b->end_line = d->line;
      d->b->end = ss_tape_tag (d->t, at[0]) == 'l' ? ss_tape_int (d->t, at[0]) : -1;
    }
  else if (d->b->after_line == 0)
    d->b->after_line = d->line;
}

gboolean
ss_decode_record (SsBuild *b, const SsTape *t, gsize i, guint32 line, SsRecordKind kind)
{
  Decoder d = { .b = b, .p = &b->p, .t = t, .line = line, .block = -1 };
  guint64 nfaults = b->nfaults;

  if (kind == SS_RECORD_ANY && ss_tape_tag (t, i) == '{')
    kind = kind_of (t, i, b->closes);
  if (b->scope == NULL)
    b->scope = scope_new ();
  d.s = b->scope;
  if (ss_tape_tag (t, i) != '{')
    fault (&d, SS_RULE_RECORD_KIND, NULL, "a record is an object, not %s", tag_text (ss_tape_tag (t, i)));
  else
    switch (kind)
      {
      case SS_RECORD_FUNCTION:
        decode_function (&d, i);
        break;
      case SS_RECORD_TYPE:
        decode_type (&d, i);
        break;
      case SS_RECORD_EXTERNAL:
        decode_external (&d, i);
        break;
      case SS_RECORD_END:
        decode_end (&d, i);
        break;
      case SS_RECORD_ANY:
        fault (&d, SS_RULE_RECORD_KIND, NULL, "the record has none of the keys \"function\", \"type\" and \"external\"");
        break;
      }
  if (!needs_judge (&d, i))
    return TRUE;
  while (b->nfaults > nfaults)
    if (b->nfaults-- <= b->faults->len)
      g_ptr_array_set_size (b->faults, (gint) b->nfaults);
  return FALSE;
}
