import { gettext } from "./i18n.js";
import { toFragment } from "./sanitise.js";
import { colour, loadGrammar } from "./syntax.js";
import { fromTemplate, need } from "./template.js";

// Code is coloured in sections of this many characters, so that a frame never colours much. What is
// short is coloured once more at its end, as a whole.
const SECTION_CHARACTERS = 2_000;
const SHORT_CHARACTERS = 6_000;
const SLICE_MS = 8;

/** A block of code with its language and buttons, which may still grow at its end. */
export class CodeBlock {
  element = fromTemplate("code-block-template");
  #code = need(this.element, "code");
  /** Where the last section, the one that still changes, begins in the text and in the nodes. */
  #sectionStart = 0;
  #settledNodes = 0;
  #shown = "";
  #whole = false;
  #later = 0;

  /** @param {string} language */
  constructor(language) {
    this.language = language;
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
    this.#settledNodes = 0;
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
      this.#settledNodes = this.#code.childNodes.length;
    }
  }

  #goOnLater() {
    this.#later ||= requestAnimationFrame(() => {
      this.#later = 0;
      this.#update();
    });
  }

  /**
   * @param {string} text in place of all nodes after the settled ones
   * @param {boolean} isColoured
   */
  #draw(text, isColoured) {
    while (this.#code.childNodes.length > this.#settledNodes) this.#code.lastChild?.remove();
    const html = isColoured ? colour(text, this.language) : null;
    this.#code.append(html === null ? text : toFragment(html));
  }
}
