import assert from "node:assert/strict";
import { test } from "node:test";
import { ReplyStream } from "../../static/js/events.js";
import { finished, frame, GENERATION, reasoning, started, text } from "./frames.js";

/** @import { ReplyFrame } from "../../static/js/events.js" */

/** @param {ReplyFrame[]} frames */
function streamOf(...frames) {
  const stream = new ReplyStream(GENERATION);
  for (const one of frames) stream.receive(one);
  return stream;
}

test("text is put together in the order of its numbers", () => {
  const stream = streamOf(frame(0, [started, text("Hel")]), frame(2, [text("lo")]));
  assert.equal(stream.text, "Hello");
  assert.equal(stream.seq, 3);
});

test("a frame that comes twice is applied once", () => {
  const again = frame(1, [text("Hello")]);
  const stream = streamOf(frame(0, [started]), again);
  assert.deepEqual(stream.receive(again), {
    outcome: "old",
    text: "",
    reasoning: "",
    isAnew: false,
  });
  assert.equal(stream.text, "Hello");
});

test("a frame after a gap changes nothing and says that something is missing", () => {
  const stream = streamOf(frame(0, [started, text("one ")]));
  assert.equal(stream.receive(frame(3, [text("three"), finished])).outcome, "gap");
  assert.equal(stream.text, "one ");
  assert.equal(stream.seq, 2);
  assert.equal(stream.ended, false);
});

test("a gap is healed by the frames that a resume brings", () => {
  const stream = streamOf(frame(0, [started, text("one ")]), frame(3, [text("three")]));
  assert.equal(stream.receive(frame(2, [text("two "), text("three")])).outcome, "applied");
  assert.equal(stream.text, "one two three");
});

test("a frame that begins before what is known and goes beyond it is a gap, not a guess", () => {
  const stream = streamOf(frame(0, [started, text("one ")]));
  assert.equal(stream.receive(frame(0, [started, text("one two ")], 3)).outcome, "gap");
  assert.equal(stream.text, "one ");
});

test("joined text counts all the numbers that it holds", () => {
  const stream = streamOf(frame(0, [started, text("a b c ")], 4), frame(4, [text("d")]));
  assert.equal(stream.text, "a b c d");
  assert.equal(stream.seq, 5);
});

test("what a frame added is handed on alone", () => {
  const stream = streamOf(frame(0, [started, text("old ")]));
  assert.equal(stream.receive(frame(2, [text("new "), text("newer")])).text, "new newer");
});

test("reasoning is put together apart from the text", () => {
  const stream = streamOf(frame(0, [started, reasoning("Let me ")]));
  const received = stream.receive(frame(2, [reasoning("think."), text("Hello")]));
  assert.deepEqual(received, {
    outcome: "applied",
    text: "Hello",
    reasoning: "think.",
    isAnew: false,
  });
  assert.equal(stream.reasoning, "Let me think.");
  assert.equal(stream.text, "Hello");
});

test("nothing comes after the ending", () => {
  const stream = streamOf(frame(0, [started, text("all"), finished]));
  assert.equal(stream.receive(frame(3, [text(" and more")])).outcome, "old");
  assert.equal(stream.text, "all");
});

test("any order with repeats ends in the same text once gaps are resumed", () => {
  const words = [..."the whole reply, letter by letter"];
  const log = words.map((letter, index) => frame(index, [text(letter)]));
  for (const step of [2, 3, 5, 7]) {
    const stream = new ReplyStream(GENERATION);
    const arriving = log.map((_, index) => log[(index * step) % log.length]);
    for (const one of arriving) {
      if (one && stream.receive(one).outcome === "gap") {
        for (const replayed of log.slice(stream.seq)) stream.receive(replayed);
      }
    }
    assert.equal(stream.text, words.join(""));
  }
});

test("a stopped reply keeps its text and says that it was stopped", () => {
  const stream = streamOf(frame(0, [started, text("half")]));
  stream.receive(frame(2, [{ type: "finished", reason: "stopped" }]));
  assert.equal(stream.text, "half");
  assert.equal(stream.state.finishReason, "stopped");
  assert.equal(stream.ended, true);
});

test("a failed reply keeps its text and says why", () => {
  const stream = streamOf(frame(0, [started, text("half")]));
  stream.receive(frame(2, [{ type: "failed", error_type: "worker_lost", message: "Gone." }]));
  assert.equal(stream.text, "half");
  assert.equal(stream.state.phase, "failed");
  assert.equal(stream.state.errorMessage, "Gone.");
});

