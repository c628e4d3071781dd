# Of a block with many operations those that play a part in a record are shown, with the first and last ones.
python3 - >long.json <<'PY'
import json
ops = [["int_add", "i%d" % i, "x", {"const": str(i)}] for i in range(300)]
ops[100] = ["malloc", "made"]
ops[200] = ["stack_switch", None]
ops[251] = ["read", None, "made"]
ops[260] = ["read", None, "made"]
variables = ["x", "made"] + [op[1] for op in ops if op[0] == "int_add"]
print(json.dumps({"format": "stacksieve-graphs", "version": 1, "functions": [
    {"function": "f", "vars": {"Signed": variables + ["r"]}, "return": 1,
     "blocks": [{"in": ["x"], "ops": ops, "exits": [{"to": 1, "args": ["x"]}]}, {"in": ["r"]}]}]}))
PY
draw () { "$STACKSIEVE" draw long.json --policy=pypy-stackless --function=f "$@" | sed ':a;/\\$/{N;s/\\\n//;ba}' | sed -n '/^[[:space:]]*b0[[:space:]]/s/\\l/\n/gp'; }
echo 'as they come'
draw
echo '12 at most'
draw --max-ops 12
echo 'none but those that play a part'
draw --max-ops 0
echo 'all'
draw --max-ops 300 | grep -c int_add
