# A name can be given as it is shown, by every command that asks for one.
cat >program.json <<'END'
{"format": "stacksieve-graphs", "version": 1, "functions": [
 {"function": "\u001b[31m\u0000f", "vars": {"Signed": ["a"], "Void": ["r"]}, "return": 1, "blocks": [
  {"in": ["a"], "ops": [["direct_call", null, "C:\u202e\n", "a"], ["use", null, "a"]], "exits": [{"to": 1, "args": [null]}]}, {"in": ["r"]}]}]}
END
echo '{"extends": "generic", "unwind_functions": ["C:*"], "frame_functions": ["*"]}' >policy.json
f='\x1b[31m\x00f' c='C:\u202e\x0a'
"$STACKSIEVE" extract program.json "$f" | jq -ac ".function // empty"
"$STACKSIEVE" tree program.json "$f" --policy policy.json | head -n 2
for what in "--function=$f" "--chain $f $c" "--hop=$f@0.0" "--calls --from=$f --to=$c" "--diff program.json --function=$f"; do
  # shellcheck disable=SC2086
  "$STACKSIEVE" draw program.json --policy policy.json $what -T dot | grep -c label
done
"$STACKSIEVE" extract program.json '\x1b[31m\x00g'
