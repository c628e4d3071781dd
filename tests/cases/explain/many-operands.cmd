# Of an operation with many operands the first are told; explaining 20,000 values that it reads takes no time.
wide () {
  python3 - "$1" <<'PY'
import json, sys
names = ["v%d" % i for i in range(int(sys.argv[1]))]
print(json.dumps({"format": "stacksieve-graphs", "version": 1, "types": [], "externals": [], "functions": [
    {"function": "f", "vars": {"Signed": names}, "blocks": [{"in": names, "ops": [["stack_unwind", None], ["use", None] + names]}]}]}))
PY
}
wide 33 >wide.json
"$STACKSIEVE" explain --policy=pypy-stackless wide.json f@0.0 | grep -m 1 ' used '
wide 20000 >wide.json
timeout 60 "$STACKSIEVE" explain --policy=pypy-stackless wide.json f@0.0 | grep -c ' used '
