"$STACKSIEVE" --help
