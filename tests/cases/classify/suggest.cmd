# What a frame would have to hold: of the records as they are reduced, or without that.
run ()
{
  echo "$@"
  "$STACKSIEVE" classify corpus/held.json --policy corpus/policies/frames-stackless.json "$@" | sed -n '/^Notations/,$p'
}
run --suggest
run --suggest --reduce none
run --suggest=1 --reduce none
"$STACKSIEVE" classify corpus/generator_next.json --policy corpus/policies/frames-stackless.json --suggest --format json | jq -c .suggestions
# Where the values come from: of operations, handlers and joins too.
"$STACKSIEVE" classify corpus/traceback.json --policy corpus/policies/frames-stackless.json --reduce none --suggest --format json | jq -c '.suggestions.most[]'
# Two values of one name are two to be held; two names of one value are one.
cat >program.json <<'END'
{"format": "stacksieve-graphs", "version": 1, "functions": [
{"function": "two", "vars": {"gc:interp.PyFrame": ["f"], "Signed": ["v_1", "v_2", "q"]}, "return": 1, "blocks": [
{"in": ["f", "v_1", "v_2"], "ops": [["yield_current_frame_to_caller", null], ["use", null, "f", "v_1"]], "exits": [{"to": 1, "args": ["v_2"]}]}, {"in": ["q"]}]},
{"function": "one", "vars": {"gc:interp.PyFrame": ["f"], "Signed": ["v", "w", "q"]}, "return": 1, "blocks": [
{"in": ["f", "v"], "ops": [["same_as", "w", "v"], ["yield_current_frame_to_caller", null], ["use", null, "f", "w"]], "exits": [{"to": 1, "args": ["v"]}]}, {"in": ["q"]}]}]}
END
"$STACKSIEVE" classify program.json --policy corpus/policies/frames-stackless.json --reduce none --suggest --format json | jq -c '.suggestions.most[]'
# Two constants of one text can be two objects: both are to be held.
cat >program.json <<'END'
{"format": "stacksieve-graphs", "version": 1, "functions": [
{"function": "same", "vars": {"gc:interp.PyFrame": ["f", "g"], "gc:O": ["a", "b"], "Signed": ["q"]}, "return": 2, "blocks": [
{"in": ["f"], "exits": [{"to": 1, "args": ["f", {"const": "o", "type": "gc:O"}, {"const": "o", "type": "gc:O"}]}]},
{"in": ["g", "a", "b"], "ops": [["yield_current_frame_to_caller", null], ["use", null, "g", "a", "b"]], "exits": [{"to": 2, "args": [1]}]}, {"in": ["q"]}]}]}
END
"$STACKSIEVE" classify program.json --policy corpus/policies/frames-stackless.json --reduce none --suggest --format json | jq -c '.suggestions.most[]'
# Points of one wish, with another between, are one suggestion; what is read from no field by name has its own name.
cat >program.json <<'END'
{"format": "stacksieve-graphs", "version": 1, "functions": [
{"function": "three", "vars": {"gc:interp.PyFrame": ["f", "f_1", "f_2", "f_3"], "Signed": ["c", "x", "x_1", "x_3", "v", "v_2", "q"]}, "return": 4, "blocks": [
{"in": ["f", "c", "x"], "ops": [["getfield", "v", "f", 3]], "switch": "c", "exits": [{"to": 1, "args": ["f", "x"], "case": 1}, {"to": 2, "args": ["f", "v"], "case": 2},
 {"to": 3, "args": ["f", "x"], "case": "default"}]},
{"in": ["f_1", "x_1"], "ops": [["yield_current_frame_to_caller", null], ["use", null, "f_1"]], "exits": [{"to": 4, "args": ["x_1"]}]},
{"in": ["f_2", "v_2"], "ops": [["yield_current_frame_to_caller", null], ["use", null, "f_2"]], "exits": [{"to": 4, "args": ["v_2"]}]},
{"in": ["f_3", "x_3"], "ops": [["yield_current_frame_to_caller", null], ["use", null, "f_3"]], "exits": [{"to": 4, "args": ["x_3"]}]}, {"in": ["q"]}]}]}
END
"$STACKSIEVE" classify program.json --policy corpus/policies/frames-stackless.json --reduce none --suggest --format json | jq -c '.suggestions.most[]'
# Where the frame is told to hold what a suggestion names, before the call, as many records more are frame as it counts.
jq '(.functions[] | select(.function == "interp:GeneratorIterator.next") | .blocks[1].ops) |= .[:2] + [["held_by", null, "self_1", "frame_0", {"const": "self"}]] + .[2:]' \
  corpus/generator_next.json >told.json
for file in corpus/generator_next.json told.json; do
  "$STACKSIEVE" classify $file --policy corpus/policies/frames-stackless.json --suggest --format json \
    | jq -c '[.summary.reduction.stages[-1].kinds.frame.records, [.suggestions.most[].records]]'
done
# So many different wishes of a function are compared, and no more.
for n in 512 513; do
  python3 - $n <<'END' >program.json
import json, sys
n = range(int(sys.argv[1]))
print(json.dumps({"format": "stacksieve-graphs", "version": 1, "functions": [{"function": "many", "return": len(n) + 1,
    "vars": {"gc:interp.PyFrame": ["f"] + ["f_%d" % i for i in n], "Signed": ["c", "q"] + [name % i for i in n for name in ("x%dx", "y%dx")]},
    "blocks": [{"in": ["f", "c"] + ["y%dx" % i for i in n], "switch": "c", "exits": [{"to": 1 + i, "args": ["f", "y%dx" % i], "case": i if i else "default"} for i in reversed(n)]}]
    + [{"in": ["f_%d" % i, "x%dx" % i], "ops": [["yield_current_frame_to_caller", None], ["use", None, "f_%d" % i]],
        "exits": [{"to": len(n) + 1, "args": ["x%dx" % i]}]} for i in n] + [{"in": ["q"]}]}]}))
END
  "$STACKSIEVE" classify program.json --policy corpus/policies/frames-stackless.json --reduce none --suggest=1000 --format json | jq -c '.suggestions | .count, ([.most[].bounded] | unique)'
done
"$STACKSIEVE" classify corpus/held.json --suggest=x
# a file is no number of rows
"$STACKSIEVE" classify --suggest corpus/call_function.json
