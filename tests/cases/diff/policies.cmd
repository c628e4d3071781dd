# What unwinds may have another name in each build: each has its policy.
cat >old.json <<'END'
{"format": "stacksieve-graphs", "version": 1, "functions": [
 {"function": "m:f", "vars": {"Signed": ["a", "b", "r"]}, "return": 1,
  "blocks": [{"in": ["a"], "ops": [["int_add", "b", "a", 1], ["direct_call", null, "m:switch_old"]], "exits": [{"to": 1, "args": ["b"]}]}, {"in": ["r"]}]}],
 "externals": [{"external": "m:switch_old"}, {"external": "m:switch_new"}]}
END
sed 's/"m:switch_old"\]\]/"m:switch_new"]]/' old.json >new.json
echo '{"extends": "generic", "unwind_functions": ["m:switch_old"]}' >was.json
echo '{"extends": "generic", "unwind_functions": ["m:switch_new"]}' >is.json
try ()
{
  "$STACKSIEVE" diff old.json new.json "$@" 2>&1
  echo "status $?"
}
try --policy old.json=./was.json --policy ./is.json
try --policy old.json=./was.json --policy new.json=./is.json --format json | grep "\"policy\""
try --policy ./was.json --policy ./is.json
try --policy older.json=./was.json
try --policy old.json=./is.json --policy new.json=./was.json
"$STACKSIEVE" draw --diff old.json new.json --function m:f --policy old.json=./was.json --policy ./is.json --format dot | grep -o 'policy .*'
"$STACKSIEVE" draw --diff old.json new.json --calls --policy old.json=./was.json --policy ./is.json --format dot | grep -o 'policy .*'
"$STACKSIEVE" classify old.json --policy old.json=./was.json | grep -i policy
