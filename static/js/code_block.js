import hljs from "@highlightjs/cdn-assets/es/core.min.js";
import { gettext } from "./i18n.js";
import { toFragment } from "./sanitise.js";
import { fromTemplate, need } from "./template.js";

// Code is coloured in sections of this many characters, each laid out by itself, so that a frame
// costs what the last one costs. What is short is coloured once more at its end, as a whole.
const SECTION_CHARACTERS = 2_000;
const SHORT_CHARACTERS = 6_000;
const SLICE_MS = 8;

/** A block of code with its language and buttons, which may still grow at its end. */
export class CodeBlock {
  element = fromTemplate("code-block-template");
  #code = need(this.element, "code");
  /** Where the last section, the one that still changes, begins. */
  #sectionStart = 0;
  #section = newSection();
  #shown = "";
  #whole = false;
  #later = 0;

  /** @param {string} language */
  constructor(language) {
    this.language = language;
    this.#restart();
    need(this.element, ".code-language").textContent = language || gettext("text");
    const wrap = need(this.element, ".wrap-code", HTMLButtonElement);
    wrap.addEventListener("click", () => {
      wrap.ariaPressed = String(this.element.toggleAttribute("data-wrapped"));
    });
    loadGrammar(language).then(() => this.#recolour());
  }

  /**
   * @param {string} code all of it so far; it may only have grown
   * @param {{whole?: boolean}} options whole: nothing follows
   */
  show(code, { whole = false } = {}) {
    this.#shown = code;
    this.#whole = whole;
    if (this.#isShort) this.#restart();
    this.#update();
  }

  get #isShort() {
    return this.#whole && this.#shown.length <= SHORT_CHARACTERS;
  }

  #recolour() {
    this.#restart();
    this.#update();
  }

  #restart() {
    this.#sectionStart = 0;
    this.#code.replaceChildren(this.#section);
  }

  #update() {
    if (!this.#isShort) this.#settleSections();
    this.#draw(this.#shown.slice(this.#sectionStart), this.#later === 0);
  }

  #settleSections() {
    const until = performance.now() + SLICE_MS;
    while (this.#shown.length - this.#sectionStart > SECTION_CHARACTERS) {
      const end = this.#shown.indexOf("\n", this.#sectionStart + SECTION_CHARACTERS) + 1;
      if (end === 0) return;
      if (performance.now() > until) {
        this.#goOnLater();
        return;
      }
      this.#draw(this.#shown.slice(this.#sectionStart, end), true);
      this.#sectionStart = end;
      this.#section = newSection();
      this.#code.append(this.#section);
    }
  }

  #goOnLater() {
    this.#later ||= requestAnimationFrame(() => {
      this.#later = 0;
      this.#update();
    });
  }

  /**
   * @param {string} text of the last section
   * @param {boolean} isColoured
   */
  #draw(text, isColoured) {
    const html = isColoured ? colour(text, this.language) : null;
    this.#section.replaceChildren(html === null ? text : toFragment(html));
  }
}

function newSection() {
  const section = document.createElement("span");
  section.className = "code-section";
  return section;
}

/** Colours code. A language's grammar is fetched when it is first seen. Knows no Markdown. */

// Grammars by the names that models write after a fence.
const GRAMMARS = new Map(
  Object.entries({
    bash: "bash sh zsh",
    c: "c h",
    cpp: "cpp c++ cc hpp",
    csharp: "csharp c# cs",
    css: "css",
    diff: "diff patch",
    dockerfile: "dockerfile docker",
    elixir: "elixir ex",
    go: "go golang",
    graphql: "graphql gql",
    haskell: "haskell hs",
    ini: "ini toml cfg conf",
    java: "java",
    javascript: "javascript js jsx mjs",
    json: "json jsonc json5",
    julia: "julia jl",
    kotlin: "kotlin kt",
    lua: "lua",
    makefile: "makefile make",
    markdown: "markdown md",
    nginx: "nginx",
    perl: "perl pl",
    php: "php",
    powershell: "powershell ps1",
    python: "python py python3",
    r: "r",
    ruby: "ruby rb",
    rust: "rust rs",
    scala: "scala",
    scss: "scss sass",
    shell: "shell console shell-session",
    sql: "sql postgresql sqlite mysql",
    swift: "swift",
    typescript: "typescript ts tsx",
    xml: "xml html svg htm",
    yaml: "yaml yml",
  }).flatMap(([grammar, names]) => names.split(" ").map((name) => [name, grammar])),
);

const LONGEST_COLOURED = 60_000; // characters; beyond this colouring would hold up the page

/** @type {Map<string, Promise<void>>} */
const loading = new Map();

/**
 * @param {string} code
 * @param {string} language
 * @returns {string | null} escaped HTML made of spans only; null if it stays plain for now
 */
function colour(code, language) {
  const grammar = GRAMMARS.get(language.toLowerCase());
  if (!grammar || !hljs.getLanguage(grammar) || code.length > LONGEST_COLOURED) return null;
  return hljs.highlight(code, { language: grammar, ignoreIllegals: true }).value;
}

/**
 * Resolves when `colour` can do what it ever will for this language. Never rejects.
 * @param {string} language
 * @returns {Promise<void>}
 */
function loadGrammar(language) {
  const grammar = GRAMMARS.get(language.toLowerCase());
  if (!grammar) return Promise.resolve();
  const known = loading.get(grammar) ?? fetchGrammar(grammar);
  loading.set(grammar, known);
  return known;
}

/** @param {string} grammar */
async function fetchGrammar(grammar) {
  try {
    const module = await import(`@highlightjs/cdn-assets/es/languages/${grammar}.min.js`);
    hljs.registerLanguage(grammar, module.default);
  } catch {
    loading.delete(grammar); // offline: plain code now, another try with the next block
  }
}
