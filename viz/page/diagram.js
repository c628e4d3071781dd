// What a picture shows of a function around one of its unwind points: boxes, the lines in them, and what leads where, as `draw
// --only-relevant` does; not where any of it is.
import { number } from "./dom.js";

// A block with more operations shows the first half of so many, the last quarter, and all that play a part in a record.
const maxOps = 48;
// More links than this into a box make it a hub: they end in stubs that name it, as dot's time is decided by edges that meet in one node.
const hubLinks = 8, hubFinalLinks = 4;
// Of a box with more links than this, the first ones are drawn, and the others counted.
const maxLinks = 40;
const maxColumns = 88, maxRows = 16, maxCase = 24, indent = "      ";

const short = (text, max) => text.length > max ? `${text.slice(0, max - 1)}…` : text;

// Pieces (code.js) in rows of so many characters; the rest of one piece, and of rows, is cut.
function wrap(f, pieces) {
  const rows = [[]];
  let length = 0;
  for (const piece of pieces) {
    const text = f.text([piece]), fits = text.length <= maxColumns - indent.length;
    if (length + text.length > maxColumns && length > indent.length && text !== ", ") {
      if (rows.length === maxRows) {
        rows[maxRows - 1].push("…");
        break;
      }
      rows.push([indent]);
      length = indent.length;
    }
    rows[rows.length - 1].push(fits ? piece : short(text, maxColumns - indent.length));
    length += Math.min(text.length, maxColumns - indent.length);
  }
  return rows;
}

const plural = (n, what) => `${number(n)} ${what}${n === 1 ? "" : "s"}`;

function opLines(f, block, keeps) {
  const lines = [], { nops, op0 } = block;
  const isShown = i => nops <= maxOps || i < maxOps / 2 || i >= nops - maxOps / 4 || f.ops[op0 + i].part !== 0 || keeps(op0 + i);
  for (let i = 0, skipped = 0; i <= nops; i++) {
    if (i < nops && !isShown(i)) {
      skipped++;
      continue;
    }
    if (skipped)
      lines.push({ pieces: [`… ${plural(skipped, "more operation")}`] });
    skipped = 0;
    if (i < nops)
      lines.push({ op: op0 + i, number: i, pieces: f.opPieces(op0 + i) });
  }
  return lines;
}

function linkLine(f, block, i) {
  const { label, handler, to, args } = block.links[i];
  const picked = [handler ? "except" : null, label].filter(Boolean).join(" ");
  return { link: [block.number, i], pieces: [`${picked}${picked ? " " : ""}→ b${to} (`, ...f.listed(args), ")"] };
}

function blockBox(f, block, { before, after }, keeps) {
  const inputs = Array.from({ length: block.nin }, (_, i) => block.in0 + i), b = block.number;
  const role = b === f.ret ? "return" : b === f.raise ? "raise" : b === 0 ? "start" : "";
  const lines = [
    { pieces: [`${before}${role}${role ? " " : ""}b${b} (`, ...f.listed(inputs), `)${after}`] },
    ...opLines(f, block, keeps),
    ...block.sw === null ? [] : [{ pieces: ["switch ", block.sw] }],
    ...block.links.slice(0, maxLinks).map((_, i) => linkLine(f, block, i)),
    ...block.links.length > maxLinks ? [{ pieces: [`… ${plural(block.links.length - maxLinks, "more link")}`] }] : [],
    ...block.links.some(({ handler }) => !handler) || role === "return" || role === "raise" ? [] : [{ pieces: ["■ does not go on"] }],
  ];
  return { role, lines, block: b };
}

function foldedBox(blocks) {
  const nops = blocks.reduce((n, block) => n + block.nops, 0);
  const more = blocks.length === 1 ? "" : ` and ${plural(blocks.length - 1, "more block")}`;
  return { role: "folded", lines: [{ pieces: [`b${blocks[0].number}${more}`] }, { pieces: [plural(nops, "operation")] }] };
}

// Whether a block is folded with the others of its run: not where one of them has changed.
function foldedBlocks(f, fold, changed) {
  const open = new Set(Array.from(changed, b => f.blocks[b].run));
  return f.blocks.map(({ run }) => fold && run !== null && !open.has(run));
}

