# What very many call, or lead to, is named where the others begin: edges to it would cover the picture.
python3 - <<'END'
import json
def function(name, saves, *callees):
    ops = [["direct_call", None, c] if c else ["stack_unwind", None] for c in callees] + [["use", None, "a"]] * saves
    return {"function": name, "vars": {"Void": ["r"], "Signed": ["a"]}, "return": 1, "blocks": [{"in": ["a"], "ops": ops, "exits": [{"to": 1, "args": [None]}]}, {"in": ["r"]}]}
def write(file, *functions):
    with open(file, "w") as out:
        json.dump({"format": "stacksieve-graphs", "version": 1, "functions": functions}, out)
n = range(42)
write("calls.json", function("end", 0, None), function("hub", 1, "end"), *(function("c%d" % i, 1, *["c%d" % (i + 1)][:i < 41], "hub") for i in n))
write("chain.json", function("end", 0, None), function("hub", 1, "end"), function("top", 1, *("c%d" % i for i in n)), *(function("c%d" % i, i % 2, "hub") for i in n))
write("ends.json", function("end", 0, None), function("top", 1, *("c%d" % i for i in n)), *(function("c%d" % i, i % 2, "end") for i in n))
m = range(3)
write("equal.json", function("end", 0, None), function("top", 1, *("c%d" % i for i in m)), *(function("c%d" % i, 1, *("d%d" % j for j in m)) for i in m),
      *(function("d%d" % i, 1, *("e%d" % j for j in m)) for i in m), *(function("e%d" % i, 1, "end") for i in m))
END
"$STACKSIEVE" draw calls.json --policy pypy-stackless --calls >calls.dot
grep -c 'c[0-9]*_x' calls.dot
grep -o '"→ [^"]*"' calls.dot | sort | uniq -c
for file in chain.json ends.json; do
  "$STACKSIEVE" draw $file --policy pypy-stackless --chain top end 2>/dev/null | grep -o '"→ [^"]*"' | sort | uniq -c
done
# a record that has an official name is no blocker
"$STACKSIEVE" names chain.json --policy pypy-stackless -o names.json 2>/dev/null
echo '{"extends": "pypy-stackless", "registry": "names.json"}' >policy.json
for policy in pypy-stackless ./policy.json; do
  "$STACKSIEVE" draw chain.json --policy $policy --chain top end 2>/dev/null | grep -o '✗ blocker[^\]*\|it has a name' | sort | uniq -c
done
# which of many ways that are equally good are drawn does not change
for n in 4 6 8 10; do
  "$STACKSIEVE" draw equal.json --policy pypy-stackless --chain top end --max-nodes $n 2>/dev/null | grep -o 'label="\([0-9]. \)\?[a-z0-9@.]*\\l' | tr '\n' ' '
  echo
done
