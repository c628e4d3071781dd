# Of a long path the ends are shown; all records of a function of 50,000 points take no more time than their number asks for.
row () {
  python3 - "$1" <<'PY'
import json, sys
n = int(sys.argv[1])
blocks = [{"in": ["v%d" % i], "ops": [["stack_unwind", None]], "exits": [{"to": i + 1, "args": ["v%d" % i]}]} for i in range(n)]
blocks += [{"in": ["v"], "ops": [["int_neg", "r", "v"]], "exits": [{"to": n + 1, "args": ["r"]}]}, {"in": ["x"]}]
names = ["v%d" % i for i in range(n)] + ["v", "r", "x"]
print(json.dumps({"format": "stacksieve-graphs", "version": 1, "types": [], "externals": [], "functions": [
    {"function": "f", "vars": {"Signed": names}, "return": n + 1, "blocks": blocks}]}))
PY
}
row 30 >row.json
for point in 0.0 11.0 10.0; do
  "$STACKSIEVE" explain --policy=pypy-stackless row.json f@$point | sed -n '/ used /,/^$/p'
done
"$STACKSIEVE" explain --policy=pypy-stackless --format=json row.json f@0.0 | jq -c '.records[0].saved[0] | .use_variable, .use.path, .use.path_left_out'
# Sanitizers look at fewer: three paths for each point.
points=50000
[ "${SANITIZED-no}" = no ] || points=5000
row $points >row.json
paths=$(timeout 60 "$STACKSIEVE" explain --policy=pypy-stackless row.json f | grep -c '^      path ')
[ "$paths" -eq $((points * 3)) ] || echo "$paths paths of $points points"
