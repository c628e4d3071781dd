"$STACKSIEVE" check corpus/map.json >&-
