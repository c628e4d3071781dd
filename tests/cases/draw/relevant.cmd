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
