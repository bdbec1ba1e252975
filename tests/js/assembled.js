/** What a drawing makes of blocks, as HTML text: parts put together again. */
import { Parser } from "marked";
import { marked } from "../../static/js/lexing.js";

/** @import { Block, Marked } from "../../static/js/blocks.js" */

marked.use({
  renderer: { image: ({ text }) => text },
  extensions: [
    { name: "maths", renderer: ({ source }) => `<maths>${source}</maths>` },
    { name: "mathsBlock", renderer: ({ source }) => `<maths>${source}</maths>\n` },
    { name: "footnoteMark", renderer: ({ label }) => `<sup>${label}</sup>` },
    {
      name: "footnote",
      renderer(token) {
        return `<p><sup>${token.label}</sup> ${this.parser.parseInline(token.tokens ?? [])}</p>\n`;
      },
    },
  ],
});

/** @param {Block[]} blocks */
export function assembled(blocks) {
  /** @type {Block[]} */
  const whole = [];
  let isOpen = false;
  for (const block of blocks) {
    if (block.kind === "code") {
      whole.push(block);
      isOpen = false;
      continue;
    }
    if (block.isAnew && isOpen) whole.pop();
    const before = whole.at(-1);
    if (block.goesOn && !block.isAnew && before?.kind === "tokens") {
      whole[whole.length - 1] = { ...before, tokens: joined(before, block) };
    } else whole.push(block);
    isOpen = block.isPart;
  }
  return whole.map(htmlOf).join("");
}

/**
 * @param {Marked} before
 * @param {Marked} after
 */
function joined(before, after) {
  const first = /** @type {any} */ (before.tokens[0]);
  const next = /** @type {any} */ (after.tokens[0]);
  const more = ["items", "rows", "tokens"].filter((name) => Array.isArray(first[name]));
  const whole = { ...first };
  for (const name of more) whole[name] = [...first[name], ...next[name]];
  return [whole, ...after.tokens.slice(1)];
}

/** @param {Block} block */
function htmlOf(block) {
  if (block.kind === "code") return `<pre class="${block.language}">${block.code}</pre>\n`;
  return Parser.parse(block.tokens, marked.defaults);
}
