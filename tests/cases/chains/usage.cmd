# Command lines that are wrong, and the help of each command.
for command in chains hops names chokes tree; do
  "$STACKSIEVE" $command 2>&1
  echo "status $?"
  "$STACKSIEVE" $command --help | head -2
done
"$STACKSIEVE" chains x --format xml 2>&1
"$STACKSIEVE" chains x --verify t --format csv 2>&1
"$STACKSIEVE" hops x --plan 0 2>&1
"$STACKSIEVE" tree x f --depth -1 2>&1
"$STACKSIEVE" chokes x --reduce some 2>&1
"$STACKSIEVE" chains x --top many 2>&1
"$STACKSIEVE" chains x --innermost-first 2>&1
"$STACKSIEVE" hops x --plan 2 --records 2>&1
