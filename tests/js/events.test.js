import assert from "node:assert/strict";
import { test } from "node:test";
import {
  applyEvent,
  newReplyState,
  stateFromGeneration,
  tokensPerSecond,
} from "../../static/js/events.js";
import { endingWords, figureWords, waitingWords } from "../../static/js/wording.js";

/** @type {import("../../static/js/events.js").ReplyEvent} */
const usage = {
  type: "usage",
  prompt_token_count: 12,
  completion_token_count: 101,
  ttft_seconds: 0.42,
  decode_seconds: 4,
};

test("the figures of usage are those that the database tells after a reload", () => {
  const live = newReplyState();
  applyEvent(live, usage);
  applyEvent(live, { type: "finished", reason: "stop" });
  const saved = stateFromGeneration({
    id: "",
    status: "finished",
    finish_reason: "stop",
    error_type: null,
    error_message: null,
    model: "pocket",
    prompt_token_count: 12,
    completion_token_count: 101,
    ttft_seconds: 0.42,
    tokens_per_second: 25,
    left_out_turn_count: 0,
    revision: "1",
    queue_seconds: 0.1,
    sampling: {},
    usage: {},
  });
  assert.equal(figureWords(live), "420 ms to first token · 25 tokens/s · 101 tokens");
  assert.equal(figureWords(live), figureWords(saved));
});

test("one token has no speed", () => {
  assert.equal(tokensPerSecond(1, 3), null);
  assert.equal(tokensPerSecond(100, 0), null);
});

test("a reply that produced nothing shows no figures", () => {
  assert.equal(figureWords({ ...newReplyState(), tokenCount: 0, ttftSeconds: 0.3 }), "");
});

test("a queued reply tells its place until it starts", () => {
  const state = newReplyState();
  applyEvent(state, { type: "queued", position: 3 });
  assert.equal(waitingWords(state, null), "Queued, 3 replies ahead");
  applyEvent(state, { type: "queued", position: 1 });
  assert.equal(waitingWords(state, null), "Queued, 1 reply ahead");
});

test("a place that comes without a wait takes the one that was told before back", () => {
  const state = newReplyState();
  applyEvent(state, { type: "queued", position: 3, wait_seconds: 9 });
  assert.match(waitingWords(state, null), /about 10 s/);
  applyEvent(state, { type: "queued", position: 2 }); // no worker is ready now, or it was handed on
  assert.equal(waitingWords(state, null), "Queued, 2 replies ahead");
});

test("a reply that waits for the model says how far it is loaded", () => {
  const model = /** @type {const} */ ({
    name: "pocket",
    state: "loading",
    progress: 0.436,
    message: null,
  });
  assert.equal(waitingWords(newReplyState(), model), "Waiting for the model to load, 43%");
});

test("only endings that the reader must know of are put into words", () => {
  const state = { ...newReplyState(), phase: /** @type {const} */ ("finished") };
  assert.equal(endingWords({ ...state, finishReason: "stop" }), "");
  assert.equal(endingWords({ ...state, finishReason: "stopped" }), "Stopped");
  assert.match(endingWords({ ...state, finishReason: "length" }), /length limit/);
});
