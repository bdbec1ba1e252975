import { ChatMessage } from "./elements/chat_message.js";
import { gettext } from "./i18n.js";
import { withoutMargins } from "./margins.js";
import { fromTemplate, need, sayIn } from "./template.js";
import { excessOf, fitToText, isSendKey, LONGEST_TEXT, showCount, tooLong } from "./text_box.js";

/** @import { ChatReply } from "./elements/chat_reply.js" */

const LONGEST_REPLY = 131_072;

/**
 * The box in which a message or a reply is edited, in its place. Dispatches `typed` and `submit` with
 * the text, and `left` when its reader wants the old words back. Knows no socket and no storage.
 */
export class EditForm extends EventTarget {
  #owner;
  #form;
  #input;
  #longest;

  /**
   * @param {ChatMessage | ChatReply} owner
   * @param {string} text
   */
  constructor(owner, text) {
    super();
    const isMessage = owner instanceof ChatMessage;
    this.#owner = owner;
    this.#longest = isMessage ? LONGEST_TEXT : LONGEST_REPLY;
    this.#form = /** @type {HTMLFormElement} */ (fromTemplate("edit-template"));
    this.#input = need(this.#form, "textarea", HTMLTextAreaElement);
    this.#input.value = text;
    this.#input.setAttribute(
      "aria-label",
      isMessage ? gettext("Edit your message") : gettext("Edit the reply"),
    );
    const submit = need(this.#form, "[type=submit]", HTMLButtonElement);
    submit.textContent = isMessage ? gettext("Send") : gettext("Save");
    this.#form.addEventListener("submit", (event) => this.#submitted(event));
    this.#form.addEventListener("click", (event) => this.#clicked(event));
    this.#input.addEventListener("keydown", (event) => this.#keyPressed(event));
    this.#input.addEventListener("input", () => this.#typed());
    owner.toggleAttribute("data-editing", true);
    owner.append(this.#form);
    this.#show();
  }

  /** Its message may have left the page. */
  get isShown() {
    return this.#form.isConnected;
  }

  focus() {
    this.#input.focus();
    this.#input.setSelectionRange(this.#input.value.length, this.#input.value.length);
  }

  /** @param {string} words empty to clear */
  showProblem(words) {
    sayIn(need(this.#form, ".edit-problem"), words);
  }

  /** A keyboard is not left in a box that is gone. */
  close() {
    const hadFocus = this.#form.contains(document.activeElement);
    this.#form.remove();
    this.#owner.toggleAttribute("data-editing", false);
    if (hadFocus) need(this.#owner, '[data-action="edit"]', HTMLButtonElement).focus();
  }

  /** @param {SubmitEvent} event */
  #submitted(event) {
    event.preventDefault();
    const text = withoutMargins(this.#input.value);
    const excess = excessOf(text, this.#longest);
    if (excess > 0) this.showProblem(tooLong(excess, this.#longest));
    else if (text) this.dispatchEvent(new CustomEvent("submit", { detail: text }));
  }

  /** @param {MouseEvent} event */
  #clicked(event) {
    const button = /** @type {Element} */ (event.target).closest("button");
    if (button?.type === "button") this.#leave();
  }

  #leave() {
    this.dispatchEvent(new Event("left"));
  }

  /** @param {KeyboardEvent} event */
  #keyPressed(event) {
    if (event.key === "Escape" && !event.isComposing) {
      event.stopPropagation(); // it is not a reply that is to stop
      this.#leave();
    } else if (isSendKey(event)) {
      event.preventDefault();
      this.#form.requestSubmit();
    }
  }

  #typed() {
    this.showProblem("");
    this.#show();
    this.dispatchEvent(new CustomEvent("typed", { detail: this.#input.value }));
  }

  #show() {
    const text = this.#input.value;
    fitToText(this.#input);
    showCount(need(this.#form, ".edit-count"), excessOf(text, this.#longest), this.#longest);
    need(this.#form, "[type=submit]", HTMLButtonElement).disabled = withoutMargins(text) === "";
  }
}
