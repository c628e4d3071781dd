// What Chromium makes of pages of `report`: names.mjs MODULES PAGE…   Writes beside each PAGE as PAGE.json the texts of its views, of elements
// and of what tells of them, and fails if a page says anything, asks for anything or opens a dialog.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

import { launch, listen } from "./chromium.mjs";

const [modules, ...files] = process.argv.slice(2);
const browser = await launch(modules);

// Texts in the order of the page, blanks left out as lines may be broken anywhere; addresses as what they name.
const texts = () => {
  const squeezed = text => text.replace(/[\s\u200e]+/g, ""), found = [`title ${squeezed(document.title)}`];
  for (const element of document.body.querySelectorAll("*:not(script, style)")) {
    const own = [...element.childNodes].filter(n => n.nodeType === Node.TEXT_NODE).map(n => n.nodeValue).join("");
    if (squeezed(own))
      found.push(`${element.localName} ${squeezed(own)}`);
    for (const { name, value } of element.attributes)
      if (["title", "aria-label", "value", "href", "src"].includes(name))
        found.push(`${element.localName} ${name}=${squeezed(name === "href" ? decodeURIComponent(value.replaceAll("+", " ")) : value)}`);
  }
  return found;
};

for (const file of files) {
  const url = pathToFileURL(file).href, said = [], page = await browser.newPage();
  listen(page, url, said);
  await page.goto(url);
  const views = { overview: await page.evaluate(texts) };
  const open = async view => {
    await page.locator(`nav a[href="#/${view}"]`).click();
    await page.locator(`nav a[href="#/${view}"][aria-current]`).waitFor(); // set when the view is shown
  };
  for (const view of ["records", "hops", "plan", "comparison", "changes"]) {
    await open(view);
    views[view] = await page.evaluate(texts);
  }
  await page.locator(".changes .rows .row a").first().click();
  await page.locator(".pair:not([aria-busy])").waitFor();
  views.change = await page.evaluate(texts);
  await open("records");
  await page.locator(".rows .row a").first().click();
  await page.locator("#explanation:not([aria-busy])").waitFor();
  views.record = await page.evaluate(texts);
  assert.deepEqual(said, [], `${file}: the page said something, or asked for something`);
  writeFileSync(`${file}.json`, JSON.stringify(views));
  await page.close();
}
await browser.close();
