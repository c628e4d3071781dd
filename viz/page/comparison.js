// The view of what changed since an older build, as a whole: the verdict on pickles, changes by their code, records by kind.
import { changesAddress } from "./address.js";
import { el, kindMark, number, wide } from "./dom.js";
import { cell, head } from "./overview.js";

const signed = n => n > 0 ? `+${number(n)}` : number(n);
const buildOf = ({ program, stage }) => [program, stage].filter(Boolean).join(", ") || "a build without a name";

// The two directions of reading pickles.
export const directions = [["new_reads_old", "New reads old"], ["old_reads_new", "Old reads new"]];

export function verdict({ readable, records, fates }) {
  return readable ? `yes: all ${number(records)} records that pickles can hold`
    : `no: ${number(records - fates.same)} of ${number(records)} records that pickles can hold cannot be read`;
}

function picklesPart({ summary: { pickles }, fates }) {
  return [
    el("h2", {}, "Pickles"),
    el("dl", { class: "verdict" }, ...directions.flatMap(([key, label]) => [el("dt", {}, label), el("dd", {}, verdict(pickles[key]))])),
    wide("Table of fates", el("table", { class: "fates" },
      el("caption", {}, "What becomes of the records that a pickle can hold"), head(["In the other build", ...directions.map(([, label]) => label), "What it means"], [1, 2]),
      el("tbody", {}, ...fates.filter(({ name }) => Object.hasOwn(pickles.new_reads_old.fates, name)).map(({ name, text }) => el("tr", {},
        el("th", { scope: "row" }, name), ...directions.map(([key]) => cell(number(pickles[key].fates[name]))), el("td", { class: "text" }, text)))))),
    el("p", { class: "text" }, `In no pickle, as they are foreign: ${number(pickles.new_reads_old.foreign)} records of the old build, `
      + `${number(pickles.old_reads_new.foreign)} of the new one.`),
  ];
}

function codesPart({ summary, codes, changes }) {
  const found = codes.filter(({ name }) => summary.changes[name].changes > 0);
  return [
    el("h2", {}, "Changes"),
    found.length === 0 ? el("p", {}, "No record has changed, and no function began or ceased to unwind.") : wide("Table of changes", el("table", { class: "codes" },
      el("caption", {}, "The most consequential first"), head(["Change", "Number", "For pickling", "What it means"], [1]),
      el("tbody", {}, ...found.map(({ name, text }) => el("tr", {}, el("th", { scope: "row" }, el("a", { href: changesAddress({ change: name }) }, name)),
        cell(number(summary.changes[name].changes)), el("td", {}, summary.changes[name].sense), el("td", { class: "text" }, text))),
        el("tr", { class: "sum" }, el("th", { scope: "row" }, el("a", { href: changesAddress({}) }, "all")), cell(number(changes)), el("td", {}), el("td", {}))))),
  ];
}

const numbered = (n, what) => `${number(n)} ${what}${n === 1 ? "" : "s"}`;

function suppressedPart({ summary: { suppressed, suppressions } }) {
  if (suppressions.length === 0)
    return [];
  const unused = suppressions.filter(({ used, expired }) => !expired && used === 0).length, expired = suppressions.filter(entry => entry.expired).length;
  return [
    el("h2", {}, "Changes that are known"),
    el("p", {}, el("a", { href: changesAddress({ known: "suppressed" }) }, numbered(suppressed, "change")),
      ` let through by ${numbered(suppressions.length, "suppression")}, of which ${number(unused)} unused, ${number(expired)} expired.`),
    wide("Table of suppressions", el("table", { class: "suppressions" }, head(["Function", "Record", "Change", "Lets through", "Expires", "Reason"], [3]),
      el("tbody", {}, ...suppressions.map(entry => el("tr", {}, ...["function", "record", "change"].map(key => el("td", {}, entry[key] ?? "any")),
        cell(entry.expired ? "expired" : entry.used ? number(entry.used) : "unused"), el("td", {}, entry.expires ?? "never"), el("td", { class: "text" }, entry.reason)))))),
  ];
}

function kindsPart({ kinds }) {
  const figures = pair => [pair.old, pair.new].map(number).concat(signed(pair.difference)).map(cell);
  return [
    el("h2", {}, "Records by kind"),
    wide("Table of kinds", el("table", { class: "kinds" }, head(["Kind", "Old", "New", "Difference", "Values old", "Values new", "Difference"], [1, 2, 3, 4, 5, 6]),
      el("tbody", {}, ...Object.entries(kinds).map(([kind, { records, values }]) => el("tr", {}, el("th", { scope: "row" }, kindMark(kind)),
        ...figures(records), ...figures(values)))))),
  ];
}

function functionsPart({ functions, may_unwind: unwind, matched }) {
  const by = Object.entries(matched.by).map(([how, n]) => `${number(n)} by ${how}`).join(", ");
  return [
    el("h2", {}, "Functions"),
    el("p", {}, `Old: ${number(functions.old)}, of which ${number(unwind.old)} may unwind. New: ${number(functions.new)}, of which ${number(unwind.new)} may unwind. `
      + `Matched: ${number(matched.functions)} (${by}); in the old build alone: ${number(matched.only_old)}, in the new one alone: ${number(matched.only_new)}.`),
  ];
}

export function comparisonView(comparison) {
  const { summary } = comparison;
  return [
    el("h1", {}, "Compared with an older build"),
    el("p", {}, `Old: ${buildOf(summary.old)}, policy ${summary.old.policy}. New: ${buildOf(summary.new)}, policy ${summary.new.policy}.`),
    ...picklesPart(comparison), ...codesPart(comparison), ...suppressedPart(comparison), ...kindsPart(summary), ...functionsPart(summary),
  ];
}

// What the first view says of it.
export function comparedPart({ summary: { pickles, old, suppressed, suppressions }, changes }) {
  return [
    el("h2", {}, "Since the older build"),
    el("p", { id: "compared" }, el("a", { href: "#/comparison" }, `Compared with ${buildOf(old)}`), `: ${number(changes)} changes${suppressions.length ? `, ${number(suppressed)} of them known` : ""}. `,
      directions.map(([key, label]) => `${label}: ${verdict(pickles[key])}.`).join(" ")),
  ];
}
