/**
 * @import { EditFrame, RetryFrame, SendFrame } from "./events.js"
 * @typedef {SendFrame | RetryFrame | EditFrame} OutgoingTurn
 */

/**
 * Turns that the server has not accepted yet. They outlive a reload and a lost connection, and
 * are sent again under the same client_id, which the server counts once. Knows no socket.
 */
export class Outbox {
  /** @type {Map<string, OutgoingTurn>} */
  #turns = new Map();
  #storage;
  #key;

  /**
   * @param {Pick<Storage, "getItem" | "setItem" | "removeItem">} storage
   * @param {string} key one per user and conversation: what waits here belongs to this page
   */
  constructor(storage, key) {
    this.#storage = storage;
    this.#key = key;
    for (const turn of this.#read()) this.#turns.set(turn.client_id, turn);
  }

  /** Oldest first. */
  list() {
    return [...this.#turns.values()];
  }

  /** @param {string} clientId */
  get(clientId) {
    return this.#turns.get(clientId);
  }

  /** @param {OutgoingTurn} turn */
  add(turn) {
    this.#turns.set(turn.client_id, turn);
    this.#write();
  }

  /** @param {string} clientId */
  remove(clientId) {
    this.#turns.delete(clientId);
    this.#write();
  }

  /** @param {string} key where to keep what waits from now on */
  moveTo(key) {
    const turns = this.#turns;
    this.#turns = new Map();
    this.#write();
    this.#turns = turns;
    this.#key = key;
    this.#write();
  }

  /** @returns {OutgoingTurn[]} */
  #read() {
    try {
      return JSON.parse(this.#storage.getItem(this.#key) ?? "[]");
    } catch {
      return []; // storage that is blocked or was tampered with must not stop the page
    }
  }

  #write() {
    try {
      if (this.#turns.size === 0) this.#storage.removeItem(this.#key);
      else this.#storage.setItem(this.#key, JSON.stringify(this.list()));
    } catch {
      // A full or blocked storage loses only the reload safety; the turn is still in memory.
    }
  }
}
