/**
 * The frames and events of docs/protocol.md, and what an event does to the state of a reply.
 * Knows no socket and no DOM.
 *
 * @typedef {{code: string, message: string, retry_after_seconds?: number}} ProtocolError
 * @typedef {{name: string, state: "loading" | "ready" | "failed" | "absent",
 *   progress: number | null, message: string | null}} Model
 * @typedef {{id: string, title: string, url: string, updated_at: string, pinned: boolean,
 *   archived: boolean, folder: string | null}} Conversation
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
 *   generation: Generation | null}} Message
 * @typedef {{client_id: string, text: string, created_at: string,
 *   not_before: string | null}} QueuedMessage
 * @typedef {{held: boolean, messages: QueuedMessage[]}} Queue
 * @typedef {{conversation: Conversation, settings: Settings, messages: Message[], older: number,
 *   reply: {generation: string, message: string} | null, queue: Queue}} Snapshot
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
 *   | "stopped" | "seen" | "titled"}} ActivityFrame
 * @typedef {{type: "queue", client_id: string, conversation: string, queue: Queue}} QueueFrame
 * @typedef {{type: "refused", client_id: string, error: ProtocolError}} RefusedFrame
 * @typedef {{type: "hello", protocol: number, version: string, user: {name: string}, model: Model, models: Model[]}
 *   | {type: "model", model: Model, models: Model[]}
 *   | ({type: "snapshot"} & Snapshot)
 *   | AcceptedFrame | EditedFrame | OlderFrame | QueueFrame | RefusedFrame | ReplyFrame
 *   | ActivitiesFrame | ActivityFrame
 *   | {type: "stopping", generation: string}
 *   | {type: "gone", generation: string}
 *   | {type: "pong"}
 *   | {type: "error", error: ProtocolError, in_reply_to?: string}} ServerFrame
 * @typedef {{type: "send", client_id: string, conversation: string | null,
 *   parent: string | null, text: string, settings?: Settings}} SendFrame
 * @typedef {{type: "retry" | "continue_reply", client_id: string, message: string}} RetryFrame
 * @typedef {{type: "edit", client_id: string, message: string, text: string}} EditFrame
 * @typedef {{type: "edit_reply", client_id: string, message: string, text: string}} EditReplyFrame
 * @typedef {{type: "hello", protocol: 1}
 *   | {type: "watch", conversation: string | null, generation?: string, after?: number}
 *   | {type: "older", conversation: string, before: string}
 *   | SendFrame | RetryFrame | EditFrame | EditReplyFrame
 *   | {type: "show_branch", message: string}
 *   | {type: "edit_queued", client_id: string, text: string}
 *   | {type: "cancel_queued" | "send_queued", client_id: string}
 *   | {type: "stop", generation: string}
 *   | {type: "resume", generation: string, after: number}
 *   | {type: "seen", conversation: string}
 *   | {type: "acknowledge", frames: number}
 *   | {type: "ping"}} ClientFrame
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
