/* Reduction of values: small programs for each rule and for each way in which a value could be lost, with what is saved at the last point of `f` and
 * why the rest is not; and the minimum cut against exhaustive search.
 *
 * In the programs ' stands for ".  They share the functions of COMMON, which all may unwind and differ in what they write.
 */
#include "config.h"

#include <check.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

#include "analyzer/cut.h"
#include "analyzer/reduce.h"
#include "ir/load.h"
#include "viz/derive.h"

static const char policy_text[]
  = "{'name': 'test', 'extends': 'generic', 'unwind_operations': ['stack_unwind'], 'frames': ['gc:Frame'], 'owned': ['gc:Frame', 'gc:Own'],"
    " 'unknown_calls': 'never'}";
static const char shared_text[]
  = "{'name': 'shared', 'extends': 'generic', 'unwind_operations': ['stack_unwind'], 'frames': ['gc:Frame'], 'owned': [],"
    " 'unknown_calls': 'never'}";

#define X "{'const': 'x'}"
#define COMMON \
  "{'format': 'stacksieve-graphs', 'version': 1, 'types': [" \
  "{'type': 'gc:Base'}, {'type': 'gc:Frame', 'super': 'gc:Base', 'immutable': ['code']}, {'type': 'gc:Sub', 'super': 'gc:Frame'}," \
  "{'type': 'gc:Obj', 'immutable': ['im']}, {'type': 'gc:Own', 'super': 'gc:Any'}, {'type': 'gc:SubOwn', 'super': 'gc:Own'}]," \
  "'externals': [{'external': 'C:back', 'callbacks': ['write']}, {'external': 'C:plain', 'callbacks': ['pause']}]," \
  "'functions': [" \
  "{'function': 'pause', 'vars': {'Void': ['r']}, 'return': 1, 'blocks': [{'in': [], 'ops': [['stack_unwind', null]]," \
  "  'exits': [{'to': 1, 'args': [null]}]}, {'in': ['r']}]}," \
  "{'function': 'write', 'vars': {'Void': ['r'], 'gc:Frame': ['f']}, 'return': 1, 'blocks': [{'in': ['f']," \
  "  'ops': [['stack_unwind', null], ['setfield', null, 'f', " X ", 5]], 'exits': [{'to': 1, 'args': [null]}]}, {'in': ['r']}]}," \
  "{'function': 'write_sub', 'vars': {'Void': ['r'], 'gc:Sub': ['f']}, 'return': 1, 'blocks': [{'in': ['f']," \
  "  'ops': [['stack_unwind', null], ['setfield', null, 'f', " X ", 5]], 'exits': [{'to': 1, 'args': [null]}]}, {'in': ['r']}]}," \
  "{'function': 'write_y', 'vars': {'Void': ['r'], 'gc:Frame': ['f']}, 'return': 1, 'blocks': [{'in': ['f']," \
  "  'ops': [['stack_unwind', null], ['setfield', null, 'f', {'const': 'y'}, 5]], 'exits': [{'to': 1, 'args': [null]}]}, {'in': ['r']}]}," \
  "{'function': 'fresh', 'vars': {'Void': ['r'], 'gc:Frame': ['f']}, 'return': 1, 'blocks': [{'in': []," \
  "  'ops': [['malloc', 'f', {'const': 'Frame'}], ['setfield', null, 'f', " X ", 5], ['stack_unwind', null]]," \
  "  'exits': [{'to': 1, 'args': [null]}]}, {'in': ['r']}]}," \
  "{'function': 'stale', 'vars': {'Void': ['r'], 'gc:Frame': ['f']}, 'return': 1, 'blocks': [{'in': []," \
  "  'ops': [['malloc', 'f', {'const': 'Frame'}], ['stack_unwind', null], ['setfield', null, 'f', " X ", 5]]," \
  "  'exits': [{'to': 1, 'args': [null]}]}, {'in': ['r']}]}," \
  "{'function': 'deep', 'vars': {'Void': ['r'], 'gc:Frame': ['f']}, 'return': 1, 'blocks': [{'in': ['f']," \
  "  'ops': [['direct_call', null, 'deeper', 'f']], 'exits': [{'to': 1, 'args': [null]}]}, {'in': ['r']}]}," \
  "{'function': 'deeper', 'vars': {'Void': ['r'], 'gc:Frame': ['f']}, 'return': 1, 'blocks': [{'in': ['f']," \
  "  'ops': [['direct_call', null, 'write', 'f']], 'exits': [{'to': 1, 'args': [null]}]}, {'in': ['r']}]}," \
  "{'function': 'ping', 'vars': {'Void': ['r'], 'gc:Frame': ['f']}, 'return': 1, 'blocks': [{'in': ['f']," \
  "  'ops': [['direct_call', null, 'pong', 'f'], ['stack_unwind', null]], 'exits': [{'to': 1, 'args': [null]}]}, {'in': ['r']}]}," \
  "{'function': 'pong', 'vars': {'Void': ['r'], 'gc:Frame': ['f']}, 'return': 1, 'blocks': [{'in': ['f']," \
  "  'ops': [['indirect_call', null, ['ping', 'write_sub'], {'const': 'p'}, 'f']], 'exits': [{'to': 1, 'args': [null]}]}, {'in': ['r']}]}," \
  "{'function': 'odd', 'vars': {'Void': ['r']}, 'return': 1, 'blocks': [{'in': []," \
  "  'ops': [['frobnicate', null], ['stack_unwind', null]], 'exits': [{'to': 1, 'args': [null]}]}, {'in': ['r']}]}," \
  "{'function': 'use', 'vars': {'Void': ['r'], 'Signed': ['a', 'b', 'c']}, 'return': 1, 'blocks': [{'in': ['a', 'b', 'c']," \
  "  'exits': [{'to': 1, 'args': [null]}]}, {'in': ['r']}]},"

typedef struct
{
  const char *name;
  const char *steps; /* of --reduce */
  const char *want;  /* what the first record of f is, saves, and why it does not save the rest */
  const char *function; /* f */
  gboolean shared;   /* the policy owns no frames */
} Case;

/* f reads x, calls CALL, and uses frame and value. */
#define READ_WITH(CALL, MORE) \
  "{'function': 'f', 'vars': {'gc:Frame': ['f'], 'Signed': ['v', 'q']}, 'return': 1, 'blocks': [{'in': ['f']," \
  "'ops': [['getfield', 'v', 'f', " X "], " CALL ", ['setfield', null, 'f', {'const': 'z'}, 1]]," \
  "'exits': [{'to': 1, 'args': ['v']}]}, {'in': ['q']}]}" MORE "]}"
#define READ_AND(CALL) READ_WITH (CALL, "")
#define HELD "frame f; v held: f.x, since f@0.0, as other chains leave the frame alone"
#define KEPT "special f,v"

/* f reads x, does TAKE, which makes d of VARS, calls with CALL, and uses frame and value. */
#define GIVEN(VARS, TAKE, CALL) \
  "{'function': 'f', 'vars': {'gc:Frame': ['f'], 'Signed': ['v', 'q'], " VARS "}, 'return': 1, 'blocks': [{'in': ['f']," \
  "'ops': [['getfield', 'v', 'f', " X "], " TAKE ", ['direct_call', null, " CALL "], ['stack_unwind', null], ['setfield', null, 'f', {'const': 'z'}, 1]]," \
  "'exits': [{'to': 1, 'args': ['v']}]}, {'in': ['q']}]}]}"

/* f reads an item of the array of type gc:TYPE in FIELD of its frame, does OPS, and uses frame and item.  MORE: other functions. */
#define ITEM_OF(FIELD, TYPE, OPS, MORE) \
  "{'function': 'f', 'vars': {'gc:Frame': ['f'], 'gc:" TYPE "': ['s'], 'Signed': ['i', 'v', 'q']}, 'return': 1, 'blocks': [{'in': ['f', 'i']," \
  "'ops': [['getfield', 's', 'f', {'const': '" FIELD "'}], ['getarrayitem', 'v', 's', 1], " OPS ", ['setfield', null, 'f', {'const': 'z'}, 1]]," \
  "'exits': [{'to': 1, 'args': ['v']}]}, {'in': ['q']}]}" MORE "]}"
#define ITEM_AND(TYPE, OPS, MORE) ITEM_OF ("s", TYPE, OPS, MORE)
/* A function that does OPS to an array, or another object. */
#define TO_BASE(TYPE, VARS, OPS) \
  ", {'function': 'put', 'vars': {'Void': ['r'], 'gc:" TYPE "': ['a'" VARS "}, 'return': 1, 'blocks': [{'in': ['a']," \
  "'ops': [['stack_unwind', null], " OPS "]," \
  "'exits': [{'to': 1, 'args': [null]}]}, {'in': ['r']}]}"
#define PUT "['setarrayitem', null, 'a', 0, 5]"
#define PAUSE "['direct_call', null, 'pause']"
#define CALL_PUT "['direct_call', null, 'put', null]"
#define HELD_ITEM \
  "frame f; v held: s[1], since f@0.1, as other chains leave the array alone; s on the way, held: f.s, since f@0.0, as other chains leave the frame alone"

/* f makes a frame, has it hold a, does OPS and CALL, and uses a and b. */
#define LATER_FRAME(OPS, CALL) \
  "{'function': 'f', 'vars': {'gc:Frame': ['d'], 'Signed': ['a', 'b', 'q']}, 'return': 1, 'blocks': [{'in': ['a', 'b']," \
  "'ops': [['malloc', 'd', {'const': 'Frame'}], ['setfield', null, 'd', " X ", 'a'], " OPS CALL ", ['direct_call', null, 'use', 'a', 'b', 'b']]," \
  "'exits': [{'to': 1, 'args': ['a']}]}, {'in': ['q']}]}]}"

