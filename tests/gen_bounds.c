/* Programs beyond the bounds of the reduction (gen_bounds.h), written as text with ' for ". */
#include "gen_bounds.h"

#include <string.h>

enum
{
  VALUES = 60,      /* one more a sweep turns out to be another one; 40 sweeps */
  FACTS = 8200,     /* 129 words of facts, for 8,200 operations: more than 2^20 */
  LOOPS = 110,      /* each inside the one before; 100 sweeps */
  FIELDS = 1100,    /* 1,023 are followed */
  OPERATIONS = 4200, /* 4,096 values are looked at */
  WORK = 4000,      /* operations before each of … */
  CALLS = 320        /* … records: 2^24 edges are looked at */
};

#define NAME(X) "{'const': '" X "'}"

typedef GString Text;

static void G_GNUC_PRINTF (2, 3)
put (Text *t, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  g_string_append_vprintf (t, format, args);
  va_end (args);
}

/* ", 'x0', 'x1', …" */
static void
put_names (Text *t, const char *name, guint n)
{
  for (guint i = 0; i < n; i++)
    put (t, ", '%s%u'", name, i);
}

/* A loop that hands its values on, each to the next, behind two that always come in together. */
static void
put_values (Text *t)
{
  put (t, "'vars': {'Signed': ['a', 'n', 'n1', 'q'");
  put_names (t, "x", VALUES);
  put (t, "], 'gc:Frame': ['f', 'f1'], 'Bool': ['c']}, 'return': 2, 'blocks': [{'in': ['f', 'a'], 'exits': [{'to': 1, 'args': ['f', 0, 'a'");
  for (guint i = 1; i < VALUES; i++)
    put (t, ", 5");
  put (t, "]}]}, {'in': ['f1', 'n'");
  put_names (t, "x", VALUES);
  put (t, "], 'ops': [['direct_call', null, 'm:pause'], ['int_add', 'n1', 'n', 1], ['int_lt', 'c', 'n1', 4]], 'switch': 'c', 'exits': ["
          "{'to': 2, 'args': ['x%u'], 'case': false}, {'to': 1, 'args': ['f1', 'n1', 'x0'", VALUES - 1);
  put_names (t, "x", VALUES - 1);
  put (t, "], 'case': true}]}, {'in': ['q']}]}");
}

/* A field that is read again and again, and one that never changes. */
static void
put_facts (Text *t)
{
  put (t, "'vars': {'Signed': ['a', 's', 'q'");
  put_names (t, "v", FACTS);
  put (t, "], 'gc:Frame': ['f'], 'gc:Obj': ['o'], 'Bool': ['c', 'd']}, 'return': 1, 'blocks': [{'in': ['f', 'a'], 'ops': [['getfield', 'o', 'f', " NAME ("fc") "]");
  for (guint i = 0; i < FACTS; i++)
    put (t, ", ['getfield', 'v%u', 'f', " NAME ("x") "]", i);
  put (t, ", ['direct_call', null, 'm:pause'], ['int_add', 's', 'v0', 'v%u'], ['ptr_nonzero', 'c', 'f'], ['ptr_nonzero', 'd', 'o']],"
          "'exits': [{'to': 1, 'args': ['s']}]}, {'in': ['q']}]}", FACTS - 1);
}

/* Each block goes on or back; the last one writes a field that the first one has read: it takes a sweep for each block to come back. */
static void
put_sweeps (Text *t)
{
  put (t, "'vars': {'Signed': ['a', 'v', 'q'");
  put_names (t, "v", LOOPS);
  put_names (t, "n", LOOPS);
  put_names (t, "m", LOOPS);
  put (t, "], 'gc:Frame': ['f'");
  put_names (t, "f", LOOPS);
  put (t, "], 'Bool': ['b'");
  put_names (t, "c", LOOPS);
  put (t, "]}, 'return': %d, 'blocks': [{'in': ['f', 'a'], 'ops': [['getfield', 'v', 'f', " NAME ("y") "], ['ptr_nonzero', 'b', 'f']], 'exits': [{'to': 1, 'args': ['f', 'v', 0]}]}", LOOPS + 1);
  for (guint i = 0; i < LOOPS; i++)
    {
      gboolean last = i + 1 == LOOPS;
      put (t, ", {'in': ['f%u', 'v%u', 'n%u'], 'ops': [['int_add', 'm%u', 'n%u', 1], ['int_lt', 'c%u', 'm%u', %d]", i, i, i, i, i, i, i, LOOPS * 3);
      if (i == 0)
        put (t, ", ['direct_call', null, 'm:pause']");
      if (last)
        put (t, ", ['setfield', null, 'f%u', " NAME ("y") ", 77]", i);
      put (t, "], 'switch': 'c%u', 'exits': [", i);
      if (i == 0 || last)
        put (t, "{'to': %d, 'args': ['v%u'], 'case': false}, ", LOOPS + 1, i);
      else
        put (t, "{'to': %u, 'args': ['f%u', 'v%u', 'm%u'], 'case': false}, ", i, i, i, i);
      put (t, "{'to': %u, 'args': ['f%u', 'v%u', 'm%u'], 'case': true}]}", last ? i : i + 2, i, i, i);
    }
  put (t, ", {'in': ['q']}]}");
}

