import assert from "node:assert/strict";
import { test } from "node:test";
import { Blocks } from "../../static/js/blocks.js";
import { assembled } from "./assembled.js";

const REPLIES = [
  "# Title\n\nSome **bold** and *slanted*, ***both*** and ~~gone~~ words, `code` and ``a ` tick``.",
  'See [the docs](https://example.org/a_b_(c)?q=1 "Title") and ![a picture](https://x.y/z.png), ok.',
  "- one **bold** item\n- two `code`\n  - nested *deep*\n- [ ] to do\n- [x] done\n\n1. first\n2. second\n",
  "Before it\n\n| a | b |\n|:--|--:|\n| **x** | `y` |\n| 1 | [l](http://a.b) |\n\nand after it",
  "```python\ndef f():\n    return '**not bold**'\n```\n\nThen ~~~ is text, as *that* is.",
  "The root is $x_{1,2} = \\frac{-b}{2a}$ and \\(a * b * c\\), it costs $5 or $10.\n\n$$\n\\int_0^1 x\n- y\n$$\n\nEnd",
  "A list of formulas:\n\n- $a_1$ and **b**\n- \\[\n  c^2\n  \\]\n\nSnake_case_names and 2 * 3 * 4 stay.",
  "> Quoted **words**\n> go on\n\n---\n\nA note[^1] and a [reference][r].\n\n[r]: https://example.org/\n\n[^1]: It says **so**.",
  "Auto <https://example.org/x> and https://example.org/y, a < b, AT&amp;T \\*escaped\\* text!",
  "Heading below\n=============\n\n## Another ##\n\n* star\n* list\n\n***\n\n1) one\n2) two",
];

/** @param {string} html */
function visible(html) {
  return html
    .replace(/<input[^>]*>|<[^>]+>/g, " ")
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, "&")
    .replace(/\s+/g, "");
}

/** @param {string} text @returns {string[]} what is shown after each character */
function frames(text) {
  const blocks = new Blocks();
  const all = [];
  const shown = [];
  for (const char of text) {
    all.push(...blocks.append(char));
    const open = blocks.open;
    shown.push(visible(assembled(open ? [...all, open] : all)));
  }
  shown.push(visible(assembled([...all, ...blocks.close()])));
  return shown;
}

for (const [index, reply] of REPLIES.entries()) {
  test(`no frame shows what a later one takes away, ${index + 1}`, () => {
    const shown = frames(reply);
    const whole = /** @type {string} */ (shown.at(-1));
    for (const [at, text] of shown.entries()) {
      const written = JSON.stringify(reply.slice(0, at + 1));
      assert.ok(whole.startsWith(text), `${written} shows ${text}`);
      const before = shown[at - 1] ?? "";
      // A mark that is not known yet may hold back the word before it, no more.
      assert.ok(text.length >= before.length - 12, `${written} takes back ${before}`);
    }
  });
}
