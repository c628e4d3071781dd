# Chains, hops and chokes of the small programs, as tables.
for file in corpus/*.json; do
  policy=$(jq -r '.policy // "generic"' $file)
  case $policy in */*) policy=corpus/$policy ;; esac
  for command in chains hops chokes; do
    echo "$command $file"
    "$STACKSIEVE" $command $file --policy $policy --format csv 2>/dev/null
  done
done
