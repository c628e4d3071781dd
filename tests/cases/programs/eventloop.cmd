for build in plain inlined; do
  "$STACKSIEVE" classify --policy corpus/policies/eventloop.json --records corpus/programs/eventloop-$build.jsonl || exit
done
