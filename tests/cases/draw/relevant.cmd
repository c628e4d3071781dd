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
# what a handler got and a record saves: the block that ended by raising plays a part
cat >caught.json <<'END'
{"format": "stacksieve-graphs", "version": 1, "functions": [
 {"function": "f", "vars": {"Signed": ["a", "b", "c", "q", "n"], "gc:E": ["t", "e", "h"]}, "return": 3, "blocks": [
  {"in": ["n"], "exits": [{"to": 1, "args": ["n"]}]},
  {"in": ["b"], "exits": [{"to": 2, "args": ["b"]}]},
  {"in": ["a"], "ops": [["int_add_ovf", "c", "a", 1]], "exits": [{"to": 3, "args": ["c"]}], "handlers": [{"catch": "E", "bind": ["t", "e"], "to": 4, "args": ["e"]}]},
  {"in": ["q"]},
  {"in": ["h"], "ops": [["stack_unwind", null], ["use", null, "h"]], "exits": [{"to": 3, "args": [1]}]}]}]}
END
"$STACKSIEVE" draw caught.json --policy pypy-stackless --function f --only-relevant 2>/dev/null | grep -o '^	b[0-9]*[a-z_]*	\|… [^",\]*'
