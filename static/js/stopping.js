/** @import { Connection } from "./socket.js" */
/** @import { Thread } from "./thread.js" */

/** The one generation that its reader wants to stop: said until it did. Knows no button. */
export class Stopping {
  #connection;
  #thread;
  /** @type {string | null} */
  #generation = null;

  /**
   * @param {Connection} connection
   * @param {Thread} thread
   */
  constructor(connection, thread) {
    this.#connection = connection;
    this.#thread = thread;
  }

  /** @param {string} generation */
  stop(generation) {
    this.#generation = generation;
    this.mark(generation);
    this.sayAgain();
  }

  /** After the connection came back. */
  sayAgain() {
    if (this.#generation) this.#connection.send({ type: "stop", generation: this.#generation });
  }

  /** @param {string} generation that somebody stops, here or elsewhere */
  mark(generation) {
    const reply = this.#thread.replyOf(generation);
    if (reply?.active) reply.stopping = true;
  }

  /** @param {string} generation */
  ended(generation) {
    if (this.#generation === generation) this.#generation = null;
  }

  /** The button is for stopping again. */
  failed() {
    const reply = this.#generation && this.#thread.replyOf(this.#generation);
    if (reply) reply.stopping = false;
    this.#generation = null;
  }
}
