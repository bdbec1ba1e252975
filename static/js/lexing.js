import { Lexer, Marked } from "marked";

/**
 * How Markdown is read here: GFM, with formulas and footnotes. Knows no DOM.
 */

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

/**
 * Half-written Markdown as it may be shown: what is begun is closed, and marks that do not say yet
 * what they are wait for the characters that tell. Knows no DOM.
 */

// A line that only begins to be something (a list, a rule, a fence, a heading, a table) would be
// drawn as one thing and become another in the next frame. A definition is never shown.
const HALF_WRITTEN_LINE =
  /(^|\n)[ \t]*(?:[-*+_=#>`~| \t]*(?:\d{1,9}[.)]?|[-*+] \[[ xX]?\]?|\d{1,9}[.)] \[[ xX]?\]?)?[ \t]*|\[[^\]\n]*(?:\]:?[^\n]*)?)$/;
// The head of a table is one when the line below it is whole.
const HALF_TABLE = /(^|\n)[ \t]*\|[^\n]*(?:\n[ \t]*\|?[ \t:|-]*)?$/;
const LAST_BLOCK = /\n(?=[ \t]*(?:\n|[-*+][ \t]|\d{1,9}[.)][ \t]|#{1,6}[ \t]|>|\|))/g;
const OPEN_FORMULA =
  /(?:^|\n) {0,3}(?:\$\$(?:(?!\n[ \t]*\n|\$\$)[\s\S])*|\\\[(?:(?!\n[ \t]*\n|\\\])[\s\S])*)$/;
const FORMULA = /\$\$[\s\S]+?\$\$|\\\[[\s\S]+?\\\]/g;
const LONGEST_WAIT = 300; // characters of something that is not closed: then it is text after all

/** @param {string} text the end of a reply, from a settled block on */
export function mend(text) {
  if (/(^|\n)[ \t]*(```|~~~)/.test(lastParagraph(text))) {
    return text.replace(/\n[ \t]*(?:`{1,}|~{1,})$/, "\n");
  }
  let shown = text;
  const formula = openFormula(shown);
  if (formula) shown = shown.slice(0, formula.index);
  const table = HALF_TABLE.exec(shown);
  if (table && !isInTable(shown, table.index)) shown = shown.slice(0, table.index);
  shown = shown.replace(HALF_WRITTEN_LINE, "$1");
  const formulas = [...shown.matchAll(FORMULA)].at(-1);
  const block = [...shown.matchAll(LAST_BLOCK)].at(-1)?.index ?? 0;
  const start = Math.max(block, formulas ? formulas.index + formulas[0].length : 0);
  return shown.slice(0, start) + mendInline(shown.slice(start));
}

/**
 * @param {string} text
 * @returns {boolean} whether a formula of its own lines has begun and not ended
 */
export function hasOpenFormula(text) {
  return openFormula(text) !== null;
}

/** @param {string} text */
function openFormula(text) {
  return OPEN_FORMULA.exec(text.replace(FORMULA, (whole) => " ".repeat(whole.length)));
}

/** @param {string} text of one block, perhaps several lines */
function mendInline(text) {
  let shown = withoutOpenFormula(text);
  shown = shown.replace(/(?<!\\)\\$|&#?\w{0,8}$|(?:^|(?<=\s))!$/, "");
  const code = openCode(shown);
  if (code) return code;
  shown = withoutOpenLink(shown);
  return closeEmphasis(shown);
}

/** @param {string} text */
function withoutOpenFormula(text) {
  const masked = withoutCode(text);
  const opening =
    /\\\((?:(?!\\\))[\s\S])*$/.exec(masked) ??
    /\\\[(?:(?!\\\])[\s\S])*$/.exec(masked) ??
    openDollars(masked) ??
    openDollar(masked);
  const isLong = opening && masked.length - opening.index > LONGEST_WAIT * 4;
  return opening && !isLong ? text.slice(0, opening.index) : text;
}

/** @param {string} text */
function openDollars(text) {
  const all = [...text.matchAll(/\$\$/g)];
  return all.length % 2 === 1 ? all.at(-1) : undefined;
}

/**
 * A single dollar may be a price: it waits only while what follows looks like a formula.
 * @param {string} text
 */
function openDollar(text) {
  const closed = text.replace(
    /\$\$[\s\S]*?\$\$|(?<![\p{L}\p{N}\\])\$(?![\s$])[^$\n]*?[^$\s\\]\$(?!\d)/gu,
    (all) => " ".repeat(all.length),
  );
  return /(?<![\p{L}\p{N}\\])\$(?:[^\s$\d][^$\n]*|\d[^$\n\s]*[\\^_={][^$\n]*|)$/u.exec(closed);
}

/**
 * @param {string} text
 * @returns {string | null} closed, if it ends within code
 */
function openCode(text) {
  const ticks = withoutCode(text).match(/`+/);
  const opening = ticks?.index;
  if (!ticks || opening === undefined) return null;
  const inside = text.slice(opening + ticks[0].length).replace(/`+$/, "");
  return text.slice(0, opening) + (inside.trim() ? ticks[0] + inside + ticks[0] : "");
}

/**
 * What stands in brackets waits until it is known whether an address follows; then it is shown
 * without the address, until that is whole.
 * @param {string} text
 */
function withoutOpenLink(text) {
  const masked = withoutCode(text);
  const address =
    /!?\[([^[\]]*(?:\[[^[\]]*\][^[\]]*)*)\]\((?:[^()\s]|\([^()\s]*\))*(?:\([^()\s]*|\s[^)\n]*)?$/.exec(
      masked,
    );
  if (address) {
    const begins = text.slice(address.index).indexOf("[") + address.index + 1;
    return text.slice(0, address.index) + text.slice(begins, begins + (address[1] ?? "").length);
  }
  const open = /!?\[[^\]\n]*(?:\](?:\[[^\]\n]*)?)?$|<[^\s<>]*$/.exec(masked);
  return open && open[0].length < LONGEST_WAIT ? text.slice(0, open.index) : text;
}

/** @param {string} text */
function closeEmphasis(text) {
  let end = text.length;
  while (/[*_~]/.test(text.charAt(end - 1)) && text.charAt(end - 2) !== "\\") end -= 1;
  const whole = text.slice(0, end);
  const masked = withoutCode(whole);
  /** @type {string[]} */
  const open = [];
  for (const { 0: run, index } of masked.matchAll(/(?<!\\)(?:\*+|_+|(?<!~)~~(?!~))/g)) {
    const before = masked[index - 1] ?? " ";
    const after = masked[index + run.length] ?? " ";
    const isWord = /[\p{L}\p{N}]/u;
    const isWithinWord = run.startsWith("_") && isWord.test(before) && isWord.test(after);
    if (isWithinWord) continue;
    const closes = !/\s/.test(before) && open.includes(run);
    if (closes) open.length = open.lastIndexOf(run);
    else if (!/\s/.test(after)) open.push(run);
  }
  if (open.length === 0) return whole;
  return whole.trimEnd() + open.reverse().join("");
}

/** @param {string} text with code, addresses and whole formulas blanked */
function withoutCode(text) {
  return text.replace(
    /(?<!`)(`+)(?!`)(?:[\s\S]*?[^`])?\1(?!`)|!?\[[^[\]]*\]\((?:[^()\s]|\([^()\s]*\))*(?:\s+"[^"\n]*")?\)|(?<![\p{L}\p{N}\\$])\$(?![\s$])[^$\n]*?[^$\s\\]\$(?!\d)|\$\$[\s\S]+?\$\$|\\\([\s\S]+?\\\)|\\\[[\s\S]+?\\\]/gu,
    (all) => " ".repeat(all.length),
  );
}

/** @param {string} text */
function lastParagraph(text) {
  return text.slice(text.lastIndexOf("\n\n") + 1);
}

/**
 * @param {string} text
 * @param {number} index of the line that may be a head
 */
function isInTable(text, index) {
  const end = text.indexOf("\n", index + 1);
  const before = lastParagraph(text.slice(0, end === -1 ? index + 1 : end));
  return /(^|\n)[ \t]*\|?[ \t]*:?-+[ \t:|-]*\n/.test(`${before}\n`) && before.includes("|");
}
