// The picture of a function's graph: laid out by Graphviz, which is compiled to WebAssembly, and drawn here, so that nothing of the input
// comes to Graphviz, and text is set as text.
import { instance } from "@viz-js/viz";
import { svg } from "./dom.js";
import { zoomable } from "./zoom.js";

const lineHeight = 17, padding = 8, margin = 44, baseline = 12.5;
const inch = 72;
const font = '12px ui-monospace, "DejaVu Sans Mono", monospace';

let engine = null;

// The width of a text in the font of the picture (page.css).
const measure = (() => {
  let context = null;
  return text => {
    if (!context) {
      context = document.createElement("canvas").getContext("2d");
      context.font = font;
    }
    return context.measureText(text).width;
  };
})();

const sizeOf = (f, { role, lines }) => ({
  width: Math.max(...lines.flatMap(({ rows }) => rows.map(row => measure(f.text(row))))) + (role === "stub" ? 0 : 2 * padding) + (lines.some(line => line.op !== undefined) ? margin : 0),
  height: lines.reduce((n, { rows }) => n + rows.length, 0) * lineHeight + (role === "stub" ? 0 : padding),
});

// Where dot puts boxes and edges: of each box its left upper corner, of each edge its points and where its label is.
async function layOut(f, boxes, edges) {
  engine ??= instance();
  const sizes = boxes.map(box => sizeOf(f, box)), at = new Map(boxes.map(({ name }, i) => [name, i]));
  const graph = {
    graphAttributes: { ranksep: 0.35, nodesep: 0.25, ...boxes.length > 200 ? { nslimit: 2, nslimit1: 2, mclimit: 0.3 } : {} },
    nodeAttributes: { shape: "box", label: "", fixedsize: true },
    nodes: boxes.map(({ name }, i) => ({ name, attributes: { width: sizes[i].width / inch, height: sizes[i].height / inch } })),
    // A label takes the room of its text.
    edges: edges.map(({ from, to, label }, i) => ({ tail: from, head: to,
      attributes: { id: i, ...label ? { label: "0".repeat(Math.ceil(measure(label) / 7) + 2) } : {} } })),
  };
  const laid = (await engine).render(graph, { format: "json0", yInvert: true });
  if (laid.status !== "success")
    throw new Error(`the graph could not be laid out: ${laid.errors.map(({ message }) => message).join("; ")}`);
  const { bb, objects = [], edges: found = [] } = JSON.parse(laid.output), [x0, y0, x1, y1] = bb.split(",").map(Number);
  const place = text => text.split(",").map(Number);
  const corners = new Array(boxes.length), lines = new Array(edges.length);
  for (const { name, pos } of objects) {
    const i = at.get(name), [x, y] = place(pos);
    corners[i] = { x: x - sizes[i].width / 2, y: y - sizes[i].height / 2, ...sizes[i] };
  }
  for (const { id, pos, lp } of found) {
    const points = pos.split(" "), tip = points.find(point => point.startsWith("e,"));
    lines[id] = { points: points.filter(point => /^[-\d.]/.test(point)).map(place), tip: tip ? place(tip.slice(2)) : null, label: lp ? place(lp) : null };
  }
  return { corners, lines, width: Math.abs(x1 - x0), height: Math.abs(y1 - y0) };
}

const pathOf = points => `M${points[0]} C${points.slice(1).join(" ")}`;

function arrow([x, y], [fromX, fromY]) {
  const length = Math.hypot(x - fromX, y - fromY) || 1, dx = (x - fromX) / length, dy = (y - fromY) / length;
  return `M${x},${y} L${x - 10 * dx + 3.5 * dy},${y - 10 * dy - 3.5 * dx} L${x - 10 * dx - 3.5 * dy},${y - 10 * dy + 3.5 * dx} Z`;
}

const keyOf = ([block, i]) => `${block}:${i}`;

