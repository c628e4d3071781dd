# read, write, read, write: the same bytes, in both shapes, for every program of the corpus.
for file in corpus/*.json; do
  "$STACKSIEVE" extract --all "$file" -o one.jsonl
  "$STACKSIEVE" extract --all --shape=document one.jsonl -o two.json
  "$STACKSIEVE" extract --all two.json -o three.jsonl
  cmp one.jsonl three.jsonl
done
