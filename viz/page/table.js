// A table that sorts and filters, its state in the address.  Only the rows in sight are elements.
import { elementScroll, observeElementOffset, observeElementRect, Virtualizer } from "@tanstack/virtual-core";
import { el, kindClass, number } from "./dom.js";
import { maxPrinted, unprintedText, whenPrinted } from "./print.js";

const rowHeight = 28;

// How many rows beyond those in sight are elements, so that scrolling finds them.
const beyondSight = 10;

export const compare = (a, b) => a < b ? -1 : a > b ? 1 : 0;

// A test of numbers, by the names that they stand for: each name is compared once.  Wanted is a part of the name in any case, or after "="
// the whole of it.
export function named(wanted, nameOf) {
  const known = new Map(), low = wanted.toLowerCase(), whole = wanted.startsWith("=") ? wanted.slice(1) : null;
  return n => {
    let is = known.get(n);
    if (is === undefined)
      known.set(n, is = whole === null ? (nameOf(n) ?? "").toLowerCase().includes(low) : nameOf(n) === whole);
    return is;
  };
}

// The rows of 0 … n - 1 that pass every test.
export function passing(n, tests) {
  const rows = [];
  next:
  for (let i = 0; i < n; i++) {
    for (const test of tests) {
      if (!test(i))
        continue next;
    }
    rows.push(i);
  }
  return rows;
}

// Sorts rows by what the address says: a key, the largest first after "-".  orders: by key, how two rows compare.
export function sortRows(rows, sort, orders) {
  const down = sort.startsWith("-"), order = orders[sort.replace(/^-/, "")];
  if (order)
    rows.sort((a, b) => (down ? order(b, a) : order(a, b)) || a - b);
  return rows;
}

// A cell: what stands in it, and its class.
export const cell = (...children) => ({ children });
export const figure = (...children) => ({ children, css: "figure" });
export const kindCell = kind => ({ children: [kind], css: kindClass(kind) });

// A view that is a table of rows 0 … total - 1:
//   title, what (one row is one of these), about (elements above the filters), total, css (a class for its columns)
//   heads    {key, label, figure}, a column each
//   filters  {key, label, choices, type}: a choice, or else text; type is the type of the field
//   select   of the state by key: the rows to show, in order
//   cells    of a row: cell()s
//   address  of the state: an address; go: shows it
export function tableView({ title, what, about = [], total, css, heads, filters, select, cells, address, query, go }) {
  let rows = [], drawn = new Map(), printing = false;
  const state = Object.fromEntries([...filters.map(({ key }) => key), "sort"].map(key => [key, query.get(key) ?? ""]));
  const count = el("p", { role: "status", id: "count" });
  const body = el("div", { role: "rowgroup", class: "rows" });
  const unprinted = el("p", { class: "unprinted" });
  const header = el("div", { role: "row", class: "row head" });
  const scroller = el("div", { class: "scroller", tabindex: "0", role: "region", "aria-label": `${title}, scrolls` });
  const table = el("div", { role: "table", "aria-label": title, class: css }, el("div", { role: "rowgroup", class: "sticky" }, header), body);
  scroller.append(table);
  // It has room for all rows, or fills the screen, however few are selected: what is below stays where it is.
  scroller.style.setProperty("--whole", `${rowHeight * (total + 1) + 2}px`);

  const sortBy = key => {
    state.sort = state.sort === `-${key}` ? key : `-${key}`;
    update();
    drawHeads();
  };
  const drawHeads = () => header.replaceChildren(...heads.map(({ key, label, figure: right }) => {
    const sorted = state.sort.replace(/^-/, "") === key ? (state.sort.startsWith("-") ? "descending" : "ascending") : "none";
    const mark = { none: "", ascending: " ▲", descending: " ▼" }[sorted];
    return el("div", { role: "columnheader", "aria-sort": sorted, class: right ? "figure" : null },
      el("button", { type: "button", "data-key": key, onclick: () => {
        sortBy(key);
        header.querySelector(`[data-key="${key}"]`).focus();
      } }, label + mark));
  }));
  const drawRow = index => {
    const row = el("div", { role: "row", class: "row", "aria-rowindex": index + 2 },
      ...cells(rows[index]).map(({ children, css = null }) => el("div", { role: "cell", class: css }, ...children)));
    row.style.transform = `translateY(${rowHeight * index}px)`;
    return row;
  };
  const options = overscan => ({
    count: rows.length, estimateSize: () => rowHeight, overscan, getScrollElement: () => scroller,
    observeElementRect, observeElementOffset, scrollToFn: elementScroll, onChange: () => draw(beyondSight),
  });
  // Puts these rows into the table.  One that is there stays, and keeps the focus.
  function place(indexes) {
    drawn = new Map(indexes.map(index => [index, drawn.get(index) ?? drawRow(index)]));
    const shown = new Set(drawn.values());
    [...body.children].filter(row => !shown.has(row)).forEach(row => row.remove());
    let next = body.firstChild;
    for (const row of shown) {
      if (row === next)
        next = next.nextSibling;
      else
        body.insertBefore(row, next);
    }
  }
  // The rows in sight, and so many beyond them.
  function draw(beyond) {
    if (printing)
      return;
    virtual.setOptions(options(beyond));
    body.style.height = `${virtual.getTotalSize()}px`;
    place(virtual.getVirtualItems().map(({ index }) => index));
  }
  // What is in sight comes first, and the rows beyond it once that is on the screen.
  function drawAll() {
    drawn = new Map();
    body.replaceChildren();
    draw(0);
    requestAnimationFrame(() => setTimeout(() => draw(beyondSight)));
  }
  // On paper rows follow each other, in sight or not.
  function print() {
    printing = true;
    const n = Math.min(rows.length, maxPrinted);
    place(Array.from({ length: n }, (_, index) => index));
    unprinted.textContent = unprintedText(rows.length - n, what);
  }
  function printed() {
    printing = false;
    draw(beyondSight);
  }
  function selectRows() {
    rows = select(state);
    count.textContent = `${number(rows.length)} of ${number(total)} ${what}`;
    table.setAttribute("aria-rowcount", rows.length + 1);
  }
  function update() {
    // Before anything changes: it is laid out for this.
    scroller.scrollTop = virtual.scrollOffset = 0;
    go(address(state));
    selectRows();
    drawAll();
  }
  const change = (key, event) => {
    state[key] = event.target.value;
    update();
  };
  const filter = ({ key, label, choices, type = "text" }) => el("label", {}, label, choices
    ? el("select", { name: key, onchange: event => change(key, event) }, el("option", { value: "" }, "any"),
      ...choices.map(name => el("option", { value: name, selected: name === state[key] }, name)))
    : el("input", { type, name: key, value: state[key], oninput: event => change(key, event) }));

  selectRows();
  drawHeads();
  const virtual = new Virtualizer(options(beyondSight));
  const unmount = virtual._didMount();
  whenPrinted(table, print, printed);
  return {
    elements: [el("h1", {}, title), ...about, el("div", { class: "filters", role: "search" }, ...filters.map(filter)), count, scroller, unprinted],
    shown() {
      virtual._willUpdate();
      drawAll();
    },
    close: unmount,
  };
}
