import { applyEvent, hasEnded, newReplyState } from "./events.js";

/**
 * @import { ReplyFrame, ReplyState } from "./events.js"
 * @typedef {{outcome: "applied" | "old" | "gap", text: string, reasoning: string,
 *   isAnew: boolean}} Received isAnew: what was told before counts no more
 * @typedef {{text: string, reasoning: string, reasoningSeconds?: number | null}} Begun what stood
 *   there before: the reply goes on in it
 */

/**
 * The numbered events of one reply in their order: each is applied exactly once, whatever
 * the network repeats or drops. Knows no socket and no DOM.
 */
export class ReplyStream {
  /** @type {ReplyState} */
  state = newReplyState();
  text = "";
  reasoning = "";
  #seq = 0;

  #begun;

  /**
   * @param {string} generation
   * @param {Begun} begun
   */
  constructor(generation, begun = { text: "", reasoning: "" }) {
    this.generation = generation;
    this.#begun = begun;
    this.text = begun.text;
    this.reasoning = begun.reasoning;
    this.state.reasoningSeconds = begun.reasoningSeconds ?? null;
  }

  /** What stood there before its first event. */
  get begun() {
    return this.#begun;
  }

  get hasTold() {
    return this.text !== this.#begun.text || this.reasoning !== this.#begun.reasoning;
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
   * @returns {Received} `text` and `reasoning` are what the frame added
   */
  receive(frame) {
    if (frame.seq <= this.#seq || this.ended) return nothing("old");
    if (frame.after !== this.#seq) return nothing("gap");
    let added = { text: "", reasoning: "" };
    let isAnew = false;
    for (const event of frame.events) {
      applyEvent(this.state, event);
      if (event.type === "queued") {
        isAnew ||= this.hasTold;
        this.text = this.#begun.text;
        this.reasoning = this.#begun.reasoning;
        this.state.reasoningSeconds = this.#begun.reasoningSeconds ?? null;
        added = { text: "", reasoning: "" };
      }
      if (event.type === "text" || event.type === "reasoning") added[event.type] += event.text;
    }
    this.#seq = frame.seq;
    this.text += added.text;
    this.reasoning += added.reasoning;
    return { outcome: "applied", ...added, isAnew };
  }
}

/**
 * @param {"old" | "gap"} outcome
 * @returns {Received}
 */
function nothing(outcome) {
  return { outcome, text: "", reasoning: "", isAnew: false };
}
