# What is not saved, and what one more notation would change.
run ()
{
  echo "$@"
  "$STACKSIEVE" explain --policy corpus/policies/frames-stackless.json "$@"
}
run corpus/held.json 'interp:PyFrame.dispatch@1.2' | sed '/Why it is/,$d'
run corpus/held.json 'interp:PyFrame.dispatch@1.2' --reduce none | sed '/Why it is/,$d'
# What the step held finds by itself is not the notation's doing.
with ()
{
  "$STACKSIEVE" explain --policy corpus/policies/frames-stackless.json "$@" | sed -n '/With the/,/^$/p'
}
for step in none alias recompute; do
  with corpus/held.json interp:PyFrame.dispatch --reduce $step --what-if 'held_by pc_1 frame_1'
  with corpus/held.json interp:PyFrame.dispatch --reduce $step --what-if 'held_by done_0 frame_1'
  with corpus/generator_next.json interp:GeneratorIterator.next --reduce $step --what-if 'held_by self_1 frame_0'
done
cat >both.json <<'END'
{"format": "stacksieve-graphs", "version": 1, "types": [{"type": "gc:interp.PyFrame", "immutable": ["code"]}], "functions": [
 {"function": "f", "vars": {"gc:interp.PyFrame": ["f"], "Signed": ["a", "v", "q"]}, "return": 1, "blocks": [
  {"in": ["f", "a"], "ops": [["getfield", "v", "f", {"const": "code"}], ["stack_unwind", null], ["use", null, "f", "a", "v"]],
   "exits": [{"to": 1, "args": ["a"]}]}, {"in": ["q"]}]}]}
END
with both.json f --reduce none --what-if 'held_by a f'
with both.json f --reduce none --what-if 'held_by v f'
run both.json f --reduce none --what-if 'held_by a f' --format json | tail -n +2 | jq -c '.records[].what_if | .kind, .bytes, .without'
run corpus/generator_next.json interp:GeneratorIterator.next --what-if 'held_by self_1 frame_0' | sed -n '/With the/,/^$/p'
run corpus/generator_next.json interp:GeneratorIterator.next --what-if 'held_by self_1 frame_0' --format json | tail -n +2 | jq -c '.records[].what_if'
cat >dead.json <<'END'
{"format": "stacksieve-graphs", "version": 1, "functions": [
 {"function": "f", "vars": {"Signed": ["a", "s", "t", "u", "q"]}, "return": 1, "blocks": [
  {"in": ["a"], "ops": [["int_add", "u", "a", 3], ["int_add", "s", "u", 1], ["int_add", "t", "u", 2], ["stack_unwind", null], ["use", null, "s", "t"]],
   "exits": [{"to": 1, "args": ["s"]}]}, {"in": ["q"]}]}]}
END
run dead.json f --policy pypy-stackless
run corpus/held.json 'interp:PyFrame.dispatch' --what-if 'held_by frame_1 pc_1'
run corpus/held.json 'interp:PyFrame.dispatch' --what-if 'held_by pc_1 pycode_1'
run corpus/held.json 'interp:PyFrame.dispatch' --what-if 'held_by pc_1'
run corpus/held.json 'interp:PyFrame.dispatch' --what-if 'held_by pc_1 nothing'
run corpus/held.json 'interp:PyFrame.dispatch' --reduce nothing
