# a calls b directly; b calls c or d, or the external x, which calls e back; nobody calls f.
{
  echo '{"format": "stacksieve-graphs", "version": 1, "program": "calls"}'
  echo '{"external": "x", "callbacks": ["e"]}'
  echo '{"external": "unused"}'
  echo '{"type": "gc:T", "super": "gc:U"}'
  for f in a b c d e f; do
    case $f in
      a) ops='["direct_call", "r", "b"]' ;;
      b) ops='["indirect_call", "r", ["c", "d", "x"], null]' ;;
      e) ops='["direct_call", "r", "a"]' ;;
      *) ops='["direct_call", "r", "unknown"]' ;;
    esac
    echo "{\"function\": \"$f\", \"vars\": {\"Void\": [\"r\", \"v\"]}, \"blocks\": [{\"in\": [], \"ops\": [$ops], \"exits\": [{\"to\": 1, \"args\": [\"r\"]}]}, {\"in\": [\"v\"]}], \"return\": 1}"
  done
} >calls.jsonl
for depth in 0 1 2 3 4 4294967295; do
  echo "$depth:" $("$STACKSIEVE" extract --callees=$depth calls.jsonl a | grep -o '"\(function\|external\)":"[^"]*"')
done
echo "both:" $("$STACKSIEVE" extract calls.jsonl f a f | grep -o '"\(function\|external\)":"[^"]*"')
# a type that one constant alone has, the first operand of its operation, goes with it, and the types that it extends
cat >typed.jsonl <<'END'
{"format": "stacksieve-graphs", "version": 1}
{"type": "gc:Base"}
{"type": "gc:Only", "super": "gc:Base"}
{"function": "f", "vars": {"Void": ["r"]}, "return": 1, "blocks": [{"in": [], "ops": [["use", null, {"const": "c", "type": "gc:Only"}, 1]], "exits": [{"to": 1, "args": [null]}]}, {"in": ["r"]}]}
END
"$STACKSIEVE" extract typed.jsonl f | grep '"type":"gc:[A-Z][a-z]*"[,}]' | grep -v function
