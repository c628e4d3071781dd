// Elements of the page.  Text is set as text, never as markup.

export function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on"))
      element.addEventListener(key.slice(2), value);
    else if (value !== null && value !== undefined && value !== false)
      element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.filter(child => child !== null));
  return element;
}

const digits = new Intl.NumberFormat("en-US");

export const number = n => digits.format(n);

export const percent = (part, whole) => whole ? `${(100 * part / whole).toFixed(1)} %` : "–";

// A kind of record, with its colour.
export const kindMark = kind => el("span", { class: `kind ${kind}` }, kind);
