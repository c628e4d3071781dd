// A table that sorts and filters, its state in the address.  Only the rows in sight are elements.
import { elementScroll, observeElementOffset, observeElementRect, Virtualizer } from "@tanstack/virtual-core";
import { el, kindClass, number } from "./dom.js";
import { maxPrinted, unprintedText, whenPrinted } from "./print.js";

const rowHeight = 28;

// So many rows are drawn together: what is scrolled are groups, which are fewer to count.
const together = 4;

// How many groups beyond those in sight are drawn, so that scrolling finds them.
const beyondSight = 3;

export const compare = (a, b) => a < b ? -1 : a > b ? 1 : 0;

// A test of names: wanted is a part of the name in any case, or after "=" the whole of it.
export function naming(wanted) {
  if (wanted.startsWith("="))
    return name => name === wanted.slice(1);
  const low = wanted.toLowerCase();
  return name => name !== null && name.toLowerCase().includes(low);
}

// Such a test of numbers, by the names that they stand for: each name is compared once.
export function named(wanted, nameOf) {
  const is = naming(wanted), known = [];
  return n => known[n] ??= is(nameOf(n));
}

// The rows that pass every test.
export const passing = (rows, tests) => tests.reduce((left, test) => left.filter(test), rows);

// Sorts rows by what the address says: a key, the largest first after "-".  orders: by key, how two rows compare.
export function sortRows(rows, sort, orders) {
  const down = sort.startsWith("-"), order = orders[sort.replace(/^-/, "")];
  return order ? [...rows].sort((a, b) => (down ? order(b, a) : order(a, b)) || a - b) : rows;
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
  // drawn: the elements of rows.
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
  const drawRow = row => el("div", { role: "row", class: "row" },
    ...cells(row).map(({ children, css = null }) => el("div", { role: "cell", class: css }, ...children)));
  const options = overscan => ({
    count: Math.ceil(rows.length / together), estimateSize: () => rowHeight * together, overscan, getScrollElement: () => scroller,
    observeElementRect, observeElementOffset, scrollToFn: elementScroll, onChange: () => draw(beyondSight),
  });
  // Puts the rows at these places into the table.  One that is there stays, and keeps the focus.
  function place(from, to) {
    const before = drawn, shown = rows.slice(from, to);
    drawn = new Map(shown.map(row => [row, before.get(row) ?? drawRow(row)]));
    for (const [row, element] of before) {
      if (!drawn.has(row))
        element.remove();
    }
    let next = body.firstChild;
    shown.forEach((row, i) => {
      const element = drawn.get(row);
      element.setAttribute("aria-rowindex", from + i + 2);
      element.style.transform = `translateY(${rowHeight * (from + i)}px)`;
      if (element === next)
        next = next.nextSibling;
      else
        body.insertBefore(element, next);
    });
  }
  // The rows in sight, and so many groups beyond them.
  function draw(beyond) {
    if (printing)
      return;
    virtual.setOptions(options(beyond));
    body.style.height = `${rowHeight * rows.length}px`;
    const groups = virtual.getVirtualItems(), first = together * (groups[0]?.index ?? 0);
    place(first, Math.min(first + together * groups.length, rows.length));
  }
  // What is in sight comes first, and the rows beyond it once that is on the screen.
  function drawAll() {
    draw(0);
    requestAnimationFrame(() => setTimeout(() => draw(beyondSight)));
  }
  // On paper rows follow each other, in sight or not.
  function print() {
    printing = true;
    const n = Math.min(rows.length, maxPrinted);
    place(0, n);
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
