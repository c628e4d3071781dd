# Blocks that play no part in any record are one box for each run of them; what --max-nodes leaves out is counted.
draw () { "$STACKSIEVE" draw corpus/programs/stackmachine-inlined.jsonl --policy=pypy-stacklet --function "$@"; }
draw stackmachine:W_Map.call --only-relevant
draw stackmachine:Frame.run --max-nodes 3 >few.dot
cat few.dot
draw stackmachine:Frame.run --max-nodes 3 --threads 1 | cmp - few.dot
# none is left out
draw stackmachine:Frame.run >all.dot
draw stackmachine:Frame.run --max-nodes 40 | cmp - all.dot
draw stackmachine:Frame.run --only-relevant --max-nodes 5 -o few.svg
if command -v xmllint >/dev/null; then xmllint --noout few.svg; fi
# two builds: the same of the blocks of both
both () { "$STACKSIEVE" draw --diff corpus/programs/stackmachine-plain.jsonl corpus/programs/stackmachine-inlined.jsonl --policy=pypy-stacklet --function stackmachine:W_Map.call "$@"; }
both --max-nodes 4 >both.dot
grep -o '[0-9]* of [0-9]* boxes\|… [^",]*' both.dot
grep -o '^	[bon][0-9]*	' both.dot
both >all.dot
both --max-nodes 11 | cmp - all.dot
grep -o '^	[bon][0-9]*	' all.dot | wc -l
# what is the same in both and plays no part is folded; of long lists what differs, the points, and the ends are shown
other () { "$STACKSIEVE" draw --diff corpus/programs/stackmachine-plain.jsonl corpus/programs/stackmachine-inlined.jsonl --policy=pypy-stacklet --function stackmachine:W_Map.call --only-relevant "$@"; }
other --max-ops 0 | grep -o '^	[bon][0-9]*[a-z_]*	.*\|… [^",\]*\|▶ [^"\]*'
"$STACKSIEVE" extract corpus/programs/stackmachine-inlined.jsonl stackmachine:Frame.run --shape document -o q.json
jq 'del(.functions[].blocks[].lines) | .functions[0].blocks[5].ops += [["debug_start", null]]' q.json >new.json || exit 77
"$STACKSIEVE" draw --diff q.json new.json --policy=corpus/policies/stackmachine.json --function stackmachine:Frame.run --only-relevant --max-ops 0 | grep -o '^	[bon][0-9]*[a-z_]*	.*\|rounded:[^"\]*'
"$STACKSIEVE" draw --diff q.json new.json --policy=pypy-stackless --calls --only-relevant
echo "status $?"
