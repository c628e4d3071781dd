# What matters decides the status; what cannot be compared is always 2.
policy=corpus/policies/frames-stackless.json
jq '(.functions[] | select(.function == "interp:PyFrame.step") | .blocks[0].ops) |= [["direct_call", null, "interp:yield_thread"]] + .' \
  corpus/call_function.json >new.json
run ()
{
  "$STACKSIEVE" diff "$@" --policy $policy >out
  echo "$*: $?"
}
old=corpus/call_function.json
run $old $old
run $old new.json
run new.json $old --fail-on worse
run new.json $old --fail-on gone-irreducible
for what in any none worse new-irreducible incompatible saves-more became-irreducible,new-irreducible; do
  run $old new.json --fail-on $what
done
run $old new.json --fail-on nonsense
run $old new.json --fail-on ''
run $old new.json --fail-on worse,
head -c 3000 $old >cut.json
run $old cut.json --fail-on none
run cut.json missing.json
run - -
jq 'del (.functions[0].blocks)' $old >fault.json
run $old fault.json --fail-on none
run $old
# a stream that is cut at the end of a line, packed and not
"$STACKSIEVE" extract --all $old -o whole.jsonl
sed '$d' whole.jsonl >cut.jsonl
head -n 5 whole.jsonl | gzip >shorter.jsonl.gz
run whole.jsonl $old
run whole.jsonl cut.jsonl --fail-on none
run shorter.jsonl.gz whole.jsonl --fail-on none
# a policy of another program
"$STACKSIEVE" diff $old new.json --fail-on none --format json
echo "$?"
"$STACKSIEVE" diff $old new.json --policy pypy-stacklet
echo "$?"
for command in classify chains hops trend; do
  "$STACKSIEVE" $command $old --policy pypy-stacklet >out
  echo "$command: $?"
done
