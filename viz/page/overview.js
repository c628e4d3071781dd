// The first view: what the build is, and how many records there are of each kind.
import { recordsAddress } from "./address.js";
import { el, kindMark, number, percent } from "./dom.js";

function totals(report) {
  const of = () => ({ records: 0, values: 0 });
  const rows = report.meta.kinds.map(kind => ({ kind, before: of(), after: of() }));
  const { kind, kindBefore, values, valuesBefore } = report.columns;
  for (let i = 0; i < report.nrecords; i++) {
    rows[kind[i]].after.records++;
    rows[kind[i]].after.values += values[i];
    rows[kindBefore[i]].before.records++;
    rows[kindBefore[i]].before.values += valuesBefore[i];
  }
  return rows;
}

// What the build is called; "" where the input does not say.
export const buildName = ({ program, stage }) => [program, stage].filter(Boolean).join(", ");

const sum = (rows, stage, what) => rows.reduce((n, row) => n + row[stage][what], 0);

function bar(rows, all) {
  const parts = rows.filter(row => row.after.records > 0).map(row => {
    const part = el("span", { class: `part ${row.kind.name}` });
    part.style.flexGrow = row.after.records;
    return part;
  });
  const says = rows.map(row => `${row.kind.name} ${number(row.after.records)}`).join(", ");
  return el("div", { class: "bar", role: "img", "aria-label": `Of ${number(all)} records: ${says}` }, ...parts);
}

export function overview(report) {
  const { meta } = report;
  const rows = totals(report), all = report.nrecords;
  const reducible = rows.filter(row => row.kind.reducible).reduce((n, row) => n + row.after.records, 0);
  const before = report.recordBytes(sum(rows, "before", "records"), sum(rows, "before", "values"));
  const after = report.recordBytes(sum(rows, "after", "records"), sum(rows, "after", "values"));
  const cell = text => el("td", { class: "figure" }, text);
  return [
    el("h1", {}, buildName(meta) || "A build without a name"),
    el("p", {}, `Policy ${meta.policy}; reduction ${meta.reduction}. ${number(all)} records in ${number(report.nfuncs)} functions: `
      + `${number(reducible)} (${percent(reducible, all)}) can be left out, ${number(all - reducible)} must be kept.`),
    bar(rows, all),
    el("table", {},
      el("caption", {}, "Records by kind, before and after reduction"),
      el("thead", {}, el("tr", {},
        ...["Kind", "Before", "After", "Share", "Values before", "Values after"].map((text, i) =>
          el("th", { scope: "col", class: i ? "figure" : null }, text)), el("th", { scope: "col" }, "What it means"))),
      el("tbody", {}, ...rows.map(({ kind, before: b, after: a }) => el("tr", {},
        el("th", { scope: "row" }, el("a", { href: recordsAddress({ kind: kind.name }) }, kindMark(kind.name))),
        cell(number(b.records)), cell(number(a.records)), cell(percent(a.records, all)), cell(number(b.values)), cell(number(a.values)),
        el("td", { class: "text" }, kind.text))),
        el("tr", { class: "sum" }, el("th", { scope: "row" }, "all"), cell(number(all)), cell(number(all)), cell(percent(all, all)),
          cell(number(sum(rows, "before", "values"))), cell(number(sum(rows, "after", "values"))), el("td", {})))),
    el("p", {}, `Bytes of all records: ${number(before)} before reduction, ${number(after)} after it `
      + `(${percent(after, before)}).`),
  ];
}
