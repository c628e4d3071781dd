"$STACKSIEVE" extract corpus/map.json "$("$STACKSIEVE" extract --all corpus/map.json | sed -n 's/^{"function": *"\([^"]*\)".*/\1/p' | head -n 1)"
