# Two builds in one picture: what is in both, gone and new; the same bytes each time; names are text, whatever they are.
"$STACKSIEVE" extract --all corpus/qsort.json --shape document -o q.json
jq '.functions[0].blocks[0].ops += [["stack_switch", null]]' q.json >new.json || exit 77
function=$(jq -r '.functions[0].function' q.json)
draw () { "$STACKSIEVE" draw --diff "$@" --policy pypy-stackless; }
draw q.json new.json --function "$function" >f.dot
cat f.dot
draw q.json new.json --function "$function" --threads 1 | cmp f.dot -
draw q.json new.json --calls | tee c.dot
draw q.json new.json --calls --max-nodes 1 | grep more
draw new.json q.json --calls -o c.svg
if command -v xmllint >/dev/null; then xmllint --noout c.svg; fi
jq '.functions[0].function = "</script>\\N<&\"\u202e" | .program = "\\G<&"' new.json >hostile.json
draw corpus/map.json hostile.json --function "$(printf '</script>\\N<&"\342\200\256')" -o h.svg
if command -v xmllint >/dev/null; then xmllint --noout h.svg; fi
! grep '</script>' h.svg
draw q.json q.json --calls
echo "status $?"
draw q.json new.json --function nowhere
echo "status $?"
draw q.json --calls
draw q.json new.json --chain a b
draw q.json new.json --calls --depth 2
"$STACKSIEVE" draw q.json new.json --calls
