/* Matching of functions (analyzer/match.h), step by step: programs that only one of them can match, and how sure it is. */
#include "config.h"

#include "analyzer/match.h"
#include "ir/load.h"

#include <check.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct
{
  SsProgram *p;
  SsPolicy *policy;
  SsTerms *terms;
  SsPrints *prints;
} Side;

/* A function of one block, from "NAME[@LINE]: WORD…": an operation int_WORD of what the one before gave, or with "NAME()" a call of that. */
static void
put_function (GString *to, const char *said)
{
  g_auto (GStrv) halves = g_strsplit (said, ": ", 2);
  g_auto (GStrv) head = g_strsplit (halves[0], "@", 2);
  g_auto (GStrv) words = g_strsplit (halves[1], " ", -1);
  g_autoptr (GString) ops = g_string_new (NULL), vars = g_string_new ("\"x0\", \"r\"");
  guint n = 0;

  for (char **w = words; *w; w++)
    {
      if (!**w)
        continue;
      gboolean call = g_str_has_suffix (*w, "()");
      g_string_append_printf (ops, "%s[\"%s%s\", \"x%u\", ", n ? ", " : "", call ? "direct_call" : "int_", call ? "" : *w, n + 1);
      if (call)
        g_string_append_printf (ops, "\"%.*s\", ", (int) strlen (*w) - 2, *w);
      g_string_append_printf (ops, "\"x%u\"]", n);
      g_string_append_printf (vars, ", \"x%u\"", ++n);
    }
  g_string_append_printf (to, "{\"function\": \"%s\", ", head[0]);
  if (head[1])
    g_string_append_printf (to, "\"file\": \"m.py\", \"line\": %s, ", head[1]);
  g_string_append_printf (to, "\"vars\": {\"Signed\": [%s]}, \"blocks\": [{\"in\": [\"x0\"], \"ops\": [%s], \"exits\": "
                              "[{\"to\": 1, \"args\": [\"x%u\"]}]}, {\"in\": [\"r\"]}]}\n",
                          vars->str, ops->str, n);
}

/* A program of the functions of a text: one a line. */
static void
side_init (Side *s, const char *said)
{
  g_autoptr (GPtrArray) faults = g_ptr_array_new_with_free_func ((GDestroyNotify) ss_fault_free);
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
  SsLoadOptions options = SS_LOAD_DEFAULTS;
  guint64 nfaults = 0;
  g_autoptr (GString) text = g_string_new ("{\"format\": \"stacksieve-graphs\", \"version\": 1}\n");
  g_auto (GStrv) rows = g_strsplit (said, "\n", -1);
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL;
  int fd = g_file_open_tmp ("test-match-XXXXXX", &name, NULL);

  ck_assert_int_ge (fd, 0);
  close (fd);
  for (char **row = rows; *row; row++)
    if (**row)
      put_function (text, *row);
  ck_assert (g_file_set_contents (name, text->str, (gssize) text->len, NULL));
  s->p = ss_load (name, &options, faults, &nfaults, &error);
  g_unlink (name);
  ck_assert_msg (s->p != NULL, "%s", error ? error->message : "");
  s->policy = ss_policy_load ("generic", notes, &error);
  s->terms = ss_policy_bind (s->policy, s->p, notes, &error);
  ck_assert_ptr_nonnull (s->terms);
  s->prints = ss_prints_new (s->terms);
}

static void
side_clear (Side *s)
{
  ss_prints_free (s->prints);
  ss_terms_free (s->terms);
  ss_policy_free (s->policy);
  ss_program_free (s->p);
}

/* Matches two programs, and holds the pairs that are not by the same symbol alone against `wanted`: "OLD=NEW HOW SURE", one
 * a line in the order of OLD; "OLD=" has no partner. */
