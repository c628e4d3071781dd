// The table of all records.  Filters and order work on the columns; only the rows in sight are elements.
import uFuzzy from "@leeoniya/ufuzzy";
import { elementScroll, observeElementOffset, observeElementRect, Virtualizer } from "@tanstack/virtual-core";
import { recordAddress, recordsAddress } from "./address.js";
import { el, kindMark, number } from "./dom.js";

const rowHeight = 28;
const search = new uFuzzy({ unicode: true, interSplit: "[^\\p{L}\\d_']+", intraSplit: "\\p{Ll}\\p{Lu}", intraBound: "\\p{L}\\d|\\d\\p{L}|\\p{Ll}\\p{Lu}" });

const heads = [
  { key: "name", label: "Record" },
  { key: "kind", label: "Kind" },
  { key: "values", label: "Values", figure: true },
  { key: "bytes", label: "Bytes", figure: true },
  { key: "valuesBefore", label: "Values before", figure: true },
  { key: "file", label: "File" },
];

// What the text search looks at, made when it is first needed.
const texts = new WeakMap();
function textsOf(report) {
  if (!texts.has(report)) {
    const of = new Array(report.nrecords);
    for (let i = 0; i < of.length; i++) {
      const { file } = report.func(report.columns.func[i]);
      of[i] = `${report.recordName(i)} ${report.opName(i)} ${file ?? ""}`;
    }
    texts.set(report, of);
  }
  return texts.get(report);
}

// A test of numbers, by the names that they stand for: each name is compared once.
function named(wanted, nameOf) {
  const known = new Map(), low = wanted.toLowerCase();
  return n => {
    let is = known.get(n);
    if (is === undefined)
      known.set(n, is = (nameOf(n) ?? "").toLowerCase().includes(low));
    return is;
  };
}

// The numbers of the records that pass the filters of the address, in its order.
export function select(report, query) {
  const { columns, meta } = report;
  const tests = [];
  const kind = query.get("kind"), func = query.get("func"), file = query.get("file"), type = query.get("type"), text = query.get("q")?.trim();
  if (kind) {
    const k = meta.kinds.findIndex(entry => entry.name === kind);
    tests.push(i => columns.kind[i] === k);
  }
  if (func) {
    const is = named(func, f => report.func(f).name);
    tests.push(i => is(columns.func[i]));
  }
  if (file) {
    const is = named(file, f => report.func(f).file);
    tests.push(i => is(columns.func[i]));
  }
  if (type) {
    const is = named(type, report.typeName);
    tests.push(i => report.savedTypes(i).some(is));
  }
  let rows = Array.from({ length: report.nrecords }, (_, i) => i);
  for (const test of tests)
    rows = rows.filter(test);
  if (text) {
    const all = textsOf(report);
    // null: nothing in the text is a word
    rows = search.filter(all, text, rows) ?? rows.filter(i => all[i].includes(text));
  }
  const sort = query.get("sort") ?? "", down = sort.startsWith("-"), key = sort.replace(/^-/, "");
  const order = orderBy(report, key);
  if (order)
    rows.sort((a, b) => (down ? order(b, a) : order(a, b)) || a - b);
  return rows;
}

function orderBy(report, key) {
  const { columns } = report;
  const compare = (a, b) => a < b ? -1 : a > b ? 1 : 0;
  switch (key) {
    case "name":
      return (a, b) => compare(report.func(columns.func[a]).name, report.func(columns.func[b]).name);
    case "file":
      return (a, b) => compare(report.func(columns.func[a]).file ?? "", report.func(columns.func[b]).file ?? "");
    case "bytes":
      return (a, b) => columns.values[a] - columns.values[b];
    case "kind": case "values": case "valuesBefore":
      return (a, b) => columns[key][a] - columns[key][b];
    default:
      return null;
  }
}

