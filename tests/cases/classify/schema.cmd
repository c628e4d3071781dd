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
for file in corpus/*.json; do
  policy=$(jq -r '.policy // "generic"' $file)
  case $policy in */*) policy=corpus/$policy ;; esac
  "$STACKSIEVE" classify $file --policy $policy --records --suggest --format json >out
  python3 check.py $doc/classify.schema.json <out || echo "$file"
  "$STACKSIEVE" classify $file --policy $policy --kind special --type '*' --format json | python3 check.py $doc/classify.schema.json || echo "$file, filtered"
  for function in $(jq -r '.functions[].function' $file | head -3); do
    "$STACKSIEVE" explain $file "$function" --policy $policy --format json | python3 check.py $doc/explain.schema.json || echo "$file, $function"
  done
done
