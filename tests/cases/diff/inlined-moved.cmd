# A function's two calls change places, and it is inlined: what stands where it was is held against its calls as they were, both of them.
python3 - <<'END'
import json
def function(name, *callees):
    ops = [["direct_call", None, c] for c in callees] or [["stack_unwind", None]]
    return {"function": name, "vars": {"Void": ["r"]}, "return": 1, "blocks": [{"in": [], "ops": ops, "exits": [{"to": 1, "args": [None]}]}, {"in": ["r"]}]}
def program(file, g, f):
    with open(file, "w") as out:
        json.dump({"format": "stacksieve-graphs", "version": 1, "program": "p", "functions": [function("a"), function("b"), function("g", *g), function("f", *f)]}, out)
program("old.json", ["b", "a"], ["g"])
program("new.json", ["a", "b"], ["a", "b"])
END
for builds in "old.json new.json" "new.json old.json"; do
  "$STACKSIEVE" diff $builds --policy pypy-stackless --all --format csv 2>/dev/null | cut -d, -f1,6,12
done