export function recordsView(report, query, go) {
  let rows = [];
  const fields = ["q", "kind", "func", "type", "file", "sort"];
  const state = Object.fromEntries(fields.map(key => [key, query.get(key) ?? ""]));
  const count = el("p", { role: "status", id: "count" });
  const body = el("div", { role: "rowgroup", class: "rows" });
  const header = el("div", { role: "row", class: "row head" });
  const scroller = el("div", { class: "scroller", tabindex: "0", role: "region", "aria-label": "Records, scrolls" });
  const table = el("div", { role: "table", "aria-label": "Records" }, el("div", { role: "rowgroup", class: "sticky" }, header), body);
  scroller.append(table);

  const sortBy = key => {
    state.sort = state.sort === `-${key}` ? key : `-${key}`;
    update();
  };
  const drawHeads = () => header.replaceChildren(...heads.map(({ key, label, figure }) => {
    const sorted = state.sort.replace(/^-/, "") === key ? (state.sort.startsWith("-") ? "descending" : "ascending") : "none";
    const mark = { none: "", ascending: " ▲", descending: " ▼" }[sorted];
    return el("div", { role: "columnheader", "aria-sort": sorted, class: figure ? "figure" : null },
      el("button", { type: "button", "data-key": key, onclick: () => {
        sortBy(key);
        header.querySelector(`[data-key="${key}"]`).focus();
      } }, label + mark));
  }));
  const drawRow = item => {
    const r = report.record(rows[item.index]);
    const cell = (figure, ...children) => el("div", { role: "cell", class: figure ? "figure" : null }, ...children);
    const row = el("div", { role: "row", class: "row", "aria-rowindex": item.index + 2 },
      cell(false, el("a", { href: recordAddress(r), class: "record" },
        el("span", {}, report.func(r.func).name), el("span", {}, `@${r.block}.${r.op}`))), cell(false, kindMark(r.kind)), cell(true, number(r.values)),
      cell(true, number(r.bytes)), cell(true, number(r.valuesBefore)), cell(false, report.func(r.func).file ?? ""));
    row.style.transform = `translateY(${item.start}px)`;
    return row;
  };
  const options = () => ({
    count: rows.length, estimateSize: () => rowHeight, overscan: 10, getScrollElement: () => scroller,
    observeElementRect, observeElementOffset, scrollToFn: elementScroll, onChange: draw,
  });
  function draw() {
    // A link in a row that is drawn again keeps the focus.
    const focused = body.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
    body.style.height = `${virtual.getTotalSize()}px`;
    body.replaceChildren(...virtual.getVirtualItems().map(drawRow));
    if (focused)
      [...body.querySelectorAll("a")].find(link => link.getAttribute("href") === focused)?.focus({ preventScroll: true });
  }
  function select_() {
    rows = select(report, new URLSearchParams(Object.entries(state)));
    count.textContent = `${number(rows.length)} of ${number(report.nrecords)} records`;
    table.setAttribute("aria-rowcount", rows.length + 1);
  }
  function update() {
    go(recordsAddress(state));
    select_();
    drawHeads();
    scroller.scrollTop = 0;
    virtual.setOptions(options());
    virtual._willUpdate();
    draw();
  }
  const input = (key, label, type = "text") => el("label", {}, label,
    el("input", { type, name: key, value: state[key], oninput: event => {
      state[key] = event.target.value;
      update();
    } }));
  const kinds = el("select", { name: "kind", onchange: event => {
    state.kind = event.target.value;
    update();
  } }, el("option", { value: "" }, "any"), ...report.meta.kinds.map(({ name }) => el("option", { value: name, selected: name === state.kind }, name)));

  select_();
  drawHeads();
  const virtual = new Virtualizer(options());
  const close = virtual._didMount();
  return {
    elements: [
      el("h1", {}, "Records"),
      el("div", { class: "filters", role: "search" }, input("q", "Search", "search"), el("label", {}, "Kind", kinds), input("func", "Function"),
        input("type", "Saved type"), input("file", "File")),
      count, scroller,
    ],
    shown() {
      virtual._willUpdate();
      draw();
    },
    close,
  };
}
