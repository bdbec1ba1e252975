import assert from "node:assert/strict";
import test from "node:test";

import { newReplyState } from "../../static/js/events.js";
import {
  announcementOfEnd,
  thoughtWords,
  triedAgainWords,
  waitingWords,
} from "../../static/js/wording.js";

test("a message that is tried again soon waits for a busy site", () => {
  const words = triedAgainWords(new Date(Date.now() + 30_000));
  assert.equal(words, "Queued. The site is busy, trying again soon");
});

test("a message that waits for hours says until when", () => {
  const at = new Date(Date.now() + 3 * 3_600_000);
  const minutes = String(at.getMinutes()).padStart(2, "0");
  assert.match(triedAgainWords(at), new RegExp(`^Queued\\. It will be sent at \\d+\\D${minutes}`));
});

test("a place in the queue tells roughly how long it waits", () => {
  const told = [1, 2.9, 4, 14, 19.5, 20.5, 49, 70, 71, 119, 300].map((seconds) => {
    const waitsUntil = Date.now() + seconds * 1000 + 50;
    const words = waitingWords(
      { ...newReplyState(), phase: "queued", position: 1, waitsUntil },
      null,
    );
    return words.replace("Place 2 in the queue, ", "");
  });
  assert.deepEqual(told, [
    "any moment now",
    "any moment now",
    "about 5 s",
    "about 15 s",
    "about 20 s",
    "about 30 s",
    "about 50 s",
    "about 1 min",
    "about 1 min",
    "about 2 min",
    "about 5 min",
  ]);
});

test("how long it thought is told in words, where it is known", () => {
  assert.deepEqual([null, 0.2, 0.9, 4.2, 59.7, 125].map(thoughtWords), [
    "Reasoning",
    "Thought for a moment",
    "Thought for 1 s",
    "Thought for 4 s",
    "Thought for 1 min 0 s",
    "Thought for 2 min 5 s",
  ]);
});

test("a reply that calls tools is announced with their names", () => {
  const state = { ...newReplyState(), phase: /** @type {const} */ ("finished") };
  const calls = ["clock", "dice"].map((name) => ({ id: "", name, arguments: "{}" }));
  assert.equal(
    announcementOfEnd(state, "Let me see.", calls),
    "Reply finished with calls of tools: clock, dice. Let me see.",
  );
});
