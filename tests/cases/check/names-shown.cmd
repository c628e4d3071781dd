# Control and bidirectional characters do not reach the terminal.
cat >bad <<'END'
{"format": "stacksieve-graphs", "version": 1, "program": "a\u001b[31m\u202eb\u0000c", "stage": "</script>\r"}
END
"$STACKSIEVE" check bad
echo '{"function": "f\u001b[31m\u202e", "vars": {}, "blocks": [{"in": []}], "return": 7}' >>bad
"$STACKSIEVE" check bad
