# What stands beyond a loop without work is met by all calls before it, wherever the loop is entered.
cat >program.json <<'END'
{"format": "stacksieve-graphs", "version": 1, "functions": [
 {"function": "f", "vars": {"Signed": ["r"], "Bool": ["a", "b", "c", "d"]}, "return": 5, "blocks": [
  {"in": ["a"], "ops": [["stack_unwind", null]], "exits": [{"to": 1, "args": ["a"]}]},
  {"in": ["b"], "exits": [{"to": 2, "args": ["b"]}]},
  {"in": ["c"], "exits": [{"to": 3, "args": ["c"]}]},
  {"in": ["d"], "switch": "d", "exits": [{"to": 1, "case": false, "args": ["d"]}, {"to": 4, "case": true, "args": []}]},
  {"in": [], "ops": [["use", null]], "exits": [{"to": 5, "args": [1]}]},
  {"in": ["r"]}]}]}
END
"$STACKSIEVE" classify program.json --policy pypy-stackless --format csv
