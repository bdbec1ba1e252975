/**
 * The frames and events of docs/protocol.md, and what an event does to the state of a reply.
 * Knows no socket and no DOM.
 *
 * @typedef {{code: string, message: string, retry_after_seconds?: number}} ProtocolError
 * @typedef {{name: string, state: "loading" | "ready" | "failed" | "absent",
 *   progress: number | null, message: string | null}} Model
 * @typedef {{id: string, title: string, url: string, updated_at: string, pinned: boolean,
 *   archived: boolean, folder: string | null, team: string | null}} Conversation
 * @typedef {{id: number, name: string}} Person
 * @typedef {{model: string, system_prompt: string,
 *   sampling: Record<string, number | string[]>}} Settings as docs/protocol.md has them
 * @typedef {{id: string, status: "active" | "finished" | "failed", finish_reason: string | null,
 *   error_type: string | null, error_message: string | null, model: string | null,
 *   prompt_token_count: number | null, completion_token_count: number | null,
 *   ttft_seconds: number | null, tokens_per_second: number | null,
 *   left_out_turn_count: number | null, revision: string | null, queue_seconds: number | null,
 *   sampling: Settings["sampling"], usage: Partial<Record<UsageName, number>>}} Generation
 * @typedef {"reasoning_token_count" | "reasoning_seconds" | "cached_prompt_token_count" | "steps_after_stop"
 *   | "tokens_after_stop" | "freed_after_seconds"} UsageName
 * @typedef {{id: string, name: string, arguments: string}} ToolCall arguments: JSON text, whole or not
 * @typedef {{id: string, parent: string | null, role: "user" | "assistant", text: string,
 *   reasoning: string, tool_calls: ToolCall[], is_edited: boolean, created_at: string, siblings: string[],
 *   generation: Generation | null, author?: Person | null,
 *   edited_by?: Person | null}} Message author, edited_by: in a team; null: gone
 * @typedef {{client_id: string, text: string, created_at: string,
 *   not_before: string | null, author?: Person}} QueuedMessage
 * @typedef {{held: boolean, messages: QueuedMessage[]}} Queue
 * @typedef {{conversation: Conversation, may_write: boolean, settings: Settings, messages: Message[], older: number,
 *   reply: {generation: string, message: string} | null, queue: Queue,
 *   ratings: Record<string, string>}} Snapshot ratings: of its reader, by message
 * @typedef {{type: "queued", position: number, wait_seconds?: number}
 *   | {type: "started", model: string, prompt_token_count: number, left_out_turn_count: number}
 *   | {type: "text", text: string, token_count: number, reasoning_seconds?: number}
 *   | {type: "reasoning", text: string, token_count: number}
 *   | ({type: "tool_call", index: number, reasoning_seconds?: number} & ToolCall)
 *   | {type: "usage", prompt_token_count: number, completion_token_count: number,
 *      ttft_seconds: number | null, decode_seconds: number | null, reasoning_seconds?: number}
 *   | {type: "finished", reason: string}
 *   | {type: "failed", error_type: string, message: string}} ReplyEvent
 * @typedef {{type: "reply", generation: string, message: string, after: number, seq: number,
 *   events: ReplyEvent[]}} ReplyFrame
 * @typedef {{type: "accepted", client_id: string, conversation: Conversation,
 *   settings: Settings, message: Message, reply: Message, generation: string}} AcceptedFrame
 * @typedef {{type: "older", conversation: string, messages: Message[], older: number}} OlderFrame
 * @typedef {{type: "edited", client_id: string, conversation: Conversation,
 *   message: string}} EditedFrame
 * @typedef {{type: "activities", writing: string[], unread: string[]}} ActivitiesFrame
 * @typedef {{type: "activity", conversation: Conversation, state: "writing" | "finished" | "failed"
 *   | "stopped" | "seen" | "titled" | "deleted" | "restored", is_mine: boolean}} ActivityFrame
 * @typedef {{type: "presence", conversation: string, people: Person[], count: number}} PresenceFrame
 * @typedef {{type: "writing", conversation: string, person: Person}} WritingFrame
 * @typedef {{type: "queue", client_id: string, conversation: string, queue: Queue}} QueueFrame
 * @typedef {{type: "refused", client_id: string, error: ProtocolError}} RefusedFrame
 * @typedef {{type: "hello", protocol: number, version: string, user: {name: string}, model: Model, models: Model[]}
 *   | {type: "model", model: Model, models: Model[]}
 *   | ({type: "snapshot"} & Snapshot)
 *   | AcceptedFrame | EditedFrame | OlderFrame | QueueFrame | RefusedFrame | ReplyFrame
 *   | ActivitiesFrame | ActivityFrame | PresenceFrame | WritingFrame
 *   | {type: "announcements"}
 *   | {type: "stopping", generation: string}
 *   | {type: "gone", generation: string}
 *   | {type: "pong"}
 *   | {type: "error", error: ProtocolError, in_reply_to?: string}} ServerFrame
 * @typedef {{type: "send", client_id: string, conversation: string | null,
 *   parent: string | null, text: string, settings?: Settings, team?: string}} SendFrame
 * @typedef {{type: "retry" | "continue_reply", client_id: string, message: string}} RetryFrame
 * @typedef {{type: "edit", client_id: string, message: string, text: string}} EditFrame
 * @typedef {{type: "edit_reply", client_id: string, message: string, text: string}} EditReplyFrame
 * @typedef {{type: "hello", protocol: 1}
 *   | {type: "watch", conversation: string | null, generation?: string, after?: number}
 *   | {type: "older", conversation: string, before: string}
 *   | SendFrame | RetryFrame | EditFrame | EditReplyFrame
 *   | {type: "show_branch", message: string}
 *   | {type: "edit_queued", client_id: string, text: string}
 *   | {type: "cancel_queued" | "send_queued", client_id: string, conversation?: string}
 *   | {type: "stop", generation: string}
 *   | {type: "resume", generation: string, after: number}
 *   | {type: "seen", conversation: string}
 *   | {type: "acknowledge", frames: number}
 *   | {type: "ping" | "writing"}} ClientFrame
 *
 * @typedef {"waiting" | "queued" | "writing" | "finished" | "failed"} Phase
 * @typedef {{phase: Phase, position: number, waitsUntil: number | null, model: string | null, leftOutTurnCount: number,
 *   finishReason: string | null, errorMessage: string | null, tokenCount: number | null,
 *   ttftSeconds: number | null, tokensPerSecond: number | null,
 *   reasoningSeconds: number | null}} ReplyState
 */

