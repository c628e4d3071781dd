# A program of long lists and long names: jq -n --arg name TEXT --argjson length N --argjson calls N --argjson saved N -f long.jq.  Each name is
# TEXT, over and over, $length characters of it, and then what tells it apart.
#   many   calls `source` $calls times, so that the one has as many records as the other has callers
#   wide   calls one of 20 functions, and saves $saved values meanwhile, and its own argument
def named($own): ($name * ($length / ($name | length) | ceil))[:$length] + $own;
def T: "gc:" + named("T");
def call($callee): ["direct_call", null, named($callee), "v"];
def called($own; $ops):
  {"function": named($own), "file": named("file"), "line": 7, "return": 1, "vars": {(T): ["v", "r"]},
   "blocks": [{"in": ["v"], "ops": $ops, "exits": [{"to": 1, "args": ["v"]}]}, {"in": ["r"]}]};

[range(20) | "callee\(.)"] as $callees | [range($saved) | named("value\(.)")] as $values
| {"format": "stacksieve-graphs", "version": 1, "program": named("program"), "stage": named("stage"), (named("key")): named("value"),
   "types": [{"type": T}],
   "functions": [
     called("source"; [["stack_switch", null, "v"]]), called("many"; [range($calls) | call("source")]), ($callees[] as $c | called($c; [call("source")])),
     (called("wide"; [($values[] | ["make", ., "v"]), ["indirect_call", null, [$callees[] | named(.)], "v"], (["use", null] + $values), call("many")])
       | .vars["gc:" + named("Saved")] = $values)]}
