// Elements of the page.  Text is set as text, never as markup.

const digits = new Intl.NumberFormat("en-US");

export const number = n => digits.format(n);

// A text that is longer than anybody reads shows its beginning and its end; no half of a character.
const longest = 1000, tail = 200;
const half = /^[\udc00-\udfff]|[\ud800-\udbff]$/g;
export function shortened(text) {
  if (text.length <= longest)
    return text;
  const [first, last] = [text.slice(0, longest - tail), text.slice(-tail)].map(part => part.replace(half, ""));
  return `${first} [… ${number(text.length - first.length - last.length)} more characters …] ${last}`;
}

const maker = create => (name, attributes = {}, ...children) => {
  const element = create(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on"))
      element.addEventListener(key.slice(2), value);
    else if (value !== null && value !== undefined && value !== false)
      element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.filter(child => child !== null).map(child => typeof child === "string" ? shortened(child) : child));
  return element;
};

export const el = maker(name => document.createElement(name));
export const svg = maker(name => document.createElementNS("http://www.w3.org/2000/svg", name));

export const percent = (part, whole) => whole ? `${(100 * part / whole).toFixed(1)} %` : "–";

// What may be wider than the page, and is scrolled by itself then.
export const wide = (label, ...children) => el("div", { class: "wide", tabindex: "0", role: "region", "aria-label": label }, ...children);

// A kind of record, with its colour; the class of an element that is one.
export const kindClass = kind => `kind ${kind}`;
export const kindMark = kind => el("span", { class: kindClass(kind) }, kind);
