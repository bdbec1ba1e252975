import assert from "node:assert/strict";
import { test } from "node:test";
import { Drafts, newClientId, Outbox } from "../../static/js/unsent.js";
import { FakeStorage } from "./frames.js";

/** @param {string} words @returns {import("../../static/js/events.js").SendFrame} */
function turn(words) {
  return { type: "send", client_id: newClientId(), conversation: null, parent: null, text: words };
}

test("a turn outlives the page under the same client id", () => {
  const storage = new FakeStorage();
  const first = turn("Hello");
  new Outbox(storage, "alice").add(first);
  assert.deepEqual(new Outbox(storage, "alice").list(), [first]);
});

test("turns leave in the order in which they were written", () => {
  const outbox = new Outbox(new FakeStorage(), "alice");
  for (const words of ["one", "two", "three"]) outbox.add(turn(words));
  const texts = outbox.list().map((one) => (one.type === "send" ? one.text : ""));
  assert.deepEqual(texts, ["one", "two", "three"]);
});

test("an accepted turn is gone for good", () => {
  const storage = new FakeStorage();
  const outbox = new Outbox(storage, "alice");
  const first = turn("Hello");
  outbox.add(first);
  outbox.remove(first.client_id);
  assert.equal(new Outbox(storage, "alice").list().length, 0);
  assert.equal(storage.items.size, 0);
});

test("bob does not send what alice left in the same browser", () => {
  const storage = new FakeStorage();
  new Outbox(storage, "alice").add(turn("Hello"));
  assert.deepEqual(new Outbox(storage, "bob").list(), []);
});

test("what waits moves along when a new chat gets its address", () => {
  const storage = new FakeStorage();
  const outbox = new Outbox(storage, "new");
  outbox.add(turn("Hello"));
  outbox.moveTo("conversation");
  assert.equal(new Outbox(storage, "new").list().length, 0);
  assert.equal(new Outbox(storage, "conversation").list().length, 1);
});

test("what waits moves along also where storage is blocked", () => {
  const blocked = new FakeStorage();
  const outbox = new Outbox(blocked, "new");
  outbox.add(turn("Hello"));
  blocked.removeItem = blocked.setItem = () => {
    throw new DOMException("blocked", "SecurityError");
  };
  outbox.moveTo("conversation");
  assert.equal(outbox.list().length, 1);
});

test("storage that is full or spoilt does not stop the page", () => {
  const full = new FakeStorage();
  full.setItem = () => {
    throw new DOMException("full", "QuotaExceededError");
  };
  const outbox = new Outbox(full, "alice");
  outbox.add(turn("Hello"));
  assert.equal(outbox.list().length, 1);
  const spoilt = new FakeStorage();
  spoilt.setItem("alice", "{not json");
  assert.deepEqual(new Outbox(spoilt, "alice").list(), []);
});

test("each conversation keeps its own draft, and an empty one leaves nothing behind", () => {
  const storage = new FakeStorage();
  const drafts = new Drafts(storage, "alice");
  drafts.write("one", "half a thought");
  drafts.write(null, "another");
  assert.equal(drafts.read("one"), "half a thought");
  assert.equal(drafts.read(null), "another");
  assert.equal(new Drafts(storage, "bob").read("one"), "");
  drafts.write("one", "");
  drafts.write(null, "");
  assert.equal(storage.items.size, 0);
});

test("client ids are UUIDs of version 4 and differ", () => {
  const ids = Array.from({ length: 100 }, newClientId);
  for (const id of ids) {
    assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  }
  assert.equal(new Set(ids).size, 100);
});
