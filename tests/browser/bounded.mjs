// A record at which the bound on work was hit, in a page of `report`, and one at which it was not: bounded.mjs MODULES PAGE
import assert from "node:assert/strict";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

import { launch, listen } from "./chromium.mjs";

const [modules, file] = process.argv.slice(2), url = pathToFileURL(resolve(file)).href, said = [];
const browser = await launch(modules);
const page = await browser.newPage();
page.setDefaultTimeout(20000);
listen(page, url, said);
for (const [name, lines] of [["beyond@0.4200", ["the bound on work was hit: it may save more than it need"]], ["within@0.1", []]]) {
  await page.goto(`${url}#/record/${name}`);
  await page.locator("#explanation:not([aria-busy])").waitFor();
  assert.ok((await page.locator("h1").textContent()).includes(name), name);
  assert.deepEqual(await page.locator("dt:text-is('Bound') + dd").allTextContents(), lines, name);
}
assert.deepEqual(said, []);
await browser.close();
