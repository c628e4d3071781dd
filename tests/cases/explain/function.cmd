"$STACKSIEVE" explain corpus/policy_calls.json hooks:calls_all --policy corpus/policies/calls.json
