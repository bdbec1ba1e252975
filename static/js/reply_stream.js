import { applyEvent, hasEnded, newReplyState } from "./events.js";

/**
 * @import { ReplyFrame, ReplyState } from "./events.js"
 * @typedef {{outcome: "applied" | "old" | "gap", text: string}} Received
 */

/**
 * The numbered events of one reply in their order: each is applied exactly once, whatever
 * the network repeats or drops. Knows no socket and no DOM.
 */
export class ReplyStream {
  /** @type {ReplyState} */
  state = newReplyState();
  text = "";
  #seq = 0;

  /** @param {string} generation */
  constructor(generation) {
    this.generation = generation;
  }

  /** The number of the last event that was applied: what `resume` asks to go on after. */
  get seq() {
    return this.#seq;
  }

  get ended() {
    return hasEnded(this.state);
  }

  /**
   * @param {ReplyFrame} frame
   * @returns {Received} `text` is what the frame added
   */
  receive(frame) {
    if (frame.seq <= this.#seq || this.ended) return { outcome: "old", text: "" };
    if (frame.after !== this.#seq) return { outcome: "gap", text: "" };
    let added = "";
    for (const event of frame.events) {
      applyEvent(this.state, event);
      if (event.type === "text") added += event.text;
    }
    this.#seq = frame.seq;
    this.text += added;
    return { outcome: "applied", text: added };
  }
}
