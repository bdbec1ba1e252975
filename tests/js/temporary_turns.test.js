import assert from "node:assert/strict";
import { test } from "node:test";
import { eventsOf } from "../../static/js/http_replies.js";

const NOTHING = { text: "", reasoning: "", tokenCount: null, finishReason: null };

/** @param {Partial<typeof NOTHING>[]} parts each 20 ms after the one before */
async function* coming(...parts) {
  for (const part of parts) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    yield { ...NOTHING, ...part };
  }
}

test("the first word after the thoughts tells how long they took, and no other", async () => {
  const told = [];
  const parts = [{ reasoning: "Hm" }, { reasoning: "." }, { text: "Yes" }, { text: "!" }];
  for await (const event of eventsOf(coming(...parts))) told.push(event);
  const seconds = told.map((event) => "reasoning_seconds" in event && event.reasoning_seconds);
  assert.deepEqual(seconds.map(Boolean), [false, false, true, false]);
  assert.ok(Number(seconds[2]) >= 0.03, String(seconds[2]));
});
