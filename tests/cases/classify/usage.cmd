run ()
{
  "$STACKSIEVE" classify "$@"
  echo "$?"
}
run
run corpus/map.json --kind heavy
run corpus/map.json --fail-on heavy
run corpus/map.json --fail-on special=-1
run corpus/map.json --fail-on special=
run corpus/map.json --format xml
run corpus/map.json --top many
run corpus/map.json --function "$(printf '\377')"
run corpus/map.json --policy none-such
run none-such.json
run corpus/map.json corpus/loop.json
