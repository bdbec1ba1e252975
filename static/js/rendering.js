/** From Markdown blocks to safe nodes. HTML in the source is shown as the text that it is. */
import { coloured, drawFormulas, loadGrammar, toFragment } from "./fragments.js";
import { marked, plainText } from "./lexing.js";
import { fromTemplate, gettext, make, need } from "./page.js";

/**
 * @import { Block } from "./blocks.js"
 * @import { Token, Tokens } from "marked"
 */

const TOP_HEADING = 3; // h1 is the site, h2 the speaker of each message

marked.use({
  renderer: {
    html: ({ text }) => (/^<br *\/?>$/i.test(text) ? "<br>" : escapeHtml(text)),
    heading({ tokens, depth }) {
      const level = Math.min(depth + TOP_HEADING - 1, 6);
      return `<h${level}>${this.parser.parseInline(tokens)}</h${level}>\n`;
    },
    // Fetching a picture would tell a foreign server who reads this: it becomes a link.
    image: ({ href, text }) => `<a href="${escapeHtml(href)}">${escapeHtml(text || href)}</a>`,
    checkbox: ({ checked }) => `<span class="task-${checked ? "done" : "open"}"></span> `,
  },
  extensions: [
    { name: "maths", renderer: formula },
    { name: "mathsBlock", renderer: (token) => `<p>${formula(token)}</p>\n` },
    {
      name: "footnoteMark",
      renderer: ({ label }) => `<sup>${escapeHtml(label)}</sup>`,
    },
    {
      name: "footnote",
      renderer({ label, tokens = [] }) {
        return `<p><sup>${escapeHtml(label)}</sup> ${this.parser.parseInline(tokens)}</p>\n`;
      },
    },
  ],
});

/** @param {Tokens.Generic} token */
function formula({ raw, isDisplay }) {
  const name = isDisplay ? "maths-display" : "maths-inline";
  return `<span class="${name}">${escapeHtml(raw.trim())}</span>`;
}

/**
 * @param {Block} block
 * @returns {ChildNode[]}
 */
export function renderBlock(block) {
  if (block.kind === "code") {
    const view = new CodeBlock(block.language);
    view.show(block.code, { whole: true });
    return [view.element];
  }
  const fragment = toFragment(toHtml(block.tokens));
  for (const link of fragment.querySelectorAll("a:not([href])"))
    link.replaceWith(...link.childNodes);
  fragment.normalize(); // as parts of it will be
  for (const pre of fragment.querySelectorAll("pre")) dressCode(pre);
  for (const box of fragment.querySelectorAll("[class^=task-]")) dressBox(box);
  drawFormulas(fragment);
  for (const table of fragment.querySelectorAll("table")) frameTable(table);
  return [...fragment.childNodes];
}

/** @param {Token[]} tokens */
function toHtml(tokens) {
  try {
    return marked.parser(tokens, marked.defaults);
  } catch {
    return marked.parser([plainText(tokens.map((token) => token.raw).join(""))]); // nested too deep
  }
}

/** @param {HTMLPreElement} pre */
function dressCode(pre) {
  const code = pre.querySelector("code");
  const language = /language-(\S+)/.exec(code?.className ?? "")?.[1] ?? "";
  const view = new CodeBlock(language);
  view.show((code ?? pre).textContent.replace(/\n$/, ""), { whole: true });
  pre.replaceWith(view.element);
}

/**
 * A wide table scrolls by itself instead of widening the page.
 * @param {HTMLTableElement} table
 */
function frameTable(table) {
  const ariaLabel = gettext("Table");
  const frame = make("div", { className: "table-frame", tabIndex: 0, role: "group", ariaLabel });
  table.replaceWith(frame);
  frame.append(table);
}

/** @param {Element} place */
function dressBox(place) {
  const defaultChecked = place.className === "task-done";
  const ariaLabel = defaultChecked ? gettext("Done") : gettext("To do");
  const box = make("input", { type: "checkbox", disabled: true, defaultChecked, ariaLabel });
  place.closest("li")?.classList.add("task");
  place.replaceWith(box);
}

/** @param {string} text @returns {string} as HTML that shows it */
function escapeHtml(text) {
  return text.replace(/[&<>"]/g, (mark) => `&#${mark.charCodeAt(0)};`);
}

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
    const wrap = need(this.element, "button.wrap-code");
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
    this.#section.replaceChildren(isColoured ? coloured(text, this.language) : text);
  }
}

function newSection() {
  const section = document.createElement("span");
  section.className = "code-section";
  return section;
}
