// The views of what changed since an older build, held against what `diff` says.
import assert from "node:assert/strict";

import { cells, grouped, reloaded, shownRows } from "./pickling.mjs";

const go = (page, address) => page.goto(`${page.url().split("#")[0]}${address}`);
const tableRows = (page, css) => cells(page.locator(`table.${css} tbody tr`));
const counted = async page => (await page.locator("#count").textContent()).split(" of ").map(text => Number(text.replace(/[^\d]/g, "")));
const signed = n => n > 0 ? `+${grouped(n)}` : grouped(n);
const directions = ["new_reads_old", "old_reads_new"];

function verdictHolds(said, { readable, records, fates }) {
  assert.match(said, readable ? /^yes: / : /^no: /);
  const numbers = said.match(/[\d,]+/g).map(text => Number(text.replaceAll(",", "")));
  assert.deepEqual(numbers, readable ? [records] : [records - fates.same, records]);
}

async function summaryHolds(page, { summary, changes }) {
  await page.getByRole("link", { name: "Comparison", exact: true }).click();
  await page.locator("h1:text-is('Compared with an older build')").waitFor();
  const said = await page.locator(".verdict dd").allTextContents();
  assert.equal(said.length, 2);
  directions.forEach((key, i) => verdictHolds(said[i], summary.pickles[key]));
  assert.deepEqual((await tableRows(page, "fates")).map(row => row.slice(0, 3)),
    Object.keys(summary.pickles.new_reads_old.fates).map(fate => [fate, ...directions.map(key => grouped(summary.pickles[key].fates[fate]))]));
  const found = Object.entries(summary.changes).filter(([, { changes: n }]) => n > 0);
  if (found.length)
    assert.deepEqual((await tableRows(page, "codes")).map(row => row.slice(0, 3)),
      [...found.map(([code, { changes: n, sense }]) => [code, grouped(n), sense]), ["all", grouped(changes.length), ""]]);
  assert.deepEqual(await tableRows(page, "kinds"),
    Object.entries(summary.kinds).map(([kind, { records, values }]) => [kind, ...[records, values].flatMap(n => [grouped(n.old), grouped(n.new), signed(n.difference)])]));
}

// What --suppress listed.
async function suppressedHold(page, { summary: { suppressed, suppressions } }) {
  const rows = await tableRows(page, "suppressions");
  assert.deepEqual(rows, suppressions.map(e => [e.function ?? "any", e.record ?? "any", e.change ?? "any",
    e.expired ? "expired" : e.used ? grouped(e.used) : "unused", e.expires ?? "never", e.reason]));
  if (rows.length === 0)
    return;
  const said = await page.locator("h2:text-is('Changes that are known') + p").textContent();
  assert.deepEqual(said.match(/\d+/g).map(Number),
    [suppressed, suppressions.length, suppressions.filter(e => !e.expired && !e.used).length, suppressions.filter(e => e.expired).length]);
  await page.getByRole("link", { name: /^\d+ changes?$/ }).click();
  await page.locator("select[name=known]").waitFor();
  assert.equal((await counted(page))[0], suppressed);
  assert.ok((await shownRows(page)).every(row => row[5] === "suppressed"));
}

const subjectOf = ({ old, new: now }) => now?.record ?? old?.record ?? (now ?? old).function;

// How many rows are shown under an address that nobody clicked, and the first of them.
async function filtered(page, fields) {
  await go(page, `#/changes?${new URLSearchParams(fields)}`);
  const [[key, value]] = Object.entries(fields);
  await page.waitForFunction(([name, text]) => document.querySelector(`[name=${name}]`)?.value === text, [key, value]);
  return { counted: await counted(page), subjects: (await shownRows(page)).map(row => row[1]) };
}

