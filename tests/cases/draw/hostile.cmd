# Names that mean something to Graphviz, XML, terminals: they are shown, in DOT that can be read and SVG that is XML.
cat >names.json <<'END'
{"format": "stacksieve-graphs", "version": 1, "functions": [{
  "function": "</script><script>\\N<&\"\u202e",
  "file": "../../{a|b}\\", "line": 3,
  "vars": {"gc:&lt;\\G": ["\\", "{a|b}", "]]>", "-->", "\" onload=\"x", "%s%n"], "Signed": ["\u001b[1m", "nul\u0000", "r", "e", "-"], "Void": ["\\l"], "func:<b>": ["\ufffe"]},
  "return": 1, "raise": 2,
  "blocks": [
    {"in": ["\\", "{a|b}", "]]>", "-->", "\" onload=\"x", "%s%n", "\u001b[1m"],
     "ops": [["\\N {x|y}", "nul\u0000", {"const": "a\nb\\", "type": "gc:<x>"}],
             ["&amp;", "\ufffe", "\\"],
             ["direct_call", "\\l", "\\E&#60;", "{a|b}"],
             ["stack_switch", null]],
     "switch": "nul\u0000",
     "exits": [{"to": 1, "args": ["\u001b[1m"], "case": "\\"}, {"to": 1, "args": [1], "case": "<i>"}, {"to": 1, "args": [2], "case": "\u2028"},
               {"to": 1, "args": [2], "case": "&quot;"}, {"to": 1, "args": [{"const": "\\T"}], "case": "default"}],
     "handlers": [{"catch": "E\\H<\"&gt;", "bind": [null, null], "to": 2, "args": ["\\", "]]>"]}]},
    {"in": ["r"]}, {"in": ["e", "-"]}]}]}
END
name=$(printf '</script><script>\\N<&"\342\200\256')
"$STACKSIEVE" draw names.json --policy pypy-stackless --function "$name" -o names.dot
cat names.dot
"$STACKSIEVE" draw names.json --policy pypy-stackless --function "$name" -o names.svg
if command -v xmllint >/dev/null; then xmllint --noout names.svg; fi
! grep '<script\|onload="x"' names.svg
