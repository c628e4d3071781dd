# A call is added after one that was a tail call, what it returns is kept, a function has another name.
policy=corpus/policies/frames-stackless.json
jq '(.functions[] | select(.function == "interp:funcall") | .blocks[0]) |= (.ops += [["setfield", null, .in[0], {"const": "inst_calls"}, 1]])
  | (.functions[] | select(.function == "interp:PyFrame.step") | .blocks[0].ops) |= [["direct_call", null, "interp:yield_thread"]] + .
  | walk (if . == "interp:W_Generator.unpack" then "interp:W_Iterator.unpack" else . end)' corpus/call_function.json >new.json
for form in text md csv; do
  "$STACKSIEVE" diff corpus/call_function.json new.json --policy $policy --format $form --all
  echo "status $?"
done
