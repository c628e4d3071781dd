// One change since an older build: what it is about, in both builds.
import { changeAddress, changesAddress } from "./address.js";
import { el, kindMark, number, wide } from "./dom.js";
import { funcLink, recordLink } from "./links.js";
import { sidesGraphs } from "./sides.js";

const code = text => el("code", {}, text);
const textOf = (list, name) => list.find(entry => entry.name === name).text;

// Both builds beside each other.
function sidesPart(report, comparison, changes, c) {
  const both = [c.old, c.new], record = changes.record(c.i), dash = "–";
  const row = (label, shown) => el("tr", {}, el("th", { scope: "row" }, label), ...both.map((side, at) => el("td", {}, ...side === null ? [dash] : shown(side, at))));
  const ofRecord = shown => (side, at) => side.record === null ? [dash] : shown(side, at);
  const isFunc = name => report.findFunc(name) !== undefined;
  return wide("Both builds", el("table", { class: "sides" }, el("caption", {}, "In both builds"),
    el("thead", {}, el("tr", {}, ...["", "Old", "New"].map(text => text ? el("th", { scope: "col" }, text) : el("td", {})))),
    el("tbody", {},
      row("Function", (side, at) => [at === 1 && isFunc(side.function) ? funcLink(side.function) : code(side.function)]),
      row("Record", ofRecord((side, at) => [at === 1 && record !== null ? recordLink(report, record) : code(side.record)])),
      row("Name", ofRecord(side => [code(side.name)])), row("Kind", ofRecord(side => [kindMark(side.kind)])),
      row("Saves", ofRecord(side => [`${number(side.values)} value${side.values === 1 ? "" : "s"}`])),
      row("In pickles", ofRecord(side => [`${side.pickles}: ${textOf(comparison.fates, side.pickles)}`])))));
}

function facts(comparison, c) {
  const types = list => el("ul", {}, ...list.map(type => el("li", {}, code(type))));
  const { types_added: added, types_gone: gone } = c.difference;
  const rows = [
    ["For pickling", c.sense], ["Pickles", c.breaks_pickles ? "broken: one build cannot read this record of the other's" : "not broken by it"],
    ...c.why === "none" ? [] : [["Why", textOf(comparison.whys, c.why)]], ...c.call === null ? [] : [["The call", code(c.call)]],
    ...c.differs.length ? [["Differs in", c.differs.join(", ")]] : [],
    ...gone.length ? [["Saved no more", types(gone)]] : [], ...added.length ? [["Saved in addition", types(added)]] : [],
    ...c.match === null ? [] : [["Functions matched", `${textOf(comparison.matches, c.match.how)}, ${c.match.sure} % sure`]],
    ...c.suppressed === null ? [] : [["Known", `suppressed: ${c.suppressed}`]], ...c.chain === null ? [] : [["By the chain", code(c.chain)]],
  ];
  return el("dl", {}, ...rows.flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]));
}

// openedGraphs: gives a promise of the graphs (compared.js).
export function changeView(report, comparison, changes, openedGraphs, { name, query }, go) {
  const i = Number(name) - 1;
  if (!(Number.isInteger(i) && i >= 0 && i < changes.n))
    return { elements: [el("h1", {}, "No such change"), el("p", {}, "This report has no change of that number: ", code(name))] };
  const c = changes.change(i), func = (c.new ?? c.old).function;
  const graphs = sidesGraphs(openedGraphs(), changes.places(i), query, state => go(changeAddress(i, state)));
  return {
    elements: [
      el("h1", {}, `${c.change}, ${number(i + 1)} of ${number(changes.n)}`), el("p", {}, `${textOf(comparison.codes, c.change)}.`.replace(/^./, first => first.toUpperCase())),
      sidesPart(report, comparison, changes, c), facts(comparison, c),
      el("p", {}, el("a", { href: changesAddress({ func: `=${func}` }) }, "All changes of the function")), ...graphs.elements,
    ],
    shown: graphs.shown, close: graphs.close,
  };
}
