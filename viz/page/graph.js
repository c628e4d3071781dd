// The graph of a record's function: the picture, and what works it.
import { el, number } from "./dom.js";
import { diagram } from "./diagram.js";
import { amountOf, amountTools, boxLimit, pictureFrame } from "./frame.js";
import { trail } from "./trail.js";

// What is highlighted stands in the address, too: value, the variable alone.
const stateOf = query => ({ value: query.get("value") ?? "", ...amountOf(query) });

// go: shows the address of a state.  Returns elements, `shown`, to be called with the opened code when they are in the page, `pick`, which
// highlights one saved value, "" for all, and `close`.
export function graphPart(report, i, query, go) {
  const state = stateOf(query), r = report.record(i), func = report.func(r.func);
  const frame = pictureFrame("Picture of the graph");
  const says = el("p", { role: "status", class: "text" }, "Laying out the graph …");
  const choice = el("select", { name: "value", onchange: () => pick(choice.value) });
  const { fold, more } = amountTools(state, redraw);
  let picture = null, code = null;
  const onPick = [];

  const highlight = () => {
    const f = code.func(r.func), point = f.blocks[r.block].op0 + r.op, { saved } = code.explain(i);
    picture.mark(trail(f, point, saved.filter(v => !state.value || v.variable === state.value).map(v => v.var)));
    for (const told of onPick)
      told(state.value);
  };
  function pick(value) {
    state.value = value;
    choice.value = value;
    go(state);
    if (picture)
      highlight();
  }
  async function redraw(change) {
    Object.assign(state, change);
    go(state);
    await show();
  }
  async function show() {
    const f = code.func(r.func), op0 = b => f.blocks[b].op0, point = op0(r.block) + r.op;
    const kinds = new Map(Array.from({ length: func.nrecords }, (_, k) => report.record(func.record0 + k)).map(o => [op0(o.block) + o.op, o.kind]));
    const shown = diagram(f, r.block, { max: boxLimit(state), fold: !state.unfolded });
    const drawn = await frame.draw(f, shown, { point, home: r.block, kinds, about: `The blocks of ${func.name} around its unwind point ${r.block}.${r.op}` });
    if (!drawn)
      return;
    picture = drawn;
    const all = shown.shown === shown.total;
    says.textContent = all ? `All ${number(shown.total)} boxes of ${number(f.blocks.length)} blocks.`
      : `The ${number(shown.shown)} boxes nearest the point, of ${number(shown.total)} (${number(f.blocks.length)} blocks).`;
    more.hidden = all;
    highlight();
  }
  return {
    pick, onPick: told => onPick.push(told),
    elements: [
      el("h2", {}, "Graph of the function"),
      el("div", { class: "tools" }, el("label", { class: "inline" }, "Highlight ", choice), fold, ...frame.buttons, more),
      frame.frame, says,
      el("p", { class: "text" }, "▶ unwind point; ● makes a value that this record saves; ○ first to read it after the point; coloured lines: the way of "
        + "the value. Drag to move, turn the wheel to zoom what has the focus; or arrow keys, +, −, 0 and Home."),
    ],
    async shown(opened) {
      code = opened;
      const { saved } = code.explain(i);
      choice.append(el("option", { value: "" }, saved.length ? "all saved values" : "nothing: no value is saved"),
        ...saved.map(v => el("option", { value: v.variable, selected: v.variable === state.value }, `${v.variable}, ${v.type}`)));
      await show();
    },
    close: frame.close,
  };
}