static const Case cases[] = {
  /* items of arrays that frames hold */
  { "an item, over a call that writes none", "all", HELD_ITEM, ITEM_AND ("Own", PAUSE, ""), FALSE },
  { "an item, by the step held alone", "held", HELD_ITEM, ITEM_AND ("Own", PAUSE, ""), FALSE },
  { "some item is written by the callee", "all", KEPT, ITEM_AND ("Own", CALL_PUT, TO_BASE ("Own", "]", PUT)), FALSE },
  { "an item is written by some function, and other chains may run", "all", KEPT, ITEM_AND ("Stack", PAUSE, TO_BASE ("Stack", "]", PUT)), FALSE },
  { "some function writes an item, but other chains leave the array alone", "all", HELD_ITEM, ITEM_AND ("Own", PAUSE, TO_BASE ("Own", "]", PUT)), FALSE },
  { "an item of another type of array is written", "all", HELD_ITEM, ITEM_AND ("Own", CALL_PUT, TO_BASE ("Other", "]", PUT)), FALSE },
  { "an item is written through a subtype", "all", KEPT, ITEM_AND ("Own", CALL_PUT, TO_BASE ("SubOwn", "]", PUT)), FALSE },
  { "an item is written through a supertype", "all", KEPT, ITEM_AND ("Own", CALL_PUT, TO_BASE ("Any", "]", PUT)), FALSE },
  { "an item of a new array is written", "all", HELD_ITEM,
    ITEM_AND ("Own", CALL_PUT, TO_BASE ("Own", ", 'b']", "['malloc_varsize', 'b', {'const': 'Own'}, 4], ['setarrayitem', null, 'b', 0, 5]")), FALSE },
  { "an item of an array in an immutable field", "all",
    "frame f; v held: s[1], since f@0.1, as other chains leave the array alone; s on the way, held: f.code, which never changes",
    ITEM_OF ("code", "Own", CALL_PUT, TO_BASE ("Own", "]", "['setfield', null, null, " X ", 1]")), FALSE },
  { "the array is shrunk", "all", KEPT, ITEM_OF ("code", "Own", CALL_PUT, TO_BASE ("Own", "]", "['shrink_array', null, 'a', 1]")), FALSE },
  { "an item is written through an address", "all", KEPT,
    ITEM_OF ("code", "Own", CALL_PUT, TO_BASE ("Own", "], 'Address': ['p2']", "['cast_ptr_to_adr', 'p2', 'a'], ['raw_store', null, 'p2', 0, 1]")), FALSE },
  { "an item is written through the address of what has no type", "all", KEPT,
    ITEM_OF ("code", "Own", CALL_PUT, TO_BASE ("Own", "], 'Address': ['p2']", "['cast_ptr_to_adr', 'p2', {'const': 'prebuilt'}], ['raw_store', null, 'p2', 0, 1]")), FALSE },
  { "an item is written through the address of a reference of no type", "all", KEPT,
    ITEM_OF ("code", "Own", CALL_PUT, TO_BASE ("Own", "], 'GCREF': ['g2'], 'Address': ['p2']",
      "['getfield', 'g2', 'a', " X "], ['cast_ptr_to_adr', 'p2', 'g2'], ['raw_store', null, 'p2', 0, 1]")), FALSE },
  { "an item is written through a reference of no type", "all", KEPT,
    ITEM_OF ("code", "Own", CALL_PUT, TO_BASE ("Own", "], 'GCREF': ['g2']", "['cast_opaque_ptr', 'g2', 'a'], ['gc_store', null, 'g2', 0, 1]")), FALSE },
  { "an item of a constant of no type is written", "all", KEPT,
    ITEM_OF ("code", "Own", CALL_PUT, TO_BASE ("Own", "]", "['setarrayitem', null, {'const': 'prebuilt'}, 1, 5]")), FALSE },
  { "something is written through a constant of no type", "all", KEPT,
    ITEM_OF ("code", "Own", CALL_PUT, TO_BASE ("Own", "], 'Address': ['p2']", "['cast_ptr_to_adr', 'p2', 'a'], ['raw_store', null, {'const': 'adr'}, 0, 1]")), FALSE },
  { "something is copied to a constant of no type", "all", KEPT,
    ITEM_OF ("code", "Own", CALL_PUT, TO_BASE ("Own", "], 'Address': ['p2']", "['cast_ptr_to_adr', 'p2', 'a'], ['raw_memcopy', null, null, {'const': 'adr'}, 8]")), FALSE },
  { "no more than an offset is a constant of no type", "all",
    "frame f; v held: s[1], since f@0.1, as other chains leave the array alone; s on the way, held: f.code, which never changes",
    ITEM_OF ("code", "Own", CALL_PUT, TO_BASE ("Own", "], 'Address': ['p2']", "['cast_ptr_to_adr', 'p2', 'a'], ['raw_store', null, null, {'const': 'offset'}, 1]")), FALSE },
  { "an item is written through a reference to all items", "all", KEPT,
    ITEM_AND ("Own", CALL_PUT, TO_BASE ("Own", "], 'gc:Items': ['p2']", "['direct_arrayitems', 'p2', 'a'], ['setarrayitem', null, 'p2', 1, 5]")), FALSE },
  { "an item is written through a reference to it", "all", KEPT,
    ITEM_AND ("Own", CALL_PUT, TO_BASE ("Own", "], 'gc:Items': ['p2'], 'gc:One': ['p3']",
      "['direct_arrayitems', 'p2', 'a'], ['direct_ptradd', 'p3', 'p2', 1], ['setarrayitem', null, 'p3', 0, 5]")), FALSE },
  { "an item is written under a type that is another array's", "all", KEPT,
    ITEM_AND ("Own", CALL_PUT, TO_BASE ("Own", "], 'gc:Other': ['b2']", "['cast_pointer', 'b2', 'a'], ['setarrayitem', null, 'b2', 1, 5]")), FALSE },
  { "a field of an item is written", "all", KEPT,
    ITEM_OF ("code", "Own", CALL_PUT, TO_BASE ("Own", "]", "['setinteriorfield', null, 'a', 0, {'const': 'x'}, 1]")), FALSE },
  { "another item is written here", "all", HELD_ITEM, ITEM_AND ("Own", "['setarrayitem', null, 's', 2, 'i'], " PAUSE, ""), FALSE },
  { "the item is written here", "all", KEPT, ITEM_AND ("Own", "['setarrayitem', null, 's', 1, 'i'], " PAUSE, ""), FALSE },
  { "the item is written as it was", "all", HELD_ITEM, ITEM_AND ("Own", "['setarrayitem', null, 's', 1, 'v'], " PAUSE, ""), FALSE },
  { "who knows which item is written here", "all", KEPT, ITEM_AND ("Own", "['setarrayitem', null, 's', 'i', 2], " PAUSE, ""), FALSE },
  { "the frame holds another array by now", "all", KEPT,
    ITEM_AND ("Own", "['setfield', null, 'f', {'const': 's'}, null], " PAUSE, ""), FALSE },
  { "an array that no frame holds", "all", "special s,v",
    "{'function': 'f', 'vars': {'gc:Own': ['s', 't'], 'gc:Frame': ['f'], 'Signed': ['v', 'q']}, 'return': 1, 'blocks': [{'in': ['f', 's'],"
    "'ops': [['getfield', 't', 'f', {'const': 's'}], ['getarrayitem', 'v', 's', 1], " PAUSE ", ['setarrayitem', null, 's', 2, 3]],"
    "'exits': [{'to': 1, 'args': ['v']}]}, {'in': ['q']}]}]}",
    FALSE },
  { "what was stored in an item, at an index that is saved", "all",
    "special f,i; v held: s[i], since f@0.1, as other chains leave the array alone; s on the way, held: f.s, since f@0.0, as other chains leave the frame alone",
    "{'function': 'f', 'vars': {'gc:Own': ['s'], 'gc:Frame': ['f'], 'Signed': ['i', 'v', 'q']}, 'return': 1, 'blocks': [{'in': ['f', 'i', 'v'],"
    "'ops': [['getfield', 's', 'f', {'const': 's'}], ['setarrayitem', null, 's', 'i', 'v'], " PAUSE ", ['setfield', null, 'f', {'const': 'z'}, 'i']],"
    "'exits': [{'to': 1, 'args': ['v']}]}, {'in': ['q']}]}]}",
    FALSE },
  { "what an operation made, and is in an item", "all",
    "frame f; v held: s[1], since f@0.2, as other chains leave the array alone; s on the way, held: f.s, since f@0.1, as other chains leave the frame alone",
    "{'function': 'f', 'vars': {'gc:Own': ['s'], 'gc:Frame': ['f'], 'Signed': ['a', 'b', 'v', 'q']}, 'return': 1, 'blocks': [{'in': ['f', 'a', 'b'],"
    "'ops': [['int_add', 'v', 'a', 'b'], ['getfield', 's', 'f', {'const': 's'}], ['setarrayitem', null, 's', 1, 'v'], " PAUSE ","
    "['setfield', null, 'f', {'const': 'z'}, 1]], 'exits': [{'to': 1, 'args': ['v']}]}, {'in': ['q']}]}]}",
    FALSE },
  { "the index is another one the next time round", "all", "special f1,i1,v1",
    "{'function': 'f', 'vars': {'gc:Own': ['s'], 'gc:Frame': ['f', 'f1'], 'Signed': ['i', 'v', 'i1', 'i2', 'v1', 'q'], 'Bool': ['c']}, 'return': 2, 'blocks': ["
    "{'in': ['f', 'i', 'v'], 'ops': [['getfield', 's', 'f', {'const': 's'}], ['setarrayitem', null, 's', 'i', 'v']], 'exits': [{'to': 1, 'args': ['f', 'i', 'v']}]},"
    "{'in': ['f1', 'i1', 'v1'], 'ops': [['direct_call', 'c', 'pause'], ['setfield', null, 'f1', {'const': 'z'}, 0], ['int_add', 'i2', 'i1', 1]], 'switch': 'c',"
    " 'exits': [{'to': 1, 'args': ['f1', 'i2', 'v1'], 'case': false}, {'to': 2, 'args': ['v1'], 'case': true}]},"
    "{'in': ['q']}]}]}",
    FALSE },


  /* what may have written the field meanwhile */
  { "held over a call that writes nothing", "all", HELD, READ_AND ("['direct_call', null, 'pause']"), FALSE },
  { "written after the call alone", "all", HELD, READ_AND ("['direct_call', null, 'pause'], ['setfield', null, 'f', " X ", 7]"), FALSE },
  { "written by the callee", "all", KEPT, READ_AND ("['direct_call', null, 'write', null]"), FALSE },
  { "written through a subtype", "all", KEPT, READ_AND ("['direct_call', null, 'write_sub', null]"), FALSE },
  { "read a few times more, through a subtype", "all", HELD,
    "{'function': 'f', 'vars': {'gc:Sub': ['f'], 'Signed': ['v', 'q']}, 'return': 1, 'blocks': [{'in': ['f'], 'ops': [['getfield', 'v', 'f', " X "],"
    "['getfield', null, 'f', " X "], ['getfield', null, 'f', " X "], ['getfield', null, 'f', " X "], ['direct_call', null, 'pause'],"
    "['setfield', null, 'f', {'const': 'z'}, 1]], 'exits': [{'to': 1, 'args': ['v']}]}, {'in': ['q']}]}]}",
    FALSE },
  { "another field is written", "all", HELD, READ_AND ("['direct_call', null, 'write_y', null]"), FALSE },
  { "written in a new frame", "all", HELD, READ_AND ("['direct_call', null, 'fresh']"), FALSE },
  { "written in a frame that others know by now", "all", KEPT, READ_AND ("['direct_call', null, 'stale']"), FALSE },
  { "written by a callee's callee's callee", "all", KEPT, READ_AND ("['direct_call', null, 'deep', null]"), FALSE },
  { "written in a recursion, over an indirect call", "all", KEPT, READ_AND ("['direct_call', null, 'ping', null]"), FALSE },
  { "written from within the recursion", "all", KEPT, READ_AND ("['direct_call', null, 'pong', null]"), FALSE },
  { "an indirect call with one target that writes", "all", KEPT,
    READ_AND ("['indirect_call', null, ['pause', 'write'], {'const': 'p'}, null]"), FALSE },
  { "an unknown call before the point", "all", KEPT,
    READ_AND ("['indirect_call', null, null, {'const': 'p'}], ['direct_call', null, 'pause']"), FALSE },
  { "an external that calls a writer back", "all", KEPT, READ_AND ("['direct_call', null, 'C:back']"), FALSE },
  { "an external writes through the address that it is given", "all", KEPT, GIVEN ("'Address': ['d']", "['cast_ptr_to_adr', 'd', 'f']", "'C:memset', 'd', 0, 8"), FALSE },
  { "an external writes through a reference of no type", "all", KEPT, GIVEN ("'GCREF': ['d']", "['cast_opaque_ptr', 'd', 'f']", "'C:memset', 'd', 0, 8"), FALSE },
  { "an external writes through a reference into the frame", "all", KEPT,
    GIVEN ("'gc:Items': ['d']", "['direct_fieldptr', 'd', 'f', " X "]", "'C:memset', 'd', 0, 8"), FALSE },
  { "an external writes in the frame that it is given", "all", KEPT, GIVEN ("'Bool': ['d']", "['int_lt', 'd', 1, 2]", "'C:memset', 'f', 0, 8"), FALSE },
  { "an external writes through what nothing is known of", "all", KEPT,
    GIVEN ("'Address': ['d']", "['cast_ptr_to_adr', 'd', 'f']", "'C:memset', {'const': 'there'}, 0, 8"), FALSE },
  { "an external is given numbers alone", "all", HELD, GIVEN ("'Address': ['d']", "['cast_ptr_to_adr', 'd', 'f']", "'C:memset', 1, 0, 8"), FALSE },
  { "an external is given an address, and no frame's is taken", "all", HELD,
    READ_AND ("['direct_call', null, 'C:memset', {'const': 'there'}, 0, 8], ['stack_unwind', null]"), FALSE },
  { "one of the targets is an external that is given an address", "all", KEPT,
    READ_AND ("['indirect_call', null, ['pause', 'C:memset'], {'const': 'p'}, 'f'], ['stack_unwind', null]"), FALSE },
  { "a callee gives an external an address", "all", KEPT,
    READ_WITH ("['direct_call', null, 'clear', 'f']",
      ", {'function': 'clear', 'vars': {'Void': ['r'], 'gc:Frame': ['a'], 'Address': ['p2']}, 'return': 1, 'blocks': [{'in': ['a'], 'ops': [['stack_unwind', null],"
      "['cast_ptr_to_adr', 'p2', 'a'], ['direct_call', null, 'C:memset', 'p2', 0, 8]], 'exits': [{'to': 1, 'args': [null]}]}, {'in': ['r']}]}"), FALSE },
  { "an external that calls a harmless function back", "all", HELD, READ_AND ("['direct_call', null, 'C:plain']"), FALSE },
  { "an external of which nothing is known calls nothing back", "all", HELD,
    READ_AND ("['direct_call', null, 'C:other'], ['direct_call', null, 'pause']"), FALSE },
  { "written through an address", "all", KEPT,
    READ_WITH (CALL_PUT, TO_BASE ("Frame", "], 'Address': ['d']", "['cast_ptr_to_adr', 'd', 'a'], ['raw_store', null, 'd', 0, 1]")), FALSE },
  { "written through a reference of no type", "all", KEPT,
    READ_WITH (CALL_PUT, TO_BASE ("Frame", "], 'GCREF': ['g2']", "['cast_opaque_ptr', 'g2', 'a'], ['gc_store', null, 'g2', 8, 1]")), FALSE },
  { "written through a reference of no type, under its other name", "all", KEPT,
    READ_WITH (CALL_PUT, TO_BASE ("Frame", "], 'gc:GCREF': ['g2']", "['cast_opaque_ptr', 'g2', 'a'], ['gc_store', null, 'g2', 8, 1]")), FALSE },
  { "written through a reference into the frame", "all", KEPT,
    READ_WITH (CALL_PUT, TO_BASE ("Frame", "], 'gc:One': ['p2']", "['direct_fieldptr', 'p2', 'a', " X "], ['setarrayitem', null, 'p2', 0, 1]")), FALSE },
  { "written through a field of a reference into the frame", "all", KEPT,
    READ_WITH (CALL_PUT, TO_BASE ("Frame", "], 'raw:One': ['p2']", "['getsubstruct', 'p2', 'a', " X "], ['setfield', null, 'p2', {'const': 'y'}, 1]")), FALSE },
  { "an operation of which nothing is known", "all", KEPT, READ_AND ("['direct_call', null, 'odd']"), FALSE },
  { "the source itself", "all", HELD, READ_AND ("['stack_unwind', null]"), FALSE },
  { "not owned: any function that writes counts", "all", KEPT, READ_AND ("['direct_call', null, 'pause']"), TRUE },
  { "written before the point, through the same frame", "all", KEPT,
    READ_AND ("['setfield', null, 'f', " X ", 3], ['direct_call', null, 'pause']"), FALSE },
  { "written before the point, by what was called", "all", KEPT,
    READ_AND ("['direct_call', null, 'C:back'], ['direct_call', null, 'pause']"), FALSE },
  { "written back as it was", "all", HELD, READ_AND ("['setfield', null, 'f', " X ", 'v'], ['direct_call', null, 'pause']"), FALSE },
  { "one step alone: recompute reads nothing", "recompute", KEPT, READ_AND ("['direct_call', null, 'pause']"), FALSE },
  { "one step alone: held", "held", HELD, READ_AND ("['direct_call', null, 'pause']"), FALSE },
  { "no step", "none", KEPT, READ_AND ("['direct_call', null, 'pause']"), FALSE },

  { "stored, then stored through what may be the same frame", "all", "special f,g,v",
    "{'function': 'f', 'vars': {'gc:Frame': ['f', 'g'], 'Signed': ['v', 'q']}, 'return': 1, 'blocks': [{'in': ['f', 'g', 'v'],"
    "'ops': [['setfield', null, 'f', " X ", 'v'], ['setfield', null, 'g', " X ", 3], ['direct_call', null, 'pause'],"
    "['setfield', null, 'g', {'const': 'z'}, 'f']], 'exits': [{'to': 1, 'args': ['v']}]}, {'in': ['q']}]}]}",
    FALSE },
  { "stored, then stored in a frame made here", "all", "frame f,g; v held: f.x, since f@0.1, as other chains leave the frame alone",
    "{'function': 'f', 'vars': {'gc:Frame': ['f', 'g'], 'Signed': ['v', 'q']}, 'return': 1, 'blocks': [{'in': ['f', 'v'],"
    "'ops': [['malloc', 'g', {'const': 'Frame'}], ['setfield', null, 'f', " X ", 'v'], ['setfield', null, 'g', " X ", 3],"
    "['direct_call', null, 'pause'], ['setfield', null, 'g', {'const': 'z'}, 'f']], 'exits': [{'to': 1, 'args': ['v']}]}, {'in': ['q']}]}]}",
    FALSE },
  { "stored in a frame that comes later and holds itself, too", "all", "frame f; v held: f.x, since f@0.0, as other chains leave the frame alone",
    "{'function': 'f', 'vars': {'gc:Frame': ['f'], 'Signed': ['v', 'q']}, 'return': 1, 'blocks': [{'in': ['v', 'f'],"
    "'ops': [['setfield', null, 'f', " X ", 'v'], ['setfield', null, 'f', {'const': 'y'}, 'f'], ['direct_call', null, 'pause'],"
    "['setfield', null, 'f', {'const': 'z'}, 1]], 'exits': [{'to': 1, 'args': ['v']}]}, {'in': ['q']}]}]}",
    FALSE },
  { "stored on one way alone", "all", "special f2,v2",
    "{'function': 'f', 'vars': {'gc:Frame': ['f', 'f1', 'f2'], 'Signed': ['v', 'v1', 'v2', 'q'], 'Bool': ['c']}, 'return': 3, 'blocks': ["
    "{'in': ['f', 'v', 'c'], 'switch': 'c', 'exits': [{'to': 1, 'args': ['f', 'v'], 'case': false}, {'to': 2, 'args': ['f', 'v'], 'case': true}]},"
    "{'in': ['f1', 'v1'], 'ops': [['setfield', null, 'f1', " X ", 'v1']], 'exits': [{'to': 2, 'args': ['f1', 'v1']}]},"
    "{'in': ['f2', 'v2'], 'ops': [['direct_call', null, 'pause'], ['setfield', null, 'f2', {'const': 'z'}, 1]], 'exits': [{'to': 3, 'args': ['v2']}]},"
    "{'in': ['q']}]}]}",
    FALSE },
  { "stored, and written as the loop comes round", "all", "special f1,v1",
    "{'function': 'f', 'vars': {'gc:Frame': ['f', 'f1'], 'Signed': ['v', 'v1', 'q'], 'Bool': ['c']}, 'return': 2, 'blocks': ["
    "{'in': ['f', 'v'], 'ops': [['setfield', null, 'f', " X ", 'v']], 'exits': [{'to': 1, 'args': ['f', 'v']}]},"
    "{'in': ['f1', 'v1'], 'ops': [['direct_call', 'c', 'pause'], ['setfield', null, 'f1', " X ", 0]], 'switch': 'c',"
    " 'exits': [{'to': 1, 'args': ['f1', 'v1'], 'case': false}, {'to': 2, 'args': ['v1'], 'case': true}]},"
    "{'in': ['q']}]}]}",
    FALSE },
  { "held while the loop comes round", "all", "frame f1; v1 held: f1.x, since f@0.0, as other chains leave the frame alone",
    "{'function': 'f', 'vars': {'gc:Frame': ['f', 'f1'], 'Signed': ['v', 'v1', 'q'], 'Bool': ['c']}, 'return': 2, 'blocks': ["
    "{'in': ['f', 'v'], 'ops': [['setfield', null, 'f', " X ", 'v']], 'exits': [{'to': 1, 'args': ['f', 'v']}]},"
    "{'in': ['f1', 'v1'], 'ops': [['direct_call', 'c', 'pause'], ['setfield', null, 'f1', {'const': 'z'}, 0]], 'switch': 'c',"
    " 'exits': [{'to': 1, 'args': ['f1', 'v1'], 'case': false}, {'to': 2, 'args': ['v1'], 'case': true}]},"
    "{'in': ['q']}]}]}",
    FALSE },
  { "the value is another one the next time round", "all", "special f1,v1",
    "{'function': 'f', 'vars': {'gc:Frame': ['f', 'f1'], 'Signed': ['v', 'v1', 'v2', 'q'], 'Bool': ['c']}, 'return': 2, 'blocks': ["
    "{'in': ['f', 'v'], 'ops': [['setfield', null, 'f', " X ", 'v']], 'exits': [{'to': 1, 'args': ['f', 'v']}]},"
    "{'in': ['f1', 'v1'], 'ops': [['direct_call', 'c', 'pause'], ['setfield', null, 'f1', {'const': 'z'}, 0], ['int_add', 'v2', 'v1', 1]], 'switch': 'c',"
    " 'exits': [{'to': 1, 'args': ['f1', 'v2'], 'case': false}, {'to': 2, 'args': ['v1'], 'case': true}]},"
    "{'in': ['q']}]}]}",
    FALSE },
  { "in a handler, the last operation has not stored yet", "all", "special f2,v2",
    "{'function': 'f', 'vars': {'gc:Frame': ['f', 'f2'], 'Signed': ['v', 'v2', 'q']}, 'return': 2, 'blocks': ["
    "{'in': ['f', 'v'], 'ops': [['setfield', null, 'f', " X ", 'v']], 'exits': [{'to': 1, 'args': ['f', 'v']}],"
    " 'handlers': [{'catch': 'E', 'bind': [null, null], 'to': 1, 'args': ['f', 'v']}]},"
    "{'in': ['f2', 'v2'], 'ops': [['direct_call', null, 'pause'], ['setfield', null, 'f2', {'const': 'z'}, 1]], 'exits': [{'to': 2, 'args': ['v2']}]},"
    "{'in': ['q']}]}]}",
    FALSE },
  { "in a handler, what was read before the call", "all", "frame f; v held: f.x, since f@0.0, as other chains leave the frame alone",
    "{'function': 'f', 'vars': {'gc:Frame': ['f', 'f2'], 'Signed': ['v', 'v2', 'q']}, 'return': 2, 'blocks': ["
    "{'in': ['f'], 'ops': [['getfield', 'v', 'f', " X "], ['direct_call', null, 'pause']], 'exits': [{'to': 2, 'args': [0]}],"
    " 'handlers': [{'catch': 'E', 'bind': [null, null], 'to': 1, 'args': ['f', 'v']}]},"
    "{'in': ['f2', 'v2'], 'ops': [['setfield', null, 'f2', {'const': 'z'}, 1]], 'exits': [{'to': 2, 'args': ['v2']}]},"
    "{'in': ['q']}]}]}",
    FALSE },

  /* notations */
  { "a notation outlives every write", "all", "frame f; v held: f.x, since f@0.0, by notation",
    "{'function': 'f', 'vars': {'gc:Frame': ['f'], 'Signed': ['v', 'q']}, 'return': 1, 'blocks': [{'in': ['f', 'v'],"
    "'ops': [['held_by', null, 'v', 'f', " X "], ['direct_call', null, 'write', 'f'], ['setfield', null, 'f', {'const': 'z'}, 1]],"
    "'exits': [{'to': 1, 'args': ['v']}]}, {'in': ['q']}]}]}",
    TRUE },
  { "a notation ends with the next one of its slot", "all", "special f,v; w held: f.x, since f@0.1, by notation",
    "{'function': 'f', 'vars': {'gc:Frame': ['f'], 'Signed': ['v', 'w', 'q']}, 'return': 1, 'blocks': [{'in': ['f', 'v', 'w'],"
    "'ops': [['held_by', null, 'v', 'f', " X "], ['held_by', null, 'w', 'f', " X "], ['direct_call', null, 'pause'],"
    "['setfield', null, 'f', {'const': 'z'}, 'w']], 'exits': [{'to': 1, 'args': ['v']}]}, {'in': ['q']}]}]}",
    FALSE },
  { "a notation made again holds where the block ends by raising there", "all", "frame f2; v2 held: f2.x, since f@0.0, by notation",
    "{'function': 'f', 'vars': {'gc:Frame': ['f', 'f2'], 'Signed': ['v', 'v2', 'q']}, 'return': 2, 'blocks': ["
    "{'in': ['f', 'v'], 'ops': [['held_by', null, 'v', 'f', " X "], ['held_by', null, 'v', 'f', " X "]],"
    " 'exits': [{'to': 2, 'args': ['v']}], 'handlers': [{'catch': 'E', 'bind': [null, null], 'to': 1, 'args': ['f', 'v']}]},"
    "{'in': ['f2', 'v2'], 'ops': [['direct_call', null, 'pause'], ['setfield', null, 'f2', {'const': 'z'}, 1]],"
    " 'exits': [{'to': 2, 'args': ['v2']}]},"
    "{'in': ['q']}]}]}",
    FALSE },
  { "a notation of a frame that was caught", "all", "frame h; v2 held: h.x, since f@1.0, by notation",
    "{'function': 'f', 'vars': {'gc:Frame': ['t', 'e', 'h'], 'Signed': ['v', 'v2', 'q']}, 'return': 2, 'blocks': ["
    "{'in': ['v'], 'ops': [['direct_call', null, 'pause']], 'exits': [{'to': 2, 'args': ['v']}],"
    " 'handlers': [{'catch': 'E', 'bind': ['t', 'e'], 'to': 1, 'args': ['e', 'v']}]},"
    "{'in': ['h', 'v2'], 'ops': [['held_by', null, 'v2', 'h', " X "], ['direct_call', null, 'pause'], ['setfield', null, 'h', {'const': 'z'}, 1]],"
    " 'exits': [{'to': 2, 'args': ['v2']}]},"
    "{'in': ['q']}]}]}",
    FALSE },
  { "two frames that hold one another are not both left out", "all", "frame f; v held: f.y, since f@0.1, by notation",
    "{'function': 'f', 'vars': {'gc:Frame': ['f', 'v', 'q']}, 'return': 1, 'blocks': [{'in': ['f', 'v'],"
    "'ops': [['held_by', null, 'f', 'v', " X "], ['held_by', null, 'v', 'f', {'const': 'y'}], ['direct_call', null, 'pause'],"
    "['setfield', null, 'f', {'const': 'z'}, 1]], 'exits': [{'to': 1, 'args': ['v']}]}, {'in': ['q']}]}]}",
    FALSE },

  { "what is no frame of the policy's holds nothing by notation", "all", "special o,v",
    "{'function': 'f', 'vars': {'gc:Obj': ['o'], 'Signed': ['v', 'q']}, 'return': 1, 'blocks': [{'in': ['o', 'v'],"
    "'ops': [['held_by', null, 'v', 'o', " X "], ['direct_call', null, 'pause'], ['setfield', null, 'o', {'const': 'z'}, 1]],"
    "'exits': [{'to': 1, 'args': ['v']}]}, {'in': ['q']}]}]}",
    FALSE },
  { "a number holds nothing by notation", "all", "special n,v",
    "{'function': 'f', 'vars': {'Signed': ['n', 'v', 'q']}, 'return': 1, 'blocks': [{'in': ['n', 'v'],"
    "'ops': [['held_by', null, 'v', 'n', " X "], ['direct_call', null, 'pause'], ['direct_call', null, 'use', 'n', 'v', 1]],"
    "'exits': [{'to': 1, 'args': ['v']}]}, {'in': ['q']}]}]}",
    FALSE },
  { "a notation of a frame under another type", "all", "frame f; v held: f.x, since f@0.1, by notation; o alias of f",
    "{'function': 'f', 'vars': {'gc:Frame': ['f'], 'gc:Base': ['o'], 'Signed': ['v', 'q']}, 'return': 1, 'blocks': [{'in': ['f', 'v'],"
    "'ops': [['cast_pointer', 'o', 'f'], ['held_by', null, 'v', 'o', " X "], ['direct_call', null, 'pause'],"
    "['setfield', null, 'f', {'const': 'z'}, 1], ['setfield', null, 'o', {'const': 'z'}, 1]],"
    "'exits': [{'to': 1, 'args': ['v']}]}, {'in': ['q']}]}]}",
    FALSE },

  /* an operation that raised made nothing */
  { "what a handler gets of the operation that raised is a value of its own", "all", "special h,a2",
    "{'function': 'f', 'vars': {'Signed': ['a', 'c', 'h', 'a2', 'q']}, 'return': 2, 'blocks': ["
    "{'in': ['a'], 'ops': [['int_add_ovf', 'c', 'a', 1]], 'exits': [{'to': 2, 'args': ['c']}],"
    " 'handlers': [{'catch': 'E', 'bind': [null, null], 'to': 1, 'args': ['c', 'a']}]},"
    "{'in': ['h', 'a2'], 'ops': [['direct_call', null, 'pause'], ['direct_call', null, 'use', 'h', 'a2', 'a2']], 'exits': [{'to': 2, 'args': ['h']}]},"
    "{'in': ['q']}]}]}",
    FALSE },

  /* immutable fields */
  { "an immutable field, whoever writes", "all", "special o; v held: o.im, which never changes",
    "{'function': 'f', 'vars': {'gc:Obj': ['o'], 'Signed': ['v', 'q']}, 'return': 1, 'blocks': [{'in': ['o'],"
    "'ops': [['getfield', 'v', 'o', {'const': 'im'}], ['indirect_call', null, null, {'const': 'p'}], ['direct_call', null, 'pause'],"
    "['setfield', null, 'o', {'const': 'z'}, 1]], 'exits': [{'to': 1, 'args': ['v']}]}, {'in': ['q']}]}]}",
    TRUE },
  { "an immutable field of a type that is extended", "all", "frame f; v held: f.code, which never changes",
    "{'function': 'f', 'vars': {'gc:Sub': ['f'], 'Signed': ['v', 'q']}, 'return': 1, 'blocks': [{'in': ['f'],"
    "'ops': [['getfield', 'v', 'f', {'const': 'code'}], ['direct_call', null, 'pause'], ['setfield', null, 'f', {'const': 'z'}, 1]],"
    "'exits': [{'to': 1, 'args': ['v']}]}, {'in': ['q']}]}]}",
    TRUE },
  { "a field of an object that is no frame", "all", "special o,v",
    "{'function': 'f', 'vars': {'gc:Obj': ['o'], 'Signed': ['v', 'q']}, 'return': 1, 'blocks': [{'in': ['o'],"
    "'ops': [['getfield', 'v', 'o', {'const': 'other'}], ['direct_call', null, 'pause'], ['setfield', null, 'o', {'const': 'z'}, 1]],"
    "'exits': [{'to': 1, 'args': ['v']}]}, {'in': ['q']}]}]}",
    FALSE },

  /* aliases */
  { "the frame and its casts", "alias", "frame f; o alias of f",
    "{'function': 'f', 'vars': {'gc:Frame': ['f'], 'gc:Base': ['o', 'q']}, 'return': 1, 'blocks': [{'in': ['f'],"
    "'ops': [['cast_pointer', 'o', 'f'], ['direct_call', null, 'pause'], ['setfield', null, 'f', {'const': 'z'}, 1]],"
    "'exits': [{'to': 1, 'args': ['o']}]}, {'in': ['q']}]}]}",
    FALSE },
  { "copies over links that agree", "alias", "special a3; b3 alias of a3",
    "{'function': 'f', 'vars': {'Signed': ['a', 'a1', 'b1', 'a2', 'b2', 'a3', 'b3', 'q'], 'Bool': ['c']}, 'return': 4, 'blocks': ["
    "{'in': ['a', 'c'], 'switch': 'c', 'exits': [{'to': 1, 'args': ['a', 'a'], 'case': false}, {'to': 2, 'args': ['a', 'a'], 'case': true}]},"
    "{'in': ['a1', 'b1'], 'exits': [{'to': 3, 'args': ['b1', 'a1']}]}, {'in': ['a2', 'b2'], 'exits': [{'to': 3, 'args': ['a2', 'b2']}]},"
    "{'in': ['a3', 'b3'], 'ops': [['direct_call', null, 'pause'], ['direct_call', null, 'use', 'a3', 'b3', 'b3']], 'exits': [{'to': 4, 'args': ['a3']}]},"
    "{'in': ['q']}]}]}",
    FALSE },
  { "a join of different values", "all", "special a3,b3",
    "{'function': 'f', 'vars': {'Signed': ['a', 'b', 'a1', 'b1', 'a2', 'b2', 'a3', 'b3', 'q'], 'Bool': ['c']}, 'return': 4, 'blocks': ["
    "{'in': ['a', 'b', 'c'], 'switch': 'c', 'exits': [{'to': 1, 'args': ['a', 'b'], 'case': false}, {'to': 2, 'args': ['a', 'b'], 'case': true}]},"
    "{'in': ['a1', 'b1'], 'exits': [{'to': 3, 'args': ['b1', 'a1']}]}, {'in': ['a2', 'b2'], 'exits': [{'to': 3, 'args': ['a2', 'b2']}]},"
    "{'in': ['a3', 'b3'], 'ops': [['direct_call', null, 'pause'], ['direct_call', null, 'use', 'a3', 'b3', 'b3']], 'exits': [{'to': 4, 'args': ['a3']}]},"
    "{'in': ['q']}]}]}",
    FALSE },
  { "a join of different values, twice", "alias", "special a3; b3 alias of a3",
    "{'function': 'f', 'vars': {'Signed': ['a', 'b', 'a1', 'b1', 'a2', 'b2', 'a3', 'b3', 'q'], 'Bool': ['c']}, 'return': 4, 'blocks': ["
    "{'in': ['a', 'b', 'c'], 'switch': 'c', 'exits': [{'to': 1, 'args': ['a', 'a'], 'case': false}, {'to': 2, 'args': ['b', 'b'], 'case': true}]},"
    "{'in': ['a1', 'b1'], 'exits': [{'to': 3, 'args': ['b1', 'a1']}]}, {'in': ['a2', 'b2'], 'exits': [{'to': 3, 'args': ['a2', 'b2']}]},"
    "{'in': ['a3', 'b3'], 'ops': [['direct_call', null, 'pause'], ['direct_call', null, 'use', 'a3', 'b3', 'b3']], 'exits': [{'to': 4, 'args': ['a3']}]},"
    "{'in': ['q']}]}]}",
    FALSE },
  { "what only goes round in a loop", "alias", "special a1; b1 alias of a1",
    "{'function': 'f', 'vars': {'Signed': ['a', 'a1', 'b1', 'q'], 'Bool': ['c']}, 'return': 2, 'blocks': ["
    "{'in': ['a'], 'exits': [{'to': 1, 'args': ['a', 'a']}]},"
    "{'in': ['a1', 'b1'], 'ops': [['direct_call', 'c', 'pause'], ['direct_call', null, 'use', 'a1', 'b1', 'b1']], 'switch': 'c',"
    " 'exits': [{'to': 1, 'args': ['b1', 'a1'], 'case': false}, {'to': 2, 'args': ['a1'], 'case': true}]},"
    "{'in': ['q']}]}]}",
    FALSE },
  { "two that change places in a loop", "alias", "special a1,b1",
    "{'function': 'f', 'vars': {'Signed': ['a', 'b', 'a1', 'b1', 'q'], 'Bool': ['c']}, 'return': 2, 'blocks': ["
    "{'in': ['a', 'b'], 'exits': [{'to': 1, 'args': ['a', 'b']}]},"
    "{'in': ['a1', 'b1'], 'ops': [['direct_call', 'c', 'pause'], ['direct_call', null, 'use', 'a1', 'b1', 'b1']], 'switch': 'c',"
    " 'exits': [{'to': 1, 'args': ['b1', 'a1'], 'case': false}, {'to': 2, 'args': ['a1'], 'case': true}]},"
    "{'in': ['q']}]}]}",
    FALSE },
  { "the value of the turn before", "alias", "special a1,b1",
    "{'function': 'f', 'vars': {'Signed': ['a', 'a1', 'b1', 'a2', 'q'], 'Bool': ['c']}, 'return': 2, 'blocks': ["
    "{'in': ['a'], 'exits': [{'to': 1, 'args': ['a', 'a']}]},"
    "{'in': ['a1', 'b1'], 'ops': [['direct_call', 'c', 'pause'], ['int_add', 'a2', 'a1', 'b1']], 'switch': 'c',"
    " 'exits': [{'to': 1, 'args': ['a2', 'a1'], 'case': false}, {'to': 2, 'args': ['a1'], 'case': true}]},"
    "{'in': ['q']}]}]}",
    FALSE },
  { "a number that comes in by all links", "alias", "stateless -; a1 alias of 7",
    "{'function': 'f', 'vars': {'Signed': ['a1', 'q'], 'Bool': ['c']}, 'return': 2, 'blocks': ["
    "{'in': ['c'], 'switch': 'c', 'exits': [{'to': 1, 'args': [7], 'case': false}, {'to': 1, 'args': [7], 'case': true}]},"
    "{'in': ['a1'], 'ops': [['direct_call', null, 'pause']], 'exits': [{'to': 2, 'args': ['a1']}]}, {'in': ['q']}]}]}",
    FALSE },
  { "null that comes in by all links", "alias", "stateless -; a1 alias of null",
    "{'function': 'f', 'vars': {'gc:Obj': ['a1', 'q'], 'Bool': ['c']}, 'return': 2, 'blocks': ["
    "{'in': ['c'], 'switch': 'c', 'exits': [{'to': 1, 'args': [{'const': 'null', 'type': 'gc:Obj'}], 'case': false},"
    "{'to': 1, 'args': [{'const': 'null', 'type': 'gc:Obj'}], 'case': true}]},"
    "{'in': ['a1'], 'ops': [['direct_call', null, 'pause']], 'exits': [{'to': 2, 'args': ['a1']}]}, {'in': ['q']}]}]}",
    FALSE },
  { "two prebuilt objects of one text are two", "all", "special a1",
    "{'function': 'f', 'vars': {'gc:Obj': ['a1', 'q'], 'Bool': ['c']}, 'return': 2, 'blocks': ["
    "{'in': ['c'], 'switch': 'c', 'exits': [{'to': 1, 'args': [{'const': '_struct', 'type': 'gc:Obj'}], 'case': false},"
    "{'to': 1, 'args': [{'const': '_struct', 'type': 'gc:Obj'}], 'case': true}]},"
    "{'in': ['a1'], 'ops': [['direct_call', null, 'pause']], 'exits': [{'to': 2, 'args': ['a1']}]}, {'in': ['q']}]}]}",
    FALSE },

  /* recomputing */
  { "arithmetic on what the frame holds", "all",
    "frame f; n recomputed: int_add(v, 1); v on the way, held: f.x, since f@0.0, as other chains leave the frame alone",
    "{'function': 'f', 'vars': {'gc:Frame': ['f'], 'Signed': ['v', 'n', 'q']}, 'return': 1, 'blocks': [{'in': ['f'],"
    "'ops': [['getfield', 'v', 'f', " X "], ['int_add', 'n', 'v', 1], ['direct_call', null, 'pause'], ['setfield', null, 'f', {'const': 'z'}, 1]],"
    "'exits': [{'to': 1, 'args': ['n']}]}, {'in': ['q']}]}]}",
    FALSE },
  { "an operation that would drag in more than the frame holds", "all",
    "frame f; v held: f2.x, since f@0.3, as other chains leave the frame alone; f1 on the way, held: f.g, since f@0.0, as other chains leave the frame alone;"
    " f2 on the way, held: f1.h, since f@0.1, as other chains leave the frame alone",
    "{'function': 'f', 'vars': {'gc:Frame': ['f', 'f1', 'f2'], 'Signed': ['a', 'b', 'v', 'q']}, 'return': 1, 'blocks': [{'in': ['f', 'a', 'b'],"
    "'ops': [['getfield', 'f1', 'f', {'const': 'g'}], ['getfield', 'f2', 'f1', {'const': 'h'}], ['int_add', 'v', 'a', 'b'], ['setfield', null, 'f2', " X ", 'v'],"
    "['stack_unwind', null], ['setfield', null, 'f', {'const': 'z'}, 1]], 'exits': [{'to': 1, 'args': ['v']}]}, {'in': ['q']}]}]}",
    FALSE },
  { "two sums of one value that is not live", "recompute", "special a; s recomputed: int_add(a, 1); t recomputed: int_add(a, 2)",
    "{'function': 'f', 'vars': {'Signed': ['a', 's', 't', 'q']}, 'return': 1, 'blocks': [{'in': ['a'],"
    "'ops': [['int_add', 's', 'a', 1], ['int_add', 't', 'a', 2], ['direct_call', null, 'pause'], ['direct_call', null, 'use', 's', 't', 't']],"
    "'exits': [{'to': 1, 'args': ['s']}]}, {'in': ['q']}]}]}",
    FALSE },
  { "two copies of a sum of one value that is not live", "recompute", "special a; s recomputed: int_add(a, 1); t recomputed: int_add(a, 1)",
    "{'function': 'f', 'vars': {'Signed': ['a', 's', 't', 'q']}, 'return': 1, 'blocks': [{'in': ['a'],"
    "'ops': [['int_add', 's', 'a', 1], ['same_as', 't', 's'], ['direct_call', null, 'pause'], ['direct_call', null, 'use', 's', 't', 't']],"
    "'exits': [{'to': 1, 'args': ['s']}]}, {'in': ['q']}]}]}",
    FALSE },
  { "two sums of one value that is not live, and that the block has under another name", "recompute",
    "special a1; s recomputed: int_add(a1, 1); t recomputed: int_add(a1, 2)",
    "{'function': 'f', 'vars': {'Signed': ['a', 'a1', 's', 't', 'q']}, 'return': 2, 'blocks': [{'in': ['a'], 'exits': [{'to': 1, 'args': ['a']}]},"
    "{'in': ['a1'], 'ops': [['int_add', 's', 'a1', 1], ['int_add', 't', 'a1', 2], ['direct_call', null, 'pause'], ['direct_call', null, 'use', 's', 't', 't']],"
    "'exits': [{'to': 2, 'args': ['s']}]}, {'in': ['q']}]}]}",
    FALSE },
  { "two sums of one value that is not live, nor was at a point since", "recompute", "special s,t",
    "{'function': 'f', 'vars': {'Signed': ['a', 'a1', 's', 't', 'q']}, 'return': 2, 'blocks': [{'in': ['a'], 'exits': [{'to': 1, 'args': ['a']}]},"
    "{'in': ['a1'], 'ops': [['int_add', 's', 'a1', 1], ['int_add', 't', 'a1', 2], ['stack_unwind', null], ['direct_call', null, 'pause'],"
    " ['direct_call', null, 'use', 's', 't', 't']], 'exits': [{'to': 2, 'args': ['s']}]}, {'in': ['q']}]}]}",
    FALSE },
  { "a frame that is not live holds two values from before it was made", "all",
    "frame d; a held: d.x, since f@0.1, as other chains leave the frame alone; b held: d.y, since f@0.2, as other chains leave the frame alone",
    LATER_FRAME ("['setfield', null, 'd', {'const': 'y'}, 'b'], ", PAUSE), FALSE },
  { "a frame that is not live holds one value from before it was made", "all", "special a,b", LATER_FRAME ("", PAUSE), FALSE },
  { "a frame that is not live holds two values, of which one may be written", "all", "special a,b",
    LATER_FRAME ("['setfield', null, 'd', {'const': 'y'}, 'b'], ", "['direct_call', null, 'write', 'd']"), FALSE },
  { "a frame that is not live is saved as itself, not as its cast", "all",
    "frame d; a held: d.x, since f@0.1, as other chains leave the frame alone; b held: d.y, since f@0.2, as other chains leave the frame alone",
    "{'function': 'f', 'vars': {'gc:Frame': ['d'], 'gc:Base': ['o'], 'Signed': ['a', 'b', 'q']}, 'return': 1, 'blocks': [{'in': ['a', 'b'],"
    "'ops': [['malloc', 'd', {'const': 'Frame'}], ['setfield', null, 'd', " X ", 'a'], ['setfield', null, 'd', {'const': 'y'}, 'b'],"
    " ['cast_pointer', 'o', 'd'], ['direct_call', null, 'pause'], ['direct_call', null, 'use', 'a', 'b', 'b']],"
    "'exits': [{'to': 1, 'args': ['a']}]}, {'in': ['q']}]}]}",
    FALSE },
  { "what is not live is saved as what was live at the point before", "all", "special a; t recomputed: int_add(a, 1); u recomputed: int_add(a, 2)",
    "{'function': 'f', 'vars': {'Signed': ['a', 's', 't', 'u', 'q']}, 'return': 1, 'blocks': [{'in': ['a'],"
    "'ops': [['same_as', 's', 'a'], ['stack_unwind', null], ['int_add', 't', 'a', 1], ['int_add', 'u', 'a', 2], ['direct_call', null, 'pause'],"
    " ['direct_call', null, 'use', 't', 'u', 'u']], 'exits': [{'to': 1, 'args': ['t']}]}, {'in': ['q']}]}]}",
    FALSE },
  { "an input that nothing uses may have been lost before", "all", "special v1,w1",
    "{'function': 'f', 'vars': {'gc:Frame': ['f', 'f1'], 'Signed': ['v', 'w', 'v1', 'w1', 'q']}, 'return': 2, 'blocks': [{'in': ['f'],"
    "'ops': [['getfield', 'v', 'f', " X "], ['getfield', 'w', 'f', {'const': 'y'}], ['stack_unwind', null]], 'exits': [{'to': 1, 'args': ['f', 'v', 'w']}]},"
    "{'in': ['f1', 'v1', 'w1'], 'ops': [['direct_call', null, 'pause'], ['direct_call', null, 'use', 'v1', 'w1', 'w1']],"
    "'exits': [{'to': 2, 'args': ['v1']}]}, {'in': ['q']}]}]}",
    FALSE },
  { "of a frame that is not live and an array in it, the frame is saved", "all",
    "frame f; a held: s[0], since f@0.3, as other chains leave the array alone; b held: s[1], since f@0.4, as other chains leave the array alone;"
    " s on the way, held: f.s, since f@0.2, as other chains leave the frame alone",
    "{'function': 'f', 'vars': {'gc:Frame': ['f'], 'gc:Own': ['s'], 'Signed': ['a', 'b', 'q']}, 'return': 1, 'blocks': [{'in': ['a', 'b'],"
    "'ops': [['malloc', 'f', {'const': 'Frame'}], ['malloc_varsize', 's', {'const': 'Own'}, 2], ['setfield', null, 'f', {'const': 's'}, 's'],"
    " ['setarrayitem', null, 's', 0, 'a'], ['setarrayitem', null, 's', 1, 'b'], ['direct_call', null, 'pause'], ['direct_call', null, 'use', 'a', 'b', 'b']],"
    "'exits': [{'to': 1, 'args': ['a']}]}, {'in': ['q']}]}]}",
    FALSE },
  { "a foreign value is read back from a frame that is not live", "all", "frame d; a held: d.x, since f@0.1, as other chains leave the frame alone",
    "{'function': 'f', 'vars': {'gc:Frame': ['d'], 'func:F': ['a', 'q']}, 'return': 1, 'blocks': [{'in': ['a'],"
    "'ops': [['malloc', 'd', {'const': 'Frame'}], ['setfield', null, 'd', " X ", 'a'], ['direct_call', null, 'pause']], 'exits': [{'to': 1, 'args': ['a']}]},"
    "{'in': ['q']}]}]}",
    FALSE },
  { "what is foreign is saved last, after what is not live", "all", "special o; c held: o.im, which never changes",
    "{'function': 'f', 'vars': {'gc:Obj': ['o'], 'func:F': ['c', 'q']}, 'return': 1, 'blocks': [{'in': ['o'],"
    "'ops': [['getfield', 'c', 'o', {'const': 'im'}], ['direct_call', null, 'pause']], 'exits': [{'to': 1, 'args': ['c']}]},"
    "{'in': ['q']}]}]}",
    FALSE },
  { "a frame that holds a value from before it is read from what is gone", "all",
    "frame g1; s1 held: g1.x, since f@1.0, as other chains leave the frame alone",
    "{'function': 'f', 'vars': {'gc:Obj': ['o'], 'gc:Frame': ['g', 'g1'], 'Signed': ['s', 's1', 'q']}, 'return': 2, 'blocks': [{'in': ['o', 's'],"
    "'ops': [['getfield', 'g', 'o', {'const': 'im'}]], 'exits': [{'to': 1, 'args': ['g', 's']}]},"
    "{'in': ['g1', 's1'], 'ops': [['setfield', null, 'g1', " X ", 's1'], ['direct_call', null, 'pause'], ['setfield', null, 'g1', {'const': 'z'}, 1]],"
    "'exits': [{'to': 2, 'args': ['s1']}]}, {'in': ['q']}]}]}",
    FALSE },
  { "an item at an index that was made after it", "all",
    "special f,i; v held: s[j], since f@0.2, as other chains leave the array alone; s on the way, held: f.s, since f@0.0, as other chains leave the"
    " frame alone; j on the way, recomputed: int_add(i, 1)",
    "{'function': 'f', 'vars': {'gc:Frame': ['f'], 'gc:Own': ['s'], 'Signed': ['i', 'j', 'v', 'q']}, 'return': 1, 'blocks': [{'in': ['f', 'i', 'v'],"
    "'ops': [['getfield', 's', 'f', {'const': 's'}], ['int_add', 'j', 'i', 1], ['setarrayitem', null, 's', 'j', 'v'], ['direct_call', null, 'pause'],"
    " ['setfield', null, 'f', {'const': 'z'}, 'i']], 'exits': [{'to': 1, 'args': ['v']}]}, {'in': ['q']}]}]}",
    FALSE },
  { "never more than was saved", "all", "special s",
    "{'function': 'f', 'vars': {'Signed': ['a', 'b', 's', 'q']}, 'return': 1, 'blocks': [{'in': ['a', 'b'],"
    "'ops': [['int_add', 's', 'a', 'b'], ['direct_call', null, 'pause']], 'exits': [{'to': 1, 'args': ['s']}]}, {'in': ['q']}]}]}",
    FALSE },
  { "as live as before, where it is all the same", "all", "special s",
    "{'function': 'f', 'vars': {'Signed': ['a', 's', 'q']}, 'return': 1, 'blocks': [{'in': ['a'],"
    "'ops': [['int_add', 's', 'a', 1], ['direct_call', null, 'pause']], 'exits': [{'to': 1, 'args': ['s']}]}, {'in': ['q']}]}]}",
    FALSE },
  { "made of constants alone", "all", "stateless -; s recomputed: int_add(1, 2)",
    "{'function': 'f', 'vars': {'Signed': ['s', 'q']}, 'return': 1, 'blocks': [{'in': [],"
    "'ops': [['int_add', 's', 1, 2], ['direct_call', null, 'pause']], 'exits': [{'to': 1, 'args': ['s']}]}, {'in': ['q']}]}]}",
    FALSE },
  { "what can raise is not done again", "all", "special a,s",
    "{'function': 'f', 'vars': {'Signed': ['a', 's', 'q']}, 'return': 1, 'blocks': [{'in': ['a'],"
    "'ops': [['int_add_ovf', 's', 'a', 1], ['direct_call', null, 'pause'], ['direct_call', null, 'use', 'a', 's', 's']],"
    "'exits': [{'to': 1, 'args': ['s']}]}, {'in': ['q']}]}]}",
    FALSE },
  { "what reads memory is not done again", "all", "special o,s",
    "{'function': 'f', 'vars': {'gc:Arr': ['o'], 'Signed': ['s', 'q']}, 'return': 1, 'blocks': [{'in': ['o'],"
    "'ops': [['getarrayitem', 's', 'o', 1], ['direct_call', null, 'pause'], ['setarrayitem', null, 'o', 1, 's']],"
    "'exits': [{'to': 1, 'args': ['s']}]}, {'in': ['q']}]}]}",
    FALSE },
  { "operands that the loop has changed since", "all", "special a1,s1",
    "{'function': 'f', 'vars': {'Signed': ['a', 'a1', 's1', 's2', 'a2', 'q'], 'Bool': ['c']}, 'return': 2, 'blocks': ["
    "{'in': ['a'], 'exits': [{'to': 1, 'args': ['a', 0]}]},"
    "{'in': ['a1', 's1'], 'ops': [['direct_call', 'c', 'pause'], ['int_add', 's2', 'a1', 1], ['int_add', 'a2', 's1', 's2']], 'switch': 'c',"
    " 'exits': [{'to': 1, 'args': ['a2', 's2'], 'case': false}, {'to': 2, 'args': ['a1'], 'case': true}]},"
    "{'in': ['q']}]}]}",
    FALSE },
  { "a block that cannot be reached stays as it is", "all", "special a2,b2",
    "{'function': 'f', 'vars': {'Signed': ['a', 'a2', 'b2', 'q']}, 'return': 2, 'blocks': [{'in': ['a'], 'exits': [{'to': 2, 'args': ['a']}]},"
    "{'in': ['a2', 'b2'], 'ops': [['direct_call', null, 'pause'], ['direct_call', null, 'use', 'a2', 'b2', 'b2']], 'exits': [{'to': 1, 'args': ['a2', 'a2']}]},"
    "{'in': ['q']}]}]}",
    FALSE },
};

