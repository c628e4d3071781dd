# Each small program held against the next one, which has little in common with it, and against itself without its last function.
previous=corpus/void_passthrough.json
tests/small-programs | while read -r file policy functions; do
  echo "$file:"
  "$STACKSIEVE" diff $previous $file --policy $policy --all --format csv 2>/dev/null
  jq 'del(.functions[-1])' $file >less.json
  "$STACKSIEVE" diff $file less.json --policy $policy --all --format csv 2>/dev/null
  previous=$file
done
