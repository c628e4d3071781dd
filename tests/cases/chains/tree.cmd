# Callees and callers, causes named, repeats as "see above", as deep as asked.
"$STACKSIEVE" tree corpus/recursion.json "$(jq -r '.functions[0].function' corpus/recursion.json)" --policy "$(jq -r .policy corpus/recursion.json | sed 's|^policies|corpus/policies|')" --depth 0
echo
"$STACKSIEVE" tree corpus/coroutine_root.json coro:main --policy corpus/policies/coroutine.json --depth 1
echo
"$STACKSIEVE" tree corpus/coroutine_root.json coro:main --policy corpus/policies/coroutine.json --format json | jq -c '.callees[], .callers[]'
"$STACKSIEVE" tree corpus/coroutine_root.json coro:fresh --policy corpus/policies/coroutine.json
echo "status $?"
"$STACKSIEVE" tree corpus/coroutine_root.json coro:mian --policy corpus/policies/coroutine.json
# a function with unknown targets beside known ones
cat >program.json <<'END'
{"format": "stacksieve-graphs", "version": 1, "functions": [
 {"function": "f", "vars": {"func:F": ["p"], "Void": ["r"]}, "return": 1, "blocks": [
  {"in": ["p"], "ops": [["direct_call", null, "g"], ["indirect_call", null, null, "p"], ["indirect_call", null, ["g", "h"], "p"], ["use", null, "p"]],
   "exits": [{"to": 1, "args": [null]}]}, {"in": ["r"]}]},
 {"function": "g", "vars": {"Void": ["r"]}, "return": 1, "blocks": [{"in": [], "ops": [["stack_unwind", null]], "exits": [{"to": 1, "args": [null]}]}, {"in": ["r"]}]},
 {"function": "h", "vars": {"Void": ["r"]}, "return": 1, "blocks": [{"in": [], "ops": [["stack_unwind", null]], "exits": [{"to": 1, "args": [null]}]}, {"in": ["r"]}]}]}
END
"$STACKSIEVE" tree program.json f --policy pypy-stackless 2>/dev/null
