// How long a page of `report` takes in Chromium: figures.mjs MODULES PAGE RUNS RECORD.  Prints JSON: what it measured in each of RUNS freshly
// opened pages, in milliseconds.
//   first    from opening the file to the first view, drawn
//   filter   from a change of a filter to the rows, laid out: by kind, by function, by type, by file, and by text typed letter by letter;
//            processor: processor time of one, the mean
//   sort     from a press of a column's head to the rows, laid out: each column down and up, of all rows
//   rows     how many there are
//   changes  of a page of two builds, from the address of the table of changes to its rows, the first of the page, which opens them; changesFilter
//            and changesSort as filter and sort; change: from the address of the first one to its pictures, which opens the graphs
//   record   from the address of RECORD to its view with the picture of the graph, the first of the page, which opens the data
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

import { launch } from "./chromium.mjs";

const [modules, file, runs, record] = process.argv.slice(2);
const url = pathToFileURL(resolve(file)).href;
const browser = await launch(modules);

// How long each change of a field takes, to the rows, laid out.
const timed = (page, changes) => page.evaluate(all => all.map(([name, text, event = "input"]) => {
  const field = document.querySelector(`[name=${name}]`), start = performance.now();
  field.value = text;
  field.dispatchEvent(new Event(event));
  document.body.getBoundingClientRect();
  return performance.now() - start;
}), changes);

// Processor time that the page's main thread has taken so far.
async function taken(session) {
  const { metrics } = await session.send("Performance.getMetrics");
  return 1000 * metrics.find(({ name }) => name === "TaskDuration").value;
}

// How long each press of a column's head takes.  A press makes the heads again.
const sorted = page => page.evaluate(() => [...document.querySelectorAll(".head [data-key]")].flatMap(({ dataset: { key } }) => ["down", "up"].map(() => {
  const head = document.querySelector(`.head [data-key="${key}"]`), start = performance.now();
  head.click();
  document.body.getBoundingClientRect();
  return performance.now() - start;
})));

// From an address to what is found there.
const opened = (page, address, selector) => page.evaluate(async ([hash, wanted]) => {
  const start = performance.now();
  location.hash = hash;
  while (!document.querySelector(wanted))
    await new Promise(requestAnimationFrame);
  return performance.now() - start;
}, [address, selector]);

async function measure() {
  const page = await browser.newPage({ viewport: { width: 1280, height: 860 } });
  await page.goto(url);
  const first = await page.evaluate(async () => {
    const drawn = () => performance.getEntriesByName("first-contentful-paint")[0];
    while (!drawn())
      await new Promise(requestAnimationFrame);
    return Math.max(drawn().startTime, performance.getEntriesByName("first view")[0].startTime);
  });
  await page.evaluate(() => { location.hash = "#/records"; });
  await page.locator(".rows .row").first().waitFor();
  const typed = ["g", "ge", "get", "geta", "get a", ""].map(text => ["q", text]);
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  const before = await taken(session);
  const filter = await timed(page, [["kind", "special", "change"], ["kind", "", "change"],
    ...[["func", "pyframe"], ["type", "W_Root"], ["file", "interpreter"]].flatMap(([name, text]) => [[name, text], [name, ""]]), ...typed]);
  const processor = (await taken(session) - before) / filter.length;
  const sort = await sorted(page);
  const rows = Number((await page.locator("#count").textContent()).split(" of ")[1].replace(/[^\d]/g, ""));
  const shown = await opened(page, `#/record/${encodeURIComponent(record)}`, "#explanation:not([aria-busy])");
  const compared = await page.locator("nav a[href='#/changes']").count() ? {
    changes: await opened(page, "#/changes", ".changes .rows .row"),
    changesFilter: await timed(page, [["change", "new-irreducible", "change"], ["change", "", "change"], ["pickles", "broken", "change"], ["pickles", "", "change"],
      ["func", "pyframe"], ["func", ""], ...typed]),
    changesSort: await sorted(page),
    change: await opened(page, "#/change/1", ".pair:not([aria-busy])"),
  } : {};
  await page.close();
  return { first, filter, processor, sort, rows, record: shown, ...compared };
}

const all = [];
for (let i = 0; i < Number(runs); i++)
  all.push(await measure());
await browser.close();
console.log(JSON.stringify(all));
