# Limits of lines: one too long behind others in the first piece; one that is not JSON and beyond --max-document.
python3 - <<'END'
def write(file, *lines):
    with open(file, "w") as out:
        print('{"format": "stacksieve-graphs", "version": 1}', '{"type": "T"}', *lines, sep="\n", file=out)
write("line.jsonl", '{"type": "%s"}' % ("U" * 2000))
write("document.jsonl", '{"external":%s' % (" " * 2000))
END
"$STACKSIEVE" check line.jsonl --max-line=1k
for reader in auto jansson; do
  "$STACKSIEVE" check document.jsonl --max-document=1k --reader=$reader 2>&1 | sed 's/^/'$reader': /'
done
