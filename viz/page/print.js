// On paper there is no scrolling, and nothing to press: what shows some of a list on the screen shows all of it there, up to a bound.
import { number } from "./dom.js";

// Rows of a table or items of a list that are printed.
export const maxPrinted = 2000;

export const unprintedText = (n, what) => n > 0 ? `… ${number(n)} more ${what}` : "";

// Calls `before` before the page is printed with the element in it, and `after` after that.
export function whenPrinted(element, before, after) {
  element.classList.add("printed");
  element.addEventListener("beforeprint", before);
  element.addEventListener("afterprint", after);
}

for (const type of ["beforeprint", "afterprint"])
  window.addEventListener(type, () => document.querySelectorAll(".printed").forEach(element => element.dispatchEvent(new Event(type))));
