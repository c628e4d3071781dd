# A chain, a hop and calls, of names that mean something to Graphviz and XML; what is left out is said; the same bytes each time.
cat >names.json <<'END'
{"format": "stacksieve-graphs", "version": 1, "functions": [
  {"function": "loop\\N", "vars": {"gc:{a|b}": ["\" onload=\"x"], "Void": ["v", "r"]}, "return": 1,
   "blocks": [{"in": ["\" onload=\"x"], "ops": [["direct_call", "v", "<b>&lt;\u202e", "\" onload=\"x"], ["use", null, "\" onload=\"x"]],
               "exits": [{"to": 1, "args": [null]}]}, {"in": ["r"]}]},
  {"function": "<b>&lt;\u202e", "vars": {"raw:]]>": ["\\"], "Void": ["v", "r"]}, "return": 1,
   "blocks": [{"in": ["\\"], "ops": [["direct_call", "v", "end\\", "\\"], ["use", null, "\\"]],
               "exits": [{"to": 1, "args": [null]}]}, {"in": ["r"]}]},
  {"function": "other\"", "vars": {"Void": ["v", "r"]}, "return": 1,
   "blocks": [{"in": [], "ops": [["direct_call", "v", "end\\"]], "exits": [{"to": 1, "args": ["v"]}]}, {"in": ["r"]}]},
  {"function": "end\\", "vars": {"gc:{a|b}": ["x"], "Void": ["v", "r"]}, "return": 1,
   "blocks": [{"in": ["x"], "ops": [["stack_switch", "v"], ["use", null, "x"]], "exits": [{"to": 1, "args": [null]}]}, {"in": ["r"]}]}]}
END
cat >policy.json <<'END'
{"extends": "pypy-stackless", "frame_functions": ["loop\\N"]}
END
run () { "$STACKSIEVE" draw names.json --policy ./policy.json "$@"; }
run --chain 'loop\N' source -o chain.dot
cat chain.dot
run --chain 'loop\N' 'end\' | sed -n 's/.*label="\(Shortest.*\)",$/\1/p'
run --hop 'loop\N@0.0' >hop.dot
run --calls --max-nodes 2 >calls.dot
cat calls.dot
for what in chain hop calls; do
  case $what in
    chain) set -- --chain 'loop\N' source ;;
    hop) set -- --hop 'loop\N@0.0' ;;
    calls) set -- --calls --max-nodes 2 ;;
  esac
  TZ=Asia/Tokyo LC_ALL=C.UTF-8 run "$@" --threads 4 | cmp - $what.dot
  run "$@" -o $what.svg
  if command -v xmllint >/dev/null; then xmllint --noout $what.svg; fi
done
# of the calls, what lies below one function and above another
run --calls --from '<b>&lt;\u202e' | sed -n 's/.*function\\l  \(.*\)\\l1 record.*/from: \1/p'
run --calls --to 'other"' | sed -n 's/.*function\\l  \(.*\)\\l1 record.*/to: \1/p'
! grep '<b>\|onload="x"' ./*.svg
