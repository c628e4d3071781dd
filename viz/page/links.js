// Links to records and functions.
import { changeAddress, recordAddress, recordsAddress } from "./address.js";
import { el, kindMark, number } from "./dom.js";
import { maxPrinted, unprintedText, whenPrinted } from "./print.js";

// A long name is cut before its place.
function namedPlace(name) {
  const [, func, place] = /^(.*?)(@\d+\.\d+)?$/s.exec(name);
  return [el("span", {}, func), el("span", {}, place ?? "")];
}

export function recordLink(report, i) {
  const name = report.recordName(i);
  return el("a", { href: recordAddress({ name }), class: "record" }, ...namedPlace(name));
}

// The name of a record or function that has no page.
export const placeText = name => el("span", { class: "record" }, ...namedPlace(name));

export const changeLink = (changes, i) => el("a", { href: changeAddress(i) }, changes.code(i));

// Puts elements into `parent`, each made when it is needed: what is beyond the first `few` when the button is pressed that this returns, if any,
// or for the time in which the page is printed.  what: what they are, several.
export function fewFirst(parent, makers, what, few) {
  const upTo = n => parent.append(...makers.slice(parent.children.length, n).map(make => make()));
  upTo(few);
  if (makers.length <= few)
    return [];
  const more = el("button", { type: "button", class: "more", onclick: () => {
    more.remove();
    upTo(makers.length);
    parent.children[few].querySelector("a, button")?.focus();
  } }, `Show all ${number(makers.length)} ${what}`);
  const unprinted = el("p", { class: "unprinted" });
  whenPrinted(parent, () => {
    upTo(maxPrinted);
    unprinted.textContent = unprintedText(makers.length - parent.children.length, what);
  }, () => more.isConnected && parent.replaceChildren(...[...parent.children].slice(0, few)));
  return [more, unprinted];
}

// A list of links; each is a function that gives what stands in an item.
export function linkList(links, what, css, few = 12) {
  const list = el("ul", { class: css });
  return [list, ...fewFirst(list, links.map(link => () => el("li", {}, ...link())), what, few)];
}

// To the records of a function, and of no other one whose name has this one in it.
export const funcLink = name => el("a", { href: recordsAddress({ func: `=${name}` }) }, name);

// A step of a way (outlook.js), where it has a page.
export const stepLink = (report, step) => step.record === null ? step.name : recordLink(report, step.record);

// Steps of a way, outermost first, and how it ends.
export function wayList(report, outlook, way) {
  const ends = {
    frame: ["the next frame: ", way.symbol], source: ["an unwind source: ", way.symbol],
    operation: ["the operation itself starts an unwind"], unknown: ["unknown targets, which may unwind under this policy"],
  };
  const bar = name => report.meta.bars.find(entry => entry.name === name).text;
  return el("ol", { class: "way" },
    ...Array.from(way.records, n => outlook.step(n)).map(step => el("li", { class: step.blocker === "none" ? null : "blocker" },
      stepLink(report, step), " ", kindMark(step.kind), step.blocker === "none" ? "" : `, a blocker: ${bar(step.blocker)}`)),
    el("li", { class: "end" }, ...ends[way.end]));
}
