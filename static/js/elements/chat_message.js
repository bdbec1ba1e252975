/** @import { Message } from "../events.js" */
import { gettext } from "../i18n.js";
import { need } from "../template.js";
import { showVersions } from "../version_buttons.js";

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
    need(this, ".message-expand", HTMLButtonElement).hidden = !isLong;
  }

  toggle() {
    const collapsed = this.toggleAttribute("data-collapsed");
    const button = need(this, ".message-expand", HTMLButtonElement);
    button.setAttribute("aria-expanded", String(!collapsed));
    button.textContent = collapsed ? gettext("Show all") : gettext("Show less");
  }
}

customElements.define("chat-message", ChatMessage);
