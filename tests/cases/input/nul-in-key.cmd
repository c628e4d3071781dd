# U+0000 in a key is refused in our words, by both readers.
printf '%s\n' '{"format": "stacksieve-graphs", "version": 1}' '{"function": "f", "vars": {"gc:a\u0000": []}, "blocks": [{"in": []}]}' >key.jsonl
"$STACKSIEVE" check key.jsonl
echo $?
"$STACKSIEVE" check --reader=jansson key.jsonl
