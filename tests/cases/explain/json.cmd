"$STACKSIEVE" explain corpus/policy_calls.json hooks:only@0.1 --policy corpus/policies/calls.json --format json
