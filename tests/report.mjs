// report.mjs REPORT RECORDS: whether data.js reads from the report what `classify --records --format=json` says (run-report).
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { open } from "./data.mjs";

const html = readFileSync(process.argv[2], "utf8");
const told = JSON.parse(readFileSync(process.argv[3], "utf8"));
const report = open(name => html.match(new RegExp(`id="ss-${name}">([A-Za-z0-9+/=]*)</script>`))[1]);

assert.equal(report.meta.program, told.summary.program);
assert.equal(report.nrecords, told.records.length);
told.records.forEach((record, i) => {
  const r = report.record(i);
  const before = record.before ?? { kind: record.kind, values: record.values, bytes: record.bytes };
  assert.deepEqual(
    { record: r.name, function: report.func(r.func).name, block: r.block, op: r.op, opname: r.opname, kind: r.kind,
      reasons: r.reasons, values: r.values, bytes: r.bytes, bounded: r.bounded,
      before: { kind: r.kindBefore, values: r.valuesBefore, bytes: r.bytesBefore },
      types: Array.from(report.savedTypes(i), report.typeName) },
    { record: record.record, function: record.function, block: record.block, op: record.op, opname: record.opname, kind: record.kind,
      reasons: record.reasons, values: record.values, bytes: record.bytes, bounded: record.bounded ?? false,
      before, types: record.saved.map(value => value.type) }, record.record);
});
