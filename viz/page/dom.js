// Elements of the page.  Text is set as text, never as markup.

const maker = create => (name, attributes = {}, ...children) => {
  const element = create(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on"))
      element.addEventListener(key.slice(2), value);
    else if (value !== null && value !== undefined && value !== false)
      element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.filter(child => child !== null));
  return element;
};

export const el = maker(name => document.createElement(name));
export const svg = maker(name => document.createElementNS("http://www.w3.org/2000/svg", name));

const digits = new Intl.NumberFormat("en-US");

export const number = n => digits.format(n);

export const percent = (part, whole) => whole ? `${(100 * part / whole).toFixed(1)} %` : "–";

// A kind of record, with its colour.
export const kindMark = kind => el("span", { class: `kind ${kind}` }, kind);
