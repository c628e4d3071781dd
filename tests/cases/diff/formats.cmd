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
# the members of a numbered family have fingerprints of their own, whatever their numbers are; a reason is a rule and a taxon
"$STACKSIEVE" classify tests/cases/diff/family.json --policy pypy-stackless --format sarif >family.sarif
sed 's/f#2/f#x/g; s/f#3/f#2/g; s/f#x/f#3/g' tests/cases/diff/family.json >renumbered.json
"$STACKSIEVE" classify renumbered.json --policy pypy-stackless --format sarif >renumbered.sarif
for f in family renumbered; do
  jq -r '.runs[0].results[].partialFingerprints["stacksieveRecord/v2"]' $f.sarif | sort | uniq >$f.prints
done
wc -l <family.prints
cmp family.prints renumbered.prints
jq -c '.runs[0] | (.results[] | [.ruleId, .ruleIndex, (.taxa | map (.id))]), (.tool.driver | [(.rules | map (.id)), .rules == .taxa]),
  ([.results[] | . as $r | .taxa[] | .index] | max)' family.sarif
# no more findings than services take: what was left out is counted by baseline state
jq -n '{format: "stacksieve-graphs", version: 1, functions: []}' >empty.json
many ()
{
  jq --arg name "$1" --argjson n "$2" '.functions += [range ($n) as $i | {function: "interp:\($name)\($i)x", vars: {Signed: ["a", "b", "r"]},
    blocks: [{in: ["a"], ops: [["int_add", "b", "a", 1], ["stack_switch", null], ["int_mul", "r", "b", "a"]],
      exits: [{to: 1, args: ["r"]}]}, {in: ["s"]}], return: 1} | .vars.Signed += ["s"]]' empty.json
}
many gone 100 >old.json
many came 2450 >new.json
for pair in "old.json new.json" "new.json old.json"; do
  "$STACKSIEVE" diff $pair --policy pypy-stackless --fail-on none --format sarif |
    jq -c '.runs[0] | ([.results[].baselineState] | group_by (.) | map ({(.[0]): length}) | add), .invocations[0].toolExecutionNotifications'
done
