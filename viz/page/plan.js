// What to do next: the records to name or rewrite, in the order that sets the most hops free.
import { viewAddress } from "./address.js";
import { el, number } from "./dom.js";
import { stepLink } from "./links.js";
import { cell, compare, figure, kindCell, sortRows, tableView } from "./table.js";

const heads = [
  { key: "step", label: "Step", figure: true }, { key: "action", label: "Action" }, { key: "name", label: "Record" }, { key: "kind", label: "Kind" },
  { key: "gained", label: "Frees", figure: true }, { key: "total", label: "Free hops", figure: true }, { key: "bound", label: "At most", figure: true },
];

function select(steps, { q, action, sort }) {
  const low = q.trim().toLowerCase(), by = key => (a, b) => steps[a][key] - steps[b][key], text = key => (a, b) => compare(steps[a][key], steps[b][key]);
  const rows = steps.map((_, i) => i).filter(i => steps[i].name.toLowerCase().includes(low) && (!action || steps[i].action === action));
  return sortRows(rows, sort, {
    step: (a, b) => a - b, action: text("action"), name: text("name"), kind: text("kind"), gained: by("gained"), total: by("total"), bound: by("bound"),
  });
}

export function planView(report, outlook, query, go) {
  const { plan } = outlook, steps = plan.steps.map(step => ({ ...step, ...outlook.step(step.record) }));
  return tableView({
    title: "What to do next", what: steps.length === 1 ? "step" : "steps", total: steps.length, css: "plan", heads, query, go,
    address: state => viewAddress("plan", state),
    about: [
      el("p", {}, `${number(plan.free_before)} of ${number(outlook.hops.length)} hops have a way without blockers as it stands. Naming these records, or `
        + "rewriting what they save, in this order sets the most hops free."),
      el("p", { class: "text" }, "Free hops: those with a way without blockers after the step; at most: what no set of as many records can exceed. ",
        el("code", {}, "stacksieve hops --plan N"), " tells more steps."),
    ],
    filters: [{ key: "q", label: "Search", type: "search" }, { key: "action", label: "Action", choices: ["name", "rewrite"] }],
    select: state => select(steps, state),
    cells(row) {
      const s = steps[row];
      return [figure(number(row + 1)), cell(s.action), cell(stepLink(report, s)), kindCell(s.kind), figure(number(s.gained)),
        figure(number(s.total)), figure(number(s.bound))];
    },
  });
}
