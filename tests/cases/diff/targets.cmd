# An indirect call, the first site of its function, became a call of one of its targets, and the other way round: it is the same call.
cat >old.json <<'END'
{"format": "stacksieve-graphs", "version": 1, "functions": [
 {"function": "a", "vars": {"Void": ["r"]}, "return": 1, "blocks": [{"in": [], "ops": [["stack_unwind", null]], "exits": [{"to": 1, "args": [null]}]}, {"in": ["r"]}]},
 {"function": "b", "vars": {"Void": ["r"]}, "return": 1, "blocks": [{"in": [], "ops": [["stack_unwind", null]], "exits": [{"to": 1, "args": [null]}]}, {"in": ["r"]}]},
 {"function": "f", "vars": {"Void": ["r"], "raw:p": ["p"]}, "return": 1,
  "blocks": [{"in": ["p"], "ops": [["indirect_call", null, ["a", "b"], "p"], ["direct_call", null, "b"]], "exits": [{"to": 1, "args": [null]}]}, {"in": ["r"]}]}]}
END
jq '.functions[2].blocks[0].ops[0] = ["direct_call", null, "a"]' old.json >new.json
for builds in "old.json new.json" "new.json old.json"; do
  "$STACKSIEVE" diff $builds --policy pypy-stackless --all --format csv 2>/dev/null | cut -d, -f1,6,12
done
