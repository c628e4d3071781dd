"$STACKSIEVE" diff --policy corpus/policies/eventloop.json corpus/programs/eventloop-plain.jsonl corpus/programs/eventloop-inlined.jsonl
