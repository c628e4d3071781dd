# Every, some, none: a reducible chain, two chains of which one has a blocker, and a name that clears it.
cat >program.json <<'END'
{"format": "stacksieve-graphs", "version": 1,
 "functions": [
  {"function": "m:every", "vars": {"Void": ["r"]}, "return": 1, "blocks": [
    {"in": [], "ops": [["direct_call", null, "m:thin"]], "exits": [{"to": 1, "args": [null]}]}, {"in": ["r"]}]},
  {"function": "m:some", "vars": {"Void": ["r"], "Bool": ["b"]}, "return": 3, "blocks": [
    {"in": ["b"], "switch": "b", "exits": [{"to": 1, "case": false, "args": []}, {"to": 2, "case": true, "args": []}]},
    {"in": [], "ops": [["direct_call", null, "m:thin"]], "exits": [{"to": 3, "args": [null]}]},
    {"in": [], "ops": [["direct_call", null, "m:thick"]], "exits": [{"to": 3, "args": [null]}]},
    {"in": ["r"]}]},
  {"function": "m:none", "vars": {"Void": ["r"]}, "return": 1, "blocks": [
    {"in": [], "ops": [["direct_call", null, "m:thick"]], "exits": [{"to": 1, "args": [null]}]}, {"in": ["r"]}]},
  {"function": "m:never", "vars": {"Void": ["r"]}, "return": 1, "blocks": [
    {"in": [], "exits": [{"to": 1, "args": [null]}]}, {"in": ["r"]}]},
  {"function": "m:thin", "vars": {"Void": ["r"]}, "return": 1, "blocks": [
    {"in": [], "ops": [["stack_unwind", null]], "exits": [{"to": 1, "args": [null]}]}, {"in": ["r"]}]},
  {"function": "m:thick", "vars": {"Void": ["r"], "Signed": ["n"]}, "return": 1, "blocks": [
    {"in": ["n"], "ops": [["direct_call", null, "m:thin"], ["direct_call", null, "m:note", "n"]],
     "exits": [{"to": 1, "args": [null]}]}, {"in": ["r"]}]}
 ]}
END
cat >policy.json <<'END'
{"extends": "generic", "unwind_operations": ["stack_unwind"], "roots": ["m:every", "m:some", "m:none", "m:never"]}
END
short='.all, .roots[] | [.root, .verdict, .fewest, .records, .blockers]'
"$STACKSIEVE" chains program.json --policy ./policy.json --format json | jq -c "$short"
"$STACKSIEVE" chains program.json --policy ./policy.json --top 2 | sed 1,5d
echo
"$STACKSIEVE" chains program.json --policy ./policy.json | grep -E '(every|some|none|never):'
echo "== named"
"$STACKSIEVE" names program.json --policy ./policy.json -o names.json
sed 's/^{/{"registry": "names.json", /' policy.json >named.json
"$STACKSIEVE" chains program.json --policy ./named.json --format json | jq -c "$short"
echo "== named null: it shall have no name"
jq '.names[].name = null' names.json >other.json && mv other.json names.json
"$STACKSIEVE" chains program.json --policy ./named.json --format json | jq -c "$short"
