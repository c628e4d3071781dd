# A build that ends where the other returns: the end is not the other's return block, and no link out of a box is lost.
function='{"function": "m:f", "vars": {"Bool": ["c", "r"]}, "blocks": [
  {"in": ["c"], "switch": "c", "exits": [{"to": 1, "args": ["c"], "case": true}, {"to": 0, "args": ["c"], "case": false}]}, {"in": ["r"]}]}'
jq -n "{format: \"stacksieve-graphs\", version: 1, functions: [$function]}" >old.json || exit 77
jq '.functions[0].return = 1' old.json >new.json
draw () { "$STACKSIEVE" draw --diff old.json new.json --function m:f --policy corpus/policies/frames-stackless.json "$@" | sed -n '/^	[bno][0-9]/,/;$/p'; }
draw
echo "one box"
draw --max-nodes 1
