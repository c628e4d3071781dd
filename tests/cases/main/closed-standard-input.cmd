"$STACKSIEVE" check - <&-
