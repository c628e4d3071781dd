# Calls that no number should hide: operations that run code by a constant, and targets that are unknown.
cat >program.json <<'END'
{"format": "stacksieve-graphs", "version": 1, "stage": "rtype",
 "functions": [{"function": "f", "vars": {"Signed": ["a", "r"], "func:F": ["p"]}, "return": 1, "blocks": [
   {"in": ["a", "p"], "ops": [
     ["jit_conditional_call", null, "a", {"const": "g", "type": "func:F"}],
     ["jit_conditional_call", null, "a", {"const": "h", "type": "func:F"}],
     ["gc__collect", null],
     ["adr_call", null, "p"],
     ["indirect_call", null, null, "p"]], "exits": [{"to": 1, "args": ["a"]}]},
   {"in": ["r"]}]}]}
END
"$STACKSIEVE" classify program.json --policy pypy-stackless
"$STACKSIEVE" classify program.json --policy pypy-stackless --format json | jq -c '.summary | .hidden_calls, .unknown_calls'
