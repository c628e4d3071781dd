# A failed write is told of once, and ends the run.
"$STACKSIEVE" extract --all corpus/programs/stackmachine-plain.jsonl >/dev/full
