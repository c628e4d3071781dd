// One record: what it is, the graph of its function, its explanation, and the other records of its function.
import { recordAddress, recordsAddress } from "./address.js";
import { el, kindMark, number } from "./dom.js";
import { explanationPart } from "./explanation.js";
import { graphPart } from "./graph.js";
import { linkList } from "./links.js";

const amount = n => `${number(n)} value${n === 1 ? "" : "s"}`;

function facts(report, r) {
  const f = report.func(r.func), { meta } = report;
  const text = (list, name) => list.find(entry => entry.name === name).text;
  const rows = [
    ["Kind", el("span", {}, kindMark(r.kind), `: ${text(meta.kinds, r.kind)}`)],
    ["Operation", r.opname],
    ["Saves", `${amount(r.values)}, ${number(r.bytes)} bytes`],
    ["Before reduction", el("span", {}, kindMark(r.kindBefore), `: ${amount(r.valuesBefore)}, ${number(r.bytesBefore)} bytes`)],
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

// opened: gives a promise of the code (code.js).
export function recordView(report, outlook, opened, { name, query }, go) {
  const i = report.find(name);
  if (i < 0)
    return { elements: [el("h1", {}, "No such record"), el("p", {}, "This report has no record of that name: ", el("code", {}, name))] };
  const r = report.record(i), graph = graphPart(report, i, query, state => go(recordAddress(r, state)));
  const explanation = el("div", { id: "explanation", "aria-busy": "true" });
  let closed = false;
  return {
    elements: [el("h1", {}, el("code", {}, r.name)), facts(report, r), ...graph.elements, explanation, ...others(report, i, report.func(r.func))],
    async shown() {
      const code = await opened();
      if (closed)
        return;
      explanation.replaceChildren(...explanationPart(report, outlook, code, i, graph));
      await graph.shown(code);
      explanation.removeAttribute("aria-busy");
    },
    close() {
      closed = true;
      graph.close();
    },
  };
}
