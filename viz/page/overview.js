// The first view: what the build is, how many records there are of each kind, and what it means for pickling.
import { recordsAddress, viewAddress } from "./address.js";
import { el, kindMark, number, percent, wide } from "./dom.js";
import { funcLink, recordLink, stepLink } from "./links.js";

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

// A bar of parts {name, n} of `all` things.
function bar(parts, all, what) {
  const shown = parts.filter(({ n }) => n > 0).map(({ name, n }) => {
    const part = el("span", { class: `part ${name}` }, el("span", {}, number(n)));
    part.style.flexGrow = n;
    return part;
  });
  const says = parts.map(({ name, n }) => `${name} ${number(n)}`).join(", ");
  return el("div", { class: "bar", role: "img", "aria-label": `Of ${number(all)} ${what}: ${says}` }, ...shown);
}

export const head = (texts, figures) => el("thead", {}, el("tr", {},
  ...texts.map((text, i) => el("th", { scope: "col", class: figures.includes(i) ? "figure" : null }, text))));
export const cell = text => el("td", { class: "figure" }, text);

function hopsPart({ hops, strategies }) {
  const all = hops.length;
  if (all === 0)
    return [];
  return [
    el("h2", {}, "Hops by switching strategy"),
    bar(strategies.map(({ name, hops: n }) => ({ name, n })), all, "hops"),
    wide("Table of strategies", el("table", {},
      el("caption", {}, "From one frame to the next, or to an unwind source"), head(["Strategy", "Hops", "Share", "What it means"], [1, 2]),
      el("tbody", {}, ...strategies.map(({ name, hops: n, text }) => el("tr", {},
        el("th", { scope: "row" }, el("a", { href: viewAddress("hops", { strategy: name }) }, el("span", { class: `kind ${name}` }, name))),
        cell(number(n)), cell(percent(n, all)), el("td", { class: "text" }, text)))))),
  ];
}

function blockersPart(report, outlook) {
  const { blockers, blockerCount, hops } = outlook;
  if (blockers.length === 0)
    return [];
  return [
    el("h2", {}, "The blockers that matter most"),
    wide("Table of blockers", el("table", { class: "blockers" },
      el("caption", {}, `${number(blockers.length)} of ${number(blockerCount)} records that keep a chain from being pickled, by how many of `
        + `${number(hops.length)} hops have them on every way, on some way, on the cheapest way`),
      head(["Record", "Kind", "Every way", "Some way", "Cheapest way", "Why it is one"], [2, 3, 4]),
      el("tbody", {}, ...blockers.map(({ record, every, some, cheapest }) => {
        const step = outlook.step(record);
        return el("tr", {}, el("th", { scope: "row" }, stepLink(report, step)), el("td", {}, kindMark(step.kind)), cell(number(every)),
          cell(some === null ? "?" : number(some)), cell(number(cheapest)),
          el("td", { class: "text" }, report.meta.bars.find(({ name }) => name === step.blocker).text));
      })))),
  ];
}

function chokesPart(report, { chokes, chokeCount }) {
  if (chokes.length === 0)
    return [];
  return [
    el("h2", {}, "Choke points"),
    wide("Table of choke points", el("table", { class: "chokes" },
      el("caption", {}, `${number(chokes.length)} of ${number(chokeCount)} functions and calls, by what would no longer unwind if this one could not`),
      head(["Function or call", "What", "Functions", "Points", "Irreducible records"], [2, 3, 4]),
      el("tbody", {}, ...chokes.map(({ name, what, record, functions, points, records }) => el("tr", {},
        el("th", { scope: "row" }, record !== null ? recordLink(report, record) : what === "function" ? funcLink(name) : name),
        el("td", {}, what), cell(number(functions)), cell(number(points)), cell(number(records))))))),
  ];
}

// compared: what it says of an older build.
export function overview(report, outlook, compared) {
  const { meta } = report;
  const rows = totals(report), all = report.nrecords, kept = rows.filter(row => !row.kind.reducible);
  const must = sum(kept, "after", "records");
  const saved = (of, stage) => report.recordBytes(sum(of, stage, "records"), sum(of, stage, "values"));
  const before = saved(kept, "before"), after = saved(kept, "after");
  const row = (css, name, of, text) => el("tr", { class: css }, el("th", { scope: "row" }, name),
    cell(number(sum(of, "before", "records"))), cell(number(sum(of, "after", "records"))), cell(percent(sum(of, "after", "records"), all)),
    ...["values", "bytes"].flatMap(what => ["before", "after"].map(stage => cell(number(what === "bytes" ? saved(of, stage) : sum(of, stage, what))))),
    el("td", { class: "text" }, text));
  return [
    el("h1", {}, buildName(meta) || "A build without a name"),
    el("p", {}, `Policy ${meta.policy}; reduction ${meta.reduction}. Of ${number(meta.allFunctions)} functions ${number(meta.mayUnwind)} may unwind. `
      + `${number(all)} records in ${number(report.nfuncs)} functions: `
      + `${number(all - must)} (${percent(all - must, all)}) can be left out, ${number(must)} must be kept.`),
    ...meta.header.length ? [el("p", { id: "header" }, ...meta.header.flatMap(([key, value], i) => [i ? "; " : "", `${key}: ${value}`]))] : [],
    el("p", { id: "outlook" }, outlook.says.join(" ")),
    ...compared,
    el("h2", {}, "Records by kind"),
    bar(rows.map(({ kind, after: { records } }) => ({ name: kind.name, n: records })), all, "records"),
    wide("Table of kinds", el("table", {},
      el("caption", {}, "Before and after reduction"),
      head(["Kind", "Before", "After", "Share", "Values before", "Values after", "Bytes before", "Bytes after", "What it means"], [1, 2, 3, 4, 5, 6, 7]),
      el("tbody", {}, ...rows.map(one => row(null, el("a", { href: recordsAddress({ kind: one.kind.name }) }, kindMark(one.kind.name)), [one], one.kind.text)),
        row("sum", "must be kept", kept, ""), row("sum", "all", rows, "")))),
    el("p", {}, `Saved bytes of the records that must be kept: ${number(before)} before reduction, ${number(after)} after it (${percent(after, before)}).`),
    ...hopsPart(outlook), ...blockersPart(report, outlook), ...chokesPart(report, outlook),
  ];
}
