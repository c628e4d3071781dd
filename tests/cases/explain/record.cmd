"$STACKSIEVE" explain corpus/call_function.json 'interp:PyFrame.execute@0.2' --policy corpus/policies/frames-stackless.json
