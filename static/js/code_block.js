import { gettext } from "./i18n.js";
import { toFragment } from "./sanitise.js";
import { colour, loadGrammar } from "./syntax.js";
import { fromTemplate, need } from "./template.js";

// While code is being written it is coloured in sections of this many characters, so that a
// frame never colours more than one of them. At its end it is coloured once as a whole.
const SECTION_CHARACTERS = 2_000;

/** A block of code with its language and a copy button, which may still grow at its end. */
export class CodeBlock {
  element = fromTemplate("code-block-template");
  #code = need(this.element, "code", HTMLElement);
  /** Where the last section, the one that still changes, begins in the text and in the nodes. */
  #sectionStart = 0;
  #settledNodes = 0;
  #shown = "";
  #whole = false;

  /** @param {string} language */
  constructor(language) {
    this.language = language;
    need(this.element, ".code-language", HTMLElement).textContent = language || gettext("text");
    loadGrammar(language).then(() => this.#recolour());
  }

  /**
   * @param {string} code all of it so far; it may only have grown
   * @param {{whole?: boolean}} options whole: nothing follows
   */
  show(code, { whole = false } = {}) {
    this.#shown = code;
    this.#whole = whole;
    if (whole) this.#restart();
    else this.#settleSections();
    this.#drawFrom(this.#sectionStart);
  }

  #recolour() {
    this.#restart();
    if (!this.#whole) this.#settleSections();
    this.#drawFrom(this.#sectionStart);
  }

  #restart() {
    this.#sectionStart = 0;
    this.#settledNodes = 0;
  }

  #settleSections() {
    while (this.#shown.length - this.#sectionStart > SECTION_CHARACTERS) {
      const end = this.#shown.indexOf("\n", this.#sectionStart + SECTION_CHARACTERS) + 1;
      if (end === 0) return;
      this.#draw(this.#shown.slice(this.#sectionStart, end));
      this.#sectionStart = end;
      this.#settledNodes = this.#code.childNodes.length;
    }
  }

  /** @param {number} start */
  #drawFrom(start) {
    this.#draw(this.#shown.slice(start));
  }

  /** @param {string} text in place of all nodes after the settled ones */
  #draw(text) {
    while (this.#code.childNodes.length > this.#settledNodes) this.#code.lastChild?.remove();
    const html = colour(text, this.language);
    this.#code.append(html === null ? text : toFragment(html));
  }
}
