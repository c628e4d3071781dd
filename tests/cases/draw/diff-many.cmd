# Of many changed functions so many are drawn as --max-nodes says, and the others counted; those that no call joins stand in columns; one has another name now.
python3 - <<'END'
import json
def function(name, saves, *callees):
    ops = [["direct_call", None, c] if c else ["stack_unwind", None] for c in callees] + [["use", None, "a"]] * saves
    return {"function": name, "vars": {"Void": ["r"], "Signed": ["a"]}, "return": 1, "blocks": [{"in": ["a"], "ops": ops, "exits": [{"to": 1, "args": [None]}]}, {"in": ["r"]}]}
def write(file, name, saves):
    with open(file, "w") as out:
        json.dump({"format": "stacksieve-graphs", "version": 1, "functions":
                   [*(function("f%d" % i, saves, None) for i in range(9)), function(name, saves, "f0", "f1", "f2", "f0"), function("top", 0, name)]}, out)
write("old.json", "a:before", 0)
write("new.json", "a:after", 1)
END
draw () { "$STACKSIEVE" draw --diff old.json new.json --policy pypy-stackless --calls "$@" 2>/dev/null; }
draw | grep -o 'Changed[^\]*\|was [^\]*\|f[0-9] -> f[0-9]	.style=invis'
draw --max-nodes 2 | grep -o 'Changed[^\]*\|… [^"]*'