/* Writes the text, with " for ', to a new file. */
static char *
write_file (const char *text, const char *ending)
{
  g_autofree char *pattern = g_strconcat ("reduce-XXXXXX", ending, NULL), *bytes = g_strdup (text);
  char *name = NULL;
  int fd = g_file_open_tmp (pattern, &name, NULL);

  ck_assert (fd >= 0 && g_close (fd, NULL));
  ck_assert (g_file_set_contents (name, g_strdelimit (bytes, "'", '"'), -1, NULL));
  return name;
}

static SsProgram *
load (const char *text)
{
  g_autofree char *file = write_file (text, ".json");
  g_autoptr (GPtrArray) faults = g_ptr_array_new_with_free_func ((GDestroyNotify) ss_fault_free);
  SsLoadOptions options = SS_LOAD_DEFAULTS;
  guint64 n = 0;
  g_autoptr (GError) error = NULL;
  SsProgram *p = ss_load (file, &options, faults, &n, &error);

  g_autofree char *fault = faults->len ? ss_fault_text (faults->pdata[0]) : g_strdup (error ? error->message : "");
  g_unlink (file);
  ck_assert_msg (p != NULL, "%s", fault);
  return p;
}

static SsPolicy *
load_policy (const char *text)
{
  g_autofree char *file = write_file (text, ".json");
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  SsPolicy *policy = ss_policy_load (file, notes, &error);

  g_unlink (file);
  ck_assert_msg (policy != NULL && notes->len == 0, "%s", error ? error->message : "notes");
  return policy;
}

