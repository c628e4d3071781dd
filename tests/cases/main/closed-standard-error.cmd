# The message has nowhere to go, and must not land in a file that was opened meanwhile.
"$STACKSIEVE" extract --all corpus/map.json -o out 2>&-
"$STACKSIEVE" check out
"$STACKSIEVE" check absent 2>&-
