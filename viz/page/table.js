// A table that sorts and filters, its state in the address.  Only the rows in sight are elements.
import { elementScroll, observeElementOffset, observeElementRect, Virtualizer } from "@tanstack/virtual-core";
import { el, number } from "./dom.js";
import { maxPrinted, unprintedText, whenPrinted } from "./print.js";

const rowHeight = 28;

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

// Sorts rows by what the address says: a key, the largest first after "-".  orders: by key, how two rows compare.
export function sortRows(rows, sort, orders) {
  const down = sort.startsWith("-"), order = orders[sort.replace(/^-/, "")];
  if (order)
    rows.sort((a, b) => (down ? order(b, a) : order(a, b)) || a - b);
  return rows;
}

// A cell: what stands in it, and whether it is a figure.
export const cell = (...children) => ({ children });
export const figure = text => ({ children: [text], figure: true });

// A view that is a table of rows 0 … total - 1:
//   title, what (one row is one of these), about (elements above the filters), total, css (a class for its columns)
//   heads    {key, label, figure}, a column each
//   filters  {key, label, choices, type}: a choice, or else text; type is the type of the field
//   select   of the state by key: the rows to show, in order
//   cells    of a row: cell()s
//   address  of the state: an address; go: shows it
export function tableView({ title, what, about = [], total, css, heads, filters, select, cells, address, query, go }) {
  let rows = [];
  const state = Object.fromEntries([...filters.map(({ key }) => key), "sort"].map(key => [key, query.get(key) ?? ""]));
  const count = el("p", { role: "status", id: "count" });
  const body = el("div", { role: "rowgroup", class: "rows" });
  const unprinted = el("p", { class: "unprinted" });
  const header = el("div", { role: "row", class: "row head" });
  const scroller = el("div", { class: "scroller", tabindex: "0", role: "region", "aria-label": `${title}, scrolls` });
  const table = el("div", { role: "table", "aria-label": title, class: css }, el("div", { role: "rowgroup", class: "sticky" }, header), body);
  scroller.append(table);

  const sortBy = key => {
    state.sort = state.sort === `-${key}` ? key : `-${key}`;
    update();
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
  const drawRow = item => {
    const row = el("div", { role: "row", class: "row", "aria-rowindex": item.index + 2 },
      ...cells(rows[item.index]).map(({ children, figure: right }) => el("div", { role: "cell", class: right ? "figure" : null }, ...children)));
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
  // On paper rows follow each other, in sight or not.
  function print() {
    const n = Math.min(rows.length, maxPrinted);
    body.replaceChildren(...Array.from({ length: n }, (_, index) => drawRow({ index, start: 0 })));
    unprinted.textContent = unprintedText(rows.length - n, what);
  }
  function selectRows() {
    rows = select(state);
    count.textContent = `${number(rows.length)} of ${number(total)} ${what}`;
    table.setAttribute("aria-rowcount", rows.length + 1);
  }
  function update() {
    go(address(state));
    selectRows();
    drawHeads();
    scroller.scrollTop = 0;
    virtual.setOptions(options());
    virtual._willUpdate();
    draw();
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
  const virtual = new Virtualizer(options());
  const unmount = virtual._didMount();
  whenPrinted(table, print, draw);
  return {
    elements: [el("h1", {}, title), ...about, el("div", { class: "filters", role: "search" }, ...filters.map(filter)), count, scroller, unprinted],
    shown() {
      virtual._willUpdate();
      draw();
    },
    close: unmount,
  };
}
