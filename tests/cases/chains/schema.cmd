# Every document is as its schema says.
python3 -c 'import jsonschema' 2>/dev/null || exit 77
cat >check.py <<'END'
import json, sys
import jsonschema
with open(sys.argv[1]) as f:
    schema = json.load(f)
jsonschema.Draft202012Validator.check_schema(schema)
jsonschema.validate(json.load(sys.stdin), schema)
END
doc=$(dirname "$(readlink corpus)")/doc
printf '%s\n' coro:main interp:PyFrame.run nowhere >trace
for file in corpus/coroutine_root.json corpus/qsort.json corpus/recursion.json corpus/unknown_call.json corpus/call_function.json; do
  policy=$(jq -r '.policy // "generic"' $file)
  case $policy in */*) policy=corpus/$policy ;; esac
  run ()
  {
    schema=$1
    shift
    "$STACKSIEVE" "$@" --policy $policy | python3 check.py $doc/$schema.schema.json || echo "$file: $*"
  }
  run chains chains $file --format json
  run chains chains $file --format json --verify trace
  run hops hops $file --format json
  run hops hops $file --format json --plan 3
  run chokes chokes $file --format json
  run chokes chokes $file --format json --what-if '{"unknown_calls": "never"}'
  run registry names $file
  function=$("$STACKSIEVE" classify $file --policy $policy --records --format json | jq -r '.records[0].function')
  run tree tree $file "$function" --format json
done
