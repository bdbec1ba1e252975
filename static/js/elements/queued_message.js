import { withoutMargins } from "../margins.js";
import { need, sayIn } from "../template.js";

/** A message that waits for its turn: shown, and edited in its place. Knows no socket. */
export class QueuedMessage extends HTMLElement {
  clientId = "";
  text = "";

  get isEditing() {
    return !this.#form.hidden;
  }

  /** What stands in the edit box, as it would be sent. */
  get edited() {
    return withoutMargins(this.#input.value);
  }

  /** @param {string} text */
  showText(text) {
    if (text === this.text) return;
    this.text = text;
    need(this, ".queued-text").textContent = text;
  }

  /**
   * @param {string} words how it stands with it
   * @param {{isHeld?: boolean}} options isHeld: it is known to wait for something
   */
  showPending(words, { isHeld = false } = {}) {
    this.toggleAttribute("data-held", isHeld);
    need(this, ".queued-words").textContent = words;
  }

  /** @param {string} words empty to clear */
  showProblem(words) {
    sayIn(need(this, ".queued-problem"), words);
  }

  edit() {
    this.#input.value = this.text;
    this.showProblem("");
    this.#showForm(true);
    this.#input.focus();
  }

  /** A keyboard is not left in a box that is gone. */
  stopEditing() {
    const hadFocus = this.#form.contains(document.activeElement);
    this.#showForm(false);
    if (hadFocus) this.focusFirst();
  }

  focusFirst() {
    need(this, ".queued-actions button", HTMLButtonElement).focus();
  }

  /** @param {boolean} shown */
  #showForm(shown) {
    this.#form.hidden = !shown;
    need(this, ".queued-text").hidden = shown;
    need(this, ".queued-actions").hidden = shown;
  }

  get #form() {
    return need(this, ".queued-form", HTMLFormElement);
  }

  get #input() {
    return need(this, "textarea", HTMLTextAreaElement);
  }
}

customElements.define("queued-message", QueuedMessage);
