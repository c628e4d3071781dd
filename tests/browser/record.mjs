// The view of one record, held against what `explain` says of it: the picture, what works it, the explanation, and where its links lead.
import assert from "node:assert/strict";

const squeezed = text => text.replace(/\s+/g, " ").trim();
const shownOf = page => page.locator("#explanation:not([aria-busy])").waitFor();
const viewBox = async page => (await page.locator(".picture svg").getAttribute("viewBox")).split(" ").map(Number);
const scaleOf = async page => Number(await page.locator(".picture").getAttribute("data-scale"));

// Whether what the locator finds is seen in the picture's frame.
async function inFrame(page, locator) {
  const frame = await page.locator(".picture").boundingBox(), box = await locator.boundingBox();
  const apart = 2;
  return box.x >= frame.x - apart && box.y >= frame.y - apart && box.y + box.height <= frame.y + frame.height + apart && box.x < frame.x + frame.width;
}

async function pictureHolds(page, told) {
  const here = page.locator(".picture .here");
  assert.equal(await here.count(), 1, "one point is marked");
  assert.ok((await here.locator("title").textContent()).startsWith(told.call.slice(0, 40)));
  assert.ok(await inFrame(page, here.locator(".ground")), "the marked point is seen");

  const frame = page.locator(".picture"), scale = await scaleOf(page), before = await viewBox(page);
  await frame.focus();
  await page.keyboard.press("+");
  await page.keyboard.press("+");
  assert.ok(await scaleOf(page) > scale * 1.4, "+ zooms in");
  assert.ok((await viewBox(page))[2] < before[2]);
  const [x, y] = await viewBox(page);
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowDown");
  assert.notDeepEqual((await viewBox(page)).slice(0, 2), [x, y], "arrow keys move it");
  await page.keyboard.press("-");
  assert.ok(await scaleOf(page) < scale * 1.4, "- zooms out");
  await page.keyboard.press("0");
  const boxes = await page.locator(".picture .box").all();
  for (const box of [boxes[0], boxes[boxes.length - 1]])
    assert.ok(await inFrame(page, box), "0 shows the whole");
  await page.keyboard.press("Home");
  assert.ok(await inFrame(page, here.locator(".ground")), "Home shows the point");

  const { x: left, y: top, width, height } = await frame.boundingBox(), middle = [left + width / 2, top + height / 2];
  await page.mouse.move(...middle);
  const unzoomed = await scaleOf(page);
  await page.mouse.wheel(0, -300);
  await page.waitForFunction(was => Number(document.querySelector(".picture").dataset.scale) > was * 1.2, unzoomed);
  await page.keyboard.press("+");
  const dragged = await viewBox(page);
  await page.mouse.down();
  await page.mouse.move(middle[0] - 90, middle[1] - 30, { steps: 3 });
  await page.mouse.up();
  assert.notDeepEqual((await viewBox(page)).slice(0, 2), dragged.slice(0, 2), "the mouse moves it");
  const home = page.locator("[data-act=home]");
  await home.click();
}

// What is highlighted for one value is its own, and stands in the address.
async function valuesHold(page, told) {
  assert.deepEqual((await page.locator(".saved .value").allTextContents()), told.saved.map(v => v.variable));
  const trailed = () => page.locator(".picture .trail, .picture .makes, .picture .uses").count();
  const all = await trailed();
  assert.ok(all > 0, "what is saved is highlighted");
  const [first] = told.saved;
  await page.locator(".saved .value").first().click();
  assert.ok(page.url().includes("?value="));
  assert.equal(await page.locator(".saved .value[aria-pressed=true]").textContent(), first.variable);
  const one = await trailed();
  assert.ok(one > 0 && one <= all);
  assert.ok((await page.locator(".picture tspan.trail").allTextContents()).includes(first.variable));
  const origin = /^(\d+)\.(\d+)/.exec(first.from);
  if (origin)
    assert.ok((await page.locator(".picture .makes .sign").allTextContents()).every(sign => sign.includes("●")));
  const address = page.url();
  await page.reload();
  await shownOf(page);
  assert.equal(page.url(), address);
  assert.equal(await trailed(), one);
  await page.locator("select[name=value]").selectOption("");
  assert.equal(await trailed(), all);
}

