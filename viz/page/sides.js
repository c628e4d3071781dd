// The graphs of the function that a change is about, in both builds beside each other.
import { el, number } from "./dom.js";
import { diagram } from "./diagram.js";
import { amountOf, amountTools, boxLimit, pictureFrame } from "./frame.js";

const sides = [{ name: "Old", css: "gone", sign: "−", word: "gone" }, { name: "New", css: "added", sign: "+", word: "new" }];

// Blocks in which something is in this build alone.
const changedIn = (f, own) => new Set([...own.blocks, ...Array.from(own.ops, o => f.ops[o].block)]);

// What stands at a block: how it is called in the other build, or that it is in this one alone.  Of blocks that both have, the operations
// that one has alone are shown.
function shownOf(f, side, own) {
  if (!own)
    return {};
  const { sign, word } = sides[side], other = sides[1 - side].name.toLowerCase();
  return {
    changed: changedIn(f, own), keeps: o => own.ops.has(o) && !own.blocks.has(f.ops[o].block),
    headOf: b => own.other.has(b) ? { before: "", after: `, ${other}: b${own.other.get(b)}` } : { before: `${sign} ${word}: `, after: "" },
  };
}

// The block that is looked at: of the point, or of the other build's, or the first one.
function homeOf(graphs, places, side, pair) {
  const { graph, point } = places[side], there = places[1 - side];
  if (point !== null)
    return graphs.graph(side, graph).ops[point].block;
  const block = pair && there.point !== null ? graphs.graph(1 - side, there.graph).ops[there.point].block : null;
  return pair?.[1 - side].other.get(block) ?? 0;
}

function sideOf(graphs, places, side, pair) {
  const { name } = sides[side], place = places[side];
  if (place === null)
    return { elements: [el("h3", {}, name), el("p", {}, "This build has no such function.")], show: async () => true, close() {} };
  const { name: called, kinds } = graphs.func(side, place.graph), frame = pictureFrame(`Picture of the graph in the ${name.toLowerCase()} build`);
  const says = el("p", { role: "status", class: "text" }, "Laying out the graph …"), own = pair?.[side] ?? null;
  return {
    elements: [el("h3", {}, `${name}: `, el("code", {}, called)), el("div", { class: "tools", role: "group", "aria-label": `${name} graph` }, ...frame.buttons), frame.frame, says],
    close: frame.close,
    // Returns whether all of it is drawn.
    async show(state) {
      const f = graphs.graph(side, place.graph), home = homeOf(graphs, places, side, pair);
      const shown = diagram(f, home, { max: boxLimit(state), fold: !state.unfolded, ...shownOf(f, side, own) });
      if (await frame.draw(f, shown, { point: place.point, home, kinds, about: `The blocks of ${called} in the ${name.toLowerCase()} build`,
                                       alone: own && { ...own, ...sides[side] } })) {
        const alone = own ? ` In this build alone: ${number(own.blocks.size)} blocks, ${number(own.ops.size)} operations.` : "";
        says.textContent = `${number(shown.shown)} of ${number(shown.total)} boxes of ${number(f.blocks.length)} blocks.${alone}`;
      }
      return shown.shown === shown.total;
    },
  };
}

// opened: a promise of the graphs (compared.js); places: of both builds; go: shows the address of a state.
export function sidesGraphs(opened, places, query, go) {
  const state = amountOf(query), part = el("div", { class: "pair", "aria-busy": "true" }), { more, fold } = amountTools(state, redraw);
  let shown = [], closed = false;
  async function show() {
    part.setAttribute("aria-busy", "true");
    const whole = await Promise.all(shown.map(side => side.show(state)));
    more.hidden = whole.every(Boolean);
    part.removeAttribute("aria-busy");
  }
  async function redraw(change) {
    Object.assign(state, change);
    go(state);
    await show();
  }
  return {
    elements: [
      el("h2", {}, "The function in both builds"), el("div", { class: "tools" }, fold, more), part,
      el("p", { class: "text" }, "▶ unwind point; − gone, in the old build alone; + new, in the new one alone. What a picture looks at is framed. Drag to move, "
        + "turn the wheel to zoom what has the focus; or arrow keys, +, −, 0 and Home."),
    ],
    async shown() {
      const graphs = await opened;
      if (closed)
        return;
      const pair = places.every(place => place !== null) ? graphs.pair(places[0].graph, places[1].graph) : null;
      shown = places.map((_, side) => sideOf(graphs, places, side, pair));
      part.replaceChildren(...shown.map(({ elements }) => el("section", {}, ...elements)));
      await show();
    },
    close() {
      closed = true;
      shown.forEach(side => side.close());
    },
  };
}
