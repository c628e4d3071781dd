# What one function or call alone makes unwind; every entry, tried, changes just what it says.
[ "${SANITIZED-no}" = no ] || exit 77
policy=corpus/policies/coroutine.json
"$STACKSIEVE" chokes corpus/coroutine_root.json --policy $policy --top 4
echo
"$STACKSIEVE" chokes corpus/coroutine_root.json --policy $policy --format csv
echo
"$STACKSIEVE" chokes corpus/coroutine_root.json --policy $policy --what-if '{"site": "coro:main@0.1", "never": true}' | sed 1,4d
tests/small-programs | while read -r file its_policy functions; do
  [ $its_policy != corpus/policies/calls.json ] || continue  # its entries would be contradicted
  "$STACKSIEVE" chokes $file --policy $its_policy --top 0 --format json >all.json
  jq -c '.chokes[] | select(.policy) | .policy' all.json | while read -r entry; do
    "$STACKSIEVE" chokes $file --policy $its_policy --what-if "$entry" --format json >after.json || continue
    echo "$entry"
    cat after.json
  done >tried.json
  jq -r --slurp --arg file $file --slurpfile all all.json 'range(0; length; 2) as $i | .[$i] as $entry | .[$i + 1] as $after
    | select([$all[0].chokes[] | select(.policy == $entry)] | all(. as $c | $after
      | .before.functions - .after.functions == $c.functions and .before.points - .after.points == $c.points) | not)
    | "\($file): \($entry)"' tried.json
done
"$STACKSIEVE" chokes corpus/coroutine_root.json --policy $policy --what-if '{"site": "coro:main@7.1", "never": true}'
"$STACKSIEVE" chokes corpus/coroutine_root.json --policy $policy --what-if 'never'
