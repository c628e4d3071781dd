for build in plain inlined; do
  "$STACKSIEVE" classify --policy corpus/policies/stackmachine.json --records corpus/programs/stackmachine-$build.jsonl || exit
done
