# Why the records of some small programs are of their kinds, function by function.
tests/small-programs | grep -E '^corpus/(call_function|handler|held|init_check|loop|unknown_call)\.' | while read -r file policy functions; do
  for function in $functions; do
    "$STACKSIEVE" explain $file "$function" --policy $policy 2>&1 | grep -v '^Program\|^Policy\|^$'
  done
done
