// compared.mjs TOOL REPORT REVERSED DIFF MOST OLD NEW OPTION…: whether the page's own modules read from a report of two builds what
// `diff --format json` says of them, of the graphs of their functions what the report of the old build against the new one does, and of what is in
// one build alone what `draw --diff` counts, of MOST functions (run-report).
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { openCode } from "./page/code.js";
import { openChanges, openComparison, openGraphs } from "./page/compared.js";
import { open } from "./page/data.js";
import { openOutlook } from "./page/outlook.js";

const [tool, file, reversed, diff, most, ...arguments_] = process.argv.slice(2);

function openPage(name) {
  const html = readFileSync(name, "utf8");
  const getSection = section => html.match(new RegExp(`id="ss-${section}">([A-Za-z0-9+/=]*)</script>`))?.[1] ?? null;
  return { getSection, report: open(getSection), comparison: openComparison(getSection) };
}

const told = JSON.parse(readFileSync(diff, "utf8")), { getSection, report, comparison } = openPage(file);

assert.deepEqual(comparison.summary, told.summary);
for (const { name, text } of ["codes", "whys", "fates", "matches"].flatMap(terms => comparison[terms]))
  assert.ok(name && text, `${name} has a meaning`);

const changes = await openChanges(report, comparison, getSection);
assert.equal(changes.n, told.changes.length);
const met = new Map();
told.changes.forEach((wanted, i) => {
  const { i: number, ...c } = changes.change(i);
  assert.equal(number, i);
  assert.deepEqual(c, wanted);
  assert.equal(changes.suppressed(i), wanted.suppressed !== null);
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

// Graphs: that of a function of either build is the same in the report of this build and of the other one.
async function graphsOf(page) {
  const { getSection: section, report: of } = page, opened = await openChanges(of, page.comparison, section);
  const code = await openCode(of, openOutlook(section, of), section), graphs = await openGraphs(of, code, opened, section);
  const drawn = [new Map(), new Map()];
  for (let i = 0; i < opened.n; i++)
    opened.places(i).forEach((place, side) => place && drawn[side].set(graphs.func(side, place.graph).name, place.graph));
  return { of, code, graphs, drawn };
}

const shape = f => ({ ...f, variables: f.ops.map(({ result }) => result !== null && f.variable(result)), texts: f.ops.map((_, o) => f.opText(o)) });
const plain = f => JSON.stringify(shape(f));
const here = await graphsOf({ getSection, report, comparison }), there = await graphsOf(openPage(reversed));
let held = 0;
here.drawn.forEach((all, side) => all.forEach((f, name) => {
  const place = here.graphs.func(side, f), found = there.of.findFunc(name), again = there.drawn[1 - side].get(name);
  assert.equal(place.name, name);
  if (side === 0 && found !== undefined)
    assert.equal(plain(here.graphs.graph(side, f)), plain(there.code.func(found)), name);
  if (again === undefined)
    return;
  held++;
  assert.equal(plain(here.graphs.graph(side, f)), plain(there.graphs.graph(1 - side, again)), name);
  assert.deepEqual(place, { ...there.graphs.func(1 - side, again), code: place.code });
}));
assert.ok(held > 0 || changes.n === 0, "graphs were held against each other");

// What is marked of a change: its record, where that is in the function that is drawn.
told.changes.forEach((wanted, i) => changes.places(i).forEach((place, side) => {
  const of = [wanted.old, wanted.new][side];
  if (place === null) {
    assert.equal(of, null);
    return;
  }
  const { name, kinds } = here.graphs.func(side, place.graph), f = here.graphs.graph(side, place.graph);
  if (place.point === null || of?.record === null || name !== of?.function)
    return;
  const { block } = f.ops[place.point];
  if (wanted.call === null || `${name}@${block}.${place.point - f.blocks[block].op0}` !== wanted.call)
    assert.equal(`${name}@${block}.${place.point - f.blocks[block].op0}`, of.record);
  assert.equal(kinds.get(place.point), of.kind);
}));

// What is in one build alone is what the picture of both counts.
const [old, now, ...options] = arguments_, seen = new Set();
for (let i = 0; i < changes.n && seen.size < Number(most); i++) {
  const [was, is] = changes.places(i), pair = was && is && here.graphs.pair(was.graph, is.graph);
  if (!pair || seen.has(is.graph))
    continue;
  seen.add(is.graph);
  const { name } = here.graphs.func(1, is.graph), graph = here.graphs.graph(0, was.graph);
  const dot = execFileSync(tool, ["draw", "--diff", old, now, `--function=${name}`, ...options], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  const counted = ["blocks", "ops"].map(what => `${graph[what].length - pair[0][what].size} in both, ${pair[0][what].size} gone, ${pair[1][what].size} new`);
  assert.ok(dot.replaceAll("\\\n", "").replaceAll(/\\l */g, " ").includes(`blocks: ${counted[0]}; operations: ${counted[1]};`), `${name}: ${counted}`);
}
