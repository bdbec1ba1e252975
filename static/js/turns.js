import { gettext } from "./page.js";
import { backoffSeconds, newClientId } from "./unsent.js";

/**
 * @import { AcceptedFrame, ProtocolError, QueueFrame, RefusedFrame, Settings } from "./events.js"
 * @import { Outbox, OutgoingTurn } from "./unsent.js"
 * @import { Queue } from "./queue.js"
 * @import { Connection } from "./socket.js"
 * @import { Thread } from "./thread.js"
 */

const PASSING = new Set(["overloaded", "unavailable"]); // refusals that time heals
const CROWD_SECONDS = 1; // spread over this, so that those refused together do not return together

/**
 * Takes turns from the composer to the server: kept until accepted or queued there, sent again after
 * a lost connection and after a passing refusal, always under the same client_id. Dispatches `changed`
 * when a turn comes or goes, and `returned` with {turn, error} when one is given back.
 */
export class Turns extends EventTarget {
  #connection;
  #outbox;
  #thread;
  #queue;
  /** @type {Map<string, ReturnType<typeof setInterval>>} */
  #countdowns = new Map();
  /** @type {Map<string, number>} Refusals so far. */
  #attempts = new Map();
  /** @type {Set<string>} Turns whose reply is to be stopped as soon as it has a name. */
  #unwanted = new Set();

  /**
   * @param {Connection} connection
   * @param {Outbox} outbox
   * @param {Thread} thread
   * @param {Queue} queue
   */
  constructor(connection, outbox, thread, queue) {
    super();
    this.#connection = connection;
    this.#outbox = outbox;
    this.#thread = thread;
    this.#queue = queue;
    for (const turn of outbox.list()) this.#show(turn);
  }

  /** Whether a turn is on its way; those for the queue hold up nothing. */
  get waiting() {
    return this.#foremost.length > 0;
  }

  /** @param {string} clientId */
  has(clientId) {
    return this.#outbox.get(clientId) !== undefined;
  }

  /**
   * @param {string | null} conversation
   * @param {string} text
   * @param {{settings?: Settings, team?: string}} [more] of a conversation that begins with it
   */
  send(conversation, text, more = {}) {
    const parent = this.#thread.lastMessageId;
    this.#start({ type: "send", client_id: newClientId(), conversation, parent, text, ...more });
  }

  /**
   * @param {string} message the reply to be written again
   * @param {{goesOn?: boolean}} options goesOn: in its own text
   */
  retry(message, { goesOn = false } = {}) {
    const type = goesOn ? "continue_reply" : "retry";
    if (!this.waiting) this.#start({ type, client_id: newClientId(), message });
  }

  /**
   * @param {string} message
   * @param {string} text what it says from now on
   */
  edit(message, text) {
    if (!this.waiting) this.#start({ type: "edit", client_id: newClientId(), message, text });
  }

  /** @param {string} clientId */
  get(clientId) {
    return this.#outbox.get(clientId);
  }

  /** @param {string} message whether other words for it are on their way */
  isEditing(message) {
    return this.#outbox.list().some((turn) => turn.type === "edit" && turn.message === message);
  }

