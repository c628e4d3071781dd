# Filters select records; the tables count the selected ones alone.
run ()
{
  echo "== $*"
  "$STACKSIEVE" classify corpus/call_function.json --policy corpus/policies/frames-stackless.json "$@"
}
run --kind tail --kind frame
run --function '*funcall*' --kind irreducible --format csv
run --type interp.PyFrame --format csv
run --type 'gc:interp.PyF*' --type 'gc:interp.W_G*' --function '*' --format csv
run --function '*' --function 'no:such' --kind special --kind frame --type 'gc:interp.PyF*' --type 'gc:interp.W_G*' | grep Selected
run --function 'nothing*' --type x --format csv
"$STACKSIEVE" classify corpus/call_function.json --policy corpus/policies/frames-stackless.json \
  --function '*star' --kind special --format json | jq -c '.summary | .filter, .selected, .points, .all'
