# JSON is as its schema says; SARIF has a result for each record that must be saved, which other numbers of blocks do not change.
python3 -c 'import jsonschema' 2>/dev/null || exit 77
policy=corpus/policies/frames-stackless.json
doc=$(dirname "$(readlink corpus)")/doc
cat >check.py <<'END'
import json, sys
import jsonschema
with open(sys.argv[1]) as f:
    schema = json.load(f)
jsonschema.Draft202012Validator.check_schema(schema)
jsonschema.validate(json.load(sys.stdin), schema)
END
cat >known.json <<'END'
{"format": "stacksieve-suppressions", "version": 1, "suppress": [{"function": "interp:PyFrame.*", "reason": "a known one"}]}
END
python3 check.py $doc/suppressions.schema.json <known.json
jq '(.functions[] | select(.function == "interp:PyFrame.step") | .blocks[0].ops) |= [["direct_call", null, "interp:yield_thread"]] + .' \
  corpus/call_function.json >new.json
"$STACKSIEVE" diff corpus/call_function.json new.json --policy $policy --format json --suppress known.json | python3 check.py $doc/diff.schema.json
"$STACKSIEVE" diff corpus/call_function.json corpus/qsort.json --policy $policy --format json --all | python3 check.py $doc/diff.schema.json
"$STACKSIEVE" diff corpus/call_function.json new.json --policy $policy --format sarif --suppress known.json |
  jq -c '.version, (.runs[0].results[] | [.ruleId, .baselineState, .message.text, .partialFingerprints, .suppressions, .locations[0].physicalLocation.artifactLocation.uri])'
"$STACKSIEVE" classify corpus/call_function.json --policy $policy --format sarif |
  jq -c '.runs[0].tool.driver.rules[].id, (.runs[0].results[] | [.ruleId, .level, .partialFingerprints, (.codeFlows[0].threadFlows[0].locations | length)])'