static void
check_match (const char *old_text, const char *new_text, const char *wanted)
{
  Side old, new;

  side_init (&old, old_text);
  side_init (&new, new_text);
  g_autoptr (SsMatch) m = ss_match (old.prints, new.prints);
  g_autoptr (GString) found = g_string_new (NULL);
  for (guint32 f = 0; f < old.p->nfuncs; f++)
    {
      guint32 other = ss_match_other (m, SS_OLD, f);
      const SsPair *pair = other == SS_NONE ? NULL : &m->pairs[m->pair[SS_OLD][f]];
      if (pair && pair->how == SS_MATCH_SYMBOL && pair->sure == 100)
        continue;
      g_string_append_printf (found, "%s=", ss_func_name (old.p, f));
      if (pair)
        {
          ck_assert_uint_eq (pair->func[SS_OLD], f);
          ck_assert_uint_eq (ss_match_other (m, SS_NEW, other), f);
          g_string_append_printf (found, "%s %s %u", ss_func_name (new.p, other), ss_match_name (pair->how), pair->sure);
        }
      g_string_append_c (found, '\n');
    }
  ck_assert_str_eq (found->str, wanted);
  side_clear (&new);
  side_clear (&old);
}

/* Families of numbered names: six functions with graphs of their own; nine more, two of g and seven of f; or all nine of g. */
#define SIX "m:g#1: a\nm:g#2: b\nm:f#1: c\nm:f#2: d\nm:f#3: e\nm:f#4: f\n"
#define NINE "m:g#3: g\nm:g#4: h\nm:f#8: i\nm:f#9: j\nm:f#10: k\nm:f#11: l\nm:f#12: m\nm:f#13: n\nm:f#14: o\n"
#define MORE_G "m:g#3: g\nm:g#4: h\nm:g#5: i\nm:g#6: j\nm:g#7: k\nm:g#8: l\nm:g#9: m\nm:g#10: n\nm:g#11: o\n"
#define SAME(NAME, SURE) "m:" NAME "=m:" NAME " symbol " SURE "\n"
#define SIX_G(SURE) SAME ("g#1", SURE) SAME ("g#2", SURE)
#define SIX_F(SURE) SAME ("f#1", SURE) SAME ("f#2", SURE) SAME ("f#3", SURE) SAME ("f#4", SURE)
#define NINE_PAIRS \
  SAME ("g#3", "90") SAME ("g#4", "90") SAME ("f#8", "90") SAME ("f#9", "90") \
  SAME ("f#10", "90") SAME ("f#11", "90") SAME ("f#12", "90") SAME ("f#13", "90") \
  SAME ("f#14", "90")
#define MORE_G_PAIRS \
  SAME ("g#3", "90") SAME ("g#4", "90") SAME ("g#5", "90") SAME ("g#6", "90") \
  SAME ("g#7", "90") SAME ("g#8", "90") SAME ("g#9", "90") SAME ("g#10", "90") \
  SAME ("g#11", "90")
/* What is long enough that its graph alone says much. */
#define LONG " neg abs is_true neg neg abs invert abs abs neg invert invert neg neg neg abs abs abs invert invert invert neg abs neg abs neg"

