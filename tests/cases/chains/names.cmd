# Names: stable under renumbered blocks, renamed variables and functions added elsewhere; a registry brought up to date.
python3 - <<'END' || exit 77
import glob, json, os
for name in glob.glob("corpus/*.json"):
    with open(name) as f:
        p = json.load(f)
    for f in p["functions"]:
        n = len(f["blocks"])
        # block 0 stays the start; the others come in the opposite order
        new = {b: b if b == 0 else n - b for b in range(n)}
        blocks = [None] * n
        for b, block in enumerate(f["blocks"]):
            blocks[new[b]] = block
        f["blocks"] = blocks
        for key in ("return", "raise"):
            if f.get(key) is not None:
                f[key] = new[f[key]]
        def rename(a):
            return "x_" + a if isinstance(a, str) else a
        for block in blocks:
            block["in"] = [rename(a) for a in block["in"]]
            if isinstance(block.get("switch"), str):
                block["switch"] = rename(block["switch"])
            for op in block.get("ops", ()):
                first = {"direct_call": 3, "indirect_call": 3}.get(op[0], 2)
                op[1] = rename(op[1])
                op[first:] = [rename(a) for a in op[first:]]
            for link in block.get("exits", []) + block.get("handlers", []):
                link["to"] = new[link["to"]]
                if "bind" in link:
                    link["bind"] = [rename(a) for a in link["bind"]]
                link["args"] = [rename(a) for a in link["args"]]
        f["vars"] = {t: [rename(v) for v in vs] for t, vs in f["vars"].items()}
    p["functions"].insert(0, {"function": "aaa:added", "vars": {"Void": ["r"]}, "return": 1, "blocks": [
        {"in": [], "ops": [["stack_unwind", None], ["direct_call", None, "aaa:more"]], "exits": [{"to": 1, "args": [None]}]},
        {"in": ["r"]}]})
    with open("changed-" + os.path.basename(name), "w") as f:
        json.dump(p, f)
END
tests/small-programs | while read -r file policy functions; do
  [ $policy != corpus/policies/calls.json ] || continue  # its entries name blocks
  echo "\"$file\""
  "$STACKSIEVE" names $file --policy $policy
  "$STACKSIEVE" names changed-${file#*/} --policy $policy
done >named.json
jq -r --slurp 'range(0; length; 3) as $i | select(.[$i + 1] != (.[$i + 2] | del(.names[] | select(.function == "aaa:added"))))
  | "\(.[$i]): the names differ"' named.json
echo "== brought up to date"
policy=corpus/policies/coroutine.json
"$STACKSIEVE" names corpus/coroutine_root.json --policy $policy |
  jq '.names[0].name = "the bottom" | .names[1].function = "gone:away" | .names += [{"name": "idle one", "function": "interp:PyFrame.run", "callee": "coro:switch", "occurrence": 1}]' >old.json
"$STACKSIEVE" names corpus/coroutine_root.json --policy $policy --registry old.json -o new.json
jq -c '.names[] | [.name, .function, .occurrence, .status]' new.json
"$STACKSIEVE" names corpus/coroutine_root.json --policy $policy --registry new.json | jq -c '[.names[].status]'
echo "== a name with every character"
cat >odd.json <<'END'
{"format": "stacksieve-graphs", "version": 1, "functions": [{"function": "a\u0000b\"/\\\u202e", "vars": {"Void": ["r"], "Signed": ["n"]},
 "return": 1, "blocks": [{"in": ["n"], "ops": [["stack_unwind", null], ["direct_call", null, "x", "n"]],
 "exits": [{"to": 1, "args": [null]}]}, {"in": ["r"]}]}]}
END
"$STACKSIEVE" names odd.json --policy pypy-stackless -o odd-names.json
"$STACKSIEVE" names odd.json --policy pypy-stackless --registry odd-names.json | jq -ac '.names[] | [.name, .status]'
echo "== registries that are none"
for text in '' '[]' '{"format": "stacksieve-names", "version": 1, "names": [{"name": 3}]}' \
  '{"format": "stacksieve-names", "version": 1, "names": [{"name": "a", "function": "f", "callee": "g", "occurrence": 1}, {"name": "a", "function": "f", "callee": "g", "occurrence": 2}]}' \
  '{"format": "stacksieve-names", "version": 1, "names": [{"name": "a", "function": "f", "callee": "g", "occurrence": 1}, {"name": "b", "function": "f", "callee": "g", "occurrence": 1}]}'; do
  printf '%s' "$text" >bad.json
  "$STACKSIEVE" names corpus/coroutine_root.json --registry bad.json 2>&1
  echo "status $?"
done
