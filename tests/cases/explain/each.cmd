# Why the records of some small programs are of their kinds, function by function.
for name in call_function handler held init_check loop unknown_call; do
  file=corpus/$name.json
  policy=$(jq -r '.policy // "generic"' $file)
  case $policy in */*) policy=corpus/$policy ;; esac
  for function in $(jq -r '.functions[].function' $file); do
    "$STACKSIEVE" explain $file "$function" --policy $policy 2>&1 | grep -v '^Program\|^Policy\|^$'
  done
done
