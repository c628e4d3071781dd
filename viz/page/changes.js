// The table of what changed since an older build.
import { changeAddress, changesAddress } from "./address.js";
import { el, kindMark, number } from "./dom.js";
import { placeText, recordLink } from "./links.js";
import { searcher } from "./search.js";
import { cell, compare, figure, naming, passing, sortRows, tableView } from "./table.js";

const heads = [
  { key: "change", label: "Change" }, { key: "record", label: "Record or function" }, { key: "kind", label: "Kind" },
  { key: "values", label: "Values", figure: true }, { key: "pickles", label: "Pickles" },
];

const broken = ["broken", "not broken"], known = ["suppressed", "not suppressed"];

// Old and new, or what is the same in both.
export const turned = (old, now, shown) => old === null || now === null || old === now ? [shown(now ?? old)] : [shown(old), " → ", shown(now)];

const searchers = new WeakMap();
function searcherOf(changes) {
  if (!searchers.has(changes))
    searchers.set(changes, searcher(changes.n, i => {
      const { change, old, new: now, difference, call } = changes.change(i);
      const names = [old, now].flatMap(side => [side?.record ?? side?.function, side?.name, side?.kind]);
      return [change, ...names, call, ...difference.types_added, ...difference.types_gone].filter(Boolean).join(" ");
    }));
  return searchers.get(changes);
}

const subject = ([old, now]) => now ?? old;

function select(comparison, changes, { q, change, sense, pickles, known: wanted, func, sort }) {
  const tests = [];
  if (change)
    tests.push(i => changes.code(i) === change);
  if (sense)
    tests.push(i => comparison.sense(changes.code(i)) === sense);
  if (pickles)
    tests.push(i => changes.breaks(i) === (pickles === broken[0]));
  if (wanted)
    tests.push(i => changes.suppressed(i) === (wanted === known[0]));
  if (func) {
    const is = naming(func);
    tests.push(i => changes.funcs(i).some(is));
  }
  const rows = passing(changes.all, tests);
  const kindOf = i => {
    const { old, new: now } = changes.change(i);
    return `${now?.kind ?? ""} ${old?.kind ?? ""}`;
  };
  const kinds = sort.endsWith("kind") ? new Map(rows.map(i => [i, kindOf(i)])) : null;
  return sortRows(searcherOf(changes).filter(rows, q), sort, {
    change: (a, b) => changes.order(a) - changes.order(b), record: (a, b) => compare(subject(changes.funcs(a)), subject(changes.funcs(b))),
    kind: (a, b) => compare(kinds.get(a), kinds.get(b)), values: (a, b) => changes.difference(a) - changes.difference(b),
    pickles: (a, b) => changes.breaks(a) - changes.breaks(b), known: (a, b) => changes.suppressed(a) - changes.suppressed(b),
  });
}

// The record as it is now, which has a page; as it was; or the function.
function subjectCell(report, changes, { i, old, new: now }) {
  const record = changes.record(i), side = now ?? old;
  return record !== null ? recordLink(report, record) : placeText(old?.record ?? side.record ?? side.function);
}

export function changesView(report, comparison, changes, query, go) {
  const suppressing = comparison.summary.suppressions.length > 0;
  const view = tableView({
    title: "Changes", what: changes.n === 1 ? "change" : "changes", total: changes.n, css: suppressing ? "changes suppressing" : "changes",
    heads: suppressing ? [...heads, { key: "known", label: "Known" }] : heads, query, go, address: changesAddress,
    filters: [
      { key: "q", label: "Search", type: "search" }, { key: "change", label: "Change", choices: comparison.codes.map(({ name }) => name) },
      { key: "sense", label: "For pickling", choices: ["worse", "neutral", "better"] }, { key: "pickles", label: "Pickles", choices: broken },
      ...suppressing ? [{ key: "known", label: "Known", choices: known }] : [],
      { key: "func", label: "Function" },
    ],
    select: state => select(comparison, changes, state),
    cells(row) {
      const c = changes.change(row), { old, new: now } = c, kinds = [old?.kind ?? null, now?.kind ?? null], values = [old?.values ?? null, now?.values ?? null];
      return [
        cell(el("a", { href: changeAddress(row) }, c.change)), cell(subjectCell(report, changes, c)),
        cell(...kinds.some(kind => kind !== null) ? turned(...kinds, kindMark) : []),
        figure(...values.some(n => n !== null) ? turned(...values, number) : []), cell(c.breaks_pickles ? broken[0] : ""),
        ...suppressing ? [cell(c.suppressed === null ? "" : known[0])] : [],
      ];
    },
  });
  return {
    ...view,
    shown() {
      view.shown();
      setTimeout(searcherOf(changes).prepare);
    },
  };
}
