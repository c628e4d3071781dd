// What the report says of an older build that this one was compared with (doc/report.md), in a browser and in node.
import { starts, inflate } from "./code.js";
import { bytesOf, readJson, reader } from "./data.js";

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
  const [bytes, words] = await Promise.all(["changes", "terms"].map(name => inflate(bytesOf(getSection(name)))));
  const read = reader(bytes), texts = new TextDecoder().decode(words).split("\0"), { codes, whys, fates, matches } = comparison, n = comparison.changes;
  const [code, why, differs, breaks, match, sure, call, chain, record] = Array.from({ length: 9 }, () => read(n));
  const type0 = starts(read(2 * n)), types = read(type0[2 * n]);
  const [func, block, op, name, kind, values, fate] = Array.from({ length: 7 }, () => read(2 * n));
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
    n, breaks: i => breaks[i] === 1, code: i => codes[code[i]].name,
    // By side: the function, null for none; the record of the new build, by its number in the report, null for none.
    funcs: i => sides.map((_, at) => funcOf(2 * i + at)), record: i => record[i] ? record[i] - 1 : null,
    // The changes that are about a record of the report.
    ofRecord: r => byRecord.get(r) ?? [],
    difference: i => values[2 * i + 1] - values[2 * i],
    order: i => code[i],
    change(i) {
      const [old, now] = sides.map((_, at) => side(2 * i + at));
      return {
        i, change: codes[code[i]].name, sense: comparison.sense(codes[code[i]].name), why: whys[why[i]].name, call: optional(call[i]),
        differs: comparison.differs.filter((_, bit) => differs[i] >>> bit & 1), old, new: now,
        difference: { values: this.difference(i), types_added: typesOf(2 * i + 1), types_gone: typesOf(2 * i) },
        match: match[i] ? { how: matches[match[i] - 1].name, sure: sure[i] } : null, chain: optional(chain[i]), breaks_pickles: breaks[i] === 1,
      };
    },
  };
}
