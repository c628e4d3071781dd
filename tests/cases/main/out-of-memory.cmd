# Without enough memory it could not be done: exit status 2, the old file is left, and nothing else.
[ "${SANITIZED-no}" = no ] || exit 77
python3 - >many.jsonl <<'PY'
print('{"format": "stacksieve-graphs", "version": 1}')
for i in range(600000):
    print('{"function": "f%d", "vars": {"Signed": ["a%d"]}, "blocks": [{"in": ["a%d"]}]}' % (i, i, i))
PY
echo old >out.jsonl
(ulimit -v 120000; "$STACKSIEVE" extract --all --threads=1 many.jsonl -o out.jsonl 2>message; echo "$?")
cat message
cat out.jsonl
ls -A
