import assert from "node:assert/strict";
import test from "node:test";

import { infoRows } from "../../static/js/reply_details.js";

/** @type {import("../../static/js/events.js").Generation} */
const stopped = {
  id: "",
  status: "finished",
  finish_reason: "stopped",
  error_type: null,
  error_message: null,
  model: "pocket",
  revision: "abc1234",
  sampling: { temperature: 0.5, stop: ["END"] },
  prompt_token_count: 1200,
  completion_token_count: 1,
  queue_seconds: 0.004,
  ttft_seconds: 1.25,
  tokens_per_second: null,
  left_out_turn_count: 0,
  usage: { cached_prompt_token_count: 0, tokens_after_stop: 2, freed_after_seconds: 0.035 },
};

test("what is known of a reply is told, with the receipt of its stop", () => {
  assert.deepEqual(infoRows(stopped), [
    ["Model", "pocket, revision abc1234"],
    ["Ended", "stopped by you"],
    ["First token", "1.25 s"],
    ["Waited in the queue", "4 ms"],
    ["Prompt", "1,200 tokens"],
    ["of it from the cache", "0 tokens"],
    ["Reply", "1 token"],
    ["Made after the stop", "2 tokens"],
    ["Slot free after the stop", "35 ms"],
    ["Sampling", 'temperature 0.5, stop ["END"]'],
  ]);
});

test("a reply that was not stopped has no receipt, and plain sampling is the model's own", () => {
  const rows = new Map(infoRows({ ...stopped, finish_reason: "stop", usage: {}, sampling: {} }));
  assert.equal(rows.get("Ended"), "by itself");
  assert.equal(rows.get("Sampling"), "the model's own");
  assert.equal(rows.has("Made after the stop"), false);
});

test("a reply that has just ended says that its figures come", () => {
  assert.equal(infoRows({ ...stopped, status: "active" }).length, 1);
});
