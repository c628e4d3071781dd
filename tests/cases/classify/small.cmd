"$STACKSIEVE" classify corpus/call_function.json --policy corpus/policies/frames-stackless.json --records
