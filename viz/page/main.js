// Shows the view that the address names.
import { parse } from "./address.js";
import { openCode } from "./code.js";
import { open } from "./data.js";
import { bytecodeView, hopsView } from "./hops.js";
import { openOutlook } from "./outlook.js";
import { buildName, overview } from "./overview.js";
import { planView } from "./plan.js";
import { recordView } from "./record.js";
import { recordsView } from "./records.js";

const getSection = name => document.getElementById(`ss-${name}`).textContent;
const report = open(getSection), outlook = openOutlook(getSection, report);
const view = document.getElementById("view");
let close = null;

document.getElementById("build").textContent = buildName(report.meta) || "stacksieve report";

// The graphs are opened when the first record is.
let code = null;
const openedCode = () => code ??= openCode(report, outlook, getSection);

// A view gives its elements, and what to do once they are in the page and when it is left.
const go = address => history.replaceState(null, "", address);
const views = {
  overview: () => ({ elements: overview(report, outlook) }),
  records: at => recordsView(report, at.query, go),
  record: at => recordView(report, outlook, openedCode, at, go),
  hops: at => at.name ? { elements: bytecodeView(report, outlook, at.name) } : hopsView(outlook, at.query, go),
  plan: at => planView(report, outlook, at.query, go),
};

function show() {
  const at = parse(location.hash);
  close?.();
  const made = (Object.hasOwn(views, at.view) ? views[at.view] : views.overview)(at);
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

window.addEventListener("hashchange", () => {
  show();
  window.scrollTo(0, 0);
  view.focus({ preventScroll: true });
});
show();
performance.mark("first view");
