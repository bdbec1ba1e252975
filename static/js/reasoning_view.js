import { gettext } from "./i18n.js";
import { need } from "./template.js";
import { thoughtWords } from "./wording.js";

/**
 * What the model thought before it answered: plain text, folded away, drawn once per frame.
 * Knows no events and no order.
 */
export class ReasoningView {
  #root;
  #words;
  #text;
  #queue = "";
  #frame = 0;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.#root = root;
    this.#words = need(root, ".reasoning-words");
    this.#text = need(root, ".reasoning-text");
  }

  /** @param {string} text what was added at the end */
  append(text) {
    this.#queue += text;
    this.#frame ||= requestAnimationFrame(() => this.#draw());
  }

  /** @param {string} text all of it; none hides the whole panel */
  replace(text) {
    this.#text.replaceChildren();
    this.#queue = text;
    this.#root.hidden = true;
    this.#draw();
  }

  /**
   * @param {boolean} isThinking it has not begun to answer
   * @param {number | null} seconds how long it thought, where that is known
   */
  showState(isThinking, seconds) {
    const words = isThinking ? gettext("Thinking") : thoughtWords(seconds);
    if (this.#words.textContent !== words) this.#words.textContent = words;
    this.#root.toggleAttribute("data-thinking", isThinking);
  }

  #draw() {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    if (!this.#queue) return;
    this.#root.hidden = false;
    this.#text.append(this.#queue);
    this.#queue = "";
  }
}
