/** `openai`, the JavaScript client: run by test_openai_node.py, which gives it two sites. */
import assert from "node:assert/strict";
import { test } from "node:test";
import OpenAI from "openai";

const { SITE, KEY, SCRIPTED_SITE, SCRIPTED_KEY, FULL_KEY } = process.env;
const messages = [{ role: "user", content: "What is streaming?" }];
const pocket = clientOf(SITE, KEY);
const scripted = clientOf(SCRIPTED_SITE, SCRIPTED_KEY);

/**
 * @param {string | undefined} site
 * @param {string | undefined} key
 */
function clientOf(site, key) {
  return new OpenAI({ baseURL: `${site}/v1`, apiKey: key, maxRetries: 0 });
}

test("models are listed", async () => {
  const names = [];
  for await (const model of pocket.models.list()) names.push(model.id);
  assert.deepEqual(names, ["pocket"]);
});

test("a stream says what a whole answer says", async () => {
  const asked = /** @type {const} */ ({ model: "pocket", messages, temperature: 0 });
  const whole = await pocket.chat.completions.create(asked);
  const stream = await pocket.chat.completions.create({
    ...asked,
    stream: true,
    stream_options: { include_usage: true },
  });
  const pieces = [];
  let usage = null;
  for await (const chunk of stream) {
    pieces.push(chunk.choices[0]?.delta.content ?? "");
    usage = chunk.usage ?? usage;
  }
  assert.ok(pieces.length > 5);
  assert.equal(pieces.join(""), whole.choices[0].message.content);
  assert.equal(usage.completion_tokens, whole.usage.completion_tokens);
});

test("its stream helper gathers the answer", async () => {
  const runner = pocket.chat.completions.stream({ model: "pocket", messages, temperature: 0 });
  let text = "";
  runner.on("content", (delta) => {
    text += delta;
  });
  const told = await runner.finalChatCompletion();
  assert.equal(told.choices[0].message.content, text);
  assert.equal(told.choices[0].finish_reason, "stop");
});

test("an aborted stream cancels", async () => {
  const stream = await scripted.chat.completions.create({
    model: "scripted",
    messages: [{ role: "user", content: "!rate 20\n!tokens 5000" }],
    stream: true,
  });
  let id = "";
  for await (const chunk of stream) {
    id = chunk.id;
    break; // closes the connection
  }
  for (;;) {
    const told = await scripted.get(`/generations/${id}`);
    if (told.finish_reason === "stopped") return;
    assert.equal(told.status, "active");
  }
});

test("errors have types of their own", async () => {
  const ask = (more) => pocket.chat.completions.create({ model: "pocket", messages, ...more });
  await assert.rejects(clientOf(SITE, "sk-chat-wrong").models.list(), OpenAI.AuthenticationError);
  await assert.rejects(ask({ model: "gone" }), OpenAI.NotFoundError);
  await assert.rejects(ask({ temperature: 3 }), (error) => {
    assert.ok(error instanceof OpenAI.BadRequestError);
    assert.equal(error.param, "temperature");
    return true;
  });
});

test("who finds no room is told when to come back", async () => {
  const client = clientOf(SCRIPTED_SITE, FULL_KEY);
  await assert.rejects(client.chat.completions.create({ model: "scripted", messages }), (error) => {
    assert.ok(error instanceof OpenAI.RateLimitError);
    assert.ok(Number(error.headers.get("Retry-After")) >= 1);
    return true;
  });
});

test("what breaks off raises after what was told", async () => {
  const stream = await scripted.chat.completions.create({
    model: "scripted",
    messages: [{ role: "user", content: "!fail after 8" }],
    stream: true,
  });
  let text = "";
  await assert.rejects(async () => {
    for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? "";
  }, OpenAI.APIError);
  assert.ok(text);
});
