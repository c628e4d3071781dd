# A record that goes by another function now keeps its official name, so that pickles of the old build find it: the old entry is vanished.
cat >old.json <<'END'
{"format": "stacksieve-graphs", "version": 1, "functions": [
 {"function": "m:f", "vars": {"Signed": ["a", "b", "r"]}, "return": 1,
  "blocks": [{"in": ["a"], "ops": [["int_add", "b", "a", 1], ["direct_call", null, "m:switch"]], "exits": [{"to": 1, "args": ["b"]}]}, {"in": ["r"]}]},
 {"function": "m:switch", "vars": {"Void": ["r"]}, "return": 1,
  "blocks": [{"in": [], "ops": [["stack_unwind", null]], "exits": [{"to": 1, "args": [null]}]}, {"in": ["r"]}]}]}
END
sed 's/m:f"/m:g"/' old.json >new.json
echo '{"extends": "pypy-stackless", "registry": "names.json"}' >policy.json
compare ()
{
  "$STACKSIEVE" diff old.json new.json --policy ./policy.json --all 2>/dev/null | grep -e '^new reads' -e '^old reads' -e ' -> .*/'
  "$STACKSIEVE" diff old.json new.json --policy ./policy.json --format sarif 2>/dev/null | jq -c '[.runs[0].results[].properties.name]'
}
"$STACKSIEVE" names old.json --policy pypy-stackless -o names.json 2>/dev/null
"$STACKSIEVE" names new.json --policy ./policy.json -o names.json 2>/dev/null
jq -c '.names[] | [.name, .function, .status]' names.json
compare
jq '(.names[] | select (.function == "m:g")).name = "m:f/m:switch/1"' names.json >more.json && mv more.json names.json
compare
# and from then on
"$STACKSIEVE" names new.json --policy ./policy.json -o names.json 2>/dev/null
jq -c '.names[] | [.name, .function, .status]' names.json
# a name is for one record of a build
jq '.names[].status = "known"' names.json >more.json && mv more.json names.json
compare
"$STACKSIEVE" names new.json --policy ./policy.json
echo "status $?"
