"$STACKSIEVE" classify corpus/policy_calls.json --policy corpus/policies/calls.json --format json --records