async function tableHolds(page, { changes }) {
  await page.getByRole("link", { name: "Changes", exact: true }).click();
  await page.locator("#count").waitFor();
  assert.deepEqual(await counted(page), [changes.length, changes.length]);
  const rows = await shownRows(page);
  assert.ok(rows.length);
  assert.deepEqual(rows.map(row => [row[0], row[1]]), changes.slice(0, rows.length).map(c => [c.change, subjectOf(c)]));
  assert.deepEqual(rows.map(row => row[4] === "broken"), changes.slice(0, rows.length).map(c => c.breaks_pickles));
  const [first] = changes, part = (first.new ?? first.old).function;
  const has = (c, wanted) => [c.old, c.new].some(side => side !== null && wanted(side.function));
  for (const [fields, wanted] of [
    [{ change: first.change }, c => c.change === first.change], [{ sense: "better" }, c => c.sense === "better"],
    [{ sense: first.sense, pickles: "broken" }, c => c.sense === first.sense && c.breaks_pickles], [{ pickles: "not broken" }, c => !c.breaks_pickles],
    ...changes.some(c => c.suppressed !== null) ? [[{ known: "suppressed" }, c => c.suppressed !== null], [{ known: "not suppressed" }, c => c.suppressed === null]] : [],
    [{ func: `=${part}` }, c => has(c, name => name === part)], [{ func: part }, c => has(c, name => name.toLowerCase().includes(part.toLowerCase()))],
  ]) {
    const { counted: found, subjects } = await filtered(page, fields), all = changes.filter(wanted);
    assert.deepEqual(found, [all.length, changes.length], JSON.stringify(fields));
    assert.deepEqual(subjects, all.slice(0, subjects.length).map(subjectOf), JSON.stringify(fields));
  }
  // Typed, and sorted by a button; both stand in the address.
  await go(page, "#/changes");
  await page.waitForFunction(() => document.querySelector("[name=func]")?.value === "");
  await page.locator("input[name=q]").fill(subjectOf(first));
  assert.ok((await shownRows(page)).some(row => row[1] === subjectOf(first)), "the search finds the record");
  await page.locator("input[name=q]").fill("no change says this");
  assert.equal((await counted(page))[0], 0);
  await page.locator("input[name=q]").fill("");
  await page.getByRole("button", { name: "Values", exact: true }).click();
  const sorted = changes.toSorted((a, b) => b.difference.values - a.difference.values);
  const shown = (await shownRows(page)).map(row => row[1]);
  assert.deepEqual(shown, sorted.slice(0, shown.length).map(subjectOf));
  await page.locator("select[name=sense]").selectOption("worse");
  assert.ok(page.url().includes("sense=worse") && page.url().includes("sort=-values"));
  await reloaded(page, async () => {
    await page.locator("#count").waitFor();
    return shownRows(page);
  });
}

const facts = async page => Object.fromEntries(await page.locator("main dl").evaluate(dl => [...dl.querySelectorAll("dt")].map(dt => [dt.textContent, dt.nextElementSibling.textContent])));

async function changeHolds(page, c, i, { open }) {
  await open();
  await page.waitForFunction(title => document.title.startsWith(title), `${c.change}, ${grouped(i + 1)} of`);
  assert.ok(page.url().endsWith(`#/change/${i + 1}`));
  assert.ok((await page.locator("h1").textContent()).startsWith(`${c.change}, `));
  const rows = Object.fromEntries((await tableRows(page, "sides")).map(([label, ...both]) => [label, both]));
  const both = key => [c.old, c.new].map(side => String(side?.[key] ?? "–"));
  assert.deepEqual([rows.Function, rows.Record, rows.Name, rows.Kind], ["function", "record", "name", "kind"].map(both));
  assert.deepEqual(rows.Saves.map(text => text.replace(/ values?$/, "")), both("values"));
  assert.deepEqual(rows["In pickles"].map(text => text.split(": ")[0]), both("pickles"));
  const said = await facts(page);
  assert.equal(said["For pickling"], c.sense);
  assert.equal(said.Pickles.startsWith("broken"), c.breaks_pickles);
  assert.equal(said["The call"] ?? null, c.call);
  assert.equal(said["By the chain"] ?? null, c.chain);
  assert.equal(said.Known ?? null, c.suppressed === null ? null : `suppressed: ${c.suppressed}`);
  assert.equal(said["Differs in"] ?? "", c.differs.join(", "));
  assert.equal(said["Saved in addition"] ?? "", c.difference.types_added.join(""));
  assert.equal(said["Saved no more"] ?? "", c.difference.types_gone.join(""));
}

const drawnOf = page => page.locator(".pair:not([aria-busy])").waitFor();
const scaleOf = picture => picture.getAttribute("data-scale").then(Number);

