/** Where the beginning of a paragraph is settled: no later text can change it. Knows no DOM. */

/** @import { Token, Tokens } from "marked" */

// Marks that were not read as such may still find their other half. A star or a tilde between
// spaces, an underscore within a word, brackets that close, and "<" before a space never do.
const PENDING =
  /(?<!\s)\*|\*(?!\s)|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|~(?!\s)|`|\[(?![^[\]\n]*\])|<(?![\s\d=])|\$|\\[([]/u;
const BETWEEN_WORDS = /(?<=[\p{L}\p{N}.,;:!?)]) (?=\p{L})/gu;

/**
 * @param {Tokens.Paragraph} paragraph
 * @returns {{length: number, tokens: Token[]} | null} how many characters of it are settled, and
 *   as what; they end with a space, and a letter follows
 */
export function settledBeginning(paragraph) {
  let length = 0;
  /** @type {Token[]} */
  const before = [];
  /** @type {{length: number, tokens: Token[]} | null} */
  let best = null;
  for (const token of paragraph.tokens) {
    const sure = sureLength(token);
    const cut = token.type === "text" ? lastSpace(token.raw.slice(0, sure)) : 0;
    if (cut > 0) {
      const raw = token.raw.slice(0, cut);
      best = { length: length + cut, tokens: [...before, { ...token, raw, text: raw }] };
    }
    if (sure < token.raw.length) break;
    before.push(token);
    length += token.raw.length;
  }
  return best;
}

/** @param {Token} token @returns {number} how many characters of it later text cannot change */
function sureLength(token) {
  if (token.type !== "text") return isPending(token) ? 0 : token.raw.length;
  const pending = token.raw.search(PENDING);
  return pending === -1 ? token.raw.length : pending;
}

/** @param {string} text */
function lastSpace(text) {
  const last = [...text.matchAll(BETWEEN_WORDS)].at(-1);
  return last ? last.index + 1 : 0;
}

/**
 * @param {Token} token
 * @returns {boolean}
 */
function isPending(token) {
  if (token.type === "text") return PENDING.test(token.raw);
  return "tokens" in token && (token.tokens ?? []).some(isPending);
}
