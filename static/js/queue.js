import { isSendKey, withoutMargins } from "./composer.js";
import { showAuthor } from "./elements/chat_message.js";
import { fromTemplate, gettext, need, sayIn } from "./page.js";
import { triedAgainWords } from "./wording.js";

/**
 * @import { ClientFrame, ProtocolError, Queue as QueueState, QueuedMessage as QueuedJson }
 *   from "./events.js"
 */

/**
 * The messages that wait under the reply that is being written: those that the server holds, and
 * after them those that are on their way to it. Dispatches `say` with a frame for the server,
 * `unsent` with a text that came too late, and `left` when the one that had the keyboard is gone.
 */
export class Queue extends EventTarget {
  #root;
  #list;
  /** @type {Map<string, QueuedMessage>} by client_id, in order */
  #items = new Map();
  /** @type {Map<string, QueuedMessage>} not yet answered by the server */
  #pending = new Map();
  #held = false;
  /** @type {string | undefined} */
  #conversation;

  /** @param {HTMLElement} root */
  constructor(root) {
    super();
    this.#root = root;
    this.#list = need(root, ".queue-list");
    root.addEventListener("submit", (event) => this.#submitted(event));
    root.addEventListener("keydown", (event) => this.#keyPressed(event));
  }

  /**
   * @param {QueueState} state as the server has it
   * @param {string} conversation
   */
  show({ held, messages }, conversation) {
    this.#held = held;
    this.#conversation = conversation;
    const before = this.#items;
    this.#items = new Map();
    for (const message of messages) this.#place(message, before);
    for (const gone of before.values()) this.#remove(gone);
    for (const [index, item] of [...this.#items.values()].entries()) {
      const inPlace = this.#list.children[index]; // moving it would take the cursor out of it
      if (inPlace !== item) this.#list.insertBefore(item, inPlace ?? null);
    }
    this.#showWhole();
  }

  /**
   * @param {string} clientId of a message that is in the conversation now
   * @param {{goesOn: boolean}} options goesOn: its reply is being written. The late answer to an
   *   earlier one says nothing of the queue.
   */
  sent(clientId, { goesOn }) {
    const item = this.#items.get(clientId);
    this.#items.delete(clientId);
    if (goesOn) this.#held = false;
    if (item) this.#remove(item);
    this.removePending(clientId);
  }

  /**
   * @param {string} clientId
   * @param {string} text
   */
  addPending(clientId, text) {
    const item = this.#create(clientId);
    item.showText(text);
    item.toggleAttribute("data-pending", true);
    this.#pending.set(clientId, item);
    this.#list.append(item);
    this.#showWhole();
  }

  /** @param {string} clientId */
  pending(clientId) {
    return this.#pending.get(clientId);
  }

  /** @param {string} clientId */
  removePending(clientId) {
    this.#pending.get(clientId)?.remove();
    this.#pending.delete(clientId);
    this.#showWhole();
  }

  /**
   * @param {string} clientId
   * @param {ProtocolError} error
   */
  refused(clientId, error) {
    this.#items.get(clientId)?.showProblem(error.message);
  }

  /** @param {QueuedMessage} item */
  cancel(item) {
    const where = isOfOthers(item) ? { conversation: this.#conversation } : {};
    this.#say({ type: "cancel_queued", client_id: item.clientId, ...where }, item);
  }

  /** @param {string} clientId of a message whose change the server has, and may have sent by now */
  changed(clientId) {
    this.#items.get(clientId)?.stopEditing();
  }

  /** The reader's first of a queue that is held. */
  sendFirst() {
    const item = this.#own;
    if (item) this.#say({ type: "send_queued", client_id: item.clientId }, item);
  }

  /**
   * @param {QueuedJson} message
   * @param {Map<string, QueuedMessage>} before
   */
  #place({ client_id: clientId, text, not_before: notBefore, author }, before) {
    const item = before.get(clientId) ?? this.#create(clientId);
    showAuthor(item, author);
    before.delete(clientId);
    this.#items.set(clientId, item);
    const isSaved = item.isEditing && text !== item.text && text === item.edited;
    item.showText(text);
    if (isSaved) item.stopEditing();
    const isTriedAgain = notBefore !== null && !this.#held;
    item.showPending(isTriedAgain ? triedAgainWords(new Date(notBefore)) : gettext("Queued"), {
      isHeld: isTriedAgain,
    });
    this.#pending.get(clientId)?.remove();
    this.#pending.delete(clientId);
  }

  /** @param {string} clientId */
  #create(clientId) {
    const item = /** @type {QueuedMessage} */ (fromTemplate("queued-message-template"));
    item.clientId = clientId;
    return item;
  }

  /** @param {QueuedMessage} item that is in the queue no more; what is being typed is kept */
  #remove(item) {
    if (item.isEditing && item.edited !== item.text) {
      this.dispatchEvent(new CustomEvent("unsent", { detail: item.edited }));
    }
    const hadFocus = item.contains(document.activeElement);
    const next = item.nextElementSibling ?? item.previousElementSibling;
    item.remove();
    if (!hadFocus) return;
    if (next instanceof QueuedMessage) next.focusFirst();
    else this.dispatchEvent(new Event("left"));
  }

  #showWhole() {
    this.#root.hidden = this.#items.size + this.#pending.size === 0;
    need(this.#root, ".queue-held").hidden = !this.#held || !this.#own;
  }

  /** The first message that the reader may send. */
  get #own() {
    return [...this.#items.values()].find((item) => !isOfOthers(item));
  }

  /**
   * @param {ClientFrame} frame
   * @param {QueuedMessage} item
   */
  #say(frame, item) {
    const away = gettext("Not connected. Try again when the connection is back.");
    const detail = { frame, failed: () => item.showProblem(away) };
    item.showProblem("");
    this.dispatchEvent(new CustomEvent("say", { detail }));
  }

  /** @param {SubmitEvent} event */
  #submitted(event) {
    event.preventDefault();
    const item = itemOf(event.target);
    const text = item?.edited;
    if (!item || !text) return;
    if (text === item.text) item.stopEditing();
    // Else the box stays until the server has it: the answer may be lost, or that it came too late.
    else this.#say({ type: "edit_queued", client_id: item.clientId, text }, item);
  }

  /** @param {KeyboardEvent} event */
  #keyPressed(event) {
    const item = itemOf(event.target);
    if (!item?.isEditing || event.isComposing) return;
    if (event.key === "Escape") {
      event.stopPropagation(); // it is not the reply that is to stop
      item.stopEditing();
    } else if (isSendKey(event) && event.target instanceof HTMLTextAreaElement) {
      event.preventDefault();
      need(item, "form.queued-form").requestSubmit();
    }
  }
}

/** @param {QueuedMessage} item */
function isOfOthers(item) {
  return item.hasAttribute("data-others");
}

/** @param {EventTarget | null} target */
function itemOf(target) {
  const item = target instanceof Element ? target.closest("queued-message") : null;
  return item instanceof QueuedMessage ? item : null;
}

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
    need(this, ".queued-actions button").focus();
  }

  /** @param {boolean} shown */
  #showForm(shown) {
    this.#form.hidden = !shown;
    need(this, ".queued-text").hidden = shown;
    need(this, ".queued-actions").hidden = shown;
  }

  get #form() {
    return need(this, "form.queued-form");
  }

  get #input() {
    return need(this, "textarea");
  }
}

customElements.define("queued-message", QueuedMessage);
