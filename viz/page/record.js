// One record: its kind and why, what it saves, and the other records of its function.
import { recordAddress, recordsAddress } from "./address.js";
import { el, kindMark, number } from "./dom.js";

function facts(report, r) {
  const f = report.func(r.func), { meta } = report;
  const text = (list, name) => list.find(entry => entry.name === name).text;
  const rows = [
    ["Kind", el("span", {}, kindMark(r.kind), `: ${text(meta.kinds, r.kind)}`)],
    ["Operation", r.opname],
    ["Saves", `${number(r.values)} values, ${number(r.bytes)} bytes`],
    ["Before reduction", el("span", {}, kindMark(r.kindBefore), `: ${number(r.valuesBefore)} values, ${number(r.bytesBefore)} bytes`)],
    ["Why", r.reasons.length ? el("ul", {}, ...r.reasons.map(name => el("li", {}, text(meta.reasons, name)))) : "nothing keeps it"],
    ["To be restored", text(meta.bars, r.bar)],
    ["File", f.file === null ? "not said" : el("a", { href: recordsAddress({ file: f.file }) }, f.file)],
    ["Line of the function", f.line === null ? "not said" : String(f.line)],
  ];
  return el("dl", {}, ...rows.flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]));
}

function saved(report, r) {
  const count = new Map();
  for (const type of report.savedTypes(r.i))
    count.set(type, (count.get(type) ?? 0) + 1);
  if (count.size === 0)
    return [];
  const row = ([type, n]) => el("tr", {}, el("td", { class: "figure" }, number(n)),
    el("td", {}, el("a", { href: recordsAddress({ type: report.typeName(type) }) }, el("code", {}, report.typeName(type)))));
  return [
    el("h2", {}, "Saved values by type"),
    el("table", {}, el("thead", {}, el("tr", {}, el("th", { scope: "col", class: "figure" }, "Values"), el("th", { scope: "col" }, "Type"))),
      el("tbody", {}, ...[...count].map(row))),
  ];
}

export function recordView(report, name) {
  const i = report.find(name);
  if (i < 0)
    return [el("h1", {}, "No such record"), el("p", {}, "This report has no record of that name: ", el("code", {}, name))];
  const r = report.record(i), f = report.func(r.func);
  const others = [];
  for (let k = f.record0; k < f.record0 + f.nrecords; k++) {
    const other = report.record(k);
    others.push(el("li", {}, el("a", { href: recordAddress(other), "aria-current": k === i ? "true" : null }, `@${other.block}.${other.op}`),
      " ", kindMark(other.kind), ` ${other.opname}`));
  }
  return [
    el("h1", {}, el("code", {}, r.name)),
    facts(report, r),
    ...saved(report, r),
    el("h2", {}, `Records of the function: ${number(f.nrecords)}`),
    el("ul", { class: "others" }, ...others),
    el("p", {}, el("a", { href: recordsAddress({ func: f.name }) }, "Show them as a table")),
  ];
}
