/** When the first words of an answer came and when its last. Knows no DOM; times in milliseconds. */
export class Stopwatch {
  #began = 0;
  /** @type {number | null} */
  #first = null;
  /** @type {number | null} */
  #last = null;

  /** @param {number} now */
  constructor(now) {
    this.#began = now;
  }

  /** @param {number} now */
  hear(now) {
    this.#first ??= now;
  }

  /** @param {number} now */
  end(now) {
    this.#last ??= now;
  }

  get hasEnded() {
    return this.#last !== null;
  }

  /** Until the first words; `null` if none came, or none yet. */
  get untilFirst() {
    return this.#first === null ? null : this.#first - this.#began;
  }

  /** Until the last words; `null` before. */
  get untilLast() {
    return this.#last === null ? null : this.#last - this.#began;
  }

  /** @param {number} now */
  elapsed(now) {
    return this.untilLast ?? now - this.#began;
  }

  /** @param {number} tokenCount @returns {number | null} over the whole time, waiting included */
  tokensPerSecond(tokenCount) {
    return this.untilLast ? (1000 * tokenCount) / this.untilLast : null;
  }
}
