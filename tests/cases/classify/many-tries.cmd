# Many objects hold one value, each with a name for it, and any of them could be saved instead: what is tried is bounded, and told.
jq -n '[range(200) | tostring] as $n | {const: "p"} as $p |
  {format: "stacksieve-graphs", version: 1, functions: [
    {function: "pause", vars: {Void: ["r"]}, return: 1, blocks: [{in: [], ops: [["stack_unwind", null]], exits: [{to: 1, args: [null]}]}, {in: ["r"]}]},
    {function: "f", vars: {"gc:F": (["e"] + ($n | map("d" + .))), Signed: ["p", "z", "q"]}, return: 1, blocks: [
      {in: ["e", "p", "z"], exits: [{to: 1, args: ["z"]}], ops: (
        [$n[] | ["getfield", "d" + ., "e", {const: ("f" + .)}], ["setfield", null, "d" + ., {const: ("x" + .)}, "p"]] +
        [$n[] | ["direct_call", null, "pause"]] + [$n[] | ["keepalive", null, "d" + .]] + [["keepalive", null, "e"], ["int_add", "s", "p", "z"]])},
      {in: ["q"]}]}]} | .functions[1].vars.Signed += ["s"] | .functions[1].blocks[0].exits[0].args = ["s"]' >many.json
echo '{"name": "t", "extends": "pypy-stackless", "frames": ["gc:F"], "owned": ["gc:F"], "unknown_calls": "never"}' >policy.json
"$STACKSIEVE" classify many.json --policy policy.json 2>/dev/null | grep -e 'bound on work' -e 'no longer saved' -e '^  after'
