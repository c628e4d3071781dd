# Each step alone, all of them, none; why values are not saved.
run ()
{
  echo "$@"
  "$STACKSIEVE" classify corpus/held.json --policy corpus/policies/frames-stackless.json --records "$@" | sed -n '/^Reduction/,/no longer/p; /^Records: /,$p'
}
run
for step in none alias held recompute all; do
  run --reduce $step
done
"$STACKSIEVE" classify corpus/held.json --reduce some
