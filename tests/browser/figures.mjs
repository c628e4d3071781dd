// How long a page of `report` takes in Chromium: figures.mjs MODULES PAGE RUNS RECORD.  Prints JSON: what it measured in each of RUNS freshly
// opened pages, in milliseconds.
//   first    from opening the file to the first view, drawn
//   filter   from a change of a filter to the rows, laid out: by kind, by function, by type, by file, and by text typed letter by letter, the
//            first of which makes the index
//   rows     how many there are
//   record   from the address of RECORD to its view with the picture of the graph, the first of the page, which opens the data
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [modules, file, runs, record] = process.argv.slice(2);
const { chromium } = createRequire(resolve(modules, "index.js"))("playwright-core");
const url = pathToFileURL(resolve(file)).href;
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: process.getuid() === 0 ? ["--no-sandbox"] : [] });

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
  const filter = await page.evaluate(() => {
    const changes = [["kind", "special", "change"], ["kind", "", "change"],
                     ...[["func", "pyframe"], ["type", "W_Root"], ["file", "interpreter"]].flatMap(([name, text]) => [[name, text], [name, ""]]),
                     ...["g", "ge", "get", "geta", "get a", ""].map(text => ["q", text])];
    return changes.map(([name, text, event = "input"]) => {
      const field = document.querySelector(`[name=${name}]`), start = performance.now();
      field.value = text;
      field.dispatchEvent(new Event(event));
      document.body.getBoundingClientRect();
      return performance.now() - start;
    });
  });
  const rows = Number((await page.locator("#count").textContent()).split(" of ")[1].replace(/[^\d]/g, ""));
  const shown = await page.evaluate(async name => {
    const start = performance.now();
    location.hash = `#/record/${encodeURIComponent(name)}`;
    while (!document.querySelector("#explanation:not([aria-busy])"))
      await new Promise(requestAnimationFrame);
    return performance.now() - start;
  }, record);
  await page.close();
  return { first, filter, rows, record: shown };
}

const all = [];
for (let i = 0; i < Number(runs); i++)
  all.push(await measure());
await browser.close();
console.log(JSON.stringify(all));
