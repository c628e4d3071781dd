// Shows the view that the address names.
import { parse } from "./address.js";
import { changeView } from "./change.js";
import { changesView } from "./changes.js";
import { openCode } from "./code.js";
import { openChanges, openComparison, openGraphs } from "./compared.js";
import { comparedPart, comparisonView } from "./comparison.js";
import { open } from "./data.js";
import { el, shortened } from "./dom.js";
import { bytecodeView, hopsView } from "./hops.js";
import { openOutlook } from "./outlook.js";
import { buildName, overview } from "./overview.js";
import { planView } from "./plan.js";
import { recordView } from "./record.js";
import { recordsView } from "./records.js";

const getSection = name => document.getElementById(`ss-${name}`)?.textContent ?? null;
const report = open(getSection), outlook = openOutlook(getSection, report), comparison = openComparison(getSection);
const view = document.getElementById("view");
let close = null, asked = 0;

document.getElementById("build").textContent = shortened(buildName(report.meta)) || "stacksieve report";

// The graphs are opened when the first record is, changes when they are asked for.
let code = null, changes = null, graphs = null;
const openedCode = () => code ??= openCode(report, outlook, getSection);
const openedChanges = () => comparison && (changes ??= openChanges(report, comparison, getSection));
const openedGraphs = () => graphs ??= Promise.all([openedCode(), openedChanges()]).then(opened => openGraphs(report, ...opened, getSection));

// A view gives its elements, and what to do once they are in the page and when it is left; or a promise of that.
const go = address => history.replaceState(null, "", address);
const views = {
  overview: () => ({ elements: overview(report, outlook, comparison ? comparedPart(comparison) : []) }),
  records: at => recordsView(report, at.query, go),
  record: at => recordView(report, outlook, openedCode, openedChanges, at, go),
  hops: at => at.name ? { elements: bytecodeView(report, outlook, at.name) } : hopsView(outlook, at.query, go),
  plan: at => planView(report, outlook, at.query, go),
  ...comparison && {
    comparison: () => ({ elements: comparisonView(comparison) }),
    changes: async at => changesView(report, comparison, await openedChanges(), at.query, go),
    change: async at => changeView(report, comparison, await openedChanges(), openedGraphs, at, go),
  },
};

if (comparison)
  document.querySelector("nav").append(...[["comparison", "Comparison"], ["changes", "Changes"]].map(([name, label]) => el("a", { href: `#/${name}` }, label)));

function put(at, made) {
  close?.();
  view.replaceChildren(...made.elements);
  made.shown?.();
  close = made.close ?? null;
  const title = view.querySelector("h1").textContent;
  document.title = `${title} – stacksieve report`;
  for (const link of document.querySelectorAll("nav a")) {
    if (link.getAttribute("href") === `#/${at.view}`)
      link.setAttribute("aria-current", "page");
    else
      link.removeAttribute("aria-current");
  }
}

// What is to be opened first is shown then, unless something else has been asked for since.
function show(done) {
  const at = parse(location.hash), own = ++asked, made = (Object.hasOwn(views, at.view) ? views[at.view] : views.overview)(at);
  const show = made => {
    if (own !== asked)
      return;
    put(at, made);
    done();
  };
  if (made instanceof Promise)
    made.then(show);
  else
    show(made);
}

window.addEventListener("hashchange", () => show(() => {
  window.scrollTo(0, 0);
  view.focus({ preventScroll: true });
}));
show(() => performance.mark("first view"));