static const struct
{
  const char *old, *new, *wanted;
} cases[] = {
  /* The only ones of their plain name: another number, another address; nothing is said of f, which has its symbol still. */
  { "m:f: neg\nm:g#1: neg\nm:h0x7f0011223344: neg",
    "m:f: abs\nm:g#2: abs abs\nm:h0x7f0055667788: abs", "m:g#1=m:g#2 name 98\nm:h0x7f0011223344=m:h0x7f0055667788 name 98\n" },
  { "m:k_12b: neg", "m:k_34b: neg", "m:k_12b=m:k_34b graph 70\n" },
  { "m:k_12_b: neg", "m:k_34_b: neg", "m:k_12_b=m:k_34_b name 92\n" },
  { "m:k__v12___call: neg", "m:k__v345___call: abs", "m:k__v12___call=m:k__v345___call name 98\n" },
  /* Digits at the end are left out where nothing else fits. */
  { "m:f_1: neg", "m:f_2: neg", "m:f_1=m:f_2 name 92\n" },
  /* Graphs tell two of one name apart. */
  { "m:f#1: neg\nm:f#2: abs", "m:f#3: abs\nm:f#4: neg", "m:f#1=m:f#4 name 96\nm:f#2=m:f#3 name 96\n" },
  /* Callers tell twins apart that have no other difference; they are the same to the depth of surroundings. */
  { "m:f#1: neg\nm:f#2: neg\nm:a: m:f#1()\nm:b: m:f#2() abs",
    "m:f#3: neg\nm:f#4: neg\nm:a: m:f#4()\nm:b: m:f#3() abs", "m:f#1=m:f#4 name 96\nm:f#2=m:f#3 name 96\n" },
  /* The callers have changed: only the sites are left, and one pair leaves the other alone. */
  { "m:f#1: neg\nm:f#2: neg\nm:a: m:f#1()\nm:b: m:f#2()",
    "m:f#3: neg\nm:f#4: neg\nm:a: m:f#4() abs\nm:b: abs", "m:f#1=m:f#4 name 88\nm:f#2=m:f#3 name 92\n" },
  { "m:f#1: neg\nm:f#2: neg\nm:f#5: neg\nm:a: m:f#1()\nm:b: m:f#2()",
    "m:f#3: neg\nm:f#4: neg\nm:a: m:f#4() abs\nm:b: m:f#3() abs", "m:f#1=m:f#4 name 88\nm:f#2=m:f#3 name 88\nm:f#5=\n" },
  /* Votes that contradict each other elect nothing. */
  { "m:f#1: neg\nm:f#2: neg\nm:f#3: neg\nm:a: m:f#1() m:f#1()",
    "m:f#4: neg\nm:f#5: neg\nm:a: m:f#4() m:f#5() abs", "m:f#1=m:f#4 name 60\nm:f#2=m:f#5 name 60\nm:f#3=\n" },
  { "m:f#1: neg\nm:f#2: neg\nm:f#3: neg\nm:a: m:f#1() m:f#1() m:f#1()",
    "m:f#4: neg\nm:f#5: neg\nm:a: m:f#4() m:f#5() m:f#5() abs", "m:f#1=m:f#5 name 88\nm:f#2=m:f#4 name 60\nm:f#3=\n" },
  /* More here than there: nothing tells them apart; the same symbol first. */
  { "m:f#1: neg\nm:f#2: neg\nm:f#3: neg", "m:f#4: neg\nm:f#3: neg", "m:f#1=m:f#4 name 60\nm:f#2=\nm:f#3=m:f#3 symbol 90\n" },
  { "m:f#1: neg\nm:f#2: neg\nm:f#3: neg", "m:f#4: neg\nm:f#5: neg", "m:f#1=m:f#4 name 60\nm:f#2=m:f#5 name 60\nm:f#3=\n" },
  /* A family whose numbers mean the same keeps them, where graphs say nothing too; one whose numbers have shifted does not. */
  { "m:f#1: neg\nm:f#2: abs\nm:f#3: invert\nm:f#4: neg neg",
    "m:f#1: neg\nm:f#2: abs\nm:f#3: invert\nm:f#4: is_true", "m:f#1=m:f#1 symbol 90\nm:f#2=m:f#2 symbol 90\nm:f#3=m:f#3 symbol 90\nm:f#4=m:f#4 symbol 90\n" },
  { "m:f#1: neg\nm:f#2: abs\nm:f#3: invert\nm:f#4: neg neg",
    "m:f#1: is_true\nm:f#2: neg\nm:f#3: abs\nm:f#4: invert\nm:f#5: neg abs", "m:f#1=m:f#2 name 96\nm:f#2=m:f#3 name 96\nm:f#3=m:f#4 name 96\nm:f#4=m:f#5 name 65\n" },
  /* One graph of f has moved to another number, which counts four times beside a pair that does not agree: with four of f that agree neither family
   * is trusted; with more of g, g is; with eleven of f, f is by just as much as is asked for. */
  { SIX "m:f#5: neg\nm:f#7: abs", SIX "m:f#6: neg\nm:f#7: is_true is_true", SIX_G ("96") SIX_F ("96") "m:f#5=m:f#6 name 96\n" },
  { SIX MORE_G "m:f#5: neg\nm:f#7: abs", SIX MORE_G "m:f#6: neg\nm:f#7: is_true is_true", SIX_G ("90") SIX_F ("96") MORE_G_PAIRS "m:f#5=m:f#6 name 96\n" },
  { SIX NINE "m:f#5: neg\nm:f#7: abs", SIX NINE "m:f#6: neg\nm:f#7: is_true is_true", SIX_G ("90") SIX_F ("90") NINE_PAIRS "m:f#5=m:f#6 name 96\nm:f#7=m:f#7 symbol 90\n" },
  /* The file and line. */
  { "m:f@3: neg", "n:f@3: abs", "m:f=n:f source 90\n" },
  { "m:f@3: neg", "n:g@3: abs", "m:f=n:g source 75\n" },
  { "m:f@3: neg\nm:g@3: abs abs", "n:k@3: abs abs\nn:l@3: neg", "m:f=n:l source 90\nm:g=n:k source 90\n" },
  { "m:f@3: neg\nm:g@3: abs abs", "n:k@3: is_true", "m:f=\nm:g=\n" },
  { "m:f@3:" LONG "\nm:g@3: abs abs", "n:k@3:" LONG " abs\nn:l@3: neg", "m:f=n:k source 92\nm:g=n:l source 75\n" },
  /* The same graph, long or with known callees; not a short one that two have. */
  { "m:f:" LONG, "n:k:" LONG, "m:f=n:k graph 85\n" },
  { "m:f: m:a() m:a()\nm:a: abs", "n:k: m:a() m:a()\nm:a: abs", "m:f=n:k graph 85\n" },
  { "m:f: neg\nm:g: neg", "n:k: neg\nn:l: abs abs abs abs", "m:f=\nm:g=\n" },
  { "m:f: neg", "n:k: neg", "m:f=n:k graph 70\n" },
  /* Long ones that are alike, and what is called at the same sites and somewhat alike. */
  { "m:f:" LONG, "n:k:" LONG " abs", "m:f=n:k graph 90\n" },
  { "m:f: neg neg neg neg neg\nm:a: m:f() abs", "n:k: neg neg neg neg abs\nm:a: n:k() abs", "m:f=n:k graph 77\n" },
  { "m:f: neg neg neg neg neg\nm:a: m:f() abs", "n:k: is_true is_true\nm:a: n:k() abs", "m:f=\n" },
};

