import { Blocks } from "./blocks.js";
import { CodeBlock } from "./code_block.js";
import { renderBlock } from "./markdown.js";

/** @import { Block, Code, Marked } from "./blocks.js" */

/**
 * The nodes of growing Markdown: settled blocks and parts are drawn once, what is open as often as
 * it changes. Knows no frames and no time.
 */
export class Drawing {
  #root;
  #blocks = new Blocks();
  /** @type {ChildNode[]} The block that is settled in parts. */
  #whole = [];
  /** @type {ChildNode[]} */
  #open = [];
  /** @type {CodeBlock | null} The block of code that is being written. */
  #openCode = null;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.#root = root;
  }

  /** Forget all that was drawn; the root is empty. */
  begin() {
    this.#blocks = new Blocks();
    this.#whole = [];
    this.#open = [];
    this.#openCode = null;
  }

  /** @param {string} text what was added at the end */
  append(text) {
    for (const block of this.#blocks.append(text)) this.#settle(block);
  }

  /** Nothing follows. */
  finish() {
    for (const block of this.#blocks.close()) this.#settle(block);
    this.#clearOpen();
    if (this.#blocks.isOutdated) this.#drawAnew(this.#blocks.text);
  }

  /** @param {string} text */
  #drawAnew(text) {
    this.#root.replaceChildren();
    this.begin();
    this.append(text);
    this.finish();
  }

  showOpen() {
    const block = this.#blocks.open;
    if (block?.kind === "code") this.#showCode(block);
    else {
      this.#clearOpen();
      if (block) this.#open = this.#place(block);
    }
  }

  /** @param {Block} block */
  #settle(block) {
    if (block.kind === "code" && this.#openCode) {
      // The block stays the same element: a reader may be selecting in it.
      this.#openCode.show(block.code, { whole: true });
      this.#openCode = null;
      this.#open = [];
      return;
    }
    this.#clearOpen();
    const placed = block.kind === "code" ? this.#append(block) : this.#place(block);
    if (block.kind === "code" || !block.isPart) this.#whole = [];
    else if (this.#whole.length === 0) this.#whole = placed;
    joinTexts(placed[0]);
  }

  /**
   * @param {Marked} block
   * @returns {ChildNode[]} what was added, a part within the block that it goes on with
   */
  #place(block) {
    if (block.isAnew) {
      for (const node of this.#whole) node.remove();
      this.#whole = [];
    }
    const container = block.goesOn ? containerIn(this.#whole[0]) : null;
    const [first, ...others] = block.tokens;
    if (!container || !first) return this.#append(block);
    const part = containerIn(renderBlock({ ...block, tokens: [first] })[0]);
    const nodes = [...(part?.childNodes ?? [])];
    if (nodes[0] instanceof Text && container.nodeName !== "P") nodes.shift()?.remove();
    container.append(...nodes);
    return others.length > 0 ? [...nodes, ...this.#append({ ...block, tokens: others })] : nodes;
  }

  /** @param {Block} block */
  #append(block) {
    const nodes = renderBlock(block);
    this.#root.append(...nodes);
    return nodes;
  }

  /** @param {Code} block */
  #showCode({ language, code }) {
    if (!this.#openCode) {
      this.#clearOpen();
      this.#openCode = new CodeBlock(language);
      this.#open = [this.#openCode.element];
      this.#root.append(this.#openCode.element);
    }
    this.#openCode.show(code);
  }

  #clearOpen() {
    for (const node of this.#open) node.remove();
    this.#open = [];
    this.#openCode = null;
  }
}

/**
 * @param {Node | undefined} node of a block
 * @returns {Element | null} where its items, rows or words are
 */
function containerIn(node) {
  if (!(node instanceof HTMLElement)) return null;
  return node.querySelector(":scope > table > tbody") ?? (node.matches("ol, ul, p") ? node : null);
}

/**
 * What came in parts is one text, as it would have been at once.
 * @param {ChildNode | undefined} node the first of a part
 */
function joinTexts(node) {
  const before = node?.previousSibling;
  if (!(node instanceof Text) || !(before instanceof Text)) return;
  before.appendData(node.data);
  node.remove();
}
