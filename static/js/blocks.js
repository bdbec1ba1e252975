/**
 * Cuts growing Markdown into blocks that are settled (no later text can change them) and the
 * open one at the end. A frame costs what the open block costs, not what the reply has grown to.
 * Knows no DOM.
 */
import { Lexer } from "marked";

/**
 * @import { Links, Token } from "marked"
 * @typedef {{kind: "code", language: string, code: string}
 *   | {kind: "tokens", tokens: Token[]}} Block
 * @typedef {{closing: RegExp, marker: string, indent: RegExp | null, language: string,
 *   code: string}} Fence `code` is what the fence holds in whole lines
 */

const OPENING_FENCE = /^( {0,3})(`{3,}|~{3,})[ \t]*([^\n]*)\n/;
// A line that only begins to be something (a list, a rule, a fence, a heading, a table) would be
// drawn as one thing and become another in the next frame.
const HALF_WRITTEN_LINE = /(^|\n)[ \t]*(?:[-*+_=#>`~|]+|\d{1,9}[.)]?|[-*+] \[[ xX]?)[ \t]*$/;

export class Blocks {
  /** What follows the last settled block. */
  #tail = "";
  /** @type {Fence | null} The fence that is not closed yet; the tail is its last, open line. */
  #fence = null;
  /** @type {Links} Link definitions of settled blocks, for the blocks after them. */
  #links = {};

  /**
   * @param {string} text
   * @returns {Block[]} the blocks that this text settled
   */
  append(text) {
    this.#tail += text.replaceAll("\r", "");
    const settled = this.#fence ? [] : this.#settleTokens();
    while (this.#fence) {
      const closed = this.#settleFence(this.#fence);
      if (closed.length === 0) break;
      settled.push(...closed, ...this.#settleTokens());
    }
    return settled;
  }

  /** @returns {Block | null} the block at the end as it may be shown now */
  get open() {
    if (this.#fence) return codeBlock(this.#fence, this.#tail);
    const tokens = this.#lex(mend(this.#tail.replace(HALF_WRITTEN_LINE, "$1")));
    return tokens.length > 0 ? { kind: "tokens", tokens } : null;
  }

  /** @returns {Block[]} what was open, now that nothing follows */
  close() {
    const fence = this.#fence;
    const tail = this.#tail;
    this.#fence = null;
    this.#tail = "";
    if (fence) return [codeBlock(fence, tail)];
    const tokens = this.#lex(tail);
    return tokens.filter((token) => token.type !== "space").map(toBlock);
  }

  /** @returns {Block[]} */
  #settleTokens() {
    const tokens = this.#lex(this.#tail);
    const last = tokens.findLastIndex((token) => token.type !== "space");
    const settled = tokens.slice(0, Math.max(last, 0));
    for (const token of settled) if (token.type === "def") this.#define(token);
    this.#tail = this.#tail.slice(settled.reduce((sum, token) => sum + token.raw.length, 0));
    this.#openFence();
    return settled.filter((token) => token.type !== "space").map(toBlock);
  }

  #openFence() {
    this.#tail = this.#tail.replace(/^\n+/, "");
    const opening = OPENING_FENCE.exec(this.#tail);
    const [whole = "", indent = "", marker = "", info = ""] = opening ?? [];
    if (!opening || (marker.startsWith("`") && info.includes("`"))) return;
    this.#tail = this.#tail.slice(whole.length);
    this.#fence = {
      marker: marker.charAt(0),
      closing: new RegExp(`^ {0,3}${marker.charAt(0)}{${marker.length},}[ \\t]*$`),
      indent: indent ? new RegExp(`^ {1,${indent.length}}`) : null,
      language: languageOf(info),
      code: "",
    };
  }

  /**
   * @param {Fence} fence
   * @returns {Block[]} the fence, if its closing line has come
   */
  #settleFence(fence) {
    let start = 0;
    let end = this.#tail.indexOf("\n");
    while (end !== -1) {
      const line = this.#tail.slice(start, end);
      start = end + 1;
      if (fence.closing.test(line)) {
        this.#fence = null;
        this.#tail = this.#tail.slice(start);
        return [codeBlock(fence, "")];
      }
      fence.code += `${withoutIndent(line, fence)}\n`;
      end = this.#tail.indexOf("\n", start);
    }
    this.#tail = this.#tail.slice(start);
    return [];
  }

  /**
   * @param {string} text
   * @returns {Token[]}
   */
  #lex(text) {
    const lexer = new Lexer();
    Object.assign(lexer.tokens.links, this.#links);
    try {
      return [...lexer.lex(text)];
    } catch {
      return [plainText(text)]; // thousands of `>` or `*` in a row are beyond its recursion
    }
  }

  /** @param {Token} definition */
  #define(definition) {
    const { tag, href, title } = /** @type {import("marked").Tokens.Def} */ (definition);
    this.#links[tag] ??= { href, title };
  }
}

/**
 * @param {string} text
 * @returns {Token} a paragraph in which nothing is marked up
 */
export function plainText(text) {
  return { type: "paragraph", raw: text, text, tokens: [{ type: "text", raw: text, text }] };
}

/**
 * @param {Token} token
 * @returns {Block}
 */
function toBlock(token) {
  if (token.type !== "code") return { kind: "tokens", tokens: [token] };
  return { kind: "code", language: languageOf(token.lang ?? ""), code: token.text };
}

/** @param {string} info what stands after the opening fence */
function languageOf(info) {
  return /^[\w+#.-]+/.exec(info.trim())?.[0] ?? "";
}

/**
 * @param {Fence} fence
 * @param {string} lastLine may be a closing fence that has no line break yet
 * @returns {Block}
 */
function codeBlock(fence, lastLine) {
  const isMarks = lastLine !== "" && [...lastLine.trim()].every((char) => char === fence.marker);
  const code = fence.code + (isMarks ? "" : withoutIndent(lastLine, fence));
  return { kind: "code", language: fence.language, code: code.replace(/\n$/, "") };
}

/**
 * @param {string} line
 * @param {Fence} fence
 */
function withoutIndent(line, { indent }) {
  return indent ? line.replace(indent, "") : line;
}

/**
 * Close what the last paragraph leaves half-written, so that `**bo` is already bold and the
 * address of a half-written link is not shown as text.
 * @param {string} text
 */
export function mend(text) {
  const start = text.lastIndexOf("\n\n") + 1;
  let last = text.slice(start);
  if (/(^|\n) {0,3}(```|~~~)/.test(last)) return text;
  const ticks = last.match(/`+/g) ?? [];
  if (ticks.length % 2 === 1) return `${text}${ticks.at(-1)}`;
  last = last.replace(/!?\[([^\]\n]*)\]\([^)\n]*$/, "$1").replace(/!?\[([^\]\n]*)$/, "$1");
  const outsideCode = last.replaceAll(/`[^`]*`/g, "");
  const stars = outsideCode.match(/\*\*/g) ?? [];
  if (stars.length % 2 === 1) {
    last = /\*\*\s*$/.test(last)
      ? last.replace(/\*\*\s*$/, "")
      : `${last.replace(/\*$|\s+$/, "")}**`;
  }
  return text.slice(0, start) + last;
}
