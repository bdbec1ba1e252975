import { answerTo, Refusal } from "./demo_answer.js";
import { gettext } from "./i18n.js";

/**
 * @import { Part } from "./demo_answer.js"
 * @import { ReplyEvent } from "./events.js"
 * @typedef {{role: "user" | "assistant", content: string, reasoning: string}} Turn
 */

/** The turns of a chat that is in this page alone, and the replies to them. Knows no DOM. */
export class TemporaryTurns {
  /** @type {Turn[]} */
  #turns = [];
  /** @type {AbortController | null} */
  #asking = null;
  #asked;

  /** @param {{url: string, token: string}} asked */
  constructor(asked) {
    this.#asked = asked;
  }

  get isAsking() {
    return this.#asking !== null;
  }

  get isEmpty() {
    return this.#turns.length === 0;
  }

  toJson() {
    return JSON.stringify(this.#turns);
  }

  stop() {
    this.#asking?.abort();
  }

  /** @param {string} text */
  say(text) {
    this.#turns.push({ role: "user", content: text, reasoning: "" });
  }

  /** The last message stays; a reply to it is forgotten. */
  unsay() {
    if (this.#turns.at(-1)?.role === "assistant") this.#turns.pop();
  }

  /**
   * What comes of the reply to the last message, the ending always.
   * @returns {AsyncGenerator<ReplyEvent>}
   */
  async *reply() {
    this.#asking = new AbortController();
    const { signal } = this.#asking;
    const fields = { messages: this.toJson() };
    /** @type {Turn} */
    const said = { role: "assistant", content: "", reasoning: "" };
    /** @type {ReplyEvent} */
    let ending = { type: "finished", reason: "stop" };
    try {
      const parts = answerTo({ ...this.#asked, fields, isStreamed: true, signal });
      for await (const event of eventsOf(parts)) {
        if (event.type === "text") said.content += event.text;
        if (event.type === "reasoning") said.reasoning += event.text;
        if (event.type === "finished") ending = event;
        else yield event;
      }
    } catch (error) {
      ending = signal.aborted ? { type: "finished", reason: "stopped" } : failed(error);
    } finally {
      if (said.content) this.#turns.push(said);
      this.#asking = null;
    }
    yield ending;
  }
}

/**
 * As the socket tells them.
 * @param {AsyncIterable<Part>} parts
 * @returns {AsyncGenerator<ReplyEvent>}
 */
export async function* eventsOf(parts) {
  let since = 0; // it thinks; below: it has thought
  for await (const { text, reasoning, finishReason } of parts) {
    const now = performance.now();
    if (reasoning) {
      since ||= now;
      yield { type: "reasoning", text: reasoning, token_count: 0 };
    }
    if (text) {
      const thought = since > 0 ? { reasoning_seconds: (now - since) / 1000 } : {};
      yield { type: "text", text, token_count: 0, ...thought };
      since &&= -1;
    }
    if (finishReason) yield { type: "finished", reason: finishReason };
  }
}

/**
 * @param {unknown} error
 * @returns {ReplyEvent}
 */
function failed(error) {
  const words =
    error instanceof Refusal ? error.message : gettext("The connection to the site was lost.");
  return { type: "failed", error_type: "incomplete_generation", message: words };
}