/* Reads a field after so many others were. */
static void
put_late (Text *t)
{
  put (t, "'vars': {'Signed': ['a', 'v', 'q'], 'gc:Frame': ['f'], 'Bool': ['c']}, 'return': 1, 'blocks': [{'in': ['f', 'a'],"
          "'ops': [['getfield', 'v', 'f', " NAME ("late") "], ['direct_call', null, 'm:pause'], ['ptr_nonzero', 'c', 'f']], 'exits': [{'to': 1, 'args': ['v']}]}, {'in': ['q']}]}");
}

/* Those that are read before.  A field of another type has the name of one that is not followed, and is followed itself. */
static void
put_fields (Text *t)
{
  put (t, "{'function': 'm:many', 'vars': {'Signed': ['r', 's', 'q'");
  put_names (t, "v", FIELDS);
  put (t, "], 'gc:Frame': ['f']}, 'return': 1, 'blocks': [{'in': ['f'], 'ops': [");
  for (guint i = 0; i < FIELDS; i++)
    put (t, "['getfield', 'v%u', 'f', {'const': 'x%u'}], ", i, i);
  put (t, "['direct_call', 'r', 'm:g', 'f', 3], ['direct_call', 's', 'm:h', {'const': 'prebuilt', 'type': 'gc:Gen'}, 'f']], 'exits': [{'to': 1, 'args': ['r']}]}, {'in': ['q']}]},"
          "{'function': 'm:put', 'vars': {'Signed': ['q'], 'gc:Frame': ['f']}, 'return': 1, 'blocks': [{'in': ['f'],"
          "'ops': [['direct_call', null, 'm:pause'], ['setfield', null, 'f', " NAME ("late") ", 5]], 'exits': [{'to': 1, 'args': [0]}]}, {'in': ['q']}]},"
          "{'function': 'm:h', 'vars': {'Signed': ['v', 'q'], 'gc:Frame': ['f'], 'gc:Gen': ['n'], 'Bool': ['c']}, 'return': 1, 'blocks': [{'in': ['n', 'f'],"
          "'ops': [['getfield', 'v', 'n', " NAME ("late") "], ['direct_call', null, 'm:put', 'f'], ['ptr_nonzero', 'c', 'n']],"
          "'exits': [{'to': 1, 'args': ['v']}]}, {'in': ['q']}]},");
}

/* A field; and what so many operations make of a parameter. */
static void
put_nodes (Text *t)
{
  put (t, "'vars': {'Signed': ['a', 'v', 's', 'q', 'r'");
  put_names (t, "t", OPERATIONS);
  put (t, "], 'gc:Frame': ['f'], 'Bool': ['c']}, 'return': 1, 'blocks': [{'in': ['f', 'a'], 'ops': [['getfield', 'v', 'f', " NAME ("x") "], ['int_add', 't0', 'a', 1]");
  for (guint i = 1; i < OPERATIONS; i++)
    put (t, ", ['int_add', 't%u', 't%u', 'a']", i, i - 1);
  put (t, ", ['direct_call', null, 'm:pause'], ['int_add', 's', 'v', 't%u'], ['int_add', 'q', 's', 'a'], ['ptr_nonzero', 'c', 'f']],"
          "'exits': [{'to': 1, 'args': ['q']}]}, {'in': ['r']}]}", OPERATIONS - 1);
}

