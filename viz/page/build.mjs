// Makes the page of `report` one file: build.mjs MODULES OUT.  MODULES is the node_modules of `npm ci`.
import { createHash } from "node:crypto";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";

const [modules, out] = process.argv.slice(2);
const here = import.meta.dirname ?? new URL(".", import.meta.url).pathname;
const esbuild = createRequire(resolve(modules, "index.js"))("esbuild");

function bundle(file, options) {
  const made = esbuild.buildSync({
    entryPoints: [join(here, file)], bundle: true, minify: true, write: false, charset: "ascii", target: "es2022",
    nodePaths: [resolve(modules)], legalComments: "inline", ...options,
  });
  // Graphviz holds "<!--" in the string that is its WebAssembly.  esbuild writes it nowhere but within strings, where this is the same.
  const text = made.outputFiles[0].text.trim().replaceAll("<!--", "\\x3C!--");
  if (/<\/(script|style)|<!--/i.test(text))
    throw new Error(`${file}: the bundle holds what would end its element`);
  return text;
}

const hash = text => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
// The package of Graphviz asks where it was loaded from, and goes on without an answer.
const script = bundle("main.js", { format: "iife", logOverride: { "empty-import-meta": "silent" } });
const style = bundle("page.css", {});
const parts = {
  POLICY: `default-src 'none'; script-src ${hash(script)} 'wasm-unsafe-eval'; style-src ${hash(style)}; base-uri 'none'; form-action 'none'`,
  SCRIPT: script,
  STYLE: style,
};
const page = readFileSync(join(here, "page.html"), "utf8").replace(/@(POLICY|SCRIPT|STYLE)@/g, (_, name) => parts[name]);
writeFileSync(`${out}.new`, page);
renameSync(`${out}.new`, out);
