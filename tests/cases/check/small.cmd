# Nothing but a header, and one of each.
echo '{"format": "stacksieve-graphs", "version": 1}' | "$STACKSIEVE" check -
cat >one.jsonl <<'END'
{"format": "stacksieve-graphs", "version": 1, "program": "one", "by": "hand", "n": 1.5, "list": [1, {"a": null}]}
{"function": "f", "vars": {"Void": ["v"]}, "blocks": [{"in": [], "exits": [{"to": 1, "args": ["v0"]}], "ops": [["g", "v0"]]}, {"in": ["v"]}], "return": 1}
{"external": "C:x"}
END
sed -i 's/"Void": \["v"\]/"Void": ["v", "v0"]/' one.jsonl
"$STACKSIEVE" check one.jsonl
