import { Pacer } from "./following.js";
import { gettext, need, untilLoaded } from "./page.js";
import { thoughtWords } from "./wording.js";

/** @import { Drawing } from "./drawing.js" */

// Drawing may take this share of the main thread; a block that is slow to draw (a huge quote)
// is drawn less often instead of holding up the reader's typing.
const SHARE_OF_TIME = 0.25;
// What belongs to the character before it: an accent, a skin tone, the second half of a pair.
const CONTINUES = /^(?:\p{M}|\p{Emoji_Modifier}|\u200d|[\udc00-\udfff])/u;

const drawingModule = untilLoaded(() => import("./drawing.js")); // not needed to show the page
const calm = matchMedia("(prefers-reduced-motion: reduce)");

/**
 * Shows Markdown as it grows, at an even pace and at most once per frame.
 * Knows no events and no order.
 */
export class ReplyView {
  #root;
  /** @type {Drawing | null} null until its module is there */
  #drawing = null;
  #pacer = new Pacer();
  /** What was not drawn yet, and how much of that is due. */
  #queue = "";
  #due = 0;
  #isWhole = false;
  #frame = 0;
  #notBefore = 0;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.#root = root;
    drawingModule.then(({ Drawing }) => {
      this.#drawing = new Drawing(root);
      if (this.#isWhole) this.finish();
      else this.#askForFrame();
    });
  }

  /** @param {string} text what was added at the end */
  append(text) {
    this.#queue += text;
    this.#pacer.push(text.length, performance.now());
    this.#askForFrame();
  }

  /** Draw what is left: nothing follows. */
  finish() {
    this.#isWhole = true;
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    if (!this.#drawing) return;
    this.#drawing.append(this.#queue);
    this.#drawing.finish();
    this.#queue = "";
  }

  /** @param {string} text all of it; more may follow after none */
  replace(text) {
    this.#root.replaceChildren();
    this.#drawing?.begin();
    this.#pacer = new Pacer();
    this.#queue = text;
    this.#due = 0;
    this.finish();
    this.#isWhole = text !== "";
  }

  #askForFrame() {
    if (!this.#drawing || !this.#queue) return;
    this.#frame ||= requestAnimationFrame((now) => this.#draw(this.#drawing, now));
  }

  /**
   * @param {Drawing | null} drawing
   * @param {number} now
   */
  #draw(drawing, now) {
    this.#frame = 0;
    this.#due += calm.matches ? this.#pacer.takeAll() : this.#pacer.take(now);
    if (drawing && this.#due > 0 && now >= this.#notBefore) {
      const began = performance.now();
      drawing.append(this.#takeDue());
      drawing.showOpen();
      this.#notBefore = now + (performance.now() - began) / SHARE_OF_TIME;
    }
    this.#askForFrame();
  }

  #takeDue() {
    let end = this.#due;
    while (end < this.#queue.length && CONTINUES.test(this.#queue.slice(end, end + 2))) end += 1;
    const text = this.#queue.slice(0, end);
    this.#queue = this.#queue.slice(end);
    this.#due -= end; // below zero: so much of what is due next was shown already
    return text;
  }
}

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
