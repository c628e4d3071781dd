/* Suggestions (suggest.h), function by function: each record that would be a `frame` record but for some values asks for these to
 * be held; what one record asks for, together with all records that ask for no more, is a suggestion. */
#include "suggest.h"

#include <string.h>

/* More different wishes of one function than this are counted each for itself. */
#define MAX_COMPARED 512

/* What a record asks for: names, sorted. */
typedef struct
{
  guint32 op, values;
  guint32 first, n; /* in Asker.words */
} Wish;

typedef struct
{
  const SsTerms *terms;     /* lent */
  const SsClasses *classes; /* lent */
  GPtrArray *names;  /* owned: char *, of one function */
  GArray *words;     /* owned: const char *, lent by `names`: one wish after the other */
  GArray *wishes;    /* owned: Wish, of one function */
  GArray *out;       /* owned: SsSuggestion */
} Asker;

static int
by_word (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* The field of a frame that operation o reads into, or stores from, variable v; NULL: none. */
static const char *
frame_field (const SsTerms *t, guint32 o, guint32 v)
{
  const SsProgram *p = t->program;
  guint32 n;
  const SsOperand *args = ss_op_args (p, o, &n);
  gboolean reads = p->ops[o].name == SS_OP_getfield && p->ops[o].result == v;
  gboolean stores = p->ops[o].name == SS_OP_setfield && n >= 3 && args[2] == v;

  if (!(reads || stores) || n < 2 || !ss_is_var (args[0]) || !(ss_term_var_type (t, args[0]) & SS_TYPE_FRAME)
      || !ss_is_const (args[1]) || ss_const (p, args[1])->kind != SS_CONST_TEXT)
    return NULL;
  return p->chars + p->str_off[ss_const (p, args[1])->u.str];
}

/* What to call a value in the frame: the field that it stands in already; else its own name without the number at its end. */
static char *
value_name (const SsTerms *t, guint32 block, guint32 v)
{
  const SsProgram *p = t->program;
  const SsBlock *b = &p->blocks[block];
  const char *field = NULL, *name = ss_var_name (p, v);
  gsize end = strlen (name);

  for (guint32 o = b->op0; o < b->op0 + b->nops && !field; o++)
    field = frame_field (t, o, v);
  if (field)
    return g_strdup (field);
  while (end > 0 && g_ascii_isdigit (name[end - 1]))
    end--;
  return end > 1 && name[end - 1] == '_' ? g_strndup (name, end - 1) : g_strdup (name);
}

/* Adds what a record asks for, if holding it would make it a `frame` record. */
static void
add_wish (Asker *a, const SsRecord *r)
{
  const guint32 *saved = a->classes->saved + r->saved0;
  Wish wish = { .op = r->op, .first = a->words->len };
  guint32 frames = 0;

  if (r->kind != SS_KIND_SPECIAL && r->kind != SS_KIND_FOREIGN)
    return;
  for (guint32 i = 0; i < r->nsaved; i++)
    frames += (ss_term_var_type (a->terms, saved[i]) & SS_TYPE_FRAME) != 0;
  if (!frames || frames == r->nsaved)
    return;
  for (guint32 i = 0; i < r->nsaved; i++)
    {
      if (ss_term_var_type (a->terms, saved[i]) & SS_TYPE_FRAME)
        continue;
      char *name = value_name (a->terms, r->block, saved[i]);
      g_ptr_array_add (a->names, name);
      g_array_append_val (a->words, name);
      wish.values++;
    }
  const char **words = &g_array_index (a->words, const char *, wish.first);
  qsort (words, wish.values, sizeof *words, by_word);
  for (guint32 i = 0; i < wish.values; i++)
    if (i == 0 || strcmp (words[i], words[wish.n - 1]) != 0)
      words[wish.n++] = words[i];
  g_array_set_size (a->words, wish.first + wish.n);
  g_array_append_val (a->wishes, wish);
}

/* Whether x asks for nothing that y does not ask for. */
static gboolean
is_within (const Asker *a, const Wish *x, const Wish *y)
{
  const char *const *s = &g_array_index (a->words, const char *, x->first);
  const char *const *t = &g_array_index (a->words, const char *, y->first);
  guint32 k = 0;

  for (guint32 i = 0; i < x->n; i++, k++)
    {
      while (k < y->n && strcmp (t[k], s[i]) < 0)
        k++;
      if (k == y->n || strcmp (t[k], s[i]) != 0)
        return FALSE;
    }
  return TRUE;
}

static int
by_words (gconstpointer x, gconstpointer y, gpointer data)
{
  const Asker *a = data;
  const Wish *s = x, *t = y;

  for (guint32 i = 0; i < MIN (s->n, t->n); i++)
    {
      int c = strcmp (g_array_index (a->words, const char *, s->first + i), g_array_index (a->words, const char *, t->first + i));
      if (c)
        return c;
    }
  return s->n != t->n ? (s->n < t->n ? -1 : 1) : s->op < t->op ? -1 : s->op > t->op;
}

/* Turns the wishes of a function into suggestions. */
static void
end_function (Asker *a, guint32 func)
{
  guint32 different = 0;
  GArray *firsts = g_array_new (FALSE, FALSE, sizeof (guint32));

  g_array_sort_with_data (a->wishes, by_words, a);
  for (guint32 i = 0; i < a->wishes->len; i++)
    {
      const Wish *w = &g_array_index (a->wishes, Wish, i);
      if (i == 0 || w->n != w[-1].n || !is_within (a, w, w - 1))
        {
          g_array_append_val (firsts, i);
          different++;
        }
    }
  for (guint32 i = 0; i < different; i++)
    {
      guint32 first = g_array_index (firsts, guint32, i);
      const Wish *w = &g_array_index (a->wishes, Wish, first);
      guint32 from = different > MAX_COMPARED ? first : 0;
      guint32 to = different > MAX_COMPARED && i + 1 < different ? g_array_index (firsts, guint32, i + 1) : a->wishes->len;
      SsSuggestion s = { .func = func, .nholds = w->n, .example = SS_NONE };
      for (guint32 k = from; k < to; k++)
        {
          const Wish *other = &g_array_index (a->wishes, Wish, k);
          if (!is_within (a, other, w))
            continue;
          s.records++;
          s.values += other->values;
          s.example = MIN (s.example, other->op);
        }
      s.holds = g_new0 (char *, w->n + 1);
      for (guint32 k = 0; k < w->n; k++)
        s.holds[k] = g_strdup (g_array_index (a->words, const char *, w->first + k));
      g_array_append_val (a->out, s);
    }
  g_array_unref (firsts);
  g_array_set_size (a->wishes, 0);
  g_array_set_size (a->words, 0);
  g_ptr_array_set_size (a->names, 0);
}

static int
by_worth (gconstpointer x, gconstpointer y, gpointer data)
{
  const SsProgram *p = data;
  const SsSuggestion *s = x, *t = y;

  guint64 x_each = (guint64) s->records * t->nholds, y_each = (guint64) t->records * s->nholds;

  if (x_each != y_each)
    return x_each > y_each ? -1 : 1;
  if (s->nholds != t->nholds)
    return s->nholds < t->nholds ? -1 : 1;
  int c = strcmp (ss_func_name (p, s->func), ss_func_name (p, t->func));
  for (guint32 i = 0; c == 0 && i < s->nholds; i++)
    c = strcmp (s->holds[i], t->holds[i]);
  return c;
}

static void
clear_suggestion (gpointer s)
{
  g_strfreev (((SsSuggestion *) s)->holds);
}

GArray *
ss_suggest (const SsTerms *terms, const SsClasses *classes)
{
  Asker a = { .terms = terms, .classes = classes };

  a.names = g_ptr_array_new_with_free_func (g_free);
  a.words = g_array_new (FALSE, FALSE, sizeof (const char *));
  a.wishes = g_array_new (FALSE, FALSE, sizeof (Wish));
  a.out = g_array_new (FALSE, FALSE, sizeof (SsSuggestion));
  g_array_set_clear_func (a.out, clear_suggestion);
  for (guint32 i = 0; i < classes->nrecords; i++)
    {
      add_wish (&a, &classes->records[i]);
      if (a.wishes->len && (i + 1 == classes->nrecords || classes->records[i + 1].func != classes->records[i].func))
        end_function (&a, classes->records[i].func);
    }
  g_array_sort_with_data (a.out, by_worth, (gpointer) terms->program);
  g_ptr_array_unref (a.names);
  g_array_unref (a.words);
  g_array_unref (a.wishes);
  return a.out;
}
