# What makes each function of the small programs unwind, and what it makes unwind.
tests/small-programs | while read -r file policy functions; do
  for function in $functions; do
    "$STACKSIEVE" tree $file "$function" --policy $policy 2>&1 | grep -v '^Program\|^Policy\|^$'
  done
done
