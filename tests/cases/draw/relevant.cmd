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
both --only-relevant
echo "status $?"
