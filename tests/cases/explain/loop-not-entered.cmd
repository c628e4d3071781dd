# A value that only comes from itself, in a loop that nothing leads to: where it comes from is said once, the same from all blocks.
cat >program.json <<'END'
{"format": "stacksieve-graphs", "version": 1, "functions": [
 {"function": "f", "vars": {"Signed": ["a", "x", "y", "q"]}, "return": 1, "blocks": [
  {"in": ["a"], "exits": [{"to": 1, "args": ["a"]}]}, {"in": ["q"]},
  {"in": ["x"], "ops": [["stack_unwind", null], ["use", null, "x"]], "exits": [{"to": 3, "args": ["x"]}]},
  {"in": ["y"], "ops": [["stack_unwind", null], ["use", null, "y"]], "exits": [{"to": 2, "args": ["y"]}]}]}]}
END
for record in f@2.0 f@3.0; do
  "$STACKSIEVE" explain program.json $record --policy pypy-stackless | grep -A1 ', Signed (long)'
done
