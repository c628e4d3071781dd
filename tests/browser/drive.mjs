// Works a page of `report` as a reader does, and holds it against what the other commands say: drive.mjs MODULES SCREENS NAME FOLDER
// FOLDER holds NAME.html, and what each command says as NAME.COMMAND.json; `diff`, where it is a page of two builds.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

import { launch, listen, requireFrom } from "./chromium.mjs";
import { comparisonHolds } from "./comparison.mjs";
import * as pickling from "./pickling.mjs";
import { recordHolds } from "./record.mjs";

const [modules, screens, name, folder] = process.argv.slice(2);
const axe = readFileSync(requireFrom(modules).resolve("axe-core/axe.min.js"), "utf8");
const told = command => JSON.parse(readFileSync(join(folder, `${name}.${command}.json`), "utf8"));
const { summary } = told("classify"), about = { hops: told("hops"), plan: told("plan"), chains: told("chains"), chokes: told("chokes"), explain: told("explain") };
const url = pathToFileURL(resolve(folder, `${name}.html`)).href;
const plain = text => Number(text.replace(/[^\d]/g, ""));

const browser = await launch(modules);
const said = [];

// Accessibility of what is shown now, in either scheme, which nothing but style knows of.  evaluate() works past the page's policy, which stays
// as it is.
async function accessible(page, view) {
  await page.evaluate(axe);
  for (const colorScheme of ["dark", "light"]) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await page.evaluate(() => window.axe.run());
    const found = violations.map(v => `${v.id}: ${v.nodes.map(n => `${n.target} ${n.failureSummary}`).join("; ")}`);
    assert.deepEqual(found, [], `${view}, ${colorScheme}: accessibility`);
    await page.screenshot({ path: join(screens, `${name}-${view}-${colorScheme}.png`) });
  }
}

const counted = async page => (await page.locator("#count").textContent()).split(" of ").map(plain);
const firstRow = page => page.locator(".rows .row").first();

async function overviewHolds(page) {
  const rows = await page.locator("table").first().locator("tbody tr").evaluateAll(trs => trs.map(tr => [...tr.children].map(td => td.textContent)));
  const [first] = summary.reduction?.stages ?? [summary];
  const holds = (name, [before, after, , valuesBefore, values, bytesBefore, bytes], was, is) => assert.deepEqual(
    [before, after, valuesBefore, values, bytesBefore, bytes].map(plain), [was.records, is.records, was.values, is.values, was.bytes, is.bytes], name);
  for (const [kind, ...figures] of rows.slice(0, -2))
    holds(kind, figures, first.kinds[kind], summary.kinds[kind]);
  holds("must be kept", rows.at(-2).slice(1), first.irreducible, summary.irreducible);
  const says = await page.locator("main").textContent();
  assert.ok(says.includes(`${first.irreducible.bytes.toLocaleString("en-US")} before reduction, ${summary.irreducible.bytes.toLocaleString("en-US")} after it`));
  assert.ok(says.includes(`Of ${summary.functions.toLocaleString("en-US")} functions ${summary.may_unwind.toLocaleString("en-US")} may unwind`));
  const header = Object.entries(summary.header).map(([key]) => key);
  assert.ok(header.every(key => says.includes(`${key}: `)), "the header of the input");
  const numbers = await page.locator(".bar").first().locator(".part").allTextContents();
  assert.deepEqual(numbers.map(plain), Object.values(summary.kinds).map(({ records }) => records).filter(Boolean));
}

// The page's policy lets nothing in but its own script and style: what is put into it neither runs nor loads.
async function policyHolds(page) {
  const policy = await page.locator("meta[http-equiv='Content-Security-Policy']").getAttribute("content");
  assert.match(policy, /^default-src 'none'; /);
  assert.ok(!/unsafe-inline|unsafe-eval'(?<!wasm-unsafe-eval')|https?:|\*/.test(policy), policy);
  const refused = await page.evaluate(async () => {
    const blocked = [];
    document.addEventListener("securitypolicyviolation", event => blocked.push(event.effectiveDirective));
    const script = document.createElement("script");
    script.textContent = "window.intruder = true";
    const image = document.createElement("img");
    image.src = "data:image/gif;base64,R0lGODlhAQABAAAAACw=";
    document.body.append(script, image);
    await fetch("data:text/plain,x").catch(() => null);
    await new Promise(done => setTimeout(done, 200));
    script.remove();
    image.remove();
    return [window.intruder, ...blocked.sort()];
  });
  assert.deepEqual(refused, [undefined, "connect-src", "img-src", "script-src-elem"]);
}

