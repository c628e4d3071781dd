# A chain's verdict where a line says only the function: all its records fit that call the next line's, and may differ.
cat >policy.json <<'END'
{"unwind_operations": ["stack_unwind"]}
END
cat >program.json <<'END'
{"format": "stacksieve-graphs", "version": 1, "program": "twice", "functions": [
  {"function": "m:twice", "vars": {"gc:thing": ["a", "b"], "Void": ["r"]}, "blocks": [
    {"in": ["a", "b"], "ops": [["direct_call", null, "m:switch", "a"], ["direct_call", null, "m:switch", "b"]],
     "exits": [{"to": 1, "args": [null]}]}, {"in": ["r"]}]},
  {"function": "m:tail", "vars": {"gc:thing": ["a"], "Void": ["r"]}, "blocks": [
    {"in": ["a"], "ops": [["direct_call", null, "m:twice", "a", "a"]], "exits": [{"to": 1, "args": [null]}]}, {"in": ["r"]}]},
  {"function": "m:only", "vars": {"gc:thing": ["a"], "Void": ["r"]}, "blocks": [
    {"in": ["a"], "ops": [["direct_call", null, "m:switch", "a"]], "exits": [{"to": 1, "args": [null]}]}, {"in": ["r"]}]},
  {"function": "m:switch", "vars": {"gc:thing": ["a"], "Void": ["r"]}, "blocks": [
    {"in": ["a"], "ops": [["stack_unwind", null]], "exits": [{"to": 1, "args": [null]}]}, {"in": ["r"]}]}
]}
END
"$STACKSIEVE" names program.json --policy policy.json | jq '.names[].status = "known"' >names.json
jq '.registry = "names.json"' policy.json >named.json
check ()
{
  printf '%s\n' "$@" >trace
  "$STACKSIEVE" chains program.json --policy named.json --verify trace >out
  echo "$?"
  sed 1,6d out
}
check m:tail m:twice m:switch
check m:tail m:twice@0.1 m:switch
check m:tail m:twice@0.0 m:switch
check m:only m:switch
