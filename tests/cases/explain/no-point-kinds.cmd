# Every kind of call that is no unwind point, and of function that has none, says why.
cat >program.json <<'END'
{"format": "stacksieve-graphs", "version": 1, "program": "kinds", "externals": [
  {"external": "C:wait"}, {"external": "C:plain"}, {"external": "C:back", "callbacks": ["m:quiet"]}], "functions": [
  {"function": "m:calls", "vars": {"func:f": ["p", "q"], "Void": ["r"]}, "blocks": [
    {"in": ["p"], "ops": [["direct_call", null, null, "p"], ["indirect_call", null, null, "p"], ["indirect_call", null, ["m:quiet", "m:other"], "p"],
      ["direct_call", null, "m:quiet"], ["cast_pointer", "q", "p"], ["direct_call", null, "C:back"],
      ["adr_call", null, "p"]], "exits": [{"to": 1, "args": [null]}]}, {"in": ["r"]}]},
  {"function": "m:source", "vars": {"Void": ["r"]}, "blocks": [{"in": [], "exits": [{"to": 1, "args": [null]}]}, {"in": ["r"]}]},
  {"function": "m:other", "vars": {"Void": ["r"]}, "blocks": [{"in": [], "exits": [{"to": 1, "args": [null]}]}, {"in": ["r"]}]},
  {"function": "m:quiet", "vars": {"Void": ["r"]}, "blocks": [{"in": [], "exits": [{"to": 1, "args": [null]}]}, {"in": ["r"]}]}
]}
END
echo '{"unwind_functions": ["C:wait", "m:source"], "unknown_calls": "never", "callbacks": true}' >policy.json
for what in m:calls m:calls@0.0 m:calls@0.1 m:calls@0.2 m:calls@0.3 m:calls@0.4 m:calls@0.5 m:calls@0.6 m:source m:other C:wait C:plain C:back; do
  "$STACKSIEVE" explain program.json $what --policy policy.json
done
