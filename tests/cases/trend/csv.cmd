"$STACKSIEVE" trend corpus/coroutine_root.json corpus/unknown_call.json --policy corpus/policies/coroutine.json --format csv
