import { Blocks } from "./blocks.js";
import { make } from "./page.js";
import { CodeBlock, renderBlock } from "./rendering.js";

/** @import { Block, Code, Marked } from "./blocks.js" */

/**
 * The nodes of growing Markdown: settled blocks and parts are drawn once, what is open as often as
 * it changes. Knows no frames and no time.
 */
export class Drawing {
  #root;
  #blocks = new Blocks();
  /** The block that is settled in parts. */
  #pieces;
  /** @type {ChildNode[]} */
  #open = [];
  /** @type {CodeBlock | null} The block of code that is being written. */
  #openCode = null;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.#root = root;
    this.#pieces = new Pieces(root);
  }

  /** Forget all that was drawn; the root is empty. */
  begin() {
    this.#blocks = new Blocks();
    this.#pieces.remove();
    this.#open = [];
    this.#openCode = null;
  }

  /** @param {string} text what was added at the end */
  append(text) {
    this.#pieces.fit();
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
    if (placed[0] instanceof Text) placed[0].parentNode?.normalize();
    if (block.kind === "code" || !block.isPart) this.#pieces.end();
    else this.#pieces.add(placed);
  }

  /**
   * @param {Marked} block
   * @returns {ChildNode[]} what was added, a part within the block that it goes on with
   */
  #place(block) {
    if (block.isAnew) this.#pieces.remove();
    const container = block.goesOn ? this.#pieces.container : null;
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

const ROWS_OF_PIECE = 50; // items or rows
const TEXT_OF_PIECE = 3_000; // characters

/**
 * An item, a row or a sentence is laid out with all of its block: one without end stands in pieces,
 * each below the one before, until it has an end. Knows no Markdown.
 */
class Pieces {
  #root;
  /** @type {ChildNode[]} The block that is settled in parts. */
  #whole = [];
  /** @type {Element[]} Where it goes on. */
  #pieces = [];
  /** For which lines and columns were measured. */
  #width = 0;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.#root = root;
  }

  /** @returns {Element | null} where its items, rows or words are */
  get container() {
    return containerIn(this.#last);
  }

  /** @param {ChildNode[]} placed a part of the block, the first or another */
  add(placed) {
    if (this.#whole.length === 0) this.#whole = placed;
    else this.#goOn();
  }

  /** Lines end elsewhere once there is more room for them, or less. */
  fit() {
    if (this.#pieces.length > 0 && this.#width !== this.#root.clientWidth) this.#join();
  }

  end() {
    this.#join();
    this.#whole = [];
  }

  remove() {
    for (const node of [...this.#whole, ...this.#pieces]) node.remove();
    this.#whole = this.#pieces = [];
  }

  get #last() {
    return this.#pieces.at(-1) ?? this.#whole[0];
  }

  #goOn() {
    const last = /** @type {HTMLElement} */ (this.#last);
    const piece = last.matches("p") ? lastLines(last) : this.#rowsAfter(last);
    if (!piece) return;
    piece.setAttribute("data-piece", "");
    this.#pieces.push(piece);
    this.#width = this.#root.clientWidth;
  }

  /** @param {HTMLElement} last */
  #rowsAfter(last) {
    const count = containerIn(last)?.childElementCount ?? 0;
    if (count < ROWS_OF_PIECE) return null;
    const table = /** @type {HTMLElement} */ (this.#whole[0]).querySelector("table");
    if (!last.matches("ol, ul")) return table && rowsBelow(table);
    const next = /** @type {HTMLOListElement} */ (last.cloneNode());
    next.start += count; // which only numbers have
    last.after(next);
    return next;
  }

  #join() {
    const whole = containerIn(this.#whole[0]);
    if (!whole || this.#pieces.length === 0) return;
    keepPlace(this.#pieces[0]?.parentNode, () => {
      for (const piece of this.#pieces) {
        whole.append(...(containerIn(piece)?.childNodes ?? []));
        piece.remove();
      }
    });
    if (whole.matches("p")) whole.normalize(); // which takes along what is selected
    this.#pieces = [];
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

/** @param {HTMLTableElement} table whose columns stay as wide as they have become */
function rowsBelow(table) {
  const next = /** @type {HTMLTableElement} */ (table.cloneNode());
  const piece = make("div", {}, next);
  const columns = [...(table.rows[0]?.cells ?? [])].map((cell) => asWide(make("col", {}), cell));
  next.append(...columns);
  next.createTBody();
  table.parentNode?.append(asWide(piece, table));
  return piece;
}

/** @param {HTMLElement} element @param {Element} other */
function asWide(element, other) {
  element.style.width = `${other.getBoundingClientRect().width}px`;
  return element;
}

/**
 * @param {Element} paragraph
 * @returns {Element | null} what is taken from its end, from where a line begins
 */
function lastLines(paragraph) {
  if (paragraph.textContent.length < TEXT_OF_PIECE) return null;
  const nodes = [...paragraph.childNodes];
  for (const [index, text] of [...nodes.entries()].reverse()) {
    const start = text instanceof Text ? lineIn(text) : 0;
    if (start === 0) continue;
    const rest = /** @type {Text} */ (text).splitText(start);
    const piece = /** @type {Element} */ (paragraph.cloneNode());
    paragraph.after(piece);
    keepPlace(paragraph, () => piece.append(rest, ...nodes.slice(index + 1)));
    return piece;
  }
  return null;
}

/**
 * @param {Text} text
 * @returns {number} where the last line begins that does so in it; 0: none does
 */
function lineIn(text) {
  const range = document.createRange();
  range.selectNodeContents(text);
  const top = [...range.getClientRects()].at(-1)?.top ?? 0;
  let [before, within] = [0, text.length];
  while (within - before > 1) {
    const middle = (before + within) >> 1;
    range.setStart(text, middle);
    if (range.getBoundingClientRect().top < top - 1) before = middle;
    else within = middle;
  }
  return before && within; // before: of the line before this one
}

/**
 * Nodes that are moved lose the keyboard, and what is selected in them: give it back.
 * @param {Node | null | undefined} parent whose own children become fewer
 * @param {() => void} move
 */
function keepPlace(parent, move) {
  const selection = /** @type {Selection & Record<"anchorNode" | "focusNode", Node>} */ (
    getSelection()
  );
  const { anchorNode, anchorOffset, focusNode, focusOffset } = selection;
  const focused = /** @type {HTMLElement} */ (document.activeElement);
  move();
  focused.focus({ preventScroll: true });
  if (anchorNode === selection.anchorNode && focusNode === selection.focusNode) return;
  if ([anchorNode, focusNode].every((node) => node.isConnected && node !== parent))
    selection.setBaseAndExtent(anchorNode, anchorOffset, focusNode, focusOffset);
}
