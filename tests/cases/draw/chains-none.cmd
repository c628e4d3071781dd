# What is not there, or cannot unwind, is said; so is what does not go together.
run () { "$STACKSIEVE" draw corpus/call_function.json --policy=corpus/policies/frames-stackless.json "$@" | head -2; }
run --chain interp:funcall_star
run --chain
run --chain interp:funcall_star nothing_like_it
run --chain interp:funcall_star interp:Arguments.unpack
run --chain interp:PyFrame.step interp:funcall_star
run --chain=interp:PyFrame.step source -T dot | head -1
run --hop interp:funcall_star@0.1
run --hop interp:funcall_star@0.0
run --hop interp:funcall@9.9
run --calls --from nothing_like_it
run --calls --max-nodes 0
run --calls --depth x
run --depth 1 --function interp:funcall_star
run --only-relevant --calls
run --max-ops 3 --hop interp:funcall_star@0.1
run --max-ops -1 --function interp:funcall_star
run --calls --function interp:funcall_star
run --calls --reduce more
"$STACKSIEVE" draw corpus/never_returns.json --calls
