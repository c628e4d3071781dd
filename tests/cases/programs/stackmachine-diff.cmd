"$STACKSIEVE" diff --policy corpus/policies/stackmachine.json corpus/programs/stackmachine-plain.jsonl corpus/programs/stackmachine-inlined.jsonl
