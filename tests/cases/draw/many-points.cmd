# Notes beside 40,000 unwind points, in time that does not grow with their square, each on its block's rank.
# Sanitizers look at fewer.
points=40000
[ "${SANITIZED-no}" = no ] || points=4000
python3 - $points >row.json <<'PY'
import json, sys
n = int(sys.argv[1])
blocks = [{"in": [], "ops": [["stack_unwind", None]], "exits": [{"to": i + 1, "args": []}]} for i in range(n)] + [{"in": []}]
print(json.dumps({"format": "stacksieve-graphs", "version": 1, "types": [], "externals": [], "functions": [
    {"function": "f", "vars": {}, "blocks": blocks}]}))
PY
timeout 60 "$STACKSIEVE" draw --policy=pypy-stackless --function=f row.json -o row.dot
echo "$?"
[ "$(grep -c 'minlen=0' row.dot)" -eq $points ] || echo "not each on its block's rank"
