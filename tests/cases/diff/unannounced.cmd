# A stream that does not announce its end, as older exporters write it, and lost lines from there: what it names and lost gives it away.
whole=corpus/programs/stackmachine-plain.jsonl
jq -c 'if .format then del (.end) elif .end then empty else . end' $whole >old.jsonl
lines=$(wc -l <old.jsonl)
run ()
{
  "$STACKSIEVE" diff "$@" --policy corpus/policies/stackmachine.json --fail-on none >out 2>err
}
# Sanitizers look at every seventh.
step=1
[ "${SANITIZED-no}" = no ] || step=7
for side in old new; do
  taken=
  for kept in $(seq 1 $step $((lines - 1))); do
    head -n "$kept" old.jsonl >cut.jsonl
    if [ $side = old ]; then run cut.jsonl old.jsonl; else run old.jsonl cut.jsonl; fi
    [ $? -eq 2 ] || taken="$taken $kept"
  done
  echo "$side cut after any of its first $((lines - 1)) lines: ${taken:-always refused}"
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
