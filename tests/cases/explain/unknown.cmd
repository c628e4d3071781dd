run ()
{
  "$STACKSIEVE" explain corpus/policy_calls.json "$@" --policy corpus/policies/calls.json
  echo "$?"
}
run calls
run hooks:lod
run hooks:calls_all@7.0
run x@0.0
run hooks:never@0.99999999999
run ''
run hooks:left --format csv
run
