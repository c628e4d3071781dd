"$STACKSIEVE" frobnicate corpus/map.json
