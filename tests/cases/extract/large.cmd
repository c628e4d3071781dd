# Cut out of a real dump, and rewritten.
[ "${SANITIZED-no}" = no ] || exit 77
[ -n "$DUMPS" ] || exit 77
# Sanitizers need minutes for it.
[ "${SANITIZED-no}" = no ] || exit 77
dump=$DUMPS/pypy2.7-v7.3.9-backendopt.jsonl.zst
"$STACKSIEVE" extract --all "$dump" -o all.jsonl
"$STACKSIEVE" check all.jsonl | sed 's/.*: program/program/'
"$STACKSIEVE" extract --all all.jsonl | cmp all.jsonl -
"$STACKSIEVE" extract --callees=2 "$dump" 'pypy.module._continuation.interp_continuation:W_Continulet.switch' -o part.jsonl
"$STACKSIEVE" check part.jsonl