async function recordsHold(page) {
  await page.getByRole("link", { name: "Records", exact: true }).click();
  assert.deepEqual(await counted(page), [summary.selected, summary.selected]);
  for (const [kind, { records }] of Object.entries(summary.kinds)) {
    await page.locator("select[name=kind]").selectOption(kind);
    assert.deepEqual(await counted(page), [records, summary.selected], kind);
  }
  await page.locator("select[name=kind]").selectOption("");
  await page.getByRole("button", { name: "Values", exact: true }).click();
  const values = await page.locator(".rows .row").evaluateAll(rows => rows.map(row => Number(row.children[2].textContent)));
  assert.deepEqual(values, [...values].sort((a, b) => b - a));
  assert.ok(page.url().includes("sort=-values"));
  const link = firstRow(page).getByRole("link");
  const wanted = await link.textContent();
  await page.locator("input[name=q]").fill(wanted);
  assert.ok((await counted(page))[0] >= 1);
  const address = page.url(), shown = await firstRow(page).textContent();
  await page.reload();
  assert.equal(page.url(), address);
  assert.equal(await firstRow(page).textContent(), shown);
  const height = () => page.locator(".scroller").evaluate(scroller => scroller.offsetHeight), whole = await height();
  await page.locator("input[name=q]").fill("no record says this");
  assert.equal((await counted(page))[0], 0);
  assert.equal(await page.locator(".rows .row").count(), 0);
  assert.equal(await height(), whole, "the table is as high as before");
  await page.locator("input[name=q]").fill("");
  assert.equal((await counted(page))[0], summary.selected);
}

// Scrolled to either end, the rows there are drawn; one that stays in sight keeps the focus; what is selected anew is shown from its first row.
async function recordsScroll(page) {
  const scrollTo = top => page.locator(".scroller").evaluate((scroller, top) => { scroller.scrollTop = top; }, top);
  const row = n => page.locator(`.rows .row[aria-rowindex="${n + 1}"]`);
  await scrollTo(1e9);
  await row(summary.selected).waitFor();
  await scrollTo(0);
  const link = row(1).getByRole("link");
  await link.focus();
  await scrollTo(84);
  await row(Math.min(summary.selected, 30)).waitFor();
  assert.ok(await link.evaluate(element => element === document.activeElement), "a row that stays keeps the focus");
  await scrollTo(1e9);
  await row(summary.selected).waitFor();
  await page.locator("input[name=func]").fill(":");
  await row(1).waitFor();
  assert.equal(await page.locator(".scroller").evaluate(scroller => scroller.scrollTop), 0);
  await page.locator("input[name=func]").fill("");
}

// Each filter finds the record with most values, and as many as there are.
async function filtersHold(page) {
  const { records } = told("records"), most = records.reduce((a, b) => b.values > a.values ? b : a), saved = most.saved[0]?.type;
  const has = (text, part) => text !== null && text.toLowerCase().includes(part.toLowerCase());
  const cases = [
    [{ func: most.function }, r => has(r.function, most.function)], [{ func: `=${most.function}` }, r => r.function === most.function],
    [{ func: most.function, kind: most.kind }, r => has(r.function, most.function) && r.kind === most.kind],
    ...saved ? [[{ type: saved }, r => r.saved.some(v => has(v.type, saved))], [{ type: `=${saved}` }, r => r.saved.some(v => v.type === saved)]] : [],
  ];
  for (const [fields, wanted] of cases) {
    await page.evaluate(address => { location.hash = address; }, `#/records?${new URLSearchParams(fields)}`);
    await page.waitForFunction(field => document.querySelector(`input[name=${field[0]}]`)?.value === field[1], Object.entries(fields)[0]);
    assert.deepEqual(await counted(page), [records.filter(wanted).length, records.length], JSON.stringify(fields));
  }
  // The text search looks at saved types, too.
  if (saved) {
    await page.evaluate(address => { location.hash = address; }, `#/records?${new URLSearchParams({ q: saved })}`);
    await page.waitForFunction(text => document.querySelector("input[name=q]")?.value === text && document.querySelector("input[name=type]").value === "", saved);
    assert.ok((await counted(page))[0] >= 1, `a record is found by ${saved}`);
  }
  await page.evaluate(() => { location.hash = "#/records"; });
  await page.waitForFunction(() => document.querySelector("input[name=q]")?.value === "");
}

