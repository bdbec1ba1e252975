/**
 * How Markdown is read here: GFM, with formulas and footnotes. Knows no DOM.
 */
import { Lexer, Marked } from "marked";

/**
 * @import { Links, Token, TokenizerAndRendererExtension } from "marked"
 * @typedef {{type: "maths", raw: string, source: string, isDisplay: boolean}} Maths
 */

// A formula has no blank line in it, one within a line has no line break. In single dollars
// it does not begin or end with a space, and no digit follows: so "$5 and $10" stays text.
const DISPLAY =
  /^(?:\$\$((?:(?!\n[ \t]*\n|\$\$)[\s\S])+)\$\$|\\\[((?:(?!\n[ \t]*\n|\\\])[\s\S])+)\\\])/;
const INLINE =
  /^(?:\$(?![\s$]|\d[\d.,]*\s+[a-z]{2})((?:\\[^\n]|[^\\$\n])*?(?:\\[^\n]|[^\\$\s]))\$(?![\d$])|\\\(((?:(?!\\\))[^\n])+)\\\))/;
const BLOCK = new RegExp(`^ {0,3}${DISPLAY.source.slice(1)}[ \\t]*(?:\\n+|$)`);
const BLOCK_START = /\n {0,3}(?:\$\$|\\\[)/;
const INLINE_START = /(?<![\p{L}\p{N}\\$])\$|\\[([]/u;

/**
 * @param {RegExpExecArray | null} found
 * @param {boolean} isDisplay
 * @param {string} type
 */
function maths(found, isDisplay, type) {
  const source = (found?.[1] ?? found?.[2] ?? "").trim();
  return found && source ? { type, raw: found[0], source, isDisplay } : undefined;
}

/** @type {TokenizerAndRendererExtension[]} */
const extensions = [
  {
    name: "mathsBlock",
    level: "block",
    start: (src) => BLOCK_START.exec(src)?.index,
    tokenizer: (src) => maths(BLOCK.exec(src), true, "mathsBlock"),
  },
  {
    name: "maths",
    level: "inline",
    start: (src) => INLINE_START.exec(src)?.index,
    tokenizer: (src) =>
      maths(DISPLAY.exec(src), true, "maths") ?? maths(INLINE.exec(src), false, "maths"),
  },
  {
    name: "footnote",
    level: "block",
    start: (src) => /\n\[\^[^\]\s]+\]:/.exec(src)?.index,
    tokenizer(src) {
      const found = /^\[\^([^\]\s]+)\]:[ \t]*([^\n]*(?:\n(?!\[\^)[^\n]*\S[^\n]*)*)(?:\n+|$)/.exec(
        src,
      );
      if (!found) return undefined;
      const [raw, label, text = ""] = found;
      return { type: "footnote", raw, label, tokens: this.lexer.inline(text) };
    },
  },
  {
    name: "footnoteMark",
    level: "inline",
    start: (src) => src.indexOf("[^"),
    tokenizer(src) {
      const found = /^\[\^([^\]\s]+)\]/.exec(src);
      return found ? { type: "footnoteMark", raw: found[0], label: found[1] } : undefined;
    },
  },
];

/** Reads Markdown; whoever draws it adds how. */
export const marked = new Marked({ gfm: true, extensions });

/**
 * @param {string} text
 * @param {Links} links definitions that stand elsewhere
 * @returns {Token[]}
 */
export function lex(text, links) {
  const lexer = new Lexer(marked.defaults);
  Object.assign(lexer.tokens.links, links);
  try {
    return [...lexer.lex(text)];
  } catch {
    return [plainText(text)]; // thousands of `>` or `*` in a row are beyond its recursion
  }
}

/**
 * @param {string} text
 * @returns {Token} a paragraph in which nothing is marked up
 */
export function plainText(text) {
  return { type: "paragraph", raw: text, text, tokens: [{ type: "text", raw: text, text }] };
}
