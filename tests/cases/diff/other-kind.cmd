# A record that must be kept before and after, but is of another kind: said by each format.
cat >old.json <<'END'
{"format": "stacksieve-graphs", "version": 1, "functions": [
 {"function": "f", "vars": {"Signed": ["a", "r"]}, "return": 1, "blocks": [
  {"in": ["a"], "ops": [["stack_unwind", null], ["use", null]], "exits": [{"to": 1, "args": [1]}]}, {"in": ["r"]}]}]}
END
sed 's/"use", null/&, "a"/' old.json >new.json
for builds in "old.json new.json" "new.json old.json"; do
  "$STACKSIEVE" diff $builds --policy pypy-stackless --format csv 2>/dev/null
  "$STACKSIEVE" diff $builds --policy pypy-stackless --format sarif 2>/dev/null | jq -r '.runs[0].results[].message.text'
done
