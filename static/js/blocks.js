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
 * @typedef {{marker: string, indent: number, language: string, bodyStart: number,
 *   scanned: number}} Fence
 */

const OPENING_FENCE = /^( {0,3})(`{3,}|~{3,})[ \t]*([^\n]*)\n/;
// A line that only begins to be something (a list, a rule, a fence, a heading, a table) would be
// drawn as one thing and become another in the next frame.
const HALF_WRITTEN_LINE = /(^|\n)[ \t]*(?:[-*+_=#>`~|]+|\d{1,9}[.)]?|[-*+] \[[ xX]?)[ \t]*$/;

export class Blocks {
  /** What follows the last settled block. */
  #tail = "";
  /** @type {Fence | null} The fence that the tail begins with, while it is not closed. */
  #fence = null;
  /** @type {Links} Link definitions of settled blocks, for the blocks after them. */
  #links = {};

  /**
   * @param {string} text
   * @returns {Block[]} the blocks that this text settled
   */
  append(text) {
    this.#tail += text.replaceAll("\r", "");
    /** @type {Block[]} */
    const settled = [];
    let before;
    do {
      before = this.#tail.length;
      settled.push(...(this.#fence ? this.#settleFence() : this.#settleTokens()));
    } while (this.#tail.length < before);
    return settled;
  }

  /** @returns {Block | null} the block at the end as it may be shown now */
  get open() {
    if (this.#fence) return { kind: "code", ...this.#fenceContent(this.#tail.length) };
    const tokens = this.#lex(mend(this.#tail.replace(HALF_WRITTEN_LINE, "$1")));
    return tokens.length > 0 ? { kind: "tokens", tokens } : null;
  }

  /** @returns {Block[]} what was open, now that nothing follows */
  close() {
    if (this.#fence) return [this.#cutFence(this.#tail.length, this.#tail.length)];
    const tokens = this.#lex(this.#tail);
    this.#tail = "";
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
    this.#fence = {
      marker,
      indent: indent.length,
      language: languageOf(info),
      bodyStart: whole.length,
      scanned: whole.length,
    };
  }

  /** @returns {Block[]} Looks only at lines that were not looked at before. */
  #settleFence() {
    const fence = /** @type {Fence} */ (this.#fence);
    const closing = new RegExp(`^ {0,3}${fence.marker[0]}{${fence.marker.length},}[ \\t]*$`);
    let end = this.#tail.indexOf("\n", fence.scanned);
    while (end !== -1) {
      if (closing.test(this.#tail.slice(fence.scanned, end))) {
        return [this.#cutFence(fence.scanned, end + 1)];
      }
      fence.scanned = end + 1;
      end = this.#tail.indexOf("\n", fence.scanned);
    }
    return [];
  }

  /**
   * @param {number} bodyEnd
   * @param {number} blockEnd
   * @returns {Block}
   */
  #cutFence(bodyEnd, blockEnd) {
    const content = this.#fenceContent(bodyEnd);
    this.#fence = null;
    this.#tail = this.#tail.slice(blockEnd);
    return { kind: "code", ...content };
  }

  /** @param {number} bodyEnd */
  #fenceContent(bodyEnd) {
    const { bodyStart, indent, language, marker } = /** @type {Fence} */ (this.#fence);
    const body = this.#tail.slice(bodyStart, bodyEnd);
    const lines = indent > 0 ? body.replaceAll(new RegExp(`^ {1,${indent}}`, "gm"), "") : body;
    return { language, code: withoutClosingFence(lines, marker) };
  }

  /**
   * @param {string} text
   * @returns {Token[]}
   */
  #lex(text) {
    const lexer = new Lexer();
    Object.assign(lexer.tokens.links, this.#links);
    return [...lexer.lex(text)];
  }

  /** @param {Token} definition */
  #define(definition) {
    const { tag, href, title } = /** @type {import("marked").Tokens.Def} */ (definition);
    this.#links[tag] ??= { href, title };
  }
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
 * The last line may be a closing fence that has no line break yet.
 * @param {string} code
 * @param {string} marker
 */
function withoutClosingFence(code, marker) {
  const lastLine = code.slice(code.lastIndexOf("\n") + 1).trim();
  const onlyMarkers = lastLine !== "" && [...lastLine].every((char) => char === marker[0]);
  const body = onlyMarkers ? code.slice(0, code.lastIndexOf("\n") + 1) : code;
  return body.replace(/\n$/, "");
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
