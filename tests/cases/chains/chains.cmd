# Roots, the cheapest chain of each, records by kind, blockers with a chain that shows them.
"$STACKSIEVE" chains corpus/coroutine_root.json --policy corpus/policies/coroutine.json
echo
echo "== without reduction, as CSV"
"$STACKSIEVE" chains corpus/coroutine_root.json --policy corpus/policies/coroutine.json --reduce none --format csv
echo
echo "== a program without the policy's roots: what nothing calls"
"$STACKSIEVE" chains corpus/recursion.json --policy corpus/policies/unwind.json --top 1
echo
echo "== an external that calls back is a record of its own"
"$STACKSIEVE" chains corpus/qsort.json --policy "$(jq -r .policy corpus/qsort.json | sed 's|^policies|corpus/policies|')" --format json | jq -c '.roots[] | [.root, .verdict, .fewest, [.chain.records[].record]]'
