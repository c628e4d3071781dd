# What one function or call alone makes unwind; every entry, tried, changes just what it says.
[ "${SANITIZED-no}" = no ] || exit 77
policy=corpus/policies/coroutine.json
"$STACKSIEVE" chokes corpus/coroutine_root.json --policy $policy --top 4
echo
"$STACKSIEVE" chokes corpus/coroutine_root.json --policy $policy --format csv
echo
"$STACKSIEVE" chokes corpus/coroutine_root.json --policy $policy --what-if '{"site": "coro:main@0.1", "never": true}' | sed 1,4d
for file in corpus/*.json; do
  policy=$(jq -r '.policy // "generic"' $file)
  case $policy in */*) policy=corpus/$policy ;; esac
  jq -e '.calls' $policy >found 2>/dev/null && continue  # its entries would be contradicted
  "$STACKSIEVE" chokes $file --policy $policy --top 0 --format json >all.json
  jq -c '.chokes[] | select(.policy) | .policy' all.json | while read -r entry; do
    "$STACKSIEVE" chokes $file --policy $policy --what-if "$entry" --format json >after.json || continue
    jq -e --argjson entry "$entry" -n --slurpfile all all.json --slurpfile after after.json '
      [$all[0].chokes[] | select(.policy == $entry)] | all(. as $c | $after[0]
        | .before.functions - .after.functions == $c.functions and .before.points - .after.points == $c.points)' >found ||
      echo "$file: $entry"
  done
done
"$STACKSIEVE" chokes corpus/coroutine_root.json --policy $policy --what-if '{"site": "coro:main@7.1", "never": true}'
"$STACKSIEVE" chokes corpus/coroutine_root.json --policy $policy --what-if 'never'
