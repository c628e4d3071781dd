// explained.mjs TOOL REPORT MOST FILE OPTION…: whether the page's modules read from the report, of the records of its functions (at most MOST,
// spread over all), what `explain FILE FUNCTION OPTION… --format=json` says, and whom the calls of FILE call (run-report).
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { openCode } from "./page/code.js";
import { open } from "./page/data.js";
import { diagram } from "./page/diagram.js";
import { openOutlook } from "./page/outlook.js";
import { trail } from "./page/trail.js";

const [tool, file, most, dump, ...options] = process.argv.slice(2);
const html = readFileSync(file, "utf8");
const getSection = name => html.match(new RegExp(`id="ss-${name}">([A-Za-z0-9+/=]*)</script>`))[1];
const report = open(getSection), outlook = openOutlook(getSection, report), code = await openCode(report, outlook, getSection);

const placeOf = ({ text, op }, path) => ({ text, operation: op, path: path.blocks, path_left_out: path.leftOut });
const toldPlace = (place, name) => ({ text: place.text, operation: place.operation === null ? null : place.operation.slice(name.length + 1),
                                      path: place.path, path_left_out: place.path_left_out });

function check(i, told) {
  const r = report.record(i), f = code.func(r.func), e = code.explain(i), { name } = report.func(r.func);
  const place = (at, path) => {
    if (at === null)
      return null;
    const op = at.op === null ? null : f.ops[at.op];
    return placeOf({ ...at, op: op && `${op.block}.${at.op - f.blocks[op.block].op0}` }, path);
  };
  assert.equal(e.call, told.call);
  assert.equal(e.line, told.call_line);
  assert.deepEqual(e.saved.map(v => ({ variable: v.variable, type: v.type, storage: v.storage, origin: v.origin.variable, from: v.origin.text,
                                       use_variable: v.useVariable, use: place(v.use, v.path) })),
    told.saved.map(v => ({ variable: v.variable, type: v.type, storage: v.storage, origin: v.origin.variable, from: v.origin.text,
                           use_variable: v.use_variable, use: v.use && toldPlace(v.use, name) })));
  assert.deepEqual(e.causes.map(c => ({ reason: c.reason, text: c.text, value: c.value, place: place(c.place, c.path) })),
    told.causes.map(c => ({ reason: c.reason, text: c.text, value: c.value && { variable: c.value.variable, type: c.value.type },
                            place: c.place && toldPlace(c.place, name) })));
  const lines = (told.not_saved ?? []).map(v => `${v.variable} ${v.type} is ${v.why}`);
  const onTheWay = (told.rebuild ?? []).filter(v => !v.live).map(v => `${v.variable} ${v.type} is on the way, ${v.why}`);
  assert.deepEqual(e.gone, [...lines, ...onTheWay]);
  assert.deepEqual(code.chain(i).map(s => ({ record: s.record === null ? null : s.caller, caller: s.record === null ? s.caller : report.func(report.record(s.record).func).name,
                                             callee: s.callee?.name ?? null, text: `${s.caller}${s.verb}${s.callee?.name ?? ""}${s.rest}` })),
    told.chain.map(s => ({ record: s.record, caller: s.caller, callee: s.callee, text: s.text })));
  // The picture has the point once, and a line for all that its trails mark; its edges lead from box to box.
  const point = f.blocks[r.block].op0 + r.op, { boxes, edges } = diagram(f, r.block, { max: Infinity, fold: true });
  const ops = boxes.flatMap(box => box.lines.map(line => line.op)), shown = new Set(ops), names = new Set(boxes.map(box => box.name));
  assert.equal(ops.filter(op => op === point).length, 1);
  assert.equal(names.size, boxes.length);
  for (const { from, to } of edges)
    assert.ok(names.has(from) && names.has(to), `${from} to ${to}`);
  // What the picture marks has in it what the explanation names.
  for (const v of e.saved) {
    const t = trail(f, point, [v.var]);
    if (v.origin.op !== null)
      assert.ok(t.makes.has(v.origin.op), `${v.variable} is made by ${v.origin.text}`);
    if (v.use !== null && v.use.op !== null)
      assert.ok(t.uses.has(v.use.op), `${v.variable} is used by ${v.use.text}`);
    for (const o of [...t.makes, ...t.uses])
      assert.ok(shown.has(o), `${f.opText(o)} is shown`);
  }
}

// By function, its blocks as the input has them; of a file that is packed, none.
const program = new Map();
if (/\.jsonl?$/.test(dump)) {
  const text = readFileSync(dump, "utf8"), records = dump.endsWith("l") ? text.trim().split("\n").map(line => JSON.parse(line)) : JSON.parse(text).functions;
  for (const record of records)
    program.set(record.function, record.blocks);
}

// Whom a site calls by the word of the policy, not the program.
const policy = options[options.indexOf("--policy") + 1], sites = policy.endsWith(".json") ? JSON.parse(readFileSync(policy, "utf8")).calls ?? [] : [];

// Who is called: all targets that have records, and no one who is no target.
function checkCalls(i) {
  const r = report.record(i), op = program.get(report.func(r.func).name)?.[r.block].ops[r.op], callees = code.callees(i).map(({ name }) => name);
  assert.ok(code.callees(i).every(({ func }) => func === null || code.callers(func).includes(i)));
  if (!op?.[0].endsWith("_call"))
    return;
  const only = sites.find(({ site }) => site === r.name)?.only;
  const targets = only ?? (op[0] === "direct_call" ? [op[2]] : op[2] ?? []);
  assert.equal(code.ntargets(i), op[2] === null && !only ? null : targets.length, r.name);
  assert.deepEqual(callees.filter(name => !targets.includes(name)), [], r.name);
  assert.deepEqual(targets.filter(name => report.findFunc(name) !== undefined && !callees.includes(name)), [], r.name);
}

for (const hop of outlook.hops)
  assert.deepEqual(code.way(hop.record), { ...hop.way, records: [...hop.way.records] });

const every = Math.max(1, Math.ceil(report.nfuncs / Number(most)));
for (let n = 0; n < report.nfuncs; n += every) {
  const { name, record0, nrecords } = report.func(n);
  const told = JSON.parse(execFileSync(tool, ["explain", dump, name, ...options, "--format=json"], { maxBuffer: 1 << 30, stdio: ["ignore", "pipe", "ignore"] }));
  assert.equal(told.records.length, nrecords, name);
  told.records.forEach((record, k) => {
    assert.equal(report.recordName(record0 + k), record.record);
    check(record0 + k, record);
    checkCalls(record0 + k);
  });
}
