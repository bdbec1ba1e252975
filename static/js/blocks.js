/**
 * Cuts growing Markdown into blocks that are settled (no later text can change them) and the
 * open one at the end. A list, a table or a paragraph that goes on and on settles in parts, so a
 * frame costs what the open item, row or sentence costs, not what the reply has grown to.
 * Knows no DOM.
 */
import { lex, mend } from "./lexing.js";
import { firstPart, isSame, settledCount } from "./parts.js";

/**
 * @import { Links, Token, Tokens } from "marked"
 * @typedef {{kind: "code", language: string, code: string}} Code
 * @typedef {{kind: "tokens", tokens: Token[], goesOn: boolean, isPart: boolean,
 *   isAnew: boolean}} Marked
 *   goesOn: its first token belongs to the part before; isPart: more of it follows; isAnew: it is
 *   all of what was told in parts before, which turned out to be something else
 * @typedef {Code | Marked} Block
 */

const SHORT = 400; // characters: a single line of so many is read anew in every frame

export class Blocks {
  /** What follows the last settled block or part. */
  #tail = "";
  /** @type {Fence | null} The block of code that is open; then the tail is empty. */
  #fence = null;
  /** @type {Links} Link definitions of settled blocks, for the blocks after them. */
  #links = {};
  #text = "";
  /** So much of it was settled by what came before. */
  #settledLength = 0;
  #isOutdated = false;
  /** @type {{token: Token, raw: string} | null} What was settled of the block that is open. */
  #part = null;
  #isAnew = false;

