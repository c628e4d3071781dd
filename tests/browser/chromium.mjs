// Debian's Chromium, by the playwright-core of the page's packages, and what its pages say.
import { createRequire } from "node:module";
import { resolve } from "node:path";

export const requireFrom = modules => createRequire(resolve(modules, "index.js"));

export const launch = modules => requireFrom(modules)("playwright-core").chromium
  .launch({ executablePath: "/usr/bin/chromium", args: process.getuid() === 0 ? ["--no-sandbox"] : [] });

// Puts into `said` all that the page says on the console, its errors and dialogs, and what it asks for besides its own file.
export function listen(page, url, said) {
  page.on("console", message => said.push(`console: ${message.text()}`));
  page.on("pageerror", error => said.push(`error: ${error}`));
  page.on("dialog", dialog => {
    said.push(`dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  page.on("request", request => request.url().split("#")[0] === url || said.push(`request: ${request.url()}`));
}