/* "KIND SAVED,…; VAR WHY; …" */
static char *
record_text (const SsProgram *p, const SsClasses *c, const SsReduction *r, guint32 i)
{
  const SsRecord *record = &c->records[i];
  GString *text = g_string_new (ss_kind_name (record->kind));

  g_string_append_c (text, ' ');
  for (guint32 k = 0; k < record->nsaved; k++)
    g_string_append_printf (text, "%s%s", k ? "," : "", ss_var_name (p, c->saved[record->saved0 + k]));
  if (!record->nsaved)
    g_string_append_c (text, '-');
  for (guint32 line = 0; r && line < ss_derive_nlines (r, i); line++)
    {
      g_autofree char *why = ss_derive_line (p, r, i, line);
      g_auto (GStrv) words = g_strsplit (why, " ", 4); /* variable, type, "is", the rest */
      g_string_append_printf (text, "; %s %s", words[0], words[3]);
    }
  return g_string_free (text, FALSE);
}

START_TEST (small_programs)
{
  const Case *t = &cases[_i];
  g_autofree char *text = g_strconcat (COMMON, t->function, NULL);
  g_autoptr (SsProgram) p = load (text);
  g_autoptr (SsPolicy) policy = load_policy (t->shared ? shared_text : policy_text);
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free); /* the policy names types that most programs lack */
  g_autoptr (SsTerms) terms = ss_policy_bind (policy, p, notes, NULL);
  g_autoptr (SsCallGraph) g = ss_callgraph_new (terms);
  g_autoptr (SsUnwind) u = ss_unwind_new (terms, g);
  g_autoptr (SsClasses) c = ss_classify (terms, u, 1);
  SsReduceOptions options = { .threads = 1 };
  guint32 func = ss_find_func (p, "f"), i = 0;

  ck_assert (ss_reduce_steps (t->steps, &options.steps));
  g_autoptr (SsReduction) r = ss_reduce (terms, g, u, c, &options);
  ck_assert_uint_eq (r->classes->nrecords, c->nrecords);
  /* the last record of f */
  for (guint32 k = 0; k < c->nrecords; k++)
    i = c->records[k].func == func ? k : i;
  g_autofree char *got = record_text (p, r->classes, r, i);
  ck_assert_msg (strcmp (got, t->want) == 0, "%s:\n  got  %s\n  want %s", t->name, got, t->want);
  for (guint32 k = 0; k < c->records[i].nsaved; k++)
    ck_assert (ss_reduction_number (r, i, c->saved[c->records[i].saved0 + k]) != SS_NONE);
}
END_TEST