/* A field, and a copy of it; and what one comes to from a frame over so many fields that never change. */
static void
put_reads (Text *t)
{
  put (t, "'vars': {'Signed': ['a', 'v', 'w', 's', 'q'], 'gc:Frame': ['f'");
  for (guint i = 1; i < OPERATIONS; i += 2)
    put (t, ", 'p%u'", i);
  put (t, "], 'gc:Obj': ['p0'");
  for (guint i = 2; i < OPERATIONS; i += 2)
    put (t, ", 'p%u'", i);
  put (t, "], 'Bool': ['c', 'd']}, 'return': 1, 'blocks': [{'in': ['f', 'a'], 'ops': [['getfield', 'v', 'f', " NAME ("x") "], ['same_as', 'w', 'v'],"
          "['getfield', 'p0', 'f', " NAME ("fc") "]");
  for (guint i = 1; i < OPERATIONS; i++)
    put (t, ", ['getfield', 'p%u', 'p%u', %s]", i, i - 1, i % 2 ? NAME ("of") : NAME ("fc"));
  put (t, ", ['direct_call', null, 'm:pause'], ['int_add', 's', 'v', 'w'], ['ptr_nonzero', 'c', 'f'], ['ptr_nonzero', 'd', 'p%u']],"
          "'exits': [{'to': 1, 'args': ['s']}]}, {'in': ['q']}]}", OPERATIONS - 1);
}

/* What one operation makes of a value that is needed, and many of one that is not: over many calls. */
static void
put_work (Text *t)
{
  put (t, "'vars': {'Signed': ['a', 'u', 's', 'q', 'r'");
  put_names (t, "t", WORK);
  put (t, "], 'gc:Frame': ['f'], 'Bool': ['c']}, 'return': 1, 'blocks': [{'in': ['f', 'a'], 'ops': [['int_add', 'u', 'a', 1], ['direct_call', 't0', 'm:pause']");
  for (guint i = 1; i < WORK; i++)
    put (t, ", ['int_add', 't%u', 't%u', %u]", i, i - 1, i);
  for (guint i = 0; i < CALLS; i++)
    put (t, ", ['direct_call', null, 'm:pause']");
  put (t, ", ['int_add', 's', 'u', 't%u'], ['int_add', 'q', 's', 'a'], ['ptr_nonzero', 'c', 'f']],"
          "'exits': [{'to': 1, 'args': ['q']}]}, {'in': ['r']}]}", WORK - 1);
}

json_t *
gen_bound_program (GenBound bound)
{
  static void (*const functions[N_GEN_BOUNDS]) (Text *) = {
    [GEN_BOUND_VALUES] = put_values, [GEN_BOUND_FACTS] = put_facts, [GEN_BOUND_SWEEPS] = put_sweeps, [GEN_BOUND_FIELDS] = put_late,
    [GEN_BOUND_NODES] = put_nodes,   [GEN_BOUND_READS] = put_reads, [GEN_BOUND_WORK] = put_work,
  };
  g_autoptr (GString) t = g_string_new ("{'format': 'stacksieve-graphs', 'version': 1, 'types': [{'type': 'gc:Gen', 'immutable': []},"
                                        "{'type': 'gc:Frame', 'immutable': ['fc']}, {'type': 'gc:Obj', 'immutable': ['of']}], 'functions': [");
  json_error_t error;

  if (bound == GEN_BOUND_FIELDS)
    put_fields (t);
  put (t, "{'function': 'm:g', 'vars': {'Signed': ['a', 'v', 'r', 'q'], 'gc:Frame': ['f'], 'Bool': ['c']}, 'return': 1, 'blocks': [{'in': ['f', 'a'], 'ops': ["
          "['getfield', 'v', 'f', {'const': 'x0'}], ['direct_call', 'r', 'm:f', 'f', 'a'], ['ptr_nonzero', 'c', 'f']], 'exits': [{'to': 1, 'args': ['v']}]}, {'in': ['q']}]},"
          "{'function': 'm:f', ");
  functions[bound] (t);
  put (t, ", {'function': 'm:pause', 'vars': {'Signed': ['q']}, 'return': 1, 'blocks': [{'in': [], 'ops': [['stack_unwind', null]],"
          "'exits': [{'to': 1, 'args': [0]}], 'handlers': [{'catch': 'Exception', 'bind': [null, null], 'to': 1, 'args': [1]}]}, {'in': ['q']}]}]}");
  g_strdelimit (t->str, "'", '"');
  json_t *program = json_loads (t->str, 0, &error);
  if (!program)
    g_error ("gen_bounds: %s at %d", error.text, error.position);
  return program;
}
