# Every character comes out as itself: exactly in JSON, visibly in text and CSV, where no cell is run by a spreadsheet.
cat >program.json <<'END'
{"format": "stacksieve-graphs", "version": 1, "program": "\u001b[2J\u0000\u202e</script>", "stage": "=1+1", "\u202ekey": "\u0007",
 "functions": [
  {"function": "=cmd|' /C calc'!A0", "vars": {"gc:\"q,u\"\n": ["-v", "@w", "+x"], "Void": ["\u0009"]}, "return": 1, "blocks": [
   {"in": ["-v", "@w"], "ops": [["stack_unwind", null], ["same\u0000as", "+x", "-v", "@w"]], "exits": [{"to": 1, "args": [null]}]}, {"in": ["\u0009"]}]},
  {"function": "\u0000\u202e\u001b[31m\u00e9\ud83d\ude00\u009b", "vars": {"gc:a\u2066b": ["\u0000"], "Void": ["r"]}, "return": 1, "blocks": [
   {"in": ["\u0000"], "ops": [["stack_unwind", null], ["use", null, "\u0000"]], "exits": [{"to": 1, "args": [null]}]}, {"in": ["r"]}]},
  {"function": "%s%n\\N{a|b}&lt;]]>-->", "vars": {"Void": ["r"]}, "return": 1, "blocks": [
   {"in": [], "ops": [["stack_unwind", null], ["\"'", null]], "exits": [{"to": 1, "args": [null]}]}, {"in": ["r"]}]}]}
END
"$STACKSIEVE" classify program.json --policy pypy-stackless --records
"$STACKSIEVE" classify program.json --policy pypy-stackless --format csv | tee rows
"$STACKSIEVE" classify program.json --policy pypy-stackless --format json --records >out
jq -c '.summary.program, .summary.header, (.records[] | .function, .saved)' out | cat -v
python3 - <<'END'
import csv, json
with open('program.json', encoding='utf-8') as f:
    program = json.load(f)
with open('out', encoding='utf-8') as f:
    records = json.load(f)['records']
assert [r['function'] for r in records] == [f['function'] for f in program['functions']]
with open('rows', encoding='utf-8', newline='') as f:
    rows = list(csv.reader(f))
assert len(rows) == 4 and all(len(row) == 6 for row in rows)
for row in rows:
    print(row)
assert not any(cell[:1] in '=+-@\t\r' for row in rows for cell in row if cell)
END