/* A loop that hands n values on, each to the next: with each sweep one more turns out not to be what came in. */
static char *
shift_register (guint n)
{
  g_autoptr (GString) in = g_string_new ("'b1'"), first = g_string_new ("'b'"), on = g_string_new ("'b1','b1'");

  for (guint i = 0; i < n; i++)
    {
      g_string_append_printf (in, ",'x%u'", i);
      g_string_append (first, ",'a'");
      if (i + 1 < n)
        g_string_append_printf (on, ",'x%u'", i);
    }
  return g_strdup_printf (COMMON "{'function': 'f', 'vars': {'Signed': ['a','b','q',%s], 'Bool': ['c']}, 'return': 2, 'blocks': ["
    "{'in': ['a', 'b'], 'exits': [{'to': 1, 'args': [%s]}]}, {'in': [%s], 'ops': [['direct_call', 'c', 'pause']], 'switch': 'c',"
    " 'exits': [{'to': 1, 'args': [%s], 'case': false}, {'to': 2, 'args': ['x%u'], 'case': true}]}, {'in': ['q']}]}]}",
    in->str, first->str, in->str, on->str, n - 1);
}

START_TEST (slow_values_are_told)
{
  guint n = _i ? 60 : 10;
  g_autofree char *text = shift_register (n);
  g_autoptr (SsProgram) p = load (text);
  g_autoptr (SsPolicy) policy = load_policy (policy_text);
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (SsTerms) terms = ss_policy_bind (policy, p, notes, NULL);
  g_autoptr (SsCallGraph) g = ss_callgraph_new (terms);
  g_autoptr (SsUnwind) u = ss_unwind_new (terms, g);
  g_autoptr (SsClasses) c = ss_classify (terms, u, 1);
  SsReduceOptions options = { .threads = 1, .steps = SS_REDUCE_ALIAS };
  g_autoptr (SsReduction) r = ss_reduce (terms, g, u, c, &options);
  guint32 func = ss_find_func (p, "f");

  for (guint32 k = 0; k < c->nrecords; k++)
    if (c->records[k].func == func)
      {
        ck_assert_int_eq (r->reduced[k].bounded, _i);
        ck_assert_uint_eq (r->classes->records[k].nsaved, n + 1);
      }
    else
      ck_assert (!r->reduced[k].bounded);
  ck_assert_uint_eq (r->nbounded, (guint) _i);
}
END_TEST

