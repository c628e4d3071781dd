# Cut out of a real dump, and rewritten; tests/test_corpus.c rewrites it once more.
[ "${SANITIZED-no}" = no ] || exit 77
[ -n "$DUMPS" ] || exit 77
dump=$DUMPS/pypy2.7-v7.3.9-backendopt.jsonl.zst
function=pypy.module._continuation.interp_continuation:W_Continulet.switch
"$STACKSIEVE" extract --all "$dump" -o all.jsonl
"$STACKSIEVE" check all.jsonl | sed 's/.*: program/program/'
"$STACKSIEVE" extract --callees=2 "$dump" $function -o part.jsonl
"$STACKSIEVE" extract --callees=2 all.jsonl $function | cmp part.jsonl -
"$STACKSIEVE" check part.jsonl
