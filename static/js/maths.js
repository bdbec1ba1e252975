/** Draws formulas as MathML, which needs no style and no font. KaTeX is fetched with the first. */
import { toFormula } from "./sanitise.js";

/** @import Katex from "katex" */

const LONGEST = 5_000; // characters
const DRAWN_KEPT = 300; // formulas of an open block are drawn in each of its frames
const OPTIONS = /** @type {const} */ ({
  output: "mathml",
  trust: false, // no addresses, no classes, no styles
  strict: "ignore",
  maxSize: 20,
  maxExpand: 500,
});

/** @type {typeof Katex | null} */
let katex = null;
/** @type {Promise<void> | null} */
let loading = null;
/** @type {Map<string, Node | null>} null: it cannot be read */
const drawn = new Map();

/**
 * What holds the source of a formula is filled with the formula, now or as soon as that is possible;
 * what cannot be read as one keeps its source.
 * @param {DocumentFragment} fragment
 */
export function drawFormulas(fragment) {
  const places = [...fragment.querySelectorAll("[class^=maths-]")];
  if (places.length === 0) return;
  if (katex) places.forEach(draw);
  else load().then(() => places.forEach(draw));
}

function load() {
  loading ??= import("katex").then(
    () => {
      katex = /** @type {any} */ (globalThis).katex; // a script that also loads as a module
    },
    () => {
      loading = null; // offline: sources now, another try with the next formula
    },
  );
  return loading;
}

/** @param {Element} place */
function draw(place) {
  const raw = place.textContent;
  const isDisplay = place.className === "maths-display";
  const key = `${isDisplay} ${raw}`;
  if (!drawn.has(key)) {
    if (drawn.size >= DRAWN_KEPT) drawn.clear();
    drawn.set(key, formula(raw, isDisplay));
  }
  const node = drawn.get(key);
  if (node) place.replaceChildren(node.cloneNode(true));
}

/**
 * @param {string} raw with its marks: $…$, $$…$$, \(…\) or \[…\]
 * @param {boolean} displayMode
 */
function formula(raw, displayMode) {
  const marks = /^(?:\$\$|\\)/.test(raw) ? 2 : 1;
  if (!katex || raw.length > LONGEST) return null;
  try {
    const html = katex.renderToString(raw.slice(marks, -marks), { ...OPTIONS, displayMode });
    // The policy of the page forbids styles in markup; two rare commands write some.
    return toFormula(html.replaceAll(/ style="[^"]*"/g, ""));
  } catch {
    return null;
  }
}
