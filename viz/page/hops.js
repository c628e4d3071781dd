// Hops: by bytecode, and those of one bytecode with their cheapest ways.
import { bytecodeAddress, viewAddress } from "./address.js";
import { el, kindMark, number } from "./dom.js";
import { recordLink, wayList } from "./links.js";
import { cell, compare, figure, sortRows, tableView } from "./table.js";

const range = ([least, most]) => least === most ? number(least) : `${number(least)}–${number(most)}`;
const amount = n => n ? number(n) : "–";
const hopsWord = n => n === 1 ? "hop" : "hops";

const columns = outlook => [
  { key: "bytecode", label: "Bytecode" }, { key: "hops", label: "Hops", figure: true },
  ...outlook.strategies.map(({ name }) => ({ key: name, label: name[0].toUpperCase() + name.slice(1), figure: true })),
  { key: "fewest", label: "Fewest blockers", figure: true }, { key: "beyond", label: "Beyond the loop", figure: true },
  { key: "run", label: "Forced run", figure: true },
];

function orders(outlook) {
  const { groups } = outlook;
  const by = value => (a, b) => value(groups[a]) - value(groups[b]);
  const byRange = key => (a, b) => groups[a][key][1] - groups[b][key][1] || groups[a][key][0] - groups[b][key][0];
  return {
    bytecode: (a, b) => compare(groups[a].bytecode, groups[b].bytecode), hops: by(g => g.hops.length),
    ...Object.fromEntries(outlook.strategies.map(({ name }) => [name, by(g => g.strategies[name])])),
    fewest: byRange("fewest"), beyond: byRange("beyond"), run: byRange("run"),
  };
}

function select(outlook, { q, strategy, sort }) {
  const { groups } = outlook, low = q.trim().toLowerCase();
  const rows = groups.map((_, i) => i)
    .filter(i => groups[i].bytecode.toLowerCase().includes(low) && (!strategy || groups[i].strategies[strategy] > 0));
  return sortRows(rows, sort, orders(outlook));
}

export const hopsView = (outlook, query, go) => tableView({
  title: "Hops by bytecode", what: outlook.groups.length === 1 ? "bytecode" : "bytecodes", total: outlook.groups.length, css: "hops",
  heads: columns(outlook), query, go, address: state => viewAddress("hops", state),
  about: [
    el("p", {}, outlook.says[1]),
    el("p", { class: "text" }, "A hop goes from an unwind point in a function that runs frames to the next frame, or to an unwind source. Fewest "
      + "blockers: on a way through; beyond the loop: besides the record that the hop starts at; forced run: irreducible records in a "
      + "row that no way avoids."),
  ],
  filters: [{ key: "q", label: "Search", type: "search" }, { key: "strategy", label: "Strategy", choices: outlook.strategies.map(s => s.name) }],
  select: state => select(outlook, state),
  cells(row) {
    const g = outlook.groups[row];
    return [cell(el("a", { href: bytecodeAddress(g.bytecode) }, g.bytecode)), figure(number(g.hops.length)),
      ...outlook.strategies.map(({ name }) => figure(amount(g.strategies[name]))), figure(range(g.fewest)), figure(range(g.beyond)),
      figure(range(g.run))];
  },
});

function hopElements(report, outlook, hop) {
  const to = n => n === null ? "there is no way" : number(n);
  const facts = [
    ["Strategy", el("span", {}, kindMark(hop.strategy),
      `: ${outlook.strategies.find(({ name }) => name === hop.strategy).text}`)],
    ["Fewest blockers", number(hop.fewest)], ["… to the next frame", to(hop.fewestFrame)], ["… to an unwind source", to(hop.fewestSource)],
    ["… that no name clears", number(hop.fewestUnnamed)], ["Forced run", number(hop.run)],
    ["Cheapest way", wayList(report, outlook, hop.way)],
  ];
  return [
    el("h2", {}, recordLink(report, hop.record)),
    el("dl", {}, ...facts.flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value)])),
  ];
}

export function bytecodeView(report, outlook, name) {
  const group = outlook.groups.find(({ bytecode }) => bytecode === name);
  if (!group)
    return [el("h1", {}, "No such bytecode"), el("p", {}, "No hop of this report belongs to: ", el("code", {}, name))];
  return [
    el("h1", {}, `Hops of ${group.bytecode}`),
    el("p", {}, `${number(group.hops.length)} ${hopsWord(group.hops.length)}: `
      + `${outlook.strategies.map(s => `${s.name} ${number(group.strategies[s.name])}`).join(", ")}.`),
    ...group.hops.flatMap(hop => hopElements(report, outlook, hop)),
    el("p", {}, el("a", { href: viewAddress("hops", {}) }, "All bytecodes")),
  ];
}
