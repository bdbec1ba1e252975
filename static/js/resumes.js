/** @import { ClientFrame } from "./events.js" */

const AGAIN_AFTER_MS = 2_000;

/** Asks for what is missing of a reply: once, for every frame until the answer shows the same gap. */
export class Resumes {
  /** @type {Map<string, number>} When it was asked for, by generation. */
  #asked = new Map();
  #send;

  /** @param {(frame: ClientFrame) => void} send */
  constructor(send) {
    this.#send = send;
  }

  /**
   * @param {string} generation
   * @param {number} after
   */
  ask(generation, after) {
    const asked = this.#asked.get(generation) ?? Number.NEGATIVE_INFINITY;
    if (performance.now() - asked < AGAIN_AFTER_MS) return;
    this.#asked.set(generation, performance.now());
    this.#send({ type: "resume", generation, after });
  }

  /** @param {string} generation */
  arrived(generation) {
    this.#asked.delete(generation);
  }

  /** The connection is another one. */
  clear() {
    this.#asked.clear();
  }
}
