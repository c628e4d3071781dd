# What makes each function of the small programs unwind, and what it makes unwind.
for file in corpus/*.json; do
  policy=$(jq -r '.policy // "generic"' $file)
  case $policy in */*) policy=corpus/$policy ;; esac
  for function in $(jq -r '.functions[].function' $file); do
    "$STACKSIEVE" tree $file "$function" --policy $policy 2>&1 | grep -v '^Program\|^Policy\|^$'
  done
done
