/**
 * What of the Markdown at the end of a reply is settled: which tokens, and which items, rows or
 * sentences of the last one. Knows no DOM.
 */
import { hasOpenFormula } from "./lexing.js";

/**
 * @import { Token, Tokens } from "marked"
 * @typedef {{token: Token, raw: string, rest: string}} Part rest: what is to be read on; it may
 *   begin with what was settled already, where it cannot be read without (the head of a table)
 */

const LONG_PARAGRAPH = 400; // characters
// Marks and digits alone may still become a list, a rule, a heading, or plain text.
const ONLY_MARKS = /^[\s\d*+_=#>~|:.)(`[\]\\<$-]*$/;
// What such a line is, or whether it is one with the line before, is known at its end.
const UNSURE_LINE = /^[ \t]*[`<"'([$\\]/;

/**
 * @param {Token[]} tokens
 * @param {number} last of those that are no space
 * @param {string} text what they were read from
 * @returns {number} how many of them are settled
 */
export function settledCount(tokens, last, text) {
  const previous = tokens.slice(0, Math.max(last, 0)).findLastIndex(({ type }) => type !== "space");
  if (previous === -1) return Math.max(last, 0);
  const start = lengthOf(tokens.slice(0, last));
  const isBroken = last > previous + 1 || /\n[ \t]*\n$/.test(tokens[previous]?.raw ?? "");
  const line = text.slice(start).split("\n", 1)[0] ?? "";
  const isOpenEnd = tokens[last]?.type === "mathsBlock" && !/\n$/.test(tokens[last].raw);
  const isWhole = text.length > start + line.length && !isOpenEnd;
  const isSure =
    isWhole || !(isOpenEnd || ONLY_MARKS.test(line) || (!isBroken && UNSURE_LINE.test(line)));
  const count = isSure ? last : previous;
  return hasOpenFormula(text) ? beforeFormula(tokens, count) : count;
}

/**
 * @param {Token | undefined} part
 * @param {Token | undefined} next
 * @returns {boolean} whether it goes on with the part
 */
export function isSame(part, next) {
  if (!part || part.type !== next?.type) return false;
  if (part.type !== "list" || next.type !== "list") return true;
  return part.loose || !next.loose; // one loose item makes all of them loose
}

/**
 * @param {Token} open
 * @param {string} tail all that is not settled: it begins with the token
 * @returns {Part | null}
 */
export function firstPart(open, tail) {
  const text = tail.slice(tail.length - tail.replace(/^\n+/, "").length);
  if (open.type === "list") return itemsOf(/** @type {Tokens.List} */ (open), text);
  if (open.type === "table") return rowsOf(/** @type {Tokens.Table} */ (open), text);
  if (open.type !== "paragraph" || open.raw.length < LONG_PARAGRAPH) return null;
  return sentencesOf(/** @type {Tokens.Paragraph} */ (open), text);
}

/**
 * @param {Tokens.List} list
 * @param {string} text
 * @returns {Part | null}
 */
function itemsOf(list, text) {
  const last = list.items.at(-1);
  if (list.items.length < 2 || !last) return null;
  const line = last.raw.replace(/^\s*(?:[-*+]|\d+[.)])/, "");
  if (!line.includes("\n") && ONLY_MARKS.test(line)) return null;
  const items = list.items.slice(0, -1);
  const raw = text.slice(0, lengthOf(items));
  return { token: { ...list, items, raw }, raw, rest: text.slice(raw.length) };
}

/**
 * @param {Tokens.Table} table
 * @param {string} text
 * @returns {Part | null}
 */
function rowsOf(table, text) {
  const [head = "", delimiters = "", ...lines] = text.split("\n");
  const count = Math.min(lines.length - 1, table.rows.length);
  if (count < 1) return null;
  const rows = table.rows.slice(0, count);
  const raw = `${lines.slice(0, count).join("\n")}\n`;
  const rest = [head, delimiters, ...lines.slice(count)].join("\n");
  return { token: { ...table, rows }, raw, rest };
}

/**
 * @param {Tokens.Paragraph} paragraph
 * @param {string} text
 * @returns {Part | null}
 */
function sentencesOf(paragraph, text) {
  const beginning = text.startsWith(paragraph.text) ? settledBeginning(paragraph) : null;
  if (!beginning || beginning.length < LONG_PARAGRAPH / 2) return null;
  const raw = text.slice(0, beginning.length);
  const token = { ...paragraph, raw, text: raw, tokens: beginning.tokens };
  return { token, raw, rest: text.slice(raw.length) };
}

/**
 * A formula that is not closed yet may hold what looks like a list or a rule.
 * @param {Token[]} tokens
 * @param {number} count
 */
function beforeFormula(tokens, count) {
  const first = tokens.findIndex(({ raw }) => hasOpenFormula(raw));
  return first === -1 ? count : Math.min(first, count);
}

/** @param {{raw: string}[]} tokens */
function lengthOf(tokens) {
  return tokens.reduce((sum, { raw }) => sum + raw.length, 0);
}

// --- where the beginning of a paragraph is settled: no later text can change it ---

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
function settledBeginning(paragraph) {
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
