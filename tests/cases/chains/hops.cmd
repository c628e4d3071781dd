# Hops by bytecode, each hop with its cheapest way, the plan.
cat >program.py <<'END'
import json
def fn(name, ops, vars):
    v = dict(vars); v.setdefault("Void", []).append("r")
    return {"function": name, "vars": v, "return": 1,
            "blocks": [{"in": ["f"], "ops": ops, "exits": [{"to": 1, "args": [None]}]}, {"in": ["r"]}]}
F = "gc:m.Frame"
call = lambda to, *args: ["direct_call", None, to, "f"]
use = ["direct_call", None, "m:use", "f"]
functions = [
    fn("m:Frame.loop", [call("m:Frame.LOAD_FAST"), call("m:Frame.CALL_FUNCTION"), call("m:Frame.int_BINARY_ADD__star_2"),
                        call("m:plus"), call("m:helper"), ["direct_call", None, "m:use", "f"]], {F: ["f"]}),
    fn("m:Frame.LOAD_FAST", [use], {F: ["f"]}),
    fn("m:Frame.CALL_FUNCTION", [call("m:Frame.loop")], {F: ["f"]}),
    fn("m:Frame.int_BINARY_ADD__star_2", [["direct_call", None, "m:slow", "f"], use], {F: ["f"]}),
    fn("m:plus", [call("m:slow")], {F: ["f"]}),
    fn("m:slow", [["direct_call", "n", "m:make"], call("m:Frame.loop"), ["direct_call", None, "m:use", "n"]],
       {F: ["f"], "Signed": ["n"]}),
    fn("m:helper", [["direct_call", "p", "m:make"], ["stack_unwind", None], ["direct_call", None, "m:use", "p"]],
       {F: ["f"], "raw:x": ["p"]}),
]
print(json.dumps({"format": "stacksieve-graphs", "version": 1, "functions": functions}))
END
python3 program.py >program.json || exit 77
cat >policy.json <<'END'
{"extends": "generic", "unwind_operations": ["stack_unwind"], "frames": ["gc:m.Frame"], "frame_functions": ["m:Frame.loop"],
 "bytecodes": {"m:pl?s": "PLUS"}}
END
"$STACKSIEVE" hops program.json --policy ./policy.json --records
echo
"$STACKSIEVE" hops program.json --policy ./policy.json --format csv
echo
"$STACKSIEVE" hops program.json --policy ./policy.json --plan 5 | sed 1,4d
echo
"$STACKSIEVE" hops program.json --policy ./policy.json --plan 5 --format csv
echo
"$STACKSIEVE" hops program.json --policy ./policy.json --bytecode PLUS --format json | jq -c '.bytecodes, [.hops[].record]'
"$STACKSIEVE" hops program.json --policy ./policy.json --bytecode PLUS | sed 1,4d
"$STACKSIEVE" hops program.json --policy ./policy.json --bytecode PLUS --format csv
"$STACKSIEVE" hops program.json --policy ./policy.json --bytecode MINUS
"$STACKSIEVE" hops corpus/loop.json --policy generic | tail -1
