"$STACKSIEVE" --frobnicate
