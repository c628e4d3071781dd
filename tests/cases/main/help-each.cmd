# Every command of the table describes itself, with an example.
"$STACKSIEVE" --help | sed -n '/^Commands:/,/^$/s/^  \([a-z]*\) .*/\1/p' | while read -r command; do
  "$STACKSIEVE" "$command" --help >help || echo "$command --help: exit status $?"
  grep -q '^Usage:' help || echo "$command: no usage"
  grep -q "^  stacksieve $command " help || echo "$command: no example"
  grep -q "^Example" help || echo "$command: no heading of the examples"
done
