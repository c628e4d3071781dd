# Callees and callers, causes named, repeats as "see above", as deep as asked.
"$STACKSIEVE" tree corpus/recursion.json "$(jq -r '.functions[0].function' corpus/recursion.json)" --policy "$(jq -r .policy corpus/recursion.json | sed 's|^policies|corpus/policies|')" --depth 0
echo
"$STACKSIEVE" tree corpus/coroutine_root.json coro:main --policy corpus/policies/coroutine.json --depth 1
echo
"$STACKSIEVE" tree corpus/coroutine_root.json coro:main --policy corpus/policies/coroutine.json --format json | jq -c '.callees[], .callers[]'
"$STACKSIEVE" tree corpus/coroutine_root.json coro:fresh --policy corpus/policies/coroutine.json
echo "status $?"
"$STACKSIEVE" tree corpus/coroutine_root.json coro:mian --policy corpus/policies/coroutine.json
