import { applyEvent, hasEnded, newReplyState } from "./events.js";

/**
 * @import { ReplyEvent, ReplyFrame, ReplyState, ToolCall } from "./events.js"
 * @typedef {{outcome: "applied" | "old" | "gap", text: string, reasoning: string,
 *   isAnew: boolean}} Received isAnew: what was told before counts no more
 * @typedef {{text: string, reasoning: string, reasoningSeconds?: number | null,
 *   calls?: ToolCall[]}} Begun what stood
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
  /** @type {ToolCall[]} */
  calls = [];
  #seq = 0;

  #begun;

  /**
   * @param {string} generation
   * @param {Begun} begun
   */
  constructor(generation, begun = { text: "", reasoning: "" }) {
    this.generation = generation;
    this.#begun = begun;
    this.#beginAnew();
  }

  /** What stood there before its first event. */
  get begun() {
    return this.#begun;
  }

  get hasTold() {
    const { text, reasoning, calls = [] } = this.#begun;
    return this.text !== text || this.reasoning !== reasoning || this.calls.length !== calls.length;
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
        this.#beginAnew();
        added = { text: "", reasoning: "" };
      }
      if (event.type === "text" || event.type === "reasoning") added[event.type] += event.text;
      if (event.type === "tool_call") this.#call(event);
    }
    this.#seq = frame.seq;
    this.text += added.text;
    this.reasoning += added.reasoning;
    return { outcome: "applied", ...added, isAnew };
  }

  #beginAnew() {
    const { text, reasoning, reasoningSeconds, calls = [] } = this.#begun;
    this.text = text;
    this.reasoning = reasoning;
    this.state.reasoningSeconds = reasoningSeconds ?? null;
    this.calls = calls.map((call) => ({ ...call }));
  }

  /** @param {Extract<ReplyEvent, {type: "tool_call"}>} event */
  #call({ index, id, name, arguments: more }) {
    const place = (this.#begun.calls?.length ?? 0) + index;
    this.calls[place] ??= { id, name, arguments: "" };
    this.calls[place].arguments += more;
  }
}

/**
 * @param {"old" | "gap"} outcome
 * @returns {Received}
 */
function nothing(outcome) {
  return { outcome, text: "", reasoning: "", isAnew: false };
}