test("an event of a type that this page does not know is counted and passed over", () => {
  const unknown = /** @type {any} */ ({ type: "step", label: "later" });
  const stream = streamOf(frame(0, [started, unknown, text("on")]));
  assert.equal(stream.text, "on");
  assert.equal(stream.seq, 3);
});

test("a reply that is queued again begins anew, and its numbers may leap", () => {
  const queued = /** @type {const} */ ({ type: "queued", position: 0 });
  const stream = streamOf(frame(0, [queued, started, text("Half a")]));
  assert.equal(stream.receive(frame(3, [queued], 1_000_000_001)).isAnew, true);
  assert.equal(stream.text, "");
  const rest = stream.receive(frame(1_000_000_001, [started, text("The whole."), finished]));
  assert.equal(rest.isAnew, false);
  assert.equal(stream.text, "The whole.");
  assert.equal(stream.ended, true);
});

test("places told again are no new beginning", () => {
  const stream = streamOf(frame(0, [{ type: "queued", position: 3 }]));
  const moved = stream.receive(frame(1, [{ type: "queued", position: 2 }, started, text("Hello")]));
  assert.deepEqual([moved.isAnew, moved.text, stream.text], [false, "Hello", "Hello"]);
});

test("a reply that goes on has its beginning, and only what is new is handed on", () => {
  const stream = new ReplyStream(GENERATION, { text: "One, ", reasoning: "Hm." });
  assert.equal(stream.hasTold, false);
  const received = stream.receive(frame(0, [started, text("two.")]));
  assert.deepEqual(
    [received.text, stream.text, stream.reasoning, stream.hasTold],
    ["two.", "One, two.", "Hm.", true],
  );
});

test("a reply that goes on and begins anew goes back to what it had", () => {
  const stream = new ReplyStream(GENERATION, { text: "One, ", reasoning: "" });
  stream.receive(frame(0, [{ type: "queued", position: 0 }, started, text("two")]));
  const received = stream.receive(frame(3, [{ type: "queued", position: 0 }, text("2")]));
  assert.deepEqual([received.isAnew, received.text, stream.text], [true, "2", "One, 2"]);
});

test("how long it thought comes with the first word after it, and goes when it begins anew", () => {
  const stream = streamOf(frame(0, [started, reasoning("Hm.")]));
  assert.equal(stream.state.reasoningSeconds, null);
  stream.receive(frame(2, [{ type: "text", text: "Yes", token_count: 1, reasoning_seconds: 4.2 }]));
  stream.receive(frame(3, [text(".")]));
  assert.equal(stream.state.reasoningSeconds, 4.2);
  stream.receive(frame(4, [{ type: "queued", position: 0 }]));
  assert.equal(stream.state.reasoningSeconds, null);
});

test("a reply that goes on tells how long the thoughts took that it has from before", () => {
  const begun = { text: "One, ", reasoning: "Hm.", reasoningSeconds: 4 };
  const stream = new ReplyStream(GENERATION, begun);
  stream.receive(frame(0, [{ type: "queued", position: 0 }, started, text("two.")]));
  assert.equal(stream.state.reasoningSeconds, 4);
});

/** @param {number} index @param {string} more @param {string} name of a call that begins */
function call(index, more, name = "") {
  const id = name && `call_${name}`;
  return { type: /** @type {const} */ ("tool_call"), index, id, name, arguments: more };
}

test("calls of tools grow each at its own place", () => {
  const stream = streamOf(
    frame(0, [started, call(0, "{", "clock"), call(1, "", "dice")]),
    frame(3, [call(1, "{}"), call(0, "}")]),
  );
  assert.deepEqual(stream.calls, [
    { id: "call_clock", name: "clock", arguments: "{}" },
    { id: "call_dice", name: "dice", arguments: "{}" },
  ]);
  assert.equal(stream.hasTold, true);
  stream.receive(frame(5, [{ type: "queued", position: 0 }]));
  assert.deepEqual(stream.calls, []);
});

test("calls of a reply that goes on stand behind those that it has", () => {
  const calls = [{ id: "call_clock", name: "clock", arguments: "{}" }];
  const stream = new ReplyStream(GENERATION, { text: "One", reasoning: "", calls });
  stream.receive(frame(0, [started, call(0, "{}", "dice")]));
  assert.deepEqual(
    stream.calls.map(({ name }) => name),
    ["clock", "dice"],
  );
  assert.equal(calls.length, 1);
});
