/* JSON itself, whatever the format makes of it: each text of tests/hostile/json.txt, as a value that nobody reads, as a constant, as
 * an operand and as a key, in a stream and in a document.  Both readers must say the same, word for word, and read the same program;
 * where nobody reads it, the verdict is the table's.
 */
#include "config.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

#include "tests/outcome.h"

typedef struct
{
  char *row;     /* owned: the line, for messages */
  char *verdict; /* owned */
  GString *text; /* owned */
} Row;

static GPtrArray *rows; /* owned */

static void
row_free (gpointer data)
{
  Row *r = data;

  g_free (r->row);
  g_free (r->verdict);
  g_string_free (r->text, TRUE);
  g_free (r);
}

/* The text with <HH> and <N*TEXT> replaced; any other "<" stands for itself. */
static GString *
expand (const char *text)
{
  GString *s = g_string_new (NULL);

  for (const char *at = text; *at != '\0';)
    {
      const char *end = *at == '<' ? strchr (at, '>') : NULL;
      char *star = NULL;
      guint64 n = end != NULL ? g_ascii_strtoull (at + 1, &star, 10) : 0;

      if (end != NULL && star > at + 1 && *star == '*')
        while (n-- > 0)
          g_string_append_len (s, star + 1, end - star - 1);
      else if (end == at + 3 && g_ascii_isxdigit (at[1]) && g_ascii_isxdigit (at[2]))
        g_string_append_c (s, (char) (g_ascii_xdigit_value (at[1]) * 16 + g_ascii_xdigit_value (at[2])));
      else
        {
          g_string_append_c (s, *at++);
          continue;
        }
      at = end + 1;
    }
  return s;
}

static GPtrArray *
read_rows (void)
{
  const char *srcdir = g_getenv ("srcdir");
  g_autofree char *path = g_build_filename (srcdir == NULL ? "." : srcdir, "tests/hostile/json.txt", NULL), *table = NULL;
  GPtrArray *found = g_ptr_array_new_with_free_func (row_free);
  g_auto (GStrv) lines = NULL;

  g_assert_true (g_file_get_contents (path, &table, NULL, NULL));
  lines = g_strsplit (table, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (lines[i][0] != '#' && lines[i][0] != '\0')
      {
        const char *tab = strchr (lines[i], '\t');
        Row *r = g_new0 (Row, 1);

        g_assert_nonnull (tab);
        r->row = g_strdup (lines[i]);
        r->verdict = g_strndup (lines[i], (gsize) (tab - lines[i]));
        r->text = expand (tab + 1);
        g_ptr_array_add (found, r);
      }
  return found;
}

/* A program around a text: what comes before it and behind it in the function's record. */
static const struct
{
  const char *before, *after;
} places[] = {
  { "{\"function\": \"f\", \"vars\": {}, \"blocks\": [{\"in\": []}], \"x\": ", "}" },
  { "{\"function\": \"f\", \"vars\": {}, \"blocks\": [{\"in\": [], \"ops\": [[\"g\", null, {\"const\": ", "}]]}]}" },
  { "{\"function\": \"f\", \"vars\": {}, \"blocks\": [{\"in\": [], \"ops\": [[\"g\", null, ", "]]}]}" },
  { "{\"function\": \"f\", \"vars\": {}, \"blocks\": [{\"in\": []}], \"x\": {", ": 1}}" },
};

static GString *
around (guint place, const GString *text, gboolean document)
{
  GString *s = g_string_new ("{\"format\": \"stacksieve-graphs\", \"version\": 1");

  g_string_append (s, document ? ", \"functions\": [" : "}\n");
  g_string_append (s, places[place].before);
  g_string_append_len (s, text->str, (gssize) text->len);
  g_string_append (s, places[place].after);
  g_string_append (s, document ? "]}\n" : "\n");
  return s;
}

/* What is the verdict on a program with a text that nobody reads? */
static void
check_verdict (const Row *r, const Outcome *o)
{
  gboolean wanted = strcmp (r->verdict, "valid") == 0 || strcmp (r->verdict, "accepted") == 0;

  ck_assert_msg (wanted || strcmp (r->verdict, "invalid") == 0 || strcmp (r->verdict, "refused") == 0, "%s", r->row);
  ck_assert_msg (wanted == (o->program != NULL), "%s: %s", r->row, o->error == NULL ? "was read" : o->error->message);
  if (strcmp (r->verdict, "invalid") == 0)
    ck_assert_msg (o->error->code == SS_LOAD_ERROR_PARSE, "%s: %s", r->row, o->error->message);
}

START_TEST (text)
{
  const Row *r = rows->pdata[_i];
  /* A line end would be the end of the record. */
  gboolean lines = memchr (r->text->str, '\n', r->text->len) != NULL;

  for (guint place = 0; place < G_N_ELEMENTS (places); place++)
    for (gboolean document = lines; document <= TRUE; document++)
      {
        g_autoptr (GString) s = around (place, r->text, document);
        g_autoptr (Outcome) a = outcome_of_bytes (s->str, s->len, SS_READER_AUTO);
        g_autoptr (Outcome) b = outcome_of_bytes (s->str, s->len, SS_READER_JANSSON);
        g_autofree char *difference = outcome_difference (a, b);

        ck_assert_msg (difference == NULL, "%s: place %u: the readers differ: %s", r->row, place, difference);
        if (place == 0)
          check_verdict (r, a);
      }
}
END_TEST

int
main (void)
{
  Suite *s = suite_create ("json");
  TCase *c = tcase_create ("all");
  SRunner *r;
  int failed;

  rows = read_rows ();
  tcase_add_loop_test (c, text, 0, (int) rows->len);
  suite_add_tcase (s, c);
  r = srunner_create (s);
  srunner_run_all (r, CK_NORMAL);
  failed = srunner_ntests_failed (r);
  printf ("%u JSON texts, each in %zu places, through both readers\n", rows->len, G_N_ELEMENTS (places));
  srunner_free (r);
  g_ptr_array_unref (rows);
  return failed == 0 ? 0 : 1;
}
