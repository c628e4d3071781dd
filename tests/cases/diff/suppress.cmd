# Known changes: let through, unused, expired; the day is that of SOURCE_DATE_EPOCH.
policy=corpus/policies/frames-stackless.json
jq '(.functions[] | select(.function == "interp:PyFrame.step") | .blocks[0].ops) |= [["direct_call", null, "interp:yield_thread"]] + .' \
  corpus/call_function.json >new.json
cat >known.json <<'END'
{
  "format": "stacksieve-suppressions",
  "version": 1,
  "suppress": [
    {"function": "interp:PyFrame.step", "change": "new-irreducible", "reason": "the loop yields now", "expires": "2026-06-30"},
    {"record": "interp:*/interp:yield_thread/*", "reason": "another name"},
    {"function": "no:such", "reason": "of an older build"}
  ]
}
END
for day in 1782820800 1782864000; do
  SOURCE_DATE_EPOCH=$day "$STACKSIEVE" diff corpus/call_function.json new.json --policy $policy --suppress known.json |
    grep -A3 -e '^Suppress' -e '^  new-irreducible'
  SOURCE_DATE_EPOCH=$day "$STACKSIEVE" diff corpus/call_function.json new.json --policy $policy --suppress known.json >out
  echo "status $?"
done
# a function with another name is known by both
sed 's/interp:PyFrame\.step/interp:PyFrame.next/g' new.json >renamed.json
for name in step next; do
  echo '{"format": "stacksieve-suppressions", "version": 1, "suppress": [{"function": "interp:PyFrame.'$name'", "reason": "known"}]}' >either.json
  "$STACKSIEVE" diff corpus/call_function.json renamed.json --policy $policy --suppress either.json 2>/dev/null | grep -e '^Suppress'
done
# where the report holds rows alone, it is said beside them
for form in csv sarif; do
  SOURCE_DATE_EPOCH=1782820800 "$STACKSIEVE" diff corpus/call_function.json new.json --policy $policy --suppress known.json --format $form 2>err >out
  cat err
done
jq -c '.runs[0].invocations' out
SOURCE_DATE_EPOCH=never "$STACKSIEVE" diff corpus/call_function.json new.json --policy $policy --suppress known.json
for entry in '{"function": "f"}' '{"reason": "all"}' '{"function": 1, "reason": "r"}' '{"function": "f", "reason": "r", "expires": "2026-02-30"}' \
  '{"function": "f", "reason": "r", "expires": "2026-+2-03"}' '{"function": "f", "reason": "r", "change": "worse"}' '[]' \
  '{"function": "f", "reason": "r", "expiry": "2020-01-31"}'; do
  echo "{\"format\": \"stacksieve-suppressions\", \"version\": 1, \"suppress\": [$entry]}" >bad.json
  "$STACKSIEVE" diff corpus/call_function.json new.json --policy $policy --suppress bad.json
done
echo '{' >bad.json
"$STACKSIEVE" diff corpus/call_function.json new.json --policy $policy --suppress bad.json
echo '{"format": "stacksieve-suppressions", "version": 1, "suppress": [], "suppressions": []}' >bad.json
"$STACKSIEVE" diff corpus/call_function.json new.json --policy $policy --suppress bad.json
echo '{}' >bad.json
"$STACKSIEVE" diff corpus/call_function.json new.json --policy $policy --suppress bad.json
echo "status $?"
