# Where no thread can be started (here: none has room for its stack), the work is done without.
[ "${SANITIZED-no}" = no ] || exit 77
"$STACKSIEVE" extract --all --shape=stream corpus/recursion.json >stream.jsonl
"$STACKSIEVE" classify --policy=pypy-stackless --records --threads=4 stream.jsonl >with
(ulimit -s 100000000 && ulimit -v 20000000) 2>/dev/null || exit 77
ulimit -s 100000000 && ulimit -v 20000000
timeout 20 "$STACKSIEVE" classify --policy=pypy-stackless --records --threads=4 stream.jsonl >without
echo "$?"
cmp with without
