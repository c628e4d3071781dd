# Every document is as its schema says.
python3 -c 'import jsonschema' 2>/dev/null || exit 77
doc=$(dirname "$(readlink corpus)")/doc
n=0
# Keeps what a command writes, to be held against a schema at the end.
save ()
{
  n=$((n + 1))
  schema=$1
  shift
  "$STACKSIEVE" "$@" --policy $policy >made.$n
  printf '%s\t%s\t%s\n' made.$n "$doc/$schema.schema.json" "$*" >>made
}
printf '%s\n' coro:main interp:PyFrame.run nowhere >trace
tests/small-programs | grep -E '^corpus/(coroutine_root|qsort|recursion|unknown_call|call_function)\.' >programs
while read -r file policy functions; do
  save chains chains $file --format json
  save chains chains $file --format json --verify trace
  save hops hops $file --format json
  save hops hops $file --format json --plan 3
  save chokes chokes $file --format json
  save chokes chokes $file --format json --what-if '{"unknown_calls": "never"}'
  save registry names $file
  function=$("$STACKSIEVE" classify $file --policy $policy --records --format json | jq -r '.records[0].function')
  save tree tree $file "$function" --format json
done <programs
python3 - <<'END'
import json
import jsonschema
validators = {}
for row in open("made"):
    name, schema, words = row.rstrip("\n").split("\t")
    if schema not in validators:
        with open(schema) as f:
            text = json.load(f)
        jsonschema.Draft202012Validator.check_schema(text)
        validators[schema] = jsonschema.Draft202012Validator(text)
    with open(name) as f:
        for error in validators[schema].iter_errors(json.load(f)):
            print("%s: %s" % (words, error.message))
END
