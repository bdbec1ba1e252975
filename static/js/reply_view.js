import { Blocks } from "./blocks.js";
import { CodeBlock } from "./code_block.js";
import { renderBlock } from "./markdown.js";

/** @import { Block } from "./blocks.js" */

// Drawing may take this share of the main thread; a block that is slow to draw (a huge table,
// a paragraph without end) is drawn less often instead of holding up the reader's typing.
const SHARE_OF_TIME = 0.25;

/**
 * Draws Markdown as it grows: settled blocks once, the open block at most once per frame.
 * Knows no events and no order.
 */
export class ReplyView {
  #root;
  #blocks = new Blocks();
  #queue = "";
  /** @type {Node[]} */
  #openNodes = [];
  /** @type {CodeBlock | null} The block of code that is being written. */
  #openCode = null;
  #frame = 0;
  #notBefore = 0;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.#root = root;
  }

  /** @param {string} text what was added at the end */
  append(text) {
    this.#queue += text;
    this.#frame ||= requestAnimationFrame((now) => this.#draw(now));
  }

  /** Draw what is left: nothing follows. */
  finish() {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#takeQueue();
    this.#settle(this.#blocks.close());
  }

  /** @param {string} text all of it */
  replace(text) {
    this.#blocks = new Blocks();
    this.#queue = text;
    this.#openNodes = [];
    this.#openCode = null;
    this.#root.replaceChildren();
    this.finish();
  }

  /** @param {number} now */
  #draw(now) {
    if (now < this.#notBefore) {
      this.#frame = requestAnimationFrame((later) => this.#draw(later));
      return;
    }
    this.#frame = 0;
    const began = performance.now();
    this.#takeQueue();
    this.#showOpen(this.#blocks.open);
    this.#notBefore = now + (performance.now() - began) / SHARE_OF_TIME;
  }

  #takeQueue() {
    const text = this.#queue;
    this.#queue = "";
    this.#settle(this.#blocks.append(text));
  }

  /** @param {Block[]} blocks */
  #settle(blocks) {
    for (const block of blocks) {
      if (block.kind === "code" && this.#openCode) this.#settleCode(this.#openCode, block.code);
      else {
        this.#clearOpen();
        this.#root.append(...renderBlock(block));
      }
    }
  }

  /**
   * The block stays the same element: a reader may be selecting in it.
   * @param {CodeBlock} view
   * @param {string} code
   */
  #settleCode(view, code) {
    view.show(code, { whole: true });
    this.#openCode = null;
    this.#openNodes = [];
  }

  /** @param {Block | null} block */
  #showOpen(block) {
    if (block?.kind === "code" && this.#openCode) {
      this.#openCode.show(block.code);
      return;
    }
    this.#clearOpen();
    if (!block) return;
    if (block.kind === "code") this.#openNodes = [this.#startCode(block.language, block.code)];
    else this.#openNodes = renderBlock(block);
    this.#root.append(...this.#openNodes);
  }

  /**
   * @param {string} language
   * @param {string} code
   */
  #startCode(language, code) {
    this.#openCode = new CodeBlock(language);
    this.#openCode.show(code);
    return this.#openCode.element;
  }

  #clearOpen() {
    for (const node of this.#openNodes) /** @type {ChildNode} */ (node).remove();
    this.#openNodes = [];
    this.#openCode = null;
  }
}
