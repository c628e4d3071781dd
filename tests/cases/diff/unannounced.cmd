# A stream that does not announce its end, as older exporters write it, and lost lines from there: what it calls and lost gives it away.
whole=corpus/programs/stackmachine-plain.jsonl
jq -c 'if .format then del (.end) elif .end then empty else . end' $whole >old.jsonl
lines=$(wc -l <old.jsonl)
types=$(grep -n '^{"type"' old.jsonl | head -n 1 | cut -d : -f 1)
run ()
{
  "$STACKSIEVE" diff "$@" --policy corpus/policies/stackmachine.json --fail-on none >out 2>err
}
for side in old new; do
  refused=0
  for kept in $(seq $((types - 2))); do
    head -n "$kept" old.jsonl >cut.jsonl
    if [ $side = old ]; then run cut.jsonl old.jsonl; else run old.jsonl cut.jsonl; fi
    [ $? -ne 2 ] || refused=$((refused + 1))
  done
  echo "$side cut before its types: $refused of $((types - 2)) refused"
done
echo "$lines lines"
# where nothing gives it away, a note says that nothing would
run old.jsonl old.jsonl
echo "whole: $?"
cat err
head -n "$types" old.jsonl >cut.jsonl
run $whole cut.jsonl
echo "types lost: $?"
cat err
# a container has an end of its own
gzip <old.jsonl >old.jsonl.gz
run old.jsonl.gz $whole
echo "packed: $?"
cat err
# what is called and has no record in either build is an external of which nothing is known
jq -c 'select (.external | . == null)' old.jsonl >fewer.jsonl
run fewer.jsonl fewer.jsonl
echo "without externals: $?"
cat err
