# What the policy says of call sites is shown, call by call.
"$STACKSIEVE" classify corpus/policy_calls.json --policy corpus/policies/calls.json