  /** After the connection came back. */
  sendAll() {
    for (const turn of this.#outbox.list()) this.#transmit(turn);
  }

  /** @param {string} clientId */
  sendNow(clientId) {
    const turn = this.#outbox.get(clientId);
    if (turn) this.#transmit(turn);
  }

  /**
   * Give up a turn. One that may be with the server already is stopped there when it answers.
   * @param {string} clientId
   */
  cancel(clientId) {
    const isOnItsWay = this.#connection.ready && !this.#countdowns.has(clientId);
    if (isOnItsWay) this.#unwanted.add(clientId);
    else this.#giveBack(clientId, null);
  }

  cancelAll() {
    for (const turn of this.#foremost) this.cancel(turn.client_id);
  }

  /**
   * @param {AcceptedFrame} frame
   * @returns {boolean} whether its writer wants it stopped
   */
  accepted({ client_id: clientId }) {
    this.#forget(clientId);
    return this.#unwanted.delete(clientId);
  }

  /** @param {QueueFrame} frame the server has it, or a change of it */
  queued({ client_id: clientId }) {
    this.#forget(clientId);
    this.#thread.removePending(clientId);
    if (this.#unwanted.delete(clientId)) {
      this.#connection.send({ type: "cancel_queued", client_id: clientId });
    }
    this.dispatchEvent(new Event("changed"));
  }

  /** @param {RefusedFrame} frame */
  refused({ client_id: clientId, error }) {
    const wasCancelled = this.#unwanted.delete(clientId);
    if (wasCancelled || !PASSING.has(error.code)) this.#giveBack(clientId, error);
    else this.#sendLater(clientId, error);
  }

  /** @param {OutgoingTurn} turn */
  #start(turn) {
    this.#outbox.add(turn);
    this.#show(turn);
    if (this.#countdowns.size === 0) this.#transmit(turn);
    else this.#say(turn.client_id, gettext("Will be sent after the one before"));
    this.dispatchEvent(new Event("changed"));
  }

  /** @param {OutgoingTurn} turn */
  #show(turn) {
    if (turn.type === "send" && this.#thread.activeReply) {
      this.#queue.addPending(turn.client_id, turn.text);
      this.#say(turn.client_id, gettext("Will be sent when the connection is back"));
      return;
    }
    const shown = this.#showInThread(turn);
    if (shown) shown.reply.showPending(gettext("Will be sent when the connection is back"));
    else this.#outbox.remove(turn.client_id);
  }

  /** @param {OutgoingTurn} turn */
  #showInThread(turn) {
    const { type, client_id: clientId } = turn;
    if (type === "send") return this.#thread.addPendingMessage(clientId, turn.text);
    if (type === "edit") return this.#thread.addPendingEdit(clientId, turn.message, turn.text);
    const goesOn = type === "continue_reply";
    return this.#thread.addPendingRetry(clientId, turn.message, { goesOn });
  }

  /** @param {OutgoingTurn} turn */
  #transmit(turn) {
    this.#stopCountdown(turn.client_id);
    const sent = this.#connection.send(turn);
    const words = sent ? gettext("Sending") : gettext("Will be sent when the connection is back");
    this.#say(turn.client_id, words);
  }

  /**
   * @param {string} clientId
   * @param {ProtocolError} error
   */
  #sendLater(clientId, error) {
    const attempt = this.#attempts.get(clientId) ?? 0;
    this.#attempts.set(clientId, attempt + 1);
    const seconds = error.retry_after_seconds ?? backoffSeconds(attempt + 1);
    const until = Date.now() + (seconds + Math.random() * CROWD_SECONDS) * 1000;
    this.#stopCountdown(clientId);
    const tick = () => this.#countDown(clientId, error, until);
    this.#countdowns.set(clientId, setInterval(tick, 1000));
    tick();
  }

  /**
   * @param {string} clientId
   * @param {ProtocolError} error
   * @param {number} until milliseconds, as Date.now counts
   */
  #countDown(clientId, error, until) {
    const seconds = Math.ceil((until - Date.now()) / 1000);
    if (seconds <= 0) {
      this.sendAll(); // in their order
      return;
    }
    const words = gettext("{why} Trying again in {seconds} s.", { why: error.message, seconds });
    this.#say(clientId, words, { isHeld: true });
  }

  /**
   * @param {string} clientId
   * @param {ProtocolError | null} error null if its writer took it back
   */
  #giveBack(clientId, error) {
    const turn = this.#outbox.get(clientId);
    this.#forget(clientId);
    this.#thread.removePending(clientId);
    this.#queue.removePending(clientId);
    if (turn) this.dispatchEvent(new CustomEvent("returned", { detail: { turn, error } }));
    this.dispatchEvent(new Event("changed"));
  }

  get #foremost() {
    return this.#outbox.list().filter((turn) => !this.#queue.pending(turn.client_id));
  }

  /**
   * @param {string} clientId
   * @param {string} words
   * @param {{isHeld?: boolean}} [options]
   */
  #say(clientId, words, options) {
    const place = this.#queue.pending(clientId) ?? this.#thread.pending(clientId)?.reply;
    place?.showPending(words, options);
  }

  /** @param {string} clientId */
  #forget(clientId) {
    this.#stopCountdown(clientId);
    this.#attempts.delete(clientId);
    this.#outbox.remove(clientId);
  }

  /** @param {string} clientId */
  #stopCountdown(clientId) {
    clearInterval(this.#countdowns.get(clientId));
    this.#countdowns.delete(clientId);
  }
}
