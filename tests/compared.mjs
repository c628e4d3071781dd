// compared.mjs REPORT DIFF: whether the page's own modules read from a report of two builds what `diff --format json` says of them (run-report).
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { openChanges, openComparison } from "./page/compared.js";
import { open } from "./page/data.js";

const html = readFileSync(process.argv[2], "utf8"), told = JSON.parse(readFileSync(process.argv[3], "utf8"));
const getSection = name => html.match(new RegExp(`id="ss-${name}">([A-Za-z0-9+/=]*)</script>`))?.[1] ?? null;
const report = open(getSection), comparison = openComparison(getSection);

assert.deepEqual(comparison.summary, told.summary);
for (const { name, text } of ["codes", "whys", "fates", "matches"].flatMap(terms => comparison[terms]))
  assert.ok(name && text, `${name} has a meaning`);

const changes = await openChanges(report, comparison, getSection);
assert.equal(changes.n, told.changes.length);
const met = new Map();
told.changes.forEach((wanted, i) => {
  const { i: number, ...c } = changes.change(i), { suppressed, ...others } = wanted;
  assert.equal(number, i);
  assert.deepEqual(c, others);
  assert.equal(suppressed, null);
  assert.equal(changes.code(i), wanted.change);
  assert.equal(changes.breaks(i), wanted.breaks_pickles);
  assert.equal(changes.difference(i), wanted.difference.values);
  assert.deepEqual(changes.funcs(i), [wanted.old, wanted.new].map(side => side?.function ?? null));
  // The record of the report is that of the new build.
  const record = changes.record(i);
  assert.equal(record === null ? null : report.recordName(record), wanted.new?.record ?? null);
  if (record !== null) {
    const { kind, values } = report.record(record);
    assert.deepEqual({ kind, values }, { kind: wanted.new.kind, values: wanted.new.values });
    met.set(record, [...met.get(record) ?? [], i]);
  }
});
for (let r = 0; r < report.nrecords; r++)
  assert.deepEqual(changes.ofRecord(r), met.get(r) ?? []);
