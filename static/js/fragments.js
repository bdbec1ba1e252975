import hljs from "@highlightjs/cdn-assets/es/core.min.js";
import DOMPurify from "dompurify";

/** The one door by which HTML text becomes nodes. What is not on its list does not pass. */

const TAGS =
  "a blockquote br code del em h3 h4 h5 h6 hr li ol p pre span strong sup table tbody td th thead tr ul";
const ATTRIBUTES = ["align", "class", "href", "start", "title"];
const CLASSES = /^(language-|hljs-|task-|maths-)[\w+#.-]+$/;

const purify = DOMPurify(window);
const NODES = /** @type {const} */ ({
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
  RETURN_DOM_FRAGMENT: true,
});

purify.addHook("uponSanitizeAttribute", (_node, data) => {
  // Classes of the page must not be borrowed to dress text up as a button.
  if (data.attrName === "class") {
    data.attrValue = data.attrValue
      .split(/\s+/)
      .filter((name) => CLASSES.test(name) || name === "function_" || name === "class_")
      .join(" ");
  }
});

purify.addHook("afterSanitizeAttributes", (node) => {
  if (node.nodeName !== "A") return;
  node.setAttribute("target", "_blank");
  node.setAttribute("rel", "noopener noreferrer nofollow");
});

/**
 * @param {string} html
 * @returns {DocumentFragment}
 */
export function toFragment(html) {
  return purify.sanitize(html, {
    ALLOWED_TAGS: TAGS.split(" "),
    ALLOWED_ATTR: ATTRIBUTES,
    ALLOWED_URI_REGEXP: /^(?:https?:|mailto:)/i, // nothing relative: no path of this site
    ADD_URI_SAFE_ATTR: ["align", "start"], // else their values are held to be addresses
    ...NODES,
  });
}

/**
 * @param {string} html a formula as MathML
 * @returns {DocumentFragment}
 */
export function toFormula(html) {
  return purify.sanitize(html, {
    USE_PROFILES: { mathMl: true },
    ADD_TAGS: ["semantics", "annotation"], // what a formula says to those who copy or hear it
    FORBID_ATTR: ["href", "id"],
    ...NODES,
  });
}

/** Draws formulas as MathML, which needs no style and no font. KaTeX is fetched with the first. */

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

/** Colours code. A language's grammar is fetched when it is first seen. Knows no Markdown. */

// Grammars, each with the other names that models write after a fence.
const GRAMMARS = new Map(
  [
    "bash sh zsh",
    "c h",
    "cpp c++ cc hpp",
    "csharp c# cs",
    "css",
    "diff patch",
    "dockerfile docker",
    "elixir ex",
    "go golang",
    "graphql gql",
    "haskell hs",
    "ini toml cfg conf",
    "java",
    "javascript js jsx mjs",
    "json jsonc json5",
    "julia jl",
    "kotlin kt",
    "lua",
    "makefile make",
    "markdown md",
    "nginx",
    "perl pl",
    "php",
    "powershell ps1",
    "python py python3",
    "r",
    "ruby rb",
    "rust rs",
    "scala",
    "scss sass",
    "shell console shell-session",
    "sql postgresql sqlite mysql",
    "swift",
    "typescript ts tsx",
    "xml html svg htm",
    "yaml yml",
  ].flatMap((line) => {
    const names = line.split(" ");
    return names.map((name) => [name, names[0]]);
  }),
);

const LONGEST_COLOURED = 60_000; // characters; beyond this colouring would hold up the page

/** @type {Map<string, Promise<void>>} */
const grammars = new Map();

/**
 * @param {string} code
 * @param {string} language
 * @returns {Node | string} the code itself if it stays plain for now
 */
export function coloured(code, language) {
  const grammar = GRAMMARS.get(language.toLowerCase());
  if (!grammar || !hljs.getLanguage(grammar) || code.length > LONGEST_COLOURED) return code;
  return toFragment(hljs.highlight(code, { language: grammar, ignoreIllegals: true }).value);
}

/**
 * Resolves when `coloured` can do what it ever will for this language. Never rejects.
 * @param {string} language
 * @returns {Promise<void>}
 */
export function loadGrammar(language) {
  const grammar = GRAMMARS.get(language.toLowerCase());
  if (!grammar) return Promise.resolve();
  const known = grammars.get(grammar) ?? fetchGrammar(grammar);
  grammars.set(grammar, known);
  return known;
}

/** @param {string} grammar */
async function fetchGrammar(grammar) {
  try {
    const module = await import(`@highlightjs/cdn-assets/es/languages/${grammar}.min.js`);
    hljs.registerLanguage(grammar, module.default);
  } catch {
    grammars.delete(grammar); // offline: plain code now, another try with the next block
  }
}
