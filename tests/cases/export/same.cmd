# What tells an export of today from the one that is stored: other names of variables and another order of blocks do not; whatever else the
# exporter writes does.
# Sanitizers see nothing of it.
[ "${SANITIZED-no}" = no ] || exit 77
stored=corpus/programs/eventloop-inlined.jsonl
try ()
{
  jq -c "$2" "$stored" >changed
  cmp -s unchanged changed && echo "nothing is changed"
  tests/same-streams "$stored" changed >difference && said=same || said=differs
  echo "$said, with $1"
  [ $said = same ] || [ -s difference ] || echo "but not how"
}

jq -c . "$stored" >unchanged
try 'other names of variables' 'if .function then
  (.vars | [.[][]] | map({key: ., value: ("other_" + .)}) | from_entries) as $names
  | (.vars[], (.blocks[] | .in, .ops[]?[1:], (.exits, .handlers | arrays | .[] | .args, .bind?) | arrays)) |= map(if type == "string" then $names[.] // . else . end)
  | (.blocks[].switch | strings) |= $names[.] else . end'
try 'another order of blocks' 'if .function and (.blocks | length) > 2 and .return != 1 and .raise != 1 and .return != 2 and .raise != 2 then
  def other: if . == 1 then 2 elif . == 2 then 1 else . end;
  .blocks[1:3] |= reverse | (.blocks[] | (.exits, .handlers | arrays | .[])).to |= other else . end'
try 'other numbers of methods' 'if .function // "" | test(":dispatcher") then (.blocks[].exits | arrays | select(all(.[]; .case | type == "string"))) |= (map(.case) as $cases | map(del(.case)) | reverse
  | to_entries | map(.value + {case: $cases[.key]})) else . end'
try 'a method less to choose' 'if .function // "" | test(":dispatcher") then (.blocks[].exits | arrays | select(length > 1)) |= .[1:] else . end'
try 'no lines' 'del(.blocks[]?.lines)'
try 'one line less' '(.blocks[]?.lines | arrays)[0] |= null'
try 'no file' 'del(.file)'
try 'another first line' 'if .line then .line += 1 else . end'
try 'nothing that never changes' 'del(.immutable)'
try 'no types that extend one' 'del(.super)'
try 'no callbacks' 'if .callbacks then .callbacks = [] else . end'
try 'no effects' 'if .effects then .effects = false else . end'
try 'another operation' '(.blocks[]?.ops[]?[0] | select(. == "int_add")) |= "int_sub"'
try 'another callee' '(.blocks[]?.ops[]? | select(.[0] == "direct_call")[2]) |= "other:other"'
try 'operands the other way round' '(.blocks[]?.ops[]? | select(.[0] == "int_lt" or .[0] == "setfield")) |= .[:2] + (.[2:] | reverse)'
try 'another constant' '(.blocks[]?.ops[]?[] | objects).const |= "other"'
try 'another case' '(.blocks[]?.exits[]?.case | booleans) |= not'
try 'another exception caught' '(.blocks[]?.handlers[]?.catch) |= "other"'
try 'another stage' 'if .stage then .stage = "rtype" else . end'
try 'a type of variables' 'if .vars then .vars |= with_entries(.key |= sub("Signed"; "Unsigned")) else . end'
jq -c 'if .format then .program = "other" else . end' "$stored" >changed
tests/same-streams --but-header "$stored" changed && echo "same, but for the header"
echo '{' >broken
tests/same-streams "$stored" broken >/dev/null 2>&1
echo "status $? of what cannot be read"
