import assert from "node:assert/strict";
import { test } from "node:test";
import { Blocks } from "../../static/js/blocks.js";
import { mend } from "../../static/js/lexing.js";
import { assembled as html } from "./assembled.js";

const MARKDOWN = `# Reversing

[docs]: https://docs.python.org/

A paragraph with **bold**, \`code\` and a [link][docs],
over two lines.

- one
- two
  - nested

  still two

1. first
2. second

\`\`\`python
def reverse(text):

    return text[::-1]  # \`\`\` inside a line
\`\`\`
Directly after the fence.

| a | b |
|---|--:|
| 1 | 2 |

> quoted
lazily

~~~~
~~~ not the end
~~~~

    indented code

See [the docs][docs] again. 日本語 👩‍👩‍👧 é
`;

/**
 * @param {string} markdown
 * @param {number} size of the pieces in which it arrives
 */
function settle(markdown, size) {
  const blocks = new Blocks();
  const settled = [];
  for (let start = 0; start < markdown.length; start += size) {
    settled.push(...blocks.append(markdown.slice(start, start + size)));
    blocks.open; // what a frame would draw must not disturb what is settled
  }
  return html([...settled, ...blocks.close()]);
}

test("the finished reply is the same in whatever pieces it arrived", () => {
  const whole = settle(MARKDOWN, MARKDOWN.length);
  assert.match(whole, /<pre class="python">def reverse/);
  assert.match(whole, /<li>nested/);
  for (const size of [1, 2, 3, 7, 50]) assert.equal(settle(MARKDOWN, size), whole);
});

test("carriage returns do not make another text", () => {
  assert.equal(settle(MARKDOWN.replaceAll("\n", "\r\n"), 5), settle(MARKDOWN, 5));
});

test("a block settles as soon as the next one begins, and only once", () => {
  const blocks = new Blocks();
  assert.equal(blocks.append("First paragraph.\n\n").length, 0);
  assert.equal(html(blocks.append("Second")), "<p>First paragraph.</p>\n");
  assert.equal(blocks.append(" goes on").length, 0);
  assert.equal(html(blocks.close()), "<p>Second goes on</p>\n");
});

test("a half-written fence is shown as code without its marks", () => {
  const blocks = new Blocks();
  blocks.append("```python\nprint(1)\n``");
  assert.deepEqual(blocks.open, { kind: "code", language: "python", code: "print(1)" });
});

test("code that is never closed is kept when the reply ends", () => {
  assert.equal(
    settle("```js\nlet a = 1;\n\nlet b", 4),
    '<pre class="js">let a = 1;\n\nlet b</pre>\n',
  );
});

test("a shorter or other fence does not close a block", () => {
  const blocks = new Blocks();
  assert.equal(blocks.append("````\n```\n~~~~\nstill code\n").length, 0);
  assert.deepEqual(blocks.append("````\n"), [
    { kind: "code", language: "", code: "```\n~~~~\nstill code" },
  ]);
});

test("fenced code in an indented fence loses the indentation of the fence", () => {
  assert.equal(settle("  ```\n    a\n  b\n  ```\n", 3), '<pre class="">  a\nb</pre>\n');
});

test("a mark that begins a line is not drawn before it is known what it begins", () => {
  for (const begun of ["-", "1.", "#", "`", "```", "|", ">", "- [", "---", "*"]) {
    const blocks = new Blocks();
    const settled = blocks.append(`Text before\n${begun}`);
    const open = blocks.open;
    assert.equal(html(open ? [...settled, open] : settled), "<p>Text before</p>\n", begun);
  }
});

test("a frame looks at the open block only, however long the reply has grown", () => {
  const blocks = new Blocks();
  for (let i = 0; i < 2_000; i += 1) blocks.append(`Paragraph ${i}.\n\n`);
  const open = blocks.open;
  assert.equal(html(open ? [open] : []), "<p>Paragraph 1999.</p>\n");
});

test("appending to a long block of code does not read it again", () => {
  const blocks = new Blocks();
  blocks.append("```text\n");
  const began = performance.now();
  for (let i = 0; i < 20_000; i += 1) blocks.append(`line ${i} of a very long listing\n`);
  assert.ok(performance.now() - began < 3_000);
  const [block] = blocks.append("```\n");
  assert.equal(block?.kind === "code" && block.code.split("\n").length, 20_000);
});

test("what is half-written inside a line is mended for the eye", () => {
  const cases = [
    ["some **bo", "some **bo**"],
    ["some **bold** and `co", "some **bold** and `co`"],
    ["see [the docs](https://exa", "see the docs"],
    ["see [the do", "see "],
    ["ready **", "ready "],
    ["`a**b` stays", "`a**b` stays"],
    ["earlier **open\n\nnew paragraph", "earlier **open\n\nnew paragraph"],
  ];
  for (const [written = "", shown = ""] of cases) assert.equal(mend(written), shown);
});

test("what is nested beyond reason is shown as the text that it is", () => {
  for (const text of [">".repeat(20_000), "- ".repeat(20_000), "*".repeat(40_000)]) {
    const endless = `${text}end`;
    const blocks = new Blocks();
    blocks.append(endless);
    assert.ok(blocks.open);
    const [block] = blocks.close();
    assert.equal(block?.kind, "tokens");
    assert.equal(block.kind === "tokens" && block.tokens[0]?.raw, endless);
  }
});

test("links that are defined only after their block was settled are known to be missing", () => {
  for (const [text, isOutdated] of /** @type {[string, boolean][]} */ ([
    ["See [one] there.\n\nWords.\n\n[one]: http://x.y\n", true],
    ["See [a][One] there.\n\nWords.\n\n[one]: http://x.y", true],
    ["[one]: http://x.y\n\nSee [one].\n\n[one]: http://z.z\n", false],
    ["See [two].\n\nWords.\n\n[one]: http://x.y\n", false],
  ])) {
    const [grown, atOnce] = [new Blocks(), new Blocks()];
    for (const character of text) grown.append(character);
    grown.close();
    atOnce.append(text);
    atOnce.close();
    assert.deepEqual([grown.isOutdated, atOnce.isOutdated], [isOutdated, false], text);
    assert.equal(grown.text, text);
  }
});
