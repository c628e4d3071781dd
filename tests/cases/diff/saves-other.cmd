# As many values as before, of other types: the record, its name in the registry, and what lets the change through.
policy=corpus/policies/frames-stackless.json
sed 's/gc:interp\.W_Generator/gc:interp.W_Iterator/g' corpus/call_function.json >new.json
"$STACKSIEVE" diff corpus/call_function.json new.json --policy $policy --format csv --all
echo "$?"
"$STACKSIEVE" names corpus/call_function.json --policy $policy -o names.json
"$STACKSIEVE" names new.json --policy $policy --registry names.json -o newer.json
jq -c ".names[] | select(.changed or .status != \"known\") | [.name, .status, .changed, .signature]" newer.json
"$STACKSIEVE" names new.json --policy $policy --registry absent.json
echo "$?"
suppress ()
{
  echo '{"format": "stacksieve-suppressions", "version": 1, "suppress": ['"$1"']}' >known.json
  "$STACKSIEVE" diff corpus/call_function.json new.json --policy $policy --all --suppress known.json | sed -n '/^Suppress/,/^$/p;/suppressed:/p'
}
suppress '{"record": "interp:W_Generator.unpack*", "reason": "by place"}'
suppress '{"record": "*/nothing/1", "reason": "no name"}, {"function": "no:such", "reason": "no function"}, {"record": "*unpack/interp:PyFrame.run/1", "reason": "by name"}'
suppress '{"function": "interp:W_Generator.*", "record": "*", "change": "saves-other", "reason": "all of these"}'
suppress '{"function": "interp:W_Generator.*", "change": "saves-more", "reason": "none of these"}'
suppress '{"function": "f", "reason": "r", "expires": "2026-6-3"}'
suppress '{"function": "f", "reason": "r", "expires": "2026/06/03"}'
suppress '{"function": "f", "reason": "r", "expires": ""}'
"$STACKSIEVE" diff corpus/call_function.json new.json --policy $policy --suppress absent.json
echo "$?"
