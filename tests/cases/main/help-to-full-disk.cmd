"$STACKSIEVE" --help >/dev/full
