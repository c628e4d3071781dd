# Hostile names come out as text in every form.
cat >old.json <<'END'
{"format": "stacksieve-graphs", "version": 1, "functions": [
 {"function": "=cmd|x</script>\u001b[31m\u202e", "vars": {"Signed": ["a", "b"]}, "return": 1,
  "blocks": [{"in": ["a"], "ops": [["stack_unwind", null]], "exits": [{"to": 1, "args": ["a"]}]}, {"in": ["b"]}]}]}
END
jq -c '.functions[0].blocks[0].ops = []' old.json >new.json
for form in text md csv sarif; do
  "$STACKSIEVE" diff new.json old.json --policy pypy-stackless --format $form --all | grep cmd
done