// On paper every row follows the one before, and all is dark on light.
async function recordsPrint(page) {
  // With the rows beyond those in sight, which come after a frame.
  await page.evaluate(() => new Promise(done => requestAnimationFrame(() => setTimeout(() => setTimeout(done)))));
  const inSight = await page.locator(".rows .row").count();
  await page.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  const tops = await page.locator(".rows .row").evaluateAll(rows => rows.map(row => row.getBoundingClientRect().top));
  const files = await page.locator(".rows .row > :last-child").allTextContents();
  const printed = Math.min(summary.selected, 2000), left = summary.selected - printed;
  assert.equal(tops.length, printed);
  assert.ok(tops.every((top, i) => i === 0 || top > tops[i - 1]));
  assert.equal(await page.locator(".unprinted").textContent(), left ? `… ${left.toLocaleString("en-US")} more records` : "");
  const [ground, ink] = await page.evaluate(() => {
    const { backgroundColor, color } = getComputedStyle(document.body);
    return [backgroundColor, color].map(c => Number(/\d+/.exec(c)[0]));
  });
  assert.ok(ground > ink, "light ink on a dark ground is printed");
  await page.emulateMedia({ media: null, colorScheme: "light" });
  await page.evaluate(() => window.dispatchEvent(new Event("afterprint")));
  // The table has its height again, and then the rows that fill it.
  await page.waitForFunction(n => document.querySelectorAll(".rows .row").length === n, inSight);
  // All rows are there, so it is known how many each file has.
  if (left > 0 || !files[0])
    return;
  const file = files[0], part = file.slice(1).toUpperCase(), has = text => text.toUpperCase().includes(part);
  for (const [text, wanted] of [[part, has], [`=${file}`, text => text === file], [`=${file.slice(1)}`, () => false]]) {
    await page.locator("input[name=file]").fill(text);
    assert.deepEqual(await counted(page), [files.filter(wanted).length, files.length], text);
  }
  await page.locator("input[name=file]").fill("");
}

async function recordOpens(page) {
  const link = firstRow(page).getByRole("link"), wanted = await link.textContent();
  // By keyboard.
  await link.focus();
  await page.keyboard.press("Enter");
  await page.locator("dl").waitFor();
  assert.equal(await page.locator("h1").textContent(), wanted);
  await page.reload();
  assert.equal(await page.locator("h1").textContent(), wanted);
  const others = page.locator(".others a");
  const other = await others.last().textContent();
  await others.last().click();
  await page.locator("h1").filter({ hasText: new RegExp(`${other.replace(".", "\\.")}$`) }).waitFor();
}

const page = await browser.newPage({ colorScheme: "light", viewport: { width: 1280, height: 860 } });
page.setDefaultTimeout(10000);
listen(page, url, said);
await page.goto(url);
assert.equal(await page.evaluate(() => performance.getEntriesByName("first view").length), 1, `the page is not shown: ${said}`);
await overviewHolds(page);
assert.deepEqual(said, [], "the page said something, or asked for something, as it was opened");
await policyHolds(page);
// The refusals are said on the console.
said.splice(0, said.length, ...said.filter(text => !/Content Security Policy|violates the following/.test(text)));
await pickling.overviewHolds(page, about);
const see = view => accessible(page, view);
await see("overview");
await recordsHold(page);
await recordsScroll(page);
await see("records");
await filtersHold(page);
await recordsPrint(page);
await recordOpens(page);
await recordHolds(page, about, see);
await page.pdf({ path: join(screens, `${name}-record.pdf`) });
await pickling.picklingHolds(page, about, see);
if (existsSync(join(folder, `${name}.diff.json`)))
  await comparisonHolds(page, told("diff"), see);
else
  assert.equal(await page.getByRole("link", { name: "Comparison", exact: true }).count(), 0);
await browser.close();
assert.deepEqual(said, [], "the page said something, or asked for something");
