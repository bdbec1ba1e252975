import assert from "node:assert/strict";
import { test } from "node:test";
import { eventData } from "../../static/js/http_replies.js";

/**
 * @param {string} text
 * @param {number} size of the pieces in which it comes, in bytes
 */
function bodyOf(text, size) {
  const bytes = new TextEncoder().encode(text);
  return new ReadableStream({
    start(controller) {
      for (let at = 0; at < bytes.length; at += size)
        controller.enqueue(bytes.slice(at, at + size));
      controller.close();
    },
  });
}

/**
 * @param {string} text
 * @param {number} size
 */
async function heard(text, size = text.length) {
  const events = [];
  for await (const data of eventData(bodyOf(text, size))) events.push(data);
  return events;
}

test("each event is told once, whatever the pieces it comes in", async () => {
  const text = ': keep-alive\n\nid: 3\ndata: {"a": "é😀"}\n\ndata: [DONE]\n\n';
  for (const size of [1, 2, 3, 7, 1000]) {
    assert.deepEqual(await heard(text, size), ['{"a": "é😀"}', "[DONE]"]);
  }
});

test("lines of one event belong together, and other fields are passed over", async () => {
  assert.deepEqual(await heard("event: x\ndata: one\ndata:two\nid: 9\n\n"), ["one\ntwo"]);
});

test("an event that was cut off is none", async () => {
  assert.deepEqual(await heard("data: whole\n\ndata: cu"), ["whole"]);
});

test("who stops listening closes the connection", async () => {
  let isClosed = false;
  const endless = new ReadableStream({
    pull(controller) {
      controller.enqueue(new TextEncoder().encode("data: more\n\n"));
    },
    cancel() {
      isClosed = true;
    },
  });
  for await (const _ of eventData(endless)) break;
  await new Promise((resolve) => setImmediate(resolve));
  assert.ok(isClosed);
});
