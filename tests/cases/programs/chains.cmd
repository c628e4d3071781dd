"$STACKSIEVE" chains --policy corpus/policies/stackmachine.json corpus/programs/stackmachine-plain.jsonl
