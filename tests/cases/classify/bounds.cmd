# A bound on work that was hit is told, at the record and in all, by every form of the report, and by explain.
python3 - <<'END'
import json
def program(name, functions):
    with open(name, "w") as f:
        json.dump({"format": "stacksieve-graphs", "version": 1, "functions": functions}, f)
n = 4200
many = [["int_add", "t%d" % i, "t%d" % (i - 1) if i else "a", "a"] for i in range(n)]
program("nodes.json", [{"function": "f", "vars": {"gc:interp.PyFrame": ["f"], "Signed": ["a", "q"] + ["t%d" % i for i in range(n)]}, "return": 1, "blocks": [
    {"in": ["f", "a"], "ops": many + [["yield_current_frame_to_caller", None], ["use", None, "f", "a"]], "exits": [{"to": 1, "args": ["t%d" % (n - 1)]}]}, {"in": ["q"]}]}])
# One record asks for a value, the others for that and one of their own each.
for n in 512, 513:
    names = ["x_%da" % i for i in range(n - 1)]
    ops = [["yield_current_frame_to_caller", None]]
    for name in names:
        ops += [["make", name], ["yield_current_frame_to_caller", None], ["use", None, "f", name]]
    program("wishes-%d.json" % n, [{"function": "f", "vars": {"gc:interp.PyFrame": ["f"], "Signed": names + ["z", "q"]}, "return": 1, "blocks": [
        {"in": ["f", "z"], "ops": ops, "exits": [{"to": 1, "args": ["z"]}]}, {"in": ["q"]}]}])
END
policy=corpus/policies/frames-stackless.json
"$STACKSIEVE" classify nodes.json --policy $policy --records | grep bound
"$STACKSIEVE" classify nodes.json --policy $policy --records --format json | jq -c '.summary.reduction.bounded, [.records[].bounded]'
"$STACKSIEVE" classify nodes.json --policy $policy --format csv
"$STACKSIEVE" classify nodes.json --policy $policy --format sarif >/dev/null
"$STACKSIEVE" classify nodes.json --policy $policy --format csv --reduce held
"$STACKSIEVE" explain nodes.json f --policy $policy | grep bound
"$STACKSIEVE" explain nodes.json f --policy $policy --what-if 'held_by a f' | grep bound
"$STACKSIEVE" explain nodes.json f --policy $policy --what-if 'held_by t4199 f' | grep notation
# What shows no record by itself has a note of it.
for command in chains hops names trend chokes "draw --function=f" "report -o page.html"; do
  echo "$command" >&2
  "$STACKSIEVE" $command nodes.json --policy $policy >/dev/null
done
echo diff >&2
"$STACKSIEVE" diff nodes.json wishes-512.json --policy $policy >/dev/null
"$STACKSIEVE" tree nodes.json f --policy $policy >/dev/null
# Above 512 different suggestions of a function, records that ask for less are not counted.
for n in 512 513; do
  "$STACKSIEVE" classify wishes-$n.json --policy $policy --suggest | sed -n '/^Notations/,$p' | sed -n '1,4p;/bound/p'
  "$STACKSIEVE" classify wishes-$n.json --policy $policy --suggest=0 --format json | jq -c '[.suggestions.most[] | [.records, .bounded]] | unique'
done
