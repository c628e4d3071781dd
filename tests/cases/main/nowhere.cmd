# Each command, with output that cannot be made, a policy and an input that are not there, a policy of another program, and a device that is
# full: status 2, one message, nothing on standard output.
tests/has-page || exit 77
file=corpus/call_function.json
policy=--policy=corpus/policies/$(jq -r .policy $file | sed 's,.*/,,')
function=$(jq -r '.functions[0].function' $file)
printf '%s\n' "$function" >trace
printf '{"extends": "generic", "calls": [{"site": "gone@0.0", "never": true}]}\n' >elsewhere.json
call='{"site": "'$function'@0.1", "never": true}'
run ()
{
  "$STACKSIEVE" "$@" >out 2>err
  echo "$? $(grep -v '^stacksieve: note' err | head -n 1)"
  [ ! -s out ] || echo "it wrote: $(cat out)"
}
each ()
{
  echo "$1:"
  command=$1
  shift
  run "$command" "$@" "$policy" -o absent/out
  run "$command" "$@" "$policy" -o /dev/full
  run "$command" "$@" --policy=nowhere
  run "$command" "$@" --policy=elsewhere.json
  run "$command" "$@" "$policy" --reduce=half
}
each chains $file
each chains $file --verify trace
each chokes $file
each chokes $file --what-if "$call"
each classify $file
each diff $file $file
each draw $file --calls
each explain $file "$function"
each hops $file
each names $file
each report $file
each tree $file "$function"
each trend $file $file
echo check:
run check $file -o absent/out
run check $file -o /dev/full
run check nowhere.json
echo extract:
run extract $file --all -o absent/out
run extract nowhere.json --all
for command in chains chokes classify hops names report; do
  echo "$command:"
  run $command nowhere.json
done
run explain nowhere.json f
run tree nowhere.json f
run diff nowhere.json $file
run diff $file nowhere.json
run diff $file $file --policy=$file=nowhere
run trend nowhere.json
echo usage:
run diff $file $file --format=yaml
run diff $file $file --top=-1
run draw $file "$policy" --calls --from "$function" --to nothing
ls -A
