# A stream that does not announce its end, as older exporters write it, and lost lines from there: what it names and lost gives it away.
whole=corpus/programs/stackmachine-plain.jsonl
jq -c 'if .format then del (.end) elif .end then empty else . end' $whole >old.jsonl
lines=$(wc -l <old.jsonl)
run ()
{
  "$STACKSIEVE" diff "$@" --policy corpus/policies/stackmachine.json --fail-on none >out 2>err
}
for side in old new; do
  refused=0
  for kept in $(seq $((lines - 1))); do
    head -n "$kept" old.jsonl >cut.jsonl
    if [ $side = old ]; then run cut.jsonl old.jsonl; else run old.jsonl cut.jsonl; fi
    [ $? -ne 2 ] || refused=$((refused + 1))
  done
  echo "$side cut in each place: $refused of $((lines - 1)) refused"
done
# where nothing gives it away, a note says that nothing would
run old.jsonl old.jsonl
echo "whole: $?"
cat err
# a type that the program does not name: nothing tells
jq -c 'if .format then del (.end) elif .end then {"type": "gc:none.Needs"} else . end' $whole >more.jsonl
run more.jsonl old.jsonl
echo "a type lost: $?"
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
