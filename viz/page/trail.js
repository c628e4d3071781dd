// The way of a saved value through the graph of its function: from where it is made to the unwind point, and on to where it is used next.

// f: a function (code.js); point: the operation that saves variable v.  Returns sets: `makes` and `uses` of operations; `before` and `after`
// of links that pass it on, each as its place in `links`, and the variables that it is, `names`.
export function trail(f, point, v) {
  const makes = new Set(), uses = new Set(), names = new Set([v]), links = [];
  const results = new Map(f.ops.map((op, o) => [op.result, o]).filter(([result]) => result !== null));
  const into = f.blocks.map(() => []);
  for (const block of f.blocks)
    block.links.forEach((link, i) => into[link.to].push([block.number, i]));
  const inputOf = new Map();
  for (const block of f.blocks)
    for (let i = 0; i < block.nin; i++)
      inputOf.set(block.in0 + i, [block.number, i]);

  // Back to all that makes it.
  const back = [v], seen = new Set(back);
  for (const name of back) {
    names.add(name);
    if (results.has(name))
      makes.add(results.get(name));
    const [to, input] = inputOf.get(name) ?? [];
    for (const [from, i] of to === undefined ? [] : into[to]) {
      const arg = f.blocks[from].links[i].args[input];
      links.push([from, i]);
      if (typeof arg === "number" && !seen.has(arg)) {
        seen.add(arg);
        back.push(arg);
      }
    }
  }

  // On to the first that reads it on each way.
  const on = [[v, f.ops[point].block, point + 1]], met = new Set();
  for (const [name, b, from] of on) {
    const block = f.blocks[b];
    names.add(name);
    let use = from;
    while (use < block.op0 + block.nops && !f.ops[use].args.includes(name))
      use++;
    if (use < block.op0 + block.nops) {
      uses.add(use);
      continue;
    }
    block.links.forEach((link, i) => link.args.forEach((arg, input) => {
      const next = f.blocks[link.to].in0 + input;
      if (arg !== name)
        return;
      links.push([b, i]);
      if (!met.has(next)) {
        met.add(next);
        on.push([next, link.to, f.blocks[link.to].op0]);
      }
    }));
  }
  return { makes, uses, names, links };
}
