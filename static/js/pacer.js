/**
 * Spreads text that comes in bursts over the frames until the next burst, so that characters appear
 * evenly. Knows no DOM and no text: only how many characters came, and when.
 */

const LONGEST_LAG_MS = 200;
const SPREAD_MS = 150; // what is left of the lag is for frames that come late
const FRAME_MS = 34; // bursts that come as often as frames need no spreading

export class Pacer {
  #waiting = 0;
  /** @type {{upTo: number, at: number}[]} Bursts that have not been shown whole. */
  #bursts = [];
  #pushed = 0;
  #taken = 0;
  #gap = 0;
  #lastPush = Number.NEGATIVE_INFINITY;
  #lastTake = 0;

  /**
   * @param {number} count of characters
   * @param {number} now milliseconds
   */
  push(count, now) {
    const gap = now - this.#lastPush;
    // A pause is no rhythm: after one, and at the beginning, the text is shown at once.
    if (gap > 2 * SPREAD_MS) this.#gap = 0;
    else if (gap > 1) this.#gap = this.#gap ? (3 * this.#gap + gap) / 4 : gap;
    if (gap > 1) this.#lastPush = now;
    this.#pushed += count;
    this.#waiting += count;
    this.#bursts.push({ upTo: this.#pushed, at: now });
  }

  /**
   * @param {number} now milliseconds, of the frame
   * @returns {number} how many characters to show more
   */
  take(now) {
    const frame = Math.min(Math.max(now - this.#lastTake, 1), FRAME_MS);
    this.#lastTake = now;
    const spread = this.#gap < FRAME_MS ? 0 : Math.min(1.2 * this.#gap, SPREAD_MS);
    const left = this.#lastPush + spread - now;
    const even = left <= frame ? this.#waiting : Math.ceil((this.#waiting * frame) / left);
    const count = Math.max(even, this.#overdue(now + frame));
    this.#waiting -= count;
    this.#taken += count;
    while (this.#bursts[0] && this.#bursts[0].upTo <= this.#taken) this.#bursts.shift();
    return count;
  }

  /** @returns {number} all that is waiting: nothing follows, or nothing may move */
  takeAll() {
    const count = this.#waiting;
    this.#taken += count;
    this.#waiting = 0;
    this.#bursts = [];
    return count;
  }

  /** @param {number} next when the next frame is due */
  #overdue(next) {
    const last = this.#bursts.findLast(({ at }) => next - at >= LONGEST_LAG_MS - FRAME_MS);
    return last ? last.upTo - this.#taken : 0;
  }
}
