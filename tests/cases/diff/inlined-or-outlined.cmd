# A call of one function with five sites, or two calls of functions with one: where both were at one place, what explains more of the sites is told.
python3 - <<'END'
import json
def function(name, *callees):
    ops = [["direct_call", None, c] if c else ["stack_unwind", None] for c in callees]
    return {"function": name, "vars": {"Void": ["r"]}, "return": 1, "blocks": [{"in": [], "ops": ops, "exits": [{"to": 1, "args": [None]}]}, {"in": ["r"]}]}
some, one, two = ["a1", "a2", "a3", "a4", "a5"], ["b1"], ["b2"]
def program(file, f):
    functions = [function(name, None) for name in some + one + two]
    functions += [function("some", *some), function("one", *one), function("two", *two), function("all", "some", "one", "two"), function("f", *f)]
    with open(file, "w") as out:
        json.dump({"format": "stacksieve-graphs", "version": 1, "program": "p", "functions": functions}, out)
program("old.json", ["some"] + one + two)
program("new.json", some + ["one", "two"])
END
for builds in "old.json new.json" "new.json old.json"; do
  echo "$builds:"
  "$STACKSIEVE" diff $builds --policy pypy-stackless --all --format csv 2>/dev/null | cut -d, -f1,6,12
done
