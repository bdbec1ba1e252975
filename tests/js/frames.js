/** @import { ReplyEvent, ReplyFrame } from "../../static/js/events.js" */

export const GENERATION = "11111111-1111-4111-8111-111111111111";
export const MESSAGE = "22222222-2222-4222-8222-222222222222";

/**
 * A `reply` frame of the events after `after`; `seq` counts them unless text was joined.
 * @param {number} after
 * @param {ReplyEvent[]} events
 * @param {number} [seq]
 * @returns {ReplyFrame}
 */
export function frame(after, events, seq = after + events.length) {
  return { type: "reply", generation: GENERATION, message: MESSAGE, after, seq, events };
}

/**
 * @param {string} words
 * @returns {ReplyEvent}
 */
export function text(words) {
  return { type: "text", text: words, token_count: 1 };
}

/**
 * @param {string} words
 * @returns {ReplyEvent}
 */
export function reasoning(words) {
  return { type: "reasoning", text: words, token_count: 1 };
}

/** @type {ReplyEvent} */
export const started = {
  type: "started",
  model: "pocket",
  prompt_token_count: 7,
  left_out_turn_count: 0,
};

/** @type {ReplyEvent} */
export const finished = { type: "finished", reason: "stop" };

/** Storage as browsers have it. */
export class FakeStorage {
  /** @type {Map<string, string>} */
  items = new Map();

  /** @param {string} key */
  getItem(key) {
    return this.items.get(key) ?? null;
  }

  /**
   * @param {string} key
   * @param {string} value
   */
  setItem(key, value) {
    this.items.set(key, value);
  }

  /** @param {string} key */
  removeItem(key) {
    this.items.delete(key);
  }
}