// Boxes, those first that fewest links lead to from the box of the point, in either direction.
function nearest(f, boxOf, from) {
  const beside = new Map(boxOf.map(box => [box, new Set()]));
  f.blocks.forEach(block => block.links.forEach(({ to }) => {
    beside.get(boxOf[block.number]).add(boxOf[to]);
    beside.get(boxOf[to]).add(boxOf[block.number]);
  }));
  const order = [from], met = new Set(order);
  for (const box of order)
    for (const next of beside.get(box))
      if (!met.has(next)) {
        met.add(next);
        order.push(next);
      }
  return { order, total: beside.size };
}

const noHead = { before: "", after: "" };

// f: a function (code.js); home: the block that is looked at; at most `max` boxes, the nearest; fold: blocks that play no part in any
// record stand in one box together, but for those that have changed; headOf: of a block, what stands before and after its name; keeps: of
// an operation, whether it is shown however many its block has.  Returns boxes
// {name, role, lines, block}, edges {from, to, links, handler, label}, and how many boxes there are in all.  A line has rows of pieces, and
// `op` or `link` where it is about one.
export function diagram(f, home, { max, fold, changed = new Set(), headOf = () => noHead, keeps = () => false }) {
  const folded = foldedBlocks(f, fold, changed), boxOf = f.blocks.map(({ number: b, run }) => folded[b] ? run : b);
  const { order, total } = nearest(f, boxOf, boxOf[home]);
  const shown = new Set(order.slice(0, max)), blocksOf = new Map(Array.from(shown, box => [box, []]));
  f.blocks.forEach(block => blocksOf.get(boxOf[block.number])?.push(block));
  const isFolded = box => folded[box];

  // What leads where, by box: of a folded one once to each target.
  const out = new Map(Array.from(shown, box => [box, new Map()])), unseen = new Map();
  for (const block of f.blocks) {
    const from = boxOf[block.number], edges = out.get(from);
    block.links.forEach((link, i) => {
      const to = boxOf[link.to], key = isFolded(from) ? to : i;
      if (!edges) {
        if (shown.has(to))
          unseen.set(to, (unseen.get(to) ?? new Set()).add(block.number));
      } else if (edges.has(key))
        edges.get(key).links.push([block.number, i]);
      else if (!isFolded(from) || to !== from)
        edges.set(key, { from, to, target: link.to, links: [[block.number, i]], handler: link.handler, label: isFolded(from) ? null : link.label });
    });
  }
  const found = Array.from(out.values(), edges => Array.from(edges.values()).slice(0, maxLinks)).flat();
  const entries = new Map();
  for (const { to } of found)
    entries.set(to, (entries.get(to) ?? 0) + 1);
  const isFinal = b => b === f.ret || b === f.raise;
  const isHub = to => !shown.has(to) || entries.get(to) > (isFinal(to) ? hubFinalLinks : hubLinks);

  const boxes = Array.from(blocksOf, ([box, blocks]) => ({ name: `b${box}`, ...isFolded(box) ? foldedBox(blocks) : blockBox(f, blocks[0], headOf(box), keeps) }));
  const made = found.map(({ to, target, ...edge }) => {
    let end = `b${to}`;
    if (isHub(to)) {
      const [block, i] = edge.links[0], role = target === f.ret ? "return " : target === f.raise ? "raise " : "→ ";
      end = `b${block}_x${i}`;
      boxes.push({ name: end, role: "stub", lines: [{ pieces: [`${role}b${target}`] }] });
    }
    const label = edge.label !== null && !edge.handler ? short(edge.label, maxCase) : null;
    return { ...edge, from: `b${edge.from}`, to: end, label };
  });
  for (const [box, edges] of out)
    if (edges.size > maxLinks) {
      boxes.push({ name: `b${box}_more`, role: "stub", lines: [{ pieces: [`… ${plural(edges.size - maxLinks, "more link")}`] }] });
      made.push({ from: `b${box}`, to: `b${box}_more`, links: [], handler: false, label: null });
    }
  for (const [box, blocks] of unseen) {
    boxes.push({ name: `b${box}_up`, role: "stub",
      lines: [{ pieces: [`from ${plural(blocks.size, "block")} that ${blocks.size === 1 ? "is" : "are"} not shown`] }] });
    made.push({ from: `b${box}_up`, to: `b${box}`, links: [], handler: false, label: null });
  }
  for (const box of boxes)
    box.lines = box.lines.map(({ pieces, ...line }) => ({ ...line, rows: wrap(f, pieces) }));
  return { boxes, edges: made, shown: shown.size, total };
}