/* --- the cut --- */

static guint64 state;

static guint
below (guint n)
{
  state = state * G_GUINT64_CONSTANT (6364136223846793005) + G_GUINT64_CONSTANT (1442695040888963407);
  return (guint) ((state >> 33) % n);
}

/* Whether all needed values can be had when those of the set are saved. */
static gboolean
suffices (const SsCutNode *nodes, guint n, const guint32 *args, guint set)
{
  guint there = set;

  for (guint i = 0; i < n; i++)
    {
      gboolean all = nodes[i].nargs > 0;
      for (guint k = 0; k < nodes[i].nargs; k++)
        all = all && there >> args[nodes[i].arg0 + k] & 1;
      if (all)
        there |= 1u << i;
      if (nodes[i].needed && !(there >> i & 1))
        return FALSE;
    }
  return TRUE;
}

START_TEST (cut_is_minimal)
{
  g_autoptr (SsCut) cut = ss_cut_new ();

  state = 12345;
  for (guint round = 0; round < 3000; round++)
    {
      guint n = 1 + below (12), nargs = 0;
      SsCutNode nodes[12] = { { 0 } };
      guint32 args[36];
      for (guint i = 0; i < n; i++)
        {
          nodes[i] = (SsCutNode) { .weight = below (3) ? 8 : 1 + below (20), .arg0 = nargs, .needed = below (3) == 0 };
          nodes[i].nargs = i == 0 || below (3) == 0 ? 0 : 1 + below (3);
          for (guint k = 0; k < nodes[i].nargs; k++)
            args[nargs++] = below (i);
        }
      guint64 best = G_MAXUINT64, found = 0, work = 1000000;
      guint set = 0;
      for (guint s = 0; s < 1u << n; s++)
        {
          guint64 weight = 0;
          for (guint i = 0; i < n; i++)
            weight += s >> i & 1 ? nodes[i].weight : 0;
          if (weight < best && suffices (nodes, n, args, s))
            best = weight;
        }
      ck_assert (ss_cut_find (cut, nodes, n, args, &work));
      for (guint i = 0; i < n; i++)
        if (nodes[i].cut)
          {
            set |= 1u << i;
            found += nodes[i].weight;
          }
      ck_assert_msg (suffices (nodes, n, args, set), "round %u: the cut does not suffice", round);
      ck_assert_msg (found == best, "round %u: weight %u, best %u", round, (guint) found, (guint) best);
    }
}
END_TEST

