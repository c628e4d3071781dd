# explain and draw tell the lines of operations; extract keeps them
"$STACKSIEVE" explain --policy corpus/policies/stackmachine.json corpus/programs/stackmachine-plain.jsonl stackmachine:W_Map.call
"$STACKSIEVE" explain --policy corpus/policies/stackmachine.json --format json corpus/programs/stackmachine-plain.jsonl \
  stackmachine:W_Sort.call | grep '"call_line"\|"line"'
"$STACKSIEVE" draw --policy corpus/policies/stackmachine.json --function stackmachine:W_Sort.call -T dot \
  corpus/programs/stackmachine-plain.jsonl | grep -o 'line [0-9]*'
for reader in auto jansson; do
  "$STACKSIEVE" extract --reader $reader corpus/programs/stackmachine-plain.jsonl stackmachine:W_Sort.call | grep -o '"lines":[^]]*.'
done
