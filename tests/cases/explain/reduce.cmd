# What is not saved, and what one more notation would change.
run ()
{
  echo "$@"
  "$STACKSIEVE" explain --policy corpus/policies/frames-stackless.json "$@"
}
run corpus/held.json 'interp:PyFrame.dispatch@1.2' | sed '/Why it is/,$d'
run corpus/held.json 'interp:PyFrame.dispatch@1.2' --reduce none | sed '/Why it is/,$d'
run corpus/held.json 'interp:PyFrame.dispatch' --reduce alias --what-if 'held_by pc_1 frame_1' | grep -A9 notation
run corpus/generator_next.json interp:GeneratorIterator.next --what-if 'held_by self_1 frame_0' | sed -n '/With the/,/^$/p'
run corpus/generator_next.json interp:GeneratorIterator.next --what-if 'held_by self_1 frame_0' --format json | tail -n +2 | jq -c '.records[].what_if'
cat >dead.json <<'END'
{"format": "stacksieve-graphs", "version": 1, "functions": [
 {"function": "f", "vars": {"Signed": ["a", "s", "t", "u", "q"]}, "return": 1, "blocks": [
  {"in": ["a"], "ops": [["int_add", "u", "a", 3], ["int_add", "s", "u", 1], ["int_add", "t", "u", 2], ["stack_unwind", null], ["use", null, "s", "t"]],
   "exits": [{"to": 1, "args": ["s"]}]}, {"in": ["q"]}]}]}
END
run dead.json f --policy pypy-stackless
run corpus/held.json 'interp:PyFrame.dispatch' --what-if 'held_by pc_1'
run corpus/held.json 'interp:PyFrame.dispatch' --what-if 'held_by pc_1 nothing'
run corpus/held.json 'interp:PyFrame.dispatch' --reduce nothing
