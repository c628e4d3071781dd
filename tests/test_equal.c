/* Whether two programs are the same: a program against itself with one thing changed, whatever it is. */
#include "config.h"

#include "ir/write.h"
#include "tests/outcome.h"

#include <check.h>
#include <string.h>

static const char text[] =
  "{\"format\":\"stacksieve-graphs\",\"version\":1,\"program\":\"p\",\"note\":\"old\"}\n"
  "{\"type\":\"gc:sub\",\"super\":\"gc:top\",\"immutable\":[\"size\"]}\n"
  "{\"external\":\"C:wait\",\"callbacks\":[\"m:g\"],\"effects\":true}\n"
  "{\"function\":\"m:f\",\"file\":\"m.py\",\"line\":3,\"vars\":{\"Signed\":[\"a\",\"b\",\"c\",\"d\",\"r\"],\"gc:sub\":[\"e\",\"x\"],\"raw:t\":[\"t\",\"y\"]},"
  "\"return\":2,\"raise\":3,\"blocks\":["
  "{\"in\":[\"a\"],\"ops\":[[\"int_add\",\"b\",\"a\",1],[\"indirect_call\",\"c\",[\"m:g\",\"m:h\"],\"a\",{\"const\":\"tab\",\"type\":\"raw:tab\"}],"
  "[\"direct_call\",null,\"m:g\",\"b\"]],\"lines\":[4,5,6],\"exits\":[{\"to\":1,\"args\":[\"b\"]}],"
  "\"handlers\":[{\"catch\":\"ValueError\",\"bind\":[\"t\",\"e\"],\"to\":3,\"args\":[\"t\",\"e\"]}]},"
  "{\"in\":[\"d\"],\"switch\":\"d\",\"exits\":[{\"to\":2,\"args\":[\"d\"],\"case\":7},{\"to\":2,\"args\":[8],\"case\":\"default\"}]},"
  "{\"in\":[\"r\"]},{\"in\":[\"y\",\"x\"]}]}\n"
  "{\"function\":\"m:g\",\"vars\":{\"Void\":[\"v\"]},\"return\":1,\"blocks\":[{\"in\":[],\"exits\":[{\"to\":1,\"args\":[null]}]},{\"in\":[\"v\"]}]}\n";

