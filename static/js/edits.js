import {
  excessOf,
  fitToText,
  isSendKey,
  LONGEST_TEXT,
  showCount,
  tooLong,
  withoutMargins,
} from "./composer.js";
import { ChatMessage } from "./elements/chat_message.js";
import { ChatReply } from "./elements/chat_reply.js";
import { around, fromTemplate, gettext, need, sayIn } from "./page.js";
import { newClientId } from "./unsent.js";

/**
 * @import { EditReplyFrame, ProtocolError } from "./events.js"
 * @import { Thread } from "./thread.js"
 * @import { Turns } from "./turns.js"
 * @import { Drafts } from "./unsent.js"
 */

const BUSY = gettext("A reply is being written. Stop it or wait for its end.");
const AWAY = gettext("Not connected. It will be saved when the connection is back.");

/**
 * Messages and replies that are being edited in their place: what is typed is kept until the server
 * has it. New words for a message are a turn like any other; dispatches `sent` when they become one.
 * Those for a reply are not: dispatches `say` with their frame.
 */
export class Edits extends EventTarget {
  #thread;
  #turns;
  #drafts;
  #isBusy;
  /** @type {Map<string, EditForm>} by message */
  #forms = new Map();
  /** @type {Map<string, EditReplyFrame>} not answered yet, by client_id */
  #unanswered = new Map();

  /**
   * @param {Thread} thread
   * @param {Turns} turns
   * @param {Drafts} drafts
   * @param {() => boolean} isBusy whether nothing can be sent just now
   */
  constructor(thread, turns, drafts, isBusy) {
    super();
    this.#thread = thread;
    this.#turns = turns;
    this.#drafts = drafts;
    this.#isBusy = isBusy;
  }

  /** @param {ChatMessage | ChatReply | null} owner */
  open(owner) {
    if (owner?.messageId) this.#show(owner.messageId, owner, this.#draft(owner.messageId));
  }

  /**
   * A message that was refused, or taken back by its writer.
   * @param {string} message
   * @param {string} text
   * @param {ProtocolError | null} error
   * @returns {boolean} whether it stands here
   */
  giveBack(message, text, error) {
    const owner = this.#thread.find(message);
    if (!owner) return false;
    this.#drafts.write(keyOf(message), text);
    this.#show(message, owner, text, error?.message);
    return true;
  }

  /** The thread has changed, or the page was loaded: what was being edited goes on being edited. */
  restore() {
    for (const [message, form] of this.#forms) if (!form.isShown) this.#forms.delete(message);
    for (const owner of this.#thread.elements) {
      const { messageId } = owner;
      if (!messageId || this.#forms.has(messageId) || this.#turns.isEditing(messageId)) continue;
      const draft = this.#draft(messageId);
      if (draft) this.#show(messageId, owner, draft, "", { isFocused: false });
    }
  }

  /** @param {string} message whose new words the server has */
  delivered(message) {
    this.#drafts.write(keyOf(message), "");
    this.#forms.get(message)?.close();
    this.#forms.delete(message);
  }

  /** @param {string} clientId @returns {boolean} whether it was one of ours */
  edited(clientId) {
    const frame = this.#unanswered.get(clientId);
    if (!frame) return false;
    this.#unanswered.delete(clientId);
    this.delivered(frame.message);
    return true;
  }

  /** @param {string} clientId @param {ProtocolError} error @returns {boolean} whether it was ours */
  refused(clientId, error) {
    const frame = this.#unanswered.get(clientId);
    if (!frame) return false;
    this.#unanswered.delete(clientId);
    this.#forms.get(frame.message)?.showProblem(error.message);
    return true;
  }

  /** The server is there, perhaps again. */
  connected() {
    for (const frame of this.#unanswered.values()) this.#say(frame);
  }

  /**
   * @param {string} message
   * @param {ChatMessage | ChatReply} owner
   * @param {string} draft
   * @param {string} problem
   * @param {{isFocused?: boolean}} options
   */
  #show(message, owner, draft, problem = "", { isFocused = true } = {}) {
    let form = this.#forms.get(message);
    if (!form?.isShown) {
      form = new EditForm(owner, draft || owner.text);
      this.#forms.set(message, form);
      form.addEventListener("typed", (event) => {
        this.#drafts.write(keyOf(message), /** @type {CustomEvent<string>} */ (event).detail);
      });
      form.addEventListener("left", () => this.delivered(message));
      form.addEventListener("submit", (event) => {
        this.#submit(message, owner, /** @type {CustomEvent<string>} */ (event).detail);
      });
    }
    if (problem) form.showProblem(problem);
    if (isFocused) form.focus();
  }

  /**
   * @param {string} message
   * @param {ChatMessage | ChatReply} owner
   * @param {string} text
   */
  #submit(message, owner, text) {
    const form = this.#forms.get(message);
    if (text === owner.text) this.delivered(message);
    else if (this.#isBusy()) form?.showProblem(BUSY);
    else if (owner instanceof ChatMessage) {
      this.#drafts.write(keyOf(message), text); // until it is accepted
      form?.close();
      this.#forms.delete(message);
      this.#turns.edit(message, text);
      this.dispatchEvent(new Event("sent"));
    } else this.#save({ type: "edit_reply", client_id: newClientId(), message, text });
  }

  /** @param {EditReplyFrame} frame */
  #save(frame) {
    for (const [clientId, { message }] of this.#unanswered) {
      if (message === frame.message) this.#unanswered.delete(clientId);
    }
    this.#unanswered.set(frame.client_id, frame);
    this.#say(frame);
  }

  /** @param {EditReplyFrame} frame */
  #say(frame) {
    const form = this.#forms.get(frame.message);
    form?.showProblem("");
    const failed = () => form?.showProblem(AWAY);
    this.dispatchEvent(new CustomEvent("say", { detail: { frame, failed } }));
  }

  /** @param {string} message */
  #draft(message) {
    return this.#drafts.read(keyOf(message));
  }
}

/** @param {string} message */
function keyOf(message) {
  return `edit:${message}`;
}

const LONGEST_REPLY = 131_072;

/**
 * The box in which a message or a reply is edited, in its place. Dispatches `typed` and `submit` with
 * the text, and `left` when its reader wants the old words back. Knows no socket and no storage.
 */
class EditForm extends EventTarget {
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
    this.#input = need(this.#form, "textarea");
    this.#input.value = text;
    this.#input.ariaLabel = isMessage ? gettext("Edit your message") : gettext("Edit the reply");
    const submit = need(this.#form, "button[type=submit]");
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
    if (hadFocus) need(this.#owner, '[data-action="edit"]').focus();
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
    if (around(event, "button[type=button]")) this.#leave();
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
    need(this.#form, "button[type=submit]").disabled = withoutMargins(text) === "";
  }
}