START_TEST (cut_stops_at_its_bound)
{
  g_autoptr (SsCut) cut = ss_cut_new ();
  SsCutNode nodes[] = { { .weight = 8 }, { .weight = 8, .nargs = 1, .needed = TRUE } };
  guint32 args[] = { 0 };
  guint64 given, left = 0;

  /* It stops wherever it is; with one unit more than the most that is not enough, nothing is left. */
  for (given = 0; left = given, !ss_cut_find (cut, nodes, 2, args, &left); given++)
    {
      ck_assert_uint_lt (given, 100);
      ck_assert_uint_eq (left, 0);
    }
  ck_assert_uint_gt (given, 3);
  ck_assert_uint_eq (left, 0);
  ck_assert (!nodes[0].cut && nodes[1].cut); /* the nearest to what is needed */
}
END_TEST

int
main (void)
{
  Suite *s = suite_create ("reduce");
  TCase *t = tcase_create ("reduce");

  tcase_add_loop_test (t, small_programs, 0, G_N_ELEMENTS (cases));
  tcase_add_loop_test (t, slow_values_are_told, 0, 2);
  tcase_add_test (t, cut_is_minimal);
  tcase_add_test (t, cut_stops_at_its_bound);
  tcase_set_timeout (t, 60);
  suite_add_tcase (s, t);
  SRunner *runner = srunner_create (s);
  srunner_run_all (runner, CK_NORMAL);
  int failed = srunner_ntests_failed (runner);
  srunner_free (runner);
  return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