/** @returns {ReplyState} */
export function newReplyState() {
  return {
    phase: "waiting",
    position: 0,
    waitsUntil: null,
    model: null,
    leftOutTurnCount: 0,
    finishReason: null,
    errorMessage: null,
    tokenCount: null,
    ttftSeconds: null,
    tokensPerSecond: null,
    reasoningSeconds: null,
  };
}

/**
 * The state that the database tells of a reply.
 * @param {Generation | null} generation
 * @returns {ReplyState}
 */
export function stateFromGeneration(generation) {
  const state = newReplyState();
  if (!generation) return { ...state, phase: "finished", finishReason: "stop" };
  return {
    ...state,
    phase: generation.status === "active" ? "waiting" : generation.status,
    model: generation.model,
    leftOutTurnCount: generation.left_out_turn_count ?? 0,
    finishReason: generation.finish_reason,
    errorMessage: generation.error_message,
    tokenCount: generation.completion_token_count,
    ttftSeconds: generation.ttft_seconds,
    tokensPerSecond: generation.tokens_per_second,
    reasoningSeconds: generation.usage.reasoning_seconds ?? null,
  };
}

/** @param {ReplyState} state */
export function hasEnded(state) {
  return state.phase === "finished" || state.phase === "failed";
}

/**
 * @param {ReplyState} state changed in place; text is kept by the caller
 * @param {ReplyEvent} event of an unknown type it is left alone, so that the server may add some
 */
export function applyEvent(state, event) {
  if ("reasoning_seconds" in event) state.reasoningSeconds = event.reasoning_seconds ?? null;
  switch (event.type) {
    case "queued":
      state.phase = "queued";
      state.position = event.position;
      state.waitsUntil =
        event.wait_seconds === undefined ? null : Date.now() + event.wait_seconds * 1000;
      break;
    case "started":
      state.phase = "writing";
      state.model = event.model;
      state.leftOutTurnCount = event.left_out_turn_count ?? 0;
      break;
    case "text":
    case "reasoning":
    case "tool_call":
      state.phase = "writing";
      break;
    case "usage":
      state.tokenCount = event.completion_token_count;
      state.ttftSeconds = event.ttft_seconds;
      state.tokensPerSecond = tokensPerSecond(event.completion_token_count, event.decode_seconds);
      break;
    case "finished":
      state.phase = "finished";
      state.finishReason = event.reason;
      break;
    case "failed":
      state.phase = "failed";
      state.errorMessage = event.message;
      break;
  }
}

/**
 * The first token comes out of the prefill, so decoding made one token fewer.
 * @param {number} tokenCount
 * @param {number | null} decodeSeconds
 */
export function tokensPerSecond(tokenCount, decodeSeconds) {
  if (!decodeSeconds || tokenCount < 2) return null;
  return (tokenCount - 1) / decodeSeconds;
}

/**
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