START_TEST (each_step)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    check_match (cases[i].old, cases[i].new, cases[i].wanted);
}
END_TEST

/* Many long functions under other names, each a little changed: what they have in common with others does not hide what they have alone. */
START_TEST (many_alike)
{
  g_autoptr (GString) old = g_string_new (NULL), new = g_string_new (NULL), wanted = g_string_new (NULL);
  guint32 x = 1;

  for (char c = 'a'; c <= 'z'; c++)
    {
      g_autoptr (GString) body = g_string_new (NULL);
      for (guint i = 0; i < 40; i++)
        {
          x = x * 1664525 + 1013904223;
          g_string_append_printf (body, " op%u", x >> 23);
        }
      g_string_append_printf (old, "m:f%c:%s\n", c, body->str);
      g_string_append_printf (new, "n:k%c:%s abs\n", c, body->str);
      g_string_append_printf (wanted, "m:f%c=n:k%c graph 91\n", c, c);
    }
  check_match (old->str, new->str, wanted->str);
}
END_TEST

static Suite *
suite (void)
{
  Suite *s = suite_create ("match");
  TCase *t = tcase_create ("steps");

  tcase_add_test (t, each_step);
  tcase_add_test (t, many_alike);
  suite_add_tcase (s, t);
  return s;
}

int
main (void)
{
  SRunner *r = srunner_create (suite ());

  srunner_run_all (r, CK_ENV);
  int failed = srunner_ntests_failed (r);
  srunner_free (r);
  return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
