"$STACKSIEVE" --version
