# There is nothing to draw between functions without a chain, nor from one that cannot unwind; no file is made.
set -- corpus/call_function.json --policy corpus/policies/frames-stackless.json --calls -o calls.dot
"$STACKSIEVE" draw "$@" --from interp:funcall --to interp:funcall_star
echo $?
"$STACKSIEVE" draw "$@" --from interp:Arguments.decode
echo $?
"$STACKSIEVE" draw "$@" --to interp:Arguments.decode
echo $?
ls calls.dot 2>/dev/null
