for build in plain inlined; do
  "$STACKSIEVE" classify --policy corpus/policies/generators.json --records corpus/programs/generators-$build.jsonl || exit
done
