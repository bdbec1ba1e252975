import assert from "node:assert/strict";
import { test } from "node:test";

Object.assign(globalThis, {
  document: { getElementById: () => null, documentElement: { lang: "en" } },
  matchMedia: () => ({ matches: false }),
});
const { excessOf } = await import("../../static/js/composer.js");

const LIMIT = 10_000;

test("characters are counted as the server counts them where the limit is near", () => {
  assert.equal(excessOf("😀".repeat(LIMIT - 1), LIMIT), -1);
  assert.equal(excessOf("😀".repeat(LIMIT), LIMIT), 0);
  assert.equal(excessOf("a".repeat(LIMIT + 1), LIMIT), 1);
});

test("a text of any size costs no more than one that may be sent", (context) => {
  const huge = "😀".repeat(LIMIT + 1);
  context.mock.method(String.prototype, Symbol.iterator, () => assert.fail("it is gone through"));
  assert.ok(excessOf(huge, LIMIT) > 0);
  assert.ok(excessOf("a".repeat(10), LIMIT) < 0);
});
