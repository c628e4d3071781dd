# Records that are there twice, so far from each other that two threads read them: the same faults as from a document, and by both readers.
python3 - <<'END'
import json
def records(n):
    yield {"type": "T"}
    yield {"external": "e"}
    yield {"function": "f", "vars": {}, "blocks": [{"in": []}]}
    for i in range(n):
        yield {"function": "filler%d" % i, "vars": {"Signed": ["v" * 1000]}, "blocks": [{"in": ["v" * 1000]}]}
    yield {"type": "T"}
    yield {"external": "f"}
    yield {"external": "e"}
    yield {"function": "e", "vars": {}, "blocks": [{"in": []}]}
    yield {"function": "f", "vars": {}, "blocks": [{"in": []}]}
with open("far.jsonl", "w") as out:
    for record in ({"format": "stacksieve-graphs", "version": 1}, *records(3000)):
        print(json.dumps(record), file=out)
END
for threads in 1 2 5; do
  for reader in auto jansson; do
    "$STACKSIEVE" check far.jsonl --threads=$threads --reader=$reader 2>err.$threads.$reader
    echo "$threads $reader: $?"
    cmp err.1.auto err.$threads.$reader
  done
done
cat err.1.auto