// Draws the diagram in `frame`.  kinds: of the function's unwind points, by operation; point: the operation that is marked, null for none;
// home: its block; alone: operations and blocks that another build does not have, with their sign and class, null where that is not the question.
// Returns the actions of zoom.js and `mark`, which highlights a trail (trail.js).
export async function draw(frame, f, { boxes, edges }, { point, home: block, kinds, about, alone = null }) {
  const { corners, lines, width, height } = await layOut(f, boxes, edges);
  const ops = new Map(), links = new Map(), names = new Map();
  const note = (map, key, element) => map.set(key, [...map.get(key) ?? [], element]);
  let home = null;

  const drawRow = (row, x, y) => svg("text", { x, y }, ...row.map(piece => {
    const part = svg("tspan", {}, f.text([piece]));
    if (typeof piece === "number")
      note(names, piece, part);
    return part;
  }));
  const drawLine = (line, corner, y, inset) => {
    const x = corner.x + inset + (line.op === undefined ? 0 : margin), all = line.rows.length * lineHeight;
    const g = svg("g", { class: "line" }, ...line.rows.map((row, i) => drawRow(row, x, y + i * lineHeight + baseline)));
    if (line.op !== undefined) {
      const kind = kinds.get(line.op), is = alone?.ops.has(line.op), says = `${is ? alone.sign : ""}${kind ? "▶" : ""}`;
      const sign = svg("text", { class: kind ? `sign kind-${kind}` : "sign", x: corner.x + inset, y: y + baseline }, says);
      g.prepend(svg("rect", { class: "ground", x: corner.x + 2, y, width: corner.width - 4, height: all }));
      g.append(sign, svg("text", { class: "number", x: corner.x + inset + 34, y: y + baseline }, String(line.number)), svg("title", {}, f.opText(line.op)));
      ops.set(line.op, { g, sign, says });
      if (is)
        g.classList.add(alone.css);
      if (line.op === point) {
        g.classList.add("here");
        home = { x: corner.x, y, width: corner.width, height: all };
      }
    }
    if (line.link)
      note(links, keyOf(line.link), g);
    return g;
  };
  const drawBox = (box, corner) => {
    const stub = box.role === "stub";
    let y = corner.y + (stub ? 0 : padding / 2);
    if (box.block === block)
      home ??= corner;
    return svg("g", { class: `box ${box.role} ${alone?.blocks.has(box.block) ? alone.css : ""}` },
      stub ? null : svg("rect", { x: corner.x, y: corner.y, width: corner.width, height: corner.height, rx: box.role === "folded" ? 8 : 2 }),
      ...box.lines.map(line => {
        y += line.rows.length * lineHeight;
        return drawLine(line, corner, y - line.rows.length * lineHeight, stub ? 0 : padding);
      }));
  };
  const drawEdge = (edge, { points, tip, label }) => {
    const g = svg("g", { class: edge.handler ? "edge handler" : "edge" }, svg("path", { d: pathOf(points) }),
      tip && svg("path", { class: "tip", d: arrow(tip, points[points.length - 1]) }),
      label && svg("text", { x: label[0], y: label[1] + 4 }, edge.label));
    for (const link of edge.links)
      note(links, keyOf(link), g);
    return g;
  };
  const drawn = svg("svg", { role: "img", "aria-label": about }, ...edges.map((edge, i) => drawEdge(edge, lines[i])),
    ...boxes.map((box, i) => drawBox(box, corners[i])));
  frame.replaceChildren(drawn);
  const zoom = zoomable(frame, drawn, { width, height }, home ?? { x: 0, y: 0, width, height });
  if (Math.min(frame.clientWidth / width, frame.clientHeight / height) > 0.75)
    zoom.whole();
  else
    zoom.home();
  return {
    ...zoom,
    mark({ makes, uses, names: named, links: passed }) {
      for (const element of frame.querySelectorAll(".trail"))
        element.classList.remove("trail");
      for (const [o, { g, sign, says }] of ops) {
        g.classList.toggle("makes", makes.has(o));
        g.classList.toggle("uses", uses.has(o));
        sign.textContent = `${says}${makes.has(o) ? "●" : ""}${uses.has(o) ? "○" : ""}`;
      }
      for (const [map, keys] of [[names, named], [links, new Set(passed.map(keyOf))]])
        for (const key of keys)
          for (const element of map.get(key) ?? [])
            element.classList.add("trail");
    },
  };
}
