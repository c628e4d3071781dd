// One record: what it is, the graph of its function, its explanation, and the other records of its function.
import { recordAddress, recordsAddress } from "./address.js";
import { el, kindMark, number } from "./dom.js";
import { explanationPart } from "./explanation.js";
import { graphPart } from "./graph.js";
import { changeLink, linkList } from "./links.js";

const amount = n => `${number(n)} value${n === 1 ? "" : "s"}`;

function facts(report, r) {
  const f = report.func(r.func), { meta } = report;
  const text = (list, name) => list.find(entry => entry.name === name).text;
  const rows = [
    ["Kind", el("span", {}, kindMark(r.kind), `: ${text(meta.kinds, r.kind)}`)],
    ["Operation", r.opname],
    ["Saves", `${amount(r.values)}, ${number(r.bytes)} bytes`],
    ["Before reduction", el("span", {}, kindMark(r.kindBefore), `: ${amount(r.valuesBefore)}, ${number(r.bytesBefore)} bytes`)],
    ...r.bounded ? [["Bound", "the bound on work was hit: it may save more than it need"]] : [],
    ["To be restored", text(meta.bars, r.bar)],
    ["File", f.file === null ? "not said" : el("a", { href: recordsAddress({ file: `=${f.file}` }) }, f.file)],
    ["Line of the function", f.line === null ? "not said" : String(f.line)],
  ];
  return el("dl", {}, ...rows.flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]));
}

function others(report, i, f) {
  const shown = Array.from({ length: f.nrecords }, (_, k) => () => {
    const other = report.record(f.record0 + k);
    return [el("a", { href: recordAddress(other), "aria-current": other.i === i ? "true" : null }, `@${other.block}.${other.op}`), " ", kindMark(other.kind), ` ${other.opname}`];
  });
  return [
    el("h2", {}, `Records of the function: ${number(f.nrecords)}`), ...linkList(shown, "records", "others", 90),
    el("p", {}, el("a", { href: recordsAddress({ func: `=${f.name}` }) }, "Show them as a table")),
  ];
}

// What became of the record since an older build.
function sincePart(changes, i) {
  const found = changes.ofRecord(i);
  return [
    el("h2", {}, "Since the older build"),
    el("p", {}, ...found.length ? found.flatMap((c, k) => [k ? ", " : "", changeLink(changes, c)]) : ["It has not changed."]),
  ];
}

// opened, openedChanges: give a promise of the code (code.js) and of what changed (compared.js), null for a report of one build.
export function recordView(report, outlook, opened, openedChanges, { name, query }, go) {
  const i = report.find(name);
  if (i < 0)
    return { elements: [el("h1", {}, "No such record"), el("p", {}, "This report has no record of that name: ", el("code", {}, name))] };
  const r = report.record(i), graph = graphPart(report, i, query, state => go(recordAddress(r, state)));
  const explanation = el("div", { id: "explanation", "aria-busy": "true" });
  let closed = false;
  return {
    elements: [el("h1", {}, el("code", {}, r.name)), facts(report, r), ...graph.elements, explanation, ...others(report, i, report.func(r.func))],
    async shown() {
      const [code, changes] = await Promise.all([opened(), openedChanges()]);
      if (closed)
        return;
      explanation.replaceChildren(...changes ? sincePart(changes, i) : [], ...explanationPart(report, outlook, code, i, graph));
      await graph.shown(code);
      explanation.removeAttribute("aria-busy");
    },
    close() {
      closed = true;
      graph.close();
    },
  };
}
