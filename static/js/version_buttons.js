import { gettext } from "./i18n.js";
import { need } from "./template.js";

/** @import { Message } from "./events.js" */

/**
 * "‹ 2/3 ›" where a turn has several versions.
 * @param {HTMLElement} owner of the turn
 * @param {Message} message
 */
export function showVersions(owner, { id, siblings }) {
  const root = need(owner, ".versions");
  root.hidden = siblings.length < 2;
  if (root.hidden) return;
  const place = siblings.indexOf(id);
  const values = { number: place + 1, count: siblings.length };
  need(root, ".versions-place").textContent = `${values.number}/${values.count}`;
  need(root, ".visually-hidden").textContent = gettext("{number} of {count}", values);
  const [previous, next] = root.querySelectorAll("button");
  lead(previous, siblings[place - 1]);
  lead(next, siblings[place + 1]);
}

/**
 * A button without a goal stays where it is: one that is disabled would lose the focus.
 * @param {HTMLButtonElement | undefined} button
 * @param {string | undefined} message
 */
function lead(button, message) {
  if (!button) return;
  button.dataset.message = message ?? "";
  button.setAttribute("aria-disabled", String(message === undefined));
}
