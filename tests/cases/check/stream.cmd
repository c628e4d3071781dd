"$STACKSIEVE" extract --all corpus/map.json -o map.jsonl
"$STACKSIEVE" check map.jsonl
"$STACKSIEVE" check - <map.jsonl
