// A frame with the picture of a graph, and the buttons that work it.
import { el } from "./dom.js";
import { draw } from "./picture.js";

// what: what is drawn.  Returns the elements, `draw`, which gives what picture.js does, or null when the frame was closed meanwhile, and `close`.
export function pictureFrame(what) {
  const frame = el("div", { class: "picture", tabindex: "0", role: "group", "aria-label": `${what}: arrow keys move it, + and − zoom, 0 shows the whole, Home the point` });
  let picture = null, closed = false;
  const act = (name, label) => el("button", { type: "button", "data-act": name, onclick: () => picture?.[name]() }, label);
  const resize = new ResizeObserver(() => picture?.resized());
  return {
    frame, buttons: [act("in", "Zoom in"), act("out", "Zoom out"), act("whole", "Whole"), act("home", "Point")],
    async draw(f, shown, options) {
      resize.observe(frame);
      const drawn = await draw(frame, f, shown, options);
      return closed ? null : picture = drawn;
    },
    close() {
      closed = true;
      resize.disconnect();
    },
  };
}

export const fewBoxes = 60;

// How much of a graph is drawn stands in the address: boxes, how many at most; unfolded.
export const amountOf = query => ({ boxes: query.get("boxes") ?? "", unfolded: query.get("unfolded") ?? "" });
export const boxLimit = state => Math.max(Number(state.boxes) || fewBoxes, 1);

// What changes it, by redraw(change).
export function amountTools(state, redraw) {
  const fold = el("input", { type: "checkbox", name: "fold", checked: !state.unfolded, onchange: () => redraw({ unfolded: fold.checked ? "" : "yes" }) });
  const more = el("button", { type: "button", hidden: true, onclick: () => redraw({ boxes: String(2 * boxLimit(state)) }) }, "Show more blocks");
  return { more, fold: el("label", { class: "inline" }, fold, " Fold blocks that play no part in any record") };
}