async function explanationHolds(page, told) {
  const text = squeezed(await page.locator("#explanation").textContent());
  const says = part => assert.ok(text.includes(squeezed(part)), `the view says: ${part}`);
  says(told.call);
  for (const v of told.saved)
    [v.type, v.from, v.use?.text].filter(Boolean).forEach(says);
  for (const v of told.not_saved ?? [])
    says(`${v.variable} ${v.type} is ${v.why}`);
  for (const c of told.causes)
    [c.reason, c.text, c.place?.text].filter(Boolean).forEach(says);
  assert.deepEqual((await page.locator(".chain li").allTextContents()).map(squeezed), told.chain.map(step => squeezed(step.text)));
}

async function toRecord(page, wanted) {
  await shownOf(page);
  assert.equal(await page.locator("h1").textContent(), wanted);
  assert.equal(await page.locator(".picture .here").count(), 1);
}

async function toRecords(page, wanted) {
  await page.locator(".rows .row").first().waitFor();
  const names = await page.locator(".rows .row a").allTextContents();
  assert.ok(names.length > 0 && names.every(name => name.startsWith(`${wanted}@`)), `records of ${wanted} alone: ${names}`);
}

// Follows the first link of a list that leads elsewhere, to a record or to the records of a function, and comes back.
async function follow(page, heading, list) {
  const address = page.url(), links = page.locator(`h2:text-is("${heading}") ~ ${list}`).first().locator("a");
  const places = await links.evaluateAll(all => all.map(a => a.getAttribute("href"))), i = places.findIndex(place => place !== new URL(address).hash);
  if (i < 0)
    return;
  const link = links.nth(i), wanted = await link.textContent();
  await link.click();
  await (places[i].startsWith("#/records?") ? toRecords : toRecord)(page, wanted);
  await page.goBack();
  await page.waitForURL(address);
  await shownOf(page);
}

async function linksHold(page) {
  await follow(page, "Callees that may unwind", ".links");
  await follow(page, "Callers that unwind through here", ".links");
  await follow(page, "Why the call may unwind: a shortest chain to an unwind source", ".way");
  await follow(page, "The cheapest hop from here", ".way");
}

// Opens the record by its address.  `look` looks at a view: accessibility, and a screenshot.
export async function recordHolds(page, { explain, hops }, look) {
  const [told] = explain.records, { record: name } = told;
  await page.goto(`${page.url().split("#")[0]}#/record/${encodeURIComponent(name)}`);
  await shownOf(page);
  assert.equal(await page.locator("h1").textContent(), name);
  await pictureHolds(page, told);
  await valuesHold(page, told);
  await explanationHolds(page, told);
  await look("record");
  await page.locator("[data-act=whole]").click();
  await page.locator(".picture").scrollIntoViewIfNeeded();
  await look("record-whole");
  const folded = await page.locator(".picture .box").count();
  await page.locator("input[name=fold]").uncheck();
  await page.waitForURL(/unfolded=yes/);
  await page.locator(".picture .folded").first().waitFor({ state: "detached" });
  assert.ok(await page.locator(".picture .box").count() >= folded);
  await page.locator("input[name=fold]").check();
  await linksHold(page);

  // A hop that starts at a record is told there.
  const [hop] = hops.hops;
  if (hop) {
    await page.goto(`${page.url().split("#")[0]}#/record/${encodeURIComponent(hop.record)}`);
    await page.locator("h1").filter({ hasText: hop.record }).waitFor();
    await shownOf(page);
    const ways = await page.locator("h2:text-is('The cheapest hop from here') ~ .way").first().locator("li").allTextContents();
    assert.equal(ways.length, hop.way.records.length + 1);
    hop.way.records.forEach(({ record }, i) => assert.ok(ways[i].startsWith(record), ways[i]));
    assert.ok((await page.locator("#explanation").textContent()).includes(`A hop of ${hop.bytecode} starts here: ${hop.strategy}`));
  }
}
