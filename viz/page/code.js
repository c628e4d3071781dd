// The graphs of the functions that have records, the records' explanations, and how they call each other (doc/report.md): opened when a
// record is asked for, in a browser and in node.
import { bytesOf, reader } from "./data.js";
import { number } from "./dom.js";

// Of an operation with more operands than this, the first ones are told.
const maxOperands = 32;

async function inflate(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

export const signed = n => n & 1 ? -(n + 1) / 2 : n / 2;

// Where the things of each owner begin among all, and where the last ones end.
export function starts(counts) {
  const at = new Uint32Array(counts.length + 1);
  for (let i = 0; i < counts.length; i++)
    at[i + 1] = at[i] + counts[i];
  return at;
}

const bits = n => {
  let count = 0;
  for (; n; n &= n - 1)
    count++;
  return count;
};

// The names of all variables: each is words and, mostly, a number, told by how far it is from the last one after these words.
function readNames(read, n, words) {
  const prefix = read(n), numbers = read(n), last = new Map();
  for (let v = 0; v < n; v++)
    if (numbers[v]) {
      const is = (last.get(prefix[v]) ?? 0) + signed(numbers[v] - 1);
      last.set(prefix[v], is);
      numbers[v] = is + 1;
    }
  return v => words[prefix[v]] + (numbers[v] ? numbers[v] - 1 : "");
}

// A symbol in a column: its name, and its number among the functions of the report, or null; null for none.
const symbolIn = (report, texts) => n => n === 0 ? null : n & 1 ? { name: report.func((n - 1) / 2).name, func: (n - 1) / 2 } : { name: texts[n / 2 - 1], func: null };

// Of the functions of a report, or of others that are told alike: nfuncs, and func(f) with name and line.
export function readCode(report, read, words) {
  const symbol = symbolIn(report, words);
  const nfuncs = report.nfuncs;
  const [funcBlocks, funcVars, funcReturn, funcRaise] = Array.from({ length: 4 }, () => read(nfuncs));
  const block0 = starts(funcBlocks), var0 = starts(funcVars), nblocks = block0[nfuncs];
  const [in0, nin, nops, nexits, nhandlers, sw, run] = Array.from({ length: 7 }, () => read(nblocks));
  const op0 = starts(nops), nlinks = nexits.map((n, b) => n + nhandlers[b]), link0 = starts(nlinks), bind0 = starts(nhandlers);
  const [opName, opResult, opArgs, opCallee, opPart, opLine] = Array.from({ length: 6 }, () => read(op0[nblocks]));
  const arg0 = starts(opArgs), args = read(arg0[arg0.length - 1]);
  const linkTo = read(link0[nblocks]), linkLabel = read(link0[nblocks]);
  const linkArgs = new Uint32Array(linkTo.length);
  for (let f = 0; f < nfuncs; f++)
    for (let l = link0[block0[f]]; l < link0[block0[f + 1]]; l++)
      linkArgs[l] = nin[block0[f] + linkTo[l]];
  const linkArg0 = starts(linkArgs), linkArg = read(linkArg0[linkTo.length]), binds = read(2 * bind0[nblocks]);
  const name = readNames(read, var0[nfuncs], words);

  let last = null;

  // A function: variables, blocks and operations are numbered from 0 within it; an operand is a variable's number or a constant's text.
  function func(f) {
    if (last?.f === f)
      return last.made;
    let next = 0, line = report.func(f).line ?? 0;
    const ops = [], blocks = [];
    const defined = n => n ? (next += signed(n - 1), next++) : null;
    for (let b = block0[f]; b < block0[f + 1]; b++) {
      const block = { number: b - block0[f], in0: defined(in0[b]), nin: nin[b], op0: ops.length, nops: nops[b], links: [],
                      run: run[b] ? run[b] - 1 : null };
      const operand = n => n & 1 ? words[(n - 1) / 2] : block.in0 + signed(n / 2);
      next = block.in0 + block.nin;
      block.sw = sw[b] ? operand(sw[b] - 1) : null;
      for (let o = op0[b]; o < op0[b + 1]; o++) {
        if (opLine[o])
          line += signed(opLine[o] - 1);
        ops.push({ block: block.number, name: words[opName[o]], result: defined(opResult[o]), part: opPart[o], line: opLine[o] ? line : null,
                   callee: opCallee[o] ? symbol(opCallee[o] - 1)?.name ?? "null" : null,
                   args: Array.from(args.subarray(arg0[o], arg0[o + 1]), operand) });
      }
      for (let i = 0; i < nlinks[b]; i++) {
        const l = link0[b] + i, handler = i >= nexits[b], bind = 2 * (bind0[b] + i - nexits[b]);
        block.links.push({ to: linkTo[l], handler, label: linkLabel[l] ? words[linkLabel[l] - 1] : null,
                           binds: handler ? [defined(binds[bind]), defined(binds[bind + 1])] : [],
                           args: Array.from(linkArg.subarray(linkArg0[l], linkArg0[l + 1]), operand) });
      }
      blocks.push(block);
    }
    const variable = v => name(var0[f] + v);
    // Text as pieces: strings, and variables by number.
    const listed = operands => operands.flatMap((a, i) => i ? [", ", a] : [a]);
    const text = pieces => pieces.map(piece => typeof piece === "number" ? variable(piece) : piece).join("");
    const opPieces = o => {
      const { result, name, callee, args } = ops[o];
      const shown = [...callee === null ? [] : [callee], ...args.slice(0, maxOperands)];
      if (args.length > maxOperands)
        shown.push(`… ${number(args.length - maxOperands)} more`);
      return [...result === null ? [] : [result, " = "], `${name}(`, ...listed(shown), ")"];
    };
    const made = {
      blocks, ops, variable, listed, text, opPieces,
      ret: funcReturn[f] ? funcReturn[f] - 1 : null, raise: funcRaise[f] ? funcRaise[f] - 1 : null,
      opText: o => text(opPieces(o)),
      placeText(o) {
        const { block, line } = ops[o];
        return `${block}.${o - blocks[block].op0}${line === null ? "" : `, line ${line}`}`;
      },
    };
    last = { f, made };
    return made;
  }
  return func;
}

function readExplanations(report, read, words, func) {
  const n = report.nrecords, { columns, meta } = report;
  const value0 = starts(columns.values), cause0 = starts(columns.reasons.map(bits));
  const targets = read(n), gone0 = starts(read(n)), gone = read(gone0[n]);
  const [valueVar, storage, origin, from, useName, use, valueBlocks, valueLeft] = Array.from({ length: 8 }, () => read(value0[n]));
  const valueBlock0 = starts(valueBlocks), valueBlock = read(valueBlock0[value0[n]]);
  const causeVar = read(cause0[n]), causeType0 = starts(causeVar.map(v => v ? 1 : 0)), causeType = read(causeType0[cause0[n]]);
  const [place, causeBlocks, causeLeft] = Array.from({ length: 3 }, () => read(cause0[n]));
  const causeBlock0 = starts(causeBlocks), causeBlock = read(causeBlock0[cause0[n]]);

  // What `explain` says of record i; places within its function are numbers of operations, or null.
  return i => {
    const r = report.record(i), f = func(r.func), block = f.blocks[r.block], types = report.savedTypes(i);
    const at = n => n === 0 ? null : n & 1 ? { op: (n - 1) / 2, text: `${f.placeText((n - 1) / 2)}: ${f.opText((n - 1) / 2)}` }
      : { op: null, text: words[n / 2 - 1] };
    const path = (of, start, left, k) => {
      let b = r.block;
      return { blocks: Array.from(of.subarray(start[k], start[k + 1]), d => b += signed(d)), leftOut: left[k] };
    };
    const range = (start, make) => Array.from({ length: start[i + 1] - start[i] }, (_, k) => make(start[i] + k, k));
    const reasons = meta.reasons.filter((_, k) => columns.reasons[i] >>> k & 1);
    return {
      call: f.opText(block.op0 + r.op), line: f.ops[block.op0 + r.op].line, targets: targets[i] ? targets[i] - 1 : null,
      saved: range(value0, (k, nth) => {
        const v = block.in0 + signed(valueVar[k]), first = v + signed(origin[k]);
        return { var: v, variable: f.variable(v), type: report.typeName(types[nth]), storage: words[storage[k]],
                 origin: { variable: f.variable(first), ...at(from[k]) }, useVariable: f.variable(v + signed(useName[k])), use: at(use[k]),
                 path: path(valueBlock, valueBlock0, valueLeft, k) };
      }),
      gone: range(gone0, k => words[gone[k]]),
      causes: range(cause0, (k, nth) => ({
        reason: reasons[nth].name, text: reasons[nth].text,
        value: causeVar[k] ? { variable: f.variable(block.in0 + signed(causeVar[k] - 1)), type: words[causeType[causeType0[k]]] } : null,
        place: at(place[k]), path: path(causeBlock, causeBlock0, causeLeft, k),
      })),
    };
  };
}

function readCalls(report, outlook, read, words, symbol) {
  const n = report.nrecords, nexternals = outlook.externals.length, [nsets] = read(1);
  const setTargets = read(nsets), member0 = starts(read(nsets)), members = read(member0[nsets]);
  const [calls, verb, to, rest, wayNext, wayEnd, wayEndSymbol] = Array.from({ length: 7 }, () => read(n));
  const funcChain = read(report.nfuncs), [nback] = read(1), back = read(4 * nback), externals = read(3 * nexternals);
  const backs = new Map(Array.from({ length: nback }, (_, k) => [symbol(back[4 * k]).name, back.subarray(4 * k + 1, 4 * k + 4)]));
  const step = (caller, record, [verb, to, rest]) => ({ caller, record, verb: words[verb], callee: symbol(to), rest: words[rest] });
  const sets = Array.from({ length: nsets }, (_, s) => {
    let code = 0;
    return Array.from(members.subarray(member0[s], member0[s + 1]), d => symbol(code += signed(d)));
  });
  let callers = null;

  const callees = i => calls[i] === 0 ? [] : calls[i] & 1 ? [symbol((calls[i] - 1) / 2)] : sets[calls[i] / 2 - 1];
  return {
    // The symbols that record i calls and that may unwind; how many targets its call has, null where they are not known.
    callees, ntargets: i => calls[i] === 0 ? null : calls[i] & 1 ? 1 : setTargets[calls[i] / 2 - 1],
    // The records that call function f.
    callers(f) {
      if (!callers) {
        callers = Array.from({ length: report.nfuncs }, () => []);
        for (let i = 0; i < n; i++)
          for (const { func } of callees(i))
            if (func !== null)
              callers[func].push(i);
      }
      return callers[f];
    },
    // A shortest chain from record i to an unwind source.
    chain(i) {
      const steps = [step(report.recordName(i), i, [verb[i], to[i], rest[i]])];
      for (;;) {
        const at = steps[steps.length - 1].callee;
        if (at === null)
          return steps;
        if (at.func !== null && funcChain[at.func]) {
          const on = funcChain[at.func] - 1;
          steps.push(step(report.recordName(on), on, [verb[on], to[on], rest[on]]));
        } else if (at.func === null && backs.has(at.name))
          steps.push(step(at.name, null, backs.get(at.name)));
        else
          return steps;
      }
    },
    // The cheapest way from record i to a frame or a source, as outlook.js has it; null: there is none.
    way(i) {
      if (wayNext[i] === 0)
        return null;
      const records = [];
      for (let at = i;;) {
        const [next, end, symbolAt] = at < n ? [wayNext[at], wayEnd[at], wayEndSymbol[at]] : externals.subarray(3 * (at - n));
        records.push(at);
        if (next < 2)
          return { records, end: words[end], symbol: symbol(symbolAt)?.name ?? null };
        at = next - 2;
      }
    },
  };
}

// Sections that are deflated, and the texts in one.
export const inflated = (getSection, ...names) => Promise.all(names.map(name => inflate(bytesOf(getSection(name)))));
export const textsIn = bytes => new TextDecoder().decode(bytes).split("\0");

export async function openCode(report, outlook, getSection) {
  const [code, explain, calls, text, ofCode] = await inflated(getSection, "code", "explain", "calls", "words", "names");
  const words = textsIn(text), func = readCode(report, reader(code), textsIn(ofCode)), symbol = symbolIn(report, words);
  return { func, explain: readExplanations(report, reader(explain), words, func), ...readCalls(report, outlook, reader(calls), words, symbol) };
}
