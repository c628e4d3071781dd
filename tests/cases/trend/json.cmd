# As its schema says; and the numbers are those of classify and hops.
"$STACKSIEVE" trend corpus/coroutine_root.json corpus/unknown_call.json --policy corpus/policies/coroutine.json --format json >t.json
cat t.json
python3 -c 'import jsonschema' 2>/dev/null || exit 0
cat >check.py <<'END2'
import json, sys
import jsonschema
with open(sys.argv[1]) as f:
    schema = json.load(f)
jsonschema.Draft202012Validator.check_schema(schema)
with open("t.json") as f:
    jsonschema.validate(json.load(f), schema)
END2
python3 check.py "$(dirname "$(readlink corpus)")/doc/trend.schema.json"
