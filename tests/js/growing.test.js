import assert from "node:assert/strict";
import { test } from "node:test";
import { Blocks } from "../../static/js/blocks.js";
import { assembled } from "./assembled.js";

const PIECES = [
  ..."\n|\n|\n\n|- |* |1. |2. |# |> |a|b |word |**|*|_|`|```|```py\n|---|===|  |    |[x](http://y.z)".split(
    "|",
  ),
  ..."[¦]¦(¦)¦$¦$x$¦$$¦\\[¦\\]¦\\(¦\\)¦~~¦<¦<div>¦[ ] ¦1¦. ¦&amp;¦!¦[^1]¦[^1]: note".split("¦"),
  "| a | b |\n|---|--:|\n",
  "| 1 | 2 |\n",
  "a sentence with some more words, ",
];

/** @param {number} seed @returns {() => number} 0 to 1, always the same row */
function dice(seed) {
  let state = seed;
  return () => {
    state = (state * 1103515245 + 12345) % 2 ** 31;
    return state / 2 ** 31;
  };
}

/** @param {string} text @param {() => number} size of the next piece */
function settled(text, size) {
  const blocks = new Blocks();
  const all = [];
  for (let start = 0; start < text.length; ) {
    const end = start + size();
    all.push(...blocks.append(text.slice(start, end)));
    blocks.open;
    start = end;
  }
  return assembled([...all, ...blocks.close()]);
}

test("whatever is written, and in whatever pieces it comes, the end is the same", () => {
  const roll = dice(7);
  for (let round = 0; round < 1_500; round += 1) {
    let text = round % 5 === 0 ? "many words of a paragraph. ".repeat(30) : "";
    for (let left = 2 + roll() * 24; left > 0; left -= 1) {
      text += PIECES[Math.floor(roll() * PIECES.length)];
    }
    const pieces = settled(text, () => 1 + Math.floor(roll() * 4));
    assert.equal(
      pieces,
      settled(text, () => text.length),
      JSON.stringify(text),
    );
  }
});

/** @type {Record<string, (index: number) => string>} */
const ENDLESS = {
  list: (index) => `- item ${index} is **bold**\n`,
  table: (index) => `${index ? "" : "| a | b |\n|---|---|\n"}| ${index} | x |\n`,
  paragraph: (index) => `A sentence with *marks* and number ${index}. `,
};

for (const [name, piece] of Object.entries(ENDLESS)) {
  test(`a ${name} without end leaves a short piece open, and is whole in the end`, () => {
    const blocks = new Blocks();
    const all = [];
    let text = "";
    for (let index = 0; index < 300; index += 1) {
      const added = piece(index);
      text += added;
      all.push(...blocks.append(added));
      const open = blocks.open;
      const raw = open?.kind === "tokens" ? open.tokens.map((token) => token.raw).join("") : "";
      assert.ok(raw.length < 700, `${raw.length} characters are open`);
    }
    assert.ok(all.length > 20);
    assert.equal(
      assembled([...all, ...blocks.close()]),
      settled(text, () => text.length),
    );
  });
}

test("a list that turns out to be loose is drawn anew, as is a paragraph that is a heading", () => {
  for (const text of [
    "- one\n- two\n- three\n\n- four\n",
    `${"Words and words, all of them. ".repeat(40)}\n===\n`,
  ]) {
    const blocks = new Blocks();
    const all = [...text].flatMap((char) => blocks.append(char));
    all.push(...blocks.close());
    assert.ok(all.some((block) => block.kind === "tokens" && block.isAnew));
    assert.equal(
      assembled(all),
      settled(text, () => text.length),
    );
  }
});
