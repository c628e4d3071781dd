// report.mjs REPORT RECORDS HOPS PLAN CHAINS CHOKES: whether the page's own modules read from the report what `classify --records`, `hops`,
// `hops --plan`, `chains` and `chokes` say as JSON (run-report).
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { open } from "./page/data.js";
import { openOutlook } from "./page/outlook.js";

const html = readFileSync(process.argv[2], "utf8");
const [told, hops, plan, chains, chokes] = process.argv.slice(3).map(file => JSON.parse(readFileSync(file, "utf8")));
const getSection = name => html.match(new RegExp(`id="ss-${name}">([A-Za-z0-9+/=]*)</script>`))[1];
const report = open(getSection), outlook = openOutlook(getSection, report);

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

const { step } = outlook;
const shownWay = way => ({ ...way, records: Array.from(way.records, n => step(n)).map(({ name, kind, blocker, values }) => [name, kind, blocker, values]) });
const toldWay = ({ records, end }) => ({ records: records.map(r => [r.record, r.kind, r.blocker, r.saved.length]), end: end.what, symbol: end.symbol });
assert.deepEqual(
  outlook.hops.map(h => ({ ...h, record: step(h.record).name, way: shownWay(h.way) })),
  hops.hops.map(h => ({
    record: h.record, bytecode: h.bytecode, strategy: h.strategy, fewest: h.fewest, fewestFrame: h.fewest_frame, fewestSource: h.fewest_source,
    fewestUnnamed: h.fewest_unnamed, run: h.run, startsBlocked: h.starts_blocked, way: toldWay(h.way),
  })));
assert.deepEqual(
  outlook.groups.map(g => ({ bytecode: g.bytecode, hops: g.hops.length, strategies: g.strategies, fewest: g.fewest, run: g.run })), hops.bytecodes);
for (const { name, hops: n } of outlook.strategies)
  assert.equal(n, hops.hops.filter(hop => hop.strategy === name).length);

assert.equal(outlook.hops.length, plan.hops);
assert.equal(outlook.plan.free_before, plan.free_before);
assert.deepEqual(
  outlook.plan.steps.map(({ record, ...others }) => ({ record: step(record).name, ...others })),
  plan.plan.map(({ blocker, ...others }) => others));

assert.equal(outlook.verdict, chains.all.verdict);
assert.equal(outlook.blockerCount, chains.blocker_count);
assert.deepEqual(
  outlook.blockers.map(({ record, ...counts }) => ({ record: step(record).name, kind: step(record).kind, blocker: step(record).blocker, ...counts })),
  chains.blockers.map(({ record, kind, blocker, every, some, cheapest }) => ({ record, kind, blocker, every, some, cheapest })));

assert.equal(outlook.chokeCount, chokes.choke_count);
assert.deepEqual(
  outlook.chokes.map(({ record, ...others }) => others),
  chokes.chokes.map(({ policy, ...others }) => others));
for (const { name, what, record } of outlook.chokes)
  assert.equal(record === null ? null : step(record).name, what === "site" ? name : null);

// The sentences name these numbers.
const count = n => n.toLocaleString("en-US");
const [ofChains, ofHops] = outlook.says;
if (chains.all.verdict === "none")
  assert.match(ofChains, new RegExp(`^No chain .* of the ${count(chains.all.records)} records on them ${count(chains.all.blockers)} (is a|are) `
    + `blockers?, and no chain has fewer than ${chains.all.fewest}\\.$`));
if (plan.plan.length)
  assert.match(ofHops, new RegExp(`^Of ${count(plan.hops)} hops? .* the plan clears ${plan.plan.length} records?, after which `
    + `${plan.plan.at(-1).total || "none"} `));