  /**
   * @param {string} text
   * @returns {Block[]} the blocks that this text settled
   */
  append(text) {
    /** @type {Block[]} */
    const settled = [];
    this.#settledLength = this.#text.length - this.#tail.length;
    this.#tail += text.replaceAll("\r", "");
    this.#text += text.replaceAll("\r", "");
    while (this.#goOnWithFence(settled)) {
      if (this.#tail.length > SHORT || this.#tail.includes("\n")) this.#settleTokens(settled);
      if (!this.#openFence()) break;
    }
    return settled;
  }

  /** All there is. */
  get text() {
    return this.#text;
  }

  /** Whether what is settled has links that were defined only after it: at once it is another. */
  get isOutdated() {
    return this.#isOutdated;
  }

  /** @returns {Block | null} the block at the end as it may be shown now */
  get open() {
    if (this.#fence) return codeOf(this.#fence);
    const tokens = lex(mend(this.#tail), this.#links).filter(({ type }) => type !== "space");
    const goesOn = isSame(this.#part?.token, tokens[0]);
    return tokens.length > 0 || this.#isAnew ? this.#marked(tokens, { goesOn }) : null;
  }

  /** @returns {Block[]} what was open, now that nothing follows */
  close() {
    /** @type {Block[]} */
    const settled = [];
    if (this.#fence) {
      settled.push(codeOf(this.#fence));
      this.#fence = null;
    } else this.#settle(settled, this.#lex());
    this.#tail = "";
    this.#part = null;
    return settled;
  }

  /**
   * @param {Block[]} settled
   * @returns {boolean} false: it is still open, and has taken all there is
   */
  #goOnWithFence(settled) {
    if (!this.#fence) return true;
    const rest = this.#fence.append(this.#tail);
    this.#tail = rest ?? "";
    if (rest === null) return false;
    settled.push(codeOf(this.#fence));
    this.#fence = null;
    return true;
  }

  #openFence() {
    if (this.#part) return false;
    this.#tail = this.#tail.replace(/^\n+/, "");
    const found = Fence.at(this.#tail);
    this.#fence = found?.fence ?? null;
    this.#tail = this.#tail.slice(found?.length ?? 0);
    return found !== null;
  }

  /** @param {Block[]} settled */
  #settleTokens(settled) {
    const tokens = this.#lex();
    const last = tokens.findLastIndex((token) => token.type !== "space");
    const count = settledCount(tokens, last, this.#tail);
    this.#settle(settled, tokens.slice(0, count));
    const open = tokens[last];
    if (!open || count < last || endsInBreak(tokens, last)) return;
    const part = firstPart(open, this.#tail);
    if (!part) return;
    settled.push(this.#marked([part.token], { goesOn: this.#part !== null, isPart: true }));
    this.#isAnew = false;
    this.#part = { token: part.token, raw: (this.#part?.raw ?? "") + part.raw };
    this.#tail = part.rest;
  }

  /** The tail; with all of the open block again, if its parts turn out to be something else. */
  #lex() {
    const tokens = lex(this.#tail, this.#links);
    if (!this.#part || isSame(this.#part.token, tokens[0])) return tokens;
    this.#tail = this.#part.raw + this.#tail;
    this.#part = null;
    this.#isAnew = true;
    return lex(this.#tail, this.#links);
  }

  /**
   * @param {Block[]} settled
   * @param {Token[]} tokens
   */
  #settle(settled, tokens) {
    for (const token of tokens) {
      this.#tail = this.#tail.slice(token.raw.length);
      if (token.type === "def") this.#define(/** @type {Tokens.Def} */ (token));
      if (token.type === "space") continue;
      if (token.type === "code") settled.push(codeToken(/** @type {Tokens.Code} */ (token)));
      else settled.push(this.#marked([token], { goesOn: this.#part !== null }));
      this.#part = null;
      this.#isAnew = false;
    }
  }

  /**
   * @param {Token[]} tokens
   * @param {{goesOn: boolean, isPart?: boolean}} options
   * @returns {Marked}
   */
  #marked(tokens, { goesOn, isPart = false }) {
    return { kind: "tokens", tokens, goesOn, isPart, isAnew: this.#isAnew };
  }

  /** @param {Tokens.Def} definition */
  #define({ tag, href, title }) {
    if (this.#links[tag]) return;
    this.#links[tag] = { href, title };
    const before = this.#text.slice(0, this.#settledLength).toLowerCase();
    this.#isOutdated ||= before.includes(`[${tag}]`);
  }
}

/**
 * @param {Token[]} tokens
 * @param {number} last
 */
function endsInBreak(tokens, last) {
  return tokens.length > last + 1 && tokens[last]?.type !== "list";
}

/** @param {Fence} fence @returns {Code} */
function codeOf({ language, code }) {
  return { kind: "code", language, code };
}

/** @param {Tokens.Code} token @returns {Code} */
function codeToken({ lang, text }) {
  // Marked leaves a line break too many where an empty line ends the code.
  return { kind: "code", language: languageOf(lang ?? ""), code: text.replace(/\n$/, "") };
}

const OPENING = /^( {0,3})(`{3,}|~{3,})[ \t]*([^\n]*)\n/;

/** A fenced block of code that grows line by line. */
class Fence {
  #marker;
  #closing;
  #indent;
  #code = "";
  /** The last line, which has no end yet: perhaps it closes the fence. */
  #line = "";

  /** @param {string[]} opening */
  constructor([, indent = "", marker = "", info = ""]) {
    this.#marker = marker.charAt(0);
    this.#closing = new RegExp(`^ {0,3}${this.#marker}{${marker.length},}[ \\t]*$`);
    this.#indent = indent ? new RegExp(`^ {1,${indent.length}}`) : null;
    this.language = languageOf(info);
  }

  /**
   * @param {string} text
   * @returns {{fence: Fence, length: number} | null} length: of the opening line
   */
  static at(text) {
    const opening = OPENING.exec(text);
    const [whole = "", , marker = "", info = ""] = opening ?? [];
    if (!opening || (marker.startsWith("`") && info.includes("`"))) return null;
    return { fence: new Fence(opening), length: whole.length };
  }

  /** All of it so far; marks alone in the last line are not shown, they may be the end. */
  get code() {
    const isMarks = [...this.#line.trim()].every((char) => char === this.#marker);
    return (this.#code + (isMarks ? "" : this.#withoutIndent(this.#line))).replace(/\n$/, "");
  }

  /**
   * @param {string} text
   * @returns {string | null} what follows the fence; null: it is still open
   */
  append(text) {
    const added = this.#line + text;
    let start = 0;
    for (let end = added.indexOf("\n"); end !== -1; end = added.indexOf("\n", start)) {
      const line = added.slice(start, end);
      start = end + 1;
      this.#line = "";
      if (this.#closing.test(line)) return added.slice(start);
      this.#code += `${this.#withoutIndent(line)}\n`;
    }
    this.#line = added.slice(start);
    return null;
  }

  /** @param {string} line */
  #withoutIndent(line) {
    return this.#indent ? line.replace(this.#indent, "") : line;
  }
}

/** @param {string} info what stands after the opening fence */
function languageOf(info) {
  return /^[\w+#.-]+/.exec(info.trim())?.[0] ?? "";
}