/* What is changed, and how the difference is told. */
static const struct
{
  const char *from, *to, *told;
} changes[] = {
  { ",\"note\":\"old\"", "", "header keys" },
  { "\"old\"", "\"new\"", "header key note differs" },
  { "\"note\"", "\"nota\"", "header key note differs" },
  { "{\"type\":\"gc:sub\",\"super\":\"gc:top\",\"immutable\":[\"size\"]}\n", "", "they differ in the number" },
  { "{\"type\":\"gc:sub\"", "{\"type\":\"gc:other\"", "type gc:sub has a record in one alone" },
  { "\"gc:top\"", "\"gc:root\"", "type gc:sub differs" },
  { "\"super\":\"gc:top\",", "", "type gc:sub differs" },
  { "[\"size\"]", "[\"length\"]", "type gc:sub differs" },
  { "[\"size\"]", "[]", "type gc:sub differs" },
  { "\"C:wait\"", "\"C:sleep\"", "external C:wait differs" },
  { "\"callbacks\":[\"m:g\"]", "\"callbacks\":[\"m:f\"]", "external C:wait differs" },
  { "\"callbacks\":[\"m:g\"]", "\"callbacks\":[\"m:g\",\"m:f\"]", "external C:wait differs" },
  { "\"effects\":true", "\"effects\":false", "external C:wait differs" },
  { "{\"function\":\"m:f\"", "{\"function\":\"m:i\"", "function 0 is m:f in one, m:i in the other" },
  { "\"m.py\"", "\"n.py\"", "the source of m:f differs" },
  { "\"line\":3", "\"line\":4", "the source of m:f differs" },
  { "\"return\":2,\"raise\":3", "\"return\":2", "m:f differs in size" },
  { "\"gc:sub\":[\"e\"", "\"gc:top\":[\"e\"", "variable e of m:f differs" },
  { ",[\"direct_call\",null,\"m:g\",\"b\"]],\"lines\":[4,5,6]", "],\"lines\":[4,5]", "m:f differs in size" },
  { "{\"to\":2,\"args\":[\"d\"],\"case\":7},", "", "block 1 of m:f differs in size" },
  { ",\"switch\":\"d\",\"exits\":[{\"to\":2,\"args\":[\"d\"],\"case\":7},{", ",\"switch\":9,\"exits\":[{\"to\":2,\"args\":[\"d\"],\"case\":7},{",
    "the switch of block 1 of m:f differs" },
  { "\"int_add\"", "\"int_sub\"", "operation m:f@0.0 differs" },
  { "\"lines\":[4", "\"lines\":[3", "operation m:f@0.0 differs" },
  { "\"a\",1]", "\"a\",2]", "operation m:f@0.0 differs" },
  { "\"a\",1]", "\"a\",\"a\"]", "operation m:f@0.0 differs" },
  { "\"a\",1]", "\"a\",true]", "operation m:f@0.0 differs" },
  { "\"a\",1]", "\"a\",1,1]", "operation m:f@0.0 differs" },
  { "[\"m:g\",\"m:h\"]", "[\"m:g\",\"m:f\"]", "operation m:f@0.1 differs" },
  { "[\"m:g\",\"m:h\"]", "[\"m:g\"]", "operation m:f@0.1 differs" },
  { "[\"m:g\",\"m:h\"]", "null", "operation m:f@0.1 differs" },
  { "\"tab\"", "\"tob\"", "operation m:f@0.1 differs" },
  { "\"raw:tab\"", "\"raw:tob\"", "operation m:f@0.1 differs" },
  { "null,\"m:g\"", "null,\"m:f\"", "operation m:f@0.2 differs" },
  { "{\"to\":1,\"args\":[\"b\"]}", "{\"to\":1,\"args\":[\"a\"]}", "link 0 of block 0 of m:f differs" },
  { "{\"to\":1,\"args\":[\"b\"]}", "{\"to\":2,\"args\":[\"b\"]}", "link 0 of block 0 of m:f differs" },
  { "\"ValueError\"", "\"KeyError\"", "link 1 of block 0 of m:f differs" },
  { "\"args\":[\"t\",\"e\"]", "\"args\":[\"t\",null]", "link 1 of block 0 of m:f differs" },
  { "\"case\":7", "\"case\":6", "link 0 of block 1 of m:f differs" },
  { "\"args\":[8]", "\"args\":[9]", "link 1 of block 1 of m:f differs" },
};

START_TEST (changed)
{
  g_autofree char *difference = NULL, *back = NULL;
  const char *at = strstr (text, changes[_i].from);
  ck_assert_ptr_nonnull (at);
  g_autoptr (GString) other = g_string_new_len (text, at - text);
  g_string_append (other, changes[_i].to);
  g_string_append (other, at + strlen (changes[_i].from));
  g_autoptr (Outcome) a = outcome_of_bytes (text, strlen (text), SS_READER_AUTO);
  g_autoptr (Outcome) b = outcome_of_bytes (other->str, other->len, SS_READER_AUTO);
  ck_assert_msg (a->program && b->program, "%s", (a->error ? a->error : b->error)->message);
  ck_assert (ss_program_equal (a->program, a->program, &difference));
  ck_assert_ptr_null (difference);
  ck_assert (!ss_program_equal (a->program, b->program, &difference));
  ck_assert_msg (strstr (difference, changes[_i].told), "%s", difference);
  ck_assert (!ss_program_equal (b->program, a->program, &back));
}
END_TEST

/* The second function says neither file nor line, nor that it raises anything. */
START_TEST (not_said)
{
  g_autoptr (Outcome) o = outcome_of_bytes (text, strlen (text), SS_READER_AUTO);
  const SsFunc *f = &o->program->funcs[1];

  ck_assert_uint_eq (f->file, SS_NONE);
  ck_assert_int_eq (f->line, -1);
  ck_assert_uint_eq (f->exc, SS_NONE);
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("equal");
  TCase *tcase = tcase_create ("equal");
  tcase_add_loop_test (tcase, changed, 0, G_N_ELEMENTS (changes));
  tcase_add_test (tcase, not_said);
  suite_add_tcase (suite, tcase);
  SRunner *runner = srunner_create (suite);
  srunner_run_all (runner, CK_ENV);
  int failed = srunner_ntests_failed (runner);
  srunner_free (runner);
  return failed == 0 ? 0 : 1;
}
