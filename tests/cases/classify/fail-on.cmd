run ()
{
  "$STACKSIEVE" classify corpus/call_function.json --policy corpus/policies/frames-stackless.json --format csv -o out "$@"
  echo "$*: $?, $(wc -l <out) lines"
  rm -f out
}
run --fail-on special
run --fail-on special=2
run --fail-on special=1000
run --fail-on irreducible --fail-on frame --fail-on foreign
run --fail-on special --function '*funcall'
run --fail-on reducible=1
