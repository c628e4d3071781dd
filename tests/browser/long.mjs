// Long names, or long lists, in a page of `report` of two builds of the program of long.jq: long.mjs MODULES SCREENS PAGE [CALLS]
//   names  in every view, on the screen, on a narrow one and on paper: nothing makes the page wider than it is, and it says nothing
//   lists  with CALLS, as many as the program has: what is cut on the screen is whole on paper, up to 2,000, and the rest is counted
import assert from "node:assert/strict";
import { basename, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

import { launch, listen } from "./chromium.mjs";

const [modules, screens, file, calls] = process.argv.slice(2), name = basename(file, ".html");
const browser = await launch(modules);
const url = pathToFileURL(resolve(file)).href, said = [];
const page = await browser.newPage({ viewport: { width: 1280, height: 860 } });
page.setDefaultTimeout(20000);
listen(page, url, said);

const count = selector => page.locator(selector).count();
const event = type => page.evaluate(name => window.dispatchEvent(new Event(name)), type);

// What is wider than the page, if the page can be scrolled sideways.
const tooWide = () => page.evaluate(() => {
  const { scrollWidth, clientWidth } = document.documentElement;
  return scrollWidth <= clientWidth ? [] : [`${scrollWidth} > ${clientWidth}`, ...[...document.querySelectorAll("body *")]
    .filter(e => e.getBoundingClientRect().right > clientWidth + 1).slice(0, 5).map(e => `${e.localName}.${e.getAttribute("class")}`)];
});

async function fits(view) {
  for (const [media, width] of [["screen", 1280], ["screen", 400], ["print", 703]]) {
    await page.emulateMedia({ media });
    await page.setViewportSize({ width, height: 860 });
    if (media === "print")
      await event("beforeprint");
    assert.deepEqual(await tooWide(), [], `${view} on ${media}, ${width} wide`);
    if (media === "print") {
      await event("afterprint");
      continue;
    }
    assert.ok((await page.locator("#build").boundingBox()).height < 40, `${view}: the name of the build takes one line`);
    await page.screenshot({ path: join(screens, `${name}-${view}-${width}.png`) });
  }
  await page.emulateMedia({ media: null });
  await page.setViewportSize({ width: 1280, height: 860 });
}

// A list under a heading: how many it has on the screen, on paper, and how many more paper says there are.
async function listHolds(selector, few, all, what) {
  assert.equal(await count(selector), few, `${what} on the screen`);
  await event("beforeprint");
  const printed = Math.min(all, 2000);
  assert.equal(await count(selector), printed, `${what} on paper`);
  assert.equal(await page.locator(".unprinted").filter({ hasText: what }).count(), all > printed ? 1 : 0);
  if (all > printed)
    assert.equal(await page.locator(".unprinted").filter({ hasText: what }).textContent(), `… ${(all - printed).toLocaleString("en-US")} more ${what}`);
  await event("afterprint");
  assert.equal(await count(selector), few, `${what} on the screen after printing`);
  const more = page.getByRole("button", { name: `Show all ${all.toLocaleString("en-US")} ${what}` });
  await more.click();
  assert.equal(await count(selector), all, `all ${what} when asked for`);
  assert.equal(await more.count(), 0);
  await event("beforeprint");
  await event("afterprint");
  assert.equal(await count(selector), all, `all ${what} still after printing`);
}

// Follows the first row of a table with a text in its search.
async function firstOf(view, text, wanted) {
  await page.goto(`${url}#/${view}?${new URLSearchParams({ q: text })}`);
  await page.locator(`nav a[href="#/${view}"][aria-current]`).waitFor();
  await page.locator(".rows .row a").first().click();
  await page.locator(wanted).first().waitFor();
}

async function namesHold() {
  await page.locator("#outlook").waitFor();
  await fits("overview");
  for (const [view, wanted] of [["records", ".rows .row"], ["hops", ".hops .rows .row"], ["plan", ".plan .rows .row"], ["comparison", ".verdict"], ["changes", ".changes .rows .row"]]) {
    await page.locator(`nav a[href="#/${view}"]`).click();
    await page.locator(wanted).first().waitFor();
    await fits(view);
  }
  await firstOf("changes", "", ".pair:not([aria-busy])");
  await fits("change");
  await firstOf("hops", "", ".way");
  await fits("bytecode");
  await firstOf("records", "indirect_call", "#explanation:not([aria-busy])");
  await fits("record");
}

async function listsHold() {
  await firstOf("records", "indirect_call", "#explanation:not([aria-busy])");
  await listHolds(".saved tbody tr", 100, 121, "saved values");
  await listHolds("h2:text-is('Callees that may unwind') + p + .links > li", 12, 20, "callees");
  await firstOf("records", "stack_switch", "#explanation:not([aria-busy])");
  await listHolds("h2:text-is('Callers that unwind through here') + p + .links > li", 12, Number(calls) + 20, "callers");
  await firstOf("records", "many direct_call", "#explanation:not([aria-busy])");
  await listHolds(".others > li", 90, Number(calls), "records");
}

await page.goto(url);
await (calls ? listsHold() : namesHold());
await browser.close();
assert.deepEqual(said, [], "the page said something, or asked for something");
