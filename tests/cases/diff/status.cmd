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
head -c 3000 $old >cut.json
run $old cut.json --fail-on none
run cut.json missing.json
run - -
jq 'del (.functions[0].blocks)' $old >fault.json
run $old fault.json --fail-on none
run $old
