# One row a build, in the order given, with one policy for all or one of its own.
"$STACKSIEVE" trend corpus/coroutine_root.json corpus/unknown_call.json corpus/coroutine_root.json --policy corpus/policies/coroutine.json
"$STACKSIEVE" trend corpus/unknown_call.json corpus/coroutine_root.json --policy corpus/coroutine_root.json=corpus/policies/coroutine.json --reduce none
cp corpus/policies/coroutine.json 'a=b.json'
"$STACKSIEVE" trend corpus/coroutine_root.json --policy 'corpus/coroutine_root.json=./a=b.json' | sed -n 5,6p
