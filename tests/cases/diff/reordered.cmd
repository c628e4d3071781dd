# Two calls that stand in the other order: the records that they had are found again, and held against each other.
policy=corpus/policies/frames-stackless.json
jq '(.functions[] | select(.function == "interp:PyFrame.setfastscope") | .blocks[0].ops) |= [["direct_call", null, "interp:yield_thread"]] + .' \
  corpus/call_function.json >old.json
jq '(.functions[] | select(.function == "interp:funcall") | .blocks[0].ops) |= .[:3] + [.[4], .[3]]' old.json >new.json
"$STACKSIEVE" diff old.json new.json --policy $policy --all
