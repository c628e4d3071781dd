# The three formats tell the same of a program with many records.
file=corpus/call_function.json policy=corpus/policies/frames-stackless.json
[ -n "$DUMPS" ] && file=$DUMPS/patterns-inlined.jsonl policy=pypy-stackless
"$STACKSIEVE" classify $file --policy $policy --records >text
"$STACKSIEVE" classify $file --policy $policy --format csv >csv
"$STACKSIEVE" classify $file --policy $policy --records --format json >json
"$STACKSIEVE" classify $file --policy $policy --records --format json --threads 3 | cmp - json
python3 - <<'END'
import csv, json
with open('json') as f:
    document = json.load(f)
with open('csv', newline='') as f:
    rows = list(csv.DictReader(f))
with open('text') as f:
    shown = f.read().split('\nRecords: ')[1].splitlines()[1:]
lines = [line for line in shown if not line.startswith('    ')]
whys = [line for line in shown if line.startswith('    ')]
records, summary = document['records'], document['summary']
assert len(records) == len(rows) == len(lines) == summary['points'] == summary['all']['records']
sums = {kind: dict(records=0, values=0, bytes=0) for kind in summary['kinds']}
for record, row, line in zip(records, rows, lines):
    assert record['record'] == row['record'] == '%s@%d.%d' % (record['function'], record['block'], record['op'])
    assert record['kind'] == row['kind'] and ' '.join(record['reasons']) == row['reason']
    assert record['values'] == int(row['values']) == len(record['saved'])
    assert record['bytes'] == int(row['bytes']) == 24 + 8 * len(record['saved'])
    saved = ['%(variable)s %(type)s' % value for value in record['saved']]
    assert '; '.join(saved) == row['saved']
    assert line == '%s is %s: %s; saves %s' % (row['record'], row['kind'], row['reason'], ', '.join(saved) or 'nothing')
    sums[record['kind']]['records'] += 1
    sums[record['kind']]['values'] += record['values']
    sums[record['kind']]['bytes'] += record['bytes']
assert sums == summary['kinds'] == summary['reduction']['stages'][-1]['kinds']
gone = [value for record in records for value in record['not_saved']]
assert len(gone) == sum(summary['reduction']['not_saved'].values()) <= len(whys)
for value in gone:
    assert '    %(variable)s %(type)s is %(why)s' % value in whys
END
