# Operations are told apart by what they call, and calls of one function by their order.
cat >old.json <<'END'
{"format": "stacksieve-graphs", "version": 1, "functions": [
 {"function": "a", "vars": {"Void": ["r"]}, "return": 1, "blocks": [{"in": [], "exits": [{"to": 1, "args": [null]}]}, {"in": ["r"]}]},
 {"function": "b", "vars": {"Void": ["r"]}, "return": 1, "blocks": [{"in": [], "exits": [{"to": 1, "args": [null]}]}, {"in": ["r"]}]},
 {"function": "s", "vars": {"Void": ["r"]}, "return": 1, "blocks": [{"in": [], "ops": [["stack_unwind", null]], "exits": [{"to": 1, "args": [null]}]}, {"in": ["r"]}]},
 {"function": "f", "vars": {"Void": ["r"]}, "return": 1,
  "blocks": [{"in": [], "ops": [["direct_call", null, "a"], ["direct_call", null, "s"], ["direct_call", null, "s"]], "exits": [{"to": 1, "args": [null]}]}, {"in": ["r"]}]}]}
END
jq '.functions[3].blocks[0].ops[0] = ["direct_call", null, "b"]' old.json >new.json
"$STACKSIEVE" draw --diff old.json new.json --function f --policy pypy-stackless 2>/dev/null | grep -ao '\(−\|+\) direct_call([ab])'
jq 'del(.functions[3].blocks[0].ops[2])' old.json >new.json
"$STACKSIEVE" diff old.json new.json --policy pypy-stackless --all --format csv 2>/dev/null | cut -d, -f1,6,7
