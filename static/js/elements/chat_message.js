import { gettext, need } from "../page.js";

/** @import { Message, Person } from "../events.js" */

const COLLAPSED_BEYOND_CHARACTERS = 3_000;
const COLLAPSED_BEYOND_LINES = 30;

/** What a person wrote, as they wrote it: never read as Markdown. */
export class ChatMessage extends HTMLElement {
  /** @type {string | null} null while the server has not accepted it */
  messageId = null;
  text = "";

  /** @param {Message} message */
  showMessage(message) {
    this.messageId = message.id;
    showVersions(this, message);
    showAuthor(this, message.author);
    delete this.dataset.pending;
    this.#showText(message.text);
  }

  /** @param {string} text */
  showPending(text) {
    this.dataset.pending = "";
    this.#showText(text);
  }

  /** @param {string} text */
  #showText(text) {
    if (text === this.text) return;
    this.text = text;
    need(this, ".message-text").textContent = text;
    const isLong =
      text.length > COLLAPSED_BEYOND_CHARACTERS || text.split("\n").length > COLLAPSED_BEYOND_LINES;
    this.toggleAttribute("data-collapsed", isLong);
    need(this, "button.message-expand").hidden = !isLong;
  }

  toggle() {
    const collapsed = this.toggleAttribute("data-collapsed");
    const button = need(this, "button.message-expand");
    button.ariaExpanded = String(!collapsed);
    button.textContent = collapsed ? gettext("Show all") : gettext("Show less");
  }
}

customElements.define("chat-message", ChatMessage);

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
  button.ariaDisabled = String(message === undefined);
}

/**
 * Whose a message is, where several people write: others' have their name over them.
 * @param {HTMLElement} element with a heading that says "You said" to those who do not see it
 * @param {Person | null | undefined} author null: their account is gone; undefined: one person writes
 */
export function showAuthor(element, author) {
  if (author === undefined || String(author?.id) === document.body.dataset.user) return;
  element.setAttribute("data-others", "");
  const heading = need(element, "h2");
  heading.className = "message-author";
  heading.dir = "auto";
  heading.textContent = nameOf(author);
}

/** @param {Person | null} person null: their account is gone */
export function nameOf(person) {
  return person?.name ?? gettext("Somebody who left");
}
