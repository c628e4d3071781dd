// The way of saved values through the graph of their function: from where they are made to the unwind point, and on to where they are used next.

// Where the variables of a function come from and go to: `made`, by variable, the operation; `into`, by block, the links that lead there; `reads`,
// by variable, the operations that read it, in order; `passes`, by variable, the links of its block that hand it on, each with the number of the input.
const indices = new WeakMap();
function indexOf(f) {
  if (indices.has(f))
    return indices.get(f);
  const made = new Map(), inputs = new Map(), into = f.blocks.map(() => []), reads = new Map(), passes = new Map();
  const add = (map, key, value) => map.has(key) ? map.get(key).push(value) : map.set(key, [value]);
  f.ops.forEach((op, o) => {
    if (op.result !== null)
      made.set(op.result, o);
    for (const arg of op.args)
      add(reads, arg, o);
  });
  for (const block of f.blocks) {
    for (let i = 0; i < block.nin; i++)
      inputs.set(block.in0 + i, [block.number, i]);
    block.links.forEach((link, i) => {
      into[link.to].push([block.number, i]);
      link.args.forEach((arg, input) => add(passes, arg, [i, input]));
    });
  }
  indices.set(f, { made, inputs, into, reads, passes });
  return indices.get(f);
}

// f: a function (code.js); point: the operation that saves the variables.  Returns sets of operations, `makes` and `uses`; the links
// that pass them on, [block, place among its links] each; and `names`, all variables that they are on the way.
export function trail(f, point, variables) {
  const { made, inputs, into, reads, passes } = indexOf(f);
  const makes = new Set(), uses = new Set(), names = new Set(variables), links = [];

  // Back to all that makes them.
  const back = [...variables], seen = new Set(back);
  for (const name of back) {
    names.add(name);
    if (made.has(name))
      makes.add(made.get(name));
    const [to, input] = inputs.get(name) ?? [];
    for (const [from, i] of to === undefined ? [] : into[to]) {
      const arg = f.blocks[from].links[i].args[input];
      links.push([from, i]);
      if (typeof arg === "number" && !seen.has(arg)) {
        seen.add(arg);
        back.push(arg);
      }
    }
  }

  // On to the first that reads one on each way.
  const on = variables.map(name => [name, f.ops[point].block, point + 1]), met = new Set();
  for (const [name, b, from] of on) {
    names.add(name);
    const use = reads.get(name)?.find(o => o >= from);
    if (use !== undefined) {
      uses.add(use);
      continue;
    }
    for (const [i, input] of passes.get(name) ?? []) {
      const { to } = f.blocks[b].links[i], next = f.blocks[to].in0 + input;
      links.push([b, i]);
      if (!met.has(next)) {
        met.add(next);
        on.push([next, to, f.blocks[to].op0]);
      }
    }
  }
  return { makes, uses, names, links };
}
