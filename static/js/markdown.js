/** From Markdown blocks to safe nodes. HTML in the source is shown as the text that it is. */
import { CodeBlock } from "./code_block.js";
import { gettext } from "./i18n.js";
import { marked, plainText } from "./lexing.js";
import { drawFormulas } from "./maths.js";
import { toFragment } from "./sanitise.js";

/**
 * @import { Token, Tokens } from "marked"
 * @import { Block } from "./blocks.js"
 */

const TOP_HEADING = 3; // h1 is the site, h2 the speaker of each message

marked.use({
  renderer: {
    html: ({ text }) => (/^<br *\/?>$/i.test(text) ? "<br>" : escapeHtml(text)),
    heading({ tokens, depth }) {
      const level = Math.min(depth + TOP_HEADING - 1, 6);
      return `<h${level}>${this.parser.parseInline(tokens)}</h${level}>\n`;
    },
    // Fetching a picture would tell a foreign server who reads this: it becomes a link.
    image: ({ href, text }) => `<a href="${escapeHtml(href)}">${escapeHtml(text || href)}</a>`,
    checkbox: ({ checked }) => `<span class="task-${checked ? "done" : "open"}"></span> `,
  },
  extensions: [
    { name: "maths", renderer: formula },
    { name: "mathsBlock", renderer: (token) => `<p>${formula(token)}</p>\n` },
    {
      name: "footnoteMark",
      renderer: ({ label }) => `<sup>${escapeHtml(label)}</sup>`,
    },
    {
      name: "footnote",
      renderer({ label, tokens = [] }) {
        return `<p><sup>${escapeHtml(label)}</sup> ${this.parser.parseInline(tokens)}</p>\n`;
      },
    },
  ],
});

/** @param {Tokens.Generic} token */
function formula({ raw, isDisplay }) {
  const name = isDisplay ? "maths-display" : "maths-inline";
  return `<span class="${name}">${escapeHtml(raw.trim())}</span>`;
}

/**
 * @param {Block} block
 * @returns {ChildNode[]}
 */
export function renderBlock(block) {
  if (block.kind === "code") {
    const view = new CodeBlock(block.language);
    view.show(block.code, { whole: true });
    return [view.element];
  }
  const fragment = toFragment(toHtml(block.tokens));
  for (const pre of fragment.querySelectorAll("pre")) dressCode(pre);
  for (const link of fragment.querySelectorAll("a:not([href])"))
    link.replaceWith(...link.childNodes);
  for (const box of fragment.querySelectorAll("[class^=task-]")) dressBox(box);
  drawFormulas(fragment);
  for (const table of fragment.querySelectorAll("table")) frameTable(table);
  return [...fragment.childNodes];
}

/** @param {Token[]} tokens */
function toHtml(tokens) {
  try {
    return marked.parser(tokens, marked.defaults);
  } catch {
    return marked.parser([plainText(tokens.map((token) => token.raw).join(""))]); // nested too deep
  }
}

/** @param {HTMLPreElement} pre */
function dressCode(pre) {
  const code = pre.querySelector("code");
  const language = /language-(\S+)/.exec(code?.className ?? "")?.[1] ?? "";
  const view = new CodeBlock(language);
  view.show((code ?? pre).textContent.replace(/\n$/, ""), { whole: true });
  pre.replaceWith(view.element);
}

/**
 * A wide table scrolls by itself instead of widening the page.
 * @param {HTMLTableElement} table
 */
function frameTable(table) {
  const frame = document.createElement("div");
  frame.className = "table-frame";
  frame.tabIndex = 0;
  frame.role = "group";
  frame.ariaLabel = gettext("Table");
  table.replaceWith(frame);
  frame.append(table);
}

/** @param {Element} place */
function dressBox(place) {
  const box = document.createElement("input");
  box.type = "checkbox";
  box.disabled = true;
  box.defaultChecked = place.className === "task-done";
  box.ariaLabel = box.checked ? gettext("Done") : gettext("To do");
  place.closest("li")?.classList.add("task");
  place.replaceWith(box);
}

/** @param {string} text @returns {string} as HTML that shows it */
function escapeHtml(text) {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
