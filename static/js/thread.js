import { ChatMessage } from "./elements/chat_message.js";
import { ChatReply } from "./elements/chat_reply.js";
import { fromTemplate } from "./page.js";

/**
 * @import { AcceptedFrame, Message, OlderFrame, ReplyFrame, Snapshot } from "./events.js"
 * @import { ModelStatus } from "./top_bar.js"
 * @typedef {{user: ChatMessage | null, reply: ChatReply, hidden: HTMLElement[]}} PendingTurn
 */

const DRAWN_AT_ONCE = 8; // messages at the end; those above are drawn when they come near
const NEAR_THE_SCREEN = "1200px";

/** The messages on the page, kept equal to the last snapshot, and the turns on their way. */
export class Thread {
  #root;
  /** @type {Map<string, ChatMessage | ChatReply>} */
  #elements = new Map();
  /** @type {Map<string, PendingTurn>} by client_id */
  #pending = new Map();
  #observer;
  #older = 0;
  /** @type {string | null} the message before the first one here */
  #beforeFirst = null;
  /** @type {ModelStatus | null} */
  #models = null;

  /**
   * @param {HTMLElement} root
   * @param {HTMLElement} scroller
   */
  constructor(root, scroller) {
    this.#root = root;
    this.#observer = new IntersectionObserver((entries) => this.#drawNear(entries), {
      root: scroller,
      rootMargin: `${NEAR_THE_SCREEN} 0px`,
    });
  }

  get isEmpty() {
    return this.#root.childElementCount === 0;
  }

  /** @returns {string | null} the id of the last message that the server knows */
  get lastMessageId() {
    return [...this.#elements.keys()].at(-1) ?? null;
  }

  get firstMessageId() {
    return this.#elements.keys().next().value ?? null;
  }

  /** @param {string} messageId */
  find(messageId) {
    return this.#elements.get(messageId) ?? null;
  }

  /** How many messages stand before the first one here. */
  get older() {
    return this.#older;
  }

  /** @returns {Iterable<ChatMessage | ChatReply>} */
  get elements() {
    return this.#elements.values();
  }

  /** @returns {ChatReply | null} the reply being written */
  get activeReply() {
    const last = [...this.#elements.values()].at(-1);
    return last instanceof ChatReply && last.active ? last : null;
  }

  /** @param {ModelStatus} models as they are now */
  set models(models) {
    this.#models = models;
    for (const reply of this.#replies()) reply.model = models.of(reply.generation);
  }

  /**
   * What stands before it and is here already stays: a message's path is always the same.
   * @param {Snapshot} snapshot
   */
  showSnapshot({ messages, older, ratings = {} }) {
    ChatReply.ratings = ratings;
    const before = this.#elements;
    const ids = [...before.keys()];
    const kept = Math.max(0, ids.indexOf(messages[0]?.id ?? ""));
    this.#elements = new Map([...before].slice(0, kept));
    for (const id of this.#elements.keys()) before.delete(id);
    this.#older = older - kept;
    if (kept === 0) this.#beforeFirst = messages[0]?.parent ?? null;
    const drawnFrom = messages.length - DRAWN_AT_ONCE;
    for (const [index, message] of messages.entries()) {
      const element = before.get(message.id) ?? this.#create(message);
      before.delete(message.id);
      this.#elements.set(message.id, element);
      this.#update(element, message, index < drawnFrom);
      const inPlace = this.#root.children[kept + index];
      if (inPlace !== element) this.#root.insertBefore(element, inPlace ?? null);
    }
    for (const element of before.values()) element.remove();
    for (const reply of this.#replies()) reply.showRating(); // also those before its messages
  }

  /** @param {OlderFrame} frame that is left alone if it does not lead to the first message here */
  prepend({ messages, older }) {
    if (messages.length === 0 || messages.at(-1)?.id !== this.#beforeFirst) return;
    /** @type {Map<string, ChatMessage | ChatReply>} */
    const earlier = new Map();
    for (const message of messages) {
      const element = this.#create(message);
      earlier.set(message.id, element);
      this.#update(element, message, true);
    }
    this.#root.prepend(...earlier.values());
    this.#elements = new Map([...earlier, ...this.#elements]);
    this.#older = older;
    this.#beforeFirst = messages[0]?.parent ?? null;
  }

  /**
   * @param {string} clientId
   * @param {string} text
   * @param {HTMLElement[]} hidden what it takes the place of
   */
  addPendingMessage(clientId, text, hidden = []) {
    const user = /** @type {ChatMessage} */ (fromTemplate("chat-message-template"));
    user.showPending(text);
    this.#root.append(user);
    return this.#addPendingReply(clientId, user, hidden);
  }

  /**
   * @param {string} clientId
   * @param {string} messageId the reply that is to be written again
   * @param {{goesOn?: boolean}} options goesOn: in its own text
   * @returns {PendingTurn | null} null if it is no longer here
   */
  addPendingRetry(clientId, messageId, { goesOn = false } = {}) {
    const before = this.#elements.get(messageId);
    const hidden = this.#hideFrom(messageId);
    if (!hidden) return null;
    const turn = this.#addPendingReply(clientId, null, hidden);
    if (goesOn && before instanceof ChatReply) turn.reply.showBegun(before);
    return turn;
  }

  /**
   * @param {string} clientId
   * @param {string} messageId the message that is said in other words
   * @param {string} text
   * @returns {PendingTurn | null} null if it is no longer here
   */
  addPendingEdit(clientId, messageId, text) {
    const hidden = this.#hideFrom(messageId);
    return hidden && this.addPendingMessage(clientId, text, hidden);
  }

  /** @param {string} clientId */
  removePending(clientId) {
    const turn = this.#pending.get(clientId);
    this.#pending.delete(clientId);
    turn?.user?.remove();
    turn?.reply.remove();
    for (const element of turn?.hidden ?? []) element.hidden = false;
  }

  /** @param {string} clientId */
  pending(clientId) {
    return this.#pending.get(clientId);
  }

  /**
   * @param {Element | null} reply
   * @returns {string | undefined} the client_id of the turn that it stands for
   */
  clientIdOf(reply) {
    for (const [clientId, turn] of this.#pending) if (turn.reply === reply) return clientId;
    return undefined;
  }

  /**
   * The turn has its place: after the message that it answers, and nothing follows it.
   * @param {AcceptedFrame} frame
   */
  accept({ client_id: clientId, message, reply }) {
    const turn = this.#pending.get(clientId);
    this.#pending.delete(clientId);
    if (this.#elements.has(reply.id)) {
      turn?.user?.remove();
      turn?.reply.remove();
      return;
    }
    if (!this.#elements.has(message.id)) {
      this.#cutAfter(message.parent);
      this.#place(message, turn?.user ?? this.#create(message));
    }
    this.#cutAfter(message.id);
    this.#place(reply, turn?.reply ?? this.#create(reply));
  }

  /**
   * @param {ReplyFrame} frame
   * @returns {{reply: ChatReply, outcome: "applied" | "old" | "gap", text: string} | null}
   *   null if that reply is not on this page
   */
  receive(frame) {
    const reply = this.#elements.get(frame.message);
    if (!(reply instanceof ChatReply) || reply.stream?.generation !== frame.generation) return null;
    return { reply, ...reply.receive(frame) };
  }

  /** @param {string} generation */
  replyOf(generation) {
    for (const reply of this.#replies()) if (reply.stream?.generation === generation) return reply;
    return null;
  }

  *#replies() {
    for (const element of this.#root.children) if (element instanceof ChatReply) yield element;
  }

  /**
   * @param {string} clientId
   * @param {ChatMessage | null} user
   * @param {HTMLElement[]} hidden
   * @returns {PendingTurn}
   */
  #addPendingReply(clientId, user, hidden) {
    const reply = /** @type {ChatReply} */ (fromTemplate("chat-reply-template"));
    const turn = { user, reply, hidden };
    this.#pending.set(clientId, turn);
    this.#root.append(reply);
    return turn;
  }

  /** @param {string} messageId */
  #hideFrom(messageId) {
    const from = [...this.#elements.keys()].indexOf(messageId);
    if (from === -1) return null;
    const hidden = [...this.#elements.values()].slice(from);
    for (const element of hidden) element.hidden = true;
    return hidden;
  }

  /** @param {Message} message */
  #create(message) {
    const id = message.role === "user" ? "chat-message-template" : "chat-reply-template";
    return /** @type {ChatMessage | ChatReply} */ (fromTemplate(id));
  }

  /**
   * @param {Message} message
   * @param {ChatMessage | ChatReply} element
   */
  #place(message, element) {
    const last = [...this.#elements.values()].at(-1);
    if (!last) this.#beforeFirst = message.parent;
    this.#elements.set(message.id, element);
    const after = last?.nextSibling ?? (last ? null : this.#root.firstChild);
    if (after !== element) this.#root.insertBefore(element, after);
    this.#update(element, message, false);
  }

  /** @param {string | null} messageId null: remove all */
  #cutAfter(messageId) {
    const ids = [...this.#elements.keys()];
    for (const id of ids.slice(messageId === null ? 0 : ids.indexOf(messageId) + 1)) {
      this.#elements.get(id)?.remove();
      this.#elements.delete(id);
    }
  }

  /**
   * @param {ChatMessage | ChatReply} element
   * @param {Message} message
   * @param {boolean} lazily
   */
  #update(element, message, lazily) {
    if (element instanceof ChatMessage) element.showMessage(message);
    else {
      element.showMessage(message, { lazily });
      element.model = this.#models?.of(message.generation) ?? null;
      if (lazily) this.#observer.observe(element);
    }
  }

  /** @param {IntersectionObserverEntry[]} entries */
  #drawNear(entries) {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) continue;
      this.#observer.unobserve(target);
      /** @type {ChatReply} */ (target).drawNow();
    }
  }
}
