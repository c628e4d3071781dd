// What the report says of an older build that this one was compared with (doc/report.md), in a browser and in node.
import { inflated, readCode, signed, starts, textsIn } from "./code.js";
import { readJson, reader } from "./data.js";

const sides = ["old", "new"];

// null: it was compared with none.
export function openComparison(getSection) {
  if (getSection("comparison") === null)
    return null;
  const comparison = readJson(getSection, "comparison");
  return { ...comparison, sense: code => comparison.summary.changes[code].sense };
}

// Every change, in the order of consequence: opened when one is asked for.
export async function openChanges({ meta }, comparison, getSection) {
  const [bytes, words] = await inflated(getSection, "changes", "terms");
  const read = reader(bytes), texts = textsIn(words), { codes, whys, fates, matches } = comparison, n = comparison.changes;
  const [code, why, differs, breaks, match, sure, call, chain, suppressed, record] = Array.from({ length: 10 }, () => read(n));
  const type0 = starts(read(2 * n)), types = read(type0[2 * n]);
  const [func, block, op, name, kind, values, fate, graph, point] = Array.from({ length: 9 }, () => read(2 * n));
  const reasonOf = i => suppressed[i] ? comparison.summary.suppressions[suppressed[i] - 1].reason : null;
  const optional = text => text ? texts[text - 1] : null;
  const typesOf = k => Array.from(types.subarray(type0[k], type0[k + 1]), type => texts[type]);

  // Of one side of a change, at k = 2 * its number + the side.
  const funcOf = k => optional(func[k]), hasRecord = k => block[k] > 0;
  const recordOf = k => hasRecord(k) ? `${funcOf(k)}@${block[k] - 1}.${op[k]}` : null;
  const side = k => func[k] === 0 ? null : {
    function: funcOf(k), record: recordOf(k), name: hasRecord(k) ? texts[name[k]] : null, kind: hasRecord(k) ? meta.kinds[kind[k]].name : null,
    values: hasRecord(k) ? values[k] : null, pickles: hasRecord(k) ? fates[fate[k]].name : null,
  };
  const byRecord = new Map();
  for (let i = 0; i < n; i++)
    if (record[i])
      byRecord.set(record[i] - 1, [...byRecord.get(record[i] - 1) ?? [], i]);
  return {
    n, all: [...record.keys()], text: t => texts[t], breaks: i => breaks[i] === 1, suppressed: i => suppressed[i] > 0, code: i => codes[code[i]].name,
    // By side: the function, null for none; the record of the new build, by its number in the report, null for none.
    funcs: i => sides.map((_, at) => funcOf(2 * i + at)), record: i => record[i] ? record[i] - 1 : null,
    // The changes that are about a record of the report.
    ofRecord: r => byRecord.get(r) ?? [],
    // By side: which function is drawn (openGraphs), and the operation in it that is marked; null for none.
    places: i => sides.map((_, at) => 2 * i + at).map(k => graph[k] ? { graph: graph[k] - 1, point: point[k] ? point[k] - 1 : null } : null),
    difference: i => values[2 * i + 1] - values[2 * i],
    order: i => code[i],
    change(i) {
      const [old, now] = sides.map((_, at) => side(2 * i + at));
      return {
        i, change: codes[code[i]].name, sense: comparison.sense(codes[code[i]].name), why: whys[why[i]].name, call: optional(call[i]),
        differs: comparison.differs.filter((_, bit) => differs[i] >>> bit & 1), old, new: now,
        difference: { values: this.difference(i), types_added: typesOf(2 * i + 1), types_gone: typesOf(2 * i) },
        match: match[i] ? { how: matches[match[i] - 1].name, sure: sure[i] } : null, chain: optional(chain[i]), breaks_pickles: breaks[i] === 1, suppressed: reasonOf(i),
      };
    },
  };
}

// The graphs of the functions that changes are about: opened when the first one is drawn.  code: of the report (code.js).
export async function openGraphs({ meta }, code, changes, getSection) {
  const [bytes, ...codes] = await inflated(getSection, "graphs", "old-code", "new-code", "old-names", "new-names");
  const read = reader(bytes), counts = read(2), n = counts[0] + counts[1];
  const [names, lines, at] = Array.from({ length: 3 }, () => read(n)), others = read(counts[0]);
  const point0 = starts(read(n)), pointOp = read(point0[n]), pointKind = read(point0[n]);
  const funcs = Array.from({ length: n }, (_, f) => ({
    name: changes.text(names[f]), line: lines[f] ? lines[f] - 1 : null, code: at[f] ? at[f] - 1 : null,
    kinds: new Map(Array.from({ length: point0[f + 1] - point0[f] }, (_, k) => [pointOp[point0[f] + k], meta.kinds[pointKind[point0[f] + k]].name])),
  }));
  const bySide = [funcs.slice(0, counts[0]), funcs.slice(counts[0])];
  // Those that are in no other section are numbered by themselves.
  const own = bySide.map((all, side) => {
    const written = all.filter(({ code: place }) => place === null), numbers = new Map(written.map((func, f) => [func, f]));
    const graphs = readCode({ nfuncs: written.length, func: f => written[f] }, reader(codes[side]), textsIn(codes[2 + side]));
    return func => graphs(numbers.get(func));
  });
  const graph = (side, f) => bySide[side][f].code === null ? own[side](bySide[side][f]) : code.func(bySide[side][f].code);

  // Of matched functions, one after the other.
  const paired = bySide[0].map((_, f) => f).filter(f => others[f]);
  const block0 = starts(read(paired.length)), blocks = read(block0[paired.length]);
  const run0 = starts(read(2 * paired.length)), runs = read(run0[2 * paired.length]);
  const alone = k => {
    const found = new Set();
    for (let r = run0[k], o = 0; r < run0[k + 1]; o += runs[r++])
      for (let i = 0; (r - run0[k]) % 2 && i < runs[r]; i++)
        found.add(o + i);
    return found;
  };
  return {
    func: (side, f) => bySide[side][f], graph,
    // What is in one build alone, of a function of the old one and what it is matched with: by side, sets of operations and of blocks, and by
    // block of either the one of the other; null: they are not matched with each other.
    pair(old, now) {
      const k = paired.indexOf(old);
      if (k < 0 || others[old] - 1 !== now)
        return null;
      const other = [new Map(), new Map()];
      for (let b = 0, next = 0; b < block0[k + 1] - block0[k]; b++) {
        const told = blocks[block0[k] + b];
        if (told === 0)
          continue;
        next += signed(told - 1);
        other[0].set(b, next);
        other[1].set(next++, b);
      }
      return sides.map((_, side) => ({ ops: alone(2 * k + side), other: other[side],
        blocks: new Set(graph(side, side ? now : old).blocks.map(({ number }) => number).filter(b => !other[side].has(b))) }));
    },
  };
}
