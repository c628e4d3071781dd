"$STACKSIEVE" diff --policy corpus/policies/generators.json corpus/programs/generators-plain.jsonl corpus/programs/generators-inlined.jsonl
