// The views about pickling, held against what `hops`, `hops --plan`, `chains` and `chokes` say.
import assert from "node:assert/strict";

export const cells = row => row.evaluateAll(rows => rows.map(tr => [...tr.children].map(td => td.textContent)));
const bodyRows = (page, heading) => cells(page.locator(`h2:text-is("${heading}") ~ .wide table`).first().locator("tbody tr"));
export const shownRows = page => cells(page.locator(".rows .row"));
export const grouped = n => n.toLocaleString("en-US");
const ranged = ([least, most]) => least === most ? grouped(least) : `${grouped(least)}–${grouped(most)}`;
const orDash = n => n ? grouped(n) : "–";

// Follows a link to a record, and comes back.
async function toRecord(page, link) {
  const address = page.url(), wanted = await link.textContent();
  await link.click();
  await page.locator("h1").filter({ hasText: wanted }).waitFor();
  assert.equal(await page.locator("h1").textContent(), wanted);
  await page.goBack();
  await page.waitForURL(address);
}

export async function reloaded(page, read) {
  const address = page.url(), shown = await read();
  await page.reload();
  assert.equal(page.url(), address);
  assert.deepEqual(await read(), shown);
}

export async function overviewHolds(page, { hops, chains, chokes }) {
  assert.match(await page.locator("#outlook").textContent(), /^\S.*\. \S.*\.$/);
  if (hops.hops.length)
    assert.deepEqual((await bodyRows(page, "Hops by switching strategy")).map(([name, n]) => [name, n]),
      ["soft", "mixed", "special", "hard"].map(name => [name, grouped(hops.hops.filter(hop => hop.strategy === name).length)]));
  assert.deepEqual((await bodyRows(page, "The blockers that matter most")).map(row => row.slice(0, 5)),
    chains.blockers.map(({ record, kind, every, some, cheapest }) => [record, kind, ...[every, some, cheapest].map(grouped)]));
  assert.deepEqual(await bodyRows(page, "Choke points"),
    chokes.chokes.map(({ name, what, functions, points, records }) => [name, what, ...[functions, points, records].map(grouped)]));
  await toRecord(page, page.locator(".blockers a").first());
}

async function planHolds(page, { plan }) {
  await page.getByRole("link", { name: "What to do next", exact: true }).click();
  const rows = plan.plan.map(({ action, record, gained, total, bound }, i) => [i + 1, action, record, gained, total, bound].map(String));
  const read = async () => (await shownRows(page)).map(row => row.toSpliced(3, 1));
  assert.deepEqual(await read(), rows);
  if (rows.length === 0)
    return;
  await page.getByRole("button", { name: "At most", exact: true }).click();
  assert.deepEqual((await read()).map(row => Number(row[5])), plan.plan.map(({ bound }) => bound).sort((a, b) => b - a));
  await reloaded(page, read);
  await page.locator("select[name=action]").selectOption("rewrite");
  assert.equal((await read()).length, plan.plan.filter(({ action }) => action === "rewrite").length);
  await page.locator("select[name=action]").selectOption("");
  await toRecord(page, page.locator(".rows a").first());
}

// `look` looks at a view: accessibility, and a screenshot.
export async function picklingHolds(page, told, look) {
  const { bytecodes, hops } = told.hops;
  await page.getByRole("link", { name: "Hops by bytecode", exact: true }).click();
  assert.match(await page.locator("#count").textContent(), new RegExp(`^${bytecodes.length} of ${bytecodes.length} `));
  const rows = bytecodes.map(g => [g.bytecode, grouped(g.hops), ...Object.values(g.strategies).map(orDash), ranged(g.fewest)]);
  assert.deepEqual((await shownRows(page)).map(row => row.slice(0, 7)), rows.slice(0, (await shownRows(page)).length));
  for (const strategy of ["soft", "mixed", "special", "hard"]) {
    await page.locator("select[name=strategy]").selectOption(strategy);
    assert.match(await page.locator("#count").textContent(), new RegExp(`^${bytecodes.filter(g => g.strategies[strategy]).length} of `));
  }
  await page.locator("select[name=strategy]").selectOption("");
  await page.getByRole("button", { name: "Fewest blockers", exact: true }).click();
  const most = (await shownRows(page)).map(row => Number(row[6].split("–").at(-1)));
  assert.deepEqual(most, [...most].sort((a, b) => b - a));
  await reloaded(page, () => shownRows(page));
  await look("hops");
  if (bytecodes.length) {
    const link = page.locator(".rows a").first(), name = await link.textContent();
    await page.locator("input[name=q]").fill(name);
    assert.equal(await page.locator(".rows a").first().textContent(), name);
    await page.locator(".rows a").first().click();
    await page.locator("h1").filter({ hasText: `Hops of ${name}` }).waitFor();
    const own = hops.filter(hop => hop.bytecode === name);
    assert.deepEqual(await page.locator("h2").allTextContents(), own.map(({ record }) => record));
    const steps = await page.locator(".way").first().locator("li").allTextContents();
    assert.equal(steps.length, own[0].way.records.length + 1);
    own[0].way.records.forEach(({ record, blocker }, i) => {
      assert.ok(steps[i].startsWith(record), steps[i]);
      assert.equal(steps[i].includes("a blocker"), blocker !== "none", steps[i]);
    });
    await reloaded(page, () => page.locator("main").textContent());
    await look("bytecode");
    await toRecord(page, page.locator(".way a").first());
  }
  await planHolds(page, told);
  await look("plan");
}
