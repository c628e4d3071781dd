// What `explain` says of a record, and where its call leads.
import { recordsAddress } from "./address.js";
import { el, kindMark, number, wide } from "./dom.js";
import { fewFirst, funcLink, linkList, recordLink, wayList } from "./links.js";

const typeLink = name => el("a", { href: recordsAddress({ type: `=${name}` }) }, el("code", {}, name));
const code = text => el("code", {}, text);

// Blocks, the record's own first; where some are left out, the last ones are those after them.
function pathText({ blocks, leftOut }, pathHead) {
  const shown = blocks.map(String);
  if (leftOut)
    shown.splice(pathHead, 0, `… ${number(leftOut)} more …`);
  return `blocks ${shown.join(" → ")}`;
}

const place = (report, what, at, path) => at === null ? null : el("div", {}, what, code(at.text),
  path.blocks.length > 1 ? el("span", { class: "text" }, `, ${pathText(path, report.meta.pathHead)}`) : null);

function savedPart(report, saved, graph) {
  if (saved.length === 0)
    return [el("p", {}, "Saved: nothing.")];
  const buttons = new Map();
  let picked = "";
  const pick = v => {
    const button = el("button", { type: "button", class: "value", "aria-pressed": String(v.variable === picked), title: "Highlight it in the graph",
                                  onclick: () => graph.pick(button.getAttribute("aria-pressed") === "true" ? "" : v.variable) }, code(v.variable));
    buttons.set(v.variable, button);
    return button;
  };
  const called = (name, v) => name === v.variable ? null : el("div", { class: "text" }, "there called ", code(name));
  const row = v => el("tr", {}, el("td", {}, pick(v)), el("td", {}, typeLink(v.type), el("div", { class: "text" }, v.storage)),
    el("td", {}, code(v.origin.text), called(v.origin.variable, v)),
    el("td", {}, v.use === null ? "" : place(report, "", v.use, v.path), v.use === null ? null : called(v.useVariable, v)));
  graph.onPick(value => {
    picked = value;
    buttons.forEach((button, name) => button.setAttribute("aria-pressed", String(name === value)));
  });
  const rows = el("tbody", {});
  return [
    wide("Saved values", el("table", { class: "saved" },
      el("thead", {}, el("tr", {}, ...["Value", "Type", "Made by", "Used next by"].map(text => el("th", { scope: "col" }, text)))), rows)),
    ...fewFirst(rows, saved.map(v => () => row(v)), "saved values", 100),
  ];
}

const goneLine = text => el("li", {}, text);

function causesPart(report, r, causes) {
  return [
    el("h2", {}, "Why it is ", kindMark(r.kind)),
    causes.length === 0 ? el("p", {}, "Nothing keeps it.") : el("ul", { class: "causes" }, ...causes.map(({ reason, text, value, place: at, path }) => el("li", {},
      el("strong", {}, reason), `: ${text}`,
      value === null ? null : el("div", {}, "value ", code(value.variable), ", ", typeLink(value.type)), place(report, "at ", at, path)))),
  ];
}

const symbolLink = ({ name, func }) => func === null ? code(name) : funcLink(name);

function chainPart(report, opened, i) {
  const steps = opened.chain(i).map(({ caller, record, verb, callee, rest }) => el("li", {}, record === null ? code(caller) : recordLink(report, record),
    verb, callee === null ? "" : symbolLink(callee), rest));
  return [el("h2", {}, "Why the call may unwind: a shortest chain to an unwind source"), el("ol", { class: "way chain" }, ...steps)];
}

function hopPart(report, outlook, opened, i) {
  const hop = outlook.hops.find(({ record }) => record === i), way = opened.way(i);
  const starts = hop && el("p", {}, "A hop of ", el("a", { href: `#/hops/${encodeURIComponent(hop.bytecode)}` }, hop.bytecode), " starts here: ",
    el("span", { class: `kind ${hop.strategy}` }, hop.strategy), `, ${outlook.strategies.find(({ name }) => name === hop.strategy).text}.`);
  return [
    el("h2", {}, "The cheapest hop from here"),
    starts ?? el("p", {}, "No hop starts here; this is the way on with the fewest blockers to the next frame or to an unwind source."),
    way ? wayList(report, outlook, way) : el("p", {}, "No way leads on to a frame or to an unwind source."),
  ];
}

function callsPart(report, opened, r) {
  const callees = opened.callees(r.i), total = opened.ntargets(r.i), callers = opened.callers(r.func);
  const among = total === callees.length ? "" : ` of the call's ${number(total)} targets`;
  return [
    el("h2", {}, "Callees that may unwind"),
    ...callees.length === 0 ? [el("p", {}, "None is known: the operation unwinds by itself, or its targets are unknown.")]
      : [el("p", {}, `${number(callees.length)} function${callees.length === 1 ? "" : "s"}${among}.`), ...linkList(callees.map(callee => () => [symbolLink(callee)]), "callees", "links")],
    el("h2", {}, "Callers that unwind through here"),
    ...callers.length === 0 ? [el("p", {}, "No record of this report calls the function.")]
      : [el("p", {}, `${number(callers.length)} unwind point${callers.length === 1 ? "" : "s"} may call `, code(report.func(r.func).name), "."),
        ...linkList(callers.map(n => () => [recordLink(report, n)]), "callers", "links")],
  ];
}

export function explanationPart(report, outlook, opened, i, graph) {
  const r = report.record(i), e = opened.explain(i);
  return [
    el("h2", {}, "The call"),
    el("p", { class: "call" }, code(e.call)),
    el("p", { class: "text" }, `${e.line === null ? "Block" : `Line ${e.line}, block`} ${r.block}, operation ${r.op}`
      + `${e.targets === null ? "" : `; its targets: ${number(e.targets)}`}.`),
    el("h2", {}, "Saved values"),
    ...savedPart(report, e.saved, graph),
    ...e.gone.length === 0 ? [] : [el("h2", {}, "Live across it, but not saved"),
      el("p", {}, "Without reduction it would be ", kindMark(r.kindBefore), "."), el("ul", {}, ...e.gone.map(goneLine))],
    ...causesPart(report, r, e.causes), ...chainPart(report, opened, i), ...hopPart(report, outlook, opened, i), ...callsPart(report, opened, r),
  ];
}
