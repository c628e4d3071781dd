// Shows the view that the address names.
import { parse } from "./address.js";
import { open } from "./data.js";
import { buildName, overview } from "./overview.js";
import { recordView } from "./record.js";
import { recordsView } from "./records.js";

const report = open(name => document.getElementById(`ss-${name}`).textContent);
const view = document.getElementById("view");
let close = null;

document.getElementById("build").textContent = buildName(report.meta) || "stacksieve report";

function show() {
  const at = parse(location.hash);
  close?.();
  close = null;
  if (at.view === "records") {
    const records = recordsView(report, at.query, address => history.replaceState(null, "", address));
    view.replaceChildren(...records.elements);
    records.shown();
    close = records.close;
  } else
    view.replaceChildren(...(at.view === "record" ? recordView(report, at.name) : overview(report)));
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
