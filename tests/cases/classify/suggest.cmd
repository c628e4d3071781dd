# What a frame would have to hold: of the records as they are reduced, or without that.
run ()
{
  echo "$@"
  "$STACKSIEVE" classify corpus/held.json --policy corpus/policies/frames-stackless.json "$@" | sed -n '/^Notations/,$p'
}
run --suggest
run --suggest --reduce none
run --suggest=1 --reduce none
"$STACKSIEVE" classify corpus/generator_next.json --policy corpus/policies/frames-stackless.json --suggest --format json | jq -c .suggestions
# Where the values come from: of operations, handlers and joins too.
"$STACKSIEVE" classify corpus/traceback.json --policy corpus/policies/frames-stackless.json --reduce none --suggest --format json | jq -c '.suggestions.most[]'
"$STACKSIEVE" classify corpus/held.json --suggest=x
