# What the policy says of call sites is shown, call by call.
"$STACKSIEVE" classify corpus/policy_calls.json --policy corpus/policies/calls.json
# Of several targets, in whatever order the program has them, each can be the only one; what is none of them cannot.
cat >program.json <<'END'
{"format": "stacksieve-graphs", "version": 1, "functions": [
 {"function": "a", "vars": {"Void": ["r"]}, "return": 1, "blocks": [{"in": [], "ops": [["stack_unwind", null]], "exits": [{"to": 1, "args": [null]}]}, {"in": ["r"]}]},
 {"function": "b", "vars": {"Void": ["r"]}, "return": 1, "blocks": [{"in": [], "exits": [{"to": 1, "args": [null]}]}, {"in": ["r"]}]},
 {"function": "c", "vars": {"Void": ["r"]}, "return": 1, "blocks": [{"in": [], "ops": [["stack_unwind", null]], "exits": [{"to": 1, "args": [null]}]}, {"in": ["r"]}]},
 {"function": "f", "vars": {"func:F": ["p"], "Void": ["r"]}, "return": 1, "blocks": [
  {"in": ["p"], "ops": [["indirect_call", null, ["c", "a", "b"], "p"]], "exits": [{"to": 1, "args": [null]}]}, {"in": ["r"]}]}]}
END
for target in a b c f; do
  echo '{"extends": "pypy-stackless", "calls": [{"site": "f@0.0", "only": ["'$target'"]}]}' >policy.json
  echo "$target:"
  "$STACKSIEVE" explain program.json f --policy ./policy.json 2>&1 | head -1
done