// The pictures of the function in both builds: each has its point, and what is in one build alone is marked there and nowhere else.
async function graphsHold(page, c) {
  await drawnOf(page);
  const parts = await page.locator(".pair section").all();
  assert.equal(parts.length, 2);
  for (const [side, of] of [c.old, c.new].entries()) {
    const title = await parts[side].locator("h3").textContent();
    if (of === null && title === ["Old", "New"][side])
      continue;
    assert.equal(await parts[side].locator(".picture svg").count(), 1);
    if (of?.record && title.endsWith(`: ${of.function}`) && c.why === "none") {
      assert.equal(await parts[side].locator(".picture .here").count(), 1, `${c.change}: the point of ${of.record} is marked`);
      assert.match(await parts[side].locator(".picture .here .sign").first().textContent(), /▶/);
    }
    const [own, other, sign] = side === 0 ? ["gone", "added", "−"] : ["added", "gone", "+"];
    assert.equal(await parts[side].locator(`.picture .${other}`).count(), 0);
    const signs = await parts[side].locator(`.picture .line.${own} .sign`).allTextContents();
    assert.ok(signs.every(text => text.startsWith(sign)), signs.join());
    const said = await parts[side].locator("[role=status]").textContent(), [, shown, total] = /^([\d,]+) of ([\d,]+) boxes/.exec(said);
    const [, blocks, ops] = /In this build alone: ([\d,]+) blocks, ([\d,]+) operations/.exec(said) ?? [null, "0", "0"];
    assert.ok(signs.length <= Number(ops.replaceAll(",", "")));
    if (shown === total)
      assert.equal(signs.length === 0, ops === "0", `${c.change}: what is in one build alone is seen`);
    assert.ok(await parts[side].locator(`.picture .box.${own}`).count() <= Number(blocks.replaceAll(",", "")));
  }
}

// By keyboard each picture by itself; what is drawn stands in the address.
async function picturesWork(page) {
  const pictures = await page.locator(".pair .picture").all(), before = await Promise.all(pictures.map(scaleOf));
  await pictures[1].focus();
  await page.keyboard.press("+");
  assert.ok(await scaleOf(pictures[1]) > before[1]);
  assert.equal(await scaleOf(pictures[0]), before[0]);
  const boxes = () => page.locator(".pair .picture .box").count();
  const folded = await boxes();
  await page.locator("input[name=fold]").uncheck();
  await page.waitForURL(/unfolded=yes/);
  await drawnOf(page);
  assert.equal(await page.locator(".pair .picture .folded").count(), 0);
  const unfolded = await boxes();
  assert.ok(unfolded >= folded);
  await reloaded(page, async () => {
    await drawnOf(page);
    return boxes();
  });
  assert.equal(await boxes(), unfolded);
}

// To the record as it is now, which leads back.
async function linksHold(page, c) {
  const address = page.url();
  await page.locator("table.sides a.record").click();
  await page.locator("#explanation:not([aria-busy])").waitFor();
  assert.equal(await page.locator("h1").textContent(), c.new.record);
  await page.locator("h2:text-is('Since the older build') + p a").first().click();
  await page.locator("table.sides").waitFor();
  assert.equal(page.url(), address.split("?")[0]);
}

// `look` looks at a view: accessibility, and a screenshot.
export async function comparisonHolds(page, diff, look) {
  const { changes } = diff;
  await go(page, "#/overview");
  const text = await page.locator("#compared").textContent();
  assert.ok(text.includes(`${grouped(changes.length)} changes`), text);
  await summaryHolds(page, diff);
  await look("comparison");
  await suppressedHold(page, diff);
  await tableHolds(page, diff);
  await look("changes");
  await go(page, "#/changes");
  await page.locator(".rows .row").first().waitFor();
  await changeHolds(page, changes[0], 0, { open: async () => {
    // By keyboard.
    await page.locator(".rows .row a").first().focus();
    await page.keyboard.press("Enter");
  } });
  await graphsHold(page, changes[0]);
  await reloaded(page, async () => {
    await drawnOf(page);
    return page.locator("main").textContent();
  });
  await look("change");
  // One of each code, and one that is in both builds, from which links lead on.
  const codes = new Map(changes.map((c, i) => [c.change, i]));
  for (const i of codes.values()) {
    await changeHolds(page, changes[i], i, { open: () => go(page, `#/change/${i + 1}`) });
    await graphsHold(page, changes[i]);
  }
  const both = changes.findIndex(c => c.old?.record && c.new?.record);
  if (both >= 0) {
    await changeHolds(page, changes[both], both, { open: () => go(page, `#/change/${both + 1}`) });
    await graphsHold(page, changes[both]);
    await picturesWork(page);
    await look("change-graphs");
    await linksHold(page, changes[both]);
  }
  await go(page, `#/change/${changes.length + 1}`);
  await page.locator("h1:text-is('No such change')").waitFor();
}
