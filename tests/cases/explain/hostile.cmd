# A name can be given as it is shown.
cat >program.json <<'END'
{"format": "stacksieve-graphs", "version": 1,
 "functions": [
  {"function": "\u001b[31m\u0000", "vars": {"gc:\u202e": ["\u0000"], "Void": ["r"]}, "return": 1, "blocks": [
   {"in": ["\u0000"], "ops": [["stack_unwind", null], ["use\n", null, "\u0000", {"const": "\u0000\u001b"}]], "exits": [{"to": 1, "args": [null]}]}, {"in": ["r"]}]}]}
END
"$STACKSIEVE" explain program.json '\x1b[31m\x00' --policy pypy-stackless
"$STACKSIEVE" explain program.json '\x1b[31m\x00@0.0' --policy pypy-stackless --format json | jq -c '.records[0] | .function, .saved, .chain' | cat -v
