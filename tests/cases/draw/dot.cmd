# Each part of a diagram: points and their notes, handlers, start, return and raise blocks, the legend.
"$STACKSIEVE" draw corpus/map.json --policy pypy-stackless --function builtin:map
