# Chains, hops and chokes of the small programs, as tables.
tests/small-programs | while read -r file policy functions; do
  for command in chains hops chokes; do
    echo "$command $file"
    "$STACKSIEVE" $command $file --policy $policy --format csv 2>/dev/null
  done
done
